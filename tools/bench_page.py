"""How ./dev bench shows its figures: a table in the terminal, and docs/benchmarks.md.

The page is the memory as well: rows of a benchmark or case that did not run this time stay, with the day and the machine they
were measured on. Each row carries its data in its cells, so the page can be read back.
"""

import datetime
import importlib.metadata
import os
import platform
import re
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from benchmarks import Result

PAGE = Path(__file__).resolve().parent.parent / "docs" / "benchmarks.md"
HEAD = "| what | figure | aim | | beside it | ratio | measured | note |\n|---|--:|---|---|---|--:|---|---|\n"
INTRODUCTION = """# Benchmarks

What `./dev bench` measures (`./dev bench --all` also the large cases), each figure with its aim and, where there is one, a
peer or a physical limit measured beside it in the same run. The command rewrites this page; rows it did not measure stay. A
letter in the column *measured* names the machine below; *busy* says that it had other work to do as well.

Wall times of single cases vary by a fifth from run to run, and more on a machine that does something else as well. Where a
ratio stands, trust it more than the figure: both sides saw the same machine.
"""


def number(value: float) -> str:
    """A figure as people read it: 14,500 or 7.25 or 0.0031."""
    if abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.3g}" if abs(value) < 1 else f"{value:.2f}"


def mark(result: Result) -> str:
    met = result.meets_aim()
    return "" if met is None else "✓" if met else "✗"


def peer(result: Result) -> str:
    if result.peer_figure is None:
        return result.peer
    return f"{number(result.peer_figure)} {result.unit} {result.peer}"


def ratio(result: Result) -> str:
    return "" if result.ratio is None else f"{result.ratio:.2f} ×"


def aim(result: Result) -> str:
    return result.aim if not result.aim or result.aim.endswith("×") else f"{result.aim} {result.unit}"


def show(name: str, results: list[Result], took: float) -> None:
    """The figures of one benchmark in the terminal."""
    table = Table(title=f"{name} ({took:.0f} s)", title_justify="left", header_style="bold")
    for column in ("what", "figure", "aim", "", "beside it", "ratio", "note"):
        table.add_column(column, justify="right" if column in ("figure", "ratio") else "left")
    for r in results:
        figure = f"{number(r.figure)} {r.unit}"
        table.add_row(r.what, figure, aim(r), mark(r), peer(r), ratio(r), r.note)
    console = Console()
    # Written to a file, a table needs no terminal's width.
    (console if console.is_terminal else Console(width=160)).print(table)


def machine() -> str:
    """This machine and the versions that matter, in one line."""
    import sqlite3

    cores = os.cpu_count() or 1
    versions = {name: importlib.metadata.version(name) for name in ("Django", "PyNaCl", "msgspec", "granian")}
    listed = ", ".join(f"{name} {version}" for name, version in versions.items())
    return (
        f"{_processor()}, {cores} cores, {_memory()}, {platform.system()} {platform.release().split('-')[0]}; "
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {listed}"
    )


def _processor() -> str:
    try:
        found = re.search(r"^model name\s*: (.+)$", Path("/proc/cpuinfo").read_text(encoding="utf-8"), re.MULTILINE)
    except OSError:
        found = None
    return found[1] if found else platform.machine()


def _memory() -> str:
    try:
        size = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):
        return "memory unknown"
    return f"{size / 2**30:.0f} GB"


def others_work() -> bool:
    """Whether clearly more wants to run here than our own work, so that wall times say little."""
    try:
        return os.getloadavg()[0] > 1.5 * (os.cpu_count() or 1)
    except (AttributeError, OSError):  # Windows
        return False


def keep(name: str, rows: list[dict[str, Any]]) -> None:
    """Write the figures of one benchmark into the page, beside those of the others and of cases not run."""
    text = PAGE.read_text(encoding="utf-8") if PAGE.exists() else INTRODUCTION
    tables, machines = read(text)
    here = machine()
    letter = next((key for key, value in machines.items() if value == here), chr(ord("a") + len(machines)))
    machines[letter] = here
    today = datetime.datetime.now(tz=datetime.UTC).date().isoformat()
    busy = " busy" if others_work() else ""
    table = tables.setdefault(name, {})
    for row in rows:
        result = Result(**row)
        cells = [result.what, f"{number(result.figure)} {result.unit}", aim(result), mark(result), peer(result)]
        cells = [cell.replace("|", "/") for cell in [*cells, ratio(result), f"{today} {letter}{busy}", result.note]]
        table[cells[0]] = cells
    PAGE.write_text(render(tables, machines), encoding="utf-8")


def read(text: str) -> tuple[dict[str, dict[str, list[str]]], dict[str, str]]:
    """The tables of the page by benchmark and row, and its machines by letter."""
    tables: dict[str, dict[str, list[str]]] = {}
    machines: dict[str, str] = {}
    section = ""
    for line in text.splitlines():
        if line.startswith("## "):
            section = line[3:].strip()
        elif line.startswith("* **") and section == "Machines":
            letter, _, rest = line.removeprefix("* **").partition("** ")
            machines[letter] = rest
        elif line.startswith("| ") and not line.startswith("| what |"):
            cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
            tables.setdefault(section, {})[cells[0]] = cells
    return tables, machines


def render(tables: dict[str, dict[str, list[str]]], machines: dict[str, str]) -> str:
    """The page; machines that no row names any more are left out."""
    parts = [INTRODUCTION]
    for name, rows in sorted(tables.items()):
        lines = "".join(f"| {' | '.join(cells)} |\n" for cells in rows.values())
        parts.append(f"## {name}\n\n{HEAD}{lines}")
    named = {cells[6].split()[1] for rows in tables.values() for cells in rows.values()}
    listed = "".join(f"* **{key}** {value}\n" for key, value in sorted(machines.items()) if key in named)
    return "\n".join([*parts, f"## Machines\n\n{listed}"])

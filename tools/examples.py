"""Runs the examples of a Markdown page and compares what they print with what the page shows.

How an example is written (``CONTRIBUTING.md`` tells it to people):

* A fenced block that begins with ```` ```sh run ```` is run by bash. Where a line begins with ``$ ``, it is a command,
  and the lines below it, up to the next one, are what it must print (both streams). Without any, the block is a script.
* In what is shown, ``…`` stands for anything within a line, and alone on a line for any number of lines. A last line
  ``[exit 2]`` says that the command ends with that code; else it must end with 0.
* A block that begins with ```` ```python run ```` is run by Python; with ``>>>`` in it as a doctest.
* ``<!-- run`` … ``-->`` is run like a script, unseen: what an example needs before it.

All examples of a page run in order, in one empty folder that is the home, with a node of its own. So ``cd`` and
variables last until the end of the page.
"""

import os
import re
import secrets
import subprocess
import sys
import tempfile
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BLOCK = re.compile(
    r"^(?P<indent>[ ]*)```(?P<language>sh|python) run\n(?P<code>.*?)^[ ]*```$|^<!-- run\n(?P<hidden>.*?)^-->$",
    re.DOTALL | re.MULTILINE,
)
EXIT = re.compile(r"^\[exit (\d+)\]$")
PATIENCE = 600
"""Seconds for a whole page."""


@dataclass(frozen=True, slots=True)
class Step:
    """One command of a page: the line it stands on, what to run, what it must print (None: anything), its exit code."""

    line: int
    script: str
    shown: str | None = None
    code: int = 0


def steps(text: str) -> Iterator[Step]:
    """The commands of a page in order."""
    for block in BLOCK.finditer(text):
        line = text.count("\n", 0, block.start()) + 2
        if block["hidden"] is not None:
            yield Step(line, block["hidden"])
            continue
        code = textwrap.dedent(block["code"])
        if block["language"] == "python":
            yield Step(line, _python(code))
        else:
            yield from _session(code, line)


def _python(code: str) -> str:
    """A shell command that runs Python code, as a doctest where it has prompts."""
    mark = f"END_{secrets.token_hex(8)}"
    run = "python -m doctest example.txt" if ">>> " in code else "python example.txt"
    return f"# {code.splitlines()[0]}\ncat > example.txt <<'{mark}'\n{code}{mark}\n{run}\n"


def _session(code: str, line: int) -> Iterator[Step]:
    """A block with prompts, command by command; one without as a whole."""
    if not code.lstrip().startswith("$ "):
        yield Step(line, code)
        return
    command: list[str] = []
    shown: list[str] = []
    begun = line
    for number, text in enumerate(code.splitlines(), start=line):
        if text.startswith("$ "):
            if command:
                yield _step(begun, command, shown)
            begun, command, shown = number, [text[2:]], []
        elif command[-1].endswith("\\") and not shown:
            command.append(text.removeprefix("> "))
        else:
            shown.append(text)
    yield _step(begun, command, shown)


def _step(line: int, command: list[str], shown: list[str]) -> Step:
    while shown and not shown[-1].strip():
        shown.pop()
    code = 0
    if shown and (found := EXIT.match(shown[-1])):
        code = int(found[1])
        shown.pop()
    return Step(line, "\n".join(command) + "\n", "\n".join(shown) if shown else None, code)


def matches(shown: str, printed: str) -> bool:
    """Whether a command printed what the page shows. Spaces at the ends of lines and empty lines around don't count."""
    pattern = ""
    for line in shown.strip("\n").splitlines():
        if line.strip() in ("…", "..."):
            pattern += r"(?:[^\n]*\n)*?"
        else:
            pattern += ".*?".join(re.escape(part) for part in line.rstrip().split("…")) + r"[ ]*\n"
    text = "".join(line.rstrip() + "\n" for line in printed.strip("\n").splitlines())
    return re.fullmatch(pattern, text) is not None


def troubles(page: Path) -> list[str]:
    """Run a page; a paragraph for each example that doesn't do what the page says. A page without examples: none."""
    found = list(steps(page.read_text(encoding="utf-8")))
    if not found:
        return []
    with tempfile.TemporaryDirectory(prefix="entredon-docs-") as home:
        return _run(page, found, Path(home))


def _run(page: Path, found: list[Step], home: Path) -> list[str]:
    mark = secrets.token_hex(16)
    script = "".join(f"{step.script}\nprintf '\\n{mark} %s\\n' $?\n" for step in found)
    (home / "work").mkdir()
    try:
        done = subprocess.run(
            ["bash"],
            input=script,
            cwd=home / "work",
            env=environment(home),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return [f"{page.relative_to(ROOT)}: its examples took longer than {PATIENCE} seconds"]
    parts = re.split(rf"\n{mark} (\d+)\n", done.stdout)
    printed, codes = parts[0::2], parts[1::2]
    return list(_compare(page, found, printed, codes))


def _compare(page: Path, found: list[Step], printed: list[str], codes: list[str]) -> Iterator[str]:
    for number, step in enumerate(found):
        where = f"{page.relative_to(ROOT)}:{step.line}: {step.script.splitlines()[0] if step.script.strip() else ''}"
        if number >= len(codes):
            yield f"{where}\n  did not come to its end:\n{textwrap.indent(printed[-1], '    ')}"
            return
        if int(codes[number]) != step.code:
            yield f"{where}\n  ends with {codes[number]}, not {step.code}:\n{textwrap.indent(printed[number], '    ')}"
        elif step.shown is not None and not matches(step.shown, printed[number]):
            yield (
                f"{where}\n  the page shows\n{textwrap.indent(step.shown, '    ')}\n"
                f"  but it prints\n{textwrap.indent(printed[number].strip(chr(10)), '    ')}"
            )


def environment(home: Path) -> dict[str, str]:
    """A machine as a newcomer has it: our command on the path, an empty home, a name for git, and no settings of ours."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("ENTREDON_", "GIT_", "DJANGO_"))}
    return {
        **kept,
        "ENTREDON_LANG": "en",
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}",
        "HOME": str(home),
        "ENTREDON_HOME": str(home / "node"),
        "GIT_AUTHOR_NAME": "Ada",
        "GIT_AUTHOR_EMAIL": "ada@example.org",
        "GIT_COMMITTER_NAME": "Ada",
        "GIT_COMMITTER_EMAIL": "ada@example.org",
        "GIT_CONFIG_NOSYSTEM": "1",
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
        "COLUMNS": "120",
        "NO_COLOR": "1",
        "TERM": "dumb",
        "PYTHONIOENCODING": "utf-8",
        "PYTHONUNBUFFERED": "1",
    }


def pages() -> list[Path]:
    """The Markdown pages of the project: those beside ./dev, docs/, and the apps' own."""
    found = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("src/entredon/**/README.md")]
    return sorted(path for path in found if "node_modules" not in path.parts)

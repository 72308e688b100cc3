"""A spreadsheet of what people did brought in, beside what nobody can do without: the csv module and bare inserts of its rows.

python -m benchmarks.work_import --rows 50000     writes the spreadsheet that is measured to standard output
"""

import argparse
import csv
import io
import json
import random
import sqlite3
import sys
import tempfile
from pathlib import Path

from benchmarks import Result, seconds
from benchmarks.git_import import timed

ROWS, LARGE = 50_000, 500_000
HEAD = ("Naam", "Datum", "Uren", "Soort", "Omschrijving")
KINDS = ("Ontwerp", "Lassen", "Vertaling", "Documentatie", "Test")
ENTREDON = str(Path(sys.executable).parent / "entredon")


def table(rows: int, seed: int = 1) -> bytes:
    """A spreadsheet as a Dutch one saves it; one row in a hundred has a letter where a number should be."""
    chance = random.Random(seed)
    out = io.StringIO()
    write = csv.writer(out, delimiter=";").writerow
    write(HEAD)
    for n in range(rows):
        who = chance.randrange(rows // 50 + 1)
        day = f"{chance.randrange(1, 29)}/{chance.randrange(1, 13)}/{chance.randrange(2010, 2025)}"
        hours = "3O" if n % 100 == 50 else f"{chance.randrange(3)},5"
        write(
            (
                f"Lid {who} <lid{who}@example.org>",
                day,
                hours,
                chance.choice(KINDS),
                f"onderdeel {n}: gemaakt en nagekeken",
            )
        )
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def run(all: bool) -> list[Result]:
    results = []
    for rows in (ROWS, LARGE) if all else (ROWS,):
        results += measure(rows)
    return results


def measure(rows: int) -> list[Result]:
    """Bring in a spreadsheet as a person would, by a command, twice; the bare way before and after."""
    with tempfile.TemporaryDirectory(prefix="entredon-bench-work-") as folder:
        path, home = Path(folder, "hours.csv"), str(Path(folder, "node"))
        path.write_bytes(table(rows))
        timed([ENTREDON, "found", "Bench", "--slug", "bench", "--licence", "CC0-1.0"], home)
        before = seconds(lambda: bare(path, Path(folder, "before.db")))
        command = [ENTREDON, "import-work", str(path), "bench", "--json"]
        told = Path(folder, "told.json")
        first, memory = timed(command, home, fine=(0, 2), told=told)
        check(told.read_bytes(), rows, new=rows - rows // 100)
        again, _memory = timed(command, home, fine=(0, 2), told=told)
        check(told.read_bytes(), rows, new=0)
        after = seconds(lambda: bare(path, Path(folder, "after.db")))
    what = f"a spreadsheet of {rows:,} rows brought in"
    note = "the whole command, from its start to the durable entry; 1 row in 100 is faulty and named"
    return [
        Result(
            what=what, figure=first, unit="s", aim="≤ 20" if rows == ROWS else "", peer="csv module and bare inserts",
            peer_figure=min(before, after), note=note,
        ),
        Result(what=f"{what} again: nothing is added", figure=again, unit="s", aim="≤ 10" if rows == ROWS else ""),
        Result(what=f"{what}: memory", figure=memory, unit="MB", aim="≤ 400" if rows == ROWS else ""),
    ]  # fmt: skip


def check(told: bytes, rows: int, new: int) -> None:
    """Whether one row in a hundred was named as faulty, and just so many others recorded. Raises RuntimeError."""
    faulty = rows // 100
    known = rows - faulty - new
    wanted = {"rows": rows, "faulty": faulty, "known": known, "new": new, "recorded": new}
    try:
        summary = json.loads(told)
        found = {name: summary[name] for name in wanted}
    except (ValueError, KeyError, TypeError):
        raise RuntimeError(f"import-work told no summary: {told[:200]!r}") from None
    if found != wanted:
        raise RuntimeError(f"import-work told {found}, not {wanted}")


def bare(path: Path, database: Path) -> None:
    """Read the rows and write them into a table, in one transaction, with nothing looked at."""
    connection = sqlite3.connect(database)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute(
        "CREATE TABLE row (id INTEGER PRIMARY KEY, who TEXT, day TEXT, hours TEXT, kind TEXT, what TEXT)"
    )
    with path.open(encoding="utf-8-sig", newline="") as file, connection:
        rows = csv.reader(file, delimiter=";")
        next(rows)
        connection.executemany("INSERT INTO row (who, day, hours, kind, what) VALUES (?, ?, ?, ?, ?)", rows)
    connection.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Writes the spreadsheet that is measured.")
    parser.add_argument("--rows", type=int, default=ROWS)
    sys.stdout.buffer.write(table(parser.parse_args().rows))

"""Durable appends, one by one and in a batch, beside bare inserts of as many bytes into SQLite on the same disk."""

import os
import sqlite3
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from benchmarks import Result, _world, percentile

SINGLE = 300
BATCH = 10_000
WRITERS = 16
EACH = 20


def run(all: bool) -> list[Result]:
    _world.start()
    keys = _world.found("appends", members=20)
    creation = _world.creation("appends", keys[0], "A chair")
    return [*single(creation, keys), *together(creation, keys), batch(creation, keys, BATCH * (10 if all else 1))]


def bare(folder: Path) -> sqlite3.Connection:
    """A table with nothing but what a leaf needs, as durable as ours."""
    connection = sqlite3.connect(folder / "bare.sqlite3", isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("CREATE TABLE IF NOT EXISTS bare (id INTEGER PRIMARY KEY, leaf BLOB)")
    return connection


def each(work: Callable[[int], Any], times: int) -> list[float]:
    """Seconds of every call."""
    taken = []
    for n in range(times):
        begun = time.perf_counter()
        work(n)
        taken.append(time.perf_counter() - begun)
    return taken


def single(creation: str, keys: list[Any]) -> list[Result]:
    """Single appends, by turns with bare inserts, so that both see the same disk."""
    from entredon.log.door import append_many

    connection = bare(Path(os.environ["ENTREDON_HOME"]))
    leaf = os.urandom(700)

    def insert(n: int) -> None:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO bare (leaf) VALUES (?)", (leaf,))
        connection.execute("COMMIT")

    sayings = list(_world.contributions([creation], keys, SINGLE))
    ours: list[float] = []
    theirs: list[float] = []
    for begin in range(0, SINGLE, 50):
        theirs += each(insert, 50)
        ours += each(lambda n, begin=begin: append_many("appends", [sayings[begin + n]]), 50)  # type: ignore[misc]
    return [
        Result(
            what="single durable appends, rules included",
            figure=SINGLE / sum(ours),
            unit="/s",
            aim="≥ 0.6 ×",
            peer="bare insert, same disk",
            peer_figure=SINGLE / sum(theirs),
        ),
        Result(what="a single append, p99", figure=1000 * percentile(ours, 99), unit="ms"),
    ]


def together(creation: str, keys: list[Any]) -> list[Result]:
    """Sixteen writers at once, each with a key and a connection of her own, as a busy server has them."""
    from django.db import connection

    from entredon.log.door import append_many

    errors: list[str] = []

    def write(writer: int) -> None:
        for saying in _world.contributions([creation], [keys[writer]], EACH):
            try:
                append_many("appends", [saying])
            except Exception as trouble:  # whatever it is, it is what we count
                errors.append(f"{type(trouble).__name__}: {trouble}")
        connection.close()

    begun = time.perf_counter()
    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(write, range(WRITERS)))
    taken = time.perf_counter() - begun
    rate = WRITERS * EACH / taken
    return [
        Result(what=f"{WRITERS} writers at once", figure=rate, unit="/s", aim="≥ 100"),
        Result(
            what=f"{WRITERS} writers at once, refused or locked out",
            figure=len(errors),
            unit="errors",
            aim="≤ 0",
            note=errors[0][:100] if errors else "",
        ),
    ]


def batch(creation: str, keys: list[Any], count: int) -> Result:
    """append_many in one transaction (of at most 20,000) beside executemany of as many rows."""
    from entredon.log.door import append_many

    sayings = list(_world.contributions([creation], keys, count))
    begun = time.perf_counter()
    for begin in range(0, count, BATCH):
        append_many("appends", sayings[begin : begin + BATCH])
    ours = time.perf_counter() - begun
    connection = bare(Path(os.environ["ENTREDON_HOME"]))
    begun = time.perf_counter()
    for _ in range(0, count, BATCH):
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany("INSERT INTO bare (leaf) VALUES (?)", [(os.urandom(700),) for _ in range(BATCH)])
        connection.execute("COMMIT")
    theirs = time.perf_counter() - begun
    return Result(
        what=f"batch append of {count:,}, signing and rules included",
        figure=count / ours,
        unit="/s",
        aim="≥ 5,000",
        peer="bare executemany",
        peer_figure=count / theirs,
    )

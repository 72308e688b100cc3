"""Forgetting a thousand people with twenty thousand texts: how long it takes, what is left in the files, whether the record holds."""

import base64
import os
import sqlite3
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks import Result, _world

PEOPLE = 1_000
TOLD = 6
"""So often each tells of herself, three texts each time, after two when she joins: twenty texts."""
MARK = b"Zqxmrk"
FORMS = (MARK, "Zqxmrk".encode("utf-16-le"), base64.b64encode(MARK))
"""Every text begins with this mark; in base64 whatever begins there is found by it too."""


def run(all: bool) -> list[Result]:
    _world.start()
    accounts = world(PEOPLE)
    before, texts = traces(), side_texts()
    begun = time.perf_counter()
    done = erase(accounts)
    taken = time.perf_counter() - begun
    return [
        Result(
            what=f"forgetting {done.accounts:,} people with {texts:,} texts",
            figure=taken,
            unit="s",
            aim="≤ 30",
            peer="bare DELETE of as many rows, overwritten, and the write-ahead log cut",
            peer_figure=bare(texts),
            note="accounts, keys, letters and private rows too; the record says it in an entry signed by each",
        ),
        Result(what="bytes of their texts and addresses found in all files", figure=traces(), unit="bytes", aim="≤ 0",
               note=f"{before:,} bytes before"),
        Result(what="faults of the record afterwards", figure=faults(), unit="faults", aim="≤ 0"),
    ]  # fmt: skip


def world(people: int) -> list[Any]:
    """So many members with accounts and keys held here; returns the accounts."""
    from django.db import transaction

    from entredon.apps.commons.founding import key_given
    from entredon.apps.people.entries import Described, Joined
    from entredon.apps.people.models import Account, Persona
    from entredon.desk.models import Message
    from entredon.log import held
    from entredon.log.door import Saying, append_many
    from entredon.pure.log.keys import SecretKey

    _world.found("erase")
    keys = [SecretKey.generate() for _ in range(people)]
    said = [
        Saying(Joined(key=key_given(key, "hosted")), key, {"name": text(n, "name"), "place": text(n, "place")})
        for n, key in enumerate(keys)
    ]
    said += [
        Saying(Described(), key, {name: text(n, f"{name}{time}") for name in ("name", "place", "about")})
        for time in range(TOLD)
        for n, key in enumerate(keys)
    ]
    for begin in range(0, len(said), 5_000):
        append_many("erase", said[begin : begin + 5_000])
    with transaction.atomic():
        accounts = Account.objects.bulk_create(
            Account(email=f"Zqxmrk{n}@example.org", password="!", name=text(n, "account"))  # noqa: S106
            for n in range(people)
        )
        for key in keys:
            held.hold("erase", "hosted", key)
        Persona.objects.bulk_create(
            Persona(account=account, commons="erase", person=f"k:{key.id}", key=key.id)
            for account, key in zip(accounts, keys, strict=True)
        )
        Message.objects.bulk_create(
            Message(commons="erase", about="idea", account=str(account.pk), text=text(n, "message"))
            for n, account in enumerate(accounts)
        )
    return list(accounts)


def text(n: int, what: str) -> str:
    """A text as people write them, marked."""
    return f"Zqxmrk{n:05}{what} " + "likes gears, wood and long evenings " * (1 + n % 4)


def erase(accounts: list[Any]) -> Any:
    from entredon.apps.people import erasing

    return erasing.erase(accounts)


def side_texts() -> int:
    from entredon.log.models import SideText

    return SideText.objects.filter(commons="erase", text__startswith="Zqxmrk").count()


def traces() -> int:
    """How many bytes in all files of the node belong to a mark."""
    home = Path(os.environ["ENTREDON_HOME"])
    files = [path.read_bytes() for path in home.rglob("*") if path.is_file()]
    return sum(data.count(form) * len(form) for data in files for form in FORMS)


def faults() -> int:
    """What verify, rules included, finds wrong with the record."""
    from entredon.log import verify_here

    with tempfile.TemporaryDirectory() as folder:
        verdict = verify_here.verify("erase", Path(folder))
    return len(verdict.faults) or int(verdict.verdict != "sound")


def bare(texts: int) -> float:
    """Seconds to delete as many rows of a table with nothing but texts, overwritten, until the disk has it."""
    path = Path(os.environ["ENTREDON_HOME"]) / "bare.sqlite3"
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute("CREATE TABLE bare (id INTEGER PRIMARY KEY, text TEXT)")
    connection.execute("BEGIN IMMEDIATE")
    connection.executemany("INSERT INTO bare (text) VALUES (?)", ((f"{'b' * 100}{n}",) for n in range(texts)))
    connection.execute("COMMIT")
    begun = time.perf_counter()
    connection.execute("DELETE FROM bare")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    taken = time.perf_counter() - begun
    connection.close()
    path.unlink()
    return taken

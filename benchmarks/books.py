"""The journal in the database: a million postings booked as rules book them, then summed, told by a digest and checked anew.

Half of all postings stand on one bank account, the rest on those of 2,000 members. Booking goes through the write buffer with all
judgements and triggers; beside it bare rows without either.
"""

import hashlib
import io
import json
import os
import statistics
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from benchmarks import Result, _world, percentile, seconds
from benchmarks.journal import MEMBERS, made
from benchmarks.verify import entredon

SLUG = "bench"
BATCH = 20_000
"""So many journal entries are booked in a transaction: as of a long statement."""
TOLD = "told"
LINES = 50_000
"""So many lines has each statement of the commons that is replayed."""


def run(all: bool) -> list[Result]:
    _world.start()
    _world.found(SLUG)
    return [*measure(1_000_000 * (5 if all else 1)), *replayed(10 if all else 2)]


def measure(postings: int) -> list[Result]:
    """Booking, asking and checking so many postings, two to an entry."""
    from entredon.apps.treasury import queries_journal as journal
    from entredon.pure.money.journal import standard

    entries = list(made(postings // 2))
    booking = seconds(lambda: book(entries))
    bare = seconds(lambda: without_law(entries))
    entries.clear()
    bank = standard.bank("merel", "EUR").path
    members = [standard.member("merel", "EUR", f"k:{n:064x}").path for n in range(200)]
    hot = seconds(lambda: journal.balance(SLUG, bank), 20) * 1000
    some = percentile([seconds(lambda path=path: journal.balance(SLUG, path)) * 1000 for path in members], 99)
    trial: list[Any] = []
    summing = seconds(lambda: trial.append(journal.trial(SLUG)), 3)
    if sum(line.debit - line.credit for line in trial[0]):
        raise RuntimeError("the books don't balance")
    faults: list[Any] = []
    checking = seconds(lambda: faults.extend(journal.verify(SLUG)))
    if faults:
        raise RuntimeError(f"a sound journal has faults: {faults[:3]}")
    what = f"{postings:,} postings"
    aimed = postings == 1_000_000
    return [
        Result(
            what=f"booking {what} in the database, triggers and all judgements included",
            figure=postings / booking, unit="/s", aim="≥ 15,000", peer="the same rows without triggers and law",
            peer_figure=postings / bare,
        ),
        Result(
            what=f"trial balance of {what} in the database, {MEMBERS + 1:,} accounts",
            figure=summing, unit="s", aim="≤ 1" if aimed else "", peer="SUM and GROUP BY over all postings",
            peer_figure=seconds(plainly),
        ),
        Result(what=f"balance of an account with {postings // 2:,} postings in the database", figure=hot, unit="ms", aim="≤ 5"),
        Result(what="balance of a member, p99", figure=some, unit="ms", aim="≤ 5"),
        Result(
            what=f"check of a journal of {what} in the database", figure=checking, unit="s", aim="≤ 60" if aimed else "",
            note="every seal, sum, floor, key, place and mark; one process",
        ),
        Result(what=f"digest of a journal of {what} in the database", figure=seconds(lambda: journal.digest(SLUG)), unit="s"),
        Result(what=f"booking one payment among {what}, its own commit included", figure=alone(postings) * 1000, unit="ms"),
    ]  # fmt: skip


def book(entries: list[Any]) -> None:
    """In transactions of many entries, as rules do."""
    waiting = iter(entries)
    for number, some in enumerate(iter(lambda: list(islice(waiting, BATCH)), []), 1):
        post(some, number)


def post(entries: list[Any], number: int) -> None:
    from django.db import transaction

    from entredon.apps.treasury import record_journal
    from entredon.log.registry import Context
    from entredon.log.tables import Tables

    id = f"{number:064x}"
    said = Context(
        commons=SLUG, index=number, id=id, log=f"example.org/{SLUG}", kind="treasury.allotted", by="",
        at="2026-11-26T10:00:00.000Z", c={}, founded=id, person="", signers=frozenset(),
    )  # fmt: skip
    with transaction.atomic():
        tables = Tables(SLUG)
        record_journal.post(tables, said, entries)
        tables.flush()


def without_law(entries: list[Any]) -> None:
    """As many rows of the same content with the same keys and indexes, in a table nobody watches."""
    from django.db import connection, transaction

    def rows() -> Iterator[tuple[Any, ...]]:
        for one in entries:
            for n, (account, minor) in enumerate(one.postings, 1):
                yield SLUG, f"{one.key}.{n}", one.key, account.path, account.currency, minor, n, n

    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE bare (commons, id, entry, account, currency, minor, number, block, PRIMARY KEY (commons, id))"
        )
        cursor.execute("CREATE INDEX bare_account ON bare (commons, account, block, minor)")
        waiting = rows()
        for some in iter(lambda: list(islice(waiting, 2 * BATCH)), []):
            with transaction.atomic():
                cursor.executemany("INSERT INTO bare VALUES (%s, %s, %s, %s, %s, %s, %s, %s)", some)
        cursor.execute("DROP TABLE bare")


def plainly() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT account, SUM(minor) FROM treasury_posting WHERE commons = %s GROUP BY account", [SLUG])
        cursor.fetchall()


def alone(postings: int) -> float:
    """What one payment costs among all the others: the median of some."""
    from entredon.pure.money.journal import standard
    from entredon.pure.money.journal.entries import entry

    bank, fund = standard.bank("merel", "EUR"), standard.fund("merel", "EUR", SLUG)

    def one(n: int) -> Callable[[], None]:
        made = entry(f"{n:064x}/alone", "2026-12-31", ((bank, 5), (fund, -5)))
        return lambda: post([made], postings + n)

    return statistics.median(seconds(one(n)) for n in range(50))


def replayed(statements: int) -> list[Result]:
    """A public record whose statements book two postings for each line: told once, then replayed by a stranger."""
    from entredon.apps.treasury.entries import AccountOpened, BearerNamed
    from entredon.log.door import append

    (steward,) = _world.found(TOLD)
    append(TOLD, BearerNamed(bearer="merel-vzw", name="Merel vzw", form="vzw"), steward)
    append(
        TOLD,
        AccountOpened(account="main", way="bank", currency="EUR", opening=0, day="2026-01-01", details="d" * 64),
        steward,
    )
    telling = seconds(lambda: [told(n, steward) for n in range(statements)])
    postings = 2 * LINES * statements
    mirror = Path(os.environ["ENTREDON_HOME"]).parent / "mirror"
    entredon("mirror", TOLD, f"{mirror}/")
    replay, said = entredon("verify", f"{mirror}/", "--json")
    if json.loads(said)["verdict"] != "sound":
        raise RuntimeError(f"the mirror does not verify: {said}")
    what = f"{statements} statements of {LINES:,} lines"
    return [
        Result(what=f"telling {what}: from their lines to durable entries", figure=postings / telling, unit="/s",
               note="postings"),
        Result(what=f"replay of the public record of {what}: {postings:,} postings", figure=replay, unit="s",
               note="the whole command, signatures and digests included"),
    ]  # fmt: skip


def told(number: int, steward: Any) -> None:
    """One statement: its lines kept as content, and the entry that tells of it."""
    from entredon.apps.treasury import statement_lines
    from entredon.apps.treasury.entries import StatementTaken
    from entredon.apps.treasury.statement_lines import StatementLine
    from entredon.log import content
    from entredon.log.door import append

    day = f"2026-{2 + number:02}-01"
    ids = (hashlib.sha256(f"{number} {n}".encode()).hexdigest() for n in range(LINES))
    written = statement_lines.write(StatementLine(day, id, 1 + n % 999) for n, id in enumerate(ids))
    content.store().put(io.BytesIO(written.raw), written.sha256)
    each = sum(1 + n % 999 for n in range(LINES))
    append(
        TOLD,
        StatementTaken(
            account="main", currency="EUR", start=day, end=day, opening=number * each, closing=(number + 1) * each, count=LINES,
            lines=written.sha256, source="5" * 64,
        ),
        steward,
    )  # fmt: skip

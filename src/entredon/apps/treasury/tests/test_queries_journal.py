"""The journal in the database is the journal in memory: the same entries, sums and digest; and what was tampered with is found."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from entredon.apps.treasury import queries_books, record_booking
from entredon.apps.treasury import queries_journal as queries
from entredon.apps.treasury.models import Booked, Line, Posting
from entredon.apps.treasury.tests.booking import SLUG, booked, unguarded
from entredon.log.registry import Refused
from entredon.log.tables import Tables
from entredon.pure.money.journal import standard
from entredon.pure.money.journal.book import Book
from entredon.pure.money.journal.entries import JournalEntry, entry, reversal
from entredon.pure.money.journal.sums import STEP
from entredon.pure.money.journal.tests.chance import random_world
from entredon.pure.money.journal.tests.making import BANK, FUND, given, key, moved

pytestmark = pytest.mark.django_db


def of_one(entries: list[JournalEntry]) -> list[JournalEntry]:
    return [one for one in entries if one.postings[0].account.bearer == "merel"]


def grown() -> Book:
    """A book whose bank account has two marks."""
    made = Book(given(n, n, f"2026-{1 + n // 28:02}-{1 + n % 28:02}") for n in range(1, 2 * STEP + 10))
    made.take(moved(1_000, (BANK, 5), (FUND, -3), (standard.suspense("merel", "EUR"), -2)))
    made.take(reversal(made.get(key(7)), key(1_001), "2026-12-01"))
    booked(made)
    return made


@pytest.mark.parametrize("seed", range(4))
def test_what_is_booked_is_read_as_it_was_in_memory(seed: int) -> None:
    entries = of_one(random_world(f"database {seed}", 250).said)
    made = Book(entries)
    assert len(made) > 50
    booked(entries)
    assert list(queries.book(SLUG)) == entries
    assert queries.balances(SLUG) == made.balances()
    assert queries.trial(SLUG) == made.trial()
    assert queries.digest(SLUG) == made.digest()
    assert queries.verify(SLUG) == []
    for account in made.accounts():
        assert queries.balance(SLUG, account.path) == made.balance(account)
    assert sum(line.debit - line.credit for line in queries.trial(SLUG)) == 0


def test_booked_one_by_one_it_is_the_same_as_at_once() -> None:
    made = grown()
    for number, one in enumerate(made, 1):
        booked([one], "other", number)
    assert queries.digest("other") == queries.digest(SLUG) == made.digest()
    assert queries.verify("other") == queries.verify(SLUG) == []


def test_an_entry_has_its_own_postings_however_many_and_however_it_is_called() -> None:
    """The key of one begins with that of another and a point, so do the names of their postings."""
    long = moved(1, (BANK, 120), *((FUND, -1) for _ in range(120)))
    longer = entry(f"{long.key}.1", long.day, [(BANK, 7), (FUND, -7)])
    booked([long, longer])
    tables = Tables(SLUG)
    assert list(queries.book(SLUG)) == [long, longer]
    assert [record_booking.booked(tables, one.key) for one in (long, longer)] == [long, longer]
    assert [len(queries_books.postings(SLUG, one.key)) for one in (long, longer)] == [121, 2]
    booked([reversal(long, key(2), long.day)], number=2)
    assert queries.verify(SLUG) == []


def test_where_nothing_is_booked_there_is_nothing() -> None:
    assert list(queries.book(SLUG)) == queries.trial(SLUG) == queries.verify(SLUG) == []
    assert queries.balance(SLUG, BANK.path) == 0
    assert queries.digest(SLUG) == Book().digest()


def test_a_refused_entry_leaves_nothing() -> None:
    made = grown()
    nobody = standard.member("merel", "EUR", "k:" + "ad" * 32)
    with pytest.raises(Refused, match="would fall to"):
        booked([given(2_000, 5), moved(2_001, (nobody, 5), (BANK, -5))])
    assert queries.digest(SLUG) == made.digest()
    assert queries.verify(SLUG) == []


def plans(ask: Callable[[], object]) -> str:
    """How the database finds what is asked for."""
    asked: list[tuple[str, Any]] = []

    def listen(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        asked.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(listen):
        ask()
    found = []
    with connection.cursor() as cursor:
        for sql, params in asked:
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}", params)
            found += [str(row[-1]) for row in cursor.fetchall()]
    return "\n".join(found)


def test_rows_are_looked_up_by_an_index_and_not_read_through() -> None:
    """SQLite would rather read all rows of a commons in the order of their ids."""
    tables = Tables(SLUG)
    looked_up = {
        "treasury_reversed_once (commons=? AND reverses=?)": lambda: tables.find(Booked, reverses=key(1)),
        "sqlite_autoindex_treasury_posting_1 (commons=? AND id=?)": lambda: tables.find(Posting, id=[f"{key(1)}.1"]),
        "sqlite_autoindex_treasury_posting_1 (commons=? AND id>? AND id<?)": lambda: list(queries.book(SLUG)),
        "treasury_posting_account (commons=? AND account=? AND block=?)": lambda: list(
            tables.read(Posting, ("minor",), account=BANK.path, block=2)
        ),
        "COVERING INDEX treasury_posting_account": lambda: tables.sums(
            Posting, "minor", "account", account=[BANK.path], block=2
        ),
        "treasury_line_statement (commons=? AND statement=?)": lambda: tables.find(Line, statement="x"),
    }
    for index, ask in looked_up.items():
        assert index in plans(ask)
    assert "SCAN" not in plans(lambda: queries.balance(SLUG, BANK.path))


TAMPERED = {
    "an amount": "UPDATE treasury_posting SET minor = minor + 1 WHERE id = %s",
    "an account": "UPDATE treasury_posting SET account = 'equity:opening:eur' WHERE id = %s",
    "a posting is lost": "DELETE FROM treasury_posting WHERE id = %s",
    "a name": "UPDATE treasury_posting SET id = 'zz' WHERE id = %s",
    "a place": "UPDATE treasury_posting SET number = number + 1 WHERE id = %s",
    "a block": "UPDATE treasury_posting SET block = block + 1 WHERE id = %s",
    "an entry is lost": "DELETE FROM treasury_booked WHERE id || '.1' = %s",
    "a day": "UPDATE treasury_booked SET day = '2026-01-01' WHERE id || '.1' = %s",
    "the order": "UPDATE treasury_booked SET n = 100000 WHERE id || '.1' = %s",
    "the seal": "UPDATE treasury_booked SET sealed = id WHERE id || '.1' = %s",
    "an allowance": "UPDATE treasury_booked SET override = substr(id, 1, 64) WHERE id || '.1' = %s",
    "a floor": "UPDATE treasury_account SET floor = 100000 WHERE id = 'equity:funds:lamp:eur' AND '' <> %s",
    "a count": "UPDATE treasury_account SET postings = postings + 1 WHERE id = 'equity:funds:lamp:eur' AND '' <> %s",
    "a mark": "UPDATE treasury_mark SET minor = minor + 1 WHERE block = 2 AND '' <> %s",
    "a mark is lost": "DELETE FROM treasury_mark WHERE block = 1 AND '' <> %s",
    "a mark is moved": "UPDATE treasury_mark SET block = 9 WHERE block = 1 AND '' <> %s",
}


@pytest.mark.parametrize("what", TAMPERED)
def test_what_was_tampered_with_is_found(what: str) -> None:
    grown()
    unguarded(TAMPERED[what], f"{key(30)}.1")
    faults = queries.verify(SLUG)
    assert faults
    assert all(str(fault).endswith(".") for fault in faults)

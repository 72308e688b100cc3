"""The database itself, asked past all law: what is booked stays. ``test_triggers_in_postgresql`` tries the same there."""

import pytest
from django.db import DatabaseError, transaction

from entredon.apps.treasury import queries_journal, triggers
from entredon.apps.treasury.tests.booking import SLUG, booked, raw
from entredon.pure.money.journal.entries import reversal
from entredon.pure.money.journal.tests.making import BANK, DOLLARS, FUND, given, key, moved

ONE, TWO, NEW = key(1), key(2), key(9)
BACK = key(3, "back")


def posting(id: str, entry: str, account: str, currency: str, minor: int) -> str:
    return (
        "INSERT INTO treasury_posting (commons, id, entry, account, currency, minor, number, block)"
        f" VALUES ('{SLUG}', '{id}', '{entry}', '{account}', '{currency}', {minor}, 50, 0)"
    )


def sealed(id: str, reverses: str = "", verb: str = "INSERT") -> str:
    return (
        f"{verb} INTO treasury_booked (commons, id, day, reverses, override, linked, rate, sealed, entry, position, n)"
        f" VALUES ('{SLUG}', '{id}', '2026-11-27', '{reverses}', '', '', '', 'x', 'x', 9, 1)"
    )


def parts(*amounts: tuple[str, str, int]) -> str:
    """Postings of an entry that isn't sealed yet."""
    return ";".join(posting(f"{NEW}.{n}", NEW, *one) for n, one in enumerate(amounts))


EURO, DOLLAR = (BANK.path, "EUR"), (DOLLARS.path, "USD")
REFUSED = {
    "another day": (f"UPDATE treasury_booked SET day = '2026-01-01' WHERE id = '{ONE}'", triggers.NEVER),
    "the same day": (f"UPDATE treasury_booked SET day = day WHERE id = '{ONE}'", triggers.NEVER),
    "an entry less": (f"DELETE FROM treasury_booked WHERE id = '{ONE}'", triggers.NEVER),
    "all entries less": ("DELETE FROM treasury_booked", triggers.NEVER),
    "a cent": (f"UPDATE treasury_posting SET minor = minor + 1 WHERE entry = '{ONE}'", triggers.NEVER),
    "another account": (f"UPDATE treasury_posting SET account = 'x' WHERE entry = '{ONE}'", triggers.NEVER),
    "a posting less": (f"DELETE FROM treasury_posting WHERE entry = '{ONE}'", triggers.NEVER),
    "two postings more": (
        posting(f"{ONE}.8", ONE, *EURO, 5) + ";" + posting(f"{ONE}.9", ONE, *EURO, -5), triggers.SEALED
    ),
    "dollars among euros": (posting(f"{NEW}.1", NEW, BANK.path, "USD", 5), triggers.CURRENCY),
    "no such account": (posting(f"{NEW}.1", NEW, "assets:bank:x:eur", "EUR", 5), triggers.CURRENCY),
    "a posting under no name": (posting("a", NEW, *EURO, 5), triggers.NAMED),
    "under the name of another entry": (posting(f"{TWO}.8", NEW, *EURO, 5), triggers.NAMED),
    "under the name of a longer one": (posting(f"{NEW}.1.1", NEW, *EURO, 5), triggers.NAMED),
    "sealed without postings": (sealed(NEW), triggers.UNBALANCED),
    "sealed with one": (parts((*EURO, 5)) + ";" + sealed(NEW), triggers.UNBALANCED),
    "sealed with a cent left": (
        parts((*EURO, 5), (FUND.path, "EUR", -4)) + ";" + sealed(NEW), triggers.UNBALANCED
    ),
    "euros against dollars": (parts((*EURO, 5), (*DOLLAR, -5)) + ";" + sealed(NEW), triggers.UNBALANCED),
    "a floor": (f"UPDATE treasury_account SET floor = NULL WHERE id = '{FUND.path}'", triggers.FIXED),
    "a floor where none was": (f"UPDATE treasury_account SET floor = 0 WHERE id = '{BANK.path}'", triggers.FIXED),
    "a currency": (f"UPDATE treasury_account SET currency = 'USD' WHERE id = '{BANK.path}'", triggers.FIXED),
    "another bearer": (f"UPDATE treasury_account SET bearer = 'heron' WHERE id = '{BANK.path}'", triggers.FIXED),
    "fewer postings": (f"UPDATE treasury_account SET postings = 0 WHERE id = '{BANK.path}'", triggers.FIXED),
    "an account less": (f"DELETE FROM treasury_account WHERE id = '{BANK.path}'", triggers.FIXED),
    "an entry twice": (parts((*EURO, 5), (*EURO, -5)) + ";" + sealed(ONE), ""),
    "taken back twice": (parts((*EURO, 5), (*EURO, -5)) + ";" + sealed(NEW, TWO), ""),
}  # fmt: skip
"""What is tried, and in which words it is refused ("": in whichever)."""

REPLACED = {
    "an entry": sealed(ONE, verb="INSERT OR REPLACE"),
    "a posting": posting(f"{ONE}.1", ONE, *EURO, 5).replace("INSERT", "INSERT OR REPLACE"),
    "a posting of another entry": posting(f"{ONE}.1", NEW, *EURO, 5).replace("INSERT", "INSERT OR REPLACE"),
    "what takes an entry back": parts((*EURO, 5), (FUND.path, "EUR", -5))
    + ";" + sealed(NEW, TWO, verb="INSERT OR REPLACE"),
    "an account": "INSERT OR REPLACE INTO treasury_account (commons, id, bearer, currency, floor, postings)"
    f" VALUES ('{SLUG}', '{FUND.path}', 'merel', 'EUR', NULL, 900)",
}  # fmt: skip
"""SQLite deletes without a word what such a statement replaces."""

ALLOWED = {
    "one more": parts((*EURO, 5), (FUND.path, "EUR", -5)) + ";" + sealed(NEW),
    "two currencies": parts((*EURO, 5), (FUND.path, "EUR", -5), (*DOLLAR, 5), (*DOLLAR, -5)) + ";" + sealed(NEW),
    "counted": f"UPDATE treasury_account SET postings = postings + 1 WHERE id = '{BANK.path}'",
    "a rebuild": f"INSERT INTO log_rebuilding (commons) VALUES ('{SLUG}'); DELETE FROM treasury_booked;"
    "DELETE FROM treasury_posting; DELETE FROM treasury_account",
}


def entries():
    """What is booked before each attempt."""
    back = reversal(given(2, 300), BACK, "2026-11-28")
    return [given(1, 1_000), given(2, 300), moved(4, (DOLLARS, 5), (DOLLARS, -2), (DOLLARS, -3)), back]


@pytest.fixture
def books(db: None) -> str:
    booked(entries())
    return queries_journal.digest(SLUG)


def tried(statements: str) -> None:
    """All of them in one transaction."""
    with transaction.atomic():
        for one in statements.split(";"):
            raw(one)


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_booked_never_changes(books: str, what: str) -> None:
    statements, words = REFUSED[what]
    with pytest.raises(DatabaseError) as caught:
        tried(statements)
    assert words in str(caught.value)
    assert queries_journal.verify(SLUG) == []
    assert queries_journal.digest(SLUG) == books


@pytest.mark.parametrize("what", REPLACED)
def test_nothing_is_replaced_either(books: str, what: str) -> None:
    with pytest.raises(DatabaseError):
        tried(REPLACED[what])
    assert queries_journal.verify(SLUG) == []
    assert queries_journal.digest(SLUG) == books


@pytest.mark.parametrize("what", ALLOWED)
def test_what_is_right_goes_through(books: str, what: str) -> None:
    tried(ALLOWED[what])


def test_triggers_can_be_taken_away_and_made_again(books: str) -> None:
    for one in (*triggers.drop("sqlite"), *triggers.make("sqlite")):
        raw(one)
    with pytest.raises(DatabaseError):
        raw("DELETE FROM treasury_booked")

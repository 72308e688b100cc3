"""hledger and beancount accept the books of a commons as they lie in the database, and notice every changed cent."""

import csv
import io

import pytest

from entredon.apps.treasury import books_out
from entredon.apps.treasury import queries_books as books
from entredon.apps.treasury import queries_journal as journal
from entredon.apps.treasury.tests.books_world import Year
from entredon.pure.money.books.month import NoBooks
from entredon.pure.money.books.tests import programs
from entredon.pure.money.books.tests.making import variants
from entredon.pure.value.currency import DECIMALS
from entredon.testing_cast import Cast, person

MONTHS = ["", "2026-10", "2026-11", "2026-12"]


@pytest.fixture
def year(cast: Cast) -> Year:
    return Year(cast)


def lines(form: str, which: str = "") -> list[str]:
    return list(books_out.lines("merel", form, which))


@programs.needs_hledger
def test_hledger_accepts_every_month_and_all_time(year: Year) -> None:
    for which in MONTHS:
        done = programs.hledger("".join(lines("hledger", which)))
        assert (done.returncode, done.stderr) == (0, ""), which


@programs.needs_beancount
def test_beancount_accepts_every_month_and_all_time(year: Year, tmp_path) -> None:
    assert programs.bean_check([lines("beancount", which) for which in MONTHS], tmp_path) == set()


@programs.needs_hledger
def test_hledger_reckons_the_balances_that_our_pages_show(year: Year) -> None:
    done = programs.hledger(
        "".join(lines("hledger")), "balance", "--flat", "--empty", "-N", "--format", "%(account) %(total)"
    )
    said = dict(line.split(" ", 1) for line in done.stdout.splitlines())
    balances = books.balances("merel")
    assert len(balances) > 12
    for account, minor in balances.items():
        number = said[account.path].split(" ")[0]
        assert round(float(number) * 10 ** DECIMALS[account.currency]) == minor, account.path


@programs.needs_hledger
@pytest.mark.parametrize("count", [12, pytest.param(1_000, marks=pytest.mark.exhaustive)])
def test_hledger_notices_every_changed_cent(year: Year, count: int) -> None:
    for text in map("".join, variants(lines("hledger", "2026-11"), count)):
        assert programs.hledger(text).returncode != 0, text


@programs.needs_beancount
@pytest.mark.parametrize("count", [50, pytest.param(1_000, marks=pytest.mark.exhaustive)])
def test_beancount_notices_every_changed_cent(year: Year, count: int, tmp_path) -> None:
    right = lines("beancount", "2026-11")
    files = [right, *variants(right, count), right]
    assert programs.bean_check(files, tmp_path) == set(range(1, count + 1))


def test_the_table_tells_each_posting_by_the_kind_of_what_was_said(year: Year) -> None:
    rows = list(csv.DictReader(io.StringIO("".join(lines("csv", "2026-11")), newline="")))
    told = {row["description"] for row in rows if row["what"] == "entry"}
    assert "treasury.statement_taken bank" in told
    assert "treasury.allotted 1" in told
    assert any(text.startswith("value.shared shared") for text in told)
    assert any("takes back" in text for text in told)


def test_who_may_not_see_single_people_gets_the_same_sums(year: Year) -> None:
    bob = person(year.bob).replace(":", "-")
    year.expense(1_111)
    whole = "".join(lines("hledger"))
    seen = "".join(books_out.lines("merel", "hledger", "", lambda path: path.startswith("liabilities:members:")))
    assert bob in whole
    assert bob not in seen
    assert "liabilities:members:others:eur" in seen
    if programs.shutil.which("hledger"):
        assert programs.hledger(seen).returncode == 0


def test_the_same_record_gives_the_same_bytes(year: Year) -> None:
    for form in books_out.FORMS:
        assert lines(form) == lines(form)


def test_books_that_cannot_be_written_say_why(cast: Cast) -> None:
    with pytest.raises(NoBooks, match="Nobody bears the money"):
        lines("hledger")
    Year(cast)
    for form, which, why in (
        ("ledger", "", "the forms are"),
        ("csv", "2026-13", "is no month"),
        ("csv", "2020-01", "nothing in"),
    ):
        with pytest.raises(NoBooks, match=why):
            lines(form, which)


def test_the_journal_behind_them_is_sound(year: Year) -> None:
    assert journal.verify("merel") == []

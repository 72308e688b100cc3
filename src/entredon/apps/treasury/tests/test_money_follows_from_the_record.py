"""The books are a function of the public record: replayed anywhere they are the same, and can be made again from it."""

from pathlib import Path

import pytest

from entredon.apps.treasury import queries_journal
from entredon.apps.treasury.entries import CashCounted, CashMoved, Confirmed, Exchanged, Part, Received, TakenBack
from entredon.apps.treasury.tests.money import DAY, Money, opened
from entredon.log import digest, rebuild, verify_here
from entredon.log import tables as buffer
from entredon.testing_cast import Cast


@pytest.fixture
def money(cast: Cast) -> Money:
    """A month of everything: many lines, told, asked for, allotted, taken back, changed, counted."""
    made = Money(cast)
    cast.say(opened("till", way="cash", details=""))
    cast.say(opened("dollars", currency="USD"))
    told = cast.say(Received(version=made.version, minor=50_00, currency="EUR"))
    request = made.request(40_00)
    lines = made.came(*range(1, 301))
    for line in lines[:150:10]:
        made.allot(line, Part(to="pot", minor=made.line(line).minor, kind="gift"))
    _, wrong = made.sale(10_00)
    cast.say(TakenBack(what=wrong))
    (both,) = made.came(90_00)
    made.allot(both, Part(to="told", minor=50_00, ref=told), Part(to="income", minor=40_00, ref=request, kind="sale"))
    (given,), (received,) = made.came(-7_00), made.came(8_00, account="dollars")
    cast.say(Exchanged(given=given, received=received))
    cast.say(CashMoved(account="till", day=DAY, parts=(Part(to="pot", minor=5_00, kind="gift"),)))
    counted = cast.say(CashCounted(account="till", day=DAY, minor=4_90))
    cast.say(Confirmed(what=counted), made.eve)
    return made


@pytest.mark.parametrize("keep", [buffer.KEEP, 20])
def test_a_replay_makes_the_same_books(
    money: Money, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, keep: int
) -> None:
    monkeypatch.setattr(buffer, "KEEP", keep)
    verdict = verify_here.verify(money.cast.slug, tmp_path)
    assert (verdict.verdict, verdict.faults) == ("sound", [])
    assert verdict.digest == digest.tables(money.cast.slug)[0]


def test_the_books_can_be_made_again(money: Money) -> None:
    before = queries_journal.digest(money.cast.slug)
    rebuild.rebuild(money.cast.slug, write=True)
    assert queries_journal.digest(money.cast.slug) == before
    assert money.books()["assets:bank:main:eur"] == 100_000 + sum(range(1, 301)) + 10_00 + 90_00 - 7_00

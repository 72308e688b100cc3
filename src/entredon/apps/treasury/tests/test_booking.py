"""Booking into the database: the same law as in memory, whether a few entries come or thousands."""

import random

import pytest
from django.db import transaction

from entredon.apps.treasury import queries_journal, record_booking, record_journal
from entredon.apps.treasury.models import Account as AccountRow
from entredon.apps.treasury.models import Booked, Mark, Posting
from entredon.apps.treasury.tests.booking import SLUG, booked, said
from entredon.log import tables as buffer
from entredon.log.registry import Refused
from entredon.log.tables import Tables
from entredon.pure.money.journal import standard
from entredon.pure.money.journal.accounts import Account
from entredon.pure.money.journal.book import Book
from entredon.pure.money.journal.entries import JournalEntry, entry, reversal
from entredon.pure.money.journal.exchange import exchange
from entredon.pure.money.journal.sums import STEP

pytestmark = pytest.mark.django_db(transaction=True)

B = "merel-vzw"
BANK, FUND = standard.bank(B, "EUR"), standard.fund(B, "EUR", "merel")
SUSPENSE = standard.suspense(B, "EUR")
DAY = "2026-11-02"


def key(n: int) -> str:
    return f"{n:064x}/bank"


def paid(n: int, minor: int = 100, to: Account = SUSPENSE, day: str = DAY) -> JournalEntry:
    return entry(key(n), day, [(BANK, minor), (to, -minor)])


def balance(account: Account) -> int:
    return record_journal.balance(Tables(SLUG), account)


def refused(*entries: JournalEntry, because: str) -> None:
    """Refused for this reason, and nothing is left of it."""
    before = queries_journal.digest(SLUG)
    with pytest.raises(Refused, match=because):
        booked(entries, number=99)
    assert queries_journal.digest(SLUG) == before


@pytest.mark.parametrize("count", [1, STEP - 1, STEP, STEP + 1, 5 * STEP + 7])
@pytest.mark.parametrize("at_once", [True, False])
def test_a_balance_is_the_sum_across_all_marks(count: int, at_once: bool) -> None:
    entries = [paid(n, 10 + n) for n in range(count)]
    for number, some in enumerate([entries] if at_once else [[one] for one in entries[:200]], 1):
        booked(some, number=number)
    kept = entries if at_once else entries[:200]
    assert balance(BANK) == sum(10 + n for n in range(len(kept))) == -balance(SUSPENSE)
    assert AccountRow.objects.get(id=BANK.path).postings == len(kept)
    assert Mark.objects.filter(account=BANK.path).count() == len(kept) // STEP
    assert queries_journal.verify(SLUG) == []


def test_many_and_few_at_once_make_the_same_journal() -> None:
    chance = random.Random(7)
    members = [standard.member(B, "EUR", f"k:{n:064x}") for n in range(120)]
    entries = [paid(n, chance.randint(1, 900), FUND) for n in range(300)]
    entries += [
        entry(key(1000 + n), DAY, [(BANK, 500), *((one, -100) for one in chance.sample(members, 5))])
        for n in range(300)
    ]
    booked(entries, "one")
    for number in range(0, 600, 7):
        booked(entries[number : number + 7], "other", number)
    with transaction.atomic():
        tables = Tables("third")
        for number, one in enumerate(entries):
            record_journal.post(tables, said(number, "third"), [one])
        tables.flush()
    in_memory = Book(entries).digest()
    assert [queries_journal.digest(slug) for slug in ("one", "other", "third")] == [in_memory] * 3
    assert [queries_journal.verify(slug) for slug in ("one", "other", "third")] == [[], [], []]


def test_one_large_entry_and_a_small_one_after_it_are_booked_in_one_go() -> None:
    accounts = [standard.member(B, "EUR", f"k:{n:064x}") for n in range(record_booking.MANY)]
    large = entry(key(1), DAY, [(BANK, 100 * len(accounts)), *((one, -100) for one in accounts)])
    with transaction.atomic():
        tables = Tables(SLUG)
        record_journal.post(tables, said(1), [large])
        record_journal.post(tables, said(2), [paid(2)])
        tables.flush()
    assert Booked.objects.count() == 2
    assert queries_journal.verify(SLUG) == []


def test_what_the_buffer_let_go_of_is_counted_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(buffer, "KEEP", 3)
    with transaction.atomic():
        tables = Tables(SLUG)
        for n in range(3 * STEP):
            record_journal.post(tables, said(n), [paid(n)])
            if n % 5 == 0:
                tables.flush()
        tables.flush()
    assert queries_journal.verify(SLUG) == []
    numbers = sorted(Posting.objects.filter(account=BANK.path).values_list("number", flat=True))
    assert numbers == list(range(3 * STEP))


def test_a_key_is_used_once() -> None:
    booked([paid(1)])
    refused(paid(1), because="a key is used once")
    refused(paid(2), paid(2, 5), because="a key is used once")
    many = [paid(n) for n in range(2, 2 + record_booking.MANY)]
    refused(*many, paid(1), because="a key is used once")


def test_an_account_stays_above_its_floor_whatever_comes_after() -> None:
    spent = entry(key(2), DAY, [(FUND, 150), (BANK, -150)])
    booked([paid(1, 100, FUND)])
    refused(spent, because="The common fund would fall to -0.50 EUR")
    refused(spent, paid(3, 100, FUND), because="The common fund would fall")
    booked([paid(3, 100, FUND), spent], number=2)
    assert balance(FUND) == -50
    signed = entry(key(4), DAY, [(FUND, 100), (BANK, -100)], override="e" * 64)
    booked([signed], number=3)
    booked([paid(5, 20, FUND)], number=4)
    assert (balance(FUND), queries_journal.verify(SLUG)) == (30, [])


def test_an_entry_is_taken_back_once_also_within_one_batch() -> None:
    booked([paid(1)])
    back = [reversal(paid(1), f"{n:064x}/back-1", DAY) for n in (7, 8)]
    refused(*back, because="taken back already")
    booked(back[:1], number=2)
    refused(back[1], because="taken back already")
    refused(reversal(paid(9), f"{9:064x}/back-1", DAY), because="isn't in the journal")
    booked([paid(10), reversal(paid(10), f"{10:064x}/back-1", DAY)], number=3)
    assert (balance(BANK), queries_journal.verify(SLUG)) == (0, [])


def test_the_halves_of_an_exchange_come_and_go_together() -> None:
    usd = standard.bank(B, "USD")
    booked([paid(1, 1_000)])
    out, back = exchange(f"{2:064x}", DAY, BANK, usd, 1_000, "1.1")
    refused(out, because="booked together")
    refused(back, because="booked together")
    booked([out, back], number=2)
    with transaction.atomic():
        tables = Tables(SLUG)
        with pytest.raises(Refused, match="whole"):
            record_journal.take_back(tables, said(3), [out.key], DAY)
    with transaction.atomic():
        tables = Tables(SLUG)
        record_journal.take_back(tables, said(4), [out.key, back.key], DAY)
        tables.flush()
    assert (balance(usd), balance(BANK), queries_journal.verify(SLUG)) == (0, 1_000, [])


def test_the_money_of_two_bearers_never_meets() -> None:
    other = "sparrow-vzw"
    booked([paid(1)])
    both = entry(key(2), DAY, [(BANK, 100), (standard.suspense(other, "EUR"), -100)])
    refused(both, because="of merel-vzw and of sparrow-vzw never meets")
    theirs = entry(key(3), DAY, [(standard.bank(other, "EUR"), 100), (standard.suspense(other, "EUR"), -100)])
    refused(theirs, because="never meets")
    fresh = standard.member(B, "EUR", "k:" + "1" * 64)
    refused(
        entry(key(4), DAY, [(BANK, 5), (fresh, -5)]),
        entry(key(5), DAY, [(standard.tax(other, "EUR", "vat"), 5), (fresh._replace(bearer=other), -5)]),
        because="never meets",
    )


def test_a_floor_stays_as_it_was() -> None:
    booked([paid(1, 100, FUND)])
    refused(paid(2, 5, FUND._replace(floor=None)), because="known with another floor")
    fresh = standard.member(B, "EUR", "k:" + "1" * 64)
    refused(paid(3, 5, fresh), paid(4, 5, fresh._replace(floor=-10)), because="known with another floor")


@pytest.mark.parametrize("minor", [0, 1 << 53, "5", 1.5])
def test_amounts_that_no_journal_takes(minor: object) -> None:
    refused(entry(key(1), DAY, [(BANK, minor), (SUSPENSE, -100)]), because="amount on")  # type: ignore[list-item]


def test_each_place_in_the_record_is_told() -> None:
    with transaction.atomic():
        tables = Tables(SLUG)
        record_journal.post(tables, said(5), [paid(1), paid(2)])
        record_journal.post(tables, said(5), [paid(3)])
        record_journal.post(tables, said(6), [paid(4)])
        tables.flush()
    assert list(Booked.objects.order_by("position", "n").values_list("position", "n")) == [
        (5, 1),
        (5, 2),
        (5, 3),
        (6, 1),
    ]

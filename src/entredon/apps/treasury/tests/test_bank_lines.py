"""Lines of a bank come in once, in an unbroken chain, and each is told where it belongs."""

import hashlib
import io
import json

import msgspec
import pytest

from entredon.apps.flows import queries as flows
from entredon.apps.library.entries import Created, Released
from entredon.apps.treasury import statement_lines
from entredon.apps.treasury.entries import (
    Allotted,
    ExceptionSigned,
    Exchanged,
    Part,
    Received,
    StatementTaken,
    TakenBack,
)
from entredon.apps.treasury.models import Allotment, Booked, Income, Line, MoneyAccount, Request, Statement
from entredon.apps.treasury.statement_lines import StatementLine
from entredon.apps.treasury.tests.money import DAY, Money, line_id, named, opened
from entredon.apps.value.tests.shared import accepted, adopted, share
from entredon.apps.work.entries import Contributed
from entredon.log import clock, content
from entredon.testing_cast import Cast

ME = "liabilities:members"


@pytest.fixture
def money(cast: Cast) -> Money:
    return Money(cast)


def test_new_lines_wait_in_suspense(money: Money) -> None:
    one, two = money.came(250_00, -30_00)
    row = Statement.objects.get()
    assert (row.opening, row.closing, row.count) == (100_000, 122_000, 2)
    account = MoneyAccount.objects.get()
    assert (account.closing, account.known) == (122_000, DAY)
    assert money.books() == {
        "assets:bank:main:eur": 122_000,
        "equity:opening:eur": 100_000,
        "liabilities:suspense:eur": 22_000,
    }
    assert {money.line(one).minor, money.line(two).minor} == {25_000, -3_000}
    assert sorted(Line.objects.values_list("n", flat=True)) == [1, 2]


def test_a_statement_without_lines_says_that_nothing_moved(money: Money) -> None:
    money.cast.say(money.statement(day="2026-11-30"), at="2026-12-01T10:00:00.000Z")
    assert MoneyAccount.objects.get().known == "2026-11-30"


def test_only_a_steward_tells_a_statement(money: Money) -> None:
    money.cast.refused(money.statement(1), money.cast.bob, because="Only a steward")


@pytest.mark.parametrize(
    ("changes", "because"),
    [
        ({"account": "other"}, "no account “other”"),
        ({"currency": "USD"}, "kept in EUR, not in USD"),
        ({"opening": 99_999, "closing": 100_099}, "bring the one between them first"),
        ({"closing": 100_099}, "lead from 1,000.00 EUR to 1,001.00 EUR, not to 1,000.99 EUR"),
        ({"count": 2}, "There are 1 lines, not 2"),
        ({"start": "2026-11-03"}, "ends before it begins"),
        ({"start": "2026-10-01", "end": "2026-10-31"}, "All is known up to"),
        ({"start": "2026-11-31"}, "no day of the calendar"),
        ({"led": "a" * 64}, "nothing else does"),
        ({"lines": "0" * 64}, "is not here"),
        ({"end": "2026-11-01", "start": "2026-11-01"}, "after the statement's end"),
    ],
)
def test_what_doesnt_fit_is_refused_whole(money: Money, changes: dict[str, object], because: str) -> None:
    fact = money.statement(1_00)
    money.cast.refused(msgspec.structs.replace(fact, **changes), because=because)
    assert not Line.objects.exists()
    money.cast.say(fact)


def raw(text: bytes) -> str:
    return content.store().put(io.BytesIO(text))[0]


def line(**changes: object) -> bytes:
    said = {"day": DAY, "line": "a" * 64, "minor": 100, "of": "", **changes}
    return json.dumps(said, separators=(",", ":")).encode() + b"\n"


@pytest.mark.parametrize(
    ("text", "because"),
    [
        (b"nonsense\n", "Line 1 of this statement isn't written as lines are"),
        (line()[:-1], "in the middle of one"),
        (line(minor=1.5), "isn't written"),
        (line(minor="100"), "isn't written"),
        (line(day="2026-11-31"), "isn't written"),
        (line(line="A" * 64), "isn't written"),
        (line(of="Not a name"), "isn't written"),
        (line(who="Mia"), "isn't written"),
        (line().replace(b":100", b": 100"), "isn't written"),
        (line().replace(b"100", b"1e2"), "isn't written"),
        (line() + b"\n", "Line 2"),
        (line() + line(), "Line 2 is not in its place"),
        (line() + line(day="2026-11-01", line="b" * 64), "Line 2 is not in its place"),
        (line() + line(day="2026-11-02", line="a" * 63 + "0"), "Line 2 is not in its place"),
        (line() + line(day="2026-11-03"), "twice"),
        (line(minor=0) + line(day="2026-11-03", line="b" * 64), "that is no line"),
        (line(day="2026-10-31"), "before the books of this account began"),
        (b"\xff\xfe" + line(), "isn't written"),
        (b"[" * 100_000 + b"\n", "isn't written"),
    ],
)
def test_lines_are_written_in_one_way(money: Money, text: bytes, because: str) -> None:
    count = text.count(b"\n")
    minor = 100 * count if b'"minor":0' not in text else 100
    fact = StatementTaken(
        account="main", currency="EUR", start="2026-11-01", end="2026-11-05", opening=100_000, closing=100_000 + minor,
        count=count, lines=raw(text), source="5" * 64,
    )  # fmt: skip
    money.cast.refused(fact, because=because)


def test_too_much_to_be_a_statement_is_refused_before_it_is_read(money: Money, monkeypatch: pytest.MonkeyPatch) -> None:
    fact = money.statement(1, 2, 3)
    monkeypatch.setattr(statement_lines, "MOST_LINES", 2)
    money.cast.refused(fact, because="at most 2 lines")
    monkeypatch.setattr(statement_lines, "MOST", 100)
    money.cast.refused(fact, because="at most 100 bytes")


def test_a_line_is_told_once_whichever_statement_it_is_in(money: Money) -> None:
    (first,) = money.came(1_00)
    again = [StatementLine(DAY, first, 1_00), StatementLine(DAY, line_id("new"), 2_00)]
    money.cast.refused(money.of_lines(again), because="1 of its lines were told already")
    money.cast.say(money.of_lines(again[1:]))


def test_a_line_of_another_commons_of_the_bearer_is_held_for_it(money: Money) -> None:
    lines = [StatementLine(DAY, line_id("other"), 7_00, "sparrow"), StatementLine(DAY, line_id("here"), 5_00)]
    entry = money.cast.say(money.of_lines(lines))
    assert money.line(line_id("other")).allotted == entry
    assert (money.held("liabilities:carried:sparrow:eur"), money.held("liabilities:suspense:eur")) == (700, 500)
    money.cast.refused(
        Allotted(line=line_id("other"), parts=(Part(to="pot", minor=7_00, kind="gift"),)), because="already"
    )
    us = [StatementLine(DAY, line_id("us"), 7_00, "merel")]
    money.cast.refused(money.of_lines(us), because="names no other commons")


def test_a_carried_commons_has_its_lines_from_the_leading_one(cast: Cast) -> None:
    money = Money.__new__(Money)
    money.cast, money.told = cast, 0
    cast.say(named(lead="example.org/lead"))
    cast.say(opened(way="carried", details=""))
    cast.refused(money.statement(5_00), because="names its entry there")
    cast.refused(money.statement(5_00, led="x"), because="no entry of the leading")
    cast.say(money.statement(5_00, led="a" * 64))
    assert money.books() == {"assets:carried:main:eur": 500, "liabilities:suspense:eur": 500}
    other = [StatementLine(DAY, line_id("other"), 7_00, "sparrow")]
    cast.refused(money.of_lines(other, led="a" * 64), because="hands lines over")


# Where lines belong


def test_a_sale_is_an_income_for_what_was_sold(money: Money) -> None:
    line, entry = money.sale(250_00)
    row = Income.objects.get()
    assert (row.id, row.version, row.creation, row.minor, row.source, row.line, row.what) == (
        entry, money.version, money.car, 25_000, "bank", line, "sale",
    )  # fmt: skip
    assert money.books() == {
        "assets:bank:main:eur": 125_000,
        "equity:opening:eur": 100_000,
        "income:commons:merel:sale:eur": 25_000,
    }
    assert (money.line(line).allotted, money.line(line).times) == (entry, 1)
    (flow,) = flows.flows_of(money.cast.slug, entry)
    assert (flow.action, flow.resource_quantity, flow.resource_unit) == ("transfer", "250", "EUR")


def test_several_incomes_of_one_line_have_ids_of_their_own(money: Money) -> None:
    (line,) = money.came(100_00)
    parts = [Part(to="income", minor=60_00, ref=money.version, kind="sale"), Part(to="pot", minor=10_00, kind="gift"),
             Part(to="income", minor=30_00, ref=money.car, kind="gift")]  # fmt: skip
    entry = money.allot(line, *parts)
    assert set(Income.objects.values_list("id", "minor")) == {(f"{entry}.1", 6_000), (f"{entry}.2", 3_000)}
    assert money.held("equity:funds:merel:eur") == 1_000


def test_a_request_is_paid_in_parts_and_over(money: Money) -> None:
    request = money.request(100_00)
    one, two = money.came(60_00, 70_00)
    for line in (one, two):
        minor = money.line(line).minor
        money.allot(line, Part(to="income", minor=minor, ref=request, kind="sale"))
    assert Request.objects.get().paid == 13_000
    assert set(Income.objects.values_list("request", "version")) == {(request, money.version)}


def test_what_is_asked_for_the_pot_is_for_the_pot(money: Money) -> None:
    request = money.request(version="")
    (line,) = money.came(100_00)
    to_income = Part(to="income", minor=100_00, ref=request, kind="sale")
    money.cast.refused(Allotted(line=line, parts=(to_income,)), because="meant for the common pot")
    money.allot(line, Part(to="pot", minor=100_00, ref=request, kind="gift"))
    assert (Request.objects.get().paid, money.held("equity:funds:merel:eur")) == (10_000, 10_000)


def test_a_payment_in_another_currency_than_asked_names_what_it_is_for(money: Money) -> None:
    request = money.request()
    money.cast.say(opened("dollars", currency="USD"))
    (line,) = money.came(100_00, account="dollars")
    part = Part(to="income", minor=100_00, ref=request, kind="sale")
    money.cast.refused(Allotted(line=line, parts=(part,)), because="this is in USD")
    money.allot(line, Part(to="income", minor=100_00, ref=money.version, kind="sale"))


def test_what_was_told_before_the_bank_did_shows_itself(money: Money) -> None:
    income = money.cast.say(Received(version=money.version, minor=100_00, currency="EUR"))
    one, two = money.came(70_00, 40_00)
    money.allot(one, Part(to="told", minor=70_00, ref=income))
    too_much = Allotted(line=two, parts=(Part(to="told", minor=40_00, ref=income),))
    money.cast.refused(too_much, because="30.00 EUR are still to be seen")
    money.allot(two, Part(to="told", minor=30_00, ref=income), Part(to="back", minor=10_00, kind="refund"))
    assert Income.objects.get(id=income).seen == 10_000
    assert money.held("assets:receivable:told:eur") == 0
    assert money.held(f"liabilities:payables:back-{two[:16]}:eur") == 1_000


def test_costs_are_paid_from_the_fund_or_by_the_association(money: Money) -> None:
    money.pot(50_00)
    rent, cost, back = money.came(-30_00, -5_00, 2_00)
    money.allot(rent, Part(to="cost", minor=-30_00, kind="rent"))
    own = money.came(20_00)[0]
    money.allot(own, Part(to="own", minor=20_00, kind="membership"))
    money.allot(cost, Part(to="cost", minor=-5_00, kind="bank", ref="association"))
    money.allot(back, Part(to="cost", minor=2_00, kind="rent"))
    assert money.held("equity:funds:merel:eur") == 2_200
    assert money.held("equity:association:eur") == 1_500
    assert money.held("expenses:commons:merel:rent:eur") == 2_800
    assert money.held("income:commons:merel:from-fund:eur") == 2_800
    assert money.held("liabilities:suspense:eur") == 0


def test_taxes_what_is_on_its_way_and_what_is_anothers(money: Money) -> None:
    tax, platform, other = money.came(-21_00, 95_00, 12_00)
    money.allot(tax, Part(to="tax", minor=-21_00, kind="vat"))
    money.allot(platform, Part(to="arriving", minor=95_00, kind="paypal"))
    money.cast.refused(
        Allotted(line=other, parts=(Part(to="carried", minor=12_00, ref="merel"),)), because="another commons"
    )
    money.allot(other, Part(to="carried", minor=12_00, ref="sparrow"))
    assert money.held("liabilities:taxes:vat:eur") == -2_100
    assert money.held("assets:in-transit:paypal:eur") == -9_500
    assert money.held("liabilities:carried:sparrow:eur") == 1_200


@pytest.mark.parametrize(
    ("parts", "because"),
    [
        ((), "at least one part"),
        ((Part(to="pot", minor=9_99, kind="gift"),), "add up to 9.99 EUR, and the line is 10.00 EUR"),
        ((Part(to="pot", minor=12_00, kind="gift"), Part(to="cost", minor=-2_00, kind="bank")), "the same way"),
        ((Part(to="pocket", minor=10_00),), "no place"),
        ((Part(to="pot", minor=10_00),), "of which kind"),
        ((Part(to="pot", minor=10_00, kind="A Gift"),), "of which kind"),
        ((Part(to="pot", minor=10_00, kind="told"),), "the books use by themselves"),
        ((Part(to="pot", minor=10_00, kind="gift", ref="f" * 64),), "no request"),
        ((Part(to="income", minor=10_00, kind="sale"),), "Say for which request"),
        ((Part(to="income", minor=10_00, kind="sale", ref="f" * 64),), "There is no creation"),
        ((Part(to="told", minor=10_00, ref="f" * 64),), "There is no income"),
        ((Part(to="payout", minor=10_00, ref="f" * 64),), "can't be a payout"),
        ((Part(to="returned", minor=10_00, ref="f" * 64),), "There is no payout"),
        ((Part(to="cost", minor=10_00, kind="rent", ref="me"),), "from the common fund, or"),
        ((Part(to="carried", minor=10_00, ref="No name"),), "another commons"),
        ((Part(to="pot", minor=10_00, kind="gift"), Part(to="pot", minor=0, kind="gift")), "between 0.01 EUR"),
    ],
)
def test_where_a_line_cant_belong(money: Money, parts: tuple[Part, ...], because: str) -> None:
    (line,) = money.came(10_00)
    money.cast.refused(Allotted(line=line, parts=parts), because=because)
    assert money.line(line).allotted == ""


def test_what_left_is_no_income(money: Money) -> None:
    (line,) = money.came(-10_00)
    for to in ("income", "pot", "told", "own", "returned"):
        part = Part(to=to, minor=-10_00, kind="sale", ref=money.version)
        money.cast.refused(Allotted(line=line, parts=(part,)), because="What went out is no income")
    money.cast.refused(Allotted(line=line, parts=(Part(to="back", minor=-10_00),)), because="of which line")


def test_only_a_steward_allots_and_only_what_waits(money: Money) -> None:
    line, _ = money.sale(10_00)
    part = Part(to="pot", minor=10_00, kind="gift")
    money.cast.refused(Allotted(line=line, parts=(part,)), money.cast.bob, because="Only a steward")
    money.cast.refused(Allotted(line=line, parts=(part,)), because="has its place already")
    money.cast.refused(Allotted(line="f" * 64, parts=(part,)), because="no line")


def test_more_parts_than_anybody_reads_are_refused(money: Money) -> None:
    (line,) = money.came(501)
    many = tuple(Part(to="pot", minor=1, kind="gift") for _ in range(501))
    money.cast.refused(Allotted(line=line, parts=many), because="At most 500 parts")


# Floors and exceptions


def test_the_fund_pays_no_more_than_it_holds_unless_two_stewards_sign(money: Money) -> None:
    money.pot(10_00)
    one, two = money.came(-30_00, -10_00)
    cost = Part(to="cost", minor=-30_00, kind="rent")
    money.cast.refused(Allotted(line=one, parts=(cost,)), because="The common fund would fall to -20.00 EUR")
    little = money.exception("equity:funds:merel:eur", -19_00)
    money.cast.refused(Allotted(line=one, parts=(cost,), exception=little), because="lets it fall to -19.00 EUR")
    enough = money.exception("equity:funds:merel:eur", -20_00)
    money.allot(one, cost, exception=enough)
    assert money.books()["equity:funds:merel:eur"] == -2_000
    other = Part(to="cost", minor=-10_00, kind="rent", ref="association")
    money.cast.refused(
        Allotted(line=two, parts=(other,), exception=enough),
        because="the exception is for another account: equity:funds",
    )


def test_an_exception_counts_once_it_is_confirmed(money: Money) -> None:
    money.pot(10_00)
    (line,) = money.came(-30_00)
    cost = Part(to="cost", minor=-30_00, kind="rent")
    waits = money.cast.say(ExceptionSigned(account="equity:funds:merel:eur", least=-100_00))
    money.cast.refused(Allotted(line=line, parts=(cost,), exception=waits), because="waits for the word of a second")
    for wrong in (money.bearer, "nonsense"):
        money.cast.refused(Allotted(line=line, parts=(cost,), exception=wrong), because="There is no exception")


# Taking back


def test_an_allotment_is_taken_back_whole_and_the_line_waits_again(money: Money) -> None:
    request = money.request(100_00)
    income = money.cast.say(Received(version=money.version, minor=20_00, currency="EUR"))
    (line,) = money.came(130_00)
    before = money.books()
    parts = [Part(to="income", minor=100_00, ref=request, kind="sale"), Part(to="told", minor=20_00, ref=income),
             Part(to="pot", minor=10_00, kind="gift")]  # fmt: skip
    entry = money.allot(line, *parts)
    money.cast.refused(TakenBack(what=entry), money.cast.bob, because="Only a steward")
    back = money.cast.say(TakenBack(what=entry), texts={"reason": "The wrong request"})
    assert money.books() == before
    assert (money.line(line).allotted, money.line(line).parts) == ("", [])
    assert (Request.objects.get().paid, Income.objects.get(id=income).seen) == (0, 0)
    assert Income.objects.get(id=entry).taken_back == Allotment.objects.get(id=entry).taken_back == back
    told = [flow.resource_quantity for flow in flows.flows_of(money.cast.slug, back)]
    assert told == ["-100"]
    money.cast.refused(TakenBack(what=entry), because="taken back already")
    money.allot(line, Part(to="pot", minor=130_00, kind="gift"))
    assert (money.line(line).times, money.books()["equity:funds:merel:eur"]) == (2, 13_000)
    money.cast.refused(TakenBack(what=money.bearer), because="nothing that")


def test_an_income_that_was_told_of_and_never_came_is_taken_back(money: Money) -> None:
    cast = money.cast
    told = cast.say(Received(version=money.version, minor=20_00, currency="EUR"))
    (line,) = money.came(5_00)
    shown = money.allot(line, Part(to="told", minor=5_00, ref=told))
    cast.refused(TakenBack(what=told), because="have shown 5.00 EUR of this income")
    cast.say(TakenBack(what=shown))
    back = cast.say(TakenBack(what=told), texts={"reason": "The order was called off"})
    assert Income.objects.get(id=told).taken_back == back
    assert money.books() == {
        "assets:bank:main:eur": 100_500,
        "equity:opening:eur": 100_000,
        "liabilities:suspense:eur": 500,
    }
    cast.refused(TakenBack(what=told), because="was taken back, by")
    cast.refused(Allotted(line=line, parts=(Part(to="told", minor=5_00, ref=told),)), because="was taken back")


def test_an_income_told_of_before_the_books_began_is_taken_back_too(cast: Cast) -> None:
    car = cast.say(Created(name="Car"))
    version = cast.say(Released(creation=car, name="1", own=1, inputs=()))
    one, two, three = (cast.say(Received(version=version, minor=minor, currency="EUR")) for minor in (1_00, 2_00, 4_00))
    cast.say(TakenBack(what=one))
    cast.say(named())
    cast.say(TakenBack(what=two))
    money = Money.__new__(Money)
    money.cast = cast
    assert money.books() == {"assets:receivable:told:eur": 400, "income:commons:merel:told:eur": 400}
    assert list(Income.objects.filter(taken_back="").values_list("id", flat=True)) == [three]


def test_what_was_shared_stays(money: Money) -> None:
    cast = money.cast
    adopted(cast)
    cast.say(Contributed(creation=money.car, work="design"), cast.bob)
    version = cast.say(Released(creation=money.car, name="2", own=1, inputs=()))
    accepted(cast, version)
    (line,) = money.came(10_00)
    entry = money.allot(line, Part(to="income", minor=10_00, ref=version, kind="sale"))
    share(cast, entry, clock.stamp())
    assert money.held(f"{ME}:k-{cast.bob.id}:eur") == 1_000
    cast.refused(TakenBack(what=entry), because="was shared by")


def test_what_has_been_spent_is_not_taken_back_without_an_exception(money: Money) -> None:
    _, gift = money.pot(50_00)
    (rent,) = money.came(-45_00)
    money.allot(rent, Part(to="cost", minor=-45_00, kind="rent"))
    money.cast.refused(TakenBack(what=gift), because="would fall to -45.00 EUR")
    signed = money.exception("equity:funds:merel:eur", -45_00)
    money.cast.say(TakenBack(what=gift, exception=signed))
    assert money.books()["equity:funds:merel:eur"] == -4_500


# Exchanges


def test_two_lines_of_two_currencies_are_one_exchange(money: Money) -> None:
    cast = money.cast
    cast.say(opened("dollars", currency="USD"))
    (given,), (received,) = money.came(-100_00), money.came(108_37, account="dollars")
    before = money.books()
    cast.refused(Exchanged(given=received, received=given), because="one line that went out")
    cast.refused(Exchanged(given=given, received=given), because="one line that went out")
    cast.refused(Exchanged(given=given, received=received), cast.bob, because="Only a steward")
    entry = cast.say(Exchanged(given=given, received=received))
    found = money.books()
    assert "liabilities:suspense:eur" not in found
    assert "liabilities:suspense:usd" not in found
    assert (found["equity:exchange:eur"], found["equity:exchange:usd"]) == (-10_000, 10_837)
    assert [row.rate for row in Booked.objects.filter(entry=entry).order_by("n")] == ["1.0837", ""]
    cast.refused(Exchanged(given=given, received=received), because="has its place already")
    cast.say(TakenBack(what=entry))
    assert money.books() == before
    assert money.line(given).allotted == money.line(received).allotted == ""
    cast.say(Exchanged(given=given, received=received))


def test_two_lines_of_one_currency_are_no_exchange(money: Money) -> None:
    one, two = money.came(-1_00, 1_00)
    money.cast.refused(Exchanged(given=one, received=two), because="in another currency")


def test_the_same_lines_have_the_same_hash_in_whichever_order_they_come() -> None:
    lines = [StatementLine(DAY, line_id(n), n + 1, "sparrow" if n % 2 else "") for n in range(20)]
    one, two = statement_lines.write(lines), statement_lines.write(lines[::-1])
    assert one == two
    assert one.count == 20
    assert one.sha256 == hashlib.sha256(one.raw).hexdigest()
    assert statement_lines.read(io.BytesIO(one.raw)) == sorted(lines, key=lambda one: one[:2])

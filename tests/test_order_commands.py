"""``entredon order``: from a price to what is given back, from one's own machine."""

from datetime import timedelta

import pytest
from market_machine import Machine

from entredon.apps.commons.entries import RoleGiven
from entredon.apps.market.entries import TermsProposed
from entredon.apps.market.entries_orders import Delivered, OrderWithdrawn, PassedOn, Quoted
from entredon.apps.market.models import Asked, Claim, Order, Quote
from entredon.apps.market.tests.stall import terms
from entredon.apps.treasury import bases
from entredon.apps.treasury.entries import BearerNamed
from entredon.log import clock
from entredon.pure.money import references
from entredon.testing_cast import Cast, person


@pytest.fixture
def machine(cast: Cast, capsys: pytest.CaptureFixture[str]) -> Machine:
    return Machine(cast, capsys)


def offered(machine: Machine, *arguments: str) -> str:
    """Something that Mieke offers, whose buyers can't withdraw once it is begun."""
    made = ("offer", "make", "Werf Mieke", "A bench", "480", "EUR", "--on", "Car", "--withdraw", "0")
    return str(machine.json(*made, *arguments)["offer"])


def ordered(machine: Machine, *arguments: str) -> str:
    """An order of somebody who is no member."""
    quote = machine.json("order", "quote", offered(machine), *arguments)["quote"]
    return str(machine.json("order", "accept", quote)["order"])


def test_a_quote_is_what_was_offered_unless_something_else_is_said(machine: Machine) -> None:
    offer = offered(machine)
    told = machine.json("order", "quote", offer[:10], "--quantity", "3")
    assert (told["minor"], told["give_back"]) == (144_000, 21_600)
    row = Quote.objects.get(id=told["quote"])
    assert (row.quantity, row.pay, row.withdraw_days, row.buyer) == (3, "partner", 0, "")
    assert row.until == clock.stamp(clock.now() + timedelta(days=14))[:10]
    changed = machine.json("order", "quote", offer[:10], "--price", "400", "--withdraw", "7", "--replaces", row.id[:12])
    assert (changed["minor"], changed["give_back"]) == (40_000, 6_000)
    row.refresh_from_db()
    assert row.state == "replaced"


def test_from_a_quote_to_what_is_given_back(machine: Machine) -> None:
    order = ordered(machine)
    for step, state in (("begin", "begun"), ("deliver", "delivered"), ("receive", "received")):
        assert machine.json("order", step, order[:10])["state"] == state
    assert machine.json("order", "paid", order[:10])["paid"] == 48_000
    told = machine.json("order", "complete", order[:10])
    assert (told["state"], told["give_back"], told["on"][0]["version"]) == ("completed", 7_200, machine.stall.version)
    [claim] = Claim.objects.filter(order=order)
    assert (claim.minor, claim.partner, claim.asked) == (7_200, machine.partner, "")
    out, _err = machine.run("order", "show", order[:10])
    for text in ("480.00 EUR", "Werf Mieke", "completed", "72.00 EUR", "Delivered"):
        assert text in out, text
    orders = machine.json("partner", "show", "Werf Mieke")["orders"]
    assert orders == [{"currency": "EUR", "count": 1, "sold": 48_000, "give_back": 7_200, "open": 7_200}]


def test_whoever_pays_gets_the_reference_that_follows_from_the_order(machine: Machine) -> None:
    quote = machine.json("order", "quote", offered(machine))["quote"]
    out, _err = machine.run("order", "accept", quote[:10])
    row = Order.objects.get(quote=quote)
    base = bases.of_request(row.id)
    assert references.rf(base).text in out.replace(" ", "")
    told = machine.json("order", "show", row.id[:10])
    assert (told["rf"], told["ogm"]) == (references.rf(base).text, references.ogm(base).text)
    assert [step["what"] for step in told["steps"]] == ["ordered"]


def test_a_member_says_herself_that_she_orders_receives_and_complains(machine: Machine) -> None:
    stall = machine.stall
    offer = stall.offer(day=clock.stamp()[:10])
    fact = Quoted(
        offer=offer, quantity=1, minor=48_000, margin=0, currency="EUR", until=clock.stamp()[:10], pay="partner",
        withdraw_days=14, buyer=machine.me,
    )  # fmt: skip
    quote = machine.cast.say(fact, stall.eve)
    order = machine.json("order", "accept", quote[:10])["order"]
    machine.cast.say(Delivered(order=order), stall.eve)
    machine.json("order", "receive", order[:10])
    assert machine.json("order", "complain", order[:10], "--reason", "It squeaks.")["complaint"]
    machine.refused("order", "complete", order[:10], says="still to be paid")
    assert machine.json("order", "settle", order[:10])["complaint"] == ""
    assert "is given back" in machine.run("order", "show", order[:10])[0]
    assert machine.json("order", "withdraw", order[:10], "--reason", "Too small.")["state"] == "withdrawn"
    assert "is given back" not in machine.run("order", "show", order[:10])[0]
    machine.refused("order", "receive", order[:10], says="withdrawn")


def test_an_order_is_handed_over_and_taken_over(machine: Machine) -> None:
    order = ordered(machine)
    assert machine.json("order", "pass-on", order[:10], "De Winkel")["next"] == machine.stall.shop
    other = machine.stall.order(machine.stall.offer(withdraw_days=0), buyer="")
    machine.cast.say(PassedOn(order=other, partner=machine.partner), machine.stall.eve)
    assert machine.json("order", "take-over", other[:10])["partner"] == machine.partner


def test_a_quote_is_taken_back(machine: Machine) -> None:
    quote = machine.json("order", "quote", offered(machine))["quote"]
    machine.json("order", "decline", quote[:10])
    machine.refused("order", "accept", quote[:10], says="declined or taken back")


def test_orders_are_listed_by_how_far_they_are_and_whose(machine: Machine) -> None:
    first = ordered(machine)
    second = ordered(machine)
    machine.cast.say(OrderWithdrawn(order=first), machine.key)

    def listed(*arguments: str) -> list[str]:
        return [one["order"] for one in machine.json("order", "list", *arguments)["orders"]]

    assert listed() == [second, first]
    assert listed("--state", "withdrawn") == [first]
    assert listed("--partner", "Werf Mieke", "--state", "accepted") == [second]
    assert listed("--offer", Order.objects.get(id=first).offer[:10]) == [first]
    assert listed("--partner", "De Winkel") == []
    assert "no such orders" in machine.run("order", "list", "--state", "completed")[0]


# What is given back


def test_a_partner_is_asked_for_a_month_and_what_she_was_asked_for_is_not_asked_again(
    machine: Machine, settings: pytest.MonkeyPatch
) -> None:
    machine.cast.say(BearerNamed(bearer="merel-vzw", name="Merel vzw", form="vzw"))
    order = ordered(machine)
    for step in ("deliver", "paid", "complete"):
        machine.json("order", step, order[:10])
    month = clock.stamp()[:7]
    machine.refused("order", "give-back", "Werf Mieke", month, "EUR", says="isn't over yet")
    settings.ENTREDON_TEST_CLOCK = (clock.now() + timedelta(days=32)).isoformat()  # type: ignore[attr-defined]
    told = machine.json("order", "give-back", "Werf Mieke", month, "EUR")
    row = Asked.objects.get(id=told["entry"])
    assert (row.minor, row.count, row.month, told["minor"]) == (7_200, 1, month, 7_200)
    assert row.due == clock.stamp(clock.now() + timedelta(days=14))[:10]
    assert told["rf"] == references.rf(bases.of_request(row.id)).text
    machine.refused("order", "give-back", "Werf Mieke", month, "EUR", says="Nothing of")


# What is refused


def test_what_is_wrong_with_a_quote_is_said_and_nothing_recorded(machine: Machine) -> None:
    offer = offered(machine)
    for arguments, says in (
        (("--price", "0"), "moves nothing"),
        (("--price", "-5"), "less than nothing"),
        (("--price", "10000000000.00"), "A price lies between"),
        (("--buyer", "Mieke Machine"), "Nobody sells something to herself"),
        (("--buyer", "Nobody at all"), "Nobody at all"),
        (("--until", "tomorrow"), "until"),
        (("--until", "2001-01-01"), "over already"),
        (("--margin", "50"), "asks for no part"),
        (("--pay", "me"), "Either the partner is paid"),
        (("--pay", "bearer"), "Nobody bears the money"),
        (("--replaces", "ffffffff"), "no quote ffffffff"),
    ):
        machine.refused("order", "quote", offer[:10], *arguments, says=says)
    machine.refused("order", "quote", "ffffffff", says="no offer ffffffff")
    machine.refused("order", "accept", "ffffffff", says="no quote ffffffff")
    machine.refused("order", "show", "ffffffff", says="no order ffffffff")
    machine.refused("order", "list", "--state", "lost", says="one of these")


def test_steps_out_of_turn_and_of_others_are_refused(machine: Machine) -> None:
    order = ordered(machine)
    machine.refused("order", "receive", order[:10], says="delivered")
    machine.refused("order", "complete", order[:10], says="isn’t delivered")
    machine.refused("order", "paid", order[:10], "--day", "2031-01-01", says="hasn’t come yet")
    machine.refused("order", "take-over", order[:10], says="Nobody is asked")
    machine.refused("order", "pass-on", order[:10], "Werf Mieke", says="sells it already")
    machine.json("order", "begin", order[:10])
    machine.refused("order", "begin", order[:10], says="begun or delivered already")
    other = machine.stall.order(buyer=person(machine.stall.bob))
    machine.refused("order", "deliver", other[:10], says="Only who sells this")
    machine.cast.say(RoleGiven(person=machine.me, role="steward"))
    machine.refused("order", "settle", order[:10], says="no complaint")


def test_the_margin_is_said_where_the_agreement_asks_for_a_part_of_it(machine: Machine) -> None:
    from entredon.apps.market.entries import Give, PartnerAccepted

    asked = terms(Give(way="margin", ppm=500_000))
    agreement = machine.cast.say(TermsProposed(partner=machine.partner, terms=asked), machine.key)
    machine.cast.say(PartnerAccepted(agreement=agreement))
    offer = offered(machine, "--margin", "100")
    assert machine.json("order", "quote", offer[:10], "--quantity", "2")["give_back"] == 10_000
    assert machine.json("order", "quote", offer[:10], "--margin", "60")["give_back"] == 3_000

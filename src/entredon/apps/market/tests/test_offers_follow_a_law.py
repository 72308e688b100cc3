"""What partners offer (``market.offered``): on what it stands, at which price, and who sells it."""

from typing import Any

import pytest

from entredon.apps.flows.models import Flow, Proposal, ResourceSpec
from entredon.apps.library.entries import Created
from entredon.apps.market.entries import (
    Give,
    OfferChanged,
    OfferEnded,
    OfferJoined,
    PartnerEnded,
    PartOf,
    StandsOn,
)
from entredon.apps.market.models import OfferOn
from entredon.apps.market.tests.stall import Stall, terms
from entredon.apps.people.entries import Left
from entredon.apps.treasury.entries import BearerNamed
from entredon.testing_cast import Cast, person

pytestmark = pytest.mark.django_db
TITLE = {"title": "A kit"}
BEARER = BearerNamed(bearer="merel-vzw", name="Merel vzw", form="vzw", approvals=2, most=0, cooling_days=3)


@pytest.fixture
def stall(cast: Cast) -> Stall:
    return Stall(cast)


def halves(stall: Stall) -> tuple[PartOf, ...]:
    return PartOf(partner=stall.workshop, ppm=700_000), PartOf(partner=stall.shop, ppm=300_000)


def changed(stall: Stall, id: str, **changes: Any) -> OfferChanged:
    row = stall.offer_row(id)
    said = {"minor": row.minor, "margin": row.margin, "stock": row.stock, "until": row.until, **changes}
    return OfferChanged(offer=id, **said)  # type: ignore[arg-type]


# Made


def test_a_partner_offers_something(stall: Stall) -> None:
    id = stall.offer(vat_ppm=210_000, until="2026-12-31")
    row = stall.offer_row(id)
    assert (row.partner, row.person, row.state) == (stall.workshop, person(stall.eve), "open")
    assert (row.minor, row.vat_ppm, row.stock, row.until, row.on, row.parts) == (
        48_000, 210_000, 10, "2026-12-31", [[stall.version, 1]], []
    )  # fmt: skip
    assert list(OfferOn.objects.filter(what=stall.version).values_list("offer", flat=True)) == [id]
    assert row.texts == {"title": id}


def test_it_is_a_proposal_with_an_intent_each_way(stall: Stall) -> None:
    id = stall.offer(until="2026-12-31")
    proposal = Proposal.objects.get(commons=stall.cast.slug, id=id)
    assert (proposal.purpose, proposal.unit_based, proposal.has_end) == ("offer", True, "2026-12-31T23:59:59.999Z")
    given, wanted = (
        Flow.objects.get(commons=stall.cast.slug, id=one) for one in proposal.publishes + proposal.reciprocal
    )
    assert (given.kind, given.action, given.provider, given.available_quantity) == (
        "intent",
        "transfer",
        stall.workshop,
        "10",
    )
    assert (wanted.kind, wanted.action, wanted.receiver, wanted.resource_quantity, wanted.resource_unit) == (
        "intent", "transfer", stall.workshop, "480", "EUR"
    )  # fmt: skip
    spec = ResourceSpec.objects.get(commons=stall.cast.slug, id=given.resource_conforms_to)
    assert spec.name == "kit"
    assert spec.resource_classified_as[0].endswith(f"/{stall.version}")


def test_what_is_done_for_somebody_is_a_service_and_has_no_stock(stall: Stall) -> None:
    id = stall.offer(what="support", unit="hour", minor=6_000, stock=-1)
    given = Flow.objects.get(commons=stall.cast.slug, id=f"{id}.1")
    assert (given.action, given.resource_unit, given.available_quantity) == ("deliverService", "hour", "")


def test_only_who_speaks_for_a_partner_in_force_offers(stall: Stall) -> None:
    stall.refused(stall.offering(), stall.bob, because="Only who speaks for", texts=TITLE)
    waiting = stall.proposed(stall.bob)
    stall.refused(stall.offering(partner=waiting), stall.bob, because="isn’t accepted yet", texts=TITLE)
    stall.refused(stall.offering(), stall.eve, because="what you offer")
    stall.say(PartnerEnded(partner=stall.workshop), stall.eve)
    stall.offer(day="2026-12-01")
    stall.refused(stall.offering(), stall.eve, day="2026-12-02", because="has ended", texts=TITLE)


@pytest.mark.parametrize(
    ("changes", "because"),
    [
        ({"minor": 0}, "A price lies between"),
        ({"minor": -1}, "A price lies between"),
        ({"minor": 10**12}, "A price lies between"),
        ({"minor": 10**11}, "A price lies between"),
        ({"currency": "EUX"}, "no currency"),
        ({"what": "dreams"}, "one of these"),
        ({"unit": "ton"}, "A price is for one of these"),
        ({"vat_ppm": -1}, "VAT is between"),
        ({"vat_ppm": 1_000_001}, "VAT is between"),
        ({"margin": 1}, "asks for no part of what is left"),
        ({"stock": -2}, "There are between"),
        ({"stock": 1_000_001}, "There are between"),
        ({"days": -1}, "delivered within"),
        ({"until": "2026-11-01"}, "is over already"),
        ({"until": "2026-02-30"}, "no day of the calendar"),
        ({"until": "2037-01-01"}, "years from now"),
        ({"pay": "nobody"}, "Either the partner is paid"),
        ({"pay": "bearer"}, "Nobody bears the money"),
        ({"withdraw_days": -1}, "can withdraw during"),
        ({"withdraw_days": 366}, "can withdraw during"),
        ({"on": ()}, "on what it stands"),
        ({"on": (StandsOn(what="c" * 64),)}, "no creation"),
    ],
)
def test_an_offer_that_can_not_be_is_refused(stall: Stall, changes: dict[str, Any], because: str) -> None:
    stall.refused(stall.offering(**changes), stall.eve, because=because, texts=TITLE)


def test_the_dearest_and_the_cheapest_are_offered(stall: Stall) -> None:
    stall.offer(minor=1, until="2026-11-02")
    stall.offer(minor=10**11 - 1, stock=-1)
    stall.say(BEARER)
    id = stall.offer(pay="bearer")
    wanted = Flow.objects.get(commons=stall.cast.slug, id=f"{id}.2")
    assert wanted.receiver.endswith("/merel/bearer")


def test_it_stands_on_fifty_things_at_most_each_once_and_with_a_weight(stall: Stall) -> None:
    one = StandsOn(what=stall.version)
    for on in ((one, StandsOn(what=stall.version, weight=2)), (one,) * 51):
        stall.refused(stall.offering(on=on), stall.eve, because="each of them once", texts=TITLE)
    heavy = (StandsOn(what=stall.version, weight=0),)
    stall.refused(stall.offering(on=heavy), stall.eve, because="A weight is between", texts=TITLE)
    stall.offer(on=(one, StandsOn(what=stall.car, weight=3)))


def test_it_stands_on_what_is_released(stall: Stall) -> None:
    boat = stall.say(Created(name="Boat"))
    stall.refused(stall.offering(on=(StandsOn(what=boat),)), stall.eve, because="released yet", texts=TITLE)
    stall.release(boat)
    stall.offer(on=(StandsOn(what=boat),))


def test_it_stands_on_what_the_agreement_is_for(stall: Stall) -> None:
    boat = stall.say(Created(name="Boat"))
    version = stall.release(boat)
    sailor = stall.partner(stall.bob, "Zeil", terms(creations=(boat,)))
    stall.refused(stall.offering(partner=sailor), stall.bob, because="isn’t for “Car”", texts=TITLE)
    stall.offer(stall.bob, partner=sailor, on=(StandsOn(what=version),))


def test_what_is_left_of_a_price_is_said_where_the_agreement_asks_for_it(stall: Stall) -> None:
    maker = stall.partner(stall.bob, "Maker", terms(Give(way="margin", ppm=500_000)))
    wrong = stall.offering(partner=maker, vat_ppm=200_000, margin=40_001)
    stall.refused(wrong, stall.bob, because="the price without VAT", texts=TITLE)
    stall.refused(stall.offering(partner=maker, margin=-1), stall.bob, because="the price without VAT", texts=TITLE)
    stall.offer(stall.bob, partner=maker, vat_ppm=200_000, margin=40_000)


# Joint


def test_a_joint_offer_is_open_once_all_have_joined(stall: Stall) -> None:
    id = stall.offer(parts=halves(stall))
    assert (stall.offer_row(id).state, Proposal.objects.filter(id=id).exists()) == ("waiting", False)
    stall.refused(OfferJoined(offer=id, partner=stall.shop), stall.eve, because="Only who speaks for")
    stall.refused(OfferJoined(offer=id, partner=stall.workshop), stall.eve, because="joined the offer already")
    stall.say(OfferJoined(offer=id, partner=stall.shop), stall.fay)
    row = stall.offer_row(id)
    assert (row.state, row.joined, row.parts) == (
        "open", [stall.workshop, stall.shop], [[stall.workshop, 700_000], [stall.shop, 300_000]]
    )  # fmt: skip
    assert Proposal.objects.filter(id=id).exists()
    stall.refused(OfferJoined(offer=id, partner=stall.shop), stall.fay, because="joined the offer already")


def test_a_joint_offer_names_its_sellers_and_all_of_it(stall: Stall) -> None:
    one, two = halves(stall)
    other = PartOf(partner=stall.shop, ppm=300_001)
    for parts, because in [
        ((PartOf(partner=stall.workshop, ppm=1_000_000),), "between 2 and 20"),
        ((one, PartOf(partner=stall.workshop, ppm=300_000)), "each of them once"),
        ((PartOf(partner=stall.shop, ppm=700_000), PartOf(partner="d" * 64, ppm=300_000)), "who makes it is one"),
        ((one, PartOf(partner="d" * 64, ppm=300_000)), "no partner"),
        ((one, other), "add up to 100 %"),
        ((PartOf(partner=stall.workshop, ppm=1_000_000), PartOf(partner=stall.shop, ppm=0)), "more than nothing"),
    ]:
        stall.refused(stall.offering(parts=parts), stall.eve, because=because, texts=TITLE)
    stall.offer(parts=(two, one))


def test_who_is_not_named_or_not_in_force_does_not_join(stall: Stall) -> None:
    third = stall.partner(stall.bob)
    id = stall.offer(parts=halves(stall))
    stall.refused(OfferJoined(offer=id, partner=third), stall.bob, because="doesn’t name that partner")
    stall.say(PartnerEnded(partner=stall.shop), stall.fay)
    stall.refused(OfferJoined(offer=id, partner=stall.shop), stall.fay, day="2026-12-03", because="has ended")
    stall.say(OfferEnded(offer=id), stall.fay)
    stall.refused(OfferJoined(offer=id, partner=stall.shop), stall.fay, because="was ended")


# Changed and ended


def test_the_numbers_of_an_offer_change(stall: Stall) -> None:
    id = stall.offer()
    stall.refused(changed(stall, id, minor=50_000), stall.fay, because="Only who speaks for")
    stall.refused(changed(stall, id), stall.eve, because="Say what changes")
    stall.say(changed(stall, id, minor=50_000, stock=3, until="2026-12-24"), stall.eve)
    row, proposal = stall.offer_row(id), Proposal.objects.get(commons=stall.cast.slug, id=id)
    assert (row.minor, row.stock, row.until) == (50_000, 3, "2026-12-24")
    flows = {flow.id: flow for flow in Flow.objects.filter(commons=stall.cast.slug, kind="intent")}
    assert flows[f"{id}.1"].available_quantity == "3"
    assert flows[f"{id}.2"].resource_quantity == "500"
    assert proposal.has_end == "2026-12-24T23:59:59.999Z"


@pytest.mark.parametrize(
    ("changes", "because"),
    [
        ({"minor": 0}, "A price lies between"),
        ({"minor": 10**12}, "A price lies between"),
        ({"stock": -2}, "There are between"),
        ({"until": "2026-11-01"}, "is over already"),
        ({"margin": 5}, "asks for no part of what is left"),
    ],
)
def test_an_offer_does_not_change_into_one_that_can_not_be(stall: Stall, changes: dict[str, Any], because: str) -> None:
    stall.refused(changed(stall, stall.offer(), **changes), stall.eve, because=because)


def test_the_price_of_a_joint_offer_stays_and_its_stock_changes(stall: Stall) -> None:
    id = stall.offer(parts=halves(stall))
    stall.refused(changed(stall, id, minor=1), stall.eve, because="stays as all its sellers agreed")
    stall.say(changed(stall, id, stock=1), stall.eve)
    assert stall.offer_row(id).stock == 1


def test_a_partner_that_has_ended_changes_nothing(stall: Stall) -> None:
    id = stall.offer()
    stall.say(PartnerEnded(partner=stall.workshop), stall.eve)
    stall.refused(changed(stall, id, stock=1), stall.eve, day="2026-12-03", because="has ended")


def test_any_seller_takes_an_offer_from_the_list_once(stall: Stall) -> None:
    id = stall.offer(parts=halves(stall))
    stall.say(OfferJoined(offer=id, partner=stall.shop), stall.fay)
    stall.refused(OfferEnded(offer=id), stall.bob, because="Only who sells this")
    stall.say(Left(), stall.fay)
    ended = stall.say(OfferEnded(offer=id), stall.fay)
    row = stall.offer_row(id)
    assert (row.state, row.ended) == ("ended", ended)
    assert all(Flow.objects.get(commons=stall.cast.slug, id=f"{id}.{n}").finished for n in (1, 2))
    stall.refused(OfferEnded(offer=id), stall.eve, because="ended already")
    stall.refused(changed(stall, id, stock=1), stall.eve, because="was ended")

"""Who is a partner, by which agreement, and until when."""

from typing import Any

import msgspec
import pytest

from entredon.apps.commons.entries import RoleGiven
from entredon.apps.flows.models import Agent
from entredon.apps.market.entries import (
    Does,
    Give,
    PartnerAccepted,
    PartnerDeclined,
    PartnerDescribed,
    PartnerEnded,
    PartnerProposed,
    TermsProposed,
)
from entredon.apps.market.models import Agreement
from entredon.apps.market.tests.stall import DOES, Stall, terms
from entredon.apps.people.entries import Left
from entredon.apps.treasury.entries import BearerNamed
from entredon.testing_cast import Cast, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def stall(cast: Cast) -> Stall:
    return Stall(cast)


def agreement(stall: Stall, id: str) -> Agreement:
    return Agreement.objects.get(commons=stall.cast.slug, id=id)


# Proposed


def test_a_member_wants_to_be_a_partner_and_a_steward_accepts_it(stall: Stall) -> None:
    id = stall.proposed(stall.bob, "Bakker Bouwt")
    row = stall.partner_row(id)
    assert (row.person, row.agreement, row.since, row.texts) == (person(stall.bob), "", "", {"name": id})
    assert agreement(stall, id).state == "proposed"
    accepted = stall.say(PartnerAccepted(agreement=id), day="2026-11-03")
    row, made = stall.partner_row(id), agreement(stall, id)
    assert (row.agreement, row.since, row.ends) == (id, "2026-11-03T10:00:00.000Z", "")
    assert (made.state, made.accepted, made.gives) == (
        "accepted", accepted, [{"way": "price", "ppm": 150_000, "minutes": 0}]
    )  # fmt: skip


def test_a_partner_is_an_agent_once_it_is_accepted(stall: Stall) -> None:
    id = stall.proposed(stall.bob, "Bakker Bouwt", does=Does(what="freelancer"))
    agents = Agent.objects.filter(commons=stall.cast.slug, id=id)
    assert not agents.exists()
    stall.say(PartnerAccepted(agreement=id))
    assert [(a.type, a.classified_as, a.primary_location, a.name) for a in agents.all()] == [
        ("Person", ["freelancer"], "", "")
    ]
    stall.say(PartnerDescribed(partner=id, does=DOES), stall.bob)
    assert [(a.type, a.primary_location) for a in agents.all()] == [
        ("Organization", "https://sws.geonames.org/2797656/")
    ]


def test_only_a_member_does_and_she_says_how_it_is_called(stall: Stall) -> None:
    fact = PartnerProposed(terms=terms(), does=DOES)
    stall.refused(fact, stall.cast.charlie, because="key", texts={"name": "Charlie"})
    stall.refused(fact, stall.bob, because="how this partner is called")
    stall.say(fact, stall.bob, texts={"name": "Bakker"})


@pytest.mark.parametrize(
    ("gives", "because"),
    [
        ((Give(way="price", ppm=1_200_000),), "at most 100 %"),
        ((Give(way="price", ppm=700_000), Give(way="margin", ppm=500_000)), "more than 100 % together"),
        ((Give(way="price", ppm=100), Give(way="price", ppm=200)), "each way of giving back once"),
        ((Give(way="price", ppm=0),), "more than nothing"),
        ((Give(way="margin", ppm=-1),), "more than nothing"),
        ((Give(way="price", ppm=5, minutes=5),), "more than nothing"),
        ((Give(way="work"),), "minutes a month"),
        ((Give(way="work", minutes=44_641),), "minutes a month"),
        ((Give(way="work", minutes=60, ppm=1),), "minutes a month"),
        ((Give(way="smiles", ppm=1),), "no way of giving back"),
    ],
)
def test_what_is_given_back_is_something_and_never_more_than_all(stall: Stall, gives: Any, because: str) -> None:
    stall.refused(PartnerProposed(terms=terms(*gives), does=DOES), stall.bob, because=because, texts={"name": "B"})


def test_nothing_at_all_is_no_give_back_and_work_alone_is_one(stall: Stall) -> None:
    nothing = msgspec.structs.replace(terms(), gives=())
    stall.refused(
        PartnerProposed(terms=nothing, does=DOES), stall.bob, because="gives something back", texts={"name": "B"}
    )
    stall.proposed(stall.bob, asked=terms(Give(way="work", minutes=600)))
    stall.proposed(stall.bob, asked=terms(Give(way="price", ppm=1_000_000)))


@pytest.mark.parametrize(
    ("changes", "because"),
    [
        ({"creations": ("a" * 64,)}, "no creation"),
        ({"name_use": "any"}, "in one of these ways"),
        ({"liable": "nobody"}, "who is liable"),
        ({"notice_days": -1}, "notice is between"),
        ({"notice_days": 366}, "notice is between"),
        ({"liable": "bearer"}, "Nobody bears the money"),
    ],
)
def test_the_terms_are_what_can_be_agreed_on(stall: Stall, changes: dict[str, Any], because: str) -> None:
    stall.refused(PartnerProposed(terms=terms(**changes), does=DOES), stall.bob, because=because, texts={"name": "B"})


def test_the_terms_name_creations_once_and_a_bearer_that_is_there(stall: Stall) -> None:
    twice = PartnerProposed(terms=terms(creations=(stall.car, stall.car)), does=DOES)
    stall.refused(twice, stall.bob, because="each of them once", texts={"name": "B"})
    stall.say(BearerNamed(bearer="merel-vzw", name="Merel vzw", form="vzw", approvals=2, most=0, cooling_days=3))
    stall.proposed(stall.bob, asked=terms(creations=(stall.car,), liable="bearer", name_use="partner", notice_days=365))


@pytest.mark.parametrize(
    ("does", "because"),
    [
        (Does(what="bank"), "one of these"),
        (Does(what="label", town=-1), "no town"),
        (Does(what="label", processes=("Laser",)), "small letters"),
        (Does(what="label", machines=("laser cutter",)), "small letters"),
        (Does(what="label", services=("x" * 41,)), "small letters"),
        (Does(what="label", services=("a", "a")), "each of them once"),
        (Does(what="label", languages=("Dutch",)), "code of a language"),
        (Does(what="label", languages=("nl", "nl")), "each of them once"),
    ],
)
def test_what_a_partner_can_do_is_said_in_words_that_can_be_found(stall: Stall, does: Does, because: str) -> None:
    stall.refused(PartnerProposed(terms=terms(), does=does), stall.bob, because=because, texts={"name": "B"})


def test_somebody_speaks_for_twenty_partners_at_most(stall: Stall) -> None:
    ids = [stall.proposed(stall.bob) for _ in range(20)]
    fact = PartnerProposed(terms=terms(), does=DOES)
    stall.refused(fact, stall.bob, because="20 partners already", texts={"name": "B"})
    stall.say(PartnerDeclined(agreement=ids[0]), stall.bob)
    stall.say(fact, stall.bob, texts={"name": "B"})
    stall.refused(TermsProposed(partner=ids[0], terms=terms()), stall.bob, because="20 partners already")


# Accepted


def test_a_steward_accepts_and_nobody_else_and_once(stall: Stall) -> None:
    id = stall.proposed(stall.bob)
    stall.refused(PartnerAccepted(agreement=id), stall.eve, because="Only a steward")
    stall.refused(PartnerAccepted(agreement="b" * 64), because="no agreement")
    stall.say(PartnerAccepted(agreement=id))
    stall.refused(PartnerAccepted(agreement=id), stall.dora, because="accepted already")


def test_another_steward_accepts_what_a_steward_proposed(stall: Stall) -> None:
    id = stall.proposed(stall.ada)
    stall.refused(PartnerAccepted(agreement=id), because="another steward accepts it")
    stall.say(PartnerAccepted(agreement=id), stall.dora)


def test_a_steward_who_is_alone_accepts_her_own(cast: Cast) -> None:
    id = cast.say(PartnerProposed(terms=terms(), does=DOES), texts={"name": "Ada's"})
    cast.say(PartnerAccepted(agreement=id))


def test_who_has_left_is_not_made_a_partner(stall: Stall) -> None:
    id = stall.proposed(stall.bob)
    stall.say(Left(), stall.bob)
    stall.refused(PartnerAccepted(agreement=id), because="no member here any more")


# Another agreement


def test_another_agreement_takes_the_place_of_the_first_once_it_is_accepted(stall: Stall) -> None:
    stall.refused(TermsProposed(partner=stall.workshop, terms=terms()), stall.bob, because="Only who speaks for")
    first = stall.say(TermsProposed(partner=stall.workshop, terms=terms(Give(way="price", ppm=1))), stall.eve)
    second = stall.say(TermsProposed(partner=stall.workshop, terms=terms(Give(way="price", ppm=2))), stall.eve)
    assert stall.partner_row(stall.workshop).agreement == stall.workshop
    stall.refused(PartnerAccepted(agreement=first), because="replaced by a later one")
    stall.say(PartnerAccepted(agreement=second))
    assert stall.partner_row(stall.workshop).agreement == second
    assert [agreement(stall, id).state for id in (stall.workshop, first, second)] == [
        "replaced", "replaced", "accepted"
    ]  # fmt: skip


# Declined


def test_a_steward_declines_with_a_reason_and_who_proposed_takes_back_without(stall: Stall) -> None:
    one, two = stall.proposed(stall.bob), stall.proposed(stall.bob)
    stall.refused(PartnerDeclined(agreement=one), stall.eve, because="Only a steward", texts={"reason": "No"})
    stall.refused(PartnerDeclined(agreement=one), because="Say why")
    stall.say(PartnerDeclined(agreement=one), texts={"reason": "We don't know you yet."})
    stall.say(PartnerDeclined(agreement=two), stall.bob)
    assert agreement(stall, one).texts.keys() == {"reason"}
    assert [agreement(stall, id).state for id in (one, two)] == ["declined", "declined"]
    stall.refused(PartnerDeclined(agreement=two), stall.bob, because="doesn’t wait for an answer")
    stall.refused(PartnerAccepted(agreement=one), because="declined or taken back")
    stall.say(PartnerAccepted(agreement=stall.say(TermsProposed(partner=one, terms=terms()), stall.bob)))


# Ended


def test_a_partner_ends_and_its_notice_runs(stall: Stall) -> None:
    ended = stall.say(PartnerEnded(partner=stall.workshop), stall.eve, day="2026-11-10")
    row = stall.partner_row(stall.workshop)
    assert (row.ends, row.ended) == ("2026-12-10T10:00:00.000Z", ended)
    stall.refused(PartnerEnded(partner=stall.workshop), stall.eve, because="ended already")
    stall.refused(
        TermsProposed(partner=stall.workshop, terms=terms()), stall.eve, because="proposes to be a partner anew"
    )


def test_a_steward_ends_it_with_a_reason_and_what_was_proposed_ends_too(stall: Stall) -> None:
    waiting = stall.say(TermsProposed(partner=stall.workshop, terms=terms()), stall.eve)
    stall.refused(PartnerEnded(partner=stall.workshop), stall.bob, because="Only a steward")
    stall.refused(PartnerEnded(partner=stall.workshop), because="Say why")
    stall.say(PartnerEnded(partner=stall.workshop), texts={"reason": "She sells what isn't ours under our name."})
    assert agreement(stall, waiting).state == "declined"
    stall.refused(PartnerAccepted(agreement=waiting), because="declined or taken back")


def test_what_never_began_is_not_ended_and_who_left_can_still_end(stall: Stall) -> None:
    id = stall.proposed(stall.bob)
    stall.refused(PartnerEnded(partner=id), stall.bob, because="no agreement yet")
    stall.say(Left(), stall.eve)
    stall.say(PartnerEnded(partner=stall.workshop), stall.eve)


# Described


def test_a_partner_tells_anew_what_it_can_do_and_texts_left_out_stay(stall: Stall) -> None:
    fact = PartnerDescribed(partner=stall.workshop, does=Does(what="cooperative", machines=("lathe",)))
    stall.refused(fact, stall.bob, because="Only who speaks for")
    said = stall.say(fact, stall.eve, texts={"about": "We turn and mill."})
    row = stall.partner_row(stall.workshop)
    assert (row.what, row.town, row.processes, row.machines) == ("cooperative", 0, [], ["lathe"])
    assert row.texts == {"name": stall.workshop, "about": said}
    wrong = PartnerDescribed(partner=stall.workshop, does=Does(what="bank"))
    stall.refused(wrong, stall.eve, because="one of these")


def test_a_keeper_is_no_steward(stall: Stall) -> None:
    id = stall.proposed(stall.bob)
    stall.say(RoleGiven(person=person(stall.eve), role="keeper"))
    stall.refused(PartnerAccepted(agreement=id), stall.eve, because="Only a steward")

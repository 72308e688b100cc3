"""Needs: who may ask, take and give back; what is refused; and that a need is done once all its places are."""

from typing import Any

import pytest

from entredon.apps.flows.models import Flow
from entredon.apps.library.entries import Created
from entredon.apps.work.entries import Contributed
from entredon.apps.work.entries_circles import CircleFounded
from entredon.apps.work.entries_needs import (
    GivenBack,
    Gives,
    HelpOffered,
    NeedChanged,
    NeedClosed,
    Needed,
    OfferEnded,
    Taken,
)
from entredon.apps.work.models import Need, Offer, Taking
from entredon.pure.log.keys import SecretKey
from entredon.testing_cast import Cast, key_of, person

TITLE = {"title": "Draw the wiring plan"}
LATER = "2099-12-31"


def ask(cast: Cast, by: SecretKey | None = None, **fields: Any) -> str:
    """Somebody says what is needed: design, unless said otherwise."""
    return cast.say(Needed(work=fields.pop("work", "design"), **fields), by, texts=TITLE)


def need(id: str) -> Need:
    return Need.objects.get(id=id)


@pytest.mark.django_db
def test_a_need_is_remembered_and_is_an_intent(cast: Cast) -> None:
    car = cast.say(Created(name="Car"))
    id = ask(
        cast, cast.bob, creation=car, skills=("drawing", "electricity"), minutes=90, due=LATER, place="Ghent", places=2,
        gives=Gives(points=30, minor=5000, currency="EUR"),
    )  # fmt: skip
    row = need(id)
    assert (row.person, row.state, row.places, row.holders) == (person(cast.bob), "open", 2, 0)
    assert (row.points, row.minor, row.currency, row.texts) == (30, 5000, "EUR", {"title": id})
    flow = Flow.objects.get(id=id)
    assert (flow.kind, flow.action, flow.effort_quantity, flow.effort_unit) == ("intent", "work", "1.5", "hour")
    assert flow.resource_classified_as == ["drawing", "electricity"]
    assert flow.input_of
    assert not flow.finished


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "because"),
    [
        ({"work": "Graphic design"}, "not a kind of work"),
        ({"skills": tuple(f"skill{n}" for n in range(13))}, "at most 12"),
        ({"skills": ("welding", "welding")}, "each of them once"),
        ({"skills": ("Welding",)}, "small letters"),
        ({"skills": ("x" * 41,)}, "1 to 40"),
        ({"minutes": -1}, "between 0"),
        ({"minutes": 10**6 + 1}, "between 0"),
        ({"due": "2026-02-30"}, "not a day"),
        ({"due": "20260230"}, "not a day"),
        ({"due": "tomorrow"}, "not a day"),
        ({"due": "2001-01-01"}, "is over already"),
        ({"due": "9999-12-31"}, "more than 100 years from now"),
        ({"place": "x" * 201}, "place"),
        ({"place": "a\nb"}, "one line"),
        ({"places": 0}, "between 1"),
        ({"places": 101}, "between 1"),
        ({"gives": Gives(points=-1)}, "less than nothing"),
        ({"gives": Gives(minor=-1, currency="EUR")}, "less than nothing"),
        ({"gives": Gives(minor=5, currency="ABC")}, "no currency"),
        ({"gives": Gives(minor=5)}, "no currency"),
        ({"gives": Gives(currency="EUR")}, "how much money"),
        ({"creation": "0" * 64}, "no creation"),
        ({"circle": "0" * 64}, "no circle"),
        ({"part_of": "0" * 64}, "no need"),
        ({"ideas": ("0" * 64,)}, "no idea"),
        ({"ideas": ("0" * 64, "0" * 64)}, "each of them once"),
    ],
)
def test_a_need_that_makes_no_sense_is_refused(cast: Cast, fields: dict[str, Any], because: str) -> None:
    cast.refused(Needed(**{"work": "design", **fields}), because=because, texts=TITLE)


@pytest.mark.django_db
def test_strangers_ask_nothing_and_a_need_has_words(cast: Cast) -> None:
    cast.refused(Needed(work="design"), because="what is needed")
    cast.refused(Needed(work="design"), cast.charlie, because="join first", texts=TITLE)
    id = ask(cast)
    for fact in (Taken(need=id), GivenBack(need=id), NeedClosed(need=id, outcome="done")):
        cast.refused(fact, cast.charlie, because="join first")


@pytest.mark.django_db
def test_a_part_names_an_open_need_told_before_it(cast: Cast) -> None:
    whole = ask(cast)
    part = ask(cast, part_of=whole)
    assert need(part).part_of == whole
    cast.refused(NeedClosed(need=whole, outcome="done"), because="parts of it are open")
    cast.say(NeedClosed(need=part, outcome="dropped"))
    cast.say(NeedClosed(need=whole, outcome="done"))
    cast.refused(Needed(work="design", part_of=whole), because="not open any more", texts=TITLE)


@pytest.mark.django_db
def test_a_circle_can_ask(cast: Cast) -> None:
    from entredon.log.registry import versions

    if not versions(CircleFounded.kind):
        pytest.skip("circles are not there yet")
    circle = cast.say(CircleFounded(name="Chassis"), texts={"text": "What holds everything together"})
    assert need(ask(cast, circle=circle)).circle == circle


@pytest.mark.django_db
def test_a_place_is_taken_given_back_and_taken_again(cast: Cast) -> None:
    id = ask(cast)
    taken = cast.say(Taken(need=id, due=LATER), cast.bob)
    assert Taking.objects.get(id=taken).state == "held"
    promise = Flow.objects.get(id=taken)
    assert (promise.kind, promise.satisfies, promise.due) == ("commitment", id, LATER)
    cast.refused(Taken(need=id), cast.bob, because="taken this already")
    cast.say(GivenBack(need=id), cast.bob, texts={"reason": "My mother fell ill"})
    assert (need(id).holders, Taking.objects.get(id=taken).state) == (0, "given_back")
    assert Flow.objects.get(id=taken).finished
    cast.refused(GivenBack(need=id), cast.bob, because="nothing to give back")
    cast.say(Taken(need=id), cast.bob)
    assert need(id).holders == 1


@pytest.mark.django_db
def test_the_last_place_goes_to_who_was_first(cast: Cast) -> None:
    id = ask(cast)
    cast.say(Taken(need=id), cast.bob)
    cast.refused(Taken(need=id), because="a moment faster")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("due", "because"), [("soon", "not a day"), ("2001-01-01", "is over already"), ("9999-12-31", "more than 100")]
)
def test_until_when_is_a_day_to_come(cast: Cast, due: str, because: str) -> None:
    cast.refused(Taken(need=ask(cast), due=due), because=because)


@pytest.mark.django_db
def test_what_is_closed_is_not_taken_and_can_be_opened_again(cast: Cast) -> None:
    id = ask(cast, cast.bob)
    cast.say(NeedClosed(need=id, outcome="dropped"), cast.bob, texts={"reason": "The shop has them"})
    assert (need(id).state, need(id).closed_by, Flow.objects.get(id=id).finished) == ("dropped", person(cast.bob), True)
    cast.refused(Taken(need=id), because="not open")
    cast.refused(NeedClosed(need=id, outcome="dropped"), because="so already")
    cast.refused(NeedClosed(need=id, outcome="done"), because="open it again")
    cast.say(NeedClosed(need=id, outcome="open"))
    assert (need(id).state, need(id).closed, Flow.objects.get(id=id).finished) == ("open", "", False)


@pytest.mark.django_db
def test_only_who_asked_or_a_steward_changes_and_closes(cast: Cast) -> None:
    cast.join(dora := key_of("Dora Dekker"), "Dora Dekker")
    id = ask(cast, cast.bob)
    cast.refused(NeedChanged(need=id, places=3), dora, because="Only who asked")
    cast.refused(NeedClosed(need=id, outcome="done"), dora, because="Only who asked")
    cast.say(NeedChanged(need=id, places=3, skills=("welding",), minutes=10), cast.bob)
    assert (need(id).places, need(id).skills, need(id).minutes) == (3, ["welding"], 10)
    flow = Flow.objects.get(id=id)
    assert (flow.resource_classified_as, flow.effort_quantity, flow.effort_unit) == (["welding"], "10", "minute")
    cast.say(NeedChanged(need=id, gives=Gives(points=5)), cast.ada)
    cast.refused(NeedChanged(need=id), because="what changes")
    cast.refused(NeedChanged(need=id, work="No word"), because="not a kind")
    cast.refused(NeedChanged(need=id, due="never"), because="not a day")
    for who in (cast.ada, cast.bob):
        cast.say(Taken(need=id), who)
    cast.refused(NeedChanged(need=id, places=1), because="2 places are taken")
    cast.say(NeedClosed(need=id, outcome="done"), cast.bob)
    cast.refused(NeedChanged(need=id, places=4), because="closed")


@pytest.mark.django_db
def test_help_is_offered_and_ended_by_who_offered_or_a_steward(cast: Cast) -> None:
    cast.join(dora := key_of("Dora Dekker"), "Dora Dekker")
    words = {"title": "I can weld", "text": "Steel and aluminium"}
    offered = HelpOffered(skills=("welding",), minutes=240, place="Ghent", until=LATER)
    cast.refused(offered, cast.charlie, because="join first", texts=words)
    cast.refused(offered, cast.bob, because="what you can do")
    cast.refused(HelpOffered(until="2001-01-01"), cast.bob, because="over already", texts=words)
    first, second = (cast.say(offered, cast.bob, texts=words) for _ in range(2))
    cast.refused(OfferEnded(offer=first), dora, because="Only who offered")
    cast.refused(OfferEnded(offer="0" * 64), because="no offer")
    cast.say(OfferEnded(offer=first), cast.bob)
    cast.say(OfferEnded(offer=second))
    cast.refused(OfferEnded(offer=second), because="ended already")
    assert {row.state for row in Offer.objects.all()} == {"ended"}


@pytest.mark.django_db
def test_what_happened_is_not_planned_anew(cast: Cast) -> None:
    from entredon.apps.flows import record
    from entredon.log.registry import Refused
    from entredon.log.tables import Tables

    done = cast.say(Contributed(work="design"), cast.bob)
    with pytest.raises(Refused, match="correct it"):
        record.replan(Tables(cast.slug), done, finished=True)

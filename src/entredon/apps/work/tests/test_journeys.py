"""What became of it: the way of an idea from the first thought to the money, from wherever one looks; entries in, steps out."""

import contextlib
import random

import pytest

from entredon.apps.people.entries import Erased, SideText
from entredon.apps.value import queries as value
from entredon.apps.value.tests.shared import adopted, day
from entredon.apps.work import journeys
from entredon.apps.work.entries import Contested, File
from entredon.apps.work.entries_needs import GivenBack, NeedClosed, Taken
from entredon.apps.work.entries_reviews import Reviewed
from entredon.apps.work.journeys import Journey
from entredon.apps.work.journeys_lines import line
from entredon.apps.work.journeys_sentences import sentence
from entredon.apps.work.tests.road import Road
from entredon.log import content
from entredon.log.asked import NotFound
from entredon.log.models import Log
from entredon.log.registry import Refused
from entredon.pure.value.rule import Rule
from entredon.testing_cast import Cast, person


class Everything:
    """Somebody inside, who sees all names and amounts."""

    def __init__(self, road: Road, closed: tuple[str, ...] = ()) -> None:
        from entredon.apps.people.queries import names

        self.names, self.closed = names(road.cast.slug, True), closed

    def name(self, person: str) -> str:
        return self.names[person].partition(" ")[0]

    def may(self, person: str) -> bool:
        return person not in self.closed


def told(road: Road, id: str, closed: tuple[str, ...] = ()) -> str:
    return sentence(journeys.find(road.cast.slug, id), Everything(road, closed))


def kinds(journey: Journey, *, before: bool = False) -> list[str]:
    return [step.kind for step in journey.steps if step.before == before]


def holds_together(journey: Journey) -> None:
    """Steps are told once, in the order of time, and no way leads back in time or into nothing."""
    when = {step.id: step.when for step in journey.steps}
    place = {step.id: number for number, step in enumerate(journey.steps)}
    assert len(when) == len(journey.steps)
    assert list(when.values()) == sorted(when.values())
    for one, other in journey.edges:
        assert when[one] <= when[other]
        assert place[one] < place[other]
    assert all(step.when >= step.at for step in journey.steps)


def test_an_idea_is_followed_to_every_cent_and_told_in_one_sentence(cast: Cast) -> None:
    road = Road(cast)
    at = road.whole()
    found = journeys.find(cast.slug, at["idea"][:10])
    assert kinds(found) == [
        "proposed", "need", "need", "adopted", "taken", "given", "given", "version", "accepted", "later", "shared", "shared",
    ]  # fmt: skip
    assert [step.minor for step in found.of("shared")] == [7_500, 3_750]
    assert found.authors == (road.who(road.maya),)
    assert told(road, at["idea"]) == (
        "Maya’s idea of 4\N{NO-BREAK SPACE}January 2031 became 2 needs, was built by Jonas and Aïcha, went into Car 2 on "
        "12\N{NO-BREAK SPACE}January 2031, and has brought in €112.50 since, €37.50 of it for Maya."
    )
    holds_together(found)


def test_what_pieces_brought_is_part_of_what_the_share_outs_gave_each_person(cast: Cast) -> None:
    road = Road(cast)
    at = road.whole()
    found = journeys.find(cast.slug, at["idea"])
    for shared in found.reached:
        recorded = value.shareout(cast.slug, shared.id)
        got = {part.person: part.got for part in recorded.out.people}
        hers: dict[str, int] = {}
        for id, minor in shared.pieces.items():
            hers[found.works[id].person] = hers.get(found.works[id].person, 0) + minor
        assert hers[person(road.maya)] == got[person(road.maya)]
        assert hers[person(road.aicha)] == got[person(road.aicha)]
        assert hers[person(road.jonas)] == got[person(road.jonas)] // 2  # he gave something else, too


def test_the_same_way_is_seen_from_the_need_the_promise_the_deed_and_the_version(cast: Cast) -> None:
    road = Road(cast)
    at = road.whole()
    for name in ("hinge", "jonas takes", "hinge built"):
        found = journeys.find(cast.slug, at[name])
        assert "proposed" in kinds(found, before=True)
        assert [step.minor for step in found.of("shared")] == [2_500, 1_250]
        holds_together(found)
    version = journeys.find(cast.slug, at["car"])
    assert kinds(version, before=True) == ["proposed", "need", "need", "taken", "given", "given", "given"]
    assert kinds(version) == ["version", "later", "shared", "shared"]
    assert journeys.find(cast.slug, at["answer"]).start.id == at["idea"]
    assert journeys.find(cast.slug, road.car).of("version")[0].label == "Car 2"
    assert told(road, at["hinge built"]).startswith("Jonas gave this on 9")


def test_every_way_is_in_the_order_of_time_whatever_happened(cast: Cast) -> None:
    road = Road(cast)
    draw = random.Random(5)
    ideas, needs, versions = [road.idea()], [road.need("first")], []
    for n in range(40):
        what = draw.randrange(6)
        if what == 0:
            builds_on = tuple(draw.sample(ideas, min(len(ideas), draw.randrange(3))))
            ideas.append(road.idea(f"idea {n}", draw.choice([road.maya, road.jonas]), builds_on=builds_on))
        elif what == 1:
            needs.append(road.need(f"need {n}", part_of=draw.choice([None, needs[-1]]), ideas=(draw.choice(ideas),)))
        elif what == 2 and (open_ := [i for i in ideas if not journeys.find(cast.slug, i).of("adopted", "merged")]):
            road.answer(open_[0], "adopted", needs=(draw.choice(needs),))
        elif what == 3 and len(ideas) > 2 and not journeys.find(cast.slug, ideas[-1]).of("adopted", "merged"):
            road.answer(ideas[-1], "merged", into=ideas[0])
        elif what == 4:
            road.give(draw.choice([road.jonas, road.aicha]), need=draw.choice(needs))
        else:
            versions.append(road.release(road.car, f"{n}"))
            road.accept(versions[-1])
            with contextlib.suppress(Refused):  # nobody's work may count in it
                road.share(versions[-1], 1_000 + n)
    for id in (*ideas, *needs, *versions):
        found = journeys.find(cast.slug, id)
        holds_together(found)
        assert sentence(found, Everything(road))
        assert all(line(step, Everything(road)) for step in found.steps)


def test_what_was_told_for_a_version_after_its_release_came_into_it_then(cast: Cast) -> None:
    road = Road(cast)
    version = road.release(road.car, "1")
    late = road.give(road.jonas, "What I had forgotten", creation=None, version=version)
    found = journeys.find(cast.slug, late)
    assert kinds(found) == ["given", "version"]
    assert found.steps[1].at < found.steps[0].at
    holds_together(found)


def test_no_is_told_with_its_reason_and_what_waits_is_told_as_waiting(cast: Cast) -> None:
    road = Road(cast)
    no, later, waits, into = (road.idea(f"idea {n}") for n in range(4))
    road.answer(no, "declined", reason="It would need a pump.")
    road.answer(later, "parked", reason="After the summer.")
    joined = road.idea("a twin", road.jonas)
    road.answer(joined, "merged", into=into)
    assert "answered no by Ada on" in told(road, no)
    assert told(road, no).endswith("because: “It would need a pump”.")
    assert "put aside for later by Ada on" in told(road, later)
    assert told(road, waits).endswith("waits for an answer.")
    assert told(road, joined).startswith("Jonas’s idea of")
    assert told(road, joined).endswith("Maya’s idea of 7\N{NO-BREAK SPACE}January 2031 waits for an answer.")
    need = road.need("A lamp")
    assert told(road, need).endswith("waits for hands.")
    taking = road.say(Taken(need=need), road.jonas)
    assert told(road, need).endswith("is being made by Jonas.")
    assert told(road, taking).endswith("and is at it.")
    road.say(GivenBack(need=need), road.jonas)
    assert told(road, taking).endswith("and gave it back for others to take.")
    road.say(NeedClosed(need=need, outcome="dropped"), reason="The moon is enough.")
    assert told(road, need).endswith("because: “The moon is enough”.")


def test_reviews_and_disagreement_stand_on_the_way(cast: Cast) -> None:
    road = Road(cast)
    adopted(cast, Rule("flow", pools={"other": 1_000_000}, contest_days=9), at=day(road.today + 1))
    given = road.give(road.jonas, "A lamp")
    until = Log.objects.get(slug=cast.slug).size
    assert told(road, given).endswith("it waits for somebody to look at it.")
    road.say(Reviewed(flow=given, verdict="more", until=until), reason="Which bulb?")
    assert told(road, given).endswith("January 2031: “Which bulb?”.")
    road.say(Reviewed(flow=given, verdict="accept", until=until))
    assert told(road, given).endswith("it was accepted, and waits for the next version of Car.")
    road.say(Contested(flows=(given,)), road.maya, reason="It is dark.")
    assert "somebody disagrees since" in told(road, given)
    found = journeys.find(cast.slug, given)
    assert kinds(found) == ["given", "reviewed", "reviewed", "contested"]
    assert [step.text for step in found.steps] == ["A lamp", "Which bulb?", "", "It is dark."]
    holds_together(found)


def test_what_was_erased_is_told_as_erased(cast: Cast) -> None:
    road = Road(cast)
    at = road.whole()
    road.say(Erased(side=(SideText(entry=at["idea"], name="title"),)), road.maya)
    road.say(Erased(side=(SideText(entry=at["hinge built"], name="note"),)), road.jonas)
    found = journeys.find(cast.slug, at["idea"])
    lines = [line(step, Everything(road)) for step in found.steps]
    assert lines[0] == "Maya brought an idea, in a text that was erased"
    assert "Jonas gave design, with words that were erased" in lines
    assert "became 2 needs" in told(road, at["idea"])


def test_amounts_that_may_not_be_seen_are_neither_told_nor_added(cast: Cast) -> None:
    road = Road(cast)
    at = road.whole()
    assert "€75.00" in told(road, at["idea"], closed=(person(road.jonas),))
    assert told(road, at["idea"], closed=tuple(map(person, (road.maya, road.jonas, road.aicha)))).endswith(
        "January 2031."
    )


def test_a_file_leads_to_the_contribution_it_belongs_to(cast: Cast) -> None:
    import io

    road = Road(cast)
    sha256, _size = content.store().put(io.BytesIO(b"a drawing"))[:2]
    given = road.give(road.jonas, "A drawing", files=(File(sha256=sha256, bytes=len(b"a drawing"), type="text/plain"),))
    assert journeys.find(cast.slug, sha256).start.id == given
    assert journeys.find(cast.slug, sha256[:12]).start.id == given


def test_what_is_no_name_or_not_here_is_said_in_a_sentence(cast: Cast) -> None:
    road = Road(cast)
    road.idea()
    for asked, because in (
        ("xyz", "is not a name"),
        ("abc", "is not a name"),
        ("f" * 12, "There is nothing"),
        ("", "not a name"),
    ):
        with pytest.raises(NotFound) as caught:
            journeys.find(cast.slug, asked)
        assert because in str(caught.value)

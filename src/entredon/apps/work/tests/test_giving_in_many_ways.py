"""Contributions under the fourth rulebook: hours of a day, files, material and equipment, needs, circles; what is refused."""

import hashlib
import io
from collections.abc import Callable
from typing import Any

import pytest

from entredon.apps.flows.models import Flow
from entredon.apps.flows.queries import work_events
from entredon.apps.library.entries import Created, Released
from entredon.apps.work.entries import AddedTo, Contributed, File
from entredon.apps.work.entries_circles import CircleFounded
from entredon.apps.work.entries_needs import Gives, NeedClosed, Needed, Taken
from entredon.apps.work.models import Contribution, Day, Need
from entredon.log import content, named
from entredon.testing_cast import Cast, person

TITLE = {"title": "A hinge that holds"}


def gave(**fields: Any) -> Contributed:
    return Contributed(work=fields.pop("work", "design"), **fields)


def kept(raw: bytes = b"drawing", **changes: Any) -> File:
    """A file that is in the content store."""
    content.store().put(io.BytesIO(raw))
    said = {"sha256": hashlib.sha256(raw).hexdigest(), "bytes": len(raw), "type": "application/pdf", **changes}
    return File(**said)


def test_what_was_told_stands_beside_its_flow(cast: Cast) -> None:
    circle = cast.say(CircleFounded(name="Doors"))
    file = kept()
    fact = gave(circle=circle, hours="1.50", on="2026-01-05", files=(file,), commits=("1a2b3c4",))
    cast.refused(fact, cast.charlie, because="join first")
    id = cast.say(fact, cast.bob, texts={"note": "A lid", "link": "https://example.org/lid", "names": "lid.pdf"})
    row = Contribution.objects.get(id=id)
    assert (row.person, row.circle, row.on, row.minutes) == (person(cast.bob), circle, "2026-01-05", 90)
    assert row.files == [{"entry": id, "sha256": file.sha256, "bytes": 7, "type": "application/pdf"}]
    assert (row.commits, row.texts, row.state, row.changed) == (["1a2b3c4"], [id], "told", row.position)
    flow = Flow.objects.get(id=id)
    assert (flow.action, flow.effort_quantity, flow.effort_unit) == ("work", "1.5", "hour")
    assert flow.measures == {"points": 1, "minutes": 90}
    assert file.sha256 in named.content_in(cast.slug)


@pytest.mark.parametrize(("fields", "because"), [
    ({"hours": "-1"}, "not between 0 and 24"), ({"hours": "0"}, "not between 0 and 24"),
    ({"hours": "25"}, "not between 0 and 24"), ({"hours": "24.01"}, "not between 0 and 24"),
    ({"hours": "1e1"}, "not a quantity"), ({"hours": "0.001"}, "less than a minute"),
    ({"on": "2099-01-01"}, "still to come"), ({"on": "1969-12-31"}, "too long ago"),
    ({"on": "2026-02-30"}, "is not a day"), ({"on": "20260105"}, "is not a day"), ({"on": "2026-W01-1"}, "is not a day"),
    ({"quantity": "2", "unit": "kg"}, "Work has no quantity"),
    ({"action": "use", "quantity": "2"}, "how much and of what unit"),
    ({"action": "use", "unit": "hour"}, "how much and of what unit"),
    ({"action": "transfer", "quantity": "0", "unit": "kg"}, "more than nothing"),
    ({"action": "transfer", "quantity": "-2", "unit": "kg"}, "more than nothing"),
    ({"action": "transfer", "quantity": "2,5", "unit": "kg"}, "not a quantity"),
    ({"action": "transfer", "quantity": "2", "unit": "k" * 21}, "1 to 20 characters"),
    ({"action": "transfer", "quantity": "2", "unit": " kg"}, "without spaces"),
    ({"action": "transfer", "hours": "2"}, "has no hours"),
    ({"commits": ("1a2b3c",)}, "is not a commit"), ({"commits": ("1A2B3C4",)}, "is not a commit"),
    ({"commits": ("1a2b3c4", "1a2b3c4")}, "each of them once"),
    ({"circle": "f" * 64}, "There is no circle"), ({"need": "f" * 64}, "There is no need"),
    ({"done": True}, "Say which need"),
])  # fmt: skip
def test_what_can_not_be_is_refused_with_a_sentence(cast: Cast, fields: dict[str, Any], because: str) -> None:
    cast.refused(gave(**fields), because=because)


def test_files_are_few_named_truly_and_here(cast: Cast) -> None:
    one = kept()
    cast.refused(gave(files=(one, one)), because="there twice")
    cast.refused(gave(files=tuple(kept(bytes([n]) * 3) for n in range(6))), because="At most 5 files")
    cast.refused(gave(files=(kept(bytes=8),)), because="not as large as this says")
    cast.refused(gave(files=(kept(bytes=0),)), because="at least a byte")
    cast.refused(gave(files=(kept(type="PDF"),)), because="media type")
    cast.refused(gave(files=(File(sha256="a" * 64, bytes=1, type="text/plain"),)), because="is not here")
    cast.say(gave(files=(one,)))


def test_a_day_has_24_hours_for_everybody_however_many_contributions(cast: Cast) -> None:
    cast.say(gave(hours="15.5", on="2026-01-05"), cast.bob)
    cast.refused(gave(hours="8.6", on="2026-01-05"), cast.bob, because="told of 24.1 hours on 2026-01-05")
    cast.say(gave(hours="8.5", on="2026-01-05", action="use"), cast.bob)
    cast.say(gave(hours="24", on="2026-01-05"))
    cast.say(gave(hours="1", on="2026-01-06"), cast.bob)
    assert Day.objects.get(id=f"{person(cast.bob)}/2026-01-05").minutes == 24 * 60


def test_hours_without_a_day_are_of_the_day_they_are_told(cast: Cast) -> None:
    cast.say(gave(hours="20"), at="2030-03-03T08:00:00.000Z")
    cast.refused(gave(hours="5"), because="a day has 24", at="2030-03-03T23:00:00.000Z")
    cast.say(gave(hours="5"), at="2030-03-04T01:00:00.000Z")


def test_where_the_day_is_further_than_ours_it_may_be_tomorrow(cast: Cast) -> None:
    cast.say(gave(on="2030-03-04"), at="2030-03-03T23:00:00.000Z")
    cast.refused(gave(on="2030-03-05"), because="still to come", at="2030-03-03T23:00:00.000Z")


def test_material_is_handed_over_and_what_goes_into_a_creation_is_consumed_there(cast: Cast) -> None:
    car = cast.say(Created(name="Car"))
    large = cast.say(gave(work="material", action="transfer", quantity="2.50", unit="kg"), cast.bob)
    flow = Flow.objects.get(id=large)
    assert (flow.action, flow.resource_quantity, flow.resource_unit, flow.input_of) == ("transfer", "2.5", "kg", "")
    assert flow.receiver.startswith("https://")
    into = Flow.objects.get(id=cast.say(gave(work="material", action="transfer", creation=car), cast.bob))
    assert (into.action, bool(into.input_of), into.resource_quantity) == ("consume", True, "")
    used = cast.say(gave(work="equipment", action="use", quantity="3", unit="hour", creation=car), cast.bob)
    assert Flow.objects.get(id=used).action == "use"
    assert {event.id for event in work_events(cast.slug)} == {large, into.id, used}


@pytest.fixture
def ask(cast: Cast) -> Callable[..., str]:
    """Somebody asks for something; returns the need."""
    return lambda **fields: cast.say(Needed(work="design", **fields), texts=TITLE)


def test_a_part_that_is_done_gives_its_points_and_the_rest_none(cast: Cast, ask: Callable[..., str]) -> None:
    need = ask(places=2, gives=Gives(points=5))
    took = cast.say(Taken(need=need), cast.bob)
    first = cast.say(gave(need=need), cast.bob)
    cast.refused(gave(need=need, measures={"points": 9}), cast.bob, because="says itself how many points")
    cast.say(Taken(need=need), cast.ada)
    done = cast.say(gave(need=need, done=True), cast.bob)
    cast.refused(gave(need=need, done=True), cast.bob, because="done already")
    last = cast.say(gave(need=need, done=True), cast.ada)
    points = {event.id: event.measures["points"] for event in work_events(cast.slug)}
    assert points == {first: 0, done: 2, last: 3}
    assert Flow.objects.get(id=done).fulfills == took
    assert (Need.objects.get(id=need).state, Contribution.objects.get(id=done).need) == ("done", need)
    after = cast.say(gave(need=need), cast.bob)
    assert Flow.objects.get(id=after).measures["points"] == 0


def test_whoever_holds_no_place_satisfies_the_need_and_takes_a_place_by_being_done(
    cast: Cast, ask: Callable[..., str]
) -> None:
    need = ask(places=1)
    some = cast.say(gave(need=need), cast.bob)
    assert (Flow.objects.get(id=some).satisfies, Flow.objects.get(id=some).fulfills) == (need, "")
    done = cast.say(gave(need=need, done=True, measures={"points": 4}), cast.bob)
    flow = Flow.objects.get(id=done)
    assert (flow.satisfies, flow.fulfills, flow.measures["points"]) == ("", f"{done}.0", 4)


def test_what_is_done_for_a_need_goes_where_the_need_is(cast: Cast, ask: Callable[..., str]) -> None:
    car, cart = cast.say(Created(name="Car")), cast.say(Created(name="Cart"))
    need = ask(creation=car)
    id = cast.say(gave(need=need), cast.bob)
    assert Flow.objects.get(id=id).input_of == Flow.objects.get(id=need).input_of != ""
    cast.refused(gave(need=need, creation=cart), cast.bob, because="about another creation")
    release = cast.say(Released(creation=car, name="1", own=1, inputs=()))
    cast.say(gave(need=need, version=release), cast.bob)
    cast.say(gave(need=ask(), creation=cart), cast.bob)


def test_a_dropped_need_takes_nothing_more(cast: Cast, ask: Callable[..., str]) -> None:
    need = ask()
    cast.say(NeedClosed(need=need, outcome="dropped"), texts={"reason": "Bought one"})
    cast.refused(gave(need=need), cast.bob, because="was dropped")


def test_who_told_it_adds_words_files_and_commits(cast: Cast) -> None:
    id = cast.say(gave(files=(kept(),), commits=("1a2b3c4",)), cast.bob)
    more = AddedTo(flow=id, files=(kept(b"photo", type="image/webp"),), commits=("5d6e7f8", "1a2b3c4"))
    cast.refused(more, cast.ada, because="Only who told a contribution adds to it")
    cast.refused(AddedTo(flow=id), cast.bob, because="Add words, a link, a file or a commit")
    cast.refused(AddedTo(flow=id, files=(kept(),)), cast.bob, because="there already")
    cast.refused(AddedTo(flow="f" * 64), cast.bob, because="not a contribution that somebody told")
    added = cast.say(more, cast.bob, texts={"note": "A photo too"})
    row = Contribution.objects.get(id=id)
    assert [file["entry"] for file in row.files] == [id, added]
    assert (row.commits, row.texts) == (["1a2b3c4", "5d6e7f8"], [added])
    assert row.changed > row.position


def test_a_contribution_has_a_last_file(cast: Cast) -> None:
    id = cast.say(gave(), cast.bob)
    for turn in range(4):
        cast.say(AddedTo(flow=id, files=tuple(kept(bytes([turn, n])) for n in range(5))), cast.bob)
    cast.refused(AddedTo(flow=id, files=(kept(b"last"),)), cast.bob, because="at most 20 files")

"""The law about tables that are brought in: who may, what a row is, that none comes twice; and that all of it replays."""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from entredon.apps.flows.models import Flow
from entredon.apps.flows.queries import work_events
from entredon.apps.library import queries as library
from entredon.apps.library.entries import Created, Released
from entredon.apps.people.entries import Claimed
from entredon.apps.people.tests.law import replays
from entredon.apps.work.entries import Accepted
from entredon.apps.work.entries_imported import Imported
from entredon.apps.work.entries_needs import Gives, NeedClosed, Needed
from entredon.apps.work.models_imported import ImportedNote
from entredon.log import content, personal
from entredon.log.personal import Who
from entredon.pure.git.rows import Writer
from entredon.pure.tables.rows import Row
from entredon.testing_cast import Cast, person

P = "p:" + "1" * 32


def row(n: int = 1, **more: Any) -> Row:
    return Row(**{"key": f"{n:064x}", "person": P, "kind": "design", "on": "2024-05-03", "minutes": 60, **more})


def table(*rows: Row, **lies: Any) -> Imported:
    """What a table of these rows says; ``lies`` contradict it."""
    writer = Writer()
    raw = b"".join([*(writer.write(one) for one in rows), writer.end()])
    sha256, size = content.store().put(io.BytesIO(raw))
    said = {
        "source": "spreadsheet",
        "sha256": sha256,
        "bytes": size,
        "raw_bytes": writer.raw_bytes,
        "count": writer.count,
    }
    return Imported(**{**said, **lies})


def test_a_steward_brings_in_what_others_did(cast: Cast) -> None:
    cast.refused(table(row()), cast.bob, because="Only a steward")
    cast.say(table(row(), row(2, minutes=10, points=3)))
    assert [(event.person, event.measures) for event in work_events(cast.slug)] == [
        (P, {"minutes": 60, "points": 1}), (P, {"minutes": 10, "points": 3}),
    ]  # fmt: skip
    efforts = Flow.objects.filter(commons=cast.slug, action="work").order_by("id")
    assert list(efforts.values_list("effort_quantity", "effort_unit")) == [("1", "hour"), ("10", "minute")]


def test_nothing_is_taken_twice(cast: Cast) -> None:
    cast.say(table(row(), row(2)))
    cast.refused(table(row(3), row(2)), because="was brought in before")
    cast.refused(table(row(4), row(4)), because="have the same key")
    cast.say(table(row(3)))


def test_a_table_is_what_its_entry_says_of_it(cast: Cast) -> None:
    told = table(row(), row(2))
    for lie, because in (
        ({"count": 3}, "has 2 rows"),
        ({"count": 1}, "more than the 1"),
        ({"raw_bytes": 5}, "unpacks to more"),
    ):
        cast.refused(table(row(), row(2), **lie), because=because)
    cast.refused(table(row(), count=0), because="has 1 to")
    cast.refused(table(row(), sha256="0" * 64), because="is not here")
    cast.say(told)


@pytest.mark.parametrize(("wrong", "because"), [
    ({"person": "k:" + "1" * 64}, "can't be read"), ({"kind": "Design"}, "can't be read"), ({"minutes": -1}, "can't be read"),
    ({"minutes": 1441}, "can't be read"), ({"points": 10**12 + 1}, "can't be read"), ({"on": "2023-02-29"}, "there is no day"),
    ({"on": "2999-01-01"}, "still to come"), ({"creation": "f" * 64}, "no creation"), ({"version": "f" * 64}, "no version"),
    ({"need": "f" * 64}, "no need"), ({"creation": "f" * 64, "version": "f" * 64}, "not for both"),
])  # fmt: skip
def test_a_row_that_cannot_be_is_refused(cast: Cast, wrong: dict[str, Any], because: str) -> None:
    cast.refused(table(row(), row(2, **wrong)), because=because)


def test_nobody_s_day_is_longer_than_a_day(cast: Cast) -> None:
    cast.refused(table(row(minutes=1000), row(2, minutes=441)), because="more than 24 hours on 2024-05-03")
    cast.say(
        table(
            row(minutes=1000), row(2, minutes=440), row(3, minutes=1440, on="2024-05-04"), row(4, on="", minutes=1440)
        )
    )


def test_rows_go_into_what_a_creation_is_becoming_a_version_or_a_need(cast: Cast) -> None:
    car = cast.say(Created(name="Car"))
    first = cast.say(Released(creation=car, name="1", own=1, inputs=()))
    need = cast.say(Needed(creation=car, work="design", gives=Gives()), texts={"title": "A door"})
    cast.say(table(row(creation=car), row(2, version=first), row(3, need=need), row(4)))
    released, opened = (version.process for version in library.versions(cast.slug))
    found = {event.id[-2:]: event.process for event in work_events(cast.slug)}
    assert found == {".1": opened, ".2": released, ".3": opened, ".4": ""}
    assert Flow.objects.get(commons=cast.slug, id__endswith=".3").satisfies == need


def test_a_need_that_says_its_points_gives_none_to_a_table(cast: Cast) -> None:
    need = cast.say(Needed(work="design", gives=Gives(points=5)), texts={"title": "A door"})
    cast.refused(table(row(need=need)), because="says itself how many points")
    cast.say(table(row(need=need, points=0)))
    cast.say(NeedClosed(need=need, outcome="dropped"), texts={"reason": "No door."})
    cast.refused(table(row(2, need=need, points=0)), because="was dropped")


def test_what_came_in_is_accepted_with_its_version_or_by_name(cast: Cast) -> None:
    car = cast.say(Created(name="Car"))
    table_ = cast.say(table(row(creation=car), row(2)))
    first = cast.say(Released(creation=car, name="1", own=1, inputs=()))
    cast.say(Accepted(version=first))
    cast.say(Accepted(flows=(f"{table_}.2",)))


def test_it_replays_to_the_same(cast: Cast, tmp_path: Path) -> None:
    car = cast.say(Created(name="Car"))
    cast.say(table(*(row(n, creation=car, on=f"2024-05-{n % 28 + 1:02}") for n in range(1, 60))))
    replays(cast, tmp_path)


def erased(cast: Cast) -> Iterator[Who]:
    yield Who(people={cast.slug: frozenset({person(cast.bob), P})})


def test_words_about_somebody_go_when_she_has_claimed_them_and_erases(cast: Cast) -> None:
    cast.say(table(row()))
    ImportedNote.objects.create(commons=cast.slug, key=f"{1:064x}", person=P, text="A lid")
    cast.say(Claimed(pseudonyms=(P,)), cast.bob, cosigners=[cast.ada])
    (who,) = erased(cast)
    (held,) = (one for one in personal.tables() if one.label == "work.ImportedNote")
    assert list(held.words(who)) == ["A lid"]
    held.forget(who)
    assert not ImportedNote.objects.exists()

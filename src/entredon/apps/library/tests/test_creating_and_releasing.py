"""Creations begin, become versions, and versions build on versions."""

import pytest

from entredon.apps.flows import queries as flows
from entredon.apps.library import queries
from entredon.apps.library.entries import Created, Input, Released
from entredon.apps.work.entries import Contributed
from entredon.log.asked import NotFound

pytestmark = pytest.mark.django_db


def test_a_steward_begins_a_creation_and_nobody_else(cast):
    cast.refused(Created(name="Car"), cast.bob, because="Only a steward or a keeper")
    cast.refused(Created(name="Car"), cast.charlie, because="join first")
    cast.refused(Created(name="  "), because="1 to 200 characters")
    cast.refused(Created(name="x" * 201), because="1 to 200 characters")
    id = cast.say(Created(name="Car"))
    assert [(c.id, c.name) for c in queries.creations(cast.slug)] == [(id, "Car")]
    assert [(v.name, v.state) for v in queries.versions(cast.slug)] == [("unreleased", "open")]


def test_a_release_takes_over_what_was_contributed_and_a_new_one_opens(cast):
    car = cast.say(Created(name="Car"))
    work = cast.say(Contributed(creation=car, work="design"), cast.bob)
    released = cast.say(Released(creation=car, name="1", own=10, inputs=()))
    later = cast.say(Contributed(creation=car, work="design"), cast.bob)
    one, opened = queries.versions(cast.slug)
    assert (one.id, one.name, one.own, one.released, opened.name) == (released, "1", 10, True, "unreleased")
    assert {e.id: e.process for e in flows.work_events(cast.slug)} == {work: one.process, later: opened.process}


def test_a_release_builds_on_released_versions_only(cast):
    wheel, car = cast.say(Created(name="Wheel")), cast.say(Created(name="Car"))
    first = cast.say(Released(creation=wheel, name="1", own=1, inputs=()))

    def release(*inputs, own=3):
        return Released(creation=car, name="1", own=own, inputs=tuple(Input(version=v, weight=w) for v, w in inputs))

    cast.refused(release((f"{car}.1", 1)), because="not a released version")
    cast.refused(release(("f" * 64, 1)), because="no version")
    cast.refused(release((first, 1), (first, 2)), because="once")
    cast.refused(release((first, -1)), because="from 0 on")
    cast.refused(release((first, 1 << 52)), because="from 0 on")
    cast.refused(release((first, 7)), cast.bob, because="Only a steward or a keeper")
    built = cast.say(release((first, 7)))
    assert queries.lineage(cast.slug) == [(built, first, 7)]


def test_a_release_has_a_name_of_its_own(cast):
    car = cast.say(Created(name="Car"))
    cast.refused(Released(creation=car, name="unreleased", own=1, inputs=()), because="can't be called")
    cast.refused(Released(creation=car, name="", own=1, inputs=()), because="1 to 200")


def test_a_version_is_found_by_name_label_or_the_beginning_of_its_id(cast):
    car, wheel = cast.say(Created(name="Car")), cast.say(Created(name="Wheel"))
    one = cast.say(Released(creation=car, name="v1", own=1, inputs=()))
    two = cast.say(Released(creation=wheel, name="v1", own=1, inputs=()))

    def found(asked):
        return queries.find_version(cast.slug, asked).id

    assert found(one[:12]) == one
    assert found("Wheel v1") == found("wheel V1") == two
    assert found("") == two
    with pytest.raises(NotFound):
        found("v9")


def test_without_a_creation_nothing_is_found(cast):
    with pytest.raises(NotFound, match="Nothing has been made here yet"):
        queries.find_version(cast.slug, "")


def test_what_comes_from_git_is_released_there(tmp_path):
    from entredon.apps.library.tests import imported
    from entredon.log import device, door
    from entredon.log.registry import Refused
    from entredon.testing_git import Shape, make

    imported.found(make(tmp_path / "repository", 1, Shape(commits=5)))
    (creation,) = queries.creations("merel")
    fact = Released(creation=creation.id, name="by hand", own=1, inputs=())
    with pytest.raises(Refused, match="tag the version there"):
        door.append("merel", fact, device.key("merel"))

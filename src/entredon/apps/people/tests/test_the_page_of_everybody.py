"""Who is here? Members first, then who has left, then those known from an import; fast also where there are thousands."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from entredon.apps.people import queries, record
from entredon.apps.people.entries import Left
from entredon.apps.people.tests.doors import text
from entredon.log.registry import Context
from entredon.log.tables import Tables
from entredon.testing_cast import Cast, key_of

PAGE = "/c/merel/people/"


@pytest.fixture
def cast(db: None) -> Cast:
    return Cast.found("merel", draft=False)


def imported(count: int) -> None:
    """People as an import leaves them."""
    tables = Tables("merel")
    entry = Context("merel", 9, "e" * 64, "", "", "", "2026-01-01T00:00:00.000Z", {}, "", "", frozenset())
    for number in range(count):
        record.imported_person(tables, entry, f"p:{number:032x}")
    tables.flush()


def test_members_stand_first_with_place_and_since_when_then_those_of_before_then_the_imported(cast: Cast) -> None:
    cast.join(key_of("dora"), "Dora Dams")
    cast.say(Left(), cast.bob)
    imported(1)
    html = text(cast.client().get(PAGE))
    order = ["Ada Vermeer", "Ghent · since", "Dora Dams", "Were here before", "Bob Bakker", "Known from a git history"]
    found = [html.index(part) for part in order]
    assert found == sorted(found)
    assert "<strong>2</strong> members" in html
    assert "object to being listed" in html


def test_a_visitor_is_shown_the_door_and_a_member_what_she_can_do(cast: Cast) -> None:
    assert "Join Merel" in text(cast.client().get(PAGE))
    html = text(cast.client("bob").get(PAGE))
    assert "Join Merel" not in html
    assert "Invite somebody" in html
    assert "Who am I here?" in html


def test_eighty_members_and_2500_imported_people_cost_a_handful_of_queries(cast: Cast) -> None:
    for number in range(80):
        cast.join(key_of(f"member {number}"), f"Member {number:02}")
    imported(2500)
    browser = cast.client("bob")
    browser.get("/")
    with CaptureQueriesContext(
        connection,
    ) as first:
        html = text(browser.get(PAGE))
    assert 'id="members"' in html
    assert "More of the 82 members" in html
    assert "<strong>2,500</strong>" in html
    assert len(first) <= 42, len(first)
    with CaptureQueriesContext(connection) as further:
        assert 'id="members"' not in text(browser.get(f"{PAGE}?page=7"))
    assert len(further) <= 20, len(further)
    assert "Member 79" in text(browser.get(f"{PAGE}?members=2"))


def test_names_of_2500_people_are_two_or_three_queries(cast: Cast) -> None:
    imported(2500)
    for inside in (False, True):
        with CaptureQueriesContext(connection) as asked:
            assert len(queries.names("merel", inside)) == 2502
        assert len(asked) <= 4


def test_pages_about_members_do_not_read_the_2500_others(cast: Cast) -> None:
    cast.say(Left(), cast.bob)
    imported(2500)
    assert [person.name for person in queries.members("merel")] == ["Ada Vermeer"]
    with CaptureQueriesContext(connection) as asked:
        queries.members("merel")
    assert all("member" in query["sql"] or "k:" in query["sql"] or "sidetext" in query["sql"] for query in asked)

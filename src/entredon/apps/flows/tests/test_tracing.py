"""Trace and track over what is in the tables: right, and with the same few queries however long the way."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from entredon.apps.flows import queries, record
from entredon.apps.flows.tests.book import Book
from entredon.log.asked import NotFound
from entredon.pure.valueflows.walk import Edge


@pytest.fixture
def book(db: None) -> Book:
    return Book()


def pairs(edges: list[Edge]) -> set[tuple[str, str]]:
    return {(edge.source.id, edge.target.id) for edge in edges}


def chain(book: Book, length: int) -> None:
    for n in range(length):
        book.process(f"p{n}")
        book.say("work", provider="Ann", input_of=f"p{n}", resource_conforms_to="code", measures={"points": 1})
        if n:
            book.say("cite", input_of=f"p{n}", resource_inventoried_as=f"v{n - 1}", measures={"weight": 1})
        book.say("produce", output_of=f"p{n}", resource_inventoried_as=f"v{n}")
    book.close()


def test_a_trace_comes_to_everybodys_work_and_a_track_to_everything_built_on_it(book: Book) -> None:
    chain(book, 3)
    found = queries.trace("wood", "v2")
    assert len(found) == 8
    assert [edge.action for edge in found if edge.action == "work"] == ["work"] * 3
    assert pairs(queries.track("wood", "v0")) == {("v0", "p1"), ("p1", "v1"), ("v1", "p2"), ("p2", "v2")}
    first = next(event for event in queries.work_events("wood") if event.process == "p0")
    assert len(queries.track("wood", first.id)) == 6


def test_one_can_start_from_a_process_or_a_flow(book: Book) -> None:
    chain(book, 2)
    assert pairs(queries.trace("wood", "p1")) < pairs(queries.trace("wood", "v1"))
    cite = next(edge.flow for edge in queries.trace("wood", "v1") if edge.action == "cite")
    assert pairs(queries.trace("wood", cite)) == pairs(queries.trace("wood", "v0"))
    assert pairs(queries.track("wood", cite)) == {("p1", "v1")}


def test_a_longer_way_takes_no_more_queries(book: Book) -> None:
    counts = []
    for length in (2, 8, 32):
        other = Book(f"chain{length}")
        chain(other, length)
        with CaptureQueriesContext(
            connection,
        ) as captured:
            queries.trace(other.slug, f"v{length - 1}")
            queries.track(other.slug, "v0")
        counts.append(len(captured))
    assert len(set(counts)) == 1


def test_what_an_import_told_anew_is_left_out(book: Book) -> None:
    chain(book, 2)
    record.supersede(book.tables, "p1")
    book.close()
    assert {event.process for event in queries.work_events("wood")} == {"p0"}
    assert queries.cites("wood") == []
    assert queries.track("wood", "v0") == []


def test_something_unknown_is_named(book: Book) -> None:
    with pytest.raises(NotFound, match="No flow knows nothing"):
        queries.trace("wood", "nothing")
    with pytest.raises(NotFound, match="no contribution nothing"):
        queries.flow("wood", "nothing")
    with pytest.raises(NotFound, match="no resource nothing"):
        queries.resource("wood", "nothing")


def test_the_flows_of_an_entry_and_a_resource_are_shown(book: Book) -> None:
    chain(book, 1)
    entry = next(queries.work_events("wood")).entry
    (shown,) = queries.flows_of("wood", entry)
    assert shown == queries.flow("wood", entry)
    assert (shown.action, shown.provider, shown.measures) == ("work", "Ann", {"points": 1})
    assert queries.resource("wood", "v0").accounting_quantity == "1"


def wished(book: Book) -> dict[str, str]:
    """Somebody wishes a lid; Ann promises it and keeps that, Bob just does it; both work is in a version, on which one builds."""
    book.process("p0")
    wish = book.say("work", kind="intent", input_of="p0", resource_conforms_to="code").id
    promise = book.say("work", kind="commitment", provider="Ann", satisfies=wish, input_of="p0").id
    given_up = book.say("work", kind="commitment", provider="Cleo", satisfies=wish, input_of="p0").id
    kept = book.say("work", provider="Ann", input_of="p0", fulfills=promise, measures={"points": 1}).id
    done = book.say("work", provider="Bob", input_of="p0", satisfies=wish, measures={"points": 1}).id
    book.say("produce", output_of="p0", resource_inventoried_as="v0")
    book.process("p1")
    book.say("cite", input_of="p1", resource_inventoried_as="v0", measures={"weight": 1})
    book.say("produce", output_of="p1", resource_inventoried_as="v1")
    book.close()
    return {"wish": wish, "promise": promise, "given up": given_up, "kept": kept, "done": done}


def test_a_wish_is_followed_through_promises_to_what_was_done_and_made(book: Book) -> None:
    ids = wished(book)
    after = {("p0", "v0"), ("v0", "p1"), ("p1", "v1")}
    kept = {(ids["promise"], ids["kept"]), (ids["kept"], "p0")}
    done = {(ids["wish"], ids["done"]), (ids["done"], "p0")}
    promised = {(ids["wish"], ids["promise"]), (ids["wish"], ids["given up"])}
    assert pairs(queries.track("wood", ids["wish"])) == promised | kept | done | after
    assert pairs(queries.track("wood", ids["promise"])) == kept | after
    assert pairs(queries.track("wood", ids["given up"])) == set()
    assert promised - {(ids["wish"], ids["given up"])} | kept | done <= pairs(queries.trace("wood", "v1"))


def test_what_answers_wishes_is_found_by_its_own_index_in_as_few_questions_for_many(book: Book) -> None:
    ids = wished(book)
    found = queries.answering("wood", [ids["wish"]])
    assert [flow.id for flow in found] == [ids["promise"], ids["given up"], ids["kept"], ids["done"]]
    assert [flow.answers for flow in found] == [ids["wish"], ids["wish"], ids["promise"], ids["wish"]]
    with CaptureQueriesContext(
        connection,
    ) as captured:
        queries.answering("wood", [ids["wish"]])
        queries.answering("wood", [ids["wish"], *(f"{n:064x}" for n in range(500))])
    assert len(captured) == 4
    for asked in captured:
        plan = connection.cursor().execute(f"EXPLAIN QUERY PLAN {asked['sql']}").fetchall()
        assert "flows_satisfies" in str(plan) or "flows_fulfills" in str(plan), plan

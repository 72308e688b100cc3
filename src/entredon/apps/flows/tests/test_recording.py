"""What may be recorded, what it changes, and what is refused with which reason."""

import pytest
from django.db import IntegrityError

from entredon.apps.flows import record
from entredon.apps.flows.models import Flow, Resource
from entredon.apps.flows.tests.book import Book
from entredon.log.registry import Refused
from entredon.pure.valueflows.actions import ACTIONS


@pytest.fixture
def book(db: None) -> Book:
    return Book()


def test_a_car_is_built_from_parts_and_the_stock_follows(book: Book) -> None:
    book.process("make screws")
    book.say("work", provider="Ann", input_of="make screws", effort_quantity="10", effort_unit="hour")
    book.say("produce", output_of="make screws", resource_inventoried_as="screws", resource_quantity="2",
             resource_conforms_to="screw")  # fmt: skip
    for side in ("left", "right"):
        book.process(f"make {side}")
        book.say("consume", input_of=f"make {side}", resource_inventoried_as="screws", resource_quantity="1")
        book.say("produce", output_of=f"make {side}", resource_inventoried_as=f"{side} arm", resource_quantity="1")
    book.process("make car", based_on="welding")
    for side in ("left", "right"):
        book.say("consume", input_of="make car", resource_inventoried_as=f"{side} arm", resource_quantity="1")
    book.say("produce", output_of="make car", resource_inventoried_as="car", resource_quantity="1")
    book.close()
    assert book.amounts("screws") == book.amounts("left arm") == book.amounts("right arm") == ("0", "0")
    assert book.amounts("car") == ("1", "1")
    assert Resource.objects.get(commons="wood", id="car").stage == "welding"
    assert Resource.objects.get(commons="wood", id="screws").conforms_to == "screw"
    assert Flow.objects.filter(commons="wood").count() == 9


def test_quantities_are_exact_and_written_in_one_way(book: Book) -> None:
    book.say("produce", resource_inventoried_as="oil", resource_quantity="0.10", resource_unit="litre")
    row = book.say("produce", resource_inventoried_as="oil", resource_quantity="0.2", resource_unit="litre")
    book.say("raise", resource_inventoried_as="oil", resource_quantity="100000000000000000000", resource_unit="litre")
    assert book.amounts("oil") == ("100000000000000000000.3", "100000000000000000000.3")
    assert row.resource_quantity == "0.2"


def test_what_begins_without_a_quantity_is_one(book: Book) -> None:
    assert book.say("produce", resource_inventoried_as="v1").resource_quantity == "1"
    assert book.amounts("v1") == ("1", "1")


def test_what_is_cited_or_used_need_not_be_kept_here(book: Book) -> None:
    book.say("cite", input_of="p", resource_inventoried_as="elsewhere", measures={"weight": 3})
    book.say("use", input_of="p", resource_inventoried_as="lathe", effort_quantity="2", effort_unit="hour")
    assert book.tables.get(Resource, "elsewhere") is None


def test_a_resource_handed_over_becomes_the_same_kind_of_thing(book: Book) -> None:
    book.say(
        "produce", provider="Ann", resource_inventoried_as="bread", resource_quantity="2", resource_conforms_to="loaf"
    )
    book.say("transfer", provider="Ann", receiver="Bob", resource_inventoried_as="bread",
             to_resource_inventoried_as="lunch", resource_quantity="1")  # fmt: skip
    lunch = book.tables.get(Resource, "lunch")
    assert lunch is not None
    assert (lunch.conforms_to, lunch.primary_accountable) == ("loaf", "Bob")
    assert (book.amounts("bread"), book.amounts("lunch")) == (("1", "1"), ("1", "1"))


INPUTS = {"consume", "use", "work", "cite", "pickup", "accept", "combine", "deliverService"}
OUTPUTS = {"produce", "dropoff", "modify", "separate", "deliverService"}


@pytest.mark.parametrize("action", ACTIONS)
def test_a_flow_goes_into_or_comes_out_of_a_process_as_its_action_says(book: Book, action: str) -> None:
    for field, allowed in (("input_of", INPUTS), ("output_of", OUTPUTS)):
        if action in allowed:
            book.say(action, **{field: "p"})
        else:
            with pytest.raises(Refused, match="process"):
                book.say(action, **{field: "p"})


@pytest.mark.parametrize("action", ACTIONS)
def test_only_work_has_no_quantity_of_a_thing_and_only_work_and_use_have_effort(book: Book, action: str) -> None:
    thing = {"resource_quantity": "1", "resource_unit": "kg"}
    effort = {"effort_quantity": "1", "effort_unit": "hour"}
    if action == "work":
        with pytest.raises(Refused, match="measured by effort"):
            book.say(action, **thing)
    else:
        book.say(action, **thing)
    if action in ("work", "use"):
        book.say(action, **effort)
    else:
        with pytest.raises(Refused, match="not measured by effort"):
            book.say(action, **effort)


def test_a_correction_adds_to_what_it_corrects(book: Book) -> None:
    book.process("p")
    book.say("produce", resource_inventoried_as="plywood", resource_quantity="10")
    eaten = {"input_of": "p", "resource_inventoried_as": "plywood"}
    wrong = book.say("consume", resource_quantity="3", **eaten)
    book.say("consume", resource_quantity="-1", corrects=wrong.id, **eaten)
    assert book.amounts("plywood") == ("8", "8")
    book.say("consume", resource_quantity="-2", corrects=wrong.id, **eaten)
    assert book.amounts("plywood") == ("10", "10")
    with pytest.raises(Refused, match="more than there was"):
        book.say("consume", resource_quantity="-1", corrects=wrong.id, **eaten)


def test_hours_are_corrected_too(book: Book) -> None:
    hours = book.say("work", provider="Ann", input_of="p", effort_quantity="7", effort_unit="hour")
    book.say("work", provider="Ann", input_of="p", effort_quantity="-1", effort_unit="hour", corrects=hours.id)
    with pytest.raises(Refused, match="more than there was"):
        book.say("work", provider="Ann", input_of="p", effort_quantity="-7", effort_unit="hour", corrects=hours.id)


def test_a_correction_keeps_to_what_it_corrects(book: Book) -> None:
    book.say("produce", resource_inventoried_as="plywood", resource_quantity="10")
    wrong = book.say("consume", input_of="p", resource_inventoried_as="plywood", resource_quantity="3")
    said = {"resource_inventoried_as": "plywood", "resource_quantity": "-1"}
    with pytest.raises(Refused, match="names the event it corrects"):
        book.say("consume", corrects="nothing", **said)
    with pytest.raises(Refused, match="keeps the action"):
        book.say("lower", corrects=wrong.id, **said)
    with pytest.raises(Refused, match="keeps the action"):
        book.say("consume", corrects=wrong.id, input_of="q", **said)
    right = book.say("consume", corrects=wrong.id, input_of="p", **said)
    with pytest.raises(Refused, match="not a correction itself"):
        book.say("consume", corrects=right.id, input_of="p", **said)


@pytest.mark.parametrize(("action", "fields", "because"), [
    ("devour", {}, "no action “devour”"),
    ("produce", {"resource_inventoried_as": "a", "resource_quantity": "-1"}, "Only a correction"),
    ("produce", {"resource_inventoried_as": "a", "resource_quantity": "1e400"}, "is not a quantity"),
    ("work", {"measures": {"points": 1.5}}, "not a whole number"),
    ("work", {"measures": {"points": True}}, "not a whole number"),
    ("consume", {"resource_inventoried_as": "nothing", "resource_quantity": "1"}, "There is no resource nothing"),
    ("work", {"kind": "wish"}, "A flow is an intent"),
])  # fmt: skip
def test_what_can_not_be_is_refused_with_a_sentence(book: Book, action: str, fields: dict, because: str) -> None:
    with pytest.raises(Refused, match=because):
        book.say(action, **fields)


def test_kilograms_are_not_taken_from_pieces(book: Book) -> None:
    book.say("produce", resource_inventoried_as="screws", resource_quantity="2")
    with pytest.raises(Refused, match="is counted in"):
        book.say("consume", resource_inventoried_as="screws", resource_quantity="1", resource_unit="kg")


def test_an_intent_changes_no_stock(book: Book) -> None:
    book.say("produce", resource_inventoried_as="bread", resource_quantity="2")
    book.say("consume", kind="intent", receiver="Bob", resource_inventoried_as="bread", resource_quantity="1")
    book.say("transfer", kind="commitment", provider="Ann", receiver="Bob", resource_quantity="1", due="2026-02-01")
    assert book.amounts("bread") == ("2", "2")
    book.close()


# The database itself holds each kind of flow to its shape.


@pytest.mark.parametrize(("kind", "good", "wrong"), [
    ("intent", {"provider": "Ann"}, {"receiver": "Bob"}),
    ("intent", {"provider": "Ann"}, {"fulfills": "c"}),
    ("intent", {"due": "2026-02-01"}, {"corrects": "e"}),
    ("commitment", {"provider": "Ann", "receiver": "Bob", "clause_of": "a"}, {"provider": ""}),
    ("commitment", {"provider": "Ann"}, {"settles": "c"}),
    ("event", {"provider": "Ann", "receiver": "Bob", "fulfills": "c"}, {"due": "2026-02-01"}),
    ("event", {"provider": "Ann"}, {"finished": True}),
    ("event", {"provider": "Ann"}, {"triggered_by": "e"}),
    ("claim", {"provider": "Ann", "triggered_by": "e"}, {"triggered_by": ""}),
    ("claim", {"provider": "Ann", "triggered_by": "e"}, {"resource_inventoried_as": "r"}),
])  # fmt: skip
def test_each_kind_of_flow_has_its_shape(book: Book, kind: str, good: dict, wrong: dict) -> None:
    book.say("transfer", kind=kind, **good)
    book.close()
    book.say("transfer", kind=kind, **{**good, **wrong})
    with pytest.raises(IntegrityError, match=f"flows_{kind}"):
        book.close()


def test_there_is_no_fifth_kind(book: Book) -> None:
    row = book.say("work")
    book.tables.change(row, kind="wish")
    with pytest.raises(IntegrityError, match="flows_kind"):
        book.close()


def test_kinds_and_units_are_told_once(book: Book) -> None:
    assert record.spec(book.tables, book.entry(), "code", "code") is record.spec(book.tables, book.entry(), "code", "x")
    assert record.unit(book.tables, book.entry(), "kg", "kilogram").label == "kilogram"
    book.close()

"""The export, checked by somebody who knows JSON and Valueflows but not our tables."""

import io
import json
from collections import defaultdict
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from entredon.apps.flows import export, record
from entredon.apps.flows.tests.book import Book
from entredon.apps.library.entries import Created, Input, Released
from entredon.apps.work.entries import Contributed
from entredon.cli import export as command
from entredon.cli.common import Trouble
from entredon.testing_cast import Cast

REFERS = {
    "provider", "receiver", "inputOf", "outputOf", "resourceConformsTo", "resourceInventoriedAs", "primaryAccountable",
    "toResourceInventoriedAs", "conformsTo", "containedIn", "corrects", "fulfills", "satisfies", "settles", "triggeredBy",
    "plannedWithin", "clauseOf", "basedOn", "stage", "toLocation", "currentLocation", "publishes", "reciprocal",
    "bundledIn", "inScopeOf", "recipeIncludes", "recipeInputOf", "recipeOutputOf", "primaryOutput", "processConformsTo",
}  # fmt: skip
PLUS = {"produce", "raise"}
MINUS = {"consume", "lower"}


def document(slug: str) -> dict[str, Any]:
    return json.loads("".join(export.lines(slug)))  # type: ignore[no-any-return]


def named(node: dict[str, Any]) -> list[str]:
    """Every id a node refers to, units too."""
    found: list[str] = []
    for key, value in node.items():
        if key in REFERS and not isinstance(value, dict):
            found += value if isinstance(value, list) else [value]
        if isinstance(value, dict) and not value.get("hasUnit", "om:").startswith("om:"):
            found.append(value["hasUnit"])
    return found


@pytest.fixture
def kitchen(cast: Cast) -> Cast:
    """A commons with work by entries, and with goods, promises and a plan by the hand of a rule."""
    car = cast.say(Created(name="Car"))
    cast.say(Contributed(creation=car, work="design", measures={"points": 3}), cast.bob)
    first = cast.say(Released(creation=car, name="1", own=1, inputs=()))
    cast.say(Contributed(creation=car, work="review"), cast.bob)
    cast.say(Released(creation=car, name="2", own=1, inputs=(Input(version=first, weight=2),)))
    book = Book(cast.slug, position=1)
    record.unit(book.tables, book.entry(), "kg", "kilogram", symbol="kg")
    record.spec(book.tables, book.entry(), "flour", "Flour")
    stock = {"resource_inventoried_as": "sack", "resource_unit": "kg"}
    book.say("raise", provider="mill", receiver="mill", resource_quantity="10.5", resource_conforms_to="flour", **stock)
    book.process("bake")
    eaten = book.say("consume", input_of="bake", resource_quantity="0.75", **stock)
    book.say("consume", input_of="bake", resource_quantity="-0.25", corrects=eaten.id, **stock)
    book.say("produce", output_of="bake", resource_inventoried_as="bread", resource_quantity="2")
    book.say(
        "transfer", provider="mill", receiver="shop", to_resource_inventoried_as="shelf", resource_quantity="4", **stock
    )
    book.say("transfer", kind="intent", receiver="shop", due="2026-02-01T00:00:00.000Z", resource_quantity="1")
    book.say("transfer", kind="claim", provider="shop", receiver="mill", triggered_by=eaten.id, resource_quantity="3")
    book.close()
    return cast


def test_it_is_well_formed_and_every_reference_leads_somewhere(kitchen: Cast) -> None:
    found = document(kitchen.slug)
    ids = [node["@id"] for node in found["@graph"]]
    assert len(ids) == len(set(ids))
    assert {id for node in found["@graph"] for id in named(node)} <= set(ids)
    assert len([node for node in found["@graph"] if node.get("stub")]) == 2  # the mill and the shop
    assert found["size"] == 8


def test_quantities_are_what_anybody_adds_up_from_the_events(kitchen: Cast) -> None:
    graph = document(kitchen.slug)["@graph"]
    total: dict[str, Fraction] = defaultdict(Fraction)
    for event in graph:
        if event["@type"] != "EconomicEvent" or "resourceQuantity" not in event:
            continue
        amount = Fraction(event["resourceQuantity"]["hasNumericalValue"])
        total[event["resourceInventoriedAs"]] += amount if event["action"] in PLUS else -amount
        if event["action"] == "transfer":
            total[event["toResourceInventoriedAs"]] += amount
    kept = {node["@id"]: node for node in graph if node["@type"] == "EconomicResource" and not node.get("stub")}
    assert {id: Fraction(node["accountingQuantity"]["hasNumericalValue"]) for id, node in kept.items()} == dict(total)
    assert kept["sack"]["accountingQuantity"] == {"hasNumericalValue": "6", "hasUnit": "kg"}
    assert kept["bread"]["onhandQuantity"] == {"hasNumericalValue": "2", "hasUnit": "om:one"}


def test_each_kind_of_flow_has_its_own_class(kitchen: Cast) -> None:
    kinds = {node["@type"] for node in document(kitchen.slug)["@graph"]}
    assert {"EconomicEvent", "Intent", "Claim", "Process", "EconomicResource", "ResourceSpecification", "Unit"} <= kinds


def test_numbers_are_exact_strings_and_no_float_is_anywhere(kitchen: Cast) -> None:
    def no_float(text: str) -> None:
        pytest.fail(f"{text} is a float")

    json.loads("".join(export.lines(kitchen.slug)), parse_float=no_float)


def test_the_context_types_every_key_so_that_references_are_references(kitchen: Cast) -> None:
    found = document(kitchen.slug)
    context = found["@context"]
    assert context["@vocab"] == "https://w3id.org/valueflows/ont/vf#"
    assert all(context[key] == {"@type": "@id"} for key in REFERS)
    assert context["action"] == {"@type": "@vocab"}
    assert not any("context" in str(value) for value in context.values()), "nothing has to be fetched"


def test_no_name_of_a_person_is_in_it(kitchen: Cast) -> None:
    text = "".join(export.lines(kitchen.slug))
    assert "Ada" not in text
    assert "Bob" not in text


def test_the_same_state_gives_the_same_bytes(kitchen: Cast, tmp_path: Path) -> None:
    one, other = io.BytesIO(), tmp_path / "export.jsonld"
    command.write(one, export.lines(kitchen.slug))
    command.write_file(other, export.lines(kitchen.slug))
    assert one.getvalue() == other.read_bytes()
    assert [path.name for path in tmp_path.iterdir()] == ["export.jsonld"]


def test_a_process_that_was_told_anew_is_left_out_with_all_it_brought_forth(cast: Cast) -> None:
    book = Book(cast.slug, position=1)
    for process in ("old", "new"):
        entry = book.entry()
        record.process(book.tables, entry, process)
        record.record(book.tables, entry, f"{process}.work", action="work", provider="Ann", input_of=process)
        record.record(
            book.tables,
            entry,
            f"{process}.made",
            action="produce",
            output_of=process,
            resource_inventoried_as=f"v.{process}",
        )
    record.supersede(book.tables, "old")
    book.close()
    ids = {node["@id"] for node in document(cast.slug)["@graph"]}
    assert {"new", "new.work", "new.made", "v.new"} <= ids
    assert not {id for id in ids if "old" in id}


def test_a_file_is_whole_or_not_there(tmp_path: Path) -> None:
    def breaks_off():
        yield "a"
        raise KeyboardInterrupt

    old = tmp_path / "export.jsonld"
    old.write_text("before")
    with pytest.raises(KeyboardInterrupt):
        command.write_file(old, breaks_off())
    assert old.read_text() == "before"
    assert [path.name for path in tmp_path.iterdir()] == ["export.jsonld"]


def test_a_form_nobody_knows_or_a_place_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(Trouble, match="There is no form “csv”"):
        command.export("merel", format="csv")
    with pytest.raises(Trouble, match="There is no directory"):
        command.export("merel", output=tmp_path / "nowhere" / "x")

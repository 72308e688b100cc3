"""Valueflows records as JSON-LD: the vocabulary's own keys, and a context that needs nothing from any network.

The vocabulary publishes no context that is usable, and with its address as ``@vocab`` alone references would stay plain
strings. So each document carries this one, which types every key it uses.
"""

from collections.abc import Iterator, Mapping
from typing import Any

VOCABULARY = "https://w3id.org/valueflows/ont/vf#"
UNITS = "http://www.ontology-of-units-of-measure.org/resource/om-2/"
ONE = "om:one"
"""The unit of what is simply counted."""

_AGENT, _PROCESS, _SPEC, _RESOURCE = "Agent", "Process", "ResourceSpecification", "EconomicResource"
_PLACE, _PROCESS_SPEC, _AGREEMENT, _UNIT = "SpatialThing", "ProcessSpecification", "Agreement", "Unit"
REFERENCES: dict[str, str] = {
    "provider": _AGENT, "receiver": _AGENT, "primary_accountable": _AGENT, "in_scope_of": _AGENT, "proposed_to": _AGENT,
    "input_of": _PROCESS, "output_of": _PROCESS, "planned_within": "Plan", "independent_demand_of": "Plan",
    "resource_conforms_to": _SPEC, "conforms_to": _SPEC, "primary_output": _SPEC,
    "resource_inventoried_as": _RESOURCE, "to_resource_inventoried_as": _RESOURCE, "contained_in": _RESOURCE,
    "current_currency_location": _RESOURCE,
    "stage": _PROCESS_SPEC, "based_on": _PROCESS_SPEC, "process_conforms_to": _PROCESS_SPEC,
    "recipe_includes": "RecipeProcess", "recipe_input_of": "RecipeProcess", "recipe_output_of": "RecipeProcess",
    "recipe_clause_of": "RecipeExchange", "recipe_reciprocal_clause_of": "RecipeExchange",
    "clause_of": _AGREEMENT, "reciprocal_clause_of": _AGREEMENT, "realization_of": _AGREEMENT,
    "reciprocal_realization_of": _AGREEMENT, "bundled_in": "AgreementBundle", "listed_in": "ProposalList",
    "satisfies": "Intent", "publishes": "Intent", "reciprocal": "Intent", "fulfills": "Commitment", "settles": "Claim",
    "corrects": "EconomicEvent", "triggered_by": "EconomicEvent",
    "to_location": _PLACE, "eligible_location": _PLACE, "primary_location": _PLACE, "current_location": _PLACE,
    "default_unit_of_resource": _UNIT, "default_unit_of_effort": _UNIT, "unit_of_effort": _UNIT,
}  # fmt: skip
"""The fields that name another record, and what that is: a thing outside the document gets a stub of this type."""

QUANTITIES: dict[str, str] = {
    "resource_quantity": "resource_unit", "effort_quantity": "effort_unit", "accounting_quantity": "unit",
    "onhand_quantity": "unit", "available_quantity": "resource_unit", "minimum_quantity": "resource_unit",
}  # fmt: skip
"""The fields that hold a number, and the field that holds its unit."""

_TIMES = ("created", "due", "has_beginning", "has_end", "has_point_in_time")
_ADDRESSES = ("classified_as", "resource_classified_as", "process_classified_as")
_ASIDE = {*QUANTITIES.values(), "id", "kind", "type", "at", "batch_lot_code", "expiration_date", "lat", "long"}
_FLOWS = {"intent": "Intent", "commitment": "Commitment", "event": "EconomicEvent", "claim": "Claim"}
_ALWAYS_SAID = ("accounting_quantity", "onhand_quantity")


def key(field: str) -> str:
    """The Valueflows name of a field: ``input_of`` is ``inputOf``."""
    first, *rest = field.split("_")
    return first + "".join(word.capitalize() for word in rest)


KEYS: dict[str, str] = {name: key(name) for name in (*REFERENCES, *QUANTITIES, *_TIMES, *_ADDRESSES)}


def context(base: str) -> dict[str, Any]:
    """The context of a document whose ids are relative to ``base``, an address that ends with a slash."""
    typed: dict[str, Any] = {KEYS[name]: {"@type": "@id"} for name in REFERENCES}
    typed |= {KEYS[name]: {"@type": "xsd:dateTime"} for name in _TIMES}
    typed |= {KEYS[name]: {"@type": "@vocab", "@container": "@set"} for name in _ADDRESSES}
    return {
        "@base": base,
        "@vocab": VOCABULARY,
        "om": UNITS,
        "xsd": "http://www.w3.org/2001/XMLSchema#",
        "entredon": "urn:entredon:",
        "k": "urn:entredon:key:",
        "p": f"{base}p:",
        "action": {"@type": "@vocab"},
        "purpose": {"@type": "@vocab"},
        "hasUnit": {"@type": "@id"},
        "hasNumericalValue": {"@type": "xsd:decimal"},
        "hasDuration": {"@type": "xsd:duration"},
        "measures": {"@id": "entredon:measures", "@type": "@json"},
        "entry": {"@id": "entredon:entry", "@type": "@id"},
        "stub": {"@id": "entredon:stub"},
        "size": {"@id": "entredon:size"},
        **dict(sorted(typed.items())),
    }


def record(kind: str, row: Mapping[str, Any]) -> dict[str, Any]:
    """A row, by its field names, as a node of the graph. What was not said is left out.

    ``kind`` is the Valueflows class; of agents and flows the row itself says which.
    """
    node: dict[str, Any] = {"@id": row["id"], "@type": _type(kind, row)}
    for field, value in row.items():
        if field in _ASIDE or (not value and field not in _ALWAYS_SAID):
            continue
        if field in QUANTITIES:
            node[KEYS[field]] = measure(value, row[QUANTITIES[field]])
        else:
            node[KEYS.get(field) or key(field)] = value
    if row.get("at") and "created" not in node:
        node["created"] = row["at"]
    if row.get("lat"):
        where = "primaryLocation" if kind == _AGENT else "currentLocation"
        node[where] = _place(node.get(where, ""), row["lat"], row["long"])
    if row.get("batch_lot_code"):
        node["ofBatchLot"] = _said(
            "BatchLotRecord", batchLotCode=row["batch_lot_code"], expirationDate=row["expiration_date"]
        )
    return node


def _type(kind: str, row: Mapping[str, Any]) -> str:
    if kind == _AGENT:
        return str(row["type"])
    return _FLOWS[row["kind"]] if kind == "Flow" else kind


def _place(id: str, lat: str, long: str) -> dict[str, Any]:
    return {**({"@id": id} if id else {}), **_said(_PLACE, lat=lat, long=long)}


def _said(kind: str, **said: str) -> dict[str, Any]:
    return {"@type": kind, **{name: value for name, value in said.items() if value}}


def measure(number: str, unit: str) -> dict[str, str]:
    """A quantity as Valueflows writes it. The number stays the exact decimal string it is."""
    return {"hasNumericalValue": number, "hasUnit": unit or ONE}


def references(row: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What a row refers to, as (id, class)."""
    for field, kind in REFERENCES.items():
        value = row.get(field)
        if isinstance(value, list):
            yield from ((id, kind) for id in value)
        elif value:
            yield value, kind
    for unit in set(QUANTITIES.values()):
        if row.get(unit):
            yield row[unit], _UNIT


def stub(id: str, kind: str) -> dict[str, Any]:
    """Something referred to of which no more is known here. A person is complete: nothing else is public of her."""
    if kind == _AGENT and id.startswith(("k:", "p:")):
        return {"@id": id, "@type": "Person"}
    return {"@id": id, "@type": kind, "stub": True}

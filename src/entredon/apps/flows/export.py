"""A whole commons in Valueflows' words, as lines of JSON-LD. The same state gives the same bytes, on every machine."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from django.db import connection

from entredon.apps.flows.models import (
    Agent,
    Agreement,
    AgreementBundle,
    Flow,
    Plan,
    Process,
    ProcessSpec,
    Proposal,
    Recipe,
    RecipeFlow,
    RecipeProcess,
    Resource,
    ResourceSpec,
    Said,
    Unit,
)  # fmt: skip
from entredon.apps.flows.walks import superseded
from entredon.log.bases import CanonicalJSON
from entredon.log.models import Log
from entredon.pure.valueflows import jsonld

TYPES: dict[type[Said], str] = {
    Agent: "Agent", Unit: "Unit", ResourceSpec: "ResourceSpecification", ProcessSpec: "ProcessSpecification",
    Recipe: "Recipe", RecipeProcess: "RecipeProcess", RecipeFlow: "RecipeFlow", Plan: "Plan", Process: "Process",
    Resource: "EconomicResource", Proposal: "Proposal", AgreementBundle: "AgreementBundle", Agreement: "Agreement",
    Flow: "Flow",
}  # fmt: skip
PAGE = 2_000


def lines(slug: str) -> Iterator[str]:
    """The document, line by line, each with its newline: a head, a record per line by kind and id, stubs, a foot.

    Left out: processes that a later import tells anew, with their flows and what only they brought forth.
    """
    log = Log.objects.get(slug=slug)
    size = log.size
    base = f"https://{log.origin}/"
    yield f'{{"@context":{_json(jsonld.context(base))},\n"@id":{_json(base)},"size":{size},"@graph":[\n'
    told: set[str] = set()
    mentioned: dict[str, str] = {}
    first = True
    for model, row in _rows(slug, size):
        told.add(row["id"])
        for id, kind in jsonld.references(row):
            mentioned.setdefault(id, kind)
        yield ("" if first else ",\n") + _json(jsonld.record(TYPES[model], row))
        first = False
    for id in sorted(mentioned.keys() - told):
        yield ("" if first else ",\n") + _json(jsonld.stub(id, mentioned[id]))
        first = False
    yield "\n]}\n"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _rows(slug: str, size: int) -> Iterator[tuple[type[Said], dict[str, Any]]]:
    """All rows that the first ``size`` entries made, kind by kind, each by id."""
    dead = superseded(slug)
    gone = dead | _brought_forth_by(slug, dead)
    for model in TYPES:
        for row in _rows_of(model, slug, size):
            if row["id"] in gone or row.get("input_of") in dead or row.get("output_of") in dead:
                continue
            yield model, row


def _brought_forth_by(slug: str, dead: frozenset[str]) -> set[str]:
    """The resources that only superseded processes have brought forth."""
    if not dead:
        return set()
    made = Flow.objects.filter(commons=slug, kind="event").exclude(output_of="").exclude(resource_inventoried_as="")
    pairs = set(made.values_list("resource_inventoried_as", "output_of"))
    alive = {resource for resource, process in pairs if process not in dead}
    return {resource for resource, process in pairs if process in dead} - alive


def _rows_of(model: type[Said], slug: str, size: int) -> Iterator[dict[str, Any]]:
    """The rows of a table, a page at a time: no cursor stays open while others write."""
    names = [field.attname for field in model._meta.concrete_fields if field.attname not in ("commons", "position")]
    parsed = [field.attname for field in model._meta.concrete_fields if isinstance(field, CanonicalJSON)]
    columns = ", ".join(f'"{name}"' for name in names)
    after = ""
    while True:
        page = _page(model, columns, (slug, after, size, PAGE))
        for values in page:
            row = dict(zip(names, values, strict=True))
            for name in parsed:
                row[name] = _parsed(row[name])
            yield row
        if len(page) < PAGE:
            return
        after = page[-1][names.index("id")]


def _page(model: type[Said], columns: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(
            f'SELECT {columns} FROM "{model._meta.db_table}"'
            ' WHERE "commons" = %s AND "id" > %s AND "position" < %s ORDER BY "id" LIMIT %s',
            values,
        )
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found


def _parsed(text: str) -> Any:
    return None if text in ("[]", "{}") else json.loads(text)

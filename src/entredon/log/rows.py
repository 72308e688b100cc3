"""How rows of derived tables look: in memory, as rules see them, and in the database."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from operator import itemgetter
from types import SimpleNamespace
from typing import Any, ClassVar

from django.db import models

from entredon.log.bases import CanonicalJSON, Derived
from entredon.pure.log import canonical


class Row(SimpleNamespace):
    """A row of a derived table, with its fields as attributes. Change it with ``tables.change`` only."""

    model: ClassVar[type[Derived]]


class UnknownField(TypeError):
    """A rule wrote a field that its table doesn't have: a mistake in the program, not in the entry."""


@dataclass(frozen=True, slots=True)
class Shape:
    """How the rows of a model are written and read."""

    row: type[Row]
    fields: tuple[str, ...]
    to_text: tuple[tuple[str, Callable[[Any], Any]], ...]
    from_text: tuple[tuple[str, Callable[[Any], Any]], ...]
    defaults: dict[str, Any]
    made: tuple[tuple[str, Callable[[], Any]], ...]
    insert: str
    select: str
    table: str
    at: int
    """Where among the fields the id stands."""
    known: frozenset[str]
    in_order: Callable[[dict[str, Any]], tuple[Any, ...]]
    columns: dict[str, str]
    sparse: frozenset[str]
    """Fields whose index leaves out where they are "": it is only used where a question says so itself."""


_shapes: dict[type[Derived], Shape] = {}


def shape(model: type[Derived]) -> Shape:
    """The shape of a derived model, worked out once."""
    if model not in _shapes:
        _shapes[model] = _shape(model)
    return _shapes[model]


def _shape(model: type[Derived]) -> Shape:
    fields = model._meta.concrete_fields
    names = tuple(f.attname for f in fields)
    columns = ", ".join(f'"{f.column}"' for f in fields)
    marks = ", ".join(["%s"] * len(fields))
    table = model._meta.db_table
    json_names = [f.attname for f in fields if isinstance(f, CanonicalJSON)]
    bool_names = [f.attname for f in fields if isinstance(f, models.BooleanField)]
    unique = [c for c in model._meta.constraints if isinstance(c, models.UniqueConstraint)]
    return Shape(
        row=type(f"{model.__name__}Row", (Row,), {"model": model}),
        fields=names,
        to_text=tuple((n, _dump) for n in json_names),
        from_text=tuple((n, _load) for n in json_names) + tuple((n, bool) for n in bool_names),
        # Made once, except lists and the like, of which every row needs its own.
        defaults={f.attname: f.get_default() for f in fields if f.attname not in ("commons", "id")},
        made=tuple((f.attname, f.default) for f in fields if f.has_default() and callable(f.default)),
        insert=f'INSERT INTO "{table}" ({columns}) VALUES ({marks})',
        select=f'SELECT {columns} FROM "{table}" WHERE "commons" = %s',
        table=table,
        at=names.index("id"),
        known=frozenset(names),
        in_order=itemgetter(*names),
        columns={f.attname: str(f.column) for f in fields},
        sparse=frozenset(n for n in names if any(c.condition == ~models.Q(**{n: ""}) for c in unique)),
    )


def _dump(value: Any) -> str | None:
    if value == [] or value == {}:  # what most rows have
        return "[]" if value == [] else "{}"
    return None if value is None else canonical.dumps(value).decode()


def _load(text: str | None) -> Any:
    return None if text is None else json.loads(text)


def check(how: Shape, model: type[Derived], fields: Iterable[str]) -> None:
    """Raise UnknownField where one of these is no field of the model."""
    if not how.known.issuperset(fields):
        unknown = set(fields) - how.known
        raise UnknownField(f"{model.__name__} has no field {', '.join(sorted(unknown))}")


def condition(how: Shape, equals: dict[str, Any]) -> tuple[str, list[Any]]:
    """The condition that fields equal values, and the values in their order."""
    parts: list[str] = []
    values: list[Any] = []
    for name, value in equals.items():
        several = isinstance(value, list)
        marks = f"IN ({', '.join(['%s'] * len(value))})" if several else "= %s"
        parts.append(f' AND "{how.columns[name]}" {marks}')
        if name in how.sparse and value and not several:
            parts.append(f""" AND NOT ("{how.columns[name]}" = '')""")
        values += value if several else [value]
    return "".join(parts), values


def row_of(how: Shape, values: tuple[Any, ...]) -> Row:
    """The row that the database holds as these values, in the order of fields."""
    row = how.row()
    row.__dict__.update(zip(how.fields, values, strict=True))
    for name, load in how.from_text:
        row.__dict__[name] = load(row.__dict__[name])
    return row


def values_of(how: Shape, row: Row) -> tuple[Any, ...]:
    """The other way round: all fields of a row, as the database holds them."""
    fields = row.__dict__
    if how.to_text:
        fields = {**fields, **{name: dump(fields[name]) for name, dump in how.to_text}}
    return how.in_order(fields)


def fields_of(how: Shape, row: Row, names: Iterable[str]) -> list[Any]:
    """These fields of a row, as the database holds them."""
    dump = dict(how.to_text)
    return [dump[name](row.__dict__[name]) if name in dump else row.__dict__[name] for name in names]

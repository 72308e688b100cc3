"""The write buffer between rules and the database.

Rules read and write rows here, not through the ORM: on the bare ORM a replay runs at about 800 entries per second,
on this buffer at ten times that. Rows are identity-mapped, changes are collected and written by ``executemany``.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from operator import attrgetter
from typing import Any, TypeVar

from django.db import connections, transaction

from entredon.log.bases import Derived
from entredon.log.rows import Row, Shape, check, condition, fields_of, row_of, shape, values_of

__all__ = ["Row", "Tables", "chunks", "rows_in_order"]

T = TypeVar("T")
KEEP = 50_000
"""So many rows stay in memory; then what is clean is let go."""
CHUNK = 5_000
FEW = 100
"""So many rows that wait to be written are looked through, where it takes less time than to write them one by one."""
ASKED = 500
"""So many ids are asked for at once."""


class Tables:
    """The derived tables of one commons, as a rule sees them."""

    def __init__(self, commons: str, using: str = "default", keep: int | None = None) -> None:
        self.commons = commons
        self._keep = KEEP if keep is None else keep
        self.as_of: object = None
        """Names the state of the log that these tables hold exactly, as long as nothing was changed since; None: unknown."""
        self._connection = connections[using]
        self._rows: dict[type[Derived], dict[str, Row | None]] = {}
        self._new: dict[type[Derived], dict[str, Row]] = {}
        self._changed: dict[type[Derived], dict[str, set[str]]] = {}
        """The fields that were changed, of rows that are held."""
        self._held = self._pending = 0

    def get(self, model: type[Derived], id: str) -> Row | None:
        """The row with this id, or None."""
        try:
            return self._rows[model][id]
        except KeyError:
            return self._fetched(model, id)

    def _fetched(self, model: type[Derived], id: str) -> Row | None:
        how = shape(model)
        with self._connection.cursor() as cursor:
            cursor.execute(how.select + ' AND "id" = %s', (self.commons, id))
            found = cursor.fetchone()
        row = None if found is None else row_of(how, found)
        self._rows.setdefault(model, {})[id] = row
        self._held += 1
        return row

    def known(self, model: type[Derived], ids: Sequence[str]) -> set[str]:
        """Which of these ids have a row. For rules that are told of ten thousands: nothing of it is held."""
        return {id for some in chunks(ids) for (id,) in self.read(model, ("id",), id=some)}

    def find(self, model: type[Derived], **equals: Any) -> list[Row]:
        """All rows whose fields equal these values (or one of them, where a list is given), in the order of their ids.

        Rows of this model that wait to be written are looked through, if they are few; many are written out first, with all that
        is pending.
        """
        how = shape(model)
        check(how, model, equals)
        waiting = self._waiting(how, model, equals)
        where, values = condition(how, equals)
        with self._connection.cursor() as cursor:
            cursor.execute(how.select + where + _by_id(equals), (self.commons, *values))
            found = cursor.fetchall()
        rows = self._rows.setdefault(model, {})
        written = [self._identity(rows, how, values) for values in found if values[how.at] not in waiting]
        if not waiting:
            return written
        return sorted((*written, *_having(waiting.values(), equals)), key=attrgetter("id"))

    def read(self, model: type[Derived], columns: Sequence[str], **equals: Any) -> Iterator[tuple[Any, ...]]:
        """Columns of all rows whose fields equal these values (or one of them, where a list is given), in the order of their ids,
        as the database holds them: JSON is text, yes and no may be 1 and 0. Where rows of it are pending, all that is pending is written
        out first.

        For rules that look at ten thousands of rows to add them up: no row is made an object, and none is held. Read to the
        end before anything is written.
        """
        how = shape(model)
        check(how, model, {*columns, *equals})
        if model in self._new or model in self._changed or self._held > self._keep:
            self.flush()
        wanted = ", ".join(f'"{how.columns[name]}"' for name in columns)
        where, values = condition(how, equals)
        with self._connection.cursor() as cursor:
            cursor.execute(
                f'SELECT {wanted} FROM "{model._meta.db_table}" WHERE "commons" = %s{where}{_by_id(equals)}',
                (self.commons, *values),
            )
            yield from cursor

    def sums(self, model: type[Derived], field: str, by: str, **equals: Any) -> dict[Any, int]:
        """A field of whole numbers added up by the values of another, over all rows whose fields equal these values (or one of
        them, where a list is given). Where rows of it are pending, all that is pending is written out first.

        For rules that would only add up what they read.
        """
        how = shape(model)
        check(how, model, {field, by, *equals})
        if model in self._new or model in self._changed:
            self.flush()
        name = how.columns[by]
        where, values = condition(how, equals)
        with self._connection.cursor() as cursor:
            cursor.execute(
                f'SELECT "{name}", SUM("{how.columns[field]}") FROM "{model._meta.db_table}" WHERE "commons" = %s{where}'
                f' GROUP BY "{name}"',
                (self.commons, *values),
            )
            return {value: int(total) for value, total in cursor.fetchall()}

    def _waiting(self, how: Shape, model: type[Derived], equals: dict[str, Any]) -> dict[str, Row]:
        """The rows of a model that wait to be written and are to be looked through; none, once they were written instead."""
        rows = self._rows.get(model, {})
        waiting = {
            id: row
            for id in (*self._new.get(model, ()), *self._changed.get(model, ()))
            if (row := rows[id]) is not None
        }
        plain = all(type(value) in (str, int, bool, list) for value in equals.values())
        if self._held > self._keep or len(waiting) > FEW or not plain or any(name in equals for name, _ in how.to_text):
            self.flush()
            return {}
        return waiting

    def _identity(self, rows: dict[str, Row | None], how: Shape, values: tuple[Any, ...]) -> Row:
        known = rows.get(values[how.at])
        if known is not None:
            return known
        row = rows[values[how.at]] = row_of(how, values)
        self._held += 1
        return row

    def add(self, model: type[Derived], id: str, **fields: Any) -> Row:
        """A new row; fields left out take the model's defaults. The id must be new."""
        how = shape(model)
        check(how, model, fields)
        row = how.row()
        values = row.__dict__
        values.update(how.defaults, **fields)
        values.update(commons=self.commons, id=id)
        for name, make in how.made:
            if name not in fields:
                values[name] = make()
        rows = self._rows.setdefault(model, {})
        if rows.get(id) is not None:
            raise ValueError(f"{model.__name__} {id} is added twice")
        rows[id] = row
        self._new.setdefault(model, {})[id] = row
        self._held += 1
        self._pending += 1
        return row

    def add_all(self, model: type[Derived], varying: Sequence[str], rows: Iterable[Sequence[Any]], **same: Any) -> None:
        """Many new rows at once, written as they come: fields that vary, ``id`` first, and those that are the same in all.

        For what an entry tells by the ten thousands. Nobody holds these rows: ``get`` and ``find`` read them from the database.
        """
        how = shape(model)
        check(how, model, {*varying, *same})
        known = {**how.defaults, **{name: make() for name, make in how.made}, **same, "commons": self.commons}
        dump = dict(how.to_text)
        fixed = {n: _literal(dump[n](v) if n in dump else v) for n, v in known.items() if n not in varying}
        columns = ", ".join(f'"{how.columns[name]}"' for name in (*varying, *fixed))
        values = ", ".join(["%s"] * len(varying) + list(fixed.values()))
        dumps = [(place, dump[name]) for place, name in enumerate(varying) if name in dump]
        missed, at = self._rows.get(model, {}), varying.index("id")
        with self._connection.cursor() as cursor:
            cursor.executemany(
                f'INSERT INTO "{model._meta.db_table}" ({columns}) VALUES ({values})',
                _texts(rows, dumps, missed, at),  # type: ignore[arg-type]  # an iterator is enough for it
            )

    def change(self, row: Row, **fields: Any) -> None:
        """Change fields of a row that came from this buffer."""
        model = row.model
        check(shape(model), model, fields)
        row.__dict__.update(fields)
        # It may have been let go of since: what is read next must be this row as it is now, not as the database has it.
        self._rows.setdefault(model, {})[row.id] = row
        if not fields or row.id in self._new.get(model, ()):
            return
        changed = self._changed.setdefault(model, {})
        if row.id not in changed:
            changed[row.id] = set()
            self._pending += 1
        changed[row.id].update(fields)

    @contextmanager
    def scratch(self) -> Iterator["Tables"]:
        """The same tables, to try something in: whatever is changed there is gone afterwards. Writes out first what is pending."""
        self.flush()
        alias = self._connection.alias
        with transaction.atomic(using=alias):
            try:
                yield Tables(self.commons, alias)
            finally:
                transaction.set_rollback(True, using=alias)

    def flush(self) -> None:
        """Write out what is pending; let go of clean rows when there are many."""
        if self._pending:
            with self._connection.cursor() as cursor:
                for model, rows in self._new.items():
                    how = shape(model)
                    cursor.executemany(how.insert, [values_of(how, row) for row in rows.values()])
                for model in self._changed:
                    for statement, values in self._updates(model):
                        cursor.executemany(statement, values)
            self._new, self._changed, self._pending = {}, {}, 0
        if self._held > self._keep:
            self._rows = {}
            self._held = 0

    def _updates(self, model: type[Derived]) -> Iterator[tuple[str, list[list[Any]]]]:
        """How to write the changes of a model: only the fields that were changed, for each of them may stand in an index."""
        how, rows = shape(model), self._rows[model]
        alike: dict[tuple[str, ...], list[Row]] = {}
        for id, names in self._changed[model].items():
            row = rows[id]
            assert row is not None  # it was changed
            alike.setdefault(tuple(sorted(names)), []).append(row)
        for fields, some in alike.items():
            said = ", ".join(f'"{how.columns[name]}" = %s' for name in fields)
            statement = f'UPDATE "{how.table}" SET {said} WHERE "commons" = %s AND "id" = %s'
            yield statement, [fields_of(how, row, (*fields, "commons", "id")) for row in some]

    def held(self) -> int:
        """How many rows are held in memory."""
        return self._held

    def pending(self) -> int:
        """How many rows wait to be written."""
        return self._pending


def _by_id(equals: Iterable[str]) -> str:
    """How to put rows in the order of their ids. Where fields must equal something, not by the index of ids: SQLite would then read
    all rows of the commons in that order instead of looking up the few that are wanted."""
    return """ ORDER BY "id" || '' """ if equals else ' ORDER BY "id"'


def chunks(values: Sequence[T]) -> Iterator[list[T]]:
    """So many values at once as one question asks for."""
    for first in range(0, len(values), ASKED):
        yield list(values[first : first + ASKED])


def _having(rows: Iterable[Row], equals: dict[str, Any]) -> list[Row]:
    """The rows whose fields equal these values, or one of them where a list is given."""
    kept = list(rows)
    for name, value in equals.items():
        if type(value) is list:
            kept = [row for row in kept if row.__dict__[name] in value]
        else:
            kept = [row for row in kept if row.__dict__[name] == value]
    return kept


def _texts(
    rows: Iterable[Sequence[Any]], dumps: Sequence[tuple[int, Callable[[Any], Any]]], missed: dict[str, Row | None], at: int
) -> Iterator[Sequence[Any]]:  # fmt: skip
    """The rows as they are written. What was asked for before it was there is no longer held to be missing."""
    for row in rows:
        if missed:
            missed.pop(row[at], None)
        if not dumps:
            yield row
            continue
        values = list(row)
        for place, dump in dumps:
            values[place] = dump(values[place])
        yield values


def _literal(value: Any) -> str:
    """A value written into a statement: what is the same in many rows needn't be bound for each of them."""
    if value is None:
        return "NULL"
    if isinstance(value, bool | int):
        return str(value).upper()
    if not isinstance(value, str) or "\0" in value:
        raise TypeError(f"{value!r} can't be written into a statement")
    return "'" + value.replace("'", "''").replace("%", "%%") + "'"


def rows_in_order(model: type[Derived], commons: str, using: str = "default") -> Iterator[tuple[Any, ...]]:
    """All rows of a model, sorted by the bytes of their ids, as the digest wants them."""
    how = shape(model)
    with connections[using].cursor() as cursor:
        cursor.execute(how.select, (commons,))
        found = cursor.fetchall()
    at = how.fields.index("id")
    yield from sorted(found, key=lambda values: values[at].encode())

"""Where the rules of other apps leave what happened economically. Nothing else writes these tables. Who gives and takes, what is
offered and what was agreed has a file of its own (``record_exchange``), which they reach by this one.

``work``, ``cite`` and ``produce`` are cheap: an import writes a hundred thousand of them through here.
"""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

import msgspec

from entredon.apps.flows import record_exchange as record_exchange
from entredon.apps.flows.models import Flow, Process, Resource, ResourceSpec, Said, Unit
from entredon.log.registry import Context, Refused
from entredon.log.tables import Row, Tables
from entredon.pure.valueflows import actions, quantity
from entredon.pure.valueflows.effects import Event, Impossible, State, effects

_measures = msgspec.json.Decoder(dict[str, int])
KINDS = ("intent", "commitment", "event", "claim")
GIVEN = ("work", "use", "consume", "transfer")
"""How something can be given. Material that goes into a process is consumed there, which implies the transfer (the transfer
itself goes into none). What is told of these with measures is a contribution; an income, for instance, has none."""
_QUANTITIES = ("resource_quantity", "effort_quantity", "available_quantity", "minimum_quantity")
_SAME = ("input_of", "output_of", "resource_inventoried_as", "to_resource_inventoried_as", "resource_unit", "effort_unit",
         "realization_of", "reciprocal_realization_of")  # fmt: skip


def record(tables: Tables, entry: Context, id: str, *, kind: str = "event", action: str, **fields: Any) -> Row:
    """Leave a flow. An event also changes the resources it names, as the table of actions says.

    ``fields`` are the columns of Flow; quantities are decimal strings, ``measures`` integers. An event that begins a
    resource and says no quantity makes one of it. Raises Refused.
    """
    how = actions.ACTIONS.get(action)
    if how is None:
        raise Refused(
            "There is no action “{action}”; the actions are {actions}.",
            action=action,
            actions=", ".join(actions.ACTIONS),
        )
    _check_process(how, fields)
    _check_quantities(how, fields)
    if kind == "event":
        _check_event(tables, entry, how, fields)
    elif kind not in KINDS:
        raise Refused("A flow is an {kinds}; not “{kind}”.", kinds=", ".join(KINDS), kind=kind)
    return tables.add(Flow, id, position=entry.index, entry=entry.id, at=entry.at, kind=kind, action=action, **fields)


def works(tables: Tables, entry: Context, done: Iterable[tuple[str, str, str, str, dict[str, int]]]) -> None:
    """Many events of work at once: (id, who, into which process, kind of work, measures). An import has them by the thousands."""
    varying = ("id", "provider", "input_of", "resource_conforms_to", "measures")
    tables.add_all(Flow, varying, done, kind="event", action="work", position=entry.index, entry=entry.id, at=entry.at)


def efforts(
    tables: Tables, entry: Context, done: Iterable[tuple[str, str, str, str, str, str, str, dict[str, int]]]
) -> None:
    """The same of work whose effort is known: (id, who, into which process, kind of work, which intent it satisfies, how much
    effort and in which unit, measures). A table that is brought in has them by the ten thousands."""
    varying = (
        "id", "provider", "input_of", "resource_conforms_to", "satisfies", "effort_quantity", "effort_unit", "measures",
    )  # fmt: skip
    tables.add_all(Flow, varying, done, kind="event", action="work", position=entry.index, entry=entry.id, at=entry.at)


def replan(tables: Tables, id: str, **fields: Any) -> None:
    """What is wished or promised changes: what it says, or that it is ``finished``. What happened is never changed."""
    row = flow(tables, id)
    if row.kind == "event":
        raise Refused("What happened can't be planned anew; correct it.")
    _check_quantities(actions.ACTIONS[row.action], fields)
    tables.change(row, **fields)


def _check_process(how: actions.Action, fields: dict[str, Any]) -> None:
    goes_in, comes_out = fields.get("input_of"), fields.get("output_of")
    if goes_in and how.input_output not in (actions.INPUT, actions.OUTPUT_INPUT):
        raise Refused("“{name}” doesn't go into a process.", name=how.name)
    if comes_out and how.input_output not in (actions.OUTPUT, actions.OUTPUT_INPUT):
        raise Refused("“{name}” doesn't come out of a process.", name=how.name)


def _check_quantities(how: actions.Action, fields: dict[str, Any]) -> None:
    if fields.get("resource_quantity") and how.event_quantity == actions.EFFORT:
        raise Refused("“{name}” is measured by effort, not by a quantity of something.", name=how.name)
    if fields.get("effort_quantity") and how.event_quantity == actions.RESOURCE:
        raise Refused("“{name}” is not measured by effort.", name=how.name)
    for name in _QUANTITIES:
        if text := fields.get(name):
            try:
                fields[name] = quantity.canonical(text)
            except quantity.NotAQuantity as trouble:
                raise Refused.of(trouble) from None
            if fields[name].startswith("-") and not fields.get("corrects"):
                raise Refused("Only a correction may have a negative quantity.")
    for name, number in (fields.get("measures") or {}).items():
        if type(number) is not int:
            raise Refused("The measure “{name}” is not a whole number.", name=name)


def _check_event(tables: Tables, entry: Context, how: actions.Action, fields: dict[str, Any]) -> None:
    if fields.get("corrects"):
        _check_correction(tables, how, fields)
    if fields.get("resource_inventoried_as") or fields.get("to_resource_inventoried_as"):
        _affect(tables, entry, how, fields)


def _check_correction(tables: Tables, how: actions.Action, fields: dict[str, Any]) -> None:
    """A correction keeps the original's action, links and units, and can at most take all of it back."""
    original = tables.get(Flow, fields["corrects"])
    if original is None or original.kind != "event" or original.corrects:
        raise Refused("A correction names the event it corrects, and that is not a correction itself.")
    if original.action != how.name or any(getattr(original, name) != fields.get(name, "") for name in _SAME):
        raise Refused("A correction keeps the action, the process, the resources and the units of what it corrects.")
    for name in ("resource_quantity", "effort_quantity"):
        total = quantity.parse(getattr(original, name) or "0")
        for earlier in tables.find(Flow, corrects=original.id):
            total = quantity.add(total, quantity.parse(getattr(earlier, name) or "0"))
        if quantity.add(total, quantity.parse(fields.get(name) or "0")) < 0:
            raise Refused("A correction can't take back more than there was.")


def _affect(tables: Tables, entry: Context, how: actions.Action, fields: dict[str, Any]) -> None:
    """Apply an event to the resources it names; a new one gets a row."""
    named, to = fields.get("resource_inventoried_as", ""), fields.get("to_resource_inventoried_as", "")
    if not (how.accounting or how.onhand or fields.get("state")):
        return  # cited, used or served: nothing to count
    if how.create_resource and not fields.get("resource_quantity"):
        fields["resource_quantity"] = "1"
    rows = {id: tables.get(Resource, id) for id in (named, to) if id}
    event = _event(how, fields, _stage(tables, how, fields))
    try:
        changed = effects(event, {id: _state(row) for id, row in rows.items() if row is not None})
    except Impossible as trouble:
        raise Refused.of(trouble) from None
    for id, state in changed.items():
        row = rows[id]
        if row is None:
            resource(tables, entry, id, conforms_to=_kind_of(fields, rows[named] if named else None), **_fields(state))
        else:
            tables.change(row, **_fields(state))


def _event(how: actions.Action, fields: dict[str, Any], stage: str) -> Event:
    return Event(
        action=how.name,
        provider=fields.get("provider", ""),
        receiver=fields.get("receiver", ""),
        resource=fields.get("resource_inventoried_as", ""),
        to_resource=fields.get("to_resource_inventoried_as", ""),
        quantity=quantity.parse(fields.get("resource_quantity") or "0"),
        unit=fields.get("resource_unit", ""),
        to_location=fields.get("to_location", ""),
        stage=stage,
        state=fields.get("state", ""),
        corrects=bool(fields.get("corrects")),
    )


def _kind_of(fields: dict[str, Any], source: Row | None) -> str:
    """What a resource is that begins: what the event says, else the same as what it comes from."""
    return str(fields.get("resource_conforms_to") or (source.conforms_to if source is not None else ""))


def _stage(tables: Tables, how: actions.Action, fields: dict[str, Any]) -> str:
    if not how.stage or not fields.get("output_of"):
        return ""
    process = tables.get(Process, fields["output_of"])
    return "" if process is None else str(process.based_on)


def _state(row: Row) -> State:
    return State(
        accounting=Decimal(row.accounting_quantity),
        onhand=Decimal(row.onhand_quantity),
        unit=row.unit,
        accountable=row.primary_accountable,
        location=row.current_location,
        contained_in=row.contained_in,
        stage=row.stage,
        state=row.state,
    )


def _fields(state: State) -> dict[str, str]:
    return {
        "accounting_quantity": quantity.show(state.accounting),
        "onhand_quantity": quantity.show(state.onhand),
        "unit": state.unit,
        "primary_accountable": state.accountable,
        "current_location": state.location,
        "contained_in": state.contained_in,
        "stage": state.stage,
        "state": state.state,
    }


def commons(entry: Context) -> str:
    """The commons itself as somebody who gives and takes: by the address of its public record, which is the same everywhere."""
    return f"https://{entry.log}/"


def process(tables: Tables, entry: Context, id: str, name: str = "", **fields: Any) -> Row:
    """A process begins. The id must be new."""
    return _add(tables, entry, Process, id, name=name, **fields)


def supersede(tables: Tables, id: str) -> None:
    """A process is told anew elsewhere: exports and sums leave it and its flows out from now on."""
    row = tables.get(Process, id)
    if row is None:
        raise Refused("There is no process {id}.", id=id[:10])
    tables.change(row, superseded=True)


def flows_into(tables: Tables, process: str) -> list[Row]:
    """All flows that go into a process."""
    return tables.find(Flow, input_of=process)


def told_into(tables: Tables, process: str) -> list[tuple[str, str, int]]:
    """What people told themselves for a process: contribution, who, position. (What an import told has numbers after a dot.)"""
    rows = tables.read(
        Flow, ("id", "entry", "provider", "position", "action", "measures"), input_of=process, kind="event"
    )
    return [
        (id, who, position)
        for id, entry, who, position, action, raw in rows
        if id == entry and (action == "work" or (action in GIVEN and raw != "{}"))
    ]


def is_given(flow: Row) -> bool:
    """Whether a flow is something that somebody gave: work, or what else is told with measures."""
    return flow.kind == "event" and flow.action in GIVEN and (flow.action == "work" or bool(flow.measures))


def move(tables: Tables, flow: Row, process: str) -> None:
    """A flow belongs to another process, because the version it was made in is now told there."""
    tables.change(flow, input_of=process)


def worked(tables: Tables, before: int) -> Iterator[tuple[str, str, str, str, dict[str, int], int]]:
    """What was given, by what the entries before this index told, and still counts: id, process, person, kind, measures, position.

    Work first, then what else can be given. Plain tuples, for there are ten thousands of them; equal measures are one
    dictionary, only to be read.
    """
    columns = ("id", "input_of", "provider", "resource_conforms_to", "measures", "position")
    dead = _superseded(tables)
    decoded: dict[str, dict[str, int]] = {}
    for action in GIVEN:
        for id, process, person, kind, raw, position in tables.read(Flow, columns, action=action, kind="event"):
            if position < before and process not in dead and (raw != "{}" or action == "work"):
                measures = decoded.get(raw)
                if measures is None:
                    measures = decoded[raw] = _measures.decode(raw)
                yield id, process, person, kind, measures, position


def cited(tables: Tables, before: int) -> Iterator[tuple[str, str, int]]:
    """What builds on what, by the entries before this index: process, version and weight (1 when none was said)."""
    columns = ("input_of", "resource_inventoried_as", "measures", "position")
    dead = _superseded(tables)
    for process, version, raw, position in tables.read(Flow, columns, action="cite", kind="event"):
        if position < before and process not in dead:
            yield process, version, _measures.decode(raw).get("weight", 1)


def _superseded(tables: Tables) -> set[str]:
    return {id for (id,) in tables.read(Process, ("id",), superseded=True)}


def flow(tables: Tables, id: str) -> Row:
    """A flow by its id. Raises Refused."""
    row = tables.get(Flow, id)
    if row is None:
        raise Refused("There is no contribution {id} here.", id=id[:10])
    return row


def spec(tables: Tables, entry: Context, id: str, name: str, **fields: Any) -> Row:
    """A kind of resource or work; a known one is returned as it is."""
    return _get_or_add(tables, entry, ResourceSpec, id, name=name, **fields)


def unit(tables: Tables, entry: Context, id: str, label: str, **fields: Any) -> Row:
    """A unit of measure; a known one is returned as it is."""
    return _get_or_add(tables, entry, Unit, id, label=label, **fields)


def resource(tables: Tables, entry: Context, id: str, **fields: Any) -> Row:
    """A resource begins. Give what describes it: amount, place and owner come from events. The id must be new."""
    return _add(tables, entry, Resource, id, **fields)


def _get_or_add(tables: Tables, entry: Context, model: type[Said], id: str, **fields: Any) -> Row:
    return tables.get(model, id) or _add(tables, entry, model, id, **fields)


def _add(tables: Tables, entry: Context, model: type[Said], id: str, **fields: Any) -> Row:
    return tables.add(model, id, position=entry.index, entry=entry.id, **fields)

"""What an event does to resources: the table of actions, and the six rules that stand outside it.

1. Provider and receiver that differ imply a transfer: of everything for produce, consume and deliverService, of custody
   only for pickup, dropoff, accept and modify, of nothing for the rest. An input is transferred first and then takes
   effect on the receiver's resource; an output takes effect on the provider's first and is then transferred.
2. A resource is the record of its accountable agent. When both sides name it by one id it stands on the receiver's side
   if the receiver is accountable for it (a borrowed book comes back: more), and else on the provider's (it is lent: less).
   So one event never counts twice against a resource.
3. What is accepted for work and comes back as less stays in the books, for no action lowers the books alone: give back
   as much as was accepted, and ``lower`` what was lost.
4. Only a correction may be negative. It changes amounts, nothing else.
5. Effort never changes a resource.
6. An event that names no resource changes none, even if goods were named otherwise.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from entredon.pure.told import Told
from entredon.pure.valueflows.actions import (
    ACTIONS,
    DOWN,
    DOWN_UP,
    IMPLIED,
    INPUT,
    NEW,
    REMOVE,
    UP,
    UP_TO,
    UPDATE,
    UPDATE_TO,
    Action,
)  # fmt: skip
from entredon.pure.valueflows.quantity import ZERO, add, subtract


class Impossible(Told, ValueError):
    """The event can't be, and the message says why in a sentence."""


@dataclass(frozen=True, slots=True)
class State:
    """What events have made of a resource."""

    accounting: Decimal = ZERO
    onhand: Decimal = ZERO
    unit: str = ""
    accountable: str = ""
    location: str = ""
    contained_in: str = ""
    stage: str = ""
    state: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """An economic event, as far as resources are concerned. ``quantity`` is the resource quantity, never an effort.

    ``stage`` is the specification of the process it comes out of. Of a ``combine``, ``to_resource`` is the container.
    """

    action: str
    provider: str = ""
    receiver: str = ""
    resource: str = ""
    to_resource: str = ""
    quantity: Decimal = ZERO
    unit: str = ""
    to_location: str = ""
    stage: str = ""
    state: str = ""
    corrects: bool = False


def effects(event: Event, resources: Mapping[str, State]) -> dict[str, State]:
    """The new states of the resources that an event changes; ``resources`` holds those that exist of the ones it names.

    Raises Impossible for an unknown action, a negative amount that corrects nothing, a resource that would have to
    exist, or another unit than the resource's.
    """
    action = ACTIONS.get(event.action)
    if action is None:
        raise Impossible(
            "There is no action “{action}”; the actions are {actions}.", action=event.action, actions=", ".join(ACTIONS)
        )
    if event.quantity < 0 and not event.corrects:
        raise Impossible("Only a correction may have a negative quantity.")
    work = _Work(event, action, resources)
    implied = _implied(event)
    if implied:
        work.both(ACTIONS[implied])
    elif DOWN_UP in (action.accounting, action.onhand):
        work.transfer(action)
    elif UP_TO in (action.accounting, action.onhand):
        work.copy()
    else:
        work.act(event.resource)
    return work.changed


def _implied(event: Event) -> str:
    """The transfer that comes with the event, "" for none. An agent that isn't said implies nothing."""
    if not event.provider or not event.receiver or event.provider == event.receiver:
        return ""
    return IMPLIED.get(event.action, "")


class _Work:
    """The effects of one event, collected step by step."""

    def __init__(self, event: Event, action: Action, resources: Mapping[str, State]) -> None:
        self.event = event
        self.action = action
        self.known = resources
        self.changed: dict[str, State] = {}
        self.providers, self.receivers = self._sides()

    def _sides(self) -> tuple[str, str]:
        """The resource on the provider's side and the one on the receiver's; "" for a side that names none."""
        event = self.event
        if event.to_resource or not event.resource:
            return event.resource, event.to_resource
        if event.action == "move" or (event.provider == event.receiver and event.provider):
            return event.resource, event.resource
        known = self.known.get(event.resource)
        if known is None:
            # What is made for somebody else begins as hers.
            return ("", event.resource) if self.action.create_resource else (event.resource, "")
        if event.receiver and known.accountable == event.receiver:
            return "", event.resource
        return event.resource, ""

    def get(self, id: str, *, begin: bool = False) -> State:
        """A resource as it is by now. Raises Impossible when it isn't there and may not begin here."""
        found = self.changed.get(id) or self.known.get(id)
        if found is None:
            if not begin:
                raise Impossible(
                    "There is no resource {id} here, and “{action}” can't begin one.",
                    id=id[:10],
                    action=self.event.action,
                )
            return State(unit=self.event.unit)
        if self.event.quantity and found.unit != self.event.unit:
            raise Impossible(
                "The resource {id} is counted in “{unit}”, not in “{unit2}”.",
                id=id[:10],
                unit=found.unit,
                unit2=self.event.unit,
            )
        return found

    def count(self, id: str, accounting: int, onhand: int, *, begin: bool = False) -> None:
        """Add the event's quantity (+1), take it off (-1) or leave it (0)."""
        found = self.get(id, begin=begin)
        self.changed[id] = replace(
            found,
            accounting=_counted(found.accounting, self.event.quantity, accounting),
            onhand=_counted(found.onhand, self.event.quantity, onhand),
        )

    def set(self, id: str, **fields: str) -> None:
        """Set what the event says of a resource; what it doesn't say stays. A correction says amounts only."""
        said: dict[str, Any] = {name: value for name, value in fields.items() if value}
        if said and not self.event.corrects:
            self.changed[id] = replace(self.get(id), **said)

    def act(self, id: str) -> None:
        """The action's own effects on the resource of one side. Nothing named, nothing changed."""
        event, action = self.event, self.action
        changes = bool(action.accounting or action.onhand or action.contained)
        if not id or not (changes or (event.state and action.state)):
            return
        if not changes and id not in self.known:
            return  # cited or used, but kept elsewhere
        begins = id not in self.known and id not in self.changed
        self.count(id, _sign(action.accounting), _sign(action.onhand), begin=bool(action.create_resource))
        if begins:
            self.set(
                id,
                accountable=(event.receiver if id == self.receivers else event.provider) or event.receiver,
                location=event.to_location if action.location == NEW else "",
            )
        self.set(
            id,
            location=event.to_location if action.location == UPDATE else "",
            stage=event.stage if action.stage == UPDATE else "",
            state=event.state if action.state == UPDATE else "",
            contained_in=event.to_resource if action.contained == UPDATE else "",
        )
        if action.contained == REMOVE and not event.corrects:
            self.changed[id] = replace(self.changed[id], contained_in="")

    def both(self, transfer: Action) -> None:
        """The action and the transfer it implies. On a side that names no resource the two cancel out or fall together."""
        if self.action.input_output == INPUT:
            if self.receivers:
                self.transfer(transfer)
            self.act(self.receivers or self.providers)
        else:
            self.act(self.providers or self.receivers)
            if self.providers:
                self.transfer(transfer)

    def transfer(self, how: Action) -> None:
        """From the provider's resource to the receiver's, as far as each is named."""
        event = self.event
        accounting, onhand = int(how.accounting == DOWN_UP), int(how.onhand == DOWN_UP)
        if self.providers:
            self.count(self.providers, -accounting, -onhand)
        if not self.receivers:
            return
        begins = self.receivers not in self.known and self.receivers not in self.changed
        self.count(self.receivers, accounting, onhand, begin=True)
        if begins:
            given = self.changed.get(self.providers)
            self.set(self.receivers, accountable=given.accountable if given else event.provider)
        self.set(
            self.receivers,
            accountable=event.receiver if how.accountable == UPDATE_TO else "",
            location=event.to_location if how.location == UPDATE_TO else "",
            state=event.state if how.state == UPDATE_TO else "",
        )

    def copy(self) -> None:
        """The receiver's resource begins or grows; the original stays as it is."""
        event = self.event
        to = event.to_resource
        if not to:
            return
        begins = to not in self.known
        self.count(to, 1, 1, begin=True)
        if begins:
            self.set(to, accountable=event.receiver or event.provider, location=event.to_location)
        self.set(to, state=event.state)


def _sign(effect: str) -> int:
    return {UP: 1, DOWN: -1}.get(effect, 0)


def _counted(number: Decimal, quantity: Decimal, sign: int) -> Decimal:
    if sign == 0:
        return number
    return add(number, quantity) if sign > 0 else subtract(number, quantity)

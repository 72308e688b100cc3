"""What is in force in a commons, and what set it. Apps say it in their module ``in_force``; ``verify`` prints it after a sound replay.

A parameter is named as people would look for it: ``charter``, ``sharing``, ``steward/<person>``, ``partner/<partner>``,
``budget/<need>/<currency>``. What is said here is plain JSON: it comes from the tables of a replay, in which there are no texts.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.module_loading import autodiscover_modules

from entredon.pure.log import leaf


@dataclass(frozen=True, slots=True)
class Setting:
    """A parameter as it stands: its value, and the entry that set it last ("" where only decisions know)."""

    parameter: str
    value: Mapping[str, Any] = field(default_factory=dict)
    entry: str = ""


@dataclass(frozen=True, slots=True)
class Cause:
    """What set a parameter: the entry, and the decision behind it (its id, method, counts, votes and what they rest on), if any."""

    entry: str
    decision: dict[str, Any] | None = None


FOUNDING = 2
"""So many entries founding itself writes: who is there, and what happens to income."""

Says = Callable[[str], Iterable[Setting]]
Causes = Callable[[str, list[Setting]], Mapping[str, Cause]]
_says: dict[str, Says] = {}
_causes: dict[str, Causes] = {}
_told: dict[str, Callable[[Mapping[str, Any]], str]] = {}


def says(order: str) -> Callable[[Says], Says]:
    """Register what tells of an app's parameters. They stand in the report in the order of these words."""

    def register(function: Says) -> Says:
        _says[order] = function
        return function

    return register


def causes(function: Causes) -> Causes:
    """Register what knows by which entries and decisions parameters were set."""
    _causes[function.__module__] = function
    return function


def told_by(kind: str) -> Callable[[Callable[[Mapping[str, Any]], str]], Callable[[Mapping[str, Any]], str]]:
    """Register what says of the body of an entry of this kind which parameter it sets ("" for none): for those of which no table
    remembers the entry."""

    def register(function: Callable[[Mapping[str, Any]], str]) -> Callable[[Mapping[str, Any]], str]:
        _told[kind] = function
        return function

    return register


class Seen:
    """The entries that set parameters of which no table remembers the entry, noted while leaves go by."""

    def __init__(self) -> None:
        autodiscover_modules("in_force")
        self.entries: dict[str, str] = {}
        self.founding: list[str] = []
        self._marks = [f'"kind":"{kind}"'.encode() for kind in _told]

    def of(self, leaves: Iterable[tuple[str, bytes]]) -> Iterator[tuple[str, bytes]]:
        """The same leaves, looked at on their way."""
        for file, raw in leaves:
            yield file, raw  # judged first: what can't be read at all ends the replay
            if len(self.founding) < FOUNDING:
                self.founding.append(leaf.parse(raw).id)
            if any(mark in raw for mark in self._marks):
                said = leaf.parse(raw)
                if said.kind in _told and (parameter := _told[said.kind](said.body)):
                    self.entries[parameter] = said.id


def report(slug: str, seen: Seen) -> list[dict[str, Any]]:
    """Every parameter in force in a commons, with what set it: ``{parameter, value, entry, by, decision}``.

    ``by`` is ``decision``, ``founding`` or ``steward``: what stands behind the entry.
    """
    settings = [one for _order, function in sorted(_says.items()) for one in function(slug)]
    known = {name: Cause(entry) for name, entry in seen.entries.items()}
    for function in _causes.values():
        known.update(function(slug, settings))
    return [_plain(one, known.get(one.parameter) or Cause(one.entry), seen) for one in settings]


def _plain(one: Setting, cause: Cause, seen: Seen) -> dict[str, Any]:
    by = "decision" if cause.decision else "founding" if cause.entry in seen.founding else "steward"
    return {
        "parameter": one.parameter,
        "value": dict(one.value),
        "entry": cause.entry,
        "by": by,
        "decision": cause.decision,
    }

"""Adopting a rule: one that is known here by its name, or fixed parts among members."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from entredon.apps.people import queries as people
from entredon.desk.telling import tell
from entredon.log.told import short
from entredon.pure.names import in_order
from entredon.pure.value import reading
from entredon.pure.value.rule import Rule

EMPTY = 3
"""So many empty rows stand below those that are filled in."""
MOST = 60
WHOLE = 6
"""A weight with more digits is a slip of the hand."""


@dataclass(frozen=True, slots=True)
class Row:
    """A person with her weight, as typed; ``wrong`` stands beside them."""

    who: str
    weight: str
    wrong: str = ""


class PartsForm:
    """Fixed parts: members, each with a whole number as weight. Beforehand, an address may fill in names: they are hints."""

    def __init__(self, slug: str, typed: QueryDict, *, sent: bool) -> None:
        self.members = sorted(
            ((short(p.id), p.id, p.name) for p in people.people(slug, True) if p.member),
            key=lambda row: in_order(row[2]),
        )
        self.sent = sent
        self.wrong = ""
        pairs = list(zip(typed.getlist("who"), typed.getlist("weight"), strict=False)) if sent else self._hinted(typed)
        self.rows = [Row(self._known(who), weight[:20]) for who, weight in pairs[:MOST]]
        self.unknown = [who[:60] for who, _weight in pairs if who.strip() and not self._known(who)]
        self.rule = self._rule() if sent else None

    def _hinted(self, typed: QueryDict) -> list[tuple[str, str]]:
        """``parts=name:weight``, or name and weight in pairs."""
        parts = [part.rpartition(":") for part in typed.getlist("parts")]
        named = [(who, weight) for who, _colon, weight in parts]
        return [*named, *zip(typed.getlist("name"), typed.getlist("weight"), strict=False)]

    def _known(self, who: str) -> str:
        """A member as the form names her: by address, id or name; "" for everybody else."""
        who = who.strip()
        for address, id, name in self.members:
            if who and (who in (address, id) or who.casefold() == name.casefold()):
                return address
        return ""

    def _rule(self) -> Rule | None:
        parts: dict[str, int] = {}
        ids = {address: id for address, id, _name in self.members}
        for at, row in enumerate(self.rows):
            weight, wrong = row.weight.strip(), ""
            if not row.who and not weight:
                continue
            if not row.who:
                wrong = _("Whose part is this?")
            elif not (weight.isascii() and weight.isdigit() and 0 < len(weight) <= WHOLE and int(weight)):
                wrong = _("Write a whole number of at least 1.")
            elif ids[row.who] in parts:
                wrong = _("She stands above already: give her one part.")
            else:
                parts[ids[row.who]] = int(weight)
            self.rows[at] = Row(row.who, row.weight, wrong)
        if any(row.wrong for row in self.rows):
            return None
        if not parts:
            self.wrong = _("Name at least one member and her part.")
            return None
        try:
            return reading.read({"way": "fixed", "parts": parts})
        except reading.BadRule as trouble:
            self.wrong = tell(trouble)
            return None

    def shown(self) -> Sequence[dict[str, Any]]:
        """The rows that are filled in, and some empty ones below."""
        filled = [row for row in self.rows if row.who or row.weight or row.wrong]
        rows = [*filled, *[Row("", "")] * EMPTY]
        return [{"n": n, "row": row, "last": n == len(filled) + EMPTY} for n, row in enumerate(rows, 1)]

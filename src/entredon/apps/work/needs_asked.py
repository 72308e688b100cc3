"""Which needs are asked for: what an address says, the same for the list, the board, the calendar and the feed."""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace

from django.utils.http import urlencode

OPEN, FREE, TAKEN, LOOKED, DONE, DROPPED, ALL = "open", "free", "taken", "looked", "done", "dropped", "all"
STATES = (OPEN, FREE, TAKEN, LOOKED, DONE, DROPPED, ALL)
"""How a need can stand: open (free: with a free place; taken: by somebody; looked: what was done for it waits for peers) or closed."""
POINTS, MONEY, THANKS = "points", "money", "thanks"
TIMES = (10, 60, 240, 960)
"""How much time somebody can have, in minutes: ten minutes, an hour, an evening, a weekend."""
SMALL, SOON, NEW = "small", "soon", "new"
ORDERS = (SOON, SMALL, NEW)
_MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")
_MINUTES = re.compile(r"[1-9][0-9]{0,5}")


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody asks for. "" asks for nothing in particular; ids are short ones, as addresses have them."""

    state: str = ""
    kind: str = ""
    skill: str = ""
    creation: str = ""
    circle: str = ""
    place: str = ""
    whose: str = ""
    gives: str = ""
    time: str = ""
    q: str = ""
    order: str = ""

    @classmethod
    def of(cls, asked: Mapping[str, str]) -> "Asked":
        """What an address or a form asks for; what makes no sense is left out."""
        said = {name: " ".join(str(asked.get(name, "")).replace("\0", "").split())[:80] for name in cls.__slots__}
        for name, known in (("state", STATES[1:]), ("gives", (POINTS, MONEY, THANKS)), ("order", ORDERS[1:])):
            if said[name] not in known:
                said[name] = ""
        if not _MINUTES.fullmatch(said["time"]):
            said["time"] = ""
        return cls(**said)

    @property
    def minutes(self) -> int:
        """How much time there is; 0 when that isn't said."""
        return int(self.time or 0)

    @property
    def narrowed(self) -> bool:
        """Whether it asks for anything but an order."""
        return replace(self, order="") != Asked()

    def but(self, **changes: str) -> "Asked":
        """The same, with changes."""
        return replace(self, **changes)

    def fields(self) -> dict[str, str]:
        """What is asked for, by name."""
        return {name: text for name, text in asdict(self).items() if text}

    def query(self, **changes: str) -> str:
        """The same as an address has it, with changes; it ends ready for more."""
        written = urlencode(self.but(**changes).fields())
        return f"{written}&" if written else ""


def month_of(asked: str) -> str:
    """A month as in 2026-11, or ""."""
    return asked if _MONTH.fullmatch(asked) and "2000" <= asked[:4] <= "2999" else ""

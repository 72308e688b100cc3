"""A charter as data: who decides about what, and how. Strictly read (``reading``); named by the hash of its canonical bytes.

All fractions are pairs of whole numbers, all spans whole days. Nothing here knows who anybody is: classes of people are names,
and whoever uses a charter says who belongs to them.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Any

from entredon.pure.log import canonical

CLASSES = ("members", "stewards", "keepers", "contributors", "partners")
"""Who there is: members, stewards and keepers among them, those whose work was accepted lately, those who speak for a partner."""
LEVERS = ("sharing", "partner", "budget", "steward", "charter", "words")
"""What a charter says who decides about: parameters of a commons that one decision can change."""
STEWARDS = "stewards"
"""Who decides about a lever where no type of decision does: any steward, alone."""
ALONE = ("sharing", "partner", "steward", "words")
"""The levers that a charter may leave to stewards: what each of them can do alone."""
BASES = ("votes", "cast", "roll")
"""What a threshold is a part of: yes and no together, these with the abstentions, or all who may vote."""
ENTRENCHED = ("leave", "fork", "record")
"""What no charter takes away: to leave, to go on elsewhere with a copy, and that the record is public."""

Fraction = tuple[int, int]
"""A part of a whole: numerator and denominator, as they were written."""


@dataclass(frozen=True, slots=True)
class Contributors:
    """Who counts as a contributor: so many accepted contributions in so many days before the roll is taken."""

    least: int = 1
    days: int = 365

    def data(self) -> dict[str, int]:
        """As the log holds it."""
        return {"least": self.least, "days": self.days}


@dataclass(frozen=True, slots=True, kw_only=True)
class Type:
    """A way to decide: whose it is, how it is counted, and how many days each part of it takes.

    ``who`` may vote and ``opens`` may open one are classes, united; on the roll is only who is a member for ``member_days``.
    ``threshold`` (with ``strict`` and ``base``) is what ``threshold@1`` asks for; ``consent@1`` doesn't look at it. ``quorum`` is
    the part of the roll that must vote. After ``discuss`` days voting begins, for ``vote`` days, or until everybody has voted where
    it may end ``early``; then ``challenge`` days, and ``notice`` days before it is carried out.
    """

    id: str
    who: tuple[str, ...]
    opens: tuple[str, ...]
    method: str = "threshold@1"
    threshold: Fraction = (1, 2)
    strict: bool = True
    base: str = "votes"
    quorum: Fraction = (0, 1)
    member_days: int = 0
    discuss: int = 3
    vote: int = 5
    challenge: int = 3
    notice: int = 0
    early: bool = False

    def data(self) -> dict[str, Any]:
        """As the log holds it: all fields present."""
        return {
            "id": self.id,
            "who": list(self.who),
            "opens": list(self.opens),
            "member_days": self.member_days,
            "method": self.method,
            "threshold": list(self.threshold),
            "strict": self.strict,
            "base": self.base,
            "quorum": list(self.quorum),
            "discuss": self.discuss,
            "vote": self.vote,
            "challenge": self.challenge,
            "notice": self.notice,
            "early": self.early,
        }

    @property
    def days(self) -> int:
        """How many days there are at least from opening to carrying out, where voting takes all of its days."""
        return self.discuss + self.vote + self.challenge + self.notice


@dataclass(frozen=True, slots=True)
class Lever:
    """Who decides about a lever: the id of a type, or ``stewards``. ``most`` is how much of each currency (smallest units) one
    decision may release; none named: as much as there is."""

    by: str
    most: Mapping[str, int] = field(default_factory=dict)

    def data(self) -> dict[str, Any]:
        """As the log holds it. Currencies are a list, for their codes can't be keys there."""
        if not self.most:
            return {"by": self.by}
        return {
            "by": self.by,
            "most": [{"currency": code, "minor": minor} for code, minor in sorted(self.most.items())],
        }


@dataclass(frozen=True)
class Charter:
    """A charter that has been read, so that it can be lived by. Make it by ``reading`` or take one of ``templates``.

    Where ``set_aside`` of the roll challenge a decision, it is set aside.
    """

    name: str
    types: tuple[Type, ...]
    levers: Mapping[str, Lever]
    contributors: Contributors = Contributors()
    set_aside: Fraction = (1, 4)
    entrenched: tuple[str, ...] = ENTRENCHED

    def __post_init__(self) -> None:
        object.__setattr__(self, "levers", MappingProxyType({name: self.levers[name] for name in LEVERS}))

    def data(self) -> dict[str, Any]:
        """The charter as the log holds it: all fields present."""
        return {
            "name": self.name,
            "contributors": self.contributors.data(),
            "types": [way.data() for way in self.types],
            "levers": {name: lever.data() for name, lever in self.levers.items()},
            "set_aside": list(self.set_aside),
            "entrenched": list(self.entrenched),
        }

    def dumps(self) -> bytes:
        """Canonical bytes, which ``hash`` is of."""
        return canonical.dumps(self.data())

    @cached_property
    def hash(self) -> str:
        """SHA-256 of the canonical bytes, in hex: the name of this charter."""
        return hashlib.sha256(self.dumps()).hexdigest()

    def type_of(self, lever: str) -> Type | None:
        """By which type of decision a lever is decided about; None where stewards do alone."""
        by = self.levers[lever].by
        return None if by == STEWARDS else self.type_by(by)

    def type_by(self, id: str) -> Type:
        """A type by its id."""
        return next(way for way in self.types if way.id == id)

    def levers_of(self, id: str) -> tuple[str, ...]:
        """The levers that a type (or ``stewards``) decides about."""
        return tuple(name for name, lever in self.levers.items() if lever.by == id)

    def __hash__(self) -> int:
        return hash(self.hash)

"""A sharing rule as data: what happens to an income. Strictly read; named by the hash of its canonical bytes.

Three ways: ``pot`` (everything to the common pot, decided together), ``fixed`` (parts that everybody named has
signed) and ``flow`` (by contributions). Shares are parts per million.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Any

from entredon.pure.log import canonical

WHOLE = 1_000_000
"""Parts per million of the whole."""
OTHER = "other"
"""The pool of every kind of work that has none of its own."""
ALGORITHMS = {"pot": "pot@1", "fixed": "fixed@1", "flow": "flow@1"}
TOP = ("association", "fund")
"""Who may be given a share of every income before it is divided."""
CONTEST_DAYS = 14


@dataclass(frozen=True, slots=True)
class Points:
    """How contributions of a kind are weighed: base · f(min(measure, cap)). No cap is None."""

    measure: str = "points"
    f: str = "linear"
    base: int = 1
    cap: int | None = None

    def data(self) -> dict[str, Any]:
        return {"measure": self.measure, "f": self.f, "base": self.base, "cap": self.cap}

    def args(self) -> tuple[str, str, int, int | None]:
        """The same, in the order in which ``points`` takes it."""
        return self.measure, self.f, self.base, self.cap


@dataclass(frozen=True)
class Rule:
    """A rule that has been read, so every number in it is within its bounds. Make it by ``reading`` or a constant.

    ``minimum`` (smallest units) concerns payouts only; ``unclaimed`` is the number of days after which a part nobody
    claims may lapse (0: never); ``contest_days`` how long an accepted contribution can be contested.
    """

    way: str
    parts: Mapping[str, int] = field(default_factory=dict)
    top: Mapping[str, int] = field(default_factory=dict)
    pools: Mapping[str, int] = field(default_factory=dict)
    points: Mapping[str, Points] = field(default_factory=dict)
    minimum: int = 0
    unclaimed: int = 0
    contest_days: int = CONTEST_DAYS

    def __post_init__(self) -> None:
        for name in ("parts", "top", "pools", "points"):
            object.__setattr__(self, name, MappingProxyType(dict(sorted(getattr(self, name).items()))))

    def data(self) -> dict[str, Any]:
        """The rule as the log holds it: all fields present. Parts are a list, for a person's id can't be a key there."""
        return {
            "way": self.way,
            "parts": [{"person": person, "weight": weight} for person, weight in self.parts.items()],
            "top": dict(self.top),
            "pools": dict(self.pools),
            "points": {kind: how.data() for kind, how in self.points.items()},
            "minimum": self.minimum,
            "unclaimed": self.unclaimed,
            "contest_days": self.contest_days,
        }

    def dumps(self) -> bytes:
        """Canonical bytes, which ``hash`` is of."""
        return canonical.dumps(self.data())

    @cached_property
    def hash(self) -> str:
        """SHA-256 of the canonical bytes, in hex: the name of this rule."""
        return hashlib.sha256(self.dumps()).hexdigest()

    @property
    def algorithm(self) -> str:
        """Name and version of the algorithm that applies this rule."""
        return ALGORITHMS[self.way]

    @property
    def rest(self) -> int:
        """What is left for people after the top, in parts per million."""
        return WHOLE - sum(self.top.values())

    def how(self, kind: str) -> Points:
        """How contributions of a kind are weighed."""
        return self.points.get(kind, PLAIN)

    def pool(self, kind: str) -> str:
        """The pool that contributions of a kind share."""
        return kind if kind in self.pools else OTHER

    def __hash__(self) -> int:
        return hash(self.hash)


PLAIN = Points()

POT = Rule("pot")
"""Everything to the common pot: what holds until people have agreed on something else."""

CONTRIBUTIONS = Rule(
    "flow",
    top={"association": 50_000, "fund": 50_000},
    pools={
        "code": 550_000,
        "documentation": 100_000,
        "translation": 50_000,
        "review": 100_000,
        "test": 50_000,
        "report": 40_000,
        "help": 20_000,
        "integration": 40_000,
        OTHER: 50_000,
    },
    points={
        **dict.fromkeys(("code", "documentation", "translation"), Points("log_lines")),
        **dict.fromkeys(("review", "test", "report", "help", "integration"), Points("commits")),
    },
)
"""``contributions@1``, the built-in rule of a dry run where the pot is in force."""

BUILT_IN = {"pot@1": POT, "contributions@1": CONTRIBUTIONS}

"""The picture of a change: everybody as a bar, who gains most first; up is more, down is less.

Where there are many, or whoever looks may not see each of them, a bar is a group and as high as its people's mean.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from entredon.pure.value.compare import Change

CROWD = 5
"""So many people at least stand behind a bar of those who aren't to be recognised."""
GAP = 0.14
"""Part of a bar's room that stays free beside it."""
LEAST = 1.5
"""Nothing that changed is drawn lower than this, or it could not be seen."""


@dataclass(frozen=True, slots=True)
class Group:
    """People next to each other in the order of their change. ``name`` where it is one who may be named."""

    people: Sequence[Change]
    name: str = ""
    me: bool = False

    @property
    def mean(self) -> float:
        return sum(change.minor for change in self.people) / len(self.people)

    @property
    def most(self) -> int:
        return self.people[0].minor

    @property
    def least(self) -> int:
        return self.people[-1].minor

    @property
    def tone(self) -> str:
        return "up" if self.mean > 0 else "down" if self.mean < 0 else "same"


@dataclass(frozen=True, slots=True)
class Bar:
    """A group, placed."""

    group: Group
    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> float:
        return round(self.x + self.width / 2, 1)

    @property
    def above(self) -> float:
        """Where a word above the bar stands."""
        return round(self.y - 6, 1)


@dataclass(frozen=True, slots=True)
class Picture:
    """Bars around a line; ``line`` is where nothing changes."""

    width: float
    height: float
    line: float
    bars: Sequence[Bar]


def groups(people: Sequence[Change], *, most: int, called: Callable[[str], str] | None, me: str = "") -> list[Group]:
    """At most so many groups of about the same size; without ``called`` nobody is told apart. Whoever looks stands alone."""
    others = [change for change in people if change.name != me]
    size = max(1 if called else CROWD, -(-len(others) // most))
    found = [Group(others[n : n + size]) for n in range(0, len(others), size)]
    if len(found) > 1 and called is None and len(found[-1].people) < CROWD:
        last = found.pop()
        found[-1] = Group([*found[-1].people, *last.people])
    if called and size == 1:
        found = [Group(group.people, called(group.people[0].name)) for group in found]
    mine = [Group([change], called(me) if called else "", me=True) for change in people if change.name == me]
    return sorted([*found, *mine], key=lambda group: -group.mean)


def layout(shown: Sequence[Group], *, width: float, height: float, edge: float = 26) -> Picture:
    """Place the bars: the highest reaches the top or the bottom, with room for words at the edges."""
    up = max([group.mean for group in shown if group.mean > 0], default=0.0)
    down = -min([group.mean for group in shown if group.mean < 0], default=0.0)
    room = height - 2 * edge
    scale = room / (up + down) if up + down else 0.0
    line = edge + up * scale if up + down else height / 2
    step = width / max(1, len(shown))
    bars = []
    for n, group in enumerate(shown):
        tall = max(LEAST, abs(group.mean) * scale) if group.mean else LEAST / 2
        top = line - tall if group.mean > 0 else line
        gap = min(step * GAP, 6)
        bars.append(Bar(group, *(round(v, 2) for v in (n * step + gap / 2, top, step - gap, tall))))
    return Picture(width, height, round(line, 1), bars)

"""What ``./dev bench`` measures. Each module has ``run(all: bool) -> list[Result]``; ``all`` asks for large cases too.

A module runs in a process of its own, with an empty ``ENTREDON_HOME`` that is removed afterwards. It imports Django
(or a peer such as networkx) inside ``run``. A peer that is not installed is no failure: leave ``peer_figure`` out and
say so in ``note``.
"""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

AIM = re.compile(r"^([≤≥]) ?([0-9][0-9,]*(?:\.[0-9]+)?)\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One measured figure, with what it should be and what stands beside it.

    ``figure`` and ``peer_figure`` are in ``unit`` ("s", "ms", "/s", "MB"). ``aim`` is a text that starts with ≤ or ≥
    and a number in that unit ("≤ 0.6", "≥ 5,000"); followed by × it speaks of the ratio to the peer ("≤ 1.2 ×"); ""
    means no aim. ``peer`` says in words what the other figure is ("bare insert, same disk"); ``ratio`` is figure /
    peer_figure unless given.
    """

    what: str
    figure: float
    unit: str
    aim: str = ""
    peer: str = ""
    peer_figure: float | None = None
    ratio: float | None = None
    note: str = ""

    def __post_init__(self) -> None:
        if self.ratio is None and self.peer_figure:
            object.__setattr__(self, "ratio", self.figure / self.peer_figure)

    def meets_aim(self) -> bool | None:
        """Whether the figure is as good as aimed at; None when there is no aim, or no peer to compare with."""
        found = AIM.match(self.aim)
        figure = self.ratio if self.aim.rstrip().endswith("×") else self.figure
        if not found or figure is None:
            return None
        limit = float(found[2].replace(",", ""))
        return figure <= limit if found[1] == "≤" else figure >= limit


def seconds(work: Callable[[], Any], times: int = 1) -> float:
    """The best wall time of so many runs: what the machine can do when nobody disturbs it."""
    best = float("inf")
    for _ in range(times):
        begun = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - begun)
    return best


def percentile(values: list[float], part: int) -> float:
    """The value below which ``part`` per cent of all lie (nearest rank)."""
    ranked = sorted(values)
    return ranked[max(0, -(-len(ranked) * part // 100) - 1)]

"""Which version a commit belongs to, what each version was made from, and who did how much of which kind in it.

A commit belongs to the first tag, by (time, name), that reaches it; what no tag reaches is not released yet. So no version
builds on a later one, and there can be no circle.
"""

from array import array
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import NamedTuple

from entredon.pure.git.history import DAY, KINDS, UNRELEASED, History
from entredon.pure.git.kinds import WRITTEN
from entredon.pure.git.rows import Unsound


class Work(NamedTuple):
    """What one person did of one kind in one version. ``log_lines`` in 2⁻²⁰; ``days``: distinct days, UTC."""

    person: str
    kind: str
    commits: int
    added: int
    deleted: int
    log_lines: int
    days: int

    def measures(self) -> dict[str, int]:
        """The measures that mean something for this kind."""
        if self.kind not in WRITTEN:
            return {"commits": self.commits, "days": self.days}
        return {
            "commits": self.commits,
            "added": self.added,
            "deleted": self.deleted,
            "log_lines": self.log_lines,
            "days": self.days,
        }


@dataclass(slots=True)
class Part:
    """A version as one history tells it. ``earlier``: parts it builds on, by number; ``outside``: commits told before.

    ``commit`` and ``at`` are those of its tag, for the unreleased part the head and 0. ``own`` and ``deleted`` count lines
    of people, not of programs.
    """

    name: str
    commit: str
    at: int
    commits: list[str] = field(default_factory=list)
    earlier: list[int] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)
    own: int = 0
    deleted: int = 0
    work: list[Work] = field(default_factory=list)
    aside: int = 0
    bots: dict[str, int] = field(default_factory=dict)
    first: int = 0
    last: int = 0


@dataclass(slots=True)
class Told:
    """A history by versions: the tags in order, then the unreleased part. ``boundary``: commits before which it is absent."""

    parts: list[Part]
    boundary: list[str]
    holds_previous: bool
    count: int

    def bots(self) -> list[list[str | int]]:
        """The programs that wrote commits, as [program, commits], sorted."""
        commits: Counter[str] = Counter()
        for part in self.parts:
            commits.update(part.bots)
        return [[bot, commits[bot]] for bot in sorted(commits)]


def stamp(seconds: int) -> str:
    """Seconds since 1970 as entries write a time."""
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%dT%H:%M:%S}.000Z"


def tell(history: History, head: str, previous: str = "") -> Told:
    """Assign all commits and sum up. ``previous`` is the head of the import before this one, if any.

    Raises Unsound for commits that nothing reaches, and for a head that doesn't build on a previous one told here again.
    """
    tags = sorted(history.tags, key=lambda tag: (tag.at, tag.name))
    parts = [*(Part(tag.name, tag.commit, tag.at) for tag in tags), Part(UNRELEASED, head, 0)]
    owner = array("i", [-1]) * len(history.ids)
    for number, part in enumerate(parts):
        rows = _claim(history, owner, number, part)
        part.commits = [history.ids[history.place[row]] for row in rows]
        _sum_up(history, part, rows)
    if sum(len(part.commits) for part in parts) != len(history):
        lost = next(id for id, row, who in zip(history.ids, history.row, owner, strict=True) if row >= 0 and who < 0)
        raise Unsound("Neither a tag nor the head reaches the commit {lost}.", lost=lost[:10])
    return Told(
        parts=parts,
        boundary=sorted(history.ids[history.place[row]] for row in history.boundary),
        holds_previous=_holds(history, head, previous),
        count=len(history),
    )


def _claim(history: History, owner: "array[int]", number: int, part: Part) -> list[int]:
    """Give a version all commits it reaches that no earlier one has; returns their rows.

    What it meets at the edge is what it builds on; without commits of its own, that is the one it stands at.
    """
    row_of, ends, parents = history.row, history.parents_end, history.parents
    earlier: set[int] = set()
    rows: list[int] = []
    start = history.place_of_known(part.commit)
    waiting = [start] if start >= 0 else []
    outside = set() if start >= 0 else {part.commit}
    while waiting:
        place = waiting.pop()
        row = row_of[place]
        if row < 0:
            outside.add(history.ids[place])
        elif owner[place] < 0:
            owner[place] = number
            rows.append(row)
            waiting.extend(parents[ends[row] : ends[row + 1]])
        elif owner[place] != number:
            earlier.add(owner[place])
    part.earlier, part.outside = sorted(earlier), sorted(outside)
    return rows


def _sum_up(history: History, part: Part, rows: list[int]) -> None:
    """What was done in a version: the deeds of its commits, by person and kind."""
    sums: dict[int, list[int]] = {}
    days: set[int] = set()
    deeds, ends, times, bots = history.deeds, history.deeds_end, history.at, history.bot
    for row in rows:
        at, bot = times[row], bots[row]
        part.aside += history.aside[row]
        if at:
            part.first, part.last = min(part.first or at, at), max(part.last, at)
        if bot >= 0:
            part.bots[history.people[bot]] = part.bots.get(history.people[bot], 0) + 1
        done, day = iter(deeds[ends[row] : ends[row + 1]]), at // DAY
        for who, added, deleted, log in zip(done, done, done, done, strict=True):
            days.add(who << 24 | day)
            total = sums.get(who)
            if total is None:
                sums[who] = [1, added, deleted, log]
            else:
                total[0] += 1
                total[1] += added
                total[2] += deleted
                total[3] += log
    part.own = sum(total[1] for total in sums.values())
    part.deleted = sum(total[2] for total in sums.values())
    part.work = _work(history.people, sums, Counter(seen >> 24 for seen in days))


def _work(people: list[str], sums: dict[int, list[int]], days: Counter[int]) -> list[Work]:
    """All of it, sorted by person and kind."""
    work = []
    for who, (commits, added, deleted, log) in sums.items():
        person, kind = divmod(who, len(KINDS))
        work.append(Work(people[person], KINDS[kind], commits, added, deleted, log, days[who]))
    return sorted(work)


def _holds(history: History, head: str, previous: str) -> bool:
    """Whether the previous head is told here again. Raises Unsound when the new one doesn't build on it."""
    wanted = history.place_of_known(previous)
    if wanted < 0 or history.row[wanted] < 0:
        return False
    seen = bytearray(len(history.ids))
    waiting = [history.place_of_known(head)]
    while waiting:
        place = waiting.pop()
        if place == wanted:
            return True
        if place < 0 or seen[place] or history.row[place] < 0:
            continue
        seen[place] = 1
        row = history.row[place]
        waiting.extend(history.parents[history.parents_end[row] : history.parents_end[row + 1]])
    raise Unsound(
        "The head {head} doesn't build on {previous}, the head of the import before.",
        head=head[:10],
        previous=previous[:10],
    )

"""Which version a commit belongs to, what each version was made from, and who did how much of which kind in it.

A commit belongs to the first tag, by (time, name), that reaches it; what no tag reaches is not released yet. So no version
builds on a later one, and there can be no circle.
"""

from array import array
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import NamedTuple

from entredon.pure.git.history import COAUTHORS, KINDS, UNRELEASED, History
from entredon.pure.git.identity import BOT
from entredon.pure.git.kinds import WRITTEN
from entredon.pure.git.measures import log_lines
from entredon.pure.git.rows import Unsound

DAY = 86_400


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
    bots = frozenset(n for n, person in enumerate(history.people) if person.startswith(BOT))
    for number, part in enumerate(parts):
        rows = _claim(history, owner, number, part)
        part.commits = [history.ids[history.place[row]] for row in rows]
        _sum_up(history, part, rows, bots)
    if sum(len(part.commits) for part in parts) != len(history):
        lost = next(id for id, row, who in zip(history.ids, history.row, owner, strict=True) if row >= 0 and who < 0)
        raise Unsound(f"Neither a tag nor the head reaches the commit {lost[:10]}.")
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


class _Sums:
    """Running sums of a version, by person and kind together: [commits, added, deleted, log_lines], and the days seen."""

    __slots__ = ("by", "days")

    def __init__(self) -> None:
        self.by: dict[int, list[int]] = {}
        self.days: set[int] = set()

    def count(self, key: int, day: int) -> list[int]:
        """One commit more; returns the sums to add lines to."""
        self.days.add(key << 24 | day)
        sums = self.by.get(key)
        if sums is None:
            sums = self.by[key] = [0, 0, 0, 0]
        sums[0] += 1
        return sums

    def work(self, people: list[str]) -> list[Work]:
        """All of it, sorted by person and kind."""
        days = Counter(seen >> 24 for seen in self.days)
        work = []
        for key, (commits, added, deleted, log) in self.by.items():
            person, kind = divmod(key, len(KINDS))
            work.append(Work(people[person], KINDS[kind], commits, added, deleted, log, days[key]))
        return sorted(work)


def _sum_up(history: History, part: Part, rows: list[int], bots: frozenset[int]) -> None:
    """What was done in a version. A commit whose past is absent counts for nobody."""
    sums, given_end, lines_end = _Sums(), history.given_end, history.lines_end
    times = [at for row in rows if (at := history.at[row])]
    if times:
        part.first, part.last = min(times), max(times)
    for row in rows:
        part.aside += history.aside[row]
        if row in history.boundary:
            continue
        author, day = history.author[row], history.at[row] // DAY
        authors = [author]
        if author in bots:
            part.bots[history.people[author]] = part.bots.get(history.people[author], 0) + 1
            authors = []
        start, end = given_end[row], given_end[row + 1]
        if start != end:
            _given(history.given[start:end], authors, bots, sums, day)
        start, end = lines_end[row], lines_end[row + 1]
        if authors and start != end:
            _written(history.lines[start:end], part, authors, sums, day)
    part.work = sums.work(history.people)


def _given(given: "array[int]", authors: list[int], bots: frozenset[int], sums: _Sums, day: int) -> None:
    """Each who took part counts once in each kind; authors found on the way join the list."""
    counted: set[int] = set()
    for kind, person in zip(given[::2], given[1::2], strict=True):
        if person in bots:
            continue
        if kind != COAUTHORS:
            counted.add(person * len(KINDS) + kind)
        elif person not in authors:
            authors.append(person)
    for key in counted:
        sums.count(key, day)


def _written(lines: "array[int]", part: Part, authors: list[int], sums: _Sums, day: int) -> None:
    """The lines of a commit are divided among those who wrote it, so that naming more of them adds nothing."""
    for at in range(0, len(lines), 3):
        kind, added, deleted = lines[at : at + 3]
        part.own += added
        part.deleted += deleted
        amounts = added, deleted, log_lines(added)
        each = (0, 0, 0) if len(authors) == 1 else tuple(amount // len(authors) for amount in amounts)
        for author in authors[1:]:
            _add(sums.count(author * len(KINDS) + kind, day), *each)
        # The odd units go to the first.
        rest = [amount - share * (len(authors) - 1) for amount, share in zip(amounts, each, strict=True)]
        _add(sums.count(authors[0] * len(KINDS) + kind, day), *rest)


def _add(total: list[int], added: int, deleted: int, log: int) -> None:
    total[1] += added
    total[2] += deleted
    total[3] += log


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
    raise Unsound(f"The head {head[:10]} doesn't build on {previous[:10]}, the head of the import before.")

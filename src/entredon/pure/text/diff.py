"""What differs between two texts: line by line, and inside changed lines word by word."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from entredon.pure.text.matching import Run, runs

WORD = re.compile(r"\w+|\s+|[^\w\s]")
WORDS = 4_000
"""Where a change has more words than this on both sides together, whole lines are shown as changed."""
BUDGET = 60_000
"""So much is looked at for the words of all changes together."""
LIKE = 4
"""Changed lines are compared word by word when at least one word in so many is the same."""

Part = tuple[bool, str]
"""A piece of a line, and whether it is what changed."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a difference: ``sign`` is " " for one that stayed, "-" for one that went, "+" for one that came.

    ``old`` and ``new`` are its numbers in the two texts, from 1 on; 0 where it doesn't stand.
    """

    sign: str
    old: int
    new: int
    parts: tuple[Part, ...]

    @property
    def text(self) -> str:
        """The line without marks."""
        return "".join(text for _, text in self.parts)


@dataclass(frozen=True, slots=True)
class Skipped:
    """Lines that stayed and are not shown, for they are far from any change."""

    lines: int


@dataclass(frozen=True, slots=True)
class Difference:
    """What differs, in order, and how many lines came and went."""

    rows: tuple[Line | Skipped, ...]
    came: int
    went: int

    @property
    def same(self) -> bool:
        """Whether nothing differs."""
        return not (self.came or self.went)


def difference(old: str, new: str, around: int = 3) -> Difference:
    """What differs between two texts, with so many unchanged lines around each change."""
    was, now = old.split("\n"), new.split("\n")
    lines = list(_lines(was, now))
    rows = tuple(_shown(lines, around))
    return Difference(rows, sum(line.sign == "+" for line in lines), sum(line.sign == "-" for line in lines))


def _lines(was: Sequence[str], now: Sequence[str]) -> Iterator[Line]:
    left = [BUDGET]
    a = b = 0
    for run in (*runs(was, now), Run(len(was), len(now), 0)):
        yield from _changed(was[a : run.a], now[b : run.b], a, b, left)
        for n in range(run.length):
            text = was[run.a + n]
            yield Line(" ", run.a + n + 1, run.b + n + 1, ((False, text),) if text else ())
        a, b = run.a + run.length, run.b + run.length


def _changed(was: Sequence[str], now: Sequence[str], a: int, b: int, left: list[int]) -> Iterator[Line]:
    went, came = _words(was, now, left) if was and now else (None, None)
    for n, text in enumerate(was):
        yield Line("-", a + n + 1, 0, went[n] if went else ((True, text),) if text else ())
    for n, text in enumerate(now):
        yield Line("+", 0, b + n + 1, came[n] if came else ((True, text),) if text else ())


Marked = list[tuple[Part, ...]]


def _words(was: Sequence[str], now: Sequence[str], left: list[int]) -> tuple[Marked | None, Marked | None]:
    """The lines that went and those that came, each in parts; none where they have too little in common, or are too long."""
    if sum(map(len, was)) + sum(map(len, now)) > WORDS * 10:
        return None, None
    one, other = WORD.findall("\n".join(was)), WORD.findall("\n".join(now))
    size = len(one) + len(other)
    left[0] -= size
    if size > WORDS or left[0] < 0:
        return None, None
    found = runs(one, other, budget=BUDGET)
    same = sum(bool(word.strip()) for run in found for word in one[run.a : run.a + run.length])
    if same * LIKE * 2 < sum(bool(word.strip()) for word in (*one, *other)):
        return None, None
    stays_one, stays_other = [False] * len(one), [False] * len(other)
    for run in found:
        stays_one[run.a : run.a + run.length] = [True] * run.length
        stays_other[run.b : run.b + run.length] = [True] * run.length
    return _in_lines(one, stays_one), _in_lines(other, stays_other)


def _in_lines(words: Sequence[str], stays: Sequence[bool]) -> Marked:
    """Words put together to lines again; neighbours that are alike changed or not are one part."""
    lines: list[list[Part]] = [[]]
    for word, same in zip(words, stays, strict=True):
        for number, text in enumerate(word.split("\n")):
            if number:
                lines.append([])
            line = lines[-1]
            if text and line and line[-1][0] is not same:
                line[-1] = (line[-1][0], line[-1][1] + text)
            elif text:
                line.append((not same, text))
    return [tuple(line) for line in lines]


def _shown(lines: Sequence[Line], around: int) -> Iterator[Line | Skipped]:
    """Lines that changed, with what is around them; what is between is only counted. A single line is shown all the same."""
    near = [False] * len(lines)
    for place, line in enumerate(lines):
        if line.sign != " ":
            for beside in range(max(0, place - around), min(len(lines), place + around + 1)):
                near[beside] = True
    place = 0
    while place < len(lines):
        end = place
        while end < len(lines) and not near[end]:
            end += 1
        if end - place > 1:
            yield Skipped(end - place)
        elif end > place:
            yield lines[place]
        if end < len(lines):
            yield lines[end]
        place = end + 1

"""Two people changed one text: their changes put together, line by line, and what can't be put together set beside each other.

This is three-way merging as ``diff3`` does it, after the account of it by S. Khanna, K. Kunal and B. C. Pierce, “A Formal
Investigation of Diff3” (FSTTCS 2007): what both sides kept of the text that they began with holds their texts together; between
two such places stands what one of them changed (that is taken), what both changed alike (that is taken once), or what they
changed each in their own way: a conflict, for people to settle. No line that somebody wrote is lost: it is in the text or in a
conflict. Neither side comes first: exchanged sides give the same with sides exchanged.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from entredon.pure.text.matching import runs

Lines = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Agreed:
    """Lines on which there is nothing to settle."""

    lines: Lines


@dataclass(frozen=True, slots=True)
class Conflict:
    """Lines that both changed, each in her own way: as they were, and as each has them now."""

    base: Lines
    one: Lines
    other: Lines


Piece = Agreed | Conflict


@dataclass(frozen=True, slots=True)
class Merged:
    """A text put together, as its pieces in order; neighbours that are agreed are one piece."""

    pieces: tuple[Piece, ...]

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        """What is to be settled."""
        return tuple(piece for piece in self.pieces if isinstance(piece, Conflict))

    def text(self, chosen: Sequence[Lines] = ()) -> str:
        """The text, with lines ``chosen`` for each conflict in order."""
        settled = iter(chosen)
        lines: list[str] = []
        for piece in self.pieces:
            lines += piece.lines if isinstance(piece, Agreed) else next(settled)
        return "\n".join(lines)


def merge(base: str, one: str, other: str) -> Merged:
    """Put together what became of ``base`` on two sides."""
    was, left, right = (tuple(text.split("\n")) for text in (base, one, other))
    return Merged(tuple(_together(_pieces(was, left, right))))


def common(one: str, other: str) -> str:
    """What two texts have in common, line by line: what both may have begun with, where nobody knows that any more."""
    left, right = one.split("\n"), other.split("\n")
    return "\n".join(line for run in runs(left, right) for line in left[run.a : run.a + run.length])


def _pieces(base: Lines, one: Lines, other: Lines) -> Iterator[Piece]:
    b = x = y = 0
    for stable, in_one, in_other, length in _stable(base, one, other):
        yield _unstable(base[b:stable], one[x:in_one], other[y:in_other])
        b, x, y = stable + length, in_one + length, in_other + length
        yield Agreed(base[stable:b])
    yield _unstable(base[b:], one[x:], other[y:])


def _stable(base: Lines, one: Lines, other: Lines) -> Iterator[tuple[int, int, int, int]]:
    """What both sides kept: where it stands in the base, on the one side and on the other, and how many lines it has."""
    left, right = runs(base, one), runs(base, other)
    i = j = 0
    while i < len(left) and j < len(right):
        p, q = left[i], right[j]
        start, end = max(p.a, q.a), min(p.a + p.length, q.a + q.length)
        if start < end:
            yield start, p.b + start - p.a, q.b + start - q.a, end - start
        if p.a + p.length <= end:
            i += 1
        if q.a + q.length <= end:
            j += 1


def _unstable(base: Lines, one: Lines, other: Lines) -> Piece:
    if one == other or other == base:
        return Agreed(one)
    return Agreed(other) if one == base else Conflict(base, one, other)


def _together(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """The same without what is empty, and with neighbours that are agreed as one."""
    waiting: list[str] = []
    for piece in pieces:
        if isinstance(piece, Agreed):
            waiting += piece.lines
            continue
        if waiting:
            yield Agreed(tuple(waiting))
            waiting = []
        yield piece
    if waiting:
        yield Agreed(tuple(waiting))

"""The output of one ``git log``, read in one pass while git still writes it."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from entredon.pure.git.kinds import of_path
from entredon.pure.told import Told

FORMAT = "%H%x00%P%x00%at%x00%aN%x00%aE%x00%cN%x00%cE%x00%(trailers:only,unfold)"
"""What git is asked for per commit, after a mark. NUL can't occur inside any of these fields, nor in a path."""
_FIELDS = 8
_PATHS = 200_000
"""So many paths are remembered with their kind before the memory starts afresh."""
LATEST = 253_402_300_799
"""The last second of the year 9999: what a time in a history can't exceed."""

Contact = tuple[bytes, bytes]


class Garbled(Told):
    """This is not what git writes."""


class Parsed(NamedTuple):
    """A commit as git tells it. ``lines``: kind → [added, deleted]; ``aside``: files whose lines don't count."""

    id: bytes
    parents: list[bytes]
    at: int
    author: Contact
    committer: Contact
    trailers: bytes
    lines: dict[str, list[int]]
    aside: int


def form(mark: bytes) -> str:
    """The ``--format`` for a mark, which must be random, so that nothing in a repository can imitate it."""
    return f"%x00{mark.decode()}{FORMAT}"


def records(chunks: Iterable[bytes], mark: bytes) -> Iterator[bytes]:
    """What stands after each mark, whatever pieces it comes in. Raises Garbled when it doesn't begin with one."""
    mark = b"\0" + mark
    # A commit that touches a million files comes in many pieces: they are joined once, when its end is seen.
    pieces: list[bytes] = []
    edge, begun = b"", False
    for chunk in chunks:
        pieces.append(chunk)
        seen = edge + chunk
        edge = seen[1 - len(mark) :]
        if mark not in seen:
            continue
        before, *whole, rest = b"".join(pieces).split(mark)
        if begun:
            yield before
        elif before:
            raise Garbled("git wrote something unexpected: {before}", before=f"{before[:40]!r}")
        yield from whole
        pieces, begun = [rest], True
    last = b"".join(pieces)
    if begun:
        yield last
    elif last:
        raise Garbled("git wrote something unexpected: {last}", last=f"{last[:40]!r}")


def commits(chunks: Iterable[bytes], mark: bytes) -> Iterator[Parsed]:
    """The commits of a ``git log -z --numstat`` with the form of this mark. Raises Garbled."""
    kinds: dict[bytes, tuple[str, bool]] = {}
    for record in records(chunks, mark):
        fields = record.split(b"\0")
        if len(fields) <= _FIELDS or fields[-1]:
            raise Garbled("git wrote something unexpected: {record}", record=f"{record[:40]!r}")
        id, parents, at, author, author_address, committer, committer_address, trailers = fields[:_FIELDS]
        lines, aside = _numstat(fields, kinds) if len(fields) > _FIELDS + 1 else ({}, 0)
        yield Parsed(
            id, parents.split(), seconds(at), (author, author_address), (committer, committer_address), trailers, lines,
            aside,
        )  # fmt: skip


def _numstat(fields: list[bytes], kinds: dict[bytes, tuple[str, bool]]) -> tuple[dict[str, list[int]], int]:
    """Sums of lines by kind, and how many files stand aside. Both counts are ``-`` for a binary file."""
    lines: dict[str, list[int]] = {}
    aside = 0
    following = iter(fields[_FIELDS:-1])
    for field in following:  # the first one begins with a newline, which a number doesn't mind
        try:
            added, deleted, path = field.split(b"\t", 2)
            if not path:  # a rename: the old and the new path follow
                next(following)
                path = next(following)
            found = kinds.get(path)
            if found is None:
                if len(kinds) >= _PATHS:
                    kinds.clear()
                found = kinds[path] = of_path(path)
            kind, apart = found
            sums = lines.get(kind)
            if sums is None:
                sums = lines[kind] = [0, 0]
            if apart or deleted == b"-":
                aside += 1
            else:
                sums[0] += int(added)
                sums[1] += int(deleted)
        except (ValueError, StopIteration):
            raise Garbled("git wrote something unexpected: {field}", field=f"{field[:40]!r}") from None
    return lines, aside


def seconds(text: bytes | str) -> int:
    """A time as git writes it, in seconds since 1970 UTC. Broken ones, which old histories have, become 0."""
    try:
        return min(max(int(text), 0), LATEST)
    except ValueError:
        return 0

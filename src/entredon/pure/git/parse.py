"""The output of one ``git log``, read in one pass while git still writes it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from entredon.pure.git.kinds import of_path

FORMAT = "%x00%H%x00%P%x00%at%x00%aN%x00%aE%x00%cN%x00%cE%x00%(trailers:only,unfold)"
"""What git is asked for per commit. NUL can't occur inside any of these fields, nor in a path."""
_FIELDS = 8
_PATHS = 200_000
"""So many paths are remembered with their kind before the memory starts afresh."""
LATEST = 253_402_300_799
"""The last second of the year 9999: what a time in a history can't exceed."""


class Garbled(Exception):
    """This is not what git writes."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """A commit as git tells it. ``lines``: kind → [added, deleted]; ``aside``: files whose lines don't count."""

    id: bytes
    parents: list[bytes]
    at: int
    author: tuple[bytes, bytes]
    committer: tuple[bytes, bytes]
    trailers: bytes
    lines: dict[str, list[int]]
    aside: int


def tokens(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """What stands between the NULs, whatever pieces it comes in. What follows the last NUL is unfinished and left out."""
    rest = b""
    for chunk in chunks:
        parts = (rest + chunk).split(b"\0") if rest else chunk.split(b"\0")
        rest = parts.pop()
        yield from parts


def commits(chunks: Iterable[bytes]) -> Iterator[Parsed]:
    """The commits of a ``git log -z --numstat`` with our FORMAT. Raises Garbled."""
    stream = tokens(chunks)
    kinds: dict[bytes, tuple[str, bool]] = {}
    token = next(stream, None)
    while token is not None:
        # A commit begins with an empty piece; nothing else in the output is empty there.
        header = list(islice(stream, _FIELDS))
        if token or len(header) < _FIELDS:
            raise Garbled(f"git wrote something unexpected: {token[:40]!r}")
        lines: dict[str, list[int]] = {}
        aside = 0
        while token := next(stream, None):
            added, deleted, path = _numstat(token, stream)
            found = kinds.get(path)
            if found is None:
                if len(kinds) >= _PATHS:
                    kinds.clear()
                found = kinds[path] = of_path(path)
            sums = lines.setdefault(found[0], [0, 0])
            if found[1] or added == b"-":
                aside += 1
            else:
                sums[0] += int(added)
                sums[1] += int(deleted)
        yield _parsed(header, lines, aside)


def _numstat(token: bytes, stream: Iterator[bytes]) -> tuple[bytes, bytes, bytes]:
    """(added, deleted, path) of a file; both counts are ``-`` for a binary one. The first one begins with a newline."""
    parts = token.split(b"\t", 2)
    if len(parts) != 3:
        raise Garbled(f"git wrote something unexpected: {token[:40]!r}")
    added, deleted, path = parts
    if not path:  # a rename: the old and the new path follow
        next(stream, None)
        path = next(stream, b"")
    return added.lstrip(b"\n"), deleted, path


def _parsed(header: list[bytes], lines: dict[str, list[int]], aside: int) -> Parsed:
    id, parents, at, author, author_address, committer, committer_address, trailers = header
    return Parsed(
        id,
        parents.split(),
        seconds(at),
        (author, author_address),
        (committer, committer_address),
        trailers,
        lines,
        aside,
    )


def seconds(text: bytes | str) -> int:
    """A time as git writes it, in seconds since 1970 UTC. Broken ones, which old histories have, become 0."""
    try:
        return min(max(int(text), 0), LATEST)
    except ValueError:
        return 0

"""One streamed ``git log`` turned into rows while it runs, and stored before anything is said in the log."""

import io
import secrets
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from entredon.apps.library.git.command import ask, running
from entredon.apps.library.git.complaints import GitTrouble
from entredon.apps.library.git.copy import Copy
from entredon.apps.library.git.people import People
from entredon.apps.library.rules_import import read_here
from entredon.log import content
from entredon.pure.git import kinds, rows
from entredon.pure.git.history import History
from entredon.pure.git.parse import Garbled, Parsed, commits, form

Progress = Callable[[int, int], None]
"""Called with (commits read, commits in all; 0 while that isn't known)."""
EVERY = 200
LARGEST = 16 << 20
"""Bytes of a file that is read whole: a licence, or who is who."""
_MOST = rows.MOST_LINES


class TooLarge(GitTrouble):
    """A file is so large that it can't be what its name says."""


@dataclass(frozen=True, slots=True)
class Stored:
    """The rows of a history in the content store, and between which seconds its commits were written."""

    sha256: str
    bytes: int
    raw_bytes: int
    count: int
    commits: int
    first: int
    last: int


def ends_of(copy: Copy, tags: Iterable[rows.Tag], told: Iterable[str]) -> bytes:
    """What git is to begin from: head and new tags, without what tags reach that were told before."""
    ends = [copy.head, *(tag.commit for tag in tags), *(f"^{commit}" for commit in dict.fromkeys(told))]
    return "\n".join(ends).encode() + b"\n"


class Reading:
    """What is read of a copy: the commits its head and new tags reach, without those told before."""

    def __init__(self, copy: Copy, people: People, *, tags: list[rows.Tag], told: Iterable[str]) -> None:
        self.copy, self.people, self.tags = copy, people, tags
        self._ends = ends_of(copy, tags, told)
        self._writer, self._history = rows.Writer(), History()
        self.commits, self.first, self.last = 0, 0, 0

    def store(self, progress: Progress) -> Stored:
        """Read, compress and store. Raises GitTrouble, OSError; then nothing is stored."""
        sha256, size = content.store().put(_Pulled(self._compressed(progress)))
        raw_bytes, count = self._writer.raw_bytes, self._writer.count
        read_here(self._history, sha256, size=size, raw_bytes=raw_bytes, count=count)
        return Stored(sha256, size, raw_bytes, count, self.commits, self.first, self.last)

    def _compressed(self, progress: Progress) -> Iterator[bytes]:
        # While git computes the next differences there is time to gather what the rule will want to know.
        write, take = self._writer.write, self._history.take
        for tag in self.tags:
            take(tag)
            yield write(tag)
        for parsed in self._parsed(progress):
            row = self._row(parsed)
            take(row)
            yield write(row)
        yield self._writer.end()

    def _parsed(self, progress: Progress) -> Iterator[Parsed]:
        path, about, total = ("-C", str(self.copy.path)), self.copy.origin, 0
        mark = secrets.token_hex(16).encode()
        mailmap = ("-c", f"mailmap.blob={self.copy.head}:.mailmap")
        log = (
            *path, *mailmap, "log", "--stdin", "-z", "--topo-order", "--numstat", "-M", "--use-mailmap", "--no-ext-diff",
            "--no-textconv", "--no-color", "--encoding=UTF-8", f"--format={form(mark)}",
        )  # fmt: skip
        with (
            running(*path, "rev-list", "--count", "--stdin", given=self._ends, about=about) as counting,
            running(*log, given=self._ends, about=about) as logging,
        ):
            try:
                for parsed in commits(logging.chunks(), mark):
                    self._count(parsed)
                    if self.commits % EVERY == 0:
                        total = total or int(counting.answer() or 0)
                        progress(self.commits, total)
                    yield parsed
            except Garbled as trouble:
                logging.finish()  # git's own complaint says more, if it has one
                raise GitTrouble("{about}: {trouble}.", about=about, trouble=trouble) from None
        progress(self.commits, self.commits)

    def _count(self, parsed: Parsed) -> None:
        self.commits += 1
        if parsed.at:
            self.first = min(self.first or parsed.at, parsed.at)
            self.last = max(self.last, parsed.at)

    def _row(self, parsed: Parsed) -> rows.Commit:
        id, parents, at, author_contact, committer_contact, named, lines, aside = parsed
        author, committer = self.people.author(author_contact), self.people.author(committer_contact)
        if id in self.copy.boundary:
            return rows.Commit(id=id.decode(), at=at, author=author, boundary=True)
        given: tuple[tuple[str, str], ...] = ()
        if named or committer != author or len(parents) > 1:
            given = self._given(named, author, committer, merge=len(parents) > 1)
        return rows.Commit(
            id=id.decode(),
            parents=tuple([parent.decode() for parent in parents]),
            at=at,
            author=author,
            lines={kind: (min(sums[0], _MOST), min(sums[1], _MOST)) for kind, sums in lines.items()},
            given=given,
            aside=aside,
        )

    def _given(self, named: bytes, author: str, committer: str, *, merge: bool) -> tuple[tuple[str, str], ...]:
        """Who else took part. Nobody reviews, tests, reports or helps with what she wrote herself."""
        found = [pair for line in named.split(b"\n") if line for pair in self.people.trailer(line)]
        writers = {author, *(who for kind, who in found if kind == kinds.COAUTHOR)}
        given = dict.fromkeys(
            (kind, who) for kind, who in found if who not in writers or (kind == kinds.COAUTHOR and who != author)
        )
        if merge:
            given[kinds.INTEGRATION, author] = None
        if committer != author:
            given[kinds.INTEGRATION, committer] = None
        return tuple(given)


class _Pulled(io.RawIOBase):
    """A stream made of pieces that are computed when it is read."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        """The next piece, whatever size was asked for; nothing at the end."""
        return next((piece for piece in self._pieces if piece), b"")


def mailmap(copy: Copy) -> bytes:
    """The ``.mailmap`` at the head of a copy; nothing when there is none."""
    return blob(copy, f"{copy.head}:.mailmap")


def blob(copy: Copy, name: str) -> bytes:
    """A file of a repository; nothing when there is none. Raises TooLarge when it is far larger than such files are."""
    wanted, path = f"{name}\n".encode(errors="surrogateescape"), ("-C", str(copy.path))
    found = ask(*path, "cat-file", "--batch-check=%(objecttype) %(objectsize)", given=wanted, about=copy.origin)
    kind, _, size = found.strip().rpartition(b" ")
    if kind != b"blob":
        return b""
    if int(size) > LARGEST:
        raise TooLarge(
            "{name} in {origin} is larger than {largest} MB; is that meant to be?",
            name=name.partition(":")[2],
            origin=copy.origin,
            largest=LARGEST >> 20,
        )
    return ask(*path, "cat-file", "blob", name, about=copy.origin)


def descends(copy: Copy, previous: str) -> bool:
    """Whether the head builds on an earlier one (or is it)."""
    try:
        ask("-C", str(copy.path), "merge-base", "--is-ancestor", previous, copy.head, about=copy.origin)
    except GitTrouble:
        return False
    return True


def licence_text(copy: Copy) -> str:
    """The licence at the head of a repository, "" if there is no file of that name."""
    listed = ask("-C", str(copy.path), "ls-tree", "--name-only", "-z", copy.head, about=copy.origin)
    for name in sorted(listed.split(b"\0")):
        stem = Path(name.decode(errors="replace")).stem.upper()
        if stem in ("LICENSE", "LICENCE", "COPYING", "UNLICENSE"):
            try:
                shown = blob(copy, f"{copy.head}:{name.decode(errors='surrogateescape')}")
            except TooLarge:
                return ""  # no licence anybody knows
            return shown[:100_000].decode(errors="replace")
    return ""

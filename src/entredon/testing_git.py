"""Repositories for tests and benchmarks: a history written by ``git fast-import``, always the same for the same seed.

They have what real ones have: branches and merges (some of many), tags of both kinds and beside the head, people with
several addresses and a ``.mailmap``, programs, trailers, renames, binary files, translations, and bytes that are no UTF-8.
"""

import os
import random
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

START = 1_200_000_000
WORDS = [
    "axle", "bolt", "brake", "cable", "chain", "clamp", "crank", "fork", "frame", "gear", "hinge", "hub", "joint", "lamp", "lever",
    "motor", "pedal", "plate", "pump", "rail", "ring", "rivet", "rod", "saddle", "screw", "seat", "shaft", "spoke", "spring",
]  # fmt: skip
FOLDERS = (
    "src",
    "src/core",
    "src/core/parts",
    "src/ui",
    "lib",
    "lib/io",
    "tools",
    "docs",
    "docs/guide",
    "locale/nl",
    "tests",
)
ENDINGS = {"docs": ".md", "docs/guide": ".rst", "locale/nl": ".po"}
TRAILERS = ("Reviewed-by", "Tested-by", "Reported-by", "Helped-by", "Acked-by", "Signed-off-by", "Co-authored-by")
BOT = b"dependabot[bot] <49699333+dependabot[bot]@users.noreply.github.com>"


@dataclass(frozen=True)
class Shape:
    """How a repository is to look. ``folders`` multiplies the tree; ``lines`` is how long a new file is, at most."""

    commits: int = 60
    people: int = 8
    tags: int = 6
    files: int = 30
    folders: int = 1
    lines: int = 40
    odd: bool = True


def make(path: Path, seed: int = 1, shape: Shape = Shape(), *, bare: bool = True) -> Path:
    """A new repository at a path; returns the path."""
    subprocess.run(
        ["git", "init", "--quiet", "--initial-branch=main", *(["--bare"] if bare else []), str(path)], check=True
    )
    more(path, seed, shape)
    if not bare:
        git(path, "reset", "--quiet", "--hard")
    return path


def more(path: Path, seed: int, shape: Shape, *, after: int = 0) -> None:
    """Write a history into a repository; ``after`` > 0 continues the branch main there, beginning at that count of commits."""
    process = subprocess.Popen(
        ["git", "-C", str(path), "fast-import", "--quiet", "--force", "--date-format=raw"],
        stdin=subprocess.PIPE, env={**os.environ, "LC_ALL": "C"},
    )  # fmt: skip
    assert process.stdin is not None
    with process.stdin as stream:
        stream.writelines(History(random.Random(seed), shape, after).pieces())  # noqa: S311
    if process.wait() != 0:
        raise RuntimeError("git fast-import failed")


def git(path: Path, *arguments: str, **options: object) -> str:
    """What git answers in a repository, as nobody in particular."""
    who = {"GIT_AUTHOR_NAME": "Ann", "GIT_AUTHOR_EMAIL": "ann@example.org", "GIT_COMMITTER_NAME": "Ann",
           "GIT_COMMITTER_EMAIL": "ann@example.org", "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}  # fmt: skip
    done = subprocess.run(
        ["git", "-C", str(path), *arguments], capture_output=True, check=True, env={**os.environ, **who, **options}
    )
    return done.stdout.decode(errors="replace").strip()


@dataclass
class History:
    """One history on its way into fast-import."""

    chance: random.Random
    shape: Shape
    after: int
    mark: int = 0
    clock: int = START
    files: dict[bytes, list[bytes]] = field(default_factory=dict)
    names: list[bytes] = field(default_factory=list)
    people: list[bytes] = field(default_factory=list)
    sides: list[tuple[int, set[bytes]]] = field(default_factory=list)
    tagged: int = 0
    number: int = 0

    def pieces(self) -> Iterator[bytes]:
        """The stream that fast-import reads."""
        self.people = self._people()
        self.clock += self.after * 600
        self.tagged = self.after * self.shape.tags // max(1, self.shape.commits)
        # A folder of many files changes cheaply; a real tree is wide and deep.
        self._folders = [f"{where}/{n}" if n else where for n in range(self.shape.folders) for where in FOLDERS]
        tip, first = 0, self.after
        for number in range(first, first + self.shape.commits):
            self.number = number - first
            if number == first and first:
                tip = -1
            yield from self._tags(number, tip)
            draw = self.chance.random()
            if self.sides and draw < 0.08:
                tip = yield from self._merge(tip)
            elif tip and draw < 0.16:
                mark = yield from self._commit(b"refs/heads/side", tip)
                self.sides.append((mark, self._touched))
            elif self.sides and draw < 0.26:
                at = self.chance.randrange(len(self.sides))
                mark, touched = self.sides[at]
                mark = yield from self._commit(b"refs/heads/side", mark)
                self.sides[at] = (mark, touched | self._touched)
            else:
                tip = yield from self._commit(b"refs/heads/main", tip)
        yield from self._last(tip)

    def _people(self) -> list[bytes]:
        odd = [b"Zo\xc3\xab <zoe@example.org>", b"Andr\xe9 <andre@example.org>", "李雷 <lilei@example.org>".encode()]
        plain = [f"Person {n} <person{n}@example.org>".encode() for n in range(self.shape.people)]
        # Number 1 writes under a second address that the .mailmap knows.
        return plain + ([b"P. One <One@Old.example.org>", BOT, *odd] if self.shape.odd else [])

    def _who(self) -> bytes:
        """A few are always there, others come and go, as in life."""
        draw, count = self.chance.random(), len(self.people)
        if draw < 0.15:
            return self.people[
                (self.number * count // max(1, self.shape.commits) + int(60 ** self.chance.random())) % count
            ]
        return self._regular()

    def _regular(self) -> bytes:
        """One of those who are always there, the first ones most of all."""
        return self.people[min(int(40 ** self.chance.random()), len(self.people)) - 1]

    def _tags(self, number: int, tip: int) -> Iterator[bytes]:
        """Tags at even distances: plain ones, written ones, and now and then one beside the main line."""
        while tip > 0 and self.tagged < self.shape.tags * number // max(1, self.shape.commits + self.after):
            self.tagged += 1
            at, name = tip, f"v{self.tagged}".encode()
            if self.sides and self.tagged % 7 == 0:
                at, name = self.sides[-1][0], b"side-" + name
            if self.tagged % 3:
                yield b"tag %s\nfrom :%d\ntagger %s %d +0200\ndata 3\ntag\n" % (name, at, self._who(), self.clock)
            else:
                yield b"reset refs/tags/%s\nfrom :%d\n\n" % (name, at)

    def _head(self, branch: bytes, message: bytes) -> bytes:
        self.mark += 1
        self.clock += self.chance.randrange(1, 3600)
        author = self._who()
        committer = self._who() if self.chance.random() < 0.2 else author
        return b"commit %s\nmark :%d\nauthor %s %d +0100\ncommitter %s %d +0000\ndata %d\n%s\n" % (
            branch, self.mark, author, self.clock - self.chance.randrange(200_000), committer, self.clock,
            len(message), message,
        )  # fmt: skip

    def _message(self) -> bytes:
        subject = " ".join(self.chance.choices(WORDS, k=5)).capitalize().encode()
        lines = [
            b"%s: %s"
            % (self.chance.choice(TRAILERS).encode(), self._who() if self.chance.random() < 0.3 else self._regular())
            for _ in range(self.chance.choice((0, 0, 0, 1, 1, 2, 3)))
        ]
        return subject + b"\n" + (b"\n" + b"\n".join(lines) + b"\n" if lines else b"")

    def _commit(self, branch: bytes, parent: int) -> Iterator[bytes]:
        """A commit that changes a few files; the generator's value is its mark."""
        yield self._head(branch, self._message())
        yield self._from(parent)
        self._touched: set[bytes] = set()
        for _ in range(min(self.chance.choice((1, 1, 1, 2, 2, 3, 5)), 1 + len(self.names))):
            yield from self._change()
        yield b"\n"
        return self.mark

    def _from(self, parent: int) -> bytes:
        return b"from refs/heads/main^0\n" if parent < 0 else b"from :%d\n" % parent if parent else b""

    def _merge(self, tip: int) -> Iterator[bytes]:
        """Merge one side, or at times all that are open."""
        count = len(self.sides) if self.chance.random() < 0.2 else 1
        merged, self.sides = self.sides[:count], self.sides[count:]
        yield self._head(b"refs/heads/main", b"Merge\n")
        yield self._from(tip)
        yield from (b"merge :%d\n" % mark for mark, _ in merged)
        for name in sorted(set().union(*(touched for _, touched in merged))):
            if name in self.files:
                yield self._file(name)
        yield b"\n"
        return self.mark

    def _change(self) -> Iterator[bytes]:
        draw = self.chance.random()
        if len(self.names) < self.shape.files and (draw < 0.3 or not self.names):
            yield from self._new_file()
            return
        if draw < 0.02:
            name = b"art/%d.png" % self.chance.randrange(20)
            yield b"M 100644 inline %s\n" % name + _data(b"\x89PNG\0" + self.chance.randbytes(40))
            return
        at = self.chance.randrange(len(self.names))
        name = self.names[at]
        if draw > 0.985 and name not in self._touched and not self.sides:
            new = name.replace(b".", b"_.", 1)
            self.files[new], self.names[at] = self.files.pop(name), new
            yield b"R %s %s\n" % (_quoted(name), _quoted(new))
            name = new
        self._edit(self.files[name])
        self._touched.add(name)
        yield self._file(name)

    def _new_file(self) -> Iterator[bytes]:
        folder = self.chance.choice(self._folders)
        ending = ENDINGS.get(folder.rpartition("/")[0] if folder[-1].isdigit() else folder, ".py")
        name = f"{folder}/{self.chance.choice(WORDS)}{len(self.names)}".encode() + ending.encode()
        if self.shape.odd and len(self.names) % 11 == 5:
            name = name.replace(b"/", b"/\xe9 ", 1)
        self.names.append(name)
        self.files[name] = [self._line() for _ in range(self.chance.randrange(1, self.shape.lines + 1))]
        self._touched.add(name)
        yield self._file(name)

    def _line(self) -> bytes:
        return " ".join(self.chance.choices(WORDS, k=6)).encode()

    def _edit(self, lines: list[bytes]) -> None:
        for _ in range(self.chance.randrange(1, 4)):
            at, draw = self.chance.randrange(len(lines) + 1), self.chance.random()
            if draw < 0.3 and len(lines) > self.shape.lines // 2:
                del lines[at : at + self.chance.randrange(1, 6)]
            else:
                lines[at:at] = [self._line() for _ in range(self.chance.randrange(1, 6))]

    def _file(self, name: bytes) -> bytes:
        return b"M 100644 inline %s\n" % _quoted(name) + _data(b"\n".join(self.files[name]) + b"\n")

    def _last(self, tip: int) -> Iterator[bytes]:
        """The last commit brings what tells who is who."""
        if self.shape.odd and tip:
            yield b"commit refs/heads/main\nmark :%d\ncommitter %s %d +0000\ndata 7\nmailmap\n" % (
                self.mark + 1, self.people[1], self.clock + 60,
            )  # fmt: skip
            yield self._from(tip)
            yield (
                b"M 100644 inline .mailmap\n"
                + _data(b"Person One <person1@example.org> <one@old.example.org>\n")
                + b"\n"
            )


def _data(content: bytes) -> bytes:
    return b"data %d\n%s\n" % (len(content), content)


def _quoted(name: bytes) -> bytes:
    """A path as fast-import reads it, whatever bytes it has."""
    return b'"' + b"".join(bytes([c]) if 32 < c < 127 and c not in b'"\\' else b"\\%03o" % c for c in name) + b'"'


def commit(path: Path, message: str, files: dict[str, str | bytes], *, author: str = "Ann <ann@example.org>", at: int = START,
           tags: Sequence[str] = ()) -> str:  # fmt: skip
    """A commit by hand in a repository with files; returns its id."""
    for name, content in files.items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_bytes(content.encode() if isinstance(content, str) else content)
    git(path, "add", "--all")
    dated = {"GIT_AUTHOR_DATE": f"@{at} +0000", "GIT_COMMITTER_DATE": f"@{at} +0000"}
    git(path, "commit", "--quiet", "--allow-empty", "--message", message, "--author", author, **dated)
    for name in tags:
        git(path, "tag", name)
    return git(path, "rev-parse", "HEAD")

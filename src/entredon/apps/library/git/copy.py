"""The bare copy of a repository that a node keeps in ``git/<slug>.git``: what an import reads, and what later ones build on."""

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings

from entredon.apps.library.git import command, complaints
from entredon.apps.library.git.command import ask
from entredon.apps.library.git.complaints import GitTrouble
from entredon.pure.git.history import UNRELEASED
from entredon.pure.git.identity import text
from entredon.pure.git.parse import seconds
from entredon.pure.git.rows import Tag

HEAD = "refs/entredon/head"
_LONGEST = 150
_PROOF = re.compile(rb"tag entredon [!-~]+/[!-~]+ [0-9a-f]{32}")
# As a path it has lost a slash: https:/example.org/car.git, or git@example.org:car.git.
_ADDRESS = re.compile(r"[a-z+]+:/|[^/]+@[^/]+:")


@dataclass(frozen=True, slots=True)
class Copy:
    """A bare copy, brought up to date: its head, its tags in the order of their names, and where its history is cut off."""

    path: Path
    origin: str
    head: str
    tags: list[Tag] = field(default_factory=list)
    boundary: frozenset[bytes] = frozenset()
    skipped: list[str] = field(default_factory=list)


def place(slug: str) -> Path:
    """Where the copy for a commons lies."""
    return Path(settings.ENTREDON_HOME) / "git" / f"{slug}.git"


@contextmanager
def copied(slug: str, source: Path) -> Iterator[Copy]:
    """A copy of the repository as it is now. The first one is thrown away again unless ``keep`` is called inside.

    Raises GitTrouble, OSError.
    """
    command.needed()
    _look_at(source)
    target, origin = place(slug), command.same_place(source)
    if target.exists():
        _fetch(target, origin)
        yield _read(target, origin)
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    _sweep(target)
    draft = target.with_name(f"{target.name}.new-{os.getpid()}")
    try:
        _clone(origin, draft)
        yield _read(draft, origin)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def keep(slug: str, copy: Copy) -> None:
    """The import is told: its copy stays."""
    if copy.path != place(slug):
        os.replace(copy.path, place(slug))


def drop(slug: str) -> None:
    """Remove the copy left by a commons that is no more."""
    shutil.rmtree(place(slug), ignore_errors=True)


def _look_at(source: Path) -> None:
    """What can be said before git is asked. Raises GitTrouble."""
    try:
        if not source.expanduser().exists():
            if _ADDRESS.match(str(source)):
                raise GitTrouble(
                    "A repository elsewhere is not read directly; clone it (git clone), then give the folder."
                )
            raise GitTrouble("There is no {source}; give the folder of a git repository.", source=source)
        if source.expanduser().is_dir():
            os.listdir(source.expanduser())
    except PermissionError:
        raise GitTrouble(complaints.FORBIDDEN, about=source) from None


def _sweep(target: Path) -> None:
    """Drafts of imports that were killed."""
    for left in target.parent.glob(f"{target.name}.new-*"):
        process = left.name.rpartition("-")[2]
        if process.isdigit() and not _runs(int(process)):
            shutil.rmtree(left, ignore_errors=True)


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _clone(origin: str, draft: Path) -> None:
    """By hard links where the disk allows. What the original borrows from other repositories is copied too."""
    _check_whole(origin)
    ask(
        "clone", "--quiet", "--bare", "--dissociate", "--template=", "-c", "gc.auto=0", "-c", "maintenance.auto=false",
        "--", origin, str(draft), alone=False, about=origin,
    )  # fmt: skip
    found = commit_at(draft, "HEAD")
    if not found:
        branches = ask("-C", str(draft), "for-each-ref", "--count=1", "refs/heads", about=origin)
        if branches.strip():
            raise GitTrouble(
                "HEAD of {origin} names a branch that has no commits; check out the one to import and try again.",
                origin=origin,
            )
        raise GitTrouble(complaints.EMPTY, about=origin)
    ask("-C", str(draft), "update-ref", HEAD, found, about=origin)


def _check_whole(origin: str) -> None:
    """A partial clone lacks what git would fetch when asked; a copy of it can't. Raises GitTrouble."""
    found = b""
    if Path(origin).is_dir():
        with suppress(GitTrouble):  # what is wrong with the repository itself, the copying tells better
            found = ask("-C", origin, "config", "--get-regexp", r"^remote\..*\.promisor$", alone=False, about=origin)
    if b"true" in found:
        raise GitTrouble(
            "{origin} is a partial clone; fetch the rest (git fetch --refetch --no-filter) and try again.",
            origin=origin,
        )


def _fetch(target: Path, origin: str) -> None:
    """Bring the copy up to date with HEAD and the tags; nothing that was there is thrown away. What was absent may come."""
    deeper = ("--unshallow",) if (target / "shallow").exists() else ()
    ask(
        "-C", str(target), "fetch", *deeper, "--quiet", "--force", "--prune", "--no-tags", "--no-write-fetch-head",
        "--no-recurse-submodules", "--no-auto-maintenance", "--", origin, f"+HEAD:{HEAD}", "+refs/tags/*:refs/tags/*",
        alone=False, about=origin,
    )  # fmt: skip


def commit_at(copy: Path, name: str) -> str:
    """The commit a name stands at, "" if it stands at none."""
    with suppress(GitTrouble):
        return ask("-C", str(copy), "rev-parse", "--verify", "--quiet", f"{name}^{{commit}}").decode().strip()
    return ""


def _read(copy: Path, origin: str) -> Copy:
    head = commit_at(copy, HEAD)
    if not head:
        raise GitTrouble(
            "{origin} is damaged: HEAD names a commit that isn't there. Find out more with git fsck.", origin=origin
        )
    tags, skipped = _tags(copy, origin)
    return Copy(copy, origin, head, tags, _boundary(copy, origin), skipped)


def _tags(copy: Path, origin: str) -> tuple[list[Tag], list[str]]:
    """All tags that stand at a commit, however many tags lie between; and the names of the others."""
    form = "%(objecttype) %(contents:subject)%00%(refname)%00%(objectname)%00%(creatordate:unix)%00%(committerdate:unix)%00"
    form += "%(*committerdate:unix)"
    listed = ask("-C", str(copy), "for-each-ref", f"--format={form}", "refs/tags", about=origin)
    rows = (line.split(b"\0") for line in listed.split(b"\n") if line)
    # A tag that was made to show control of the repository is no version of anything.
    refs = [ref for said, *ref in rows if not _PROOF.fullmatch(said)]
    wanted = b"".join(ref[1] + b"^{commit}\n" for ref in refs)
    peeled = ask("-C", str(copy), "cat-file", "--batch-check=%(objectname) %(objecttype)", given=wanted, about=origin)
    tags, skipped, seen = [], [], set()
    for (ref, _, *dates), answer in zip(refs, peeled.splitlines(), strict=True):
        name, (commit, _, kind) = text(ref.removeprefix(b"refs/tags/")), answer.partition(b" ")
        if kind != b"commit":
            skipped.append(name)
            continue
        name = _unlike(name, commit.decode(), seen)
        seen.add(name)
        at = next((date for date in dates if date), b"0")
        tags.append(Tag(name=name, commit=commit.decode(), at=seconds(at)))
    return tags, skipped


def _unlike(name: str, commit: str, taken: set[str]) -> str:
    """A name for a version: not too long, not one already used, not what the unreleased is called."""
    if len(name) > _LONGEST or not name or name in taken or name == UNRELEASED:
        return f"{name[:_LONGEST]}~{commit[:10]}"
    return name


def _boundary(copy: Path, origin: str) -> frozenset[bytes]:
    """The commits whose parents a shallow clone lacks."""
    try:
        listed = (copy / "shallow").read_bytes().split()
    except FileNotFoundError:
        return frozenset()
    answer = ask("-C", str(copy), "cat-file", "--batch", given=b"\n".join(listed) + b"\n", about=origin)
    cut, at = set(), 0
    while at < len(answer):
        head, _, _ = answer[at:].partition(b"\n")
        parts = head.split()
        at += len(head) + 1
        if len(parts) != 3:
            continue
        body = answer[at : at + int(parts[2])]
        at += len(body) + 1
        if b"\nparent " in body.partition(b"\n\n")[0]:
            cut.add(parts[0])
    return frozenset(cut)

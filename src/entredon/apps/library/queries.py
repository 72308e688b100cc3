"""What pages and other apps read about creations and versions."""

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from entredon.apps.flows import queries as flows
from entredon.apps.library.git import copy
from entredon.apps.library.models import Creation, Import, ImportedCommits, Proof, Secret, Version
from entredon.apps.library.record import OPEN, RELEASED, SUPERSEDED
from entredon.apps.library.record_shelves import DIGITS
from entredon.log import held
from entredon.log.asked import Ambiguous, NotFound, by_prefix
from entredon.log.told import short

LEAST = 6
"""Characters of an id that name a version."""


@dataclass(frozen=True, slots=True)
class CreationShown:
    """A creation: its id, name, and when it was begun."""

    id: str
    name: str
    at: str
    position: int
    open_version: str


@dataclass(frozen=True, slots=True)
class VersionShown:
    """A version of a creation; ``label`` is its name with the creation's. The last five are known of versions from git."""

    id: str
    creation: str
    creation_name: str
    name: str
    process: str
    own: int
    state: str
    at: str
    position: int
    commit: str = ""
    commits: int = 0
    aside: int = 0
    first: int = 0
    last: int = 0

    @property
    def label(self) -> str:
        return f"{self.creation_name} {self.name}"

    @property
    def released(self) -> bool:
        return self.state == RELEASED


def creations(slug: str) -> list[CreationShown]:
    """All creations, in the order in which they were begun."""
    rows = Creation.objects.filter(commons=slug).order_by("position", "id")
    return [CreationShown(row.id, row.name, row.at, row.position, row.open_version) for row in rows]


def versions(slug: str) -> list[VersionShown]:
    """All versions that stand, released ones in the order of their release, then what is unreleased."""
    names = dict(Creation.objects.filter(commons=slug).values_list("id", "name"))
    rows = Version.objects.filter(commons=slug).exclude(state=SUPERSEDED)
    ordered = sorted(rows, key=lambda row: (row.state == OPEN, row.at, row.position, row.number, row.id))
    return [_shown(row, names[row.creation]) for row in ordered]


def _shown(row: Version, creation: str) -> VersionShown:
    return VersionShown(
        id=row.id, creation=row.creation, creation_name=creation, name=row.name, process=row.process, own=row.own,
        state=row.state, at=row.at, position=row.position, commit=row.commit, commits=row.commits, aside=row.aside,
        first=row.first, last=row.last,
    )  # fmt: skip


def find_version(slug: str, asked: str) -> VersionShown:
    """A version by the beginning of its id, by its name, or by creation and name; "" means the last released one, else
    the unreleased. Raises NotFound, Ambiguous."""
    known = versions(slug)
    if not known:
        raise NotFound("Nothing has been made here yet: begin with a creation or import a git repository.")
    if not asked:
        released = [v for v in known if v.released]
        return released[-1] if released else known[-1]
    named = _named(known, asked)
    if len(named) > 1:
        raise _which(asked, named)
    if named:
        return named[0]
    if len(asked) < LEAST:  # else “7” would be whichever version's id happens to begin so
        raise NotFound("There is no {what} “{asked}” here.", what="version", asked=asked)
    among = [v for v in known if asked in (v.id, short(v.id))] or known
    begin = [v for v in among if v.id.startswith(asked) and v.released]
    if len(begin) == 1:  # the open version that begins with a release has an id that begins like it
        return begin[0]
    by_id = {v.id: v for v in among}
    return by_id[by_prefix(asked, list(by_id), "version")]


def _named(known: list[VersionShown], asked: str) -> list[VersionShown]:
    """The versions that are called so: by creation and name, else by name, else the last released one of a creation.

    Small and capital letters are alike, except where that makes one out of several.
    """
    folded = asked.casefold()
    found = [v for v in known if folded == v.label.casefold()] or [v for v in known if folded == v.name.casefold()]
    if found:
        exact = [v for v in found if asked in (v.label, v.name)]
        return exact if len(exact) == 1 else found
    last = {v.creation: v for v in known if v.released and folded == v.creation_name.casefold()}
    return list(last.values())


def _which(asked: str, named: list[VersionShown]) -> Ambiguous:
    """What to write when several versions are called the same."""
    labels = [v.label for v in named]
    alone = [f'"{v.label}"' for v in named if labels.count(v.label) == 1 and v.label != asked]
    write = [*alone[:3], *(short(v.id) for v in named[: 1 if alone else 3])]
    values = {"count": len(named), "asked": asked, "write": " · ".join(write)}
    if alone:
        return Ambiguous(
            "{count} versions here are called “{asked}”; write the one you mean with its creation, or by its id, for "
            "instance {write}.",
            **values,
        )
    return Ambiguous(
        "{count} versions here are called “{asked}”; write the one you mean by its id, for instance {write}.", **values
    )


def has_creations(slug: str) -> bool:
    """Whether anything has been begun here."""
    return Creation.objects.filter(commons=slug).exists()


def labels(slug: str) -> dict[str, tuple[str, str]]:
    """What every version is called, and the id it has now: one that was superseded is called as what took its place."""
    names = dict(Creation.objects.filter(commons=slug).values_list("id", "name"))
    rows = list(Version.objects.filter(commons=slug).values_list("id", "creation", "name", "process", "state"))
    standing = {
        process: (id, f"{names[creation]} {name}") for id, creation, name, process, state in rows if state != SUPERSEDED
    }
    return {
        id: (standing[process][1], standing[process][0]) if process in standing else (f"{names[creation]} {name}", id)
        for id, creation, name, process, _ in rows
    }


class Cited(NamedTuple):
    """A version builds on another; ``weight`` counts beside ``own`` of the version and the weights of its other inputs."""

    version: str
    on: str
    weight: int


def lineage(slug: str) -> list[Cited]:
    """What each version that stands builds on, in no order that matters."""
    made = dict(Version.objects.filter(commons=slug).exclude(state=SUPERSEDED).values_list("process", "id"))
    return [Cited(made[c.process], c.version, c.weight) for c in flows.cites(slug) if c.process in made]


@dataclass(frozen=True, slots=True)
class ImportShown:
    """That a git repository was told: up to which commit, how much, by whom; and what it can't tell.

    ``bots`` are programs with the number of their commits; ``boundary`` the commits before which the history is absent.
    """

    id: str
    creation: str
    head: str
    previous: str
    sha256: str
    commits: int
    tags: int
    people: int
    bots: tuple[tuple[str, int], ...]
    boundary: tuple[str, ...]
    person: str
    at: str
    position: int


def imports(slug: str, creation: str = "") -> list[ImportShown]:
    """All imports from git, oldest first; with ``creation`` only its own."""
    rows = Import.objects.filter(commons=slug, **({"creation": creation} if creation else {})).order_by("position")
    return [
        ImportShown(
            id=row.id, creation=row.creation, head=row.head, previous=row.previous, sha256=row.sha256,
            commits=row.commits, tags=row.tags, people=row.people, bots=tuple((bot, n) for bot, n in row.bots),
            boundary=tuple(row.boundary), person=row.person, at=row.at, position=row.position,
        )
        for row in rows
    ]  # fmt: skip


class FromGit(NamedTuple):
    """Where the import of a creation stands: its last head, the tags that are told, name → commit, and whether an import
    began where a shallow clone does."""

    creation: str
    name: str
    head: str
    tags: dict[str, str]
    cut: bool


def from_git(slug: str) -> FromGit | None:
    """The creation of this commons that comes from git, if there is one."""
    row = Creation.objects.filter(commons=slug).exclude(head="").order_by("position").first()
    if row is None:
        return None
    tags = Version.objects.filter(commons=slug, creation=row.id, state=RELEASED).values_list("name", "commit")
    cut = any(done.boundary for done in imports(slug, row.id))
    return FromGit(row.id, row.name, row.head, dict(tags), cut)


def has_copy(slug: str) -> bool:
    """Whether a bare copy of the imported repository is kept on this node."""
    return copy.place(slug).exists()


def told(slug: str, creation: str, commit: str) -> bool:
    """Whether a commit belongs to a version from git."""
    shelf = ImportedCommits.objects.filter(commons=slug, id=f"{creation}/{commit[:DIGITS]}").first()
    return shelf is not None and commit[DIGITS:] in shelf.owners


@dataclass(frozen=True, slots=True)
class ProofShown:
    """Control of the repository a draft was imported from, as it was shown last. ``stale``: about an earlier import."""

    way: str
    repository: str
    head: str
    shown: str
    earlier: str
    by: str
    at: datetime
    stale: bool


def proof(slug: str) -> ProofShown | None:
    """What was shown about control of the imported repository; None as long as nothing was."""
    row = Proof.objects.filter(commons=slug).first()
    if row is None:
        return None
    stale = row.head not in Creation.objects.filter(commons=slug).values_list("head", flat=True)
    return ProofShown(row.way, row.repository, row.head, row.shown, row.earlier, row.by, row.at, stale)


def proof_code(slug: str) -> str:
    """The code by which control of the imported repository is shown: nobody outside can guess it. Raises NotFound."""
    row = Secret.objects.filter(commons=slug).first()
    if row is None:
        raise NotFound("Nothing was imported here.")
    return hmac.digest(held.unseal(row.sealed), b"entredon/proof/v1", "sha256").hex()[:32]


def secret(slug: str) -> bytes:
    """What pseudonyms of a commons are made with, and the keys of rows that are brought in; made now if it isn't there yet."""
    fresh = held.seal(secrets.token_bytes(32))
    row, _made = Secret.objects.get_or_create(commons=slug, defaults={"sealed": fresh})
    return held.unseal(row.sealed)


def proof_line(origin: str, code: str) -> str:
    """The line that the repository is to hold: it is bound to one public record, so it can't be used for another."""
    return f"entredon {origin} {code}"


def signed_by(slug: str, challenge: str, signature: str, public_key: str) -> "SignedBy":
    """Whose commits were signed by the key that signed a challenge. Raises GitTrouble with a sentence for people."""
    from entredon.apps.library.git import signed_commits

    return signed_commits.signed_by(slug, challenge, signature, public_key)


class SignedBy(NamedTuple):
    """A key that signed a challenge, and by pseudonym how many commits it signed, of how many signed ones."""

    key: str
    commits: dict[str, tuple[int, int]]

"""What pages and other apps read about creations and versions."""

from dataclasses import dataclass

from entredon.apps.library.models import Creation, Version
from entredon.apps.library.record import OPEN, RELEASED, SUPERSEDED
from entredon.log.asked import NotFound, by_prefix


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
    """A version of a creation; ``label`` is its name with the creation's."""

    id: str
    creation: str
    creation_name: str
    name: str
    process: str
    own: int
    state: str
    at: str
    position: int

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
    ordered = sorted(rows, key=lambda row: (row.state == OPEN, row.at, row.position, row.id))
    return [
        VersionShown(
            row.id, row.creation, names[row.creation], row.name, row.process, row.own, row.state, row.at, row.position
        )
        for row in ordered
    ]  # fmt: skip


def find_version(slug: str, asked: str) -> VersionShown:
    """A version by the beginning of its id, by its name, or by creation and name; "" means the last released one, else
    the unreleased. Raises NotFound, Ambiguous."""
    known = versions(slug)
    if not known:
        raise NotFound("Nothing has been made here yet: begin with a creation or import a git repository.")
    if not asked:
        released = [v for v in known if v.released]
        return released[-1] if released else known[-1]
    folded = asked.casefold()
    named = [v for v in known if folded in (v.name.casefold(), v.label.casefold())]
    if not named and folded in {v.creation_name.casefold() for v in known}:
        named = [v for v in known if v.creation_name.casefold() == folded and v.released][-1:]
    if len(named) == 1:
        return named[0]
    by_id = {v.id: v for v in (named or known)}
    return by_id[by_prefix(asked, list(by_id), "version")]


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

"""What ``found --from-git`` and ``import-git`` do, without the talking: also for whoever loads a sample from a repository."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from entredon.apps.commons import queries as commons
from entredon.apps.commons.founding import Key, found_commons
from entredon.apps.library import queries as library
from entredon.apps.library.entries import Created
from entredon.apps.library.git.importing import Ready, ready
from entredon.apps.library.git.reading import Progress
from entredon.apps.people import aliases
from entredon.log import device, door
from entredon.log.registry import Fact


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an import has told; ``first`` if it is the first one. ``commits`` are those not told before; years are 0 when no
    commit has a time."""

    first: bool
    people: int
    commits: int
    versions: int
    unreleased: int
    first_year: int
    last_year: int
    licence: str
    notes: list[str]

    @property
    def nothing_new(self) -> bool:
        return not self.commits and not self.versions


def silent(done: int, total: int) -> None:
    """A progress that nobody watches."""


def found_from_git(
    name: str,
    slug: str,
    source: Path,
    *,
    purpose: str,
    licences: Sequence[str] = (),
    legal_form: str = "",
    bearer: str = "",
    association: str = "",
    joining: str = "acceptance",
    founder: Key | None = None,
    custody: str = "device",
    texts: Mapping[str, str] | None = None,
    at: str | None = None,
    then: Sequence[Fact] = (),
    progress: Progress = silent,
) -> Outcome:
    """Found a commons, as a private draft, from what a git repository says. All or nothing.

    Without ``licences`` the one that the repository's own file is recognised as, else "unknown". What the founder says
    ``then`` stands right after the common pot. Raises GitTrouble, Refused.
    """
    with ready(slug, source, progress) as found:
        found_commons(
            name, slug, purpose=purpose, licences=licences or [found.licence], legal_form=legal_form, bearer=bearer,
            association=association, joining=joining, draft=True, founder=founder, custody=custody, texts=texts, at=at,
            then=[*then, Created(name=name), lambda ids: found.fact(ids[-1])],
        )  # fmt: skip
        aliases.remember(slug, found.aliases)
    return _outcome(slug, found, 0)


def import_from_git(
    slug: str, source: Path, *, signer: Key | None = None, at: str | None = None, progress: Progress = silent
) -> Outcome:
    """Tell what is new in a repository since the last import, or all of it the first time.

    Raises NotFound, GitTrouble, Refused.
    """
    name = commons.commons(slug).name
    signer = signer or device.key(slug)
    before = library.from_git(slug)
    known = _unreleased(slug) if before else 0
    with ready(slug, source, progress) as found:
        if not found.nothing_new:
            if before:
                door.append(slug, found.fact(before.creation), signer, at=at)
            else:
                begun = door.Saying(Created(name=name), signer, at=at)
                door.append_many(slug, [begun, door.Saying(lambda ids: found.fact(ids[-1]), signer, at=at)])
            aliases.remember(slug, found.aliases)
    return _outcome(slug, found, known)


def _unreleased(slug: str) -> int:
    return sum(version.commits for version in library.versions(slug) if not version.released)


def _outcome(slug: str, found: Ready, known: int) -> Outcome:
    if found.stored is None:
        return Outcome(False, 0, 0, 0, 0, 0, 0, found.licence, found.notes)
    told = library.imports(slug)[-1]
    first, last = (_year(seconds) for seconds in (found.stored.first, found.stored.last))
    return Outcome(
        first=not found.previous, people=told.people, commits=told.commits - known, versions=told.tags, unreleased=_unreleased(slug),
        first_year=first, last_year=last, licence=found.licence, notes=found.notes,
    )  # fmt: skip


def _year(seconds: int) -> int:
    return datetime.fromtimestamp(seconds, UTC).year if seconds else 0

"""An import from its beginning to the moment when it can be said: all of git's work comes first, and leaves nothing if it fails."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from entredon.apps.library import queries
from entredon.apps.library.entries import Imported
from entredon.apps.library.git import copy as copies
from entredon.apps.library.git.command import ask
from entredon.apps.library.git.complaints import GitTrouble
from entredon.apps.library.git.people import People
from entredon.apps.library.git.reading import Progress, Reading, Stored, descends, ends_of, licence_text, mailmap
from entredon.apps.library.models import Import, Secret
from entredon.log import content, held
from entredon.pure.git import IMPORTER, licences
from entredon.pure.git.identity import PERSON
from entredon.pure.git.rows import Tag


@dataclass(frozen=True, slots=True)
class Ready:
    """A history that can now be told. ``nothing_new``: there is nothing to tell, and ``stored`` is None.

    ``notes`` are sentences about what was found and could not be told. ``aliases``: pseudonym → (name, address).
    """

    head: str
    previous: str
    stored: Stored | None
    tags: int
    aliases: dict[str, tuple[str, str]]
    notes: list[str]
    licence: str
    secret: bytes

    @property
    def nothing_new(self) -> bool:
        return self.stored is None

    @property
    def people(self) -> int:
        """How many people took part, programs apart."""
        return sum(person.startswith(PERSON) for person in self.aliases)

    def fact(self, creation: str) -> Imported:
        """What is to be said about a creation."""
        assert self.stored is not None
        return Imported(
            creation=creation, head=self.head, previous=self.previous, importer=IMPORTER, sha256=self.stored.sha256,
            bytes=self.stored.bytes, raw_bytes=self.stored.raw_bytes, count=self.stored.count,
        )  # fmt: skip


@contextmanager
def ready(slug: str, source: Path, progress: Progress) -> Iterator[Ready]:
    """Read a repository for a commons, which need not be founded yet. Append the fact inside the block.

    When the block ends well, copy and secret are kept; when it is left by an exception, copy and rows are removed again.
    Raises GitTrouble with a sentence, OSError.
    """
    before = queries.from_git(slug)
    secret = _secret(slug)
    with copies.copied(slug, source) as copy:
        found, made = _read(slug, copy, before, secret, progress), False
        try:
            # Without the secret a later import could not tell who is who: it is there before anything is said.
            _, made = Secret.objects.get_or_create(commons=slug, defaults={"sealed": held.seal(secret)})
            yield found
        except BaseException:
            # What went wrong after it was said leaves what was said readable.
            if made and not Import.objects.filter(commons=slug).exists():
                Secret.objects.filter(commons=slug).delete()
            if found.stored is not None and not Import.objects.filter(sha256=found.stored.sha256).exists():
                content.store().drop(found.stored.sha256)
            raise
        copies.keep(slug, copy)


def _secret(slug: str) -> bytes:
    row = Secret.objects.filter(commons=slug).first()
    return secrets.token_bytes(32) if row is None else held.unseal(row.sealed)


def _read(slug: str, copy: copies.Copy, before: queries.FromGit | None, secret: bytes, progress: Progress) -> Ready:
    previous, told = (before.head, before.tags) if before else ("", {})
    if previous and not descends(copy, previous):
        raise GitTrouble(
            "The history of {origin} was rewritten: its head {head} doesn't build on {previous}, up to which it was "
            "imported. Nothing was changed. Import a head that does, or found another commons from it.",
            origin=copy.origin,
            head=copy.head[:10],
            previous=previous[:10],
        )
    new = [tag for tag in copy.tags if tag.name not in told]
    notes = _notes(copy, told)
    if before and before.cut:
        new = _after_the_cut(slug, copy, before, new, notes)
    nothing = Ready(copy.head, previous, None, 0, {}, notes, "", secret)
    if copy.head == previous and not new:
        return nothing
    with People(secret, copy.path, copy.head, mailmap(copy)) as people:
        reading = Reading(copy, people, tags=new, told=told.values())
        stored = reading.store(progress)
    licence = "" if before else licences.recognise(licence_text(copy))
    return Ready(copy.head, previous, stored, len(new), people.aliases, notes, licence, secret)


def _after_the_cut(
    slug: str, copy: copies.Copy, before: queries.FromGit, new: list[Tag], notes: list[str]
) -> list[Tag]:  # fmt: skip
    """Without the tags that stand before where the first import began: what is released by then never changes."""
    ends = ends_of(copy, new, before.tags.values())
    reached = set(ask("-C", str(copy.path), "rev-list", "--stdin", given=ends, about=copy.origin).decode().split())
    old = [tag for tag in new if tag.commit not in reached and not queries.told(slug, before.creation, tag.commit)]
    if old:
        notes.append(
            f"{_names(sorted(tag.name for tag in old))} stood before where the first import began; that stays absent."
        )
    return [tag for tag in new if tag not in old]


def _notes(copy: copies.Copy, told: dict[str, str]) -> list[str]:
    notes = []
    moved = sorted(tag.name for tag in copy.tags if tag.name in told and told[tag.name] != tag.commit)
    if moved:
        notes.append(f"{_names(moved)} stood elsewhere at an earlier import; what was told then stays.")
    if copy.skipped:
        notes.append(f"{_names(sorted(copy.skipped))} stood at no commit and made no version.")
    if copy.boundary:
        cut = ", ".join(commit.decode()[:10] for commit in sorted(copy.boundary)[:3])
        notes.append(
            f"This is a shallow clone: the history before {cut} is absent, and what came with it is nobody's here."
        )
    return notes


def _names(tags: list[str]) -> str:
    shown = ", ".join(tags[:3]) + (f" and {len(tags) - 3} more" if len(tags) > 3 else "")
    return f"The tag {shown}" if len(tags) == 1 else f"The tags {shown}"

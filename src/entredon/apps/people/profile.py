"""What people tell of themselves, and to whom: everybody, members, or nobody but themselves.

What everybody may see is a text in the public record. What fewer may see is kept on this server alone (``KeptClose``) and never
enters the record, for from there it could not be taken back; once she has left, nobody but herself sees it. A name is everybody's,
or erased.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from entredon.apps.people import profile_languages
from entredon.apps.people.models import KeptClose, Person
from entredon.log.models import SideText
from entredon.log.registry import STEERING
from entredon.log.told import short

EVERYBODY, MEMBERS, ME = "everybody", "members", "me"
PICTURE = "picture"
LISTED = ("place", "skills", "languages")
CLOSE = ("about", *LISTED, PICTURE)
"""What she can show to fewer than everybody."""
ABOUT_A_PERSON = ("name", "place", "about", "skills", "languages", PICTURE)
"""The texts in which people tell of themselves."""
SHORT = tuple(name for name in ABOUT_A_PERSON if name != PICTURE)
MOST_TAGS = 12
LONGEST_TAG = 40
LONGEST_LINE = 200
"""Characters of a name or a place on a page."""


@dataclass(frozen=True, slots=True)
class Told:
    """A text about a person, and who sees it. Without a text, ``seen_by`` is what it would be."""

    text: str
    seen_by: str


def told(slug: str, person: Person) -> dict[str, Told]:
    """All that somebody tells of herself, for her own eyes. What stands in the record is everybody's, whatever else is kept."""
    kept = KeptClose.objects.filter(commons=slug, person=person.id).values_list("name", "text", "seen_by")
    found = {name: Told(text, seen_by) for name, text, seen_by in kept}
    public = texts_of(slug, person, ABOUT_A_PERSON)
    return found | {name: Told(text, EVERYBODY) for name, text in public.items()}


def shown(slug: str, person: Person, *, inside: bool) -> dict[str, str]:
    """What others see of a person, by name of the text, the picture apart: ``inside`` as members do, else as everybody does."""
    close: dict[str, str] = {}
    if inside and person.member:
        rows = KeptClose.objects.filter(commons=slug, person=person.id, seen_by=MEMBERS).exclude(name=PICTURE)
        close = dict(rows.values_list("name", "text"))
    return close | texts_of(slug, person)


def texts_of(slug: str, person: Person, names: Iterable[str] = SHORT) -> dict[str, str]:
    """What a person tells everybody now, by name; what is erased is left out."""
    wanted = {name: entry for name, entry in person.texts.items() if name in names}
    rows = SideText.objects.filter(commons=slug, entry__in=set(wanted.values()), name__in=list(wanted))
    there = {(entry, name): text for entry, name, text in rows.values_list("entry", "name", "text")}
    return {name: there[entry, name] for name, entry in wanted.items() if (entry, name) in there}


def of_all(slug: str, *, inside: bool) -> dict[str, dict[str, str]]:
    """What the lists show of everybody: place, skills, languages and, where there is
    a picture, the name of the commons, by name and person."""
    found: dict[str, dict[str, str]] = {name: {} for name in (*LISTED, PICTURE)}
    if inside:
        # Who has left tells members nothing any more.
        here = Person.objects.filter(commons=slug, member=True).values("id")
        close = KeptClose.objects.filter(commons=slug, seen_by=MEMBERS, person__in=here)
        for person, name, text in close.filter(name__in=LISTED).values_list("person", "name", "text"):
            found[name][person] = text
        found[PICTURE] = dict.fromkeys(close.filter(name=PICTURE).values_list("person", flat=True), slug)
    rows = SideText.objects.filter(commons=slug, name__in=LISTED).values_list("entry", "name", "text")
    there = {(entry, name): text for entry, name, text in rows}
    # A picture is thousands of characters: whether it is there is enough.
    pictured = SideText.objects.filter(commons=slug, name=PICTURE).values_list("entry", flat=True)
    there.update({(entry, PICTURE): " " for entry in pictured})
    newest: Any = Person.objects.filter(commons=slug, id__startswith="k:").values_list("id", "texts")
    for person, stands in newest:
        for name, by_person in found.items():
            if text := there.get((stands.get(name, ""), name), ""):
                by_person[person] = text
    found[PICTURE] = dict.fromkeys(found[PICTURE], slug)
    return found


def picture_address(slug: str, person: str) -> str:
    """Where the picture of a person is, for who may see it."""
    return reverse("people:picture", args=[slug, short(person)])


def has_picture(slug: str, person: Person, *, inside: bool = False, hers: bool = False) -> bool:
    """Whether there is a picture for everybody, for a member (``inside``), or for herself."""
    entry = person.texts.get(PICTURE, "")
    if entry and SideText.objects.filter(commons=slug, entry=entry, name=PICTURE).exists():
        return True
    close = KeptClose.objects.filter(commons=slug, person=person.id, name=PICTURE)
    return (hers or (inside and person.member)) and (close if hers else close.filter(seen_by=MEMBERS)).exists()


def picture_of(slug: str, person: str, *, inside: bool, hers: bool) -> Told | None:
    """The picture of a person as a text, for everybody, a member (``inside``), or herself; None where there is nothing to see."""
    row = Person.objects.filter(commons=slug, id=person).first()
    if row is None:
        return None
    if text := texts_of(slug, row, [PICTURE]).get(PICTURE):
        return Told(text, EVERYBODY)
    kept = KeptClose.objects.filter(commons=slug, person=person, name=PICTURE).first()
    if kept is None or not (hers or (inside and row.member and kept.seen_by == MEMBERS)):
        return None
    return Told(kept.text, kept.seen_by)


def plain_line(text: str) -> str:
    """A name or a place as pages show it: one short line that steers no screen; "" where nobody could see it.

    Whoever signs her entries herself can put anything into these texts.
    """
    if len(text) <= LONGEST_LINE and text.isprintable():
        return text
    some = text[: 4 * LONGEST_LINE]
    line = "".join(" " if ord(c) < 32 or 127 <= ord(c) < 160 or c in STEERING else c for c in some)
    line = " ".join(line.split())[:LONGEST_LINE]
    return line if any(c.isprintable() and not c.isspace() for c in line) else ""


# Skills and languages are a few short words each, with commas between them


def tags(text: str) -> list[str]:
    """The words of a text with commas, each once, as they were first written; cut short where somebody overdid it."""
    found: dict[str, str] = {}
    for part in re.split(r"[,;\n]", text):
        word = " ".join(part.split())[:LONGEST_TAG]
        if word:
            found.setdefault(word.casefold(), word)
    return list(found.values())[:MOST_TAGS]


def skills_of(text: str) -> tuple[str, ...]:
    """Skills, in the order in which she told them."""
    return tuple(tags(text))


def languages_of(text: str) -> tuple[str, ...]:
    """Languages by their codes, where we know them."""
    return tuple(dict.fromkeys(profile_languages.code_of(name) for name in tags(text)))

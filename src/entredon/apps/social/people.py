"""How people are called in discussions, and how those who write name each other: ``@`` and a name, kept as an id.

Names change and can be erased, so a post holds ``@[k:…]``; which name that is, is looked up when it is shown.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.urls import reverse

from entredon.apps.people import queries as people
from entredon.apps.people.queries import PersonShown
from entredon.desk import markdown
from entredon.log.pages import remembered
from entredon.log.told import short

TRIED = 200
"""So many ``@`` of a text are looked at."""
WORDS = 6
"""So many words a name may have to be found in a text."""
SUGGESTED = 8
_AT = re.compile(r"(?<![\w@/.`])@(?=\w)")
_WORD = re.compile(r"[^\s,;:!?()\[\]<>\"“”*`@]+")
_KEPT = re.compile(r"@\[([kp]:[0-9a-f]{32,64})\]")


@dataclass(frozen=True, slots=True)
class Crowd:
    """Everybody in a commons, by id, as members or others see them: asked for once for a whole page."""

    slug: str
    known: Mapping[str, PersonShown]

    def name(self, person: str) -> str:
        """What somebody is called now."""
        found = self.known.get(person)
        return found.name if found else people.nameless(person)

    def picture(self, person: str) -> str:
        """Where her picture is, "" where there is none to see."""
        found = self.known.get(person)
        return found.picture if found else ""

    def named(self, mentioned: Iterable[str]) -> markdown.Named:
        """People as posts name them: how they are called, and where they are shown."""
        there = set(mentioned) & self.known.keys()
        return {id: (self.known[id].name, reverse("people:person", args=[self.slug, short(id)])) for id in there}


@remembered
def crowd(slug: str, inside: bool) -> Crowd:
    """Everybody here, as members (``inside``) or others see them; remembered until that changes."""
    return Crowd(slug, {person.id: person for person in people.people(slug, inside)})


@remembered
def _by_name(slug: str) -> dict[str, str]:
    """Members by what they are called, in small letters; "" where several are called the same."""
    found: dict[str, str] = {}
    for person in crowd(slug, True).known.values():
        if person.member:
            name = " ".join(person.name.casefold().split())
            found[name] = "" if name in found else person.id
    return found


def kept(slug: str, text: str) -> str:
    """A text as it is kept: each ``@`` with a member's name becomes her id. Names of several, and what is no name, stay words."""
    known = _by_name(slug)
    parts, done = [], 0
    for number, found in enumerate(_AT.finditer(text)):
        if number >= TRIED:
            break
        if found.start() >= done and (hit := _longest(text, found.end(), known)) is not None:
            person, end = hit
            parts += [text[done : found.start()], f"@[{person}]"]
            done = end
    return "".join([*parts, text[done:]])


def _longest(text: str, start: int, known: dict[str, str]) -> tuple[str, int] | None:
    """The longest name of one member that stands at a place, and where it ends. A stop at its end is no part of it."""
    words: list[str] = []
    best, at = None, start
    for _number in range(WORDS):
        found = _WORD.match(text, at)
        if found is None:
            break
        for word in dict.fromkeys((found[0], found[0].rstrip(".'’"), found[0].removesuffix("’s").removesuffix("'s"))):
            person = known.get(" ".join([*words, word]).casefold())
            if person:
                best = (person, at + len(word))
                break
        words.append(found[0])
        at = found.end()
        if text[at : at + 1] != " ":
            break
        at += 1
    return best


def as_typed(slug: str, text: str, inside: bool) -> str:
    """A text as somebody words it anew: those it names are called by name where that is one member's alone."""
    known, by_name = crowd(slug, inside).known, _by_name(slug)

    def name(found: re.Match[str]) -> str:
        person = known.get(found[1])
        if person is None or by_name.get(" ".join(person.name.casefold().split())) != person.id:
            return found[0]
        return f"@{person.name}"

    return _KEPT.sub(name, text)


def mentioned(slug: str, text: str) -> tuple[str, ...]:
    """The people a kept text names, as far as they are known here."""
    known = crowd(slug, True).known
    return tuple(person for person in markdown.mentions(text) if person in known)


def suggested(slug: str, begins: str) -> list[tuple[PersonShown, str]]:
    """Members of whose names a word begins like this, each with what to write to name her."""
    begins = " ".join(begins.casefold().split())
    by_name = _by_name(slug)
    found = []
    for person in crowd(slug, True).known.values():
        name = person.name.casefold()
        if person.member and (name.startswith(begins) or any(word.startswith(begins) for word in name.split())):
            alone = by_name.get(" ".join(name.split())) == person.id
            found.append((person, f"@{person.name}" if alone else f"@[{person.id}]"))
            if len(found) == SUGGESTED:
                break
    return found

"""How things are called on pages, with links to where they stand; and entries told as sentences."""

import importlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from typing import Any

from django.apps import apps
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from entredon.apps.library import queries as library
from entredon.apps.people import queries as people
from entredon.log.models import Entry, Key
from entredon.log.pages import remembered
from entredon.log.told import Look, Said, short
from entredon.pure.log import leaf


class Names:
    """The names of a commons' people, creations and versions, read once."""

    def __init__(self, slug: str, inside: bool) -> None:
        self.slug = slug
        self._people = people.names(slug, inside)
        self._owners = people.claims(slug)
        self._versions = library.labels(slug)
        self._creations = {creation.id: creation.name for creation in library.creations(slug)}
        self._keys = dict(Key.objects.filter(commons=slug).values_list("id", "person"))

    def name(self, person: str) -> str:
        """What a person is called."""
        return self._people.get(person) or people.nameless(person)

    def person_of(self, key: str) -> str:
        """The id of the person whose key this is."""
        return self._keys.get(key, f"k:{key}")

    def author(self, key: str) -> str:
        """The person whose key this is, as a link."""
        return self.person(self.person_of(key))

    def person(self, id: str) -> str:
        """A person, as a link to her page."""
        owner = self._owners.get(id, id)
        return format_html(
            '<a href="{}">{}</a>', reverse("people:person", args=[self.slug, short(owner)]), self.name(id)
        )

    def version(self, id: str) -> str:
        """A version, as a link to its page."""
        label, now = self._versions.get(id, (_("version %(id)s") % {"id": id[:10]}, id))
        return format_html('<a href="{}">{}</a>', reverse("library:version", args=[self.slug, short(now)]), label)

    def creation(self, id: str) -> str:
        """A creation, as a link to its page."""
        name = self._creations.get(id, _("creation %(id)s") % {"id": id[:10]})
        return format_html('<a href="{}">{}</a>', reverse("library:creation", args=[self.slug, short(id)]), name)

    def entry(self, id: str, name: str = "") -> str:
        """A receipt, as a link to its page."""
        return format_html('<a href="{}">{}</a>', reverse("record:entry", args=[self.slug, short(id)]), name or id[:10])


@remembered
def names(slug: str, inside: bool = False) -> Names:
    """The names of a commons as its members (``inside``) or everybody else see them, remembered until they change."""
    return Names(slug, inside)


@cache
def words() -> tuple[Mapping[str, Callable[[Said, Look], str]], Mapping[str, Any]]:
    """How entries of each kind are told, and what they are called together; from the ``words.py`` of every app."""
    told: dict[str, Callable[[Said, Look], str]] = {}
    called: dict[str, Any] = {}
    for config in apps.get_app_configs():
        if config.name.startswith("entredon.apps.") and find_spec(f"{config.name}.words"):
            module = importlib.import_module(f"{config.name}.words")
            told.update(module.WORDS)
            called.update(module.NAMES)
    return told, called


def said(row: Entry, look: Names) -> Said:
    """An entry, opened to be told."""
    return Said(row.id, row.index, row.kind, row.at, leaf.parse(bytes(row.leaf)).body, look.author(row.by))


def tell(entry: Said, look: Names) -> str:
    """An entry as a sentence with links. Of kinds that nobody has found words for, the kind is told."""
    teller = words()[0].get(entry.kind)
    if teller is None:
        return format_html(_("{who} said something of the kind {kind}."), who=entry.who, kind=entry.kind)
    return teller(entry, look)


@dataclass(frozen=True, slots=True)
class Line:
    """An entry as lists show it: its sentence, and whose colour it has."""

    entry: Said
    sentence: str
    partner: str


def told(row: Entry, look: Names) -> Line:
    """An entry for a list."""
    entry = said(row, look)
    return Line(entry, tell(entry, look), partner(entry.kind))


def called(kind: str) -> str:
    """What entries of a kind are called together."""
    return str(words()[1].get(kind, kind))


PARTNERS = {
    "decide": "association",
    "market": "coalition",
    "commons": "association",
    "value": "association",
    "treasury": "association",
    "people": "community",
    "library": "community",
    "work": "community",
    "social": "community",
}


def partner(kind: str) -> str:
    """Whose colour entries of a kind have."""
    return PARTNERS.get(kind.partition(".")[0], "ink")

"""What the columns of a table say: guessed from their names and what stands in them, chosen by whoever brings it in."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated

import msgspec
from msgspec import Meta

from entredon.pure.tables import values
from entredon.pure.tables.cells import words

_NAMES: dict[str, str] = {
    "person": "person|name|who|volunteer|member|contributor|people|author|full name|naam|wie|vrijwilliger|lid|persoon|medewerker"
    "|bijdrager|voornaam|nom|qui|bénévole|membre|personne|contributeur|contributrice|auteur|prénom|first name",
    "family": "family name|last name|surname|achternaam|familienaam|nom de famille",
    "address": "e mail|email|mail|e mail address|email address|mailadres|e mailadres|courriel|adresse e mail|adresse électronique",
    "day": "date|day|when|datum|dag|wanneer|jour|quand",
    "time": "hours|time|duration|minutes|hours spent|uren|tijd|duur|minuten|heures|durée|temps|h",
    "kind": "kind|type|category|kind of work|activity type|soort|categorie|soort werk|genre|catégorie|sorte|type de travail",
    "what": "what|description|task|activity|note|notes|comment|comments|remark|remarks|wat|omschrijving|beschrijving|taak"
    "|activiteit|opmerking|opmerkingen|quoi|tâche|activité|remarque|commentaire|work done|gedaan",
    "points": "points|score|weight|punten|gewicht|poids",
    "about": "creation|version|project|product|for what|creatie|versie|waarvoor|création|projet|produit|pour quoi",
    "need": "need|hulpvraag|besoin",
    "link": "link|url|web address|website|lien|webadres",
    "own": "own id|own number|id|uuid|guid|reference|kenmerk|référence|identifiant",
}
FIELDS = tuple(_NAMES)
"""What a column can say: who (in one column or two, or by her address), when, how long, what kind of work, what in words, how
much it weighs, for which creation or version and which need, where it can be seen, and the row's own id."""
_KNOWN = {field: tuple(names.split("|")) for field, names in _NAMES.items()}
KNOWN = frozenset(name for names in _KNOWN.values() for name in names)
"""All words by which a row with names of columns is recognised."""
LISTED = ("№", "⚠")
"""The columns that a list of faulty rows puts before theirs: no words, so that they are never taken for something else."""
_IN_MINUTES = frozenset({"minutes", "minuten", "min", "mins"})

Text = Annotated[str, Meta(max_length=200)]


class Matching(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How a table is read: which column says what, how days are written, whether times are minutes, and what holds for rows
    that don't say which kind of work it was (``kind``) and for what (``about``: a creation, a version, or "")."""

    columns: dict[str, Text] = {}
    days: str = values.DAY_FIRST
    in_minutes: bool = False
    kind: Text = ""
    about: Text = ""


def guess(columns: Sequence[str], sample: Sequence[Sequence[str]]) -> Matching:
    """Which column probably says what. ``sample`` are some rows."""
    found: dict[str, str] = {}
    taken: set[str] = set()
    for exact in (True, False):
        for field in FIELDS:
            if field in found:
                continue
            name = _match(_KNOWN[field], [c for c in columns if c not in taken], exact=exact)
            if name and (exact or field != "own"):
                found[field] = name
                taken.add(name)
    if "day" not in found:
        for at, name in enumerate(columns):
            if name not in taken and values.looks_like_days(column(sample, at)):
                found["day"] = name
                break
    days = values.way_of(column(sample, columns.index(found["day"]))) if "day" in found else values.DAY_FIRST
    in_minutes = "time" in found and bool(words(found["time"]) & _IN_MINUTES)
    return Matching(columns=found, days=days, in_minutes=in_minutes)


def _match(known: Iterable[str], columns: Sequence[str], *, exact: bool) -> str:
    for name in known:
        for candidate in columns:
            said = words(candidate)
            whole = max(said, key=len)
            if name == whole if exact else (name in said and len(name) > 1):
                return candidate
    return ""


def column(sample: Sequence[Sequence[str]], at: int) -> list[str]:
    """What stands in a column."""
    return [row[at].strip() for row in sample if at < len(row)]


def fitting(mapping: Matching, columns: Sequence[str]) -> Matching:
    """The same without columns that the table doesn't have."""
    there = {field: name for field, name in mapping.columns.items() if name in columns and field in FIELDS}
    return msgspec.structs.replace(mapping, columns=there)


def places(mapping: Matching, columns: Sequence[str]) -> Mapping[str, int]:
    """Where in a row each thing stands."""
    return {field: columns.index(name) for field, name in mapping.columns.items() if name in columns}

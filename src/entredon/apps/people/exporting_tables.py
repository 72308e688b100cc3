"""What is held about somebody as a page shows it: a sentence for each subject, and its newest rows in columns one can read."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from entredon.apps.people import exporting_words
from entredon.apps.people.exporting import Row, Subject
from entredon.desk.telling import day, shown
from entredon.log.told import short

ROWS = 10
"""So many of the newest rows of a subject stand on the page."""
LONGEST = 120
"""Characters of a text in a column."""
HIDDEN = frozenset(
    ("leaf", "account", "user", "credential", "line", "sigs", "challenge", "tries", "email_address", "public",
     "exception_class_path", "traceback", "withheld", "is_active", "position", "leads", "total", "primary")
)  # fmt: skip
"""What only programs read: it is in the file."""
WHEN = ("at", "made", "created_at", "created", "since", "seen", "changed")
_PERSON = re.compile(r"[kp]:[0-9a-f]{32,64}")
_ENTRY = re.compile(r"[0-9a-f]{64}(\.[0-9a-z/.]+)?")
_PICTURE = "picture"


@dataclass(frozen=True, slots=True)
class Cell:
    """A value in a column: a text, or an id in short, which may lead somewhere."""

    text: str
    code: bool = False
    href: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A subject as the page has it."""

    name: str
    title: str
    said: str
    heads: list[str]
    rows: list[list[Cell]]
    more: int
    secrets: list[str]


def part(subject: Subject) -> Part | None:
    """A subject with its newest rows; None when there is nothing."""
    newest = subject.newest(ROWS)
    if not newest.rows:
        return None
    columns = _columns(newest.rows)
    return Part(
        name=subject.name.replace(".", "-"),
        title=subject.title,
        said=_said(newest.count, newest.rows),
        heads=[exporting_words.called(name) for name in columns],
        rows=[[_cell(row, name, public=not subject.private) for name in columns] for row in newest.rows],
        more=newest.count - len(newest.rows),
        secrets=exporting_words.secrets_of(subject.secret),
    )


def _said(count: int, rows: list[Row]) -> str:
    """How many there are, and when the last one was."""
    last = next((when for row in rows if (when := _when(row))), None)
    if last is None:
        return ngettext("one", "%(n)s of them", count) % {"n": shown(count)}
    said = ngettext("one, on %(day)s", "%(n)s of them, the last on %(day)s", count)
    return said % {"n": shown(count), "day": day(last)}


def _when(row: Row) -> datetime | None:
    value = next((row[name] for name in WHEN if row.get(name)), None)
    return datetime.fromisoformat(value) if isinstance(value, str) else value


def _columns(rows: Iterable[Row]) -> list[str]:
    """The fields in which some row says something, without those that only programs read."""
    found: dict[str, None] = {}
    for row in rows:
        for name, value in row.items():
            numbered = name in ("id", "number") and isinstance(value, int)
            if name not in HIDDEN and not numbered and value not in ("", None, [], {}):
                found[name] = None
    return list(found)


def _cell(row: Row, name: str, *, public: bool) -> Cell:
    value: Any = row.get(name, "")
    if value in ("", None, [], {}):
        return Cell("")
    if name == "text" and row.get("name") == _PICTURE:
        return Cell(_("a picture"))
    text = exporting_words.shown(value)
    slug = str(row.get("commons", ""))
    if name == "commons":
        return Cell(text, href=reverse("commons:home", args=[text]))
    if _PERSON.fullmatch(text):
        return Cell(short(text), True, reverse("people:person", args=[slug, short(text)]) if slug else "")
    if _ENTRY.fullmatch(text):
        entry = text.partition(".")[0]
        leads = slug and (name == "entry" or (public and name in ("id", "shareout", "contest", "left", "settled")))
        return Cell(short(entry), True, reverse("record:entry", args=[slug, short(entry)]) if leads else "")
    if name == "at" and isinstance(value, str):
        return Cell(day(datetime.fromisoformat(value)))
    return Cell(text if len(text) <= LONGEST else f"{text[:LONGEST]} …")

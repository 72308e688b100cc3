"""An invented language in which every translated text stands between ⟦ and ⟧, and what of a page stands outside them."""

import functools
import re
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from typing import Any

import pytest
from django.apps import apps
from django.utils import translation

LEFT, RIGHT = "⟦", "⟧"
SPOKEN = {"alt", "title", "aria-label", "aria-description", "placeholder", "label"}
BUTTONS = {"submit", "button", "reset"}
UNHEARD = {"script", "style", "code", "pre", "kbd", "samp", "template"}
VOID = {"meta", "link", "input", "br", "img", "hr", "wbr", "source", "path", "circle", "rect", "line", "use"}


def marked(function: Any) -> Any:
    """A function that translates, with what it gives between the marks."""

    @functools.wraps(function)
    def speak(*args: Any, **rest: Any) -> Any:
        said = function(*args, **rest)
        return f"{LEFT}{said}{RIGHT}" if said else said

    return speak


def invent(monkeypatch: pytest.MonkeyPatch) -> None:
    """From here on everything that is translated is marked."""
    translation.gettext("")  # what really translates is chosen at the first question
    for name in ("gettext", "ngettext", "pgettext", "npgettext"):
        monkeypatch.setattr(translation._trans, name, marked(getattr(translation._trans, name)))


class Page(HTMLParser):
    """What is seen and heard of a page: its running text, and each text that stands in an attribute."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.text: list[str] = []
        self.attributes: list[str] = []
        self.language = ""
        self._silent: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        have = {name: value or "" for name, value in attrs}
        if tag == "html":
            self.language = have.get("lang", "")
        # A name in its own language is no text of ours, and neither is what is said in code.
        if ((tag in UNHEARD or (tag != "html" and "lang" in have)) and tag not in VOID) or (
            self._silent and tag == self._silent[-1]
        ):
            self._silent.append(tag)
        if self._silent:
            return
        self.text.append(" ")
        self.attributes += [value for name, value in have.items() if name in SPOKEN]
        if tag == "input" and have.get("type") in BUTTONS:
            self.attributes.append(have.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        if self._silent and tag == self._silent[-1]:
            self._silent.pop()
        self.text.append(" ")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.text.append(data)

    def spoken(self) -> str:
        """All of it, as one text."""
        return " ".join(["".join(self.text), *self.attributes])


def outside(text: str) -> str:
    """What of a text isn't translated."""
    depth, kept = 0, []
    for letter in text:
        if letter == LEFT:
            depth += 1
        elif letter == RIGHT:
            depth -= 1
            kept.append(" ")
        elif depth == 0:
            kept.append(letter)
    return "".join(kept)


def data() -> list[str]:
    """Every text that is stored: names, purposes, addresses, kinds and ids. The longest first."""
    found: set[str] = set()
    for model in apps.get_models():
        if model._meta.label.split(".")[0] in {"sessions", "contenttypes"}:
            continue
        for row in model._base_manager.values():
            for value in row.values():
                found.update(_strings(value))
    return sorted(found, key=len, reverse=True)


MARKS = re.compile(r"[*_`~|\[\]()#>\n]+")
"""What Markdown takes out of a text, so that its pieces stand on a page one by one."""


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield " ".join(value.split())
        if MARKS.search(value):
            yield from (piece.strip() for piece in MARKS.split(value) if len(piece.strip()) > 2)
    elif isinstance(value, bytes | memoryview):
        yield from _strings(bytes(value).decode(errors="ignore")) if len(value) < 5000 else ()
    elif isinstance(value, dict):
        for inner in value.values():  # the names of fields are ours, and no data
            yield from _strings(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _strings(inner)


WORD = re.compile(r"[^\W\d_]{3,}")


def untranslated(text: str, known: Iterable[str], same: Iterable[str]) -> list[str]:
    """Words outside the marks that are neither data nor the same in all languages."""
    rest = " ".join(outside(text).split())
    rest = re.sub(r"\{\"[^…]*?(?:…|\}+(?![,}\]]))", " ", rest)  # data, shown as it is kept
    rest = re.sub(
        r"https?://\S+|\S+@\S+|/[\w/?=&%.-]{3,}|\b[0-9a-f]{6,}\b|\S+\+\S+|[\w./-]+\.(?:json|csv|py|zip|txt|git)\b",
        " ",
        rest,
    )
    if not WORD.search(rest):
        return []
    for value in known:
        if len(value) > 2 and value in rest:
            rest = re.sub(rf"(?<!\w){re.escape(value)}(?!\w)", " ", rest)
    return [word for word in WORD.findall(rest) if word not in same]

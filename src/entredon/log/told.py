"""Entries in words: what an app's ``words.py`` gets to tell an entry as a sentence.

``words.py`` holds ``NAMES``, what entries of each kind are called together, and ``WORDS``, a function per kind that
turns what was said into a sentence with links. Both are found by the name of the app in the kind.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class Said:
    """An entry to be told. ``who`` is its author, as a link."""

    id: str
    index: int
    kind: str
    at: str
    body: Mapping[str, Any]
    who: str


class Look(Protocol):
    """How things are called here, each as a link to where it stands."""

    def person(self, id: str) -> str: ...
    def version(self, id: str) -> str: ...
    def creation(self, id: str) -> str: ...
    def entry(self, id: str, name: str = "") -> str: ...


def short(id: str) -> str:
    """An id as addresses write it: the first ten characters of the entry's, and what follows its dot.

    Of a person: her letter and the first ten characters of her key or pseudonym.
    """
    if id[1:2] == ":":
        return id[:12]
    entry, dot, number = id.partition(".")
    return entry[:10] + dot + number

"""Kinds of work as people call them in their tables, in a word as the law takes it."""

import re
import unicodedata
from functools import lru_cache

_KNOWN = {
    word: kind
    for kind, words in {
        "code": "coding code programming programmeren programmeerwerk programmation développement ontwikkeling software",
        "design": "design ontwerp ontwerpen conception dessin",
        "documentation": "documentation documentatie documenteren rédaction handleiding",
        "translation": "translation translating vertaling vertalen traduction",
        "review": "review reviewing nakijken nalezen relecture révision",
        "test": "test testing testen tests essai essais",
        "report": "report melding melden signalement rapport",
        "help": "help helping hulp helpen aide entraide",
    }.items()
    for word in words.split()
}
"""Words that mean a kind which has a name everywhere."""
_OTHER = re.compile(r"[^a-z0-9]+")


@lru_cache(maxsize=4096)
def kind_of(text: str) -> str:
    """“Graphic design” is graphic_design, “Ontwerp” is design; "" where no letter from a to z is left."""
    if known := _KNOWN.get(text.casefold().strip()):
        return known
    letters = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return _OTHER.sub("_", letters).strip("_0123456789")[:40].rstrip("_")

"""What partners can do, in words: kept as short words of small letters and hyphens, shown in the reader's language where we know them.

Whoever types “lasersnijden” and whoever types “laser cutting” mean the same, and are found by the same.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from entredon.apps.people import queries as people

IN = ("en", "nl", "fr")
"""The languages of the pages, in which somebody may type."""
MOST = 50
"""So many words of a kind are enough."""
LONGEST = 40
KNOWN: dict[str, Any] = {
    "3d-printing": gettext_lazy("3D printing"),
    "assembly": gettext_lazy("assembly"),
    "bending": gettext_lazy("bending"),
    "casting": gettext_lazy("casting"),
    "cnc-milling": gettext_lazy("CNC milling"),
    "composites": gettext_lazy("composites"),
    "delivery": gettext_lazy("delivery"),
    "design": gettext_lazy("design"),
    "electronics": gettext_lazy("electronics"),
    "hosting": gettext_lazy("hosting"),
    "installation": gettext_lazy("installation"),
    "integration": gettext_lazy("integration"),
    "laser-cutter": gettext_lazy("laser cutter"),
    "laser-cutting": gettext_lazy("laser cutting"),
    "lathe": gettext_lazy("lathe"),
    "maintenance": gettext_lazy("maintenance"),
    "milling-machine": gettext_lazy("milling machine"),
    "painting": gettext_lazy("painting"),
    "photography": gettext_lazy("photography"),
    "plasma-cutting": gettext_lazy("plasma cutting"),
    "press-brake": gettext_lazy("press brake"),
    "printing": gettext_lazy("printing"),
    "programming": gettext_lazy("programming"),
    "repair": gettext_lazy("repair"),
    "sewing": gettext_lazy("sewing"),
    "sewing-machine": gettext_lazy("sewing machine"),
    "soldering": gettext_lazy("soldering"),
    "support": gettext_lazy("support"),
    "testing": gettext_lazy("testing"),
    "training": gettext_lazy("training"),
    "translation": gettext_lazy("translation"),
    "turning": gettext_lazy("turning"),
    "upholstery": gettext_lazy("upholstery"),
    "welding": gettext_lazy("welding"),
    "woodworking": gettext_lazy("woodworking"),
}
"""Words that many use, whatever they stand for: a process, a machine, a service."""
LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}\Z", re.ASCII)


def called(word: str) -> str:
    """A word as the reader says it; one that isn't known stays as it was typed, with spaces."""
    return str(KNOWN[word]) if word in KNOWN else word.replace("-", " ")


def listed(words: Iterable[str]) -> str:
    """Words after one another."""
    return ", ".join(called(word) for word in words)


def spoken(codes: Iterable[str]) -> str:
    """Languages after one another, in the reader's words."""
    return ", ".join(people.language_name(code) for code in codes)


def coded(typed: str) -> str:
    """Something typed as it is kept: the word for it that we know, else its own letters. "" where nothing is left."""
    known = _by_name().get(" ".join(typed.split()).casefold())
    if known:
        return known
    plain = unicodedata.normalize("NFKD", typed.replace("ß", "ss")).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


@cache
def _by_name() -> dict[str, str]:
    """Our words by all their names."""
    found: dict[str, str] = {}
    for language in IN:
        with override(language):
            for word in KNOWN:
                found.setdefault(called(word).casefold(), word)
    return found


class Words(forms.CharField):
    """A few words with commas between them."""

    def clean(self, value: Any) -> tuple[str, ...]:
        typed = [part for part in re.split(r"[,;\n]", super().clean(value)) if part.strip()]
        words = tuple(dict.fromkeys(word for part in typed if (word := self.word(part))))
        if len(words) > MOST:
            raise forms.ValidationError(_("Name at most %(most)s; those that matter most.") % {"most": MOST})
        return words

    def word(self, typed: str) -> str:
        """One of them, as it is kept. Raises ValidationError."""
        word = coded(typed)
        if not word:
            raise forms.ValidationError(_("Write “%(word)s” in Latin letters.") % {"word": typed.strip()[:LONGEST]})
        if len(word) > LONGEST:
            raise forms.ValidationError(
                _("“%(word)s…” is too long: a word or two for each, with commas between them.") % {"word": word[:20]}
            )
        return word


class Languages(Words):
    """The same for languages, by their names or codes."""

    def word(self, typed: str) -> str:
        code = people.language_code(" ".join(typed.split()))
        if not LANGUAGE.match(code):
            raise forms.ValidationError(
                _("We know no language “%(name)s”: write its code, such as nl or pt-BR.")
                % {"name": typed.strip()[:LONGEST]}
            )
        return code

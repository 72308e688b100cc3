"""Every text on a page is marked for translation. What stays as it is in all languages is a short list here."""

import re
from pathlib import Path

import pytest

import entredon

PACKAGE = Path(entredon.__file__).parent
TEMPLATES = sorted(PACKAGE.rglob("templates/**/*.html"))
EXEMPT = {"styleguide.html", "styleguide_theme.html"}
"""Pages for those who build pages: their texts are samples."""
SAME_EVERYWHERE = {
    "km",
    "Entredon",
    "AGPL",
    "JSON",
    "CSV",
    "PDF",
    "RF18",
    "SVG",
    "SHA",
    "Ed25519",
    "RFC",
    "C2SP",
    "Valueflows",
    "PyNaCl",
    "UTF",
    "Windows",
    "Python",
}

GONE = [
    r"\{%\s*comment.*?endcomment\s*%\}",
    r"\{#.*?#\}",
    r"<!--.*?-->",
    r"\{%\s*blocktrans(?:late)?\b.*?endblocktrans(?:late)?\s*%\}",
    r"\{%\s*command\b.*?endcommand\s*%\}",
    r"<(code|pre|script|style|kbd|samp)\b.*?</\1>",
    r"\{%.*?%\}",
    r"\{\{.*?\}\}",
    r"<!doctype[^>]*>",
]
SPOKEN = re.compile(
    r"\b(?:title|alt|aria-label|aria-description|placeholder|data-label)\s*=\s*\"([^\"]*)\"|\bcontent=\"([^\"]* [^\"]*)\""
)
TECHNICAL = re.compile(r"width=|initial-scale|light dark|max-age")


def bare(text: str) -> str:
    """A template without tags of Django, translated texts, comments and code."""
    for pattern in GONE:
        text = re.sub(pattern, " ", text, flags=re.DOTALL | re.IGNORECASE)
    return text


def words(text: str) -> list[str]:
    found = re.findall(r"[^\W\d_]{2,}\w*", re.sub(r"&\w+;", " ", text))
    return [word for word in found if word not in SAME_EVERYWHERE]


def untranslated(text: str) -> list[str]:
    """Words that would reach a reader in English, whatever her language."""
    text = bare(text)
    spoken = [a or b for a, b in SPOKEN.findall(text)]
    visible = re.sub(r"<[^>]*>", " ", text, flags=re.DOTALL)
    return words(" ".join([visible, *(value for value in spoken if not TECHNICAL.search(value))]))


@pytest.mark.parametrize(
    "path", [p for p in TEMPLATES if p.name not in EXEMPT], ids=lambda path: path.relative_to(PACKAGE).as_posix()
)
def test_a_template_speaks_in_translatable_texts_only(path):
    assert untranslated(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("<p>Hello there</p>", ["Hello", "there"]),
        ('<p>{% translate "Hello there" %}</p>', []),
        ("{% blocktranslate with n=x %}{{ n }} people{% endblocktranslate %}", []),
        ('<a title="Go on">→</a>', ["Go", "on"]),
        ("<a title=\"{% translate 'Go on' %}\">→</a>", []),
        ("<code>entredon verify</code> · {{ title }}", []),
        ('<meta name="viewport" content="width=device-width, initial-scale=1">', []),
    ],
)
def test_what_counts_as_untranslated(text, found):
    assert untranslated(text) == found

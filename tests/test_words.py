"""Pages speak people's words; the standards' terms stay in code. Looks at every text that is marked for translation."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import entredon
from tools import words, words_found

PACKAGE = Path(entredon.__file__).parent
NEVER = ["node", "instance", "scope", "artefact", "intent", "ticket", "value equation", "dividend", "royalty", "lever"]
NEVER += ["checkpoint", "motion", "ballot", "tally", "earnings", "wage"]
PATTERN = re.compile(rf"\b({'|'.join(NEVER)})s?\b", re.IGNORECASE)
EXEMPT = re.compile(r"record/(check|proves)\.html$|styleguide|site/legal\.html$")
"""Pages that tell how to check it oneself, what this is not in law, and those for who builds pages."""
MARKS = {"gettext", "gettext_lazy", "ngettext", "pgettext", "_"}

TRANSLATE = re.compile(r"\{%\s*translate\s+(?:\"([^\"]*)\"|'([^']*)')")
BLOCK = re.compile(r"\{%\s*blocktranslate\b.*?%\}(.*?)\{%\s*endblocktranslate\s*%\}", re.DOTALL)


def in_template(text: str) -> Iterator[str]:
    """The translatable texts of a template."""
    yield from (a or b for a, b in TRANSLATE.findall(text))
    yield from BLOCK.findall(text)


def in_python(text: str) -> Iterator[str]:
    """The translatable texts of a module."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) in MARKS:
            yield from (a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str))


def unwanted(text: str) -> list[str]:
    """Words of ours that people shouldn't have to learn; what stands in <code> is named as it is."""
    plain = re.sub(r"<code>.*?</code>|\{\{.*?\}\}|\{%.*?%\}|\{\w*\}|for instance", " ", text, flags=re.DOTALL)
    return PATTERN.findall(plain)


SOURCES = [p for p in sorted([*PACKAGE.rglob("templates/**/*.html"), *PACKAGE.rglob("*.py")]) if "tests" not in p.parts]


@pytest.mark.parametrize(
    "path",
    [p for p in SOURCES if not EXEMPT.search(p.as_posix())],
    ids=lambda path: path.relative_to(PACKAGE).as_posix(),
)
def test_texts_for_people_use_peoples_words(path):
    read = in_python if path.suffix == ".py" else in_template
    texts = read(path.read_text(encoding="utf-8"))
    assert [(word, text) for text in texts for word in unwanted(text)] == []


REFUSED = {
    "nl": ["knooppunt", "instantie", "artefact", "dividend", "ticket", "stembiljet", "hefboom", "waardevergelijking"],
    "fr": ["nœud", "noeud", "instance", "artefact", "dividende", "ticket", "levier", "bulletin de vote", "redevance"],
}
"""What the refused words are called in Dutch and French."""


@pytest.mark.parametrize("language", REFUSED)
def test_translations_use_peoples_words_too(language):
    pattern = re.compile(rf"\b({'|'.join(REFUSED[language])})(?:s|en|x)?\b", re.IGNORECASE)
    found = []
    for entry in words.read(language):
        where = [name for name, _line in entry.occurrences]
        if entry.obsolete or all(EXEMPT.search(name) for name in where):
            continue
        for text in [entry.msgstr, *(entry.msgstr_plural or {}).values()]:
            plain = re.sub(r"<code>.*?</code>|%\(\w+\)s|\{[^}]*\}", " ", text, flags=re.DOTALL)
            found += [(word, text) for word in pattern.findall(plain)]
    assert found == []


def test_troubles_use_peoples_words_too():
    """What pages show of what went wrong. What only programs and their makers meet keeps the standards' terms."""
    technical = re.compile(r"^(pure/|log/|cli/|apps/flows/)")
    texts = [t for t in words_found.texts() if not all(technical.search(w) or EXEMPT.search(w) for w in t.where)]
    assert [(word, t.id) for t in texts for word in unwanted(t.id)] == []


def test_words_are_found_whole_and_outside_code():
    assert unwanted("the nodes and a royalty") == ["node", "royalty"]
    assert unwanted("denoted, <code>checkpoint</code>, {intent}, {{ node }}") == []
    assert list(in_template("{% translate 'A b' %}{% blocktranslate trimmed %}c {{ d }}{% endblocktranslate %}")) == [
        "A b",
        "c {{ d }}",
    ]
    assert list(in_python("_('a'); gettext('b'); other('c')")) == ["a", "b"]


def test_a_sentence_is_found_wherever_it_is_kept_until_it_is_said():
    source = """
LATE = "a"
OVER = {1: "b", 2: "c"}
raise Refused(LATE)
raise Refused(OVER[state], entry=1)
raise Refused("d" if x else "e")
check_until(entry, begin, end, "f")
other(OVER[state], LATE)
"""
    found = words_found.in_python(source, frozenset({"Refused"}))
    assert sorted(text.id for text in found) == ["a", "b", "c", "d", "e", "f"]

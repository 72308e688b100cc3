"""Pages speak people's words; the standards' terms stay in code. Looks at every text that is marked for translation."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import entredon

PACKAGE = Path(entredon.__file__).parent
NEVER = ["node", "instance", "scope", "artefact", "intent", "ticket", "value equation", "dividend", "royalty", "lever"]
NEVER += ["checkpoint", "motion", "ballot", "tally", "earnings", "wage"]
PATTERN = re.compile(rf"\b({'|'.join(NEVER)})s?\b", re.IGNORECASE)
EXEMPT = re.compile(r"record/(check|proves)\.html$|styleguide")
"""Pages that tell how to check it oneself, and those for who builds pages."""
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
    plain = re.sub(r"<code>.*?</code>|\{\{.*?\}\}|\{%.*?%\}|\{\w*\}", " ", text, flags=re.DOTALL)
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


def test_words_are_found_whole_and_outside_code():
    assert unwanted("the nodes and a royalty") == ["node", "royalty"]
    assert unwanted("denoted, <code>checkpoint</code>, {intent}, {{ node }}") == []
    assert list(in_template("{% translate 'A b' %}{% blocktranslate trimmed %}c {{ d }}{% endblocktranslate %}")) == [
        "A b",
        "c {{ d }}",
    ]
    assert list(in_python("_('a'); gettext('b'); other('c')")) == ["a", "b"]

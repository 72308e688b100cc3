"""The few elements of a bank's answer that are asked for, out of XML that may be hostile; everything else is passed over.

A document type or an entity of its own is refused where it is declared, whatever it would hold: banks need neither, and it is how a
small file becomes a large one or reads what it should not. Nothing outside the file is ever opened.
"""

from collections.abc import Iterator
from typing import Any, NoReturn
from xml.parsers import expat

from entredon.pure.money import guarded
from entredon.pure.money.quoting import quoted
from entredon.pure.told import Told

DEEPEST = 64
"""Elements within elements."""
MOST_TEXT = 1 << 12
"""Characters kept of one text, at most."""


class BadReport(Told, ValueError):
    """A file that can't be read as a bank's answer. The text says why, where, and what to do."""


class Element:
    """An element by its name, without namespace and attributes: where it begins, its text and what is asked for in it."""

    __slots__ = ("children", "line", "name", "text")

    def __init__(self, name: str, line: int) -> None:
        self.name, self.line, self.text = name, line, ""
        self.children: list[Element] = []

    def all(self, name: str) -> Iterator["Element"]:
        """Those of a name right in it."""
        return (child for child in self.children if child.name == name)

    def say(self, path: str) -> str:
        """The text that is found first by going down along names, such as ``Rsn/Cd``; else ""."""
        name, _, rest = path.partition("/")
        for child in self.all(name):
            if said := child.say(rest) if rest else child.text.strip():
                return said
        return ""


def read(data: bytes, names: frozenset[str], *, most: int, most_kept: int) -> Element:
    """The root of a document, and in it the elements of these names that stand in one another.

    ``most`` elements are met and ``most_kept`` of them kept; more are refused. Raises BadReport.
    """
    reader = _Reader(names, most, most_kept)
    try:
        reader.parser.Parse(data, True)
    except expat.ExpatError as trouble:
        if reader.root is not None and not reader.open:
            raise BadReport(
                "After the end of the document something follows, in line {line}: give each document a file of its own.",
                line=trouble.lineno,
            ) from None
        raise BadReport(
            "Line {line} is not well-formed XML ({trouble}): fetch the file from your bank again.",
            line=trouble.lineno,
            trouble=expat.ErrorString(trouble.code) or "?",
        ) from None
    except (LookupError, ValueError) as trouble:
        if isinstance(trouble, BadReport):
            raise
        raise BadReport("The file names an encoding that can't be read; ask your bank for it in UTF-8.") from None
    assert reader.root is not None  # else the parser would have found no element
    return reader.root


class _Reader:
    """Builds the elements. Where one isn't asked for, nothing in it is."""

    def __init__(self, names: frozenset[str], most: int, most_kept: int) -> None:
        self.names, self.most, self.most_kept = names, most, most_kept
        self.met = self.kept = self.passed = 0
        self.root: Element | None = None
        self.open: list[Element] = []
        self.parser = guarded.parser(self)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.met += 1
        name = name.rpartition(" ")[2]
        if self.passed or (self.open and name not in self.names):
            self.passed += 1
        else:
            self.kept += 1
            element = Element(name, self.parser.CurrentLineNumber)
            if self.open:
                self.open[-1].children.append(element)
            else:
                self.root = element
            self.open.append(element)
        if self.met > self.most or self.kept > self.most_kept or self.passed + len(self.open) > DEEPEST:
            raise BadReport(
                "In line {line} the file has become larger or deeper than any bank's answer, so it is not read further.",
                line=self.parser.CurrentLineNumber,
            )

    def end(self, name: str) -> None:
        if self.passed:
            self.passed -= 1
        else:
            self.open.pop()

    def characters(self, text: str) -> None:
        if not self.passed and len(self.open[-1].text) < MOST_TEXT:
            self.open[-1].text += text[:MOST_TEXT]

    def refuse(self, name: Any, *more: Any) -> NoReturn:
        raise BadReport(
            "The file declares a document type or entities of its own (“{name}”, line {line}): no bank does, so it is not read.",
            name=quoted(str(name)),
            line=self.parser.CurrentLineNumber,
        )

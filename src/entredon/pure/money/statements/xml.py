"""XML as banks send it, read once from front to end: only elements, currencies and text, of one document.

A document type, an entity of its own, or anything outside the file is refused where it is declared: banks need none of it, and
it is how a small file becomes a large one, or reads what it should not.
"""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, NoReturn
from xml.parsers import expat

from entredon.pure.money import guarded
from entredon.pure.money.statements.statement import Unreadable, short

DEEPEST = 40
"""Elements within elements; a statement has about 12."""
MOST_HELD = 1_000_000
"""Elements in memory at once: those around entries, and those of one entry. A batch of 40,000 payments has about as many."""
MOST_TAG = 1 << 20
"""Bytes of one tag or comment."""
MOST_NAMES = 1_000
MOST_TEXT = 1 << 14
_STEP = 1 << 18
_LINED = 6
_ENCODING = {
    expat.errors.codes[text]
    for text in (
        expat.errors.XML_ERROR_INVALID_TOKEN,
        expat.errors.XML_ERROR_PARTIAL_CHAR,
        expat.errors.XML_ERROR_INCORRECT_ENCODING,
        expat.errors.XML_ERROR_UNKNOWN_ENCODING,
    )
}
_CUT = {
    expat.errors.codes[text]
    for text in (
        expat.errors.XML_ERROR_NO_ELEMENTS,
        expat.errors.XML_ERROR_UNCLOSED_TOKEN,
        expat.errors.XML_ERROR_UNCLOSED_CDATA_SECTION,
    )
}


class Element:
    """An element: its name, its namespace, the currency it names (the one attribute of use here), text and what is in it."""

    __slots__ = ("children", "currency", "line", "name", "namespace", "text")

    def __init__(self, name: str, namespace: str, currency: str, line: int) -> None:
        self.name, self.namespace, self.currency, self.line = name, namespace, currency, line
        self.text = ""
        self.children: list[Element] = []

    def all(self, path: str) -> list["Element"]:
        """What is found by going down along names, such as ``Acct/Id``."""
        found = [self]
        for name in _names(path):
            found = [child for element in found for child in element.children if child.name == name]
        return found

    def first(self, path: str) -> "Element | None":
        """The first that is found so."""
        return _first(self, _names(path), 0)

    def say(self, *paths: str) -> str:
        """The text at the first of these paths where there is one."""
        for path in paths:
            if (found := self.first(path)) is not None and (text := found.text.strip()):
                return text
        return ""


_names = cache(lambda path: tuple(path.split("/")))


def _first(element: Element, names: Sequence[str], at: int) -> Element | None:
    name, last = names[at], at + 1 == len(names)
    for child in element.children:
        if child.name == name:
            found = child if last else _first(child, names, at + 1)
            if found is not None:
                return found
    return None


def walk(data: bytes, name: str, take: Callable[[Element, Element], bool]) -> Element:
    """The root of a document. ``take`` sees each element of a name as it ends, and the one around it; True: it may be forgotten.

    Raises Unreadable for what is no well-formed XML of the plain kind, and passes on what ``take`` raises.
    """
    builder = _Builder(name, take)
    try:
        for at in range(0, len(data), _STEP):
            builder.parser.Parse(data[at : at + _STEP], False)
            if at - builder.parser.CurrentByteIndex > MOST_TAG:
                raise Unreadable(
                    "Line {line} has a tag or comment without end: this is no statement.",
                    line=builder.parser.CurrentLineNumber,
                )
        builder.parser.Parse(b"", True)
    except expat.ExpatError as trouble:
        raise _said(trouble, ended=builder.ended) from None
    except Unreadable:
        raise
    except (LookupError, ValueError):  # an encoding that no codec here is named for, or one that XML readers don't take
        raise Unreadable("The file names an encoding that can't be read; export it as UTF-8.") from None
    assert builder.root is not None  # else the parser would have found no element
    return builder.root


def _said(trouble: expat.ExpatError, *, ended: bool) -> Unreadable:
    """What the parser found, for people."""
    line = trouble.lineno
    if ended:
        return Unreadable(
            "After the end of the statement, in line {line}, something follows, perhaps a second document: give each a file of "
            "its own.",
            line=line,
        )
    if trouble.code in _ENCODING:
        return Unreadable(
            "Line {line} has characters that don't fit the encoding the file says it is written in; fetch the file again, and "
            "don't save it with an editor.",
            line=line,
        )
    if trouble.code in _CUT:
        return Unreadable("The file ends in the middle, in line {line}: fetch it from your bank again.", line=line)
    return Unreadable(
        "Line {line} is not well-formed XML ({trouble}): fetch the file from your bank again.",
        line=line,
        trouble=expat.ErrorString(trouble.code) or "?",
    )


class _Builder:
    """Makes elements out of what the parser meets."""

    def __init__(self, name: str, take: Callable[[Element, Element], bool]) -> None:
        self.name, self.take = name, take
        self.split: dict[str, tuple[str, str]] = {}
        self.around: list[Element] = []
        self.root: Element | None = None
        self.ended = False
        self.held = self.before = 0
        self.parser = guarded.parser(self)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        known = self.split.get(name)
        if known is None:
            namespace, _space, local = name.rpartition(" ")
            if len(self.split) > MOST_NAMES:
                self.split.clear()
            known = self.split[name] = local, namespace
        if known[0] == self.name:
            self.before = self.held
        self.held += 1
        if self.held > MOST_HELD:
            raise Unreadable(
                "Around line {line} there is too much that is no statement.", line=self.parser.CurrentLineNumber
            )
        around = self.around
        # Asking for the line takes time, and only what holds others is named by it.
        currency = attributes.get("Ccy", "") if attributes else ""
        element = Element(*known, currency, self.parser.CurrentLineNumber if len(around) < _LINED else 0)
        if not around:
            self.root = element
        elif len(around) < DEEPEST:
            around[-1].children.append(element)
        else:
            raise Unreadable(
                "Line {line} lies more than {deepest} elements deep: this is no statement.",
                line=self.parser.CurrentLineNumber,
                deepest=DEEPEST,
            )
        around.append(element)

    def end(self, name: str) -> None:
        element = self.around.pop()
        if not self.around:
            self.ended = True
        elif element.name == self.name and self.take(element, self.around[-1]):
            self.around[-1].children.pop()
            self.held = self.before

    def characters(self, text: str) -> None:
        element = self.around[-1]
        # Enough is enough: a text is never longer than what is kept of it, so none grows by adding piece upon piece.
        if len(element.text) <= MOST_TEXT and (element.text or not text.isspace()):
            element.text += text

    def refuse(self, name: Any, *more: Any) -> NoReturn:
        raise Unreadable(
            "The file declares a document type or entities of its own (“{name}”, line {line}): no bank does, so it is not read.",
            name=short(str(name)),
            line=self.parser.CurrentLineNumber,
        )

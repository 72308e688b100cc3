"""XML as banks send it, read once from front to end: only elements, attributes and text, of one document.

A document type, an entity of its own, or anything outside the file is refused where it is declared: banks need none of it, and
it is how a small file becomes a large one, or reads what it should not.
"""

from collections.abc import Callable
from typing import Any, NoReturn
from xml.parsers import expat

from entredon.pure.money.statements.statement import Unreadable, short

DEEPEST = 40
"""Elements within elements; a statement has about 12."""
MOST_TEXT = 1 << 14
_STEP = 1 << 18
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
    """An element without its namespace: its name, that namespace, attributes, text and what is in it."""

    __slots__ = ("attributes", "children", "line", "name", "namespace", "text")

    def __init__(self, name: str, namespace: str, attributes: dict[str, str], line: int) -> None:
        self.name, self.namespace, self.attributes, self.line = name, namespace, attributes, line
        self.text = ""
        self.children: list[Element] = []

    def all(self, path: str) -> list["Element"]:
        """What is found by going down along names, such as ``Acct/Id``."""
        found = [self]
        for name in path.split("/"):
            found = [child for element in found for child in element.children if child.name == name]
        return found

    def first(self, path: str) -> "Element | None":
        """The first that is found so."""
        at: Element | None = self
        for name in path.split("/"):
            at = next((child for child in at.children if child.name == name), None) if at is not None else None
        return at if at is not None else next(iter(self.all(path)), None)

    def say(self, *paths: str) -> str:
        """The text at the first of these paths where there is one."""
        for path in paths:
            if (found := self.first(path)) is not None and (text := found.text.strip()):
                return text
        return ""


def walk(data: bytes, take: Callable[[Element, list[Element]], bool]) -> Element:
    """The root of a document. ``take`` sees each element as it ends, with those around it; True: it is done with it, forget it.

    Raises Unreadable for what is no well-formed XML of the plain kind, and passes on what ``take`` raises.
    """
    builder = _Builder(take)
    try:
        for at in range(0, len(data), _STEP):
            builder.parser.Parse(data[at : at + _STEP], False)
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

    def __init__(self, take: Callable[[Element, list[Element]], bool]) -> None:
        self.take = take
        self.around: list[Element] = []
        self.root: Element | None = None
        self.ended = False
        self.parser = parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.characters
        parser.StartDoctypeDeclHandler = self.refuse
        parser.EntityDeclHandler = self.refuse
        parser.ExternalEntityRefHandler = self.refuse

    def start(self, name: str, attributes: dict[str, str]) -> None:
        namespace, _space, local = name.rpartition(" ")
        if len(self.around) >= DEEPEST:
            raise Unreadable(
                "Line {line} lies more than {deepest} elements deep: this is no statement.",
                line=self.parser.CurrentLineNumber,
                deepest=DEEPEST,
            )
        element = Element(local, namespace, attributes, self.parser.CurrentLineNumber)
        if self.around:
            self.around[-1].children.append(element)
        else:
            self.root = element
        self.around.append(element)

    def end(self, _name: str) -> None:
        element = self.around.pop()
        if not self.around:
            self.ended = True
        elif self.take(element, self.around):
            self.around[-1].children.pop()

    def characters(self, text: str) -> None:
        element = self.around[-1]
        # Enough is enough: a text is never longer than what is kept of it, so none grows by adding piece upon piece.
        if len(element.text) <= MOST_TEXT and (element.text or not text.isspace()):
            element.text += text

    def refuse(self, name: Any, *_: Any) -> NoReturn:
        raise Unreadable(
            "The file declares a document type or entities of its own (“{name}”, line {line}): no bank does, so it is not read.",
            name=short(str(name)),
            line=self.parser.CurrentLineNumber,
        )

"""XML from outside, met by a parser that opens nothing and expands nothing."""

from collections.abc import Callable
from typing import Any, NoReturn, Protocol
from xml.parsers import expat


class Handler(Protocol):
    """What is told of a document as it is met. ``refuse`` raises: a document type or an entity of its own was declared."""

    def start(self, name: str, attributes: dict[str, str]) -> None: ...
    def end(self, name: str) -> None: ...
    def characters(self, text: str) -> None: ...
    def refuse(self, name: Any, *more: Any) -> NoReturn: ...


def parser(handler: Handler) -> expat.XMLParserType:
    """A parser that tells a handler of elements and text.

    A document type or an entity is refused where it is declared, whatever it would hold: banks need neither, and it is how a
    small file becomes a large one, or reads what it should not. Names come as "namespace name".
    """
    made = expat.ParserCreate(namespace_separator=" ")
    made.buffer_text = True
    made.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    made.StartElementHandler = handler.start
    made.EndElementHandler = handler.end
    made.CharacterDataHandler = handler.characters
    refuse: Callable[..., NoReturn] = handler.refuse
    made.StartDoctypeDeclHandler = made.EntityDeclHandler = made.ExternalEntityRefHandler = refuse
    return made

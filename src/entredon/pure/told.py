"""Troubles that people read: a sentence with blanks, and what goes into them, so that it can be said in any language.

``Refused("There is no rulebook {number}; the newest is {newest}.", number=9, newest=3)`` reads in English by itself; whoever shows
it asks for it in the reader's language with ``said``. The sentence is what catalogues of translations know it by, so it is always
written out where it is raised, never put together.
"""

from collections.abc import Callable, Mapping
from typing import Any


class Told(Exception):
    """A trouble told in a sentence. Values may be troubles themselves; without values, braces are ordinary characters."""

    def __init__(self, sentence: str = "", /, **values: Any) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.values: Mapping[str, Any] = values

    def __str__(self) -> str:
        return self.sentence.format(**self.values) if self.values else self.sentence

    def __reduce__(self) -> tuple[Any, ...]:
        return _again, (type(self), self.sentence, dict(self.values))

    def said(self, translate: Callable[[str], str], show: Callable[[Any], Any] = lambda value: value) -> str:
        """The sentence as ``translate`` gives it, with each value as ``show`` writes it (numbers as the reader writes them)."""
        sentence = translate(self.sentence) if self.sentence else ""
        if not self.values:
            return sentence
        return sentence.format(**{name: _said(value, translate, show) for name, value in self.values.items()})


def _said(value: Any, translate: Callable[[str], str], show: Callable[[Any], Any]) -> Any:
    return value.said(translate, show) if isinstance(value, Told) else show(value)


def _again(kind: type[Told], sentence: str, values: dict[str, Any]) -> Told:
    """A trouble that comes from another process."""
    return kind(sentence, **values)

"""Troubles that people read: a sentence with blanks, and what goes into them, so that it can be said in any language.

``Refused("There is no rulebook {number}; the newest is {newest}.", number=9, newest=3)`` reads in English by itself; whoever shows
it asks for it in the reader's language with ``said``. The sentence is what catalogues of translations know it by, so it is always
written out where it is raised, never put together.
"""

from collections.abc import Callable, Mapping
from typing import Any, Self


class Told(Exception):
    """A trouble told in a sentence. Values may be troubles themselves; without values, braces are ordinary characters.

    ``{n:,}`` stands for a number whose thousands are apart, as the reader writes them; ``{n}`` for one that is written as it is.
    """

    def __init__(self, sentence: str = "", /, **values: Any) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.values: Mapping[str, Any] = values

    @classmethod
    def of(cls, other: "Told") -> Self:
        """The same sentence, as a trouble of this kind."""
        return cls(other.sentence, **other.values)

    def __str__(self) -> str:
        return self.sentence.format(**self.values) if self.values else self.sentence

    def __reduce__(self) -> tuple[Any, ...]:
        return _again, (type(self), self.sentence, dict(self.values))

    def said(self, translate: Callable[[str], str], show: Callable[[Any], Any] = lambda value: value) -> str:
        """The sentence as ``translate`` gives it, with each value as ``show`` writes it (numbers as the reader writes them)."""
        sentence = translate(self.sentence) if self.sentence else ""
        if not self.values:
            return sentence
        return sentence.format(**{name: _Said(value, translate, show) for name, value in self.values.items()})


class _Said:
    """A value on its way into a sentence: whether its thousands stand apart is said by the blank."""

    def __init__(self, value: Any, translate: Callable[[str], str], show: Callable[[Any], Any]) -> None:
        self.value, self.translate, self.show = value, translate, show

    def __format__(self, spec: str) -> str:
        if isinstance(self.value, Told):
            return self.value.said(self.translate, self.show)
        return str(self.value if isinstance(self.value, int) and spec != "," else self.show(self.value))


def _again(kind: type[Told], sentence: str, values: dict[str, Any]) -> Told:
    """A trouble that comes from another process."""
    return kind(sentence, **values)

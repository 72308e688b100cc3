"""A row as it was understood, or what is wrong with it; and the key by which it is known again."""

import hmac
import unicodedata
from dataclasses import dataclass

import msgspec

from entredon.pure.told import Told

_encode = msgspec.json.Encoder().encode
_KEY = b"entredon/row/v1\n"


class Faulty(Told, ValueError):
    """What is wrong with a cell; the text is the end of a sentence."""


class Unreadable(Told, ValueError):
    """A file that can't be taken for what it was said to be; the text is a sentence."""


class Place(Told):
    """Where in a file something stands."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, and where: the number of the row (from 1, as a spreadsheet shows it), the column and its reason."""

    row: int
    place: Place
    what: Told
    cells: tuple[str, ...] = ()

    @property
    def sentence(self) -> Told:
        """The whole of it."""
        return Told("{place}: {what}", place=self.place, what=self.what)


@dataclass(frozen=True, slots=True)
class Line:
    """What a row says: who, on which day, how long, what kind of work; for what (``about``, ``need``) in the words of the table.

    ``made_of`` is what its key is made of; with an id of its own (``own``) that alone, so that there can't be a second one.
    """

    row: int
    name: str
    address: str
    day: str
    minutes: int
    kind: str
    points: int
    about: str
    need: str
    note: str
    made_of: bytes
    own: bool
    cells: tuple[str, ...] = ()


def key(secret: bytes, made_of: bytes, again: int) -> bytes:
    """The key of a row: nobody without the commons' secret can try out what it is made of. ``again`` counts equal rows from 0."""
    return hmac.digest(secret, b"%s%d\n%s" % (_KEY, again, made_of), "sha256")


def made_of_own(id: str) -> bytes:
    """What the key of a row with an id of its own is made of."""
    return b"own\n" + folded(id).encode()


def made_of_content(values: dict[str, str]) -> bytes:
    """What the key of a row without one is made of: what it says, in words that don't depend on how its file was saved."""
    return b"row\n" + _encode(sorted(values.items()))


def plain(text: str, *, lines: bool = False) -> str:
    """A cell as text: one form of each letter, no control characters, single spaces; line breaks only where they are wanted."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split()) if "  " in text else text.strip()
    if lines:
        kept = (plain(line) for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
        return "\n".join(kept).strip()
    letters = unicodedata.normalize("NFC", text)
    return " ".join("".join(c if c.isprintable() else " " for c in letters).split())


def folded(text: str) -> str:
    """A text by which equal ones are known, whatever their capitals and spaces."""
    return plain(text).casefold()

"""What can be said about many contributions at once: that a table of them was brought in."""

from typing import ClassVar, Literal

from entredon.log.registry import Fact


class Imported(Fact, frozen=True, kw_only=True):
    """A steward brings in contributions that were written down elsewhere: the rows of a content-addressed JSON Lines file.

    Each row has its own ``key`` (nothing is taken twice), a person's pseudonym, the kind of work, the day and its measures; no
    names, no addresses, no words of people.
    """

    kind: ClassVar[str] = "work.imported"

    source: Literal["spreadsheet", "forge"]
    sha256: str
    bytes: int
    raw_bytes: int
    count: int

"""What can be said about needs: that there is one, who takes it, how its parts are split; and offers of help."""

from typing import ClassVar, Literal

import msgspec

from entredon.log.registry import Fact


class Gives(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a need gives: points, money from a budget (minor units and a currency; a promise, nothing is paid by it), or thanks."""

    points: int = 0
    minor: int = 0
    currency: str = ""


class Needed(Fact, frozen=True, kw_only=True):
    """A member says what is needed (a Valueflows intent): side texts ``title``, ``text`` (why) and ``done`` (what counts as done).

    ``kind`` is the kind of work; ``skills`` are words in small letters; ``minutes`` the effort, 0 if not said; ``due`` a day or
    "". ``places`` say how many people can take it. It may be part of another need, of a circle, and stem from ``ideas``.
    """

    kind: ClassVar[str] = "work.needed"
    texts: ClassVar[tuple[str, ...]] = ("title", "text", "done")

    work: str = msgspec.field(name="kind")
    creation: str | None = None
    circle: str | None = None
    part_of: str | None = None
    ideas: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    minutes: int = 0
    due: str = ""
    place: str = ""
    places: int = 1
    gives: Gives = Gives()


class NeedChanged(Fact, frozen=True, kw_only=True):
    """Who asked for it or a steward changes what a need says in numbers; what is left out stays as it was."""

    kind: ClassVar[str] = "work.need_changed"

    need: str
    work: str | msgspec.UnsetType = msgspec.field(name="kind", default=msgspec.UNSET)
    skills: tuple[str, ...] | msgspec.UnsetType = msgspec.UNSET
    minutes: int | msgspec.UnsetType = msgspec.UNSET
    due: str | msgspec.UnsetType = msgspec.UNSET
    place: str | msgspec.UnsetType = msgspec.UNSET
    places: int | msgspec.UnsetType = msgspec.UNSET
    gives: Gives | msgspec.UnsetType = msgspec.UNSET


class NeedClosed(Fact, frozen=True, kw_only=True):
    """Who asked for it or a steward says that a need is done, or dropped; or that it is open again after all."""

    kind: ClassVar[str] = "work.need_closed"
    texts: ClassVar[tuple[str, ...]] = ("reason",)

    need: str
    outcome: Literal["done", "dropped", "open"]


class HelpOffered(Fact, frozen=True, kw_only=True):
    """A member says what she can do (“I can …”): side texts ``title`` and ``text``; skills, how much time, where, until which day."""

    kind: ClassVar[str] = "work.offered"
    texts: ClassVar[tuple[str, ...]] = ("title", "text")

    skills: tuple[str, ...] = ()
    minutes: int = 0
    place: str = ""
    until: str = ""


class OfferEnded(Fact, frozen=True, kw_only=True):
    """Who offered help (or a steward) takes the offer from the list."""

    kind: ClassVar[str] = "work.offer_ended"

    offer: str


class Taken(Fact, frozen=True, kw_only=True):
    """A member takes a place in a need (a Valueflows commitment), until the day ``due`` ("": not said)."""

    kind: ClassVar[str] = "work.taken"

    need: str
    due: str = ""


class GivenBack(Fact, frozen=True, kw_only=True):
    """Who took a need gives her place back. Nobody has to say why; a ``reason`` may help whoever comes next."""

    kind: ClassVar[str] = "work.given_back"
    texts: ClassVar[tuple[str, ...]] = ("reason",)

    need: str


class Part(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Somebody's part of a need, in parts per million."""

    person: str
    part: int


class SplitProposed(Fact, frozen=True, kw_only=True):
    """Somebody who took a need proposes how its points are split: parts per million by person, for all who hold a place now.

    It is agreed once each of them has signed; who proposes it has.
    """

    kind: ClassVar[str] = "work.split_proposed"

    need: str
    parts: tuple[Part, ...]


class SplitSigned(Fact, frozen=True, kw_only=True):
    """Somebody named in a proposed split agrees to it."""

    kind: ClassVar[str] = "work.split_signed"

    split: str

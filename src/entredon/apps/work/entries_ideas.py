"""What can be said about ideas: that there is one, who likes it, what was answered; and calls, in which ideas are developed together."""

from typing import ClassVar, Literal

import msgspec

from entredon.log.registry import Fact


class Proposed(Fact, frozen=True, kw_only=True):
    """A member brings an idea: the side texts ``title`` and ``text``. It may be for a ``call``, and build on other ideas."""

    kind: ClassVar[str] = "work.proposed"
    texts: ClassVar[tuple[str, ...]] = ("title", "text")

    call: str | None = None
    builds_on: tuple[str, ...] = ()


class Reworded(Fact, frozen=True, kw_only=True):
    """Whoever brought an idea, a need, a call, an offer or a circle (or a steward) words it anew; texts that are left out stay."""

    kind: ClassVar[str] = "work.reworded"
    texts: ClassVar[tuple[str, ...]] = ("title", "text", "done", "criteria", "gives")

    of: str


class Supported(Fact, frozen=True, kw_only=True):
    """A member supports an idea or a need, or no longer does. Nobody is counted twice."""

    kind: ClassVar[str] = "work.supported"

    of: str
    supports: bool = True


class IdeaAnswered(Fact, frozen=True, kw_only=True):
    """A steward answers an idea: adopted into ``needs``, merged ``into`` another, parked or declined, the last two with a reason.

    Adopting (or merging into what is adopted) makes the idea a contribution of the kind ``idea`` by who brought it, weighing
    ``points``, for what ``creation`` is becoming (or for the commons at large). A parked or declined idea can be answered again.
    """

    kind: ClassVar[str] = "work.idea_answered"
    texts: ClassVar[tuple[str, ...]] = ("reason",)

    idea: str
    outcome: Literal["adopted", "merged", "parked", "declined"]
    needs: tuple[str, ...] = ()
    into: str | None = None
    creation: str | None = None
    points: int = 1


class CallOpened(Fact, frozen=True, kw_only=True):
    """A steward (if need be for a partner, by name) states a problem and until when ideas for it are gathered.

    Side texts: ``title``, ``text`` (the problem), ``criteria``, ``gives`` (what is given back). Days are as in 2026-11-26.
    """

    kind: ClassVar[str] = "work.call_opened"
    texts: ClassVar[tuple[str, ...]] = ("title", "text", "criteria", "gives")

    closes: str
    opens: str = ""
    partner: str = ""


class Credit(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An idea that went into the outcome of a call, and what it weighs as a contribution."""

    idea: str
    points: int = 1


class CallClosed(Fact, frozen=True, kw_only=True):
    """A steward closes a call: the side text ``text`` is its outcome; every idea in ``went_in`` is credited as a contribution.

    Ideas that were built on by one that went in, and are not named, stay open; nothing is lost.
    """

    kind: ClassVar[str] = "work.call_closed"
    texts: ClassVar[tuple[str, ...]] = ("text",)

    call: str
    went_in: tuple[Credit, ...] = ()
    creation: str | None = None

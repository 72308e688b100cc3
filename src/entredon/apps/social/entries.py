"""What can be said in discussions, and what stewards can do so that people can talk: measures that end, and can be appealed."""

from collections.abc import Iterable
from typing import ClassVar, Literal

from entredon.log.registry import Fact

PICTURES = ("picture1", "picture2", "picture3", "picture4")
"""The side texts that hold pictures, each drawn anew and in base64, so that they can be erased like words."""
WORDING = ("text", "seen", *PICTURES)
"""What a wording of a post may consist of: its words, its pictures, and what is to be seen on them, a line for each."""


class Opened(Fact, frozen=True, kw_only=True):
    """A member opens a topic: the side text ``title``. Everything else people can talk about has a thread already."""

    kind: ClassVar[str] = "social.opened"
    texts: ClassVar[tuple[str, ...]] = ("title",)


class Spoken(Fact, frozen=True, kw_only=True):
    """A member says something in a thread: the side text ``text``, in Markdown, and up to four pictures.

    ``thread`` is the id of a topic, or of what it is about: an idea, a need, a contribution, a creation, a version, a page …;
    ``answers`` is the post this answers; ``mentions`` are the people it names. Pictures are side texts too, so that whoever is
    in them can have them erased; ``seen`` says what is to be seen on them, a line for each.
    """

    kind: ClassVar[str] = "social.said"
    texts: ClassVar[tuple[str, ...]] = WORDING

    thread: str
    answers: str | None = None
    mentions: tuple[str, ...] = ()


class Edited(Fact, frozen=True, kw_only=True):
    """Who said something says it better; that it was changed stays visible.

    ``keeps`` names the pictures of the post that stay, as ``<entry>/<name>``; new ones may come with this.
    """

    kind: ClassVar[str] = "social.edited"
    texts: ClassVar[tuple[str, ...]] = WORDING

    post: str
    mentions: tuple[str, ...] = ()
    keeps: tuple[str, ...] = ()


class TakenBack(Fact, frozen=True, kw_only=True):
    """Who said something takes it back: its words, in all ``wordings`` of it, are deleted for good."""

    kind: ClassVar[str] = "social.taken_back"

    post: str
    wordings: tuple[str, ...] = ()

    def erases(self) -> Iterable[tuple[str, str]]:
        """Every wording of the post, with its pictures."""
        return [(entry, name) for entry in (self.post, *self.wordings) for name in WORDING]


class Reacted(Fact, frozen=True, kw_only=True):
    """A member answers a post with a sign, or takes that back. There is no sign against somebody."""

    kind: ClassVar[str] = "social.reacted"

    post: str
    reaction: Literal["thanks", "agree", "wonder", "laugh", "heart"]
    on: bool = True


class Moved(Fact, frozen=True, kw_only=True):
    """A steward moves posts to another thread, with a ``reason``; their addresses lead there."""

    kind: ClassVar[str] = "social.moved"
    texts: ClassVar[tuple[str, ...]] = ("reason",)

    posts: tuple[str, ...]
    to: str


class SplitOff(Fact, frozen=True, kw_only=True):
    """A steward makes a new topic of posts, with a ``title`` and a ``reason``."""

    kind: ClassVar[str] = "social.split"
    texts: ClassVar[tuple[str, ...]] = ("title", "reason")

    posts: tuple[str, ...]


class MeasureTaken(Fact, frozen=True, kw_only=True):
    """A steward takes a measure, with a ``reason``, until a day: a post is hidden; a person is warned, slowed, or paused.

    Whom it is about sees why, and can appeal.
    """

    kind: ClassVar[str] = "social.measure_taken"
    texts: ClassVar[tuple[str, ...]] = ("reason",)

    measure: Literal["hidden", "warned", "slowed", "paused"]
    post: str | None = None
    person: str | None = None
    until: str = ""


class MeasureLifted(Fact, frozen=True, kw_only=True):
    """A steward ends a measure before its day, with a ``reason``."""

    kind: ClassVar[str] = "social.measure_lifted"
    texts: ClassVar[tuple[str, ...]] = ("reason",)

    measure: str


class Appealed(Fact, frozen=True, kw_only=True):
    """Whom a measure is about asks another steward to look at it, in her words."""

    kind: ClassVar[str] = "social.appealed"
    texts: ClassVar[tuple[str, ...]] = ("text",)

    measure: str


class AppealAnswered(Fact, frozen=True, kw_only=True):
    """A steward who didn't take the measure says whether it stands, with a ``reason``."""

    kind: ClassVar[str] = "social.appeal_answered"
    texts: ClassVar[tuple[str, ...]] = ("reason",)

    measure: str
    stands: bool

"""What can be said about circles: small groups with needs of their own, and what they show every week."""

from typing import ClassVar

from entredon.log.registry import Fact


class CircleFounded(Fact, frozen=True, kw_only=True):
    """A member founds a circle (a team; of a modular design, a module): its name, for which creation, within which circle.

    The side text ``text`` says what it is for. Its interface contract is its page ``interface``.
    """

    kind: ClassVar[str] = "work.circle_founded"
    texts: ClassVar[tuple[str, ...]] = ("text",)

    name: str
    creation: str | None = None
    part_of: str | None = None


class CircleJoined(Fact, frozen=True, kw_only=True):
    """A member joins a circle."""

    kind: ClassVar[str] = "work.circle_joined"

    circle: str


class CircleLeft(Fact, frozen=True, kw_only=True):
    """Somebody leaves a circle."""

    kind: ClassVar[str] = "work.circle_left"

    circle: str


class DemoShown(Fact, frozen=True, kw_only=True):
    """Somebody of a circle tells what changed in a week: the side text ``text``; ``week`` as in 2026-W48."""

    kind: ClassVar[str] = "work.demo_shown"
    texts: ClassVar[tuple[str, ...]] = ("text",)

    circle: str
    week: str

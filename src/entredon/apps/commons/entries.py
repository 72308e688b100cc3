"""What can be said about a commons as a whole: founding, publishing, roles, the rulebook."""

from typing import ClassVar

from entredon.apps.people.entries import KeyGiven
from entredon.log.registry import Fact


class Founded(Fact, frozen=True, kw_only=True):
    """A commons begins: its name and purpose, what is free, who bears it in law, and its first stewards.

    Always the first entry of a log, signed by one of the stewards. ``joining`` is ``open`` or ``acceptance``.
    """

    kind: ClassVar[str] = "commons.founded"
    texts: ClassVar[tuple[str, ...]] = ("name", "place")

    origin: str
    vkey: str
    rulebook: int
    draft: bool
    name: str
    purpose: str
    licences: tuple[str, ...]
    legal_form: str
    bearer: str
    joining: str
    stewards: tuple[KeyGiven, ...]


class Published(Fact, frozen=True, kw_only=True):
    """A steward makes the private draft public."""

    kind: ClassVar[str] = "commons.published"


class RulebookAdopted(Fact, frozen=True, kw_only=True):
    """From here on the newer rules count. Old entries keep the rules they were accepted by."""

    kind: ClassVar[str] = "commons.rulebook_adopted"

    rulebook: int


class RoleGiven(Fact, frozen=True, kw_only=True):
    """A steward gives a member a role (steward or keeper)."""

    kind: ClassVar[str] = "commons.role_given"

    person: str
    role: str


class RoleWithdrawn(Fact, frozen=True, kw_only=True):
    """A steward withdraws a role; the last steward stays one."""

    kind: ClassVar[str] = "commons.role_withdrawn"

    person: str
    role: str

"""What can be said about a commons as a whole: founding, publishing, roles, the rulebook."""

from typing import Annotated, ClassVar

import msgspec

from entredon.apps.people.entries import KeyGivenAtFirst
from entredon.log.registry import Fact


class FoundedAtFirst(Fact, frozen=True, kw_only=True):
    """A commons begins, as rulebook 1 has it: who looks after it had no name but the bearer's."""

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
    stewards: tuple[KeyGivenAtFirst, ...]


class Founded(FoundedAtFirst, frozen=True, kw_only=True, omit_defaults=True):
    """A commons begins: its name and purpose, what is free, who looks after it, who bears it in law, its first stewards.

    Always the first entry of a log, signed by one of the stewards. ``association`` is the own name of who looks after it,
    of the kind that ``legal_form`` says; ``bearer`` the legal body with the bank account, the same or another, "" if there
    is none yet. ``joining`` is ``open``, ``acceptance`` or ``invitation``.
    """

    association: str = ""


class PublishedUnproven(Fact, frozen=True, kw_only=True):
    """A steward makes the private draft public; under rulebook 1 nothing had to be shown for it."""

    kind: ClassVar[str] = "commons.published"


GitId = Annotated[str, msgspec.Meta(pattern=r"\A(?:|[0-9a-f]{40}|[0-9a-f]{64})\Z")]
Code = Annotated[str, msgspec.Meta(pattern=r"\A(?:|[0-9a-f]{32})\Z")]


class ControlProof(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How it was shown that who publishes an imported commons speaks for its repository.

    ``way`` is ``file`` (the commit ``shown`` holds the file ``.entredon-proof`` with the line of ``code``), ``tag`` (the tag
    ``shown`` carries the code and is signed by the key that signed the tag ``earlier``) or ``attested`` (whoever runs the
    place says so; by which name is a side text). Whoever has the repository can look at what is named here again.
    ``head`` is the commit up to which it was imported; ``repository`` its public address, "" if it has none.
    """

    way: str
    repository: str
    head: GitId
    shown: GitId
    earlier: GitId
    code: Code


class Published(Fact, frozen=True, kw_only=True):
    """A steward makes the private draft public; if a repository was imported, with how control of it was shown."""

    kind: ClassVar[str] = "commons.published"
    texts: ClassVar[tuple[str, ...]] = ("attested_by",)

    proof: ControlProof | None = None


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

"""What can be said about sharing: which rule is adopted and signed, what was shared, what is passed on and what lapses."""

from typing import Annotated, Any, ClassVar

import msgspec

from entredon.log.registry import Fact

Sha256 = Annotated[str, msgspec.Meta(pattern=r"\A[0-9a-f]{64}\Z")]


class RuleAdopted(Fact, frozen=True, kw_only=True):
    """From here on income is shared by this rule; one by fixed parts waits for the signatures of all it names.

    The second entry of every log adopts the common pot. ``rule`` is what ``pure.value.reading`` reads; fields left out
    take their defaults.
    """

    kind: ClassVar[str] = "value.rule_adopted"

    rule: dict[str, Any]


class RuleSigned(Fact, frozen=True, kw_only=True):
    """Somebody named in a rule by fixed parts agrees with it. ``rule`` is the entry that adopted it."""

    kind: ClassVar[str] = "value.rule_signed"

    rule: str


class Shared(Fact, frozen=True, kw_only=True):
    """An income is shared: everybody's line stands in the content ``lines``, and everybody can reckon it again.

    ``income`` is the entry that told of it, ``rule`` the hash of the rule in force, ``algorithm`` what applies it.
    ``total`` is the income in smallest units, all of which the ``count`` lines divide.
    """

    kind: ClassVar[str] = "value.shared"

    income: str
    rule: Sha256
    algorithm: str
    total: int
    count: int
    lines: Sha256


class Destination(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where a part is passed on to, ``pot`` or the https:// address of a project, and how much of it (parts per million)."""

    to: str
    ppm: int


class PassedOn(Fact, frozen=True, kw_only=True):
    """From here on a member passes on these shares of all that comes to her. It replaces what she said before, wholly.

    An empty list takes it back: she keeps all.
    """

    kind: ClassVar[str] = "value.passed"

    to: tuple[Destination, ...]


class Lapsed(Fact, frozen=True, kw_only=True):
    """What a share-out gave to a pseudonym that nobody has claimed for long goes to the common pot."""

    kind: ClassVar[str] = "value.lapsed"

    shareout: str
    person: str

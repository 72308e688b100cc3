"""What can be said about deciding together: the charter, a decision and its effect, votes, the count, and what became of it.

Words of people (titles, texts, reasons, proofs) are side texts, which can be erased; no rule reads them.
"""

from typing import Annotated, Any, ClassVar

import msgspec

from entredon.log.registry import Fact

Id = Annotated[str, msgspec.Meta(pattern=r"\A[0-9a-f]{64}\Z")]
Root = Annotated[str, msgspec.Meta(pattern=r"\A[0-9a-f]{64}\Z")]
"""A SHA-256: the root of a Merkle tree (RFC 6962)."""
Code = Annotated[str, msgspec.Meta(pattern=r"\A(?:|[A-Z]{3})\Z")]
Day = Annotated[str, msgspec.Meta(pattern=r"\A(?:19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}\Z")]


class Chartered(Fact, frozen=True, kw_only=True):
    """A steward gives the commons its first charter: who decides what, and how. From then on only a decision changes it.

    ``charter`` is what ``pure.choice.reading`` reads.
    """

    kind: ClassVar[str] = "decide.chartered"

    charter: dict[str, Any]


class Effect(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """What a decision changes once it is carried out. ``lever`` says which parameter, and with it what the other fields are:

    * ``sharing``: the sharing rule ``rule`` is adopted.
    * ``partner``: ``way`` is ``admit`` (``what`` an agreement that was proposed) or ``end`` (``what`` a partner).
    * ``budget``: ``minor`` smallest units of ``currency`` go from the common fund to the need ``what``.
    * ``steward``: ``way`` is ``appoint`` or ``recall``; ``what`` the member.
    * ``charter``: ``charter`` takes the place of the one in force.
    * ``words``: nothing in the record changes; people do what was decided.
    """

    lever: str
    way: str = ""
    what: str = ""
    minor: int = 0
    currency: Code = ""
    rule: dict[str, Any] | None = None
    charter: dict[str, Any] | None = None


class Moved(Fact, frozen=True, kw_only=True):
    """A decision is opened: its question (``title``), why (``text``), and what it would change.

    ``base`` names the state that its effect starts from, as whoever opened it saw it (``record_effects.base``); where that has
    changed when it is carried out, the decision stalls. ``replaces`` is a decision that was withdrawn or not carried, or "".
    """

    kind: ClassVar[str] = "decide.moved"
    texts: ClassVar[tuple[str, ...]] = ("title", "text")

    effect: Effect
    base: str
    replaces: str = ""


class Withdrawn(Fact, frozen=True, kw_only=True):
    """Who opened a decision takes it back, before it is closed."""

    kind: ClassVar[str] = "decide.withdrawn"
    texts: ClassVar[tuple[str, ...]] = ("reason",)

    decision: Id


class Rolled(Fact, frozen=True, kw_only=True):
    """The roll of who may vote is taken, once the days for discussing are over; voting begins. Anybody may say it.

    ``root`` is that of the Merkle tree over the ids of the ``count`` people, sorted.
    """

    kind: ClassVar[str] = "decide.rolled"

    decision: Id
    count: int
    root: Root


class Balloted(Fact, frozen=True, kw_only=True):
    """Somebody on the roll votes. Her last vote before the close counts. ``choice``: yes, no or abstain; or consent, reservation or
    objection where the decision is by consent."""

    kind: ClassVar[str] = "decide.balloted"
    texts: ClassVar[tuple[str, ...]] = ("reason",)
    by_passkey: ClassVar[bool] = True

    decision: Id
    choice: str


class Closed(Fact, frozen=True, kw_only=True):
    """Voting is over: its days are, or everybody has voted and the charter lets it end then. Anybody may say it."""

    kind: ClassVar[str] = "decide.closed"

    decision: Id


class Tallied(Fact, frozen=True, kw_only=True):
    """The votes are counted. The rule counts them again and refuses another result. Anybody may say it.

    ``method`` is the algorithm by its name and version; ``counts`` how many chose what; ``ballots`` the root of the Merkle tree over
    the lines ``person choice`` of all who voted, sorted; ``passed`` what follows.
    """

    kind: ClassVar[str] = "decide.tallied"

    decision: Id
    method: str
    counts: dict[str, int]
    ballots: Root
    passed: bool


class Challenged(Fact, frozen=True, kw_only=True):
    """Somebody on the roll says that this decision wasn't made as it should be. Where enough of them do, it is set aside."""

    kind: ClassVar[str] = "decide.challenged"
    texts: ClassVar[tuple[str, ...]] = ("reason",)

    decision: Id


class Executed(Fact, frozen=True, kw_only=True):
    """What passed is carried out, once the days for challenging it and its notice are over. Anybody may say it."""

    kind: ClassVar[str] = "decide.executed"

    decision: Id


class Stalled(Fact, frozen=True, kw_only=True):
    """What passed can't be carried out: what it starts from has changed, or what it needs isn't there. The rule tries it."""

    kind: ClassVar[str] = "decide.stalled"

    decision: Id


class Assigned(Fact, frozen=True, kw_only=True):
    """Who does what (``what``) by when, of what was decided: said by whoever does it, by who opened the decision, or by a steward."""

    kind: ClassVar[str] = "decide.assigned"
    texts: ClassVar[tuple[str, ...]] = ("what",)

    decision: Id
    person: str
    due: Day


class Proven(Fact, frozen=True, kw_only=True):
    """Whoever was to do it says that it is done, and shows it (``proof``: words, perhaps an address)."""

    kind: ClassVar[str] = "decide.proven"
    texts: ClassVar[tuple[str, ...]] = ("proof",)

    task: Id

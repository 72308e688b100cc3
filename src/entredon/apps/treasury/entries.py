"""What can be said about money: who bears it, which accounts there are, what came in, what the bank tells, where a line belongs.

What is paid out stands in ``entries_out``, what is said about the books as a whole in ``entries_books``. Amounts are integers of
smallest units of a currency by ISO 4217. Names, account numbers and what banks and payers write are never in a body: it holds
salted commitments to them.
"""

from typing import Annotated, ClassVar

import msgspec

from entredon.log.registry import Fact

Hash = Annotated[str, msgspec.Meta(pattern=r"\A[0-9a-f]{64}\Z")]
"""A SHA-256: of content, or a salted commitment."""
Day = Annotated[str, msgspec.Meta(pattern=r"\A(?:19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}\Z")]
Code = Annotated[str, msgspec.Meta(pattern=r"\A[A-Z]{3}\Z")]
Name = Annotated[str, msgspec.Meta(pattern=r"\A[a-z0-9][a-z0-9-]{0,39}\Z")]
"""A word of this commons' own for an account, a kind of income or cost, or the like."""


class Received(Fact, frozen=True, kw_only=True):
    """Money came in for a version, or for a creation: then for the newest version of it that is released.

    ``minor`` counts the smallest units of the currency (ISO 4217). Who paid stands in the side text ``payer`` and why in
    ``note``: both can be erased, and no calculation reads them. A steward's word: where the books have begun, it is booked as
    money that is still to be seen in a bank statement.
    """

    kind: ClassVar[str] = "treasury.received"
    texts: ClassVar[tuple[str, ...]] = ("payer", "note")

    minor: int
    currency: str
    version: str | None = None
    creation: str | None = None


class BearerNamed(Fact, frozen=True, kw_only=True):
    """This legal body bears the money of this commons from here on, and its books begin.

    ``bearer`` is its name in accounts (``merel-vzw``), ``form`` its legal form, ``number`` its number in a public register or for
    VAT, "" if it has none. ``lead`` is the origin of the log in which its bank statements are told: "" for this one, else that of
    another commons it carries. ``approvals`` stewards say yes before money moves (at least two); one payout is at most ``most``
    smallest units of its currency (0: no limit); changed bank details rest ``cooling_days`` days.
    """

    kind: ClassVar[str] = "treasury.bearer_named"

    bearer: Name
    name: str
    form: str
    number: str = ""
    lead: str = ""
    approvals: int = 2
    most: int = 0
    cooling_days: int = 3


class PolicySet(Fact, frozen=True, kw_only=True):
    """How payouts are approved from here on; in force once a second steward has confirmed it. Never fewer than two approvals."""

    kind: ClassVar[str] = "treasury.policy_set"

    approvals: int
    most: int
    cooling_days: int


class AccountOpened(Fact, frozen=True, kw_only=True):
    """An account of the bearer joins the books with what stood on it at the end of ``day``.

    ``way`` is ``bank`` or ``cash``; a commons whose statements are led elsewhere has one of the way ``carried`` instead. ``details``
    is a salted commitment to the number of the account, "" for cash.
    """

    kind: ClassVar[str] = "treasury.account_opened"

    account: Name
    way: str
    currency: Code
    opening: int
    day: Day
    details: str = ""


class Confirmed(Fact, frozen=True, kw_only=True):
    """A second person confirms what an entry says: new payment rules, changed bank details, an outside co-approver, an exception,
    counted cash, or that money paid by other means has reached her."""

    kind: ClassVar[str] = "treasury.confirmed"

    what: Hash


class ExceptionSigned(Fact, frozen=True, kw_only=True):
    """A steward lets an account fall below its floor, down to ``least``, once a second steward confirms it; why is a side text."""

    kind: ClassVar[str] = "treasury.exception_signed"
    texts: ClassVar[tuple[str, ...]] = ("reason",)

    account: str
    least: int


class Requested(Fact, frozen=True, kw_only=True):
    """Somebody is asked to pay. The reference by which her payment is known again follows from the id of this entry.

    ``what`` is the kind of income (sale, service, grant, gift, membership); ``version`` or ``creation`` is what it is for, neither
    means the common pot. ``due`` is a day or "".
    """

    kind: ClassVar[str] = "treasury.requested"
    texts: ClassVar[tuple[str, ...]] = ("payer", "note")

    minor: int
    currency: Code
    what: Name
    version: str = ""
    creation: str = ""
    due: str = ""


class RequestWithdrawn(Fact, frozen=True, kw_only=True):
    """A request is taken back: nobody need pay it any more. What comes in for it anyway waits for a person to look at it."""

    kind: ClassVar[str] = "treasury.request_withdrawn"

    request: Hash


class StatementTaken(Fact, frozen=True, kw_only=True):
    """The new lines of a bank statement, in the content ``lines``: they lead from what was known to ``closing``.

    The content is canonical JSON Lines ``{"day","line","minor","of"}``, sorted by day, then by line. ``line`` is the salted
    commitment by which a line is known: the same line has the same one in every file. ``of`` is the short name of another commons
    of the bearer to which it belongs by its reference, or "". ``source`` is a commitment to the file. ``led`` is, in a carried
    commons, the entry of the leading log that told of these lines, "" in the leading one.
    """

    kind: ClassVar[str] = "treasury.statement_taken"

    account: Name
    currency: Code
    start: Day
    end: Day
    opening: int
    closing: int
    count: int
    lines: Hash
    source: Hash
    led: str = ""


class Part(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A part of an amount, and where it belongs. ``minor`` has the sign of the money: above 0 it came in, below it went out.

    ``to``, with what ``ref`` and ``kind`` then are:

    * ``income``: money earned or given. ``ref`` a request, a version or a creation; ``kind`` sale, gift, grant, service, …
    * ``pot``: given to the commons as a whole. ``ref`` a request or ""; ``kind`` as above.
    * ``told``: an income that a steward had told of before the bank did. ``ref`` that income.
    * ``arriving``: money a platform had, or cash on its way to or from the bank. ``kind`` which.
    * ``back``: too much, or sent by mistake: to be paid back. ``kind`` ``refund``.
    * ``payout``: a payout has left. ``ref`` the payout. ``returned``: it came back. ``ref`` the payout.
    * ``cost``: rent, hosting, bank costs; paid from the common fund, or from the association's own money where ``ref`` is
      ``association``. ``kind`` which.
    * ``tax``: ``kind`` which. ``own``: the association's own money, ``kind`` of income.
    * ``carried``: it belongs to another commons of the bearer. ``ref`` its short name.
    """

    to: str
    minor: int
    ref: str = ""
    kind: str = ""


class Allotted(Fact, frozen=True, kw_only=True):
    """A steward says where a line of a statement belongs; its parts add up to it. Only lines that nobody has allotted yet.

    ``exception`` is the entry of an exception by which an account may fall below its floor, or "".
    """

    kind: ClassVar[str] = "treasury.allotted"
    texts: ClassVar[tuple[str, ...]] = ("note",)

    line: Hash
    parts: tuple[Part, ...]
    exception: str = ""


class TakenBack(Fact, frozen=True, kw_only=True):
    """What an entry booked is taken back, whole and once, so that it can be said anew. Not where it was shared out already.

    ``exception`` is the entry of an exception by which an account may fall below its floor, or "".
    """

    kind: ClassVar[str] = "treasury.taken_back"
    texts: ClassVar[tuple[str, ...]] = ("reason",)

    what: Hash
    exception: str = ""


class CashMoved(Fact, frozen=True, kw_only=True):
    """Notes and coins came into a till or left it; its parts say for what. It is the next line of the cash book."""

    kind: ClassVar[str] = "treasury.cash_moved"
    texts: ClassVar[tuple[str, ...]] = ("note",)

    account: Name
    day: Day
    parts: tuple[Part, ...]


class CashCounted(Fact, frozen=True, kw_only=True):
    """A till was counted by two: whoever says so, and whoever confirms it. The difference is booked then."""

    kind: ClassVar[str] = "treasury.cash_counted"

    account: Name
    day: Day
    minor: int


class CameElsewhere(Fact, frozen=True, kw_only=True):
    """Money was paid by other means than to the bank: to a platform, in another currency, into somebody's hand.

    It is an income at once, attested by who says so; ``means`` names who has it now. A line allotted to ``arriving`` with that
    name shows later that it was real.
    """

    kind: ClassVar[str] = "treasury.came_elsewhere"
    texts: ClassVar[tuple[str, ...]] = ("payer", "note")

    means: Name
    day: Day
    currency: Code
    part: Part


class Exchanged(Fact, frozen=True, kw_only=True):
    """Two lines of two accounts are one exchange of currencies; the rate is what one became of the other."""

    kind: ClassVar[str] = "treasury.exchanged"

    given: Hash
    received: Hash

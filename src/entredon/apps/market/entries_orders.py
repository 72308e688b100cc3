"""What can be said about orders, from the quote to the end, and about what partners give back for them.

Who buys is never in the record: a member by her id, if she wants it so; else whoever asked is known to the seller and this place
alone. Where the buyer is a member she says herself that she orders, has received, withdraws or complains; for anybody else the
seller or a steward says it.
"""

from typing import ClassVar

from entredon.apps.market.entries import Code, Day, Id
from entredon.log.registry import Fact


class Quoted(Fact, frozen=True, kw_only=True):
    """A seller says at which price somebody can have how many of an offer, until which day.

    ``minor`` is the whole price as the buyer pays it, ``margin`` what is left of it to the seller as she says (0 unless her agreement
    asks for a part of that). ``buyer`` is a member or "". ``replaces`` is a quote to the same buyer that this one changes, or "".
    ``withdraw_days`` as in offers.
    """

    kind: ClassVar[str] = "market.quoted"
    texts: ClassVar[tuple[str, ...]] = ("note",)

    offer: Id
    quantity: int
    minor: int
    margin: int
    currency: Code
    until: Day
    pay: str
    withdraw_days: int
    buyer: str = ""
    replaces: str = ""


class QuoteDeclined(Fact, frozen=True, kw_only=True):
    """The buyer doesn't want it at that price, or the seller takes the quote back."""

    kind: ClassVar[str] = "market.quote_declined"

    quote: Id


class Ordered(Fact, frozen=True, kw_only=True):
    """A quote is accepted: the order (an agreement of Valueflows, with a promise each way). Its payment reference follows from its id."""

    kind: ClassVar[str] = "market.ordered"

    quote: Id


class Begun(Fact, frozen=True, kw_only=True):
    """The seller has begun with it."""

    kind: ClassVar[str] = "market.begun"

    order: Id


class Delivered(Fact, frozen=True, kw_only=True):
    """The seller has delivered it. From here on run the days in which the buyer can withdraw."""

    kind: ClassVar[str] = "market.delivered"

    order: Id


class GotIt(Fact, frozen=True, kw_only=True):
    """The buyer has it."""

    kind: ClassVar[str] = "market.received"

    order: Id


class Paid(Fact, frozen=True, kw_only=True):
    """The seller was paid directly, all of it; on ``day``. Only for orders that are paid to the partner."""

    kind: ClassVar[str] = "market.paid"

    order: Id
    day: Day


class OrderWithdrawn(Fact, frozen=True, kw_only=True):
    """The order is undone, whole: the buyer withdraws in time, or the seller can't deliver. What the bearer holds for it goes back."""

    kind: ClassVar[str] = "market.withdrawn"
    texts: ClassVar[tuple[str, ...]] = ("reason",)

    order: Id


class Complained(Fact, frozen=True, kw_only=True):
    """The buyer has a complaint: until it is settled nobody is given anything of what she paid to the bearer."""

    kind: ClassVar[str] = "market.complained"
    texts: ClassVar[tuple[str, ...]] = ("reason",)

    order: Id


COMPLAINT_DAYS = 60
"""After so many days somebody else than the buyer may settle what she complained about."""


class ComplaintSettled(Fact, frozen=True, kw_only=True):
    """The buyer, or for a guest a steward who isn't the seller, says that the complaint is settled and the order stands.

    Such a steward may for any buyer once the complaint is 60 days old.
    """

    kind: ClassVar[str] = "market.complaint_settled"
    texts: ClassVar[tuple[str, ...]] = ("reason",)

    order: Id


class PassedOn(Fact, frozen=True, kw_only=True):
    """The seller hands an order that isn't paid or delivered over to another partner, once that one says yes."""

    kind: ClassVar[str] = "market.passed_on"

    order: Id
    partner: Id


class TakenOver(Fact, frozen=True, kw_only=True):
    """The other partner takes the order over: it gives back by its own agreement, and is the seller from here on."""

    kind: ClassVar[str] = "market.taken_over"

    order: Id


class Completed(Fact, frozen=True, kw_only=True):
    """The order is paid and delivered, and can't be withdrawn any more: the give-back is due. Anybody may say it; the rule reckons it.

    Where the bearer was paid, the give-back becomes income and the rest is owed to the sellers; where the partner was paid, the
    give-back is a claim on her.
    """

    kind: ClassVar[str] = "market.completed"

    order: Id


class GiveBackAsked(Fact, frozen=True, kw_only=True):
    """A partner is asked for what she owes of orders completed until the end of a month, in one currency. Anybody may say it; the rule
    reckons ``minor`` and the ``count`` of orders again. ``month`` is written 2026-11, ``due`` is a day."""

    kind: ClassVar[str] = "market.give_back_asked"

    partner: Id
    month: str
    currency: Code
    count: int
    minor: int
    due: Day

"""What can be said about money that is paid out: to whom, for what, by whose yes, and what became of it."""

from typing import ClassVar

import msgspec

from entredon.apps.treasury.entries import Code, Day, Hash, Name
from entredon.log.registry import Fact


class PayeeNamed(Fact, frozen=True, kw_only=True):
    """Where somebody is paid: a member says it of herself, a steward of whoever is outside.

    ``payee`` is "" for herself; else a name for who is outside: ``x:`` and 32 hexadecimal digits, new or known. ``details`` is a
    salted commitment to the holder's name as the bank has it and to the number of the account. ``upstream`` is the address of the
    commons outside that this payee receives money for, else "". Changed details, and whoever is outside, need a second person.
    """

    kind: ClassVar[str] = "treasury.payee_named"

    details: Hash
    payee: str = ""
    upstream: str = ""


class ApproverNamed(Fact, frozen=True, kw_only=True):
    """Somebody who is no steward may approve payouts beside them: for where only two stewards are and one is paid.

    In force once the other steward has confirmed it.
    """

    kind: ClassVar[str] = "treasury.approver_named"

    person: str


class ExpenseClaimed(Fact, frozen=True, kw_only=True):
    """A member asks for what she laid out for the commons, or that a bill be paid.

    ``payee`` is "" for herself, else who is outside. ``source`` is ``fund`` or ``association``, or the need that a decision released a
    budget to; ``what`` the kind of cost, ``document`` a salted commitment to the receipt or the bill.
    """

    kind: ClassVar[str] = "treasury.expense_claimed"
    texts: ClassVar[tuple[str, ...]] = ("note",)

    minor: int
    currency: Code
    day: Day
    what: Name
    document: Hash
    source: str = "fund"
    payee: str = ""


class ExpenseDecided(Fact, frozen=True, kw_only=True):
    """A steward who isn't to be paid says yes or no. Accepted, it is owed: all of it, or ``minor`` where that is less."""

    kind: ClassVar[str] = "treasury.expense_decided"
    texts: ClassVar[tuple[str, ...]] = ("reason",)

    expense: Hash
    accepted: bool
    minor: int


class Payout(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """One payment of a run.

    ``source`` says what it takes from: ``owed`` (share-outs and accepted expenses of a member, accepted bills of who is outside, what is
    owed upstream), ``back`` (a payment given back: ``ref`` the line that brought it), ``association`` (its part, to its own payee),
    ``fund`` (a gift or prize from the common fund). Of all but ``back``, ``ref`` is the structured reference that the payee asked
    for, or "". ``title`` is why it may be paid: invoice, fee, rights, expense, allowance, gift, prize, refund; ``document`` a salted
    commitment to the paper that proves it, "" where none is needed.
    """

    payee: str
    minor: int
    title: str
    source: str = "owed"
    document: str = ""
    ref: str = ""


class RunProposed(Fact, frozen=True, kw_only=True):
    """A steward proposes payouts from one account on one day. The n-th is named by this entry's id, a point and n.

    ``account`` is a bank account, or a till or a means for what is paid otherwise.
    """

    kind: ClassVar[str] = "treasury.run_proposed"

    account: Name
    currency: Code
    day: Day
    payouts: tuple[Payout, ...]


class RunApproved(Fact, frozen=True, kw_only=True):
    """A steward, or an outside co-approver, says yes to a run in which she isn't paid. With the last yes the money is reserved."""

    kind: ClassVar[str] = "treasury.run_approved"
    by_passkey: ClassVar[bool] = True

    run: Hash


class RunWithdrawn(Fact, frozen=True, kw_only=True):
    """A run that no file was made of is taken back; what was reserved is owed again."""

    kind: ClassVar[str] = "treasury.run_withdrawn"

    run: Hash


class RunExported(Fact, frozen=True, kw_only=True):
    """The file for the bank was made: ``file`` is a salted commitment to it. The same run always gives the same file."""

    kind: ClassVar[str] = "treasury.run_exported"

    run: Hash
    file: Hash


class RunSubmitted(Fact, frozen=True, kw_only=True):
    """The file was given to the bank; for what is paid otherwise: it was handed over, and each payee confirms that."""

    kind: ClassVar[str] = "treasury.run_submitted"

    run: Hash


class Rejection(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A payout the bank won't make, with its reason as a code of ISO 20022."""

    payout: str
    code: str


class PayoutsRejected(Fact, frozen=True, kw_only=True):
    """The bank says in a report (pain.002; ``report`` is a commitment to it) that it won't make these payouts: they are owed again."""

    kind: ClassVar[str] = "treasury.payouts_rejected"

    run: Hash
    report: Hash
    rejected: tuple[Rejection, ...]


class PayoutConfirmed(Fact, frozen=True, kw_only=True):
    """Who was paid by other means says that the money has reached her: that ends the payout."""

    kind: ClassVar[str] = "treasury.payout_confirmed"

    payout: str

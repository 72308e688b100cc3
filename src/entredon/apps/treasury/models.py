"""The money of a commons, as the log tells it; its journal, what is paid out, and what is private have files of their own."""

from django.db import models

from entredon.apps.treasury.models_books import Budget as Budget
from entredon.apps.treasury.models_books import Chart as Chart
from entredon.apps.treasury.models_books import Closing as Closing
from entredon.apps.treasury.models_books import Reserves as Reserves
from entredon.apps.treasury.models_journal import Account as Account
from entredon.apps.treasury.models_journal import Booked as Booked
from entredon.apps.treasury.models_journal import Mark as Mark
from entredon.apps.treasury.models_journal import Posting as Posting
from entredon.apps.treasury.models_orders import Held as Held
from entredon.apps.treasury.models_orders import Released as Released
from entredon.apps.treasury.models_out import Approval as Approval
from entredon.apps.treasury.models_out import Approver as Approver
from entredon.apps.treasury.models_out import Expense as Expense
from entredon.apps.treasury.models_out import Payee as Payee
from entredon.apps.treasury.models_out import Payout as Payout
from entredon.apps.treasury.models_out import Run as Run
from entredon.apps.treasury.models_private import BankDetails as BankDetails
from entredon.apps.treasury.models_private import BankFile as BankFile
from entredon.apps.treasury.models_private import Document as Document
from entredon.apps.treasury.models_private import Habit as Habit
from entredon.apps.treasury.models_private import LineDetails as LineDetails
from entredon.apps.treasury.models_private import PayeeDetails as PayeeDetails
from entredon.log.bases import CanonicalJSON, Derived


class Income(Derived):
    """Money that came in. ``id`` is the entry's, or the entry's with a number where it told of several; ``version`` the one it came
    for, also where a creation was named.

    ``source`` is ``told`` (a steward's word), ``bank``, ``cash`` or ``elsewhere``; ``line`` the bank's line, ``what`` the kind of income,
    ``request`` what was asked. ``seen``: how much of what was told lines have shown. ``taken_back``: the entry that did.
    """

    version = models.CharField(max_length=140)
    creation = models.CharField(max_length=140)
    minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    person = models.CharField(max_length=70)
    position = models.BigIntegerField()
    at = models.CharField(max_length=24)
    source = models.CharField(max_length=10, default="told")
    line = models.CharField(max_length=64, default="")
    what = models.CharField(max_length=40, default="")
    request = models.CharField(max_length=64, default="")
    seen = models.BigIntegerField(default=0)
    taken_back = models.CharField(max_length=64, default="")

    class Meta:
        indexes = [models.Index(fields=["commons", "request"], name="treasury_income_request")]


class Bearer(Derived):
    """The legal body that bears the money of this commons: one row, ``bearer``. ``entry`` named it; ``bearer`` is its name in accounts.

    ``approvals``, ``most`` and ``cooling_days`` are the payment rules now in force.
    """

    entry = models.CharField(max_length=64)
    bearer = models.CharField(max_length=40)
    name = models.CharField(max_length=200)
    form = models.CharField(max_length=60)
    number = models.CharField(max_length=40)
    lead = models.CharField(max_length=300)
    approvals = models.IntegerField()
    most = models.BigIntegerField()
    cooling_days = models.IntegerField()
    position = models.BigIntegerField()
    at = models.CharField(max_length=24)


class Waiting(Derived):
    """What waits for a second person's word, or has it. ``id`` is the entry that said it.

    ``what``: policy, payee, approver, exception, count or steward. ``by`` said it, ``confirmed`` is the entry of the second
    word, "" before it.
    """

    what = models.CharField(max_length=10)
    by = models.CharField(max_length=70)
    body = CanonicalJSON(default=dict)
    position = models.BigIntegerField()
    at = models.CharField(max_length=24)
    confirmed = models.CharField(max_length=64, default="")
    confirmed_by = models.CharField(max_length=70, default="")
    confirmed_at = models.CharField(max_length=24, default="")


class MoneyAccount(Derived):
    """An account of the bearer: at a bank, a till, or what the leading commons holds. ``id`` is its name here (``main``).

    ``closing`` is what stood there at the end of ``known`` by the statements or the cash book.
    """

    way = models.CharField(max_length=8)
    currency = models.CharField(max_length=3)
    opening = models.BigIntegerField()
    day = models.CharField(max_length=10)
    details = models.CharField(max_length=64)
    closing = models.BigIntegerField()
    known = models.CharField(max_length=10)
    entry = models.CharField(max_length=64)
    position = models.BigIntegerField()


class Request(Derived):
    """Somebody is asked to pay. ``base`` is the number of which its references are made. ``paid``: how much came in for it.

    ``source``: "" where a steward asks, ``order`` or ``give-back`` where an entry of ``market`` does.
    """

    minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    what = models.CharField(max_length=40)
    version = models.CharField(max_length=140)
    creation = models.CharField(max_length=140)
    due = models.CharField(max_length=10)
    base = models.BigIntegerField()
    paid = models.BigIntegerField(default=0)
    withdrawn = models.CharField(max_length=64, default="")
    source = models.CharField(max_length=10, default="")
    person = models.CharField(max_length=70)
    position = models.BigIntegerField()
    at = models.CharField(max_length=24)

    class Meta:
        indexes = [
            models.Index(fields=["commons", "base"], name="treasury_request_base"),
            models.Index(fields=["commons", "source", "position"], name="treasury_request_source"),
        ]


class Statement(Derived):
    """The new lines of a bank's statement. ``id`` is the entry."""

    account = models.CharField(max_length=40)
    currency = models.CharField(max_length=3)
    start = models.CharField(max_length=10)
    end = models.CharField(max_length=10)
    opening = models.BigIntegerField()
    closing = models.BigIntegerField()
    count = models.BigIntegerField()
    lines = models.CharField(max_length=64)
    source = models.CharField(max_length=64)
    led = models.CharField(max_length=64)
    person = models.CharField(max_length=70)
    position = models.BigIntegerField()
    at = models.CharField(max_length=24)


class Line(Derived):
    """A line of a statement. ``id`` is the commitment by which it is known in every file; ``n`` its place in the statement.

    ``of`` is another commons of the bearer it belongs to, or "". ``allotted``: the entry that says where it belongs, "" while it is in
    suspense. ``parts`` as said there. ``times``: how often it was allotted, which names its journal entries.
    """

    statement = models.CharField(max_length=64)
    account = models.CharField(max_length=40)
    currency = models.CharField(max_length=3)
    day = models.CharField(max_length=10)
    minor = models.BigIntegerField()
    n = models.BigIntegerField()
    of = models.CharField(max_length=39, default="")
    allotted = models.CharField(max_length=64, default="")
    parts = CanonicalJSON(default=list)
    times = models.IntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(fields=["commons", "statement"], name="treasury_line_statement"),
            models.Index(fields=["commons", "allotted"], name="treasury_line_allotted"),
        ]


class Allotment(Derived):
    """What an entry booked by its parts, so that it can be taken back whole. ``id`` is the entry; ``keys`` its journal entries.

    ``line`` is the bank's line, "" for cash and what came elsewhere; ``taken_back`` the entry that took it back.
    """

    what = models.CharField(max_length=10)
    line = models.CharField(max_length=64)
    account = models.CharField(max_length=40)
    currency = models.CharField(max_length=3)
    day = models.CharField(max_length=10)
    parts = CanonicalJSON(default=list)
    keys = CanonicalJSON(default=list)
    person = models.CharField(max_length=70)
    position = models.BigIntegerField()
    at = models.CharField(max_length=24)
    taken_back = models.CharField(max_length=64, default="")

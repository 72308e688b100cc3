"""Who is paid, for what, by whose yes, and how far it has come."""

from django.db import models

from entredon.log.bases import Derived


class Payee(Derived):
    """Where somebody is paid. ``id`` is a member's id or ``x:`` and 32 hexadecimal digits.

    ``details`` are in force since ``at`` (``entry`` said so); ``usable`` is when changed ones have rested long enough. ``next`` is
    the entry of details that wait for a second person.
    """

    details = models.CharField(max_length=64)
    upstream = models.CharField(max_length=300, default="")
    entry = models.CharField(max_length=64)
    position = models.BigIntegerField()
    at = models.CharField(max_length=24)
    usable = models.CharField(max_length=24)
    changed = models.BooleanField(default=False)
    next = models.CharField(max_length=64, default="")


class Approver(Derived):
    """An outside co-approver in force. ``id`` is the person; ``entry`` named her."""

    entry = models.CharField(max_length=64)
    position = models.BigIntegerField()


class Expense(Derived):
    """What somebody asks for. ``state``: claimed, accepted or declined; ``accepted`` is the amount that is owed.

    ``source`` is fund or association, or the need whose budget pays it.
    """

    person = models.CharField(max_length=70)
    payee = models.CharField(max_length=70)
    minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    day = models.CharField(max_length=10)
    what = models.CharField(max_length=40)
    document = models.CharField(max_length=64)
    source = models.CharField(max_length=64)
    state = models.CharField(max_length=10, default="claimed")
    accepted = models.BigIntegerField(default=0)
    decided = models.CharField(max_length=64, default="")
    position = models.BigIntegerField()
    at = models.CharField(max_length=24)


class Run(Derived):
    """Payouts that go together. ``state``: proposed, reserved, exported, submitted, done or withdrawn.

    ``needed`` is how many must say yes, by the rules in force when it was proposed; ``file`` the commitment to what was exported;
    ``handed_by`` who said that it was given to the bank, or handed over.
    """

    account = models.CharField(max_length=40)
    currency = models.CharField(max_length=3)
    day = models.CharField(max_length=10)
    minor = models.BigIntegerField()
    count = models.IntegerField()
    needed = models.IntegerField()
    state = models.CharField(max_length=10, default="proposed")
    person = models.CharField(max_length=70)
    position = models.BigIntegerField()
    at = models.CharField(max_length=24)
    file = models.CharField(max_length=64, default="")
    exported = models.CharField(max_length=64, default="")
    submitted = models.CharField(max_length=64, default="")
    handed_by = models.CharField(max_length=70, default="")


class Payout(Derived):
    """One payment. ``id`` is the run's, a point and its number. ``name`` is how the bank calls it (``EndToEndId``).

    ``state``: proposed, reserved, exported, submitted, settled, rejected, returned or withdrawn. ``line`` is the bank's line by
    which it left (or the entry of who was paid otherwise), ``back`` the line by which it came back.
    """

    run = models.CharField(max_length=64)
    payee = models.CharField(max_length=70)
    minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    title = models.CharField(max_length=12)
    source = models.CharField(max_length=12)
    document = models.CharField(max_length=64)
    ref = models.CharField(max_length=70)
    details = models.CharField(max_length=64, default="")
    name = models.CharField(max_length=35)
    state = models.CharField(max_length=10, default="proposed")
    code = models.CharField(max_length=35, default="")
    line = models.CharField(max_length=64, default="")
    back = models.CharField(max_length=64, default="")
    day = models.CharField(max_length=10, default="")

    class Meta:
        indexes = [
            models.Index(fields=["commons", "run"], name="treasury_payout_run"),
            models.Index(fields=["commons", "payee"], name="treasury_payout_payee"),
            models.Index(fields=["commons", "name"], name="treasury_payout_name"),
        ]


class Approval(Derived):
    """Somebody's yes to a run. ``id`` is the entry."""

    run = models.CharField(max_length=64)
    person = models.CharField(max_length=70)
    position = models.BigIntegerField()
    at = models.CharField(max_length=24)

    class Meta:
        indexes = [models.Index(fields=["commons", "run"], name="treasury_approval_run")]

"""The journal in the database: what is written never changes. Triggers hold that (``triggers.py``), beside the law.

A balance is a sum, never a field. So that a busy account needn't be added up from its beginning, a mark says the sum at the end of
each block of 128 postings; it follows from them and can be made again.
"""

from django.db import models

from entredon.log.bases import Derived


class Account(Derived):
    """Where money stands. ``id`` is its path; ``floor`` the least that must be there (None: any sum). ``postings`` counts them."""

    bearer = models.CharField(max_length=100)
    currency = models.CharField(max_length=3)
    floor = models.BigIntegerField(null=True)
    postings = models.BigIntegerField(default=0)


class Posting(Derived):
    """An amount on an account: above zero a debit. ``id`` is the key of its journal entry, a point and its number there (from 1),
    ``entry`` that key alone; ``number`` counts on the account from 0, ``block`` is that of its mark.

    No index of its own leads from an entry to its postings: the one of ids does, as ``OF_ENTRY`` and ``of_entry`` ask for them.
    """

    entry = models.CharField(max_length=140)
    account = models.CharField(max_length=140)
    currency = models.CharField(max_length=3)
    minor = models.BigIntegerField()
    number = models.BigIntegerField()
    block = models.BigIntegerField()

    class Meta:
        indexes = [
            # With the amounts: so that an account is added up without a look at its rows, which lie all over the table.
            models.Index(fields=["commons", "account", "block", "minor"], name="treasury_posting_account"),
        ]


OF_ENTRY = "{p}.commons = {b}.commons AND {p}.entry = {b}.id AND {p}.id > {b}.id || '.' AND {p}.id < {b}.id || '/'"
"""That a posting is one of a journal entry, in SQL: between its key with a point and with what follows a point lie all of them."""


def of_entry(key: str) -> dict[str, str]:
    """The same as a filter of postings."""
    return {"entry": key, "id__gt": f"{key}.", "id__lt": f"{key}/"}


class Booked(Derived):
    """A journal entry, sealed. ``id`` is its key; ``position`` the log entry by which it was booked, ``n`` its place among those."""

    day = models.CharField(max_length=10)
    reverses = models.CharField(max_length=140, default="")
    override = models.CharField(max_length=64, default="")
    linked = models.CharField(max_length=140, default="")
    rate = models.CharField(max_length=40, default="")
    sealed = models.CharField(max_length=64)
    entry = models.CharField(max_length=64)
    position = models.BigIntegerField()
    n = models.IntegerField()

    class Meta:
        indexes = [
            models.Index(fields=["commons", "position", "n"], name="treasury_booked_order"),
            models.Index(fields=["commons", "entry"], name="treasury_booked_entry"),
            models.Index(fields=["commons", "day"], name="treasury_booked_day"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["commons", "reverses"], condition=~models.Q(reverses=""), name="treasury_reversed_once"
            )
        ]


class Mark(Derived):
    """The sum of an account at the end of a block. ``id`` is the path, a slash and the number of the block."""

    account = models.CharField(max_length=140)
    block = models.BigIntegerField()
    minor = models.BigIntegerField()

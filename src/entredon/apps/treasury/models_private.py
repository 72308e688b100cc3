"""What is known here about money and never told in the public record: account numbers, names, what banks and payers wrote."""

from django.db import models

from entredon.log.bases import Private


class BankDetails(Private):
    """The number of an account of the bearer. ``salt`` opens the commitment in the entry."""

    commons = models.CharField(max_length=39)
    account = models.CharField(max_length=40)
    holder = models.CharField(max_length=200)
    iban = models.CharField(max_length=34)
    bic = models.CharField(max_length=11, blank=True)
    town = models.CharField(max_length=100, blank=True)
    country = models.CharField(max_length=2, blank=True)
    profile = models.CharField(max_length=40, default="sepa")
    salt = models.BinaryField(max_length=32)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["commons", "account"], name="treasury_details_once")]


class BankFile(Private):
    """A file a bank made, as it came: its bytes lie aside by their hash. ``state``: taken, announced, quarantined or known.

    ``because`` is why it is set aside, as a sentence with its values, so that it can be told in any language. ``account`` is which
    of the bearer's accounts it is about, ``entries`` what was told of it. A file with several statements has a row for each.
    """

    commons = models.CharField(max_length=39)
    sha256 = models.CharField(max_length=64)
    n = models.IntegerField(default=0)
    name = models.CharField(max_length=200)
    what = models.CharField(max_length=12)
    account = models.CharField(max_length=40, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    start = models.CharField(max_length=10, blank=True)
    end = models.CharField(max_length=10, blank=True)
    state = models.CharField(max_length=12)
    because = models.TextField(blank=True)
    entry = models.CharField(max_length=64, blank=True)
    mapping = models.TextField(blank=True)
    person = models.CharField(max_length=70)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["commons", "sha256", "n"], name="treasury_file_once")]


class LineDetails(Private):
    """What the bank says of a line beyond day and amount. ``line`` is its commitment, opened by ``salt``; ``said`` is JSON."""

    commons = models.CharField(max_length=39)
    line = models.CharField(max_length=64)
    salt = models.BinaryField(max_length=32)
    name = models.CharField(max_length=200, blank=True)
    iban = models.CharField(max_length=40, blank=True)
    text = models.TextField(blank=True)
    said = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["commons", "line"], name="treasury_line_details_once")]


class Habit(Private):
    """A saved rule for lines that come again: where a line from or to ``iban``, or with ``words`` in it, belongs.

    ``to`` and ``kind`` are those of a part; ``least`` and ``most`` bound the amount (0: no bound), in smallest units without sign
    of ``currency``, which is "" where there is no bound.
    """

    commons = models.CharField(max_length=39)
    name = models.CharField(max_length=100)
    iban = models.CharField(max_length=40, blank=True)
    words = models.CharField(max_length=200, blank=True)
    incoming = models.BooleanField(default=False)
    least = models.BigIntegerField(default=0)
    most = models.BigIntegerField(default=0)
    currency = models.CharField(max_length=3, blank=True)
    to = models.CharField(max_length=12)
    ref = models.CharField(max_length=140, blank=True)
    kind = models.CharField(max_length=40, blank=True)
    person = models.CharField(max_length=70)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["commons"], name="treasury_habit_commons")]


class PayeeDetails(Private):
    """Where a payee is paid: name exactly as her bank has it, and account. ``salt`` opens the commitment ``details``.

    ``checked`` is what her bank said of name and number together: match, close, no, impossible, or "" before it was asked. ``mail``
    is where she was reached when she named them: there she is told when they change.
    """

    commons = models.CharField(max_length=39)
    payee = models.CharField(max_length=70)
    details = models.CharField(max_length=64)
    holder = models.CharField(max_length=140)
    iban = models.CharField(max_length=34)
    bic = models.CharField(max_length=11, blank=True)
    town = models.CharField(max_length=100, blank=True)
    country = models.CharField(max_length=2, blank=True)
    label = models.CharField(max_length=140, blank=True)
    mail = models.CharField(max_length=254, blank=True)
    checked = models.CharField(max_length=10, blank=True)
    salt = models.BinaryField(max_length=32)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["commons", "details"], name="treasury_payee_details_once")]
        indexes = [models.Index(fields=["commons", "payee"], name="treasury_payee_details")]


class Document(Private):
    """A receipt, a bill, a report of the bank or a payment file: its bytes lie aside by their hash. ``salt`` opens the commitment."""

    commons = models.CharField(max_length=39)
    commitment = models.CharField(max_length=64)
    sha256 = models.CharField(max_length=64)
    salt = models.BinaryField(max_length=32)
    name = models.CharField(max_length=200)
    what = models.CharField(max_length=12)
    person = models.CharField(max_length=70, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["commons", "commitment"], name="treasury_document_once")]

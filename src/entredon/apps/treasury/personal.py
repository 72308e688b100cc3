"""What this app holds about people: where they are paid, what banks wrote of payments, receipts; and what books must keep of it.

Payments and what proves them are books of a legal body: they stay as long as the law says, without being shown to others. All else
goes when somebody is forgotten.
"""

from collections.abc import Iterator

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from entredon.apps.treasury import documents
from entredon.apps.treasury import personal_told as personal_told  # what the record says registers with what is private
from entredon.apps.treasury.models import Expense, Line, Payout
from entredon.apps.treasury.models_private import (
    BankDetails,
    BankFile,
    Document,
    Habit,
    LineDetails,
    PayeeDetails,
)
from entredon.log import clock, personal
from entredon.log.personal import Who

personal.nothing(
    BankDetails, "Accounts of the legal body that bears the money of a commons; its members own none of them."
)


def numbers(who: Who) -> set[str]:
    """The account numbers by which she is paid somewhere here."""
    return set(PayeeDetails.objects.filter(who.anywhere("payee")).values_list("iban", flat=True))


def _over(day: str) -> bool:
    """Whether the years in which books of a day are kept have passed."""
    return personal.books_end(day) < clock.now().date()


# Where she is paid


def _details(who: Who) -> QuerySet[PayeeDetails]:
    return PayeeDetails.objects.filter(who.anywhere("payee"))


def _forget_details(who: Who) -> None:
    """Details by which nothing was paid go; those that a payment was made by stay with it."""
    for row in _details(who):
        paid = Payout.objects.filter(commons=row.commons, details=row.details).exclude(
            state__in=("proposed", "withdrawn")
        )
        if all(_over(day) for day in _days(paid)):
            row.delete()
        else:
            PayeeDetails.objects.filter(pk=row.pk).update(label="", mail="")


def _days(payouts: QuerySet[Payout]) -> Iterator[str]:
    """When each was paid; of what is on its way, today: that is kept."""
    return (day or clock.stamp() for day in payouts.values_list("day", flat=True))


personal.held(
    PayeeDetails,
    _("Where you are paid"),
    _details,
    shows=(
        "id", "commons", "payee", "details", "holder", "iban", "bic", "town", "country", "label", "mail", "checked", "at",
    ),
    secret=("salt",),
    typed=("label", "mail"),
    erase=_forget_details,
)  # fmt: skip


# What banks wrote


def _lines(who: Who) -> QuerySet[LineDetails]:
    """Lines from or to a number of hers, and those by which a payout to her has left."""
    found = Q(iban__in=numbers(who), commons__in=list(who.people)) & ~Q(iban="")
    for slug, line in Payout.objects.filter(who.anywhere("payee")).exclude(line="").values_list("commons", "line"):
        found |= Q(commons=slug, line=line)
    return LineDetails.objects.filter(found)


def _forget_lines(who: Who) -> None:
    for row in _lines(who):
        day = Line.objects.filter(commons=row.commons, id=row.line).values_list("day", flat=True).first()
        if day is not None and _over(day):
            row.delete()


personal.held(
    LineDetails,
    _("What banks wrote of payments from you and to you"),
    _lines,
    shows=("id", "commons", "line", "name", "iban", "text", "said"),
    secret=("salt",),
    erase=_forget_lines,
    turn=-1,
)


def _files(who: Who) -> QuerySet[BankFile]:
    return BankFile.objects.filter(who.anywhere())


personal.held(
    BankFile,
    _("Files of banks that you brought in"),
    _files,
    shows=(
        "id", "commons", "sha256", "n", "name", "what", "account", "currency", "start", "end", "state", "entry", "person", "at",
    ),
    secret=("because", "mapping"),  # what this program made of the file, in its own writing
    typed=("name",),
    erase=lambda who: _files(who).update(person="", name=""),
)  # fmt: skip


def _habits(who: Who) -> QuerySet[Habit]:
    """Rules she saved, and those that know a payment by a number of hers."""
    by_number = Q(iban__in=numbers(who), commons__in=list(who.people)) & ~Q(iban="")
    return Habit.objects.filter(who.anywhere() | by_number)


def _forget_habits(who: Who) -> None:
    """Those that know her by her number go. Those she saved stay for the others, without her, named by what they do."""
    by_number = Q(iban__in=numbers(who), commons__in=list(who.people)) & ~Q(iban="")
    Habit.objects.filter(by_number).delete()
    for row in Habit.objects.filter(who.anywhere()):
        Habit.objects.filter(pk=row.pk).update(person="", name=row.kind or row.to)


personal.held(
    Habit,
    _("Rules by which lines of statements are booked"),
    _habits,
    shows=(
        "id", "commons", "name", "iban", "words", "incoming", "least", "most", "currency", "to", "ref", "kind", "person", "at",
    ),
    typed=lambda row, who: (row.name,) if row.person in who.mine(row.commons) else (),
    erase=_forget_habits,
    turn=-1,
)  # fmt: skip


# Papers


def _documents(who: Who) -> QuerySet[Document]:
    return Document.objects.filter(who.anywhere())


def _forget_documents(who: Who) -> None:
    """What proves an expense or a payout stays with it, without its name; a paper that nothing was told of goes."""
    for row in _documents(who):
        if _proves(row):
            Document.objects.filter(pk=row.pk).update(name=row.what, person="")
        else:
            row.delete()
            documents.drop_unnamed(row.sha256)


def _proves(row: Document) -> bool:
    """Whether the books still need this paper."""
    expenses = Expense.objects.filter(commons=row.commons, document=row.commitment).values_list("at", flat=True)
    payouts = Payout.objects.filter(commons=row.commons, document=row.commitment)
    days = [*expenses, *_days(payouts)]
    return row.what not in (documents.RECEIPT, documents.BILL, documents.CONTRACT) or any(
        not _over(day) for day in days
    )


personal.held(
    Document,
    _("Receipts, bills and other papers you brought in"),
    _documents,
    shows=("id", "commons", "commitment", "sha256", "name", "what", "person", "at"),
    secret=("salt",),
    typed=("name",),
    erase=_forget_documents,
)

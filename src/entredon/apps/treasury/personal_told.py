"""What the record says about somebody and money, and what books must keep of it."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from entredon.apps.treasury.models import (
    Allotment,
    Approval,
    Approver,
    Expense,
    Income,
    Payee,
    Payout,
    Request,
    Run,
    Statement,
)
from entredon.desk.telling import shown
from entredon.log import personal
from entredon.log.personal import Kept, Who
from entredon.log.told import short
from entredon.pure.formats import Day, Money

BOOKED = (Statement, Allotment, Run, Approval)
"""What stewards say that becomes books, with who said it."""


@personal.section("payouts", _("What was paid to you, or is on its way"))
def payouts(who: Who) -> Iterator[dict[str, Any]]:
    """Every payout to her and how far it has come."""
    for row in Payout.objects.filter(who.anywhere("payee")).order_by("commons", "id").iterator():
        yield {
            "commons": row.commons, "id": row.id, "minor": row.minor, "currency": row.currency, "title": row.title,
            "state": row.state, "day": row.day, "code": row.code,
        }  # fmt: skip


@personal.section("payees", _("Since when you can be paid, and by which details"))
def payees(who: Who) -> Iterator[dict[str, Any]]:
    """Her details in force, as the record has them: a number that only she and the stewards can open."""
    for row in Payee.objects.filter(who.anywhere("id")).order_by("commons", "position"):
        yield {
            "commons": row.commons, "details": row.details, "at": row.at, "usable": row.usable, "waits": row.next,
        }  # fmt: skip


@personal.section("expenses", _("What you asked back, or asked to be paid"))
def expenses(who: Who) -> Iterator[dict[str, Any]]:
    """Her expenses and what became of them; her words are among the texts beside the record."""
    for row in Expense.objects.filter(who.anywhere() | who.anywhere("payee")).order_by("commons", "position"):
        yield {
            "commons": row.commons, "id": row.id, "at": row.at, "day": row.day, "minor": row.minor,
            "currency": row.currency, "what": row.what, "state": row.state, "accepted": row.accepted,
        }  # fmt: skip


@personal.section("requests", _("What you asked others to pay to a commons"))
def requests(who: Who) -> Iterator[dict[str, Any]]:
    """Requests she made as a steward; who was asked and why are among the texts beside the record."""
    for row in Request.objects.filter(who.anywhere()).order_by("commons", "position"):
        yield {
            "commons": row.commons, "id": row.id, "at": row.at, "minor": row.minor, "currency": row.currency,
            "what": row.what, "due": row.due, "paid": row.paid,
        }  # fmt: skip


@personal.section("approvals", _("Payouts you said yes to, and where you may"))
def approvals(who: Who) -> Iterator[dict[str, Any]]:
    """Her yes to each run of payouts; and where she may approve though she is no steward."""
    for row in Approval.objects.filter(who.anywhere()).order_by("commons", "position"):
        yield {"commons": row.commons, "id": row.id, "run": row.run, "at": row.at}
    for outside in Approver.objects.filter(who.anywhere("id")).order_by("commons", "position"):
        yield {"commons": outside.commons, "id": outside.entry, "run": "", "at": ""}


@personal.section("booked", _("What you booked as a steward"))
def booked(who: Who) -> Iterator[dict[str, Any]]:
    """Statements she brought in, lines she allotted, payouts she proposed."""
    for model in (Statement, Allotment, Run):
        for row in model.objects.filter(who.anywhere()).order_by("commons", "position").iterator():
            yield {"commons": row.commons, "id": row.id, "at": row.at, "what": model._meta.model_name}


# What the law makes one keep


@personal.by_law
def incomes(who: Who) -> Iterator[Kept]:
    """Incomes she told of: who says that money came in stands in the books beside it."""
    for row in Income.objects.filter(who.anywhere(), source="told").order_by("commons", "position"):
        what = gettext("An income you told of on %(day)s: %(amount)s")
        yield _kept(
            row.commons, what, row.at, row.minor, row.currency, reverse("value:income", args=[row.commons, row.id])
        )


@personal.by_law
def paid(who: Who) -> Iterator[Kept]:
    """What was paid to her: name, number and amount belong to the books of who paid."""
    rows = Payout.objects.filter(who.anywhere("payee")).exclude(state__in=("proposed", "withdrawn"))
    runs = {(run.commons, run.id): run.at for run in Run.objects.filter(commons__in=list(who.people))}
    for row in rows.order_by("commons", "id"):
        day = row.day or runs[row.commons, row.run]
        leads = reverse("treasury:person", args=[row.commons, short(row.payee)])
        what = gettext("A payment to you of %(day)s, with your name and account number: %(amount)s")
        yield _kept(row.commons, what, day, row.minor, row.currency, leads)


@personal.by_law
def laid_out(who: Who) -> Iterator[Kept]:
    """What she asked back, with its receipt."""
    for row in Expense.objects.filter(who.anywhere() | who.anywhere("payee")).order_by("commons", "position"):
        leads = reverse("record:entry", args=[row.commons, short(row.id)])
        what = gettext("An expense of %(day)s with its receipt: %(amount)s")
        yield _kept(row.commons, what, row.at, row.minor, row.currency, leads)


@personal.by_law
def booking(who: Who) -> Iterator[Kept]:
    """How often she booked, year by year: books say by whom."""
    counts: dict[tuple[str, str], int] = {}
    for model in BOOKED:
        for slug, at in model.objects.filter(who.anywhere()).values_list("commons", "at"):
            counts[slug, at[:4]] = counts.get((slug, at[:4]), 0) + 1
    for (slug, year), count in sorted(counts.items()):
        what = ngettext(
            "One thing you booked as a steward in %(year)s",
            "%(n)s things you booked as a steward in %(year)s",
            count,
        ) % {"n": shown(count), "year": year}
        yield Kept(slug, what, personal.books_law(), personal.books_end(year), reverse("value:home", args=[slug]))


def _kept(slug: str, what: str, day: str, minor: int, currency: str, leads: str) -> Kept:
    said = what % {"day": shown(Day(day[:10])), "amount": shown(Money(minor, currency))}
    return Kept(slug, said, personal.books_law(), personal.books_end(day), leads)

"""The books on paper and as one file: what somebody was paid in a year, the year for the general meeting, all for the auditor."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from entredon.apps.people import queries as people
from entredon.apps.treasury import auditor, going, papers_books
from entredon.apps.treasury import queries_books as books
from entredon.apps.treasury.accounts_told import Accounts
from entredon.apps.treasury.going import Period
from entredon.apps.treasury.models import Bearer, Payee, PayeeDetails, Payout
from entredon.apps.treasury.papers_books import by_title, title_name
from entredon.apps.treasury.views_books import frame
from entredon.apps.treasury.views_year import WAYS, side, so_far
from entredon.apps.value.queries import Eyes
from entredon.desk.doors import signed_in_first
from entredon.desk.telling import tell
from entredon.log import clock
from entredon.log.asked import NotFound, by_prefix
from entredon.log.pages import live
from entredon.log.told import short
from entredon.pure.money.books.month import NoBooks
from entredon.pure.money.journal.accounts import part


def payee_of(slug: str, asked: str) -> str:
    """A payee by her id or its beginning. Raises NotFound, Ambiguous."""
    paid = Payout.objects.filter(commons=slug).values_list("payee", flat=True).distinct()
    named = Payee.objects.filter(commons=slug).values_list("id", flat=True)
    known = {*paid, *named, *(one.id for one in people.members(slug))}
    return by_prefix(asked, sorted(known), "payee")


def year_of(asked: str) -> str:
    """A year in an address. Raises NotFound."""
    if not (len(asked) == 4 and asked.isascii() and asked.isdigit() and 1900 <= int(asked) <= 2099):
        raise NotFound("“{asked}” is no year; write it as 2026.", asked=asked[:24])
    return asked


def may(eyes: Eyes, payee: str) -> bool:
    """Whether whoever looks may see what this payee was paid."""
    return eyes.inside if payee.startswith("x:") else eyes.may(payee)


def names_of(eyes: Eyes, payee: str) -> list[str]:
    """All ids by which payouts know her."""
    return [payee, *(pseudonym for pseudonym, owner in eyes.claims.items() if owner == payee)]


def owed_then(slug: str, payee: str, year: str) -> dict[str, int]:
    """What was owed to her at the end of a year and not yet paid, by currency; now, while it is still running.

    What was approved by then and left the bank only later belongs to it.
    """
    account, end = f":{part(payee)}:", f"{year}-12-31"
    found: dict[str, int] = dict(books.leaving_then(slug, payee, end))
    for one, minor in books.balances_until(slug, end).items():
        if one.path.startswith(("liabilities:members:", "liabilities:payables:")) and account in one.path:
            found[one.currency] = found.get(one.currency, 0) - minor
    return {currency: minor for currency, minor in sorted(found.items()) if minor}


@live
def slip(request: HttpRequest, slug: str, asked: str, year: str) -> HttpResponse:
    """What was somebody paid in a year?"""
    context = frame(request, slug, bearer=books.bearer(slug), year=year_of(year))
    payee = payee_of(slug, asked)
    if not may(context["eyes"], payee):
        return render(request, "treasury/books_closed.html", context, status=403)
    paid = books.paid(slug, f"{year}-01-01", f"{year}-12-31", names_of(context["eyes"], payee))
    sums = by_title(paid)
    context |= {
        "payee": short(payee),
        "me": context["eyes"].is_me(payee),
        "name": Accounts(slug, context["eyes"]).payee(payee),
        "paid": [(one, title_name(one.title)) for one in paid],
        "sums": [(title_name(title), currency, minor) for (title, currency), minor in sums.items()],
        "owed": owed_then(slug, payee, year).items(),
        "totals": totals(sums).items(),
        "years": books.years(slug),
        "member": not payee.startswith("x:"),
    }
    return render(request, "treasury/slip.html", context)


def totals(sums: dict[tuple[str, str], int]) -> dict[str, int]:
    """The sums by currency."""
    found: dict[str, int] = {}
    for (_title, currency), minor in sums.items():
        found[currency] = found.get(currency, 0) + minor
    return found


@live
def slip_pdf(request: HttpRequest, slug: str, asked: str, year: str) -> HttpResponse:
    """The same as a PDF. The name is the one her bank has, for herself and for stewards."""
    eyes, payee, bearer = Eyes(request, slug), payee_of(slug, asked), begun(slug)
    year_of(year)
    if not may(eyes, payee):
        return render(request, "treasury/books_closed.html", frame(request, slug), status=403)
    paid = books.paid(slug, f"{year}-01-01", f"{year}-12-31", names_of(eyes, payee))
    name = Accounts(slug, eyes).payee(payee)
    if eyes.steward or eyes.is_me(payee):
        known = PayeeDetails.objects.filter(commons=slug, payee=payee).order_by("-pk").first()
        name = known.holder if known is not None else name
    day = min(f"{year}-12-31", clock.stamp()[:10])
    data = papers_books.slip(bearer, name, year, paid, owed_then(slug, payee, year), day)
    return pdf(data, f"{slug}-{year}-{short(payee).replace(':', '-')}.pdf")


@live
def meeting(request: HttpRequest, slug: str, year: str) -> HttpResponse:
    """A year on paper, for the general meeting. It names nobody whose amounts are her own."""
    bearer, period = begun(slug), Period(year_of(year))
    accounts = Accounts(slug, Eyes(request, slug))
    found = going.going(slug, period)
    origin, size, digest = books.record_of(slug)
    facts: dict[str, Any] = {
        "commons": frame(request, slug)["commons"],
        "day": clock.stamp()[:10],
        "closed": year in books.closings(slug),
        "plans": {one.currency: plan(slug, year, one.currency, accounts) for one in found},
        "proof": next((row for row in books.proofs(slug) if row.day <= period.last), None),
        "until": min(books.told_until(slug) or period.last, period.last),
        "origin": origin,
        "size": size,
        "digest": digest,
    }
    return pdf(papers_books.meeting(bearer, period, found, accounts, facts), f"{slug}-{year}.pdf")


def plan(slug: str, year: str, currency: str, accounts: Accounts) -> list[dict[str, Any]]:
    """The plan of a year beside what came of it; nothing where nobody planned."""
    planned = {(row.way, row.kind): row.minor for row in books.budget(slug, year, currency)}
    now = so_far(slug, year, currency)
    return [side(way, planned, now, slug, accounts, currency, year) for way in WAYS] if planned else []


@signed_in_first
@live
def auditor_zip(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything for the auditor, for stewards: it holds names and account numbers."""
    context = frame(request, slug)
    if not context["eyes"].steward:
        return render(request, "treasury/books_closed.html", context | {"auditor": True}, status=403)
    year = request.GET.get("year", "")
    try:
        data = auditor.everything(slug, year)
    except NoBooks as trouble:
        raise Http404(tell(trouble)) from None
    answer = HttpResponse(data, content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="{slug}-{year or "books"}-auditor.zip"'
    return answer


def begun(slug: str) -> Bearer:
    """Who bears the money. Raises NotFound where the books haven't begun."""
    bearer = books.bearer(slug)
    if bearer is None:
        raise NotFound("The books of this commons haven't begun yet.")
    return bearer


def pdf(data: bytes, name: str) -> HttpResponse:
    """A PDF under a name that says what it is."""
    answer = HttpResponse(data, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{name}"'
    return answer

"""Where did the money go? The year and its months, an account, a booking; and the books as files."""

from collections import defaultdict
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from entredon.apps.commons import queries as commons
from entredon.apps.treasury import books_out, going
from entredon.apps.treasury import queries_books as books
from entredon.apps.treasury.accounts_told import (
    MEMBERS,
    PAYABLES,
    UPSTREAM,
    Accounts,
    booking_name,
    lines_told,
    period_name,
    place,
    seen_lines,
)
from entredon.apps.treasury.going import ORDERS, Going, Period
from entredon.apps.treasury.models import Payout
from entredon.apps.treasury.picture_books import picture
from entredon.apps.treasury.record_closing import THERE
from entredon.apps.value.queries import Eyes
from entredon.desk.telling import tell
from entredon.log.asked import NotFound
from entredon.log.pages import live
from entredon.pure.money.books.month import NoBooks
from entredon.pure.value import currency as currencies

SHOWN = 8
"""So many of those who were paid stand on the page one by one."""


def frame(request: HttpRequest, slug: str, **more: Any) -> dict[str, Any]:
    """What all pages of the books have."""
    return {"commons": commons.commons(slug), "tab": "value", "eyes": Eyes(request, slug), "noindex": True, **more}


def period_of(request: HttpRequest, slug: str) -> Period:
    """The year or month that is asked for: the newest year where none is."""
    years = books.years(slug)
    asked = request.GET.get("month") or request.GET.get("year") or (years[0] if years else "")
    if not asked.replace("-", "").isascii() or not _is_period(asked):
        raise NotFound("“{asked}” is no year and no month; write 2026 or 2026-11.", asked=asked[:24])
    return Period(asked)


def _is_period(asked: str) -> bool:
    year, dash, month = asked.partition("-")
    if not (len(year) == 4 and year.isdigit() and 1900 <= int(year) <= 2099):
        return False
    return not dash or (len(month) == 2 and month.isdigit() and 1 <= int(month) <= 12)


@live
def home(request: HttpRequest, slug: str) -> HttpResponse:
    """Where did the money go?"""
    context = frame(request, slug, bearer=books.bearer(slug))
    years = books.years(slug)
    if not years:
        return render(request, "treasury/books.html", context)
    period = period_of(request, slug)
    accounts = Accounts(slug, context["eyes"])
    found = going.going(slug, period)
    context |= {
        "period": period,
        "name": period_name(period.which),
        "years": years,
        "is_month": len(period.which) == 7,
        "pots": [pot(one, accounts, period) for one in found],
        "until": books.told_until(slug),
        "waiting": books.unallotted(slug),
        "closed": books.closings(slug).get(period.year),
        "forms": list(books_out.FORMS),
        "newest_proof": next(iter(books.proofs(slug)), None),
    }
    return render(request, "treasury/books.html", context)


def pot(one: Going, accounts: Accounts, period: Period) -> dict[str, Any]:
    """The money of one currency in a time, with names and ways on."""
    query = f"?{'month' if len(period.which) == 7 else 'year'}={period.which}"
    payouts, most = by_payee(one.payouts, accounts), one.most or 1
    return {
        "going": one,
        "currency": one.currency,
        "came": [(accounts.told(path, f"{query}&moved=1"), accounts.kind(path), n) for path, n in one.came.items()],
        "went": [(accounts.told(path, f"{query}&moved=1"), accounts.kind(path), n) for path, n in one.went.items()],
        "months": [(row, period_name(row.month), max(row.came, 0), max(row.went, 0), most) for row in one.months],
        "picture": picture(one, accounts, query),
        "coming": [
            (accounts.told(row.path), minor)
            for row, minor in one.accounts.items()
            if row.path.startswith("assets:") and not row.path.startswith(THERE)
        ],
        "payees": payouts[:SHOWN],
        "more_payees": len(payouts) - SHOWN,
        "there": [(accounts.told(path), minor) for path, minor in going.there(one.accounts).items()],
        "owed": owed_rows(one, accounts),
        "funds": [
            (accounts.told(row.path), -minor) for row, minor in one.accounts.items() if row.path.startswith("equity:")
        ],
        "result": -sum(minor for row, minor in one.accounts.items() if row.path.startswith(("income:", "expenses:"))),
    }  # fmt: skip


def owed_rows(one: Going, accounts: Accounts) -> list[dict[str, Any]]:
    """What is owed: people together, payees outside together, the rest by what it is."""
    words = {
        MEMBERS: _("People"),
        f"{PAYABLES}x-": _("Bills of others"),
        UPSTREAM: _("Upstream, passed on by people here"),
        ORDERS: _("Held for orders, until they can’t be withdrawn any more"),
    }
    rows = []
    for name, (count, minor) in going.grouped(one.accounts, tuple(words)).items():
        told = accounts.told(name) if name not in words else None
        href = told.href if told else reverse("treasury:owed", args=[accounts.slug, one.currency.lower()])
        row = {"name": told.name if told else words[name], "href": href, "minor": minor, "count": count}
        rows.append(row | {"people": name == MEMBERS})
    return rows


def by_payee(payouts: list[Payout], accounts: Accounts) -> list[dict[str, Any]]:
    """Whom the money reached: those who may be named one by one, everybody else together."""
    sums: dict[str, list[int]] = defaultdict(list)
    for payout in payouts:
        owner = accounts.eyes.claims.get(payout.payee, payout.payee)
        closed = (owner[:2] == "x:" and not accounts.eyes.inside) or (
            owner[:2] != "x:" and not accounts.eyes.may(owner)
        )
        sums["" if closed else owner].append(payout.minor)
    rows = [
        {"payee": payee, "name": accounts.payee(payee) if payee else "", "minor": sum(of), "count": len(of)}
        for payee, of in sums.items()
    ]
    return sorted(rows, key=lambda row: (not row["payee"], -row["minor"], row["payee"]))


@live
def account(request: HttpRequest, slug: str, path: str) -> HttpResponse:
    """What came to this account and what left it?"""
    context = frame(request, slug)
    accounts, known = Accounts(slug, context["eyes"]), books.account(slug, path)
    told = accounts.told(path)
    if told.hidden:
        return render(request, "treasury/books_closed.html", context, status=403)
    period = period_of(request, slug) if {"year", "month"} & set(request.GET) else None
    first, last = (period.first, period.last) if period else ("1900-01-01", "2099-12-31")
    only_moved = request.GET.get("moved") == "1"
    count, minor = books.sum_of(slug, path, first, last, only_moved=only_moved)
    number = page_number(request, count)
    found = books.lines(
        slug, path, first, last, only_moved=only_moved, start=(number - 1) * books.AT_ONCE, most=books.AT_ONCE
    )
    years, told_of = books.years(slug), lines_told(slug, [row.key for row in found])
    context |= {
        "account": known,
        "told": told,
        "balance": known.held(books.balances(slug).get(known, 0)),
        "period": period,
        "name": period_name(period.which) if period else "",
        "only_moved": only_moved,
        "count": count,
        "sum": known.held(minor),
        "lines": [
            {
                "line": row,
                "what": booking_name(row.key),
                "why": told_of.get(row.key, ""),
                "minor": known.held(row.minor),
                "place": place(row.key),
            }
            for row in found
        ],
        "page": number,
        "pages": -(-count // books.AT_ONCE),
        "query": f"&{'month' if len(period.which) == 7 else 'year'}={period.which}" if period else "",
        "chart": books.number_of(books.chart(slug), path),
        "years": years,
    }
    return render(request, "treasury/books_account.html", context)


def page_number(request: HttpRequest, count: int) -> int:
    """The page that is asked for, as far as there is one."""
    asked = request.GET.get("page", "1")
    last = max(1, -(-count // books.AT_ONCE))
    return min(max(1, int(asked)), last) if asked.isascii() and asked.isdigit() and len(asked) < 8 else 1


@live
def booking(request: HttpRequest, slug: str, asked: str, part: str) -> HttpResponse:
    """What was booked here, and why?"""
    context = frame(request, slug)
    row = books.booked(slug, f"{asked}/{part}")
    accounts = Accounts(slug, context["eyes"])
    posted = books.postings(slug, row.id)
    open_, hidden, sums = seen_lines(accounts, posted)
    beside = [(one, booking_name(one.id, one.reverses), place(one.id)) for one in books.together_with(slug, row)]
    context |= {
        "booked": row,
        "what": booking_name(row.id, row.reverses),
        "open": [(told, *sides(minor), told.path.rpartition(":")[2].upper()) for told, minor in open_],
        "hidden": [(hidden, *sides(sums))] if hidden else [],
        "currency": posted[0].currency,
        "beside": beside,
        "reverses": place(row.reverses) if row.reverses else None,
        "linked": place(row.linked) if row.linked else None,
    }
    return render(request, "treasury/books_booking.html", context)


def sides(minor: int) -> tuple[int, int]:
    """An amount by its side: to an account, or from it."""
    return max(minor, 0), max(-minor, 0)


@live
def owed(request: HttpRequest, slug: str, currency: str) -> HttpResponse:
    """To whom is how much owed? Everybody whose amount may be seen, the others as one number."""
    context = frame(request, slug, currency=currency.upper())
    try:
        currencies.decimals(context["currency"])
    except currencies.BadAmount as unknown:
        raise NotFound.of(unknown) from None
    accounts = Accounts(slug, context["eyes"])
    rows, hidden, hidden_minor = [], 0, 0
    for one, minor in books.balances(slug).items():
        if (
            one.currency != context["currency"]
            or not minor
            or not one.path.startswith((MEMBERS, PAYABLES, UPSTREAM, ORDERS))
        ):
            continue
        told = accounts.told(one.path)
        if told.hidden:
            hidden, hidden_minor = hidden + 1, hidden_minor - minor
        else:
            rows.append((told, -minor))
    rows.sort(key=lambda row: -row[1])
    context |= {"rows": rows, "hidden": hidden, "hidden_minor": hidden_minor}
    context["total"] = sum(minor for _told, minor in rows) + hidden_minor
    return render(request, "treasury/books_owed.html", context)


@live
def file(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    """The books of a month, or of all time, for another program."""
    if form not in books_out.FORMS:
        raise Http404
    which = request.GET.get("month", "")
    eyes = Eyes(request, slug)
    hidden = None if eyes.inside else Accounts(slug, eyes).hidden
    try:
        text = "".join(books_out.lines(slug, form, which, hidden))
    except NoBooks as trouble:
        raise Http404(tell(trouble)) from None
    answer = HttpResponse(text, content_type=books_out.FORMS[form].content)
    answer["Content-Disposition"] = f'attachment; filename="{books_out.file_name(slug, form, which)}"'
    return answer

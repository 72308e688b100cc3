"""Is enough there? Did the year go as planned? Which years are closed? Which numbers does the bookkeeper use?"""

from collections import defaultdict
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from entredon.apps.treasury import going, queries_budgets
from entredon.apps.treasury import queries_books as books
from entredon.apps.treasury.accounts_told import Accounts
from entredon.apps.treasury.bearer_whole import held_for_others
from entredon.apps.treasury.entries_books import Reserve, ReservesProven, YearClosed
from entredon.apps.treasury.forms_books import NumbersForm, PlanForm
from entredon.apps.treasury.models import MoneyAccount
from entredon.apps.treasury.record_closing import add_up
from entredon.apps.treasury.views_books import frame, owed_rows
from entredon.desk.saying import say_once
from entredon.desk.telling import tell
from entredon.log import clock
from entredon.log.asked import NotFound
from entredon.log.pages import live
from entredon.log.registry import Fact, Refused
from entredon.pure.money.journal.accounts import Account

GROUPED = ("members", "payables", "upstream", "orders", "budgets")
"""Accounts of which there is one for each person, order or need: the bookkeeper numbers them together."""
WAYS = {"income": "income:", "cost": "expenses:"}


def said(request: HttpRequest, slug: str, fact: Fact, address: str) -> HttpResponse | str:
    """Say something once and lead on to an address; a refusal comes back as a sentence."""
    try:
        id = say_once(request, slug, fact, {}, last=1)
    except Refused as refusal:
        return tell(refusal)
    return redirect(f"{address}?said={id}")


def only_stewards(request: HttpRequest, context: dict[str, Any]) -> bool:
    """Whether something was sent by who may not say it."""
    return request.method == "POST" and not context["eyes"].steward


@live
@require_http_methods(["GET", "POST"])
def reserves(request: HttpRequest, slug: str) -> HttpResponse:
    """Is enough there for what is owed?"""
    context = frame(request, slug, bearer=books.bearer(slug), proofs=books.proofs(slug), until=books.told_until(slug))
    balances = books.balances(slug)
    day = context["until"] or clock.stamp()[:10]
    sums = add_up(balances)
    trouble, status = "", 200
    if only_stewards(request, context):
        status = 403
    elif request.method == "POST":
        right = tuple(
            Reserve(currency=currency, there=one.there, owed=one.owed, funds=one.funds)
            for currency, one in sums.items()
        )
        answer = said(request, slug, ReservesProven(day=day, reserves=right), reverse("treasury:reserves", args=[slug]))
        if isinstance(answer, HttpResponse):
            return answer
        trouble = answer
    accounts = Accounts(slug, context["eyes"])
    newest = context["proofs"][0] if context["proofs"] else None
    shown = {currency: [there, owed, funds] for currency, there, owed, funds in newest.reserves} if newest else {}
    now = {currency: [one.there, one.owed, one.funds] for currency, one in sums.items()}
    context |= {
        "trouble": trouble,
        "day": day,
        "pots": [backing(currency, one, balances, slug, accounts) for currency, one in sums.items()],
        "as_shown": bool(shown) and shown == now,
        "others": held_for_others(slug),
    }
    return render(request, "treasury/reserves.html", context, status=status)


def backing(currency: str, sums: Any, balances: dict[Account, int], slug: str, accounts: Accounts) -> dict[str, Any]:
    """What is there against what is owed in one currency; each account beside what its bank said last."""
    here = {one: minor for one, minor in balances.items() if one.currency == currency and minor}
    told = {
        f"assets:{row.way}:{row.id}:{currency.lower()}": row for row in books.accounts(slug) if row.currency == currency
    }
    there = []
    for path, minor in going.there(here).items():
        row: MoneyAccount | None = told.get(path)
        there.append((accounts.told(path), minor, row, row is not None and row.closing == minor))
    coming = [
        (accounts.told(one.path), minor)
        for one, minor in here.items()
        if one.path.startswith("assets:") and one.path not in going.there(here)
    ]
    return {
        "currency": currency,
        "sums": sums,
        "covered": sums.there >= sums.owed,
        "missing": sums.owed - sums.there,
        "there": there,
        "coming": coming,
        "owed": owed_rows(going.Going(currency, accounts=here), accounts),
        "funds": [(accounts.told(one.path), -minor) for one, minor in here.items() if one.path.startswith("equity:")],
        "result": -sum(minor for one, minor in here.items() if one.path.startswith(("income:", "expenses:"))),
    }  # fmt: skip


def so_far(slug: str, year: str, currency: str) -> dict[tuple[str, str], int]:
    """What each kind has brought and cost in a year, without what is only said beside it."""
    found: dict[tuple[str, str], int] = defaultdict(int)
    for one, minor in books.earned(slug, year).items():
        if one.currency == currency and not books.beside(one.path):
            way = "income" if one.path.startswith("income:") else "cost"
            found[way, one.path.split(":")[-2]] += one.held(minor)
    return dict(found)


@live
@require_http_methods(["GET", "POST"])
def budget(request: HttpRequest, slug: str, year: str) -> HttpResponse:
    """Did the year go as planned? Stewards plan it here."""
    if not (len(year) == 4 and year.isascii() and year.isdigit() and 1900 <= int(year) <= 2099):
        raise NotFound("“{asked}” is no year; write it as 2026.", asked=year[:24])
    context = frame(request, slug, bearer=books.bearer(slug), year=year)
    currencies = sorted({one.currency for one in books.balances(slug)}) or ["EUR"]
    currency = request.GET.get("currency", "").upper()
    currency = currency if currency in currencies else "EUR" if "EUR" in currencies else currencies[0]
    context["set_aside"] = [
        row for row in queries_budgets.set_aside(slug) if row.currency == currency and row.at[:4] <= year
    ]
    plan, now = books.budget(slug, year, currency), so_far(slug, year, currency)
    form = PlanForm(year, currency, plan, now, request.POST if request.method == "POST" else None)
    status = 403 if only_stewards(request, context) else 200
    if request.method == "POST" and status == 200 and (fact := form.fact()) is not None:
        answer = said(request, slug, fact, reverse("treasury:budget", args=[slug, year]))
        if isinstance(answer, HttpResponse):
            return answer
        form.refused = answer
    planned = {(row.way, row.kind): row.minor for row in plan}
    context |= {
        "currency": currency,
        "currencies": currencies,
        "form": form,
        "sides": [side(way, planned, now, slug, Accounts(slug, context["eyes"]), currency, year) for way in WAYS],
        "planned": bool(plan),
        "years": books.years(slug),
        "closed": year in books.closings(slug),
    }
    return render(request, "treasury/budget.html", context, status=status)


def side(
    way: str, planned: dict[tuple[str, str], int], now: dict[tuple[str, str], int], slug: str, accounts: Accounts,
    currency: str, year: str,
) -> dict[str, Any]:  # fmt: skip
    """What was planned for one way beside what came of it, kind by kind."""
    paths = {one.path.split(":")[-2]: one.path for one in books.balances(slug)
             if one.currency == currency and one.path.startswith(WAYS[way])}  # fmt: skip
    rows: list[dict[str, Any]] = []
    for kind in sorted({kind for one, kind in (*planned, *now) if one == way}):
        expected, real = planned.get((way, kind), 0), now.get((way, kind), 0)
        path = paths.get(kind, "")
        name = accounts.kind(path or f"{WAYS[way]}commons:{slug}:{kind}:{currency.lower()}")
        href = accounts.told(path, f"?year={year}").href if path else ""
        rows.append({"name": name, "href": href, "planned": expected, "now": real, "left": expected - real})
    rows.sort(key=lambda row: (-max(row["planned"], row["now"]), row["name"]))
    most = max((max(row["planned"], row["now"], 0) for row in rows), default=0) or 1
    sums = {name: sum(row[name] for row in rows) for name in ("planned", "now", "left")}
    return {"way": way, "rows": rows, "most": most, "sums": sums}


@live
@require_http_methods(["GET", "POST"])
def closing(request: HttpRequest, slug: str) -> HttpResponse:
    """Which years are closed? A steward closes the next one, after a look at what stands in the way."""
    context = frame(request, slug, bearer=books.bearer(slug))
    trouble, status = "", 200
    if only_stewards(request, context):
        status = 403
    elif request.method == "POST":
        asked = request.POST.get("year", "")
        year = int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 else 0
        answer = said(request, slug, YearClosed(year=year), reverse("treasury:closing", args=[slug]))
        if isinstance(answer, HttpResponse):
            return answer
        trouble = answer
    closed = books.closings(slug)
    years = [{"year": year, "closed": closed.get(year)} for year in books.years(slug)]
    open_ = [row["year"] for row in years if row["closed"] is None]
    context |= {
        "trouble": trouble,
        "years": years,
        "next": in_the_way(slug, str(open_[-1])) if open_ else None,
        "names": context["eyes"].names,
    }
    return render(request, "treasury/closing.html", context, status=status)


def in_the_way(slug: str, year: str) -> dict[str, Any]:
    """What a year still needs before it can be closed, and what it would be good to do first."""
    behind = [row for row in books.accounts(slug) if row.way in ("bank", "carried") and row.known < f"{year}-12-31"]
    over = clock.stamp()[:4] > year
    waiting = books.unallotted(slug)
    return {"year": year, "over": over, "behind": behind, "waiting": waiting, "ready": over and not behind}


@live
@require_http_methods(["GET", "POST"])
def chart(request: HttpRequest, slug: str) -> HttpResponse:
    """Which numbers does the bookkeeper use for which accounts?"""
    context = frame(request, slug, bearer=books.bearer(slug))
    accounts, balances = Accounts(slug, context["eyes"]), books.balances(slug)
    form = NumbersForm(
        books.chart(slug), groups(balances, accounts), request.POST if request.method == "POST" else None
    )
    status = 403 if only_stewards(request, context) else 200
    if request.method == "POST" and status == 200 and (fact := form.fact()) is not None:
        answer = said(request, slug, fact, reverse("treasury:chart", args=[slug]))
        if isinstance(answer, HttpResponse):
            return answer
        form.refused = answer
    context |= {"form": form, "trial": by_number(books.chart(slug), balances), "booked": bool(balances)}
    return render(request, "treasury/chart.html", context, status=status)


def groups(balances: dict[Account, int], accounts: Accounts) -> dict[str, str]:
    """The beginnings of accounts that are in use: people and bills by their kind, all others without their currency."""
    found = {}
    for one in balances:
        parts = one.path.split(":")
        if parts[0] == "liabilities" or parts[:2] in (["equity", "funds"], ["equity", "budgets"]):
            found[":".join(parts[:2])] = accounts.name(one.path) if parts[1] not in GROUPED else ""
        else:
            found[one.path.rpartition(":")[0]] = accounts.name(one.path)
    return found


def by_number(numbers: dict[str, str], balances: dict[Account, int]) -> list[tuple[str, str, int, int]]:
    """The trial balance by the bookkeeper's numbers: number, currency, debit and credit; "" for what has no number."""
    sums: dict[tuple[str, str], int] = defaultdict(int)
    for one, minor in balances.items():
        sums[one.currency, books.number_of(numbers, one.path)] += minor
    return [
        (number, currency, max(minor, 0), max(-minor, 0)) for (currency, number), minor in sorted(sums.items()) if minor
    ]

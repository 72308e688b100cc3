"""Expenses and bills: what waits for a yes, what was laid out, what may still be spent; and asking for something back."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from entredon.apps.commons import queries as commons
from entredon.apps.treasury import naming, payees, queries_budgets, queries_expenses, queries_out
from entredon.apps.treasury.forms_common import capital
from entredon.apps.treasury.forms_expenses import BillForm, ExpenseForm
from entredon.apps.treasury.papers import bounded
from entredon.apps.treasury.queries_expenses import CLAIMED, ExpenseShown
from entredon.apps.value.queries import Eyes
from entredon.desk.doors import signed_in_first
from entredon.desk.saying import say_once
from entredon.desk.telling import tell
from entredon.log import clock
from entredon.log.pages import live
from entredon.log.registry import Refused
from entredon.log.told import short

ROWS = 30


def about(slug: str, eyes: Eyes, **more: Any) -> dict[str, Any]:
    """What all pages about expenses show."""
    return {
        "commons": commons.commons(slug), "tab": "value", "noindex": True, "eyes": eyes, "bearer": queries_out.bearer(slug),
        **more,
    }  # fmt: skip


def row(one: ExpenseShown, eyes: Eyes, names: dict[str, str]) -> dict[str, Any]:
    """An expense as lists show it."""
    who = eyes.name(one.row.person)
    return {
        "expense": one, "kind": capital(naming.kind(one.row.what)), "who": who,
        "payee": queries_out.called(names, one.row.payee) if one.bill else who,
        "mine": eyes.is_me(one.row.person) or eyes.is_me(one.row.payee),
    }  # fmt: skip


@live
@require_http_methods(["GET"])
def home(request: HttpRequest, slug: str) -> HttpResponse:
    """What was laid out for this commons?"""
    eyes = Eyes(request, slug)
    names = queries_out.names(slug, eyes.inside)
    found = queries_expenses.expenses(slug)
    seen = [one for one in found if eyes.may(one.row.person)]
    waits = [row(one, eyes, names) for one in queries_expenses.waiting(seen)]
    page = Paginator([row(one, eyes, names) for one in seen if one.row.state != CLAIMED], ROWS).get_page(
        request.GET.get("page")
    )
    year = clock.stamp()[:4]
    context = about(
        slug, eyes, waits=waits, page=page, hidden=len(found) - len(seen), count=len(found), year=year,
        mine_to_decide=[one for one in waits if eyes.steward and not one["mine"]],
        purses=[{"purse": one, "name": capital(naming.kind(one.kind))} for one in queries_expenses.purses(slug, year)],
        fund=queries_expenses.fund(slug, "fund", "EUR"), set_aside=bool(queries_budgets.set_aside(slug)),
    )  # fmt: skip
    return render(request, "treasury/expenses.html", context)


@signed_in_first
@live
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, slug: str) -> HttpResponse:
    """What did you lay out?"""
    return _asking(request, slug, ExpenseForm, "treasury/expense_new.html")


@signed_in_first
@live
@require_http_methods(["GET", "POST"])
def bill(request: HttpRequest, slug: str) -> HttpResponse:
    """Which bill is to be paid?"""
    return _asking(request, slug, BillForm, "treasury/bill_new.html")


def _asking(request: HttpRequest, slug: str, kind: type[ExpenseForm], template: str) -> HttpResponse:
    handler = bounded(request) if request.method == "POST" else None
    eyes = Eyes(request, slug)
    if not eyes.inside or queries_out.bearer(slug) is None:
        return render(request, template, about(slug, eyes, closed=True), status=200 if eyes.inside else 403)
    sent = request.method == "POST"
    form = kind(
        slug, eyes.me, request.POST if sent else None, request.FILES if sent else None, handler=handler,
        initial={name: request.GET[name][:200] for name in ("amount", "what", "note", "day", "who", "source") if name in request.GET},
    )  # fmt: skip
    if sent and form.is_valid():
        try:
            said = _say(request, slug, form)
        except Refused as refusal:
            form.add_error(None, tell(refusal))
        else:
            return redirect(f"{reverse('treasury:expense', args=[slug, short(said)])}?said={said}")
    year = clock.stamp()[:4]
    purses = [one for one in queries_expenses.purses(slug, year) if one.planned]
    context = about(
        slug, eyes, form=form, has_payee=_is_payee(slug, eyes.me), year=year,
        purses=[{"purse": one, "name": capital(naming.kind(one.kind))} for one in purses],
    )  # fmt: skip
    return render(request, template, context)


def _say(request: HttpRequest, slug: str, form: ExpenseForm) -> str:
    """Ask for it; where somebody new is paid is kept beside the record, and goes again where the record refuses. Raises Refused."""
    fact, texts = form.fact()
    kept = form.keep() if isinstance(form, BillForm) else None
    try:
        return say_once(request, slug, fact, texts)
    except Refused:
        if kept is not None and kept[1]:
            payees.let_go(kept[0])
        raise


def _is_payee(slug: str, person: str) -> bool:
    """Whether she has said where she is paid."""
    known = queries_out.payee(slug, person)
    return known is not None and known.in_force

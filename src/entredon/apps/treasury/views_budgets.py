"""What was set aside for what? Budgets that decisions released to needs, and giving back what is left of one."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from entredon.apps.treasury import naming, queries_budgets, queries_expenses
from entredon.apps.treasury.entries_books import BudgetReturned
from entredon.apps.treasury.forms_common import capital
from entredon.apps.treasury.views_shared import context
from entredon.desk.doors import signed_in_first
from entredon.desk.saying import say_once
from entredon.desk.telling import tell
from entredon.log.asked import NotFound
from entredon.log.pages import live
from entredon.log.registry import Refused

ACT = require_http_methods(["GET", "HEAD", "POST"])
"""For an act whose page, when something was wrong, is read again in another language."""


@require_safe
@live
def set_aside(request: HttpRequest, slug: str) -> HttpResponse:
    """What was set aside for what?"""
    return _page(request, slug)


def _page(request: HttpRequest, slug: str, status: int = 200, trouble: str = "") -> HttpResponse:
    rows = queries_budgets.set_aside(slug)
    sums: dict[str, list[int]] = {}
    for row in rows:
        of = sums.setdefault(row.currency, [0, 0, 0])
        for n, minor in enumerate((row.minor - row.returned, row.spent, row.left)):
            of[n] += minor
    found = context(request, slug)
    eyes = found["eyes"]
    found |= {
        "rows": [
            (row, [(one, capital(naming.kind(one.what))) for one in row.expenses if eyes.may(one.person)])
            for row in rows
        ],
        "sums": sums,
        "trouble": trouble,
        "fund": queries_expenses.fund(slug, "fund", "EUR"),
    }
    return render(request, "treasury/budgets.html", found, status=status)


@signed_in_first
@live
@ACT
def give_back(request: HttpRequest, slug: str, need: str, currency: str) -> HttpResponse:
    """A steward gives back to the common fund what a need that is closed hasn't used."""
    here = reverse("treasury:set_aside", args=[slug])
    if request.method != "POST":
        return redirect(here)
    row = next((one for one in queries_budgets.set_aside(slug) if (one.need, one.currency) == (need, currency)), None)
    if row is None:
        raise NotFound("No budget was released to the need {asked}.", asked=need[:24])
    if not row.left and row.returned:
        return redirect(here)  # the button was pressed twice
    try:
        said = say_once(request, slug, BudgetReturned(need=need, currency=currency), {})
    except Refused as refusal:
        steward = context(request, slug)["eyes"].steward
        return _page(request, slug, 200 if steward else 403, tell(refusal))
    return redirect(f"{here}?said={said}")

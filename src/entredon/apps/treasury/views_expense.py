"""One expense or bill: whether it should be paid, what it leaves to be spent, and what became of it."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from entredon.apps.treasury import documents, naming, papers, payees, queries_budgets, queries_expenses, queries_out
from entredon.apps.treasury.forms_expenses import DecideForm
from entredon.apps.treasury.models import Payee, PayeeDetails
from entredon.apps.treasury.queries_expenses import CLAIMED, ExpenseShown
from entredon.apps.treasury.views_expenses import about, row
from entredon.apps.value.queries import Eyes
from entredon.desk import files
from entredon.desk.doors import signed_in_first
from entredon.desk.saying import say_these_once
from entredon.desk.telling import tell
from entredon.log.pages import live
from entredon.log.registry import Fact, Refused
from entredon.log.told import short


@live
@require_http_methods(["GET", "POST"])
def expense(request: HttpRequest, slug: str, asked: str) -> HttpResponse:
    """Should this be paid? Then, what became of it."""
    found = queries_expenses.expense(slug, asked)
    eyes = Eyes(request, slug)
    if not eyes.may(found.row.person):
        return render(request, "treasury/expense.html", about(slug, eyes, closed=True), status=403)
    form = DecideForm(
        found, request.POST if request.method == "POST" else None, yes=request.POST.get("act") != "decline"
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            said = _decide(request, slug, found, form)
        except Refused as refusal:
            form.add_error(None, tell(refusal))
        else:
            return redirect(f"{reverse('treasury:expense', args=[slug, short(found.id)])}?said={said}")
    context = _shown(slug, found, eyes, form)
    status = 403 if request.method == "POST" and not eyes.steward else 200
    return render(request, "treasury/expense.html", context, status=status)


def _shown(slug: str, found: ExpenseShown, eyes: Eyes, form: DecideForm) -> dict[str, Any]:
    names = queries_out.names(slug, eyes.inside)
    paper = queries_expenses.paper(slug, found)
    kind = papers.kind_of(paper) if paper is not None and _may_open(found, eyes) else ""
    purse = queries_expenses.purse(slug, found.row.day[:4], found.row.currency, found.row.what)
    fund = queries_expenses.fund(slug, found.row.source, found.row.currency)
    known = queries_out.payee(slug, found.row.payee)
    new = _details(slug, found)
    return about(
        slug, eyes, form=form, **row(found, eyes, names), paper=paper, picture=kind in files.SHOWN, purse=purse, fund=fund,
        set_aside=next(iter(queries_budgets.set_aside(slug, found.row.source)), None) if len(found.row.source) == 64 else None,
        kind_name=naming.kind(found.row.what), fund_after=fund - found.row.minor, left_after=purse.left - found.row.minor,
        may_open=_may_open(found, eyes),
        may_decide=eyes.steward and found.row.state == CLAIMED and not row(found, eyes, names)["mine"],
        decider=eyes.name(found.decided_by) if found.decided_by else "",
        reachable=known is not None and known.in_force, payee_waits=known is not None and bool(known.next_entry),
        unnamed=known is None and found.bill, details=new if eyes.steward else None,
    )  # fmt: skip


def _details(slug: str, found: ExpenseShown) -> PayeeDetails | None:
    """Where somebody outside is paid, as whoever handed the bill in told it."""
    if not found.bill:
        return None
    return PayeeDetails.objects.filter(commons=slug, payee=found.row.payee).order_by("pk").first()


def _may_open(found: ExpenseShown, eyes: Eyes) -> bool:
    """Whether she may open the paper: stewards, and who handed it in."""
    return eyes.steward or eyes.is_me(found.row.person)


def _decide(request: HttpRequest, slug: str, found: ExpenseShown, form: DecideForm) -> str:
    """Say yes or no. With a yes to a bill of somebody new, the record also learns of them. Raises Refused."""
    fact, texts = form.fact()
    said: list[tuple[Fact, dict[str, str]]] = [(fact, texts)]
    kept = _details(slug, found)
    unknown = found.bill and not Payee.objects.filter(commons=slug, id=found.row.payee).exists()
    if form.yes and unknown and kept is not None:
        said.append((payees.fact(found.row.payee, kept, me=False), {}))
    done = say_these_once(request, slug, said)[0]
    if not form.yes and unknown and kept is not None:
        payees.let_go(kept)
    return done


@signed_in_first
@live
@require_http_methods(["GET"])
def paper(request: HttpRequest, slug: str, asked: str) -> HttpResponse:
    """The receipt or the bill, for stewards and for who handed it in."""
    found = queries_expenses.expense(slug, asked)
    kept = documents.find(slug, found.row.document)
    if kept is None or not _may_open(found, Eyes(request, slug)):
        raise Http404(_("There is no such paper here, or it isn’t for you."))
    return papers.handed_out(kept)

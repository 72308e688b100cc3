"""One run of payouts: who says yes, the file for the bank, what the bank answered, and what is paid otherwise."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from entredon.apps.people import queries as people
from entredon.apps.treasury import documents, paying, payout_files, queries_out, run_shown
from entredon.apps.treasury.entries_out import PayoutConfirmed, RunApproved, RunSubmitted, RunWithdrawn
from entredon.apps.treasury.forms_report import ReportForm
from entredon.apps.treasury.forms_runs import MOST_BYTES
from entredon.apps.treasury.models import Approval, Payout
from entredon.apps.treasury.queries_out import RunShown
from entredon.apps.treasury.views_payees import about
from entredon.desk.doors import signed_in_first
from entredon.desk.saying import say_once, signer_of
from entredon.desk.telling import tell
from entredon.log.pages import live
from entredon.log.registry import Refused
from entredon.log.told import short
from entredon.log.viewer import viewer_of


@live
@require_http_methods(["GET", "POST"])
def run(request: HttpRequest, slug: str, asked: str) -> HttpResponse:
    """Shall this be paid, and how far is it?"""
    found = queries_out.run(slug, asked)
    trouble, status = "", 200
    if request.method == "POST":
        try:
            return _act(request, slug, found)
        except Refused as refusal:
            trouble = tell(refusal)
            status = 200 if viewer_of(request).member(slug) else 403
            found = queries_out.run(slug, asked)
    return render(request, "treasury/run.html", _context(request, slug, found, trouble=trouble), status=status)


def _context(request: HttpRequest, slug: str, found: RunShown, **more: Any) -> dict[str, Any]:
    viewer = viewer_of(request)
    me, inside, steward = viewer.person(slug), viewer.member(slug), viewer.steward(slug)
    names = queries_out.names(slug, inside)
    private = inside and (steward or me in found.approvers)
    rows = run_shown.rows(slug, found, inside=inside, private=private, me=me)
    ready = found.row.state == "reserved" and found.way == queries_out.FILE and steward
    return about(
        slug,
        run=found,
        row=found.row,
        rows=rows,
        state=run_shown.state_of(found.row, me, found.way, overdue=found.overdue),
        steps=run_shown.steps(found),
        steward=steward,
        inside=inside,
        private=private,
        by=queries_out.called(names, found.row.person),
        yes=[{"name": queries_out.called(names, one.person), "at": one.at, "id": one.id} for one in found.approvals],
        could=[queries_out.called(names, one) for one in found.could],
        may_say_yes=me in found.could,
        paid_in_it=me in found.paid,
        marked=[row for row in rows if row.marks],
        troubles=[tell(one) for one in payout_files.troubles(slug, found.row)] if ready else [],
        way_of_yes=people.way_of_yes(request, slug) if me in found.could else "",
        handed=[row for row in rows if row.payout.state == "submitted"] if found.way != queries_out.FILE else [],
        report=ReportForm(),
        me=me,
        **more,
    )


def _here(slug: str, run: str, said: str = "") -> str:
    address = reverse("treasury:run", args=[slug, short(run)])
    return f"{address}?said={said}" if said else address


def _act(request: HttpRequest, slug: str, found: RunShown) -> HttpResponse:
    """What a button of the page does. Raises Refused."""
    id = found.id
    if "withdraw" in request.POST:
        return redirect(_here(slug, id, say_once(request, slug, RunWithdrawn(run=id), {})))
    if "submitted" in request.POST:
        return redirect(_here(slug, id, say_once(request, slug, RunSubmitted(run=id), {})))
    if "arrived" in request.POST:
        payout = f"{id}.{request.POST['arrived'][:9]}"
        return redirect(_here(slug, id, say_once(request, slug, PayoutConfirmed(payout=payout), {})))
    raise Refused("Nothing was done: this button is not known here.")


@signed_in_first
@live
@require_http_methods(["GET", "POST"])
def approve(request: HttpRequest, slug: str, asked: str) -> HttpResponse:
    """Somebody says yes to a run, with her passkey where she has one. Said before, it is said."""
    found = queries_out.run(slug, asked)
    here = _here(slug, found.id)
    if request.method == "GET" or _said_yes(request, slug, found.id):
        return redirect(here)
    try:
        outcome = people.said_yes(request, slug, RunApproved(run=found.id), here)
    except Refused as refusal:
        context = _context(request, slug, found, trouble=tell(refusal))
        return render(request, "treasury/run.html", context, status=403)
    if outcome.answer is not None:
        return outcome.answer
    if _said_yes(request, slug, found.id):  # the same button pressed twice at once
        return redirect(here)
    found = queries_out.run(slug, found.id)
    return render(
        request, "treasury/run.html", _context(request, slug, found, trouble=outcome.trouble, outcome=outcome)
    )


def _said_yes(request: HttpRequest, slug: str, run: str) -> bool:
    me = viewer_of(request).person(slug)
    return bool(me) and Approval.objects.filter(commons=slug, run=run, person=me).exists()


@signed_in_first
@live
@require_http_methods(["GET", "POST"])
def file(request: HttpRequest, slug: str, asked: str) -> HttpResponse:
    """The file for the bank. Pressed the first time the record is told of it; each time it is the same, to the byte."""
    found = queries_out.run(slug, asked)
    if not viewer_of(request).steward(slug):
        raise Http404(_("Only stewards get the file for the bank."))
    if request.method == "GET" and not found.row.file:
        return redirect(_here(slug, found.id))
    try:
        signer = None if found.row.file else signer_of(request, slug)
        made = payout_files.export(slug, found.id, signer)
    except Refused as refusal:
        found = queries_out.run(slug, found.id)
        return render(request, "treasury/run.html", _context(request, slug, found, trouble=tell(refusal)))
    answer = HttpResponse(made.data, content_type="application/xml")
    answer["Content-Disposition"] = f'attachment; filename="{made.name}"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@signed_in_first
@live
@require_http_methods(["GET", "POST"])
def report(request: HttpRequest, slug: str, asked: str) -> HttpResponse:
    """What did the bank say? Its report is read, and what it refuses is owed again."""
    found = queries_out.run(slug, asked)
    if not viewer_of(request).steward(slug):
        raise Http404(_("Only stewards bring in what the bank says."))
    if request.method == "GET":
        return redirect(_here(slug, found.id))
    if not found.row.file:
        trouble = _("No file was made of this list yet, so no bank can have answered it.")
        return render(request, "treasury/run.html", _context(request, slug, found, trouble=trouble))
    form = ReportForm(request.POST, request.FILES)
    answered, said = None, ""
    if form.is_valid():
        upload = form.cleaned_data["report"]
        try:
            if upload.size > 2 * MOST_BYTES:
                raise Refused("The file is larger than {most} MB, the most that is read.", most=2 * MOST_BYTES >> 20)
            answered = paying.read_report(slug, found.row, upload.read())
            said = paying.take_report(request, slug, found.row, answered)
        except Refused as refusal:
            form.add_error("report", tell(refusal))
    found = queries_out.run(slug, found.id)
    context = _context(request, slug, found, said=said, answered=_told(found.payouts, answered))
    context["report"] = form
    return render(request, "treasury/run.html", context)


def _told(payouts: list[Payout], answered: paying.Answered | None) -> list[dict[str, str]] | None:
    """What the bank says of each payout, in words."""
    if answered is None:
        return None
    found = []
    for one in payouts:
        status = answered.said.get(one.name)
        if status is None:
            words = _("The report says nothing certain of it: the next statement tells.")
        else:
            words = " ".join([tell(status.meaning), *(tell(reason.meaning) for reason in status.reasons)])
        found.append({"name": one.name, "n": one.id.rpartition(".")[2], "words": words})
    return found


@signed_in_first
@live
@require_http_methods(["GET"])
def paper(request: HttpRequest, slug: str, asked: str, n: str) -> HttpResponse:
    """The paper that proves a payout, for who may approve it and for who is paid."""
    found = queries_out.run(slug, asked)
    viewer = viewer_of(request)
    me = viewer.person(slug)
    one = next((row for row in found.payouts if row.id == f"{found.id}.{n}"), None)
    may = viewer.member(slug) and one is not None and (viewer.steward(slug) or me in (*found.approvers, one.payee))
    kept = documents.find(slug, one.document) if one is not None and one.document else None
    if not may or kept is None:
        raise Http404(_("There is no such paper here, or it isn’t for you."))
    try:
        data = documents.read(kept)
    except documents.Gone:
        raise Http404(_("This paper isn’t kept here any more.")) from None
    answer = HttpResponse(data, content_type="application/octet-stream")
    answer.headers["Content-Disposition"] = "attachment"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer

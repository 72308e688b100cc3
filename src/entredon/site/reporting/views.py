"""Reporting what should not be here, and what became of it."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from entredon.apps.commons import queries as commons
from entredon.apps.people import queries as people
from entredon.apps.people.entries import Erased, SideText
from entredon.desk import limits, saying
from entredon.desk.doors import signed_in_first
from entredon.desk.models import Report
from entredon.desk.telling import tell
from entredon.log.pages import live
from entredon.log.registry import Refused
from entredon.log.viewer import viewer_of
from entredon.site.reporting import sending, subjects
from entredon.site.reporting.forms import Answer, Appeal, Reporting

PAGE = require_http_methods(["GET", "HEAD", "POST"])
TOO_OFTEN = gettext_lazy("That was too often in a short time. Wait a while, then send it again: it stands below.")


@PAGE
def report(request: HttpRequest) -> HttpResponse:
    """What is wrong with it? For everybody; no account is needed."""
    subject = subjects.find(request.POST.get("about") or request.GET.get("about") or "")
    if subject is None or not subjects.open_to(request, subject):
        raise Http404(_("There is no page at this address, so there is nothing to report."))
    visitor = not viewer_of(request).id
    form = Reporting(request.POST or None, visitor=visitor)
    if request.method == "POST" and form.is_valid():
        if limits.allowed("report", viewer_of(request).id or limits.place(request)):
            said = form.cleaned_data
            token = sending.report(request, subject, said["why"], said["text"], said.get("address", ""))
            return redirect("report_mine", token)
        form.add_error(None, TOO_OFTEN)
    context = {"form": form, "subject": subject, "where": _named(subject.slug), "visitor": visitor}
    return _private(render(request, "site/reporting/report.html", context))


@PAGE
def mine(request: HttpRequest, token: str) -> HttpResponse:
    """What became of my report? For who has its address: she reads the answer here, and can appeal once."""
    found = sending.find(token)
    if found is None:
        raise Http404(_("There is no report at this address. It is the one you got when you sent it."))
    form = Appeal(request.POST or None) if found.state == sending.ANSWERED else None
    if request.method == "POST":
        if form is not None and form.is_valid() and sending.appeal(request, found, form.cleaned_data["text"]):
            return redirect("report_mine", token)
        found.refresh_from_db()
    return _private(render(request, "site/reporting/mine.html", {**_told(found), "form": form}))


@signed_in_first
@live
def everything(request: HttpRequest, slug: str) -> HttpResponse:
    """What was reported here? For stewards: what waits for an answer first."""
    if not viewer_of(request).steward(slug):
        raise PermissionDenied
    done = Report.objects.filter(commons=slug, state__in=(sending.ANSWERED, sending.CLOSED)).order_by("-id")[:100]
    context = {
        **_frame(slug),
        "open": [_told(one) for one in sending.waiting(slug)],
        "done": [_told(one) for one in done],
    }
    return render(request, "site/reporting/all.html", context)


@signed_in_first
@PAGE
@live
def one(request: HttpRequest, slug: str, id: int) -> HttpResponse:
    """What do we answer to this report? For stewards; an appeal is answered by another than who answered first, and what is
    about her own page by another than she."""
    viewer = viewer_of(request)
    if not viewer.steward(slug):
        raise PermissionDenied
    found = Report.objects.filter(commons=slug, id=id).first()
    if found is None:
        raise Http404(_("There is no such report here."))
    subject = subjects.find(found.about)
    texts = subjects.texts(subject) if subject else []
    mine_to_answer = sending.may_answer(found, viewer.person(slug))
    form = Answer(request.POST if "text" in request.POST else None) if mine_to_answer else None
    trouble = ""
    if request.method == "POST":
        if "erase" in request.POST:
            trouble = _erase(request, slug, texts)
        elif form is not None and form.is_valid():
            _answer(request, slug, found, form.cleaned_data)
        if not trouble and (form is None or not form.errors):
            return redirect("report_one", slug, id)
    context = {
        **_frame(slug), **_told(found), "texts": texts, "form": form, "trouble": trouble,
        "post": subjects.post_of(subject), "mine_to_answer": mine_to_answer, "by_operator": not sending.somebody_else(found),
    }  # fmt: skip
    return render(request, "site/reporting/one.html", context)


def _answer(request: HttpRequest, slug: str, found: Report, said: dict[str, Any]) -> None:
    say = sending.answer if found.state == sending.OPEN else sending.close
    say(request, found, kept=said["kept"] == "yes", text=said["text"], by=viewer_of(request).person(slug))


def _erase(request: HttpRequest, slug: str, texts: list[tuple[str, str, str]]) -> str:
    """Erase the texts on the page that was reported. Returns what went wrong."""
    try:
        if texts:
            side = tuple(SideText(entry=entry, name=name) for entry, name, _text in texts)
            saying.say(request, slug, Erased(side=side))
    except Refused as refusal:
        return tell(refusal)
    return ""


def _told(report: Report) -> dict[str, Any]:
    return {
        "report": report,
        "why": sending.in_words(report.why),
        "where": sending.where(report),
        "answerer": _called(report, report.answered_by),
        "closer": _called(report, report.closed_by),
    }


def _called(report: Report, person: str) -> str:
    if person in ("", sending.OPERATOR):
        return _("whoever runs this place")
    return people.names(report.commons).get(person) or _("a steward")


def _named(slug: str) -> str:
    return commons.commons(slug).name if slug else ""


def _frame(slug: str) -> dict[str, Any]:
    return {"commons": commons.commons(slug), "tab": "write", "noindex": True}


def _private(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "no-referrer"  # the address of a report opens it
    return response

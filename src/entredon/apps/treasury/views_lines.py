"""Where does it belong? The lines that wait for a person, one line with its proposals, and rules for lines that come again."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from entredon.apps.treasury import parts_told, placing, proposals, voices
from entredon.apps.treasury import queries_bank as queries
from entredon.apps.treasury.entries import Allotted, Exchanged, TakenBack
from entredon.apps.treasury.forms_bank import HabitForm, of_line
from entredon.apps.treasury.forms_parts import PartsForm
from entredon.apps.treasury.models import Habit
from entredon.apps.treasury.placing_asked import Asked
from entredon.apps.treasury.proposals import Proposal
from entredon.apps.treasury.queries_bank import LineShown
from entredon.apps.treasury.views_shared import context, stewards_only
from entredon.desk.doors import signed_in_first
from entredon.desk.saying import say_once
from entredon.desk.telling import tell
from entredon.log.pages import live
from entredon.log.registry import Refused
from entredon.log.told import short

AT_ONCE = 20
LONG = 1_000
QUESTION = gettext_lazy("Where does it belong?")


@dataclass(frozen=True, slots=True)
class Waits:
    """A line in suspense, with what it probably is."""

    line: LineShown
    proposals: list[Proposal]

    @property
    def first(self) -> Proposal | None:
        """The obvious next step."""
        return self.proposals[0] if self.proposals else None


@signed_in_first
@live
@stewards_only(QUESTION)
@require_http_methods(["GET", "POST"])
def suspense(request: HttpRequest, slug: str) -> HttpResponse:
    """Where does it belong? All lines that wait, each with its obvious next step."""
    about = context(request, slug)
    trouble, placed = "", None
    if request.method == "POST":
        if request.POST.get("do") == "again":
            placed = placing.place_new(slug, queries.suspense(slug), voices.of_page(request, slug))
        else:
            trouble, leads = _accepted(request, slug, request.POST.get("line", ""))
            if leads:
                return redirect(leads)
    page = Paginator(queries.suspense(slug), AT_ONCE).get_page(request.GET.get("page"))
    asked = Asked.of(slug)
    rows = [Waits(one, proposals.of_line(asked, one.row, one.told)) for one in queries.shown(slug, list(page))]
    shown = {"page": page, "rows": rows, "trouble": trouble, "placed": placed, "sums": queries.waiting_sums(slug)}
    return render(request, "treasury/suspense.html", about | shown)


def _accepted(request: HttpRequest, slug: str, asked: str) -> tuple[str, str]:
    """Say the proposal that was chosen for a line: what is in the way, or where one goes on."""
    one = queries.line(slug, asked)
    if one.row.allotted:
        return "", reverse("treasury:line", args=[slug, short(one.row.id)])
    found = {each.key: each for each in proposals.of_line(Asked.of(slug), one.row, one.told)}
    chosen = found.get(request.POST.get("accept", ""))
    if chosen is None:
        return _("What was proposed has changed meanwhile: look again."), ""
    try:
        said = say_once(request, slug, Allotted(line=one.row.id, parts=chosen.parts), {})
    except Refused as refusal:
        return tell(refusal), ""
    return "", f"{reverse('treasury:suspense', args=[slug])}?said={said}"


@signed_in_first
@live
@stewards_only(QUESTION)
@require_http_methods(["GET", "POST"])
def line(request: HttpRequest, slug: str, asked: str) -> HttpResponse:
    """Where does this line belong? Its proposals and a form; once it has its place: where that is, and taking it back."""
    about = context(request, slug)
    one = queries.line(slug, asked)
    row = one.row
    form = PartsForm(slug, row.currency, row.minor, incoming=row.minor > 0)
    trouble = ""
    if request.method == "POST":
        do = request.POST.get("do", "")
        if do == "back":
            trouble, leads = _took_back(request, slug, row.allotted, asked)
        elif do == "exchange":
            trouble, leads = _exchanged(request, slug, one, request.POST.get("other", ""))
        elif "accept" in request.POST:
            trouble, leads = _accepted(request, slug, row.id)
        else:
            form = PartsForm(slug, row.currency, row.minor, incoming=row.minor > 0, data=request.POST)
            leads = _said(request, slug, one, form)
        if leads:
            return redirect(leads)
        one = queries.line(slug, asked)
    return render(request, "treasury/line.html", about | _about(slug, one) | {"form": form, "trouble": trouble})


def _about(slug: str, one: LineShown) -> dict[str, Any]:
    """A line with all that belongs to it."""
    found = proposals.of_line(Asked.of(slug), one.row, one.told) if not one.row.allotted else []
    allotment = queries.allotment(slug, one.row.allotted) if one.row.allotted else None
    return {
        "line": one, "proposals": found, "allotment": allotment, "told": parts_told.told(slug, one.row.parts, one.row.currency),
        "exceptions": queries.exceptions(slug),
        "others": queries.other_half(slug, one.row) if not one.row.allotted else [],
    }  # fmt: skip


def _said(request: HttpRequest, slug: str, one: LineShown, form: PartsForm) -> str:
    """Say what was typed; where one goes on, or "" with what is in the way beside it."""
    parts = form.parts()
    if parts is None:
        return ""
    note = request.POST.get("note", "").strip()[:LONG]
    fact = Allotted(line=one.row.id, parts=parts, exception=queries.exception(slug, request.POST.get("exception", "")))
    try:
        said = say_once(request, slug, fact, {"note": note} if note else {})
    except Refused as refusal:
        form.add_error(tell(refusal))
        return ""
    if request.POST.get("again") == "yes" and len(parts) == 1:
        part = {"to": parts[0].to, "ref": parts[0].ref, "kind": parts[0].kind}
        typed = of_line(one.told.account, one.told.name, one.row.minor, one.row.currency, part)
        return f"{reverse('treasury:habits', args=[slug])}?{urlencode(typed)}"
    return f"{reverse('treasury:suspense', args=[slug])}?said={said}"


def _took_back(request: HttpRequest, slug: str, entry: str, asked: str) -> tuple[str, str]:
    reason = request.POST.get("reason", "").strip()[:LONG]
    try:
        said = say_once(request, slug, TakenBack(what=entry or "0" * 64), {"reason": reason} if reason else {})
    except Refused as refusal:
        return tell(refusal), ""
    return "", f"{reverse('treasury:line', args=[slug, asked])}?said={said}"


def _exchanged(request: HttpRequest, slug: str, one: LineShown, other: str) -> tuple[str, str]:
    """Two lines are one exchange: this one and another."""
    half = queries.line(slug, other).row.id
    given, received = (one.row.id, half) if one.row.minor < 0 else (half, one.row.id)
    try:
        said = say_once(request, slug, Exchanged(given=given, received=received), {})
    except Refused as refusal:
        return tell(refusal), ""
    return "", f"{reverse('treasury:suspense', args=[slug])}?said={said}"


@signed_in_first
@live
@stewards_only(gettext_lazy("Which payments come again?"))
@require_http_methods(["GET", "POST"])
def habits(request: HttpRequest, slug: str) -> HttpResponse:
    """Which payments come again? Saved rules, each with what it does; a new one; throwing one away."""
    about = context(request, slug)
    if request.method == "POST" and request.POST.get("do") == "away":
        number = request.POST.get("habit", "")
        if number.isdecimal() and len(number) < 12:
            Habit.objects.filter(commons=slug, pk=int(number)).delete()
        return redirect("treasury:habits", slug)
    begun = {name: request.GET[name][:200] for name in HabitForm.base_fields if name in request.GET}
    form = HabitForm(slug, request.POST if request.method == "POST" else None, initial=begun)
    if request.method == "POST" and form.is_valid():
        made = form.habit(about["eyes"].me)
        same = Habit.objects.filter(
            commons=slug, iban=made.iban, words=made.words, incoming=made.incoming, least=made.least, most=made.most,
            currency=made.currency, to=made.to, ref=made.ref, kind=made.kind,
        )  # fmt: skip
        if not same.exists():
            made.save()
        placed = placing.place_new(slug, queries.suspense(slug), voices.of_page(request, slug))
        return redirect(f"{reverse('treasury:habits', args=[slug])}?placed={placed}")
    told = request.GET.get("placed", "")
    rows = [(one, parts_told.of_habit(slug, one)) for one in Habit.objects.filter(commons=slug).order_by("pk")]
    shown = {"form": form, "rows": rows, "placed": int(told) if told.isdecimal() and len(told) < 7 else None}
    return render(request, "treasury/habits.html", about | shown)

"""Where somebody is paid: her own account, that of whoever is outside, and a second person's word on it."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from entredon.apps.commons import queries as commons
from entredon.apps.people import queries as people
from entredon.apps.treasury import payees, paying, queries_out
from entredon.apps.treasury.entries_out import ApproverNamed
from entredon.apps.treasury.forms_payees import AccountForm, OutsideForm, new_name
from entredon.apps.treasury.models import LineDetails, PayeeDetails
from entredon.desk.doors import signed_in_first
from entredon.desk.saying import say_once
from entredon.desk.telling import tell
from entredon.log.pages import live
from entredon.log.registry import Refused
from entredon.log.viewer import viewer_of
from entredon.pure.money import banking


def about(slug: str, **more: Any) -> dict[str, Any]:
    """What all pages about paying out show."""
    return {"commons": commons.commons(slug), "tab": "value", "noindex": True, **more}


@signed_in_first
@live
@require_http_methods(["GET", "POST"])
def me(request: HttpRequest, slug: str) -> HttpResponse:
    """Where are you paid?"""
    viewer = viewer_of(request)
    if not viewer.member(slug):
        return render(request, "treasury/payee_me.html", about(slug, stranger=True), status=403)
    person = viewer.person(slug)
    known = queries_out.payee(slug, person)
    form = AccountForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and form.details is not None:
        try:
            said = paying.name_payee(request, slug, person, form.details, me=True)
        except Refused as refusal:
            form.add_error(None, tell(refusal))
        else:
            return redirect(f"{reverse('treasury:payee_me', args=[slug])}?said={said}")
    context = about(
        slug,
        payee=known,
        form=form,
        bearer=queries_out.bearer(slug),
        doubts=_doubts(known),
        next_by=_name(slug, known.next_by) if known is not None and known.next_by else "",
    )
    return render(request, "treasury/payee_me.html", context)


def _doubts(known: queries_out.PayeeShown | None) -> list[str]:
    kept = None if known is None else known.now or known.next
    return [] if kept is None else [tell(doubt) for doubt in banking.doubts(kept.iban, kept.bic)]


def _name(slug: str, person: str) -> str:
    return queries_out.called(queries_out.names(slug, True), person)


@signed_in_first
@live
@require_http_methods(["GET", "POST"])
def all_payees(request: HttpRequest, slug: str) -> HttpResponse:
    """Where is everybody paid? For stewards; a second one confirms here what has changed."""
    viewer = viewer_of(request)
    if not viewer.steward(slug):
        return render(request, "treasury/payees.html", about(slug, closed=True), status=403)
    trouble = ""
    if request.method == "POST":
        try:
            return _act(request, slug)
        except Refused as refusal:
            trouble = tell(refusal)
    names = queries_out.names(slug, True)
    rows = [_row(one, names, viewer.person(slug)) for one in queries_out.payees(slug)]
    named = queries_out.waiting(slug, "approver")
    context = about(
        slug,
        rows=[row for row in rows if row["payee"].in_force],
        waiting=[row for row in rows if row["payee"].next_entry],
        trouble=trouble,
        approvers=[queries_out.called(names, id) for id in queries_out.approvers(slug)],
        approvers_waiting=[
            {
                "id": one.id,
                "name": queries_out.called(names, str(one.body.get("person", ""))),
                "by": queries_out.called(names, one.by),
                "mine": one.by == viewer.person(slug),
            }
            for one in named
        ],
        could_approve=_could_approve(slug),
        bearer=queries_out.bearer(slug),
        stewards=len(people.stewards(slug)),
        answers=ANSWERS,
    )
    return render(request, "treasury/payees.html", context)


ANSWERS = (
    (payees.MATCH, gettext_lazy("name and number belong together")),
    (payees.CLOSE, gettext_lazy("the name is nearly right")),
    (payees.NO, gettext_lazy("the name is of somebody else")),
    (payees.IMPOSSIBLE, gettext_lazy("it couldn’t say")),
)
"""What a bank says when it is asked whether a name and a number belong together."""


def _row(one: queries_out.PayeeShown, names: dict[str, str], me: str) -> dict[str, Any]:
    return {
        "payee": one,
        "name": one.label if one.outside else queries_out.called(names, one.id),
        "same": [queries_out.called(names, id) for id in one.same],
        "next_same": [queries_out.called(names, id) for id in one.next_same],
        "by": queries_out.called(names, one.next_by) if one.next_by else "",
        "may": bool(one.next_entry) and me not in (one.next_by, one.id),
        "mine": one.next_by == me,
        "checked": next((how for what, how in ANSWERS if one.now is not None and what == one.now.checked), ""),
    }


def _could_approve(slug: str) -> list[tuple[str, str]]:
    """Members who could be named beside the stewards."""
    inside = {*people.stewards(slug), *queries_out.approvers(slug)}
    return [(one.id, one.name) for one in people.members(slug, True) if one.id not in inside]


def _act(request: HttpRequest, slug: str) -> HttpResponse:
    """What a steward does on the page of payees. Raises Refused."""
    here = reverse("treasury:payees", args=[slug])
    if "checked" in request.POST:
        _asked_bank(request, slug)
        return redirect(here)
    if "approver" in request.POST:
        said = say_once(request, slug, ApproverNamed(person=request.POST["approver"]), {})
        return redirect(f"{here}?said={said}")
    return redirect(f"{here}?said={paying.confirm(request, slug, request.POST.get('confirm', '')[:64])}")


def _asked_bank(request: HttpRequest, slug: str) -> None:
    """What the bank said of name and number is kept beside the record."""
    answer = request.POST["checked"]
    if answer in {what for what, _how in ANSWERS}:
        rows = PayeeDetails.objects.filter(commons=slug, details=request.POST.get("details", "")[:64])
        rows.update(checked=answer)


@signed_in_first
@live
@require_http_methods(["GET", "POST"])
def outside(request: HttpRequest, slug: str, asked: str = "") -> HttpResponse:
    """Who else is to be paid? A steward names somebody outside, or another account of theirs; a second steward confirms it."""
    viewer = viewer_of(request)
    if not viewer.steward(slug):
        return render(request, "treasury/payee.html", about(slug, closed=True), status=403)
    known = next((one for one in queries_out.payees(slug) if one.outside and one.id == f"x:{asked}"), None)
    if asked and known is None:
        raise Http404(_("Nobody of this name is paid here."))
    form = OutsideForm(request.POST if request.method == "POST" else None, initial=_beforehand(request, slug, known))
    new = request.POST.get("new", "") if payees.OUTSIDE.match(request.POST.get("new", "")) else new_name()
    if request.method == "POST" and form.is_valid() and form.details is not None:
        said = form.cleaned_data
        try:
            entry = paying.name_payee(
                request, slug, known.id if known is not None else new, form.details, me=False, label=said["label"],
                mail=said["mail"], upstream=said["upstream"],
            )  # fmt: skip
        except Refused as refusal:
            form.add_error(None, tell(refusal))
        else:
            return redirect(f"{reverse('treasury:payees', args=[slug])}?said={entry}")
    return render(request, "treasury/payee.html", about(slug, form=form, payee=known, new=new))


def _beforehand(request: HttpRequest, slug: str, known: queries_out.PayeeShown | None) -> dict[str, str]:
    """What stands in the form already: what is known of them, or what the bank said of who paid."""
    kept = None if known is None else known.now or known.next
    if known is not None and kept is not None:
        return {
            "label": kept.label, "holder": kept.holder, "iban": kept.iban, "bic": kept.bic, "town": kept.town,
            "country": kept.country, "mail": kept.mail, "upstream": known.row.upstream,
        }  # fmt: skip
    line = LineDetails.objects.filter(commons=slug, line=request.GET.get("line", "")[:64]).first()
    if line is not None:
        return {"label": line.name, "holder": line.name, "iban": line.iban}
    return {"upstream": request.GET.get("upstream", "")[:300]}

"""What is to be decided? Choosing it, putting the question, seeing what it would change, and opening it."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from entredon.apps.decide import anew, naming, queries_charter, trying
from entredon.apps.decide.entries import Effect
from entredon.apps.decide.forms_new import BudgetForm, NewForm, PartnerForm, StewardForm, example
from entredon.apps.decide.forms_sharing import SharingForm
from entredon.apps.decide.record import BUDGET, CHARTER, PARTNER, SHARING, STEWARD, WORDS
from entredon.apps.decide.views_shared import context, here, way_told
from entredon.desk.doors import signed_in_first
from entredon.desk.saying import say_once
from entredon.desk.telling import tell
from entredon.log.pages import live
from entredon.log.registry import Refused
from entredon.log.viewer import viewer_of

FORMS: dict[str, type[NewForm]] = {
    SHARING: SharingForm, PARTNER: PartnerForm, BUDGET: BudgetForm, STEWARD: StewardForm, WORDS: NewForm,
}  # fmt: skip
"""The form for each thing that can be decided; a charter is written on pages of its own."""


@signed_in_first
@live
@require_safe
def new(request: HttpRequest, slug: str) -> HttpResponse:
    """What is to be decided?"""
    inside = viewer_of(request).member(slug)
    now = queries_charter.in_force(slug)
    rows = [
        {"lever": lever, "name": name, "note": note, "by": queries_charter.answer(slug, lever),
         "alone": now is not None and now.charter.type_of(lever) is None}
        for lever, (name, note) in naming.KINDS.items()
    ]  # fmt: skip
    about = context(request, slug, charter=now, rows=rows, closed=not inside)
    return render(request, "decide/new.html", about, status=200 if inside else 403)


@signed_in_first
@live
@require_http_methods(["GET", "HEAD", "POST"])
def new_one(request: HttpRequest, slug: str, lever: str) -> HttpResponse:
    """What do you ask, and what would it change?"""
    if lever == CHARTER:
        return redirect("decide:charter_new", slug)
    if lever not in FORMS:
        raise Http404(_("There is nothing of this name to be decided."))
    if not viewer_of(request).member(slug):
        return render(request, "decide/new_one.html", context(request, slug, closed=True), status=403)
    form = _form(request, slug, lever)
    effect = None
    if request.method == "POST" and form.is_valid():
        try:
            effect = form.effect()
            if request.POST.get("do") == "open":
                said = _open(request, slug, form)
                return redirect(here(slug, said, said))
            trying.check(slug, effect)
        except Refused as refusal:
            form.add_error(None, tell(refusal))
            effect = None
    return render(request, "decide/new_one.html", _shown(request, slug, lever, form, effect))


def _form(request: HttpRequest, slug: str, lever: str) -> NewForm:
    kind = FORMS[lever]
    if request.method == "POST":
        return kind(slug, request.POST)
    asked = {name: request.GET[name][:8_000] for name in kind.base_fields if name in request.GET}
    before = anew.before(slug, asked.get("replaces", "")[:64])
    begun = anew.begin_with(before) if before is not None and before.row.lever == lever else {}
    return kind(slug, initial=begun | asked)


def _open(request: HttpRequest, slug: str, form: NewForm) -> str:
    """Open it, from the state that its preview has shown. Raises Refused."""
    base = form.cleaned_data["seen"] or trying.base(slug, form.effect())
    fact, texts = form.fact(base)
    return say_once(request, slug, fact, texts)


def _shown(request: HttpRequest, slug: str, lever: str, form: NewForm, effect: Effect | None) -> dict[str, Any]:
    now = queries_charter.in_force(slug)
    kind = now.charter.type_of(lever) if now is not None else None
    return context(
        request, slug, form=form, lever=lever, kind=naming.kind(lever), note=naming.KINDS[lever][1], example=example(lever),
        charter=now, way=way_told(kind) if kind is not None else None,
        effect=effect, seen=trying.base(slug, effect) if effect is not None else "",
        replaced=form.replaced(), other_parts=_folded_open(form),
    )  # fmt: skip


def _folded_open(form: NewForm) -> bool:
    """Whether something stands in the fields that are folded away, or is wrong with them."""
    folded = [form[name] for name in ("association", "fund", "contest_days", "unclaimed") if name in form.fields]
    return any(bound.errors or bound.value() not in (None, "") for bound in folded)

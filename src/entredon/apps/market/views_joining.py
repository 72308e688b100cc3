"""How do I become a partner? Proposing an agreement, answering it, telling anew what one can do, other terms, and ending it."""

from collections.abc import Callable

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from entredon.apps.decide import queries as decide
from entredon.apps.market import forms_partners, forms_sellers, letters_partners, queries_partners, words_partners
from entredon.apps.market.entries import (
    PartnerAccepted,
    PartnerDeclined,
    PartnerDescribed,
    PartnerEnded,
    PartnerProposed,
    TermsProposed,
)
from entredon.apps.market.forms_partners import DoesForm, TermsForm
from entredon.apps.market.forms_sellers import DetailsForm, ReasonForm
from entredon.apps.market.models import SellerDetails
from entredon.apps.market.queries_partners import PartnerShown
from entredon.apps.market.views_partners import about
from entredon.apps.market.views_shared import bearer_name, frame
from entredon.desk.doors import signed_in_first
from entredon.desk.saying import say_once
from entredon.desk.telling import tell
from entredon.log.pages import changed, live
from entredon.log.registry import Fact, Refused
from entredon.log.told import short
from entredon.log.viewer import viewer_of

ACT = require_http_methods(["GET", "HEAD", "POST"])


@live
@ACT
def become(request: HttpRequest, slug: str) -> HttpResponse:
    """How do I become a partner?"""
    context = frame(request, slug, by_decision=decide.by_decision(slug, "partner"), mine=[])
    eyes, sent = context["eyes"], request.POST if request.method == "POST" else None
    if not eyes.inside:
        return render(request, "market/become.html", context, status=403 if sent is not None else 200)
    about_it, terms, law = DoesForm(sent), TermsForm(slug, sent, bearer=bearer_name(slug)), DetailsForm(sent)
    # All three are looked at, so that everything that needs another look is told at once.
    if sent is not None and all([about_it.is_valid(), terms.is_valid(), law.is_valid()]):
        fact = PartnerProposed(terms=terms.terms(), does=about_it.does())
        try:
            id = say_once(request, slug, fact, {**about_it.texts(), **terms.note_text()})
        except Refused as refusal:
            about_it.add_error(None, tell(refusal))
        else:
            law.keep(slug, id)
            letters_partners.send_due(slug, request)
            return redirect(page_of(slug, id, said=id))
    mine = queries_partners.shown(slug, queries_partners.spoken_for(slug, eyes.me))
    context |= {"form": about_it, "terms": terms, "law": law, "mine": mine}
    return render(request, "market/become.html", context)


def page_of(slug: str, id: str, said: str = "") -> str:
    """A partner's page; with what was just said."""
    address = reverse("market:partner", args=[slug, short(id)])
    return f"{address}?said={said}" if said else address


def _hers(request: HttpRequest, slug: str, asked: str) -> tuple[PartnerShown, bool]:
    """A partner, and whether whoever looks speaks for it."""
    shown = queries_partners.partner(slug, asked)
    me = viewer_of(request).person(slug)
    return shown, bool(me) and me == shown.row.person


def _not_hers(request: HttpRequest, slug: str, shown: PartnerShown) -> HttpResponse:
    """The partner's page, with why nothing can be changed from here."""
    trouble = _("Only who speaks for this partner can change this.")
    return render(request, "market/partner.html", about(request, slug, shown, trouble=trouble), status=403)


@signed_in_first
@live
@ACT
def describe(request: HttpRequest, slug: str, asked: str) -> HttpResponse:
    """Who are you, and what can you do?"""
    shown, hers = _hers(request, slug, asked)
    if not hers:
        return _not_hers(request, slug, shown)
    sent = request.POST if request.method == "POST" else None
    form = DoesForm(sent, initial=forms_partners.told(shown))
    if sent is not None and form.is_valid():
        texts = {name: text for name, text in form.texts().items() if text != getattr(shown, name)}
        fact = PartnerDescribed(partner=shown.id, does=form.does())
        if answer := _said(request, slug, shown, fact, texts, form):
            return answer
    return render(request, "market/partner_describe.html", frame(request, slug, partner=shown, form=form))


@signed_in_first
@live
@ACT
def terms(request: HttpRequest, slug: str, asked: str) -> HttpResponse:
    """Which other agreement do you propose?"""
    shown, hers = _hers(request, slug, asked)
    if not hers:
        return _not_hers(request, slug, shown)
    sent = request.POST if request.method == "POST" else None
    form = TermsForm(slug, sent, initial=forms_partners.agreed(shown.agreement), bearer=bearer_name(slug))
    if sent is not None and form.is_valid():
        fact = TermsProposed(partner=shown.id, terms=form.terms())
        if answer := _said(request, slug, shown, fact, form.note_text(), form):
            return answer
    return render(request, "market/partner_terms.html", frame(request, slug, partner=shown, form=form))


@signed_in_first
@live
@ACT
def details(request: HttpRequest, slug: str, asked: str) -> HttpResponse:
    """Who are you in law, and where are you paid?"""
    shown, hers = _hers(request, slug, asked)
    if not hers:
        return _not_hers(request, slug, shown)
    kept = SellerDetails.objects.filter(commons=slug, partner=shown.id).first()
    sent = request.POST if request.method == "POST" else None
    form = DetailsForm(sent, initial=forms_sellers.details(kept))
    if sent is not None and form.is_valid():
        form.keep(slug, shown.id)
        changed(slug)
        return redirect(f"{page_of(slug, shown.id)}?kept=1")
    context = frame(request, slug, partner=shown, form=form, sells=queries_partners.sells(slug, shown.id))
    return render(request, "market/partner_details.html", context)


@signed_in_first
@live
@ACT
def end(request: HttpRequest, slug: str, asked: str) -> HttpResponse:
    """Shall this agreement end? By who speaks for the partner, or by a steward where the charter leaves it to them."""
    shown, hers = _hers(request, slug, asked)
    steward = viewer_of(request).steward(slug) and not decide.by_decision(slug, "partner")
    if not (hers or steward):
        return _not_hers(request, slug, shown)
    sent = request.POST if request.method == "POST" else None
    form = ReasonForm(sent)
    if sent is not None and form.is_valid():
        if not hers and not form.texts():
            form.add_error("reason", _("Say why: who speaks for this partner reads it."))
        elif answer := _said(request, slug, shown, PartnerEnded(partner=shown.id), form.texts(), form):
            return answer
    notice = words_partners.notice(shown.agreement.notice_days) if shown.agreement else ""
    context = frame(request, slug, partner=shown, form=form, hers=hers, notice=notice)
    return render(request, "market/partner_end.html", context)


def _said(
    request: HttpRequest, slug: str, shown: PartnerShown, fact: Fact, texts: dict[str, str], form: forms.Form
) -> HttpResponse | None:  # fmt: skip
    """Say it and go to the partner's page; a refusal stands above the form."""
    try:
        id = say_once(request, slug, fact, texts, last=1)
    except Refused as refusal:
        form.add_error(None, tell(refusal))
        return None
    letters_partners.send_due(slug, request)
    return redirect(page_of(slug, shown.id, said=id))


@signed_in_first
@live
@ACT
def accept(request: HttpRequest, slug: str, asked: str) -> HttpResponse:
    """A steward accepts the agreement that waits, where the charter leaves it to stewards."""
    return _answer(request, slug, asked, lambda id: PartnerAccepted(agreement=id), {})


@signed_in_first
@live
@ACT
def decline(request: HttpRequest, slug: str, asked: str) -> HttpResponse:
    """A steward declines it and says why; or whoever proposed it takes it back."""
    form = ReasonForm(request.POST if request.method == "POST" else None)
    texts = form.texts() if form.is_bound and form.is_valid() else {}
    return _answer(request, slug, asked, lambda id: PartnerDeclined(agreement=id), texts)


def _answer(
    request: HttpRequest, slug: str, asked: str, fact: Callable[[str], Fact], texts: dict[str, str]
) -> HttpResponse:
    shown = queries_partners.partner(slug, asked)
    if request.method != "POST":
        return redirect(page_of(slug, shown.id))
    waits = queries_partners.waiting(slug, shown.id)
    try:
        if not waits:
            raise Refused("Nothing of this partner waits for an answer any more.")
        id = say_once(request, slug, fact(waits), texts, last=1)
    except Refused as refusal:
        viewer = viewer_of(request)
        status = 200 if viewer.steward(slug) or viewer.person(slug) == shown.row.person else 403
        return render(request, "market/partner.html", about(request, slug, shown, trouble=tell(refusal)), status=status)
    letters_partners.send_due(slug, request)
    return redirect(page_of(slug, shown.id, said=id))

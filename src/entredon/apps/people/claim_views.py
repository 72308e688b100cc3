"""Which of this is mine? Somebody shows that imported pseudonyms are hers; stewards see what was shown, and answer."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from entredon.apps.commons import queries as commons
from entredon.apps.people import claim_granting, claiming, queries
from entredon.apps.people.claim_forms import AddressForm, CodeForm, NoForm, SignatureForm
from entredon.apps.people.claiming import ADDRESS, SIGNATURE, Row
from entredon.apps.people.models import Account, Alias
from entredon.desk import letters, limits, rows, waiting
from entredon.desk.doors import signed_in_first
from entredon.desk.models import Waiting
from entredon.desk.telling import tell
from entredon.log.asked import NotFound
from entredon.log.pages import live
from entredon.log.registry import Refused
from entredon.log.viewer import viewer_of

ACT = "people.claim"


@live
def claim(request: HttpRequest, slug: str) -> HttpResponse:
    """Which of this is mine?"""
    form = AddressForm()
    if request.method == "POST":
        way = SIGNATURE if request.POST.get("way") == SIGNATURE else ADDRESS
        form = AddressForm(request.POST) if way == ADDRESS else AddressForm()
        if way == SIGNATURE or form.is_valid():
            typed = {"way": way, "address": form.cleaned_data["address"] if way == ADDRESS else ""}
            try:
                if not viewer_of(request).id:
                    return waiting.ask(request, ACT, slug, typed)
                return _begin(request, slug, typed)
            except Refused as refusal:
                form = form if form.is_bound else AddressForm({"address": ""})
                form.errors.clear()
                form.add_error(None, tell(refusal))
    viewer = viewer_of(request)
    owners = queries.claims(slug)
    context = {
        "form": form,
        "rows": [_told(row) for row in claiming.mine(slug, viewer.id)] if viewer.id else [],
        "hers": sum(1 for owner in owners.values() if owner == viewer.person(slug)),
        "known": sum(1 for one in queries.people(slug) if one.id.startswith("p:")),
        "steward": viewer.steward(slug),
        "waiting": len(claiming.waiting(slug)) if viewer.steward(slug) else 0,
    }
    return _page(request, slug, "people/claim.html", context)


def _begin(request: HttpRequest, slug: str, typed: dict[str, Any]) -> HttpResponse:
    """Send the code, or make the line to sign. Raises Refused."""
    viewer = viewer_of(request)
    limits.take("claim", limits.place(request))
    account = Account.objects.get(pk=viewer.id)
    if typed["way"] == SIGNATURE:
        row = claiming.by_signature(slug, account, viewer.person(slug))
    else:
        here = letters.address(request, reverse("people:claim", args=[slug]))
        row = claiming.by_address(slug, account, typed["address"], here)
    return redirect("people:claim_one", slug, row.pk)


def _lines(kept: Waiting) -> list[tuple[str, str]]:
    if kept.typed["way"] == SIGNATURE:
        return [(_("Your way"), _("a signature with the key that signed your commits"))]
    return [(_("The address in your commits"), str(kept.typed["address"]))]


@waiting.finishes(ACT, shows=_lines)
def finish(request: HttpRequest, kept: Waiting) -> HttpResponse:
    """She has an account now: the code goes out."""
    return _begin(request, kept.about, kept.typed)


@signed_in_first
@live
def one(request: HttpRequest, slug: str, id: int) -> HttpResponse:
    """Show it: by the code from the letter, or by a signature."""
    row = Row.objects.filter(commons=slug, pk=id, account_id=viewer_of(request).id or None).first()
    if row is None:
        raise NotFound("There is nothing of yours under this address.")
    kind = CodeForm if row.way == ADDRESS else SignatureForm
    form: CodeForm | SignatureForm = kind(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            return _shown(request, row, form.cleaned_data)
        except Exception as trouble:
            if not (isinstance(trouble, Refused) or getattr(trouble, "for_people", False)):
                raise
            row.refresh_from_db()
            form.add_error(None, tell(trouble))
    told = _told(row)
    return _page(
        request, slug, "people/claim_one.html", {"row": row, "told": told, "form": form, "minutes": claiming.MINUTES}
    )


def _shown(request: HttpRequest, row: Row, typed: dict[str, str]) -> HttpResponse:
    """Check what was typed; what is shown is granted at once where nobody else can. Raises Refused, and others for people."""
    if row.way == ADDRESS:
        claiming.enter_code(row, typed["code"])
    else:
        claiming.check_signature(row, typed["signature"], typed["public_key"])
    if entry := claim_granting.grant_own(request, row):
        return redirect(f"{reverse('people:claim', args=[row.commons])}?{urlencode({'said': entry})}")
    claim_granting.tell_stewards(request, row)
    return redirect("people:claim_one", row.commons, row.pk)


@signed_in_first
@live
def claims(request: HttpRequest, slug: str) -> HttpResponse:
    """Who has shown that work is theirs? For stewards."""
    if not viewer_of(request).steward(slug):
        raise PermissionDenied
    trouble, about, form = "", 0, NoForm()
    if request.method == "POST":
        about = rows.number(request.POST.get("claim"))
        try:
            if "grant" in request.POST:
                entry = claim_granting.grant(request, slug, about)
                return redirect(f"{reverse('people:claims', args=[slug])}?{urlencode({'said': entry})}")
            form = NoForm(request.POST)
            if form.is_valid():
                claim_granting.decline(request, slug, about, form.cleaned_data["answer"])
                return redirect("people:claims", slug)
        except Refused as refusal:
            trouble = tell(refusal)
    shown = [{**_told(row), "form": form if row.pk == about else NoForm()} for row in claiming.waiting(slug)]
    return _page(request, slug, "people/claims.html", {"rows": shown, "trouble": trouble, "about": about})


def _told(row: Row) -> dict[str, Any]:
    """What was shown and how, for whoever may see it: never the address."""
    names = dict(Alias.objects.filter(commons=row.commons, person__in=row.pseudonyms).values_list("person", "name"))
    shown = row.state != "asked"
    persona = claim_granting.member_of(row)
    signed, _slash, of = row.code.partition("/") if row.way == SIGNATURE and shown else ("", "", "")
    return {
        "row": row,
        "who": (queries.names(row.commons)[persona.id] if persona else row.account.name) or _("Somebody"),
        "person": persona.id if persona else "",
        "names": [(id, names.get(id, queries.nameless(id))) for id in row.pseudonyms] if shown else [],
        "key": row.address if row.way == SIGNATURE else "",
        "signed": signed,
        "of": of,
    }


def _page(request: HttpRequest, slug: str, template: str, context: dict[str, Any]) -> HttpResponse:
    return render(request, template, {"commons": commons.commons(slug), "tab": "people", **context})

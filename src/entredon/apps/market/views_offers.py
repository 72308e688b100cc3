"""What can I buy? The offers, one with its split, and what partners say about theirs: offering, changing, joining, ending."""

from collections.abc import Mapping
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_safe

from entredon.apps.library import queries as library
from entredon.apps.market import naming, queries_offers, queries_orders, split_shown, splitting, towns, typing_in
from entredon.apps.market.entries import OfferEnded, OfferJoined
from entredon.apps.market.forms_offers import ChangeForm, OfferForm, Room
from entredon.apps.market.models import Partner
from entredon.apps.market.queries_choosing import partner_named
from entredon.apps.market.queries_offers import OfferShown
from entredon.apps.market.views_shared import Eyes, bearer_name, frame
from entredon.apps.people import queries as people
from entredon.desk.doors import signed_in_first
from entredon.desk.saying import say_once
from entredon.desk.telling import tell
from entredon.log.pages import daily, live
from entredon.log.registry import Fact, Refused
from entredon.log.told import short
from entredon.pure.value.give_back import without_vat
from entredon.pure.value.rule import WHOLE

AT_ONCE = 24
ACT = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@daily
def home(request: HttpRequest, slug: str) -> HttpResponse:
    """What can I buy?"""
    q, what = " ".join(request.GET.get("q", "").split())[:80], request.GET.get("kind", "")
    on, seller = request.GET.get("on", "")[:140], request.GET.get("partner", "")[:64]
    about = _about(slug, on)
    every = queries_offers.standing(slug, q=q, on=about[0] if about else "", partner=seller)
    kinds = queries_offers.kinds(slug, every)
    what = what if what in naming.WHAT else ""
    rows = queries_offers.standing(slug, what=what, q=q, on=about[0] if about else "", partner=seller)
    page = Paginator(rows, AT_ONCE).get_page(request.GET.get("page"))
    query = urlencode(
        {name: text for name, text in (("q", q), ("kind", what), ("on", on), ("partner", seller)) if text}
    )
    context = frame(
        request, slug,
        page=page,
        rows=[row(slug, one) for one in queries_offers.shown(slug, page.object_list)],
        query=f"{query}&" if query else "",
        chips=_chips(kinds, what, q, on, seller),
        total=sum(kinds.values()),
        q=q, what=what, on=about, seller=partner_named(slug, seller) if seller else "",
        filtered=bool(q or what or about or seller),
        partners=Partner.objects.filter(commons=slug).exclude(agreement="").count(),
        noindex=bool(request.GET),
    )  # fmt: skip
    return render(request, "market/home.html", context)


def _about(slug: str, on: str) -> tuple[str, str] | None:
    """The creation or version that offers are looked for by, and what it is called."""
    labels = queries_offers.labels(slug)
    id = next((id for id in labels if on and (id == on or short(id) == on)), "")
    return (id, labels[id]) if id else None


def _chips(kinds: Mapping[str, int], what: str, q: str, on: str, seller: str) -> list[dict[str, Any]]:
    rest = [(name, text) for name, text in (("q", q), ("on", on), ("partner", seller)) if text]
    found = [{"name": name(), "count": kinds[word], "query": urlencode([*rest, ("kind", word)]), "here": word == what}
             for word, name in naming.WHAT.items() if word in kinds]  # fmt: skip
    return [{"name": "", "count": sum(kinds.values()), "query": urlencode(rest), "here": not what}, *found]


def row(slug: str, one: OfferShown) -> dict[str, Any]:
    """An offer as lists and cards show it; ``bars`` is its price in three: what the seller keeps, what comes back, VAT."""
    vat = one.minor - without_vat(one.minor, one.vat_ppm)
    return {
        "bars": [(one.minor - vat - one.back, "coalition"), (one.back, "community"), (vat, "vat")],
        "offer": one,
        "title": one.title or naming.something(),
        "kind": naming.called(naming.ONE, one.what),
        "unit": naming.called(naming.UNITS, one.unit),
        "vat": typing_in.percent(one.vat_ppm),
        "town": str(towns.town(one.town) or "") if one.town else "",
        "on": [queries_offers.labels(slug).get(id, id[:10]) for id in one.on[:2]],
    }


@require_safe
@daily
def offer(request: HttpRequest, slug: str, asked: str) -> HttpResponse:
    """What is it, what does it cost, and who gets what of that?"""
    one = queries_offers.offer(slug, asked)
    return _offer(request, slug, one)


def _offer(request: HttpRequest, slug: str, one: OfferShown, status: int = 200, **more: Any) -> HttpResponse:
    eyes = Eyes(request, slug)
    called = {id: partner_named(slug, id) for id in (one.partner, *(id for id, _ppm in one.parts))}
    split = splitting.of_offer(slug, queries_offers.row(slug, one.id))
    hers = one.partner in eyes.mine or any(id in eyes.mine for id, _ppm in one.parts)
    ended = one.partner in queries_offers.ended_partners(slug)
    context = frame(
        request, slug,
        one=row(slug, one), offer=one,
        split=split_shown.show(slug, split),
        stands_on=_stands_on(slug, one),
        sellers=[(called[id], id, typing_in.percent(ppm)) for id, ppm in one.parts] or [(called[one.partner], one.partner, WHOLE)],
        waits_for=[called[id] for id in one.waits_for],
        to_join=[id for id in one.waits_for if id in eyes.mine],
        details=queries_orders.details(slug, one.partner),
        can_ask=one.can_be_asked_for and not ended, ended=ended,
        hers=hers,
        bearer=bearer_name(slug),
        speaker=people.names(slug, eyes.inside).get(one.person) or people.nameless(one.person),
        others=[row(slug, other) for other in _others(slug, one)],
    ) | more  # fmt: skip
    return render(request, "market/offer.html", context, status=status)


def _others(slug: str, one: OfferShown) -> list[OfferShown]:
    """What else this seller offers."""
    return [
        other
        for other in queries_offers.shown(slug, queries_offers.standing(slug, partner=one.partner)[:4])
        if other.id != one.id
    ][:3]


def _stands_on(slug: str, one: OfferShown) -> list[dict[str, str]]:
    """What it stands on, with links; of a creation, which version that is now."""
    made = {creation.id for creation in library.creations(slug)}
    labels, newest = queries_offers.labels(slug), splitting.newest(slug)
    return [
        {
            "label": labels.get(id, id[:10]),
            "href": reverse("library:creation" if id in made else "library:version", args=[slug, short(id)]),
            "now": newest[id][1] if id in made and id in newest else "",
        }
        for id in one.on
    ]


def _room(request: HttpRequest, slug: str) -> Room:
    return Room(slug, Eyes(request, slug).partners, bearer_name(slug))


@signed_in_first
@live
@ACT
def offering(request: HttpRequest, slug: str) -> HttpResponse:
    """What do you offer? A partner fills it in, sees the split, and says it."""
    room = _room(request, slug)
    if not room.mine:
        return render(request, "market/offering.html", frame(request, slug, form=None), status=403)
    form = OfferForm(room, request.POST if request.method == "POST" else None, initial=_beforehand(request, slug))
    preview = None
    if request.method == "POST" and form.is_valid():
        if "preview" in request.POST:
            preview = _preview(slug, form)
        else:
            try:
                id = say_once(request, slug, form.fact(), form.texts())
            except Refused as refusal:
                form.add_error(None, tell(refusal))
            else:
                return redirect(f"{reverse('market:offer', args=[slug, short(id)])}?said={id}")
    return render(request, "market/offering.html", frame(request, slug, form=form, preview=preview))


def _beforehand(request: HttpRequest, slug: str) -> dict[str, Any]:
    """What an address may fill in: what it stands on."""
    on = request.GET.get("on", "")[:20]
    return {"on": [f"c-{on}"]} if on else {}


def _preview(slug: str, form: OfferForm) -> split_shown.SplitShown:
    said = form.fact()
    on = tuple((one.what, one.weight) for one in said.on)
    parts = tuple((one.partner, one.ppm) for one in said.parts)
    split = splitting.of_typed(slug, said.partner, said.minor, said.currency, said.vat_ppm, said.margin, on, parts)
    return split_shown.show(slug, split)


@signed_in_first
@live
@ACT
def change(request: HttpRequest, slug: str, asked: str) -> HttpResponse:
    """What changes about this offer? For its seller."""
    one = queries_offers.offer(slug, asked)
    eyes = Eyes(request, slug)
    if one.partner not in eyes.mine or one.state == queries_offers.ENDED:
        return _offer(request, slug, one, 403, trouble_closed=True)
    form = ChangeForm(slug, one, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            id = say_once(request, slug, form.fact(), {}, last=1)
        except Refused as refusal:
            form.add_error(None, tell(refusal))
        else:
            return redirect(f"{reverse('market:offer', args=[slug, short(one.id)])}?said={id}")
    return render(
        request, "market/change.html", frame(request, slug, form=form, offer=one, one=row(slug, one), noindex=True)
    )


@signed_in_first
@live
@ACT
def end(request: HttpRequest, slug: str, asked: str) -> HttpResponse:
    """A seller takes an offer from the list."""
    one = queries_offers.offer(slug, asked)
    if request.method != "POST" or one.state == queries_offers.ENDED:
        return redirect("market:offer", slug, short(one.id))
    return _act(request, slug, one, OfferEnded(offer=one.id))


@signed_in_first
@live
@ACT
def join(request: HttpRequest, slug: str, asked: str) -> HttpResponse:
    """A partner agrees with a joint offer and its part of it."""
    one = queries_offers.offer(slug, asked)
    waits = [id for id in one.waits_for if id in Eyes(request, slug).mine]
    if request.method != "POST":
        return redirect("market:offer", slug, short(one.id))
    chosen = next((id for id in waits if short(id) == request.POST.get("partner")), waits[0] if waits else "")
    if not chosen:
        return redirect("market:offer", slug, short(one.id)) if one.state != queries_offers.WAITING else _act(
            request, slug, one, OfferJoined(offer=one.id, partner=one.partner)
        )  # fmt: skip
    return _act(request, slug, one, OfferJoined(offer=one.id, partner=chosen))


def _act(request: HttpRequest, slug: str, one: OfferShown, fact: Fact) -> HttpResponse:
    """Say it, and show the offer; or the offer with why not."""
    try:
        id = say_once(request, slug, fact, {})
    except Refused as refusal:
        status = 200 if Eyes(request, slug).inside else 403
        return _offer(request, slug, one, status, trouble=tell(refusal))
    return redirect(f"{reverse('market:offer', args=[slug, short(one.id)])}?said={id}")

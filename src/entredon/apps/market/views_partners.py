"""Who makes a living from this, and gives back? All partners, and each one's page: what it took, what it gave."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from entredon.apps.decide import queries as decide
from entredon.apps.library import queries as library
from entredon.apps.market import abilities, queries_offers, queries_partners, towns, words_partners
from entredon.apps.market.models import SellerDetails
from entredon.apps.market.queries_partners import Agreed, PartnerShown
from entredon.apps.market.views_offers import row as offer_row
from entredon.apps.market.views_shared import frame
from entredon.apps.people import queries as people
from entredon.apps.work import queries as contributions
from entredon.log import clock
from entredon.log.pages import daily
from entredon.log.told import short
from entredon.log.viewer import viewer_of

AT_ONCE = 30
OFFERS = 12
"""So many offers of a partner stand on its page."""
TONES = {
    queries_partners.JOINS: "association", queries_partners.IN_FORCE: "coalition", queries_partners.ENDING: "ink",
}  # fmt: skip


@require_safe
@daily
def partners(request: HttpRequest, slug: str) -> HttpResponse:
    """Who makes a living from this, and gives back?"""
    was = request.GET.get("were") == "1"
    rows = queries_partners.former(slug) if was else queries_partners.in_force(slug)
    pages = Paginator(rows, AT_ONCE).get_page(request.GET.get("page"))
    shown = queries_partners.shown(slug, pages.object_list)
    money = queries_partners.money(slug, [one.id for one in shown])
    context = frame(
        request, slug, was=was, page=pages, count=pages.paginator.count,
        rows=[(one, line(one), money.get(one.id, [])) for one in shown],
        joining=[] if was else [(one, line(one)) for one in queries_partners.joining(slug)],
        money=[one for one in queries_partners.all_money(slug) if one.paid or one.owed],
        former=queries_partners.former(slug).count(),
    )  # fmt: skip
    return render(request, "market/partners.html", context)


def line(one: PartnerShown) -> str:
    """One quiet line about a partner: what it is, where, and what it gives back."""
    town = towns.town(one.row.town)
    gives = words_partners.given(one.agreement.gives) if one.agreement else []
    return " · ".join([words_partners.what(one.row.what), *([str(town)] if town else []), *gives])


@require_safe
@daily
def partner(request: HttpRequest, slug: str, asked: str) -> HttpResponse:
    """What does this partner take, and what does it give back?"""
    shown = queries_partners.partner(slug, asked)
    return render(request, "market/partner.html", about(request, slug, shown))


def about(request: HttpRequest, slug: str, shown: PartnerShown, **more: Any) -> dict[str, Any]:
    """All that a partner's page tells."""
    viewer = viewer_of(request)
    context = frame(request, slug, partner=shown, **more)
    hers = bool(viewer.person(slug)) and viewer.person(slug) == shown.row.person
    names = people.names(slug, context["eyes"].inside)
    agreed = queries_partners.agreements(slug, shown.id)
    sells = queries_partners.sells(slug, shown.id)
    offers = queries_offers.standing(slug, partner=shown.id)
    return context | {
        "hers": hers,
        "noindex": True,
        "speaks": names.get(shown.row.person) or people.nameless(shown.row.person),
        "tone": TONES.get(shown.standing, "ink"),
        "town": towns.town(shown.row.town),
        "does": does(shown),
        "does_what": words_partners.what(shown.row.what),
        "alone": len(people.stewards(slug)) < 2,
        "money": queries_partners.money(slug, [shown.id]).get(shown.id, []),
        "money_page": reverse("market:give_back_of", args=[slug, short(shown.id)]) if shown.row.agreement else "",
        "used": used(slug, shown.id),
        "work": work(slug, shown),
        "terms": [told(slug, one, names) for one in agreed if one.row.state == "accepted"],
        "waits": [told(slug, one, names) for one in agreed if one.row.state == "proposed"],
        "earlier": [told(slug, one, names) for one in agreed if one.row.state not in ("accepted", "proposed")],
        "because": queries_partners.ended_because(slug, shown.row),
        "ended_by": queries_partners.ended_by(slug, shown.row),
        "offers": [offer_row(slug, one) for one in queries_offers.shown(slug, offers[:OFFERS])],
        "offers_count": offers.count(),
        "sells": sells,
        "details": SellerDetails.objects.filter(commons=slug, partner=shown.id).first() if sells or hers else None,
        "by_decision": decide.by_decision(slug, "partner"),
        "mine": hers and viewer.member(slug),
        "now": clock.stamp(),
    }


def does(shown: PartnerShown) -> dict[str, Any]:
    """What it can do, each word with the way to others who can."""
    row = shown.row
    kinds = (("process", row.processes), ("machine", row.machines), ("service", row.services))
    found: dict[str, Any] = {kind: [(word, abilities.called(word)) for word in words] for kind, words in kinds}
    found["language"] = [(code, people.language_name(code)) for code in row.languages]
    return {kind: words for kind, words in found.items() if words}


def used(slug: str, id: str) -> list[dict[str, Any]]:
    """What its orders and offers stand on: creations and versions with their pages, what it took most often first."""
    ordered, offered = queries_partners.used(slug, id), queries_partners.offered_on(slug, id)
    creations = {one.id: one.name for one in library.creations(slug)}
    labels = library.labels(slug)
    rows: list[dict[str, Any]] = []
    for what in {*ordered, *offered}:
        if what in creations:
            rows.append({"name": creations[what], "href": reverse("library:creation", args=[slug, short(what)])})
        elif what in labels:
            name, now = labels[what]
            rows.append({"name": name, "href": reverse("library:version", args=[slug, short(now)])})
        else:
            continue
        rows[-1]["orders"] = ordered.get(what, 0)
    return sorted(rows, key=lambda row: (-row["orders"], row["name"]))[:20]


def work(slug: str, shown: PartnerShown) -> dict[str, Any]:
    """The work its agreement promises, and what was accepted of its person since."""
    if not shown.row.since:
        return {}
    promised = queries_partners.promised_minutes(shown.agreement)
    given = contributions.given_since(slug, shown.row.person, shown.row.since)
    if not promised and not given.accepted:
        return {}
    until = min(shown.row.ends or clock.stamp(), clock.stamp())
    months = months_between(shown.agreement.accepted_at if shown.agreement else shown.row.since, until)
    return {
        "promised": words_partners.duration(promised) if promised else "",
        "so_far": words_partners.duration(promised * months) if promised and months else "",
        "given": given,
        "time": words_partners.duration(given.minutes) if given.minutes else "",
        "kept": not promised or given.minutes >= promised * months,
        "months": months,
    }


def months_between(start: str, end: str) -> int:
    """How many whole months lie between two times of entries."""
    if not start or end <= start:
        return 0
    months = 12 * (int(end[:4]) - int(start[:4])) + int(end[5:7]) - int(start[5:7])
    return max(0, months - (end[8:] < start[8:]))


def told(slug: str, agreed: Agreed, names: dict[str, str]) -> dict[str, Any]:
    """An agreement in plain words, with who accepted it."""
    row = agreed.row
    known = {one.id: one.name for one in library.creations(slug)} if row.creations else {}
    return {
        "row": row,
        "gives": words_partners.given(row.gives),
        "creations": [(id, known.get(id, short(id))) for id in row.creations],
        "name_use": words_partners.name_use(row.name_use),
        "liable": words_partners.liable(row.liable),
        "notice": words_partners.notice(row.notice_days),
        "note": agreed.note,
        "reason": agreed.reason,
        "decision": agreed.decision,
        "by": (names.get(agreed.accepted_by) or people.nameless(agreed.accepted_by)) if agreed.accepted_by else "",
    }

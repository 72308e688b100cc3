"""One need: who can do this? It is taken, given back, split and closed here."""

from collections.abc import Callable
from typing import Any

import msgspec
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from entredon.apps.commons import queries as commons
from entredon.apps.people import queries as people
from entredon.apps.work import (
    coming_in,
    coming_in_needs,
    listing,
    matching,
    needs_rows,
    needs_typed,
    queries_need,
    queries_needs,
    queries_offers,
)
from entredon.apps.work.entries_needs import GivenBack, NeedClosed, SplitSigned, Taken
from entredon.apps.work.forms_needs import BackForm, CloseForm, SplitForm, TakeForm
from entredon.apps.work.needs_asked import FREE, SMALL, Asked
from entredon.apps.work.queries_need import NeedWhole
from entredon.desk import telling
from entredon.desk.saying import say
from entredon.log import clock
from entredon.log.pages import daily
from entredon.log.registry import Fact, Refused
from entredon.log.told import short
from entredon.log.viewer import Viewer, viewer_of

CAN = 8
"""So many people who can are shown."""
NEARBY = 4


@daily
def need(request: HttpRequest, slug: str, asked: str) -> HttpResponse:
    """Who can do this?"""
    whole = queries_need.need(slug, queries_needs.find_need(slug, asked))
    viewer = viewer_of(request)
    names = _Names(slug, viewer.member(slug))
    forms = _forms(whole, names)
    act = request.POST.get("act", "") if request.method == "POST" else ""
    trouble = ""
    if act in ACTS:
        try:
            done = ACTS[act](request, slug, whole, forms)
        except Refused as refusal:
            trouble = telling.tell(refusal)
            whole = queries_need.need(slug, whole.need.id)
        else:
            if done is not None:
                return done
    return render(request, "work/need.html", _context(slug, viewer, whole, names, forms, (act, trouble)))


class _Names(dict[str, str]):
    """What to call people here, also those whose name isn't known."""

    def __init__(self, slug: str, inside: bool) -> None:
        super().__init__(listing.names(slug, inside))

    def __missing__(self, person: str) -> str:
        return people.nameless(person)


def _forms(whole: NeedWhole, names: dict[str, str]) -> dict[str, Any]:
    """The forms of the page, as nobody has typed anything yet."""
    return {"take": TakeForm(), "back": BackForm(), "close": CloseForm(), "split": SplitForm(whole, names)}


Forms = dict[str, Any]


def _take(request: HttpRequest, slug: str, whole: NeedWhole, forms: Forms) -> HttpResponse | None:
    forms["take"] = form = TakeForm(request.POST)
    if not form.is_valid():
        return None
    viewer, fact = viewer_of(request), Taken(need=whole.need.id, due=form.cleaned_data["due"])
    if not viewer.member(slug):
        typed = {"fact": msgspec.to_builtins(fact), "texts": {}}
        return coming_in.first_come_in(request, coming_in_needs.TAKEN, slug, typed)
    if mine := whole.held_by(viewer.person(slug)):
        return back_to(slug, whole, mine.id)  # the button was pressed twice
    return _said(request, slug, whole, fact)


def _give_back(request: HttpRequest, slug: str, whole: NeedWhole, forms: Forms) -> HttpResponse | None:
    forms["back"] = form = BackForm(request.POST)
    if not form.is_valid():
        return None
    person = viewer_of(request).person(slug)
    if person and whole.held_by(person) is None and any(row.person == person for row in whole.takings):
        return back_to(slug, whole)
    return _said(request, slug, whole, GivenBack(need=whole.need.id), {"reason": form.cleaned_data["reason"]})


def _split(request: HttpRequest, slug: str, whole: NeedWhole, forms: Forms) -> HttpResponse | None:
    names = _Names(slug, viewer_of(request).member(slug))
    forms["split"] = form = SplitForm(whole, names, request.POST)
    if not form.is_valid():
        return None
    fact = form.fact()
    if (now := whole.proposal or whole.split) and now.parts == form.parts:
        return back_to(slug, whole, now.id)
    return _said(request, slug, whole, fact)


def _sign(request: HttpRequest, slug: str, whole: NeedWhole, forms: Forms) -> HttpResponse | None:
    id = request.POST.get("split", "")
    person = viewer_of(request).person(slug)
    if any(row.id == id and person in row.signed for row in whole.splits):
        return back_to(slug, whole)
    return _said(request, slug, whole, SplitSigned(split=id[:64]))


def _close(request: HttpRequest, slug: str, whole: NeedWhole, forms: Forms) -> HttpResponse | None:
    forms["close"] = form = CloseForm(request.POST)
    if not form.is_valid():
        return None
    outcome = form.cleaned_data["outcome"]
    if whole.need.state == outcome:
        return back_to(slug, whole)
    fact = NeedClosed(need=whole.need.id, outcome=outcome)
    return _said(request, slug, whole, fact, {"reason": form.cleaned_data["reason"]})


def _open_again(request: HttpRequest, slug: str, whole: NeedWhole, forms: Forms) -> HttpResponse | None:
    if whole.need.open:
        return back_to(slug, whole)
    return _said(request, slug, whole, NeedClosed(need=whole.need.id, outcome="open"))


ACTS: dict[str, Callable[[HttpRequest, str, NeedWhole, Forms], HttpResponse | None]] = {
    "take": _take,
    "back": _give_back,
    "split": _split,
    "sign": _sign,
    "close": _close,
    "open": _open_again,
}


def _said(
    request: HttpRequest, slug: str, whole: NeedWhole, fact: Fact, texts: dict[str, str] | None = None
) -> HttpResponse:
    told = say(request, slug, fact, {name: text for name, text in (texts or {}).items() if text.strip()})
    return back_to(slug, whole, told.id)


def back_to(slug: str, whole: NeedWhole, said: str = "") -> HttpResponse:
    """To the need's page, which tells what was just said."""
    return redirect(needs_rows.address(slug, whole.need) + (f"?said={said}" if said else ""))


def _context(
    slug: str, viewer: Viewer, whole: NeedWhole, names: _Names, forms: Forms, tried: tuple[str, str]
) -> dict[str, Any]:
    one, person = whole.need, viewer.person(slug)
    (row,) = needs_rows.rows(slug, [one], viewer.member(slug))
    mine = whole.held_by(person)
    hers = viewer.member(slug) and (one.person == person or viewer.steward(slug))
    act, trouble = tried
    return {
        "commons": commons.commons(slug),
        "tab": "work",
        "whole": whole,
        "need": one,
        "row": row,
        "asker": names[one.person],
        "closer": names[one.closed_by] if one.closed_by else "",
        "effort": needs_typed.effort(one.minutes),
        "gives": needs_typed.gives(one.points, one.minor, one.currency),
        "due": needs_typed.day(one.due),
        "creation": needs_rows.creation_names(slug).get(one.creation, ""),
        "circle": queries_needs.circle_names(slug).get(one.circle, ""),
        "holders": [_holder(row, names, whole) for row in whole.holders],
        "mine": mine,
        "may_take": one.free and mine is None,
        "may_split": mine is not None and mine.state == "held" and len(whole.waiting) > 1,
        "hers": hers,
        "split": _split_shown(whole.split or whole.proposal, names, person),
        "split_ended": whole.ended is not None and len(whole.waiting) > 1,
        "parts": needs_rows.rows(slug, whole.parts, viewer.member(slug)),
        "parts_done": sum(1 for part in whole.parts if part.state == "done"),
        "parts_open": sum(1 for part in whole.parts if part.open),
        "inside_of": needs_rows.rows(slug, [whole.whole], viewer.member(slug))[0] if whole.whole else None,
        "ideas": [(short(id), title or _("an idea whose words were erased")) for id, title in whole.ideas.items()],
        "given": [(one, names[one.person], _review_word(one.state)) for one in whole.contributions],
        "can": _who_can(slug, viewer, whole, names),
        "nearby": _nearby(slug, viewer, whole) if act == "take" and trouble else [],
        "forms": forms,
        "act": act,
        "trouble": trouble,
        "member": viewer.member(slug),
        "steward": viewer.steward(slug),
    }


def _holder(taking: queries_need.TakingShown, names: _Names, whole: NeedWhole) -> dict[str, Any]:
    share = whole.split.parts.get(taking.person) if whole.split else None
    return {
        "taking": taking, "name": names[taking.person], "until": needs_typed.day(taking.due),
        "share": needs_typed.share_told(share) if share is not None else "",
    }  # fmt: skip


def _split_shown(split: queries_need.SplitShown | None, names: _Names, person: str) -> dict[str, Any] | None:
    if split is None:
        return None
    return {
        "split": split,
        "agreed": split.state == "agreed",
        "by": names[split.person],
        "parts": [(names[id], needs_typed.share_told(part), id in split.signed) for id, part in split.parts.items()],
        "mine": person in split.parts and person not in split.signed,
    }


def _review_word(state: str) -> str:
    words = {"accepted": _("accepted"), "declined": _("declined"), "more": _("somebody asked for more")}
    return words.get(state, _("waits for a look"))


def wants(need: queries_needs.NeedShown) -> matching.Wants:
    """What a need asks for, to be matched."""
    return matching.Wants(matching.plain(need.skills), need.place, need.minutes)


def can(offer: queries_offers.OfferShown) -> matching.Can:
    """What somebody offers, to be matched."""
    return matching.Can(matching.plain(offer.skills), offer.place, offer.minutes, offer.until)


def _who_can(slug: str, viewer: Viewer, whole: NeedWhole, names: _Names) -> list[dict[str, Any]]:
    """Offers of help that fit, the newest first: for those who can do something with it (who asked, who holds it, stewards)."""
    person = viewer.person(slug)
    concerned = whole.need.person == person or whole.held_by(person) is not None or viewer.steward(slug)
    if not (viewer.member(slug) and concerned and whole.need.free):
        return []
    today, sought = f"{clock.now():%Y-%m-%d}", wants(whole.need)
    taken = {row.person for row in whole.holders} | {person}
    found = []
    for offer in queries_offers.offers(slug):
        fit = matching.fits(can(offer), sought, today) if offer.person not in taken else None
        if fit is not None:
            found.append({"offer": offer, "name": names[offer.person], "skills": fit.skills, "near": fit.near})
        if len(found) == CAN:
            break
    return found


def _nearby(slug: str, viewer: Viewer, whole: NeedWhole) -> list[needs_rows.NeedRow]:
    """What is free and much like it, for who came a moment too late."""
    alike = Asked(state=FREE, kind=whole.need.work, order=SMALL)
    found = queries_needs.needs(slug, alike, limit=NEARBY, within={})
    found = [one for one in found if one.id != whole.need.id]
    if not found:
        found = queries_needs.needs(slug, Asked(state=FREE, order=SMALL), limit=NEARBY)
    return needs_rows.rows(slug, found, viewer.member(slug))

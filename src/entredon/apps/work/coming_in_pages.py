"""Saving what was typed for a page of knowledge: at once by a member, else after she has come in."""

import msgspec
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from entredon.apps.work import editing_pages as editing
from entredon.apps.work import queries_pages as pages
from entredon.apps.work.coming_in import first_come_in
from entredon.apps.work.editing_pages import Same, Saved, Say, Settle, Typed
from entredon.apps.work.settling_pages import settling
from entredon.desk import waiting
from entredon.desk.models import Waiting
from entredon.desk.saying import say
from entredon.log.registry import Refused
from entredon.log.viewer import viewer_of

WRITTEN, REVISED = "work.page_written", "work.page_revised"


def _saying(request: HttpRequest, slug: str) -> Say:
    return lambda fact, texts: say(request, slug, fact, texts).id


def begun(request: HttpRequest, slug: str, typed: Typed) -> HttpResponse:
    """Write a new page and go there. Raises Refused."""
    end = editing.begin(slug, typed, viewer_of(request).person(slug), _saying(request, slug))
    if isinstance(end, Same):
        return redirect(f"{end.page.href(slug)}?said={end.page.id}")
    return _there(slug, end.entry, end)


def revised(request: HttpRequest, slug: str, page: str, typed: Typed) -> HttpResponse:
    """Write a revision and go to the page; where both changed the same, to settling that. Raises Refused."""
    end = editing.save(slug, page, typed, _saying(request, slug))
    if isinstance(end, Settle):
        return settling(request, slug, pages.index(slug).pages[page], end)
    if isinstance(end, Same):
        return redirect(f"{end.page.href(slug)}?same")
    return _there(slug, page, end)


def _there(slug: str, page: str, end: Saved) -> HttpResponse:
    shown = pages.index(slug).pages[page]
    return redirect(f"{shown.href(slug)}?said={end.entry}{'&together' if end.with_others else ''}")


def _typed(found: Waiting) -> Typed:
    return msgspec.convert({name: found.typed[name] for name in Typed.__dataclass_fields__}, Typed)


def _shows(found: Waiting) -> list[tuple[str, str]]:
    typed = _typed(found)
    rows = [(_("Title"), typed.title), (_("Text"), typed.text), (_("What did you change, and why?"), typed.reason)]
    return [(name, text) for name, text in rows if text]


@waiting.finishes(WRITTEN, shows=_shows)
def written(request: HttpRequest, found: Waiting) -> HttpResponse:
    """Write the page, once she is a member. Raises Refused."""
    slug = found.about
    if not viewer_of(request).member(slug):
        return first_come_in(request, WRITTEN, slug, found.typed)
    return begun(request, slug, _typed(found))


@waiting.finishes(REVISED, shows=_shows)
def page_revised(request: HttpRequest, found: Waiting) -> HttpResponse:
    """Write the revision, once she is a member: on what is the newest by then. Raises Refused."""
    slug, page = found.about, str(found.typed["page"])
    if not viewer_of(request).member(slug):
        return first_come_in(request, REVISED, slug, found.typed)
    if page not in pages.index(slug).pages:
        raise Refused("There is no page {id} here.", id=page[:10])
    return revised(request, slug, page, _typed(found))

"""Saving a page of knowledge: on the newest revision, with what others saved meanwhile put together with what was typed.

Whoever saves reaches one of four ends, and nobody's text is lost on the way: it is saved (alone, or together with what somebody
saved meanwhile); nothing of it is new, as when a button was pressed twice; both changed the same place, and she settles it; or
the law refuses it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from entredon.apps.work import queries_pages as pages
from entredon.apps.work.entries_pages import PageWritten
from entredon.apps.work.models_pages import Page
from entredon.apps.work.queries_pages import PageShown, Reading
from entredon.log.registry import Fact, Refused
from entredon.pure.text.merge import Merged, common, merge

TRIES = 5
"""So often what others save meanwhile is put together with what was typed, until it is refused."""

Say = Callable[[Fact, Mapping[str, str]], str]
"""Says a fact with its texts; returns the id of its entry. Raises Refused."""


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody typed: for a new page, its place and address; for a revision, the one she began to write on."""

    title: str
    text: str
    reason: str = ""
    about: str = ""
    address: str = ""
    parent: str = ""
    restores: str = ""


@dataclass(frozen=True, slots=True)
class Saved:
    """It is recorded. ``with_others``: together with what somebody saved meanwhile."""

    entry: str
    with_others: bool = False


@dataclass(frozen=True, slots=True)
class Same:
    """Nothing of it is new: it is there already."""

    page: PageShown


@dataclass(frozen=True, slots=True)
class Settle:
    """Both changed the same: what to settle. ``titles`` are the other's and hers, where these differ; ``parent`` is what is newest."""

    typed: Typed
    merged: Merged
    titles: tuple[str, str] | None
    by: str
    parent: str = field(default="")


def plain(text: str) -> str:
    """A text as it is kept, whatever a browser makes of the ends of lines; blank lines around it are no part of it."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip("\n").rstrip()


def begin(slug: str, typed: Typed, person: str, say: Say) -> Saved | Same:
    """Write a new page. Raises Refused, for instance where somebody has just written one at this address."""
    fact = PageWritten(about=typed.about, address=typed.address)
    try:
        return Saved(say(fact, _texts(typed)))
    except Refused:
        there = pages.page_about(slug, typed.about, typed.address)
        if there is not None and _is_hers(slug, there, typed, person):
            return Same(there)
        raise


def _is_hers(slug: str, page: PageShown, typed: Typed, person: str) -> bool:
    """Whether she wrote just this page with just these words: the button was pressed twice."""
    first = pages.revision(slug, page.id, 1)
    return first.person == person and _same(pages.reading(slug, page, first), typed)


def save(slug: str, page: str, typed: Typed, say: Say) -> Saved | Same | Settle:
    """Write the next revision of a page (named by its id) on the newest one. Raises Refused."""
    merged = False
    for left in range(TRIES - 1, -1, -1):
        shown = pages.index(slug).pages[page]
        ready = on_newest(slug, shown, typed)
        if isinstance(ready, Settle):
            return ready
        now = pages.reading(slug, shown, pages.revision(slug, page, shown.revisions))
        if _same(now, ready) and now.number == shown.revisions:
            return Same(shown)
        merged = merged or ready.parent != typed.parent
        fact = PageWritten(page=page, parent=ready.parent, restores=_restores(slug, shown, ready))
        try:
            return Saved(say(fact, _texts(ready)), merged)
        except Refused:
            newest = Page.objects.values_list("revision", flat=True).get(commons=slug, id=page)
            if newest == ready.parent or not left:
                raise
    raise AssertionError("the last try returns or raises")


def on_newest(slug: str, page: PageShown, typed: Typed) -> Typed | Settle:
    """What was typed, as it is on the newest revision; or what is to be settled before."""
    if typed.parent == page.revision:
        return typed
    newest = pages.revision(slug, page.id, page.revisions)
    now = pages.reading(slug, page, newest)
    began = pages.revision_named(slug, page.id, typed.parent)
    base = pages.reading(slug, page, began) if began is not None else Reading(0, "", "")
    merged = merge(base.text if base.number else common(now.text, typed.text), now.text, typed.text)
    title = _title(base, now.title, typed.title)
    if title is None or merged.conflicts:
        return Settle(typed, merged, None if title else (now.title, typed.title), newest.person, newest.id)
    return replace(typed, title=title, text=merged.text(), parent=newest.id, restores="")


def _title(base: Reading, now: str, typed: str) -> str | None:
    """The title that both lead to; None when both changed it, each in her own way."""
    if typed == now or (base.number and typed == base.title):
        return now
    return typed if base.number and now == base.title else None


def _restores(slug: str, page: PageShown, typed: Typed) -> str | None:
    """Which revision this brings back: the one that was named, if its text is still just what is saved."""
    earlier = pages.revision_named(slug, page.id, typed.restores) if typed.restores else None
    if earlier is None or earlier.id == page.revision:
        return None
    said = pages.reading(slug, page, earlier)
    return earlier.id if said.number == earlier.number and said.text == typed.text else None


def _same(now: Reading, typed: Typed) -> bool:
    return (now.title, now.text) == (typed.title, typed.text)


def _texts(typed: Typed) -> dict[str, str]:
    return {"title": typed.title, "text": typed.text, "reason": typed.reason}

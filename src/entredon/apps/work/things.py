"""Ideas, needs, calls, offers, circles and pages by their ids: what each is called and where it stands, for who links to them."""

from collections.abc import Callable, Collection
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _

from entredon.apps.work.models import Call, Circle, Idea, Need, Offer, Page
from entredon.apps.work.queries_pages import COMMONS
from entredon.log.models import SideText
from entredon.log.told import short


class Thing(NamedTuple):
    """Something that has a page: what kind of thing it is and what it is called, in words, and where it stands."""

    kind: str
    title: str
    address: str


def things(slug: str, ids: Collection[str]) -> dict[str, Thing]:
    """Those of these ids that are things of this app. A question per kind of thing as long as some aren't found, one for titles."""
    rows = _rows(slug, set(ids))
    entries = [str(row.texts.get(name, "")) for row, name, _kind, _where in rows.values() if name]
    there = SideText.objects.filter(commons=slug, entry__in=entries, name="title")
    texts = dict(there.values_list("entry", "text")) if entries else {}
    found = {}
    for id, (row, name, kind, where) in rows.items():
        title = texts.get(str(row.texts.get(name, "")), "") if name else str(row.name)
        found[id] = Thing(kind, title or _("%(kind)s whose title was erased") % {"kind": kind}, where(slug, row))
    return found


Row = tuple[Any, str, str, Callable[[str, Any], str]]


def _rows(slug: str, wanted: set[str]) -> dict[str, Row]:
    """The rows with these ids, each with its side text that names it, its kind, and how its address is made."""
    kinds: tuple[tuple[Any, str, str, Callable[[str, Any], str]], ...] = (
        (Idea, "title", _("idea"), _by_id("work:idea")),
        (Need, "title", _("need"), _by_id("work:need")),
        (Call, "title", _("call"), _by_id("work:call")),
        (Page, "title", _("page"), _page),
        (Circle, "", _("circle"), _by_id("work:circle")),
        (Offer, "title", _("offer"), _by_id("work:offer")),
    )
    found: dict[str, Row] = {}
    for model, name, kind, where in kinds:
        left = wanted - found.keys()
        if not left:
            break
        for row in model.objects.filter(commons=slug, id__in=left):
            found[row.id] = (row, name, kind, where)
    return found


def _by_id(view: str) -> Callable[[str, Any], str]:
    return lambda slug, row: reverse(view, args=[slug, short(row.id)])


def _page(slug: str, row: Any) -> str:
    return reverse("work:page", args=[slug, short(row.about) or COMMONS, row.address])

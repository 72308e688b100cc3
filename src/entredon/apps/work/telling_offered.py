"""What somebody can choose from while she tells what she has given: kinds, creations, needs she holds, her circles."""

from collections.abc import Collection, Iterable

from django.utils.translation import gettext as _

from entredon.apps.flows import queries as flows
from entredon.apps.work.forms import abouts, kinds
from entredon.apps.work.forms_tell import Offered
from entredon.apps.work.models import Circle, CircleMember, Need, Taking
from entredon.log.asked import Ambiguous, NotFound, by_prefix
from entredon.log.models import SideText


def offered(slug: str, person: str, *, need: str = "", circle: str = "", about: str = "") -> Offered:
    """All of it: a handful of questions, however many lines are told. ``need`` and ``circle`` are what the address names."""
    held = list(_held(slug, person))
    asked = _asked(slug, need)
    rows = {row.id: row for row in Need.objects.filter(commons=slug, id__in={*held, *([asked] if asked else [])})}
    titles = _titles(slug, rows.values())
    circles = _circles(slug, person, circle)
    chosen = rows.get(asked)
    return Offered(
        kinds=_kinds(slug, chosen.work if chosen else ""),
        abouts=abouts(slug, about),
        needs=[(id, titles[id]) for id in dict.fromkeys([*([asked] if chosen else []), *held]) if id in rows],
        circles=[(row.id, row.name) for row in circles],
        need=asked if chosen else "",
        need_title=titles.get(asked, ""),
        need_points=chosen.points if chosen else 0,
    )


def _kinds(slug: str, first: str) -> list[tuple[str, str]]:
    """The kinds of work of this commons; the one that a need asks for stands first."""
    known = kinds(slug)
    if not first:
        return known
    return [(first, flows.kind_of_work(first)), *(row for row in known if row[0] != first)]


def _held(slug: str, person: str) -> list[str]:
    """The needs in which she holds a place that isn't done yet."""
    if not person:
        return []
    rows = Taking.objects.filter(commons=slug, person=person, state="held").order_by("-position")
    return list(rows.values_list("need", flat=True)[:30])


def _asked(slug: str, asked: str) -> str:
    """The need that is named; "" when there is none like that."""
    if not asked:
        return ""
    begin = asked.lower()[:64]
    if len(begin) < 6 or not set(begin) <= set("0123456789abcdef"):
        return ""
    found = list(Need.objects.filter(commons=slug, id__startswith=begin).values_list("id", flat=True)[:2])
    try:
        return by_prefix(begin, found, "need")
    except (NotFound, Ambiguous):
        return ""


def titles(slug: str, ids: Collection[str]) -> dict[str, str]:
    """How needs are called. Two questions, however many."""
    return _titles(slug, Need.objects.filter(commons=slug, id__in=list(ids)))


def _titles(slug: str, rows: Iterable[Need]) -> dict[str, str]:
    """How needs are called; by their short names where the words were erased."""
    said = {row.texts.get("title", row.id): row.id for row in rows}
    texts = SideText.objects.filter(commons=slug, entry__in=list(said), name="title").values_list("entry", "text")
    found = {said[entry]: text for entry, text in texts}
    return {id: found.get(id) or _("a need whose words were erased") for id in said.values()}


def _circles(slug: str, person: str, asked: str) -> list[Circle]:
    """Her circles, and the one that is named."""
    mine = (
        CircleMember.objects.filter(commons=slug, person=person, left="").values_list("circle", flat=True)
        if person
        else ()
    )
    rows = {row.id: row for row in Circle.objects.filter(commons=slug, id__in=list(mine)[:50])}
    if len(asked) >= 6:
        rows.update((row.id, row) for row in Circle.objects.filter(commons=slug, id__startswith=asked.lower()[:64])[:1])
    return sorted(rows.values(), key=lambda row: row.name)


def need_kind(slug: str, need: str) -> tuple[str, str]:
    """The kind of work that a need asks for, and its creation."""
    row = Need.objects.filter(commons=slug, id=need).values_list("work", "creation").first()
    return (row[0], row[1]) if row else ("", "")

"""What threads are about: how each thing is called, what kind of thing it is, and where it stands. Few questions for many."""

from collections.abc import Collection
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from entredon.apps.decide import queries as decide
from entredon.apps.flows import queries as flows
from entredon.apps.library import queries as library
from entredon.apps.market import queries as market
from entredon.apps.social.models import Thread
from entredon.apps.social.people import crowd
from entredon.apps.treasury import queries as treasury
from entredon.apps.value import queries as value
from entredon.apps.work import queries as work
from entredon.apps.work.queries import Thing
from entredon.desk.telling import shown
from entredon.log.asked import NotFound, by_prefix
from entredon.log.models import Entry, SideText
from entredon.log.told import short
from entredon.pure.formats import Money


def about(slug: str, ids: Collection[str], inside: bool) -> dict[str, Thing]:
    """What these threads are about. A topic is about what its title says; everything else has a page of its own."""
    found = _topics(slug, ids)
    for look in (_library, _works, _work, _money, _decisions, _market):
        if left := [id for id in ids if id not in found]:
            found.update(look(slug, left, inside))
    return found


def _topics(slug: str, ids: Collection[str]) -> dict[str, Thing]:
    rows: dict[str, Any] = dict(Thread.objects.filter(commons=slug, id__in=ids, topic=True).values_list("id", "texts"))
    if not rows:
        return {}
    entries = [texts["title"] for texts in rows.values() if "title" in texts]
    titles = dict(SideText.objects.filter(commons=slug, entry__in=entries, name="title").values_list("entry", "text"))
    gone = _("a topic whose title was erased")
    return {
        id: Thing(_("topic"), one_line(titles.get(texts.get("title", ""), "")) or gone, "")
        for id, texts in rows.items()
    }


def one_line(text: str) -> str:
    """A title as it is shown: one line of bearable length, whoever signed it."""
    return " ".join("".join(c if c.isprintable() else " " for c in text[:600]).split())[:200]


def _library(slug: str, ids: Collection[str], inside: bool) -> dict[str, Thing]:
    wanted, found = set(ids), {}
    for creation in library.creations(slug):
        if creation.id in wanted:
            address = reverse("library:creation", args=[slug, short(creation.id)])
            found[creation.id] = Thing(_("creation"), creation.name, address)
    if wanted - found.keys():
        for id, (label, now) in library.labels(slug).items():
            if id in wanted:
                found[id] = Thing(_("version"), label, reverse("library:version", args=[slug, short(now)]))
    return found


def _works(slug: str, ids: Collection[str], inside: bool) -> dict[str, Thing]:
    return work.things(slug, ids)


def _work(slug: str, ids: Collection[str], inside: bool) -> dict[str, Thing]:
    found = {}
    everybody = crowd(slug, inside)
    for event in flows.work_named(slug, ids):
        title = _("%(kind)s by %(name)s") % {
            "kind": flows.kind_of_work(event.kind),
            "name": everybody.name(event.person),
        }
        found[event.id] = Thing(_("contribution"), title, reverse("work:contribution", args=[slug, short(event.id)]))
    return found


def _money(slug: str, ids: Collection[str], inside: bool) -> dict[str, Thing]:
    wanted, found = set(ids), {}
    for income in treasury.incomes(slug):
        if income.id in wanted:
            title = _("income of %(amount)s") % {"amount": shown(Money(income.minor, income.currency))}
            found[income.id] = Thing(_("income"), title, reverse("value:income", args=[slug, short(income.id)]))
    if wanted - found.keys():
        for row in value.shareouts(slug):
            if row.id in wanted:
                title = _("share-out of %(amount)s") % {"amount": shown(Money(row.minor, row.currency))}
                found[row.id] = Thing(_("share-out"), title, reverse("value:shareout", args=[slug, short(row.id)]))
    if wanted - found.keys():
        for rule in value.rules(slug):
            if rule.id in wanted:
                found[rule.id] = Thing(_("sharing rule"), short(rule.id), reverse("value:rule", args=[slug]))
    return found


def _decisions(slug: str, ids: Collection[str], inside: bool) -> dict[str, Thing]:
    return {id: Thing(*one) for id, one in decide.things(slug, ids).items()}


def _market(slug: str, ids: Collection[str], inside: bool) -> dict[str, Thing]:
    return {id: Thing(*one) for id, one in market.things(slug, ids).items()}


def nameless(slug: str, id: str) -> Thing:
    """What nobody has a name for: its receipt."""
    return Thing(_("something"), short(id), reverse("record:entry", args=[slug, short(id.partition(".")[0])]))


def find(slug: str, asked: str, inside: bool) -> str:
    """A thread by the beginning of its id: one that is there, or what one could begin to talk about. Raises NotFound, Ambiguous."""
    rows = Thread.objects.filter(commons=slug, id__gte=asked, id__lt=asked + "g").values_list("id", flat=True)
    begin, dot, number = asked.partition(".")
    there = [id for id in rows[:50] if not dot or id.partition(".")[2] == number]
    exact = [id for id in there if short(id) == asked or id == asked]
    if asked and there:
        return exact[0] if len(exact) == 1 else by_prefix(asked, there, _("thread"))
    entries = Entry.objects.filter(commons=slug, id__gte=begin, id__lt=begin + "g").values_list("id", flat=True)
    id = by_prefix(begin, list(entries[:2]), _("thread")) + dot + number
    if not about(slug, [id], inside):
        raise NotFound("There is nothing here named {asked} that one could talk about.", asked=asked)
    return id

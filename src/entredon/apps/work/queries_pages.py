"""What is read about pages of knowledge: where each stands, what it is called, and its revisions with what is left of their texts."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.text import slugify

from entredon.apps.library import queries as library
from entredon.apps.work.models_circles import Circle
from entredon.apps.work.models_pages import Page, PageAddress, Revision
from entredon.log.asked import NotFound
from entredon.log.models import Entry, Key, Log, SideText
from entredon.log.pages import remembered
from entredon.log.told import short

COMMONS = "commons"
"""In addresses: the place of pages about the commons itself."""
ADDRESS = 80
"""Characters of an address."""
KEPT = 16
"""So many commons have their pages remembered."""
CHANGES = ("work.page_written", "work.page_moved", "work.page_withdrawn", "people.erased")
"""Kinds of entries after which pages are called otherwise, stand elsewhere, or have lost a text."""


class PageShown(NamedTuple):
    """A page as lists and links know it. ``title`` is the newest one that was not erased, or made of the address.

    ``reads`` is the newest revision whose text is left: ``revision``, unless that was erased; "" when none is left.
    """

    id: str
    about: str
    address: str
    title: str
    revision: str
    revisions: int
    changed: str
    changed_by: str
    withdrawn: bool
    reads: str

    @property
    def where(self) -> str:
        """Its place, as addresses write it."""
        return short(self.about) or COMMONS

    def href(self, slug: str) -> str:
        """Where it stands."""
        return reverse("work:page", args=[slug, self.where, self.address])


class Place(NamedTuple):
    """What pages can be about: the commons itself (""), a creation or a circle."""

    about: str
    name: str
    tone: str = ""

    @property
    def where(self) -> str:
        """How addresses write it."""
        return short(self.about) or COMMONS


@dataclass(frozen=True, slots=True)
class Index:
    """All pages of a commons, by where they stand and by what they are called."""

    pages: Mapping[str, PageShown]
    """By id, in the order of their titles."""
    places: Mapping[str, Place]
    """By what they are about, in order: the commons, creations, circles."""
    at: Mapping[tuple[str, str], str]
    """Which page has or had an address at a place."""
    titled: Mapping[str, Collection[str]]
    """Which pages are called so, whatever the letters' size."""

    def find(self, about: str, asked: str) -> PageShown | None:
        """The page that a text about something means by a title or an address: one at its own place first, then one of the
        commons, then the only one that is called so anywhere."""
        folded = fold(asked)
        named = self.titled.get(folded, ())
        for place in dict.fromkeys((about, "")):
            for address in (asked.strip().lower(), address_from(asked)):
                if found := self.at.get((place, address)):
                    return self.pages[found]
            here = [id for id in named if self.pages[id].about == place]
            if here:
                return self.pages[here[0]]
        return self.pages[next(iter(named))] if len(named) == 1 else None

    def place(self, where: str) -> Place:
        """A place as addresses write it. Raises NotFound."""
        for place in self.places.values():
            if place.where == where or place.about == where:
                return place
        raise NotFound("There is nothing here that pages could be about by the name {asked}.", asked=where[:24])

    def standing(self) -> list[PageShown]:
        """The pages that are not withdrawn."""
        return [page for page in self.pages.values() if not page.withdrawn]


def fold(title: str) -> str:
    """A title as it is compared with others."""
    return " ".join(title.split()).casefold()


def address_from(title: str) -> str:
    """An address made of a title; "page" of one without any letter that addresses have."""
    return slugify(title.replace("_", "-"))[:ADDRESS].strip("-") or "page"


@dataclass(frozen=True, slots=True)
class Known:
    """The pages as they were read last, and the state of the record then."""

    founded: str
    size: int
    stamp: tuple[int, int]
    shown: list[PageShown]
    at: Mapping[tuple[str, str], str]


_read: dict[str, Known] = {}


def _index(slug: str) -> Index:
    """All pages. Where nothing was said about pages since they were read last, only what they can be about is read anew."""
    founded, size, *stamp = Log.objects.values_list("founded", "size", "rebuilt", "shown").get(slug=slug)
    known = _read.get(slug)
    if known is None or (known.founded, known.stamp) != (founded, tuple(stamp)) or _is_old(slug, known, size):
        known = Known(founded, size, (stamp[0], stamp[1]), *_pages(slug))
    else:
        known = replace(known, size=size)
    _read[slug] = known
    while len(_read) > KEPT:
        _read.pop(next(iter(_read)))
    titled: dict[str, list[str]] = {}
    for page in known.shown:
        if not page.withdrawn:
            titled.setdefault(fold(page.title), []).append(page.id)
    return Index({page.id: page for page in known.shown}, _places(slug), known.at, titled)


def _is_old(slug: str, known: Known, size: int) -> bool:
    """Whether something was said since that changes how pages are called or where they stand."""
    since = Entry.objects.filter(commons=slug, index__gte=known.size, index__lt=size, kind__in=CHANGES)
    return size < known.size or since.exists()


def _pages(slug: str) -> tuple[list[PageShown], dict[tuple[str, str], str]]:
    """All pages in the order of their titles, and their addresses: a few questions, whatever their number."""
    columns = ("id", "about", "address", "revision", "revisions", "changed", "changed_by", "withdrawn")
    rows = list(Page.objects.filter(commons=slug).values_list(*columns, named=True))
    newest = Page.objects.filter(commons=slug).values("revision")
    titles = dict(SideText.objects.filter(commons=slug, name="title", entry__in=newest).values_list("entry", "text"))
    there = set(SideText.objects.filter(commons=slug, name="text", entry__in=newest).values_list("entry", flat=True))
    erased = [row.id for row in rows if row.revision not in titles or row.revision not in there]
    older = _left(slug, erased)
    shown = [_shown(row, titles, there, older.get(row.id, {})) for row in rows]
    shown.sort(key=lambda page: (fold(page.title), page.about, page.address))
    addresses = PageAddress.objects.filter(commons=slug).values_list("about", "address", "page")
    return shown, {(about, address): page for about, address, page in addresses}


index = remembered(_index, most=16)


def _places(slug: str) -> dict[str, Place]:
    """What pages can be about."""
    places = [Place("", "")]
    places += [Place(creation.id, creation.name, "community") for creation in library.creations(slug)]
    circles = Circle.objects.filter(commons=slug).order_by("position")
    places += [Place(id, name, "community") for id, name in circles.values_list("id", "name")]
    return {place.about: place for place in places}


def _left(slug: str, pages: Iterable[str]) -> dict[str, dict[str, str]]:
    """For pages whose newest revision lost a text: the newest revision that still has each, and the title itself."""
    pages = list(pages)
    if not pages:
        return {}
    revisions = Revision.objects.filter(commons=slug, page__in=pages).order_by("number")
    of = dict(revisions.values_list("id", "page"))
    texts = SideText.objects.filter(commons=slug, entry__in=revisions.values("id"))
    titles = dict(texts.filter(name="title").values_list("entry", "text"))
    there = set(texts.filter(name="text").values_list("entry", flat=True))
    found: dict[str, dict[str, str]] = {page: {} for page in pages}
    for revision, page in of.items():  # the newest is written over the older ones
        if revision in titles:
            found[page]["title"] = titles[revision]
        if revision in there:
            found[page]["reads"] = revision
    return found


def _shown(row: Any, titles: Mapping[str, str], there: Collection[str], older: Mapping[str, str]) -> PageShown:
    title = titles.get(row.revision) or older.get("title") or row.address.replace("-", " ")
    return PageShown(
        row.id, row.about, row.address, title, row.revision, row.revisions, row.changed, row.changed_by, row.withdrawn,
        row.revision if row.revision in there else older.get("reads", ""),
    )  # fmt: skip


def page(slug: str, where: str, address: str) -> PageShown:
    """The page that has an address at a place, or had it. Raises NotFound."""
    pages = index(slug)
    id = pages.at.get((pages.place(where).about, address))
    if id is None:
        raise NotFound("There is no page at the address {address} here.", address=address[:80])
    return pages.pages[id]


def page_about(slug: str, about: str, address: str) -> PageShown | None:
    """The page at an address about something (given by its id), if there is one that is not withdrawn."""
    pages = index(slug)
    id = pages.at.get((about, address))
    return None if id is None or pages.pages[id].withdrawn else pages.pages[id]


def newest_pages(slug: str, most: int = 5) -> list[PageShown]:
    """The pages that were changed last."""
    return sorted(index(slug).standing(), key=lambda page: page.changed, reverse=True)[:most]


class RevisionShown(NamedTuple):
    """A revision of a page; ``parent`` and ``restores`` are the entries it names."""

    id: str
    page: str
    number: int
    parent: str
    restores: str
    person: str
    at: str


def revision(slug: str, page: str, number: int) -> RevisionShown:
    """A revision by its number. Raises NotFound."""
    rows = Revision.objects.filter(commons=slug, page=page, number=number)
    row = rows.values_list(*RevisionShown._fields).first()
    if row is None:
        raise NotFound("This page has no revision {number}.", number=number)
    return RevisionShown(*row)


def revisions(slug: str, page: str, last: int, most: int) -> list[RevisionShown]:
    """So many revisions of a page up to a number, the newest first."""
    rows = Revision.objects.filter(commons=slug, page=page, number__lte=last, number__gt=last - most)
    return [RevisionShown(*row) for row in rows.order_by("-number").values_list(*RevisionShown._fields)]


def revision_named(slug: str, page: str, id: str) -> RevisionShown | None:
    """A revision of a page by its entry; None when it is no revision of that page."""
    row = Revision.objects.filter(commons=slug, page=page, id=id).values_list(*RevisionShown._fields).first()
    return None if row is None else RevisionShown(*row)


def texts(slug: str, entries: Iterable[str], names: Collection[str]) -> dict[str, dict[str, str]]:
    """What is left of side texts, by entry and name; one question."""
    found: dict[str, dict[str, str]] = {}
    rows = SideText.objects.filter(commons=slug, entry__in=list(entries), name__in=list(names))
    for entry, name, text in rows.values_list("entry", "name", "text"):
        found.setdefault(entry, {})[name] = text
    return found


class Reading(NamedTuple):
    """What a page said at a revision: title and text of the newest one up to it whose text is left; its number, 0 for none."""

    number: int
    title: str
    text: str


def reading(slug: str, page: PageShown, at: RevisionShown) -> Reading:
    """What a page said when a revision was its newest one, as far as that is left."""
    found = texts(slug, [at.id], ("title", "text")).get(at.id, {})
    if "text" in found:
        return Reading(at.number, found.get("title", page.title), found["text"])
    older = Revision.objects.filter(commons=slug, page=page.id, number__lt=at.number)
    there = SideText.objects.filter(commons=slug, name="text", entry__in=older.values("id")).values("entry")
    row = older.filter(id__in=there).order_by("-number").values_list("id", "number").first()
    if row is None:
        return Reading(0, page.title, "")
    left = texts(slug, [row[0]], ("title", "text"))[row[0]]
    return Reading(row[1], left.get("title", page.title), left["text"])


def earlier(slug: str, page: str) -> list[str]:
    """The addresses that a page had before."""
    return list(Page.objects.filter(commons=slug, id=page).values_list("before", flat=True).first() or [])


class Withdrawal(NamedTuple):
    """Who took a page from the lists, when, and why ("" where that was erased)."""

    entry: str
    person: str
    at: str
    reason: str


def withdrawal(slug: str, page: str) -> Withdrawal | None:
    """Why a page was withdrawn; None when it wasn't."""
    row = Page.objects.filter(commons=slug, id=page, withdrawn=True).first()
    if row is None:
        return None
    entry = Entry.objects.get(commons=slug, id=row.texts["withdrawn"])
    person = Key.objects.values_list("person", flat=True).get(commons=slug, id=entry.by)
    reason = texts(slug, [entry.id], ("reason",)).get(entry.id, {}).get("reason", "")
    return Withdrawal(entry.id, person, entry.at, reason)


def numbers(slug: str, entries: Iterable[str]) -> list[tuple[str, int]]:
    """Revisions by their entries, with their numbers."""
    return list(Revision.objects.filter(commons=slug, id__in=list(entries)).values_list("id", "number"))


def with_text(slug: str, entries: Iterable[str]) -> set[str]:
    """Those of these revisions whose text is left."""
    rows = SideText.objects.filter(commons=slug, entry__in=list(entries), name="text")
    return set(rows.values_list("entry", flat=True))

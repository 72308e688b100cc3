"""Links in pages of knowledge: ``[[Title or address]]`` and addresses of this place; which lead somewhere, and which do not (yet)."""

import re
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock
from typing import Any, NamedTuple

from django.db.models import Model, Q
from django.urls import Resolver404, resolve, reverse
from django.utils.http import urlencode
from django.utils.safestring import SafeString

from entredon.apps.library import queries as library
from entredon.apps.work import queries_pages as pages
from entredon.apps.work.models import Call, Circle, Idea, Need
from entredon.apps.work.queries_pages import Index, PageShown
from entredon.desk import languages, markdown
from entredon.log.models import Entry, SideText
from entredon.log.pages import remembered
from entredon.log.told import short

MOST = 500
"""So many links of one text are looked at."""
KNOWN = 20_000
"""So many texts' links are remembered."""
AT_ONCE = 50
# Code is left as it stands: blocks between fences, and words with as many backticks before as after.
# Then [[page]], or [[page|how it is called here]].
_WIKI = re.compile(
    r"(?P<code>^ {0,3}(?P<fence>`{3,}|~{3,}).*?(?:^ {0,3}(?P=fence)[`~]* *$|\Z)|(?<!`)(?P<ticks>`+)(?!`)[^`\n]+(?P=ticks)(?!`))"
    r"|\[\[(?P<page>[^\[\]\n|]{1,200})(?:\|(?P<label>[^\[\]\n|]{1,200}))?\]\]",
    re.MULTILINE | re.DOTALL,
)
_MARKS = re.compile(r"([\\`*_\[\]<>~!|@#&])")


class Wiki(NamedTuple):
    """A ``[[page|label]]``."""

    page: str
    label: str


@dataclass(frozen=True, slots=True)
class Links:
    """What a text links to: pages by title or address, and addresses of this place."""

    pages: tuple[Wiki, ...]
    addresses: tuple[str, ...]


class Loose(NamedTuple):
    """A link that leads nowhere: what it is called, and where a press on it leads: to writing the page, or to nothing."""

    name: str
    href: str
    write: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """A text as a page shows it: HTML, its headings, and its links that lead nowhere."""

    html: SafeString
    headings: list[markdown.Heading]
    loose: list[Loose]


def shown(slug: str, about: str, text: str, names: Mapping[str, str]) -> Shown:
    """A text about something, with its links resolved as of now, and the names of those it mentions."""
    known = pages.index(slug)
    loose: dict[str, Loose] = {}

    def link(found: Wiki) -> str:
        page = known.find(about, found.page)
        href = page.href(slug) if page else write_address(slug, about, found.page)
        if page is None or page.withdrawn:
            loose[href] = Loose(found.label or found.page, href, page is None)
        return f"[{_plain(found.label or (page.title if page else found.page))}]({href})"

    resolved = _replaced(text, link)
    headings, own, mentioned = _read(resolved)
    for href in gone(slug, [href for href in own if href not in loose]):
        loose[href] = Loose(href, href, False)
    people = {id: (names[id], reverse("people:person", args=[slug, short(id)])) for id in mentioned if id in names}
    html = markdown.render(resolved, prefix="s", people=people, broken=loose.keys())
    return Shown(html, headings, list(loose.values()))


def _plain(label: str) -> str:
    """Words as Markdown that means just these words."""
    return _MARKS.sub(r"\\\1", label)


@lru_cache(64)
def _read(text: str) -> tuple[list[markdown.Heading], list[str], list[str]]:
    """Headings, addresses of this place and people of a text: read as Markdown once."""
    return markdown.toc(text, prefix="s"), markdown.links(text), markdown.mentions(text)


def write_address(slug: str, about: str, title: str) -> str:
    """Where a page that isn't there yet is written."""
    asked = {"about": short(about), "title": " ".join(title.split())}
    return f"{reverse('work:page_new', args=[slug])}?{urlencode({k: v for k, v in asked.items() if v})}"


def _replaced(text: str, link: Callable[[Wiki], str]) -> str:
    if not markdown.bearable(text):  # it is shown as it was written: no link of it leads anywhere
        return text
    left = iter(range(MOST))

    def one(found: re.Match[str]) -> str:
        if found["code"] is not None or not found["page"].strip() or next(left, None) is None:
            return found[0]
        return link(Wiki(found["page"].strip(), (found["label"] or "").strip()))

    return _WIKI.sub(one, text)


def in_words(text: str) -> str:
    """A text in which each link to a page is only what it is called: for showing its beginning elsewhere."""
    return _replaced(text, lambda found: _plain(found.label or found.page))


def links(slug: str, text: str) -> Links:
    """What a text links to, found without reading it as Markdown: for thousands of texts at once."""
    wiki: list[Wiki] = []

    def note(found: Wiki) -> str:
        wiki.append(found)
        return ""

    rest = _replaced(text, note)
    own = re.findall(rf"(?<![\w./])(?:/(?:en|nl|fr))?/c/{re.escape(slug)}/[^\s()<>\"'`\]]*", rest)[:MOST]
    return Links(tuple(dict.fromkeys(wiki)), tuple(dict.fromkeys(href.partition("#")[0] for href in own)))


_known: OrderedDict[tuple[str, str], Links] = OrderedDict()
_guard = Lock()


def _links_of(slug: str, revisions: Iterable[str]) -> dict[str, Links]:
    """The links of these revisions' texts; what was read once isn't read again, for no revision changes."""
    wanted = list(revisions)
    with _guard:
        found = {id: _known[slug, id] for id in wanted if (slug, id) in _known}
    missing = [id for id in wanted if id not in found]
    for start in range(0, len(missing), AT_ONCE):
        some = missing[start : start + AT_ONCE]
        rows = SideText.objects.filter(commons=slug, name="text", entry__in=some)
        found.update((entry, links(slug, text)) for entry, text in rows.values_list("entry", "text"))
    with _guard:
        for id in missing:
            if id in found:
                _known[slug, id] = found[id]
        while len(_known) > KNOWN:
            _known.popitem(last=False)
    return found


@dataclass(frozen=True, slots=True)
class Web:
    """How the pages of a commons hang together."""

    here: dict[str, list[str]]
    """By page, the pages that link to it."""
    loose: dict[str, list[Loose]]
    """By page, its links that lead nowhere; pages without any are left out."""


def _web(slug: str) -> Web:
    """All links between pages, and those that lead nowhere."""
    known = pages.index(slug)
    standing = known.standing()
    of = _links_of(slug, [page.reads for page in standing if page.reads])
    lost = set(gone(slug, {href for found in of.values() for href in found.addresses}))
    web = Web({}, {})
    for page in standing:
        found = of.get(page.reads)
        if found is None:
            continue
        leads, loose = _leads(slug, known, page, found, lost)
        for id in leads - {page.id}:
            web.here.setdefault(id, []).append(page.id)
        if loose:
            web.loose[page.id] = loose
    return web


web = remembered(_web, most=8)


def _leads(
    slug: str, known: Index, page: PageShown, found: Links, lost: Collection[str]
) -> tuple[set[str], list[Loose]]:
    """Which pages a page leads to, and which of its links lead nowhere."""
    leads: set[str] = set()
    loose: dict[str, Loose] = {}
    for wiki in found.pages:
        other = known.find(page.about, wiki.page)
        if other is not None:
            leads.add(other.id)
        if other is None or other.withdrawn:
            href = other.href(slug) if other else write_address(slug, page.about, wiki.page)
            loose.setdefault(href, Loose(wiki.label or wiki.page, href, other is None))
    for href in found.addresses:
        if href in lost:
            loose.setdefault(href, Loose(href, href, False))
        elif id := _page_at(known, href):
            leads.add(id)
    return leads, list(loose.values())


def _page_at(known: Index, href: str) -> str:
    """The page that an address of this place leads to, or ""."""
    match = _match(href)
    if match is None or match.view_name != "work:page":
        return ""
    about = {place.where: place.about for place in known.places.values()}.get(match.kwargs["where"])
    return known.at.get((about, match.kwargs["address"]), "") if about is not None else ""


def _match(href: str) -> Any:
    try:
        return resolve(languages.bare(href.partition("?")[0]))
    except Resolver404:
        return None


def gone(slug: str, hrefs: Iterable[str]) -> list[str]:
    """Which of these addresses in a commons lead to nothing (any more): a question for each kind of thing, not for each address."""
    asked: dict[str, list[tuple[str, str]]] = {}
    lost: list[str] = []
    for href in hrefs:
        if not languages.bare(href).startswith(f"/c/{slug}/"):
            continue
        match = _match(href)
        if match is None:
            lost.append(href)
        elif match.view_name == "work:page":
            if not _page_stands(slug, match.kwargs):
                lost.append(href)
        elif match.view_name in _KINDS:
            (id, *_) = (value for name, value in match.kwargs.items() if name != "slug")
            asked.setdefault(match.view_name, []).append((href, str(id)))
    for name, pairs in asked.items():
        there = _KINDS[name](slug, {id.partition(".")[0] for _, id in pairs})
        lost += [href for href, id in pairs if not any(one.startswith(id.partition(".")[0]) for one in there)]
    return lost


def _page_stands(slug: str, at: dict[str, str]) -> bool:
    known = pages.index(slug)
    about = {place.where: place.about for place in known.places.values()}.get(at["where"])
    id = known.at.get((about, at["address"])) if about is not None else None
    return id is not None and not known.pages[id].withdrawn


def _rows(model: type[Model]) -> Callable[[str, Collection[str]], Collection[str]]:
    def there(slug: str, begins: Collection[str]) -> Collection[str]:
        found: set[str] = set()
        for some in _chunks(sorted(begins)):
            near = Q(pk__in=[])
            for begin in some:
                near |= Q(id__gte=begin, id__lt=begin + "g")
            found |= set(model._default_manager.filter(near, commons=slug).values_list("id", flat=True))
        return found

    return there


def _chunks(items: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(items), AT_ONCE):
        yield items[start : start + AT_ONCE]


def _creations(slug: str, _begins: Collection[str]) -> Collection[str]:
    return [creation.id for creation in library.creations(slug)]


def _versions(slug: str, _begins: Collection[str]) -> Collection[str]:
    return library.labels(slug).keys()


_KINDS: dict[str, Callable[[str, Collection[str]], Collection[str]]] = {
    "library:creation": _creations,
    "library:version": _versions,
    "work:idea": _rows(Idea),
    "work:call": _rows(Call),
    "work:need": _rows(Need),
    "work:circle": _rows(Circle),
    "work:contribution": _rows(Entry),
    "record:entry": _rows(Entry),
}
"""What can be looked for, by the name of its page: which of the ids that begin so are there."""

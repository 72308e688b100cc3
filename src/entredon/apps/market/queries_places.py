"""Who can make it, and where: partners by what they can do, the nearest first.

The partners of a commons are arranged by place once for each state of its record, with all that a list says of each of them; a search
then asks the database nothing more. What is remembered holds no search: nobody learns from it from where somebody looked.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, overload

from entredon.apps.library import queries as library
from entredon.apps.library.queries import CreationShown
from entredon.apps.market import towns
from entredon.apps.market.models import Agreement, Offer, OfferOn, Partner
from entredon.apps.market.queries_choosing import partner_named
from entredon.apps.market.queries_found import names
from entredon.apps.market.towns import Town
from entredon.log import clock
from entredon.log.pages import remembered
from entredon.pure.places.near import Keep, Near, Place, arranged

KINDS = ("what", "process", "machine", "service", "language")
"""By what a search is narrowed."""
WORDS = 200
"""So many words of a kind are offered to choose from, those that most can do."""
TOLD = 6
"""So many words of each partner stand in a list."""
ANYTHING = "for:*"
"""The tag of who may work from everything that is made here."""


@dataclass(frozen=True, slots=True)
class Maker:
    """A partner as a list shows it: what it is, its town (None: nowhere in particular), what it can do, and which languages it speaks."""

    id: str
    what: str
    town: Town | None
    able: tuple[str, ...]
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Directory:
    """The partners of a commons by place, and those that name no town; all of them by their ids, with their names; the creations
    that one can look for; ``ends`` by partner where the notice runs; ``words`` of each kind with how many can do it."""

    placed: Near
    elsewhere: Near
    makers: Mapping[str, Maker]
    names: dict[str, str]
    creations: list[CreationShown]
    ends: Mapping[str, str]
    words: Mapping[str, list[tuple[str, int]]]

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.makers)


@dataclass(frozen=True, slots=True)
class Search:
    """What somebody looks for: words by kind, and a creation to be made ("" for any)."""

    wanted: Mapping[str, str] = field(default_factory=dict)
    creation: str = ""

    def tags(self) -> frozenset[str]:
        """What a partner must have."""
        return frozenset(f"{kind}:{word}" for kind, word in self.wanted.items() if word)


@dataclass(frozen=True, slots=True)
class Found:
    """A partner that was found, and how far its town is; None where nobody said from where, or it is nowhere in particular."""

    partner: Maker
    name: str
    km: float | None
    offers: int


def _directory(slug: str) -> Directory:
    """All partners whose agreement is in force, or was not over yet when the record last changed."""
    now = clock.stamp()
    rows = Partner.objects.filter(commons=slug).exclude(agreement="").values_list(
        "id", "agreement", "ends", "what", "town", "processes", "machines", "services", "languages"
    )  # fmt: skip
    covers = dict(Agreement.objects.filter(commons=slug, state="accepted").values_list("id", "creations"))
    placed, elsewhere = list[Place](), list[Place]()
    makers, ends, counted = dict[str, Maker](), dict[str, str](), Counter[str]()
    for id, agreement, end, what, town_id, processes, machines, services, languages in rows:
        if end and end <= now:
            continue
        if end:
            ends[id] = end
        tags = {f"what:{what}"}
        for kind, words in zip(KINDS[1:], (processes, machines, services, languages), strict=True):
            tags.update(f"{kind}:{word}" for word in words)
        counted.update(tags)
        tags.update(f"for:{creation}" for creation in covers.get(agreement) or ("*",))
        town = towns.town(town_id) if town_id else None
        able = (*processes, *machines, *services)
        makers[id] = Maker(id, what, town, able[:TOLD], tuple(languages[:TOLD]))
        at = (town.lat, town.lon) if town else (0.0, 0.0)
        (placed if town else elsewhere).append(Place(id, *at, frozenset(tags)))
    return Directory(
        arranged(placed), arranged(elsewhere), makers, names(slug), library.creations(slug), ends, _words(counted)
    )


directory = remembered(_directory, 16)


def _words(counted: Counter[str]) -> dict[str, list[tuple[str, int]]]:
    found: dict[str, list[tuple[str, int]]] = {kind: [] for kind in KINDS}
    for tag, count in counted.most_common():
        kind, _colon, word = tag.partition(":")
        if len(found[kind]) < WORDS:
            found[kind].append((word, count))
    return found


class Results(Sequence[Found]):
    """What a search finds, the nearest first where somebody said from where: read a page at a time."""

    def __init__(self, slug: str, search: Search, start: Town | None, within: Directory | None = None) -> None:
        self.slug, self.search, self.start = slug, search, start
        self.directory = within or directory(slug)
        keep = self._keeps()
        self._far = list(self.directory.elsewhere.matching(search.tags(), keep))
        self._near: Callable[[int], list[tuple[float | None, Place]]]
        if start is None:
            placed = list(self.directory.placed.matching(search.tags(), keep))
            self.placed = len(placed)
            self._near = lambda count: [(None, place) for place in placed[:count]]
        else:
            self.placed = self.directory.placed.count(search.tags(), keep)
            self._near = partial(self._nearest, start, keep)

    def _nearest(self, start: Town, keep: Keep | None, count: int) -> list[tuple[float | None, Place]]:
        found = self.directory.placed.nearest(start.lat, start.lon, count, self.search.tags(), keep)
        return [(km, place) for km, place in found]

    def _keeps(self) -> Keep | None:
        """Whose agreement isn't over by now, and who may make what is looked for; None where that is everybody."""
        now = clock.stamp()
        over = {id for id, end in self.directory.ends.items() if end <= now}
        either = {ANYTHING, f"for:{self.search.creation}"}
        if self.search.creation:
            return lambda place: not either.isdisjoint(place.tags) and place.id not in over
        return (lambda place: place.id not in over) if over else None

    def __len__(self) -> int:
        return self.placed + len(self._far)

    @overload
    def __getitem__(self, at: int) -> Found: ...
    @overload
    def __getitem__(self, at: slice) -> "list[Found]": ...
    def __getitem__(self, at: int | slice) -> Any:
        if isinstance(at, int):
            return self._rows(slice(at, at + 1))[0]
        return self._rows(at)

    def _rows(self, at: slice) -> list[Found]:
        start, stop, _step = at.indices(len(self))
        near = self._near(min(stop, self.placed))[start:] if start < self.placed else []
        far = self._far[max(0, start - self.placed) : max(0, stop - self.placed)]
        places = [*near, *((None, place) for place in far)]
        makers, named = self.directory.makers, self.directory.names
        offers = offers_of(self.slug, [place.id for _km, place in places], self.search.creation)
        return [
            Found(makers[place.id], partner_named(self.slug, place.id, named), km, offers.get(place.id, 0))
            for km, place in places
        ]


def _open_offers(slug: str, creation: str) -> dict[str, list[str]]:
    """By partner the last days of its offers that aren't ended or sold out, "" where there is none; of a creation and its versions, where
    one is named."""
    rows = Offer.objects.filter(commons=slug, state="open").exclude(stock=0)
    if creation:
        things = [creation, *(one.id for one in library.versions(slug) if one.creation == creation)]
        rows = rows.filter(id__in=OfferOn.objects.filter(commons=slug, what__in=things[:500]).values("offer"))
    found: dict[str, list[str]] = {}
    for partner, until in rows.values_list("partner", "until"):
        found.setdefault(partner, []).append(until)
    return found


open_offers = remembered(_open_offers, 16)


def offers_of(slug: str, partners: Sequence[str], creation: str = "") -> dict[str, int]:
    """How many offers that can be asked for each of these partners has; of a creation and its versions, where one is named."""
    days, today = open_offers(slug, creation), clock.stamp()[:10]
    counts = {partner: sum(not until or until >= today for until in days.get(partner, ())) for partner in partners}
    return {partner: count for partner, count in counts.items() if count}


def has_makers(slug: str) -> bool:
    """Whether there is anybody to ask."""
    return directory(slug).count > 0

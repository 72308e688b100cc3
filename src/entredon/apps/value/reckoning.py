"""Brings together what the log knows of versions and work, and keeps what was reckoned from it.

Everything kept is named by the root of the log, so it is never stale; what is asked for least lately falls out.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator
from typing import Generic, TypeVar

from entredon.apps.flows import queries as flows
from entredon.apps.flows.queries import WorkEvent
from entredon.apps.library import queries as library
from entredon.apps.people import queries as people
from entredon.apps.value import record_shareout
from entredon.apps.work import queries as work
from entredon.log import stored
from entredon.log.asked import NotFound
from entredon.log.tables import Tables
from entredon.log.turns import Turns
from entredon.pure.value.book import Alike, Book, Contribution, Version, Work, book, summed
from entredon.pure.value.passing import pass_on
from entredon.pure.value.rule import Rule
from entredon.pure.value.shareout import LogAt, Working, share

PROPOSED, ACCEPTED = "proposed", "accepted"

T = TypeVar("T")


class Shelf(Generic[T]):
    """The last few results, by what they were asked for."""

    def __init__(self, room: int) -> None:
        self._room = room
        self._kept: OrderedDict[tuple[object, ...], T] = OrderedDict()
        self._guard = threading.Lock()
        self._turns = Turns()

    def get(self, key: tuple[object, ...], make: Callable[[], T]) -> T:
        """What was kept under this key, else made now. Of several that ask at once, one makes it."""
        with self._turns.take(key):
            with self._guard:
                if key in self._kept:
                    self._kept.move_to_end(key)
                    return self._kept[key]
            made = make()
            with self._guard:
                self._kept[key] = made
                while len(self._kept) > self._room:
                    self._kept.popitem(last=False)
            return made


_books: Shelf[Book] = Shelf(4)
_workings: Shelf[Working] = Shelf(32)


def log_at(slug: str) -> LogAt:
    """The state of the log now. Raises NotFound."""
    try:
        head = stored.head(slug)
    except stored.Absent:
        raise NotFound("There is no commons named {slug} here.", slug=slug) from None
    return LogAt(head.origin, head.size, stored.compact(head).root().hex())


def working(
    slug: str, minor: int, currency: str, version: str, rule: Rule, *, accepted: bool, seed: str = ""
) -> Working:
    """An income shared, with the sums behind it and with what people pass on now; kept by root, rule, version, amount,
    currency, basis and what ties fall by (the rule's hash if left out).

    Raises BuildInCircles.
    """
    at = log_at(slug)
    basis = ACCEPTED if accepted else PROPOSED

    def make() -> Working:
        known = _books.get((slug, at.root, rule.hash, basis), lambda: make_book(slug, rule, accepted=accepted))
        shared = share(known, version, minor, currency, seed)
        passed = pass_on(shared.out, record_shareout.words(Tables(slug), at.size), seed or rule.hash)
        return shared.with_out(passed).seen_at(at, basis)

    return _workings.get((slug, at.root, rule.hash, basis, version, minor, currency, seed), make)


def make_book(slug: str, rule: Rule, *, accepted: bool) -> Book:
    """All versions and all work of a commons, weighed by a rule."""
    if rule.way != "flow":
        return book(rule, (), ())
    return summed(rule, versions(slug), alike(slug, accepted=accepted))


def alike(slug: str, *, accepted: bool) -> Iterator[Alike]:
    """The work that counts in a dry run, as in ``contributions``, told once where it is alike."""
    standing = work.acceptances(slug)
    if accepted:
        # Mostly nothing is accepted yet: then nobody's work has to be read.
        events = flows.work_events(slug) if standing.covering or standing.named else ()
        yield from ((*one[1:], 1) for one in contributions(slug, events, accepted=True))
        return
    version_of = {v.process: v.id for v in library.versions(slug)}
    owner = people.claims(slug)
    for process, person, kind, measures, count in flows.work_alike(slug):
        version = version_of.get(process)
        if version is not None:
            yield version, owner.get(person, person), kind, measures, count
    # Of the few that something was decided about, what was told goes and what was decided comes.
    named = flows.work_named(slug, standing.named)
    for event in named:
        if (version := version_of.get(event.process)) is not None:
            yield version, owner.get(event.person, event.person), event.kind, event.measures, -1
    yield from ((*one[1:], 1) for one in contributions(slug, named, accepted=False))


def versions(slug: str) -> list[Version]:
    """All versions that stand, each with what it builds upon."""
    now = {id: standing for id, (_, standing) in library.labels(slug).items()}
    inputs: dict[str, list[tuple[str, int]]] = {}
    for process, cited, weight in flows.cites(slug):
        inputs.setdefault(process, []).append((now.get(cited, cited), weight))
    return [Version(v.id, v.creation, v.own, inputs.get(v.process, ())) for v in library.versions(slug)]


def contributions(slug: str, events: Iterable[WorkEvent], *, accepted: bool) -> Iterator[Work]:
    """The work that counts in a dry run: all that is proposed and not decided against, or only what is accepted.

    Work for the commons at large is in no version, so no income of a version reaches it.
    """
    standing = work.acceptances(slug)
    if accepted:
        events = standing.counting(events)
    elif standing.named:
        events = _not_refused(standing, events)
    version_of = {v.process: v.id for v in library.versions(slug)}
    owner = people.claims(slug)
    for id, process, person, kind, measures, _, _, _ in events:
        version = version_of.get(process)
        if version is not None:
            yield id, version, owner.get(person, person), kind, measures


def _not_refused(standing: work.Acceptances, events: Iterable[WorkEvent]) -> Iterator[WorkEvent]:
    named = standing.named
    for event in events:
        if event.id in named:
            verdict = standing.of(event)
            if verdict is None or not verdict.counts:
                continue
            event = event._replace(measures=verdict.measures)
        yield event


def of_person(slug: str, person: str, *, accepted: bool) -> list[Contribution]:
    """A person's contributions, under all the names she has here."""
    names = [person, *(pseudonym for pseudonym, owner in people.claims(slug).items() if owner == person)]
    return [Contribution(*row) for row in contributions(slug, flows.work_by(slug, names), accepted=accepted)]

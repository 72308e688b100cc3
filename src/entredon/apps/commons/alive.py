"""What makes a home alive: who has come, what waits for a word, and the money of the year."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

from entredon.apps.library import queries as library
from entredon.apps.people import queries as people
from entredon.apps.people.queries import PersonShown
from entredon.apps.value import queries as value
from entredon.apps.work import queries as work
from entredon.desk import messages, reports
from entredon.log import clock
from entredon.log.told import short
from entredon.log.viewer import Viewer

FACES = 8
"""So many faces stand for all the people."""
SHOWN = 3
"""So many share-outs and incomes stand under the money of a year."""


@dataclass(slots=True)
class Sums:
    """The money of a year in one currency: what came in, where it went, and what still waits to be shared."""

    came_in: int = 0
    people: int = 0
    passed: int = 0
    top: int = 0
    held: int = 0
    waits: int = 0
    incomes: int = 0


@dataclass(slots=True)
class Year:
    """The newest year in which money came in, by currency: the one most incomes came in first."""

    year: str
    sums: list[tuple[str, Sums]] = field(default_factory=list)
    lines: list[dict[str, Any]] = field(default_factory=list)


def money(slug: str) -> Year | None:
    """The money of the newest year that had any; None where none ever came in."""
    incomes = value.incomes(slug)
    if not incomes:
        return None
    shared = {row.income: row for row in value.shareouts(slug)}
    newest = max(income.at for income in incomes)[:4]
    sums: defaultdict[str, Sums] = defaultdict(Sums)
    this = [income for income in incomes if income.at[:4] == newest]
    for income in this:
        into = sums[income.currency]
        into.came_in += income.minor
        into.incomes += 1
        if (row := shared.get(income.id)) is None:
            into.waits += income.minor
            continue
        into.people += row.kept
        into.passed += row.passed
        into.top += row.top + row.lapsed
        into.held += row.held
    labels = library.labels(slug)
    lines = [_line(slug, income, shared.get(income.id), labels) for income in this[:SHOWN]]
    return Year(newest, sorted(sums.items(), key=lambda pair: (-pair[1].incomes, pair[0])), lines)


def _line(slug: str, income: Any, row: Any, labels: dict[str, tuple[str, str]]) -> dict[str, Any]:
    """An income and what became of it, as a list shows it."""
    name, id = ("value:shareout", row.id) if row else ("value:income", income.id)
    return {
        "minor": income.minor,
        "currency": income.currency,
        "for": labels.get(income.version, (income.version[:10], ""))[0],
        "at": row.at if row else income.at,
        "people": row.people if row else 0,
        "shared": row is not None,
        "href": reverse(name, args=[slug, short(id)]),
    }


def faces(everybody: list[PersonShown]) -> list[PersonShown]:
    """Members who stand for all, those who came last first; who never joined has no face here."""
    members = [person for person in everybody if person.member]
    return list(reversed(members))[:FACES]


def waiting(viewer: Viewer, slug: str) -> dict[str, Any]:
    """What waits for a word: work for everybody to see, who asks to be let in for members, the rest for stewards."""
    found: dict[str, Any] = {
        "work": work.waiting(slug),
        "asks": people.asks_waiting(slug) if viewer.member(slug) else 0,
        "claims": people.claims_waiting(slug) if viewer.steward(slug) else 0,
        "messages": messages.waiting(slug).count() if viewer.steward(slug) else 0,
        "reports": reports.waiting(slug).count() if viewer.steward(slug) else 0,
        "ideas": work.silent_count(slug, clock.now().date()) if viewer.steward(slug) else 0,
        "calls": len(work.calls_to_close(slug, clock.now().date())) if viewer.steward(slug) else 0,
    }
    told = found["work"]
    found["anything"] = any((told.contributions, told.contests, *(found[name] for name in found if name != "work")))
    return found


def next_step(viewer: Viewer, slug: str, *, draft: bool, joining: str) -> dict[str, str]:
    """What whoever looks would most likely do next here: a word for the template and the address."""
    if draft and viewer.steward(slug):
        return {"word": "publish", "href": reverse("commons:publish", args=[slug])}
    if viewer.member(slug):
        return {"word": "tell", "href": reverse("work:tell", args=[slug])}
    return {"word": "join" if joining == "open" else "ask", "href": reverse("join", args=[slug])}

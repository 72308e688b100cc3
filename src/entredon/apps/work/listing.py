"""The contributions to one version, each with how it stands. Thousands are read once and remembered; pages show some of them."""

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from entredon.apps.flows import queries as flows
from entredon.apps.people import queries as people
from entredon.apps.value import queries as value
from entredon.apps.work import measures, queries
from entredon.apps.work.measures import Counted
from entredon.apps.work.overview import state
from entredon.apps.work.queries import Verdict
from entredon.log.models import SideText
from entredon.log.pages import remembered
from entredon.pure.names import in_order
from entredon.pure.value.rule import Rule


class Given(NamedTuple):
    """A contribution as lists show it. ``person`` is who it belongs to, ``provider`` under which id it was told."""

    id: str
    person: str
    name: str
    provider: str
    kind: str
    kind_name: str
    measures: Mapping[str, int]
    at: str
    entry: str
    position: int
    process: str
    state: str
    verdict: Verdict | None

    @property
    def told(self) -> str:
        """How much it was, as it was told."""
        return measures.told(self.measures)

    @property
    def settled(self) -> bool:
        return self.verdict is not None and self.verdict.settled


def _given(slug: str, process: str, inside: bool) -> list[Given]:
    """All contributions to a process, by the names of people and kind; who looks from outside sees no imported names."""
    return named(slug, flows.work_in(slug, process), inside)


given = remembered(_given, most=8, worded=True)
names = remembered(people.names)
claims = remembered(people.claims)
standing = remembered(queries.acceptances)


def named(slug: str, events: Iterable[flows.WorkEvent], inside: bool) -> list[Given]:
    """Contributions with names and how they stand, by person and kind, then in the order of the public record."""
    called, owners, decided = names(slug, inside), claims(slug), standing(slug)
    kinds: dict[str, str] = {}
    rows = []
    for event in events:
        person = owners.get(event.person, event.person)
        verdict = decided.of(event)
        kind = kinds.setdefault(event.kind, flows.kind_of_work(event.kind))
        name = called.get(person) or people.nameless(person)
        rows.append(
            Given(
                event.id, person, name, event.person, event.kind, kind, event.measures, event.at, event.entry,
                event.position, event.process, state(verdict), verdict,
            )
        )  # fmt: skip
    return sorted(rows, key=lambda row: (in_order(row.name), row.person, row.kind_name, row.position, row.id))


def notes(slug: str, rows: Iterable[Given]) -> dict[str, str]:
    """What people said about what they did, by entry; one query. What was erased is left out."""
    entries = {row.entry for row in rows}
    texts = SideText.objects.filter(commons=slug, entry__in=entries, name="note")
    return dict(texts.values_list("entry", "text"))


def facets(rows: Iterable[Given], of: Callable[[Given], tuple[str, str]]) -> list[tuple[str, str, int]]:
    """How many contributions there are by something: (value, name, count), by name."""
    counts: dict[tuple[str, str], int] = {}
    for row in rows:
        counts[of(row)] = counts.get(of(row), 0) + 1
    return sorted(((value, name, count) for (value, name), count in counts.items()), key=lambda row: in_order(row[1]))


def _rule_of(slug: str) -> Rule:
    """The rule whose numbers a steward looks at: the one in force, or the built-in one where everything goes to the pot."""
    return value.ruling(slug).rule


rule_of = remembered(_rule_of)
window = remembered(value.contest_window)


def counted(rule: Rule, row: Given) -> Counted:
    """The number a rule would count a contribution by, as it stands now."""
    return measures.counted(rule, row.kind, row.verdict.measures if row.verdict else row.measures)


def as_told(rule: Rule, row: Given) -> Counted:
    """The same, as it was told."""
    return measures.counted(rule, row.kind, row.measures)

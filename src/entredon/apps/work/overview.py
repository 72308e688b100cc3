"""What waits for a word in a commons, version by version: a few sums, remembered until the public record changes."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from entredon.apps.flows import queries as flows
from entredon.apps.library import queries as library
from entredon.apps.library.queries import VersionShown
from entredon.apps.work import queries
from entredon.apps.work.queries import Acceptances, AcceptanceShown
from entredon.log.pages import remembered

WAITS, ACCEPTED, LEFT_OUT, CONTESTED = "waits", "accepted", "left", "contested"
"""How a contribution stands: nobody has said anything yet; it was accepted; it was left out; somebody disagrees."""


@dataclass(frozen=True, slots=True)
class VersionWork:
    """How the contributions to a version stand, counted. Without a version they went to the commons at large."""

    version: VersionShown | None
    waits: int = 0
    accepted: int = 0
    left: int = 0
    contested: int = 0
    acceptances: tuple[AcceptanceShown, ...] = ()

    @property
    def total(self) -> int:
        return self.waits + self.accepted + self.left + self.contested

    @property
    def decided(self) -> int:
        return self.total - self.waits

    @property
    def can_be_accepted(self) -> bool:
        """Whether a steward's word would change anything: something waits, and it can't change any more."""
        return bool(self.waits) and (self.version is None or self.version.released)

    @property
    def last(self) -> AcceptanceShown | None:
        """The acceptance that was last."""
        return self.acceptances[-1] if self.acceptances else None


@dataclass(frozen=True, slots=True)
class Overview:
    """All versions for which something was told, the newest first, what is not released yet before all."""

    versions: list[VersionWork]
    contests: list[queries.OpenContest] = field(default_factory=list)

    def acceptances(self, process: str) -> tuple[AcceptanceShown, ...]:
        """The acceptances of the version that a process makes, oldest first."""
        found = (row for row in self.versions if (row.version.process if row.version else "") == process)
        return next((row.acceptances for row in found), ())

    def waiting(self) -> list[VersionWork]:
        """The versions that wait for a steward's word, the oldest first: that has waited longest."""
        return [row for row in reversed(self.versions) if row.can_be_accepted]


@remembered
def overview(slug: str) -> Overview:
    """How all work here stands. Seven queries, none of which reads the contributions one by one."""
    standing = queries.acceptances(slug)
    accepted: dict[str, list[AcceptanceShown]] = defaultdict(list)
    for row in queries.acceptances_of(slug).values():
        accepted[row.process].append(row)
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for told in flows.work_told(slug):
        counts[told.process][ACCEPTED if _covered(standing, told) else WAITS] += told.count
    _own_work(slug, standing, counts)
    _named_work(slug, standing, counts)
    made = {version.process: version for version in library.versions(slug)}
    order = [*reversed(made), ""]
    shown = [
        VersionWork(
            made.get(process), acceptances=tuple(accepted[process]),
            **{name: counts[process][name] for name in (WAITS, ACCEPTED, LEFT_OUT, CONTESTED)},
        )
        for process in order
        if process in counts
    ]  # fmt: skip
    return Overview(shown, queries.open_contests(slug))


def _covered(standing: Acceptances, told: flows.Told) -> bool:
    """Whether an acceptance of the version covers what was told there, if it isn't the steward's own."""
    return any(
        until > told.position and told.person not in own for until, _, _, own in standing.covering.get(told.process, ())
    )


def _own_work(slug: str, standing: Acceptances, counts: dict[str, Counter[str]]) -> None:
    """The work of stewards that their own acceptance doesn't cover still waits."""
    own = set().union(*(row[3] for rows in standing.covering.values() for row in rows))
    for told in flows.work_told_by(slug, own) if own else ():
        if not _covered(standing, told) and _covered(standing, told._replace(person="")):
            counts[told.process][ACCEPTED] -= told.count
            counts[told.process][WAITS] += told.count


def _named_work(slug: str, standing: Acceptances, counts: dict[str, Counter[str]]) -> None:
    """What was decided by name stands as that says."""
    for event in flows.work_named(slug, standing.named):
        alone = flows.Told(event.process, event.position, 1, event.person)
        counts[event.process][ACCEPTED if _covered(standing, alone) else WAITS] -= 1
        counts[event.process][state(standing.of(event))] += 1


def state(verdict: queries.Verdict | None) -> str:
    """How a contribution stands, in one word for programs."""
    if verdict is None:
        return WAITS
    if verdict.contested:
        return CONTESTED
    return ACCEPTED if verdict.counts else LEFT_OUT

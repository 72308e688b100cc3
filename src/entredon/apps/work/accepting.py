"""What a steward is about to say about the contributions to a version, before she says it: for pages and for the command."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import msgspec

from entredon.apps.flows import queries as flows
from entredon.apps.library.queries import VersionShown
from entredon.apps.people import queries as people
from entredon.apps.work import listing
from entredon.apps.work.entries import Accepted, Correction
from entredon.apps.work.listing import Given
from entredon.apps.work.measures import Counted
from entredon.apps.work.models import Draft
from entredon.apps.work.overview import WAITS, overview
from entredon.apps.work.queries import AcceptanceShown, ContestShown
from entredon.log.models import Commons, Log
from entredon.log.pages import remembered
from entredon.log.registry import Refused
from entredon.pure.value.rule import Rule

Choices = Mapping[str, int | None]
"""What differs from accepting all as it was told: None leaves a contribution out, a number counts instead."""
MOST = 500
"""So many contributions can be left out or changed in one go: an entry holds no more."""


@remembered
def stewards(slug: str) -> list[str]:
    """The people who are stewards now."""
    return [person.id for person in people.people(slug) if person.member and "steward" in person.roles]


def own_ids(slug: str, person: str) -> set[str]:
    """The ids whose work waits for another steward: her own, where there is another one."""
    if not _second_rulebook(slug) or not set(stewards(slug)) - {person}:
        return set()
    return {person, *(id for id, owner in listing.claims(slug).items() if owner == person)}


def may_settle(slug: str, contest: ContestShown, person: str) -> bool:
    """Whether a steward settles a contest, or leaves it to one who has no part in it; as the law has it."""
    if not _second_rulebook(slug):
        return True
    owners = listing.claims(slug)
    givers = {owners.get(event.person, event.person) for event in flows.work_named(slug, contest.flows)}
    free = set(stewards(slug)) - givers
    return not (person in givers and free) and not (person == contest.person and free - {person})


def _second_rulebook(slug: str) -> bool:
    return Commons.objects.filter(commons=slug, rulebook__gte=2).exists()


@dataclass(frozen=True)
class Plan:
    """An acceptance that can still be looked at. ``until`` is how long the public record was when she looked."""

    slug: str
    version: VersionShown | None
    until: int
    open: list[Given]
    own: int
    choices: Choices
    rule: Rule

    @cached_property
    def left_out(self) -> list[Given]:
        """Contributions that would not be accepted."""
        return [row for row in self.open if row.id in self.choices and self.choices[row.id] is None]

    @cached_property
    def changed(self) -> list[tuple[Given, Counted, Counted]]:
        """Contributions that would count otherwise: as it was told, and as it would count."""
        found = []
        for row in self.open:
            number = self.choices.get(row.id)
            if number is not None:
                told = listing.as_told(self.rule, row)
                found.append((row, told, Counted(told.measure, number)))
        return found

    @property
    def accepted(self) -> int:
        """How many contributions would be accepted."""
        return len(self.open) - len(self.left_out)

    @cached_property
    def people(self) -> int:
        """Of how many people something would be accepted."""
        out = {row.id for row in self.left_out}
        return len({row.person for row in self.open if row.id not in out})

    @cached_property
    def kinds(self) -> list[tuple[str, int]]:
        """How many contributions of each kind would be accepted, most first."""
        out = {row.id for row in self.left_out}
        counts = Counter(row.kind_name for row in self.open if row.id not in out)
        return sorted(counts.items(), key=lambda row: (-row[1], row[0]))

    def number(self, row: Given) -> Counted:
        """What a contribution would count by."""
        told = listing.as_told(self.rule, row)
        chosen = self.choices.get(row.id)
        return told if chosen is None else Counted(told.measure, chosen)

    def fact(self) -> Accepted:
        """What would be said. Raises Refused when it is nothing, or more than an entry holds."""
        if not self.open:
            raise Refused("Nothing waits here for a word of yours.")
        if len(self.choices) > MOST:
            raise Refused(
                "At most {n} contributions can be left out or changed in one go; these are {count}.",
                n=MOST,
                count=len(self.choices),
            )
        corrections = tuple(
            Correction(flow=row.id, measures={after.measure: after.number}) for row, _before, after in self.changed
        )
        out = tuple(row.id for row in self.left_out)
        if self.version is None:
            flows = tuple(row.id for row in self.open if row.id not in set(out))
            if not flows:
                raise Refused("Of these nothing would be accepted: leave something in.")
            return Accepted(flows=flows, corrections=corrections)
        until = self.until if _second_rulebook(self.slug) else msgspec.UNSET
        return Accepted(version=self.version.id, except_=out, corrections=corrections, until=until)


def plan(
    slug: str, version: VersionShown | None, steward: str, choices: Choices | None = None, *, inside: bool = True
) -> Plan:
    """What a steward would accept now: all that waits, but her own where another steward is there."""
    until = Log.objects.values_list("size", flat=True).get(slug=slug)
    given = listing.given(slug, process_of(version), inside)
    rows = [row for row in given if row.state == WAITS and row.position < until]
    own = own_ids(slug, steward)
    open = [row for row in rows if row.provider not in own]
    if version is None:
        open = open[:MOST]  # these are said one by one, and an entry holds no more
    known = {row.id for row in open}
    chosen = {id: number for id, number in (choices or {}).items() if id in known}
    return Plan(
        slug, version, until, open, sum(1 for row in rows if row.provider in own), chosen, listing.rule_of(slug)
    )


def last(slug: str, version: VersionShown | None) -> AcceptanceShown | None:
    """The acceptance of a version that was last."""
    done = overview(slug).acceptances(process_of(version))
    return done[-1] if done else None


def process_of(version: VersionShown | None) -> str:
    """The process whose work is meant; "" for the commons at large."""
    return version.process if version else ""


def drafted(slug: str, account: str, version: VersionShown | None) -> dict[str, int | None]:
    """What a steward has chosen so far."""
    row = Draft.objects.filter(commons=slug, account=account, version=process_of(version)).first()
    return dict(row.choices) if row else {}  # of pairs


def keep_draft(slug: str, account: str, version: VersionShown | None, choices: Choices) -> None:
    """Keep what she has chosen so far; nothing is said by it."""
    Draft.objects.update_or_create(
        commons=slug, account=account, version=process_of(version), defaults={"choices": sorted(choices.items())}
    )


def forget_draft(slug: str, account: str, version: VersionShown | None) -> None:
    """It was said, or thrown away."""
    Draft.objects.filter(commons=slug, account=account, version=process_of(version)).delete()

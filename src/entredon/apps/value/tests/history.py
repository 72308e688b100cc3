"""A commons that lives a random life, and a slow second opinion on who must get what: kept beside it, in fractions."""

import itertools
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from fractions import Fraction

from entredon.apps.flows import queries as flows
from entredon.apps.library import queries as library
from entredon.apps.library.entries import Created, Input, Released
from entredon.apps.people.entries import Claimed
from entredon.apps.treasury.entries import Received
from entredon.apps.value.entries import Destination, PassedOn, RuleAdopted
from entredon.apps.value.tests.shared import MOTOR, PSEUDONYMS, imported, propose
from entredon.apps.work.entries import Accepted, Contested, Contributed, Correction, Settled
from entredon.log.clock import stamp
from entredon.log.registry import Fact, Refused
from entredon.pure.log.keys import SecretKey
from entredon.testing_cast import Cast, person

_slugs = itertools.count()
KINDS = ("code", "review", "design")
POOLS = ({"other": 1_000_000}, {"code": 600_000, "other": 400_000}, {"code": 500_000, "review": 250_000})
Move = tuple[int, int, int, int]


@dataclass
class Given:
    """A contribution as the second opinion knows it."""

    who: str
    kind: str
    points: int
    told: int


@dataclass
class Made:
    """A version: what it builds on, who worked in it, and when it was accepted (number of the move, time)."""

    creation: str
    own: int
    inputs: dict[str, int]
    flows: list[str]
    accepted: list[tuple[int, str]] = field(default_factory=list)


@dataclass
class Named:
    """How a contribution stands that was named."""

    since: str
    counts: bool
    points: int
    contest: str = ""
    settled: bool = False


@dataclass
class Expected:
    """What a share-out must give, in exact fractions of smallest units, and the contributions that take part."""

    people: dict[str, Fraction]
    held: dict[str, Fraction]
    top: dict[str, Fraction]
    taking_part: set[str]


class Life:
    """Says random things in a commons; remembers only those that were not refused, in its own way."""

    def __init__(self) -> None:
        self.cast = Cast.found(f"life-{next(_slugs)}")
        self.now = datetime(2031, 1, 1, 12, tzinfo=UTC)
        self.members = [self.cast.ada, self.cast.bob]
        self.said = 0
        self.flows: dict[str, Given] = {}
        self.opened: dict[str, list[str]] = {self.say(Created(name=name)): [] for name in ("Car", "Motor")}
        self.versions: dict[str, Made] = {}
        self.named: dict[str, Named] = {}
        self.contests: dict[str, tuple[str, ...]] = {}
        self.owner: dict[str, str] = {}
        self.words: dict[str, dict[str, int]] = {}
        self.days, self.top, self.pools = 0, dict[str, int](), POOLS[0]
        self.adopt(0, 0, 0)
        self.shared: list[tuple[str, Expected]] = []
        self._from_git()
        for n in range(8):
            self.contribute(n % 2, n // 2, n + 1)
        self.release(0, 1, 1)
        self.release(1, 2, 2)
        self.adopt(1, 1, 1)
        self.accept(0, 2, 0)
        self.accept(2, 1, 5)

    def _from_git(self) -> None:
        """A version told by git: three pseudonyms, one contribution each, which counts one point here."""
        version = imported(self.cast, "Kernel")
        self.said += 1
        work = list(flows.work_events(self.cast.slug))
        for event in work:
            self.flows[event.id] = Given(event.person, event.kind, 1, self.said)
        creation = library.find_version(self.cast.slug, version).creation
        self.versions[version] = Made(creation, 60, {}, [event.id for event in work])

    def say(self, fact: Fact, by: SecretKey | None = None, cosigners: tuple[SecretKey, ...] = ()) -> str:
        """Say it now; "" when it was refused."""
        try:
            id = self.cast.say(fact, by, at=stamp(self.now), cosigners=cosigners)
        except Refused:
            return ""
        self.said += 1
        return id

    def live(self, moves: list[Move]) -> None:
        """Make these moves, one after the other."""
        what: list[Callable[[int, int, int], None]] = [
            self.contribute, self.contribute, self.release, self.accept, self.accept, self.accept_some, self.contest,
            self.contest, self.contest, self.settle, self.pass_on, self.claim, self.adopt, self.share,
            self.share,
        ]  # fmt: skip
        for kind, a, b, c in moves:
            self.now += timedelta(days=c % 4 == 0)
            what[kind % len(what)](a, b, c)

    def let_something_count(self) -> None:
        """Work of every kind, in a version of its own, accepted, and its window passed."""
        for kind in (1, 3, 5):
            self.contribute(1, kind, 1)
        self.release(0, 0, 1)
        self.accept(len(self.versions) - 1, 2, 0)
        self.now += timedelta(days=13)

    def contribute(self, a: int, b: int, c: int) -> None:
        by = self.members[a % 2]
        kind, points = KINDS[b % 3], c % 4
        measures = {"points": points}
        released = [version for version in self.versions if self.versions[version].inputs or a % 3]
        if a % 5 == 4 and released:
            version = released[b % len(released)]
            if id := self.say(Contributed(version=version, work=kind, measures=measures), by):
                self.versions[version].flows.append(id)
        else:
            creation = list(self.opened)[(a + b) % 2]
            if id := self.say(Contributed(creation=creation, work=kind, measures=measures), by):
                self.opened[creation].append(id)
        if id:
            self.flows[id] = Given(person(by), kind, points, self.said)

    def release(self, a: int, b: int, c: int) -> None:
        creation = list(self.opened)[a % 2]
        known = list(self.versions)
        inputs = {known[(b + n) % len(known)]: c % 3 + n for n in range(min(b % 3, len(known)))}
        own = c % 4
        given = tuple(Input(version=version, weight=weight) for version, weight in inputs.items())
        if id := self.say(Released(creation=creation, name=f"{self.said}", own=own, inputs=given)):
            self.versions[id] = Made(creation, own, inputs, self.opened[creation])
            self.opened[creation] = []

    def accept(self, a: int, b: int, c: int) -> None:
        version, made = list(self.versions.items())[a % len(self.versions)]
        free = [id for id in made.flows if not self._decided(id)]
        left_out = tuple(free[:1]) if b % 4 == 0 else ()
        corrected = tuple(free[1:2]) if b % 4 == 1 else ()
        corrections = tuple(Correction(flow=id, measures={"points": c % 7}) for id in corrected)
        if self.say(Accepted(version=version, except_=left_out, corrections=corrections)):
            made.accepted.append((self.said, stamp(self.now)))
            for id in left_out:
                self.named[id] = Named(stamp(self.now), False, 0)
            for id in corrected:
                self.named[id] = Named(stamp(self.now), True, c % 7)

    def accept_some(self, a: int, b: int, c: int) -> None:
        made = list(self.versions.values())[a % len(self.versions)]
        chosen = tuple(id for id in made.flows if not self._decided(id))[: 1 + b % 2]
        if chosen and self.say(Accepted(flows=chosen)):
            for id in chosen:
                self.named[id] = Named(stamp(self.now), True, self.flows[id].points)

    def contest(self, a: int, b: int, c: int) -> None:
        decided = [id for made in self.versions.values() for id in made.flows if self._decided(id)]
        if not decided:
            return
        flow = decided[a % len(decided)]
        if id := self.say(Contested(flows=(flow,)), self.members[b % 2]):
            if flow not in self.named:
                since = self._covered(flow)
                assert since is not None
                self.named[flow] = Named(since, True, self.flows[flow].points)
            self.named[flow].contest = id
            self.contests[id] = (flow,)

    def settle(self, a: int, b: int, c: int) -> None:
        for contest, (flow,) in list(self.contests.items())[:1]:
            corrections = (Correction(flow=flow, measures={"points": c % 5}),) if b % 2 else ()
            if self.say(Settled(contest=contest, counts=a % 3 > 0, corrections=corrections)):
                points = c % 5 if b % 2 else self.named[flow].points
                if not b % 2 and not self.named[flow].counts:
                    points = self.flows[flow].points
                self.named[flow] = Named(stamp(self.now), a % 3 > 0, points, settled=True)
                del self.contests[contest]

    def pass_on(self, a: int, b: int, c: int) -> None:
        by = self.members[a % 2]
        word = {name: ppm for name, ppm in (("pot", b % 6 * 100_000), (MOTOR, c % 6 * 100_000)) if ppm}
        if self.say(PassedOn(to=tuple(Destination(to=to, ppm=ppm) for to, ppm in word.items())), by):
            self.words[person(by)] = word

    def claim(self, a: int, b: int, c: int) -> None:
        pseudonym = PSEUDONYMS[a % len(PSEUDONYMS)]
        if self.say(Claimed(pseudonyms=(pseudonym,)), self.cast.bob, (self.cast.ada,)):
            self.owner[pseudonym] = person(self.cast.bob)

    def adopt(self, a: int, b: int, c: int) -> None:
        days = (0, 3, 12)[a % 3]
        top = ({}, {"fund": 100_000}, {"association": 50_000, "fund": 333})[b % 3]
        pools = POOLS[c % len(POOLS)]
        if self.say(RuleAdopted(rule={"way": "flow", "top": top, "pools": pools, "contest_days": days})):
            self.days, self.top, self.pools = days, top, pools

    def share(self, a: int, b: int, c: int) -> None:
        version = list(self.versions)[-1 - a % min(3, len(self.versions))]
        minor = (1, 7, 100, 12_345, 10**9 + 7)[b % 5]
        income = self.say(Received(version=version, minor=minor, currency="EUR"))
        fact = propose(self.cast, income, stamp(self.now))
        expected = self.expected(version, minor)
        id = self.say(fact, self.members[c % 2])
        if not expected.people:
            assert not id, "what finds nobody can't be shared"
            return
        assert id, "what an honest member proposes is never refused"
        self.shared.append((id, expected))

    # The second opinion

    def _covered(self, flow: str) -> str | None:
        """When the version of a contribution was first accepted after it was told."""
        for made in self.versions.values():
            if flow in made.flows:
                return next((at for number, at in made.accepted if number > self.flows[flow].told), None)
        return None

    def _decided(self, flow: str) -> bool:
        return flow in self.named or self._covered(flow) is not None

    def _counts(self, flow: str) -> int:
        """How many points of a contribution count now; 0 when it takes no part."""
        named = self.named.get(flow)
        if named is not None:
            ripe = named.settled or self._over(named.since)
            return named.points if named.counts and not named.contest and ripe else 0
        since = self._covered(flow)
        return self.flows[flow].points if since is not None and self._over(since) else 0

    def _over(self, since: str) -> bool:
        return datetime.fromisoformat(since) + timedelta(days=self.days) <= self.now

    def expected(self, sold: str, minor: int) -> Expected:
        """Follow the income along every edge until it rests, then divide what rests."""
        people: dict[str, Fraction] = defaultdict(Fraction)
        held: dict[str, Fraction] = defaultdict(Fraction)
        taking_part: set[str] = set()
        top = {to: Fraction(minor * ppm, 1_000_000) for to, ppm in self.top.items()}
        moving = [(sold, minor - sum(top.values()))]
        reached = set()
        while moving:
            version, amount = moving.pop()
            made = self.versions[version]
            reached.add(version)
            inputs = {target: weight for target, weight in made.inputs.items() if weight}
            total = made.own + sum(inputs.values())
            moving += [(target, amount * weight / total) for target, weight in inputs.items()]
            self._divide(made, amount * made.own / total if total else amount, people, held)
        for version in reached:
            taking_part |= {id for id in self.versions[version].flows if self._in_force(id)}
        return Expected(dict(people), dict(held), top, taking_part)

    def _in_force(self, flow: str) -> bool:
        """Whether a contribution takes part, also one of no points."""
        named = self.named.get(flow)
        if named is not None:
            return named.counts and not named.contest and (named.settled or self._over(named.since))
        since = self._covered(flow)
        return since is not None and self._over(since)

    def _divide(self, made: Made, keep: Fraction, people: dict[str, Fraction], held: dict[str, Fraction]) -> None:
        pools: dict[str, dict[str, int]] = defaultdict(dict)
        for id in made.flows:
            given = self.flows[id]
            name = given.kind if given.kind in self.pools else "other"
            if (points := self._counts(id)) and name in self.pools:
                who = self.owner.get(given.who, given.who)
                pools[name][who] = pools[name].get(who, 0) + points
        if not pools:
            held[made.creation] += keep
            return
        whole = sum(self.pools[name] for name in pools)
        for name, members in pools.items():
            for who, points in members.items():
                people[who] += keep * self.pools[name] / whole * points / sum(members.values())

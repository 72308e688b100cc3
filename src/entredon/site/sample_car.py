"""The sample commons Merel: an open car in modules, three months of work by eighty people who don't exist, and the year
in which it was built, sold and shared.

Every choice comes from a fixed seed, and the people's keys can be made by anybody: only salts, the key of the public record, and
the days of the last votes (which begin when it is loaded) differ from node to node.
"""

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any, NamedTuple

from entredon.apps.commons.entries import RoleGiven
from entredon.apps.commons.founding import found_commons, key_given
from entredon.apps.library.entries import Created, Input, Released
from entredon.apps.people import queries as people
from entredon.apps.people.entries import Joined
from entredon.apps.treasury.entries import Received
from entredon.apps.value import sharing
from entredon.apps.value.entries import Destination, PassedOn, RuleAdopted
from entredon.apps.work.entries import Accepted, Contested, Contributed, Correction, Settled
from entredon.log import clock, content
from entredon.pure.log.keys import SecretKey
from entredon.pure.value import lines
from entredon.site import sample_car_books, sample_car_decisions, sample_car_market, sample_car_people, sample_car_work
from entredon.site.sample_car_story import (
    AFTERWARDS,
    BEGIN,
    COMMON,
    DAYS,
    KEEPERS,
    MODULES,
    POINTS,
    RELEASES,
    RULE,
    STEWARDS,
    Release,
)  # fmt: skip
from entredon.site.sample_car_year import ACCEPTED_LATE, LATE, OPEN, PASSINGS, SALES, Passing, Sale
from entredon.site.sample_diary import Diary, Dice, founder, key_of, rulebook, size, tells_of
from entredon.site.sample_people import PEOPLE, Fictional

SLUG = SEED = "merel"
RULEBOOK = 4
"""The rulebook under which this sample is told from the beginning."""
ENTRIES = 1016
"""How long the public record is once all is written."""
EARLIER = {740: "treasury.bearer_named", 784: "decide.chartered"}
"""How long it was under this rulebook before it told of books, and of what is decided and sold: these samples stay as they are."""
FOUNDING = 2
"""The entries that founding itself writes."""
LAST_ACCEPTED = 75
"""Versions released from this day on still wait for a steward's word."""
PURPOSE = (
    "A small electric car that any town can build, in parts that each make sense alone. (A sample: the car, the people and"
    " their names are made up, and their keys are known to everybody.)"
)
ALL = [*RELEASES, *LATE]
KINDS = {module.name: module.kinds for module in MODULES}
NOTES = {module.name: module.notes for module in MODULES}
HOUR, DAY = 60, 1440


class Planned(NamedTuple):
    """Something that happens at a minute after the beginning; of one minute the first planned comes first."""

    minute: int
    order: int
    write: Callable[[], Any]


class Work(NamedTuple):
    """A contribution, as it is going to be told."""

    module: str
    who: str
    kind: str
    points: int
    hours: int
    note: str


def missing() -> bool:
    """Whether this sample isn't here, or not to its end.

    A commons of that name that somebody else founded is left alone, and so is the sample of an earlier version of this program.
    """
    if founder(SLUG) not in ("", key_of(SEED, STEWARDS[0]).id):
        return False
    first_untold = EARLIER.get(size(SLUG), "")
    if first_untold and not tells_of(SLUG, first_untold):
        return False
    return size(SLUG) < ENTRIES and rulebook(SLUG) in (0, RULEBOOK)


def load() -> None:
    """Found the commons and write its three months; what is already there is passed over."""
    Story().tell()


class Story:
    """One telling of the sample: first everything is planned, then written in the order of time."""

    def __init__(self) -> None:
        self.slug = SLUG
        self.dice = Dice(SEED)
        self.keys = {person.name: key_of(SEED, person.name) for person in PEOPLE}
        self.joined = {STEWARDS[0]: 0}
        self.working: set[str] = set()
        self.numbers: dict[str, int] = {}
        self.worked: dict[str, list[tuple[int, Work]]] = {module.name: [] for module in MODULES}
        self.in_version: dict[str, list[tuple[int, Work]]] = {}
        self.plan: list[Planned] = []
        self.minute = 0

    def tell(self) -> None:
        """Plan and write."""
        self.plan_people()
        self.plan_work()
        self.plan_year()
        sample_car_work.plan(self)
        sample_car_people.plan(self)
        books = sample_car_books.plan(self)
        market = sample_car_market.plan(self, books)
        sample_car_decisions.plan(self)
        if not size(SLUG):
            self.found()
        self.diary = Diary(SLUG)
        self.diary.skip(FOUNDING)
        for planned in sorted(self.plan, key=lambda planned: planned[:2]):
            self.minute = planned.minute
            planned.write()
        self.diary.flush()
        books.kept()
        market.kept()
        for person in PEOPLE[::OPEN]:
            people.open_my_amounts(SLUG, f"k:{self.keys[person.name].id}", everybody=True)

    def found(self) -> None:
        ada = PEOPLE[0]
        found_commons(
            "Merel", SLUG, purpose=PURPOSE, licences=["CERN-OHL-S-2.0", "CC-BY-SA-4.0"], legal_form="vzw",
            bearer="Vrienden van de Merel vzw", draft=False, founder=self.keys[ada.name], custody="hosted",
            texts={"name": ada.name, "place": ada.place}, at=self.at(),
        )  # fmt: skip

    # What happens when

    def on(self, day: int, write: Callable[[], Any], *, hour: int = -1) -> None:
        """Something happens on a day: at an hour after eight, or when the dice say."""
        minute = hour * HOUR if hour >= 0 else 30 + self.dice.upto(13 * HOUR)
        self.plan.append(Planned(day * DAY + minute, len(self.plan), write))

    def plan_people(self) -> None:
        """Stewards and keepers come first, the others over ten weeks; on the third day a rule is adopted."""
        known = {person.name: person for person in PEOPLE}
        for n, name in enumerate((*STEWARDS[1:], *KEEPERS)):
            self.plan_joining(known[name], 0, hour=1 + n)
        for person in PEOPLE:
            if person.name not in self.joined:
                # Most come early: of two throws the lower one.
                self.plan_joining(person, 1 + min(self.dice.upto(66), self.dice.upto(66)))
        for role, names in (("steward", STEWARDS[1:]), ("keeper", KEEPERS)):
            for name in names:
                fact = RoleGiven(person=f"k:{self.keys[name].id}", role=role)
                self.on(0, lambda fact=fact: self.say("", fact), hour=10)
        self.on(3, lambda: self.say("rule", RuleAdopted(rule=RULE)), hour=4)

    def plan_joining(self, person: Fictional, day: int, *, hour: int = -1) -> None:
        self.joined[person.name] = day
        self.on(day, lambda: self.join(person), hour=hour)

    def plan_work(self) -> None:
        """Creations; then for each release its contributions, the release, and mostly a steward's word on it."""
        for name in KINDS:
            self.on(1, lambda name=name: self.say(name, Created(name=name), KEEPERS[0]), hour=1)
        begun = dict.fromkeys(KINDS, 2)
        for release in RELEASES:
            first = max(begun[release.module], release.day - 34)
            self.plan_contributions(release.module, release.contributions, first, release.day)
            self.on(release.day, lambda release=release: self.release(release), hour=0)
            begun[release.module] = release.day + 1
            if release.day < LAST_ACCEPTED:
                self.on(release.day + 3, lambda release=release: self.accept(release), hour=1)
        for module, count in AFTERWARDS.items():
            self.plan_contributions(module, count, RELEASES[-1].day + 1, DAYS)
        for who in sorted(self.joined.keys() - self.working):
            # In a sample nobody joins and then does nothing.
            self.plan_work_of(who, "Merel", RELEASES[-1].day - 1 - self.dice.upto(5))
        self.on(68, lambda: self.contest("Cabin 0.1"), hour=12)
        self.on(70, lambda: self.settle("Cabin 0.1"), hour=2)
        self.on(75, lambda: self.contest("Wiring loom 0.2"), hour=12)

    def plan_year(self) -> None:
        """What waited is accepted; then kits are sold, income is shared, and some pass on what comes to them."""
        for release in LATE:
            self.on(release.day, lambda release=release: self.release(release), hour=0)
        for label, day in ACCEPTED_LATE.items():
            release = next(release for release in ALL if release.label == label)
            self.on(day, lambda release=release: self.accept(release), hour=1)
        self.on(97, lambda: self.settle("Wiring loom 0.2"), hour=2)
        for release in RELEASES:
            self.on(100, lambda release=release: self.accept_the_rest(release), hour=3)
        self.on(431, lambda: self.contest("Rear frame 0.3"), hour=12)
        for passing in PASSINGS:
            self.on(passing.day, lambda passing=passing: self.pass_on(passing), hour=9)
        for sale in SALES:
            self.on(sale.day, lambda sale=sale: self.receive(sale), hour=2)
            if sale.shared:
                self.on(sale.shared, lambda sale=sale: self.share(sale), hour=5)

    def plan_contributions(self, module: str, count: int, first: int, last: int) -> None:
        place = list(KINDS).index(module)
        team = [person.name for n, person in enumerate(PEOPLE) if (n * 5 + place * 4) % 9 < 3]
        for _ in range(count):
            day = first + self.dice.upto(last - first)
            here = [name for name in team if self.joined[name] < day] or list(KEEPERS)
            self.plan_work_of(self.dice.of(here), module, day)

    def plan_work_of(self, who: str, module: str, day: int) -> None:
        self.working.add(who)
        work = self.some_work(module, who)
        self.on(day, lambda: self.contribute(work))

    def some_work(self, module: str, who: str) -> Work:
        kind = self.dice.weighted(KINDS[module])
        least, most = POINTS[kind]
        points = least + self.dice.upto(most - least + 1)
        notes = [text for text in (NOTES[module].get(kind), COMMON.get(kind)) if text]
        return Work(
            module, who, kind, points, points + self.dice.upto(2 * points + 1), self.dice.of("|".join(notes).split("|"))
        )

    # How it is written

    def at(self) -> str:
        return clock.stamp(BEGIN + timedelta(minutes=self.minute))

    def say(
        self, name: str, fact: Any, who: str = STEWARDS[0], *, signer: SecretKey | None = None, **rest: Any
    ) -> int:  # fmt: skip
        """Write a line; ``id(name)`` is its id later on."""
        self.numbers[name] = self.diary.say(fact, signer or self.keys[who], self.at(), **rest)
        return self.numbers[name]

    def id(self, name: str) -> str:
        return self.diary.id(self.numbers[name])

    def join(self, person: Fictional) -> None:
        fact = Joined(key=key_given(self.keys[person.name], "hosted"))
        texts = {"name": person.name, "place": person.place}
        self.say("", fact, person.name, texts=texts, cosigners=[self.keys[STEWARDS[0]]])

    def contribute(self, work: Work) -> None:
        measures = {"points": work.points, "hours": work.hours}
        fact = Contributed(creation=self.id(work.module), work=work.kind, measures=measures)
        self.worked[work.module].append((self.say("", fact, work.who, texts={"note": work.note}), work))

    def release(self, release: Release) -> None:
        inputs = tuple(Input(version=self.id(on), weight=weight) for on, weight in release.on.items())
        fact = Released(creation=self.id(release.module), name=release.version, own=release.own, inputs=inputs)
        self.say(release.label, fact, KEEPERS[ALL.index(release) % len(KEEPERS)])
        self.in_version[release.label] = self.worked[release.module]
        self.worked[release.module] = []

    def accept(self, release: Release) -> None:
        """A steward accepts a version; of every third one she leaves something out and corrects something, not of her own."""
        number = ALL.index(release)
        left_out: tuple[str, ...] = ()
        corrections: tuple[Correction, ...] = ()
        who = STEWARDS[number % len(STEWARDS)]
        if number % 3 == 1:
            (first, _), (second, work), *_ = (told for told in self.in_version[release.label] if told[1].who != who)
            left_out = (self.diary.id(first),)
            corrections = (Correction(flow=self.diary.id(second), measures={"points": work.points + 2}),)
        self.say("", Accepted(version=self.id(release.label), except_=left_out, corrections=corrections), who)

    def accept_the_rest(self, release: Release) -> None:
        """What a steward has done herself, another one looks at."""
        number = ALL.index(release)
        first, other = STEWARDS[number % len(STEWARDS)], STEWARDS[(number + 1) % len(STEWARDS)]
        if any(work.who == first for _, work in self.in_version[release.label]):
            self.say("", Accepted(version=self.id(release.label)), other)

    def pass_on(self, passing: Passing) -> None:
        """Somebody doesn't keep all that comes to her."""
        to = tuple(Destination(to=to, ppm=ppm) for to, ppm in passing.to)
        self.say("", PassedOn(to=to), passing.who)

    def receive(self, sale: Sale) -> None:
        """A steward tells that money came in."""
        fact = Received(minor=sale.minor, currency=sale.currency, version=self.id(sale.version))
        self.say(f"sale {sale.day}", fact, STEWARDS[1], texts={"payer": sale.payer, "note": sale.note})

    def share(self, sale: Sale) -> None:
        """A member shares it. Its lines are reckoned from all that was said before, so that is written first."""
        income = self.id(f"sale {sale.day}")
        self.diary.flush()
        if self.diary.is_written():
            self.diary.skip(1)
            return
        out = sharing.reckoned(SLUG, income, self.at())
        written = lines.write(out)
        content.store().put(io.BytesIO(written.raw), written.sha256)
        self.say(f"share-out {sale.day}", sharing.said(income, out, written), KEEPERS[0])

    def contest(self, label: str) -> None:
        """Somebody finds her work counted too low."""
        number, work = self.in_version[label][2]
        reason = {"reason": "This took twice as long, because the first sheet was bad."}
        self.say(f"contest {label}", Contested(flows=(self.diary.id(number),)), work.who, texts=reason)

    def settle(self, label: str) -> None:
        """A steward who isn't the one concerned agrees."""
        number, work = self.in_version[label][2]
        corrections = (Correction(flow=self.diary.id(number), measures={"points": 2 * work.points}),)
        fact = Settled(contest=self.id(f"contest {label}"), counts=True, corrections=corrections)
        other = next(name for name in STEWARDS if name != work.who)
        self.say("", fact, other, texts={"reason": "True: the second sheet is in the photos."})

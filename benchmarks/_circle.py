"""A commons with partners, offers, orders and decisions to measure on: the same in each run, but for keys and salts."""

import random
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from benchmarks import _world

SLUG = "circle"
MEMBERS = 250
BEGIN = datetime(2026, 1, 5, 9, tzinfo=UTC)
BATCH = 5_000
TOWNS = 4_000
"""Partners live in the largest towns there are."""
ABLE = ("welding", "sewing", "laser-cutting", "painting", "wiring", "printing", "milling", "folding")
WHATS = ("kit", "good", "training", "support", "integration", "pre-order")
STEPS = ("begun", "delivered", "paid", "completed")
DECIDED = 12
"""Of so many decisions one is still voted on, and one discussed."""


def at(days: int, minutes: int = 0) -> str:
    """A time so long after the beginning."""
    from entredon.log import clock

    return clock.stamp(BEGIN + timedelta(days=days, minutes=minutes))


class Circle:
    """The commons while it is made: its people, and the ids of what pages are asked about."""

    def __init__(self, partners: int, offers: int, orders: int, decisions: int, votes: int) -> None:
        self.sizes = (partners, offers, orders, decisions, votes)
        self.dice = random.Random(7)  # for choices, not for secrets
        self.ids: dict[str, str] = {}
        self.keys: list[Any] = []
        self.count = 0

    def build(self) -> None:
        """Everything, one kind after the other: most of it is over, the rest is going on."""
        partners, offers, orders, decisions, votes = self.sizes
        self.keys = _world.found(SLUG, members=MEMBERS)
        self.persons = [f"k:{key.id}" for key in self.keys]
        self.versions = self.released(40)
        self.partners = self.made_partners(partners)
        self.offers = self.made_offers(offers)
        self.made_orders(orders)
        self.charter()
        self.made_decisions(decisions, votes // decisions)

    def say(self, what: Sequence[tuple[Any, int, dict[str, str], str]]) -> list[str]:
        """Facts, each with who says it, its texts and its time; in batches."""
        from entredon.log.door import Saying, append_many

        sayings = [Saying(fact, self.keys[who % MEMBERS], texts, when) for fact, who, texts, when in what]
        self.count += len(sayings)
        ids: list[str] = []
        for begin in range(0, len(sayings), BATCH):
            ids += [done.id for done in append_many(SLUG, sayings[begin : begin + BATCH])]
        return ids

    def released(self, count: int) -> list[str]:
        """Creations with a version each, and some work in them that is accepted."""
        from entredon.apps.library.entries import Released
        from entredon.apps.work.entries import Accepted

        creations = [_world.creation(SLUG, self.keys[0], f"Part {n}") for n in range(count)]
        _world.fill(SLUG, creations, self.keys, count * 25)
        facts = [Released(creation=id, name="1", own=1, inputs=()) for id in creations]
        versions = self.say([(fact, 0, {}, at(0)) for fact in facts])
        self.say([(Accepted(version=id), 0, {}, at(1)) for id in versions])
        return versions

    def made_partners(self, count: int) -> list[str]:
        """Partners in towns all over the world; each member speaks for some."""
        from entredon.apps.market import towns
        from entredon.apps.market.entries import Does, Give, PartnerAccepted, PartnerProposed, Terms

        numbers = [towns.read(line).id for line in towns.table().lines[:TOWNS]]
        terms = Terms(
            gives=(Give(way="price", ppm=150_000),), creations=(), name_use="none", liable="partner", notice_days=30
        )
        proposed = []
        for n in range(count):
            able = tuple(self.dice.sample(ABLE, 3))
            does = Does(
                what="workshop",
                town=self.dice.choice(numbers),
                processes=able,
                languages=("nl", "fr", "en")[: 1 + n % 3],
            )
            proposed.append(
                (PartnerProposed(terms=terms, does=does), 1 + n % (MEMBERS - 1), {"name": f"Workshop {n}"}, at(2))
            )
        ids = self.say(proposed)
        self.say([(PartnerAccepted(agreement=id), 0, {}, at(3)) for id in ids])
        self.ids["partner"] = ids[0]
        return ids

    def made_offers(self, count: int) -> list[tuple[str, int, int]]:
        """Offers: their ids, who makes each, and at which price."""
        from entredon.apps.market.entries import Offered, StandsOn

        said, prices = [], []
        for n in range(count):
            prices.append(1_000 + self.dice.randrange(200_000))
            fact = Offered(
                partner=self.partners[n % len(self.partners)], what=WHATS[n % 6], minor=prices[-1], currency="EUR",
                on=(StandsOn(what=self.versions[n % 40]),), unit="piece", vat_ppm=210_000, margin=0, parts=(), stock=-1, days=14,
                until="", pay="partner", withdraw_days=0,
            )  # fmt: skip
            who = 1 + (n % len(self.partners)) % (MEMBERS - 1)
            said.append((fact, who, {"title": f"{WHATS[n % 6].title()} number {n}", "text": "As you like it."}, at(4)))
        ids = self.say(said)
        self.ids["offer"] = ids[-1]
        return [(id, said[n][1], prices[n]) for n, id in enumerate(ids)]

    def made_orders(self, count: int) -> None:
        """Orders, three of four at their end; the others as far as each has come."""
        from entredon.apps.market import entries_orders as orders

        chosen = [self.offers[self.dice.randrange(len(self.offers))] for _ in range(count)]
        quotes = self.say([
            (orders.Quoted(offer=offer, quantity=1, minor=price, margin=0, currency="EUR", until="2026-12-31", pay="partner",
                           withdraw_days=0), who, {}, at(5 + n * 150 // count))
            for n, (offer, who, price) in enumerate(chosen)
        ])  # fmt: skip
        done = self.say([
            (orders.Ordered(quote=quote), chosen[n][1], {}, at(6 + n * 150 // count)) for n, quote in enumerate(quotes)
        ])  # fmt: skip
        facts: dict[str, Callable[[str, int], Any]] = {
            "begun": lambda id, n: orders.Begun(order=id),
            "delivered": lambda id, n: orders.Delivered(order=id),
            "paid": lambda id, n: orders.Paid(order=id, day=at(8 + n * 150 // count)[:10]),
            "completed": lambda id, n: orders.Completed(order=id),
        }
        for number, step in enumerate(STEPS):
            far = [(n, id) for n, id in enumerate(done) if n % 4 or n % 16 > 4 * number]
            self.say([(facts[step](id, n), chosen[n][1], {}, at(8 + number + n * 150 // count)) for n, id in far])
        self.ids["order"] = done[1]
        self.ids["seller"] = next(id for n, id in enumerate(self.partners) if 1 + n % (MEMBERS - 1) == chosen[1][1])

    def charter(self) -> None:
        from entredon.apps.decide.entries import Chartered
        from entredon.pure.choice import templates

        self.say([(Chartered(charter=templates.VOTE.data()), 0, {}, at(170))])

    def made_decisions(self, count: int, voters: int) -> None:
        """Decisions, each voted on by as many; all opened one after the other, and then each brought as far as it comes."""
        from entredon.apps.decide import entries as decide
        from entredon.pure.choice import counting, roll

        words = decide.Effect(lever="words")
        ids = self.say([
            (decide.Moved(effect=words, base=""), n, {"title": f"Shall we paint gate {n}?", "text": "It is grey."}, at(171, n))
            for n in range(count)
        ])  # fmt: skip
        discussed = [id for n, id in enumerate(ids) if n % DECIDED == DECIDED - 1]
        rolled = [id for n, id in enumerate(ids) if n % DECIDED != DECIDED - 1]
        voted = [id for n, id in enumerate(rolled) if n % DECIDED == DECIDED - 2]
        self.ids["discussed"], self.ids["voted"] = discussed[-1], voted[-1]
        root = roll.roll_root(self.persons)
        self.say([(decide.Rolled(decision=id, count=MEMBERS, root=root), 1, {}, at(180)) for id in rolled])
        choices = [("yes", "yes", "no", "abstain")[self.dice.randrange(4)] for _ in range(voters)]
        self.say([
            (decide.Balloted(decision=id, choice=choice), who, {}, at(181))
            for id in rolled for who, choice in enumerate(choices)
        ])  # fmt: skip
        over = [id for n, id in enumerate(rolled) if n % DECIDED != DECIDED - 2]
        self.ids["decided"] = over[0]
        counts = counting.counted("threshold@1", choices)
        ballots = roll.ballots_root((self.persons[n], choice) for n, choice in enumerate(choices))
        way = templates_type()
        passed = counting.outcome(way, counts, MEMBERS).passed
        self.say([(decide.Closed(decision=id), 1, {}, at(190)) for id in over])
        self.say([
            (decide.Tallied(decision=id, method="threshold@1", counts=counts, ballots=ballots, passed=passed), 1, {}, at(190))
            for id in over
        ])  # fmt: skip
        self.say([(decide.Executed(decision=id), 1, {}, at(195)) for id in over] if passed else [])


def templates_type() -> Any:
    """The way in which these decisions are made."""
    from entredon.pure.choice import templates

    return templates.VOTE.type_of("words")

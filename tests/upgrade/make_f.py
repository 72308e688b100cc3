"""Makes tests/upgrade/f.tar.xz: what e.tar.xz holds, with a charter and decisions, partners, offers and orders, what they give back,
a budget, and what is private about sellers and buyers.

    .venv/bin/python tests/upgrade/make_f.py

It is run once, when the formats of this stage are final; the archive then stays as it is.
"""

import os
import tempfile
from datetime import timedelta
from pathlib import Path

import make_b
import make_c
import make_d
import make_e
from make_a import HERE, pack

TOWN = 2_797_656
PRICE = 12_100


def main() -> None:
    """Make the node in a folder of its own and pack it."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "node"
        os.environ["ENTREDON_HOME"] = str(home)
        from entredon.cli import common

        common.start()
        make_b.tell(Path(folder))
        make_c.tell()
        make_d.tell()
        books = make_e.Books()
        books.tell()
        Circle(books).tell()
        make_b.complete()
        make_b.keep_in_private()
        make_c.keep_in_private()
        make_d.keep_in_private()
        pack(home, HERE / "f.tar.xz")


class Circle:
    """One entry of every kind about deciding and about the market, told by the people of the commons and two who sell."""

    def __init__(self, books: make_e.Books) -> None:
        from entredon.testing_cast import key_of

        self.books, self.cast, self.bank = books, books.cast, books.bank
        self.vera, self.version = books.vera, books.version
        self.eve, self.fay = key_of("eve of merel"), key_of("fay of merel")

    def tell(self) -> None:
        from entredon.log import checkpoints

        self.cast.join(self.eve, "Eve Evers")
        self.cast.join(self.fay, "Fay Faure")
        self.partners()
        self.offers()
        self.orders()
        self.undone()
        self.decide()
        self.private()
        checkpoints.settle()

    # Partners and offers

    def proposed(self, by, name, *gives) -> str:
        """Somebody wants to be a partner."""
        from entredon.apps.market.entries import Does, PartnerProposed

        does = Does(
            what="workshop",
            town=TOWN,
            processes=("welding",),
            machines=("lathe",),
            services=("repair",),
            languages=("nl",),
        )
        return self.cast.say(
            PartnerProposed(terms=self.terms(*gives), does=does), by, texts={"name": name, "about": "Us."}
        )

    def terms(self, *gives):
        from entredon.apps.market.entries import Terms

        return Terms(gives=gives, creations=(), name_use="made-from", liable="partner", notice_days=30)

    def partners(self) -> None:
        """Two are accepted by a steward, one is declined, one ends; one has other terms, and tells anew what it can do."""
        from entredon.apps.market import entries as market

        price, work = market.Give(way="price", ppm=100_000), market.Give(way="work", minutes=120)
        say = self.cast.say
        self.noord = self.proposed(self.eve, "Werkplaats Noord", price, work)
        self.winkel = self.proposed(self.fay, "De Winkel", market.Give(way="margin", ppm=200_000))
        gone, declined = self.proposed(self.fay, "Werf Wulp", price), self.proposed(self.eve, "Werf Fuut", price)
        for id in (self.noord, self.winkel, gone):
            say(market.PartnerAccepted(agreement=id))
        say(market.PartnerDeclined(agreement=declined), texts={"reason": "One is enough."})
        say(market.PartnerEnded(partner=gone), self.fay, texts={"reason": "We move."})
        other = say(
            market.TermsProposed(partner=self.winkel, terms=self.terms(price)), self.fay, texts={"note": "Simpler."}
        )
        say(market.PartnerAccepted(agreement=other))
        does = market.Does(what="label", town=TOWN, languages=("nl", "fr"))
        say(market.PartnerDescribed(partner=self.winkel, does=does), self.fay, texts={"about": "We sell and label."})

    def offers(self) -> None:
        """One that the partner is paid for, one that the bearer is, a joint one, one that ends."""
        from entredon.apps.market import entries as market

        def offered(**more) -> str:
            numbers = {
                "partner": self.noord, "what": "kit", "on": (market.StandsOn(what=self.version),), "minor": PRICE, "currency": "EUR",
                "unit": "piece", "vat_ppm": 210_000, "margin": 0, "parts": (), "stock": 20, "days": 10, "until": "",
                "pay": "partner", "withdraw_days": 0,
            }  # fmt: skip
            texts = {"title": "A chassis as a kit", "text": "Bring a riveter."}
            return self.cast.say(market.Offered(**{**numbers, **more}), self.eve, texts=texts)

        self.kit, self.held = offered(), offered(pay="bearer")
        parts = (market.PartOf(partner=self.noord, ppm=600_000), market.PartOf(partner=self.winkel, ppm=400_000))
        joint = offered(parts=parts)
        self.cast.say(market.OfferJoined(offer=joint, partner=self.winkel), self.fay)
        changed = market.OfferChanged(offer=self.kit, minor=PRICE, margin=0, stock=30, until="2031-12-31")
        self.cast.say(changed, self.eve)
        self.cast.say(market.OfferEnded(offer=offered()), self.eve)

    # Orders

    def ordered(self, offer: str, *, buyer: str = "", pay: str = "partner", at: str | None = None) -> str:
        """A quote, and the yes to it."""
        from entredon.apps.market import entries_orders as orders
        from entredon.log import clock

        until = clock.stamp(clock.now() + timedelta(days=20))[:10]
        quoted = orders.Quoted(
            offer=offer, quantity=1, minor=PRICE, margin=0, currency="EUR", until=until, pay=pay, withdraw_days=0, buyer=buyer
        )  # fmt: skip
        self.quote = self.cast.say(quoted, self.eve, texts={"note": "By train."}, at=at)
        return self.cast.say(orders.Ordered(quote=self.quote), self.cast.bob if buyer else self.eve, at=at)

    def orders(self) -> None:
        """One paid to the partner a month ago, whose give-back is asked for and paid; one paid to the bearer; both at their end."""
        from entredon.apps.market import entries_orders as orders
        from entredon.apps.value import sharing
        from entredon.log import clock
        from entredon.site.sample_bank import BankLine

        now, before = clock.now(), clock.stamp(clock.now() - timedelta(days=35))
        say, eve = self.cast.say, self.eve
        direct = self.ordered(self.kit, at=before)
        for fact in (
            orders.Begun(order=direct), orders.Delivered(order=direct), orders.GotIt(order=direct),
            orders.Paid(order=direct, day=before[:10]), orders.Completed(order=direct),
        ):  # fmt: skip
            say(fact, eve, at=before)
        due = clock.stamp(now + timedelta(days=14))[:10]
        asked = say(
            orders.GiveBackAsked(partner=self.noord, month=before[:7], currency="EUR", count=1, minor=1_000, due=due)
        )
        held = self.ordered(self.held, buyer=self.books.bob_is, pay="bearer")
        today = clock.stamp()[:10]
        self.books.statement(
            "market", "main", today, today, 162_677,
            BankLine("held", today, PRICE, "Bob", reference=self.bank.reference(held)),
            BankLine("back", today, 1_000, "Werkplaats Noord", reference=self.bank.reference(asked)),
        )  # fmt: skip
        self.books.allot("market", "held", to="income", minor=PRICE, ref=held, kind="sale")
        self.books.allot("market", "back", to="income", minor=1_000, ref=asked, kind="give-back")
        say(orders.Delivered(order=held), eve)
        say(orders.GotIt(order=held), self.cast.bob)
        sharing.share_income("merel", say(orders.Completed(order=held), self.cast.bob), self.cast.bob)
        self.order = held

    def undone(self) -> None:
        """A quote declined, an order withdrawn, one with a complaint that is settled, one taken over by another."""
        from entredon.apps.market import entries_orders as orders

        say, eve = self.cast.say, self.eve
        self.ordered(self.kit)
        quoted = orders.Quoted(
            offer=self.kit, quantity=2, minor=2 * PRICE, margin=0, currency="EUR", until="2027-01-31", pay="partner",
            withdraw_days=0,
        )  # fmt: skip
        say(orders.QuoteDeclined(quote=say(quoted, eve)), eve)
        say(orders.OrderWithdrawn(order=self.ordered(self.kit)), eve, texts={"reason": "No steel."})
        complained = self.ordered(self.kit, buyer=self.books.bob_is)
        say(orders.Delivered(order=complained), eve)
        say(orders.Complained(order=complained), self.cast.bob, texts={"reason": "It squeaks."})
        say(orders.ComplaintSettled(order=complained), self.cast.bob, texts={"reason": "Oil."})
        passed = self.ordered(self.kit)
        say(orders.PassedOn(order=passed, partner=self.winkel), eve)
        say(orders.TakenOver(order=passed), self.fay)

    # Deciding

    def decide(self) -> None:
        """A charter; a budget that is released and given back, a rule, one stalled, one refused, one challenged, one withdrawn."""
        from entredon.apps.decide import entries as decide
        from entredon.apps.market.entries import Give, PartnerDeclined
        from entredon.apps.treasury.entries_books import BudgetReturned
        from entredon.apps.value import queries as value
        from entredon.apps.work.entries_needs import NeedClosed, Needed
        from entredon.log import clock
        from entredon.pure.choice import templates

        say = self.cast.say
        self.begin = clock.now() - timedelta(days=60)
        say(decide.Chartered(charter=templates.VOTE.data()), at=self.at(0))
        texts = {"title": "A jig", "text": "So that holes meet.", "done": "They meet."}
        need = say(Needed(work="design"), texts=texts)
        effect = decide.Effect(lever="budget", what=need, minor=5_000, currency="EUR")
        budget = self.decided("Shall we buy the jig?", effect, "0", "yyyn")
        task = decide.Assigned(decision=budget, person=self.books.bob_is, due="2099-12-31")
        task_id = say(task, self.cast.bob, texts={"what": "Buy it."})
        say(decide.Proven(task=task_id), self.cast.bob, texts={"proof": "It stands in the shed."})
        say(NeedClosed(need=need, outcome="dropped"), texts={"reason": "A friend lent us one."})
        say(BudgetReturned(need=need, currency="EUR"))
        rule = value.rule_in_force("merel")
        new = {"way": "flow", "top": {"fund": 100_000}, "pools": {"code": 700_000, "review": 300_000}}
        self.decided("Shall reviewers get more?", decide.Effect(lever="sharing", rule=new), rule.id, "yyyyy")
        wulp = self.proposed(self.fay, "Werf Lepelaar", Give(way="price", ppm=10_000))
        admit = decide.Effect(lever="partner", way="admit", what=wulp)
        stalled = self.decided("Shall they join?", admit, "", "yyyy", ends=None)
        say(PartnerDeclined(agreement=wulp), self.fay)
        say(decide.Stalled(decision=stalled), at=self.at(40))
        words = decide.Effect(lever="words")
        self.decided("Shall we wear hats?", words, "", "nnny", ends=None)
        doubted = self.decided("Shall we wear caps?", words, "", "yyny", ends=None)
        say(decide.Challenged(decision=doubted), self.vera, texts={"reason": "Nobody told me."}, at=self.at(10))
        taken = say(decide.Moved(effect=words, base=""), texts={"title": "Shall we sing?"}, at=self.at(1))
        say(decide.Withdrawn(decision=taken), texts={"reason": "We do already."}, at=self.at(2))
        self.waiting = say(
            decide.Moved(effect=words, base="", replaces=taken), texts={"title": "Shall we sing louder?"}
        )

    def at(self, days: int) -> str:
        from entredon.log import clock

        return clock.stamp(self.begin + timedelta(days=days))

    def decided(self, title: str, effect, base: str, votes: str, ends="executed") -> str:
        """From the question to the count, and carrying it out if it passed."""
        from entredon.apps.decide import entries as decide
        from entredon.pure.choice import counting, roll, templates

        say = self.cast.say
        way = templates.VOTE.type_of(effect.lever)
        keys = [self.cast.ada, self.cast.bob, self.vera, self.eve, self.fay]
        moved = say(
            decide.Moved(effect=effect, base=base), texts={"title": title, "text": "Think of it."}, at=self.at(1)
        )
        start = 1 + way.discuss
        people = self.on_roll()
        say(decide.Rolled(decision=moved, count=len(people), root=roll.roll_root(people)), at=self.at(start))
        chosen = [{"y": "yes", "n": "no"}[one] for one in votes]
        names = [self.person(key) for key in keys]
        for key, choice in zip(keys, chosen, strict=False):
            say(decide.Balloted(decision=moved, choice=choice), key, texts={"reason": "Because."}, at=self.at(start))
        end = start + way.vote
        say(decide.Closed(decision=moved), at=self.at(end))
        counts = counting.counted(way.method, chosen)
        ballots = roll.ballots_root(zip(names, chosen, strict=False))
        passed = counting.outcome(way, counts, len(people)).passed
        say(
            decide.Tallied(decision=moved, method=way.method, counts=counts, ballots=ballots, passed=passed),
            at=self.at(end),
        )
        if ends:
            say(decide.Executed(decision=moved), at=self.at(end + way.challenge))
        return moved

    def person(self, key) -> str:
        from entredon.log.models import Key

        return Key.objects.get(commons="merel", id=key.id).person

    def on_roll(self) -> list[str]:
        """All members as they are now."""
        from entredon.apps.people import queries as people

        return [one.id for one in people.members("merel", True)]

    def private(self) -> None:
        """Who sells in law, what somebody asked for, what was written, and that somebody was reminded."""
        from entredon.apps.decide.models import DecisionLetter
        from entredon.apps.market import asking
        from entredon.apps.market.models import SellerDetails

        SellerDetails.objects.create(
            commons="merel", partner=self.noord, name="Werkplaats Noord bv", address="Kraanvogelkaai 7, Ghent",
            email="noord@example.org", holder="Werkplaats Noord", iban="NL25FAKE0345678901",
        )  # fmt: skip
        wanted = asking.Wanted(
            offer=self.kit, partner=self.noord, person="", name="Mevrouw Pimpelmees", email="pimpelmees@example.org", address="",
            town=TOWN, quantity=2, message="By spring?",
        )  # fmt: skip
        made, _new = asking.ask("merel", wanted)
        asking.note(made, asking.SELLER, "Yes.")
        DecisionLetter.objects.create(commons="merel", decision=self.waiting, person=self.books.bob_is, what="reminded")


if __name__ == "__main__":
    main()

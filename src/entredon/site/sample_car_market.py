"""Who sells and makes around the open car Merel, and what somebody bought: partners, offers, orders and what was given back.

Data, and how it is planned. Everybody here is made up and bears the name of a bird; so do their firms. The towns are real.
"""

from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from entredon.apps.market import entries_orders as orders
from entredon.apps.market.asking import Wanted, ask
from entredon.apps.market.entries import (
    Does,
    Give,
    Offered,
    OfferEnded,
    OfferJoined,
    PartnerProposed,
    PartOf,
    StandsOn,
    Terms,
)
from entredon.apps.market.models import Asking, SellerDetails
from entredon.apps.treasury.entries import Part
from entredon.site.sample_bank import BankLine
from entredon.site.sample_car_story import STEWARDS
from entredon.site.sample_car_year import Sale

if TYPE_CHECKING:
    from entredon.site.sample_car import Story
    from entredon.site.sample_car_books import Teller

ADA = STEWARDS[0]
SJOERD, THEO, FIEN, LIEVE, INES = (
    "Sjoerd Lepelaar", "Théo Huppe", "Fien Spreeuw", "Lieve Roodborst", "Inès Alouette"
)  # fmt: skip


class Firm(NamedTuple):
    """A partner: the day on which it is proposed, its name, who speaks for it, where, and its agreement."""

    day: int
    name: str
    who: str
    what: str
    town: int
    street: str
    number: str
    gives: tuple[Give, ...]
    can: tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...], tuple[str, ...]]
    """Processes, machines, services and languages."""
    about: str
    for_: tuple[str, ...] = ()
    """The creations it is for; none: all."""
    name_use: str = "made-from"


class Thing(NamedTuple):
    """Something that is offered."""

    day: int
    name: str
    firm: str
    what: str
    title: str
    text: str
    on: tuple[tuple[str, int], ...]
    minor: int
    pay: str
    unit: str = "piece"
    margin: int = 0
    stock: int = -1
    days: int = 14
    until: str = ""
    withdraw: int = 14
    parts: tuple[tuple[str, int], ...] = ()


class Bought(NamedTuple):
    """An order: what was quoted on which day, to whom ("" for somebody who is no member), and what happened on later days."""

    name: str
    thing: str
    quantity: int
    quoted: int
    ordered: int
    steps: tuple[tuple[int, str], ...] = ()
    buyer: str = ""
    reason: str = ""


FIRMS = [
    Firm(371, "Werkplaats Noord", SJOERD, "workshop", 2755251, "Loods 7, Eendenkade, 9700 Groningen", "NL25FAKE0345678901",
         (Give(way="price", ppm=150_000),),
         (("sheet-metal", "welding", "riveting"), ("folder-125", "spot-welder", "lathe"), ("assembly", "repair"),
          ("nl", "en", "de")),
         "Four people and a folder of 1.25 metres, in a shed by the water. We build what you would rather not bend yourself.",
         (), "partner"),
    Firm(371, "Leerplek Zwaluw", ADA, "freelancer", 2797656, "Zwaluwstraat 3, 9000 Gent", "BE87999234567894",
         (Give(way="margin", ppm=200_000), Give(way="work", minutes=240)),
         (("welding",), (), ("training", "support"), ("nl", "en")),
         "I teach what is in the handbook, on Saturdays, in a school that has a welding room."),
    Firm(372, "Atelier de la Huppe", THEO, "cooperative", 2998324, "12 rue des Huppes, 59000 Lille", "FR3299999999990345678901236",
         (Give(way="price", ppm=100_000), Give(way="work", minutes=120)),
         (("sheet-metal", "laser-cutting", "sewing"), ("laser-cutter", "sewing-machine"), ("assembly",), ("fr", "nl")),
         "Une coopérative de sept personnes. Nous découpons, nous plions, nous cousons les housses.", ("Battery box", "Cabin")),
    Firm(372, "Bedrading Spreeuw", FIEN, "freelancer", 2791537, "Spreeuwenhoek 21, 2800 Mechelen", "BE60999345678970",
         (Give(way="price", ppm=120_000),),
         (("wiring", "soldering"), ("crimping-press",), ("integration", "support", "repair"), ("nl", "fr")),
         "Cables, plugs and the patience to find the one that is wrong.",
         ("Wiring loom", "Battery box", "Dashboard", "Rear frame", "Merel")),
    Firm(373, "Roodborst cv", LIEVE, "cooperative", 2794055, "Robinsonweg 8, 8500 Kortrijk", "BE46999456789036",
         (Give(way="price", ppm=150_000),),
         (("sheet-metal", "painting", "sewing"), ("paint-booth", "sewing-machine"), ("assembly", "delivery"), ("nl", "fr", "en")),
         "We finish what others begin: paint, covers, and a lid that closes with one elbow.", (), "partner"),
    Firm(373, "Ateliers Alouette", INES, "company", 2990969, "4 quai des Alouettes, 44000 Nantes", "FR3699999999990456789012372",
         (Give(way="price", ppm=80_000),),
         (("sheet-metal", "welding", "painting"), ("press-brake", "paint-booth"), ("assembly", "delivery", "repair"), ("fr", "en")),
         "Vingt voitures par an, pas une de plus : chacune est essayée sur les pavés."),
    Firm(412, "Werf Wulp", "Stan Wulp", "company", 2794055, "Wulpenkaai 1, 8500 Kortrijk", "",
         (Give(way="price", ppm=30_000),), (("sheet-metal",), (), ("assembly",), ("nl",)),
         "We could build ten a month."),
]  # fmt: skip
"""The last one takes its proposal back after it was carried."""
NEVER = "Werf Wulp"
ADMITTED = 11
"""So many days after it is proposed a partner is admitted, by a decision of which it takes as long."""

THINGS = [
    Thing(388, "course", "Leerplek Zwaluw", "training", "Two Saturdays: fold, rivet, weld",
          "For six people. Bring boots; the rest is there, and you take home what you have folded.",
          (("Workshop handbook", 1),), 34_000, "partner", unit="course", margin=21_000, days=30, withdraw=0),
    Thing(389, "hours", "Bedrading Spreeuw", "integration", "Your loom, built in and tested",
          "I come with the press and leave when everything lights up that should.", (("Wiring loom", 3), ("Dashboard", 1)), 7_500,
          "partner", unit="hour", withdraw=0, days=10),
    Thing(390, "repair", "Werkplaats Noord", "support", "An hour at our bench",
          "Something bent, cracked or squeaking? Bring it; you may help.", (("Merel", 1),), 6_200, "partner", unit="hour", days=7,
          withdraw=0),
    Thing(406, "bench", "Werkplaats Noord", "kit", "The folding bench for your boot, as a kit",
          "Lid, bench, hinge and frame: cut, folded and drilled. Two evenings with a riveter and a friend.",
          (("Rear frame", 1),), 48_000, "bearer", stock=24, days=10),
    Thing(406, "lid", "Roodborst cv", "good", "A market lid, painted and ready to mount",
          "In any colour that we have, with a cover sewn of old truck tarpaulin.", (("Rear frame", 2), ("Cabin", 1)), 89_000,
          "bearer", stock=6, days=21),
    Thing(407, "box", "Atelier de la Huppe", "kit", "Battery box for forty cells, without cells",
          "Aluminium découpé au laser, rivets et poignée. Les cellules ne se vendent pas par la poste.",
          (("Battery box", 1),), 65_000, "bearer", days=14),
    Thing(407, "car", "Ateliers Alouette", "pre-order", "A Merel 1.1, ready to drive, next spring",
          "Tried on cobbles for two hours. Delivered by the train and your own two legs.", (("Merel", 1),), 980_000, "bearer",
          stock=8, days=150, until="2027-03-31"),
    Thing(409, "together", "Werkplaats Noord", "kit", "Bench and loom together, with a day of wiring",
          "The kit from the north, and somebody from Mechelen who wires it with you.", (("Rear frame", 1), ("Wiring loom", 1)),
          115_000, "bearer", days=21, parts=(("Werkplaats Noord", 600_000), ("Bedrading Spreeuw", 400_000))),
    Thing(392, "talk", "Leerplek Zwaluw", "training", "An evening about the handbook", "Soup included.",
          (("Workshop handbook", 1),), 4_500, "partner", unit="course", margin=3_000, withdraw=0),
]  # fmt: skip
JOINED = (410, "together", "Bedrading Spreeuw")
ENDED = (441, "talk")

BOUGHT = [
    Bought("course", "course", 2, 392, 393, ((394, "Begun"), (399, "Delivered"), (400, "Paid"), (401, "GotIt"), (402, "Completed"))),
    Bought("loom", "hours", 9, 396, 398, ((403, "Begun"), (404, "Delivered"), (409, "Paid"), (410, "Completed"))),
    Bought("benches", "bench", 4, 407, 408, ((409, "Begun"), (411, "Delivered"), (412, "GotIt"), (429, "Completed"))),
    Bought("box", "box", 1, 433, 434, ((436, "Begun"), (445, "Delivered")), "Femke Putter"),
    Bought("lid", "lid", 1, 436, 437, ((438, "OrderWithdrawn"),), reason="My car turns out to be too short."),
    Bought("squeak", "repair", 3, 429, 430, ((432, "Delivered"), (433, "GotIt"), (435, "Complained")),
           reason="It still squeaks, on the left."),
    Bought("both", "together", 1, 438, 440, ((443, "Begun"),)),
    Bought("another lid", "lid", 2, 442, 444),
    Bought("more benches", "bench", 6, 443, 445, ((446, "PassedOn"),)),
]  # fmt: skip
"""What was bought; the first two paid to the partner, and the third to the bearer, are completed."""
TO = "Roodborst cv"
"""Whom the last one is handed over to, once that one takes it."""
WAITS = ("car", 445, "Daan Scholekster")
"""A quote that a member hasn't answered."""
PAID = BankLine("benches", "2026-10-17", 192_000, "Buurtwerf Boomvalk")
ASKED = [("Leerplek Zwaluw", 430, "2026-11-14"), ("Bedrading Spreeuw", 431, "2026-12-15")]
"""Who was asked on which day for what she gives back of October's orders, and until when; the first is late with it."""
MONTH = "2026-10"
COMPLETED, SHARED = 429, 430
"""The days on which the benches are completed, and what was given back of them is shared."""
GUEST = Wanted(
    offer="course", partner="Leerplek Zwaluw", person="", name="Mevrouw Pimpelmees", email="pimpelmees@nest.example", address="",
    town=2797656, quantity=3, message="Three of us would come, and one has only one good arm. Does that work?",
)  # fmt: skip


def plan(story: "Story", books: "Teller") -> "Seller":
    """Plan it all, between what the year tells."""
    teller = Seller(story, books)
    for firm in FIRMS:
        story.on(firm.day, partial(teller.propose, firm), hour=1)
    for thing in THINGS:
        story.on(thing.day, partial(teller.offer, thing), hour=3)
    day, name, who = JOINED
    joins = lambda: OfferJoined(offer=story.id(f"offer {name}"), partner=story.id(f"partner {who}"))  # noqa: E731
    teller.on(day, 1, "", joins, WHO[who])
    day, ended = ENDED
    teller.on(day, 6, "", lambda: OfferEnded(offer=story.id(f"offer {ended}")), ADA)
    for bought in BOUGHT:
        teller.buy(bought)
    teller.waiting()
    books.more.append(teller.line)
    books.allot(426, 9, "october", PAID.key, teller.part)
    story.on(SHARED, lambda: story.share(Sale(COMPLETED, "", 0, "", "", "", SHARED)), hour=7)
    for who, day, due in ASKED:
        story.on(day, partial(teller.ask_for, who, due), hour=6)
    return teller


WHO = {firm.name: firm.who for firm in FIRMS}


class Seller:
    """Tells of partners, offers and orders through a story."""

    def __init__(self, story: "Story", books: "Teller") -> None:
        self.story, self.books = story, books
        self.things = {thing.name: thing for thing in THINGS}

    def on(self, day: int, hour: int, name: str, make: Any, who: str, **texts: str) -> None:
        """Something is said on a day; the fact is made when its turn comes."""
        self.story.on(day, lambda: self.story.say(name, make(), who, texts=texts), hour=hour)

    def propose(self, firm: Firm) -> None:
        """A partner is proposed; a decision admits it."""
        processes, machines, services, languages = firm.can
        does = Does(
            what=firm.what, town=firm.town, processes=processes, machines=machines, services=services, languages=languages
        )  # fmt: skip
        terms = Terms(
            gives=firm.gives, creations=tuple(self.story.id(name) for name in firm.for_), name_use=firm.name_use,
            liable="partner", notice_days=60,
        )  # fmt: skip
        texts = {"name": firm.name, "about": firm.about}
        self.story.say(f"partner {firm.name}", PartnerProposed(terms=terms, does=does), firm.who, texts=texts)

    def offer(self, thing: Thing) -> None:
        """Something is offered."""
        fact = Offered(
            partner=self.story.id(f"partner {thing.firm}"), what=thing.what,
            on=tuple(StandsOn(what=self.story.id(name), weight=weight) for name, weight in thing.on), minor=thing.minor,
            currency="EUR", unit=thing.unit, vat_ppm=210_000, margin=thing.margin,
            parts=tuple(PartOf(partner=self.story.id(f"partner {firm}"), ppm=ppm) for firm, ppm in thing.parts),
            stock=thing.stock, days=thing.days, until=thing.until, pay=thing.pay, withdraw_days=thing.withdraw,
        )  # fmt: skip
        texts = {"title": thing.title, "text": thing.text}
        self.story.say(f"offer {thing.name}", fact, WHO[thing.firm], texts=texts)

    def buy(self, bought: Bought) -> None:
        """A quote, the order, and what happens to it."""
        thing = self.things[bought.thing]
        seller, buyer = WHO[thing.firm], bought.buyer or WHO[thing.firm]
        quote = partial(self._quote, thing, bought.quantity, bought.quoted, bought.buyer)
        self.on(bought.quoted, 7, f"quote {bought.name}", quote, seller)
        self.on(
            bought.ordered, 8, f"order {bought.name}",
            lambda: orders.Ordered(quote=self.story.id(f"quote {bought.name}")), buyer,
        )  # fmt: skip
        for day, kind in bought.steps:
            by = buyer if kind in ("GotIt", "OrderWithdrawn", "Complained") else seller
            texts = {"reason": bought.reason} if kind in ("OrderWithdrawn", "Complained") else {}
            self.on(
                day, 9, f"sale {day}" if day == COMPLETED else "", partial(self._step, bought, kind, day), by, **texts
            )

    def _quote(self, thing: Thing, quantity: int, day: int, buyer: str) -> orders.Quoted:
        return orders.Quoted(
            offer=self.story.id(f"offer {thing.name}"), quantity=quantity, minor=thing.minor * quantity,
            margin=thing.margin * quantity, currency="EUR", until=self.books.day(day + 14), pay=thing.pay,
            withdraw_days=thing.withdraw, buyer=self.books.person(buyer) if buyer else "",
        )  # fmt: skip

    def _step(self, bought: Bought, kind: str, day: int) -> Any:
        order = self.story.id(f"order {bought.name}")
        more = {"Paid": {"day": self.books.day(day)}, "PassedOn": {"partner": self.story.id(f"partner {TO}")}}
        return getattr(orders, kind)(order=order, **more.get(kind, {}))

    def waiting(self) -> None:
        """A quote that nobody has answered yet."""
        name, day, buyer = WAITS
        thing = self.things[name]
        self.on(day, 7, "quote waiting", partial(self._quote, thing, 1, day, buyer), WHO[thing.firm])

    def line(self) -> BankLine:
        """What the bank's statement of October shows for the benches."""
        return PAID._replace(reference=self.books.bank.reference(self.story.id("order benches")))

    def part(self) -> Part:
        """Where that line belongs: it waits for the order until that can't be withdrawn any more."""
        return Part(to="income", minor=PAID.minor, ref=self.story.id("order benches"), kind="sale")

    def ask_for(self, firm: str, due: str) -> None:
        """A partner is asked for what she gives back; how much follows from the record, so that is written first."""
        from entredon.apps.market.models import Claim

        story, id = self.story, self.story.id(f"partner {firm}")
        story.diary.flush()
        if story.diary.is_written():
            story.diary.skip(1)
            return
        rows = list(Claim.objects.filter(commons=story.slug, partner=id, asked=""))
        minor, count = sum(row.minor for row in rows), len({row.order for row in rows})
        fact = orders.GiveBackAsked(partner=id, month=MONTH, currency="EUR", count=count, minor=minor, due=due)
        story.say(f"asked {firm}", fact, STEWARDS[1])

    def kept(self) -> None:
        """What is private: who the sellers are in law, where they are paid, and what somebody asked the first one for."""
        for firm in FIRMS:
            if firm.number:
                SellerDetails.objects.get_or_create(
                    commons=self.story.slug, partner=self.story.id(f"partner {firm.name}"),
                    defaults={
                        "name": firm.name, "address": firm.street, "holder": firm.name, "iban": firm.number,
                        "email": f"{firm.name.split()[-1].casefold()}@nest.example",
                    },
                )  # fmt: skip
        if not Asking.objects.filter(commons=self.story.slug).exists():
            ask(self.story.slug, self._wanted())

    def _wanted(self) -> Wanted:
        from dataclasses import replace

        offer, firm = self.story.id(f"offer {GUEST.offer}"), self.story.id(f"partner {GUEST.partner}")
        return replace(GUEST, offer=offer, partner=firm)

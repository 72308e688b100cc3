"""A commons with something to sell: two stewards, a workshop, a shop and a buyer; what the tests of the market begin with."""

from typing import Any

from entredon.apps.commons.entries import RoleGiven
from entredon.apps.library import queries as library
from entredon.apps.library.entries import Created, Released
from entredon.apps.market.entries import Does, Give, Offered, PartnerAccepted, PartnerProposed, StandsOn, Terms
from entredon.apps.market.entries_orders import Ordered, Quoted
from entredon.apps.market.models import Offer, Partner
from entredon.apps.market.models_orders import Order
from entredon.pure.log.keys import SecretKey
from entredon.testing_cast import Cast, key_of, person

DAY = "2026-11-02"
FIFTEEN = Give(way="price", ppm=150_000)
DOES = Does(what="workshop", town=2_797_656, processes=("laser-cutting",), languages=("nl", "fr"))


def at(day: str, hour: int = 10) -> str:
    return f"{day}T{hour:02}:00:00.000Z"


def terms(*gives: Give, **changes: Any) -> Terms:
    """Fifteen percent of the price, for everything, with thirty days' notice; but for what changes."""
    said: dict[str, Any] = {
        "creations": (), "name_use": "made-from", "liable": "partner", "notice_days": 30, **changes
    }  # fmt: skip
    return Terms(gives=gives or (FIFTEEN,), **said)


class Stall:
    """Ada and Dora are stewards. Eve has a workshop and Fay a shop, both partners; Bob buys. The car has a version that is released."""

    def __init__(self, cast: Cast, *, stewarded: bool = False) -> None:
        self.cast = cast
        self.ada, self.bob = cast.ada, cast.bob
        self.dora, self.eve, self.fay = key_of("dora"), key_of("eve"), key_of("fay")
        if not stewarded:
            cast.join(self.dora, "Dora Dekker")
            cast.join(self.eve, "Eve Evers")
            cast.say(RoleGiven(person=person(self.dora), role="steward"))
        cast.join(self.fay, "Fay Faure")
        self.car = cast.say(Created(name="Car"))
        self.version = self.release(self.car)
        self.workshop = self.partner(self.eve, "Werkplaats Noord")
        self.shop = self.partner(self.fay, "De Winkel", terms(Give(way="price", ppm=100_000)))

    def say(self, fact: Any, by: SecretKey | None = None, day: str = DAY, **rest: Any) -> str:
        return self.cast.say(fact, by, **{"at": at(day), **rest})

    def refused(self, fact: Any, by: SecretKey | None = None, *, because: str, day: str = DAY, **rest: Any) -> None:
        self.cast.refused(fact, by, because=because, **{"at": at(day), **rest})

    def release(self, creation: str, name: str = "1") -> str:
        """A version of a creation is released; returns its id."""
        self.cast.say(Released(creation=creation, name=name, own=1, inputs=()))
        (found,) = [v.id for v in library.versions(self.cast.slug) if v.creation == creation and v.name == name]
        return found

    # Partners

    def proposed(
        self, by: SecretKey, name: str = "Werkplaats", asked: Terms | None = None, does: Does = DOES, **rest: Any
    ) -> str:
        """Somebody wants to be a partner."""
        return self.say(PartnerProposed(terms=asked or terms(), does=does), by, texts={"name": name}, **rest)

    def partner(self, by: SecretKey, name: str = "Werkplaats", asked: Terms | None = None) -> str:
        """The same, and Ada (or Dora) has accepted it."""
        id = self.proposed(by, name, asked)
        self.say(PartnerAccepted(agreement=id), self.dora if by == self.ada else self.ada)
        return id

    def partner_row(self, id: str) -> Partner:
        return Partner.objects.get(commons=self.cast.slug, id=id)

    # Offers and orders

    def offering(self, **changes: Any) -> Offered:
        """A kit for €480 by the workshop; but for what changes."""
        said: dict[str, Any] = {
            "partner": self.workshop, "what": "kit", "on": (StandsOn(what=self.version),), "minor": 48_000,
            "currency": "EUR", "unit": "piece", "vat_ppm": 0, "margin": 0, "parts": (), "stock": 10, "days": 14,
            "until": "", "pay": "partner", "withdraw_days": 14, **changes,
        }  # fmt: skip
        return Offered(**said)

    def offer(self, by: SecretKey | None = None, day: str = DAY, **changes: Any) -> str:
        return self.say(self.offering(**changes), by or self.eve, day, texts={"title": "A kit"})

    def offer_row(self, id: str) -> Offer:
        return Offer.objects.get(commons=self.cast.slug, id=id)

    def quoting(self, offer: str, **changes: Any) -> Quoted:
        """One of it for what it costs, to Bob; but for what changes."""
        row = self.offer_row(offer)
        said: dict[str, Any] = {
            "offer": offer, "quantity": 1, "minor": row.minor, "margin": 0, "currency": row.currency,
            "until": "2026-11-30", "pay": row.pay, "withdraw_days": row.withdraw_days, "buyer": person(self.bob), **changes,
        }  # fmt: skip
        return Quoted(**said)

    def quote(self, offer: str, by: SecretKey | None = None, day: str = DAY, **changes: Any) -> str:
        return self.say(self.quoting(offer, **changes), by or self.eve, day)

    def order(self, offer: str = "", day: str = DAY, **changes: Any) -> str:
        """An order of Bob's; a guest's where the buyer is ""."""
        quote = self.quote(offer or self.offer(), **changes)
        return self.say(Ordered(quote=quote), self.eve if changes.get("buyer") == "" else self.bob, day)

    def order_row(self, id: str) -> Order:
        return Order.objects.get(commons=self.cast.slug, id=id)

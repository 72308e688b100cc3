"""Money came in: a steward says so, for something that is released."""

import pytest

from entredon.apps.flows import queries as flows
from entredon.apps.library.entries import Created, Released
from entredon.apps.people.entries import Erased, SideText
from entredon.apps.treasury import queries
from entredon.apps.treasury.entries import Received
from entredon.log.asked import Ambiguous, NotFound
from entredon.testing_cast import Cast, person


class Shop:
    """A creation with two versions, and another one of which nothing is released."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.car, self.bike = cast.say(Created(name="Car")), cast.say(Created(name="Bike"))
        self.one = cast.say(Released(creation=self.car, name="1", own=1, inputs=()))
        self.two = cast.say(Released(creation=self.car, name="2", own=1, inputs=()))


@pytest.fixture
def shop(cast: Cast) -> Shop:
    return Shop(cast)


def test_a_steward_tells_of_an_income_for_a_version(shop: Shop) -> None:
    fact = Received(version=shop.one, minor=250_000, currency="EUR")
    shop.cast.refused(fact, shop.cast.bob, because="Only a steward")
    entry = shop.cast.say(fact, texts={"payer": "City of Ghent", "note": "Ten chargers"})
    told = queries.income(shop.cast.slug, entry)
    assert (told.version, told.creation, told.minor, told.currency) == (shop.one, shop.car, 250_000, "EUR")
    assert (told.person, told.payer, told.note) == (person(shop.cast.ada), "City of Ghent", "Ten chargers")


def test_for_a_creation_it_is_the_version_released_last_until_then(shop: Shop) -> None:
    entry = shop.cast.say(Received(creation=shop.car, minor=1, currency="JPY"))
    shop.cast.say(Released(creation=shop.car, name="3", own=1, inputs=()))
    assert queries.income(shop.cast.slug, entry).version == shop.two


def test_what_is_not_released_has_not_been_sold(shop: Shop) -> None:
    shop.cast.refused(
        Received(creation=shop.bike, minor=1, currency="EUR"),
        because="No version of “Bike” is released yet: release one",
    )
    opened = f"{shop.two}.1"
    shop.cast.refused(Received(version=opened, minor=1, currency="EUR"), because="not released yet: release it first")
    shop.cast.say(Released(creation=shop.car, name="3", own=1, inputs=()))
    shop.cast.refused(Received(version=opened, minor=1, currency="EUR"), because="has been replaced")
    shop.cast.refused(Received(version=shop.car, minor=1, currency="EUR"), because="There is no version")
    shop.cast.refused(Received(creation=shop.one, minor=1, currency="EUR"), because="There is no creation")


def test_it_is_for_one_thing(shop: Shop) -> None:
    shop.cast.refused(Received(minor=1, currency="EUR"), because="one of the two")
    shop.cast.refused(Received(version=shop.one, creation=shop.car, minor=1, currency="EUR"), because="one of the two")


@pytest.mark.parametrize("minor", [0, -5, 10**15 + 1])
def test_an_income_is_more_than_nothing_and_can_be_counted(shop: Shop, minor: int) -> None:
    shop.cast.refused(
        Received(version=shop.one, minor=minor, currency="EUR"),
        because="between 0.01 EUR and 10,000,000,000,000.00 EUR.",
    )
    shop.cast.say(Received(version=shop.one, minor=10**15, currency="EUR"))


@pytest.mark.parametrize(("code", "because"), [("eur", "in capitals"), ("XAU", "no currency"), ("", "no currency")])
def test_a_currency_is_known_by_its_code(shop: Shop, code: str, because: str) -> None:
    shop.cast.refused(Received(version=shop.one, minor=1, currency=code), because=because)


def test_who_paid_can_be_erased_and_the_amount_stays(shop: Shop) -> None:
    entry = shop.cast.say(Received(version=shop.one, minor=5, currency="EUR"), texts={"payer": "Mia", "note": "a gift"})
    shop.cast.say(Erased(side=(SideText(entry=entry, name="payer"),)))
    told = queries.incomes(shop.cast.slug)[0]
    assert (told.id, told.payer, told.note, told.minor) == (entry, "", "a gift", 5)


def test_it_is_a_transfer_from_outside_without_a_name(shop: Shop) -> None:
    entry = shop.cast.say(Received(version=shop.one, minor=250_005, currency="EUR"), texts={"payer": "City of Ghent"})
    (flow,) = flows.flows_of(shop.cast.slug, entry)
    assert (flow.action, flow.provider, flow.resource_quantity, flow.resource_unit) == (
        "transfer",
        "",
        "2500.05",
        "EUR",
    )
    assert flow.resource_conforms_to == "EUR"


def test_incomes_are_listed_the_newest_first_and_found_by_their_beginning(shop: Shop) -> None:
    with pytest.raises(NotFound, match="No income was told here yet"):
        queries.income(shop.cast.slug, "abc")
    entries = [shop.cast.say(Received(version=shop.one, minor=n, currency="EUR")) for n in (1, 2)]
    assert [told.id for told in queries.incomes(shop.cast.slug)] == entries[::-1]
    assert queries.income(shop.cast.slug, entries[0][:12]).minor == 1
    with pytest.raises((NotFound, Ambiguous)):
        queries.income(shop.cast.slug, "")

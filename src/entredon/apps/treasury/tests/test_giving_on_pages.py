"""Give something: beside every creation and for a commons as a whole, by a code, without an account; and what the law makes of it."""

import html
import re

import pytest

from entredon.apps.commons.entries import Published
from entredon.apps.library.entries import Created
from entredon.apps.treasury import bases, pay_in
from entredon.apps.treasury.entries import AccountOpened, BearerNamed
from entredon.apps.treasury.models import BankDetails
from entredon.apps.treasury.tests.asking import IBAN, SHOWN, code_on, details, page, released
from entredon.apps.treasury.tests.house import House
from entredon.apps.value.tests.shared import accepted, adopted
from entredon.apps.value.tests.test_dry_run import Garage
from entredon.log.models import Log
from entredon.pure.money import references
from entredon.testing_cast import Cast

HOME = "/c/merel/"
GIVE = f"{HOME}treasury/give/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def house(cast: Cast) -> House:
    """A public commons with books, and an account whose number is kept here."""
    made = House(cast)
    cast.say(Published())
    details(IBAN)
    return made


def rf(id: str) -> str:
    return references.rf(bases.of_gift(id)).text


def founded() -> str:
    return Log.objects.get(slug="merel").founded


def test_a_visitor_gives_for_a_creation_by_its_own_reference(house: House) -> None:
    creation, _version = released(house.cast)
    path = f"{GIVE}{creation[:10]}/"
    shown = page(house.cast.client(), path)
    assert "What do you want to give for Car?" in shown
    assert "You need no account" in shown
    assert SHOWN in shown
    assert code_on(house.cast.client(), path) == f"BCD\n002\n1\nSCT\n\nMerel vzw\n{IBAN}\nEUR10.00\n\n{rf(creation)}"


def test_a_visitor_gives_to_the_commons_as_a_whole(house: House) -> None:
    shown = page(house.cast.client(), GIVE)
    assert "common fund" in shown
    assert code_on(house.cast.client(), GIVE).endswith(f"EUR10.00\n\n{rf(founded())}")


@pytest.mark.parametrize(("typed", "euros"), [("25", "25.00"), ("12.50", "12.50"), ("7,5", "7.50"), ("€ 3", "3.00")])
def test_each_amount_has_its_code(house: House, typed: str, euros: str) -> None:
    assert f"\nEUR{euros}\n" in code_on(house.cast.client(), f"{GIVE}?amount={typed}")


@pytest.mark.parametrize("typed", ["", "0", "-1", "ten", "1.005", "9" * 60, "1e3", "<b>", "\N{ARABIC-INDIC DIGIT ONE}"])
def test_what_is_no_amount_is_said_and_no_code_is_shown(house: House, typed: str) -> None:
    answer = house.cast.client().get(GIVE, {"amount": typed})
    shown = answer.content.decode()
    assert answer.status_code == 200
    assert 'id="id_amount-wrong"' in shown
    assert "<figure class" not in shown
    assert "<b>" not in re.sub(r"<b>\d", "", shown)


def test_the_amount_chosen_is_marked(house: House) -> None:
    shown = page(house.cast.client(), f"{GIVE}?amount=50")
    assert re.search(r'href="\?amount=50#gift" aria-current="true"', shown)
    assert len(re.findall(r"amount=\d+#gift\" aria-current", shown)) == 1


def test_more_than_any_transfer_is_said(house: House) -> None:
    assert "999,999,999.99" in page(house.cast.client(), f"{GIVE}?amount=10000000000")


def test_what_is_not_released_yet_gives_to_the_fund_and_says_so(house: House) -> None:
    creation = house.cast.say(Created(name="Motor"))
    assert "Nothing of Motor is released yet" in page(house.cast.client(), f"{GIVE}{creation[:10]}/")


def test_whom_it_would_reach_is_shown_before_it_is_given(cast: Cast) -> None:
    garage = Garage(cast)
    House(cast)
    cast.say(Published())
    details(IBAN)
    adopted(cast)
    accepted(cast, garage.car, garage.motor)
    creation = next(one for one in _creations() if one.name == "Car").id
    shown = page(cast.client(), f"{GIVE}{creation[:10]}/?amount=100")
    would = re.search(r"Of €100, <strong>(€[\d.]+)</strong> would go to (?:<strong>)?(\w+)", shown)
    assert would
    door = re.search(r'href="(/c/merel/value/would/\?version=[^"]+)"', shown)
    assert door
    assert would[1] in page(cast.client(), html.unescape(door[1])) or cast.client().get(door[1]).status_code == 200


def _creations():
    from entredon.apps.library import queries

    return queries.creations("merel")


@pytest.mark.parametrize("asked", ["0000000000", "x", "a" * 200])
def test_a_creation_that_is_not_here_is_said(house: House, asked: str) -> None:
    assert house.cast.client().get(f"{GIVE}{asked}/").status_code == 404
    assert house.cast.client().get(f"{HOME}treasury/thanks/{asked}/").status_code == 404


def test_thanks_tell_what_becomes_of_it(house: House) -> None:
    creation, version = released(house.cast)
    shown = page(house.cast.client(), f"{HOME}treasury/thanks/{creation[:10]}/")
    assert "Thank you" in shown
    assert f"/c/merel/library/v/{version[:10]}/" in shown
    assert "It goes to the common fund" in page(house.cast.client(), f"{HOME}treasury/thanks/")


def test_looking_and_giving_leave_no_trace(house: House) -> None:
    before = Log.objects.get(slug="merel").size
    client = house.cast.client()
    for path in (GIVE, f"{GIVE}?amount=25", f"{HOME}treasury/thanks/"):
        answer = client.get(path)
        assert answer["Cache-Control"] == "no-store"
        assert not answer.cookies
    assert Log.objects.get(slug="merel").size == before


# Doors to it


def test_there_is_a_door_beside_every_creation_and_on_the_home(house: House) -> None:
    creation, _version = released(house.cast)
    open_one = house.cast.say(Created(name="Motor"))
    for id in (creation, open_one):
        assert f'{GIVE}{id[:10]}/"' in page(house.cast.client(), f"{HOME}library/{id[:10]}/")
    assert f'{GIVE}"' in page(house.cast.client(), HOME)


def test_where_no_account_is_there_is_no_door(cast: Cast) -> None:
    creation, _version = released(cast)
    cast.say(Published())
    assert GIVE not in page(cast.client(), f"{HOME}library/{creation[:10]}/")
    assert GIVE not in page(cast.client(), HOME)
    shown = page(cast.client(), GIVE)
    assert "Money can’t be taken here yet" in shown
    assert "Lend a hand" in shown


def test_where_the_number_is_not_kept_that_is_said(house: House) -> None:
    BankDetails.objects.all().delete()
    assert "not kept here" in page(house.cast.client(), GIVE)


def test_a_carried_commons_is_paid_on_the_account_of_the_one_that_leads(house: House) -> None:
    """Its own reference tells whose money it is."""
    other = Cast.found("weaver", draft=False)
    lead = Log.objects.get(slug="merel").origin
    other.say(BearerNamed(bearer="merel-vzw", name="Merel vzw", form="vzw", lead=lead))
    other.say(AccountOpened(account="main", way="carried", currency="EUR", opening=0, day="2026-10-31"))
    path = "/c/weaver/treasury/give/"
    assert SHOWN in page(other.client(), path)
    number = bases.of_gift(Log.objects.get(slug="weaver").founded)
    assert code_on(other.client(), path).endswith(references.rf(number).text)
    assert number != bases.of_gift(founded())
    assert pay_in.takes_gifts("weaver")

"""Somebody bears the money of a commons: the books begin with what the record says already, and its accounts join them."""

import pytest

from entredon.apps.library.entries import Created, Released
from entredon.apps.people.entries import Claimed
from entredon.apps.treasury.entries import Confirmed, ExceptionSigned, PolicySet, Received
from entredon.apps.treasury.models import Account, MoneyAccount, Waiting
from entredon.apps.treasury.tests.money import Money, bearer_of, named, opened
from entredon.apps.value.tests.shared import accepted, adopted, day, imported, share
from entredon.apps.value.tests.test_dry_run import Garage
from entredon.log.models import Log
from entredon.testing_cast import Cast


@pytest.fixture
def money(cast: Cast) -> Money:
    return Money(cast)


def test_a_steward_names_the_bearer_once(cast: Cast) -> None:
    cast.refused(named(), cast.bob, because="Only a steward")
    cast.say(named(most=500_00, approvals=3, cooling_days=5))
    row = bearer_of(cast)
    assert (row.bearer, row.name, row.form, row.number, row.lead) == (
        "merel-vzw",
        "Merel vzw",
        "vzw",
        "0403.170.701",
        "",
    )
    assert (row.approvals, row.most, row.cooling_days) == (3, 50_000, 5)
    cast.refused(named(), because="named already")
    cast.refused(named(bearer="other-vzw"), because="the money of two bearers never meets")


@pytest.mark.parametrize(
    ("changes", "because"),
    [
        ({"bearer": "Merel vzw"}, "not a well-formed"),
        ({"name": " "}, "name of the bearer has 1 to 200"),
        ({"name": "Merel\nvzw"}, "one line"),
        ({"form": ""}, "legal form"),
        ({"number": "1" * 41}, "number has 0 to 40"),
        ({"approvals": 1}, "Between 2 and 20 people"),
        ({"approvals": 21}, "Between 2 and 20 people"),
        ({"most": -1}, "0 means that there is no limit"),
        ({"most": 10**15 + 1}, "0 means that there is no limit"),
        ({"cooling_days": 0}, "between 1 and 90 days"),
        ({"cooling_days": 91}, "between 1 and 90 days"),
        ({"lead": "merel"}, "host/short-name"),
        ({"lead": "example.org/Not a name"}, "host/short-name"),
    ],
)
def test_what_no_bearer_can_be(cast: Cast, changes: dict[str, object], because: str) -> None:
    cast.refused(named(**changes), because=because)


def test_a_commons_isnt_led_by_itself(cast: Cast) -> None:
    cast.refused(named(lead=Log.objects.get(slug=cast.slug).origin), because="host/short-name")


def test_the_books_begin_with_what_was_told_and_shared(cast: Cast) -> None:
    garage = Garage(cast)
    adopted(cast)
    accepted(cast, garage.car, garage.motor)
    first = cast.say(Received(version=garage.car, minor=100_000, currency="EUR"), at=day(1))
    cast.say(Received(version=garage.car, minor=500, currency="EUR"), at=day(1))
    cast.say(Received(version=garage.car, minor=70, currency="JPY"), at=day(1))
    share(cast, first, day(2))
    cast.say(named(), at=day(3))
    found = Money.books(_only(cast))
    assert found == {
        "assets:receivable:told:eur": 100_500,
        "assets:receivable:told:jpy": 70,
        "income:commons:merel:told:eur": 100_500,
        "income:commons:merel:told:jpy": 70,
        "expenses:commons:merel:shared-out:eur": 100_000,
        f"liabilities:members:{garage.ada.replace(':', '-')}:eur": 60_000,
        f"liabilities:members:{garage.bob.replace(':', '-')}:eur": 40_000,
    }


def _only(cast: Cast) -> Money:
    """The helper without what it makes."""
    money = Money.__new__(Money)
    money.cast = cast
    return money


def test_who_has_claimed_a_pseudonym_before_has_its_part_when_the_books_begin(cast: Cast) -> None:
    version = imported(cast)
    adopted(cast, at=day(1))
    accepted(cast, version, at=day(1))
    income = cast.say(Received(version=version, minor=900, currency="EUR"), at=day(2))
    share(cast, income, day(3))
    pseudonym = "p:" + f"{2:032x}"
    bob = "k:" + cast.bob.id
    cast.say(Claimed(pseudonyms=(pseudonym,)), cast.bob, cosigners=[cast.ada], at=day(4))
    cast.say(named(), at=day(5))
    found = Money.books(_only(cast))
    paths = {path for path in found if path.startswith("liabilities:members")}
    assert f"liabilities:members:{bob.replace(':', '-')}:eur" in paths
    assert f"liabilities:members:{pseudonym.replace(':', '-')}:eur" not in paths
    assert sum(found[path] for path in paths) == 900


def test_from_then_on_what_is_told_is_booked_and_still_to_be_seen(money: Money) -> None:
    money.cast.say(Received(version=money.version, minor=5_000, currency="EUR"))
    assert money.held("assets:receivable:told:eur") == money.held("income:commons:merel:told:eur") == 5_000


def test_without_a_bearer_nothing_is_booked(cast: Cast) -> None:
    car = cast.say(Created(name="Car"))
    version = cast.say(Released(creation=car, name="1", own=1, inputs=()))
    cast.say(Received(version=version, minor=5_000, currency="EUR"))
    assert not Account.objects.exists()
    cast.refused(opened(), because="Nobody bears the money of this commons yet")


def test_an_account_joins_with_what_stood_on_it(money: Money) -> None:
    row = MoneyAccount.objects.get(id="main")
    assert (row.way, row.closing, row.known) == ("bank", 100_000, "2026-11-01")
    assert money.books() == {"assets:bank:main:eur": 100_000, "equity:opening:eur": 100_000}
    money.cast.say(opened("old", opening=-4_00))
    assert money.held("assets:bank:old:eur") == -400
    money.cast.say(opened("till", way="cash", details="", opening=50_00))
    money.cast.say(opened("yen", currency="JPY"))
    assert money.held("assets:cash:till:eur") == 5_000


@pytest.mark.parametrize(
    ("changes", "because"),
    [
        ({"account": "main"}, "already; choose another name"),
        ({"account": "Main account"}, "not a well-formed"),
        ({"way": "pocket"}, "not “pocket”"),
        ({"way": "carried", "details": ""}, "led here"),
        ({"currency": "XAU"}, "no currency"),
        ({"day": "2026-02-30"}, "no day of the calendar"),
        ({"opening": 10**15 + 1}, "can't begin with"),
        ({"details": ""}, "commitment to its number"),
        ({"way": "cash"}, "Only an account at a bank has a number"),
        ({"way": "cash", "details": "", "opening": -1}, "can't begin with"),
    ],
)
def test_what_no_account_can_be(money: Money, changes: dict[str, object], because: str) -> None:
    money.cast.refused(opened(**{"account": "second", **changes}), because=because)


def test_a_carried_commons_has_no_statements_of_its_own(cast: Cast) -> None:
    cast.say(named(lead="example.org/lead"))
    cast.refused(opened(), because="led elsewhere")
    cast.say(opened(way="carried", details="", opening=20_00))
    cast.say(opened("till", way="cash", details=""))
    assert _only(cast).held("assets:carried:main:eur") == 2_000


def test_payment_rules_change_by_the_word_of_two_stewards(money: Money) -> None:
    cast = money.cast
    new = PolicySet(approvals=3, most=100_00, cooling_days=7)
    cast.refused(new, cast.bob, because="Only a steward")
    first, second = cast.say(new), cast.say(PolicySet(approvals=2, most=0, cooling_days=1))
    assert bearer_of(cast).approvals == 2
    cast.refused(Confirmed(what=second), because="You said this yourself")
    cast.refused(Confirmed(what=second), cast.bob, because="Only a steward")
    cast.refused(Confirmed(what=second), cast.charlie, because="join first")
    cast.refused(Confirmed(what=first), money.eve, because="said anew since")
    cast.refused(Confirmed(what=money.bearer), money.eve, because="Nothing here waits")
    entry = cast.say(Confirmed(what=second), money.eve)
    row = bearer_of(cast)
    assert (row.approvals, row.most, row.cooling_days) == (2, 0, 1)
    waited = Waiting.objects.get(id=second)
    assert (waited.confirmed, waited.confirmed_by) == (entry, "k:" + money.eve.id)
    cast.refused(Confirmed(what=second), money.eve, because="confirmed already")
    cast.refused(PolicySet(approvals=1, most=0, cooling_days=3), because="Between 2 and 20")


def test_an_exception_names_an_account_with_a_floor_and_a_sum_below_it(money: Money) -> None:
    cast = money.cast
    money.pot(1_00)
    cast.refused(ExceptionSigned(account="equity:funds:nobody:eur", least=-1), because="There is no account")
    cast.refused(ExceptionSigned(account="assets:bank:main:eur", least=-1), because="may hold any sum")
    cast.refused(ExceptionSigned(account="equity:funds:merel:eur", least=0), because="names less")
    cast.refused(ExceptionSigned(account="equity:funds:merel:eur", least=-1), cast.bob, because="Only a steward")
    assert money.exception("equity:funds:merel:eur", -5_00)

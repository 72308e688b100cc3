"""One steward with keys of her own: whom she names, and nobody else has confirmed, helps her to nothing where two say yes; nor does
what she, or who is no steward, says of money alone."""

import pytest

from entredon.apps.commons.entries import RoleGiven
from entredon.apps.people.entries import Claimed
from entredon.apps.treasury import record_out, record_stewards
from entredon.apps.treasury.entries import CashCounted, Confirmed, ExceptionSigned, PolicySet
from entredon.apps.treasury.entries_out import (
    ApproverNamed,
    PayeeNamed,
    PayoutsRejected,
    Rejection,
    RunApproved,
    RunExported,
    RunSubmitted,
)
from entredon.apps.treasury.models import Waiting
from entredon.apps.treasury.tests.house import DAY, House, hashed, owed_to
from entredon.log.registry import Fact
from entredon.log.tables import Tables
from entredon.pure.log.keys import SecretKey
from entredon.testing_cast import Cast, key_of, person

OTHER = "is not confirmed herself"


@pytest.fixture
def house(cast: Cast) -> House:
    """Ada and Dora look after the money. Ada has made Eve a steward, whom Dora hasn't confirmed."""
    made = House(cast)
    made.given(20_000)
    cast.say(RoleGiven(person=person(made.eve), role="steward"))
    return made


def confirmed(house: House) -> None:
    """Dora has looked at Eve: from here on her word counts, also what she said before."""
    named = Waiting.objects.get(
        commons=house.cast.slug, what="steward", confirmed="", body={"person": person(house.eve)}
    )
    house.say(Confirmed(what=named.id), house.dora)


def other_self(house: House) -> SecretKey:
    """Another member, who might be Ada herself."""
    key = key_of("gerda")
    house.cast.join(key, "Gerda Goossens")
    return key


def test_she_names_no_approver_whom_the_one_who_named_her_confirms(house: House) -> None:
    gerda = person(other_self(house))
    waiting = house.say(ApproverNamed(person=gerda), house.eve)
    house.refused(Confirmed(what=waiting), house.ada, because=OTHER)
    assert not record_out.may_approve(Tables(house.cast.slug), gerda)
    confirmed(house)
    house.say(Confirmed(what=waiting), house.ada)
    assert record_out.may_approve(Tables(house.cast.slug), gerda)


def test_she_names_no_steward_whom_the_one_who_named_her_confirms(house: House) -> None:
    gerda = other_self(house)
    named = house.say(RoleGiven(person=person(gerda), role="steward"), house.eve)
    house.refused(Confirmed(what=named), house.ada, because=OTHER)
    confirmed(house)
    house.say(Confirmed(what=named), house.ada)
    assert record_stewards.counts(Tables(house.cast.slug), person(gerda))


@pytest.mark.parametrize(
    "fact",
    [
        PolicySet(approvals=2, most=0, cooling_days=1),
        ExceptionSigned(account="equity:funds:merel:eur", least=-5),
        PayeeNamed(payee=f"x:{'1' * 32}", details=hashed("hers")),
    ],
    ids=lambda fact: fact.kind,
)
def test_her_first_word_and_that_of_who_named_her_are_not_two(house: House, fact: Fact) -> None:
    texts = {"reason": "Because"} if isinstance(fact, ExceptionSigned) else {}
    waiting = house.say(fact, house.eve, texts=texts)
    house.refused(Confirmed(what=waiting), house.ada, because=OTHER)
    confirmed(house)
    house.say(Confirmed(what=waiting), house.ada)


def test_she_does_not_say_that_what_was_handed_over_never_arrived(house: House) -> None:
    house.put_in_till(5_000)
    house.expense(3_000)
    run = house.reserved(owed_to(house.bob, 3_000), account="till")
    house.say(RunSubmitted(run=run))
    vain = PayoutsRejected(
        run=run, report=hashed("nobody there"), rejected=(Rejection(payout=f"{run}.1", code="MS03"),)
    )
    house.refused(vain, house.eve, because="You became a steward lately")
    house.say(vain, house.dora)
    assert house.owed(house.bob) == 3_000


def test_who_is_paid_does_not_say_that_the_bank_refused_it(house: House) -> None:
    """The bank may well have paid her: owed again, and in another run, she would be paid twice."""
    house.details(house.dora, house.bob)
    house.expense(3_000)
    house.expense(2_000, house.dora)
    run = house.run(owed_to(house.dora, 2_000), owed_to(house.bob, 3_000))
    confirmed(house)
    for key in (house.ada, house.eve):
        house.say(RunApproved(run=run), key)
    house.say(RunExported(run=run, file=hashed("file")))
    own, other = (
        PayoutsRejected(run=run, report=hashed("report"), rejected=(Rejection(payout=f"{run}.{n}", code="AC04"),))
        for n in (1, 2)
    )
    house.refused(own, house.dora, because="or is paid, can't say")
    house.say(other, house.dora)
    house.say(own, house.ada)
    assert (house.owed(house.bob), house.owed(house.dora)) == (3_000, 2_000)


def test_two_who_are_no_stewards_do_not_count_money_into_the_fund(house: House) -> None:
    gerda = other_self(house)
    house.put_in_till(5_000)
    count = house.say(CashCounted(account="till", day=DAY, minor=10**12), house.bob)
    house.refused(Confirmed(what=count), gerda, because="a steward has to be one of the two")
    less = house.say(CashCounted(account="till", day=DAY, minor=4_990), house.bob)
    house.say(Confirmed(what=less), gerda)
    more = house.say(CashCounted(account="till", day=DAY, minor=5_000), gerda)
    house.say(Confirmed(what=more), house.dora)
    assert house.fund == 25_000


def test_whoever_confirms_changed_details_does_not_date_their_rest_away(house: House) -> None:
    """Dora says that it was years ago; they rest from when Bob has said them."""
    house.details(house.bob)
    house.expense(3_000)
    changed = house.say(PayeeNamed(details=hashed("another account")), house.bob)
    house.cast.say(Confirmed(what=changed), house.dora, at="2020-01-01T10:00:00.000Z")
    run = house.run(owed_to(house.bob, 3_000))
    house.refused(RunApproved(run=run), day="2026-11-22", because="it can be used from 2026-11-23 on")
    house.say(RunApproved(run=run), day="2026-11-23")


def test_she_does_not_sign_that_a_pseudonym_is_anybodys(house: House) -> None:
    """What is owed to it would go along."""
    claim = Claimed(pseudonyms=(f"p:{'1' * 32}",))
    house.refused(claim, house.ada, cosigners=[house.eve], because="A steward other than you must sign this too")
    house.refused(claim, house.ada, cosigners=[house.dora], because="Nobody here is named")

"""What is kept of who asks: shown to her, erased with her, and deleted when its time is over."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from entredon.apps.market import asking
from entredon.apps.market.models import Asking, AskingNote
from entredon.apps.market.tests.stall import Stall
from entredon.log import personal
from entredon.log.personal import Who
from entredon.testing_cast import Cast, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def stall(cast: Cast, settings: Any) -> Stall:
    settings.ENTREDON_TEST_CLOCK = "2026-11-02T12:00:00+00:00"
    return Stall(cast)


def asked(stall: Stall, email: str = "gita@example.org", who: str = "") -> Asking:
    said = asking.Wanted(stall.offer(), stall.workshop, who, "Gita Guest", email, "Lokeren", 0, 1, "By May?")
    made, fresh = asking.ask("merel", said)
    assert fresh
    asking.note(made, asking.BUYER, "Any news?")
    asking.note(made, asking.SELLER, "On its way")
    return made


def held(label: str) -> personal.Held:
    personal.load()
    found: personal.Held = personal._held[label]
    return found


def test_what_she_asked_for_is_hers_by_any_spelling_of_her_address(stall: Stall) -> None:
    mine = asked(stall, "Gita@Example.org")
    who = Who(addresses=frozenset({"gita@example.org"}))
    assert list(held("market.Asking").rows(who)) == [mine]
    assert [one.text for one in held("market.AskingNote").rows(who)] == ["Any news?"]


def test_a_members_is_hers_by_her_number_and_nobody_elses(stall: Stall) -> None:
    bob = person(stall.bob)
    mine = asked(stall, "bob@example.org", bob)
    assert list(held("market.Asking").rows(Who(people={"merel": frozenset({bob})}))) == [mine]
    assert not held("market.Asking").rows(Who(people={"other": frozenset({bob})})).exists()


def test_what_the_seller_wrote_is_the_sellers(stall: Stall) -> None:
    asked(stall)
    who = Who(people={"merel": frozenset({person(stall.eve)})})
    assert [one.text for one in held("market.AskingNote").rows(who)] == ["On its way"]
    assert not held("market.Asking").rows(who).exists()


def test_erasing_takes_it_all_and_nothing_of_others(stall: Stall) -> None:
    asked(stall)
    other = asked(stall, "hugo@example.org")
    held("market.Asking").forget(Who(addresses=frozenset({"gita@example.org"})))
    assert list(Asking.objects.all()) == [other]
    assert {one.asking for one in AskingNote.objects.all()} == {other.pk}


def test_what_nothing_came_of_is_deleted_after_half_a_year(stall: Stall) -> None:
    asked(stall)
    now = timezone.now()
    assert asking.sweep(now + timedelta(days=asking.KEPT_DAYS - 1)) == 0
    assert asking.sweep(now + timedelta(days=asking.KEPT_DAYS + 1)) == 1
    assert not AskingNote.objects.exists()


def test_what_is_ordered_stays_as_long_as_the_order_goes_on_and_some_years_more(stall: Stall, settings: Any) -> None:
    from entredon.apps.market.entries_orders import OrderWithdrawn

    mine = asked(stall)
    order = stall.order(mine.offer, buyer="")
    Asking.objects.update(order=order)
    later = timezone.now() + timedelta(days=asking.KEPT_DAYS + 1)
    assert asking.sweep(later + timedelta(days=5 * 365)) == 0, "it goes on"
    stall.say(OrderWithdrawn(order=order), stall.eve)
    assert asking.sweep(later) == 0
    assert asking.sweep(later + timedelta(days=asking.ORDER_DAYS)) == 1


def test_the_link_still_opens_when_this_place_has_another_key(stall: Stall, settings: Any) -> None:
    mine = asked(stall)
    first = asking.link_of(mine)
    settings.SECRET_KEY = "another"
    assert asking.find("merel", first) == mine, "the letters that are out still open it"
    second = asking.link_of(mine)
    assert second != first
    assert asking.find("merel", second) == mine
    assert asking.find("other", second) is None

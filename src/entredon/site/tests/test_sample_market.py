"""What the sample car tells of deciding, of partners, and of what was ordered and given back."""

from collections import Counter
from typing import Any

import pytest

from entredon.apps.decide.models import Decision, Task
from entredon.apps.market.models import Asked, Asking, Order, Partner, SellerDetails
from entredon.apps.market.towns import town
from entredon.apps.treasury import queries as treasury
from entredon.apps.value import queries as value
from entredon.log.models import Entry
from entredon.site import sample_car

SLUG = sample_car.SLUG


@pytest.fixture
def car(db: None) -> None:
    sample_car.load()


def test_six_partners_are_admitted_by_vote_and_one_takes_its_proposal_back(car: None) -> None:
    states = Counter((row.lever, row.state) for row in Decision.objects.filter(commons=SLUG))
    assert states == {
        ("partner", "executed"): 6, ("partner", "stalled"): 1, ("words", "executed"): 1, ("words", "refused"): 1,
        ("budget", "executed"): 1, ("sharing", "voting"): 1, ("steward", "discussed"): 1,
    }  # fmt: skip
    assert Partner.objects.filter(commons=SLUG).exclude(agreement="").count() == 6
    assert {town(row.town).country for row in Partner.objects.filter(commons=SLUG)} == {"BE", "NL", "FR"}  # type: ignore[union-attr]
    assert Task.objects.filter(commons=SLUG).exclude(proven="").count() == 1


def test_its_orders_stand_in_every_state_and_one_became_a_share_out(car: None) -> None:
    states = Counter(Order.objects.filter(commons=SLUG).values_list("state", flat=True))
    assert states == {"accepted": 2, "begun": 1, "delivered": 1, "received": 1, "completed": 3, "withdrawn": 1}
    benches = Order.objects.get(commons=SLUG, state="completed", pay="bearer")
    # 1,920.00 with 21 % VAT in it are 1,586.78 without; of that 15 %.
    assert (benches.minor, benches.give_back) == (192_000, 23_801)
    [income] = [one for one in treasury.incomes(SLUG) if one.request == benches.id]
    [share] = [one for one in value.shareouts(SLUG) if one.income == income.id]
    assert (income.minor, share.minor) == (23_801, 23_801)
    assert share.people > 20
    # One partner is late with what it gives back, one has time.
    asked = Asked.objects.filter(commons=SLUG).order_by("due")
    assert [(one.month, one.paid, one.due) for one in asked] == [
        ("2026-10", 0, "2026-11-14"),
        ("2026-10", 0, "2026-12-15"),
    ]


@pytest.mark.parametrize(("today", "begins"), [("2026-09-03", "2026-11-26"), ("2027-03-01", "2027-02-28")])
def test_people_vote_whenever_it_is_loaded(db: None, settings: Any, today: str, begins: str) -> None:
    settings.ENTREDON_TEST_CLOCK = f"{today}T12:00:00+00:00"
    sample_car.load()
    [row] = Decision.objects.filter(commons=SLUG, state="voting")
    assert (row.rolled_at[:10], row.count, row.voted) == (begins, 80, 8)
    said = list(Entry.objects.filter(commons=SLUG).order_by("index").values_list("at", flat=True))
    assert said == sorted(said)
    # Loaded once more, what is private is still there once.
    sample_car.load()
    assert SellerDetails.objects.filter(commons=SLUG).count() == 6
    assert Asking.objects.filter(commons=SLUG).count() == 1

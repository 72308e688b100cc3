"""Whatever is said about orders in whatever order: none is paid twice, no give-back is lost, and what is withdrawn goes back whole."""

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from entredon.apps.market.models_orders import Claim
from entredon.apps.market.tests.market_life import Life
from entredon.apps.treasury import queries_journal
from entredon.log import content, digest
from entredon.log.replay import Replay
from entredon.log.tests.making import Host

pytestmark = pytest.mark.django_db
NUMBER = st.integers(0, 11)
PRICE = st.sampled_from([1, 7, 99, 10_001, 48_000, 10**11 - 1])
CENTS = st.sampled_from([0, 0, 1, 4_999, -1])


class Market(RuleBasedStateMachine):
    """Partners, buyers, stewards and the bank say what they like; after each step all must be in order."""

    def __init__(self) -> None:
        super().__init__()
        self.life = Life()

    @initialize(prices=st.tuples(*[PRICE] * 5), guests=st.tuples(*[st.booleans()] * 5))
    def something_is_ordered(self, prices: tuple[int, ...], guests: tuple[bool, ...]) -> None:
        for offer, (minor, guest) in enumerate(zip(prices, guests, strict=True)):
            self.life.buy(offer, minor, 1, guest)

    @rule(offer=NUMBER, minor=PRICE, quantity=st.integers(1, 5), guest=st.booleans())
    def buy(self, offer: int, minor: int, quantity: int, guest: bool) -> None:
        self.life.buy(offer, minor, quantity, guest)

    @rule(n=NUMBER, what=NUMBER)
    def goes_on(self, n: int, what: int) -> None:
        self.life.goes_on(n, what)

    @rule(n=NUMBER, cents=CENTS)
    def paid(self, n: int, cents: int) -> None:
        self.life.paid(n, cents)

    @precondition(lambda self: self.life.booked)
    @rule(n=NUMBER)
    def taken_back(self, n: int) -> None:
        self.life.taken_back(n)

    @rule(n=NUMBER, who=NUMBER)
    def withdrawn(self, n: int, who: int) -> None:
        self.life.withdrawn(n, who)

    @rule(n=NUMBER, settled=st.booleans())
    def complained(self, n: int, settled: bool) -> None:
        self.life.complained(n, settled)

    @rule(n=NUMBER, to=NUMBER)
    def handed_over(self, n: int, to: int) -> None:
        self.life.handed_over(n, to)

    @rule(n=NUMBER, count=st.sampled_from([0, 1, 15]))
    def completed(self, n: int, count: int) -> None:
        self.life.days_pass(count)
        self.life.completed(n)

    @rule(n=NUMBER, cents=CENTS)
    def goes_as_meant(self, n: int, cents: int) -> None:
        self.life.as_meant(n, cents)

    @rule(n=NUMBER, cents=CENTS)
    def goes_as_meant_too(self, n: int, cents: int) -> None:
        self.life.as_meant(n, cents)

    @precondition(lambda self: self.life.owing)
    @rule(n=NUMBER)
    def asked(self, n: int) -> None:
        self.life.asked(n)

    @precondition(lambda self: self.life.asks())
    @rule(n=NUMBER, cents=CENTS)
    def gives_back(self, n: int, cents: int) -> None:
        self.life.gives_back(n, cents)

    @invariant()
    def all_is_in_order(self) -> None:
        self.life.check()

    def teardown(self) -> None:
        """The same entries in another place come to the same tables, and the same books."""
        slug, again = self.life.slug, f"{self.life.slug}-again"
        host = Host(slug)
        done = Replay(again, host.origin, content.store(), check_signatures=True).run(
            (("", raw) for raw in host.leaves), len(host.leaves)
        )
        assert (done.faults, done.newer) == ([], None)
        assert digest.tables(again) == digest.tables(slug)
        assert queries_journal.digest(again) == queries_journal.digest(slug)


def lives(**changes: int) -> settings:
    return settings(deadline=None, suppress_health_check=list(HealthCheck), **changes)


def test_in_any_order_no_order_is_paid_twice_and_no_give_back_is_lost() -> None:
    run_state_machine_as_test(
        Market, settings=settings(lives(max_examples=8, stateful_step_count=25), derandomize=True)
    )


@pytest.mark.exhaustive
def test_nor_in_many_more() -> None:
    run_state_machine_as_test(Market, settings=lives(max_examples=600, stateful_step_count=70))


def test_a_life_as_it_is_meant_comes_to_its_end_both_ways() -> None:
    """So that what is checked above does happen: orders of all offers are completed, asked for and given back."""
    life = Life()
    for offer in range(5):
        life.buy(offer, 48_000, 1, offer % 2 == 1)
    for _ in range(5):
        life.as_meant(1, 4_999)
    assert not life.refusals
    for n in (0, 0):
        life.asked(n)
    for n, asked in enumerate(life.asks()):
        life.gives_back(n, asked.minor - 99)
        life.gives_back(n, 0)
    assert not life.refusals
    life.check()
    rows = Claim.objects.filter(commons=life.slug)
    assert sorted((row.minor, row.paid) for row in rows) == [(2_400, 2_400), (4_800, 4_800), (5_813, 5_813)]
    assert life.house.owed(life.eve) > life.house.owed(life.fay) > 0

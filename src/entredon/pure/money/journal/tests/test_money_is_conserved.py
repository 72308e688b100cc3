"""Whatever happens in whatever order: money is neither made nor lost, and no account falls under its floor."""

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from entredon.pure.money.journal.tests.chance import random_world
from entredon.pure.money.journal.tests.world import BEARERS, CURRENCIES, FUNDS, PEOPLE, RATES, World

PLACES = st.sampled_from([(bearer, fund) for bearer in BEARERS for fund in FUNDS[bearer]])
CURRENCY = st.sampled_from(CURRENCIES)
MINOR = st.integers(1, 20_000)
WEIGHTS = st.tuples(*[st.integers(0, 9)] * 4).filter(any)
ANY = st.integers(0, 1_000)
MANY = settings(deadline=None, suppress_health_check=list(HealthCheck))


class Treasury(RuleBasedStateMachine):
    """Hypothesis chooses what happens, and finds the shortest way to a fault."""

    taken = 0
    """Steps of all worlds together."""

    def __init__(self):
        super().__init__()
        self.world = World()
        Treasury.taken -= 1  # how a world begins is looked at, too, and is no step

    @rule(place=PLACES, currency=CURRENCY, minor=MINOR, fee=st.integers(0, 3))
    def pay(self, place, currency, minor, fee):
        self.world.pay(*place, currency, minor + 3, fee)

    @rule(place=PLACES, currency=CURRENCY, minor=MINOR, over=st.integers(1, 500))
    def overpay(self, place, currency, minor, over):
        self.world.overpay(*place, currency, minor, over)

    @rule(bearer=st.sampled_from(BEARERS), currency=CURRENCY, minor=MINOR)
    def refund(self, bearer, currency, minor):
        self.world.refund(bearer, currency, minor)

    @rule(place=PLACES, currency=CURRENCY, minor=MINOR, weights=WEIGHTS)
    def split(self, place, currency, minor, weights):
        self.world.split(*place, currency, minor, weights)

    @rule(
        bearer=st.sampled_from(BEARERS),
        person=st.sampled_from(PEOPLE),
        currency=CURRENCY,
        minor=st.integers(1, 4_000),
        settled=st.booleans(),
        override=st.integers(0, 9),
    )
    def payout(self, bearer, person, currency, minor, settled, override):
        self.world.payout(bearer, person, currency, minor, settled, override == 9)

    @rule(bearer=st.sampled_from(BEARERS), currency=CURRENCY, into=CURRENCY, minor=MINOR, rate=st.sampled_from(RATES))
    def exchange(self, bearer, currency, into, minor, rate):
        self.world.exchange(bearer, currency, into, minor, rate)

    @rule(which=ANY)
    def take_back(self, which):
        self.world.take_back(which)

    @rule(which=ANY, minor=MINOR)
    def nothing(self, which, minor):
        self.world.again(which)
        self.world.mix(minor)

    @invariant()
    def money_is_conserved(self):
        Treasury.taken += 1
        self.world.check()

    def teardown(self):
        self.world.end()


def test_in_twenty_thousand_steps_hypothesis_finds_no_way():
    Treasury.taken = 0
    run_state_machine_as_test(Treasury, settings=settings(MANY, max_examples=430, stateful_step_count=50))
    assert Treasury.taken >= 20_000


def test_in_two_thousand_random_steps_money_is_conserved():
    worlds = [random_world(f"seed {number}", 200) for number in range(10)]
    booked, refused = (
        sum(len(found) for found in each) for each in zip(*[(w.said, w.refusals) for w in worlds], strict=True)
    )
    assert booked > refused > 100  # the chances are such that both happen


@pytest.mark.exhaustive
def test_in_a_million_random_steps_money_is_conserved():
    for number in range(2_500):
        random_world(f"one of many {number}", 400)


@pytest.mark.exhaustive
def test_hypothesis_finds_no_way_in_many_more():
    run_state_machine_as_test(Treasury, settings=settings(MANY, max_examples=5_000, stateful_step_count=60))

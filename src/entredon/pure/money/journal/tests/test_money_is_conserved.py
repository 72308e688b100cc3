"""Whatever happens in whatever order: money is neither made nor lost, and no account falls under its floor."""

import random

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from entredon.pure.money.journal.tests.world import BEARERS, CURRENCIES, FUNDS, PEOPLE, RATES, World

PLACES = st.sampled_from([(bearer, fund) for bearer in BEARERS for fund in FUNDS[bearer]])
CURRENCY = st.sampled_from(CURRENCIES)
MINOR = st.integers(1, 20_000)
WEIGHTS = st.tuples(*[st.integers(0, 9)] * 4).filter(any)
ANY = st.integers(0, 1_000)


class Treasury(RuleBasedStateMachine):
    """Hypothesis chooses what happens, and finds the shortest way to a fault."""

    def __init__(self):
        super().__init__()
        self.world = World()

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
        self.world.check()

    def teardown(self):
        self.world.end()


class TestTreasury(Treasury.TestCase):
    settings = settings(max_examples=45, stateful_step_count=50, deadline=None, suppress_health_check=list(HealthCheck))


def step(world: World, rnd: random.Random) -> None:
    """Anything, by chance."""
    bearer, currency, minor, some = (
        rnd.choice(BEARERS),
        rnd.choice(CURRENCIES),
        rnd.randrange(4, 20_000),
        rnd.randrange(1_000),
    )
    fund, person = rnd.choice(FUNDS[bearer]), rnd.choice(PEOPLE)
    happens = (
        lambda: world.pay(bearer, fund, currency, minor, some % 3),
        lambda: world.overpay(bearer, fund, currency, minor, some + 1),
        lambda: world.refund(bearer, currency, minor),
        lambda: world.split(bearer, fund, currency, minor, [1, some % 10, some // 10 % 10, some // 100]),
        lambda: world.payout(bearer, person, currency, some + 1, some % 4, some % 10 == 9),
        lambda: world.exchange(bearer, currency, rnd.choice(CURRENCIES), minor, rnd.choice(RATES)),
        lambda: world.take_back(rnd.randrange(1_000)),
        lambda: world.again(some),
    )
    rnd.choice(happens)()
    world.check()


def random_world(seed: str, steps: int) -> World:
    """Many steps quickly, with nothing but chance."""
    world, rnd = World(), random.Random(seed)
    for _ in range(steps):
        step(world, rnd)
    world.end()
    return world


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
    many = settings(max_examples=5_000, stateful_step_count=60, deadline=None, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(Treasury, settings=many)

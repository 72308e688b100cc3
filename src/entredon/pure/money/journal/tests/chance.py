"""Anything that may happen at the books of two bearers, chosen by chance alone: many steps quickly."""

import random

from entredon.pure.money.journal.tests.world import BEARERS, CURRENCIES, FUNDS, PEOPLE, RATES, World


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

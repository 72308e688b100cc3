"""A million steps of anything that may happen to money, by chance: after each, nothing was made or lost, no account fell under its floor.

The same worlds as in the tests (two bearers, three funds, three currencies: paying, overpaying, refunds, splits, payouts that arrive or
come back, exchanges, reversals), half of them on each core. A fault ends it with what went wrong.
"""

import os
from concurrent.futures import ProcessPoolExecutor

from benchmarks import Result, seconds

STEPS = 400
"""So many has each world."""
MILLION = 1_000_000


def run(all: bool) -> list[Result]:
    steps = MILLION * (10 if all else 1)
    told: list[tuple[int, int]] = []
    with ProcessPoolExecutor() as cores:
        taken = seconds(lambda: told.extend(cores.map(lived, range(steps // STEPS), chunksize=10)))
    booked, refused = map(sum, zip(*told, strict=True))
    return [
        Result(
            what="steps of anything that may happen to money, without a cent made or lost",
            figure=len(told) * STEPS,
            unit="steps",
            aim="≥ 1,000,000",
            note=f"{booked:,} journal entries, {refused:,} refused with a reason",
        ),
        Result(
            what="such steps, every balance compared with plain sums after each",
            figure=steps / taken,
            unit="/s",
            note=f"{os.cpu_count()} processes",
        ),
    ]


def lived(number: int) -> tuple[int, int]:
    """One world: how many journal entries were booked in it, and how many were refused."""
    from entredon.pure.money.journal.tests.chance import random_world

    world = random_world(f"bench {number}", STEPS)
    return len(world.said), len(world.refusals)

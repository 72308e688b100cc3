"""What a seller gives back of a price, and who has which part of the rest: exact, in smallest units.

VAT is taken out first, and what is rounded is rounded to the nearest unit, halves upwards. A part of the price is reckoned of what is
left without VAT; a part of the margin of what the seller says is left to her. What is given back is rounded down, and is never more
than the price without VAT.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from entredon.pure.value.cents import apportion
from entredon.pure.value.rule import WHOLE

PRICE, MARGIN, WORK = "price", "margin", "work"
WAYS = (PRICE, MARGIN, WORK)


@dataclass(frozen=True, slots=True)
class Give:
    """One thing an agreement asks for: a share (``ppm``) of price or margin, or ``minutes`` of work a month."""

    way: str
    ppm: int = 0
    minutes: int = 0


def without_vat(minor: int, vat_ppm: int) -> int:
    """What is left of a price in which VAT of so many parts per million of the rest is included."""
    whole = WHOLE + vat_ppm
    return (2 * minor * WHOLE + whole) // (2 * whole)


def given_back(minor: int, vat_ppm: int, margin: int, gives: Iterable[Give]) -> int:
    """What is given back of a price with VAT in it, by all shares that an agreement names. Work isn't money, so it adds nothing."""
    net = without_vat(minor, vat_ppm)
    of = {PRICE: net, MARGIN: margin, WORK: 0}
    return min(sum(of[give.way] * give.ppm // WHOLE for give in gives), net)


def parted(minor: int, parts: Iterable[tuple[str, int]], seed: str) -> dict[str, int]:
    """An amount among those who have parts of it (by any weights), to the last unit by largest remainder; ties by the seed's hash."""
    weights: dict[str, int] = {}
    for id, weight in parts:
        weights[id] = weights.get(id, 0) + weight
    return apportion(minor, weights, seed)


def part_so_far(minor: int, come: int, whole: int) -> int:
    """Of an amount that belongs to a whole, what belongs to as much of it as has come: exact once all has."""
    return minor * come // whole if whole else 0

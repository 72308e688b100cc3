"""What came of the open car Merel in its first year: versions accepted, kits sold, income shared, parts passed on. Data only.

Everybody who pays is made up too, and bears the name of a bird.
"""

from typing import NamedTuple

from entredon.site.sample_car_story import Release


class Sale(NamedTuple):
    """Money that came in: the day, for which version, how much in smallest units, from whom and why.

    ``shared`` is the day on which somebody shared it, 0 while it waits.
    """

    day: int
    version: str
    minor: int
    currency: str
    payer: str
    note: str
    shared: int


class Passing(NamedTuple):
    """Who passes on what from which day: a destination and parts per million."""

    day: int
    who: str
    to: tuple[tuple[str, int], ...]


LATE = [
    Release("Rear frame", "0.3", 424, 0, 35, {"Rear frame 0.2": 65}),
    Release("Merel", "1.1", 441, 0, 15, {"Merel 1.0": 55, "Rear frame 0.3": 15, "Cabin 0.1": 15}),
]
"""Versions that came out of what was told at the end of the first three months. The last one waits for a steward's word."""

ACCEPTED_LATE = {"Workshop handbook 0.1": 94, "Merel 1.0": 96, "Rear frame 0.3": 427}
"""Versions that waited longer for a steward's word, and the day on which it came."""

SALES = [
    Sale(171, "Merel 1.0", 250_000, "EUR", "Werkplaats Fuut", "Two kits, built in our yard in nine weekends", 173),
    Sale(214, "Battery box 0.2", 96_000, "EUR", "Garage Cormoran", "Twelve battery boxes for delivery bikes", 216),
    Sale(263, "Merel 1.0", 1_190_000, "EUR", "Cooperativa Cigüeña", "Nine kits for three villages", 266),
    Sale(318, "Workshop handbook 0.1", 48_000, "EUR", "Volkshogeschool Kwikstaart", "A course from the handbook", 321),
    Sale(371, "Merel 1.0", 420_000, "USD", "Karakana ya Kanga", "Four cars for market days", 374),
    Sale(428, "Merel 1.0", 310_000, "EUR", "Werkplaats Fuut", "Two more kits, and a spare axle", 0),
]

PASSINGS = [
    Passing(120, "Ada Zwaluw", (("pot", 1_000_000),)),
    Passing(131, "Jef Winterkoning", (("pot", 500_000),)),
    Passing(152, "Yann Héron", (("https://open-rivet.example/", 250_000),)),
    Passing(240, "Noor Koekoek", (("https://open-rivet.example/", 200_000), ("pot", 300_000))),
    Passing(330, "Jef Winterkoning", (("pot", 250_000),)),
]

OPEN = 3
"""Every so many-th person lets everybody see her amounts."""

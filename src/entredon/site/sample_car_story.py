"""What the fictional open car Merel is made of, who works on what, and what they say about it. Data only."""

from datetime import UTC, datetime
from typing import NamedTuple

BEGIN = datetime(2025, 9, 1, 8, 0, tzinfo=UTC)


class Module(NamedTuple):
    """A part of the car: what it is called, which kinds of work go into it (by weight), and what people tell of it."""

    name: str
    kinds: dict[str, int]
    notes: dict[str, str]
    """Per kind of work, notes separated by ``|``; kinds left out take the common ones."""


class Release(NamedTuple):
    """A version of a module: the day it came out, how many contributions went into it, what it is built on.

    ``own`` and the weights of ``on`` add up to 100.
    """

    module: str
    version: str
    day: int
    contributions: int
    own: int
    on: dict[str, int]

    @property
    def label(self) -> str:
        return f"{self.module} {self.version}"


COMMON = {
    "review": "Read the drawings and asked for a wider radius at the bend.|Went through the parts list, two screws were"
    " missing.|Checked the tolerances against what our workshop's folder can do.|Looked at it with a first-year class;"
    " their questions are in the thread.|Compared with the last version, all remarks are answered.",
    "test": "Drove over the cobbles for two hours, nothing came loose.|Left it out in the rain for a week.|Loaded with 180"
    " kilos of sand and measured.|Tried to take it apart with one hand in a glove.|Repeated the test of last month with"
    " the new parts.",
    "translation": "Dutch.|French.|German.|Spanish.|Swahili, with the words our mechanics use.|Portuguese, for both sides of"
    " the ocean.|Polish.|Hindi.",
    "documentation": "Drew the steps so that one needs no words.|Wrote down what can be bought and what must be made.|Photos"
    " of each step, taken while building.|Torque of every bolt in one table.|What to do when a part is not to be had.",
    "idea": "Could the same bracket serve left and right?|A colour per subassembly, so that nobody searches.|What if every"
    " part fitted on a cargo bike?|Let us print the number of the version on the part itself.",
    "design": "Redrew it with standard tube.|Second attempt, lighter by a third.|Parametric now: width in one place.",
    "prototype": "Built one in the garage, two evenings.|Welded the first one; photos in the log.|Made five, to see what goes"
    " wrong the third time.",
}

MODULES = [
    Module(
        "Chassis",
        {"design": 30, "prototype": 22, "review": 12, "test": 12, "documentation": 10, "translation": 6, "idea": 8},
        {
            "idea": "A ladder of folded sheet instead of welded tube: any sheet shop can do it.|One hole pattern everywhere,"
            " every 50 millimetres.|Could the sill be the crash beam as well?",
            "design": "Side members as two folded profiles that slide into each other.|Hole pattern, first version.|Stiffer"
            " corner without another part.|Crumple zone from the same sheet, with beads.|Version for a folder of 1.25 m.",
            "prototype": "Cut and folded the first pair of side members.|Assembled it with rivets, in one day, with four"
            " people.|A chassis in cardboard, 1:1, to see who fits.",
            "test": "Twisted it on the test bench until 1,900 Nm per degree.|Salt water for ten days; the rivets hold.",
        },
    ),
    Module(
        "Steering and front axle",
        {"design": 28, "prototype": 25, "test": 20, "review": 14, "documentation": 8, "translation": 5},
        {
            "design": "Uses the hub of a common small car, new or from the scrapyard.|Rack and pinion turned round, now it"
            " clears the battery.|Steering geometry calculated again for the narrow track.",
            "prototype": "Axle from two scrapyard hubs; it rolls.|Turned the bushings from nylon.",
            "test": "Full lock, two thousand times.|Emergency braking from 60 on wet road, it stays straight.",
        },
    ),
    Module(
        "Battery box",
        {"design": 26, "prototype": 20, "wiring": 16, "test": 16, "review": 12, "documentation": 6, "translation": 4},
        {
            "idea": "Two boxes of 20 kilos instead of one of 40: my mother can carry one upstairs.",
            "design": "Slides in from the side, locked by the door.|Vent on the far side of the people.|Handle that folds"
            " flat.|Box for cells of three makers.",
            "prototype": "Box of recycled aluminium, riveted.|Spot-welded forty cells, checked each.",
            "wiring": "Fuse on each string.|Balancer wired and labelled.|Plug that cannot be put in the wrong way.",
            "test": "Drop from one metre onto a corner.|Forced short circuit behind a wall of sand; it shut off.",
        },
    ),
    Module(
        "Rear frame",
        {"design": 30, "prototype": 22, "idea": 10, "review": 12, "test": 10, "documentation": 10, "translation": 6},
        {
            "idea": "At the market I sit on the edge of the boot all day. Could the lid fold down into a bench?|Let the lid"
            " also be the rain roof of the stall.|A folding lid needs no gas springs if it balances.",
            "design": "Boot lid in two halves, the lower one a bench for two.|Hinge from sheet and a bolt, no cast parts.|Frame"
            " for the lid that takes the weight of two people.|Latch one can open with an elbow.|Lamps in the fixed part,"
            " so no cable has to bend.",
            "prototype": "Folding lid in plywood, three people sat on it.|Bent the hinge from 4 millimetre sheet.|Sewn bench"
            " cover from old truck tarpaulin.",
            "test": "Opened and closed it 1,500 times with a drill and a crank.|Two people of 95 kilos for an hour.",
        },
    ),
    Module(
        "Wiring loom",
        {"wiring": 40, "design": 14, "test": 14, "review": 14, "documentation": 12, "translation": 6},
        {
            "wiring": "Loom laid out on a board with nails, the drawing is 1:1.|Connectors that can be had in twelve"
            " countries.|Three colours and numbers, readable without colours too.|Branch for the rear lamps, with a plug at the"
            " frame.|Charger harness.|Took out eleven metres of copper.",
            "design": "Plan of the whole loom on one page.|Fuse box from a printed holder.",
            "test": "Measured the voltage drop at full load.|Shook it for a day on the old washing machine.",
        },
    ),
    Module(
        "Dashboard",
        {"code": 40, "design": 18, "test": 14, "review": 14, "translation": 10, "documentation": 4},
        {
            "code": "Speed and charge, nothing else, and it starts in half a second.|Reads the balancer and warns in words.|Runs"
            " on three kinds of board.|Night colours.|Log of faults that the owner can read, and nobody else.",
            "design": "Big numbers for old eyes.|Housing that clips in without screws.",
        },
    ),
    Module(
        "Cabin",
        {"design": 32, "prototype": 24, "review": 12, "test": 14, "documentation": 10, "idea": 8},
        {
            "design": "Flat panes only, glass from any glazier.|Door from one sheet and a frame of ash.|Seat that slides far"
            " enough for 1.50 and for 2.00 metres.|Wheelchair fits behind the left seat.",
            "prototype": "Doors in plywood, hung and rehung.|Seat frame, bent by hand.",
            "test": "Twelve people of all sizes got in and out.|Rain test; the left corner leaked, and then it didn't.",
        },
    ),
    Module(
        "Workshop handbook",
        {"documentation": 44, "translation": 26, "review": 16, "test": 10, "idea": 4},
        {
            "documentation": "Chapter on folding sheet without a folder.|How three people build it in nine weekends.|Tools by"
            " chapter, with what can be borrowed where.|Safety page for the battery, checked with the fire brigade.",
            "test": "Built chapter four with people who had never held a riveter.",
        },
    ),
    Module("Merel", {"prototype": 30, "test": 30, "review": 20, "documentation": 12, "translation": 8}, {
        "prototype": "First whole car, in nine weekends, in Ghent.|Second car, in Nairobi, with local sheet.|Third car, in"
        " Recife; the doors are of bamboo ply.",
        "test": "Three hundred kilometres, from Kortrijk to Utrecht and back.|Hill start with five sacks of cement.|Weighed"
        " it: 432 kilos without batteries.",
    }),
]  # fmt: skip

RELEASES = [
    Release("Chassis", "0.1", 18, 38, 100, {}),
    Release("Steering and front axle", "0.1", 27, 24, 70, {"Chassis 0.1": 30}),
    Release("Battery box", "0.1", 30, 34, 65, {"Chassis 0.1": 35}),
    Release("Rear frame", "0.1", 33, 28, 60, {"Chassis 0.1": 40}),
    Release("Wiring loom", "0.1", 41, 30, 55, {"Chassis 0.1": 15, "Battery box 0.1": 30}),
    Release("Chassis", "0.2", 45, 26, 40, {"Chassis 0.1": 60}),
    Release("Dashboard", "0.1", 50, 32, 75, {"Wiring loom 0.1": 25}),
    Release("Battery box", "0.2", 54, 24, 35, {"Battery box 0.1": 45, "Chassis 0.2": 20}),
    Release("Rear frame", "0.2", 57, 34, 45, {"Rear frame 0.1": 30, "Chassis 0.2": 25}),
    Release("Cabin", "0.1", 62, 32, 60, {"Chassis 0.2": 25, "Rear frame 0.2": 15}),
    Release("Wiring loom", "0.2", 70, 26, 30, {"Wiring loom 0.1": 35, "Battery box 0.2": 20, "Dashboard 0.1": 15}),
    Release("Workshop handbook", "0.1", 76, 36, 60,
            {"Chassis 0.2": 10, "Rear frame 0.2": 10, "Wiring loom 0.2": 10, "Cabin 0.1": 10}),
    Release("Merel", "1.0", 84, 34, 15,
            {"Chassis 0.2": 18, "Steering and front axle 0.1": 10, "Battery box 0.2": 14, "Rear frame 0.2": 13,
             "Wiring loom 0.2": 12, "Dashboard 0.1": 7, "Cabin 0.1": 8, "Workshop handbook 0.1": 3}),
]  # fmt: skip

AFTERWARDS = {"Rear frame": 9, "Dashboard": 8, "Cabin": 7, "Workshop handbook": 6, "Merel": 6}
"""Contributions to what is not released yet, between the last release and day 90."""
DAYS = 90

STEWARDS = ("Ada Zwaluw", "Kamau Bundi", "Tainá Quero-Quero")
"""The first one founds it; the others are named by her."""
KEEPERS = ("Bram Boomklever", "Svenja Haubentaucher", "Giulia Rondine", "Asha Bulbul")

RULE = {
    "way": "flow",
    "top": {"association": 80_000, "fund": 40_000},
    "pools": {
        "design": 280_000, "prototype": 220_000, "wiring": 90_000, "code": 60_000, "test": 100_000, "review": 80_000,
        "documentation": 80_000, "translation": 40_000, "idea": 20_000, "other": 30_000,
    },
    "points": {kind: {"measure": "points", "f": "linear", "base": 1, "cap": None} for kind in
               ("design", "prototype", "wiring", "code", "test", "review", "documentation", "translation", "idea")},
    "minimum": 500,
    "unclaimed": 730,
    "contest_days": 14,
}  # fmt: skip

POINTS = {
    "design": (2, 8), "prototype": (3, 9), "wiring": (2, 7), "code": (2, 8), "test": (1, 5), "review": (1, 3),
    "documentation": (1, 5), "translation": (1, 4), "idea": (1, 2),
}  # fmt: skip
"""How many points a contribution of a kind has: at least and at most."""

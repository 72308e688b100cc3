"""What became of ideas about the open car Merel: from a thought at the market to a cabin that keeps the rain out, and its income.

Data only. Everybody here is made up and bears the name of a bird; so are their words.
"""

from typing import NamedTuple


class Idea(NamedTuple):
    """An idea: the day, a name to find it by, who brings it, its title and text, and what it builds on."""

    day: int
    name: str
    who: str
    title: str
    text: str
    call: str = ""
    builds_on: tuple[str, ...] = ()


class Answer(NamedTuple):
    """What a steward answered to an idea: its outcome, with a reason, the needs it became, or what it was merged into."""

    day: int
    idea: str
    outcome: str
    reason: str = ""
    needs: tuple[str, ...] = ()
    into: str = ""
    module: str = ""
    points: int = 1


class Need(NamedTuple):
    """Something that is needed. ``closed`` is the day on which it was dropped, 0 if it wasn't."""

    day: int
    name: str
    who: str
    work: str
    title: str
    text: str
    done: str
    module: str = ""
    ideas: tuple[str, ...] = ()
    circle: str = ""
    part_of: str = ""
    skills: tuple[str, ...] = ()
    minutes: int = 0
    due: int = 0
    places: int = 1
    points: int = 0
    minor: int = 0


class Taking(NamedTuple):
    """Somebody takes a need, tells what she did for it on later days, and is done with her part on the last of them."""

    day: int
    need: str
    who: str
    told: tuple[tuple[int, str, str], ...] = ()
    """Days, hours (a decimal, or "") and words."""


class Post(NamedTuple):
    """Something that was said about a thing."""

    day: int
    name: str
    about: str
    who: str
    text: str
    answers: str = ""


class Circle(NamedTuple):
    """A small group around a module."""

    day: int
    name: str
    who: str
    module: str
    purpose: str
    members: tuple[str, ...]
    within: str = ""


class Saved(NamedTuple):
    """A revision of a page of knowledge: who saved it, with which reason. Of a circle's page, ``about`` is its name."""

    day: int
    address: str
    who: str
    title: str
    reason: str
    text: str
    about: str = ""


CALL = "How does everybody get into a Merel?"
CALL_TEXTS = {
    "title": CALL,
    "text": "A car of the commons should carry whoever lives in the village. Today the step is 42 centimetres high and the door"
            " opens to 70 degrees. What would let somebody with a wheelchair, a walker or a sleeping child get in without help?",
    "criteria": "It can be made in a workshop with hand tools. It weighs less than 15 kilos. Somebody it is meant for has tried it.",
    "gives": "Every idea that goes in counts as a contribution, and the maker of the first one builds it with the Cabin circle.",
}  # fmt: skip
CALL_DAYS = (296, 340, 346)
"""The days on which the call opens, no longer takes ideas, and is closed with an outcome."""
CALL_OUTCOME = (
    "A door that slides back on the rail of the rear frame, with a board that folds out of the sill. Three ideas went into it; the"
    " swivelling seat builds on them and waits for somebody who can bend the bracket."
)
WENT_IN = {"slide": 3, "board": 2, "handle": 1}

IDEAS = [
    Idea(281, "gutter", "Fien Spreeuw", "A gutter above the door, so the left corner never leaks",
         "At the market I stand beside the open door all day and the rain runs down my neck. A folded strip above the door, two"
         " centimetres wide, would lead it to the back. And perhaps the corner would stop leaking as well."),
    Idea(288, "hook", "Matteo Usignolo", "A hook for a bag on the back of each seat", "Shopping rolls about on the floor."),
    Idea(290, "drip", "Zofia Jaskółka", "Drip edge on the roof", "A bent edge on the roof sheet would keep water off the door."),
    Idea(301, "slide", "Lakshmi Hoopoe", "A door that slides back instead of swinging out",
         "Our lanes are narrow. A sliding door opens all the way beside a wall, and a wheelchair can come close.", CALL),
    Idea(309, "board", "Nerea Abejaruco", "The sill folds out as a board",
         "With the door out of the way, the sill itself can be the ramp: one sheet, two hinges.", CALL, ("slide",)),
    Idea(316, "handle", "Owen Loon", "A handle where the hand already is",
         "My father pulls himself up by the seat belt. A loop at the height of the shoulder costs nothing.", CALL),
    Idea(331, "swivel", "Inès Alouette", "A seat that turns towards the door",
         "Turn first, then swing the legs in. The bracket of an office chair nearly does it.", CALL, ("slide", "board")),
    Idea(352, "horn", "Stan Wulp", "A horn that sings like a blackbird", "Merel means blackbird. It should sound like one."),
    Idea(398, "solar", "Ravi Koel", "Cells on the roof for the lamps",
         "Eighty watts would keep lamps and phone going through a market day."),
    Idea(437, "mirror", "Chantal Kinglet", "Mirrors that fold when the wind takes them",
         "Two of ours broke off in one winter, both times by the wind and not by a car."),
]  # fmt: skip

ANSWERS = [
    Answer(292, "drip", "merged", "The same thought from the other side: let us make one of them.", into="gutter"),
    Answer(294, "gutter", "adopted", "Yes please. The test of last spring leaks in the same place.", ("gutter", "rain"),
           module="Cabin", points=2),
    Answer(299, "hook", "adopted", "", ("hook",), module="Cabin"),
    Answer(361, "horn", "declined", "A horn must be heard as a horn, by law, in all twelve countries. The song may go in the radio."),
    Answer(409, "solar", "parked", "Good, and too early: the roof of cabin 0.3 is not drawn yet. Ask again in spring."),
]  # fmt: skip

NEEDS = [
    Need(293, "gutter", "Ada Zwaluw", "design", "Fold a gutter that any sheet shop can make",
         "So that nobody gets wet who stands beside an open door.", "A drawing with the fold lines, and a strip that was folded"
         " from it and mounted.", "Cabin", ("gutter", "drip"), "Cabin", skills=("sheet metal", "drawing"), minutes=600, due=330,
         places=2, points=12),
    Need(293, "rain", "Ada Zwaluw", "test", "An hour of rain on the left corner",
         "The corner leaked in two of three cabins.", "Photos of a dry seat after an hour under the hose.", "Cabin", ("gutter",),
         "Cabin", part_of="gutter", skills=("patience",), minutes=120, due=350, points=4),
    Need(298, "hook", "Tainá Quero-Quero", "design", "A hook on each seat that nobody catches a sleeve on", "Bags roll about.",
         "One printed, one bent from wire; both hold eight kilos.", "Cabin", ("hook",), "Cabin", skills=("printing",), minutes=180,
         points=3),
    Need(392, "translate", "Margaux Hirondelle", "translation", "Chapter four in Polish", "Two workshops near Kraków wait for it.",
         "The chapter reads well to somebody who builds from it.", "Workshop handbook", skills=("polski",), minutes=240, points=5),
    Need(405, "photo", "Bram Boomklever", "documentation", "Three photos of your hinge", "We have drawings and no photos.",
         "Sharp, in daylight, one with a hand for scale.", "Rear frame", circle="Rear frame", skills=("photos",), minutes=15, points=1),
    Need(411, "torque", "Jef Winterkoning", "test", "Is the torque of the hub bolts right in yours?",
         "One workshop measured ten less than the table says.", "Your number, and which wrench.", "Steering and front axle",
         skills=("measuring",), minutes=20, places=5, points=5),
    Need(418, "words", "Wanjiru Mbayuwayu", "translation", "Ten words for the dashboard in your language",
         "The warnings should be read by whoever drives.", "Ten words, said by somebody who drives.", "Dashboard",
         skills=("languages",), minutes=30, places=8, points=8),
    Need(423, "loom", "Giulia Rondine", "wiring", "Lay out the loom for the sliding door",
         "The door of the call moves, and so must its cable.", "A loom on a board that opened a thousand times.", "Wiring loom",
         skills=("wiring",), minutes=900, due=480, points=14, minor=15_000),
    Need(431, "bracket", "Inès Alouette", "prototype", "Bend a bracket for the turning seat", "The idea is there; the hand isn't.",
         "A seat that turns, with somebody of 95 kilos on it.", "Cabin", circle="Cabin", skills=("sheet metal", "welding"),
         minutes=1200, due=470, places=2, points=16),
    Need(434, "read", "Asha Bulbul", "review", "Read the battery page as if you had never seen a battery",
         "We know too much to see what is missing.", "Every sentence you read twice, marked.", "Workshop handbook",
         skills=("reading",), minutes=45, places=3, points=6),
]  # fmt: skip

TAKINGS = [
    Taking(296, "gutter", "Hanna Pliszka", (
        (304, "4", "First strip, folded over the edge of a bench. Too wide, it whistles."),
        (312, "3.5", "Second drawing, eighteen millimetres, with a drop at the end."))),
    Taking(297, "gutter", "Otieno Korongo", ((310, "5", "Folded it from the roof of an old bus and mounted it. Dry shoulders."),)),
    Taking(314, "rain", "Bento Arara", ((319, "2", "An hour under the hose, twice. The seat stayed dry."),)),
    Taking(303, "hook", "Greta Zeisig", ((311, "", "Printed one and bent one; the bent one is nicer."),)),
    Taking(407, "photo", "Davi Curió", ((408, "", "Three photos, morning light, my thumb for scale."),)),
    Taking(415, "torque", "Étienne Nuthatch", ((417, "", "Eighty-eight, with the wrench of the fire brigade."),)),
    Taking(426, "words", "Leonor Poupa", ((429, "0.5", "Ten words in Portuguese, read aloud to my neighbour."),)),
    Taking(433, "loom", "Kuba Modraszka"),
    Taking(436, "bracket", "Svenja Haubentaucher"),
]  # fmt: skip
SPLIT = (298, "gutter", {"Hanna Pliszka": 700_000, "Otieno Korongo": 300_000})
"""Who took the gutter agreed on how its points are split."""
LEFT_OPEN = {"torque": 1, "words": 1}
"""Takings whose people could still do more, for these needs have places for others."""

CLOSED = [(324, "gutter")]
"""Needs that somebody said are done, once all their parts were."""

REVIEWERS = ("Bram Boomklever", "Asha Bulbul", "Giulia Rondine")
"""Two of them look at each contribution to a need; their words."""
LOOKED = ("Good.", "Tried it on ours: fits.", "Clear, and it can be made here.", "The photo says it all.")

CABIN = ("0.2", 352, 30, {"Cabin 0.1": 70})
"""The version that all this went into, the day, and what it weighs beside what it is built on."""

OFFERS = [
    (400, "Salomé Linotte", "I can draw what you tell me over the phone", "Two evenings a week, from any sketch.",
     ("drawing", "photos"), 240, "Nantes", 0),
    (421, "Arjun Drongo", "I can weld thin sheet, and I have a workshop on Sundays", "Bring it, or send it.",
     ("welding", "sheet metal"), 480, "Pune", 520),
    (435, "Antoni Zimorodek", "I read Polish, and slowly", "For whoever needs a pair of eyes on a text.",
     ("polski", "reading"), 60, "Kraków", 0),
]  # fmt: skip
"""Day, who, title, text, skills, minutes, place, until which day (0: not said)."""

CIRCLES = [
    Circle(270, "Cabin", "Chiara Cardellino", "Cabin", "Everything between the frame and the weather.",
           ("Hanna Pliszka", "Otieno Korongo", "Svenja Haubentaucher", "Bento Arara")),
    Circle(271, "Doors", "Lakshmi Hoopoe", "Cabin", "How one gets in, and stays in.", ("Nerea Abejaruco", "Owen Loon"), "Cabin"),
    Circle(276, "Rear frame", "Bram Boomklever", "Rear frame", "The bench, the lid, and what they stand on.",
           ("Davi Curió", "Maud Chickadee")),
    Circle(279, "Battery box", "Jef Winterkoning", "Battery box", "Twenty kilos that anybody can carry.", ("Meera Mynah",)),
]  # fmt: skip
DEMOS = [
    (320, "Cabin", "Otieno Korongo", "The gutter is on, and the seat stays dry for an hour. Come and stand in the rain with us."),
    (438, "Cabin", "Svenja Haubentaucher", "A cardboard model of the turning seat. It turns; it isn't a seat yet."),
    (439, "Rear frame", "Davi Curió", "Photos of all hinges are in, from five workshops."),
]  # fmt: skip

POSTS = [
    Post(282, "gutter 1", "idea gutter", "Hanna Pliszka", "We have the same corner! Ours leaks **behind** the seal, not above it."),
    Post(282, "gutter 2", "idea gutter", "Fien Spreeuw", "Then a gutter alone won't do. Shall we test with and without?", "gutter 1"),
    Post(283, "gutter 3", "idea gutter", "Otieno Korongo",
         "I can fold one from an old bus roof this week:\n\n* 18 mm wide\n* a drop at the end\n* two rivets, no screws"),
    Post(299, "need 1", "need gutter", "Hanna Pliszka", "I draw, you fold? Then I would say seven parts for me and three for you."),
    Post(299, "need 2", "need gutter", "Otieno Korongo", "Make it so. The bus was free.", "need 1"),
    Post(362, "horn 1", "idea horn", "Stan Wulp", "Fair enough. I'll sing it myself."),
    Post(424, "topic 1", "topic winter", "Wanjiru Mbayuwayu",
         "What do you do with the batteries when it freezes? Here it never does, and a workshop in Halifax asks."),
    Post(424, "topic 2", "topic winter", "Owen Loon",
         "Take them to bed. Seriously: they slide out, and the hall is warm enough.", "topic 1"),
    Post(425, "topic 3", "topic winter", "Maud Chickadee", "> they slide out\n\nThat is the best thing about this car.", "topic 2"),
]  # fmt: skip
TOPIC = (424, "winter", "Wanjiru Mbayuwayu", "Batteries in the cold")
SIGNS = [
    ("topic 2", "laugh", "Maud Chickadee"),
    ("topic 2", "thanks", "Wanjiru Mbayuwayu"),
    ("gutter 3", "heart", "Fien Spreeuw"),
]

SAVED = [
    Saved(275, "first-car", "Margaux Hirondelle", "Your first car", "A beginning",
          "# Before you begin\n\nFind two others. One of them should own a drill.\n\n## What you need\n\n* nine weekends\n* a dry"
          " place of five by four metres\n* the [[Tools you can borrow]]\n\n## The first weekend\n\nFold the sills. It is easier"
          " than it looks.\n"),
    Saved(280, "first-car", "Jonas Zaunkönig", "Your first car", "What it costs",
          "# Before you begin\n\nFind two others. One of them should own a drill.\n\n## What you need\n\n* nine weekends\n* a dry"
          " place of five by four metres\n* the [[Tools you can borrow]]\n* about 3,100 euros for sheet, cells and hubs\n\n## The"
          " first weekend\n\nFold the sills. It is easier than it looks.\n"),
    Saved(284, "tools", "Lotte Tureluur", "Tools you can borrow", "Which of ours can be lent",
          "| tool | where | for how long |\n|---|---|---|\n| folder, 1.25 m | Utrecht | a week |\n| spot welder | Leipzig | a weekend"
          " |\n| riveter | everywhere | keep it |\n\nWhoever takes one along writes it down here: [[Your first car]].\n"),
    Saved(300, "interface", "Chiara Cardellino", "What the cabin asks for, and gives", "So that others can build beside us",
          "## It stands on\n\n* eight holes of the rear frame, every 50 mm\n* sills of the chassis, 42 cm above the road\n\n## It"
          " gives\n\n* two points for belts, 9 kN each\n* a rail for the sliding door\n\nWhoever changes one of these tells the"
          " [[Your first car|builders]] first.\n", "Cabin"),
]  # fmt: skip

SALE = (440, "Cabin 0.2", 64_000, "EUR", "Koetswerk Bosuil", "Two cabins, gutters and all", 443)
"""What came in for the version, and the day on which it is shared."""

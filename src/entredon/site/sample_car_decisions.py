"""What the people of the open car Merel decided together, what they are deciding now, and what became of it.

Data, and how it is planned. One decision is voted on at the moment in which the sample is loaded; everything else has fixed days.
"""

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from entredon.apps.decide import entries as decide
from entredon.apps.market.entries import PartnerDeclined
from entredon.log import clock
from entredon.pure.choice import counting, roll, templates
from entredon.site import sample_car_market as market
from entredon.site.sample_car_story import BEGIN, KEEPERS, RULE, STEWARDS
from entredon.site.sample_people import PEOPLE

if TYPE_CHECKING:
    from entredon.site.sample_car import Story

ADA, KAMAU, TAINA = STEWARDS
BRAM, _SVENJA, GIULIA, ASHA = KEEPERS
CHARTERED = 368
"""The day on which a charter is adopted; before it stewards decided."""
QUORUMS = {"everyday": [1, 10], "big": [1, 5]}
"""Of eighty people in twelve countries fewer vote than the template asks for."""
LAST = 451
"""The last day on which the sample tells of anything else: what is going on now comes after it."""
DAY, HOUR = 1440, 60
VOTES, NONE_OF = {"y": "yes", "n": "no", "a": "abstain"}, ("Jef Winterkoning", "Sanne Grutto")
"""How votes are written here; and who votes nowhere, because their keys moved to devices meanwhile."""


class Task(NamedTuple):
    """Who does what by which day; and on which day she showed that it was done, with which words."""

    day: int
    who: str
    what: str
    due: int
    proven: int = 0
    proof: str = ""


class Decided(NamedTuple):
    """A decision: the day on which it is opened, by whom, its question and reasons, what it changes, and how people voted.

    ``days`` are those of discussing, voting and challenging; ``ends``: executed, stalled, or "" where it wasn't carried.
    """

    day: int
    name: str
    who: str
    title: str
    text: str
    votes: str
    days: tuple[int, int, int] = (3, 5, 3)
    ends: str = "executed"
    reasons: tuple[tuple[int, str], ...] = ()
    tasks: tuple[Task, ...] = ()


ADMITTING = {
    "Werkplaats Noord": ("yyyyyyyyyn", ((0, "They have built eleven already. It is time that they may say so."),
                                        (9, "Fifteen of a hundred is a lot for four people. I wish they had asked for less."))),
    "Leerplek Zwaluw": ("yyyyyyyya", ((0, "I learnt to weld there."),)),
    "Atelier de la Huppe": ("yyyyyyyyy", ()),
    "Bedrading Spreeuw": ("yyyyyyyyyyya", ((4, "She found the fault that I had looked for since March."),)),
    "Roodborst cv": ("yyyyyyyyyy", ()),
    "Ateliers Alouette": ("yyyyyynnna", ((6, "Eight of a hundred is little for a whole car."),
                                         (0, "It is the first whole car that anybody offers; let us see what it costs them."))),
    "Werf Wulp": ("yyyyynnna", ((5, "Three of a hundred? That is a tip."),)),
}  # fmt: skip

OTHERS = [
    Decided(
        404, "day", TAINA, "Shall we drive all cars that there are to one town for a day?",
        "Every builder brings her car; whoever wants may sit in one. In September there were eleven that roll.",
        "yyyyyyyyyyyyn", reasons=((3, "Only if it is somewhere with a train."),),
        tasks=(
            Task(417, BRAM, "Ask three towns near a station whether we may have their square", 440, 436,
                 "Two said yes; their letters are on the page “Your first car”."),
            Task(418, GIULIA, "Draw a poster that needs no words", 470),
        ),
    ),
    Decided(
        414, "caps", "Malte Eisvogel", "Shall we sell caps with a blackbird on them?",
        "A hundred caps cost 640 euros and would bring in about a thousand.", "yyynnnnnnnna", ends="",
        reasons=((4, "We make cars. The blackbird is free anyway."), (0, "I would wear one.")),
    ),
    Decided(
        432, "sheet", "Inès Alouette", "Shall the common fund pay the sheet for the turning seat?",
        "Sixty euros for two sheets of steel, so that whoever bends the bracket needn't pay for it herself.",
        "yyyyyyyyya", reasons=((2, "That is what the pot is for."),),
        tasks=(Task(444, "Svenja Haubentaucher", "Buy the sheet, and put the receipt into the books", 466),),
    ),
]  # fmt: skip
"""What was decided beside who is a partner."""
SHEET = 6_000
TAKEN_BACK = 421
"""The day on which the last firm takes its proposal back, after it was carried and before it was carried out."""

NOW = Decided(
    437, "reviewers", ASHA, "Shall those who review get more of what comes in?",
    "Reviewing is a twelfth of it today, and eleven needs wait for somebody who looks. Proposed: an eighth, of which half comes"
    " from designing and half from prototypes. Below you see who would have got what last year.",
    "yyyynyya", reasons=((1, "I have waited five weeks for a pair of eyes."), (4, "Then who will still draw?")),
)  # fmt: skip
TALKED = Decided(
    448, "steward", KAMAU, "Shall Greta Zeisig become a steward?",
    "Three of us for eighty people is few, and she has been accepting what I forgot anyway.", "",
)  # fmt: skip


def plan(story: "Story") -> None:
    """Plan it all, between what the year tells."""
    teller = Teller(story)
    teller.on(CHARTERED, 1, "charter", lambda: decide.Chartered(charter=charter()), ADA)
    for firm in market.FIRMS:
        votes, reasons = ADMITTING[firm.name]
        title = f"Shall {firm.name} be a partner?"
        ends = "stalled" if firm.name == market.NEVER else "executed"
        teller.decision(Decided(firm.day, firm.name, firm.who, title, firm.about, votes, ends=ends, reasons=reasons))
    for decided in OTHERS:
        teller.decision(decided)
    taken_back = lambda: PartnerDeclined(agreement=story.id(f"partner {market.NEVER}"))  # noqa: E731
    teller.on(TAKEN_BACK, 6, "", taken_back, market.WHO[market.NEVER], reason="We want to be paid for it first.")
    teller.now()


def charter() -> dict[str, Any]:
    """The template in which members vote, with quorums for so scattered a commons."""
    data = templates.VOTE.data()
    return {**data, "types": [{**one, "quorum": QUORUMS[one["id"]]} for one in data["types"]]}


def raised() -> dict[str, Any]:
    """The sharing rule with more for those who review."""
    pools: dict[str, int] = {**RULE["pools"]}  # type: ignore[dict-item]
    pools |= {"review": 125_000, "design": pools["design"] - 22_500, "prototype": pools["prototype"] - 22_500}
    return {**RULE, "pools": pools}


class Teller:
    """Tells of decisions through a story."""

    def __init__(self, story: "Story") -> None:
        self.story = story
        self.count = 0

    def on(self, day: int, hour: int, name: str, make: Any, who: str, **texts: str) -> None:
        """Something is said on a day; the fact is made when its turn comes."""
        self.story.on(day, lambda: self.story.say(name, make(), who, texts=texts), hour=hour)

    def decision(self, decided: Decided) -> None:
        """From the question to what became of it."""
        talk, vote, challenge = decided.days
        self.open(decided)
        voting = decided.day + talk
        self.on(voting, 3, "", partial(self._rolled, decided), decided.who)
        voters = self.voters(decided)
        for n, (who, choice) in enumerate(voters):
            self.vote(decided, voting + n * (vote - 1) // len(voters), 4 + n % 8, n, who, choice)
        end = voting + vote
        self.on(end, 4, "", lambda: decide.Closed(decision=self.id(decided)), voters[0][0])
        self.on(end, 4, "", partial(self._tallied, decided, voters), voters[0][0])
        if decided.ends:
            done = decide.Executed if decided.ends == "executed" else decide.Stalled
            self.on(end + challenge, 5, "", lambda: done(decision=self.id(decided)), voters[-1][0])
        for n, task in enumerate(decided.tasks):
            self.task(decided, task, f"task {decided.name} {n}")

    def open(self, decided: Decided, hour: int = 2) -> None:
        """A question is asked."""
        texts = {"title": decided.title, "text": decided.text}
        self.on(decided.day, hour, f"decision {decided.name}", partial(self._moved, decided), decided.who, **texts)

    def vote(self, decided: Decided, day: int, hour: int, n: int, who: str, choice: str) -> None:
        """Somebody votes, perhaps with a reason."""
        reason = dict(decided.reasons).get(n, "")
        texts = {"reason": reason} if reason else {}
        self.on(day, hour, "", lambda: decide.Balloted(decision=self.id(decided), choice=choice), who, **texts)

    def task(self, decided: Decided, task: Task, name: str) -> None:
        """Somebody does something by a day, and perhaps shows that it is done."""
        due = (BEGIN + timedelta(days=task.due)).date().isoformat()
        assigned = lambda: decide.Assigned(decision=self.id(decided), person=self.person(task.who), due=due)  # noqa: E731
        self.on(task.day, 6, name, assigned, task.who, what=task.what)
        if task.proven:
            proven = lambda: decide.Proven(task=self.story.id(name))  # noqa: E731
            self.on(task.proven, 6, "", proven, task.who, proof=task.proof)

    def now(self) -> None:
        """On the day before this is loaded (or the last of the story) people begin to vote on one decision, and to talk about another."""
        self.open(NOW)
        loaded = clock.now().replace(hour=0, minute=0, second=0, microsecond=0)
        day = max(LAST, (loaded - BEGIN).days)
        self.on(day, 2, "", partial(self._rolled, NOW), ASHA)
        for n, (who, choice) in enumerate(self.voters(NOW)):
            self.vote(NOW, day, 3 + n // 2, n, who, choice)
        self.open(TALKED._replace(day=day), hour=7)

    def voters(self, decided: Decided) -> list[tuple[str, str]]:
        """Who votes, each with the choice: other people for each decision, the same in every telling."""
        self.count += 1
        there = [person.name for person in PEOPLE if person.name not in NONE_OF]
        first = self.count * 13
        return [(there[(first + 7 * n) % len(there)], VOTES[one]) for n, one in enumerate(decided.votes)]

    # What is said

    def _moved(self, decided: Decided) -> decide.Moved:
        """What it changes, and the state that this starts from."""
        if decided.name in ADMITTING:
            return decide.Moved(
                effect=decide.Effect(lever="partner", way="admit", what=self.story.id(f"partner {decided.name}")),
                base="",
            )
        if decided.name == NOW.name:
            return decide.Moved(effect=decide.Effect(lever="sharing", rule=raised()), base=self.story.id("rule"))
        if decided.name == TALKED.name:
            greta = self.person("Greta Zeisig")
            return decide.Moved(effect=decide.Effect(lever="steward", way="appoint", what=greta), base="member")
        if decided.name == "sheet":
            need = self.story.id("need bracket")
            return decide.Moved(effect=decide.Effect(lever="budget", what=need, minor=SHEET, currency="EUR"), base="0")
        return decide.Moved(effect=decide.Effect(lever="words"), base="")

    def _rolled(self, decided: Decided) -> decide.Rolled:
        """Everybody is a member by then, and may vote."""
        people = [self.person(person.name) for person in PEOPLE]
        return decide.Rolled(decision=self.id(decided), count=len(people), root=roll.roll_root(people))

    def _tallied(self, decided: Decided, voters: list[tuple[str, str]]) -> decide.Tallied:
        method = templates.VOTE.types[0].method
        counts = counting.counted(method, [choice for _who, choice in voters])
        root = roll.ballots_root((self.person(who), choice) for who, choice in voters)
        return decide.Tallied(
            decision=self.id(decided), method=method, counts=counts, ballots=root, passed=bool(decided.ends)
        )  # fmt: skip

    def id(self, decided: Decided) -> str:
        return self.story.id(f"decision {decided.name}")

    def person(self, who: str) -> str:
        return f"k:{self.story.keys[who].id}"

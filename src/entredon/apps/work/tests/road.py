"""A small commons in which an idea goes all the way to money: what the tests of journeys begin with."""

from typing import Any

from entredon.apps.library.entries import Created, Input, Released
from entredon.apps.value.tests.shared import adopted, day, received, share
from entredon.apps.work.entries import Accepted, Contributed
from entredon.apps.work.entries_ideas import IdeaAnswered, Proposed
from entredon.apps.work.entries_needs import Needed, Taken
from entredon.log.registry import Fact
from entredon.pure.log.keys import SecretKey
from entredon.pure.value.rule import Rule
from entredon.testing_cast import Cast, key_of, person

RULE = Rule("flow", pools={"other": 1_000_000}, contest_days=0)


class Road:
    """Maya has an idea; Ada adopts it into two needs; Jonas and Aïcha build it; it is in Car 2, on which Van 1 builds."""

    def __init__(self, cast: Cast, begin: int = 1) -> None:
        self.cast, self.today = cast, begin
        self.maya, self.jonas, self.aicha = key_of("maya"), key_of("jonas"), key_of("aicha")
        for key, name in ((self.maya, "Maya Mertens"), (self.jonas, "Jonas Jacobs"), (self.aicha, "Aïcha Amrani")):
            cast.join(key, name)
        adopted(cast, RULE, at=day(self.today))
        self.car, self.van = self.say(Created(name="Car")), self.say(Created(name="Van"))

    def say(self, fact: Fact, by: SecretKey | None = None, **texts: str) -> str:
        """Somebody (Ada, unless another is named) says something, each time a day later."""
        self.today += 1
        return self.cast.say(fact, by, texts=texts, at=day(self.today))

    def idea(self, title: str = "Fold the boot lid", by: SecretKey | None = None, **fields: Any) -> str:
        return self.say(Proposed(**fields), by or self.maya, title=title, text="It would leave more room.")

    def need(self, title: str, **fields: Any) -> str:
        return self.say(Needed(**{"work": "design", "creation": self.car, **fields}), title=title)

    def answer(self, idea: str, outcome: str, reason: str = "", **fields: Any) -> str:
        texts = {"reason": reason} if reason else {}
        fact = IdeaAnswered(idea=idea, outcome=outcome, creation=self.car if outcome == "adopted" else None, **fields)  # type: ignore[arg-type]
        return self.say(fact, None, **texts)

    def give(self, by: SecretKey, note: str = "", **fields: Any) -> str:
        texts = {"note": note} if note else {}
        return self.say(Contributed(**{"creation": self.car, "work": "design", **fields}), by, **texts)

    def release(self, creation: str, name: str, *on: str) -> str:
        inputs = tuple(Input(version=one, weight=1) for one in on)
        return self.say(Released(creation=creation, name=name, own=1, inputs=inputs))

    def accept(self, version: str) -> str:
        return self.say(Accepted(version=version))

    def share(self, version: str, minor: int = 10_000) -> str:
        self.today += 1
        income = received(self.cast, version, minor, at=day(self.today))
        self.today += 1
        return share(self.cast, income, day(self.today))

    def whole(self) -> dict[str, str]:
        """All of it; what came about, by plain names."""
        at: dict[str, str] = {}
        at["idea"] = self.idea()
        at["hinge"], at["seal"] = self.need("A hinge"), self.need("A seal")
        at["answer"] = self.answer(at["idea"], "adopted", needs=(at["hinge"], at["seal"]))
        at["jonas takes"] = self.say(Taken(need=at["hinge"]), self.jonas)
        at["hinge built"] = self.give(self.jonas, "The hinge, and drawings of it", need=at["hinge"], done=True)
        at["seal built"] = self.give(self.aicha, "A rubber seal", need=at["seal"], done=True)
        at["beside"] = self.give(self.jonas, "Something else")
        at["car"] = self.release(self.car, "2")
        at["accepted"] = self.accept(at["car"])
        at["van"] = self.release(self.van, "1", at["car"])
        at["shared"] = self.share(at["car"])
        at["shared of van"] = self.share(at["van"])
        return at

    def who(self, key: SecretKey) -> str:
        return person(key)

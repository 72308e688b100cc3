"""A commons in which people talk: what most tests about discussions begin with."""

import base64
from datetime import date, timedelta
from io import BytesIO
from typing import Any

from entredon.apps.commons.entries import RoleGiven
from entredon.apps.social.entries import (
    AppealAnswered,
    Appealed,
    Edited,
    MeasureLifted,
    MeasureTaken,
    Moved,
    Opened,
    Reacted,
    SplitOff,
    Spoken,
    TakenBack,
)
from entredon.apps.social.models import Measure, Post, Thread
from entredon.pure.log.keys import SecretKey
from entredon.testing_cast import Cast, key_of, person

TODAY = "2026-05-04"
NOON = f"{TODAY}T12:00:00.000Z"


def later(days: int) -> str:
    """So many days after the day of these tests."""
    return (date.fromisoformat(TODAY) + timedelta(days=days)).isoformat()


def picture(colour: str = "green") -> str:
    """A picture as an entry carries it."""
    from PIL import Image

    out = BytesIO()
    Image.new("RGB", (64, 48), colour).save(out, "WEBP")
    return base64.b64encode(out.getvalue()).decode()


class Talk:
    """A commons with a topic of Bob's; Dora is a steward beside Ada, Eve a member beside Bob. All happens on one day, unless
    it is told otherwise."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.slug = cast.slug
        self.day = TODAY
        self.dora, self.eve = key_of("Dora Dekker"), key_of("Eve Evers")
        cast.join(self.dora, "Dora Dekker")
        cast.join(self.eve, "Eve Evers")
        cast.say(RoleGiven(person=person(self.dora), role="steward"))
        self.topic = self.open("What do we paint?", cast.bob)

    def say(self, fact: Any, by: SecretKey | None = None, day: str = "", **texts: str) -> str:
        """Bob says a fact, unless somebody else does."""
        return self.cast.say(fact, by or self.cast.bob, texts=texts, at=f"{day or self.day}T12:00:00.000Z")

    def later(self, days: int) -> str:
        """So many days after the day on which all happens."""
        return (date.fromisoformat(self.day) + timedelta(days=days)).isoformat()

    def refused(self, fact: Any, by: SecretKey | None = None, day: str = "", *, because: str, **texts: str) -> None:
        """The same, and it is refused."""
        at = f"{day or self.day}T12:00:00.000Z"
        self.cast.refused(fact, by or self.cast.bob, because=because, texts=texts, at=at)

    def open(self, title: str, by: SecretKey | None = None) -> str:
        return self.say(Opened(), by, title=title)

    def post(
        self, text: str = "Green", by: SecretKey | None = None, *, thread: str = "", day: str = "", **fields: Any
    ) -> str:
        return self.say(Spoken(thread=thread or self.topic, **fields), by, day, text=text)

    def warn(self, by: SecretKey | None = None, **fields: Any) -> str:
        """Ada warns Bob."""
        fact = MeasureTaken(measure="warned", **{"person": person(self.cast.bob), **fields})
        return self.say(fact, by or self.cast.ada, reason="That was rude.")

    def slow(self, days: int = 7, day: str = "") -> str:
        fact = MeasureTaken(measure="slowed", person=person(self.cast.bob), until=self.later(days))
        return self.say(fact, self.cast.ada, day, reason="Again.")

    def pause(self, days: int = 7, day: str = "") -> str:
        fact = MeasureTaken(measure="paused", person=person(self.cast.bob), until=self.later(days))
        return self.say(fact, self.cast.ada, day, reason="And again.")

    def hide(self, post: str, days: int = 7) -> str:
        return self.say(
            MeasureTaken(measure="hidden", post=post, until=self.later(days)), self.cast.ada, reason="An address."
        )

    def row(self, post: str) -> Post:
        return Post.objects.get(commons=self.slug, id=post)

    def thread(self, id: str) -> Thread:
        return Thread.objects.get(commons=self.slug, id=id)

    def measure(self, id: str) -> Measure:
        return Measure.objects.get(commons=self.slug, id=id)


__all__ = [
    "NOON", "TODAY", "AppealAnswered", "Appealed", "Edited", "MeasureLifted", "MeasureTaken", "Moved", "Opened", "Reacted",
    "SplitOff", "Spoken", "TakenBack", "Talk", "later", "person", "picture",
]  # fmt: skip

"""What the people of the open car Merel tell of themselves, and how some of them keep their keys. Data, and how it is planned.

Everybody here is made up and bears the name of a bird; so are their words.
"""

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from entredon.apps.commons.founding import key_given
from entredon.apps.people.entries import (
    Described,
    KeyAdded,
    KeyRevoked,
    Nominated,
    NominationAgreed,
    RecoveryChosen,
)
from entredon.site.sample_diary import key_of

if TYPE_CHECKING:
    from entredon.site.sample_car import Story

SLUG = "merel"
DAY = 446
"""The day on which it begins: after everything that the sample tells of work and money."""


class Told(NamedTuple):
    """What somebody tells everybody about herself."""

    who: str
    about: str
    skills: str
    languages: str


class Praise(NamedTuple):
    """Somebody says why another one enriches the commons; ``agreed`` whether she let it be shown."""

    by: str
    who: str
    reason: str
    agreed: bool


TOLD = [
    Told("Ada Zwaluw", "I drew the first chassis on the back of a seed catalogue. Ask me anything about bending steel.",
         "design, welding, teaching", "Nederlands, English"),
    Told("Jef Winterkoning", "Electrician by day. I like it when a fault finds itself.", "wiring, testing", "Nederlands"),
    Told("Margaux Hirondelle", "J’écris les notices que j’aurais voulu lire.", "writing, translation", "français, English"),
    Told("Sanne Grutto", "Twaalf jaar fietsenmaker in Utrecht. Alles met wielen.", "workshop, reviewing", "Nederlands, Deutsch"),
    Told("Wanjiru Mbayuwayu", "I keep the market cars running in Nairobi and write down what breaks.", "testing, repair",
         "Kiswahili, English"),
    Told("Lucía Golondrina", "I teach in a village school; we built number seven with the oldest class.", "teaching, design",
         "castellano, English"),
]  # fmt: skip

PRAISE = [
    Praise("Sanne Grutto", "Margaux Hirondelle",
           "Her handbook is why a workshop that never met us could build a car in nine weekends.", True),
    Praise("Jef Winterkoning", "Wanjiru Mbayuwayu",
           "She told us what breaks on real roads, and how to mend it with what is there.", True),
    Praise("Margaux Hirondelle", "Ada Zwaluw", "She answers every newcomer within a day, and never makes one feel small.", True),
    Praise("Ada Zwaluw", "Lucía Golondrina", "Because of her class the instructions now make sense to a twelve-year-old.", False),
]  # fmt: skip

DEVICES = {"Jef Winterkoning": True, "Sanne Grutto": True, "Wanjiru Mbayuwayu": False, "Margaux Hirondelle": False}
"""Who has a key on a device of her own, and whether the key that was kept for her here has ended."""

HELPERS = ("Jef Winterkoning", "Sanne Grutto", "Margaux Hirondelle")
"""Whom Ada has chosen to let her back in should she lose her keys; two of them are enough."""


def plan(story: "Story") -> None:
    """Plan it all, at the end of the story."""
    for n, told in enumerate(TOLD):
        texts = {"about": told.about, "skills": told.skills, "languages": told.languages}
        story.on(DAY + 1, partial(story.say, "", Described(), told.who, texts=texts), hour=n)
    for n, praise in enumerate(PRAISE):
        _praise(story, praise, n)
    for n, (who, moved) in enumerate(DEVICES.items()):
        _own_device(story, who, moved, n)
    helpers = tuple(f"k:{story.keys[name].id}" for name in HELPERS)
    story.on(DAY + 5, lambda: story.say("", RecoveryChosen(helpers=helpers, needed=2)), hour=1)


def _praise(story: "Story", praise: Praise, n: int) -> None:
    name = f"nomination {n}"
    fact = Nominated(person=f"k:{story.keys[praise.who].id}")
    story.on(DAY + 2, partial(story.say, name, fact, praise.by, texts={"reason": praise.reason}), hour=n)
    if praise.agreed:
        story.on(DAY + 3, lambda: story.say("", NominationAgreed(nomination=story.id(name)), praise.who), hour=n)


def _own_device(story: "Story", who: str, moved: bool, n: int) -> None:
    """A key of a device comes in; with it her own device then ends the key that was kept for her."""
    device = key_of(f"{SLUG}, on a device", who)
    old = story.keys[who]
    fact = KeyAdded(key=key_given(device, "device"))
    story.on(DAY + 4, partial(story.say, "", fact, who, cosigners=[device]), hour=2 * n)
    if moved:
        story.on(DAY + 4, lambda: story.say("", KeyRevoked(key=old.id), who, signer=device), hour=2 * n + 1)

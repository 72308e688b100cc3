"""A journey as a picture: the things on its way by stages, from the first thought to the money, and what led to what."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from entredon.apps.flows.queries import kind_of_work
from entredon.apps.work.journeys_steps import (
    DECLINED,
    LATER,
    MADE_OF,
    NEED,
    PARKED,
    PROPOSED,
    SHARED,
    TAKEN,
    TOGETHER,
    VERSION,
    WORK_KINDS,
    Step,
)  # fmt: skip
from entredon.apps.work.journeys_told import Story, day
from entredon.apps.work.links_journeys import to_person, to_step
from entredon.desk.telling import shown
from entredon.pure.formats import Money

SHOWN = 6
"""Of so many things in a stage it is said what they are; the picture shows fewer."""
THOUGHT, WENT_ON, ANSWERED, NEEDED, HANDS, MADE, ON, MONEY = range(8)


def heads() -> dict[int, str]:
    """What the stages are called."""
    return {
        THOUGHT: _("First thought"),
        WENT_ON: _("Went on as"),
        ANSWERED: _("Answered"),
        NEEDED: _("Needed"),
        HANDS: _("In whose hands"),
        MADE: _("Went into"),
        ON: _("Builds on it"),
        MONEY: _("Came back"),
    }


@dataclass(slots=True)
class Picture:
    """Things and ways, as ``charts.journey`` takes them."""

    story: Story
    things: dict[str, dict[str, Any]] = field(default_factory=dict)
    of: dict[str, str] = field(default_factory=dict)
    """Which thing a step is drawn as."""
    counts: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    stages: dict[int, int] = field(default_factory=lambda: defaultdict(int))

    def add(self, step: Step, id: str, stage: int, about: Callable[[], dict[str, Any]]) -> None:
        """Draw a step as a thing; a person is drawn once, however much she did.

        What it is called and where it leads is asked only of the first few in each stage: the others are counted.
        """
        self.of[step.id] = id
        self.counts[id] += 1
        here = step.id == self.story.journey.start.id
        known = self.things.get(id)
        if known is None:
            known = self.things[id] = {"id": id, "stage": stage, "name": "", "before": step.before, "here": here}
            self.stages[stage] += 1
            if here or self.stages[stage] <= SHOWN:
                known |= about()
        known["before"] = known["before"] and step.before
        known["here"] = known["here"] or here


def picture(story: Story) -> tuple[list[dict[str, Any]], list[dict[str, str]]]:
    """The things of a journey, oldest first in each stage, and the ways between them."""
    drawn = Picture(story)
    later = _went_on(story)
    for step in story.journey.steps:
        _draw(drawn, step, later)
    for id, thing in drawn.things.items():
        if thing.get("mark") and drawn.counts[id] > 1 and not thing["note"]:
            count = drawn.counts[id]
            thing["note"] = ngettext("%(n)s contribution", "%(n)s contributions", count) % {"n": shown(count)}
    return list(drawn.things.values()), [{"source": a, "target": b} for a, b in _ways(drawn)]


def _went_on(story: Story) -> set[str]:
    """Ideas that others went into or were built on by."""
    ideas = {step.id for step in story.journey.steps if step.kind == PROPOSED}
    after = _after(story.journey.edges)
    found = set()
    for id in ideas:
        waiting = list(after.get(id, ()))
        while waiting:
            one = waiting.pop()
            if one in ideas:
                found.add(one)
            elif one not in story.kept:
                waiting += after.get(one, ())
    return found


def _after(edges: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for one, other in edges:
        found[one].append(other)
    return found


def _draw(drawn: Picture, step: Step, later: set[str]) -> None:
    slug, eyes = drawn.story.journey.slug, drawn.story.eyes

    def called(name: str, note: str = "", **rest: Any) -> dict[str, Any]:
        return {"name": name, "note": note or day(step.at), "href": to_step(slug, step), **rest}

    if step.kind == PROPOSED:
        stage = WENT_ON if step.id in later else THOUGHT
        drawn.add(
            step,
            step.id,
            stage,
            lambda: called(step.text or _("an idea"), f"{eyes.name(step.who[0])} · {day(step.at)}"),
        )
    elif step.kind in (DECLINED, PARKED):
        name = _("answered no") if step.kind == DECLINED else _("put aside for later")
        drawn.add(step, step.id, ANSWERED, lambda: called(name, tone="ink"))
    elif step.kind == NEED:
        drawn.add(step, step.id, NEEDED, lambda: called(step.text or _("something needed")))
    elif step.kind in WORK_KINDS or (step.kind == TAKEN and step.state != "given_back"):
        _draw_hands(drawn, step)
    elif step.kind == TOGETHER:
        name = ngettext("%(n)s contribution", "%(n)s contributions", step.count) % {"n": shown(step.count)}
        drawn.add(step, step.id, HANDS, lambda: called(name, kind_of_work(step.kind_of_work)))
    elif step.kind == MADE_OF:
        drawn.add(step, step.id, HANDS, lambda: called(step.label))
    elif step.kind in (VERSION, LATER):
        drawn.add(step, step.id, MADE if step.kind == VERSION else ON, lambda: called(step.label))
    elif step.kind == SHARED:
        drawn.add(
            step, step.id, MONEY, lambda: called(_("to the common pot") if step.state == "pot" else _("a share-out"))
        )
        _draw_money(drawn, step)


def _draw_hands(drawn: Picture, step: Step) -> None:
    slug, eyes = drawn.story.journey.slug, drawn.story.eyes
    for person in step.who[:1]:

        def called(person: str = person) -> dict[str, Any]:
            name = eyes.name(person)
            return {"name": name, "mark": name, "note": "", "href": to_person(slug, person)}

        drawn.add(step, f"person {person}", HANDS, called)
    if step.kind == TAKEN:
        drawn.counts[drawn.of[step.id]] -= 1


def _draw_money(drawn: Picture, step: Step) -> None:
    """An amount is a part of the sum of those that aren't shown, too."""
    story = drawn.story
    shared = story.shared[step.id]
    minor = story.brought(shared) if story.journey.works else shared.minor
    amount = shown(Money(minor, step.currency)) if minor else ""
    drawn.things[step.id] |= {"value": minor, "amount": amount, "tone": "association"}


def _ways(drawn: Picture) -> list[tuple[str, str]]:
    """What led to what, past the steps that are not drawn; of what led somewhere by way of something, only the way by that."""
    after = _after(drawn.story.journey.edges)
    # What was put together with something older leads on to what that led to.
    for one, other in drawn.story.journey.joins:
        after[one] += after.get(other, ())
    stage = {id: thing["stage"] for id, thing in drawn.things.items()}
    pairs: set[tuple[str, str]] = set()
    for id, thing in drawn.of.items():
        waiting, seen = list(after.get(id, ())), {id}
        while waiting:
            one = waiting.pop()
            if one in seen:
                continue
            seen.add(one)
            other = drawn.of.get(one, "")
            if not other:
                waiting += after.get(one, ())
            elif other != thing:
                pairs.add((thing, other))
    nearest: dict[str, int] = {}
    for one, other in pairs:
        nearest[one] = min(nearest.get(one, MONEY), stage[other])
    return sorted(
        (one, other)
        for one, other in pairs
        if stage[other] >= stage[one] and (stage[one] >= HANDS or stage[other] <= max(nearest[one], NEEDED))
    )

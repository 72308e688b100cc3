"""What became of it? One thing's way as a sentence, a picture and a list."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from entredon.apps.commons import queries as commons
from entredon.apps.flows.queries import kind_of_work
from entredon.apps.value.queries import Eyes
from entredon.apps.work import journeys, measures, queries_imported, queries_journeys
from entredon.apps.work.journeys_lines import line
from entredon.apps.work.journeys_picture import heads, picture
from entredon.apps.work.journeys_sentences import sentence
from entredon.apps.work.journeys_steps import (
    ANSWERS,
    CLOSED,
    CONTESTED,
    IMPORTED,
    NEED,
    REVIEWED,
    SETTLED,
    SHARED,
    WORK_KINDS,
    WRITTEN,
    Step,
)
from entredon.apps.work.journeys_told import Story, cut, people
from entredon.apps.work.links_journeys import to_person, to_step
from entredon.log.pages import page
from entredon.log.told import short

AT_ONCE = 40
QUOTED = (*ANSWERS, CLOSED, CONTESTED, SETTLED, REVIEWED, WRITTEN)
"""Steps whose words stand below them."""


@page
def journey(request: HttpRequest, slug: str, asked: str) -> HttpResponse:
    """What became of it?"""
    found = journeys.find(slug, asked)
    eyes = Eyes(request, slug)
    story = Story(found, eyes)
    things, ways = picture(story)
    here = Paginator(found.steps, AT_ONCE).get_page(request.GET.get("page"))
    imported = [step.id for step in here.object_list if step.kind == IMPORTED]
    notes = queries_imported.notes(slug, imported) if eyes.inside and imported else {}
    context = {
        "commons": commons.commons(slug),
        "tab": "work",
        "title": question(found, mine=eyes.me in found.authors and bool(eyes.me)),
        "name": name_of(found),
        "address": short(found.start.id),
        "sentence": sentence(found, eyes),
        "things": things,
        "ways": ways,
        "heads": heads(),
        "page": here,
        "rows": [row(story, step, notes.get(step.id, "")) for step in here.object_list],
        "hidden": story.hidden,
        "receipts": len({step.entry for step in found.steps}),
        "mine": bool(eyes.me),
        "before": any(step.before for step in found.steps),
    }
    return render(request, "work/journey.html", context)


def question(found: journeys.Journey, *, mine: bool) -> str:
    """The title of the page: what somebody asks of her own things, and of others'."""
    if mine and found.start.kind == queries_journeys.IDEA:
        return _("What became of my idea?")
    if mine and found.start.kind in (queries_journeys.FLOW, queries_journeys.TAKING):
        return _("What became of my work?")
    return _("What became of it?")


def name_of(found: journeys.Journey) -> str:
    """What the journey is about, in a few words."""
    step = next((step for step in found.steps if step.id == found.start.id), None)
    if step is None:
        return short(found.start.id)
    return cut(step.text)[:60] or step.label or kind_of_work(step.kind_of_work) or short(found.start.id)


def row(story: Story, step: Step, note: str = "") -> dict[str, Any]:
    """A step of the list: its line, where it leads, in whose colour it stands, and what it brought to whom.

    ``note`` is what a table said about it in words, for members.
    """
    shown = {
        "step": step,
        "line": line(step, story.eyes),
        "href": to_step(story.journey.slug, step),
        "tone": "association"
        if step.kind == SHARED
        else "ink"
        if step.kind in ("declined", "parked", "left out")
        else "community",
        "quote": cut(note or (step.text if step.kind in QUOTED else "")),
        "erased": step.erased and step.kind in QUOTED,
        "here": step.id == story.journey.start.id,
        "by": people(story.eyes, step.who) if step.kind == NEED else "",
        "parts": [],
    }
    if step.kind in WORK_KINDS:
        told = measures.told(step.measures)
        shown["note"] = f"{kind_of_work(step.kind_of_work)} · {told}" if told else kind_of_work(step.kind_of_work)
    if step.kind == SHARED:
        shown |= _money(story, step)
    return shown


def _money(story: Story, step: Step) -> dict[str, Any]:
    """What a share-out brought for the work on the way: to whom, and of how much that she got there in all."""
    shared = story.shared[step.id]
    hers: dict[str, list[int]] = {}
    for id, minor in shared.pieces.items():
        hers.setdefault(story.journey.works[id].person, []).append(minor)
    slug = story.journey.slug
    parts: list[dict[str, Any]] = [
        {
            "name": story.eyes.name(person), "minor": sum(minors), "of": shared.people[person].got, "address": short(person),
            "href": to_person(slug, person),
        }
        for person, minors in sorted(hers.items(), key=lambda item: (-sum(item[1]), item[0]))
        if person in story.seen and person in shared.people
    ]  # fmt: skip
    whole = not story.journey.works
    minor = shared.minor if whole else story.brought(shared)
    return {"parts": parts, "minor": minor, "income": shared.minor, "whole": whole, "currency": shared.currency}

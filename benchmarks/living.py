"""Pages of a commons in which a hundred thousand things were given: needs, a long talk, a page saved often, a long journey.

Each page is asked for by one client through a real server: as it is once kept, and as it is made anew after something was said.
"""

import http.client
import os
import sys
import time
from pathlib import Path
from typing import Any

from benchmarks import Result, _journeys, _world, percentile
from benchmarks.pages import FLOWS, get
from benchmarks.start import answers, free_port, running

SLUG = "living"
NEEDS = 5_000
POSTS = 2_000
REVISIONS = 5_000
STEPS = 1_000
IDEAS = 2_000
TIMES = 100
ANEW = 12
"""So often each page is made anew, after an entry was written."""
KNOWN = "known"
"""The address of the page of knowledge."""
SKILLS = ("welding", "drawing", "reading", "testing", "sewing")


def run(all: bool) -> list[Result]:
    _world.start()
    keys, ids = build()
    port = free_port()
    argv = [sys.executable, "-m", "entredon", "run", "--port", str(port)]
    with running(argv, Path.cwd(), dict(os.environ)) as process:
        while not answers(f"http://127.0.0.1:{port}/"):
            if process.poll() is not None:
                raise RuntimeError("the server did not come up")
            time.sleep(0.05)
        return measure(port, keys, ids)


def build() -> tuple[list[Any], dict[str, str]]:
    """The commons, and the ids of what pages are asked about."""
    keys = _world.found(SLUG, members=80)
    creations = [_world.creation(SLUG, keys[0], f"Part {n}") for n in range(40)]
    _world.fill(SLUG, creations, keys, FLOWS)
    ids = {"creation": creations[0], "contribution": _first_work(), **chain(keys, creations)}
    ids["journey"] = _journeys.journey(SLUG, keys, _world.creation(SLUG, keys[0], "Boot lid"))
    ids["idea"] = ideas(keys)
    ids["need"] = needs(keys, creations)
    ids["thread"] = talk(keys, ids["need"])
    ids["page"] = revisions(keys)
    return keys, ids


def _first_work() -> str:
    from entredon.log.models import Entry

    return str(
        Entry.objects.filter(commons=SLUG, kind="work.contributed").order_by("index").values_list("id", flat=True)[0]
    )


def say(sayings: list[Any], batch: int = 2_000) -> list[str]:
    from entredon.log.door import append_many

    ids = []
    for begin in range(0, len(sayings), batch):
        ids += [done.id for done in append_many(SLUG, sayings[begin : begin + batch])]
    return ids


def chain(keys: list[Any], creations: list[str]) -> dict[str, str]:
    """Versions that each build on the one before, so that what went into the first has a long way behind it."""
    from entredon.apps.library.entries import Input, Released
    from entredon.log.door import append

    before, first = "", ""
    for n in range(STEPS):
        inputs = (Input(version=before, weight=9),) if before else ()
        fact = Released(creation=creations[n % len(creations)], name=f"{n}", own=1, inputs=inputs)
        before = append(SLUG, fact, keys[0]).id
        first = first or before
    return {"version": first, "last version": before}


def ideas(keys: list[Any]) -> str:
    from entredon.apps.work.entries_ideas import Proposed
    from entredon.log.door import Saying

    texts = [
        {"title": f"A {SKILLS[n % 5]} day number {n}", "text": f"What if we met for {SKILLS[n % 5]}?"}
        for n in range(IDEAS)
    ]
    return say([Saying(Proposed(), keys[n % len(keys)], text) for n, text in enumerate(texts)])[0]


def needs(keys: list[Any], creations: list[str]) -> str:
    from entredon.apps.work.entries_needs import Gives, Needed
    from entredon.log.door import Saying

    sayings = []
    for n in range(NEEDS):
        fact = Needed(
            work=_world.KINDS[n % 5], creation=creations[n % 40], skills=(SKILLS[n % 5],), minutes=10 + n % 600, places=1 + n % 3,
            due=f"2027-{1 + n % 12:02}-{1 + n % 28:02}", gives=Gives(points=n % 7),
        )  # fmt: skip
        texts = {"title": f"Need number {n} for {SKILLS[n % 5]}", "text": "So that it works.", "done": "When it works."}
        sayings.append(Saying(fact, keys[n % len(keys)], texts))
    return say(sayings)[0]


def talk(keys: list[Any], about: str) -> str:
    from entredon.apps.social.entries import Spoken
    from entredon.log.door import Saying

    say(
        [
            Saying(Spoken(thread=about), keys[n % len(keys)], {"text": f"Post **{n}**: I would bend it."})
            for n in range(POSTS)
        ]
    )
    return about


def revisions(keys: list[Any]) -> str:
    from entredon.apps.work.entries_pages import PageWritten
    from entredon.log.door import append

    lines = [f"* line {n}, as it was written at first" for n in range(200)]
    page = parent = ""
    for n in range(REVISIONS):
        lines[n % 200] = f"* line {n % 200}, in the words of revision {n}"
        texts = {"title": "What we know", "text": "# Known\n\n" + "\n".join(lines), "reason": f"Better, {n}"}
        fact = PageWritten(page=page, parent=parent) if page else PageWritten(address=KNOWN)
        parent = append(SLUG, fact, keys[n % len(keys)], texts).id
        page = page or parent
    return page


def measure(port: int, keys: list[Any], ids: dict[str, str]) -> list[Result]:
    client = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    paths = addresses(ids)
    first = {name: get(client, path)[0] for name, path in paths.items()}
    again = {name: [get(client, path)[0] for _ in range(TIMES)] for name, path in paths.items()}
    anew = {name: made_anew(client, path, keys[1]) for name, path in paths.items()}
    every = [each for taken in again.values() for each in taken]
    worst = max(again, key=lambda name: percentile(again[name], 99))
    slow = max(first, key=lambda name: first[name])
    what = f"{len(paths)} pages of a living commons"
    return [
        Result(what=f"{what}, p50", figure=percentile(every, 50), unit="ms", aim="≤ 10"),
        Result(what=f"{what}, p99", figure=percentile(every, 99), unit="ms", aim="≤ 40",
               note=f"the slowest, {worst}: p50 {percentile(again[worst], 50):.1f}, p99 {percentile(again[worst], 99):.1f} ms"),
        Result(what="the first view of the slowest of them", figure=first[slow], unit="ms", note=slow),
        *(Result(what=f"{name}, p50", figure=percentile(again[name], 50), unit="ms", aim="≤ 10",
                 note=f"made anew after an entry: {percentile(anew[name], 50):.0f} ms; the first time {first[name]:.0f} ms")
          for name in paths),
    ]  # fmt: skip


def made_anew(client: http.client.HTTPConnection, path: str, key: Any) -> list[float]:
    """How long it takes to make a page again after something was said that it doesn't even show."""
    from entredon.apps.people.entries import Described
    from entredon.log.door import append

    taken = []
    for n in range(ANEW):
        append(SLUG, Described(), key, {"about": f"said {n}"})
        taken.append(get(client, path)[0])
    return taken


def addresses(ids: dict[str, str]) -> dict[str, str]:
    """The pages, by what they are called in the results."""
    from django.urls import reverse

    from entredon.apps.work.queries_pages import COMMONS

    def at(name: str, *words: str) -> str:
        return reverse(name, args=[SLUG, *words])

    short = {name: id[:10] for name, id in ids.items()}
    return {
        "the home of the commons": at("commons:home"),
        "lend a hand": at("work:home"),
        "lend a hand, for who has an hour": at("work:home") + "?time=60",
        "5,000 needs": at("work:needs"),
        "5,000 needs, of one kind": at("work:needs") + "?kind=design",
        "the board": at("work:needs_board"),
        "the calendar": at("work:needs_calendar") + "?month=2027-03",
        "a need with 2,000 posts": at("work:need", short["need"]),
        "ideas": at("work:ideas"),
        "an idea": at("work:idea", short["idea"]),
        "a contribution": at("work:contribution", short["contribution"]),
        "a journey of about 1,000 steps": at("work:journey", short["journey"]),
        "a journey through a chain of 1,000 versions": at("work:journey", short["contribution"]),
        "talk": at("social:home"),
        "a thread of 2,000 posts": at("social:thread", short["thread"]),
        "what is going on": at("feed:commons"),
        "a page of 5,000 revisions": at("work:page", COMMONS, KNOWN),
        "its history": at("work:page_history", COMMONS, KNOWN),
        "the first version of 1,000": at("library:version", short["version"]),
    }

"""The smallest whole circle, large: partners, offers, orders and decisions; their pages through a real server, and the replay of it all.

Each page is asked for by one client: the first time, as it is once kept, and as it is made anew after something was said.
"""

import http.client
import json
import os
import sys
import time
from pathlib import Path
from typing import Any

from benchmarks import Result, _world, percentile, seconds
from benchmarks._circle import SLUG, Circle
from benchmarks.pages import get
from benchmarks.start import answers, free_port, running
from benchmarks.verify import entredon

PARTNERS, OFFERS, ORDERS, DECISIONS, VOTES = 2_000, 5_000, 20_000, 1_000, 200_000
TIMES, ANEW = 100, 12
GHENT = 2_797_656


def run(all: bool) -> list[Result]:
    _world.start()
    circle = Circle(PARTNERS, OFFERS, ORDERS, DECISIONS, VOTES)
    building = seconds(circle.build)
    return [*replayed(circle, building), *served(circle)]


def replayed(circle: Circle, building: float) -> list[Result]:
    """How fast such a record is written in batches, and how fast a stranger replays it."""
    from entredon.log.models import Log

    size = Log.objects.get(slug=SLUG).size
    mirror = Path(os.environ["ENTREDON_HOME"]).parent / "mirror"
    entredon("mirror", SLUG, f"{mirror}/")
    idle = min(entredon("verify", "--help")[0] for _ in range(3))
    replay, said = entredon("verify", f"{mirror}/", "--json")
    if json.loads(said)["verdict"] != "sound":
        raise RuntimeError(f"the mirror does not verify: {said[:2_000]}")
    partners, offers, orders, decisions, votes = circle.sizes
    what = f"{offers:,} offers, {partners:,} partners, {orders:,} orders, {decisions:,} decisions, {votes:,} votes"
    return [
        Result(what=f"{what}: written in batches", figure=circle.count / building, unit="/s", note=f"{size:,} entries"),
        Result(
            what=f"{what}: replayed by a stranger, signatures included", figure=size / (replay - idle), unit="/s",
            aim="≥ 5,000" if circle.sizes[4] == VOTES else "", note=f"the whole command takes {replay:.1f} s",
        ),
    ]  # fmt: skip


def served(circle: Circle) -> list[Result]:
    """The pages, through a server of their own."""
    port = free_port()
    argv = [sys.executable, "-m", "entredon", "run", "--port", str(port)]
    with running(argv, Path.cwd(), dict(os.environ)) as process:
        while not answers(f"http://127.0.0.1:{port}/"):
            if process.poll() is not None:
                raise RuntimeError("the server did not come up")
            time.sleep(0.05)
        return measure(port, circle)


def measure(port: int, circle: Circle) -> list[Result]:
    client = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    paths = addresses(circle.ids)
    first = {name: get(client, path)[0] for name, path in paths.items()}
    again = {name: [get(client, path)[0] for _ in range(TIMES)] for name, path in paths.items()}
    anew = {name: made_anew(client, path, circle.keys[1]) for name, path in paths.items()}
    every = [each for taken in again.values() for each in taken]
    worst = max(again, key=lambda name: percentile(again[name], 99))
    slow = max(first, key=lambda name: first[name])
    return [
        Result(what="pages of market and decisions, p50", figure=percentile(every, 50), unit="ms", aim="≤ 10"),
        Result(what="pages of market and decisions, p99", figure=percentile(every, 99), unit="ms", aim="≤ 40",
               note=f"the slowest, {worst}: p50 {percentile(again[worst], 50):.1f}, p99 {percentile(again[worst], 99):.1f} ms"),
        Result(what="the first view of the slowest of market and decisions", figure=first[slow], unit="ms", note=slow),
        *(Result(what=f"{name}, p50", figure=percentile(again[name], 50), unit="ms", aim="≤ 10",
                 note=f"p99 {percentile(again[name], 99):.1f} ms; made anew after an entry: {percentile(anew[name], 50):.0f} ms; "
                      f"the first time {first[name]:.0f} ms")
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

    def at(name: str, *words: str) -> str:
        return reverse(name, args=[SLUG, *words])

    short = {name: id[:10] for name, id in ids.items()}
    return {
        f"{OFFERS:,} offers": at("market:home"),
        "offers of one kind": at("market:home") + "?what=kit",
        "offers with a word": at("market:home") + "?q=number+77",
        "an offer with its split": at("market:offer", short["offer"]),
        f"{PARTNERS:,} workshops, the nearest first": at("market:workshops") + f"?near={GHENT}",
        f"{PARTNERS:,} partners": at("market:partners"),
        "a partner": at("market:partner", short["partner"]),
        "an order": at("market:order", short["order"]),
        "what all partners give back": at("market:give_back"),
        "what one gives back": at("market:give_back_of", short["seller"]),
        f"{DECISIONS:,} decisions": at("decide:home"),
        "a decision that is discussed": at("decide:decision", short["discussed"]),
        "a decision that is voted on": at("decide:decision", short["voted"]),
        f"a decision with {VOTES // DECISIONS} votes": at("decide:decision", short["decided"]),
        "its votes": at("decide:votes", short["decided"]),
        "the charter": at("decide:charter"),
    }

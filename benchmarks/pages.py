"""Pages of a commons with 100,000 flows, through a real server: the first view, then one client who comes back."""

import http.client
import os
import re
import sys
import time
import urllib.request
from pathlib import Path

from benchmarks import Result, _world, percentile
from benchmarks.start import answers, free_port, running

FLOWS = 100_000
CREATIONS = 40
VERSIONS = 5
TIMES = 200
SLUG = "measured"
LINK = re.compile(rf'href="(/c/{SLUG}/(?:[a-z]+/){{0,2}})"')
THING = re.compile(rf'href="(/c/{SLUG}/((?:[a-z]+/){{1,2}})[0-9a-z:.]{{10,}}/)"')
ASSET = re.compile(r'(?:href|src)="(/static/[^"?]+\.(?:css|js)(?:\?[^"]*)?)"')


def run(all: bool) -> list[Result]:
    _world.start()
    build()
    port = free_port()
    argv = [sys.executable, "-m", "entredon", "run", "--port", str(port)]
    with running(argv, Path.cwd(), dict(os.environ)) as process:
        while not answers(f"http://127.0.0.1:{port}/"):
            if process.poll() is not None:
                raise RuntimeError("the server did not come up")
            time.sleep(0.05)
        return measure(port)


def build() -> None:
    """A commons of 80 members and 100,000 contributions to 40 creations, each released five times, each built on another."""
    from entredon.apps.library.entries import Input, Released
    from entredon.log.door import append

    keys = _world.found(SLUG, members=80)
    creations = [_world.creation(SLUG, keys[0], f"Part {n}") for n in range(CREATIONS)]
    before = ""
    for version in range(VERSIONS):
        _world.fill(SLUG, creations, keys, FLOWS // VERSIONS)
        for n, creation in enumerate(creations):
            inputs = (Input(version=before, weight=1),) if before and n else ()
            fact = Released(creation=creation, name=f"{n}.{version}", own=3, inputs=inputs)
            before = append(SLUG, fact, keys[0]).id


def measure(port: int) -> list[Result]:
    """Every page that the commons' home leads to, and of each kind of thing (a version, a person, an entry) one page."""
    client = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    home = f"/c/{SLUG}/"
    waiting, first, things = [home], {}, set()
    for path in waiting:  # grows while we walk it
        if path in first:
            continue
        first[path], page = get(client, path)
        waiting += LINK.findall(page)
        for thing, kind in THING.findall(page):
            if kind not in things:
                things.add(kind)
                waiting.append(thing)
    again = {path: [get(client, path)[0] for _ in range(TIMES)] for path in first}
    slow = max(first, key=lambda path: first[path])
    every = [each for taken in again.values() for each in taken]
    worst = max(again, key=lambda path: percentile(again[path], 99))
    return [
        Result(what=f"{len(first)} main pages once cached, p50", figure=percentile(every, 50), unit="ms", aim="≤ 10"),
        Result(
            what=f"{len(first)} main pages once cached, p99",
            figure=percentile(every, 99),
            unit="ms",
            aim="≤ 40",
            note=f"the slowest, {named(worst)}: p50 {percentile(again[worst], 50):.1f}, p99 {percentile(again[worst], 99):.1f} ms",
        ),
        Result(what="the first view of the slowest page", figure=first[slow], unit="ms", note=named(slow)),
        Result(
            what="the picture of an amount nobody has asked for yet",
            figure=max(get(client, f"{home}value/would/?amount={amount}.00")[0] for amount in (12_345, 678, 9_000_000)),
            unit="ms",
            aim="≤ 600",
        ),
        weight(port, home),
        *(
            Result(what=f"{named(path)}, p50 once cached", figure=percentile(again[path], 50), unit="ms")
            for path in sorted(again)
        ),
    ]


def named(path: str) -> str:
    """An address without the id in it, which differs from run to run."""
    return re.sub(r"/[0-9a-z:.]{10,}/$", "/…/", path.replace(f"/c/{SLUG}", ""))


def get(client: http.client.HTTPConnection, path: str) -> tuple[float, str]:
    """Milliseconds until the whole page is here, and the page."""
    begun = time.perf_counter()
    client.request("GET", path)
    response = client.getresponse()
    body = response.read()
    taken = 1000 * (time.perf_counter() - begun)
    if response.status != 200:
        raise RuntimeError(f"{path} answers {response.status}")
    return taken, body.decode()


def weight(port: int, path: str) -> Result:
    """What a first view brings over the line, compressed; fonts apart."""
    page = transferred(port, path)
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}") as response:
        assets = sorted(set(ASSET.findall(response.read().decode())))
    total = page + sum(transferred(port, asset) for asset in assets)
    note = f"page {page / 1000:.1f} kB and {len(assets)} files"
    return Result(
        what="HTML, CSS and JS of a first view, compressed", figure=total / 1000, unit="kB", aim="≤ 50", note=note
    )


def transferred(port: int, path: str) -> int:
    """Bytes of a compressed answer."""
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers={"Accept-Encoding": "br, gzip"})
    with urllib.request.urlopen(request) as response:
        return len(response.read())

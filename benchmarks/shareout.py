"""A whole share-out: 2,500 people and 1,000 versions, from pressing the button to the durable entry with its lines.

The world is one imported history, told through the same door as any other: every version has work of a few dozen people
and builds upon the one before it. All of it is accepted, and the contest windows have passed.
"""

import hashlib
import io
import random
from collections.abc import Iterator
from typing import Any

from benchmarks import Result, _world, seconds

PEOPLE, VERSIONS, COMMITS = 2_500, 1_000, 30
KINDS = ("code", "documentation", "translation")
GIVEN = ("review", "test", "report", "help")
SLUG = "bench"
TIMES = 5


def run(all: bool) -> list[Result]:
    _world.start()
    steward = world(SLUG, PEOPLE, VERSIONS, COMMITS)
    what = f"a share-out over {PEOPLE:,} people, {VERSIONS:,} versions and {flows(SLUG):,} contributions"
    incomes = [income(SLUG, steward) for _ in range(TIMES + 1)]
    whole = seconds(lambda: share(SLUG, incomes.pop(), steward), TIMES)
    reckoning = seconds(lambda: reckon(SLUG, incomes[0]), TIMES)
    asking = seconds(lambda: explain(SLUG), 3)
    floor = seconds(lambda: bare(SLUG), TIMES)
    bare_rows = "SHA-256 of the lines, reading and inserting the same rows by SQL"
    return [
        Result(
            what=f"{what}: from the button to the entry, lines kept",
            figure=whole, unit="s", aim="≤ 1", peer=bare_rows, peer_figure=floor, note="judged at the state it was proposed at",
        ),
        Result(what=f"{what}: one reckoning", figure=reckoning, unit="s", aim="≤ 0.4"),
        Result(what=f"{what}: why one got so much, as of then", figure=asking, unit="s", note="first time; then kept"),
    ]  # fmt: skip


def world(slug: str, people: int, versions: int, commits: int, seed: int = 1) -> Any:
    """A commons with an imported history, all of it accepted; returns the steward's key."""
    from entredon.apps.library.entries import Imported
    from entredon.apps.value.entries import RuleAdopted
    from entredon.apps.work.entries import Accepted
    from entredon.log import content
    from entredon.log.door import Saying, append, append_many
    from entredon.pure.git import IMPORTER
    from entredon.pure.value.rule import CONTRIBUTIONS

    (steward,) = _world.found(slug, draft=True)
    made = _world.creation(slug, steward, "Made")
    history = told(people, versions, commits, seed)
    sha256, size = content.store().put(io.BytesIO(history.data))
    append(
        slug,
        Imported(
            creation=made, head=history.head, previous="", importer=IMPORTER, sha256=sha256, bytes=size,
            raw_bytes=history.raw_bytes, count=history.count,
        ),
        steward,
    )  # fmt: skip
    append(slug, RuleAdopted(rule={**CONTRIBUTIONS.data(), "contest_days": 0}), steward)
    append_many(slug, [Saying(Accepted(version=id), steward) for id in released(slug)])
    return steward


class Told:
    """A history as an import tells it."""

    def __init__(self, data: bytes, head: str, raw_bytes: int, count: int) -> None:
        self.data, self.head, self.raw_bytes, self.count = data, head, raw_bytes, count


def told(people: int, versions: int, commits: int, seed: int) -> Told:
    """A straight history with so many tags and so many commits to each; few people do much, many a little."""
    from entredon.pure.git.rows import Tag, Writer

    rnd = random.Random(seed)
    ids = [hashlib.sha1(f"{seed} {n}".encode()).hexdigest() for n in range(versions * commits)]  # noqa: S324 - like git's
    writer = Writer()
    data = bytearray()
    for version in range(versions):
        at = ids[(version + 1) * commits - 1]
        data += writer.write(Tag(name=f"v{version}", commit=at, at=1_500_000_000 + version * 10_000))
    for row in _commits(ids, people, commits, rnd):
        data += writer.write(row)
    data += writer.end()
    return Told(bytes(data), ids[-1], writer.raw_bytes, writer.count)


def _commits(ids: list[str], people: int, commits: int, rnd: random.Random) -> Iterator[Any]:
    """Children before parents, each by somebody, some with somebody's help."""
    from entredon.pure.git.rows import Commit

    def somebody() -> str:
        return f"p:{int(people * rnd.random() ** 2):032x}"

    for n in range(len(ids) - 1, -1, -1):
        lines = {rnd.choice(KINDS): (1 + rnd.randrange(400), 0 if n < commits else rnd.randrange(100))}
        given = ((rnd.choice(GIVEN), somebody()),) if n % 3 == 0 else ()
        parents = (ids[n - 1],) if n else ()
        yield Commit(
            id=ids[n], parents=parents, at=1_500_000_000 + n * 250, author=somebody(), lines=lines, given=given
        )


def released(slug: str) -> list[str]:
    from entredon.apps.library.queries import versions

    return [version.id for version in versions(slug) if version.released]


def flows(slug: str) -> int:
    from entredon.apps.flows.models import Flow

    return Flow.objects.filter(commons=slug, action="work").count()


def income(slug: str, key: Any) -> str:
    """Money for the newest version, which builds upon all others; returns the entry's id."""
    from entredon.apps.treasury.entries import Received
    from entredon.log.door import append

    return append(slug, Received(version=released(slug)[-1], minor=25_000_000, currency="EUR"), key).id


def share(slug: str, income: str, key: Any) -> None:
    """What pressing the button does."""
    from entredon.apps.value.sharing import share_income

    share_income(slug, income, key)


def reckon(slug: str, income: str) -> None:
    """One reckoning of the lines, of which nothing is known yet."""
    from entredon.apps.value import record_shareout
    from entredon.apps.value.sharing import reckoned
    from entredon.pure.value import lines

    record_shareout._lately.clear()
    lines.write(reckoned(slug, income, "2027-01-01T00:00:00.000Z"))


def explain(slug: str) -> None:
    """Why the one with the largest part got it, with nothing kept from before."""
    from entredon.apps.value import queries, recorded

    recorded._workings._kept.clear()
    last = queries.shareouts(slug)[0]
    most = queries.shareout(slug, last.id).out.people[0]
    queries.recorded_why(slug, last.id, most.person)


def bare(slug: str) -> None:
    """What no share-out can do without: reading the contributions, hashing the lines, writing as many rows."""
    from django.db import connection, transaction

    from entredon.apps.flows.models import Flow
    from entredon.apps.value.models import Share, Shareout
    from entredon.log import content

    last = Shareout.objects.filter(commons=slug).order_by("-position")[0]
    with connection.cursor() as cursor:
        for _ in range(2):
            cursor.execute(
                f'SELECT "id", "input_of", "provider", "resource_conforms_to", "measures", "position"'
                f' FROM "{Flow._meta.db_table}" WHERE "commons" = %s AND "action" = %s AND "kind" = %s',
                (slug, "work", "event"),
            )
            cursor.fetchall()
        with content.store().open(last.lines) as stream:
            hashlib.sha256(stream.read()).hexdigest()
        with transaction.atomic():
            cursor.execute("CREATE TEMPORARY TABLE bare (a, b, c, d, e, f, g, h, i, j)")
            columns = '"commons", "id", "shareout", "currency", "what", "person", "to", "minor", "kinds", "lapsed"'
            cursor.execute(
                f'SELECT {columns} FROM "{Share._meta.db_table}" WHERE "commons" = %s AND "shareout" = %s',
                (slug, last.id),
            )
            cursor.executemany(f"INSERT INTO bare VALUES ({', '.join(['%s'] * 10)})", cursor.fetchall())
            cursor.execute("DROP TABLE bare")

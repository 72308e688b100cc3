"""What the tests of share-outs have in common: saying things at given times, and proposing what will be judged."""

import hashlib
import io
from typing import Any

from entredon.apps.library import queries as library
from entredon.apps.library.entries import Created, Imported
from entredon.apps.treasury.entries import Received
from entredon.apps.value import queries, sharing
from entredon.apps.value.entries import Destination, PassedOn, RuleAdopted, Shared
from entredon.apps.value.recorded import Recorded
from entredon.apps.work.entries import Accepted
from entredon.log import content
from entredon.pure.git import IMPORTER
from entredon.pure.git.rows import Commit, Tag, Writer
from entredon.pure.log.keys import SecretKey
from entredon.pure.value import lines
from entredon.pure.value.rule import Rule
from entredon.testing_cast import Cast

ALL = Rule("flow", pools={"other": 1_000_000}, contest_days=0)
MOTOR = "https://example.org/motor"
PSEUDONYMS = [f"p:{n:032x}" for n in range(1, 4)]


def day(n: int, *, seconds: int = 0) -> str:
    """Noon of the nth day of a year, or somewhat later, as entries write it."""
    month, of_month = divmod(n - 1, 28)
    return f"2031-{month + 1:02}-{of_month + 1:02}T12:{seconds // 60:02}:{seconds % 60:02}.000Z"


def put(raw: bytes) -> str:
    """Keep content; returns its hash."""
    return content.store().put(io.BytesIO(raw))[0]


def propose(cast: Cast, income: str, at: str) -> Shared:
    """What an honest member would say of an income at this time, with its lines kept."""
    out = sharing.reckoned(cast.slug, income, at)
    written = lines.write(out)
    put(written.raw)
    return sharing.said(income, out, written)


def share(cast: Cast, income: str, at: str, by: SecretKey | None = None) -> str:
    """Share an income at this time; returns the entry's id."""
    return cast.say(propose(cast, income, at), by, at=at)


def received(cast: Cast, version: str, minor: int = 100_000, at: str | None = None) -> str:
    return cast.say(Received(version=version, minor=minor, currency="EUR"), at=at)


def adopted(cast: Cast, rule: Rule = ALL, at: str | None = None, **changes: Any) -> str:
    return cast.say(RuleAdopted(rule={**rule.data(), **changes}), at=at)


def accepted(cast: Cast, *versions: str, at: str | None = None) -> None:
    for version in versions:
        cast.say(Accepted(version=version), at=at)


def passes_on(cast: Cast, by: SecretKey, at: str | None = None, **to: int) -> str:
    """Somebody passes on to the pot or upstream (``motor``), in parts per million."""
    addresses = {"pot": "pot", "motor": MOTOR}
    given = tuple(Destination(to=addresses[name], ppm=ppm) for name, ppm in to.items())
    return cast.say(PassedOn(to=given), by, at=at)


def kept(shown: Recorded) -> dict[str, int]:
    """What everybody keeps of a share-out."""
    return {part.person: part.minor for part in shown.out.people}


def shown(cast: Cast, id: str) -> Recorded:
    return queries.shareout(cast.slug, id)


def imported(cast: Cast, name: str = "Car", commits: int = 3) -> str:
    """A creation told by git with one version, each commit by another pseudonym; returns the version."""
    made = cast.say(Created(name=name))
    ids = [hashlib.sha1(f"{name} {n}".encode()).hexdigest() for n in range(commits)]
    writer = Writer()
    data = writer.write(Tag(name="v1", commit=ids[-1], at=1_500_000_000))
    for n in range(commits - 1, -1, -1):
        row = Commit(
            id=ids[n], parents=tuple(ids[n - 1 : n]), at=1_400_000_000 + n, author=PSEUDONYMS[n % len(PSEUDONYMS)],
            lines={"code": (10 * (n + 1), 0)},
        )  # fmt: skip
        data += writer.write(row)
    data += writer.end()
    fact = Imported(
        creation=made, head=ids[-1], previous="", importer=IMPORTER, sha256=put(data), bytes=len(data),
        raw_bytes=writer.raw_bytes, count=writer.count,
    )  # fmt: skip
    cast.say(fact)
    return next(version.id for version in library.versions(cast.slug) if version.released and version.creation == made)

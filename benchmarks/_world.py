"""A commons to measure on: made through the same door as every other one."""

from collections.abc import Iterator
from typing import Any

KINDS = ("code", "documentation", "review", "design", "translation")
WHEN = "2026-01-01T00:00:00.000Z"


def start() -> None:
    """Django with the tables of an empty node."""
    from entredon.cli.common import start as begin

    begin()


def found(slug: str, members: int = 1, *, draft: bool = False) -> list[Any]:
    """A commons with so many members, public unless it is a draft; returns their keys, the steward's first."""
    from entredon.apps.commons.founding import found_commons, key_given
    from entredon.apps.people.entries import Joined
    from entredon.log.door import Saying, append_many
    from entredon.pure.log.keys import SecretKey

    keys = [SecretKey.generate() for _ in range(members)]
    found_commons(
        slug.title(),
        slug,
        purpose="To be measured.",
        licences=["CC0-1.0"],
        joining="open",
        draft=draft,
        founder=keys[0],
    )
    append_many(
        slug,
        [Saying(Joined(key=key_given(k, "device")), k, {"name": f"Member {n}"}) for n, k in enumerate(keys) if n],
    )
    return keys


def creation(slug: str, key: Any, name: str) -> str:
    """A creation, to which contributions can be made."""
    from entredon.apps.library.entries import Created
    from entredon.log.door import append

    return append(slug, Created(name=name), key).id


def contributions(creations: list[str], keys: list[Any], count: int) -> Iterator[Any]:
    """So many contributions, spread evenly over creations, members and kinds."""
    from entredon.apps.work.entries import Contributed
    from entredon.log.door import Saying

    for n in range(count):
        fact = Contributed(
            creation=creations[n % len(creations)],
            work=KINDS[n % len(KINDS)],
            measures={"commits": 1 + n % 7, "days": 1},
        )
        yield Saying(fact, keys[n * 7919 % len(keys)])


def fill(slug: str, creations: list[str], keys: list[Any], count: int, batch: int = 10_000) -> None:
    """Append so many contributions in batches."""
    from entredon.log.door import append_many

    sayings = list(contributions(creations, keys, count))
    for begin in range(0, count, batch):
        append_many(slug, sayings[begin : begin + batch])

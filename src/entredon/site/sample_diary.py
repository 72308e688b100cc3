"""How a sample is written: through the same door as everything else, and to its end even if somebody pulls the plug."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import TypeVar

from entredon.log import door
from entredon.log.models import Entry, Log
from entredon.log.registry import Fact
from entredon.pure.log import leaf
from entredon.pure.log.keys import SecretKey

T = TypeVar("T")


def key_of(sample: str, name: str) -> SecretKey:
    """The key of a fictional person. It is made from her name, so anybody can make it: for samples only."""
    return SecretKey(hashlib.sha256(f"entredon sample, a key that everybody knows\n{sample}\n{name}".encode()).digest())


class Dice:
    """Choices that look arbitrary and are the same on every machine and in every version of Python."""

    def __init__(self, seed: str) -> None:
        self.seed = seed
        self.thrown = 0

    def upto(self, n: int) -> int:
        """A whole number from 0 to n - 1."""
        self.thrown += 1
        return int.from_bytes(hashlib.sha256(f"{self.seed}/{self.thrown}".encode()).digest()[:8], "big") % n

    def of(self, things: Sequence[T]) -> T:
        """One of several."""
        return things[self.upto(len(things))]

    def weighted(self, weights: Mapping[str, int]) -> str:
        """One of several, the heavier the likelier."""
        left = self.upto(sum(weights.values()))
        for thing, weight in weights.items():
            left -= weight
            if left < 0:
                return thing
        raise AssertionError("the weights add up")


class Diary:
    """Writes entries in batches. A line that needs the id of an earlier one has it written first.

    What an interrupted load has already written is passed over, so that the next one finishes it.
    """

    def __init__(self, slug: str) -> None:
        self.slug = slug
        self.ids: list[str] = list(Entry.objects.filter(commons=slug).order_by("index").values_list("id", flat=True))
        self.written = len(self.ids)
        self.next = 0
        self.waiting: list[door.Saying] = []

    def skip(self, count: int) -> None:
        """So many entries were written by other means."""
        self.next += count

    def say(
        self, fact: Fact, signer: SecretKey, at: str, texts: Mapping[str, str] | None = None,
        cosigners: Sequence[SecretKey] = (),
    ) -> int:  # fmt: skip
        """Write a line; returns its number, for ``id``."""
        number = self.next
        self.next += 1
        if number >= self.written:
            self.waiting.append(door.Saying(fact, signer, texts or {}, at, cosigners))
        return number

    def is_written(self) -> bool:
        """Whether the next line was written by an earlier load."""
        return self.next < self.written

    def id(self, number: int) -> str:
        """The id of a line."""
        if number >= len(self.ids):
            self.flush()
        return self.ids[number]

    def flush(self) -> None:
        """Append what waits."""
        if self.waiting:
            self.ids += [done.id for done in door.append_many(self.slug, self.waiting)]
            self.waiting = []


def size(slug: str) -> int:
    """How many entries a commons has, 0 if it isn't there."""
    return Log.objects.filter(slug=slug).values_list("size", flat=True).first() or 0


def founder(slug: str) -> str:
    """The key that signed the first entry of a commons, "" if it isn't there."""
    return Entry.objects.filter(commons=slug, index=0).values_list("by", flat=True).first() or ""


def rulebook(slug: str) -> int:
    """Under which rulebook a commons was founded, 0 if it isn't there."""
    first = Entry.objects.filter(commons=slug, index=0).first()
    return int(leaf.parse(bytes(first.leaf)).body["rulebook"]) if first is not None else 0


def tells_of(slug: str, kind: str) -> bool:
    """Whether an entry of a kind stands in a commons."""
    return Entry.objects.filter(commons=slug, kind=kind).exists()

"""What payments may be for: requests, standing references of gifts, payouts on their way, and saved rules."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from entredon.apps.library import queries as library
from entredon.apps.treasury import bases
from entredon.apps.treasury.entries import Part
from entredon.apps.treasury.models import Habit, Payout, Request
from entredon.log.models import Entry
from entredon.pure.money import references as made
from entredon.pure.money.references import Reference

GIFT = "gift"
OUTSIDE = ("exported", "submitted")
"""States of a payout that the bank may have carried out."""


def bases_of(slug: str) -> list[int]:
    """All numbers of which references are made in a commons: of requests and of gifts."""
    founded = Entry.objects.filter(commons=slug, index=0).values_list("id", flat=True).first() or ""
    gifts = [bases.of_gift(id) for id in (founded, *(one.id for one in library.creations(slug))) if id]
    return [*Request.objects.filter(commons=slug).values_list("base", flat=True), *gifts]


def references(numbers: Iterable[int]) -> list[Reference]:
    """Both references of each number."""
    return [reference for base in numbers for reference in (made.rf(base), made.ogm(base))]


@dataclass
class Asked:
    """What can be paid for in a commons as it is just now. What is placed meanwhile is counted (``counts``)."""

    slug: str
    requests: dict[Reference, Request] = field(default_factory=dict)
    gifts: dict[Reference, str] = field(default_factory=dict)
    left: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, slug: str) -> "Asked":
        """What is asked in a commons."""
        found = cls(slug)
        for row in Request.objects.filter(commons=slug):
            found.left[row.id] = row.minor - row.paid
            found.requests.update(dict.fromkeys(references([row.base]), row))
        founded = Entry.objects.filter(commons=slug, index=0).values_list("id", flat=True).first() or ""
        for id, creation in ((founded, ""), *((one.id, one.id) for one in library.creations(slug))):
            found.gifts.update(dict.fromkeys(references([bases.of_gift(id)]), creation))
        return found

    @cached_property
    def all(self) -> frozenset[Reference]:
        """Every reference somebody may use."""
        return frozenset(self.requests) | frozenset(self.gifts)

    @cached_property
    def released(self) -> frozenset[str]:
        """Creations of which a version is released: only that can have been paid for."""
        return frozenset(one.creation for one in library.versions(self.slug) if one.released)

    @cached_property
    def payouts(self) -> dict[str, list[Payout]]:
        """Payouts that a bank may tell of, by the name it has for each."""
        found = defaultdict(list)
        rows = Payout.objects.filter(commons=self.slug, state__in=(*OUTSIDE, "settled", "rejected"))
        for row in rows.exclude(name="").order_by("id"):
            found[row.name].append(row)
        return found

    @cached_property
    def runs(self) -> dict[str, list[Payout]]:
        """Payouts on their way, by the run, as a bank calls that."""
        found = defaultdict(list)
        for row in Payout.objects.filter(commons=self.slug, state__in=OUTSIDE).order_by("id"):
            found[row.run[:32]].append(row)
        return found

    @cached_property
    def habits(self) -> list[Habit]:
        """The saved rules, the first said first."""
        return list(Habit.objects.filter(commons=self.slug).order_by("pk"))

    def counts(self, parts: Iterable[Part]) -> None:
        """From now on these parts are placed."""
        for part in parts:
            if part.ref in self.left:
                self.left[part.ref] -= part.minor


def for_request(request: Request, minor: int) -> Part:
    """So much of an amount pays a request."""
    to = "income" if request.version or request.creation or request.source else "pot"
    return Part(to=to, minor=minor, ref=request.id, kind=request.what)


def for_gift(asked: Asked, creation: str, minor: int) -> Part:
    """So much was given for a creation, or for the commons as a whole; also where nothing of the creation is released yet."""
    if creation and creation in asked.released:
        return Part(to="income", minor=minor, ref=creation, kind=GIFT)
    return Part(to="pot", minor=minor, kind=GIFT)

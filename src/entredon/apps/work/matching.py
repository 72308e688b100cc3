"""Which offers of help fit a need, and which needs an offer: by skills, place and time. Pure; nobody is ranked by it.

Somebody fits a need when all of these hold:

* skills: the need asks for none, or she has at least one of those it asks for (however they are written);
* place: one of the two says none, or both say the same place, or one name holds the other (“Ghent” and “Ghent, the yard”);
* time: one of the two says none, or the need takes no longer than she has;
* day: her offer still stands on the day that is asked about.

Whoever shows what fits shows it in an order that says nothing about people: the newest first.
"""

from collections.abc import Iterable
from typing import NamedTuple


class Can(NamedTuple):
    """What somebody can give: skills, a place, minutes (0: not said), until which day ("": no end)."""

    skills: frozenset[str] = frozenset()
    place: str = ""
    minutes: int = 0
    until: str = ""


class Wants(NamedTuple):
    """What a need asks for."""

    skills: frozenset[str] = frozenset()
    place: str = ""
    minutes: int = 0


class Fit(NamedTuple):
    """That it fits, and by what: the skills both name, whether both name the place."""

    skills: tuple[str, ...]
    near: bool


def plain(skills: Iterable[str]) -> frozenset[str]:
    """Skills as they are compared: small letters, single spaces."""
    return frozenset(" ".join(skill.casefold().split()) for skill in skills if skill.strip())


def fits(can: Can, wants: Wants, today: str) -> Fit | None:
    """How what somebody can give fits what is asked for; None when it doesn't."""
    shared = can.skills & wants.skills
    if wants.skills and not shared:
        return None
    if can.until and can.until < today:
        return None
    if can.minutes and wants.minutes > can.minutes:
        return None
    here, there = (" ".join(place.casefold().split()) for place in (can.place, wants.place))
    if here and there and here not in there and there not in here:
        return None
    return Fit(tuple(sorted(shared)), bool(here and there))

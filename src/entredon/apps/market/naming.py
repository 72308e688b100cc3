"""What things of the market are called: kinds of offers, units, how far an order is, who is paid."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

WHAT: dict[str, Callable[[], str]] = {
    "good": lambda: _("Finished goods"),
    "kit": lambda: _("Kits"),
    "pre-order": lambda: _("Pre-orders"),
    "support": lambda: _("Support"),
    "training": lambda: _("Training"),
    "integration": lambda: _("Integration"),
    "service": lambda: _("Other services"),
}
"""Kinds of offers, as chips and choices name them."""
ONE: dict[str, Callable[[], str]] = {
    "good": lambda: _("finished good"),
    "kit": lambda: _("kit"),
    "pre-order": lambda: _("pre-order"),
    "support": lambda: _("support"),
    "training": lambda: _("training"),
    "integration": lambda: _("integration"),
    "service": lambda: _("service"),
}
"""One offer of a kind."""
UNITS: dict[str, Callable[[], str]] = {
    "piece": lambda: pgettext("price of one", "a piece"),
    "hour": lambda: pgettext("price of one", "an hour"),
    "day": lambda: pgettext("price of one", "a day"),
    "month": lambda: pgettext("price of one", "a month"),
    "course": lambda: pgettext("price of one", "a course"),
}
"""What a price is for, after the amount."""
COUNTED: dict[str, Callable[[int], str]] = {
    "piece": lambda n: ngettext("%(n)s piece", "%(n)s pieces", n),
    "hour": lambda n: ngettext("%(n)s hour", "%(n)s hours", n),
    "day": lambda n: ngettext("%(n)s day", "%(n)s days", n),
    "month": lambda n: ngettext("%(n)s month", "%(n)s months", n),
    "course": lambda n: ngettext("%(n)s course", "%(n)s courses", n),
}
STATES: dict[str, Callable[[], str]] = {
    "accepted": lambda: _("accepted"),
    "begun": lambda: _("in work"),
    "delivered": lambda: _("delivered"),
    "received": lambda: _("received"),
    "completed": lambda: _("completed"),
    "withdrawn": lambda: _("withdrawn"),
}
"""How far an order is."""
TONES = {
    "accepted": "coalition",
    "begun": "coalition",
    "delivered": "coalition",
    "received": "community",
    "completed": "community",
    "withdrawn": "ink",
}
ASKINGS: dict[str, Callable[[], str]] = {
    "asked": lambda: _("asked"),
    "quoted": lambda: _("has a quote"),
    "ordered": lambda: _("ordered"),
    "declined": lambda: _("nothing came of it"),
}
"""How far it is with something that was asked for."""
STEPS: dict[str, Callable[[], str]] = {
    "ordered": lambda: _("Ordered"),
    "begun": lambda: _("The seller has begun"),
    "delivered": lambda: _("Delivered"),
    "received": lambda: _("Received by the buyer"),
    "paid": lambda: _("Paid to the seller"),
    "withdrawn": lambda: _("Undone, whole"),
    "complained": lambda: _("A complaint"),
    "complaint_settled": lambda: _("The complaint is settled"),
    "passed_on": lambda: _("To be handed over to another seller"),
    "taken_over": lambda: _("Taken over by another seller"),
    "completed": lambda: _("Completed: the give-back is due"),
}
"""What happened to an order, by the last word of its kind."""


def called(words: dict[str, Callable[[], str]], word: str) -> str:
    """A word of the record as people say it; one that isn't known stays as it is."""
    return words[word]() if word in words else word


def course(state: str) -> list[dict[str, Any]]:
    """How far an order is, from accepted to completed: 0 is to come, 1 is now, 2 is past. Nothing where it was undone."""
    way = [one for one in STATES if one != "withdrawn"]
    if state not in way:
        return []
    now = way.index(state) + (state == way[-1])
    return [{"text": STATES[one](), "at": 2 if n < now else 1 if n == now else 0} for n, one in enumerate(way)]


def counted(unit: str, n: int) -> str:
    """So many of a unit."""
    return COUNTED.get(unit, COUNTED["piece"])(n) % {"n": n}


def something() -> str:
    """What is offered, where its words were erased."""
    return _("something whose words were erased")

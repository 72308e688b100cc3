"""What was said about money, in words: bank statements and where their lines belong, cash, and what came by other means."""

from collections.abc import Callable, Sequence
from typing import Any

from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from entredon.apps.treasury.naming import kind
from entredon.desk.telling import shown
from entredon.log.told import Look, Said
from entredon.pure.formats import Day, Money

PLACES: dict[str, Promise | str] = {
    "income": gettext_lazy("income"),
    "pot": gettext_lazy("the common pot"),
    "told": gettext_lazy("an income told of before"),
    "arriving": gettext_lazy("money on its way"),
    "back": gettext_lazy("to be paid back"),
    "payout": gettext_lazy("a payout"),
    "returned": gettext_lazy("a payout that came back"),
    "cost": gettext_lazy("a cost"),
    "tax": gettext_lazy("a tax"),
    "own": gettext_lazy("the legal body’s own money"),
    "carried": gettext_lazy("another commons"),
}
"""Where a part of an amount belongs, in words."""


def places(parts: Sequence[Any]) -> str:
    """Where parts belong, each place once."""
    found = dict.fromkeys(_place(part) for part in parts)
    return ", ".join(found)


def _place(part: Any) -> str:
    where = str(PLACES.get(part["to"], part["to"]))
    name = part.get("kind", "")
    return f"{where} ({kind(name)})" if name else where


def statement_taken(said: Said, look: Look) -> str:
    body = said.body
    count = ngettext("%(n)s new line", "%(n)s new lines", body["count"]) % {"n": shown(body["count"])}
    return format_html(
        _("{who} took in a bank statement of “{account}” up to {end}, with {count}: {closing} stand there."),
        who=said.who, account=body["account"], end=shown(Day(body["end"])), count=count,
        closing=shown(Money(body["closing"], body["currency"])),
    )  # fmt: skip


def allotted(said: Said, look: Look) -> str:
    return format_html(
        _("{who} told where {line} of the bank belongs: {places}."),
        who=said.who, line=look.entry(said.id, _("a line")), places=places(said.body["parts"]),
    )  # fmt: skip


def taken_back(said: Said, look: Look) -> str:
    what = look.entry(said.body["what"], _("what was booked by this"))
    return format_html(_("{who} took back {what}."), who=said.who, what=what)


def cash_moved(said: Said, look: Look) -> str:
    return format_html(
        _("{who} wrote into the cash book of “{account}” for {day}: {places}."),
        who=said.who, account=said.body["account"], day=shown(Day(said.body["day"])),
        places=places(said.body["parts"]),
    )  # fmt: skip


def cash_counted(said: Said, look: Look) -> str:
    return format_html(
        _("{who} counted the cash of “{account}” on {day}."),
        who=said.who, account=said.body["account"], day=shown(Day(said.body["day"])),
    )  # fmt: skip


def came_elsewhere(said: Said, look: Look) -> str:
    body = said.body
    return format_html(
        _("{who} told that {amount} came in by other means, “{means}”: {places}."),
        who=said.who, amount=look.entry(said.id, shown(Money(body["part"]["minor"], body["currency"]))),
        means=body["means"], places=places([body["part"]]),
    )  # fmt: skip


def exchanged(said: Said, look: Look) -> str:
    what = look.entry(said.id, _("one exchange of currencies"))
    return format_html(_("{who} told that two lines of the bank are {what}."), who=said.who, what=what)


NAMES: dict[str, Promise | str] = {
    "treasury.statement_taken": gettext_lazy("Bank statements"),
    "treasury.allotted": gettext_lazy("Bank lines and where they belong"),
    "treasury.taken_back": gettext_lazy("Bookings taken back"),
    "treasury.cash_moved": gettext_lazy("Cash book"),
    "treasury.cash_counted": gettext_lazy("Cash counted"),
    "treasury.came_elsewhere": gettext_lazy("Paid by other means"),
    "treasury.exchanged": gettext_lazy("Currencies exchanged"),
}
WORDS: dict[str, Callable[[Said, Look], str]] = {
    "treasury.statement_taken": statement_taken,
    "treasury.allotted": allotted,
    "treasury.taken_back": taken_back,
    "treasury.cash_moved": cash_moved,
    "treasury.cash_counted": cash_counted,
    "treasury.came_elsewhere": came_elsewhere,
    "treasury.exchanged": exchanged,
}

"""What accounts and bookings are called on pages, and whose amounts whoever is looking may see."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from entredon.apps.library import queries as library
from entredon.apps.treasury import naming
from entredon.apps.treasury.going import ORDERS
from entredon.apps.treasury.models import Line, Payee, PayeeDetails, Released
from entredon.apps.value.queries import Eyes
from entredon.apps.work import queries as work
from entredon.desk.telling import shown
from entredon.log.told import short
from entredon.pure.formats import Day
from entredon.pure.money.journal.accounts import part

MEMBERS, PAYABLES, UPSTREAM, HELD = (
    "liabilities:members:", "liabilities:payables:", "liabilities:upstream:", "liabilities:held:",
)  # fmt: skip
LEAVING = "liabilities:in-transit:"
BUDGETS = "equity:budgets:"


@dataclass(frozen=True, slots=True)
class Told:
    """An account as pages show it: its name, whose colour it has, where it leads ("" where she may not look), whose it is."""

    path: str
    name: str
    tone: str
    href: str
    hidden: bool = False


class Accounts:
    """Names of the accounts of a commons, for whoever is looking."""

    def __init__(self, slug: str, eyes: Eyes) -> None:
        self.slug, self.eyes = slug, eyes
        self._names = naming.AccountNames(slug, inside=eyes.inside)

    def told(self, path: str, query: str = "") -> Told:
        """An account by its path; ``query`` is added to where it leads."""
        hidden = self.hidden(path)
        if path.startswith(ORDERS) and path.count(":") == 2:  # all of them together
            href = reverse("treasury:owed", args=[self.slug, path.rpartition(":")[2]])
            return Told(path, self.name(path), self.tone(path), href)
        href = "" if hidden else reverse("treasury:account", args=[self.slug, path]) + query
        return Told(path, self.name(path), self.tone(path), href, hidden)

    def hidden(self, path: str) -> bool:
        """Whether it is somebody's own, whose amounts whoever is looking may not see."""
        if path.startswith(MEMBERS):
            return not self.eyes.may(naming.person_of(path))
        return path.startswith(f"{PAYABLES}x-") and not self.eyes.inside

    def name(self, path: str) -> str:
        """What an account is called."""
        if self.hidden(path):
            return _("somebody whose amounts only members see")
        named = path.split(":")[2]
        if path.startswith((PAYABLES, UPSTREAM)):
            if named.startswith("back-"):
                return _("To be given back")
            if found := self.outside.get(named):
                return found
        if path.startswith(BUDGETS):
            return _("Set aside for “%(need)s”") % {"need": self.needs.get(named) or named[:10]}
        if path.startswith(HELD):
            return _("Held back at %(name)s") % {"name": self.creations.get(named, named[:10])}
        return self._names.name(path)

    def kind(self, path: str) -> str:
        """What an account is called in a list of incomes or of costs, where that needn't be said again."""
        if path.startswith(LEAVING):
            return _("Paid out")
        if path.startswith("assets:receivable:"):
            return _("Seen at last, after a steward had told of it")
        if path.startswith((MEMBERS, PAYABLES, UPSTREAM)) and not path.split(":")[2].startswith("back-"):
            return _("Payments that came back")
        if not path.startswith(("income:", "expenses:")):
            return self.name(path)
        found = naming.kind(path.split(":")[-2])
        return found[:1].upper() + found[1:]

    def tone(self, path: str) -> str:
        """Whose colour an account has."""
        if path.startswith((MEMBERS, HELD)):
            return "community"
        return "coalition" if path.startswith((PAYABLES, UPSTREAM, ORDERS)) else "association"

    @cached_property
    def creations(self) -> dict[str, str]:
        """Names of creations by how accounts write them."""
        return {part(made.id): made.name for made in library.creations(self.slug)}

    @cached_property
    def needs(self) -> dict[str, str]:
        """Titles of needs that a budget was released to."""
        named = set(Released.objects.filter(commons=self.slug).values_list("need", flat=True))
        return {one.id: one.title for one in work.needs_named(self.slug, named)} if named else {}

    @cached_property
    def outside(self) -> dict[str, str]:
        """Payees outside by how accounts write them: by name for members, by address who receives for a project."""
        labels: dict[str, str] = {}
        if self.eyes.inside:
            rows = PayeeDetails.objects.filter(commons=self.slug).values_list("payee", "label", "holder")
            labels = {payee: label or holder for payee, label, holder in rows}
        found = {}
        for row in Payee.objects.filter(commons=self.slug):
            name = labels.get(row.id, "")
            found[part(row.id)] = name or row.upstream
            if row.upstream:
                found[part(row.upstream)] = name or row.upstream
        return found

    def payee(self, id: str) -> str:
        """Who is paid, by name where it may be seen."""
        if id.startswith("x:"):
            return self.outside.get(part(id)) or _("somebody outside")
        return self.eyes.name(id) if self.eyes.may(id) else _("somebody whose amounts only members see")


def booking_name(key: str, reverses: str = "") -> str:
    """What a journal entry is about, by the part of its key."""
    name = key.partition("/")[2]
    if reverses or name.startswith("back"):
        return _("Taken back")
    known = {
        "bank": _("A line of a bank statement"), "told": _("An income that was told"), "opening": _("What was there at first"),
        "cash": _("A line of the cash book"), "expense": _("An expense that was accepted"), "reserved": _("Payouts that were approved"),
        "completed": _("An order was completed"), "refunded": _("An order was undone"),
        "budget": _("A budget was released to a need"), "returned": _("What was left of a budget was given back"),
        "lapsed": _("A part that nobody claimed"), "count": _("A till was counted"), "elsewhere": _("Paid by other means"),
    }  # fmt: skip
    if name in known:
        return known[name]
    for beginning, words in (
        ("told", _("An income that was told")), ("shared", _("A share-out")), ("closing", _("A year was closed")),
        ("claimed", _("Somebody claimed her name")), ("exchange", _("Changed into another currency")),
    ):  # fmt: skip
        if name.startswith(beginning):
            return words
    return _("A line of a statement, allotted") if name[:1].isdigit() else _("A booking")


def part_name(said: dict[str, Any]) -> str:
    """What a part of a line was for, in a word or two."""
    known = {
        "told": _("told of before"), "arriving": _("on its way"), "back": _("to be given back"), "payout": _("paid out"),
        "returned": _("came back"), "carried": _("for another commons"), "tax": _("taxes"),
    }  # fmt: skip
    return known.get(str(said.get("to", ""))) or naming.kind(str(said.get("kind") or said.get("to", "")))


def lines_told(slug: str, keys: list[str]) -> dict[str, str]:
    """What the lines of statements behind journal entries were for, by key; "" for one that nobody has allotted."""
    ids = {key: key.partition("/")[0] for key in keys}
    rows = {row.id: row for row in Line.objects.filter(commons=slug, id__in=set(ids.values()))}
    found = {}
    for key, id in ids.items():
        if id in rows:
            row = rows[id]
            said = [row.of] if row.of else [part_name(one) for one in row.parts]
            found[key] = ", ".join(dict.fromkeys(said)) if row.allotted else _("nobody has said yet")
    return found


def place(key: str) -> list[str]:
    """A key as addresses write it: the beginning of its id, and its part."""
    id, _slash, name = key.partition("/")
    return [short(id), name]


def period_name(which: str) -> str:
    """A year or a month in words."""
    if len(which) == 4:
        return which
    return shown(Day(f"{which}-01")).split("\N{NO-BREAK SPACE}", 1)[-1]


def seen_lines(accounts: Accounts, posted: list[Any]) -> tuple[list[tuple[Told, int]], int, int]:
    """The postings that whoever is looking may see, and how many others there are with their sum."""
    open_: list[tuple[Told, int]] = []
    hidden: list[tuple[Told, int]] = []
    for row in posted:
        told = accounts.told(row.account)
        (hidden if told.hidden else open_).append((told, row.minor))
    return open_, len(hidden), sum(minor for _told, minor in hidden)

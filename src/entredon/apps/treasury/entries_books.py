"""What can be said about the books as a whole: what was planned, what is there against what is owed, and that a year is closed."""

from typing import ClassVar

import msgspec

from entredon.apps.treasury.entries import Code, Day, Name
from entredon.log.registry import Fact


class Planned(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is expected of one kind in a year: ``way`` is ``income`` or ``cost``."""

    way: str
    kind: Name
    minor: int


class Budgeted(Fact, frozen=True, kw_only=True):
    """A steward says what is expected in a year, in one currency. It replaces what was said of that year before."""

    kind: ClassVar[str] = "treasury.budgeted"

    year: int
    currency: Code
    planned: tuple[Planned, ...]


class Reserve(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """In one currency: what is there (at banks and in tills, as last told), and what is owed and held in funds against it."""

    currency: Code
    there: int
    owed: int
    funds: int


class ReservesProven(Fact, frozen=True, kw_only=True):
    """What is there against what the commons owes, at the state of the record just before. Anybody reckons it again; the rule does."""

    kind: ClassVar[str] = "treasury.reserves_proven"

    day: Day
    reserves: tuple[Reserve, ...]


class YearClosed(Fact, frozen=True, kw_only=True):
    """The books of a year are closed: what it earned and spent goes to its funds, and nothing more is booked in it."""

    kind: ClassVar[str] = "treasury.year_closed"

    year: int


class Number(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A beginning of accounts (``assets:bank``), and the number that the bookkeeper uses for them."""

    accounts: str
    number: str


class ChartMapped(Fact, frozen=True, kw_only=True):
    """Which numbers of the chart of accounts the bearer's bookkeeper uses. It replaces what was said of them before."""

    kind: ClassVar[str] = "treasury.chart_mapped"

    numbers: tuple[Number, ...]


class BudgetReturned(Fact, frozen=True, kw_only=True):
    """What is left of the budget that was released to a need goes back to the common fund: a steward says so once the need is closed."""

    kind: ClassVar[str] = "treasury.budget_returned"

    need: str
    currency: Code

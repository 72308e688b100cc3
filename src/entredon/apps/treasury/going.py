"""Where the money went in a time, put together for a page: by kind, by month, by whom it reached; and where it stands."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from entredon.apps.treasury import queries_books as books
from entredon.apps.treasury.models import Payout
from entredon.apps.treasury.queries_books import Moved
from entredon.apps.treasury.record_closing import THERE, Books, add_up
from entredon.pure.money.journal.accounts import Account

ORDERS = "liabilities:orders:"
NOTHING = Books(0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Period:
    """A year or a month of it. ``which`` is 2026 or 2026-11."""

    which: str

    @property
    def first(self) -> str:
        """Its first day."""
        return f"{self.which}-01-01" if len(self.which) == 4 else f"{self.which}-01"

    @property
    def last(self) -> str:
        """Its last day."""
        if len(self.which) == 4:
            return f"{self.which}-12-31"
        following = date.fromisoformat(f"{self.which}-28") + timedelta(4)
        return (following - timedelta(following.day)).isoformat()

    @property
    def before(self) -> str:
        """The day before its first."""
        return (date.fromisoformat(self.first) - timedelta(1)).isoformat()

    @property
    def year(self) -> str:
        """Its year."""
        return self.which[:4]


@dataclass(frozen=True, slots=True)
class MonthMoved:
    """What came in and went out in a month."""

    month: str
    came: int
    went: int


@dataclass(slots=True)
class Going:
    """The money of a time in one currency. ``came`` and ``went`` are by account, in amounts above zero, the largest first.

    ``before`` was there when the time began; ``stands`` and ``accounts`` are what was there and owed when it ended.
    """

    currency: str
    came: dict[str, int] = field(default_factory=dict)
    went: dict[str, int] = field(default_factory=dict)
    months: list[MonthMoved] = field(default_factory=list)
    payouts: list[Payout] = field(default_factory=list)
    stands: Books = NOTHING
    accounts: dict[Account, int] = field(default_factory=dict)
    before: int = 0

    @property
    def unsaid(self) -> int:
        """What came (above zero) or went, and nobody has said yet what it was."""
        return self.stands.there - self.before - self.came_in + self.went_out

    @property
    def came_in(self) -> int:
        """All that came in."""
        return sum(self.came.values())

    @property
    def went_out(self) -> int:
        """All that went out."""
        return sum(self.went.values())

    @property
    def most(self) -> int:
        """The largest amount of a month, for bars."""
        return max((max(abs(one.came), abs(one.went)) for one in self.months), default=0)


def going(slug: str, period: Period) -> list[Going]:
    """Where the money went in a time, in each currency, the one with most in it first."""
    found: dict[str, Going] = {}
    for currency, rows in _by_currency(books.moved(slug, period.first, period.last)).items():
        found[currency] = _summed(currency, rows)
    stood = _stood(slug, period)
    for currency, sums in add_up(stood).items():
        here = found.setdefault(currency, Going(currency))
        here.stands = sums
        here.accounts = {one: minor for one, minor in stood.items() if one.currency == currency and minor}
    _before(found, books.balances_until(slug, period.before))
    for payout in books.paid(slug, period.first, period.last):
        if payout.currency in found:
            found[payout.currency].payouts.append(payout)
    for currency, rows in _by_currency(books.moved(slug, f"{period.year}-01-01", f"{period.year}-12-31")).items():
        if currency in found:  # in a month before its first booking a currency isn't there yet
            found[currency].months = _months(rows)
    return sorted(found.values(), key=lambda one: (-one.came_in - one.went_out, one.currency))


def _before(found: dict[str, Going], balances: dict[Account, int]) -> None:
    """What was there before a time began; an account that joined the books in it brought what stood on it then."""
    for one, minor in balances.items():
        if one.path.startswith((*THERE, books.OPENING)):
            found[one.currency].before += minor
    for here in found.values():
        here.before -= sum(minor for one, minor in here.accounts.items() if one.path.startswith(books.OPENING))


def _stood(slug: str, period: Period) -> dict[Account, int]:
    """What stood where at the end of a time; now, where nothing is booked after it."""
    newest = next(iter(books.years(slug)), "")
    if newest == period.which:
        return books.balances(slug)
    return books.balances_until(slug, period.last)


def _by_currency(rows: Iterable[Moved]) -> dict[str, list[Moved]]:
    found: dict[str, list[Moved]] = defaultdict(list)
    for row in rows:
        found[row.currency].append(row)
    return found


def _summed(currency: str, rows: list[Moved]) -> Going:
    sums: dict[str, int] = defaultdict(int)
    for row in rows:
        # Each order has an account of its own: all of them stand together.
        sums[f"{ORDERS}{currency.lower()}" if row.account.startswith(ORDERS) else row.account] += row.minor
    came = {path: minor for path, minor in sums.items() if _came(path, minor)}
    went = {path: -minor for path, minor in sums.items() if not _came(path, minor)}
    return Going(currency, _largest(came), _largest(went))


def _came(path: str, minor: int) -> bool:
    """Whether it stands among what came in: kinds of income always, kinds of cost never, so that what was taken back is seen
    where it belongs."""
    if path.startswith("income:"):
        return True
    return not path.startswith("expenses:") and minor > 0


def _largest(sums: dict[str, int]) -> dict[str, int]:
    return {path: minor for path, minor in sorted(sums.items(), key=lambda one: (-one[1], one[0])) if minor}


def _months(rows: list[Moved]) -> list[MonthMoved]:
    """Each month between the first and the last with something in it."""
    by_month: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for row in rows:
        by_month[row.month][row.account] += row.minor
    if not by_month:
        return []
    year, first, last = rows[0].month[:4], int(min(by_month)[5:]), int(max(by_month)[5:])
    found = []
    for number in range(first, last + 1):
        month = f"{year}-{number:02d}"
        sums = by_month.get(month, {})
        came = sum(minor for path, minor in sums.items() if _came(path, minor))
        found.append(MonthMoved(month, came, came - sum(sums.values())))
    return found


def there(accounts: dict[Account, int]) -> dict[str, int]:
    """Where money is: at banks, in tills, with the commons that leads the account."""
    return {one.path: minor for one, minor in accounts.items() if one.path.startswith(THERE)}


def grouped(accounts: dict[Account, int], beginnings: tuple[str, ...]) -> dict[str, tuple[int, int]]:
    """Liabilities by what they are, with how many accounts of each: people together, payees outside together, the rest each."""
    found: dict[str, tuple[int, int]] = {}
    for one, minor in accounts.items():
        if not one.path.startswith("liabilities:"):
            continue
        name = next((beginning for beginning in beginnings if one.path.startswith(beginning)), one.path)
        count, total = found.get(name, (0, 0))
        found[name] = (count + 1, total - minor)
    return dict(sorted(found.items(), key=lambda line: (-line[1][1], line[0])))

"""Two rules on the same year: what came in, how each rule would share it, and what is kept of that while somebody tries.

Weighing all work is the slow part, and moving a share doesn't change it: so the weighed book is kept and only its shares
are replaced. What is kept is named by the root of the log, so it is never stale.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from entredon.apps.library import queries as library
from entredon.apps.value import reckoning, recorded
from entredon.apps.value.reckoning import Shelf
from entredon.log import clock
from entredon.pure.value import compare as comparison
from entredon.pure.value.book import Book
from entredon.pure.value.compare import Compared
from entredon.pure.value.rule import Rule
from entredon.pure.value.shareout import ShareOut, share

YEAR = timedelta(days=365)
EXAMPLE = (1_000_000, "EUR")
"""What stands in where nothing came in: an example, and the page says so."""

_books: Shelf[Book] = Shelf(4)
_outs: Shelf[ShareOut] = Shelf(24)
_compared: Shelf[Compared] = Shelf(12)


@dataclass(frozen=True, slots=True)
class Year:
    """What came in during twelve months in one currency, by version; or an example. ``currencies`` are all there were.

    ``upto`` is when the newest income was told: a year that follows from the record needs no clock, and says what it is.
    """

    currency: str
    by_version: Mapping[str, int]
    currencies: tuple[str, ...]
    upto: str

    @property
    def minor(self) -> int:
        return sum(self.by_version.values())

    @property
    def example(self) -> bool:
        return not self.upto


def year(slug: str, currency: str = "") -> Year:
    """The twelve months up to the newest income, in the currency asked for, else in the one most came in.

    Raises NotFound where there is no version either to make an example of.
    """
    incomes = recorded.incomes(slug)
    if not incomes:
        return Year(EXAMPLE[1], {library.find_version(slug, "").id: EXAMPLE[0]}, (EXAMPLE[1],), "")
    upto = max(income.at for income in incomes)
    since = clock.stamp(datetime.fromisoformat(upto) - YEAR)
    sums: dict[str, dict[str, int]] = {}
    for income in incomes:
        if income.at >= since:
            mine = sums.setdefault(income.currency, {})
            mine[income.version] = mine.get(income.version, 0) + income.minor
    chosen = currency if currency in sums else max(sums, key=lambda code: (sum(sums[code].values()), code))
    return Year(chosen, sums[chosen], tuple(sorted(sums)), upto)


def out(slug: str, rule: Rule, of: Year, *, accepted: bool) -> ShareOut:
    """A year shared by a rule. Raises BuildInCircles."""
    at = reckoning.log_at(slug)
    basis = reckoning.ACCEPTED if accepted else reckoning.PROPOSED
    incomes = tuple(sorted(of.by_version.items()))

    def make() -> ShareOut:
        book, sold = comparison.sold_together(_book(slug, at.root, rule, accepted=accepted), of.by_version)
        return share(book, sold, of.minor, of.currency).seen_at(at, basis).out

    return _outs.get((slug, at.root, rule.hash, basis, of.currency, incomes), make)


def _book(slug: str, root: str, rule: Rule, *, accepted: bool) -> Book:
    """The book of a rule: one that weighs alike is kept, and this rule's shares are put into it."""
    if rule.way != "flow":
        return reckoning.make_book(slug, rule, accepted=accepted)
    weighing = (tuple(rule.pools), tuple((kind, how.args()) for kind, how in rule.points.items()))
    key = (slug, root, accepted, weighing)
    return comparison.under(_books.get(key, lambda: reckoning.make_book(slug, rule, accepted=accepted)), rule)


def compare(slug: str, before: Rule, after: Rule, of: Year, *, accepted: bool) -> Compared:
    """What changes for whom if the second rule held instead of the first. Raises BuildInCircles."""
    one, other = (out(slug, rule, of, accepted=accepted) for rule in (before, after))
    incomes = tuple(sorted(of.by_version.items()))
    assert one.log is not None
    key = (slug, one.log.root, before.hash, after.hash, accepted, of.currency, incomes)
    return _compared.get(key, lambda: comparison.compared(one, other))

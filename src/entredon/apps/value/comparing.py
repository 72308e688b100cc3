"""Two rules on the same year: what came in, how each rule would share it, and what is kept of that while somebody tries.

Weighing all work is the slow part, and moving a share doesn't change it: so the weighed book is kept and only its shares
are replaced. What is kept is named by the root of the log, so it is never stale.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

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
    """What came in during the last twelve months in one currency, by version; or an example. ``currencies`` are all."""

    currency: str
    by_version: Mapping[str, int]
    currencies: tuple[str, ...]
    example: bool

    @property
    def minor(self) -> int:
        return sum(self.by_version.values())


def year(slug: str, currency: str = "") -> Year:
    """The last twelve months in the currency asked for, else in the one most came in. Raises NotFound without a version."""
    since = clock.stamp(clock.now() - YEAR)
    sums: dict[str, dict[str, int]] = {}
    for version, code, minor, at in came_in(slug):
        if at >= since:
            mine = sums.setdefault(code, {})
            mine[version] = mine.get(version, 0) + minor
    if not sums:
        return Year(EXAMPLE[1], {library.find_version(slug, "").id: EXAMPLE[0]}, (EXAMPLE[1],), example=True)
    chosen = currency if currency in sums else max(sums, key=lambda code: (sum(sums[code].values()), code))
    return Year(chosen, sums[chosen], tuple(sorted(sums)), example=False)


def came_in(slug: str) -> list[tuple[str, str, int, str]]:
    """What came in, as (version, currency, smallest units, when)."""
    return [(income.version, income.currency, income.minor, income.at) for income in recorded.incomes(slug)]


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

"""What each way does with €1,000, reckoned by the code that shares a real income."""

from functools import cache

from entredon.pure.value import book, shareout
from entredon.pure.value.book import Version
from entredon.pure.value.rule import CONTRIBUTIONS, POT, Rule

INCOME, CURRENCY = 100_000, "EUR"
WORK = (
    ("1", "sold", "Ada", "code", {"log_lines": 6 << 20}),
    ("2", "sold", "Bob", "code", {"log_lines": 2 << 20}),
    ("3", "sold", "Bob", "documentation", {"log_lines": 3 << 20}),
    ("4", "sold", "Mira", "review", {"commits": 4}),
)
"""A small version: who gave what to it."""
PARTS = {"Ada": 2, "Bob": 1}


def pot() -> shareout.ShareOut:
    """Everything to the pot."""
    return _shared(POT)


def fixed() -> shareout.ShareOut:
    """Two parts for Ada, one for Bob."""
    return _shared(Rule("fixed", parts=PARTS))


def flow() -> shareout.ShareOut:
    """By contributions, with the numbers that are built in."""
    return _shared(CONTRIBUTIONS)


@cache
def _shared(rule: Rule) -> shareout.ShareOut:
    made = book.book(rule, [Version("sold", "thing", 1, ())], WORK if rule.way == "flow" else ())
    return shareout.share(made, "sold", INCOME, CURRENCY).out

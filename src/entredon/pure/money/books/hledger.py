"""A month of books for hledger: https://hledger.org/1.25/hledger.html, the journal format.

``hledger -f FILE check --strict ordereddates accounts commodities balancednoautoconversion`` accepts it, and no other cent.
"""

from collections.abc import Iterator, Mapping

from entredon.pure.money.books.month import Describe, Month
from entredon.pure.money.books.words import amount, described, one_line
from entredon.pure.money.journal.accounts import Account
from entredon.pure.value.currency import decimals


def hledger(month: Month, describe: Describe = described) -> Iterator[str]:
    """The lines of the file, each with its newline."""
    yield f"; {month.bearer}, {month.first} to {month.last}\n\n"
    for currency in month.currencies:
        yield f"commodity 1000.{'0' * decimals(currency)} {currency}\n"
    for account in month.closing:
        yield f"account {account.path}\n"
    if month.opening:
        yield f"\n{month.first} * (opening) balances carried over\n"
        yield from _postings(month.opening)
    for entry in month.entries:
        yield f"\n{entry.day} * ({entry.key}) {_description(describe(entry))}\n"
        for account, minor in entry.postings:
            yield _posting(account, minor)
    yield f"\n{month.last} * (closing) balances reached\n"
    for account, minor in month.closing.items():
        yield f"    {account.path}  {_money(account, 0)} == {_money(account, minor)}\n"


def _postings(balances: Mapping[Account, int]) -> Iterator[str]:
    for account, minor in balances.items():
        yield _posting(account, minor)


def _posting(account: Account, minor: int) -> str:
    # Two spaces end the name of an account.
    return f"    {account.path}  {_money(account, minor)}\n"


def _money(account: Account, minor: int) -> str:
    return f"{amount(minor, account.currency)} {account.currency}"


def _description(text: str) -> str:
    """A description: a semicolon would begin a comment, and there is no way to escape it."""
    return one_line(text.replace(";", ","))

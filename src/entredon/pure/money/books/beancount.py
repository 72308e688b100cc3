"""A month of books for beancount: https://beancount.github.io/docs/beancount_language_syntax.html.

``bean-check FILE`` accepts it. By itself beancount lets a balance be two hundredths off; each balance here says that it must be exact.
"""

from collections.abc import Iterator

from entredon.pure.money.books.month import Describe, Month
from entredon.pure.money.books.words import amount, described, one_line
from entredon.pure.money.journal.accounts import Account


def beancount(month: Month, describe: Describe = described) -> Iterator[str]:
    """The lines of the file, each with its newline."""
    yield f"; {month.bearer}, {month.first} to {month.last}\n\n"
    for currency in month.currencies:
        yield f'option "operating_currency" "{currency}"\n'
    for account in month.closing:
        yield f"{month.first} open {name(account)} {account.currency}\n"
    if month.opening:
        yield f'\n{month.first} * "balances carried over"\n'
        for account, minor in month.opening.items():
            yield _posting(account, minor)
    for entry in month.entries:
        yield f'\n{entry.day} * "{_escaped(describe(entry))}"\n  entry: "{entry.key}"\n'
        for account, minor in entry.postings:
            yield _posting(account, minor)
    yield "\n"
    for account, minor in month.closing.items():
        # A balance holds at the beginning of its day; after ~ stands how far off it may be.
        exact = f"{amount(minor, account.currency)} ~ {amount(0, account.currency)} {account.currency}"
        yield f"{month.after} balance {name(account)} {exact}\n"


def name(account: Account) -> str:
    """The account as beancount writes it, each part with a capital. Paths have none, so no two names become the same."""
    return ":".join(part[0].upper() + part[1:] for part in account.path.split(":"))


def _posting(account: Account, minor: int) -> str:
    return f"  {name(account)}  {amount(minor, account.currency)} {account.currency}\n"


def _escaped(text: str) -> str:
    return one_line(text).replace("\\", "\\\\").replace('"', '\\"')

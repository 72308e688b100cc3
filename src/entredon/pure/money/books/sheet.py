"""A month of books as a table, comma-separated (RFC 4180): a line for each posting, between balances carried over and reached.

Columns: what (opening, entry, closing), day, entry, account, currency, amount, description, reverses. Amounts have a point before
decimals and no marks between thousands.
"""

from collections.abc import Iterable, Iterator

from entredon.pure.money.books.month import Describe, Month
from entredon.pure.money.books.words import amount, described, one_line
from entredon.pure.money.journal.accounts import Account

COLUMNS = ("what", "day", "entry", "account", "currency", "amount", "description", "reverses")
_STEERS = ("=", "+", "-", "@", "\t", "\r")
"""A cell that begins so is a formula to a spreadsheet."""


def sheet(month: Month, describe: Describe = described) -> Iterator[str]:
    """The lines of the file, each with its line end."""
    yield _line(COLUMNS)
    for account, minor in month.opening.items():
        yield _line(("opening", month.first, "", *_money(account, minor), "", ""))
    for entry in month.entries:
        told = harmless(one_line(describe(entry)))
        for account, minor in entry.postings:
            yield _line(("entry", entry.day, entry.key, *_money(account, minor), told, entry.reverses))
    for account, minor in month.closing.items():
        yield _line(("closing", month.last, "", *_money(account, minor), "", ""))


def _money(account: Account, minor: int) -> tuple[str, str, str]:
    return account.path, account.currency, amount(minor, account.currency)


def harmless(cell: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(_STEERS) else cell


def _line(cells: Iterable[str]) -> str:
    return (
        ",".join(f'"{cell.replace(chr(34), chr(34) * 2)}"' if set(cell) & set(',"\r\n') else cell for cell in cells)
        + "\r\n"
    )

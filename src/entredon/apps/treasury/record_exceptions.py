"""Exceptions: an account may fall below its floor down to a sum for which two stewards have signed, and no other account may."""

from entredon.apps.treasury import record_journal as journal
from entredon.apps.treasury.models import Account as AccountRow
from entredon.apps.treasury.models import Waiting
from entredon.apps.treasury.record_plain import called
from entredon.apps.treasury.record_waiting import EXCEPTION
from entredon.log.registry import Refused
from entredon.log.tables import Tables
from entredon.pure.formats import Money
from entredon.pure.money.journal.accounts import Account
from entredon.pure.money.journal.book import net
from entredon.pure.money.journal.entries import JournalEntry


def check(tables: Tables, *entries: JournalEntry) -> None:
    """Journal entries keep to the exception they name, where they name one. Raises Refused."""
    if not any(one.override for one in entries):
        return
    moved: dict[Account, int] = {}
    for one in entries:
        for account, minor in net(one).items():
            moved[account] = moved.get(account, 0) + minor
    path, least = signed(tables, entries[0].override)
    for account, minor in moved.items():
        held = account.held(journal.balance(tables, account) + minor)
        floor = account.floor
        if floor is None or held >= floor or account.held(minor) >= 0:
            continue
        if account.path != path:
            raise Refused(
                "{path} would fall to {held}, and the exception is for another account: {other}.",
                path=called(account.path),
                held=Money(held, account.currency),
                other=path,
            )
        if held < least:
            raise Refused(
                "{path} would fall to {held}; the exception lets it fall to {least}.",
                path=called(path),
                held=Money(held, account.currency),
                least=Money(least, account.currency),
            )


def signed(tables: Tables, id: str) -> tuple[str, int]:
    """The account an exception is for and how far it may fall, once a second steward has confirmed it. Raises Refused."""
    waiting = tables.get(Waiting, id)
    if waiting is None or waiting.what != EXCEPTION:
        raise Refused("There is no exception {id} here.", id=id[:10])
    if not waiting.confirmed:
        raise Refused("The exception {id} waits for the word of a second steward.", id=id[:10])
    return waiting.body["account"], waiting.body["least"]


def check_account(tables: Tables, path: str, least: int) -> None:
    """An exception is for an account that has a floor, and goes below it. Raises Refused."""
    row = tables.get(AccountRow, path)
    if row is None:
        raise Refused("There is no account {path} in the books.", path=path[:100])
    if row.floor is None:
        raise Refused("{path} may hold any sum, so it needs no exception.", path=called(path))
    if not -(10**15) <= least < row.floor:
        raise Refused(
            "{path} may always fall to {floor}: an exception names less.",
            path=path,
            floor=Money(row.floor, row.currency),
        )

"""The accounts of the bearer that people know, as the journal calls them."""

import re
from datetime import date

from entredon.apps.treasury.models import MoneyAccount
from entredon.log.registry import Refused
from entredon.log.tables import Row, Tables
from entredon.pure.formats import Day, Money
from entredon.pure.money.journal import standard
from entredon.pure.money.journal.accounts import Account, account
from entredon.pure.money.journal.shape import real_day

BANK, CASH, CARRIED = "bank", "cash", "carried"
_SLUG = re.compile(r"[a-z][a-z0-9-]{1,38}", re.ASCII)
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}", re.ASCII)


def is_slug(text: str) -> bool:
    """Whether a text can be the short name of a commons."""
    return _SLUG.fullmatch(text) is not None


def is_name(text: str) -> bool:
    """Whether a text can be a word for an account, a kind of income or cost."""
    return _NAME.fullmatch(text) is not None


def place(bearer: str, row: Row) -> Account:
    """An account at a bank, a till, or what the leading commons holds, as an account of the journal."""
    if row.way == BANK:
        return standard.bank(bearer, row.currency, row.id)
    if row.way == CASH:
        return standard.cash(bearer, row.currency, row.id)
    return account(bearer, row.currency, "assets", CARRIED, row.id)


def carried_for(bearer: str, currency: str, commons: str) -> Account:
    """What the bearer holds here for another of its commons."""
    return account(bearer, currency, "liabilities", CARRIED, commons)


def known(tables: Tables, name: str) -> Row:
    """An account by its name here. Raises Refused."""
    row = tables.get(MoneyAccount, name)
    if row is None:
        raise Refused("There is no account “{name}” here: open it first.", name=name)
    return row


def till(tables: Tables, name: str) -> Row:
    """A till by its name here. Raises Refused."""
    row = known(tables, name)
    if row.way != CASH:
        raise Refused("“{name}” is no till: its statements tell what moves there.", name=name)
    return row


def moves(tables: Tables, row: Row, minor: int, day: str) -> None:
    """So much came into a till (or left it) on a day, which isn't before the last one of its book. Raises Refused."""
    check_turn(row, day)
    left = row.closing + minor
    if left < 0:
        raise Refused(
            "There is only {there} in “{name}”.", there=Money(row.closing, row.currency), name=row.id
        )  # fmt: skip
    tables.change(row, closing=left, known=day)


def check_turn(row: Row, day: str) -> None:
    """Refuse what would stand in the book of a till before its last day. Raises Refused."""
    if day < row.known:
        raise Refused(
            "The book of “{name}” is written up to {known}: nothing goes in before that day.",
            name=row.id,
            known=Day(row.known),
        )


def check_come(day: str, at: str) -> None:
    """Refuse what is no day of the calendar, or hasn't come: one word about a day far ahead would end what can be told of an
    account. A day more is given to who is ahead of UTC. Raises Refused."""
    check_day(day)
    if (date.fromisoformat(day) - date.fromisoformat(at[:10])).days > 1:
        raise Refused("{day} hasn't come yet.", day=Day(day))


def check_day(day: str) -> None:
    """Refuse what is no day of the calendar. Raises Refused."""
    if not real_day(day):
        raise Refused("“{day}” is no day of the calendar.", day=day)

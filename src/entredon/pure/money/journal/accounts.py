"""An account: whose it is, its path, its currency, and how low it may go.

A path is made of parts between colons: the class first (assets, liabilities, equity, income, expenses), the currency last, as in
``liabilities:members:k-5f1c:eur``. Parts are made of a-z, 0-9 and hyphens, so every program for bookkeeping can write them.
"""

import hashlib
import re
from functools import lru_cache
from typing import NamedTuple

from entredon.pure.money.journal.refusal import NotBooked
from entredon.pure.value.currency import DECIMALS

CLASSES = ("assets", "liabilities", "equity", "income", "expenses")
_DEBIT = ("assets:", "expenses:")
_PATH = re.compile(rf"(?:{'|'.join(CLASSES)})(?::[a-z0-9][a-z0-9-]{{0,79}}){{2,8}}", re.ASCII)
_BEARER = re.compile(r"[a-z0-9][a-z0-9:.-]{0,99}", re.ASCII)
_PART = re.compile(r"[a-z0-9][a-z0-9-]{0,79}", re.ASCII)
_NAMED = re.compile(r"[kp]:[0-9a-f]{1,78}|[0-9a-f]{64}\.[0-9]{1,9}", re.ASCII)


class Account(NamedTuple):
    """Where money stands. ``floor``: the least that must be there (or be owed), in smallest units; None where any sum is right.

    An account is known by bearer and path; currency and floor are the same wherever it is named.
    """

    bearer: str
    path: str
    currency: str
    floor: int | None = None

    @property
    def side(self) -> int:
        """1 where a balance is normally above zero (assets, expenses), -1 where it is below (all others)."""
        return 1 if self.path.startswith(_DEBIT) else -1

    def held(self, balance: int) -> int:
        """What is there, or is owed, as people say it: above zero in an ordinary account of any class."""
        return self.side * balance


def part(name: str) -> str:
    """A name as one part of a path, always the same for the same name and another one for another.

    Slugs and ids stay readable (``k:5f1c`` becomes ``k-5f1c``); anything else, such as an address on the web, becomes a digest.
    """
    if _PART.fullmatch(name):
        return name
    if _NAMED.fullmatch(name):
        return name.replace(":", "-").replace(".", "-")
    return "x-" + hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:40]


def account(bearer: str, currency: str, *parts: str, floor: int | None = None) -> Account:
    """The account whose path is made of these parts, the class first; the currency is added. Raises NotBooked."""
    path = ":".join((parts[0], *(part(name) for name in parts[1:]), currency.lower()))
    made = Account(bearer, path, currency, floor)
    check(made)
    return made


@lru_cache(maxsize=1 << 16)
def check(account: Account) -> None:
    """Refuse an account that isn't well formed. Raises NotBooked."""
    bearer, path, currency, floor = account
    if currency not in DECIMALS:
        raise NotBooked("There is no currency “{code}”; give its ISO 4217 code, such as EUR.", code=f"{currency!s:.24}")
    if not isinstance(bearer, str) or not _BEARER.fullmatch(bearer):
        raise NotBooked(
            "“{bearer}” is no name of a bearer; use a-z, 0-9, points and hyphens.", bearer=f"{bearer!s:.40}"
        )
    if not isinstance(path, str) or not _PATH.fullmatch(path):
        raise NotBooked(
            "“{path}” is no path of an account; write one like assets:bank:main:eur.", path=f"{path!s:.100}"
        )
    if path.rpartition(":")[2] != currency.lower():
        raise NotBooked(
            "The account {path} can't hold {currency}; name an account of that currency.", path=path, currency=currency
        )
    if floor is not None and type(floor) is not int:
        raise NotBooked("The floor of {path} must be a whole number of smallest units.", path=path)

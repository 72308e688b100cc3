"""What a bank tells about an account: a period, what stood there before and after, and each line that changed it.

Amounts are integers of smallest units; what came in is above 0, what went out below. Days are ISO 8601 text, as 2026-11-05, or
"" where the bank doesn't say.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from entredon.pure.told import Told
from entredon.pure.value import currency as currencies

LONGEST = 1_000
"""Characters kept of one text. What banks let people write is far shorter."""
_AMOUNT = re.compile(r"([0-9]{1,40})(?:\.([0-9]{0,40}))?|\.([0-9]{1,40})", re.ASCII)


class Unreadable(Told, ValueError):
    """A file that can't be taken for a statement. The text is a sentence that says why, where, and what to do."""


@dataclass(frozen=True, slots=True)
class Balance:
    """What stood on an account at the begin or the end of a day, in smallest units; below 0 it was overdrawn."""

    minor: int
    day: str


@dataclass(frozen=True, slots=True)
class Batch:
    """The bank's one booking of several payments.

    ``minor`` is the sum it booked, ``count`` of how many payments, ``number`` which of them (from 1) a line is; 0: the bank's
    details don't add up to its sum, so the line stands for all of them. ``message`` and ``payment`` are the ids of the file that
    ordered them.
    """

    minor: int
    count: int
    number: int
    message: str = ""
    payment: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One payment that the bank booked.

    ``servicer`` is the bank's own reference, ``end_to_end`` the payer's id (never unique). ``name`` and ``account`` are those of
    the other side. ``structured`` are references in their own field (RF, OGM and others, without spaces or signs), ``text`` is
    what the payer wrote and ``note`` what the bank adds. ``code`` tells which kind of transaction it is; ``returned`` holds the
    reason for which money came back, such as AC04; ``reversal``: whether it undoes an earlier line.
    """

    date: str
    minor: int
    currency: str
    value_date: str = ""
    servicer: str = ""
    end_to_end: str = ""
    name: str = ""
    account: str = ""
    structured: tuple[str, ...] = ()
    text: str = ""
    note: str = ""
    code: str = ""
    returned: str = ""
    reversal: bool = False
    batch: Batch | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """What a bank tells about one account in one currency and period.

    ``account`` is an IBAN or another id; ``number`` the bank's count of statements, ``start`` and ``end`` the first and last day.
    ``opening`` or ``closing`` is None where the bank doesn't give it. ``left_out`` counts what is announced in it but not booked.
    ``announces``: it only tells what another statement will book (camt.052, camt.054), so that its lines never count.
    """

    format: str
    sha256: str
    account: str
    currency: str
    id: str
    number: str
    start: str
    end: str
    opening: Balance | None
    closing: Balance | None
    lines: tuple[Line, ...]
    left_out: int = 0
    announces: bool = False

    @property
    def booked(self) -> int:
        """The sum of its lines."""
        return sum(line.minor for line in self.lines)

    @property
    def key(self) -> tuple[str, str]:
        """Which account it is about: one account can be held in several currencies, each of them apart."""
        return self.account, self.currency


def amount(text: str, code: str, place: Told) -> int:
    """An amount without sign, such as 1234.50, in smallest units; 0 is one. Raises Unreadable, with ``place`` as where it stands."""
    try:
        places = currencies.decimals(code)
    except currencies.BadAmount as trouble:
        raise Unreadable("{place}: {trouble}", place=place, trouble=trouble) from None
    found = _AMOUNT.fullmatch(text)
    if found is None:
        raise Unreadable("{place}: “{text}” is not an amount.", place=place, text=short(text))
    whole, part = found[1] or "0", (found[2] or found[3] or "").rstrip("0")
    if len(part) > places:
        raise Unreadable(
            "{place}: “{text}” has more decimals than the {places} of {code}.",
            place=place,
            text=short(text),
            places=places,
            code=code,
        )
    minor = int(whole + part.ljust(places, "0"))
    if minor > currencies.LIMIT:
        raise Unreadable(
            "{place}: “{text}” is more than any account here can hold; is the file damaged?",
            place=place,
            text=short(text),
        )
    return minor


def day(text: str, place: Told) -> str:
    """A day or moment as ISO 8601 writes it, as a day; in whatever time zone the bank wrote it. Raises Unreadable."""
    if found := _day(text):
        return found
    raise Unreadable("{place}: “{text}” is not a day.", place=place, text=short(text))


@lru_cache(maxsize=4096)
def _day(text: str) -> str:
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[TZ+-].*)?", text, re.ASCII):
        try:
            return date.fromisoformat(text[:10]).isoformat()
        except ValueError:
            pass
    return ""


def bounded(statement: Statement) -> Statement:
    """The same, once its period is one and its sums stay within what every program can hold. Raises Unreadable."""
    if statement.start > statement.end:
        raise Unreadable(
            "The statement of account {account} ends on {end}, before it begins on {start}.",
            account=statement.account,
            start=statement.start,
            end=statement.end,
        )
    if sum(abs(line.minor) for line in statement.lines) > currencies.LIMIT:
        raise Unreadable(
            "The lines of account {account} add up to more than any account here can hold; is the file damaged?",
            account=statement.account,
        )
    return statement


def account_id(text: str) -> str:
    """An IBAN or other id of an account in one way of writing: without spaces, in capitals."""
    return re.sub(r"\s+", "", clean(text)).upper()[:64]


def clean(text: str) -> str:
    """A text of a bank in one form: letters composed, single spaces, no control characters, not endlessly long."""
    if text.isascii() and text.isprintable():
        if "  " not in text:
            return text.strip()[:LONGEST]
    else:
        text = "".join(c if c.isprintable() else " " for c in unicodedata.normalize("NFC", text[: 4 * LONGEST]))
    return " ".join(text.split())[:LONGEST]


def short(text: str) -> str:
    """The beginning of a text, to name it in a sentence."""
    text = clean(text)
    return text if len(text) <= 40 else text[:36] + "…"

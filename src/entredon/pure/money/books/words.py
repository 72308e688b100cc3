"""Amounts and texts as all formats want them."""

import re
import unicodedata

from entredon.pure.money.journal.entries import JournalEntry
from entredon.pure.value.currency import plain

LONGEST = 200
"""Characters of a description, at most."""
_SPACES = re.compile(r"\s+")


def amount(minor: int, currency: str) -> str:
    """An amount with all decimals of its currency, and a sign below zero: -121.01."""
    return ("-" if minor < 0 else "") + plain(abs(minor), currency)


def one_line(text: str) -> str:
    """A text on one line, without what isn't for reading (control characters, halves of pairs), and not without end."""
    clean = "".join(" " if unicodedata.category(letter) in _UNSEEN else letter for letter in text[: 4 * LONGEST])
    return _SPACES.sub(" ", clean).strip()[:LONGEST].strip()


_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def described(entry: JournalEntry) -> str:
    """How an entry is told when nobody says it better: by the part of its log entry, and what it takes back."""
    name = entry.key.partition("/")[2]
    return f"{name} (takes back {entry.reverses})" if entry.reverses else name

"""Which letters a bank takes, and what stands for the others. Sources: EPC217-08 (the SEPA character set) and EPC's rule on slashes.

Two sets. ``BASIC`` is what every bank must take. ``EXTENDED`` keeps letters as people have them in their names: a bank that
verifies payees compares the name, so an ë should stay an ë. What stands for a letter is decided here once and the same for
everybody: its compatible form without marks, or what SPELLED says. What has neither is refused by name; nothing gets lost silently.
"""

import re
import unicodedata
from functools import lru_cache

from entredon.pure.money.quoting import quoted
from entredon.pure.told import Told

BASIC = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/-?:().,'+ ")
"""The letters, digits and signs that all banks take."""
EXTENDED = (
    BASIC
    | frozenset(map(chr, range(0x21, 0x7F)))
    | frozenset(map(chr, range(0xA1, 0x180))) - {"\u00ad", "ŉ"}  # a soft hyphen isn't seen
    | frozenset("ȘșȚțẞ€")
    | frozenset(sign for sign in map(chr, range(0x386, 0x3CF)) if sign.isalpha())
    | frozenset(sign for sign in map(chr, range(0x410, 0x450)) if sign.isalpha())
)
"""Also letters with marks of Latin scripts, and the Greek and Cyrillic alphabets."""

SPELLED = {
    "ß": "ss", "ẞ": "SS", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L",
    "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "þ": "th", "Þ": "TH", "ħ": "h", "Ħ": "H", "ı": "i", "ŋ": "n", "Ŋ": "N",
    "ŧ": "t", "Ŧ": "T", "ĸ": "k", "€": "EUR", "&": "+", "_": "-", "–": "-", "—": "-", "‐": "-", "‑": "-", "−": "-",
    "‘": "'", "’": "'", "`": "'", "ʼ": "'", "ʻ": "'", "ŉ": "'n", "´": "'", "‚": ",", "“": "'", "”": "'", "„": "'",
    "\"": "'", "«": "'", "»": "'", "[": "(", "]": ")", "{": "(", "}": ")", "<": "(", ">": ")", ";": ",", "!": ".",
    "¡": "", "¿": "?", "@": "(at)", "#": "Nr", "%": "pct", "*": ".", "=": "-", "|": "/", "\\": "/", "~": "-",
    "^": "'", "$": "USD", "£": "GBP", "·": ".", "•": "-", "…": "...", "⁄": "/", "№": "Nr",
}  # fmt: skip
"""What stands for a letter that a bank doesn't take, where leaving out its marks isn't enough."""


_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]+")


class BadLetters(Told, ValueError):
    """A text holds a letter for which a bank has none. The text names it."""


@lru_cache(maxsize=8192)
def fitted(text: str, taken: frozenset[str]) -> str:
    """A text in letters that are taken: composed, in one line, without doubled spaces. Raises BadLetters."""
    seen = _UNSEEN.sub("", unicodedata.normalize("NFC", text))
    composed = re.sub(r"\s+", " ", seen).strip(" ")
    if taken.issuperset(composed):
        return composed
    return re.sub(" +", " ", "".join(_one(sign, taken) for sign in composed)).strip(" ")


@lru_cache(maxsize=4096)
def _one(sign: str, taken: frozenset[str]) -> str:
    """What stands for one sign: itself, how it is spelled, or its plain form. A mark that no letter has taken in falls away."""
    if unicodedata.combining(sign):
        return ""
    plain = "".join(part for part in unicodedata.normalize("NFKD", sign) if not unicodedata.combining(part))
    for candidate in (sign, SPELLED.get(sign), plain, "".join(SPELLED.get(part, part) for part in plain)):
        if candidate is not None and (candidate or sign in SPELLED) and taken.issuperset(candidate):
            return candidate
    raise BadLetters(
        "Banks have no sign “{sign}”; write it with other letters, as the bank of the account does.", sign=quoted(sign)
    )

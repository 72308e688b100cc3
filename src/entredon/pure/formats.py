"""Numbers, amounts and shares as the readers of a language write them.

English 1,234.56 · Dutch 1.234,56 · French 1 234,56 (with narrow no-break spaces). Programs get none of this: what they read is
written the same in all languages.
"""

import re
from typing import NamedTuple

from entredon.pure.told import Told
from entredon.pure.value import currency as currencies

THIN = "\N{NARROW NO-BREAK SPACE}"
SPACE = "\N{NO-BREAK SPACE}"
SIGNS = {"EUR": "€", "GBP": "£", "USD": "$", "JPY": "¥", "INR": "₹"}
"""Signs that mean one currency to most readers; the others are written with their code."""


class Format(NamedTuple):
    """How a language writes numbers; ``after``: whether the sign of a currency stands after the number."""

    thousands: str
    point: str
    after: bool
    percent: str


ENGLISH = Format(",", ".", False, THIN)
FORMATS = {"en": ENGLISH, "nl": Format(".", ",", False, THIN), "fr": Format(THIN, ",", True, SPACE)}


class Money(NamedTuple):
    """An amount on its way into a sentence: smallest units and a currency. By itself it is told in English, with its code."""

    minor: int
    currency: str

    def __str__(self) -> str:
        return f"{currencies.written(self.minor, self.currency)} {self.currency}"


class Day(str):
    """A day on its way into a sentence, as 2026-05-03."""

    __slots__ = ()


def format_of(language: str) -> Format:
    """The format of a language; English where there is none."""
    return FORMATS.get(language[:2], ENGLISH)


def number(value: int, language: str) -> str:
    """A whole number with its thousands apart."""
    return f"{value:,}".replace(",", format_of(language).thousands)


def decimal(text: str, language: str) -> str:
    """A number written in English, such as 1,234.5, as this language writes it."""
    form = format_of(language)
    return text.translate({ord(","): form.thousands, ord("."): form.point})


def money(minor: int, currency: str, language: str, *, short: bool = False) -> str:
    """An amount in full; ``short`` leaves zero cents away, for sentences and pictures."""
    form = format_of(language)
    text = currencies.written(abs(minor), currency)
    if short and not int(text.partition(".")[2] or 0):
        text = text.partition(".")[0]
    text = decimal(text, language)
    minus = "−" if minor < 0 else ""
    sign = SIGNS.get(currency, currency)
    if form.after:
        return f"{minus}{text}{SPACE}{sign}"
    apart = SPACE if currency not in SIGNS or form.point == "," else ""
    return f"{minus}{sign}{apart}{text}"


def percent(ppm: int, language: str) -> str:
    """Parts per million as a percentage with one decimal; what is there but tiny is not called nothing."""
    form = format_of(language)
    tenths = (ppm + 500) // 1000
    if tenths == 0 and ppm:
        return f"< 0{form.point}1{form.percent}%"
    whole, rest = divmod(tenths, 10)
    return f"{whole}{form.point}{rest}{form.percent}%"


class Unclear(Told, ValueError):
    """A number that means one thing to some readers and another to others."""


_APART = re.compile(r"[ \u00a0\u202f'’_]")
_TYPED = re.compile(r"[0-9]+(?:[.,][0-9]+)*[.,]?", re.ASCII)


def plain(text: str, language: str, places: int = 2) -> str:
    """A number as people type it, written as programs read it: 1.234,56 and 1 234,56 and 1,234.56 become 1234.56.

    ``places``: so many decimals it may have. Text that is no such number comes back as it is, for whoever reads it to say
    what is wrong. Raises Unclear for what can be read in two ways, such as 1,234 by a reader of Dutch.
    """
    typed = _APART.sub("", text.strip())
    if not _TYPED.fullmatch(typed):
        return text.strip()
    marks = re.findall(r"[.,]", typed)
    if not marks:
        return typed
    if len(set(marks)) == 2:
        return _of_two(typed, marks, text)
    last = typed.rpartition(marks[0])[2]
    grouped = all(len(group) == 3 for group in typed.split(marks[0])[1:]) and 1 <= len(typed.split(marks[0])[0]) <= 3
    if len(marks) > 1:
        return typed.replace(marks[0], "") if grouped else text.strip()
    as_decimal = typed.replace(marks[0], ".").rstrip(".")
    if not grouped or typed.startswith("0"):
        return as_decimal
    if len(last) > places and marks[0] == format_of(language).thousands:
        return typed.replace(marks[0], "")
    if marks[0] == format_of(language).point and len(last) <= places:
        return as_decimal
    raise Unclear(
        "“{text}” can be read as {one} or as {other}: write it without a mark between thousands.",
        text=text.strip()[:24],
        one=typed.replace(marks[0], ""),
        other=decimal(as_decimal, language),
    )


def _of_two(typed: str, marks: list[str], text: str) -> str:
    """A number with points and commas: the last of them stands before decimals, the other between thousands."""
    point = marks[-1]
    thousands = "," if point == "." else "."
    whole, _mark, part = typed.rpartition(point)
    groups = whole.split(thousands)
    if marks.count(point) > 1 or point in whole or not 1 <= len(groups[0]) <= 3 or any(len(g) != 3 for g in groups[1:]):
        return text.strip()
    return f"{whole.replace(thousands, '')}.{part}" if part else whole.replace(thousands, "")

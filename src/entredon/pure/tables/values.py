"""Days, hours and points as people write them in tables. Exact: no floats."""

import re
from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache

from entredon.pure.tables.lines import Faulty, plain

ISO, DAY_FIRST, MONTH_FIRST, EXCEL = "iso", "dmy", "mdy", "excel"
WAYS = (ISO, DAY_FIRST, MONTH_FIRST, EXCEL)
"""How days can be written: 2024-05-03, 3/5/2024, 5/3/2024, and the numbers that spreadsheets keep them as."""
FULL_DAY = 24 * 60
MOST_POINTS = 10**12
_EPOCH = date(1899, 12, 30)
_SERIAL = (10_000, 80_000)
"""Numbers that can be days: 1927 to 2119."""
_TIME = r"(?:[T ,]+[0-9]{1,2}[:.][0-9]{2}.*)?"
_YEAR_FIRST = re.compile(r"([0-9]{4})[-/. ]([0-9]{1,2})[-/. ]([0-9]{1,2})" + _TIME, re.ASCII)
_YEAR_LAST = re.compile(r"([0-9]{1,2})[-/. ]+([0-9]{1,2})[-/. ]+([0-9]{4}|[0-9]{2})" + _TIME, re.ASCII)
_COMPACT = re.compile(r"((?:19|20)[0-9]{2})([0-9]{2})([0-9]{2})", re.ASCII)
_NUMBER = re.compile(r"([0-9]{5})(?:[.,][0-9]+)?", re.ASCII)
_WORDS = re.compile(r"(?:[^\W\d]+[.,]? )?([0-9]{1,2})(?:st|nd|rd|th|er|e)?[-. ]+([^\W\d]+)[-., ]+([0-9]{4})" + _TIME)
_WORDS_US = re.compile(r"([^\W\d]+)[-. ]+([0-9]{1,2})(?:st|nd|rd|th)?,? +([0-9]{4})" + _TIME)
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january januari janvier", "feb february februari fév févr février fevrier", "mar march mrt maart mars",
            "apr april avr avril", "may mei mai", "jun june juni juin", "jul july juli juil juillet",
            "aug august augustus août aout", "sep sept september septembre", "oct october okt oktober octobre",
            "nov november novembre", "dec december déc décembre decembre",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip


@lru_cache(maxsize=20_000)
def day(text: str, way: str) -> str:
    """A day as 2024-05-03. What can be read in one way only is read so, whatever ``way`` says. Raises Faulty."""
    found = _parts(text, way)
    if found is None:
        if way == EXCEL and (number := _NUMBER.fullmatch(text)):
            days = int(number[1])
            if _SERIAL[0] <= days <= _SERIAL[1]:
                return (_EPOCH + timedelta(days=days)).isoformat()
        raise Faulty("“{text}” is not a day.", text=text[:40])
    try:
        made = date(*found)
    except ValueError:
        raise Faulty("There is no day “{text}”.", text=text[:40]) from None
    if made.year < 1970:
        raise Faulty("“{text}” is too long ago.", text=text[:40])
    return made.isoformat()


def _parts(text: str, way: str) -> tuple[int, int, int] | None:
    if match := _YEAR_FIRST.fullmatch(text) or _COMPACT.fullmatch(text):
        return int(match[1]), int(match[2]), int(match[3])
    if match := _YEAR_LAST.fullmatch(text):
        one, two = int(match[1]), int(match[2])
        month_first = way == MONTH_FIRST
        if one > 12 or two > 12:  # no month: it can be read in one way only
            month_first = two > 12
        year = int(match[3]) + (0 if len(match[3]) == 4 else 1900 if int(match[3]) >= 70 else 2000)
        return (year, one, two) if month_first else (year, two, one)
    if (match := _WORDS.fullmatch(text)) and (month := _MONTHS.get(match[2].casefold())):
        return int(match[3]), month, int(match[1])
    if (match := _WORDS_US.fullmatch(text)) and (month := _MONTHS.get(match[1].casefold())):
        return int(match[3]), month, int(match[2])
    return None


def way_of(texts: list[str]) -> str:
    """How the days of a column are probably written; where nothing decides, the day comes first, as in most of the world."""
    filled = [text for text in texts if text]
    if not filled:
        return ISO
    serial = sum(1 for text in filled if (n := _NUMBER.fullmatch(text)) and _SERIAL[0] <= int(n[1]) <= _SERIAL[1])
    if serial * 2 > len(filled):
        return EXCEL
    pairs = [(int(m[1]), int(m[2])) for m in map(_YEAR_LAST.fullmatch, filled) if m]
    if len(pairs) * 2 < len(filled):
        return ISO
    days_first, months_first = sum(1 for one, _ in pairs if one > 12), sum(1 for _, two in pairs if two > 12)
    return MONTH_FIRST if months_first > days_first else DAY_FIRST


def looks_like_days(texts: list[str]) -> bool:
    """Whether most of these texts are days in writing."""
    filled = [text for text in texts if text]
    return bool(filled) and sum(1 for text in filled if _parts(text, ISO)) * 5 >= len(filled) * 4


_CLOCK = re.compile(r"([0-9]{1,4}):([0-5]?[0-9])(?::[0-5]?[0-9](?:[.,][0-9]+)?)?", re.ASCII)
_HOURS = re.compile(
    r"([0-9]{1,6}(?:[.,][0-9]{1,9})?) ?(?:h|hr|hrs|hour|hours|u|uur|uren|heure|heures)\.?"
    r"(?: ?([0-9]{1,2}) ?(?:m|min|minutes|minuten|')?\.?)?",
    re.ASCII,
)
_MINUTES = re.compile(r"([0-9]{1,6}) ?(?:m|min|mins|minute|minutes|minuut|minuten|')\.?", re.ASCII)
_PLAIN = re.compile(r"([0-9]{0,6})(?:[.,]([0-9]{1,9}))?", re.ASCII)
_DEAR = re.compile(r"[0-9]{1,3}(?:[., '\u2019\u202f][0-9]{3})+", re.ASCII)
_WHOLE = re.compile(r"([0-9]{1,13})(?:[.,]0{1,6})?", re.ASCII)


@lru_cache(maxsize=20_000)
def minutes(text: str, *, in_minutes: bool = False) -> int:
    """A time as 3,5 · 3.5 · 3:30 · 3 h 30 · 90 min, in whole minutes. Raises Faulty."""
    low = plain(text).casefold()
    if low.startswith(("-", "−")):
        raise Faulty("“{text}” is less than nothing.", text=text[:40])
    found = _minutes(low, in_minutes)
    if found is None:
        raise Faulty("“{text}” is not a number.", text=text[:40])
    if found > FULL_DAY:
        raise Faulty("“{text}” is more than the 24 hours that a day has.", text=text[:40])
    return found


def _minutes(text: str, in_minutes: bool) -> int | None:
    if match := _CLOCK.fullmatch(text):
        return int(match[1]) * 60 + int(match[2])
    if match := _HOURS.fullmatch(text):
        return _rounded(Fraction(match[1].replace(",", ".")) * 60) + int(match[2] or 0)
    if match := _MINUTES.fullmatch(text):
        return int(match[1])
    if (match := _PLAIN.fullmatch(text)) and (match[1] or match[2]):
        value = Fraction(f"{match[1] or 0}.{match[2] or 0}")
        return _rounded(value if in_minutes else value * 60)
    return None


def _rounded(value: Fraction) -> int:
    return int(value + Fraction(1, 2))


def points(text: str) -> int:
    """A whole number from 0 on, its thousands apart or not. Raises Faulty."""
    if text.startswith(("-", "−")):
        raise Faulty("“{text}” is less than nothing.", text=text[:40])
    if match := _WHOLE.fullmatch(text):
        number = int(match[1])
    elif _DEAR.fullmatch(text):
        number = int(re.sub(r"[^0-9]", "", text))
    else:
        raise Faulty("“{text}” is not a whole number.", text=text[:40])
    if number > MOST_POINTS:
        raise Faulty("“{text}” is more than can be counted.", text=text[:40])
    return number

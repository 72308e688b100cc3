"""Days for calendars: the text of an iCalendar file (RFC 5545) with events of whole days. Our own, for it is this short."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

WIDEST = 75
"""Bytes of a line before it goes on in the next one (RFC 5545, 3.1)."""


class Event(NamedTuple):
    """Something on a day (as in 2026-11-26), said at a moment (as entries have it)."""

    uid: str
    said: str
    day: str
    title: str
    text: str
    address: str
    place: str
    closed: bool


def text(value: str) -> str:
    """A text as a property holds it (3.3.11)."""
    value = value.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    value = value.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")
    return "".join(c for c in value if c == "\t" or not (ord(c) < 32 or ord(c) == 127))


def folded(line: str) -> str:
    """A line of at most 75 bytes, which goes on after a space in the next; letters stay whole."""
    parts, room, part = [], WIDEST, ""
    for letter in line:
        size = len(letter.encode())
        if size > room:
            parts.append(part)
            part, room = "", WIDEST - 1
        part += letter
        room -= size
    return "\r\n ".join([*parts, part])


def moment(at: str) -> str:
    """A moment in UTC, as 20261126T120000Z."""
    return f"{at[:4]}{at[5:7]}{at[8:10]}T{at[11:13]}{at[14:16]}{at[17:19]}Z"


def event(one: Event) -> list[str]:
    """The lines of an event of a whole day; nobody is busy because of it."""
    begins = date.fromisoformat(one.day)
    lines = [
        "BEGIN:VEVENT",
        f"UID:{text(one.uid)}",
        f"DTSTAMP:{moment(one.said)}",
        f"DTSTART;VALUE=DATE:{begins:%Y%m%d}",
        # Without an end it is the whole day too (3.6.1): so for the last day that there is.
        f"DTEND;VALUE=DATE:{begins + timedelta(days=1):%Y%m%d}" if begins < date.max else "",
        f"SUMMARY:{text(one.title)}",
        f"DESCRIPTION:{text(one.text)}" if one.text else "",
        f"LOCATION:{text(one.place)}" if one.place else "",
        f"URL:{address(one.address)}",
        "TRANSP:TRANSPARENT",
        f"STATUS:{'CANCELLED' if one.closed else 'CONFIRMED'}",
        "END:VEVENT",
    ]
    return [line for line in lines if line]


def address(url: str) -> str:
    """An address on one line, as a property of that kind holds it."""
    return "".join(c for c in url if ord(c) > 32 and ord(c) != 127)


def calendar(name: str, events: Iterable[Event]) -> str:
    """A whole calendar."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Entredon//Needs//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{text(name)}",
        *(line for one in events for line in event(one)),
        "END:VCALENDAR",
    ]
    return "".join(f"{folded(line)}\r\n" for line in lines)

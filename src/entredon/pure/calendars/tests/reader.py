"""A strict reader of iCalendar (RFC 5545), written from the standard and not from our writer: it refuses what breaks a rule."""

import re
from datetime import UTC, date, datetime

LINE = re.compile(r'([A-Z0-9-]+)((?:;[A-Z0-9-]+=(?:"[^"\x00-\x1f]*"|[^";:,\x00-\x1f]*))*):(.*)', re.DOTALL)
TEXTS = {"SUMMARY", "DESCRIPTION", "LOCATION", "UID", "X-WR-CALNAME"}
ONCE = {"UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "LOCATION", "URL", "TRANSP", "STATUS"}
NEEDED = {"UID", "DTSTAMP", "DTSTART"}


def unfolded(content: str) -> list[str]:
    """Whole lines: each ends with CR LF, has at most 75 bytes, and goes on where the next begins with a space."""
    assert content.endswith("\r\n")
    raw = content[:-2].split("\r\n")
    lines: list[str] = []
    for line in raw:
        assert len(line.encode()) <= 75, line
        assert "\r" not in line
        assert "\n" not in line
        if line.startswith(" "):
            lines[-1] += line[1:]
        else:
            assert line, "an empty line"
            lines.append(line)
    return lines


def text(value: str) -> str:
    """A text without its escapes; what must be escaped is (3.3.11)."""
    assert not re.search(r"[\x00-\x08\x0a-\x1f\x7f]", value)
    assert re.fullmatch(r"(?:[^\\;,]|\\[\\;,nN])*", value), value
    return re.sub(r"\\(.)", lambda m: "\n" if m[1] in "nN" else m[1], value)


def events(content: str) -> list[dict[str, str]]:
    """The events of a calendar by the names of their properties. Raises AssertionError for what is not a calendar."""
    lines = unfolded(content)
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-1] == "END:VCALENDAR"
    assert lines.count("VERSION:2.0") == 1
    assert sum(line.startswith("PRODID:") for line in lines) == 1
    found: list[dict[str, str]] = []
    inside = False
    for line in lines[1:-1]:
        parsed = LINE.fullmatch(line)
        assert parsed, line
        name, parameters, value = parsed.groups()
        if line == "BEGIN:VEVENT":
            assert not inside
            inside = True
            found.append({})
            continue
        if line == "END:VEVENT":
            assert found[-1].keys() >= NEEDED
            inside = False
            continue
        value = text(value) if name in TEXTS else value
        if name in ("DTSTART", "DTEND"):
            assert parameters == ";VALUE=DATE"
            value = date(int(value[:4]), int(value[4:6]), int(value[6:])).isoformat()
        elif name == "DTSTAMP":
            value = datetime.strptime(value, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC).isoformat()
        elif name == "URL":
            assert re.fullmatch(r"[!-~]+", value), value
        if inside:
            assert name not in found[-1], f"{name} twice"
            assert name in ONCE
            found[-1][name] = value
    assert not inside
    assert len({event["UID"] for event in found}) == len(found)
    return found

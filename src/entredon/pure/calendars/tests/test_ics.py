"""What we write is a calendar by the standard, whatever people call what they need."""

from hypothesis import given
from hypothesis import strategies as st

from entredon.pure.calendars import ics
from entredon.pure.calendars.tests import reader

EVENT = ics.Event(
    "abc@merel", "2026-11-01T08:09:10.123Z", "2026-12-31", "A door", "", "https://example.org/x", "", False
)
words = st.text(st.characters(exclude_categories=("Cs",)), max_size=300)


def test_an_event_is_a_whole_day():
    (event,) = reader.events(ics.calendar("Needed: Merel", [EVENT]))
    assert event == {
        "UID": "abc@merel", "DTSTAMP": "2026-11-01T08:09:10+00:00", "DTSTART": "2026-12-31", "DTEND": "2027-01-01",
        "SUMMARY": "A door", "URL": "https://example.org/x", "TRANSP": "TRANSPARENT", "STATUS": "CONFIRMED",
    }  # fmt: skip


@given(title=words, text=words, place=words)
def test_whatever_is_said_comes_out_again(title: str, text: str, place: str):
    (event,) = reader.events(ics.calendar("x", [EVENT._replace(title=title, text=text, place=place)]))
    assert event["SUMMARY"] == plain(title)
    assert event.get("DESCRIPTION", "") == plain(text)
    assert event.get("LOCATION", "") == plain(place)


def plain(said: str) -> str:
    """What is left of a text: marks that steer are left out, ends of lines are of one kind."""
    said = said.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in said if c in "\n\t" or not (ord(c) < 32 or ord(c) == 127))


def test_long_lines_go_on_in_the_next_without_cutting_letters():
    title = "é" * 200
    content = ics.calendar("x", [EVENT._replace(title=title)])
    assert max(len(line.encode()) for line in content.split("\r\n")) <= 75
    assert reader.events(content)[0]["SUMMARY"] == title


def test_the_last_day_that_there_is_has_no_end():
    (event,) = reader.events(ics.calendar("x", [EVENT._replace(day="9999-12-31")]))
    assert event["DTSTART"] == "9999-12-31"
    assert "DTEND" not in event


def test_what_was_dropped_is_cancelled():
    assert reader.events(ics.calendar("x", [EVENT._replace(closed=True)]))[0]["STATUS"] == "CANCELLED"

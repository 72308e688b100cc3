"""Days, hours and points as people write them, and what is none of these."""

import pytest

from entredon.pure.tables import values
from entredon.pure.tables.kinds import kind_of
from entredon.pure.tables.lines import Faulty


@pytest.mark.parametrize(("text", "way", "day"), [
    ("2024-05-03", "dmy", "2024-05-03"), ("2024/5/3", "mdy", "2024-05-03"), ("20240503", "iso", "2024-05-03"),
    ("3/5/2024", "dmy", "2024-05-03"), ("3/5/2024", "mdy", "2024-03-05"), ("3-5-24", "dmy", "2024-05-03"), ("3.5.75", "dmy", "1975-05-03"),
    ("31/5/2024", "mdy", "2024-05-31"), ("5/31/2024", "dmy", "2024-05-31"), ("2024-05-03T10:20:00Z", "dmy", "2024-05-03"),
    ("3/5/2024 14:30", "dmy", "2024-05-03"), ("3 mei 2024", "dmy", "2024-05-03"), ("May 3, 2024", "dmy", "2024-05-03"),
    ("1er août 2024", "mdy", "2024-08-01"), ("vr. 3 mei 2024", "dmy", "2024-05-03"), ("45415", "excel", "2024-05-03"),
    ("45415,5", "excel", "2024-05-03"), ("29/2/2024", "dmy", "2024-02-29"),
])  # fmt: skip
def test_a_day_is_read_as_it_was_meant(text: str, way: str, day: str) -> None:
    assert values.day(text, way) == day


@pytest.mark.parametrize(("text", "way"), [
    ("29/2/2023", "dmy"), ("2024-13-01", "iso"), ("yesterday", "dmy"), ("45415", "dmy"), ("1/1/1899", "dmy"), ("99999", "excel"),
    ("٣/٥/٢٠٢٤", "dmy"), ("0000-00-00", "iso"),
])  # fmt: skip
def test_what_is_no_day_is_named(text: str, way: str) -> None:
    with pytest.raises(Faulty):
        values.day(text, way)


@pytest.mark.parametrize(("texts", "way"), [
    (["2024-05-03", ""], "iso"), (["3/5/2024", "13/5/2024"], "dmy"), (["5/3/2024", "5/13/2024"], "mdy"), (["3/5/2024"], "dmy"),
    (["45415", "45416"], "excel"), ([], "iso"), (["3 mei 2024"], "iso"),
])  # fmt: skip
def test_how_days_are_written_is_guessed_from_all_of_them(texts: list[str], way: str) -> None:
    assert values.way_of(texts) == way


@pytest.mark.parametrize(("text", "minutes"), [
    ("3", 180), ("3,5", 210), ("3.5", 210), (",5", 30), ("0", 0), ("3:30", 210), ("3:30:00", 210),
    ("3h", 180), ("3 h 30", 210), ("3u30", 210),
    ("2 uur", 120), ("1,5 heures", 90), ("90 min", 90), ("45'", 45), ("0.3333", 20), ("24", 1440), ("24:00", 1440),
])  # fmt: skip
def test_hours_are_read_in_whole_minutes(text: str, minutes: int) -> None:
    assert values.minutes(text) == minutes


def test_bare_numbers_can_be_minutes() -> None:
    assert values.minutes("90", in_minutes=True) == 90
    assert values.minutes("1:30", in_minutes=True) == 90


@pytest.mark.parametrize(("text", "because"), [
    ("3O", "not a number"), ("-1", "less than nothing"), ("−1", "less than nothing"), ("25", "24 hours"),
    ("24:01", "24 hours"), ("1e3", "not a number"),
    ("=1+1", "not a number"), ("nan", "not a number"), ("٣", "not a number"), ("9" * 30, "not a number"), (",", "not a number"),
])  # fmt: skip
def test_what_is_no_time_is_named(text: str, because: str) -> None:
    with pytest.raises(Faulty, match=because):
        values.minutes(text)


@pytest.mark.parametrize(("text", "points"), [("3", 3), ("3,0", 3), ("1.500", 1500), ("1,500", 1500), ("1 500", 1500)])
def test_points_are_whole(text: str, points: int) -> None:
    assert values.points(text) == points


@pytest.mark.parametrize("text", ["1,5", "-1", "x", "9" * 13])
def test_what_are_no_points_is_named(text: str) -> None:
    with pytest.raises(Faulty):
        values.points(text)


@pytest.mark.parametrize(("text", "kind"), [
    ("Ontwerp", "design"), ("traduction", "translation"), ("Graphic design", "graphic_design"), ("Lassen & slijpen", "lassen_slijpen"),
    ("élaguer", "elaguer"), ("3D", "d"), ("日本", ""), ("x" * 60, "x" * 40),
])  # fmt: skip
def test_kinds_of_work_are_a_word_in_small_letters(text: str, kind: str) -> None:
    assert kind_of(text) == kind

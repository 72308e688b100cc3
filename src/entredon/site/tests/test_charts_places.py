"""The map that is drawn here: what is on it, and where."""

import pytest

from entredon.apps.market import towns
from entredon.apps.market.towns import Town
from entredon.site.charts import places
from entredon.site.charts.places import Picture, Pin, drawn
from entredon.site.charts.text import width as wide_of

GENT, MECHELEN, LIEGE, GRONINGEN = 2797656, 2791537, 2792413, 2755251
WIDTHS = (1060, 700, 340)


def town(id: int) -> Town:
    found = towns.town(id)
    assert found
    return found


def pins(*where: Town) -> list[Pin]:
    return [Pin(str(n), f"Workshop {n}", f"#p-{n}", one) for n, one in enumerate(where, 1)]


def picture(found: list[Pin], here: Town | None = None, width: int = 1060) -> Picture:
    made = drawn(found, here, width)
    assert made
    return made


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("here", [GENT, 0], ids=["from Gent", "from nowhere"])
def test_every_pin_lies_in_the_picture(width: int, here: int) -> None:
    made = picture(pins(town(GENT), town(MECHELEN), town(LIEGE)), town(here) if here else None, width)
    assert [pin.number for pin in made.pins] == ["1", "2", "3"]
    for pin in made.pins:
        assert 0 <= pin.x <= made.width
        assert 0 <= pin.y <= made.height


def test_north_is_up_and_east_is_right() -> None:
    gent, liege, groningen = picture(pins(town(GENT), town(LIEGE), town(GRONINGEN))).pins
    assert gent.x < liege.x
    assert groningen.y < liege.y


def test_where_somebody_is_lies_in_the_middle_with_circles_true_to_scale() -> None:
    made = picture(pins(town(MECHELEN)), town(GENT))
    assert made.here == (made.width / 2, made.height / 2)
    (pin,) = made.pins
    assert made.rings
    for ring in made.rings:  # Mechelen is 53 km away
        way = ((pin.x - made.here[0]) ** 2 + (pin.y - made.here[1]) ** 2) ** 0.5
        assert ring.r / ring.km == pytest.approx(way / 53.3, rel=0.02)


@pytest.mark.parametrize("width", WIDTHS)
def test_no_name_lies_on_another_or_out_of_the_picture(width: int) -> None:
    made = picture(pins(town(GENT), town(MECHELEN), town(LIEGE)), town(GENT), width)
    boxes = []
    for dot in made.dots:
        if dot.name:
            wide = wide_of(dot.name, places.SIZE)
            left = dot.x - dot.off - wide if dot.end else dot.x + dot.off
            boxes.append((left, dot.y - 10, left + wide, dot.y + 6))
    assert len(boxes) > 3
    for n, one in enumerate(boxes):
        assert one[0] >= 0
        assert one[2] <= made.width
        for other in boxes[:n]:
            assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]


def test_pins_of_one_town_are_one_with_all_their_names() -> None:
    (pin,) = picture(pins(town(GENT), town(GENT), town(GENT)), town(GENT)).pins
    assert (pin.number, pin.title, pin.href) == ("1+", "Workshop 1 · Workshop 2 · Workshop 3", "#p-1")


def test_the_few_that_are_very_far_are_told_instead_of_drawn() -> None:
    tokyo = Town(1, "Tokyo", "JP", 35.69, 139.69, 0)
    made = picture(pins(town(MECHELEN), town(LIEGE), town(GENT), tokyo), town(GENT))
    assert (len(made.pins), made.far) == (3, 1)
    assert picture(pins(tokyo), town(GENT)).far == 0


def test_over_the_date_line_is_near_on_the_map_too() -> None:
    suva, apia = Town(1, "Suva", "FJ", -18.14, 178.44, 0), Town(2, "Apia", "WS", -13.83, -171.77, 0)
    first, second = picture(pins(suva, apia)).pins
    assert first.x < second.x < 1060
    assert picture(pins(apia), suva).pins[0].x > 530


def test_nothing_is_drawn_of_nothing() -> None:
    assert drawn([], town(GENT), 1060) is None

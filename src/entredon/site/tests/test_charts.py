"""Pictures conserve what they show, and their labels stay apart and inside."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entredon.site.charts import circles, journey, lineage, sankey
from entredon.site.charts.text import balanced, fit, width, wrap

NEAR = 0.2
"""Coordinates are rounded to a tenth."""


@st.composite
def divided(draw: st.DrawFn) -> tuple[list[sankey.Node], list[sankey.Link]]:
    """An amount that divides into groups, and these into ends that several groups may share."""
    groups = draw(st.lists(st.lists(st.integers(1, 10**9), min_size=0, max_size=7), min_size=1, max_size=5))
    ends = [f"end {n}" for n in range(6)]
    nodes, links, sums = [], [], dict.fromkeys(ends, 0)
    for number, parts in enumerate(groups):
        value = sum(parts) or draw(st.integers(1, 10**9))
        nodes.append(sankey.Node(f"group {number}", 1, f"Group {number}", value, "€1,234", note="n" * number))
        links.append(sankey.Link("income", f"group {number}", value))
        for at, part in enumerate(parts[:6]):
            links.append(sankey.Link(f"group {number}", ends[at], part))
            sums[ends[at]] += part
    nodes.insert(0, sankey.Node("income", 0, "Income", sum(node.value for node in nodes), "€9"))
    nodes += [sankey.Node(end, 2, end * 3, value, "€12.34") for end, value in sums.items() if value]
    return nodes, links


@given(divided())
def test_the_bands_that_leave_and_reach_a_bar_fill_it(flow) -> None:
    nodes, links = flow
    picture = sankey.layout(nodes, links)
    for bar in picture.bars:
        leaving = sum(band.height for band in picture.bands if band.link.source == bar.node.id)
        reaching = sum(band.height for band in picture.bands if band.link.target == bar.node.id)
        room = NEAR * (1 + len(picture.bands))
        if bar.node.column:
            assert reaching == pytest.approx(bar.height, abs=room)
        passed = sum(link.value for link in links if link.source == bar.node.id)
        if passed >= bar.node.value:
            assert leaving == pytest.approx(bar.height, abs=room)
        else:
            assert leaving <= bar.height + room


@given(divided())
def test_nothing_is_too_thin_to_be_seen_or_pointed_at(flow) -> None:
    picture = sankey.layout(*flow)
    assert all(bar.height >= sankey.LEAST - NEAR for bar in picture.bars)


@given(divided())
def test_bars_of_a_column_stay_apart_and_in_order(flow) -> None:
    nodes, links = flow
    picture = sankey.layout(nodes, links)
    for column in range(3):
        bars = [bar for bar in picture.bars if bar.node.column == column]
        assert [bar.node.id for bar in bars] == [node.id for node in nodes if node.column == column]
        for above, below in combinations(bars, 2):
            assert above.y + above.height < below.y + NEAR


@given(divided(), st.sampled_from([(1060, 230), (700, 190), (340, 222)]))
def test_labels_neither_overlap_nor_leave_the_picture(flow, size) -> None:
    room, label = size
    nodes, links = flow if room > 340 else sankey.collapsed(*flow)
    picture = sankey.layout(nodes, links, room=room, label=label)
    boxes = [label_box(bar) for bar in picture.bars]
    for x0, y0, x1, y1 in boxes:
        assert x0 >= 0
        assert x1 <= room + 1
        assert y0 >= -1
        assert y1 <= picture.height + 2
    for one, other in combinations(boxes, 2):
        assert not (one[0] < other[2] and other[0] < one[2] and one[1] < other[3] - 1 and other[1] < one[3] - 1)


def label_box(bar: sankey.Bar) -> tuple[float, float, float, float]:
    """Where the texts of a bar are: left, top, right, bottom."""
    wide = max(width(f"{bar.name} {bar.node.amount}", 15) * 0.95, width(bar.note, 13) * 0.95)
    bottom = bar.note_y + 3 if bar.note else bar.label_y + 3
    return bar.label_x, bar.label_y - 11, bar.label_x + wide, bottom


@given(divided())
def test_the_narrow_picture_shows_the_same_amount(flow) -> None:
    nodes, links = flow
    few, bands = sankey.collapsed(nodes, links)
    outgoing = {link.source for link in links}
    ends = {node.id for node in nodes if node.column and node.id not in outgoing}
    assert {node.id for node in few[1:]} == ends
    assert {node.column for node in few} <= {0, 1}
    assert sum(band.value for band in bands) == sum(node.value for node in nodes if node.id in ends)


def test_an_amount_of_nothing_is_an_empty_picture() -> None:
    assert sankey.layout([sankey.Node("income", 0, "Income", 0)], []).parts == []
    assert sankey.layout([], []).parts == []
    assert sankey.collapsed([], []) == ([], [])


@st.composite
def made(draw: st.DrawFn) -> list[lineage.Version]:
    """Versions in the order of their coming, each made of some that stand before it."""
    versions: list[lineage.Version] = []
    for number in range(draw(st.integers(1, 25))):
        before = [version.id for version in versions]
        inputs = draw(st.lists(st.sampled_from(before), max_size=4, unique=True)) if before else []
        lane = f"lane {draw(st.integers(0, 5))}"
        versions.append(lineage.Version(f"v{number}", lane, f"{number}.0-rc", tuple(inputs)))
    return versions


LANES = [lineage.Lane(f"lane {n}", f"Creation number {n}") for n in range(6)]


@given(made())
def test_a_version_stands_right_of_all_it_is_made_of(versions) -> None:
    at = lineage.layers(versions)
    for version in versions:
        assert all(at[id] < at[version.id] for id in version.inputs)
    for lane in LANES:
        mine = [at[version.id] for version in versions if version.lane == lane.id]
        assert mine == sorted(set(mine))


@given(made())
def test_no_two_versions_share_a_place_and_labels_fit(versions) -> None:
    for picture in (lineage.wide(versions, LANES), lineage.narrow(versions, LANES)):
        places = [(dot.x, dot.y) for dot in picture.dots]
        assert len(set(places)) == len(versions)
        assert all(0 <= dot.x <= picture.width and 0 <= dot.y <= picture.height for dot in picture.dots)
    by_lane: dict[float, list[lineage.Dot]] = {}
    for dot in lineage.wide(versions, LANES).dots:
        by_lane.setdefault(dot.y, []).append(dot)
    for dots in by_lane.values():
        for one, other in combinations(sorted(dots, key=lambda dot: dot.x), 2):
            assert one.x + width(one.label, 13) / 2 < other.x - width(other.label, 13) / 2 + 1


@given(made(), st.integers(1, 6))
def test_the_newest_versions_fill_so_many_columns_at_most(versions, columns) -> None:
    shown = lineage.newest(versions, columns)
    assert versions[-1] in shown or len(shown) > 0
    assert len(set(lineage.layers(shown).values())) <= columns


@given(made(), st.integers(1, 6))
def test_the_creations_with_the_newest_versions_are_shown(versions, lanes) -> None:
    shown = lineage.liveliest(versions, lanes)
    assert versions[-1] in shown
    assert len({version.lane for version in shown}) <= lanes
    for version in versions:
        if version.lane in {other.lane for other in shown}:
            assert version in shown


@pytest.mark.parametrize("room", [340, 520])
@pytest.mark.parametrize("name", ["Merel vzw", "Vrienden van de Merel vzw", "Its stewards", "X" * 60, ""])
def test_texts_in_circles_stay_inside_the_picture(room, name) -> None:
    partner = circles.Partner("community", name, "keeps the rules, with three stewards and more words than fit")
    picture = circles.layout(partner, partner, partner, partner, width=room)
    for disc in [*picture.discs, picture.core]:
        for line in disc.count:
            half = width(line.text, disc.count_size) / 2
            assert disc.label_x - half >= -2
            assert disc.label_x + half <= room + 2
        for line in disc.notes:
            assert 0 < line.y <= picture.height


@given(st.text(max_size=60), st.integers(10, 400))
def test_a_text_that_was_cut_fits(text, room) -> None:
    shown = fit(text, 15, room)
    assert shown == text or shown == "…" or width(shown, 15) <= room


@given(st.lists(st.text(st.characters(categories=["L"]), min_size=1, max_size=12), max_size=12), st.integers(60, 300))
def test_wrapped_lines_fit_and_keep_the_order(words, room) -> None:
    lines = wrap(" ".join(words), 14, room)
    assert len(lines) <= 2
    assert all(width(line, 14) <= room or line == "…" for line in lines)
    if not any(line.endswith("…") for line in lines):
        assert " ".join(lines) == " ".join(words)


@given(st.lists(st.text(st.characters(categories=["L"]), min_size=1, max_size=9), max_size=9), st.integers(60, 300))
def test_balanced_lines_say_the_same_in_as_many_lines(words, room) -> None:
    text = " ".join(words)
    lines, even = wrap(text, 14, room), balanced(text, 14, room)
    assert len(even) == len(lines)
    assert " ".join(even) == " ".join(lines)
    assert max(map(len, even), default=0) <= max(map(len, lines), default=0) + 9


def test_no_word_stands_alone_where_it_need_not() -> None:
    assert balanced("in 36 places build it", 14, 118) == ["in 36 places", "build it"]


def test_a_journey_draws_few_of_many_and_thicker_what_brought_more() -> None:
    things = [journey.Thing("idea", 0, "A thought", here=True)]
    things += [journey.Thing(f"need {n}", 1, f"Need {n}") for n in range(9)]
    things += [journey.Thing(f"money {n}", 2, "a share-out", value=100 * n, amount=f"€{n}") for n in range(1, 3)]
    ways = [journey.Way("idea", f"need {n}") for n in range(9)]
    ways += [journey.Way(f"need {n}", f"money {1 + n % 2}") for n in range(9)]
    few, lines = journey.gathered(things, ways, {5: "5 more"})
    assert [thing.name for thing in few if thing.stage == 1] == ["Need 0", "Need 1", "Need 2", "Need 3", "5 more"]
    for picture in (
        journey.wide(few, lines, {0: "First"}, room=1060),
        journey.narrow(few, lines, {0: "First"}, room=340),
    ):
        assert len(picture.dots) == 8
        assert all(0 <= dot.x <= picture.width and 0 <= dot.y <= picture.height for dot in picture.dots)
        thick = {line.thick for line in picture.lines}
        assert max(thick) == journey.THICK
        assert min(thick) == journey.THIN
        assert picture.heads[0].text == "First"
    assert journey.wide([], [], {}).dots == []

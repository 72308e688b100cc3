from hypothesis import given
from hypothesis import strategies as st

from entredon.pure.value.book import book
from entredon.pure.value.picture import Node, picture
from entredon.pure.value.rule import POT, Rule
from entredon.pure.value.shareout import share
from entredon.pure.value.tests.graphs import ALL, DIAMOND_PEOPLE, commons, diamond, rules


@given(commons(), rules(), st.integers(1, 10**12), st.integers(1, 3))
def test_what_comes_into_a_node_goes_out_of_it_and_columns_add_up(made, rule, income, most):
    versions, work = made
    drawn = picture(share(book(rule, versions, work), versions[-1].id, income, "EUR"), most, most, most)
    for node in drawn.nodes:
        coming = sum(band.minor for band in drawn.bands if band.target == node.id)
        going = sum(band.minor for band in drawn.bands if band.source == node.id)
        assert node.minor == (coming if node.column else income)
        assert going in (0, node.minor)
    sinks = {node.id for node in drawn.nodes} - {band.source for band in drawn.bands}
    assert sum(node.minor for node in drawn.nodes if node.id in sinks) == income
    ids = [node.id for node in drawn.nodes]
    assert len(set(ids)) == len(ids)


@given(commons(), rules(), st.integers(1, 10**12))
def test_people_shown_have_the_amounts_of_the_table(made, rule, income):
    versions, work = made
    working = share(book(rule, versions, work), versions[-1].id, income, "EUR")
    shown = {node.ref: node.minor for node in picture(working, people=99).nodes if node.label == "person"}
    assert shown == {part.person: part.minor for part in working.out.people if part.minor}


def test_the_diamond_as_it_is_drawn():
    drawn = picture(share(book(ALL, diamond(), DIAMOND_PEOPLE), "car", 13_000, "EUR"))
    assert [(node.column, node.label, node.ref, node.minor) for node in drawn.nodes] == [
        (0, "payer", "", 13_000),
        (1, "own", "", 1_000),
        (1, "upon", "", 12_000),
        (2, "kind", "work", 1_000),
        (2, "version", "screw", 10_000),
        (2, "version", "left", 1_000),
        (2, "version", "right", 1_000),
        (3, "person", "ann", 10_000),
        (3, "person", "bob", 1_000),
        (3, "person", "cid", 1_000),
        (3, "person", "dan", 1_000),
    ]


def test_small_ones_are_gathered_but_never_a_single_one():
    working = share(book(ALL, diamond(), DIAMOND_PEOPLE), "car", 13_000, "EUR")
    assert [node.ref for node in picture(working, people=3).column(3)] == ["ann", "bob", "cid", "dan"]
    assert picture(working, people=2).column(3)[-1] == Node("person:", "person", "", 2_000, 3, 2)


def test_the_pot_and_fixed_parts_are_drawn_too():
    pot = picture(share(book(POT, [], []), "car", 500, "EUR"))
    assert [(node.label, node.minor, node.role) for node in pot.nodes] == [
        ("payer", 500, "coalition"),
        ("pot", 500, "association"),
    ]
    fixed = picture(share(book(Rule("fixed", parts={"ann": 3, "bob": 2}), [], []), "car", 500, "EUR"))
    assert [(node.column, node.label, node.ref, node.minor) for node in fixed.nodes] == [
        (0, "payer", "", 500),
        (1, "parts", "", 500),
        (3, "person", "ann", 300),
        (3, "person", "bob", 200),
    ]

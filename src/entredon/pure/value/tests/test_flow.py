from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entredon.pure.value.flow import DUST, Circles, flow, prepare
from entredon.pure.value.tests.graphs import exact_flow

WEIGHT = st.integers(0, 9) | st.integers(0, 2**26)


@st.composite
def graphs(draw):
    n = draw(st.integers(1, 10))
    own = draw(st.lists(WEIGHT, min_size=n, max_size=n))
    pairs = st.tuples(st.integers(0, n - 1), st.integers(0, n - 1)).filter(lambda pair: pair[0] < pair[1])
    edges = [(a, b, draw(WEIGHT)) for a, b in draw(st.lists(pairs, unique=True, max_size=15))] if n > 1 else []
    incomes = draw(st.lists(st.integers(0, 10**16), min_size=n, max_size=n))
    return own, edges, incomes


def made(own, edges):
    return prepare(own, [e[0] for e in edges], [e[1] for e in edges], [e[2] for e in edges])


@given(graphs())
def test_nothing_is_lost_at_any_work_nor_in_total(graph):
    own, edges, incomes = graph
    flowed = flow(made(own, edges), incomes)
    assert sum(flowed.keep) == sum(incomes)
    total = [own[n] + sum(w for a, _, w in edges if a == n) for n in range(len(own))]
    for n, amount in enumerate(flowed.amount):
        passed = [amount * w // total[n] for a, _, w in edges if a == n and w and amount >= DUST]
        assert flowed.keep[n] + sum(passed) == amount


@given(graphs())
def test_each_work_keeps_what_an_independent_reckoning_in_fractions_gives(graph):
    own, edges, incomes = graph
    flowed = flow(made(own, edges), incomes)
    exact = exact_flow(own, edges, incomes)
    # Floors cost at most a millionth per edge and path; dust stays above.
    slack = (len(edges) + 1) * (DUST + len(edges)) * 2 ** min(len(own), 8)
    assert all(abs(keep - want) < slack for keep, want in zip(flowed.keep, exact, strict=True))


def test_where_every_division_is_even_the_two_reckonings_are_equal():
    own, edges = [1, 1, 2, 4], [(0, 1, 2), (0, 2, 1), (1, 2, 1), (1, 3, 2), (2, 3, 2)]
    incomes = [4**9 * 10**6, 0, 0, 0]
    assert [Fraction(k) for k in flow(made(own, edges), incomes).keep] == exact_flow(own, edges, incomes)


@given(graphs(), st.randoms())
def test_neither_the_order_of_edges_nor_the_numbers_of_works_matter(graph, random):
    own, edges, incomes = graph
    names = list(range(len(own)))
    random.shuffle(names)
    renamed = [(names[a], names[b], w) for a, b, w in edges]
    random.shuffle(renamed)
    own2, incomes2 = [0] * len(own), [0] * len(own)
    for n, name in enumerate(names):
        own2[name], incomes2[name] = own[n], incomes[n]
    there = flow(made(own2, renamed), incomes2).keep
    assert [there[name] for name in names] == flow(made(own, edges), incomes).keep


def test_a_work_without_weights_keeps_all_and_dust_stays_where_it_is():
    assert flow(made([0], []), [5]).keep == [5]
    assert flow(made([0, 1], [(0, 1, 1)]), [DUST - 1, 0]).keep == [DUST - 1, 0]
    assert flow(made([0, 1], [(0, 1, 1)]), [DUST, 0]).keep == [0, DUST]


def test_a_chain_of_ten_thousand_passes_on_to_its_end():
    n = 10_000
    chain = made([0] * (n - 1) + [1], [(a, a + 1, 1) for a in range(n - 1)])
    assert flow(chain, [10**12] + [0] * (n - 1)).keep[-1] == 10**12


@pytest.mark.parametrize(
    ("edges", "found"),
    [
        ([(0, 1), (1, 0)], [[0, 1]]),
        ([(3, 3)], [[3]]),
        ([(0, 1), (1, 2), (2, 0), (2, 3), (3, 3), (4, 0), (3, 5)], [[0, 1, 2], [3]]),
        ([(0, 1), (1, 2), (2, 1), (3, 4), (4, 5), (5, 3), (4, 3)], [[1, 2], [3, 4]]),
    ],
)
def test_circles_are_found_and_the_shortest_way_round_is_told(edges, found):
    with pytest.raises(Circles) as caught:
        prepare([1] * 6, [a for a, _ in edges], [b for _, b in edges], [1] * len(edges))
    assert caught.value.circles == found


@given(st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=20, unique=True))
def test_every_circle_told_is_one_and_none_is_told_where_there_is_none(edges):
    try:
        graph = prepare([1] * 8, [a for a, _ in edges], [b for _, b in edges], [1] * len(edges))
    except Circles as caught:
        for circle in caught.circles:
            assert set(pairwise([*circle, circle[0]])) <= set(edges)
    else:
        place = {work: n for n, work in enumerate(graph.order)}
        assert all(place[a] < place[b] for a, b in edges)


def test_a_circle_of_ten_thousand_is_found_without_recursion():
    n = 10_000
    with pytest.raises(Circles) as caught:
        prepare([1] * n, list(range(n)), [*range(1, n), 0], [1] * n)
    assert len(caught.value.circles[0]) == n


def test_weights_have_bounds():
    with pytest.raises(ValueError, match="below 0"):
        prepare([-1], [], [], [])
    with pytest.raises(ValueError, match="2³¹"):
        prepare([1 << 30, 1], [0], [1], [1 << 30])

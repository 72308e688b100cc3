"""What two sequences have in common: in order, never wrong, and found soon whatever they are."""

import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entredon.pure.text import matching
from entredon.pure.text.matching import Run, runs

FEW = st.lists(st.sampled_from("abc"), max_size=14)
MORE = st.lists(st.sampled_from("abcdefghijklmnop"), max_size=40)


def longest(a, b):
    """The length of the longest common subsequence, by the textbook."""
    row = [0] * (len(b) + 1)
    for x in a:
        before = 0
        for j, y in enumerate(b, 1):
            before, row[j] = row[j], before + 1 if x == y else max(row[j], row[j - 1])
    return row[-1]


def common(found):
    return sum(run.length for run in found)


@given(st.one_of(FEW, MORE), st.one_of(FEW, MORE))
def test_runs_are_the_same_on_both_sides_in_order_and_as_long_as_can_be(a, b):
    end_a = end_b = 0
    for number, run in enumerate(runs(a, b)):
        assert run.length > 0
        assert a[run.a : run.a + run.length] == b[run.b : run.b + run.length]
        assert run.a >= end_a
        assert run.b >= end_b
        assert number == 0 or run.a > end_a or run.b > end_b, "two runs that touch are one"
        end_a, end_b = run.a + run.length, run.b + run.length


@given(FEW)
def test_a_text_is_all_the_same_as_itself(a):
    assert runs(a, a) == ([Run(0, 0, len(a))] if a else [])


@given(FEW, FEW)
def test_between_anchors_the_longest_is_found(a, b):
    found = matching._shortest(a, 0, len(a), b, 0, len(b), matching.Budget(10**6))
    assert common(found) == longest(a, b)


def test_the_shortest_way_is_the_one_that_myers_shows():
    a, b = list("abcabbaabcabba"), list("cbabaccbabac")
    assert common(runs(a, b)) == longest(a, b)


def test_what_moved_far_is_found_by_what_stands_only_once():
    a = [f"line {n}" for n in range(1000)]
    b = a[:300] + ["new"] * 20 + a[350:]
    assert runs(a, b) == [Run(0, 0, 300), Run(350, 320, 650)]


@pytest.mark.parametrize("shape", ["apart", "same few lines", "shuffled", "empty lines", "one edge at a time"])
def test_nothing_takes_long_and_nothing_found_is_wrong(shape):
    chance = random.Random(7)
    a = {
        "apart": [f"a{n}" for n in range(50_000)],
        "same few lines": [chance.choice("abcd") for _ in range(50_000)],
        "shuffled": [f"a{n}" for n in range(50_000)],
        "empty lines": ["" for _ in range(100_000)],
        "one edge at a time": [x for n in range(3_000) for x in (f"l{n}", f"l{n}", f"m{n}")],
    }[shape]
    b = {
        "apart": [f"b{n}" for n in range(50_000)],
        "same few lines": [chance.choice("abcd") for _ in range(50_000)],
        "shuffled": chance.sample(a, len(a)),
        "empty lines": ["x", *([""] * 99_000), "x"],
        "one edge at a time": [x for n in range(3_000) for x in (f"m{n}", f"l{n}", f"l{n + 1}")],
    }[shape]
    begin = time.process_time()
    found = runs(a, b)
    assert time.process_time() - begin < 5
    assert all(a[run.a : run.a + run.length] == b[run.b : run.b + run.length] for run in found)


def test_when_the_budget_is_used_up_the_rest_counts_as_different():
    a, b = list("xyxyxyxyxy"), list("yxxyyxxyyx")
    assert runs(a, b, budget=0) == []
    assert matching.runs(a, a, budget=0) == [Run(0, 0, 10)]

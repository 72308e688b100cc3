from fractions import Fraction
from math import log2 as float_log2

from hypothesis import given
from hypothesis import strategies as st

from entredon.pure.value.points import UNIT, log2, points, quantity, sqrt

ONE = 1 << UNIT


def test_powers_of_two_have_whole_logarithms():
    assert [log2(((1 << e) - 1) * ONE) for e in range(60)] == [e * ONE for e in range(60)]


@given(st.integers(0, 10**15))
def test_log2_is_right_to_the_last_bit(q):
    assert 0 <= float_log2(1 + q) * ONE - log2(q * ONE) < 1.01


def test_known_bits_of_log2_stay():
    assert [log2(q * ONE) for q in (0, 1, 2, 4, 9, 16, 132_799)] == [
        0, 1048576, 1661953, 2434718, 3483294, 4286015, 17845605,
    ]  # fmt: skip


@given(st.integers(0, 10**15), st.integers(1, 10**6))
def test_log2_never_falls_as_the_quantity_rises(q, more):
    assert log2(q) <= log2(q + more)


@given(st.integers(0, 10**18))
def test_sqrt_is_the_root_rounded_down(q):
    root = sqrt(q * ONE)
    assert Fraction(root, ONE) ** 2 <= q < Fraction(root + 1, ONE) ** 2


def test_a_cap_cuts_the_measure_before_the_function_and_the_base_multiplies_after():
    assert points({"lines": 255}, "lines", "log2", 3, None) == 3 * 8 * ONE
    assert points({"lines": 10**9}, "lines", "log2", 1, 255) == 8 * ONE
    assert points({"lines": 9}, "lines", "sqrt", 2, None) == 2 * 3 * ONE


def test_log_lines_are_in_fine_units_already():
    assert points({"log_lines": 5 * ONE}, "log_lines", "linear", 1, None) == 5 * ONE
    assert points({"commits": 5}, "commits", "linear", 1, None) == 5 * ONE


def test_a_contribution_without_the_measure_counts_by_its_points_and_those_are_one_unless_said():
    assert quantity({"points": 4}, "log_lines") == 4 * ONE
    assert quantity({}, "commits") == ONE
    assert quantity({"points": 4, "commits": 2}, "commits") == 2 * ONE


def test_what_is_negative_or_nothing_counts_for_nothing():
    assert quantity({"points": -3}, "points") == quantity({"commits": 0}, "commits") == 0

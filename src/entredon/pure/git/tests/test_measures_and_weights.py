"""The numbers a version is shared by."""

from decimal import Decimal, getcontext

from hypothesis import given
from hypothesis import strategies as st

from entredon.pure.git.measures import CAP, log_lines
from entredon.pure.git.weights import inherited, passed_on


def test_log_lines_is_the_logarithm_to_twenty_binary_digits():
    getcontext().prec = 50
    two = Decimal(2).ln()
    for added in [*range(1100), 10**6, 10**9]:
        exact = (Decimal(1 + added).ln() / two) * 2**20
        assert log_lines(added) == min(int(exact + Decimal("1e-20")), CAP)


def test_known_values_of_log_lines():
    assert [log_lines(n) for n in (0, 1, 3, 1023, 10**9)] == [0, 1 << 20, 2 << 20, CAP, CAP]
    assert log_lines(2) == 1661953


def test_what_is_deleted_is_not_inherited():
    assert inherited([1000], 100) == [900]
    assert inherited([1000], 5000) == [0]
    assert inherited([], 7) == []


def test_shared_history_is_not_counted_twice():
    assert inherited([1000, 1010], 0) == [502, 508]


def test_a_version_without_commits_passes_everything_on():
    assert passed_on([0]) == [1]
    assert passed_on([30]) == [30]


@given(st.lists(st.integers(0, 10**12), min_size=1, max_size=8), st.integers(0, 10**12))
def test_weights_add_up_to_what_is_left(before, deleted):
    weights = inherited(before, deleted)
    assert sum(weights) == max(0, max(before) - deleted)
    assert all(0 <= weight <= lines for weight, lines in zip(weights, before, strict=True))

from hypothesis import given
from hypothesis import strategies as st

from entredon.pure.value.fixed import divide

PARTS = st.dictionaries(st.text("abcdef", min_size=1), st.integers(1, 10**9), min_size=1)
TOP = st.dictionaries(st.sampled_from(("association", "fund")), st.integers(1, 400_000))


@given(st.integers(1, 10**15), TOP, PARTS)
def test_fixed_parts_add_up_to_the_income(income, top, parts):
    assert sum(divide(income, top, parts, "seed").values()) == income


def test_the_top_comes_off_first_and_the_rest_goes_by_weight():
    assert divide(10_000, {"fund": 100_000}, {"ann": 2, "bob": 1}, "s") == {"fund": 1000, "ann": 6000, "bob": 3000}


def test_equal_parts_of_a_single_cent_go_to_one_by_hash_not_by_name():
    winners = {max(d, key=d.get) for d in (divide(1, {}, dict.fromkeys("abc", 1), str(n)) for n in range(40))}
    assert winners == {"a", "b", "c"}

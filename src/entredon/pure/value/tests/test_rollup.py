from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entredon.pure.value.book import Contribution, Version, book
from entredon.pure.value.rollup import Process, Unpriceable, rollup
from entredon.pure.value.shareout import share
from entredon.pure.value.tests.graphs import ALL

F = Fraction


def diamond(screws: int):
    return rollup(
        [
            Process("make screws", {"ann": F(100)}, {}, "screw", F(screws)),
            Process("make left arm", {"bob": F(10)}, {"screw": F(1)}, "left", F(1)),
            Process("make right arm", {"cid": F(10)}, {"screw": F(1)}, "right", F(1)),
            Process("make car", {"dan": F(10)}, {"left": F(1), "right": F(1)}, "car", F(1)),
        ]
    )


def test_the_diamond_is_worth_130_and_its_screws_are_counted_on_both_sides():
    rolled = diamond(2)
    assert rolled.value == {"screw": 50, "left": 60, "right": 60, "car": 130}
    assert rolled.credit({"car": F(1)}) == {"ann": 100, "bob": 10, "cid": 10, "dan": 10}


def test_with_four_screws_made_and_two_used_ann_is_credited_for_half():
    rolled = diamond(4)
    assert rolled.value == {"screw": 25, "left": 35, "right": 35, "car": 80}
    assert rolled.credit({"car": F(1)})["ann"] == 50


def test_its_costs_as_weights_make_the_flow_pay_a_thousand_and_three_hundreds():
    weights = diamond(2).weights()
    versions = [Version(name, name, own, tuple(inputs.items())) for name, (own, inputs) in weights.items()]
    makers = {"screw": "ann", "left": "bob", "right": "cid", "car": "dan"}
    work = [Contribution(v, v, person, "work", {}) for v, person in makers.items()]
    out = share(book(ALL, versions, work), "car", 130_000, "EUR").out
    assert {part.person: part.minor for part in out.people} == {
        "ann": 100_000,
        "bob": 10_000,
        "cid": 10_000,
        "dan": 10_000,
    }


def test_several_batches_of_one_thing_have_the_weighted_mean_as_value():
    rolled = rollup([Process("a", {"ann": F(10)}, {}, "nut", F(1)), Process("b", {"bob": F(2)}, {}, "nut", F(3))])
    assert rolled.value["nut"] == 3
    assert rolled.credit({"nut": F(2)}) == {"ann": 5, "bob": 1}


def test_a_chain_of_ten_thousand_is_reckoned_without_recursion():
    chain = [
        Process(f"p{n:05}", {"ann": F(10)}, {f"t{n - 1}": F(1)} if n else {}, f"t{n}", F(1)) for n in range(10_000)
    ]
    rolled = rollup(chain)
    assert rolled.value["t9999"] == 100_000
    assert rolled.credit({"t9999": F(1)}) == {"ann": 100_000}


def test_things_made_out_of_each_other_are_refused_by_name():
    with pytest.raises(Unpriceable, match="“hen”"):
        rollup([Process("hen", {}, {"egg": F(1)}, "hen", F(1)), Process("egg", {}, {"hen": F(1)}, "egg", F(1))])
    with pytest.raises(Unpriceable, match="makes nothing"):
        rollup([Process("idle", {}, {}, "air", F(0))])


@given(
    st.lists(st.tuples(st.integers(1, 9), st.integers(1, 9), st.integers(0, 5)), min_size=1, max_size=12), st.randoms()
)
def test_all_value_of_what_is_delivered_is_credited_to_somebody(rows, random):
    processes = []
    for n, (work, made, back) in enumerate(rows):
        consumes = {f"t{n - 1 - k}": Fraction(1, made + k) for k in range(min(back, n))}
        processes.append(Process(f"p{n}", {f"person{n % 3}": F(work)}, consumes, f"t{n}", F(made)))
    rolled = rollup(processes)
    last = f"t{len(rows) - 1}"
    assert sum(rolled.credit({last: F(1)}).values()) == rolled.value[last]
    random.shuffle(processes)
    assert rollup(processes).value == rolled.value

"""Two rules on one income: sums stay sums, and shares that give way always make the whole."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entredon.pure.value.book import Version, book, summed
from entredon.pure.value.compare import TooMuch, alike, compared, give_way, sold_together, under
from entredon.pure.value.rule import CONTRIBUTIONS, POT, WHOLE, Points, Rule
from entredon.pure.value.shareout import share

VERSIONS = [
    Version("car", "Car", 3, (("motor", 1),)),
    Version("motor", "Motor", 1, ()),
    Version("bike", "Bike", 1, ()),
]
WORK = [
    ("1", "car", "ada", "code", {"log_lines": 5 << 20}),
    ("2", "car", "bob", "review", {"commits": 3}),
    ("3", "motor", "bob", "code", {"log_lines": 9 << 20}),
    ("4", "bike", "cleo", "design", {"points": 1}),
]
shares = st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, WHOLE), min_size=2)


@given(shares, st.data())
def test_what_gives_way_makes_the_whole_and_keeps_what_was_changed(given_shares, data) -> None:
    changed = data.draw(st.sets(st.sampled_from(sorted(given_shares))))
    kept = sum(given_shares[name] for name in changed)
    if kept > WHOLE or (kept < WHOLE and changed == given_shares.keys()):
        with pytest.raises(TooMuch) as caught:
            give_way(given_shares, changed)
        assert caught.value.made == kept
        return
    found = give_way(given_shares, changed)
    assert sum(found.values()) == WHOLE
    assert found.keys() == given_shares.keys()
    assert {name: found[name] for name in changed} == {name: given_shares[name] for name in changed}


def test_the_others_give_way_in_proportion() -> None:
    assert give_way({"a": 500_000, "b": 300_000, "c": 100_000}, {"a"}) == {"a": 500_000, "b": 375_000, "c": 125_000}
    assert give_way({"a": 400_000, "b": 0, "c": 0}, {"a"}) == {"a": 400_000, "b": 300_000, "c": 300_000}
    assert give_way({"a": WHOLE, "b": 1, "c": 5}, {"a"}) == {"a": WHOLE, "b": 0, "c": 0}


def test_what_gives_way_stays_readable() -> None:
    found = give_way({"a": 300_000, "b": 280_000, "c": 220_000, "d": 500_000}, {"a"})
    assert sum(found.values()) == 1_000_000
    assert {share % 100 for share in found.values()} == {0}
    odd = give_way({"a": 300_001, "b": 1, "c": 1}, {"a"})
    assert sorted(odd.values()) == [300_001, 349_900, 350_099]


def test_more_than_the_whole_gives_no_way() -> None:
    with pytest.raises(TooMuch) as caught:
        give_way({"a": 700_000, "b": 400_000, "c": 1}, {"a", "b"})
    assert caught.value.made == 1_100_000
    with pytest.raises(TooMuch):
        give_way({"a": 700_000, "b": 200_000}, {"a", "b"})


def test_a_book_under_other_shares_is_the_book_of_that_rule() -> None:
    other = replace(CONTRIBUTIONS, top={"fund": 1}, pools={**CONTRIBUTIONS.pools, "code": 1, "review": 649_999})
    assert alike(CONTRIBUTIONS, other)
    assert under(book(CONTRIBUTIONS, VERSIONS, WORK), other) == book(other, VERSIONS, WORK)


@pytest.mark.parametrize(
    "other",
    [
        replace(CONTRIBUTIONS, pools={"other": WHOLE}),
        replace(CONTRIBUTIONS, points={**CONTRIBUTIONS.points, "code": Points("commits")}),
        POT,
    ],
)
def test_rules_that_weigh_otherwise_are_not_alike(other: Rule) -> None:
    assert not alike(CONTRIBUTIONS, other)


def test_a_year_of_several_versions_is_the_sum_of_its_incomes() -> None:
    incomes = {"car": 60_000, "bike": 30_000, "motor": 9_999}
    known = summed(CONTRIBUTIONS, VERSIONS, [(*one[1:], 1) for one in WORK])
    whole, sold = sold_together(known, incomes)
    out = share(whole, sold, sum(incomes.values()), "EUR").out
    apart = [share(known, version, minor, "EUR").out for version, minor in incomes.items()]
    for part in out.people:
        each = sum(one.part(part.person).minor for one in apart if one.part(part.person))
        assert abs(part.minor - each) <= len(incomes), "cents are made once a year instead of once an income"
    assert sum(part.minor for part in out.people) + sum(top.minor for top in out.top) == sum(incomes.values())
    assert sum(wait.minor for wait in out.held) == 0


def test_one_version_alone_is_shared_as_it_is() -> None:
    known = book(CONTRIBUTIONS, VERSIONS, WORK)
    assert sold_together(known, {"car": 5}) == (known, "car")


def test_gains_and_losses_balance_and_who_gains_most_comes_first() -> None:
    known = book(CONTRIBUTIONS, VERSIONS, WORK)
    before = share(known, "car", 100_000, "EUR").out
    rule = replace(CONTRIBUTIONS, top={"association": 200_000})
    after = share(book(rule, VERSIONS, WORK), "car", 100_000, "EUR").out
    found = compared(before, after)
    every = (*found.people, *found.top, found.held)
    assert sum(change.minor for change in every) == 0
    assert found.moved == sum(change.minor for change in every if change.minor > 0) == 15_000
    assert (found.gain, found.lose, found.same) == (0, 2, 0)
    assert [c.minor for c in found.people] == sorted((c.minor for c in found.people), reverse=True)
    assert {c.name: (c.before, c.after) for c in found.top} == {"association": (5_000, 20_000), "fund": (5_000, 0)}


def test_against_the_pot_everybody_gains_and_the_pot_loses_all() -> None:
    before = share(book(POT, (), ()), "car", 1_000, "EUR").out
    after = share(book(CONTRIBUTIONS, VERSIONS, WORK), "car", 1_000, "EUR").out
    found = compared(before, after)
    assert found.moved == 1_000
    assert found.lose == 0
    assert next(c for c in found.top if c.name == "pot").minor == -1_000


def test_fixed_parts_stand_together_as_one_kind() -> None:
    fixed = Rule("fixed", parts={"ada": 1, "bob": 1})
    out = share(book(fixed, (), ()), "car", 1_000, "EUR").out
    assert [(c.name, c.before, c.after) for c in compared(out, out).kinds] == [("", 1_000, 1_000)]

from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from entredon.pure.log import canonical
from entredon.pure.value.book import Contribution, Version, book
from entredon.pure.value.cents import tie
from entredon.pure.value.rule import CONTRIBUTIONS, POT, Rule
from entredon.pure.value.shareout import ELSEWHERE, NOBODY, BuildInCircles, Held, Top, divide, divided_to, share
from entredon.pure.value.tests.graphs import (
    ALL,
    DIAMOND_PEOPLE,
    KINDS,
    PEOPLE,
    commons,
    contributions,
    diamond,
    exact_cents,
    rules,
)

INCOME = st.integers(1, 1000) | st.integers(1, (1 << 53) - 1)


def amounts(working):
    return {part.person: part.minor for part in working.out.people}


def total(out):
    return sum(row.minor for row in (*out.top, *out.people, *out.passed, *out.held))


@given(commons(), rules(), INCOME)
def test_top_people_and_what_is_held_add_up_to_the_income(made, rule, income):
    versions, work = made
    out = share(book(rule, versions, work), versions[-1].id, income, "EUR").out
    assert total(out) == income
    assert all(sum(part.kinds.values()) == part.minor for part in out.people)
    assert all(row.minor >= 0 for row in (*out.top, *out.people, *out.held))


@given(commons(), rules(), INCOME)
def test_every_version_gives_its_people_exactly_what_it_keeps(made, rule, income):
    versions, work = made
    working = share(book(rule, versions, work), versions[-1].id, income, "EUR")
    given_ = {}
    for version, _, _, micro in working.cells():
        given_[version] = given_.get(version, 0) + micro
    for name, keep in zip(working.names, working.flowed.keep, strict=True):
        assert given_.get(name, keep) == keep
    assert sum(working.flowed.keep) == income * rule.rest


@given(commons(), rules(), INCOME)
def test_one_persons_part_is_the_same_reckoned_alone_and_among_all(made, rule, income):
    versions, work = made
    pools = book(rule, versions, work).pools
    for here in pools.values():
        parts = divide(income, here)
        for person in PEOPLE:
            assert divided_to(income, here, person) == sum(micro for who, _, micro in parts if who == person)


@given(commons(), rules(), INCOME, st.randoms())
def test_order_of_versions_inputs_and_contributions_changes_no_byte(made, rule, income, random):
    versions, work = made
    first = share(book(rule, versions, work), versions[-1].id, income, "EUR").out.data()
    shuffled = [
        version._replace(inputs=tuple(random.sample(version.inputs, len(version.inputs)))) for version in versions
    ]
    again = share(
        book(rule, random.sample(shuffled, len(shuffled)), random.sample(work, len(work))),
        versions[-1].id,
        income,
        "EUR",
    )
    assert canonical.dumps(again.out.data()) == canonical.dumps(first)


@given(commons(), rules(), st.integers(1, 10**12), st.text(max_size=4))
def test_cents_are_those_of_an_independent_largest_remainder(made, rule, income, seed):
    versions, work = made
    # Somebody works in every version, at every kind, so that hardly anything is held back.
    work = [
        *work,
        *(
            Contribution(f"{v.id} {kind}", v.id, PEOPLE[0], kind, {"points": 1, "lines": 1})
            for v in versions
            for kind in KINDS
        ),
    ]
    working = share(book(rule, versions, work), versions[-1].id, income, "EUR", seed)
    shares = {}
    for _, person, _, micro in working.cells():
        shares[person] = shares.get(person, Fraction(0)) + micro
    assume(not working.out.held)
    shares |= {f"top\n{to}": Fraction(income * share_) for to, share_ in rule.top.items()}
    want = exact_cents(income, shares, {payee: tie(seed or rule.hash, payee) for payee in shares})
    assert amounts(working) == {p: want[p] for p in amounts(working)}


def test_the_diamond_pays_whoever_made_the_screws_for_both_arms():
    made = book(ALL, diamond(), DIAMOND_PEOPLE)
    assert amounts(share(made, "car", 13_000, "EUR")) == {"ann": 10_000, "bob": 1000, "cid": 1000, "dan": 1000}
    assert amounts(share(made, "car", 130_000, "EUR")) == {"ann": 100_000, "bob": 10_000, "cid": 10_000, "dan": 10_000}


def test_of_a_thousand_the_missing_cent_goes_to_dan_whose_version_keeps_the_remainder():
    working = share(book(ALL, diamond(), DIAMOND_PEOPLE), "car", 100_000, "EUR")
    assert dict(zip(working.names, working.flowed.keep, strict=True))["car"] == 7_692_307_694
    assert amounts(working) == {"ann": 76_923, "bob": 7_692, "cid": 7_692, "dan": 7_693}


def test_three_cents_of_two_authors_give_each_one_and_the_third_by_hash():
    made = book(ALL, [Version("song", "song", 1, ())], contributions(("song", "ann", 1), ("song", "bob", 1)))
    paid = amounts(share(made, "song", 3, "EUR", "income"))
    assert paid[min(("ann", "bob"), key=lambda person: tie("income", person))] == 2
    assert sorted(paid.values()) == [1, 2]


def test_a_pool_that_nobody_fills_goes_to_the_others_in_proportion():
    rule = Rule("flow", pools={"code": 600_000, "review": 200_000, "other": 200_000})
    work = [Contribution("1", "v", "ann", "code", {}), Contribution("2", "v", "bob", "song", {})]
    paid = share(book(rule, [Version("v", "v", 1, ())], work), "v", 800, "EUR").out
    assert {p.person: dict(p.kinds) for p in paid.people} == {"ann": {"code": 600}, "bob": {"song": 200}}


def test_flooding_one_kind_dilutes_only_that_kind():
    rule = Rule("flow", pools={"code": 500_000, "review": 500_000})
    work = [Contribution("r", "v", "ann", "review", {})]
    work += [Contribution(f"c{n}", "v", f"p{n}", "code", {"points": 10**6}) for n in range(50)]
    assert amounts(share(book(rule, [Version("v", "v", 1, ())], work), "v", 10_000, "EUR"))["ann"] == 5000


def test_a_version_without_contributors_holds_its_part_and_says_why():
    versions = [Version("v1", "car", 1, ()), Version("v2", "car", 1, (("v1", 1), ("far away", 2)))]
    out = share(book(ALL, versions, contributions(("v2", "ann", 1))), "v2", 400, "EUR").out
    assert out.held == (Held("far away", 200, ELSEWHERE), Held("car", 100, NOBODY))
    assert amounts(share(book(ALL, versions, contributions(("v2", "ann", 1))), "v2", 400, "EUR")) == {"ann": 100}


def test_the_common_pot_gets_everything():
    out = share(book(POT, diamond(), DIAMOND_PEOPLE), "car", 12_345, "EUR").out
    assert (out.top, out.people, out.held, out.algorithm) == ((Top("pot", 12_345),), (), (), "pot@1")


def test_fixed_parts_are_paid_whoever_worked():
    rule = Rule("fixed", parts={"ann": 2, "bob": 1}, top={"fund": 100_000})
    out = share(book(rule, diamond(), DIAMOND_PEOPLE), "car", 10_000, "EUR").out
    assert ({p.person: p.minor for p in out.people}, out.top) == ({"ann": 6000, "bob": 3000}, (Top("fund", 1000),))


def test_the_built_in_rule_takes_a_tenth_for_what_keeps_the_commons_going():
    out = share(book(CONTRIBUTIONS, diamond(), DIAMOND_PEOPLE), "car", 1_000_000, "EUR").out
    assert out.top == (Top("association", 50_000), Top("fund", 50_000))


def test_versions_that_build_on_each_other_are_named_and_nothing_is_shared():
    versions = [Version("hen", "hen", 1, (("egg", 1),)), Version("egg", "egg", 1, (("hen", 1),))]
    with pytest.raises(BuildInCircles, match="hen → egg → hen") as caught:
        share(book(ALL, versions, []), "hen", 100, "EUR")
    assert caught.value.circles == (("hen", "egg"),)


def test_a_circle_elsewhere_doesnt_stop_what_doesnt_build_on_it():
    versions = [Version("hen", "hen", 1, (("hen", 1),)), Version("song", "song", 1, ())]
    assert amounts(share(book(ALL, versions, contributions(("song", "ann", 1))), "song", 100, "EUR")) == {"ann": 100}


def test_huge_weights_are_scaled_and_keep_their_proportion():
    versions = [Version("a", "a", 3 << 50, (("b", 1 << 50),)), Version("b", "b", 1, ())]
    paid = amounts(share(book(ALL, versions, contributions(("a", "ann", 1), ("b", "bob", 1))), "a", 10_000, "EUR"))
    assert paid == {"ann": 7500, "bob": 2500}


def test_a_chain_of_ten_thousand_versions_is_shared():
    versions = [Version(f"v{n}", "chain", 1, ((f"v{n - 1}", 9999),) if n else ()) for n in range(10_000)]
    out = share(
        book(ALL, versions, contributions(("v0", "ann", 1), ("v9999", "bob", 1))), "v9999", 10_000_000, "EUR"
    ).out
    assert total(out) == 10_000_000
    assert out.people[0].person == "ann"


def test_the_contract_of_the_json_is_kept():
    data = share(book(CONTRIBUTIONS, diamond(), DIAMOND_PEOPLE), "car", 1_000, "EUR").out.data()
    assert " ".join(data) == "log rule algorithm basis version currency income top people passed held cycles"
    assert [sorted(row) for row in data["people"][:1]] == [["kinds", "minor", "person"]]
    minors = [row["minor"] for row in data["people"]]
    assert minors == sorted(minors, reverse=True)

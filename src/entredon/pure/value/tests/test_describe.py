from hypothesis import given

from entredon.pure.value.describe import describe, percent
from entredon.pure.value.rule import CONTRIBUTIONS, POT, Rule
from entredon.pure.value.tests.graphs import rules


def test_the_common_pot_in_a_sentence():
    assert describe(POT) == "Everything goes to the common pot, and what happens to it is decided together."


def test_fixed_parts_in_a_sentence():
    assert describe(Rule("fixed", parts={"a": 1, "b": 3}, top={"fund": 12_500})) == (
        "1.25 % goes to the commons fund; the rest is divided between 2 people in the fixed parts 3 : 1,"
        " which each of them signs."
    )
    assert describe(Rule("fixed", parts={"a": 1})) == "Everything is for the one person named, who signs for it."
    many = Rule("fixed", parts={f"p{n}": 1 for n in range(40)}, top={"association": 20_000, "fund": 10_000})
    assert describe(many) == (
        "2 % goes to the association and 1 % to the commons fund; the rest is divided between 40 people in the fixed"
        " parts that each of them signs."
    )


def test_contributions_in_a_sentence():
    assert describe(CONTRIBUTIONS) == (
        "5 % goes to the association and 5 % to the commons fund; the rest is shared along what the version builds"
        " upon, by weight, and in each version between the people whose work is in it, by kind of work (code 55 %,"
        " documentation 10 %, review 10 %, test 5 %, translation 5 %, integration 4 %, report 4 %, help 2 %,"
        " all else 5 %) and within a kind by their contributions."
    )


def test_a_page_can_hand_in_its_translation():
    assert describe(POT, gettext=str.upper).startswith("EVERYTHING GOES")


def test_percentages_have_no_needless_zeros():
    assert [percent(n) for n in (1, 100, 12_345, 50_000, 1_000_000)] == [
        "0.0001 %",
        "0.01 %",
        "1.2345 %",
        "5 %",
        "100 %",
    ]


@given(rules())
def test_every_rule_has_one_sentence(rule):
    sentence = describe(rule)
    assert sentence.endswith(".")
    assert sentence.count(". ") == 0

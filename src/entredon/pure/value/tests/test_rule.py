import hashlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entredon.pure.log import canonical
from entredon.pure.value.describe import describe
from entredon.pure.value.reading import BadRule, loads, read
from entredon.pure.value.rule import BUILT_IN, CONTRIBUTIONS, POT, Points
from entredon.pure.value.tests.graphs import rules


@given(rules())
def test_a_rule_comes_back_from_its_canonical_bytes(rule):
    assert read(canonical.loads(rule.dumps())) == rule
    assert loads(json.dumps(rule.data(), indent=2)).hash == rule.hash


@pytest.mark.parametrize("name", BUILT_IN)
def test_built_in_rules_are_within_the_bounds_of_all_rules(name):
    assert read(BUILT_IN[name].data()) == BUILT_IN[name]


def test_the_hash_is_of_the_canonical_bytes_and_stays():
    assert POT.hash == hashlib.sha256(POT.dumps()).hexdigest()
    assert POT.dumps() == (
        b'{"contest_days":14,"minimum":0,"parts":[],"points":{},"pools":{},"top":{},"unclaimed":0,"way":"pot"}'
    )
    assert CONTRIBUTIONS.hash == "d7d7213ece2bac250aea0725f319fb28bdfa117c7caa111a4d6476b171172e01"


def test_contributions_at_1_is_as_agreed():
    assert CONTRIBUTIONS.top == {"association": 50_000, "fund": 50_000}
    assert sum(CONTRIBUTIONS.pools.values()) == 1_000_000
    assert CONTRIBUTIONS.how("code") == Points("log_lines", "linear", 1, None)
    assert CONTRIBUTIONS.how("review") == Points("commits", "linear", 1, None)
    assert CONTRIBUTIONS.how("song") == Points("points", "linear", 1, None)
    assert CONTRIBUTIONS.pool("song") == "other"


def test_the_order_in_which_a_rule_is_written_changes_nothing():
    one = loads('{"way":"fixed","parts":{"k:b":1,"k:a":2},"minimum":5}')
    two = loads('{"minimum":5,"parts":[{"weight":2,"person":"k:a"},{"person":"k:b","weight":1}],"way":"fixed"}')
    assert one == two
    assert one.hash == two.hash
    assert hash(one) == hash(two)


def flow(more):
    return '{"way":"flow","pools":{"code":900000,"other":100000},' + more + "}"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "not JSON"),
        ("[]", "between braces"),
        ("{}", "pot, fixed or flow, not nothing"),
        ('{"way":"luck"}', "not “luck”"),
        ('{"way":["pot"]}', "not a list"),
        ('{"way":"pot","wya":1}', "no “wya”"),
        ('{"way":"pot","way":"flow"}', "stands twice"),
        ('{"way":"pot","minimum":1.5}', "numbers in a rule are whole"),
        ('{"way":"pot","minimum":NaN}', "numbers in a rule are whole"),
        ('{"way":"pot","minimum":-1}', "minimum: -1 is not between 0"),
        ('{"way":"pot","minimum":true}', "minimum: write a whole number, not true"),
        ('{"way":"pot","minimum":"5"}', "not “5”"),
        ('{"way":"pot","contest_days":99999}', "contest_days: 99,999 is not between"),
        ('{"way":"pot","unclaimed":%s}' % ("9" * 30), "this number is not between"),
        ('{"way":"pot","unclaimed":%s}' % ("9" * 9000), "too long"),
        ('{"way":"pot","top":{"fund":1}}', "the common pot gets everything"),
        ('{"way":"pot","parts":{"a":1}}', "only a rule by fixed parts"),
        ('{"way":"pot","pools":{"code":1}}', "belong to a rule by contributions"),
        ('{"way":"fixed"}', "name at least one person"),
        ('{"way":"fixed","parts":5}', "write people with their weights"),
        ('{"way":"fixed","parts":{"Ann B":1}}', "not the id of a person"),
        ('{"way":"fixed","parts":{"ann":0}}', "parts.ann: 0 is not between 1"),
        ('{"way":"fixed","parts":[{"person":"a","weight":1},{"person":"a","weight":2}]}', "named twice"),
        ('{"way":"fixed","parts":[{"person":"a"}]}', r"parts\[0\]: write exactly a person and a weight"),
        ('{"way":"fixed","parts":{"a":1},"top":{"fund":1000000}}', "nothing is left"),
        ('{"way":"flow"}', "pools: name at least one kind"),
        ('{"way":"flow","pools":{"Code":5}}', "a-z, 0-9 and _"),
        ('{"way":"flow","pools":{"code":0}}', "pools.code: 0 is not between 1"),
        ('{"way":"flow","pools":{"code":600000,"review":600000}}', "together 1,200,000 parts per million"),
        (flow('"top":{"boss":5}'), "only association and fund"),
        (flow('"points":{"code":{"f":"eval"}}'), "points.code.f: choose linear, log2, sqrt; not “eval”"),
        (flow('"points":{"code":{"bas":1}}'), "no “bas” here"),
        (flow('"points":{"code":{"cap":0}}'), "points.code.cap: 0 is not between 1"),
        (flow('"points":{"code":{"measure":"Lines!"}}'), "not the name of a measure"),
        ('{"way":"flow","pools":{"code":5},"points":{"song":{}}}', "points.song: this kind has no pool"),
        ("[" * 100_000, "nested too deep"),
        ("x" * 2_000_000, "larger than"),
    ],
)  # fmt: skip
def test_what_is_outside_its_bounds_is_refused_with_the_place_and_the_reason(text, says):
    with pytest.raises(BadRule, match=says):
        loads(text)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(), lambda s: st.lists(s) | st.dictionaries(st.text(), s)
    )
)
def test_whatever_is_read_is_a_rule_or_a_sentence(data):
    for value in (data, {"way": "flow", "pools": data}, {"way": "fixed", "parts": data}, {"way": "pot", "top": data}):
        try:
            sentence = describe(read(value))
        except BadRule as refusal:
            sentence = str(refusal)
        assert sentence.endswith(".")


def test_bytes_that_are_not_utf_8_are_refused():
    with pytest.raises(BadRule, match="UTF-8"):
        loads(b'{"way": "\xff\xfe"}')

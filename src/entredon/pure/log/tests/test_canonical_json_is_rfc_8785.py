"""Canonical JSON against another implementation of RFC 8785, over everything our profile holds and much that it doesn't."""

import json
from typing import Any

import pytest
import rfc8785
from hypothesis import example, given
from hypothesis import strategies as st

from entredon.pure.log import canonical
from entredon.pure.log.canonical import DEPTH, LIMIT, Malformed

texts = st.text(st.characters(codec="utf-8"), max_size=30)
numbers = st.integers(-LIMIT + 1, LIMIT - 1)
names = st.from_regex(r"[a-z0-9_]{1,12}", fullmatch=True)
values = st.recursive(
    st.none() | st.booleans() | numbers | texts,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(names, inner, max_size=5),
    max_leaves=25,
)


def nesting(value: Any) -> int:
    if isinstance(value, dict | list):
        return 1 + max(map(nesting, value.values() if isinstance(value, dict) else value), default=0)
    return 0


@given(values)
def test_we_write_what_the_other_implementation_writes(value: Any) -> None:
    if nesting(value) > DEPTH:
        with pytest.raises(Malformed):
            canonical.dumps(value)
        return
    written = canonical.dumps(value)
    assert written == rfc8785.dumps(value)
    assert canonical.loads(written) == value


@given(values.filter(lambda value: nesting(value) <= DEPTH), st.integers(1, 4))
def test_any_other_spelling_of_the_same_value_is_refused(value: Any, indent: int) -> None:
    right = canonical.dumps(value)
    for spelling in (
        json.dumps(value, indent=indent),
        json.dumps(value),
        json.dumps(value, separators=(",", ":"), sort_keys=False),
    ):
        if spelling.encode() != right:
            with pytest.raises(Malformed):
                canonical.loads(spelling.encode())


@given(st.binary(max_size=60))
@example(b'"\\')
@example(b'["' + b"\\" * 1001)
def test_whatever_arrives_is_a_value_in_its_one_form_or_refused(data: bytes) -> None:
    try:
        value = canonical.loads(data)
    except Malformed:
        return
    assert canonical.dumps(value) == data


@pytest.mark.parametrize("data", [b"[" * 100_000, b'{"a":' * 100_000, b'["' * 50_000, b'"\\' * 50_000], ids=range(4))
def test_endless_nesting_exhausts_nothing(data: bytes) -> None:
    with pytest.raises(Malformed):
        canonical.loads(data)


REFUSED = [
    "1.0", "-0", "1e3", "0.5", "01", "+1", "9007199254740992", "-9007199254740992", "NaN", "Infinity", "", " ", "nul",
    '{"a":1,"a":1}', '{"b":1,"a":1}', '{"A":1}', '{"":1}', '{"é":1}', '{"a" :1}', '["a",]', '"\\u0041"', '"\\/"', '"\\u000A"',
    '"\\ud800"', '"\\u00e9"', "[1] ", "\ufeff1", "'a'", '"\t"', "[" * 17 + "]" * 17,
]  # fmt: skip


@pytest.mark.parametrize("text", REFUSED)
def test_this_is_refused(text: str) -> None:
    with pytest.raises(Malformed):
        canonical.loads(text.encode())


@pytest.mark.parametrize("data", [b"\xff", b'"\xc0\xaf"', b'"\xed\xa0\x80"', b'"\xf4\x90\x80\x80"'])
def test_what_is_not_utf_8_is_refused(data: bytes) -> None:
    with pytest.raises(Malformed):
        canonical.loads(data)


@pytest.mark.parametrize("value", [1.0, LIMIT, -LIMIT, {"A": 1}, {1: 1}, "\ud800", {1}, b"a", [[1.5]]])
def test_what_the_profile_does_not_hold_is_not_written(value: Any) -> None:
    with pytest.raises(Malformed):
        canonical.dumps(value)


def test_the_deepest_and_the_largest_are_taken() -> None:
    for text in ("[" * 16 + "]" * 16, str(LIMIT - 1), str(1 - LIMIT), '"\\u001f\\b\x7f\u2028"'):
        assert canonical.dumps(canonical.loads(text.encode())) == text.encode()

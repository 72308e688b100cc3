"""Canonical JSON: RFC 8785 on a restricted profile, in which every value has exactly one form.

Keys ``[a-z0-9_]+``; integers with an absolute value below 2^53; no floats; nesting at most 16 deep. Decimals are
strings, money is an integer of minor units.
"""

import re
import unicodedata
from collections.abc import Iterable
from typing import Any

import msgspec

from entredon.pure.told import Told

LIMIT = 1 << 53
"""Integers stay strictly between -LIMIT and LIMIT, so that every JSON reader holds them exactly."""
DEPTH = 16

_PLAIN = frozenset({str, bool, type(None)})
_is_key = re.compile(r"[a-z0-9_]+", re.ASCII).fullmatch
_known: set[str] = set()
# A string (or what is left of one), or a bracket. Possessive, so that rubbish takes linear time.
_TOKEN = re.compile(rb'"(?:[^"\\]|\\.)*+(?:"|\\?\Z)|[\[{]|[\]}]', re.DOTALL)
_encoder = msgspec.json.Encoder(order="deterministic")
_decoder = msgspec.json.Decoder()


class Malformed(Told, ValueError):
    """Bytes that are not in the one form the format allows. The text says what is wrong."""


def dumps(value: Any) -> bytes:
    """The canonical bytes of a value. Raises Malformed for what the profile doesn't hold."""
    check(value)
    try:
        return _encoder.encode(value)
    except UnicodeEncodeError:
        raise Malformed("text contains half of a surrogate pair") from None


def loads(data: bytes) -> Any:
    """The value of canonical bytes. Raises Malformed for any other form of the same value."""
    # Opening brackets inside strings count here too; then the careful count decides.
    if data.count(b"[") + data.count(b"{") > DEPTH and depth(data) > DEPTH:
        raise Malformed("nested more than {depth} deep", depth=DEPTH)
    try:
        value = _decoder.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError) as trouble:
        raise Malformed("not JSON: {trouble}", trouble=trouble) from None
    check(value)
    if _encoder.encode(value) != data:
        raise Malformed("not in canonical form (order of keys, spaces, escapes or duplicate keys)")
    return value


def check(value: Any, level: int = 0) -> None:
    """Refuse what the profile doesn't hold. Raises Malformed."""
    kind = type(value)
    if kind in _PLAIN:
        return
    if kind is int:
        if not -LIMIT < value < LIMIT:
            raise Malformed("the integer {value} is out of range", value=str(value)[:40])
    elif kind is dict or kind is list or kind is tuple:
        if level >= DEPTH:
            raise Malformed("nested more than {depth} deep", depth=DEPTH)
        if kind is dict:
            _check_keys(value)
            value = value.values()
        # Most items are plain, or small numbers: looking here saves a call for each.
        for item in value:
            if type(item) not in _PLAIN and not (type(item) is int and -LIMIT < item < LIMIT):
                check(item, level + 1)
    elif kind is float:
        raise Malformed("a number with a decimal point or exponent; write decimals as strings")
    else:
        raise Malformed("a {name} has no form here", name=kind.__name__)


def _check_keys(keys: Iterable[Any]) -> None:
    for key in keys:
        if key not in _known:
            _learn(key)


def _learn(key: Any) -> None:
    """Check a key; the formats use a few hundred, so known ones are remembered."""
    if type(key) is not str or not _is_key(key):
        raise Malformed("the key {key} is not made of a-z, 0-9 and _", key=f"{key!r:.40}")
    if len(_known) < 4096:
        _known.add(key)


def depth(data: bytes) -> int:
    """How deep brackets nest, strings left out. Needs no parser, so nothing can exhaust the stack."""
    deepest = level = 0
    for token in _TOKEN.finditer(data):
        mark = data[token.start()]
        if mark in b"[{":
            level += 1
            deepest = max(deepest, level)
        elif mark in b"]}":
            level -= 1
    return deepest


def normal(text: str) -> str:
    """Text as writers put it down: NFC. Readers don't require it, for Unicode's tables change between versions."""
    return unicodedata.normalize("NFC", text)

"""Reads a charter from JSON and refuses, with a sentence that says where, what nobody could live by: also what would lock all out."""

import json
import re
from collections.abc import Mapping
from typing import Any

from entredon.pure.choice import threshold
from entredon.pure.choice.charter import (
    ALONE,
    BASES,
    CLASSES,
    ENTRENCHED,
    LEVERS,
    STEWARDS,
    Charter,
    Contributors,
    Fraction,
    Lever,
    Type,
)
from entredon.pure.choice.counting import METHODS
from entredon.pure.told import Told

FIELDS = ("name", "contributors", "types", "levers", "set_aside", "entrenched")
TYPE_FIELDS = ("id", "who", "opens", "member_days", "method", "threshold", "strict", "base", "quorum", "discuss", "vote", "challenge",
               "notice", "early")  # fmt: skip
DAYS, YEAR_DAYS, NUMBER, MINOR = 90, 3_650, 1_000_000, 10**14
TYPES, CURRENCIES, NAME, SIZE = 20, 20, 60, 60_000
FEWEST = 20
"""A decision is set aside by no less than one in so many: else whoever likes none could hold up all of them, and the charter itself."""

_ID = re.compile(r"[a-z][a-z0-9-]{0,29}", re.ASCII)
_CODE = re.compile(r"[A-Z]{3}", re.ASCII)
_NAME = re.compile(r"[^\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]{1,60}")


class BadCharter(Told, ValueError):
    """A charter that nobody could live by. The text is a sentence that says where and what is wrong."""


def loads(text: str | bytes) -> Charter:
    """The charter in a JSON text, laid out as people like. Raises BadCharter."""
    if len(text) > SIZE:
        raise BadCharter("This charter is larger than {size:,} bytes.", size=SIZE)
    try:
        return read(json.loads(text, object_pairs_hook=_once))
    except UnicodeDecodeError:
        raise BadCharter("This charter is not written in UTF-8.") from None
    except json.JSONDecodeError as trouble:
        raise BadCharter(
            "This is not JSON: {msg}, in line {line}, column {column}.",
            msg=trouble.msg, line=trouble.lineno, column=trouble.colno,
        ) from None  # fmt: skip
    except RecursionError:
        raise BadCharter("This charter is nested too deep.") from None
    except ValueError as trouble:
        raise trouble if isinstance(trouble, BadCharter) else BadCharter("A number here is too long.") from None


def read(data: Any) -> Charter:
    """The charter in plain data; fields left out take their defaults. Raises BadCharter."""
    fields = _fields(data, "charter", FIELDS)
    types = _types(fields.get("types"))
    return Charter(
        name=_name(fields.get("name")),
        types=types,
        levers=_levers(fields.get("levers"), {way.id for way in types}),
        contributors=_contributors(fields.get("contributors", {})),
        set_aside=_set_aside(fields.get("set_aside", [1, 4])),
        entrenched=_entrenched(fields.get("entrenched", list(ENTRENCHED))),
    )


def _name(value: Any) -> str:
    if not isinstance(value, str) or not value.strip() or not _NAME.fullmatch(value):
        raise BadCharter("name: a charter's name is one line of 1 to {most} characters.", most=NAME)
    return value


def _contributors(data: Any) -> Contributors:
    fields = _fields(data, "contributors", ("least", "days"))
    return Contributors(
        least=_whole(fields.get("least", 1), "contributors.least", 1, 1_000),
        days=_whole(fields.get("days", 365), "contributors.days", 1, YEAR_DAYS),
    )


def _set_aside(data: Any) -> Fraction:
    num, den = _part(data, "set_aside")
    if num * FEWEST < den:
        raise BadCharter(
            "set_aside: one word of anybody would set every decision aside; write a part of those who may vote, such as [1, 4]."
        )
    return num, den


def _entrenched(data: Any) -> tuple[str, ...]:
    if not isinstance(data, list | tuple) or sorted(map(str, data)) != sorted(ENTRENCHED):
        raise BadCharter(
            "entrenched: exactly {what} stand here; no charter takes them away.", what=", ".join(ENTRENCHED)
        )
    return ENTRENCHED


# Types


def _types(data: Any) -> tuple[Type, ...]:
    if not isinstance(data, list | tuple) or not 1 <= len(data) <= TYPES:
        raise BadCharter("types: name 1 to {most} ways to decide.", most=TYPES)
    types = tuple(_type(one, f"types[{n}]") for n, one in enumerate(data))
    for n, way in enumerate(types):
        if way.id in {before.id for before in types[:n]}:
            raise BadCharter("types: “{id}” stands there twice.", id=way.id)
    return types


def _type(data: Any, where: str) -> Type:
    fields = _fields(data, where, TYPE_FIELDS)
    id = fields.get("id")
    if not isinstance(id, str) or not _ID.fullmatch(id) or id == STEWARDS:
        raise BadCharter(
            "{where}.id: write a word in a-z, 0-9 and -, and not “{taken}”, which means them alone.",
            where=where,
            taken=STEWARDS,
        )
    way = Type(
        id=id,
        who=_classes(fields.get("who"), f"{id}.who"),
        opens=_classes(fields.get("opens"), f"{id}.opens"),
        method=_one_of(fields.get("method", threshold.NAME), f"{id}.method", tuple(METHODS)),
        threshold=_part(fields.get("threshold", [1, 2]), f"{id}.threshold"),
        strict=_yes_or_no(fields.get("strict", True), f"{id}.strict"),
        base=_one_of(fields.get("base", "votes"), f"{id}.base", BASES),
        quorum=_part(fields.get("quorum", [0, 1]), f"{id}.quorum"),
        member_days=_days(fields, id, "member_days", 0),
        discuss=_days(fields, id, "discuss", 3),
        vote=_days(fields, id, "vote", 5, least=1),
        challenge=_days(fields, id, "challenge", 3),
        notice=_days(fields, id, "notice", 0),
        early=_yes_or_no(fields.get("early", False), f"{id}.early"),
    )
    _can_pass(way)
    return way


def _can_pass(way: Type) -> None:
    """Nobody is locked out by a threshold that can't be met, and nothing passes without being wanted."""
    num, den = way.threshold
    if way.strict and num == den:
        raise BadCharter(
            "{id}.threshold: more than all of them can't say yes, so nothing would ever pass; write a smaller part, or leave “strict” "
            "out.",
            id=way.id,
        )
    if not num:
        raise BadCharter("{id}.threshold: with none of the votes everything would pass; write a part.", id=way.id)


def _days(fields: Mapping[str, Any], id: str, name: str, otherwise: int, least: int = 0) -> int:
    return _whole(fields.get(name, otherwise), f"{id}.{name}", least, DAYS)


def _classes(data: Any, where: str) -> tuple[str, ...]:
    if not isinstance(data, list | tuple) or not data:
        raise BadCharter(
            "{where}: name at least one of {classes}, or nobody could do it.", where=where, classes=", ".join(CLASSES)
        )
    named = [_one_of(one, where, CLASSES) for one in data]
    if len(set(named)) != len(named):
        raise BadCharter("{where}: name each once.", where=where)
    return tuple(named)


# Levers


def _levers(data: Any, types: set[str]) -> dict[str, Lever]:
    fields = _fields(data, "levers", LEVERS)
    if missing := [name for name in LEVERS if name not in fields]:
        raise BadCharter("levers.{name}: say who decides about it, or nobody could.", name=missing[0])
    return {name: _lever(fields[name], name, types) for name in LEVERS}


def _lever(data: Any, name: str, types: set[str]) -> Lever:
    where = f"levers.{name}"
    fields = _fields(data, where, ("by", "most") if name == "budget" else ("by",))
    by = fields.get("by")
    if by == STEWARDS and name not in ALONE:
        raise BadCharter("{where}: this is decided together, and not by a steward alone; name a type.", where=where)
    if not isinstance(by, str) or by not in {STEWARDS, *types}:
        raise BadCharter(
            "{where}: there is no type {by} here; there are {types}.",
            where=where,
            by=_shown(by),
            types=", ".join(sorted(types)),
        )
    return Lever(by, _most(fields.get("most", {}), f"{where}.most"))


def _most(data: Any, where: str) -> dict[str, int]:
    """{currency: smallest units}, or the same as a list of {currency, minor}, which is how the log holds it."""
    if isinstance(data, Mapping):
        pairs = list(data.items())
    elif isinstance(data, list | tuple):
        items = [_fields(one, where, ("currency", "minor")) for one in data]
        pairs = [(one.get("currency"), one.get("minor")) for one in items]
    else:
        raise BadCharter("{where}: write currencies with amounts, not {data}.", where=where, data=_shown(data))
    most: dict[str, int] = {}
    for code, minor in pairs:
        if not isinstance(code, str) or not _CODE.fullmatch(code) or code in most or len(most) == CURRENCIES:
            raise BadCharter(
                "{where}: write each currency once, by three capitals, not {code}.", where=where, code=_shown(code)
            )
        most[code] = _whole(minor, f"{where}.{code}", 1, MINOR)
    return most


# Values


def _fields(data: Any, where: str, known: tuple[str, ...]) -> Mapping[str, Any]:
    """Named values, none of them unknown."""
    if not isinstance(data, Mapping) or not all(isinstance(key, str) for key in data):
        raise BadCharter("{where}: write named values between braces, not {data}.", where=where, data=_shown(data))
    if unknown := sorted(data.keys() - set(known)):
        raise BadCharter(
            "{where}: there is no “{unknown}” here; there are {known}.",
            where=where,
            unknown=unknown[0][:40],
            known=", ".join(known),
        )
    return data


def _part(data: Any, where: str) -> Fraction:
    """A fraction from 0 to 1, as it is written."""
    if not isinstance(data, list | tuple) or len(data) != 2:
        raise BadCharter("{where}: write a part as two whole numbers, such as [1, 2] for half.", where=where)
    num, den = _whole(data[0], where, 0, NUMBER), _whole(data[1], where, 1, NUMBER)
    if num > den:
        raise BadCharter(
            "{where}: {num} of {den} is more than all, so it could never be reached.", where=where, num=num, den=den
        )
    return num, den


def _whole(value: Any, where: str, least: int, most: int) -> int:
    if type(value) is not int:
        raise BadCharter("{where}: write a whole number, not {value}.", where=where, value=_shown(value))
    if not least <= value <= most:
        raise BadCharter(
            "{where}: {value} is not between {least:,} and {most:,}.",
            where=where, value=_shown(value), least=least, most=most,
        )  # fmt: skip
    return value


def _yes_or_no(value: Any, where: str) -> bool:
    if not isinstance(value, bool):
        raise BadCharter("{where}: write true or false, not {value}.", where=where, value=_shown(value))
    return value


def _one_of(value: Any, where: str, known: tuple[str, ...]) -> str:
    if not isinstance(value, str) or value not in known:
        raise BadCharter(
            "{where}: there is no {value} here; there are {known}.",
            where=where,
            value=_shown(value),
            known=", ".join(known),
        )
    return value


def _shown(value: Any) -> str:
    """A wrong value as its author would recognise it, in short."""
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) >= 10**20:
        return "so large a number"
    if isinstance(value, list | tuple | Mapping):
        return "a list" if not isinstance(value, Mapping) else "braces"
    return json.dumps(value, ensure_ascii=False)[:40] if value is not None else "nothing"


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise BadCharter("“{key}” stands twice in this charter.", key=key[:40])
        found[key] = value
    return found

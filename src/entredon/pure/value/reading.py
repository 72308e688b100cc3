"""Reads a sharing rule from JSON and refuses, with a sentence that says where, whatever lies outside its bounds."""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from entredon.pure.told import Told
from entredon.pure.value.points import FUNCTIONS
from entredon.pure.value.rule import ALGORITHMS, CONTEST_DAYS, OTHER, TOP, WHOLE, Points, Rule

FIELDS = ("way", "parts", "top", "pools", "points", "minimum", "unclaimed", "contest_days")
PARTS = 10_000
WEIGHT = 1_000_000_000
DAYS = 36_500
KINDS = 200
SIZE = 1_000_000

_KIND = re.compile(r"[a-z][a-z0-9_]{0,39}", re.ASCII)
_PERSON = re.compile(r"[a-z0-9][a-z0-9:._-]{0,99}", re.ASCII)


class BadRule(Told, ValueError):
    """A rule that can't be followed. The text is a sentence that says where and what is wrong."""


def loads(text: str | bytes) -> Rule:
    """The rule in a JSON text, laid out as people like. Raises BadRule."""
    if len(text) > SIZE:
        raise BadRule("This rule is larger than {size:,} bytes.", size=SIZE)
    try:
        data = json.loads(text, object_pairs_hook=_once, parse_float=_no_float, parse_constant=_no_float)
    except UnicodeDecodeError:
        raise BadRule("This rule is not written in UTF-8.") from None
    except json.JSONDecodeError as trouble:
        raise BadRule(
            "This is not JSON: {msg}, in line {lineno}, column {colno}.",
            msg=trouble.msg,
            lineno=trouble.lineno,
            colno=trouble.colno,
        ) from None
    except RecursionError:
        raise BadRule("This rule is nested too deep.") from None
    except ValueError as trouble:
        raise trouble if isinstance(trouble, BadRule) else BadRule("A number in this rule is too long.") from None
    return read(data)


def read(data: Any) -> Rule:
    """The rule in plain data; fields left out take their defaults. Raises BadRule."""
    fields = _object(data, "The rule")
    unknown = sorted(fields.keys() - set(FIELDS))
    if unknown:
        raise BadRule("A rule has no “{unknown}”; it has {fields}.", unknown=unknown[0][:40], fields=", ".join(FIELDS))
    way = fields.get("way")
    if not isinstance(way, str) or way not in ALGORITHMS:
        raise BadRule("way: a rule's way is pot, fixed or flow, not {way}.", way=_shown(way))
    rule = Rule(
        way=way,
        parts=_parts(fields.get("parts", [])),
        top=_shares(fields.get("top", {}), "top", _top),
        pools=_shares(fields.get("pools", {}), "pools", _kind),
        points=_points(fields.get("points", {})),
        minimum=_integer(fields.get("minimum", 0), "minimum", 0, 1_000_000_000_000),
        unclaimed=_integer(fields.get("unclaimed", 0), "unclaimed", 0, DAYS),
        contest_days=_integer(fields.get("contest_days", CONTEST_DAYS), "contest_days", 0, DAYS),
    )
    _fits(rule)
    return rule


def _fits(rule: Rule) -> None:
    """Each way has its own fields; what another way would need is a mistake, not an extra."""
    if rule.way != "fixed" and rule.parts:
        raise BadRule("parts: only a rule by fixed parts names people, and this one's way is {way}.", way=rule.way)
    if rule.way != "flow" and (rule.pools or rule.points):
        raise BadRule("pools and points belong to a rule by contributions, and this one's way is {way}.", way=rule.way)
    if rule.way == "pot" and rule.top:
        raise BadRule("top: the common pot gets everything, so nothing can go to others first.")
    if rule.way == "fixed" and not rule.parts:
        raise BadRule("parts: name at least one person and her weight.")
    if rule.way == "fixed" and not rule.rest:
        raise BadRule("top: it takes everything, so nothing is left for the people named.")
    if rule.way == "flow" and not rule.pools:
        raise BadRule("pools: name at least one kind of work and its share, or “{other}” for all kinds.", other=OTHER)
    idle = sorted(kind for kind in rule.points if rule.pool(kind) not in rule.pools)
    if rule.way == "flow" and idle:
        raise BadRule(
            "points.{idle}: this kind has no pool, and there is no pool “{other}” for it either.",
            idle=idle[0],
            other=OTHER,
        )


def _parts(data: Any) -> dict[str, int]:
    """{person: weight}, or the same as a list of {person, weight}, which is how the log holds it."""
    if isinstance(data, Mapping):
        pairs = list(data.items())
    elif isinstance(data, list | tuple):
        pairs = [_part(item, f"parts[{n}]") for n, item in enumerate(data)]
    else:
        raise BadRule("parts: write people with their weights, not {data}.", data=_shown(data))
    if len(pairs) > PARTS:
        raise BadRule(
            "parts: at most {parts:,} people can be named; these are {count:,}.", parts=PARTS, count=len(pairs)
        )
    parts: dict[str, int] = {}
    for person, weight in pairs:
        if not isinstance(person, str) or not _PERSON.fullmatch(person):
            raise BadRule("parts: {person} is not the id of a person.", person=_shown(person))
        if person in parts:
            raise BadRule("parts: {person} is named twice.", person=person[:14])
        parts[person] = _integer(weight, f"parts.{person[:14]}", 1, WEIGHT)
    return parts


def _part(data: Any, where: str) -> tuple[Any, Any]:
    item = _object(data, where)
    if item.keys() != {"person", "weight"}:
        raise BadRule("{where}: write exactly a person and a weight.", where=where)
    return item["person"], item["weight"]


def _shares(data: Any, where: str, check: Callable[[str, str], None]) -> dict[str, int]:
    shares = {}
    for name, share in _object(data, where).items():
        check(name, where)
        shares[name] = _integer(share, f"{where}.{name}", 1, WHOLE)
    if sum(shares.values()) > WHOLE:
        raise BadRule(
            "{where}: together {sum:,} parts per million; the whole is {whole:,}.",
            where=where,
            sum=sum(shares.values()),
            whole=WHOLE,
        )
    return shares


def _top(name: str, where: str) -> None:
    if name not in TOP:
        raise BadRule(
            "{where}: only {top} can stand here, not “{name}”.", where=where, top=" and ".join(TOP), name=name[:40]
        )


def _kind(name: str, where: str) -> None:
    if not _KIND.fullmatch(name):
        raise BadRule(
            "{where}: a kind of work is written in a-z, 0-9 and _, not “{name}”.", where=where, name=name[:40]
        )


def _points(data: Any) -> dict[str, Points]:
    kinds = _object(data, "points")
    if len(kinds) > KINDS:
        raise BadRule("points: at most {kinds} kinds of work.", kinds=KINDS)
    found = {}
    for kind, how in kinds.items():
        _kind(kind, "points")
        found[kind] = _how(how, f"points.{kind}")
    return found


def _how(data: Any, where: str) -> Points:
    how = _object(data, where)
    unknown = sorted(how.keys() - {"measure", "f", "base", "cap"})
    if unknown:
        raise BadRule(
            "{where}: there is no “{unknown}” here; there are measure, f, base and cap.",
            where=where,
            unknown=unknown[0][:40],
        )
    measure, f, cap = how.get("measure", "points"), how.get("f", "linear"), how.get("cap")
    if not isinstance(measure, str) or not _KIND.fullmatch(measure):
        raise BadRule("{where}.measure: {measure} is not the name of a measure.", where=where, measure=_shown(measure))
    if not isinstance(f, str) or f not in FUNCTIONS:
        raise BadRule(
            "{where}.f: choose {functions}; not {f}.", where=where, functions=", ".join(FUNCTIONS), f=_shown(f)
        )
    base = _integer(how.get("base", 1), f"{where}.base", 1, WHOLE)
    return Points(measure, f, base, None if cap is None else _integer(cap, f"{where}.cap", 1, WEIGHT))


def _integer(value: Any, where: str, least: int, most: int) -> int:
    if type(value) is not int:
        raise BadRule("{where}: write a whole number, not {value}.", where=where, value=_shown(value))
    if not least <= value <= most:
        shown = f"{value:,}" if abs(value) < 10**20 else "this number"
        raise BadRule(
            "{where}: {shown} is not between {least:,} and {most:,}.", where=where, shown=shown, least=least, most=most
        )
    return value


def _object(data: Any, where: str) -> Mapping[str, Any]:
    if not isinstance(data, Mapping) or not all(isinstance(key, str) for key in data):
        raise BadRule("{where}: write named values between braces, not {data}.", where=where, data=_shown(data))
    return data


def _shown(value: Any) -> str:
    """A wrong value as its author would recognise it, in short."""
    if value is None:
        return "nothing"
    if isinstance(value, str):
        return f"“{value[:40]}”"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return f"{value:,}" if abs(value) < 10**20 else "so large a number"
    if isinstance(value, float):
        return "a number with a decimal point"
    return "a list" if isinstance(value, list | tuple) else "braces" if isinstance(value, Mapping) else "this"


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise BadRule("“{key}” stands twice in this rule.", key=key[:40])
        found[key] = value
    return found


def _no_float(text: str) -> Any:
    raise BadRule(
        "“{text}”: numbers in a rule are whole; write shares in parts per million (5 % is 50000).", text=text[:24]
    )

"""Reasons that are kept, so that they can be told later in any language: a sentence with its values, as JSON."""

import json
from typing import Any

from entredon.pure.formats import Day, Money
from entredon.pure.told import Told


def kept(trouble: Told) -> str:
    """A reason as text."""
    return json.dumps(_packed(trouble), ensure_ascii=False)


def read(text: str) -> Told:
    """The reason again; what was never packed is a sentence by itself."""
    try:
        found = _unpacked(json.loads(text)) if text else Told()
    except (ValueError, TypeError, KeyError):
        found = text
    return found if isinstance(found, Told) else Told(str(text))


def _packed(value: Any) -> Any:
    if isinstance(value, Told):
        return {"told": value.sentence, "with": {name: _packed(one) for name, one in value.values.items()}}
    if isinstance(value, Money):
        return {"minor": value.minor, "currency": value.currency}
    if isinstance(value, Day):
        return {"day": str(value)}
    return value if isinstance(value, int) else str(value)


def _unpacked(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    if "told" in value:
        return Told(value["told"], **{name: _unpacked(one) for name, one in value["with"].items()})
    return Money(value["minor"], value["currency"]) if "minor" in value else Day(value["day"])

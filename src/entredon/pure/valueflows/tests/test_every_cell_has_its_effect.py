"""For each action and each thing it may change, the value afterwards, written down by hand.

Before: resource ``r`` is 10 in the books and 10 on hand, Own's, here, in a box, raw and plain; ``t`` is 1 and 1, Old's,
yonder, in a bag, cast and dull. The event says: 3, there, painted, good. Ann does it alone, or hands over to Bob.
"""

from decimal import Decimal

import pytest

from entredon.pure.valueflows.actions import ACTIONS
from entredon.pure.valueflows.effects import Event, Impossible, State, effects

R = State(Decimal(10), Decimal(10), "kg", "Own", "here", "box", "raw", "plain")
T = State(Decimal(1), Decimal(1), "kg", "Old", "yonder", "bag", "cast", "dull")
COLUMNS = ("accounting", "onhand", "accountable", "location", "contained_in", "stage", "state")
UNTOUCHED_R = "10 10 Own here box raw plain"
UNTOUCHED_T = "1 1 Old yonder bag cast dull"

# action, what becomes of r, what becomes of t
AFTER = [
    ("produce", "13 13 Own here box painted good", UNTOUCHED_T),
    ("consume", "7 7 Own here box raw good", UNTOUCHED_T),
    ("use", "10 10 Own here box raw good", UNTOUCHED_T),
    ("work", UNTOUCHED_R, UNTOUCHED_T),
    ("cite", "10 10 Own here box raw good", UNTOUCHED_T),
    ("deliverService", UNTOUCHED_R, UNTOUCHED_T),
    ("pickup", "10 7 Own there box raw good", UNTOUCHED_T),
    ("dropoff", "10 13 Own there box painted good", UNTOUCHED_T),
    ("accept", "10 7 Own there box raw good", UNTOUCHED_T),
    ("modify", "10 13 Own there box painted good", UNTOUCHED_T),
    ("combine", "10 7 Own here t raw good", UNTOUCHED_T),
    ("separate", "10 13 Own here - painted good", UNTOUCHED_T),
    ("transferCustody", "10 7 Own here box raw plain", "1 4 Old there bag cast good"),
    ("transferAllRights", "7 10 Own here box raw plain", "4 1 Bob yonder bag cast good"),
    ("transfer", "7 7 Own here box raw plain", "4 4 Bob there bag cast good"),
    ("move", "7 7 Own here box raw plain", "4 4 Old there bag cast good"),
    ("copy", UNTOUCHED_R, "4 4 Old yonder bag cast good"),
    ("raise", "13 13 Own here box raw good", UNTOUCHED_T),
    ("lower", "7 7 Own here box raw good", UNTOUCHED_T),
]
TWO_AGENTS = {"transferCustody", "transferAllRights", "transfer"}
TWO_RESOURCES = {*TWO_AGENTS, "move", "copy", "combine"}


def event(action: str) -> Event:
    return Event(
        action,
        provider="Ann",
        receiver="Bob" if action in TWO_AGENTS else "Ann",
        resource="r",
        to_resource="t" if action in TWO_RESOURCES else "",
        quantity=Decimal(3),
        unit="kg",
        to_location="there",
        stage="painted",
        state="good",
    )


def cells(row: int) -> list[tuple[str, str, str]]:
    return [
        (line[0], column, value.replace("-", ""))
        for line in AFTER
        for column, value in zip(COLUMNS, line[row].split(), strict=True)
    ]


@pytest.mark.parametrize(("action", "column", "expected"), cells(1))
def test_the_named_resource_becomes(action: str, column: str, expected: str) -> None:
    after = effects(event(action), {"r": R, "t": T}).get("r", R)
    assert str(getattr(after, column)) == expected


@pytest.mark.parametrize(("action", "column", "expected"), cells(2))
def test_the_receivers_resource_becomes(action: str, column: str, expected: str) -> None:
    after = effects(event(action), {"r": R, "t": T}).get("t", T)
    assert str(getattr(after, column)) == expected


# action, which resource may begin, and what it is then: books, hand, whose, where
BEGINS = [
    ("produce", "r", "3 3 Ann there"),
    ("raise", "r", "3 3 Ann -"),
    ("lower", "r", "-3 -3 Ann -"),
    ("transferCustody", "t", "0 3 Own there"),
    ("transferAllRights", "t", "3 0 Bob -"),
    ("transfer", "t", "3 3 Bob there"),
    ("move", "t", "3 3 Own there"),
    ("copy", "t", "3 3 Ann there"),
]


@pytest.mark.parametrize(("action", "new", "expected"), BEGINS)
def test_a_resource_may_begin(action: str, new: str, expected: str) -> None:
    known = {"r": R} if new == "t" else {}
    after = effects(event(action), known)[new]
    assert [
        str(after.accounting), str(after.onhand), after.accountable, after.location or "-"
    ] == expected.split()  # fmt: skip
    assert after.unit == "kg"


@pytest.mark.parametrize("action", sorted({"consume", "pickup", "dropoff", "accept", "modify", "combine", "separate"}))
def test_no_other_action_begins_a_resource(action: str) -> None:
    with pytest.raises(Impossible, match="no resource r"):
        effects(event(action), {})


@pytest.mark.parametrize("action", ["use", "cite", "work", "deliverService"])
def test_what_counts_nothing_asks_for_no_resource(action: str) -> None:
    assert effects(event(action), {}) == {}


def test_every_action_is_here() -> None:
    assert [line[0] for line in AFTER] == list(ACTIONS)
    begin = {name for name, action in ACTIONS.items() if action.create_resource}
    assert {line[0] for line in BEGINS} == begin

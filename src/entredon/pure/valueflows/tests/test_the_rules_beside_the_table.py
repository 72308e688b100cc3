"""The six rules that stand outside the table of actions, one after the other."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entredon.pure.valueflows.actions import ACTIONS, IMPLIED
from entredon.pure.valueflows.effects import Event, Impossible, State, effects

ANNS = State(Decimal(10), Decimal(10), accountable="Ann")
BOBS = State(Decimal(10), Decimal(10), accountable="Bob")


def three(action: str, **said: object) -> Event:
    return Event(action, provider="Ann", receiver="Bob", quantity=Decimal(3), **said)  # type: ignore[arg-type]


def counts(event: Event, **known: State) -> dict[str, tuple[int, int]]:
    after = {**known, **effects(event, known)}
    return {id: (int(state.accounting), int(state.onhand)) for id, state in after.items()}


# 1. provider ≠ receiver implies a transfer


def test_an_input_is_first_transferred_and_then_used_up() -> None:
    event = three("consume", resource="r", to_resource="t")
    assert counts(event, r=ANNS, t=BOBS) == {"r": (7, 7), "t": (10, 10)}


def test_an_output_is_first_made_and_then_transferred() -> None:
    event = three("produce", resource="r", to_resource="t")
    assert counts(event, r=ANNS, t=BOBS) == {"r": (10, 10), "t": (13, 13)}
    assert effects(event, {"r": ANNS})["t"].accountable == "Bob"


def test_pickup_and_dropoff_imply_only_custody() -> None:
    assert counts(three("pickup", resource="r", to_resource="t"), r=ANNS, t=BOBS) == {"r": (10, 7), "t": (10, 10)}
    assert counts(three("dropoff", resource="r", to_resource="t"), r=ANNS, t=BOBS) == {"r": (10, 10), "t": (10, 13)}


def test_accept_and_modify_imply_only_custody() -> None:
    assert counts(three("accept", resource="r", to_resource="t"), r=ANNS, t=BOBS) == {"r": (10, 7), "t": (10, 10)}
    assert counts(three("modify", resource="r", to_resource="t"), r=ANNS, t=BOBS) == {"r": (10, 10), "t": (10, 13)}


@pytest.mark.parametrize("action", ["use", "cite", "work"])
def test_using_citing_and_working_transfer_nothing(action: str) -> None:
    assert counts(three(action, resource="r"), r=ANNS) == {"r": (10, 10)}
    assert action not in IMPLIED


def test_what_is_used_up_by_somebody_else_is_taken_off_once() -> None:
    assert counts(three("consume", resource="r"), r=ANNS) == {"r": (7, 7)}
    assert counts(three("pickup", resource="r"), r=ANNS) == {"r": (10, 7)}


def test_what_is_made_for_somebody_else_begins_as_hers() -> None:
    made = effects(three("produce", resource="r", to_location="there", stage="welded"), {})["r"]
    assert (made.accounting, made.accountable, made.location, made.stage) == (3, "Bob", "there", "welded")


def test_an_agent_that_is_not_said_implies_nothing() -> None:
    event = Event("consume", provider="Ann", resource="r", quantity=Decimal(3))
    assert counts(event, r=BOBS) == {"r": (7, 7)}


# 2. a loan: one id on both sides


def test_lending_takes_from_the_shelf_and_giving_back_puts_it_there_again() -> None:
    book = State(Decimal(1), Decimal(1), accountable="Ann")
    lend = Event("transferCustody", provider="Ann", receiver="Bob", resource="book", quantity=Decimal(1))
    lent = effects(lend, {"book": book})["book"]
    assert (lent.accounting, lent.onhand, lent.accountable) == (1, 0, "Ann")
    back = Event("transferCustody", provider="Bob", receiver="Ann", resource="book", quantity=Decimal(1))
    assert effects(back, {"book": lent})["book"] == book


def test_moving_a_thing_that_keeps_its_id_changes_only_its_place() -> None:
    event = Event("move", provider="Ann", receiver="Ann", resource="r", quantity=Decimal(10), to_location="shed")
    after = effects(event, {"r": ANNS})["r"]
    assert (after.accounting, after.onhand, after.location) == (10, 10, "shed")


# 3. loss between accept and modify


def test_what_is_lost_on_the_way_is_lowered_and_not_hidden_in_the_pair() -> None:
    def alone(action: str, quantity: int) -> Event:
        return Event(action, provider="Ann", receiver="Ann", resource="r", quantity=Decimal(quantity))

    def after(*events: Event) -> tuple[int, int]:
        state = State(Decimal(1000), Decimal(1000), accountable="Ann")
        for event in events:
            state = effects(event, {"r": state})["r"]
        return int(state.accounting), int(state.onhand)

    assert after(alone("accept", 1000), alone("modify", 998)) == (1000, 998)
    assert after(alone("accept", 1000), alone("modify", 1000), alone("lower", 2)) == (998, 998)


# 4. corrections


def test_only_a_correction_may_be_negative() -> None:
    wrong = Event("produce", resource="r", quantity=Decimal(-3))
    with pytest.raises(Impossible, match="Only a correction"):
        effects(wrong, {"r": ANNS})
    assert counts(Event("produce", resource="r", quantity=Decimal(-3), corrects=True), r=ANNS) == {"r": (7, 7)}


def test_a_correction_changes_amounts_and_nothing_else() -> None:
    event = three("transfer", resource="r", to_resource="t", to_location="there", state="good", corrects=True)
    old = State(Decimal(1), Decimal(1), accountable="Old", location="yonder", state="dull")
    after = effects(event, {"r": ANNS, "t": old})["t"]
    assert (after.accounting, after.accountable, after.location, after.state) == (4, "Old", "yonder", "dull")


@given(st.sampled_from(sorted(ACTIONS)), st.integers(1, 10**12), st.sampled_from(["Ann", "Bob", ""]))
def test_what_is_taken_back_whole_leaves_the_amounts_of_before(action: str, amount: int, receiver: str) -> None:
    known = {"r": ANNS, "t": BOBS}

    def event(quantity: int, *, corrects: bool) -> Event:
        return Event(action, "Ann", receiver, "r", "t", Decimal(quantity), corrects=corrects)

    after = {**known, **effects(event(amount, corrects=False), known)}
    again = {**after, **effects(event(-amount, corrects=True), after)}
    for id, before in known.items():
        assert (again[id].accounting, again[id].onhand) == (before.accounting, before.onhand)


# 5 and 6


def test_effort_changes_no_resource() -> None:
    assert effects(Event("work", provider="Ann", resource="r"), {"r": ANNS}) == {}


def test_goods_named_only_by_a_number_on_them_change_nothing() -> None:
    assert effects(three("transfer"), {}) == {}


# what must not be


def test_an_unknown_action_is_named() -> None:
    with pytest.raises(Impossible, match="no action “devour”"):
        effects(three("devour"), {})


def test_kilograms_are_not_added_to_pieces() -> None:
    with pytest.raises(Impossible, match="counted in “”, not in “kg”"):
        effects(three("consume", resource="r", unit="kg"), {"r": ANNS})


@given(st.sampled_from(["transfer", "move", "transferCustody", "transferAllRights"]), st.integers(0, 10**30))
def test_a_transfer_keeps_the_sum(action: str, amount: int) -> None:
    event = Event(action, "Ann", "Bob", "r", "t", Decimal(amount))
    after = effects(event, {"r": ANNS, "t": BOBS})
    assert after["r"].accounting + after["t"].accounting == 20
    assert after["r"].onhand + after["t"].onhand == 20

"""How far something is, as one line: an order, a decision, and the piece of the page that draws it."""

import re
from typing import Any

import pytest

from entredon.apps.decide import decision_shown, phases
from entredon.apps.decide.models import Decision
from entredon.apps.market import naming
from entredon.site.templatetags.components import phases as drawn

PAST, NOW, COMES = 2, 1, 0


def so_far(course: list[dict[str, Any]]) -> list[int]:
    return [one["at"] for one in course]


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("accepted", [NOW, COMES, COMES, COMES, COMES]),
        ("delivered", [PAST, PAST, NOW, COMES, COMES]),
        ("completed", [PAST, PAST, PAST, PAST, PAST]),
        ("withdrawn", []),
    ],
)
def test_an_order_is_as_far_as_its_state_says(state: str, expected: list[int]) -> None:
    assert so_far(naming.course(state)) == expected


@pytest.mark.parametrize(
    ("state", "phase", "passed", "expected", "last"),
    [
        ("discussed", phases.TALK, False, [NOW, COMES, COMES, COMES], "carrying it out"),
        ("voting", phases.VOTE, False, [PAST, NOW, COMES, COMES], "carrying it out"),
        ("passed", phases.CHALLENGE, True, [PAST, PAST, NOW, COMES], "carrying it out"),
        ("passed", phases.CARRY, True, [PAST, PAST, PAST, NOW], "carrying it out"),
        ("executed", phases.OVER, True, [PAST, PAST, PAST, PAST], "carried out"),
        ("stalled", phases.OVER, True, [PAST, PAST, PAST, NOW], "can’t be carried out"),
        ("refused", phases.OVER, False, [PAST, PAST, NOW], "decided: no"),
    ],
)
def test_a_decision_is_as_far_as_its_phase_and_ends_as_it_ended(
    state: str, phase: str, passed: bool, expected: list[int], last: str
) -> None:
    tallied = "" if state in ("discussed", "voting") else "c" * 64
    course = decision_shown.course(Decision(state=state, passed=passed, tallied=tallied), phase)
    assert (so_far(course), str(course[-1]["text"])) == (expected, last)


def test_what_was_taken_back_has_no_way_left() -> None:
    assert decision_shown.course(Decision(state="withdrawn"), phases.OVER) == []


def test_the_line_names_each_step_and_says_where_it_is() -> None:
    steps = [{"text": "asked", "at": PAST}, {"text": "<voting>", "at": NOW}, {"text": "done", "at": COMES}]
    html = drawn(steps, "How far", "association")
    assert re.findall(r'<li class="([\w-]+)"( aria-current="step")?>', html) == [
        ("past", ""),
        ("now", ' aria-current="step"'),
        ("to-come", ""),
    ]
    assert 'aria-label="How far"' in html
    assert "&lt;voting&gt;" in html
    assert drawn([], "How far") == ""

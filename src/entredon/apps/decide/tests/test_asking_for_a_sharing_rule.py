"""Asking on the page for another sharing rule: with other parts than the one in force, or with fixed parts among members."""

from typing import Any

import pytest

from entredon.apps.decide.models import Decision
from entredon.apps.decide.tests.council import Council, at
from entredon.apps.decide.tests.test_decisions_on_pages import HOME, put, text
from entredon.apps.value.entries import RuleAdopted
from entredon.log.models import Log
from entredon.log.told import short
from entredon.pure.value.rule import CONTRIBUTIONS
from entredon.testing_cast import Cast, person

SHARING = f"{HOME}new/sharing/"


@pytest.fixture
def council(cast: Cast, settings: Any) -> Council:
    settings.ENTREDON_TEST_CLOCK = at(1, 11).replace("Z", "+00:00")
    cast.say(RuleAdopted(rule=CONTRIBUTIONS.data()))
    return Council(cast)


def asked(council: Council, **typed: Any) -> dict[str, Any]:
    """The rule that a question asks for which Bob puts."""
    row = put(council.cast.client("bob"), "sharing", title="Shall it be so?", **typed)
    rule: dict[str, Any] = row.effect["rule"]
    return rule


def test_only_the_parts_that_are_typed_change(council: Council) -> None:
    rule = asked(council, rule="now", association="12,5", contest_days="21")
    assert rule == CONTRIBUTIONS.data() | {
        "top": CONTRIBUTIONS.data()["top"] | {"association": 125_000}, "contest_days": 21,
    }  # fmt: skip


def test_a_part_of_nothing_is_no_part(council: Council) -> None:
    assert asked(council, rule="now", association="0", fund="7 %", unclaimed="90")["top"] == {"fund": 70_000}


def test_fixed_parts_are_asked_for_and_their_preview_shows_what_changes(council: Council) -> None:
    ada, bob = person(council.ada), person(council.bob)
    typed = {"rule": "fixed", "who": [short(ada), short(bob), ""], "weight": ["2", "1", ""], "fund": "10"}
    looked = text(council.cast.client("bob").post(SHARING, {"title": "Shall it be so?", "text": "", **typed}))
    assert "What it would change" in looked
    assert "2 : 1" in looked
    assert "Put it to everybody" in looked
    rule = asked(council, **typed)
    assert (rule["way"], rule["top"]) == ("fixed", {"fund": 100_000})
    assert {one["person"]: one["weight"] for one in rule["parts"]} == {ada: 2, bob: 1}


@pytest.mark.parametrize(
    ("typed", "because"),
    [
        ({"rule": "now", "association": "a tenth"}, "Write a percentage from 0 to 100"),
        ({"rule": "now", "association": "101"}, "Write a percentage from 0 to 100"),
        ({"rule": "now", "association": "60", "fund": "50"}, "top"),
        ({"rule": "now"}, "This is the sharing rule in force already."),
        ({"rule": "now", "contest_days": "-1"}, "greater than or equal to 0"),
        ({"rule": "pot@1", "fund": "10"}, "the common pot gets everything"),
        ({"rule": "fixed"}, "Name at least one member and her part."),
        ({"rule": "fixed", "who": [""], "weight": ["2"]}, "Whose part is this?"),
        ({"rule": "fixed", "fund": "x"}, "Write a percentage from 0 to 100"),
    ],
)  # fmt: skip
def test_parts_that_make_no_rule_are_refused_with_a_sentence(
    council: Council, typed: dict[str, Any], because: str
) -> None:
    size = Log.objects.get(slug="merel").size
    answer = council.cast.client("bob").post(SHARING, {"title": "Shall it be so?", "do": "open", **typed})
    assert because in text(answer)
    assert Log.objects.get(slug="merel").size == size
    assert not Decision.objects.filter(commons="merel").exists()


def test_the_pot_can_be_left_for_fixed_parts(cast: Cast, settings: Any) -> None:
    settings.ENTREDON_TEST_CLOCK = at(1, 11).replace("Z", "+00:00")
    council = Council(cast)
    assert asked(council, rule="fixed", who=[short(person(council.eve))], weight=["1"])["way"] == "fixed"

"""The first charter: by a steward, once, and only one under which everything can be decided."""

from typing import Any

import pytest

from entredon.apps.commons.entries import RoleGiven, RoleWithdrawn
from entredon.apps.decide.entries import Chartered, Effect
from entredon.apps.decide.models import Charter, InForce
from entredon.apps.decide.tests.council import TITLE, Council, charter_of, type_of
from entredon.apps.value.entries import RuleAdopted, RuleSigned
from entredon.pure.choice.charter import Lever
from entredon.pure.choice.templates import TEMPLATES
from entredon.testing_cast import Cast, person


@pytest.fixture
def council(cast: Cast) -> Council:
    return Council(cast, adopt=False)


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_steward_adopts_one_of_the_four(council: Council, name: str) -> None:
    """Each can be lived by from the first day, also where nobody has contributed or sells anything yet."""
    template = TEMPLATES[name]
    council.refused(Chartered(charter=template.data()), council.bob, because="Only a steward can do this")
    entry = council.adopt(template)
    row = Charter.objects.get()
    assert (row.id, row.hash, row.charter, row.decision) == (entry, template.hash, template.data(), "")
    assert InForce.objects.get(id="charter").entry == entry


def test_a_charter_comes_once(council: Council) -> None:
    council.adopt(charter_of())
    again = Chartered(charter=charter_of(type_of(vote=9)).data())
    council.refused(again, because="There is a charter here already; a decision changes it")


def test_a_charter_is_written_in_full_whoever_left_fields_out(council: Council) -> None:
    said = charter_of().data()
    del said["set_aside"], said["types"][0]["notice"]
    council.say(Chartered(charter=said))
    assert Charter.objects.get().charter == charter_of(set_aside=(1, 4)).data()


@pytest.mark.parametrize(
    ("changes", "because"),
    [
        ({"threshold": [3, 2]}, "is more than all"),
        ({"threshold": [1, 1]}, "nothing would ever pass"),
        ({"quorum": [2, 1]}, "could never be reached"),
        ({"who": []}, "name at least one"),
        ({"vote": 0}, "is not between 1 and 90"),
    ],
)
def test_one_that_locks_everybody_out_is_refused(council: Council, changes: dict[str, object], because: str) -> None:
    said = charter_of().data()
    said["types"][0] |= changes
    council.refused(Chartered(charter=said), because="This charter can't be lived by.")
    council.refused(Chartered(charter=said), because=because)
    council.adopt(charter_of())


@pytest.mark.parametrize("class_", ["keepers", "contributors", "partners"])
def test_one_that_leaves_something_to_nobody_is_refused(council: Council, class_: str) -> None:
    """Who votes, and who opens: there has to be somebody now."""
    nobody = f"This charter leaves “all” to {class_}, and there are none now: nobody could decide"
    council.refused(Chartered(charter=charter_of(type_of(who=(class_,))).data()), because=nobody)
    council.refused(Chartered(charter=charter_of(type_of(opens=(class_,))).data()), because=nobody)
    council.adopt(charter_of(type_of(who=(class_, "stewards"))))


def test_a_type_that_decides_about_nothing_needs_nobody(council: Council) -> None:
    council.adopt(charter_of(type_of(), type_of(id="idle", who=("partners",))))


def test_with_a_keeper_keepers_can_decide(council: Council) -> None:
    council.say(RoleGiven(person=person(council.bob), role="keeper"))
    council.adopt(charter_of(type_of(who=("keepers",))))


def test_one_for_people_who_have_been_here_for_longer_than_anybody_is_refused(db: None, settings: Any) -> None:
    settings.ENTREDON_TEST_CLOCK = "2026-11-30T10:00:00+00:00"
    council = Council(Cast.found("elster"), adopt=False)
    said = charter_of(type_of(member_days=90)).data()
    council.refused(Chartered(charter=said), because="those who have been here for 90 days, and nobody has", day=60)
    council.say(Chartered(charter=said), day=95)


# What stewards may still do alone


def test_without_a_charter_stewards_do_as_before_and_nothing_can_be_opened(council: Council) -> None:
    council.refused(council.motion(), because="There is no charter here that says who decides", texts=TITLE)
    council.say(RuleAdopted(rule={"way": "pot", "minimum": 5}))
    council.say(RoleGiven(person=person(council.eve), role="steward"))
    council.say(RoleWithdrawn(person=person(council.eve), role="steward"))
    assert not InForce.objects.exists(), "old records keep the tables they had"


def test_what_a_charter_leaves_to_decisions_no_steward_does_alone(council: Council) -> None:
    council.adopt(charter_of())
    alone = "By the charter a decision settles {}, and not a steward alone"
    council.refused(RuleAdopted(rule={"way": "pot", "minimum": 5}), because=alone.format("the sharing rule"))
    council.refused(RoleGiven(person=person(council.eve), role="steward"), because=alone.format("who is a steward"))
    council.refused(RoleWithdrawn(person=person(council.dora), role="steward"), because="who is a steward")


def test_what_a_steward_adopted_before_takes_no_force_by_signatures_after_it(council: Council) -> None:
    parts = [{"person": person(key), "weight": 1} for key in (council.bob, council.eve)]
    rule = council.say(RuleAdopted(rule={"way": "fixed", "parts": parts}))
    council.say(RuleSigned(rule=rule), council.bob)
    council.adopt(charter_of())
    council.refused(RuleSigned(rule=rule), council.eve, because="By the charter a decision settles the sharing rule")


def test_other_roles_and_stepping_down_stay_free(council: Council) -> None:
    council.adopt(charter_of())
    council.say(RoleGiven(person=person(council.eve), role="keeper"))
    council.say(RoleWithdrawn(person=person(council.eve), role="keeper"))
    entry = council.say(RoleWithdrawn(person=person(council.dora), role="steward"), council.dora)
    assert InForce.objects.get(id=f"steward/{person(council.dora)}").entry == entry


def test_what_a_charter_leaves_to_stewards_they_do_and_nobody_opens(council: Council) -> None:
    council.adopt(charter_of(levers={"sharing": Lever("stewards"), "steward": Lever("stewards")}))
    rule = council.say(RuleAdopted(rule={"way": "pot", "minimum": 5}))
    given = council.say(RoleGiven(person=person(council.eve), role="steward"))
    noted = {row.id: (row.entry, row.decision) for row in InForce.objects.exclude(id="charter")}
    assert noted == {"sharing": (rule, ""), f"steward/{person(council.eve)}": (given, "")}
    motion = council.motion(Effect(lever="sharing", rule={"way": "pot", "minimum": 9}))
    council.refused(
        motion, because="By the charter any steward settles the sharing rule, without a decision", texts=TITLE
    )

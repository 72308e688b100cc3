"""The effects of decisions, lever by lever: tried when opened, carried out as they were meant, stalled where that can't be."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction

from entredon.apps.commons.entries import RoleGiven, RoleWithdrawn
from entredon.apps.decide import record_decisions, record_effects
from entredon.apps.decide.entries import Effect, Executed, Moved, Stalled
from entredon.apps.decide.models import Charter, InForce
from entredon.apps.decide.tests.council import TITLE, Council, at, charter_of, type_of
from entredon.apps.market.entries import PartnerProposed, TermsProposed
from entredon.apps.market.models import Agreement, Partner
from entredon.apps.market.tests.stall import DOES, terms
from entredon.apps.people.entries import Left
from entredon.apps.people.models import Person
from entredon.apps.treasury import record_stewards
from entredon.apps.treasury.models import Released
from entredon.apps.treasury.tests.house import BEARER, House
from entredon.apps.value.entries import RuleAdopted, RuleSigned
from entredon.apps.value.models import Rule
from entredon.apps.work.entries_needs import NeedClosed, Needed
from entredon.log import digest
from entredon.log.registry import Context
from entredon.pure.choice.charter import Charter as CharterRead
from entredon.pure.choice.charter import Lever
from entredon.pure.money.journal import standard
from entredon.testing_cast import Cast, person

FLOW: dict[str, Any] = {"way": "flow", "pools": {"other": 1_000_000}, "contest_days": 0}
POT: dict[str, Any] = {"way": "pot", "minimum": 7}


@pytest.fixture
def council(cast: Cast) -> Council:
    return Council(cast)


def noted(parameter: str) -> tuple[str, str]:
    row = InForce.objects.get(id=parameter)
    return row.entry, row.decision


def stalls(council: Council, decision: str, because: str, day: int = 5) -> None:
    """It can't be carried out, for this reason, which is kept; and it is over by that."""
    council.refused(Executed(decision=decision), because=because, day=day)
    council.say(Stalled(decision=decision), council.finn, day)
    row = council.row(decision)
    assert row.state == "stalled"
    assert because in str(record_decisions.told_again(row.because))
    council.refused(Executed(decision=decision), because="it could not be carried out", day=day)


# The shape of an effect


@pytest.mark.parametrize(
    ("effect", "because"),
    [
        (Effect(lever="weather"), "Nothing named “weather” can be decided; there are sharing, partner"),
        (Effect(lever="words", what="x"), "says exactly what that needs (—), and nothing else"),
        (Effect(lever="words", way="admit"), "not “admit”"),
        (Effect(lever="sharing"), "says exactly what that needs (rule)"),
        (Effect(lever="sharing", rule=FLOW, minor=5), "says exactly what that needs (rule)"),
        (Effect(lever="steward", what="k:x"), "are appoint, recall; not “”"),
        (Effect(lever="steward", way="appoint"), "says exactly what that needs (what)"),
        (Effect(lever="partner", way="appoint", what="x"), "are admit, end; not “appoint”"),
        (Effect(lever="budget", what="x", minor=5), "(currency, minor, what)"),
        (Effect(lever="charter", rule=FLOW), "says exactly what that needs (charter)"),
    ],
)
def test_an_effect_says_what_its_lever_needs_and_nothing_else(council: Council, effect: Effect, because: str) -> None:
    council.refused(Moved(effect=effect, base=""), because=because, texts=TITLE)


def test_an_effect_is_tried_when_it_is_opened_and_nothing_of_that_stays(council: Council) -> None:
    before = digest.tables(council.cast.slug)
    with transaction.atomic():
        entry = Context(council.cast.slug, 99, "f" * 64, "", "", "", at(1), {}, "", person(council.bob), frozenset())
        record_effects.check(council.tables(), entry, Effect(lever="sharing", rule=FLOW))
    assert digest.tables(council.cast.slug) == before
    broken = Effect(lever="sharing", rule={"way": "tombola"})
    council.refused(
        council.motion(broken), because="This rule can't be followed. way: a rule's way is pot", texts=TITLE
    )


def test_who_looked_at_another_state_looks_again(council: Council) -> None:
    stale = council.motion(Effect(lever="sharing", rule=FLOW))
    council.carried(Effect(lever="sharing", rule=POT))
    council.refused(stale, because="has changed since you looked", texts=TITLE)


# The sharing rule


def test_a_sharing_rule_is_adopted_by_the_entry_that_carries_it_out(council: Council) -> None:
    entry = council.carried(Effect(lever="sharing", rule=FLOW))
    row = Rule.objects.get(id=entry)
    assert (row.rule["way"], row.person, row.force is not None) == ("flow", person(council.bob), True)
    set_by, decision = noted("sharing")
    assert (set_by, council.row(decision).ended) == (entry, entry)
    same = council.motion(Effect(lever="sharing", rule=FLOW))
    council.refused(same, because="This is the sharing rule in force already", day=9, texts=TITLE)


def test_fixed_parts_still_wait_for_those_they_name(council: Council) -> None:
    parts = {"way": "fixed", "parts": [{"person": person(council.bob), "weight": 1}]}
    entry = council.carried(Effect(lever="sharing", rule=parts))
    assert Rule.objects.get(id=entry).force is None
    assert not InForce.objects.filter(id="sharing").exists()
    signed = council.say(RuleSigned(rule=entry), council.bob, 6)
    assert noted("sharing")[0] == signed
    assert council.row(noted("sharing")[1]).ended == entry


def test_of_two_decisions_about_the_same_rule_the_second_stalls(council: Council) -> None:
    first, second = (council.counted(Effect(lever="sharing", rule=rule)) for rule in (FLOW, POT))
    council.say(Executed(decision=first), council.ada, 5)
    stalls(council, second, "What this decision starts from has changed since it was opened")
    assert Rule.objects.order_by("-position")[0].rule["way"] == "flow"


def test_two_stewards_who_carry_out_at_once_do_it_once(council: Council) -> None:
    decision = council.counted(Effect(lever="sharing", rule=FLOW))
    council.say(Executed(decision=decision), council.ada, 5)
    council.refused(Executed(decision=decision), council.dora, because="it was carried out", day=5)
    assert Rule.objects.filter(rule__contains='"flow"').count() == 1


# Stewards


def test_a_steward_is_appointed_and_recalled(council: Council) -> None:
    eve = person(council.eve)
    entry = council.carried(Effect(lever="steward", way="appoint", what=eve))
    assert Person.objects.get(id=eve).roles == ["steward"]
    assert noted(f"steward/{eve}")[0] == entry
    again = Effect(lever="steward", way="appoint", what=eve)
    council.refused(council.motion(again), because="This member has that role already", day=9, texts=TITLE)
    council.carried(Effect(lever="steward", way="recall", what=eve), day=9)
    assert Person.objects.get(id=eve).roles == []


def test_who_left_in_the_meantime_is_not_appointed(council: Council) -> None:
    decision = council.counted(Effect(lever="steward", way="appoint", what=person(council.eve)))
    council.say(Left(), council.eve, 4)
    stalls(council, decision, "What this decision starts from has changed")


def test_the_last_steward_is_not_recalled(council: Council) -> None:
    decision = council.counted(Effect(lever="steward", way="recall", what=person(council.ada)))
    council.say(RoleWithdrawn(person=person(council.dora), role="steward"), council.dora, 4)
    stalls(council, decision, "This is the last steward; name another one first")
    nobody = Effect(lever="steward", way="appoint", what="k:" + "0" * 64)
    council.refused(council.motion(nobody), because="Nobody here is named", day=9, texts=TITLE)


def test_whom_a_decision_appoints_counts_at_once_where_two_are_needed(cast: Cast) -> None:
    house = House(cast)
    council = Council(cast, charter_of(), stewarded=True)
    council.carried(Effect(lever="steward", way="appoint", what=person(house.eve)))
    assert person(house.eve) in record_stewards.counting(council.tables())


def test_a_recall_by_decision_may_leave_one_who_counts_but_never_none(cast: Cast) -> None:
    house = House(cast)
    council = Council(cast, adopt=False, stewarded=True)
    council.say(RoleGiven(person=person(house.eve), role="steward"))  # nobody has confirmed her
    council.adopt(charter_of())
    council.carried(Effect(lever="steward", way="recall", what=person(house.dora)))
    assert record_stewards.counting(council.tables()) == {person(house.ada)}
    last = council.motion(Effect(lever="steward", way="recall", what=person(house.ada)))
    council.refused(last, because="She is the last steward whose word counts for money", day=9, texts=TITLE)


# Partners


def proposed(council: Council, name: str = "Werkplaats Noord") -> str:
    return council.say(PartnerProposed(terms=terms(), does=DOES), council.eve, texts={"name": name})


def test_a_partner_is_admitted_and_ended(council: Council) -> None:
    partner = proposed(council)
    entry = council.carried(Effect(lever="partner", way="admit", what=partner))
    agreement = Agreement.objects.get()
    assert (agreement.state, agreement.accepted, Partner.objects.get().agreement) == ("accepted", entry, agreement.id)
    assert noted(f"partner/{partner}")[0] == entry
    ended = council.carried(Effect(lever="partner", way="end", what=partner), day=9)
    assert Partner.objects.get().ended == ended
    assert noted(f"partner/{partner}")[0] == ended


def test_what_a_partner_takes_back_in_the_meantime_stalls(council: Council) -> None:
    partner = proposed(council)
    decision = council.counted(Effect(lever="partner", way="admit", what=partner))
    council.say(TermsProposed(partner=partner, terms=terms(notice_days=60)), council.eve, 4)
    stalls(council, decision, "was replaced by a later one")
    nobody = Effect(lever="partner", way="end", what="e" * 64)
    council.refused(council.motion(nobody), because="There is no partner eeee", texts=TITLE)


# Budgets


class Rich:
    """A commons with 500.00 in its common fund, a need, and a charter that lets one decision release 300.00."""

    def __init__(self, cast: Cast) -> None:
        self.house = House(cast)
        self.house.given(500_00)
        self.council = Council(cast, charter_of(levers={"budget": Lever("all", {"EUR": 300_00})}), stewarded=True)
        self.need = self.council.say(Needed(work="design"), texts={"title": "A new door"})

    def effect(self, minor: int, currency: str = "EUR") -> Effect:
        return Effect(lever="budget", what=self.need, minor=minor, currency=currency)

    def budget(self) -> int:
        return self.house.held(standard.budget(BEARER, "EUR", self.need))


@pytest.fixture
def rich(cast: Cast) -> Rich:
    return Rich(cast)


def test_a_budget_goes_from_the_common_fund_to_a_need(rich: Rich) -> None:
    entry = rich.council.carried(rich.effect(300_00))
    assert (rich.house.fund, rich.budget()) == (200_00, 300_00)
    row = Released.objects.get()
    assert (row.minor, row.entry) == (300_00, entry)
    assert noted(f"budget/{rich.need}")[0] == entry


def test_a_budget_stays_within_what_the_charter_lets_one_decision_release(rich: Rich) -> None:
    more, other = rich.council.motion(rich.effect(300_01)), rich.council.motion(rich.effect(5, "CHF"))
    rich.council.refused(more, because="at most 300.00 EUR; this is 300.01 EUR", texts=TITLE)
    rich.council.refused(other, because="at most 0.00 CHF; this is 0.05 CHF", texts=TITLE)
    below = Effect(lever="budget", what=rich.need, minor=-5, currency="EUR")
    rich.council.refused(rich.council.motion(below), because="A budget is an amount above zero", texts=TITLE)


def test_what_the_fund_doesnt_have_any_more_stalls(rich: Rich) -> None:
    other = rich.council.say(Needed(work="design"), texts={"title": "A new window"})
    first = rich.council.counted(rich.effect(300_00))
    second = rich.council.counted(Effect(lever="budget", what=other, minor=300_00, currency="EUR"))
    rich.council.say(Executed(decision=first), day=5)
    stalls(rich.council, second, "In the common fund there is 200.00 EUR, and this budget is 300.00 EUR")
    assert rich.house.fund == 200_00


def test_a_need_that_was_closed_gets_no_budget(rich: Rich) -> None:
    decision = rich.council.counted(rich.effect(100_00))
    rich.council.say(NeedClosed(need=rich.need, outcome="done"), day=4)
    stalls(rich.council, decision, "This need is not open any more")
    assert (rich.house.fund, rich.budget()) == (500_00, 0)


def test_of_two_budgets_for_one_need_the_second_stalls(rich: Rich) -> None:
    """Whoever voted on it had seen a need without one."""
    first, second = rich.council.counted(rich.effect(100_00)), rich.council.counted(rich.effect(200_00))
    rich.council.say(Executed(decision=first), day=5)
    stalls(rich.council, second, "has changed since it was opened")
    rich.council.carried(rich.effect(200_00), day=9)
    assert rich.budget() == 300_00


# The charter


def other(council: Council) -> tuple[Effect, CharterRead]:
    charter = charter_of(type_of(vote=9, who=("stewards",)), set_aside=(1, 3))
    return Effect(lever="charter", charter=charter.data()), charter


def test_a_charter_is_changed_by_decision_and_decisions_end_under_the_one_they_began_under(council: Council) -> None:
    effect, charter = other(council)
    earlier = council.opened()
    entry = council.carried(effect)
    row = Charter.objects.order_by("-position")[0]
    assert (row.id, row.hash, council.row(row.decision).ended) == (entry, charter.hash, entry)
    assert noted("charter") == (entry, row.decision)
    council.say(council.roll(earlier, 6), day=6)
    assert (council.row(earlier).count, council.row(earlier).type["vote"]) == (5, 2)
    later = council.voting(day=6)
    assert (council.row(later).count, council.row(later).type["vote"]) == (2, 9)
    council.refused(council.motion(effect), because="This is the charter in force already", day=6, texts=TITLE)


@pytest.mark.parametrize(
    ("spoil", "because"),
    [
        (lambda said: said["types"][0].update(threshold=[2, 1]), "is more than all"),
        (lambda said: said["types"][0].update(who=["partners"]), "there are none now: nobody could decide"),
        (lambda said: said["levers"].pop("charter"), "say who decides about it, or nobody could"),
        (lambda said: said.update(entrenched=["leave"]), "no charter takes them away"),
    ],
)
def test_no_decision_locks_everybody_out(council: Council, spoil: Callable[[Any], None], because: str) -> None:
    effect, charter = other(council)
    said = charter.data()
    spoil(said)
    council.refused(council.motion(Effect(lever="charter", charter=said)), because=because, texts=TITLE)
    council.opened(effect)


def test_a_charter_that_would_lock_out_by_now_stalls(council: Council) -> None:
    council.say(RoleGiven(person=person(council.bob), role="keeper"))
    said = charter_of(type_of(who=("keepers",))).data()
    decision = council.counted(Effect(lever="charter", charter=said))
    council.say(Left(), council.bob, 4)
    stalls(council, decision, "leaves “all” to keepers, and there are none now")


def test_a_decision_stays_within_the_charter_of_its_opening(rich: Rich) -> None:
    """The later charter lets one decision release less: what was opened before goes on as it was begun."""
    decision = rich.council.counted(rich.effect(300_00))
    tighter = charter_of(levers={"budget": Lever("all", {"EUR": 1})}).data()
    rich.council.carried(Effect(lever="charter", charter=tighter))
    rich.council.say(Executed(decision=decision), day=9)
    assert rich.budget() == 300_00


def test_a_lever_that_a_later_charter_leaves_to_stewards_is_theirs_and_what_was_opened_stalls(council: Council) -> None:
    effect = Effect(lever="sharing", rule=FLOW)
    decision = council.counted(effect)
    alone = charter_of(levers={"sharing": Lever("stewards")}).data()
    council.carried(Effect(lever="charter", charter=alone))
    council.say(RuleAdopted(rule=POT), day=9)
    stalls(council, decision, "has changed since it was opened", day=9)


# Words


def test_what_is_only_said_changes_nothing_in_the_record(council: Council) -> None:
    entry = council.carried()
    assert not InForce.objects.exclude(id="charter").exists()
    assert not Rule.objects.filter(id=entry).exists()

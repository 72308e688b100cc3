"""Adopting and signing sharing rules: each accepted once and refused once."""

from entredon.apps.value import queries
from entredon.apps.value.entries import RuleAdopted, RuleSigned
from entredon.pure.value.rule import CONTRIBUTIONS, POT
from entredon.testing_cast import Cast, person


def fixed(cast: Cast, **weights: int) -> dict:
    keys = {"ada": cast.ada, "bob": cast.bob, "charlie": cast.charlie}
    parts = [{"person": person(keys[name]), "weight": weight} for name, weight in weights.items()]
    return {"way": "fixed", "parts": parts}


def test_a_commons_begins_with_the_common_pot(cast: Cast) -> None:
    adopted = queries.rule_in_force(cast.slug)
    assert adopted is not None
    assert (adopted.rule, adopted.position, adopted.waits_for) == (POT, 1, ())


def test_a_steward_adopts_a_rule_by_contributions_and_it_holds_at_once(cast: Cast) -> None:
    fact = RuleAdopted(rule=CONTRIBUTIONS.data())
    cast.refused(fact, cast.bob, because="Only a steward")
    entry = cast.say(fact)
    adopted = queries.rule_in_force(cast.slug)
    assert adopted is not None
    assert (adopted.id, adopted.rule.hash, adopted.person) == (entry, CONTRIBUTIONS.hash, person(cast.ada))
    assert [rule.in_force for rule in queries.rules(cast.slug)] == [True, False]


def test_a_rule_that_cant_be_followed_is_refused_with_the_place(cast: Cast) -> None:
    cast.refused(RuleAdopted(rule={"way": "flow"}), because="pools: name at least one kind")
    cast.refused(RuleAdopted(rule={"way": "pot", "minimum": -1}), because="minimum: -1")


def test_fixed_parts_take_force_with_the_last_signature_and_the_pot_holds_until_then(cast: Cast) -> None:
    entry = cast.say(RuleAdopted(rule=fixed(cast, ada=2, bob=1)))
    assert queries.rule_in_force(cast.slug).rule == POT
    cast.say(RuleSigned(rule=entry), cast.bob)
    pending = queries.rules(cast.slug)[0]
    assert (pending.waits_for, pending.signed_by, pending.in_force) == ((person(cast.ada),), (person(cast.bob),), False)
    cast.refused(RuleSigned(rule=entry), cast.bob, because="signed this rule already")
    cast.say(RuleSigned(rule=entry), cast.ada)
    assert queries.rule_in_force(cast.slug).id == entry


def test_only_those_a_rule_names_can_sign_it(cast: Cast) -> None:
    entry = cast.say(RuleAdopted(rule=fixed(cast, bob=1)))
    cast.refused(RuleSigned(rule=entry), cast.ada, because="doesn't name you")
    cast.refused(RuleSigned(rule="0" * 64), cast.bob, because="no rule")
    cast.say(RuleSigned(rule=entry), cast.bob)


def test_only_members_can_be_named(cast: Cast) -> None:
    cast.refused(RuleAdopted(rule=fixed(cast, bob=1, charlie=1)), because="Nobody here is named")
    cast.join(cast.charlie, "Charlie")
    cast.say(RuleAdopted(rule=fixed(cast, bob=1, charlie=1)))


def test_a_rule_adopted_later_ends_the_waiting_for_signatures(cast: Cast) -> None:
    entry = cast.say(RuleAdopted(rule=fixed(cast, bob=1)))
    cast.say(RuleAdopted(rule=CONTRIBUTIONS.data()))
    cast.refused(RuleSigned(rule=entry), cast.bob, because="Another rule was adopted since")
    assert queries.rule_in_force(cast.slug).rule == CONTRIBUTIONS

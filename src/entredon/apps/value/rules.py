"""The law about sharing."""

from entredon.apps.decide import record as decide
from entredon.apps.people import record as people
from entredon.apps.value import record
from entredon.apps.value import rules_sharing as rules_sharing  # registers the law about share-outs
from entredon.apps.value.entries import RuleAdopted, RuleSigned
from entredon.apps.value.models import Rule, Signature
from entredon.log.registry import Context, Refused, rule
from entredon.log.tables import Row, Tables


@rule(RuleAdopted)
def rule_adopted(tables: Tables, entry: Context, fact: RuleAdopted) -> None:
    """A steward adopts a rule that can be followed; the first one is the common pot.

    It takes force at once, except where people are named: then with the last of their signatures.
    """
    people.steward(tables, entry)
    decide.check_stewards_may(tables, entry, decide.SHARING)
    row = record.adopt(tables, entry, fact.rule)
    if entry.index == 1 and row.rule["way"] != "pot":
        raise Refused("A commons begins with the common pot; adopt another rule after that.")
    if row.force is not None:
        decide.note_alone(tables, entry, decide.SHARING)


@rule(RuleSigned)
def rule_signed(tables: Tables, entry: Context, fact: RuleSigned) -> None:
    """Somebody named signs once, as long as no other rule was adopted since. With the last one the rule takes force."""
    people.member(tables, entry)
    signed = tables.get(Rule, fact.rule)
    if signed is None:
        raise Refused("There is no rule {rule} here.", rule=fact.rule[:10])
    _still_open(tables, entry, signed)
    decision = decide.carried_by(tables, decide.SHARING, signed.id)
    if not decision:  # adopted by a steward, perhaps before there was a charter
        decide.check_stewards_may(tables, entry, decide.SHARING)
    waits_for = [person for person in signed.waits_for if person != entry.person]
    tables.add(Signature, entry.id, rule=signed.id, person=entry.person, position=entry.index, at=entry.at)
    tables.change(signed, waits_for=waits_for, force=None if waits_for else entry.index)
    if not waits_for:
        decide.note_alone(tables, entry, decide.SHARING, decision)


def _still_open(tables: Tables, entry: Context, signed: Row) -> None:
    if entry.person not in {part["person"] for part in signed.rule["parts"]}:
        raise Refused("This rule doesn't name you, so it needs no signature of yours.")
    if entry.person not in signed.waits_for:
        raise Refused("You have signed this rule already.")
    if any(row.position > signed.position for row in tables.find(Rule)):
        raise Refused("Another rule was adopted since, so this one can't take force any more.")

"""The law about sharing."""

from entredon.apps.people import record as people
from entredon.apps.value import rules_sharing as rules_sharing  # registers the law about share-outs
from entredon.apps.value.entries import RuleAdopted, RuleSigned
from entredon.apps.value.models import Rule, Signature
from entredon.log.registry import Context, Refused, rule
from entredon.log.tables import Row, Tables
from entredon.pure.value import reading
from entredon.pure.value.rule import Rule as SharingRule


@rule(RuleAdopted)
def rule_adopted(tables: Tables, entry: Context, fact: RuleAdopted) -> None:
    """A steward adopts a rule that can be followed; the first one is the common pot.

    It takes force at once, except where people are named: then with the last of their signatures.
    """
    people.steward(tables, entry)
    try:
        adopted = reading.read(fact.rule)
    except reading.BadRule as trouble:
        raise Refused("This rule can't be followed. {trouble}", trouble=trouble) from None
    if entry.index == 1 and adopted.way != "pot":
        raise Refused("A commons begins with the common pot; adopt another rule after that.")
    for person in adopted.parts:
        _can_sign(tables, person)
    tables.add(
        Rule,
        entry.id,
        rule=adopted.data(),
        hash=adopted.hash,
        person=entry.person,
        position=entry.index,
        at=entry.at,
        waits_for=list(adopted.parts),
        force=_force(adopted, entry),
    )


def _can_sign(tables: Tables, person: str) -> None:
    row = people.known(tables, person)
    if row.claimed_by:
        raise Refused(
            "{person} is claimed by {claimed_by}: name that member.", person=person[:12], claimed_by=row.claimed_by[:12]
        )
    if not row.member:
        raise Refused(
            "{person} is no member and can't sign: only members can be named in fixed parts.", person=person[:12]
        )


def _force(adopted: SharingRule, entry: Context) -> int | None:
    return None if adopted.parts else entry.index


@rule(RuleSigned)
def rule_signed(tables: Tables, entry: Context, fact: RuleSigned) -> None:
    """Somebody named signs once, as long as no other rule was adopted since. With the last one the rule takes force."""
    people.member(tables, entry)
    signed = tables.get(Rule, fact.rule)
    if signed is None:
        raise Refused("There is no rule {rule} here.", rule=fact.rule[:10])
    _still_open(tables, entry, signed)
    waits_for = [person for person in signed.waits_for if person != entry.person]
    tables.add(Signature, entry.id, rule=signed.id, person=entry.person, position=entry.index, at=entry.at)
    tables.change(signed, waits_for=waits_for, force=None if waits_for else entry.index)


def _still_open(tables: Tables, entry: Context, signed: Row) -> None:
    if entry.person not in {part["person"] for part in signed.rule["parts"]}:
        raise Refused("This rule doesn't name you, so it needs no signature of yours.")
    if entry.person not in signed.waits_for:
        raise Refused("You have signed this rule already.")
    if any(row.position > signed.position for row in tables.find(Rule)):
        raise Refused("Another rule was adopted since, so this one can't take force any more.")

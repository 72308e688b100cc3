"""The law about reviews: how many of whom look at a contribution, and what their words come to."""

from entredon.apps.people import record as people
from entredon.apps.work import record, record_contributing, record_reviews
from entredon.apps.work.entries_reviews import Reviewed, ReviewRuleAdopted
from entredon.apps.work.models_reviews import Review, ReviewRule
from entredon.apps.work.record_reviews import ACCEPT, DECLINE, MORE, Ruling
from entredon.log.registry import Context, Refused, rule
from entredon.log.tables import Row, Tables


@rule(ReviewRuleAdopted)
def review_rule_adopted(tables: Tables, entry: Context, fact: ReviewRuleAdopted) -> None:
    """A steward sets how many of whom review, if there are so many here beside an author."""
    steward = people.steward(tables, entry)
    if not 1 <= fact.reviewers <= record_reviews.MOST:
        raise Refused("Between one and {most} people look at a contribution.", most=record_reviews.MOST)
    before = record_reviews.in_force(tables)
    if before == (fact.reviewers, fact.who):
        raise Refused("This is the rule already.")
    there = sum(1 for row in people.members(tables) if record_reviews.may(fact.who, row.roles))
    # An author among them can't look at her own work, but where stewards look there may be only one.
    if there < fact.reviewers + (fact.who == record_reviews.MEMBERS):
        raise Refused(
            "There are not enough people here for that: {there} could look, and nobody reviews her own work.",
            there=there,
        )
    tables.add(
        ReviewRule,
        entry.id,
        reviewers=fact.reviewers,
        who=fact.who,
        person=steward.id,
        at=entry.at,
        position=entry.index,
    )


@rule(Reviewed)
def reviewed(tables: Tables, entry: Context, fact: Reviewed) -> None:
    """A peer says whether a contribution is accepted; once as many say the same as the commons' rule wants, it is decided."""
    person = people.member(tables, entry)
    row = record_contributing.contribution(tables, fact.flow)
    ruling = record_reviews.in_force(tables)
    _asked(ruling.who, person.roles)
    if people.owner(tables, row.person) == people.owner(tables, person.id):
        raise Refused("This is your own contribution: others look at it.")
    if not 0 <= fact.until <= entry.index:
        raise Refused("You can only review what was told before you speak.")
    record.undecided(tables, record.work(tables, row.id))
    if row.changed >= fact.until:
        raise Refused("She has added something since you looked: look again.")
    if fact.verdict != ACCEPT and "reason" not in entry.c:
        raise Refused("Say why, so that she knows what to do.")
    for said in record_reviews.counting(tables, row.id, ruling.who):
        if said.person == person.id:
            if said.verdict == fact.verdict:
                raise Refused("You have said that already, on {day}.", day=said.at[:10])
            tables.change(said, counts=False)
    tables.add(Review, entry.id, flow=row.id, person=person.id, at=entry.at, position=entry.index, verdict=fact.verdict)
    _decide(tables, entry, row, ruling)


def _asked(who: str, roles: list[str]) -> None:
    """The rule asks somebody with these roles. Raises Refused."""
    if record_reviews.may(who, roles):
        return
    if who == record_reviews.STEWARDS:
        raise Refused("By the review rule of this commons stewards look at contributions.")
    raise Refused("By the review rule of this commons keepers and stewards look at contributions.")


def _decide(tables: Tables, entry: Context, row: Row, ruling: Ruling) -> None:
    """What the words about a contribution come to. Who asked for more holds up accepting, not declining."""
    words = [said.verdict for said in record_reviews.counting(tables, row.id, ruling.who)]
    needed = ruling.reviewers
    if words.count(DECLINE) >= needed:
        record.stand(tables, entry, record.work(tables, row.id), counts=False, measures={})
    elif MORE in words:
        tables.change(row, state=record_contributing.MORE)
    elif words.count(ACCEPT) >= needed:
        record.stand(tables, entry, record.work(tables, row.id), counts=True, measures={})
    else:
        tables.change(row, state=record_contributing.TOLD)

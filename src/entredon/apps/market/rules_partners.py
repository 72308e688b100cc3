"""The law about partners: proposed, accepted, ended with notice, and what they can do."""

from entredon.apps.decide import record as decide
from entredon.apps.market import record, record_partners
from entredon.apps.market.entries import (
    PartnerAccepted,
    PartnerDeclined,
    PartnerDescribed,
    PartnerEnded,
    PartnerProposed,
    TermsProposed,
)
from entredon.apps.market.models import Partner
from entredon.apps.people import record as people
from entredon.log.registry import Context, Refused, rule
from entredon.log.tables import Row, Tables

_DESCRIBING = ("name", "about")


@rule(PartnerProposed)
def partner_proposed(tables: Tables, entry: Context, fact: PartnerProposed) -> None:
    """A member wants to be a partner, or speaks for a body that does, and says by which agreement."""
    who = people.member(tables, entry)
    if "name" not in entry.c:
        raise Refused("Say how this partner is called.")
    record_partners.check_does(fact.does)
    record_partners.check_terms(tables, fact.terms)
    record_partners.check_room(tables, who.id)
    tables.add(
        Partner, entry.id, person=who.id, what=fact.does.what, town=fact.does.town, processes=list(fact.does.processes),
        machines=list(fact.does.machines), services=list(fact.does.services), languages=list(fact.does.languages),
        texts={name: entry.id for name in entry.c if name in _DESCRIBING}, position=entry.index, at=entry.at,
    )  # fmt: skip
    record_partners.add_agreement(tables, entry, entry.id, who.id, fact.terms)


@rule(TermsProposed)
def terms_proposed(tables: Tables, entry: Context, fact: TermsProposed) -> None:
    """A partner proposes another agreement; what it proposed before, and nobody has answered, ends by it."""
    row = record_partners.of_author(tables, entry, fact.partner)
    if row.ended:
        raise Refused(
            "This partner’s agreement ends or has ended. Whoever wants to go on proposes to be a partner anew."
        )
    record_partners.check_terms(tables, fact.terms)
    if not row.agreement:
        record_partners.check_room(tables, row.person)
    for earlier in record_partners.open_proposals(tables, row.id):
        tables.change(earlier, state=record.REPLACED)
    record_partners.add_agreement(tables, entry, row.id, row.person, fact.terms)


@rule(PartnerAccepted)
def partner_accepted(tables: Tables, entry: Context, fact: PartnerAccepted) -> None:
    """A steward accepts what was proposed; not what she proposed herself, where there is another steward."""
    steward = people.steward(tables, entry)
    decide.check_stewards_may(tables, entry, decide.PARTNER)
    row = record.agreement(tables, fact.agreement)
    if row.person == steward.id and len(people.stewards(tables)) > 1:
        raise Refused("You proposed this yourself: another steward accepts it.")
    who = record.admit(tables, entry, row.id)
    _set(tables, entry, who)


@rule(PartnerDeclined)
def partner_declined(tables: Tables, entry: Context, fact: PartnerDeclined) -> None:
    """Who proposed an agreement takes it back; or a steward declines it and says why, where she might have accepted it."""
    person = people.ever_member(tables, entry)
    row = record.agreement(tables, fact.agreement)
    if row.person != person.id:
        people.steward(tables, entry)
        decide.check_stewards_may(tables, entry, decide.PARTNER)
        if "reason" not in entry.c:
            raise Refused("Say why: whoever proposed it reads it.")
    if row.state != record.PROPOSED:
        raise Refused("This agreement doesn’t wait for an answer any more.")
    tables.change(
        row, state=record.DECLINED, declined=entry.id, texts={**row.texts, **dict.fromkeys(entry.c, entry.id)}
    )


@rule(PartnerEnded)
def partner_ended(tables: Tables, entry: Context, fact: PartnerEnded) -> None:
    """Who speaks for a partner ends its agreement, also when she has left; or a steward does and says why, where the charter lets
    her."""
    person = people.ever_member(tables, entry)
    if record.partner(tables, fact.partner).person != person.id:
        people.steward(tables, entry)
        decide.check_stewards_may(tables, entry, decide.PARTNER)
        if "reason" not in entry.c:
            raise Refused("Say why: who speaks for this partner reads it.")
    who = record.end(tables, entry, fact.partner)
    tables.change(who, texts={**who.texts, **dict.fromkeys(entry.c, entry.id)})
    _set(tables, entry, who)


def _set(tables: Tables, entry: Context, who: Row) -> None:
    """Who is a partner was set by this entry."""
    decide.note_set(tables, entry, f"partner/{who.id}")


@rule(PartnerDescribed)
def partner_described(tables: Tables, entry: Context, fact: PartnerDescribed) -> None:
    """Who speaks for a partner tells anew what it can do and where; texts left out stay."""
    row = record_partners.of_author(tables, entry, fact.partner)
    record_partners.check_does(fact.does)
    does = fact.does
    tables.change(
        row, what=does.what, town=does.town, processes=list(does.processes), machines=list(does.machines),
        services=list(does.services), languages=list(does.languages),
        texts={**row.texts, **dict.fromkeys(entry.c, entry.id)},
    )  # fmt: skip
    if row.agreement:
        record.tell_agent(tables, entry, row)

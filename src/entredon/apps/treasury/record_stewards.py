"""Which stewards count where two are needed before money moves.

A steward can make anybody one, also a second key of her own. So once the books have begun, a new steward's yes counts when another
steward than who named her has confirmed it; and nobody can remove the second steward alone.
"""

from entredon.apps.people import record as people
from entredon.apps.treasury import record_journal as journal
from entredon.apps.treasury import record_waiting
from entredon.apps.treasury.models import Waiting
from entredon.log.registry import Context, Refused
from entredon.log.tables import Row, Tables

FEWEST = 2


def given(tables: Tables, entry: Context, person: str, *, decided: bool = False) -> None:
    """A steward was named. Where two others count already, her own yes waits for one of them who didn't name her.

    Whom a decision appoints for which at least two voted needs no such word: they have looked at her.
    """
    if journal.bearer(tables) is None:
        return
    others = counting(tables) - {person}
    row = record_waiting.wait(tables, entry, record_waiting.STEWARD, {"person": person})
    if decided or len(others) < FEWEST:
        tables.change(row, confirmed=entry.id, confirmed_by=entry.person, confirmed_at=entry.at)


def withdrawn(tables: Tables, entry: Context, person: str, *, decided: bool = False) -> None:
    """A steward may always step down; another one is removed only where two are left. Raises Refused.

    A decision may leave fewer, but never none who counts: nothing could be paid any more, and nobody confirmed.
    """
    if journal.bearer(tables) is None or (person == entry.person and not decided):
        return
    if decided and counting(tables) - {person}:
        return
    if decided:
        raise Refused(
            "She is the last steward whose word counts for money: first let another one be confirmed, or appointed by a decision."
        )
    if len(counting(tables) - {person}) < FEWEST:
        raise Refused(
            "Two stewards look after the money, so the second one isn't removed alone: name another one first, and let a second "
            "steward confirm her."
        )


def counts(tables: Tables, person: str) -> bool:
    """Whether this is a steward whose yes counts where two are needed."""
    return people.is_steward(tables, person) and person not in unconfirmed(tables)


def counting(tables: Tables) -> set[str]:
    """All stewards whose yes counts where two are needed."""
    return {row.id for row in people.stewards(tables)} - unconfirmed(tables)


def second(tables: Tables, entry: Context) -> Row:
    """The author, who must be a steward whose yes counts. Raises Refused."""
    row = people.steward(tables, entry)
    if row.id in unconfirmed(tables):
        raise Refused("You became a steward lately: another steward than who named you confirms that first.")
    return row


def second_to(tables: Tables, entry: Context, waiting: Row) -> Row:
    """The same, where the first word has to be that of such a steward too: whoever names a steward would else say both. Raises Refused."""
    row = second(tables, entry)
    if waiting.by in unconfirmed(tables):
        raise Refused("The steward who said this is not confirmed herself: that comes first.")
    return row


@record_waiting.confirms(record_waiting.STEWARD)
def confirmed(tables: Tables, entry: Context, waiting: Row) -> None:
    """A new steward's yes counts from here on."""
    if second_to(tables, entry, waiting).id == waiting.body["person"]:
        raise Refused("You can't confirm yourself: another steward does.")
    if not people.is_steward(tables, waiting.body["person"]):
        raise Refused("She is no steward any more.")


def unconfirmed(tables: Tables) -> set[str]:
    """Those whose last naming as a steward waits for a second word."""
    last: dict[str, Row] = {}
    for row in sorted(tables.find(Waiting, what=record_waiting.STEWARD), key=lambda row: row.position):
        last[row.body["person"]] = row
    return {person for person, row in last.items() if not row.confirmed}

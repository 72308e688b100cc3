"""The law about deciding: the first charter, and decisions that are opened or taken back. What comes between and after has files
of its own."""

import msgspec

from entredon.apps.decide import record, record_decisions, record_effects, record_roll
from entredon.apps.decide import rules_after as rules_after  # these register with the law here
from entredon.apps.decide import rules_tasks as rules_tasks
from entredon.apps.decide import rules_voting as rules_voting
from entredon.apps.decide.entries import Chartered, Moved, Withdrawn
from entredon.apps.decide.models import Decision
from entredon.apps.decide.record_decisions import DISCUSSED, REFUSED, SET_ASIDE, STALLED, VOTING, WITHDRAWN
from entredon.apps.people import record as people
from entredon.log.registry import Context, Refused, rule
from entredon.log.tables import Tables


@rule(Chartered)
def chartered(tables: Tables, entry: Context, fact: Chartered) -> None:
    """A steward gives the commons its first charter, under which everything can be decided by somebody."""
    people.steward(tables, entry)
    if record.charter(tables) is not None:
        raise Refused("There is a charter here already; a decision changes it.")
    record_effects.adopt_charter(tables, entry, fact.charter)
    record.note_set(tables, entry, record.CHARTER)


@rule(Moved)
def moved(tables: Tables, entry: Context, fact: Moved) -> None:
    """Somebody whom the charter lets opens a decision, whose effect could be carried out now, from what she has seen."""
    people.member(tables, entry)
    charter = record.charter(tables)
    record_effects.check_shape(fact.effect)
    record_effects.check_limits(fact.effect, charter)
    assert charter is not None  # limits are those of a charter
    read = record_effects.charter_of(charter)
    way = read.type_of(fact.effect.lever)
    assert way is not None  # limits have a type
    record_roll.check_opens(tables, entry, read, way)
    if "title" not in entry.c:
        raise Refused("A decision needs a question: say it in a line.")
    if fact.base != record_effects.base(tables, fact.effect):
        raise Refused("What this would change has changed since you looked: look at it anew, and open it then.")
    _check_replaced(tables, fact.replaces)
    record_effects.check(tables, entry, fact.effect, charter)
    tables.add(
        Decision, entry.id, person=entry.person, lever=fact.effect.lever, what=fact.effect.what,
        effect=msgspec.to_builtins(fact.effect), base=fact.base, replaces=fact.replaces, charter=charter.id, type=way.data(),
        state=DISCUSSED, texts=dict.fromkeys(entry.c, entry.id), at=entry.at, position=entry.index,
    )  # fmt: skip


def _check_replaced(tables: Tables, id: str) -> None:
    """What a decision replaces is one that came to nothing."""
    if id:
        record_decisions.in_state(tables, id, REFUSED, STALLED, SET_ASIDE, WITHDRAWN)


@rule(Withdrawn)
def withdrawn(tables: Tables, entry: Context, fact: Withdrawn) -> None:
    """Who opened a decision takes it back, as long as voting isn't over. She may have left since."""
    person = people.ever_member(tables, entry)
    row = record_decisions.in_state(tables, fact.decision, DISCUSSED, VOTING)
    if row.person != person.id:
        raise Refused("Only who opened a decision takes it back.")
    tables.change(
        row, state=WITHDRAWN, ended=entry.id, ended_at=entry.at, texts={**row.texts, **dict.fromkeys(entry.c, entry.id)}
    )  # fmt: skip

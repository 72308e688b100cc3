"""What a decision changes once it is carried out, by its lever: what it starts from, whether it could be done, and doing it.

Each effect goes through a door of the app it is about, which refuses what can't be. Whether it could be done is found out by doing it
in a copy of the tables that is thrown away: so what is said about it when it is opened is what holds when it is carried out.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

import msgspec

from entredon.apps.commons import record as commons
from entredon.apps.decide import record, record_roll
from entredon.apps.decide.entries import Effect
from entredon.apps.decide.models import Charter as CharterRow
from entredon.apps.decide.models import Decision, Roll
from entredon.apps.decide.record import BUDGET, CHARTER, PARTNER, SHARING, STEWARD, WORDS
from entredon.apps.market import record as market
from entredon.apps.people import record as people
from entredon.apps.treasury import record as treasury
from entredon.apps.value import record as value
from entredon.log.registry import Context, Refused
from entredon.log.tables import Row, Tables
from entredon.pure.choice import counting, reading
from entredon.pure.choice.charter import Charter
from entredon.pure.formats import Money

ADMIT, END, APPOINT, RECALL = "admit", "end", "appoint", "recall"
TWO = 2
MINOR = 10**14


def base(tables: Tables, effect: Effect) -> str:
    """The state that an effect starts from, as a word; "" where nothing is there yet. Where it has changed, a decision stalls."""
    return _lever(effect).base(tables, effect)


def check(tables: Tables, entry: Context, effect: Effect, charter: Row | None = None, decision: str = "") -> None:
    """An effect could be carried out now, within what the charter (by default the one in force) lets one decision do.

    ``decision`` is the one that would do it, where it is there already. Nothing is changed. Raises Refused.
    """
    check_shape(effect)
    check_limits(effect, charter or record.charter(tables))
    with tables.scratch() as scratch:
        _lever(effect).apply(scratch, entry, effect, decision or entry.id)


def apply(tables: Tables, entry: Context, effect: Effect, decision: str, charter: Row) -> None:
    """Carry an effect out, and note what it set. Raises Refused."""
    check_shape(effect)
    check_limits(effect, charter)
    parameter = _lever(effect).apply(tables, entry, effect, decision)
    if parameter:
        record.note_set(tables, entry, parameter, decision)


def check_shape(effect: Effect) -> None:
    """An effect says all that its lever needs, and nothing else. Raises Refused."""
    lever = _lever(effect)
    if effect.way not in lever.ways:
        raise Refused(
            "The ways to decide about {what} are {ways}; not “{way}”.",
            what=record.NAMES[effect.lever], ways=", ".join(filter(None, lever.ways)) or "—", way=effect.way[:20],
        )  # fmt: skip
    said = {name for name in ("what", "minor", "currency", "rule", "charter") if getattr(effect, name)}
    if said != lever.needs:
        raise Refused(
            "A decision about {what} says exactly what that needs ({needs}), and nothing else.",
            what=record.NAMES[effect.lever],
            needs=", ".join(sorted(lever.needs)) or "—",
        )


def check_limits(effect: Effect, charter: Row | None) -> None:
    """The charter leaves this lever to a decision, and lets one decision do so much. Raises Refused."""
    if charter is None:
        raise Refused("There is no charter here that says who decides: a steward adopts one first.")
    found = charter_of(charter).levers[effect.lever]
    if found.by == record.STEWARDS:
        raise Refused("By the charter any steward settles {what}, without a decision.", what=record.NAMES[effect.lever])
    if effect.lever != BUDGET:
        return
    if not 0 < effect.minor <= MINOR:
        raise Refused("A budget is an amount above zero.")
    if found.most and effect.minor > found.most.get(effect.currency, 0):
        raise Refused(
            "By the charter one decision may release at most {most}; this is {asked}.",
            most=Money(found.most.get(effect.currency, 0), effect.currency),
            asked=Money(effect.minor, effect.currency),
        )


def charter_of(row: Row) -> Charter:
    """A charter that is or was in force, to live by. Remembered with its row: charters stay as they are."""
    known: Charter | None = row.__dict__.get("read")
    if known is None:
        known = row.__dict__["read"] = reading.read(row.charter)
    return known


def effect_of(decision: Row) -> Effect:
    """The effect of a decision."""
    return msgspec.convert(decision.effect, Effect)


# One lever after the other: what it starts from, and doing it, which gives the parameter that is set ("": none yet)


def _sharing_base(tables: Tables, effect: Effect) -> str:
    return str(value.in_force(tables).id)


def _sharing(tables: Tables, entry: Context, effect: Effect, decision: str) -> str:
    before = value.in_force(tables)
    row = value.adopt(tables, entry, effect.rule or {})
    if row.hash == before.hash:
        raise Refused("This is the sharing rule in force already.")
    return SHARING if row.force is not None else ""


def _partner_base(tables: Tables, effect: Effect) -> str:
    try:
        return str(_partner(tables, effect).agreement)
    except Refused:
        return ""


def _partner(tables: Tables, effect: Effect) -> Row:
    id = effect.what if effect.way == END else str(market.agreement(tables, effect.what).partner)
    return market.partner(tables, id)


def _partnership(tables: Tables, entry: Context, effect: Effect, decision: str) -> str:
    who = (market.end if effect.way == END else market.admit)(tables, entry, effect.what)
    return f"{PARTNER}/{who.id}"


def _budget_base(tables: Tables, effect: Effect) -> str:
    budgets = treasury.record_budgets
    if not budgets.is_released(tables, effect.what, effect.currency):
        return "0"
    return str(budgets.released(tables, effect.what, effect.currency).minor)


def _budget(tables: Tables, entry: Context, effect: Effect, decision: str) -> str:
    treasury.record_budgets.release(tables, entry, effect.what, effect.currency, effect.minor)
    return f"{BUDGET}/{effect.what}"


def _steward_base(tables: Tables, effect: Effect) -> str:
    """What she is, and what made her so: who was a steward before, and is one again, is so by another word."""
    if not people.is_member(tables, effect.what):
        return ""
    what = STEWARD if people.is_steward(tables, effect.what) else "member"
    last = record.last_set(tables, f"{STEWARD}/{effect.what}")
    return f"{what}/{last}" if last else what


def _steward(tables: Tables, entry: Context, effect: Effect, decision: str) -> str:
    change = commons.give_role if effect.way == APPOINT else commons.withdraw_role
    change(tables, entry, effect.what, people.STEWARD, decided=_by_several(tables, decision, effect.what))
    return f"{STEWARD}/{effect.what}"


def _by_several(tables: Tables, decision: str, about: str) -> bool:
    """Whether at least two agreed, beside whom it is about and stewards whom nobody has confirmed: what one alone wanted, with keys
    that may all be hers, is, where money needs two, no more than what a steward says alone.

    Before it was counted nobody knows that, so it is taken to be so.
    """
    row = tables.get(Decision, decision)
    if row is None or not row.counts:
        return True
    aside = (tables.get(Roll, f"{decision}/{person}") for person in treasury.stewards_unconfirmed(tables) | {about})
    not_counted = sum(1 for place in aside if place is not None and place.choice in counting.FOR)
    return counting.agreed(row.counts) - not_counted >= TWO


def _charter_base(tables: Tables, effect: Effect) -> str:
    row = record.charter(tables)
    return "" if row is None else str(row.id)


def _charter(tables: Tables, entry: Context, effect: Effect, decision: str) -> str:
    adopt_charter(tables, entry, effect.charter or {}, decision)
    return CHARTER


def adopt_charter(tables: Tables, entry: Context, said: dict[str, Any], decision: str = "") -> None:
    """A charter takes force that can be lived by, and that leaves nobody and nothing locked out. Raises Refused."""
    try:
        charter = reading.read(said)
    except reading.BadCharter as trouble:
        raise Refused("This charter can't be lived by. {trouble}", trouble=trouble) from None
    before = record.charter(tables)
    if before is not None and before.hash == charter.hash:
        raise Refused("This is the charter in force already.")
    record_roll.check_reachable(tables, entry, charter)
    tables.add(
        CharterRow, entry.id, charter=charter.data(), hash=charter.hash, person=entry.person, decision=decision,
        position=entry.index, at=entry.at,
    )  # fmt: skip


def _nothing(tables: Tables, effect: Effect) -> str:
    return ""


def _words(tables: Tables, entry: Context, effect: Effect, decision: str) -> str:
    return ""


class _Lever(NamedTuple):
    """How a lever is moved: the ways there are, which other fields they need, what they start from, and doing it."""

    ways: tuple[str, ...]
    needs: frozenset[str]
    base: Callable[[Tables, Effect], str]
    apply: Callable[[Tables, Context, Effect, str], str]


_LEVERS = {
    SHARING: _Lever(("",), frozenset({"rule"}), _sharing_base, _sharing),
    PARTNER: _Lever((ADMIT, END), frozenset({"what"}), _partner_base, _partnership),
    BUDGET: _Lever(("",), frozenset({"what", "minor", "currency"}), _budget_base, _budget),
    STEWARD: _Lever((APPOINT, RECALL), frozenset({"what"}), _steward_base, _steward),
    CHARTER: _Lever(("",), frozenset({"charter"}), _charter_base, _charter),
    WORDS: _Lever(("",), frozenset(), _nothing, _words),
}


def _lever(effect: Effect) -> _Lever:
    found = _LEVERS.get(effect.lever)
    if found is None:
        raise Refused(
            "Nothing named “{lever}” can be decided; there are {levers}.",
            lever=effect.lever[:20],
            levers=", ".join(_LEVERS),
        )
    return found

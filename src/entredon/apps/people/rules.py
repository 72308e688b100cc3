"""The law about people: who is here, what they tell of themselves, whose a pseudonym is, what is erased."""

from collections.abc import Callable

from entredon.apps.commons import record as commons
from entredon.apps.people import record
from entredon.apps.people import rules_enriching as rules_enriching  # these register with the law here
from entredon.apps.people import rules_keys as rules_keys
from entredon.apps.people import rules_recovery as rules_recovery
from entredon.apps.people.entries import (
    Claimed,
    Described,
    DescribedAtFirst,
    Erased,
    Joined,
    Left,
    Returned,
)
from entredon.apps.treasury import record as treasury
from entredon.log import record as log
from entredon.log.registry import Context, Refused, rule
from entredon.log.tables import Row, Tables


@rule(Joined)
def joined_at_first(tables: Tables, entry: Context, fact: Joined) -> None:
    """Anybody may join with a key nobody has used here; where the commons asks for it, a member signs too."""
    _join(tables, entry, fact, log.add_key)


@rule(Joined, since=3)
def joined(tables: Tables, entry: Context, fact: Joined) -> None:
    """The same, with an Ed25519 key that the host or she herself keeps; a passkey can come after it."""
    _join(tables, entry, fact, log.begin_first_key)


def _join(tables: Tables, entry: Context, fact: Joined, begin: Callable[..., Row]) -> None:
    if entry.person:
        _not_twice(tables, entry)
    person = f"k:{entry.by}"
    key = begin(tables, entry, person=person, alg=fact.key.alg, public=fact.key.public, custody=fact.key.custody)
    if key.id != entry.by:
        raise Refused("The key in this entry is not the one that signed it.")
    _let_in(tables, entry)
    record.add_member(tables, entry, person)


def _not_twice(tables: Tables, entry: Context) -> None:
    row = record.known(tables, entry.person)
    if row.left:
        raise Refused("You were here before and left. Come back with this key instead of joining anew.")
    raise Refused("You are already here with this key.")


def _let_in(tables: Tables, entry: Context) -> None:
    """Where the commons asks for it (by acceptance or invitation), a member signs too."""
    if commons.joining(tables, entry) != commons.OPEN and not _member_among(tables, entry):
        raise Refused("This commons asks a member to sign too when somebody joins.")


def _member_among(tables: Tables, entry: Context) -> bool:
    return any(record.is_member(tables, log.person_of(tables, key)) for key in entry.signers if key != entry.by)


@rule(DescribedAtFirst)
def described_at_first(tables: Tables, entry: Context, fact: DescribedAtFirst) -> None:
    """A member gives a name, a place, or words about herself; the newest of each counts."""
    _describe(tables, entry)


@rule(Described, since=3)
def described(tables: Tables, entry: Context, fact: Described) -> None:
    """A member gives at least one text about herself, her picture is one too; the newest of each name counts."""
    _describe(tables, entry)


def _describe(tables: Tables, entry: Context) -> None:
    person = record.member(tables, entry)
    if not entry.c:
        raise Refused("Say something: a name, a place, or a few words about yourself.")
    record.describe(tables, entry, person)


@rule(Left)
def left(tables: Tables, entry: Context, fact: Left) -> None:
    """A member leaves. A commons is never left without a steward."""
    person = record.member(tables, entry)
    if record.is_steward(tables, person.id) and len(record.stewards(tables)) == 1:
        raise Refused("You are the last steward; name another one first.")
    record.end_membership(tables, entry, person)


@rule(Returned)
def returned(tables: Tables, entry: Context, fact: Returned) -> None:
    """Somebody who left is a member again; where the commons asks for it a member signs too."""
    person = record.ever_member(tables, entry)
    if person.member:
        raise Refused("You are here: only somebody who left can come back.")
    _let_in(tables, entry)
    record.renew_membership(tables, person)


@rule(Claimed)
def claimed(tables: Tables, entry: Context, fact: Claimed) -> None:
    """Pseudonyms become hers: each once, with a steward's signature beside her own."""
    person = record.member(tables, entry)
    others = {log.person_of(tables, key) for key in entry.signers if key != entry.by} - {person.id}
    # What is owed to a pseudonym goes along with it: so a steward whose yes to money doesn't count yet has none here.
    others -= treasury.stewards_unconfirmed(tables)
    if not any(record.is_steward(tables, other) for other in others):
        if not (record.is_steward(tables, person.id) and len(record.stewards(tables)) == 1):
            raise Refused("A steward other than you must sign this too.")
    if not fact.pseudonyms or len(set(fact.pseudonyms)) != len(fact.pseudonyms):
        raise Refused("Name each pseudonym once.")
    for pseudonym in fact.pseudonyms:
        row = record.known(tables, pseudonym)
        if row.member or not pseudonym.startswith("p:"):
            raise Refused("{pseudonym} is a member, not an imported pseudonym.", pseudonym=pseudonym[:12])
        if row.claimed_by:
            raise Refused("{pseudonym} is already claimed.", pseudonym=pseudonym[:12])
        tables.change(row, claimed_by=person.id)
        treasury.claimed(tables, entry, pseudonym, person.id)


@rule(Erased)
def erased(tables: Tables, entry: Context, fact: Erased) -> None:
    """Everybody may erase her own texts as long as she is a member; a steward may erase anybody's."""
    _erase(tables, entry, fact, record.member(tables, entry))


@rule(Erased, since=2)
def erased_also_by_who_left(tables: Tables, entry: Context, fact: Erased) -> None:
    """The same, and who has left keeps the right to erase what she told of herself."""
    _erase(tables, entry, fact, record.ever_member(tables, entry))


def _erase(tables: Tables, entry: Context, fact: Erased, person: Row) -> None:
    if not fact.side:
        raise Refused("Say which texts to erase.")
    for text in fact.side:
        row = log.text(tables, text.entry, text.name)
        if row.person != person.id and not record.is_steward(tables, person.id):
            raise Refused("You can erase your own texts; for others', ask a steward.")
        log.mark_erased(tables, entry, row)

"""The law about keys: who may add one and withdraw one."""

from entredon.apps.people import record
from entredon.apps.people.entries import KeyAdded, KeyAddedAtFirst, KeyRevoked
from entredon.apps.people.models import Recovery
from entredon.log import record as log
from entredon.log.registry import Context, Refused, rule
from entredon.log.tables import Row, Tables
from entredon.pure.log.keys import WEBAUTHN


@rule(KeyAddedAtFirst)
def key_added_at_first(tables: Tables, entry: Context, fact: KeyAddedAtFirst) -> None:
    """A member adds a key; the new key signs too, so that nobody enrols a key she doesn't hold."""
    person = record.member(tables, entry)
    key = log.add_key(
        tables, entry, person=person.id, alg=fact.key.alg, public=fact.key.public, custody=fact.key.custody
    )
    _signs_too(entry, key)


@rule(KeyAdded, since=3)
def key_added(tables: Tables, entry: Context, fact: KeyAdded) -> None:
    """The same, perhaps a passkey. Who has a passkey changes keys only with its signature; who has none, but a key on a device
    of her own, only with that one's. With her first key that her host doesn't hold, her choice of helpers ends: the host could
    have chosen them, so she chooses again.
    """
    person = record.member(tables, entry)
    log.guard_keys(tables, entry, person.id)
    given = fact.key
    if given.custody != log.HOSTED and not _own(tables, person):
        _end_choice(tables, entry, person)
    key = log.begin_key(
        tables, entry, person=person.id, alg=given.alg, public=given.public, custody=given.custody, rp=given.rp
    )
    _signs_too(entry, key)


def _own(tables: Tables, person: Row) -> bool:
    """Whether a person has a key in use that her host doesn't hold."""
    return any(key.revoked is None and key.custody != log.HOSTED for key in log.keys_of(tables, person.id))


def _end_choice(tables: Tables, entry: Context, person: Row) -> None:
    """Whom a person has chosen to let her back in can't any more, and what they vouched for counts no more."""
    chosen = tables.get(Recovery, person.id)
    if chosen is not None and chosen.helpers:
        tables.change(chosen, helpers=[], needed=0, entry=entry.id)


def _signs_too(entry: Context, key: Row) -> None:
    if key.id not in entry.signers:
        raise Refused("The new key must sign this entry too.")


@rule(KeyRevoked)
def key_revoked_at_first(tables: Tables, entry: Context, fact: KeyRevoked) -> None:
    """A member withdraws a key of her own, but not her last one."""
    person = record.member(tables, entry)
    mine = _mine(tables, person, fact.key)
    if len(mine) == 1:
        raise Refused("This is your last key; add another one first, or you could never sign again.")
    log.revoke_key(tables, entry, fact.key)


@rule(KeyRevoked, since=3)
def key_revoked(tables: Tables, entry: Context, fact: KeyRevoked) -> None:
    """The same, with the signatures that adding a key needs. One key stays that can say everything: a passkey can't."""
    person = record.member(tables, entry)
    log.guard_keys(tables, entry, person.id)
    mine = _mine(tables, person, fact.key)
    if all(key.id == fact.key or key.alg == WEBAUTHN for key in mine):
        raise Refused("This is your last key that can say everything; add another one first.")
    log.revoke_key(tables, entry, fact.key)


def _mine(tables: Tables, person: Row, key: str) -> list[Row]:
    """The keys of a person that are in use; one of them must be this one."""
    mine = [row for row in log.keys_of(tables, person.id) if row.revoked is None]
    if key not in {row.id for row in mine}:
        raise Refused("This is not a key of yours that is in use.")
    return mine

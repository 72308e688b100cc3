"""What the rules of ``people`` and ``commons`` write in the log's own derived tables."""

from entredon.log import registry
from entredon.log.models import Commons, Key, Text
from entredon.log.registry import Context, Refused
from entredon.log.tables import Row, Tables
from entredon.pure.log import keys
from entredon.pure.log.canonical import Malformed

CUSTODIES = ("hosted", "device", "passkey")


def found(tables: Tables, entry: Context, *, rulebook: int, draft: bool) -> None:
    """The commons begins."""
    if entry.index != 0:
        raise Refused("This commons is already founded.")
    if not 1 <= rulebook <= registry.RULEBOOK:
        raise Refused(
            "There is no rulebook {rulebook}; the newest is {rulebook2}.",
            rulebook=rulebook,
            rulebook2=registry.RULEBOOK,
        )
    tables.add(Commons, entry.id, rulebook=rulebook, draft=draft)


def publish(tables: Tables, entry: Context) -> None:
    """The draft becomes public."""
    row = the_commons(tables, entry)
    if not row.draft:
        raise Refused("This commons is already public.")
    tables.change(row, draft=False)


def raise_rulebook(tables: Tables, entry: Context, number: int) -> None:
    """The commons moves to a newer rulebook."""
    row = the_commons(tables, entry)
    if not row.rulebook < number <= registry.RULEBOOK:
        raise Refused(
            "The rulebook can only go up from {rulebook}, and at most to {rulebook2}.",
            rulebook=row.rulebook,
            rulebook2=registry.RULEBOOK,
        )
    tables.change(row, rulebook=number)


def the_commons(tables: Tables, entry: Context) -> Row:
    """The one row about this commons."""
    row = tables.get(Commons, entry.founded)
    if row is None:
        raise Refused("A commons is founded by its first entry.")
    return row


def add_key(tables: Tables, entry: Context, *, person: str, alg: str, public: str, custody: str) -> Row:
    """A key begins at this entry. Raises Refused for an unknown algorithm or custody, a bad or a known key."""
    if alg != keys.ED25519:
        raise Refused("Keys of the kind {alg} are not known here; use {ed25519}.", alg=alg, ed25519=keys.ED25519)
    if custody not in CUSTODIES:
        raise Refused(
            "A key is kept as {custodies}; not as {custody}.", custodies=", ".join(CUSTODIES), custody=custody
        )
    try:
        raw = keys.unb64(public)
    except Malformed:
        raise Refused("The public key is not written in base64.") from None
    if len(raw) != 32:
        raise Refused("An Ed25519 public key has 32 bytes.")
    id = keys.key_id(alg, raw)
    if tables.get(Key, id) is not None:
        raise Refused("This key is already known here.")
    return tables.add(
        Key, id, person=person, alg=alg, public=public, custody=custody, added=entry.index, revoked=None, last=""
    )


def revoke_key(tables: Tables, entry: Context, key: str) -> Row:
    """A key ends: entries after this one can't be signed with it."""
    row = tables.get(Key, key)
    if row is None or row.revoked is not None:
        raise Refused("There is no such key in use.")
    tables.change(row, revoked=entry.index)
    return row


def keys_of(tables: Tables, person: str) -> list[Row]:
    """All keys a person has ever had here, ended ones too."""
    return tables.find(Key, person=person)


def person_of(tables: Tables, key: str) -> str:
    """The person whose key this is; "" for an unknown key."""
    row = tables.get(Key, key)
    return "" if row is None else str(row.person)


def text(tables: Tables, text_of: str, name: str) -> Row:
    """The mark of a side text that is still there. Raises Refused."""
    row = tables.get(Text, f"{text_of}/{name}")
    if row is None:
        raise Refused("The entry {text_of} carries no text named “{name}”.", text_of=text_of[:10], name=name)
    if row.erased:
        raise Refused("The text “{name}” of entry {text_of} is already erased.", name=name, text_of=text_of[:10])
    return row


def mark_erased(tables: Tables, entry: Context, row: Row) -> None:
    """A side text is gone for good. The door deletes it in the same transaction; a replay only marks it."""
    tables.change(row, erased=entry.id)

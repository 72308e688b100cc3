"""What the rules of ``people`` and ``commons`` write in the log's own derived tables."""

from entredon.log import registry
from entredon.log.models import Commons, Key, Text
from entredon.log.registry import Context, Refused
from entredon.log.tables import Row, Tables
from entredon.pure.log import keys, webauthn
from entredon.pure.log.canonical import Malformed
from entredon.pure.log.leaf import HEX64

HOSTED, DEVICE, PASSKEY = "hosted", "device", "passkey"
CUSTODIES = (HOSTED, DEVICE, PASSKEY)


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
    """A key begins at this entry, by the first rulebooks. Raises Refused for an unknown algorithm or custody, a bad or a known key."""
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


def begin_key(tables: Tables, entry: Context, *, person: str, alg: str, public: str, custody: str, rp: str = "") -> Row:
    """A key begins at this entry, since rulebook 3. Raises Refused as ``new_key`` does."""
    id = new_key(tables, alg=alg, public=public, custody=custody, rp=rp)
    given = {"person": person, "alg": alg, "public": public, "custody": custody, "rp": rp}
    return tables.add(Key, id, **given, added=entry.index, revoked=None, last="")


def begin_first_key(
    tables: Tables, entry: Context, *, person: str, alg: str, public: str, custody: str, rp: str = ""
) -> Row:
    """A key begins with which somebody comes in or comes back. Raises Refused, also for a passkey."""
    first_key(alg)
    return begin_key(tables, entry, person=person, alg=alg, public=public, custody=custody, rp=rp)


def first_key(alg: str) -> None:
    """Refuse a passkey where somebody has no other key."""
    if alg == keys.WEBAUTHN:
        raise Refused("Nobody begins with a passkey alone; it says only who may sign for her.")


def new_key(tables: Tables, *, alg: str, public: str, custody: str, rp: str = "") -> str:
    """The id of a key that is well formed and that nobody has used here. A passkey is a P-256 key of one site; every other
    key is Ed25519, kept by the host or on a device. Raises Refused.
    """
    if (alg, custody) not in ((keys.ED25519, HOSTED), (keys.ED25519, DEVICE), (keys.WEBAUTHN, PASSKEY)):
        raise Refused(
            "A key is ed25519 and kept as hosted or device, or webauthn and kept as passkey; not {alg} and {custody}.",
            alg=alg[:30],
            custody=custody[:30],
        )
    try:
        raw = keys.unb64(public)
    except Malformed:
        raise Refused("The public key is not written in base64.") from None
    if alg == keys.WEBAUTHN:
        if not webauthn.is_key(raw):
            raise Refused("The public key of a passkey is one of P-256, as 91 bytes of SPKI.")
        if not HEX64.fullmatch(rp):
            raise Refused("A passkey names its site by a SHA-256 of 64 hex digits.")
    elif len(raw) != 32 or rp:
        raise Refused("An Ed25519 public key has 32 bytes, and belongs to no site.")
    id = keys.key_id(alg, raw)
    if tables.get(Key, id) is not None:
        raise Refused("This key is already known here.")
    return id


def guard_keys(tables: Tables, entry: Context, person: str) -> None:
    """What changes a person's keys needs one that her host doesn't hold, if she has one: a passkey, else a device's key.

    So who only runs the place where her other key is kept can't lock her out, or in. Raises Refused.
    """
    live = [key for key in keys_of(tables, person) if key.revoked is None and key.added < entry.index]
    passkeys = {key.id for key in live if key.alg == keys.WEBAUTHN}
    if passkeys and not passkeys & entry.signers:
        raise Refused("Your passkey must sign this too: without it nobody changes your keys.")
    own = {key.id for key in live if key.custody != HOSTED}
    if own and not own & entry.signers:
        raise Refused("A key on a device of yours must sign this too: without it nobody changes your keys.")


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


def erase_if_there(tables: Tables, entry: Context, text_of: str, name: str) -> None:
    """The same for a text that may be erased already, or never was."""
    row = tables.get(Text, f"{text_of}/{name}")
    if row is not None and not row.erased:
        mark_erased(tables, entry, row)

"""A key from elsewhere asks to become somebody's: what waits until she has said yes and all have signed the entry that brings it.

A device asks and gets a short code, which it shows. She opens the page that belongs to it, sees the same code and says yes: the
entry's first line is made, and signed by what she signs with (the key kept here for her, her passkey). The device finds it, looks at
what it says, signs it too, and the entry is admitted. Or she says yes on a device she has already, which makes and signs the line.

If something else was said with the author's key in between, the line is made anew and has to be signed anew.
"""

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import msgspec
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from entredon.apps.people import accounts, key_queries
from entredon.apps.people.entries import KeyAdded
from entredon.apps.people.models import Account, KeyAsked, Person, Persona
from entredon.desk.telling import tell
from entredon.log import clock, door, lines
from entredon.log.door import Appended
from entredon.log.judge import Conflict
from entredon.log.models import Key
from entredon.log.registry import Refused, rule_for
from entredon.pure.log import canonical, keys, leaf
from entredon.pure.log.canonical import Malformed
from entredon.pure.told import Told

MINUTES = 15
"""So long somebody has to say yes and the device to sign."""
LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""What codes are made of: nothing that looks like something else."""
HALF = 5
"""A code is two halves of so many letters: 49 bits, and nobody may try many."""
MOST = 5_000
"""So many keys may wait at a time."""
NAME = 60
LAW = 3
"""Since this rulebook, who has keys of her own changes keys only with one of them."""

ANEW = Told("Something else was said with the same key meanwhile: say yes once more.")
"""Why she is asked once more. The sentence is kept, and told in the language of whoever reads it."""

Row = Mapping[str, Any]


class Again(Refused):
    """The entry had to be made anew: it must be signed once more."""


@dataclass(frozen=True, slots=True)
class Asking:
    """What a device is told when it asks: the code both sides show, and the token by which it asks what became of it."""

    asked: KeyAsked
    token: str


def ask(slug: str, public: str, called: str) -> Asking:
    """A device asks for its key (Ed25519, base64). Raises Refused."""
    try:
        raw = keys.unb64(public)
    except Malformed:
        raw = b""
    if len(raw) != 32:
        raise Refused("The public key of a device has 32 bytes, in base64.")
    if Key.objects.filter(commons=slug, id=keys.key_id(keys.ED25519, raw)).exists():
        raise Refused("This key is already known here.")
    _sweep()
    if _live().count() >= MOST:
        raise Refused("Too many devices are asking just now. Try again in a quarter of an hour.")
    name = "".join(letter for letter in called if letter.isprintable()).strip()[:NAME]
    given: Any = {"alg": keys.ED25519, "public": public, "custody": "device", "rp": "", "called": name}
    token = secrets.token_urlsafe(24)
    until = timezone.now() + timedelta(minutes=MINUTES)
    asked = KeyAsked.objects.create(
        token=digest(token), code=_fresh_code(slug), commons=slug, given=given, until=until
    )  # fmt: skip
    return Asking(asked, token)


def digest(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def _fresh_code(slug: str) -> str:
    while True:
        halves = ("".join(secrets.choice(LETTERS) for _ in range(HALF)) for _ in range(2))
        code = "-".join(halves)
        if not KeyAsked.objects.filter(commons=slug, code=code).exists():
            return code


def as_code(typed: str) -> str:
    """A code as somebody may have typed it: small letters, spaces, no dash."""
    plain = "".join(letter for letter in typed.upper() if letter in LETTERS)
    return f"{plain[:HALF]}-{plain[HALF:]}" if len(plain) > HALF else plain


def find(slug: str, code: str) -> KeyAsked | None:
    """What waits under a code; None when nothing does, or no longer."""
    found: KeyAsked | None = _live().filter(commons=slug, code=as_code(code)).first()
    return found


def by_token(slug: str, token: str) -> KeyAsked | None:
    """What a device asked; None when it was too long ago."""
    return KeyAsked.objects.filter(commons=slug, token=digest(token)).first()


def late(asked: KeyAsked) -> bool:
    """Whether nobody may say yes to it, or sign it, any more."""
    return asked.until <= timezone.now()


def called(asked: KeyAsked) -> str:
    """What the device calls itself; "" when it doesn't say."""
    return str(asked.given.get("called", ""))


def why(asked: KeyAsked) -> str:
    """Why it waits once more, in the reader's language; "" where it doesn't."""
    return tell(Told(asked.why)) if asked.why else ""


def key_of(asked: KeyAsked) -> str:
    """The id the key will have."""
    return keys.key_id(str(asked.given["alg"]), keys.unb64(str(asked.given["public"])))


def shape(account: Account, asked: KeyAsked, by: str = "") -> bytes:
    """Make the first line of the entry that brings the key, for her, and sign it if the author's key is kept here.

    ``by`` is the id of the key that speaks; left out, the one kept here for her. Raises Refused.
    """
    persona = _persona(account, asked)
    held = accounts.key_of(persona)
    author = by or (held.id if held is not None else "")
    if not Key.objects.filter(commons=asked.commons, id=author, person=persona.person, revoked=None).exists():
        raise Refused("No key of yours is kept here: say yes with a passkey, or on a device that has one.")
    line = lines.line(asked.commons, KeyAdded.kind, author, body_of(asked))
    sigs = []
    if held is not None and held.id == author:
        sigs = [leaf.row_of(leaf.Signature(keys.ED25519, held.id, held.sign(leaf.signed_bytes(line))))]
    asked.account, asked.person, asked.line, asked.sigs = account, persona.person, line, sigs
    _keep(asked)
    return line


def body_of(asked: KeyAsked) -> dict[str, Any]:
    """What the entry says, in the form that the rulebook in force wants."""
    fact = rule_for(KeyAdded.kind, lines.rulebook(asked.commons)).fact
    given = next(field.type for field in msgspec.structs.fields(fact) if field.name == "key")
    return {
        "key": {field.encode_name: asked.given.get(field.encode_name, "") for field in msgspec.structs.fields(given)}
    }


def agree(account: Account, asked: KeyAsked, sigs: Sequence[Row] = ()) -> None:
    """She says yes, with the signatures she has made in her browser. Raises Refused; then it goes on waiting."""
    if asked.state != "asked" or late(asked):
        raise Refused("This has been answered already, or it was too long ago. Begin again on the device.")
    persona = _persona(account, asked)
    if not asked.line or asked.person != persona.person:
        shape(account, asked)
    rows = [*asked.sigs, *sigs]
    _made(asked, bytes(asked.line), rows, persona.person)
    asked.account = account
    _keep(asked)


def agree_from_device(asked: KeyAsked, line: bytes, rows: Sequence[Row]) -> None:
    """The same said on a device she has: it made and signed the line itself. Raises Refused."""
    if asked.state != "asked" or late(asked):
        raise Refused("This has been answered already, or it was too long ago. Begin again on the new device.")
    author = _read(asked, line)["by"]
    key = Key.objects.filter(commons=asked.commons, id=author, revoked=None).first()
    if key is None or not Person.objects.filter(commons=asked.commons, id=key.person, member=True).exists():
        raise Refused("Only members can do this: join first.")
    _made(asked, line, rows, key.person)
    asked.account = accounts.account_of(asked.commons, key.person)
    _keep(asked)


def _read(asked: KeyAsked, line: bytes) -> dict[str, Any]:
    """A line that a device made: it says nothing but that this key is hers. Raises Refused."""
    try:
        said = leaf.head_of(line)
    except Malformed as trouble:
        raise Refused("This is not an entry as it has to be: {trouble}.", trouble=tell(trouble)) from None
    if said["kind"] != KeyAdded.kind or said["body"] != body_of(asked) or said["c"]:
        raise Refused("This entry says something else than that the new key is yours.")
    return said


def _made(asked: KeyAsked, line: bytes, rows: Sequence[Row], person: str) -> None:
    """All that is needed besides the new key's own signature is there. Raises Refused."""
    signed = leaf.signed_bytes(line)
    mine = {key.id: key for key in Key.objects.filter(commons=asked.commons, person=person, revoked=None)}
    for row in rows:
        try:
            signature = leaf.signature_of(dict(row))
        except Malformed as trouble:
            raise Refused("This is not a signature: {trouble}.", trouble=tell(trouble)) from None
        key = mine.get(signature.key)
        if key is None or not signature.holds(key.alg, keys.unb64(key.public), key.rp, signed):
            raise Refused("A signature doesn't hold. Nothing was changed: try once more.")
    _own_key_among(asked, {str(row["key"]) for row in rows}, person)
    asked.line, asked.sigs, asked.person, asked.state, asked.why = line, [dict(row) for row in rows], person, "made", ""


def _own_key_among(asked: KeyAsked, signers: set[str], person: str) -> None:
    """Who has keys of her own changes keys only with one of them: a passkey, if she has one. Raises Refused."""
    if lines.rulebook(asked.commons) < LAW:
        return
    for custody in (key_queries.PASSKEY, key_queries.DEVICE):
        own = set(key_queries.live(asked.commons, person, custody))
        if own & signers:
            return
        if own and custody == key_queries.PASSKEY:
            raise Refused("Your passkey must sign this: say yes with it.")
        if own:
            raise Refused("A device of yours must sign this: say yes there, with the command shown here.")


def refuse(account: Account, asked: KeyAsked) -> None:
    """She says no: the device is told so."""
    _persona(account, asked)
    KeyAsked.objects.filter(pk=asked.pk, state__in=("asked", "made")).update(
        state="refused", account=account, line=b"", sigs=[]
    )


def finish(asked: KeyAsked, row: Row) -> Appended:
    """The device has signed as well: the entry is admitted. Raises Again when it must sign another line, Refused."""
    if asked.state != "made" or late(asked):
        raise Refused("Nobody has said yes to this key yet, or it was too long ago.")
    if row.get("key") != key_of(asked):
        raise Refused("This is not the signature of the key that asked.")
    line = bytes(asked.line)
    try:
        if clock.skewed(canonical.loads(line)["at"]):
            raise Conflict("What she said yes to is too old by now.")
        done = door.admit(asked.commons, lines.whole(line, [*asked.sigs, row]))
    except Conflict:
        _anew(asked)
    KeyAsked.objects.filter(pk=asked.pk).update(state="done")
    return done


def _anew(asked: KeyAsked) -> None:
    """The line no longer fits: make another, if all who must sign it again are here; else ask her once more. Raises Again."""
    signed_here = [row["key"] for row in asked.sigs]
    account, asked.line, asked.sigs, asked.state = asked.account, b"", [], "asked"
    asked.why = ANEW.sentence
    _keep(asked, was="made")
    if account is not None:
        held = accounts.key_of(_persona(account, asked))
        if held is not None and signed_here == [held.id]:
            shape(account, asked)
            agree(account, asked)
            raise Again(
                "Something else was said with her key meanwhile, so the entry was made anew. Sign it once more."
            )
    raise Again("Something else was said with her key meanwhile. She must say yes once more.")


def _keep(asked: KeyAsked, was: str = "asked") -> None:
    """Write down what became of it, unless something else did meanwhile: a no isn't undone. Raises Refused."""
    with transaction.atomic():
        if not KeyAsked.objects.select_for_update().filter(pk=asked.pk, state=was).exists():
            raise Refused("This has been answered already, or it was too long ago. Begin again on the device.")
        asked.save()


def _persona(account: Account, asked: KeyAsked) -> Persona:
    """Who she is in this commons. Raises Refused when she is no member, or it is somebody else's by now."""
    if asked.account_id not in (None, account.pk):
        raise Refused("Somebody else has answered this already.")
    persona = Persona.objects.filter(account=account, commons=asked.commons).first()
    if persona is None or not Person.objects.filter(commons=asked.commons, id=persona.person, member=True).exists():
        raise Refused("Only members can do this: join first.")
    return persona


def _live() -> Any:
    return KeyAsked.objects.filter(state__in=("asked", "made"), until__gt=timezone.now())


def _sweep() -> None:
    """Forget what nobody answered a day ago. What became a key is kept: it says how the device is called."""
    yesterday = timezone.now() - timedelta(days=1)
    KeyAsked.objects.filter(~Q(state="done"), until__lte=yesterday).delete()

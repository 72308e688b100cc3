"""Changes of keys that a passkey signs: drawn up here, signed in the browser, and taken into the public record together.

Nothing is kept between the two steps but what the browser brings back under our own seal; only the secret of a new key that
is to be held here waits in the session of whoever makes it.
"""

import base64
import binascii
import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec
from django.core import signing
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse

from entredon.apps.people import key_hands
from entredon.apps.people.key_hands import Hands
from entredon.apps.people.models import Passkey
from entredon.desk.telling import tell
from entredon.log import door, held, lines
from entredon.log.door import Appended
from entredon.log.registry import Fact, Refused
from entredon.log.viewer import Signer
from entredon.pure.log import commitment, leaf, webauthn
from entredon.pure.log.canonical import Malformed
from entredon.pure.log.keys import ED25519, WEBAUTHN, SecretKey, b64, unb64

MINUTES = 9
"""So long what was drawn up can be signed; entries whose time is more than ten minutes off are refused."""
WAITS = "a new key"
"""Under this name the session keeps the sealed secret of a key that is being made."""


@dataclass(frozen=True, slots=True)
class NewPasskey:
    """A passkey a browser has just made: its id and public key as the record has them, how the browser finds it, its name."""

    key: str
    credential: str
    name: str


@dataclass(frozen=True, slots=True)
class Change:
    """An entry to be drawn up: what it says, its author's key, the keys at hand that sign it, for each passkey that must
    sign it the keys of which one will do, and its erasable texts."""

    fact: Fact
    by: str
    here: tuple[str, ...]
    asks: tuple[tuple[str, ...], ...]
    texts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Drawn:
    """What is to be signed: the seal under which it comes back, and each challenge with the credentials it is for."""

    token: str
    asks: list[dict[str, Any]]


def begin(
    request: HttpRequest, hands: Hands, changes: Sequence[Change], made: SecretKey | None = None, new: NewPasskey | None = None
) -> Drawn:  # fmt: skip
    """Draw up changes for her passkeys to sign. ``made`` is a key that will be held here, ``new`` a passkey they bring."""
    sides = [
        {name: (secrets.token_bytes(commitment.SALT), text) for name, text in one.texts.items()} for one in changes
    ]
    drawn = [
        lines.line(
            hands.slug, one.fact.kind, one.by, msgspec.to_builtins(one.fact),
            {name: commitment.commit(*salted) for name, salted in side.items()},
        )
        for one, side in zip(changes, sides, strict=True)
    ]  # fmt: skip
    known = key_hands.credentials(hands) | ({new.key: new.credential} if new else {})
    asks = [(n, keys) for n, change in enumerate(changes) for keys in change.asks]
    if any(not set(keys) & known.keys() for _n, keys in asks):
        raise Refused("Your passkey was made at another address of this commons; sign there, or on your own device.")
    if made is not None:
        request.session[WAITS] = b64(held.seal(made.seed))
    sealed = {
        "lines": [line.decode() for line in drawn],
        "here": [change.here for change in changes],
        "asks": asks,
        "new": [new.key, new.credential, new.name] if new else None,
        "made": made.id if made else "",
        "side": [{name: [b64(salt), text] for name, (salt, text) in side.items()} for side in sides],
    }
    told = [
        {
            "challenge": webauthn.challenge(leaf.signed_bytes(drawn[n])),
            "allow": [known[key] for key in keys if key in known],
        }
        for n, keys in asks
    ]
    return Drawn(signing.dumps(sealed, salt=_salt(hands), compress=True), told)


def finish(request: HttpRequest, hands: Hands, token: str, answers: str) -> list[Appended]:
    """Take what was signed into the public record, all or nothing. Raises Refused; then nothing has changed."""
    sealed = _opened(hands, token)
    new = NewPasskey(*sealed["new"]) if sealed["new"] else None
    made = _made(request, sealed["made"])
    rows = _answered(hands, sealed, new, answers)
    at_hand: dict[str, Signer] = {key.id: key for key in (hands.signer, made) if key is not None}
    raws = []
    for n, line in enumerate(line.encode() for line in sealed["lines"]):
        mine = [_by_hand(at_hand, key, line) for key in sealed["here"][n]]
        raws.append(lines.whole(line, mine + rows[n]))
    sides = [{name: (unb64(salt), text) for name, (salt, text) in side.items()} for side in sealed["side"]]
    done = take(hands, raws, made, sides)
    request.session.pop(WAITS, None)
    if new is not None:
        row = {"account": hands.account, "credential": new.credential, "name": new.name}
        Passkey.objects.update_or_create(commons=hands.slug, key=new.key, defaults=row)
    return done


def take(
    hands: Hands, raws: Sequence[bytes], made: SecretKey | None = None, sides: Sequence[Mapping[str, tuple[bytes, str]]] = ()
) -> list[Appended]:  # fmt: skip
    """Take signed entries in; a key made here is kept first, and thrown away again when they are refused. Raises Refused."""
    if made is not None:
        held.hold(hands.slug, "hosted", made)
    try:
        done = door.admit_many(hands.slug, raws, sides)
    except (Refused, Malformed) as trouble:
        if made is not None:
            held.let_go(made.id)
        if isinstance(trouble, Malformed):
            raise Refused("What your passkey answered can't be read: {trouble}.", trouble=trouble) from None
        raise
    with transaction.atomic():
        key_hands.settle(hands.slug, hands.person)
    return done


def _by_hand(at_hand: Mapping[str, Signer], key: str, line: bytes) -> dict[str, str]:
    signer = at_hand.get(key)
    if signer is None:
        raise Refused("The key this was drawn up for has changed meanwhile. Nothing was done; begin again.")
    return {"alg": ED25519, "key": key, "sig": b64(signer.sign(leaf.signed_bytes(line)))}


def _opened(hands: Hands, token: str) -> dict[str, Any]:
    """What was drawn up for this very person, not too long ago. Raises Refused."""
    try:
        sealed: dict[str, Any] = signing.loads(token, salt=_salt(hands), max_age=MINUTES * 60)
    except signing.SignatureExpired:
        raise Refused("That took longer than {n} minutes. Nothing was done; begin again.", n=MINUTES) from None
    except signing.BadSignature:
        raise Refused("This was drawn up for somebody else, or elsewhere. Nothing was done; begin again.") from None
    return sealed


def _made(request: HttpRequest, id: str) -> SecretKey | None:
    """The new key that waits in the session. Raises Refused when another one took its place."""
    if not id:
        return None
    waits = request.session.get(WAITS, "")
    key = SecretKey(held.unseal(base64.b64decode(waits))) if waits else None
    if key is None or key.id != id:
        raise Refused("You have begun this anew elsewhere. Nothing was done here.")
    return key


def _answered(
    hands: Hands, sealed: Mapping[str, Any], new: NewPasskey | None, answers: str
) -> dict[int, list[dict[str, str]]]:
    """The rows of passkeys' signatures under each line. Raises Refused for anything that doesn't fit what was asked."""
    keys = {credential: key for key, credential in key_hands.credentials(hands).items()}
    if new is not None:
        keys[new.credential] = new.key
    given = read(answers)
    if len(given) != len(sealed["asks"]):
        raise Refused("Your passkey has not signed everything. Nothing was done; try again.")
    rows: dict[int, list[dict[str, str]]] = {n: [] for n in range(len(sealed["lines"]))}
    for (n, allowed), answer in zip(sealed["asks"], given, strict=True):
        key = keys.get(answer["credential"], "")
        if key not in allowed:
            raise Refused("This passkey was not asked. Nothing was done; try again.")
        rows[n].append(row(key, answer))
    return rows


def read(answers: str) -> list[dict[str, str]]:
    """What passkeys answered, from a form. Raises Refused for what no page of ours sends."""
    try:
        given = json.loads(answers)
    except (ValueError, RecursionError):
        given = None
    names = {"credential", "auth", "client", "sig"}
    if not isinstance(given, list) or not all(isinstance(one, dict) and one.keys() == names for one in given):
        raise Refused("Your passkey has not signed everything. Nothing was done; try again.")
    if not all(isinstance(part, str) for one in given for part in one.values()):
        raise Refused("Your passkey has not signed everything. Nothing was done; try again.")
    return given


def row(key: str, answer: Mapping[str, str]) -> dict[str, str]:
    """A passkey's answer as it stands under an entry. Raises Refused."""
    try:
        parts = {name: b64(from_url64(answer[name])) for name in ("auth", "client", "sig")}
    except (ValueError, binascii.Error):
        raise Refused("What your passkey answered can't be read. Nothing was done; try again.") from None
    return {"alg": WEBAUTHN, "key": key, **parts}


def asked_for(hands: Hands, line: bytes) -> HttpResponse:
    """A script is told what one of her passkeys is to sign, for a line that is kept elsewhere."""
    keys = () if hands.signer is not None else (hands.author,)
    allow = list(key_hands.credentials(hands, keys).values())
    if not allow:
        raise Refused("Your passkey was made at another address of this commons; sign there, or on your own device.")
    ask = {"challenge": webauthn.challenge(leaf.signed_bytes(line)), "allow": allow}
    return JsonResponse({"token": "", "asks": [ask]})


def no(refusal: Refused) -> HttpResponse:
    """A script is told why not."""
    return JsonResponse({"trouble": tell(refusal)})


def _salt(hands: Hands) -> str:
    return f"keys of {hands.account.pk} in {hands.slug}"


def from_url64(text: str) -> bytes:
    """Bytes from base64url without padding. Raises ValueError."""
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)

"""What somebody can change about her keys: each act as the entries it makes and the keys that must sign them."""

import json
import secrets
from collections.abc import Mapping

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from entredon.apps.people import key_ceremony, key_hands
from entredon.apps.people.entries import KeyAdded, KeyGiven, KeyRevoked
from entredon.apps.people.key_ceremony import Change, Drawn, NewPasskey
from entredon.apps.people.key_hands import Hands
from entredon.log import door, held
from entredon.log.door import Appended, Saying
from entredon.log.models import Key
from entredon.log.registry import Fact, Refused
from entredon.pure.log import keys, webauthn
from entredon.pure.log.keys import SecretKey, b64

NAME = 100
"""Characters of what somebody calls a passkey, at most."""


def change(
    hands: Hands, fact: Fact, by: str = "", here: tuple[str, ...] = (), texts: Mapping[str, str] | None = None
) -> Change:
    """A change of keys that one of her passkeys signs beside the author, or as the author."""
    by = by or hands.author
    asks: tuple[tuple[str, ...], ...] = ((by,),) if by in hands.passkeys else (hands.passkeys,)
    return Change(fact, by, here or hands.held_here(), asks, texts or {})


def begin(request: HttpRequest, hands: Hands, fact: Fact, texts: Mapping[str, str] | None = None) -> Drawn:
    """Draw up one change for her passkey to sign."""
    return key_ceremony.begin(request, hands, [change(hands, fact, texts=texts)])


def wrong(form: Form) -> HttpResponse:
    """A script is told what is wrong with a form: the first sentence of it."""
    said = [str(error) for errors in form.errors.values() for error in errors]
    return key_ceremony.no(said[0] if said else "")


def say(hands: Hands, facts: list[Fact], texts: Mapping[str, str] | None = None) -> list[Appended]:
    """Say what the key that is held here may say alone. Raises Refused."""
    if hands.signer is None or hands.way != key_hands.HERE:
        raise Refused("Your own key must sign this.")
    done = door.append_many(hands.slug, [Saying(fact, hands.signer, texts or {}) for fact in facts])
    key_hands.settle(hands.slug, hands.person)
    return done


# A new key that is held here


def renew(hands: Hands) -> list[Appended]:
    """A new key held here in the place of the old one, in one step. Raises Refused; then the old one stays."""
    if hands.signer is None or hands.way != key_hands.HERE:
        raise Refused("Your own key must sign this.")
    made = SecretKey.generate()
    held.hold(hands.slug, "hosted", made)
    added, revoked = KeyAdded(key=hosted(made)), KeyRevoked(key=hands.signer.id)
    try:
        done = door.append_many(
            hands.slug, [Saying(added, hands.signer, cosigners=[made]), Saying(revoked, made, cosigners=[hands.signer])]
        )  # fmt: skip
    except Refused:
        held.let_go(made.id)
        raise
    key_hands.settle(hands.slug, hands.person)
    return done


def begin_renewing(request: HttpRequest, hands: Hands) -> Drawn:
    """The same where her passkey signs: the new key is added, and where an old one is held here, that is withdrawn."""
    made = SecretKey.generate()
    changes = [change(hands, KeyAdded(key=hosted(made)), here=(*hands.held_here(), made.id))]
    if hands.signer is not None:
        changes.append(Change(KeyRevoked(key=hands.signer.id), made.id, (made.id,), (hands.passkeys,)))
    return key_ceremony.begin(request, hands, changes, made)


def hosted(key: SecretKey) -> KeyGiven:
    """A key held here, as entries give it."""
    return KeyGiven(alg=keys.ED25519, public=b64(key.public), custody="hosted")


# A passkey


def begin_passkey(request: HttpRequest, hands: Hands, *, public: str, credential: str, name: str) -> Drawn:
    """Draw up that a passkey the browser has just made is hers; it signs that itself, beside the keys she has."""
    if hands.way == key_hands.DEVICE:
        raise Refused("Your own device must sign this, and it can't sign together with a browser yet.")
    try:
        spki = key_ceremony.from_url64(public)
    except ValueError:
        spki = b""
    if not webauthn.is_key(spki) or not 0 < len(credential) <= 1400:
        raise Refused(
            "This browser made a passkey of a kind that is not known here. Nothing was done; try another device."
        )
    given = KeyGiven(
        alg=keys.WEBAUTHN, public=b64(spki), custody="passkey", rp=webauthn.rp_hash(site_of(request))
    )  # fmt: skip
    new = NewPasskey(keys.key_id(keys.WEBAUTHN, spki), credential, " ".join(name.split())[:NAME])
    asks: tuple[tuple[str, ...], ...] = ((new.key,),)
    if hands.passkeys:
        asks = ((hands.author,) if hands.signer is None else hands.passkeys, *asks)
    changes = [Change(KeyAdded(key=given), hands.author, hands.held_here(), asks)]
    return key_ceremony.begin(request, hands, changes, new=new)


def making(request: HttpRequest, hands: Hands, commons: str) -> str:
    """For whom the browser makes a passkey, in JSON: named by the commons, and by a random number that links to nothing."""
    said = {
        "rp": {"id": site_of(request), "name": commons},
        "user": {"id": secrets.token_urlsafe(32), "name": commons, "displayName": commons},
        "exclude": list(key_hands.credentials(hands).values()),
    }
    return json.dumps(said)


def site_of(request: HttpRequest) -> str:
    """The name of the site that passkeys are made for: this one, without its port."""
    host = request.get_host()
    return host if host.endswith("]") else host.rpartition(":")[0] or host


# Withdrawing


def withdrawable(hands: Hands, key: str) -> Key:
    """A key of hers that can be withdrawn. Raises Refused with what is in the way."""
    mine = list(Key.objects.filter(commons=hands.slug, person=hands.person, revoked=None))
    found = next((one for one in mine if one.id == key), None)
    if found is None:
        raise Refused("This is not a key of yours that is in use.")
    if len(mine) == 1:
        raise Refused("This is your last key; add another one first, or you could never sign again.")
    if not any(one.custody != "passkey" for one in mine if one.id != key):
        raise Refused("Then you would have passkeys only, and those can only change keys. Enrol a device first.")
    return found


def begin_withdrawing(request: HttpRequest, hands: Hands, key: str) -> Drawn:
    """Draw up that a key ends, for a passkey to sign. A key that ends here doesn't sign that itself where another can."""
    author = hands.author if hands.author != key else next((one for one in reversed(hands.passkeys) if one != key), key)
    here = tuple(id for id in hands.held_here() if id != key or author == key)
    fact = KeyRevoked(key=key)
    if author in hands.passkeys:
        return key_ceremony.begin(request, hands, [Change(fact, author, (), ((author,),))])
    return key_ceremony.begin(request, hands, [Change(fact, author, here, (hands.passkeys,))])


def custody_title(custody: str) -> str:
    """How a key is kept, as its owner reads it."""
    titles = {"hosted": _("Kept here for me"), "device": _("On my own device"), "passkey": _("My passkey")}
    return titles.get(custody, custody)

"""A passkey in software: what a browser and an authenticator make together, for tests."""

import hashlib
import json
from dataclasses import dataclass, field
from typing import Any

import msgspec
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from entredon.apps.people.entries import KeyGiven
from entredon.log import checkpoints, clock, door
from entredon.log.models import Key, Log
from entredon.log.registry import Fact
from entredon.pure.log import commitment, keys, leaf, webauthn
from entredon.pure.log.keys import SecretKey
from entredon.pure.log.leaf import Signature

SITE = "garden.example"
SALT = b"s" * 32


@dataclass(frozen=True)
class Passkey:
    """A P-256 key that signs as authenticators do; the same in every run, but for the signatures. ``site`` is a domain."""

    name: str
    site: str = SITE
    secret: ec.EllipticCurvePrivateKey = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        number = int.from_bytes(hashlib.sha256(self.name.encode()).digest()) % (webauthn.N - 1) + 1
        object.__setattr__(self, "secret", ec.derive_private_key(number, ec.SECP256R1()))

    @property
    def spki(self) -> bytes:
        """The public key as an entry holds it."""
        return self.secret.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)

    @property
    def id(self) -> str:
        return keys.key_id(keys.WEBAUTHN, self.spki)

    def given(self) -> KeyGiven:
        """The key as ``people.key_added`` brings it."""
        return KeyGiven(
            alg=keys.WEBAUTHN, public=keys.b64(self.spki), custody="passkey", rp=webauthn.rp_hash(self.site)
        )

    def asserted(self, signed: bytes, *, flags: int = 0x05, more: bytes = b"", **said: Any) -> Signature:
        """The signature over what an entry's signatures cover; ``said`` changes what the browser writes."""
        client = {
            "type": "webauthn.get", "challenge": webauthn.challenge(signed), "origin": f"https://{self.site}",
            "crossOrigin": False, **said,
        }  # fmt: skip
        return self.over(json.dumps(client).encode(), flags=flags, more=more)

    def over(self, client: bytes, *, flags: int = 0x05, more: bytes = b"") -> Signature:
        """The signature over what a browser wrote, whatever it is."""
        auth = hashlib.sha256(self.site.encode()).digest() + bytes([flags, 0, 0, 0, 0]) + more
        sig = self.secret.sign(auth + hashlib.sha256(client).digest(), ec.ECDSA(SHA256()))
        return Signature(keys.WEBAUTHN, self.id, sig, auth, client)


def signature_by(key: SecretKey | Passkey, signed: bytes) -> Signature:
    """The signature of either kind of key."""
    return key.asserted(signed) if isinstance(key, Passkey) else Signature(keys.ED25519, key.id, key.sign(signed))


def made(
    slug: str, fact: Fact, *signers: SecretKey | Passkey, texts: dict[str, str] | None = None, **changes: Any
) -> bytes:
    """An entry as it comes from elsewhere, by the first of the signers and signed by all; ``changes`` are to its first line."""
    log, seen, by = Log.objects.get(slug=slug), checkpoints.published(slug), signers[0].id
    last = Key.objects.filter(commons=slug, id=by).values_list("last", flat=True).first()
    head: dict[str, Any] = {
        "log": log.origin, "kind": fact.kind, "by": by, "at": clock.stamp(), "prev": last or None,
        "seen": (seen.size, seen.root.hex()), "body": msgspec.to_builtins(fact),
        "c": {name: commitment.commit(SALT, text) for name, text in (texts or {}).items()}, **changes,
    }  # fmt: skip
    line = leaf.body_line(**head)
    return leaf.compose(line, [signature_by(signer, leaf.signed_bytes(line)) for signer in signers])


def send(slug: str, fact: Fact, *signers: SecretKey | Passkey, texts: dict[str, str] | None = None) -> str:
    """Have such an entry admitted; returns its id."""
    raw = made(slug, fact, *signers, texts=texts)
    return door.admit(slug, raw, {name: (SALT, text) for name, text in (texts or {}).items()}).id

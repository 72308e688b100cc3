"""Ed25519 keys, checked the strict way: canonical S and points, no small-order A or R, as libsodium does.

Other libraries accept signatures that libsodium rejects; two honest verifiers must never disagree about a payout.
"""

import base64
import binascii
import hashlib
from dataclasses import dataclass, field

import nacl.bindings
import nacl.exceptions
import nacl.utils

from entredon.pure.log.canonical import Malformed

ED25519 = "ed25519"
WEBAUTHN = "webauthn"
"""Passkeys: P-256, checked by ``webauthn.verify``. Their public key is the SPKI DER."""


def b64(data: bytes) -> str:
    """Padded standard base64."""
    return base64.b64encode(data).decode("ascii")


def unb64(text: str) -> bytes:
    """The bytes of padded base64 in its one canonical form. Raises Malformed."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise Malformed("not base64") from None
    if b64(data) != text:
        raise Malformed("not canonical base64")
    return data


def key_id(alg: str, public: bytes) -> str:
    """The name of a key: hex SHA-256(alg ‖ newline ‖ public key)."""
    return hashlib.sha256(alg.encode("ascii") + b"\n" + public).hexdigest()


def verify(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether a signature holds, by libsodium's strict rule."""
    if len(public) != 32 or len(signature) != 64:
        return False
    try:
        nacl.bindings.crypto_sign_open(signature + message, public)
    except (nacl.exceptions.BadSignatureError, nacl.exceptions.CryptoError):
        return False
    return True


@dataclass(frozen=True, slots=True)
class SecretKey:
    """A secret Ed25519 key by its seed of 32 bytes."""

    seed: bytes = field(repr=False)
    public: bytes = field(init=False)
    id: str = field(init=False)
    _secret: bytes = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        public, secret = nacl.bindings.crypto_sign_seed_keypair(self.seed)
        object.__setattr__(self, "_secret", secret)
        object.__setattr__(self, "public", public)
        object.__setattr__(self, "id", key_id(ED25519, self.public))

    @classmethod
    def generate(cls) -> "SecretKey":
        """A new key from the system's randomness."""
        return cls(nacl.utils.random(32))

    def sign(self, message: bytes) -> bytes:
        """The signature, 64 bytes."""
        return nacl.bindings.crypto_sign(message, self._secret)[:64]

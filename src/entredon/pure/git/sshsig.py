"""SSH signatures (SSHSIG), as ``ssh-keygen -Y sign`` and git write them: parsed, and checked where the key is Ed25519.

Source: PROTOCOL.sshsig and PROTOCOL.u2f of OpenSSH. A signature is bound to a namespace (``git``, or ours), so that one made
for something else can't be used here.
"""

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass

from entredon.pure.log.keys import verify as verify_ed25519
from entredon.pure.told import Told

BEGIN, END = "-----BEGIN SSH SIGNATURE-----", "-----END SSH SIGNATURE-----"
MAGIC = b"SSHSIG"
MOST = 16_384
"""Longer than this no signature is."""
HASHES = ("sha256", "sha512")
ED25519, SK_ED25519 = b"ssh-ed25519", b"sk-ssh-ed25519@openssh.com"
PRESENT = 1
"""The flag of a security key: somebody touched it."""


class Unreadable(Told):
    """This is no SSH signature. The text says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class SSHSignature:
    """A signature: the public key it names, what it was made for, and how."""

    key: bytes
    namespace: bytes
    reserved: bytes
    hash: str
    signature: bytes

    @property
    def kind(self) -> bytes:
        """The kind of key, such as ssh-ed25519."""
        return _string(self.key, 0)[0]

    @property
    def fingerprint(self) -> str:
        """The key as OpenSSH names it."""
        return fingerprint(self.key)

    def signed(self, message: bytes) -> bytes:
        """The bytes that a signature over this message is made of."""
        digest = hashlib.new(self.hash, message).digest()
        return MAGIC + b"".join(_packed(part) for part in (self.namespace, self.reserved, self.hash.encode(), digest))

    def holds(self, message: bytes) -> bool | None:
        """Whether it is a signature over this message; None for kinds of keys that can't be checked here."""
        kind, at = _string(self.key, 0)
        if kind not in (ED25519, SK_ED25519):
            return None
        public, at = _string(self.key, at)
        scheme, mark = _string(self.signature, 0)
        signature, mark = _string(self.signature, mark)
        if scheme != kind:
            return False
        if kind == ED25519:
            return (
                at == len(self.key)
                and mark == len(self.signature)
                and verify_ed25519(public, self.signed(message), signature)
            )
        application, at = _string(self.key, at)
        rest = self.signature[mark:]
        if at != len(self.key) or len(rest) != 5 or not rest[0] & PRESENT:
            return False
        told = hashlib.sha256(application).digest() + rest + hashlib.sha256(self.signed(message)).digest()
        return verify_ed25519(public, told, signature)


def read(armoured: str) -> SSHSignature:
    """A signature from its armour. Raises Unreadable."""
    text = armoured.strip()
    if len(text) > MOST:
        raise Unreadable("it is too long")
    found = re.fullmatch(rf"{BEGIN}\r?\n(?P<body>[A-Za-z0-9+/=\s]+){END}", text)
    if found is None:
        raise Unreadable("it has no beginning or end")
    try:
        raw = base64.b64decode("".join(found["body"].split()), validate=True)
    except (binascii.Error, ValueError):
        raise Unreadable("it is not written in base64") from None
    if raw[:6] != MAGIC or int.from_bytes(raw[6:10], "big") != 1:
        raise Unreadable("it is not of version 1")
    parts, at = [], 10
    for _ in range(5):
        part, at = _string(raw, at)
        parts.append(part)
    if at != len(raw):
        raise Unreadable("something follows its end")
    key, namespace, reserved, digest, signature = parts
    if not namespace or digest.decode("ascii", "replace") not in HASHES:
        raise Unreadable("it names no purpose, or an unknown hash")
    _string(key, 0)
    _string(signature, 0)
    return SSHSignature(key, namespace, reserved, digest.decode(), signature)


def fingerprint(key: bytes) -> str:
    """A public key as OpenSSH names it: SHA256:…"""
    return "SHA256:" + base64.b64encode(hashlib.sha256(key).digest()).decode().rstrip("=")


def _string(data: bytes, at: int) -> tuple[bytes, int]:
    """The string that begins here, and where the next thing begins. Raises Unreadable."""
    end = at + 4 + int.from_bytes(data[at : at + 4], "big")
    if at + 4 > len(data) or end > len(data):
        raise Unreadable("it breaks off")
    return data[at + 4 : end], end


def _packed(part: bytes) -> bytes:
    return len(part).to_bytes(4, "big") + part

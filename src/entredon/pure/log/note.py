"""Signed notes of C2SP: a text, a blank line, and signatures anybody can check with a verifier key.

Source: C2SP signed-note. https://c2sp.org/signed-note
"""

import hashlib
import re
from dataclasses import dataclass

from entredon.pure.log import keys
from entredon.pure.log.canonical import Malformed
from entredon.pure.log.keys import SecretKey, b64, unb64

ED25519 = 0x01
COSIGNATURE = 0x04
SIGNATURES = 64
"""More signature lines than this are refused; the standard asks to accept at least 16."""
_LINE = re.compile(r"— (\S+) (\S+)")


@dataclass(frozen=True, slots=True)
class Verifier:
    """Who may sign: a name and a public key, as a verifier key spells them."""

    name: str
    id: bytes
    public: bytes


def key_hash(name: str, kind: int, public: bytes) -> bytes:
    """The four bytes that name a key in a signature line."""
    return hashlib.sha256(name.encode() + b"\n" + bytes([kind]) + public).digest()[:4]


def vkey(name: str, public: bytes) -> str:
    """The verifier key ``name+hash+base64``."""
    return f"{name}+{key_hash(name, ED25519, public).hex()}+{b64(bytes([ED25519]) + public)}"


def parse_vkey(text: str) -> Verifier:
    """A verifier from its key. Raises Malformed."""
    parts = text.split("+", 2)
    if len(parts) != 3 or not valid_name(parts[0]):
        raise Malformed("a verifier key is name+hash+base64")
    data = unb64(parts[2])
    if len(data) != 33 or data[0] != ED25519:
        raise Malformed("the verifier key is not an Ed25519 key")
    id = key_hash(parts[0], ED25519, data[1:])
    if id.hex() != parts[1]:
        raise Malformed("the hash in the verifier key is not that of its name and key")
    return Verifier(parts[0], id, data[1:])


def valid_name(name: str) -> bool:
    """Whether a key may carry this name: not empty, no spaces, no plus."""
    return bool(name) and "+" not in name and not any(c.isspace() or ord(c) < 32 for c in name)


def sign(text: str, name: str, key: SecretKey) -> bytes:
    """A note with one signature. The text ends with a newline."""
    body = text.encode()
    line = f"— {name} {b64(key_hash(name, ED25519, key.public) + key.sign(body))}\n"
    return body + b"\n" + line.encode()


def split(note: bytes) -> tuple[str, list[tuple[str, bytes]]]:
    """The text of a note and its signatures as (name, hash and signature). Raises Malformed."""
    try:
        whole = note.decode()
    except UnicodeDecodeError:
        raise Malformed("the note is not UTF-8") from None
    if any((ord(c) < 32 and c != "\n") or c == "\x7f" for c in whole):
        raise Malformed("the note contains control characters")
    at = whole.rfind("\n\n")
    if at < 0 or not whole.endswith("\n") or at + 2 >= len(whole):
        raise Malformed("the note has no text, blank line and signatures")
    lines = whole[at + 2 : -1].split("\n")
    if len(lines) > SIGNATURES:
        raise Malformed("the note has too many signatures")
    return whole[: at + 1], [_signature(line) for line in lines]


def _signature(line: str) -> tuple[str, bytes]:
    match = _LINE.fullmatch(line)
    if match is None or not valid_name(match[1]):
        raise Malformed("a signature line is not “— name base64”")
    data = unb64(match[2])
    if len(data) < 5:
        raise Malformed("a signature is too short")
    return match[1], data


def open(note: bytes, verifier: Verifier) -> str:
    """The text of a note that this verifier's key has signed. Unknown keys are ignored. Raises Malformed."""
    text, signatures = split(note)
    mine = [data[4:] for name, data in signatures if name == verifier.name and data[:4] == verifier.id]
    if not mine:
        raise Malformed("the note is not signed by {name}", name=verifier.name)
    if len(mine) > 1 or not keys.verify(verifier.public, text.encode(), mine[0]):
        raise Malformed("the signature of {name} doesn't hold", name=verifier.name)
    return text

"""The checkpoint: how large the log is and what its root is, as a signed note.

Source: C2SP tlog-checkpoint 1.0.0. No extension lines.
"""

from dataclasses import dataclass

from entredon.pure.log import note
from entredon.pure.log.canonical import Malformed
from entredon.pure.log.keys import SecretKey, b64, unb64


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A log's origin, its size, and the root of its tree at that size (32 bytes)."""

    origin: str
    size: int
    root: bytes

    def text(self) -> str:
        """The text that is signed."""
        return f"{self.origin}\n{self.size}\n{b64(self.root)}\n"


def sign(checkpoint: Checkpoint, key: SecretKey) -> bytes:
    """The checkpoint as a note, signed in the name of its origin."""
    return note.sign(checkpoint.text(), checkpoint.origin, key)


def parse(text: str) -> Checkpoint:
    """A checkpoint from the text of a note. Raises Malformed."""
    lines = text.split("\n")
    if len(lines) != 4 or lines[3]:
        raise Malformed("a checkpoint has exactly three lines")
    origin, size, root = lines[:3]
    if not origin:
        raise Malformed("the checkpoint names no origin")
    if not (size.isascii() and size.isdigit() and size == str(int(size))) or int(size) >= 1 << 63:
        raise Malformed("the size of the checkpoint is not a number without leading zeroes")
    hash = unb64(root)
    if len(hash) != 32:
        raise Malformed("the root of the checkpoint has not 32 bytes")
    return Checkpoint(origin, int(size), hash)


def open(raw: bytes, vkey: str) -> Checkpoint:
    """The checkpoint in a note signed by this log's key. Raises Malformed."""
    verifier = note.parse_vkey(vkey)
    checkpoint = parse(note.open(raw, verifier))
    if checkpoint.origin != verifier.name:
        raise Malformed("the checkpoint is of {origin}, not of {name}", origin=checkpoint.origin, name=verifier.name)
    return checkpoint

"""Proof files: an entry's place in a log, with the checkpoint it leads to, in one small text.

Source: C2SP tlog-proof. The leaf itself travels beside it.
"""

from dataclasses import dataclass

from entredon.pure.log import checkpoint, tree
from entredon.pure.log.canonical import Malformed
from entredon.pure.log.checkpoint import Checkpoint
from entredon.pure.log.keys import b64, unb64

HEADER = "c2sp.org/tlog-proof@v1"


@dataclass(frozen=True, slots=True)
class Proof:
    """The index of an entry, its audit path, and the signed checkpoint."""

    index: int
    path: tuple[bytes, ...]
    note: bytes


def dumps(proof: Proof) -> bytes:
    """The proof as a file."""
    lines = [HEADER, f"index {proof.index}", *map(b64, proof.path)]
    return ("\n".join(lines) + "\n\n").encode() + proof.note


def loads(data: bytes) -> Proof:
    """A proof from its file. Raises Malformed."""
    head, blank, note = data.partition(b"\n\n")
    if not blank:
        raise Malformed("the proof has no checkpoint")
    try:
        lines = head.decode().split("\n")
    except UnicodeDecodeError:
        raise Malformed("the proof is not UTF-8") from None
    if lines[0] != HEADER:
        raise Malformed("the first line is not {header}", header=HEADER)
    if len(lines) > 1 and lines[1].startswith("extra "):
        unb64(lines.pop(1).removeprefix("extra "))
    number = lines[1].removeprefix("index ") if len(lines) > 1 else ""
    if len(lines) < 2 or not number.isascii() or not number.isdigit() or lines[1] != f"index {int(number)}":
        raise Malformed("the proof names no index")
    path = tuple(unb64(line) for line in lines[2:])
    if any(len(hash) != 32 for hash in path) or len(path) > 63:
        raise Malformed("the hashes of the proof have not 32 bytes")
    return Proof(int(number), path, note)


def check(proof: Proof, leaf: bytes, vkey: str) -> Checkpoint:
    """The checkpoint under which the leaf is proven to stand. Raises Malformed when it isn't."""
    found = checkpoint.open(proof.note, vkey)
    if not tree.is_included(proof.index, found.size, tree.leaf_hash(leaf), proof.path, found.root):
        raise Malformed(
            "the proof doesn't lead from this entry at {index} to the root of the checkpoint", index=proof.index
        )
    return found

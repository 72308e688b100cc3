"""The leaf: one line of canonical JSON that says something, one line of signatures under it.

::

    leaf      = body line ‖ newline ‖ signatures line ‖ newline
    signed    = "entredon/entry/v1\\n" ‖ body line
    entry id  = hex SHA-256(signed)

What was received is what is signed and hashed; nothing is written anew.
"""

import binascii
import hashlib
import itertools
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec

from entredon.pure.log import canonical, keys, webauthn
from entredon.pure.log.canonical import Malformed
from entredon.pure.log.keys import ED25519, WEBAUTHN, b64, unb64

LIMIT = 65_535
"""Bytes of a leaf at most: entry bundles count them in two bytes."""
PREFIX = b"entredon/entry/v1\n"
FIELDS = {"v", "log", "kind", "by", "at", "prev", "seen", "body", "c"}

HEX64 = re.compile(r"[0-9a-f]{64}", re.ASCII)
KIND = re.compile(r"[a-z]+\.[a-z]+(_[a-z]+)*", re.ASCII)
# Hours end at 23 everywhere: some versions of Python read 24:00 as the next midnight, others refuse it.
AT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]\.[0-9]{3}Z", re.ASCII)
# A line with one signature, as most are, in its only form: 64 bytes end in one of four letters and two signs.
_ONE = re.compile(
    rb'\[\{"alg":"ed25519","key":"([0-9a-f]{64})","sig":"([A-Za-z0-9+/]{85}[AQgw]==)"\}\]',
)
NAME = re.compile(r"[a-z0-9_]{1,40}", re.ASCII)


class Signature(msgspec.Struct, frozen=True):
    """A signature over an entry: algorithm, id of the key, and its bytes.

    A passkey's (``webauthn``) comes with what it signed beside: the data of its authenticator, and the browser's.
    """

    alg: str
    key: str
    sig: bytes
    auth: bytes = b""
    client: bytes = b""

    def holds(self, alg: str, public: bytes, rp: str, signed: bytes) -> bool:
        """Whether a key (its algorithm, public part, and site if it is a passkey) has signed this."""
        if self.alg != alg:
            return False
        if alg == ED25519:
            return keys.verify(public, signed, self.sig)
        return alg == WEBAUTHN and webauthn.verify(public, rp, signed, self.auth, self.client, self.sig)


class Leaf(msgspec.Struct, frozen=True):
    """A leaf with its parts; ``raw`` is what counts."""

    raw: bytes
    signed: bytes
    id: str
    log: str
    kind: str
    by: str
    at: str
    prev: str | None
    seen: tuple[int, str]
    body: dict[str, Any]
    c: dict[str, str]
    sigs: tuple[Signature, ...]


def body_line(
    *, log: str, kind: str, by: str, at: str, prev: str | None, seen: tuple[int, str], body: Mapping[str, Any],
    c: Mapping[str, str],
) -> bytes:  # fmt: skip
    """The line an author signs. Raises Malformed for values outside the profile."""
    return canonical.dumps(
        {
            "v": 1, "log": log, "kind": kind, "by": by, "at": at, "prev": prev, "seen": list(seen),
            "body": dict(body), "c": dict(c),
        }
    )  # fmt: skip


def signed_bytes(line: bytes) -> bytes:
    """What a signature covers."""
    return PREFIX + line


def compose(line: bytes, signatures: Iterable[Signature]) -> bytes:
    """A leaf from its first line and its signatures, in any order and from anywhere."""
    rows = [row_of(signature) for signature in sorted(signatures, key=lambda s: s.key)]
    return line + b"\n" + canonical.dumps(rows) + b"\n"


def row_of(signature: Signature) -> dict[str, str]:
    """A signature as the second line of a leaf has it, and as it travels before the leaf is whole."""
    row = {"alg": signature.alg, "key": signature.key, "sig": b64(signature.sig)}
    if signature.alg == WEBAUTHN:
        row |= {"auth": b64(signature.auth), "client": b64(signature.client)}
    return row


def make(
    sign: Mapping[str, Callable[[bytes], bytes]], *, log: str, kind: str, by: str, at: str, prev: str | None,
    seen: tuple[int, str], body: dict[str, Any], c: dict[str, str],
) -> Leaf:  # fmt: skip
    """A leaf made and signed here: the same that ``parse`` reads from its bytes, without reading them again.

    ``sign`` maps the ids of Ed25519 keys to what signs with them. Raises Malformed, as ``parse`` would.
    """
    line = body_line(log=log, kind=kind, by=by, at=at, prev=prev, seen=seen, body=body, c=c)
    _check_head({"v": 1, "log": log, "kind": kind, "by": by, "at": at, "prev": prev, "seen": list(seen), "body": body, "c": c})  # fmt: skip
    signed = PREFIX + line
    sigs = tuple(Signature("ed25519", key, sign[key](signed)) for key in sorted(sign))
    if by not in sign:
        raise Malformed("the author's signature is missing")
    raw = compose(line, sigs)
    _check_length(raw)
    return Leaf(raw, signed, hashlib.sha256(signed).hexdigest(), log, kind, by, at, prev, seen, body, c, sigs)


def parse(raw: bytes) -> Leaf:
    """A leaf from its bytes. Raises Malformed for anything but the one form."""
    _check_length(raw)
    lines = raw.split(b"\n")
    if len(lines) != 3 or lines[2]:
        raise Malformed("an entry is exactly two lines")
    head = canonical.loads(lines[0])
    _check_head(head)
    one = _ONE.fullmatch(lines[1])
    if one is not None and (key := one[1].decode()) == head["by"]:
        sigs: tuple[Signature, ...] = (Signature("ed25519", key, binascii.a2b_base64(one[2])),)
    else:
        sigs = _signatures(canonical.loads(lines[1]), head["by"])
    signed = PREFIX + lines[0]
    return Leaf(
        raw, signed, hashlib.sha256(signed).hexdigest(), head["log"], head["kind"], head["by"], head["at"],
        head["prev"], (head["seen"][0], head["seen"][1]), head["body"], head["c"], sigs,
    )  # fmt: skip


def head_of(line: bytes) -> dict[str, Any]:
    """What the first line of a leaf says, before anybody has signed it. Raises Malformed."""
    head: dict[str, Any] = canonical.loads(line)
    _check_head(head)
    return head


def _check_length(raw: bytes) -> None:
    if len(raw) > LIMIT:
        raise Malformed(
            "an entry has at most {limit} bytes, this one {count}; put large things in the content",
            limit=LIMIT,
            count=len(raw),
        )


def _check_head(head: Any) -> None:
    if type(head) is not dict or head.keys() != FIELDS:
        raise Malformed("an entry has the fields {fields}", fields=", ".join(sorted(FIELDS)))
    if type(head["v"]) is not int or head["v"] != 1:
        raise Malformed("this is not version 1 of the format")
    if type(head["log"]) is not str or not 0 < len(head["log"]) <= 200:
        raise Malformed("log is the name of the public record this is for")
    if not _is_kind(head["kind"]):
        raise Malformed("kind is <app>.<past participle>")
    if not _matches(HEX64, head["by"]):
        raise Malformed("by is the id of a key, 64 hex digits")
    if head["prev"] is not None and not _matches(HEX64, head["prev"]):
        raise Malformed("prev is the id of an entry, or null")
    if type(head["body"]) is not dict:
        raise Malformed("body is an object")
    check_time(head["at"])
    _check_seen(head["seen"])
    _check_commitments(head["c"])


_kinds: set[str] = set()


def _is_kind(kind: Any) -> bool:
    """Whether this may be a kind; the few there are are remembered."""
    if type(kind) is not str:
        return False
    if kind not in _kinds:
        if not KIND.fullmatch(kind) or len(kind) > 60:
            return False
        if len(_kinds) < 1000:
            _kinds.add(kind)
    return True


def _matches(pattern: re.Pattern[str], value: Any) -> bool:
    return type(value) is str and pattern.fullmatch(value) is not None


def check_time(at: Any) -> None:
    """A moment of the calendar, ``YYYY-MM-DDTHH:MM:SS.mmmZ``. Raises Malformed."""
    if not _matches(AT, at):
        raise Malformed("at is a moment such as 2026-05-03T10:00:00.000Z")
    try:
        datetime.fromisoformat(at)
    except ValueError:
        raise Malformed("{at} is not in the calendar", at=at) from None


def _check_seen(seen: Any) -> None:
    if type(seen) is not list or len(seen) != 2 or type(seen[0]) is not int or seen[0] < 0:
        raise Malformed("seen is a size and a root")
    if not _matches(HEX64, seen[1]):
        raise Malformed("the root in seen has 64 hex digits")


def _check_commitments(c: Any) -> None:
    if type(c) is not dict or not all(_matches(NAME, name) and _matches(HEX64, value) for name, value in c.items()):
        raise Malformed("c maps names to commitments of 64 hex digits")


def _signatures(rows: Any, by: str) -> tuple[Signature, ...]:
    if type(rows) is not list or not rows:
        raise Malformed("the second line is a list of signatures")
    sigs = tuple(signature_of(row) for row in rows)
    names: Sequence[str] = [s.key for s in sigs]
    if any(a >= b for a, b in itertools.pairwise(names)):
        raise Malformed("signatures are sorted by key, each key once")
    if by not in names:
        raise Malformed("the author's signature is missing")
    return sigs


_PARTS = {ED25519: {"alg", "key", "sig"}, WEBAUTHN: {"alg", "auth", "client", "key", "sig"}}


def signature_of(row: Any) -> Signature:
    """A signature from the form that ``row_of`` gives it. Raises Malformed. Whether it holds is another question."""
    if type(row) is not dict or not all(type(value) is str for value in row.values()):
        raise Malformed("a signature has alg, key and sig")
    alg = row.get("alg", "")
    if alg not in _PARTS:
        raise Malformed("signatures of the kind {row} are not known", row=f"{alg!r:.30}")
    if row.keys() != _PARTS[alg]:
        raise Malformed("a signature of the kind {alg} has {parts}", alg=alg, parts=", ".join(sorted(_PARTS[alg])))
    if not _matches(HEX64, row["key"]):
        raise Malformed("a signature names its key by 64 hex digits")
    sig = unb64(row["sig"])
    if alg == ED25519:
        if len(sig) != 64:
            raise Malformed("an Ed25519 signature has 64 bytes")
        return Signature(alg, row["key"], sig)
    auth, client = unb64(row["auth"]), unb64(row["client"])
    if not webauthn.sized(auth, client, sig):
        raise Malformed("a part of a passkey's signature is shorter or longer than any is")
    return Signature(alg, row["key"], sig, auth, client)

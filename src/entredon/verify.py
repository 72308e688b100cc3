#!/usr/bin/env python3
"""Checks a public record of Entredon without Entredon. Needs Python 3.11 or newer and PyNaCl (pip install pynacl).

    python verify.py DIRECTORY|ADDRESS [--vkey KEY] [--json]     a copy made by `entredon mirror`, or a server's record
    python verify.py --proof FILE --leaf FILE --vkey KEY         one entry's place, from its proof and its bytes

It checks the signed checkpoint, every tile of hashes, the form, authorship, key and order of every entry, personal texts
against their commitments, and content against its hash. It does not know the rules: `entredon verify` replays those.
Exit code 0: sound. 1: something is wrong, and it says where. 2: there is nothing to check here.
"""

import argparse
import base64
import hashlib
import json
import re
import sys
import urllib.error
import urllib.request
from datetime import datetime
from pathlib import Path
from urllib.parse import urljoin

from nacl.bindings import crypto_sign_open
from nacl.exceptions import CryptoError

FORMS = {
    "kind": r"[a-z]+\.[a-z]+(_[a-z]+)*",
    "by": "[0-9a-f]{64}",
    "at": r"\d{4}-\d\d-\d\dT([01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z",
}
FIELDS = {"v", "log", "kind", "by", "at", "prev", "seen", "body", "c"}
BRINGING = ("commons.founded", "people.joined", "people.key_added", "people.recovered")
NUMBER = "(0|[1-9][0-9]{0,18})"
SIZES = {"ed25519": {"sig": (64, 64)}, "webauthn": {"sig": (8, 72), "auth": (37, 1000), "client": (2, 2000)}}


class Wrong(Exception):
    """Bytes that are not what they should be."""


def need(condition, message):
    if not condition:
        raise Wrong(message)


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def leaf_hash(leaf):
    return sha256(b"\x00", leaf)


def grow(stack, hash, at):
    """Add leaf ``at`` to the perfect trees of RFC 6962 on the stack, largest first."""
    while at & 1:
        hash, at = sha256(b"\x01", stack.pop(), hash), at >> 1
    stack.append(hash)


def fold(stack):
    """The root over perfect trees."""
    root = stack[-1] if stack else sha256()
    for left in reversed(stack[:-1]):
        root = sha256(b"\x01", left, root)
    return root


def root_of(hashes):
    stack = []
    for n, hash in enumerate(hashes):
        grow(stack, hash, n)
    return fold(stack)


def unbase64(text):
    try:
        data = base64.b64decode(text, validate=True)
    except ValueError:
        raise Wrong("not base64") from None
    need(base64.b64encode(data).decode() == text, "not the one form of base64")
    return data


def signed_by(public, message, signature):
    try:
        return len(public) == 32 and len(signature) == 64 and crypto_sign_open(signature + message, public) == message
    except CryptoError:
        return False


# Passkeys sign on the curve P-256, y² = x³ - 3x + B modulo P, whose base point G has the order N (FIPS 186-4, SEC 1).
P = 2**256 - 2**224 + 2**192 + 2**96 - 1
B = 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B
N = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
G = (
    0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
    0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5,
)
SPKI = bytes.fromhex("3059301306072a8648ce3d020106082a8648ce3d03010703420004")


def add(a, b):
    """The sum of two points (x, y) of the curve; None is the neutral one."""
    if a is None or b is None:
        return a or b
    (x, y), (u, v) = a, b
    if x == u and (y + v) % P == 0:
        return None
    slope = (3 * x * x - 3) * pow(2 * y, -1, P) if a == b else (v - y) * pow(u - x, -1, P)
    third = (slope * slope - x - u) % P
    return third, (slope * (x - third) - y) % P


def sum_of(r, a, s, b):
    """r·a + s·b, bit by bit."""
    both, total = add(a, b), None
    for bit in range(255, -1, -1):
        total = add(total, total)
        total = add(total, (None, a, b, both)[(r >> bit & 1) + 2 * (s >> bit & 1)])
    return total


def point_of(spki):
    """The point of a P-256 key in its one form, 91 bytes of SPKI DER; Wrong if it isn't one, or not on the curve."""
    need(len(spki) == 91 and spki.startswith(SPKI), "not the one form of a P-256 key")
    x, y = int.from_bytes(spki[27:59], "big"), int.from_bytes(spki[59:], "big")
    need(x < P and y < P and (y * y - x * x * x + 3 * x - B) % P == 0, "not a point of P-256")
    return x, y


def numbers_of(der):
    """r and s of a signature in DER's one form: two positive integers without needless bytes, from 1 to N - 1."""
    need(8 <= len(der) <= 72 and der[0] == 0x30 and der[1] == len(der) - 2, "not a signature in DER")
    numbers, rest = [], der[2:]
    for _ in range(2):
        need(len(rest) > 2 and rest[0] == 2 and 1 <= rest[1] <= min(33, len(rest) - 2), "not a signature in DER")
        raw, rest = rest[2 : 2 + rest[1]], rest[2 + rest[1] :]
        need(
            raw[0] < 0x80 and (raw[0] or (len(raw) > 1 and raw[1] >= 0x80)), "a number that is not in its shortest form"
        )
        numbers.append(int.from_bytes(raw, "big"))
    need(not rest and all(0 < number < N for number in numbers), "numbers that no signature has")
    return numbers


def signed_on_p256(spki, message, der):
    """Whether an ECDSA signature with SHA-256 holds."""
    try:
        public, (r, s) = point_of(spki), numbers_of(der)
    except Wrong:
        return False
    inverse, e = pow(s, -1, N), int.from_bytes(sha256(message), "big")
    point = sum_of(e * inverse % N, G, r * inverse % N, public)
    return point is not None and point[0] % N == r


def once(pairs):
    need(len(dict(pairs)) == len(pairs), "a name that occurs twice")
    return dict(pairs)


def no_number(word):
    raise Wrong(f"{word} is not JSON")


def signed_by_passkey(key, signed, sig):
    """Whether a passkey has signed: the site is its own, a person was there, and the browser was asked for exactly this."""
    auth, client, der = unbase64(sig["auth"]), unbase64(sig["client"]), unbase64(sig["sig"])
    longer = len(auth) > 37  # which a new key (0x40) or extensions (0x80) make it
    if auth[:32].hex() != key["rp"] or not auth[32] & 1 or longer != bool(auth[32] & 0xC0):
        return False
    if client.count(b"{") + client.count(b"[") > 16:
        return False
    try:
        said = json.loads(client.decode(), object_pairs_hook=once, parse_constant=no_number)
        json.dumps(said, ensure_ascii=False).encode()
    except (Wrong, ValueError):
        return False
    asked = base64.urlsafe_b64encode(sha256(signed)).decode().rstrip("=")
    if not isinstance(said, dict) or (said.get("type"), said.get("challenge")) != ("webauthn.get", asked):
        return False
    return signed_on_p256(key["public"], auth + sha256(client), der)


def holds(key, signed, sig):
    """Whether a key has made a signature over an entry."""
    if key["alg"] != sig["alg"]:
        return False
    if key["alg"] == "webauthn":
        return signed_by_passkey(key, signed, sig)
    return signed_by(key["public"], signed, unbase64(sig["sig"]))


def plain(value, level=0):
    """Refuses floats, numbers beyond 2^53, deep nesting, and keys of other letters than a-z, 0-9 and _."""
    need(not isinstance(value, float), "a number with a decimal point")
    need(not isinstance(value, int) or -(2**53) < value < 2**53, "a number that is too large")
    if isinstance(value, (dict, list)):
        need(level < 16, "nested too deeply")
        need(isinstance(value, list) or all(fits("[a-z0-9_]+", key) for key in value), "a key of other letters")
        for item in value.values() if isinstance(value, dict) else value:
            plain(item, level + 1)


def canonical(data):
    """The value of canonical JSON; Wrong for any other spelling of it."""
    try:
        value = json.loads(data.decode())
        plain(value)
        again = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    except (ValueError, RecursionError) as trouble:
        raise Wrong(f"not canonical JSON ({trouble})"[:200]) from None
    need(again == data, "JSON, but not in its canonical form")
    return value


def fits(form, value):
    return isinstance(value, str) and re.fullmatch(form, value, re.ASCII) is not None


def is_hex(value):
    return fits("[0-9a-f]{64}", value)


def parse_leaf(raw):
    """An entry as (its fields, its signatures, what was signed, its id)."""
    lines = raw.split(b"\n")
    need(len(raw) <= 65535 and len(lines) == 3 and not lines[2], "an entry has two lines, not too long")
    head, sigs = canonical(lines[0]), canonical(lines[1])
    need(isinstance(head, dict) and head.keys() == FIELDS, "an entry with other fields")
    need(type(head["v"]) is int and head["v"] == 1, "another version of the format")
    need(isinstance(head["log"], str) and 0 < len(head["log"]) <= 200, "log is not a name")
    for name, form in FORMS.items():
        need(fits(form, head[name]) and len(head[name]) <= 64 - 4 * (name == "kind"), f"{name} has another form")
    try:
        datetime.fromisoformat(head["at"])
    except ValueError:
        raise Wrong("at is not in the calendar") from None
    seen, c = head["seen"], head["c"]
    need(isinstance(seen, list) and len(seen) == 2 and type(seen[0]) is int and seen[0] >= 0, "seen has another form")
    need(is_hex(seen[1]) and (head["prev"] is None or is_hex(head["prev"])), "seen or prev has another form")
    need(isinstance(head["body"], dict) and isinstance(c, dict), "body or c has another form")
    need(all(fits("[a-z0-9_]{1,40}", n) and is_hex(value) for n, value in c.items()), "c holds no commitments")
    need(isinstance(sigs, list) and sigs, "no signatures")
    for sig in sigs:
        need(isinstance(sig, dict) and sig.get("alg") in ("ed25519", "webauthn"), "an unknown signature")
        sizes = SIZES[sig["alg"]]
        need(sig.keys() == {"alg", "key", *sizes} and is_hex(sig["key"]), "a signature with other fields")
        need(all(isinstance(value, str) for value in sig.values()), "a signature with other fields")
        fitting = [least <= len(unbase64(sig[name])) <= most for name, (least, most) in sizes.items()]
        need(all(fitting), "a signature of another length")
    names = [sig["key"] for sig in sigs]
    need(names == sorted(set(names)) and head["by"] in names, "signatures out of order, or the author's is missing")
    signed = b"entredon/entry/v1\n" + lines[0]
    return head, sigs, signed, sha256(signed).hex()


def parse_vkey(text):
    name, _, rest = text.partition("+")
    id, _, key = rest.partition("+")
    need(re.fullmatch(r"[^\s\x00-\x1f]+", name), "a key is name+hash+base64")
    data = unbase64(key)
    need(len(data) == 33 and data[0] == 1, "not an Ed25519 key")
    need(sha256(name.encode(), b"\n", data)[:4].hex() == id, "the hash in the key is not its own")
    return name, bytes.fromhex(id), data[1:]


def open_checkpoint(note, vkey):
    """Size and root of a checkpoint that this key has signed."""
    name, id, public = parse_vkey(vkey)
    try:
        text = note.decode()
    except UnicodeDecodeError:
        raise Wrong("the checkpoint is not UTF-8") from None
    need(not re.search(r"[\x00-\x09\x0b-\x1f\x7f]", text), "the checkpoint has control characters")
    body, blank, rest = text.rpartition("\n\n")
    need(blank and rest.endswith("\n"), "the checkpoint is not a signed note")
    mine = []
    for line in rest[:-1].split("\n"):
        match = re.fullmatch(r"— ([^\s+]+) (\S+)", line)
        need(match, "a line under the checkpoint is no signature")
        data = unbase64(match[2])
        need(len(data) >= 5, "a signature is too short")
        mine += [data[4:]] * (match[1] == name and data[:4] == id)
    need(len(mine) == 1 and signed_by(public, body.encode() + b"\n", mine[0]), "it is not signed by this record's key")
    lines = body.split("\n")
    need(len(lines) == 3 and lines[0] == name, "the checkpoint is of another record")
    need(fits(NUMBER, lines[1]) and len(unbase64(lines[2])) == 32, "the checkpoint has no size or no root")
    return int(lines[1]), unbase64(lines[2])


def check_proof(proof, leaf, vkey):
    """Size and index at which the leaf is proven to stand."""
    head, _, note = proof.partition(b"\n\n")
    lines = head.decode(errors="replace").split("\n")
    need(lines[0] == "c2sp.org/tlog-proof@v1", "not a tlog-proof file")
    lines = [line for n, line in enumerate(lines[1:]) if n or not line.startswith("extra ")]
    need(lines and fits(f"index {NUMBER}", lines[0]), "the proof names no index")
    (size, root), index = open_checkpoint(note, vkey), int(lines[0][6:])
    need(index < size, "the index lies beyond the checkpoint")
    at, last, hash = index, size - 1, leaf_hash(leaf)
    for line in lines[1:]:
        sibling = unbase64(line)
        need(len(sibling) == 32 and last, "the proof has hashes of the wrong length or number")
        if at & 1 or at == last:
            hash = sha256(b"\x01", sibling, hash)
            while at and not at & 1:
                at, last = at >> 1, last >> 1
        else:
            hash = sha256(b"\x01", hash, sibling)
        at, last = at >> 1, last >> 1
    need(last == 0 and hash == root, "the proof does not lead from this entry to the signed root")
    return size, index


def tile_path(level, n, size):
    """Where the tile with hashes (or entries) 256·n and on lies, of a row that has this size."""
    digits, width = f"{n % 1000:03d}", min(256, size - 256 * n)
    while n := n // 1000:
        digits = f"x{n % 1000:03d}/{digits}"
    return f"tile/{level}/{digits}" + ("" if width == 256 else f".p/{width}")


class Record:
    """The check of one record; ``read(path)`` gives the bytes of a file, or None."""

    def __init__(self, read):
        self.read, self.faults, self.keys, self.of, self.last, self.custody = read, [], {}, {}, {}, {}
        self.origin = self.size = self.root = self.vkey = None
        self.signatures = self.absent = 0

    def fault(self, file, check, message, index=None, entry=None):
        self.faults.append({"index": index, "entry": entry, "file": file, "check": check, "message": message})

    def run(self, vkey):
        """Everything; returns the verdict."""
        if all(self.read(name) is None for name in ("checkpoint", "vkey", "tile/0/000", "tile/entries/000")):
            self.fault("checkpoint", "log", "There is no public record here.")
            return "unusable"
        try:
            file, raw = "vkey", self.read("vkey")
            text = f"{vkey}\n" if raw is None and vkey else (raw or b"").decode(errors="replace")
            need(text.endswith("\n"), "the key is missing or cut off; give it with --vkey")
            self.origin = parse_vkey(text[:-1])[0]
            need(not vkey or text[:-1] == vkey, "the key beside this record is not the one you gave")
            self.vkey, file = text[:-1], "checkpoint"
            self.size, self.root = open_checkpoint(self.read("checkpoint") or b"", self.vkey)
            file = tile_path("entries", max(0, self.size - 1) // 256, self.size)
            need(self.read(file) is not None, "the newest entries are missing")
        except Wrong as wrong:
            self.fault(file, file.partition("/")[0], str(wrong))
            return "fault"
        self.check_entries(self.trusted_hashes())
        return "fault" if self.faults else "sound"

    def as_json(self, verdict):
        root = self.root and self.root.hex()
        known = {"origin": self.origin, "size": self.size, "root": root, "digest": None, "signatures": self.signatures}
        return {"verdict": verdict, **known, "erased": self.absent, "custody": self.custody, "faults": self.faults}

    def bundle(self, path, width):
        """The entries of a bundle, as far as it can be read."""
        data, leaves, at = self.read(path) or b"", [], 0
        while at + 2 <= len(data):
            end = at + 2 + int.from_bytes(data[at : at + 2], "big")
            leaves.append(data[at + 2 : end])
            at = end
        if at != len(data) or len(leaves) != width:
            self.fault(path, "bundle", f"This bundle should hold {width} entries; it is missing, cut off or garbled.")
        return leaves

    def trusted_hashes(self):
        """The leaf hashes that lead to the signed root, from tiles or else from entries; faults for the others."""
        starts = range(0, self.size, 256)
        tiles = [self.read(tile_path(0, at // 256, self.size)) or b"" for at in starts]
        names = [tile_path("entries", at // 256, self.size) for at in starts]
        self.leaves = [self.bundle(name, min(256, self.size - at)) for name, at in zip(names, starts, strict=True)]
        hashes = [[leaf_hash(leaf) for leaf in leaves] for leaves in self.leaves]
        from_tiles = [[row[at : at + 32] for at in range(0, len(row), 32)] for row in tiles]
        right = next((rows for rows in (from_tiles, hashes) if self.leads_to_root(rows)), None)
        for at, row, mine in zip(starts, from_tiles, right or hashes, strict=True):
            if row != mine:
                path = tile_path(0, at // 256, self.size)
                self.fault(path, "tile", "This tile is missing, or is not what the entries or the root say.", at)
        if right is None and not self.faults:
            self.fault("checkpoint", "root", "The signed root is not that of these entries.")
        level, row = 1, [root_of(hashes) for hashes in right or () if len(hashes) == 256]
        while row:
            for at in range(0, len(row), 256):
                path = tile_path(level, at // 256, len(row))
                if (self.read(path) or b"") != b"".join(row[at : at + 256]):
                    self.fault(
                        path, "tile", "This tile is missing, or doesn't follow from those below.", at << 8 * level
                    )
            level, row = level + 1, [root_of(row[at : at + 256]) for at in range(0, len(row) - 255, 256)]
        return right or hashes

    def leads_to_root(self, rows):
        flat = [hash for row in rows for hash in row]
        return len(flat) == self.size and all(len(hash) == 32 for hash in flat) and root_of(flat) == self.root

    def check_entries(self, hashes):
        for n, (row, leaves) in enumerate(zip(hashes, self.leaves, strict=True)):
            mine = [leaf_hash(leaf) for leaf in leaves]
            if wrong := [i for i, hash in enumerate(row) if mine[i : i + 1] != [hash]]:
                index, path = 256 * n + wrong[0], tile_path("entries", n, self.size)
                self.fault(path, "hash", f"Entry {index} is not the one that the root stands for.", index)
        if self.faults:
            return  # behind a damaged entry others seem wrong too
        stack, roots = [], {0: sha256()}
        for index, leaf in enumerate(leaf for leaves in self.leaves for leaf in leaves):
            self.check_entry(index, leaf, tile_path("entries", index // 256, self.size), roots)
            grow(stack, leaf_hash(leaf), index)
            roots[index + 1] = fold(stack)

    def check_entry(self, index, raw, path, roots):
        def bad(check, message, file=path):
            self.fault(file, check, f"Entry {index}: {message}.", index, id)

        id = None
        try:
            head, sigs, signed, id = parse_leaf(raw)
        except Wrong as wrong:
            bad("form", wrong)
            return
        kind, body, by = head["kind"], head["body"], head["by"]
        self.learn(index, kind, body, by)
        if head["log"] != self.origin:
            bad("origin", f"it was made for {head['log']}, not for {self.origin}")
        if (kind == "commons.founded") != (index == 0) or (index == 1 and kind != "value.rule_adopted"):
            bad("order", "it is not an entry that can stand here")
        if index == 0 and (body.get("vkey"), body.get("origin")) != (self.vkey, self.origin):
            bad("vkey", "the record was founded under another key or name", "vkey")
        if roots.get(head["seen"][0], b"").hex() != head["seen"][1]:
            bad("seen", "its author had seen another history than this one")
        if self.last.get(by) != head["prev"]:
            bad("prev", "it doesn't follow its author's previous entry; entries are missing or out of order")
        self.last[by] = id
        for sig in sigs:
            key = self.keys.get(sig["key"])
            if key is None or not key["added"] <= index <= key["revoked"]:
                bad("key", f"key {sig['key'][:10]} could not sign here")
            elif not holds(key, signed, sig):
                bad("signature", f"the signature of key {sig['key'][:10]} does not hold")
            else:
                self.signatures += 1
                self.custody[key["custody"]] = self.custody.get(key["custody"], 0) + (sig["key"] == by)
        self.check_companions(head, id, bad)

    def learn(self, index, kind, body, by):
        """Which keys may sign from here on, and whose they are: a person is named by her first key."""
        if kind == "people.key_revoked" and (key := self.keys.get(str(body.get("key")))):
            key["revoked"] = min(key["revoked"], index)
        owner = self.keys[by]["person"] if by in self.keys else ""
        if kind == "people.recovered":
            owner = str(body.get("person"))
            for key in self.of.get(owner, ()):
                key["revoked"] = min(key["revoked"], index)
        given = body.get("stewards") if kind == "commons.founded" else [body.get("key")]
        for key in given if isinstance(given, list) and kind in BRINGING else ():
            if isinstance(key, dict) and key.get("alg") in ("ed25519", "webauthn"):
                self.learn_key(index, key, owner)

    def learn_key(self, index, key, owner):
        try:
            public = unbase64(str(key.get("public")))
        except Wrong:
            return
        id = sha256(key["alg"].encode(), b"\n", public).hex()
        if id not in self.keys:
            kept = {name: str(key.get(name, "")) for name in ("alg", "custody", "rp")}
            row = {**kept, "public": public, "person": owner or f"k:{id}", "added": index, "revoked": 2**63}
            self.keys[id] = row
            self.of.setdefault(row["person"], []).append(row)

    def check_companions(self, head, id, bad):
        """Personal texts against their commitments; content, named by a field ``sha256``, against its hash."""
        for name, committed in head["c"].items():
            path = f"side/{id}/{name}"
            data = self.read(path)
            self.absent += data is None
            try:
                side = canonical(data) if data is not None else None
                if side is not None:
                    need(isinstance(side, dict) and side.keys() == {"salt", "text"}, "not a personal text")
                    need(isinstance(side["salt"], str) and isinstance(side["text"], str), "not a personal text")
                    salt, text = unbase64(side["salt"]), side["text"].encode()
                    opened = sha256(b"entredon/redact/v1\n", salt, text).hex()
                    need(len(salt) == 32 and opened == committed, "not the text that its author committed to")
            except Wrong as wrong:
                bad("side", f"the text “{name}”: {wrong}", path)
        if is_hex(name := head["body"].get("sha256")):
            data = self.read(f"content/{name}")
            if data is None or sha256(data).hex() != name:
                bad("content", "content that it needs is missing or has other bytes", f"content/{name}")


def from_directory(root):
    return lambda path: Path(root, path).read_bytes() if Path(root, path).is_file() else None


def get(url):
    need(url.startswith(("https://", "http://")), "not an address")
    try:
        with urllib.request.urlopen(url, timeout=30) as answer:  # noqa: S310
            return answer.read()
    except urllib.error.HTTPError as error:
        if error.code in (404, 410):
            return None
        raise


def from_address(address):
    """A record on a server, by its own address or that of a page which links to it."""
    link = re.search(rb'<link[^>]*rel="entredon-log"[^>]*href="([^"]+)"', get(address) or b"")
    prefix = (urljoin(address, link[1].decode()) if link else address).rstrip("/") + "/"

    def read(path):
        data = get(prefix + path)
        return get(urljoin(prefix, "/" + path)) if data is None and path.startswith("content/") else data

    return read


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("--vkey", "--proof", "--leaf"):
        parser.add_argument(name)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("record", nargs="?")
    asked = parser.parse_args()
    if not (asked.record or (asked.proof and asked.leaf and asked.vkey)):
        parser.error("give a directory or an address; or --proof, --leaf and --vkey")
    try:
        if asked.vkey:
            parse_vkey(asked.vkey)
    except Wrong as wrong:
        parser.error(f"what you gave with --vkey is not a key: {wrong}")
    try:
        if asked.proof:
            size, index = check_proof(Path(asked.proof).read_bytes(), Path(asked.leaf).read_bytes(), asked.vkey)
            print(f"Sound: this is entry {index} of a record of {size} entries, signed by {asked.vkey}")
            return 0
        record = Record((from_address if "://" in asked.record else from_directory)(asked.record))
        verdict = record.run(asked.vkey)
    except Wrong as wrong:
        print(f"Not sound: {wrong}.")
        return 1
    except OSError as trouble:
        print(f"Could not be read: {trouble}", file=sys.stderr)
        return 2
    found = record.as_json(verdict)
    if asked.json:
        print(json.dumps(found))
    else:
        print(f"{record.origin}: {record.size} entries, root {found['root']}\nkey {record.vkey}")
        for fault in record.faults:
            print(f"FAULT {fault['message']} [{fault['check']}; {fault['file']}]")
        print(
            f"{verdict}: {record.signatures} signatures hold, {record.absent} texts not here; the rules were not replayed"
        )
    return {"sound": 0, "fault": 1, "unusable": 2}[verdict]


if __name__ == "__main__":
    sys.exit(main())

"""Signatures of passkeys: made here, every byte changed, every rule of their reading broken once."""

import base64
import hashlib
import importlib.util
import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed, decode_dss_signature, encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

import entredon
from entredon.pure.log import keys, leaf, webauthn
from entredon.pure.log.canonical import Malformed
from entredon.pure.log.keys import SecretKey
from entredon.testing_passkey import Passkey

KEY, OTHER = Passkey("a passkey"), Passkey("another", site="elsewhere.example")
SIGNED = b"entredon/entry/v1\n{}"
RP = webauthn.rp_hash(KEY.site)
ADA = SecretKey(b"a" * 32)


def standalone() -> Any:
    """The checker that needs no Entredon, as a module."""
    path = Path(entredon.__file__).parent / "verify.py"
    spec = importlib.util.spec_from_file_location("standalone_verify", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


ALONE = standalone()


def holds(signature: leaf.Signature, *, spki: bytes = KEY.spki, rp: str = RP, signed: bytes = SIGNED) -> bool:
    """What both checkers say, which must be the same."""
    ours = signature.holds(keys.WEBAUTHN, spki, rp, signed)
    row, key = leaf.row_of(signature), {"alg": keys.WEBAUTHN, "public": spki, "rp": rp}
    assert ALONE.holds(key, signed, row) == ours
    return ours


def test_a_passkeys_signature_holds() -> None:
    assert holds(KEY.asserted(SIGNED))
    assert holds(KEY.asserted(SIGNED, origin="https://app.garden.example", extra={"a": [1, None, True, 1.5]}))


@pytest.mark.parametrize("part", ["auth", "client", "sig"])
def test_every_changed_byte_is_found(part: str) -> None:
    good = KEY.asserted(SIGNED)
    data = getattr(good, part)
    parts = {"auth": good.auth, "client": good.client, "sig": good.sig}
    for at in range(len(data)):
        changed = data[:at] + bytes([data[at] ^ (1 << at % 8)]) + data[at + 1 :]
        assert not holds(leaf.Signature(good.alg, good.key, **{**parts, part: changed})), (part, at)


@pytest.mark.parametrize("part", ["auth", "client", "sig"])
def test_nothing_is_cut_off_or_added(part: str) -> None:
    good = KEY.asserted(SIGNED)
    parts = {"auth": good.auth, "client": good.client, "sig": good.sig}
    for changed in (parts[part][:-1], parts[part] + b"\0", parts[part] + b" ", b"\0" + parts[part]):
        assert not leaf.Signature(good.alg, good.key, **{**parts, part: changed}).holds(good.alg, KEY.spki, RP, SIGNED)


def test_another_key_site_or_text_is_not_what_was_signed() -> None:
    good = KEY.asserted(SIGNED)
    assert not holds(good, spki=OTHER.spki)
    assert not holds(good, rp=webauthn.rp_hash("elsewhere.example"))
    assert not holds(good, rp=RP.upper())
    assert not holds(good, rp="")
    assert not holds(good, signed=SIGNED + b" ")
    assert not good.holds(keys.ED25519, KEY.spki, RP, SIGNED)
    assert not leaf.Signature(keys.ED25519, ADA.id, ADA.sign(SIGNED)).holds(keys.WEBAUTHN, KEY.spki, RP, SIGNED)


@pytest.mark.parametrize(
    "said",
    [
        {"type": "webauthn.create"},
        {"type": "payment.get"},
        {"type": None},
        {"challenge": ""},
        {"challenge": webauthn.challenge(SIGNED) + "="},
        {"challenge": base64.b64encode(hashlib.sha256(SIGNED).digest()).decode()},
        {"challenge": hashlib.sha256(SIGNED).hexdigest()},
        {"challenge": [webauthn.challenge(SIGNED)]},
    ],
)
def test_the_browser_was_asked_for_exactly_this(said: dict[str, Any]) -> None:
    assert not holds(KEY.asserted(SIGNED, **said))


ASKED = webauthn.challenge(SIGNED)
FINE = f'{{"type":"webauthn.get","challenge":"{ASKED}"'


@pytest.mark.parametrize(
    "client",
    [
        FINE,  # cut off
        f"[{FINE}}}]",
        f'{FINE},"type":"webauthn.get"}}',
        f'{FINE},"a":{{"b":1,"b":1}}}}',
        f'{FINE},"ch\\u0061llenge":"{ASKED}"}}',
        f'{FINE},"a":NaN}}',
        f'{FINE},"a":-Infinity}}',
        f'{FINE},"a":"\\ud800"}}',
        f'{FINE},"a":{"[" * 16}{"]" * 16}}}',
        f'{FINE},"a":"{"[" * 16}"}}',
        f'{FINE},"a":"\n"}}',
        f"\ufeff{FINE}}}",
        f"{FINE}}}{{}}",
        f"{FINE},}}",
        f'{FINE},"a":01}}',
        "null",
        "",
        '"webauthn.get"',
        f'{FINE},"a":{"[" * 900}',
    ],
)
def test_what_a_browser_writes_is_read_strictly(client: str) -> None:
    assert not holds(KEY.over(client.encode()))


@pytest.mark.parametrize("client", [f'{FINE},"a":"{"[" * 15}"}}', f" {FINE} }}\r\n", f'{FINE},"a":"\\u00e9"}}'])
def test_what_json_allows_is_read(client: str) -> None:
    assert holds(KEY.over(client.encode()))


def test_what_is_not_utf_8_is_not_read() -> None:
    assert not holds(KEY.over(f'{FINE},"a":"'.encode() + b'\xff"}'))
    assert not holds(KEY.over(f"{FINE}}}".encode("utf-16")))


@pytest.mark.parametrize(
    ("flags", "more", "good"),
    [
        (0x01, b"", True),
        (0x1D, b"", True),
        (0x04, b"", False),  # nobody was there
        (0x00, b"", False),
        (0x81, b"\xa0", True),  # extensions
        (0x41, b"\xa0" * 60, True),
        (0x81, b"", False),  # extensions are announced and absent
        (0x01, b"\xa0", False),  # or there and not announced
        (0x81, b"\xa0" * 963, True),
    ],
)
def test_a_person_was_there_and_nothing_is_hidden(flags: int, more: bytes, good: bool) -> None:
    assert holds(KEY.asserted(SIGNED, flags=flags, more=more)) == good


# Keys


def test_a_key_has_one_form_and_lies_on_the_curve() -> None:
    spki = KEY.spki
    assert webauthn.is_key(spki)
    point = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), spki[26:])
    x, y = point.public_numbers().x, point.public_numbers().y
    head = webauthn.HEAD

    def of(x: int, y: int) -> bytes:
        return head + x.to_bytes(32) + y.to_bytes(32)

    assert webauthn.is_key(of(x, webauthn.P - y))
    small = next(x for x in range(1, 99) if _root(x))
    wrong = [
        b"", spki[:-1], spki + b"\0", of(x, y ^ 1), of(x ^ 1, y), of(0, 0), head + bytes(64), b"\x30\x58" + spki[2:],
        # The same point with a coordinate beyond the prime, and the forms that others write too.
        of(small + webauthn.P, _root(small)), head[:-1] + b"\x02" + x.to_bytes(32), head[:-1] + b"\x06" + spki[27:],
        head.replace(bytes.fromhex("2a8648ce3d030107"), bytes.fromhex("2b8104000a000000")) + spki[27:],
    ]  # fmt: skip
    for other in wrong:
        assert not webauthn.is_key(other), other.hex()
        with pytest.raises(ALONE.Wrong):
            ALONE.point_of(other)


def _root(x: int) -> int:
    """y for a small x whose sum with the prime fits into 32 bytes; 0 if there is none."""
    square = (x**3 - 3 * x + webauthn.B) % webauthn.P
    y = pow(square, (webauthn.P + 1) // 4, webauthn.P)
    return y if y * y % webauthn.P == square else 0


# Signatures: numbers and their spelling


def theirs(spki: bytes, digest: bytes, der: bytes) -> bool:
    """What the library says."""
    public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), spki[26:])
    try:
        public.verify(der, digest, ec.ECDSA(Prehashed(SHA256())))
    except InvalidSignature:
        return False
    return True


def test_both_checkers_agree_on_signatures_of_many_keys() -> None:
    chance = random.Random(7)
    for n in range(20):
        key, message = Passkey(f"key {n}"), chance.randbytes(n * 7)
        der = key.secret.sign(message, ec.ECDSA(SHA256()))
        r, s = decode_dss_signature(der)
        for numbers, good in (((r, s), True), ((r, webauthn.N - s), True), ((s, r), False), ((r, s ^ 1), False)):
            spelt = encode_dss_signature(*numbers)
            digest = hashlib.sha256(message).digest()
            assert ALONE.signed_on_p256(key.spki, message, spelt) == theirs(key.spki, digest, spelt) == good
        assert not ALONE.signed_on_p256(Passkey("x").spki, message, der)


def edge_cases() -> list[tuple[str, bytes, bytes, bytes, bool]]:
    """Signatures at the edges, each made so that it is known whether it holds: name, key, message, DER, verdict."""
    cases = []
    message, n = b"at the edge", webauthn.N
    e = int.from_bytes(hashlib.sha256(message).digest())
    x = ALONE.G[0]
    # With k = 1, r is the x of the base point; a secret key d chosen after s gives any s that one wants.
    for name, s in (("s = 1", 1), ("s = n - 1", n - 1), ("s = n / 2", n // 2)):
        cases.append((name, (s - e) * pow(x, -1, n) % n, x, s, True))
    d = Passkey("an edge").secret.private_numbers().private_value
    k_is_minus_1 = (-(e + x * d)) % n
    cases.append(("k = n - 1", d, x, k_is_minus_1, True))
    # The sum is the neutral point: s arbitrary, r = -e / d, so that e·G + r·Q vanishes.
    cases.append(("the sum is the neutral point", d, -e * pow(d, -1, n) % n, 5, False))
    # Q = G and e = r: both halves are the same point, which an addition without doubling gets wrong.
    cases.append(("both halves are one point", 1, e, 2, False))
    cases.append(("both halves are opposite", n - 1, e, 2, False))
    # r = x - n would only hold for an x beyond the order; here it doesn't.
    cases.append(("r beyond n is not r", d, x % n, 1, False))
    rows = []
    for name, secret, r, s, good in cases:
        q = ALONE.sum_of(secret, ALONE.G, 0, ALONE.G)
        spki = webauthn.HEAD + q[0].to_bytes(32) + q[1].to_bytes(32)
        rows.append((name, spki, message, encode_dss_signature(r, s), good))
    return rows


@pytest.mark.parametrize(
    ("name", "spki", "message", "der", "good"), edge_cases(), ids=lambda v: v if type(v) is str else ""
)
def test_both_checkers_agree_at_the_edges(name: str, spki: bytes, message: bytes, der: bytes, good: bool) -> None:
    assert ALONE.signed_on_p256(spki, message, der) == theirs(spki, hashlib.sha256(message).digest(), der) == good


def test_an_x_beyond_the_order_is_r_modulo_it() -> None:
    """The rare case that r is x - n: a point is looked for whose x lies between the order and the prime."""
    n, message = webauthn.N, b"rare"
    x = next(x for x in range(n + 1, n + 99) if _root(x))
    point = (x, _root(x))
    # Verification computes e/s·G + r/s·Q; with s = r it is Q + e/r·G, so Q = point - e/r·G.
    r = s = x - n
    e = int.from_bytes(hashlib.sha256(message).digest())
    back = ALONE.sum_of(-e * pow(r, -1, n) % n, ALONE.G, 0, ALONE.G)
    q = ALONE.add(point, back)
    spki = webauthn.HEAD + q[0].to_bytes(32) + q[1].to_bytes(32)
    der = encode_dss_signature(r, s)
    assert ALONE.signed_on_p256(spki, message, der)
    assert theirs(spki, hashlib.sha256(message).digest(), der)
    assert not ALONE.signed_on_p256(spki, message, encode_dss_signature(x, s))


def test_the_base_point_times_small_numbers_is_what_the_library_says() -> None:
    for d in (1, 2, 3, 5, 2**128 + 1, webauthn.N - 2, webauthn.N - 1):
        numbers = ec.derive_private_key(d, ec.SECP256R1()).public_key().public_numbers()
        assert ALONE.sum_of(d, ALONE.G, 0, ALONE.G) == (numbers.x, numbers.y)
        assert ALONE.sum_of(d - 1, ALONE.G, 1, ALONE.G) == (numbers.x, numbers.y)
    assert ALONE.sum_of(webauthn.N - 1, ALONE.G, 1, ALONE.G) is None


def integer(raw: bytes) -> bytes:
    return b"\x02" + bytes([len(raw)]) + raw


def sequence(body: bytes) -> bytes:
    return b"\x30" + bytes([len(body)]) + body


R, S = b"\x11" * 32, b"\x22" * 32
BAD_DER: list[tuple[str, bytes]] = [
    ("r = 0", sequence(integer(b"\0") + integer(S))),
    ("s = 0", sequence(integer(R) + integer(b"\0"))),
    ("r = n", sequence(integer(b"\0" + webauthn.N.to_bytes(32)) + integer(S))),
    ("s = n", sequence(integer(R) + integer(b"\0" + webauthn.N.to_bytes(32)))),
    ("r = n + 1", sequence(integer(b"\0" + (webauthn.N + 1).to_bytes(32)) + integer(S))),
    ("r of 33 bytes", sequence(integer(b"\1" + R) + integer(S))),
    ("r negative", sequence(integer(b"\x91" + R[1:]) + integer(S))),
    ("a needless zero before r", sequence(integer(b"\0" + R) + integer(S))),
    ("a needless zero before s", sequence(integer(R) + integer(b"\0" + S))),
    ("an empty integer", sequence(b"\x02\0" + integer(S) + integer(S))),
    ("a long length", b"\x30\x81" + bytes([68]) + integer(R) + integer(S)),
    ("a long length inside", sequence(b"\x02\x81\x20" + R + integer(S))),
    ("an indefinite length", b"\x30\x80" + integer(R) + integer(S) + b"\0\0"),
    ("a third integer", sequence(integer(R) + integer(S) + integer(b"\1"))),
    ("only one integer", sequence(integer(R) + b"")),
    ("something after it", sequence(integer(R) + integer(S)) + b"\0"),
    ("something after it, counted", sequence(integer(R) + integer(S) + b"\5\0")),
    ("cut off", sequence(integer(R) + integer(S))[:-1]),
    ("another tag", b"\x31" + sequence(integer(R) + integer(S))[1:]),
    ("another tag inside", sequence(b"\x03" + integer(R)[1:] + integer(S))),
    ("raw r and s", R + S),
    ("an integer that reaches beyond", sequence(b"\x02\x21" + R + b"\x02\x03" + S)),
    ("nothing", b""),
]


@pytest.mark.parametrize(("name", "der"), BAD_DER, ids=[name for name, _ in BAD_DER])
def test_only_one_spelling_of_a_signature_is_read(name: str, der: bytes) -> None:
    assert webauthn.numbers(der) is None
    with pytest.raises(ALONE.Wrong):
        ALONE.numbers_of(der)
    good = KEY.asserted(SIGNED)
    assert not leaf.Signature(good.alg, good.key, der, good.auth, good.client).holds(good.alg, KEY.spki, RP, SIGNED)


def test_both_readers_of_der_agree_on_rubbish() -> None:
    chance = random.Random(11)
    good = KEY.asserted(SIGNED).sig
    for _ in range(5000):
        der = bytearray(good)
        for _ in range(chance.randint(1, 3)):
            at = chance.choice([0, 1, 2, 3, 4, 5, chance.randrange(len(der))])
            at = min(at, len(der) - 1)
            der[at : at + chance.randint(0, 2)] = chance.randbytes(chance.randint(0, 2))
        try:
            read: Any = tuple(ALONE.numbers_of(bytes(der)))
        except ALONE.Wrong:
            read = None
        if len(der) <= 72:
            assert webauthn.numbers(bytes(der)) == read
        if read is not None:
            assert encode_dss_signature(*read) == bytes(der)


def test_small_numbers_are_read_and_spelt_alike() -> None:
    for number in (1, 127, 128, 255, 256, 2**255, webauthn.N - 1):
        for other in (1, webauthn.N - 1):
            der = encode_dss_signature(number, other)
            assert webauthn.numbers(der) == (number, other) == tuple(ALONE.numbers_of(der))


# In a leaf


def made(*signatures: Callable[[bytes], leaf.Signature], by: str) -> bytes:
    line = leaf.body_line(
        log="example.org/merel", kind="people.key_added", by=by, at="2026-05-03T10:00:00.000Z", prev=None,
        seen=(0, "0" * 64), body={}, c={},
    )  # fmt: skip
    return leaf.compose(line, [make(leaf.signed_bytes(line)) for make in signatures])


def by_ada(signed: bytes) -> leaf.Signature:
    return leaf.Signature(keys.ED25519, ADA.id, ADA.sign(signed))


def test_a_leaf_carries_both_kinds_of_signatures() -> None:
    said = leaf.parse(made(KEY.asserted, by_ada, OTHER.asserted, by=KEY.id))
    assert [s.key for s in said.sigs] == sorted([KEY.id, ADA.id, OTHER.id])
    for signature in said.sigs:
        assert leaf.signature_of(leaf.row_of(signature)) == signature
        if signature.key == KEY.id:
            assert holds(signature, signed=said.signed)
    assert ALONE.parse_leaf(said.raw)[3] == said.id


def changed(edit: Callable[[dict[str, Any]], object]) -> bytes:
    line, second, _ = made(KEY.asserted, by=KEY.id).split(b"\n")
    rows = json.loads(second)
    edit(rows[0])
    return line + b"\n" + json.dumps(rows, sort_keys=True, separators=(",", ":")).encode() + b"\n"


@pytest.mark.parametrize(
    "edit",
    [
        lambda row: row.pop("auth"),
        lambda row: row.pop("client"),
        lambda row: row.update(note=""),
        lambda row: row.update(alg="ed25519"),
        lambda row: row.update(alg="es256"),
        lambda row: row.update(alg=["webauthn"]),
        lambda row: row.update(auth=None),
        lambda row: row.update(key=row["key"].upper()),
        lambda row: row.update(auth=row["auth"].rstrip("=") + "\n"),
        lambda row: row.update(client=base64.urlsafe_b64encode(b"\xff" * 30).decode()),
        lambda row: row.update(auth=keys.b64(b"a" * 36)),
        lambda row: row.update(auth=keys.b64(b"a" * 1001)),
        lambda row: row.update(client=keys.b64(b"a")),
        lambda row: row.update(client=keys.b64(b"a" * 2001)),
        lambda row: row.update(sig=keys.b64(b"a" * 7)),
        lambda row: row.update(sig=keys.b64(b"a" * 73)),
    ],
)
def test_another_form_of_a_passkeys_signature_is_refused(edit: Callable[[dict[str, Any]], object]) -> None:
    raw = changed(edit)
    with pytest.raises(Malformed):
        leaf.parse(raw)
    with pytest.raises(ALONE.Wrong):
        ALONE.parse_leaf(raw)


def test_reading_entries_loads_no_library_for_passkeys() -> None:
    import subprocess
    import sys

    code = "import sys, entredon.pure.log.leaf; print([m for m in sys.modules if m.startswith('cryptography')])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def spoilt(chance: random.Random, data: bytes, pieces: tuple[bytes, ...]) -> bytes:
    """Some bytes changed, cut out, doubled, or taken from elsewhere."""
    text = bytearray(data)
    for _ in range(chance.randint(1, 3)):
        at = chance.randrange(len(text) + 1)
        text[at : at + chance.choice((0, 0, 1, 1, 2, 9))] = chance.choice(
            (*pieces, chance.randbytes(1), text[at : at + 5])
        )
    return bytes(text)


def test_both_checkers_agree_on_rubbish_that_a_passkey_signed() -> None:
    chance = random.Random(13)
    pieces = (
        b"",
        b'"',
        b"{",
        b"[",
        b",",
        b":",
        b" ",
        b"\\u0000",
        b"\\ud800",
        b"1e999",
        b"NaN",
        b"-0",
        b'"type":1,',
        b"\xc3",
    )
    good = json.dumps({"type": "webauthn.get", "challenge": ASKED, "a": ["é", {"b": 1.5}], "c": None}).encode()
    verdicts = {holds(KEY.over(spoilt(chance, good, pieces)[:2000])) for _ in range(400)}
    assert verdicts == {True, False}


def test_both_readers_of_leaves_agree_on_rubbish() -> None:
    chance = random.Random(17)
    line, second, _ = made(KEY.asserted, by_ada, by=KEY.id).split(b"\n")
    pieces = (b"", b'"', b"=", b"A", b'"alg":"ed25519"', b'"alg":"webauthn"', b',"auth":""', b"{}", b"null")
    verdicts = set()
    for _ in range(3000):
        raw = line + b"\n" + spoilt(chance, second, pieces) + b"\n"
        read = []
        for parse, trouble in ((leaf.parse, Malformed), (ALONE.parse_leaf, ALONE.Wrong)):
            try:
                parse(raw)
                read.append(True)
            except trouble:
                read.append(False)
        assert read[0] == read[1], raw
        verdicts.add(read[0])
    assert verdicts == {True, False}

"""Signatures of passkeys: WebAuthn assertions by keys on the curve P-256, read strictly so that all verifiers agree.

An authenticator signs ``auth ‖ SHA-256(client)``. ``client`` is JSON by the browser that names what was asked of it (here
SHA-256 of what an entry's signatures cover), ``auth`` begins with the SHA-256 of the name of the site the passkey is for.
"""

import base64
import hashlib
import json
from typing import Any

HEAD = bytes.fromhex("3059301306072a8648ce3d020106082a8648ce3d03010703420004")
"""How the SPKI DER of every P-256 key begins whose point is not compressed; 64 bytes of the point follow."""
SPKI = len(HEAD) + 64
AUTH, CLIENT, SIG = (37, 1000), (2, 2000), (8, 72)
"""The fewest and most bytes of each part of a signature."""
BRACKETS = 16
"""Opening brackets in ``client`` at most, those in strings counted too: nesting can't exhaust any reader."""
PRESENT, ATTESTED, EXTENDED = 0x01, 0x40, 0x80
"""Flags of ``auth``: a person was there; there are more than 37 bytes because of a new key, or of extensions."""

P = 2**256 - 2**224 + 2**192 + 2**96 - 1
B = 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B
N = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


def is_key(spki: bytes) -> bool:
    """Whether this is a P-256 key in its one form: SPKI DER of 91 bytes, with a point that lies on the curve."""
    if len(spki) != SPKI or not spki.startswith(HEAD):
        return False
    x, y = int.from_bytes(spki[27:59]), int.from_bytes(spki[59:])
    return x < P and y < P and (y * y - x * x * x + 3 * x - B) % P == 0


def rp_hash(name: str) -> str:
    """How a key's ``rp`` names the site its passkey is for: hex SHA-256 of the domain (WebAuthn's RP ID)."""
    return hashlib.sha256(name.encode()).hexdigest()


def challenge(signed: bytes) -> str:
    """What a browser is asked to have signed, as ``client`` writes it: base64url of SHA-256, without padding."""
    return base64.urlsafe_b64encode(hashlib.sha256(signed).digest()).decode().rstrip("=")


def verify(spki: bytes, rp: str, signed: bytes, auth: bytes, client: bytes, sig: bytes) -> bool:
    """Whether a passkey has signed; ``rp`` as the key's entry gives it, ``signed`` what the entry's signatures cover."""
    if not (is_key(spki) and sized(auth, client, sig) and _present(auth, rp) and _asked(client, signed)):
        return False
    if numbers(sig) is None:
        return False
    # Here, because it takes as long to import as everything else of a small command, and few entries need it.
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.hashes import SHA256

    public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), spki[26:])
    try:
        public.verify(sig, auth + hashlib.sha256(client).digest(), ec.ECDSA(SHA256()))
    except InvalidSignature:
        return False
    return True


def sized(auth: bytes, client: bytes, sig: bytes) -> bool:
    """Whether the parts of a signature are of lengths that occur."""
    parts = ((auth, AUTH), (client, CLIENT), (sig, SIG))
    return all(least <= len(part) <= most for part, (least, most) in parts)


def numbers(sig: bytes) -> tuple[int, int] | None:
    """r and s of an ECDSA signature in DER's one form, both from 1 to n - 1; None for anything else."""
    if len(sig) < 8 or sig[0] != 0x30 or sig[1] != len(sig) - 2:
        return None
    r, rest = _integer(sig[2:])
    s, rest = _integer(rest)
    return (r, s) if rest == b"" and 0 < r < N and 0 < s < N else None


def _integer(der: bytes) -> tuple[int, bytes]:
    """A positive integer at the beginning of DER, and what follows; zero where there is none in its shortest form."""
    if len(der) < 3 or der[0] != 0x02 or not 1 <= der[1] <= min(33, len(der) - 2):
        return 0, der
    raw, rest = der[2 : 2 + der[1]], der[2 + der[1] :]
    if raw[0] >= 0x80 or (raw[0] == 0 and (len(raw) == 1 or raw[1] < 0x80)):
        return 0, der
    return int.from_bytes(raw), rest


def _present(auth: bytes, rp: str) -> bool:
    """Whether the authenticator speaks for this site, and a person was there."""
    longer = bool(auth[32] & (ATTESTED | EXTENDED))
    return auth[:32].hex() == rp and bool(auth[32] & PRESENT) and (len(auth) > 37) == longer


def _asked(client: bytes, signed: bytes) -> bool:
    """Whether the browser was asked to sign exactly this."""
    if client.count(b"{") + client.count(b"[") > BRACKETS:
        return False
    try:
        said = json.loads(client.decode(), object_pairs_hook=_once, parse_constant=_nothing)
        json.dumps(said, ensure_ascii=False).encode()  # half a surrogate pair is read by some, and refused by others
    except ValueError:
        return False
    return type(said) is dict and (said.get("type"), said.get("challenge")) == ("webauthn.get", challenge(signed))


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    said = dict(pairs)
    if len(said) != len(pairs):
        raise ValueError("a name that occurs twice")
    return said


def _nothing(word: str) -> None:
    raise ValueError(f"{word} is not JSON")

"""OpenPGP signatures in their armour: which key they say they are from. Checking them is gpg's work; this only sorts.

Source: RFC 4880, sections 4.2, 5.2.3 and 6.2; RFC 9580 for version 6.
"""

import base64
import binascii
import re

BEGIN = "-----BEGIN PGP SIGNATURE-----"
_ARMOUR = re.compile(r"-----BEGIN PGP SIGNATURE-----\r?\n(?P<body>.*?)-----END PGP SIGNATURE-----", re.DOTALL)
_SIGNATURE = 2
_ISSUER, _ISSUER_FINGERPRINT = 16, 33
MOST = 65_536


def issuers(armoured: str) -> set[str]:
    """The ids (16 hex digits) of the keys that a signature names as its makers; none when it can't be read."""
    found = _ARMOUR.search(armoured[:MOST])
    if found is None:
        return set()
    lines = found["body"].replace("\r", "").split("\n")
    body = lines[lines.index("") + 1 :] if "" in lines else lines
    try:
        raw = base64.b64decode("".join(line for line in body if not line.startswith("=")), validate=True)
        return set(_issuers(raw))
    except (binascii.Error, ValueError, IndexError):
        return set()


def _issuers(raw: bytes) -> list[str]:
    tag, body = _packet(raw)
    if tag != _SIGNATURE or body[0] not in (4, 5, 6):
        return []
    wide = 4 if body[0] == 6 else 2
    hashed = int.from_bytes(body[4 : 4 + wide], "big")
    at = 4 + wide + hashed
    unhashed = int.from_bytes(body[at : at + wide], "big")
    areas = body[4 + wide : at], body[at + wide : at + wide + unhashed]
    return [id for area in areas for id in _subpackets(area)]


def _packet(raw: bytes) -> tuple[int, bytes]:
    """The first packet: its tag and body."""
    first = raw[0]
    if not first & 0x80:
        raise ValueError("no packet")
    if first & 0x40:
        size, at = _length(raw, 1)
        return first & 0x3F, raw[at : at + size]
    wide = (1, 2, 4, 0)[first & 3]
    size = int.from_bytes(raw[1 : 1 + wide], "big") if wide else len(raw)
    return (first >> 2) & 0x0F, raw[1 + wide : 1 + wide + size]


def _length(raw: bytes, at: int) -> tuple[int, int]:
    """A length in the new form, and where what it counts begins."""
    first = raw[at]
    if first < 192:
        return first, at + 1
    if first < 255:
        return ((first - 192) << 8) + raw[at + 1] + 192, at + 2
    return int.from_bytes(raw[at + 1 : at + 5], "big"), at + 5


def _subpackets(area: bytes) -> list[str]:
    found, at = [], 0
    while at < len(area):
        size, at = _length(area, at)
        if size == 0:
            break
        kind, content = area[at] & 0x7F, area[at + 1 : at + size]
        if kind == _ISSUER and len(content) == 8:
            found.append(content.hex().upper())
        elif kind == _ISSUER_FINGERPRINT and len(content) == 21:  # version 4: the id is the end
            found.append(content[-8:].hex().upper())
        elif kind == _ISSUER_FINGERPRINT and len(content) == 33:  # version 6: the id is the beginning
            found.append(content[1:9].hex().upper())
        at += size
    return found

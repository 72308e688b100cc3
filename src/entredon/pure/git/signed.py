"""Commits and tags that carry a signature: what was signed, and by what."""

import re
from typing import NamedTuple

SSH = b"-----BEGIN SSH SIGNATURE-----"
OPENPGP = (b"-----BEGIN PGP SIGNATURE-----", b"-----BEGIN PGP MESSAGE-----")
_BEGINS = re.compile(rb"^(?:%s|%s|%s)" % (SSH, *OPENPGP), re.MULTILINE)
_FIELDS = (b"gpgsig", b"gpgsig-sha256")


class Signed(NamedTuple):
    """What a signature was made over, and the signature in its armour; b"" where there is none."""

    payload: bytes
    signature: bytes

    @property
    def is_ssh(self) -> bool:
        return self.signature.startswith(SSH)

    @property
    def is_openpgp(self) -> bool:
        return self.signature.startswith(OPENPGP)


def commit(raw: bytes) -> Signed:
    """A commit as git stores it. The signature is a field of its own among those before the message."""
    head, gap, message = raw.partition(b"\n\n")
    kept: list[bytes] = []
    signature: list[bytes] = []
    inside: list[bytes] | None = None
    for line in head.split(b"\n"):
        if line.startswith(b" ") and inside is not None:
            inside.append(line[1:])
            continue
        name, _, rest = line.partition(b" ")
        if name in _FIELDS:
            # Of two signatures over one commit the first is looked at; neither is part of what was signed.
            inside = [rest]
            signature = signature or inside
        elif line.startswith(b" "):
            kept.append(line)
        else:
            inside = None
            kept.append(line)
    return Signed(b"\n".join(kept) + gap + message, b"\n".join(signature) + b"\n" if signature else b"")


def tag(raw: bytes) -> Signed:
    """A tag as git stores it. The signature is the end of its message, from the last line that begins one."""
    begins = [found.start() for found in _BEGINS.finditer(raw)]
    at = begins[-1] if begins else len(raw)
    return Signed(raw[:at], raw[at:])


def message(raw: bytes) -> bytes:
    """What a tag or commit says, without its fields and without a signature."""
    return tag(raw).payload.partition(b"\n\n")[2]

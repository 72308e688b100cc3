"""Salted commitments: a leaf holds the hash, the text lives beside the log and can be erased."""

import hashlib
import hmac

PREFIX = b"entredon/redact/v1\n"
SALT = 32
"""Bytes of salt. Without it a short text could be guessed from its hash."""


def commit(salt: bytes, text: str) -> str:
    """The hex commitment to a text under a salt of 32 random bytes."""
    if len(salt) != SALT:
        raise ValueError(f"a salt has {SALT} bytes")
    return hashlib.sha256(PREFIX + salt + text.encode()).hexdigest()


def opens(commitment: str, salt: bytes, text: str) -> bool:
    """Whether salt and text are what was committed to."""
    return len(salt) == SALT and hmac.compare_digest(commit(salt, text), commitment)

"""The numbers of which references are made, so that a payment finds what it is for: each follows from an id."""

import hashlib
from functools import lru_cache

LEAST, COUNT = 1_000_000_000, 9_000_000_000


def of_request(id: str) -> int:
    """The number of a request, by the id of its entry."""
    return _number(id)


@lru_cache(maxsize=10_000)
def of_gift(id: str) -> int:
    """The standing number of gifts for a creation, by its id; for the commons as a whole, by the id of its founding entry.

    Remembered: each new request is compared with those of all creations.
    """
    return _number(hashlib.sha256(b"entredon/gift/" + id.encode()).hexdigest())


def _number(hexadecimal: str) -> int:
    return LEAST + int(hexadecimal[:16], 16) % COUNT

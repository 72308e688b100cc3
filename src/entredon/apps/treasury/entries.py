"""What can be said about money: that some came in, for what."""

from typing import ClassVar

from entredon.log.registry import Fact


class Received(Fact, frozen=True, kw_only=True):
    """Money came in for a version, or for a creation: then for the newest version of it that is released.

    ``minor`` counts the smallest units of the currency (ISO 4217). Who paid stands in the side text ``payer`` and why in
    ``note``: both can be erased, and no calculation reads them.
    """

    kind: ClassVar[str] = "treasury.received"
    texts: ClassVar[tuple[str, ...]] = ("payer", "note")

    minor: int
    currency: str
    version: str | None = None
    creation: str | None = None

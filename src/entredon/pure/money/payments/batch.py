"""A batch of credit transfers in euros."""

from dataclasses import dataclass

from entredon.pure.money.payments.profiles import SEPA, Profile
from entredon.pure.money.references import Reference
from entredon.pure.told import Told


class BadBatch(Told, ValueError):
    """Why a bank would not take a batch. The text says where, and what to change."""


@dataclass(frozen=True, slots=True)
class Address:
    """A town and its country (two letters): all that a bank may ask for. Streets are nobody's business here."""

    town: str
    country: str


@dataclass(frozen=True, slots=True)
class Payment:
    """One transfer. ``minor`` in cents; ``name`` as the payee's bank has it; ``message`` a reference or a free text."""

    id: str
    name: str
    iban: str
    minor: int
    message: Reference | str = ""
    bic: str = ""
    address: Address | None = None


@dataclass(frozen=True, slots=True)
class Batch:
    """Transfers from one account on one day, in the order in which they stand.

    ``created`` is a moment and ``day`` a day as ISO 8601 texts; ``name``, ``iban`` and ``bic`` are of whoever pays. Addresses are
    only needed where money leaves the European Economic Area.
    """

    id: str
    created: str
    day: str
    name: str
    iban: str
    payments: tuple[Payment, ...]
    bic: str = ""
    address: Address | None = None
    profile: Profile = SEPA

    @property
    def total(self) -> int:
        """The sum in cents."""
        return sum(payment.minor for payment in self.payments)

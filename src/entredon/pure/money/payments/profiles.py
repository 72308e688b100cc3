"""What banks want otherwise, as data: a new bank is one more line here, or a Profile made elsewhere."""

from dataclasses import dataclass
from typing import Any

from entredon.pure.money.payments.letters import BASIC, EXTENDED
from entredon.pure.money.quoting import quoted
from entredon.pure.told import Told

NEW, OLD = "pain.001.001.09", "pain.001.001.03"
"""The messages that can be written; the second is ending, but some banks still ask for it."""
LETTERS = {"extended": EXTENDED, "basic": BASIC}
FILE, PAYMENT = "file", "payment"
"""Where the service level (SEPA) stands: once for the file, or with each payment. Never both: banks refuse that."""


class NoProfile(Told, ValueError):
    """There is no profile of that name."""


@dataclass(frozen=True, slots=True)
class Profile:
    """How one bank wants its files.

    ``version`` is NEW or OLD, ``letters`` one of LETTERS, ``level`` FILE or PAYMENT, ``most`` how many payments one file may
    hold. ``bic`` is the bank's own, for a batch that names none; ``needs_bic`` whether it wants the BICs of payees' banks too.
    """

    name: str
    version: str = NEW
    letters: str = "extended"
    level: str = FILE
    most: int = 100_000
    bic: str = ""
    needs_bic: bool = False

    def __post_init__(self) -> None:
        if self.version not in (NEW, OLD) or self.letters not in LETTERS or self.level not in (FILE, PAYMENT):
            raise ValueError(f"the profile {self.name!r} has a version, letters or level that there isn't")

    @property
    def old(self) -> bool:
        """Whether it wants the older message."""
        return self.version == OLD

    def data(self) -> dict[str, Any]:
        """All of it, for the hash of a batch."""
        return {
            "version": self.version, "letters": self.letters, "level": self.level, "most": self.most, "bic": self.bic,
            "needs_bic": self.needs_bic,
        }  # fmt: skip


SEPA = Profile("sepa")
PROFILES = {
    profile.name: profile
    for profile in (
        SEPA,
        Profile("sepa-basic", letters="basic"),
        Profile("sepa-2009", version=OLD),
        Profile("sepa-2009-basic", version=OLD, letters="basic"),
    )
}
"""Profiles that any bank in SEPA should take one of; the first is to be tried first."""


def profile(name: str) -> Profile:
    """A profile by its name. Raises NoProfile."""
    if name not in PROFILES:
        raise NoProfile(
            "There is no bank profile “{name}”; there are {known}.", name=quoted(name), known=", ".join(PROFILES)
        )
    return PROFILES[name]

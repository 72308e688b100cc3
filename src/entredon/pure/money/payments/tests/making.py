"""Accounts, names and batches that might be, for tests. Nobody here exists."""

from functools import cache
from pathlib import Path

import sepaxml
from hypothesis import strategies as st
from lxml import etree

from entredon.pure.money.payments.batch import Address, Batch, Payment
from entredon.pure.money.payments.profiles import PROFILES
from entredon.pure.money.references import MOST_BASE, ogm, rf

SCHEMAS = Path(sepaxml.__file__).parent / "schemas"
OURS = "BE68 5390 0754 7034"


def checked(country: str, rest: str) -> str:
    """An IBAN with check digits reckoned by the rule itself (ISO 13616), not by our code."""
    digits = "".join(str(int(sign, 36)) for sign in rest + country + "00")
    return f"{country}{98 - int(digits) % 97:02d}{rest}"


def belgian(number: int) -> str:
    """A Belgian IBAN for any number of up to ten digits."""
    return checked("BE", f"{number:010d}{number % 97 or 97:02d}")


def swiss(number: int) -> str:
    """An IBAN outside the European Economic Area."""
    return checked("CH", f"{number:017d}")


@cache
def schema(version: str) -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(SCHEMAS / f"{version}.xsd"))


def batch(*payments: Payment, **other) -> Batch:
    """A batch that any bank takes, unless something in it is told otherwise."""
    values = {
        "id": "run-7",
        "created": "2026-11-26T10:00:00Z",
        "day": "2026-11-30",
        "name": "Het Volle Veld vzw",
        "iban": OURS,
        "payments": payments or (payment(),),
    }
    return Batch(**(values | other))


def payment(**other) -> Payment:
    values = {"id": "pay-1", "name": "Zoë Dubois", "iban": belgian(1), "minor": 12_345}
    return Payment(**(values | other))


LATIN = st.characters(min_codepoint=0x20, max_codepoint=0x17F, exclude_categories=("Cc",))
NAMES = st.text(LATIN, min_size=1, max_size=60).map(lambda text: f"A{text}")
REFERENCES = st.integers(1, MOST_BASE).flatmap(lambda base: st.sampled_from((rf(base), ogm(base))))
IBANS = st.integers(1, 10**10 - 1).flatmap(lambda number: st.sampled_from((belgian(number), swiss(number))))
ADDRESSES = st.sampled_from(
    (Address("Zürich", "CH"), Address("Gent & Omstreken", "BE"), Address("", "BE"), Address("Ath", "b"))
)
PAYMENTS = st.builds(
    Payment,
    id=st.from_regex(r"[a-z0-9-]{1,35}", fullmatch=True) | st.text(max_size=40),
    name=NAMES | st.text(max_size=80),
    iban=IBANS | st.text(max_size=40),
    minor=st.integers(1, 10**6) | st.integers(-5, 10**12),
    message=REFERENCES | st.text(LATIN, max_size=150) | st.text(max_size=20),
    bic=st.sampled_from(("", "GEBABEBB", "GKCCBEBBXXX", "ABNABE2A", "1234BEBB", "GEBABE0B")),
    address=st.none() | ADDRESSES,
)
BATCHES = st.builds(
    Batch,
    id=st.from_regex(r"[a-z0-9-]{1,35}", fullmatch=True),
    created=st.datetimes().map(lambda at: at.replace(microsecond=0).isoformat() + "Z")
    | st.just("2026-11-26T10:00:00+02:00"),
    day=st.dates().map(str) | st.just("2026-11-30"),
    name=NAMES,
    iban=st.just(OURS) | IBANS,
    payments=st.lists(PAYMENTS, max_size=4).map(tuple),
    bic=st.sampled_from(("", "GEBABEBB", "nothing")),
    address=st.none() | ADDRESSES,
    profile=st.sampled_from(tuple(PROFILES.values())),
)
GOOD = st.builds(
    batch,
    st.builds(payment, name=NAMES, iban=IBANS, minor=st.integers(1, 99_999_999_999), message=REFERENCES | st.just("Dank & tot ziens"),
              address=st.just(Address("Zürich", "CH"))),
    st.builds(payment, id=st.just("pay-2"), name=NAMES, minor=st.integers(1, 99_999_999_999)),
    st.builds(payment, id=st.just("pay-3"), minor=st.integers(1, 99_999_999_999), message=REFERENCES),
    address=st.just(Address("Gent", "BE")),
    profile=st.sampled_from((PROFILES["sepa"], PROFILES["sepa-2009"])),
)  # fmt: skip
"""Batches without a trouble."""

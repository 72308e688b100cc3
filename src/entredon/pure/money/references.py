"""What a payer copies so that her payment finds its order: RF creditor references and Belgian structured communications.

Both are made from one base number per order, 1 to 9,999,999,999: RF (ISO 11649) is ``RF``, two check digits by ISO 7064 mod 97-10,
and the base in ten digits; a structured communication (OGM, VCS) is the base in ten digits and the base mod 97, where 0 becomes 97.
All ten digits are always written, so that a digit too few or too many is seen as such. Either way one wrong digit, or two that
changed places, never gives another right reference.
"""

import re
import unicodedata
from dataclasses import dataclass

from stdnum import iso11649
from stdnum.be import ogm_vcs
from stdnum.exceptions import ValidationError
from stdnum.iso7064 import mod_97_10

from entredon.pure.money.quoting import quoted
from entredon.pure.told import Told

RF, OGM = "rf", "ogm"
MOST_BASE = 9_999_999_999
_LONGEST = 80
_BETWEEN = re.compile(r"[\s+*/.,:_‐-―−-]+")
_OURS = re.compile(r"RF[0-9]{2}([0-9]{10})", re.ASCII)
_FREE = re.compile(
    r"(?<![0-9A-Z])(?:"
    r"(?P<marked>[+*]{3}(?:[ /.-]?[0-9]){12} ?[+*]{3})"
    r"|(?P<ogm>[0-9]{3}[ /.-]?[0-9]{4}[ /.-]?[0-9]{5})(?![0-9A-Z])"
    r"|(?P<spaced>RF ?[0-9]{2}(?:[ /.-]?[0-9]){10})(?![0-9A-Z])"
    r"|(?P<whole>RF[0-9]{2}[0-9A-Z]{1,21})(?![0-9A-Z])"
    r")",
    re.ASCII | re.IGNORECASE,
)


class BadReference(Told, ValueError):
    """A reference that can't be right. The text names the mistake."""


@dataclass(frozen=True, slots=True, order=True)
class Reference:
    """A reference that is right: its kind, and its text as banks send it, without anything between (RF18539007547034).

    Raises BadReference for any other text, so whoever holds one needs no further check.
    """

    kind: str
    text: str

    def __post_init__(self) -> None:
        check = {RF: _check_rf, OGM: _check_ogm}.get(self.kind)
        if check is None:
            raise ValueError(f"there is no kind of reference {self.kind!r}")
        check(self.text)

    @property
    def base(self) -> int | None:
        """The number it was made from; None for an RF that isn't made like ours."""
        if self.kind == OGM:
            return int(self.text[:10]) or None
        ours = _OURS.fullmatch(self.text)
        return (int(ours[1]) or None) if ours else None

    @property
    def shown(self) -> str:
        """As people write it: RF18 5390 0754 7034, +++090/9337/55493+++."""
        return iso11649.format(self.text) if self.kind == RF else f"+++{ogm_vcs.format(self.text)}+++"


def rf(base: int) -> Reference:
    """The RF reference of a base number."""
    body = _ten_digits(base)
    return Reference(RF, f"RF{mod_97_10.calc_check_digits(body + 'RF')}{body}")


def ogm(base: int) -> Reference:
    """The Belgian structured communication of a base number."""
    body = _ten_digits(base)
    return Reference(OGM, body + ogm_vcs.calc_check_digits(body))


def _ten_digits(base: int) -> str:
    if not 1 <= base <= MOST_BASE:
        raise ValueError(f"a base number is from 1 to {MOST_BASE}")
    return f"{base:010d}"


def read(text: str) -> Reference:
    """A reference in any usual spelling: in groups or not, with + or * around it, small letters. Raises BadReference."""
    if len(text) > _LONGEST:
        raise BadReference("“{text}” is too long for a reference: the longest have 25 characters.", text=quoted(text))
    compact = _BETWEEN.sub("", unicodedata.normalize("NFKC", text)).upper()
    if not compact:
        raise BadReference("The reference is missing; copy it from the payment request.")
    if compact.startswith("RF"):
        return Reference(RF, compact)
    if compact.isascii() and compact.isdigit():
        return Reference(OGM, compact)
    raise BadReference(
        "“{text}” is no reference: one begins with RF, or has twelve digits, such as +++090/9337/55493+++.",
        text=quoted(text),
    )


def find(text: str) -> tuple[Reference, ...]:
    """The references in a message that a payer typed, in their order, each once. What isn't right isn't there."""
    found: dict[Reference, None] = {}
    for match in _FREE.finditer(unicodedata.normalize("NFKC", text)):
        try:
            found[read(match[0])] = None
        except BadReference:
            continue
    return tuple(found)


def _check_rf(text: str) -> None:
    if wrong := re.search(r"[^0-9A-Z]", text, re.ASCII):
        raise BadReference(
            "“{sign}” doesn't belong in a reference: it has only letters and digits.", sign=quoted(wrong[0])
        )
    if not re.match(r"RF[0-9]{2}", text, re.ASCII):
        raise BadReference("An RF reference begins with RF and two check digits; “{text}” doesn't.", text=quoted(text))
    if not 5 <= len(text) <= 25:
        raise BadReference("An RF reference has 5 to 25 characters; this one has {count}.", count=len(text))
    # 01 and 98 leave the same remainder; only one of them is ever given out.
    if mod_97_10.calc_check_digits(text[4:] + "RF") != text[2:4]:
        raise BadReference(
            "The check digits of {reference} don't fit: at least one character is wrong. Copy it again from the request.",
            reference=iso11649.format(text),
        )


def _check_ogm(text: str) -> None:
    if not re.fullmatch(r"[0-9]*", text, re.ASCII):
        raise BadReference("A structured communication has only digits; “{text}” has others.", text=quoted(text))
    if len(text) != 12:
        raise BadReference(
            "A structured communication has 12 digits, such as +++090/9337/55493+++; this one has {count}.",
            count=len(text),
        )
    try:
        ogm_vcs.validate(text)
    except ValidationError:
        raise BadReference(
            "The check digits of +++{reference}+++ don't fit: at least one digit is wrong. Copy it again from the request.",
            reference=ogm_vcs.format(text),
        ) from None

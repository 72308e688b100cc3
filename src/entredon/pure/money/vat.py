"""VAT numbers: what is none is refused; what the rules of its country don't know is a doubt to show.

Soft, because rules of countries change and only the country itself knows who has a number (VIES for the European Union). So a
number that looks odd can still be kept, with the sentence beside it. Norway's, Switzerland's and the United Kingdom's are known too.
"""

import re
import unicodedata
from dataclasses import dataclass

from stdnum.eu import vat as european
from stdnum.exceptions import InvalidChecksum, InvalidLength, ValidationError
from stdnum.util import get_cc_module

from entredon.pure.money.banking import Doubt
from entredon.pure.money.quoting import quoted
from entredon.pure.told import Told

_LONGEST = 40
_BETWEEN = re.compile(r"[\s.,/*‐-―−-]+")
_BEYOND = {"GB": "gb", "NO": "no", "CH": "ch"}
"""Countries outside the European Union whose numbers are known."""


class BadVat(Told, ValueError):
    """No VAT number at all. The text names the mistake."""


@dataclass(frozen=True, slots=True)
class Vat:
    """A VAT number: with its country and nothing between (BE0403170701), and why it may be wrong, if so."""

    text: str
    doubt: Doubt | None = None

    @property
    def country(self) -> str:
        """Two letters as VAT numbers begin with: EL for Greece, XI for Northern Ireland."""
        return self.text[:2]

    @property
    def shown(self) -> str:
        """As people write it: BE 0403.170.701; others with a space after their country, save where it is part of the number."""
        number = self.text[2:]
        if self.country == "BE" and len(number) == 10:
            number = f"{number[:4]}.{number[4:7]}.{number[7:]}"
        return self.text if self.text.startswith("CHE") else f"{self.country} {number}"


def vat(text: str, country: str = "") -> Vat:
    """A VAT number in any usual spelling. ``country`` (ISO 3166, or EL) is taken where the text names none. Raises BadVat."""
    if len(text) > _LONGEST:
        raise BadVat("“{text}” is too long for a VAT number.", text=quoted(text))
    number = _BETWEEN.sub("", unicodedata.normalize("NFKC", text)).upper()
    if not number:
        raise BadVat("The VAT number is missing.")
    if wrong := re.search(r"[^0-9A-Z+]", number, re.ASCII):  # Ireland once gave out +
        raise BadVat("“{sign}” doesn't belong in a VAT number: it has only letters and digits.", sign=quoted(wrong[0]))
    number = _with_country(number, country.upper())
    if sum(map(str.isdigit, number)) < 2:
        raise BadVat("“{text}” is no VAT number: it has hardly any digits.", text=number)
    return _judged(number)


def _with_country(number: str, country: str) -> str:
    if re.match(r"[A-Z]{2}[0-9A-Z+]", number, re.ASCII):
        return f"EL{number[2:]}" if number.startswith("GR") else number
    if not re.fullmatch(r"[A-Z]{2}", country, re.ASCII):
        raise BadVat("Begin the VAT number with the two letters of its country, such as BE 0403.170.701.")
    return ("EL" if country == "GR" else country) + number


def _judged(number: str) -> Vat:
    """The number as its country's rules write it, and the first doubt."""
    country = number[:2]
    try:
        if country in _BEYOND:
            module = get_cc_module(_BEYOND[country], "vat")
            # Some of these have their country inside their number, others don't know it.
            whole = country == "CH"
            if module:
                module.validate("CHE" + number[2:].removeprefix("E") if whole else number[2:])
            return Vat(number)
        if country.lower() not in european.MEMBER_STATES | {"el"}:
            return Vat(number, Doubt("The rules of VAT numbers that begin with {country} aren't known; look at it again.",
                                     country=country))  # fmt: skip
        return Vat(european.validate(number))
    except InvalidChecksum:
        doubt = Doubt("The check digits of the VAT number {number} don't fit; look at it again.", number=number)
    except InvalidLength:
        doubt = Doubt(
            "The VAT number {number} is longer or shorter than its country's are; look at it again.", number=number
        )
    except ValidationError:
        doubt = Doubt("The VAT number {number} isn't written as its country's are; look at it again.", number=number)
    return Vat(number, doubt)

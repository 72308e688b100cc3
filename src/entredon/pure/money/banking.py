"""IBANs and BICs: what can't be right is refused with the mistake's name; what only looks odd is a doubt to show.

Hard: characters, the length and form that the IBAN registry gives a country (ISO 13616), and the check digits (ISO 7064 mod 97-10).
Soft: lists of banks and a country's own check digits, because the lists age and refuse accounts that exist. Nothing is ever
corrected: which digit is wrong can't be known.
"""

import re
import unicodedata
from functools import cache, lru_cache

from stdnum import bic as bics
from stdnum import numdb
from stdnum.exceptions import InvalidChecksum, InvalidComponent, ValidationError
from stdnum.iso7064 import mod_97_10
from stdnum.util import get_cc_module

from entredon.pure.money.quoting import quoted
from entredon.pure.told import Told

_NEAR = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK"
_FURTHER = "AD AL CH GB GI MC MD ME MK RS SM VA"
EEA = frozenset(_NEAR.split())
"""Countries of the European Economic Area: payments between them need no address."""
SEPA = EEA | frozenset(_FURTHER.split())
"""Countries whose IBANs credit transfers of the European Payments Council reach (EPC409-09, with those that joined until 2025)."""

_LONGEST = 34
_BETWEEN = re.compile(r"[\s.‐-―−-]+")
_PART = re.compile(r"([1-9][0-9]*)!([nac])", re.ASCII)
_CLASSES = {"n": "0123456789", "a": "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "c": "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"}


class BadIban(Told, ValueError):
    """No IBAN, or one with a mistake in it. The text names the mistake."""


class BadBic(Told, ValueError):
    """No BIC. The text names the mistake."""


class Doubt(Told):
    """Something odd about a number that may still be right. Shown, never a reason to refuse."""


def _compact(text: str) -> str:
    return _BETWEEN.sub("", unicodedata.normalize("NFKC", text)).upper()


@lru_cache(maxsize=4096)
def iban(text: str) -> str:
    """An IBAN in any usual spelling, as banks send it: without anything between, in capitals. Raises BadIban."""
    if len(text) > 2 * _LONGEST:
        raise BadIban("“{text}” is too long for an IBAN: the longest have 34 characters.", text=quoted(text))
    number = _compact(text).removeprefix("IBAN").lstrip(":")
    if not number:
        raise BadIban("The IBAN is missing.")
    if wrong := re.search(r"[^0-9A-Z]", number, re.ASCII):
        raise BadIban("“{sign}” doesn't belong in an IBAN: it has only letters and digits.", sign=quoted(wrong[0]))
    _check_head(number)
    _check_form(number)
    # Not only "remainder 1": 01 and 98 leave the same, and only one of them is ever given out.
    if mod_97_10.calc_check_digits(number[4:] + number[:2]) != number[2:4]:
        raise BadIban(
            "The check digits of the IBAN {iban} don't fit: at least one character is wrong. Copy it again from its source.",
            iban=shown(number),
        )
    return number


def _check_head(number: str) -> None:
    """The country and whether check digits follow it."""
    if not re.match(r"[A-Z]{2}", number, re.ASCII):
        raise BadIban(
            "“{text}” is no IBAN: one begins with the two letters of its country, such as BE68 5390 0754 7034.",
            text=quoted(number),
        )
    if len(number) in (8, 11) and bics.is_valid(number):
        raise BadIban("{bic} is the BIC of a bank; the IBAN of the account is needed.", bic=number)
    if not _form(number[:2]):
        raise BadIban("No country's IBANs begin with {country}.", country=number[:2])
    if not re.fullmatch(r"[0-9]{2}", number[2:4], re.ASCII):
        raise BadIban(
            "After {country} an IBAN has two check digits, not “{found}”.", country=number[:2], found=number[2:4]
        )


def _check_form(number: str) -> None:
    """The length, and a digit or a letter where its country has one."""
    country, form = number[:2], _form(number[:2])
    if len(number) != 4 + len(form):
        raise BadIban(
            "An IBAN that begins with {country} has {right} characters; this one has {count}.",
            country=country,
            right=4 + len(form),
            count=len(number),
        )
    for place, (kind, sign) in enumerate(zip(form, number[4:], strict=True), 5):
        if sign in _CLASSES[kind]:
            continue
        if kind == "n":
            raise BadIban(
                "At place {place} an IBAN that begins with {country} has a digit; here it is “{sign}”.",
                place=place, country=country, sign=sign,
            )  # fmt: skip
        raise BadIban(
            "At place {place} an IBAN that begins with {country} has a letter; here it is “{sign}”.",
            place=place, country=country, sign=sign,
        )  # fmt: skip


@cache
def _form(country: str) -> str:
    """What stands at each place after the check digits: n a digit, a a letter, c either; "" for a country without IBANs."""
    known = numdb.get("iban").info(country + "00")[0][1]
    return "".join(kind * int(count) for count, kind in _PART.findall(known.get("bban", "")))


def shown(number: str) -> str:
    """An IBAN as people write it, in groups of four."""
    return " ".join(number[at : at + 4] for at in range(0, len(number), 4))


def bic(text: str) -> str:
    """A BIC in any usual spelling, in capitals. Raises BadBic."""
    if len(text) > 2 * _LONGEST:
        raise BadBic("“{text}” is too long for a BIC: it has 8 or 11 characters.", text=quoted(text))
    code = _compact(text)
    if not code:
        raise BadBic("The BIC is missing.")
    if wrong := re.search(r"[^0-9A-Z]", code, re.ASCII):
        raise BadBic("“{sign}” doesn't belong in a BIC: it has only letters and digits.", sign=quoted(wrong[0]))
    if len(code) not in (8, 11):
        raise BadBic("A BIC has 8 or 11 characters; this one has {count}.", count=len(code))
    try:
        return str(bics.validate(code))
    except InvalidComponent:
        raise BadBic("In the BIC {bic} no country has the letters {country}.", bic=code, country=code[4:6]) from None
    except ValidationError:
        raise BadBic("{bic} is no BIC: the first six characters are letters, such as in GEBABEBB.", bic=code) from None


def doubts(number: str, code: str = "") -> tuple[Doubt, ...]:
    """What looks odd about an IBAN that is right by its form, and about its bank's BIC. Both as ``iban`` and ``bic`` give them."""
    found = []
    country = get_cc_module(number[:2].lower(), "iban")
    try:
        if country:
            country.validate(number)
    except InvalidChecksum:
        found.append(Doubt("The account's own check digits in {iban} don't fit; look at it again.", iban=shown(number)))
    except ValidationError:
        found.append(Doubt("The bank in {iban} isn't in the list that we know; look at it again.", iban=shown(number)))
    if code and code[4:6] != number[:2]:
        found.append(
            Doubt("The BIC {bic} is of a bank in {other}, the IBAN of one in {country}.", bic=code, other=code[4:6],
                  country=number[:2])
        )  # fmt: skip
    return tuple(found)

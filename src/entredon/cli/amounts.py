"""What commands about money share: amounts as people type and read them."""

from entredon.cli.common import Trouble
from entredon.cli.words import counted, language, said
from entredon.pure import formats
from entredon.pure.value import currency as currencies

CONTEXT = {"ignore_unknown_options": True}
"""For commands that take an amount: -5 is then an amount to be answered, not an unknown option."""


def amount(text: str, code: str) -> int:
    """An amount in smallest units. Raises Trouble with a sentence that says what to type instead."""
    if text.startswith("--"):
        raise Trouble("There is no option {text}; --help names those there are.", text=text)
    try:
        return currencies.parse(text, code)
    except currencies.BadAmount as trouble:
        raise Trouble("{trouble} Nothing was changed.", trouble=trouble) from None


def money(minor: int, code: str) -> str:
    """An amount with its currency's code, as columns in a terminal have room for; the number as the reader writes it."""
    return f"{formats.decimal(currencies.written(minor, code), language())} {code}"


def share_of(minor: int, income: int) -> str:
    """A part of an income as a percentage with one decimal."""
    tenths = (minor * 2000 + income) // (2 * income)
    text = f"{tenths // 10}.{tenths % 10} %" if tenths or not minor else "< 0.1 %"
    return formats.decimal(text, language())


def people_are(count: int) -> str:
    """How many people, in words."""
    return counted("{n:,} person", "{n:,} people", count)


def listed(parts: list[str]) -> str:
    """Parts of a sentence, with commas and an and."""
    return parts[0] if len(parts) == 1 else said("{names} and {last}", names=", ".join(parts[:-1]), last=parts[-1])

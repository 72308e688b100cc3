"""Currencies and amounts: an integer of smallest units and an ISO 4217 code.

Source of the table: ISO 4217 list one (current currencies and funds), as its maintenance agency published it on
1 January 2026. Left out: codes without a smaller unit (gold, special drawing rights, codes for testing).
"""

import re

from entredon.pure.told import Told

_DECIMALS = {
    0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
    2: "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW "
    "CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR "
    "ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV "
    "MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD "
    "SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XAD XCD XCG YER ZAR ZMW ZWG",
    3: "BHD IQD JOD KWD LYD OMR TND",
    4: "CLF UYW",
}
DECIMALS = {code: decimals for decimals, codes in _DECIMALS.items() for code in codes.split()}
"""How many decimals each currency has."""

LIMIT = (1 << 53) - 1
"""The largest amount, in smallest units: every JSON reader still holds it exactly."""

_PLAIN = re.compile(r"([0-9]{1,30})(?:\.([0-9]{1,30}))?", re.ASCII)
_GROUPED = re.compile(r"[0-9]{1,3}(?:[,.'’ \u00a0\u202f_][0-9]{3})+(?:[.,][0-9]*)?|[0-9]+,[0-9]*", re.ASCII)


class BadAmount(Told, ValueError):
    """An amount or a currency that can't be read. The text is a sentence for people."""


def decimals(code: str) -> int:
    """How many decimals a currency has. Raises BadAmount for an unknown code."""
    if code in DECIMALS:
        return DECIMALS[code]
    if code.upper() in DECIMALS:
        raise BadAmount("Write the currency in capitals: {code}.", code=code.upper())
    raise BadAmount(
        "There is no currency “{code}”; give its three-letter ISO 4217 code, such as EUR, USD or JPY.",
        code=_short(code),
    )


def parse(text: str, code: str) -> int:
    """An amount as people type it, in smallest units. Raises BadAmount with a sentence that says what to type instead."""
    places = decimals(code)
    text = text.strip()
    found = _PLAIN.fullmatch(text)
    if not found:
        raise BadAmount(_misread(text, places))
    whole, part = found[1], found[2] or ""
    if len(part) > places:
        raise BadAmount(_too_fine(text, code, places))
    minor = int(whole + part.ljust(places, "0"))
    if minor > LIMIT:
        raise BadAmount(
            "“{text}” is too much: at most {amount} {code} can be written down.",
            text=_short(text),
            amount=written(LIMIT, code),
            code=code,
        )
    if minor == 0:
        raise BadAmount(
            "An amount of 0 moves nothing; the least is {amount} {code}.",
            amount=written(1, code),
            code=code,
        )
    return minor


def written(minor: int, code: str) -> str:
    """An amount for people, with all its decimals and commas between thousands: 1300000 EUR is 13,000.00."""
    places = decimals(code)
    sign, minor = ("-", -minor) if minor < 0 else ("", minor)
    whole, part = divmod(minor, 10**places)
    return f"{sign}{whole:,}.{part:0{places}d}" if places else f"{sign}{whole:,}"


def plain(minor: int, code: str) -> str:
    """An amount (0 or more) for programs: without separators, 1300000 EUR is 13000.00."""
    places = decimals(code)
    whole, part = divmod(minor, 10**places)
    return f"{whole}.{part:0{places}d}" if places else str(whole)


def _misread(text: str, places: int) -> str:
    example = "1300.00" if places >= 2 else "1300"
    if not text:
        return f"The amount is missing; write it with digits, such as {example}."
    if len(text) > 60 or re.fullmatch(r"[0-9.]{31,}", text):
        return f"“{_short(text)}” is too long for an amount; write it with digits, such as {example}."
    if text[0] in "-−–" and _PLAIN.fullmatch(text[1:]):
        return f"“{text}” is less than nothing; only an income can be shared. Write it without the sign, such as {example}."
    if _GROUPED.fullmatch(text):
        return f"“{text}” is not clear: write no separators between thousands, and a point before decimals: {example}."
    if re.fullmatch(r"[0-9.]+[eE][+-]?[0-9]+", text):
        return f"“{_short(text)}” is written with an exponent; write all digits, such as {example}."
    return f"“{_short(text)}” is not an amount; write it with digits, such as {example}."


def _too_fine(text: str, code: str, places: int) -> str:
    if places == 0:
        return f"{code} has no decimals, so “{_short(text)}” can't be paid; write a whole number."
    return (
        f"{code} has {places} decimals, so “{_short(text)}” can't be paid; the smallest amount is {written(1, code)}."
    )


def _short(text: str) -> str:
    return text if len(text) <= 24 else text[:20] + "…"

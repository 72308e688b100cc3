"""The code that a banking app reads a transfer from: "Quick Response Code: Guidelines to enable data capture for the initiation of
a SEPA credit transfer", EPC069-12, version 002 of the code, UTF-8.

All of it is checked before it is drawn, as the drawing library takes a wrong IBAN or reference as it comes. Amounts come from
integer cents, so nothing is rounded.
"""

import unicodedata

import segno

from entredon.pure.money import banking
from entredon.pure.money.quoting import quoted
from entredon.pure.money.references import RF, Reference
from entredon.pure.told import Told
from entredon.pure.value.currency import plain, written

MOST_MINOR = 99_999_999_999
"""999,999,999.99 EUR: the largest credit transfer."""
LONGEST_NAME = 70
LONGEST_TEXT = 140
MOST_BYTES = 331
"""What a code of version 13, the largest that the guideline allows, holds at error level M."""
QUIET = 4
"""Modules of empty margin, without which no reader finds a code."""


class BadCode(Told, ValueError):
    """A payment that no code can be made for. The text says what to change."""


def epc(
    name: str, iban: str, minor: int, message: Reference | str = "", *, currency: str = "EUR", bic: str = ""
) -> str:
    """The text of the code: who is paid, on which account, how much (cents), and the reference or a free text.

    An RF reference stands in the structured field; a structured communication (OGM), which that field can't hold, stands in the
    free text as its payers write it. Raises BadCode.
    """
    if currency != "EUR":
        raise BadCode("A payment code is for euros only, not for {currency}.", currency=currency)
    if not 1 <= minor <= MOST_MINOR:
        raise BadCode("A payment code is for 0.01 to {most} EUR.", most=written(MOST_MINOR, "EUR"))
    structured = isinstance(message, Reference) and message.kind == RF
    said = message.text if isinstance(message, Reference) and structured else ""
    free = message.shown if isinstance(message, Reference) else _line(message, LONGEST_TEXT)
    # Service tag, version, 1 = UTF-8, identification; then the fields in their order. The empty one is the purpose.
    lines = [
        "BCD", "002", "1", "SCT", _bic(bic), _name(name), _iban(iban, bic), f"EUR{plain(minor, 'EUR')}", "", said,
        "" if structured else free,
    ]  # fmt: skip
    text = "\n".join(lines).rstrip("\n")
    if len(text.encode()) > MOST_BYTES:
        raise BadCode(
            "Name and text together are too long for a payment code: {count} bytes, at most {most}. Shorten the text.",
            count=len(text.encode()),
            most=MOST_BYTES,
        )
    return text


def _name(name: str) -> str:
    name = _line(name, LONGEST_NAME)
    if not name:
        raise BadCode("The name of the account's holder is missing.")
    return name


def _line(text: str, most: int) -> str:
    """One line of text as it goes into the code: composed, without spaces around it."""
    try:
        text.encode()
    except UnicodeEncodeError:
        raise BadCode("“{text}” holds half a character; type it again.", text=quoted(text)) from None
    text = unicodedata.normalize("NFC", text.strip(" "))
    if any(unicodedata.category(sign) in {"Cc", "Zl", "Zp"} for sign in text):
        raise BadCode("“{text}” holds a line break or another sign that can't be shown; write it in one line.",
                      text=quoted(text))  # fmt: skip
    if len(text) > most:
        raise BadCode("“{text}” has {count} characters; in a payment code there is room for {most}.",
                      text=quoted(text), count=len(text), most=most)  # fmt: skip
    return text


def _iban(text: str, bic: str) -> str:
    try:
        number = banking.iban(text)
    except banking.BadIban as trouble:
        raise BadCode.of(trouble) from None
    if number[:2] not in banking.SEPA:
        raise BadCode(
            "No SEPA transfer reaches an account in {country}, so there is no payment code for it.", country=number[:2]
        )
    if number[:2] not in banking.EEA and not bic:
        # The one case in which version 002 of the code still asks for it.
        raise BadCode(
            "An account in {country} is outside the European Economic Area, so its payment code needs the bank's BIC too.",
            country=number[:2],
        )
    return number


def _bic(text: str) -> str:
    try:
        return banking.bic(text) if text else ""
    except banking.BadBic as trouble:
        raise BadCode.of(trouble) from None


def drawn(text: str, title: str) -> str:
    """The code as SVG in ``currentColor``, with a title for those who hear the page. One user unit is one module.

    Dark on light only: many apps don't read a code that is light on dark, so its ground must be light in dark pages too.
    """
    # Bytes, for which no other character set is announced: readers of payment codes don't expect that.
    code = segno.make_qr(text.encode(), error="M", boost_error=False)
    runs = []
    for y, row in enumerate(code.matrix, QUIET):
        x, dark = 0, 0
        for at, module in enumerate([*row, 0]):
            if module and not dark:
                x = at
            elif dark and not module:
                runs.append(f"M{x + QUIET} {y}h{at - x}v1h-{at - x}z")
            dark = module
    side = len(code.matrix) + 2 * QUIET
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" role="img" shape-rendering="crispEdges">'
        f'<title>{_escaped(title)}</title><path fill="currentColor" d="{"".join(runs)}"/></svg>'
    )


def _escaped(text: str) -> str:
    """Text inside an element; signs that XML can't hold are left out."""
    text = "".join(sign for sign in text if sign in "\t\n" or unicodedata.category(sign) not in {"Cc", "Cs", "Cn"})
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")

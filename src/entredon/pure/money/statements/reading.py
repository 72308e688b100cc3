"""A file of a bank, whatever it is: recognised by what stands in it, never by its name."""

import codecs
import re

from entredon.pure.money.statements import MOST_BYTES, camt, coda, table
from entredon.pure.money.statements.statement import Statement, Unreadable
from entredon.pure.money.statements.table import Mapping


class NeedsMapping(Unreadable):
    """A table, of which nobody has said yet what its columns mean."""


_ZIP = Unreadable("This is a zip archive or a workbook: take the statement out of it, or save its sheet as CSV.")
_PACKED = Unreadable("This file is compressed: unpack it first.")
_BOOK = Unreadable("This is a workbook: open it in your spreadsheet program and save its sheet as CSV.")
_PDF = Unreadable("This is a PDF, which is made for eyes: your bank gives the same statement as CAMT.053, CODA or CSV.")
_PICTURE = Unreadable("This is a picture, not a statement: your bank gives statements as CAMT.053, CODA or CSV.")
_BEGINS = (
    (b"PK\x03\x04", _ZIP), (b"PK\x05\x06", _ZIP), (b"\x1f\x8b", _PACKED), (b"BZh", _PACKED), (b"\xfd7zXZ", _PACKED),
    (b"7z\xbc\xaf\x27", _PACKED), (b"Rar!", _PACKED), (b"\x28\xb5\x2f\xfd", _PACKED), (b"\xd0\xcf\x11\xe0", _BOOK),
    (b"%PDF", _PDF), (b"\x89PNG", _PICTURE), (b"\xff\xd8\xff", _PICTURE),
)  # fmt: skip
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def read(data: bytes, mapping: Mapping | None = None) -> list[Statement]:
    """The statements in a file. ``mapping`` says how a table is to be read, and means nothing to the other formats.

    Raises Unreadable for what is no statement, or one that is not whole, with what it is and what to do.
    """
    if len(data) > MOST_BYTES:
        raise Unreadable("The file is larger than {most} MB; fetch shorter periods.", most=MOST_BYTES >> 20)
    for begin, trouble in _BEGINS:
        if data.startswith(begin):
            raise Unreadable.of(trouble)
    head = _head(data)
    if not head.strip() and not data.strip(b"\0\t\n\r \xef\xbb\xbf\xfe\xff"):
        raise Unreadable("The file is empty.")
    if head.startswith("<"):
        if re.match(r"<(!doctype )?html", head, re.IGNORECASE):
            raise Unreadable("This is a web page, not a statement; did your bank ask you to sign in again?")
        return camt.read(data)
    if coda.is_coda(data):
        return coda.read(data)
    _refuse_others(data, head)
    if mapping is None:
        columns = table.columns_of(data)
        if len(columns) < 3:
            raise Unreadable("This is no bank statement that can be read: CAMT.053, CODA or a table (CSV).")
        raise NeedsMapping(
            "This is a table with the columns {columns}: say first what each of them means.",
            columns=", ".join(columns[:20]),
        )
    return table.read(data, mapping)


def _head(data: bytes) -> str:
    """The beginning of a file as text, to see what it is."""
    head = data[:4096]
    if head.startswith(_WIDE):
        return head.decode("utf-16", errors="replace").lstrip()
    if len(head) > 3 and head[0:1] == b"<" and head[1:2] == b"\0":
        return head.decode("utf-16-le", errors="replace")
    if len(head) > 3 and head[0:2] == b"\0<":
        return head.decode("utf-16-be", errors="replace")
    return head.decode("utf-8-sig", errors="replace").lstrip()


def _refuse_others(data: bytes, head: str) -> None:
    """Raises Unreadable for what other programs read."""
    if re.match(r"\{1:F01|:20:|:940:", head) or "\n:60F:" in head:
        raise Unreadable("This is MT940, which is not read here: your bank gives the same statement as CAMT.053.")
    if head.startswith(("OFXHEADER", "!Type:", "!Account")):
        raise Unreadable(
            "This is OFX or QIF, without what proves it whole: your bank gives statements as CAMT.053 or CODA."
        )
    if head.startswith(("{", "[")):
        raise Unreadable("This is JSON, not a bank statement: your bank gives statements as CAMT.053, CODA or CSV.")
    if b"\0" in data[:4096] and not data.startswith(_WIDE) and _nulls(data[:4096]):
        raise Unreadable("This is no text at all but binary data: your bank gives statements as CAMT.053, CODA or CSV.")


def _nulls(head: bytes) -> bool:
    """Whether zero bytes stand where no UTF-16 text would have them."""
    evens, odds = head[0::2].count(0), head[1::2].count(0)
    return min(evens, odds) * 10 >= max(evens, odds) or max(evens, odds) * 3 < len(head)

"""Tables of a bank: how one is read was said once, and holds for the next with the same columns."""

import hashlib

import msgspec

from entredon.apps.treasury.models import BankFile
from entredon.pure.money.statements import reading, table
from entredon.pure.money.statements.gate import QUARANTINED
from entredon.pure.money.statements.reading import NeedsMapping
from entredon.pure.money.statements.statement import Statement, Unreadable
from entredon.pure.money.statements.table import Mapping

REMEMBERED = 20
"""So many ways of reading a table are tried, the last one used first."""


def read(slug: str, data: bytes, columns: Mapping | None) -> tuple[list[Statement], Mapping | None]:
    """The statements of a file, and how it was read if it is a table. Raises Unreadable, NeedsMapping."""
    columns = columns or _of_same(slug, data)
    try:
        return reading.read(data, columns), columns
    except NeedsMapping as trouble:
        for saved in remembered(slug, data):
            try:
                return reading.read(data, saved), saved
            except Unreadable:
                continue
        raise trouble


def _of_same(slug: str, data: bytes) -> Mapping | None:
    """How this very file was read when it came before."""
    sha256 = hashlib.sha256(data).hexdigest()
    row = BankFile.objects.filter(commons=slug, sha256=sha256).exclude(mapping="").first()
    return msgspec.json.decode(row.mapping, type=Mapping) if row is not None else None


def remembered(slug: str, data: bytes) -> list[Mapping]:
    """Ways of reading that were said of tables with these columns, and by which one of them was taken: what is set aside may have
    been said wrongly. Only of those that tell balances themselves: what somebody wrote of the balances of one file says nothing of
    another."""
    return [one for one in _said(slug, data, aside=False) if "balance" in one.columns]


def proposed(slug: str, data: bytes) -> Mapping:
    """How a table is probably read, for a form: as was said of it, or of one like it, else by the names of its columns.
    Raises Unreadable."""
    if (said := _of_same(slug, data)) is not None:
        return said
    for saved in (*_said(slug, data, aside=False), *_said(slug, data, aside=True)):
        return msgspec.structs.replace(saved, opening="", closing="")
    return table.guess(data)


def _said(slug: str, data: bytes, *, aside: bool) -> list[Mapping]:
    """What was said of tables with these columns that are set aside, or of the others, the last one first. Raises Unreadable."""
    there = set(table.columns_of(data))
    rows = BankFile.objects.filter(commons=slug).exclude(mapping="").order_by("-pk")
    rows = rows.filter(state=QUARANTINED) if aside else rows.exclude(state=QUARANTINED)
    found = [msgspec.json.decode(text, type=Mapping) for text in rows.values_list("mapping", flat=True)[:REMEMBERED]]
    return [one for one in found if set(one.columns.values()) <= there]

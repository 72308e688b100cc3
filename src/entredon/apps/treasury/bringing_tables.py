"""Tables of a bank: how one is read was said once, and holds for the next with the same columns."""

import hashlib

import msgspec

from entredon.apps.treasury.models import BankFile
from entredon.pure.money.statements import reading, table
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
    """Ways of reading that were said of tables with these columns. Only of those that tell balances themselves: what somebody
    wrote of the balances of one file says nothing of another."""
    there = set(table.columns_of(data))
    kept = BankFile.objects.filter(commons=slug).exclude(mapping="").order_by("-pk").values_list("mapping", flat=True)
    found = [msgspec.json.decode(text, type=Mapping) for text in list(kept[:REMEMBERED])]
    return [one for one in found if "balance" in one.columns and set(one.columns.values()) <= there]


def proposed(slug: str, data: bytes) -> Mapping:
    """How a table is probably read, for a form: as it was once said, else by the names of its columns. Raises Unreadable."""
    there = set(table.columns_of(data))
    kept = BankFile.objects.filter(commons=slug).exclude(mapping="").order_by("-pk").values_list("mapping", flat=True)
    for text in list(kept[:REMEMBERED]):
        saved = msgspec.json.decode(text, type=Mapping)
        if set(saved.columns.values()) <= there:
            return msgspec.structs.replace(saved, opening="", closing="")
    return table.guess(data)

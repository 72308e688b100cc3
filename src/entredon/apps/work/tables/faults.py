"""The list of faulty rows as a table: each with what is wrong and all it held, so that it can be mended and brought in again."""

import csv
import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Any

from entredon.desk.telling import tell
from entredon.pure.tables.columns import LISTED
from entredon.pure.tables.lines import Fault

_STEERS = ("=", "+", "-", "@", "\t", "\r")
_NUMBER = re.compile(r"[-+]?[0-9][0-9.,:]*")


class _Echo:
    def write(self, text: str) -> str:
        return text


def written(faults: Sequence[Fault], columns: Sequence[str]) -> Iterator[str]:
    """The lines of that table; a cell that a spreadsheet would reckon out stands there as text."""
    write: Any = csv.writer(_Echo()).writerow
    yield "\ufeff"
    yield write([*LISTED, *(harmless(name) for name in columns if name not in LISTED)])
    by_row: dict[int, list[Fault]] = {}
    for fault in faults:
        by_row.setdefault(fault.row, []).append(fault)
    for row, found in by_row.items():
        cells = list(next((fault.cells for fault in found if fault.cells), ()))
        cells = [cell for cell, name in zip_longest(cells, columns, fillvalue="") if name not in LISTED]
        why = " ".join(tell(fault.sentence) for fault in found)
        yield write([row, harmless(why), *(harmless(cell) for cell in cells)])


def harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula. Plain numbers stay as they are."""
    if cell.startswith(_STEERS) and not _NUMBER.fullmatch(cell):
        return f"'{cell}"
    return cell

"""How a line is known again in another file: by what it says, and by which of several that say the same it is.

Banks let one fetch the same days twice, and give a line no number that lasts. So a line is known by its fingerprint: account, day,
amount, currency, the bank's reference, the payer's id and a hash of what she wrote. Where one file has it twice, both are real (two
coffees); where two files have it once, it is one. So of several files that overlap the one that has it most often counts.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence

import msgspec

from entredon.pure.money.statements.statement import Line, Statement

Identity = tuple[str, int]
"""A fingerprint, and which of the lines that have it this is, from 0."""

_encode = msgspec.json.Encoder().encode
_NAME = b"entredon/statement-line/v1\n"


def fingerprint(account: str, line: Line) -> str:
    """64 hexadecimal digits. Spaces and capitals of what was written don't count: banks cut texts into lines as they like."""
    words = "".join("".join((*line.structured, line.text)).split()).casefold()
    remittance = hashlib.sha256(words.encode(errors="replace")).hexdigest()
    said = [account, line.date, line.minor, line.currency, line.servicer, line.end_to_end, remittance]
    return hashlib.sha256(_NAME + _encode(said)).hexdigest()


def numbered(account: str, lines: Iterable[Line], before: Counter[str] | None = None) -> list[tuple[Identity, Line]]:
    """The lines of one statement with their identities. ``before``: how many of each came before them."""
    seen: Counter[str] = Counter(before or {})
    found = []
    for line in lines:
        mark = fingerprint(account, line)
        found.append(((mark, seen[mark]), line))
        seen[mark] += 1
    return found


def together(files: Iterable[Sequence[Statement]]) -> dict[tuple[str, str], dict[Identity, Line]]:
    """All lines of several files by account and currency, each once. The statements of one file add up, those of several don't.

    A statement that stands twice in one file counts once there.
    """
    found: dict[tuple[str, str], dict[Identity, Line]] = {}
    for file in files:
        seen: dict[tuple[str, str], Counter[str]] = {}
        for statement in dict.fromkeys(file):
            if statement.announces:
                continue
            before = seen.setdefault(statement.key, Counter())
            lines = found.setdefault(statement.key, {})
            for identity, line in numbered(statement.account, statement.lines, before):
                lines.setdefault(identity, line)
                before[identity[0]] += 1
    return found

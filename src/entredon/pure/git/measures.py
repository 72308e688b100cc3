"""How much a commit counts. ``log_lines`` grows with the number of digits of a change: a dump of a library counts like
a good day's work, and many small repairs count more than one."""

from entredon.pure.value.points import log2

CAP = 10 << 20
"""More than 1,023 added lines in one commit and kind count no further; in units of 2⁻²⁰."""
_FULL = 1023

_table: list[int] = []


def log_lines(added: int) -> int:
    """min(log2(1 + added), 10) in units of 2⁻²⁰; ``added`` is a whole number of lines, at least 0."""
    if added >= _FULL:
        return CAP
    if not _table:
        _table.extend(log2(lines << 20) for lines in range(_FULL))
    return _table[added]

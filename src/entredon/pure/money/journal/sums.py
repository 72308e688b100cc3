"""Sums of many amounts: what a checkpoint says, plus what came after it."""

from array import array
from typing import NamedTuple

from entredon.pure.money.journal.accounts import Account

STEP = 128
"""So many postings lie between two checkpoints."""


class Checkpoint(NamedTuple):
    """The balance of an account after its first ``postings`` postings. Only a short cut: it can be thrown away and made again."""

    account: Account
    postings: int
    minor: int


class Sums:
    """The amounts on one account, in order. No balance is kept, only one sum for every STEP amounts."""

    __slots__ = ("_amounts", "_marks")

    def __init__(self) -> None:
        self._amounts = array("q")
        self._marks = [0]

    def __len__(self) -> int:
        return len(self._amounts)

    def add(self, minor: int) -> None:
        """One more amount."""
        amounts = self._amounts
        amounts.append(minor)
        if not len(amounts) % STEP:
            self._marks.append(self._marks[-1] + sum(amounts[-STEP:]))

    def drop(self) -> None:
        """Forget the last amount: a step that is undone."""
        if not len(self._amounts) % STEP:
            self._marks.pop()
        self._amounts.pop()

    def total(self) -> int:
        """The sum of all amounts."""
        return self._marks[-1] + sum(self._amounts[(len(self._marks) - 1) * STEP :])

    def upto(self, count: int) -> int:
        """The sum of the first ``count`` amounts."""
        mark = count // STEP
        return self._marks[mark] + sum(self._amounts[mark * STEP : count])

"""What others have published to test such code with, and another reader of CODA as an independent reference.

The samples lie beside a working copy of the project, not in it; where they are missing their tests are skipped.
"""

import io
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from entredon.pure.money.statements import gate, reading
from entredon.pure.money.statements.tests import writing

SAMPLES = Path(__file__).resolve().parents[7] / "shared" / "data" / "statements"
beside = pytest.mark.skipif(not SAMPLES.is_dir(), reason="published statements are not beside the project")


def other_reading(text: str):
    coda = pytest.importorskip("coda", reason="febelfin-coda is not installed")
    return coda.CODA(io.StringIO(text, newline="")).statements


def compare(text: str) -> int:
    """Both readers find the same balances, and the same bookings in the same order; how many."""
    ours, theirs = reading.read(text.encode("cp1252")), other_reading(text)
    assert len(ours) == len(theirs)
    for one, other in zip(ours, theirs, strict=True):
        assert Decimal(one.opening.minor) / 100 == other.old_balance
        assert Decimal(one.closing.minor) / 100 == other.new_balance
        booked = [
            line.minor if line.batch is None else line.batch.minor
            for line in one.lines
            if line.batch is None or line.batch.number <= 1
        ]
        moves = [move for move in other.moves if move.amount]
        assert booked == [int(move.amount * 100) for move in moves]
        whole = [(line, move) for line, move in zip(one.lines, moves, strict=False) if line.batch is None]
        for line, move in whole[: next((n for n, line in enumerate(one.lines) if line.batch), None)]:
            assert (line.date, line.name) == (
                move.entry_date.isoformat(),
                " ".join((move.counterparty_name or "").split()),
            )
    return sum(len(each.lines) for each in ours)


@beside
@pytest.mark.parametrize(("name", "outcome", "lines"), [
    ("a-camt053.xml", "quarantined", 4), ("b-camt054.xml", "announced", 1), ("c-camt053-multi-currency.xml", "taken", 2),
    ("d-coda.txt", "taken", 67),
])  # fmt: skip
def test_samples_are_judged_by_their_own_figures(name, outcome, lines):
    [verdict] = gate.judge(reading.read((SAMPLES / name).read_bytes()))
    assert (verdict.outcome, len(verdict.statement.lines)) == (outcome, lines)


@beside
def test_a_sample_of_coda_is_read_as_another_reader_does():
    assert compare((SAMPLES / "d-coda.txt").read_text("cp1252")) == 67


@given(st.lists(writing.histories(batched=True), min_size=1, max_size=2), st.integers(-(10**9), 10**9))
@settings(deadline=None, max_examples=25)
def test_written_coda_is_read_as_another_reader_does(histories, opening):
    compare(writing.coda(*(writing.cut(each, opening, 0, len(each) - 1) for each in histories)))

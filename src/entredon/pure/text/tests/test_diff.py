"""What differs between two texts: enough to make each of them again, with the words that changed marked, and soon."""

import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entredon.pure.text.diff import Line, Skipped, difference

TEXT = st.lists(st.sampled_from(["a b c", "a x c", "b", "", "über uns", "a  b"]), max_size=9).map("\n".join)


@given(TEXT, TEXT)
def test_both_texts_can_be_made_of_their_difference(old, new):
    rows = difference(old, new, around=100).rows
    if old == new:
        return  # there is nothing to show
    lines = [row for row in rows if isinstance(row, Line)]
    assert "\n".join(line.text for line in lines if line.sign != "+") == old
    assert "\n".join(line.text for line in lines if line.sign != "-") == new
    assert [line.old for line in lines if line.old] == list(range(1, old.count("\n") + 2))
    assert [line.new for line in lines if line.new] == list(range(1, new.count("\n") + 2))


@given(TEXT)
def test_a_text_does_not_differ_from_itself(text):
    found = difference(text, text)
    assert found.same
    assert all(isinstance(row, Skipped) or row.sign == " " for row in found.rows)


def test_inside_a_line_the_words_that_changed_are_marked():
    found = difference("The frame is of steel, I think.", "The frame is of aluminium, I think.")
    assert [(row.sign, row.parts) for row in found.rows] == [
        ("-", ((False, "The frame is of "), (True, "steel"), (False, ", I think."))),
        ("+", ((False, "The frame is of "), (True, "aluminium"), (False, ", I think."))),
    ]
    assert (found.came, found.went) == (1, 1)


def test_lines_with_nothing_in_common_are_marked_as_a_whole():
    found = difference("one two three", "quatre cinq six")
    assert [row.parts for row in found.rows] == [((True, "one two three"),), ((True, "quatre cinq six"),)]


def test_words_are_found_across_lines_that_were_broken_otherwise():
    found = difference("one two three\nfour five six", "one two\nthree four\nfive seven")
    marked = ["".join(text for changed, text in row.parts if changed).strip() for row in found.rows]
    assert [mark for mark in marked if mark] == ["six", "seven"]


def test_what_is_far_from_a_change_is_counted():
    old = "\n".join(f"line {n}" for n in range(100))
    rows = difference(old, old.replace("line 50", "line fifty")).rows
    assert rows[0] == Skipped(47)
    assert rows[-1] == Skipped(46)
    assert [row.sign for row in rows[1:-1]] == [" ", " ", " ", "-", "+", " ", " ", " "]


def test_a_single_line_between_is_shown_all_the_same():
    old = "\n".join(f"line {n}" for n in range(9))
    rows = difference(old, old.replace("line 0", "x").replace("line 8", "y")).rows
    assert all(isinstance(row, Line) for row in rows)


@pytest.mark.parametrize("shape", ["edited", "rewritten", "one long line", "letters", "empty lines"])
def test_nothing_takes_long(shape):
    chance = random.Random(11)
    words = ["wheel", "frame", "steel", "door", "and", "the", "of"]
    lines = [" ".join(chance.choices(words, k=8)) for _ in range(5_000)]
    old, new = {
        "edited": (lines, [line if n % 7 else line.replace("the", "a") for n, line in enumerate(lines)]),
        "rewritten": (lines, [" ".join(chance.choices(words, k=8)) for _ in range(5_000)]),
        "one long line": ([" ".join(lines)[:100_000]], [" ".join(reversed(lines))[:100_000]]),
        "letters": ([chance.choice("ab") for _ in range(50_000)], [chance.choice("ab") for _ in range(50_000)]),
        "empty lines": ([""] * 100_000, ["", "x"] * 50_000),
    }[shape]
    begin = time.process_time()
    difference("\n".join(old), "\n".join(new))
    assert time.process_time() - begin < 5

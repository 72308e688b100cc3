"""Two changes of one text put together: exact where they don't touch, side by side where they do, and nothing lost."""

import time

from hypothesis import given
from hypothesis import strategies as st

from entredon.pure.text.merge import Agreed, Conflict, common, merge

TEXT = st.lists(st.sampled_from(["a", "b", "c", "", "d e"]), max_size=9).map("\n".join)
EDITS = st.lists(st.tuples(st.integers(0, 12), st.sampled_from(["drop", "say", "change"])), max_size=4)
BASE = st.lists(st.sampled_from([f"line {n}" for n in range(8)] + [""]), max_size=12)


def changed(lines, edits, who):
    """A text as somebody changed it; what she wrote names her."""
    now = list(lines)
    for number, (place, what) in enumerate(edits):
        place = min(place, len(now))
        if what == "say":
            now.insert(place, f"{who} {number}")
        elif place < len(now):
            now[place : place + 1] = [] if what == "drop" else [f"{who} {number}"]
    return "\n".join(now)


def all_lines(merged):
    for piece in merged.pieces:
        yield from piece.lines if isinstance(piece, Agreed) else (*piece.one, *piece.other)


@given(TEXT, TEXT)
def test_what_only_one_changed_is_taken(base, now):
    assert (merge(base, now, base).text(), merge(base, now, base).conflicts) == (now, ())
    assert (merge(base, base, now).text(), merge(base, base, now).conflicts) == (now, ())


@given(TEXT, TEXT)
def test_what_both_changed_alike_is_taken_once(base, now):
    merged = merge(base, now, now)
    assert (merged.text(), merged.conflicts) == (now, ())


@given(TEXT, TEXT, TEXT)
def test_exchanged_sides_give_the_same_with_sides_exchanged(base, one, other):
    def exchanged(piece):
        return piece if isinstance(piece, Agreed) else Conflict(piece.base, piece.other, piece.one)

    assert tuple(map(exchanged, merge(base, one, other).pieces)) == merge(base, other, one).pieces


@given(TEXT, TEXT, TEXT)
def test_choosing_one_side_everywhere_keeps_what_the_other_changed_elsewhere(base, one, other):
    merged = merge(base, one, other)
    if len(merged.pieces) == 1 and merged.conflicts:
        assert merged.text([merged.conflicts[0].one]) == one
        assert merged.text([merged.conflicts[0].other]) == other


@given(BASE, EDITS, EDITS)
def test_no_line_that_somebody_wrote_is_lost(base, ada, bob):
    one, other = changed(base, ada, "Ada"), changed(base, bob, "Bob")
    kept = list(all_lines(merge("\n".join(base), one, other)))
    written = [line for line in f"{one}\n{other}".split("\n") if line.startswith(("Ada", "Bob"))]
    assert [line for line in written if line not in kept] == []


@given(BASE, EDITS, EDITS)
def test_a_line_that_neither_took_away_is_there(base, ada, bob):
    one, other = changed(base, ada, "Ada"), changed(base, bob, "Bob")
    kept = set(all_lines(merge("\n".join(base), one, other)))
    assert (set(base) & set(one.split("\n")) & set(other.split("\n"))) <= kept


@given(TEXT, TEXT, TEXT)
def test_settled_conflicts_make_a_text_with_every_agreed_line(base, one, other):
    merged = merge(base, one, other)
    text = merged.text([(*conflict.one, *conflict.other) for conflict in merged.conflicts])
    assert text.split("\n") == (list(all_lines(merged)) or [""])


def test_changes_apart_are_put_together():
    base = "Wheels\n\nTwo of them.\n\nFrame\n\nOf steel."
    one = base.replace("Two", "Three")
    other = base.replace("steel", "aluminium") + "\n\nPaint\n\nGreen."
    merged = merge(base, one, other)
    assert merged.conflicts == ()
    assert merged.text() == "Wheels\n\nThree of them.\n\nFrame\n\nOf aluminium.\n\nPaint\n\nGreen."


def test_changes_of_the_same_line_stand_beside_each_other():
    merged = merge("a\nold\nz", "a\nmine\nz", "a\nyours\nz")
    assert merged.pieces == (Agreed(("a",)), Conflict(("old",), ("mine",), ("yours",)), Agreed(("z",)))
    assert merged.text([("mine", "yours")]) == "a\nmine\nyours\nz"


def test_one_took_a_line_away_that_the_other_changed():
    merged = merge("a\nold\nz", "a\nz", "a\nnew\nz")
    assert merged.conflicts == (Conflict(("old",), (), ("new",)),)


@given(TEXT, TEXT)
def test_what_two_texts_have_in_common_loses_nothing_when_nobody_knows_their_beginning(one, other):
    merged = merge(common(one, other), one, other)
    kept = list(all_lines(merged))
    assert [line for line in one.split("\n") + other.split("\n") if line and line not in kept] == []


def test_long_texts_are_put_together_at_once():
    base = [f"line {n}" for n in range(5_000)]
    one, other = list(base), list(base)
    one[::10] = [f"one {n}" for n in range(500)]
    other[5::10] = [f"other {n}" for n in range(500)]
    begin = time.process_time()
    merged = merge("\n".join(base), "\n".join(one), "\n".join(other))
    assert time.process_time() - begin < 5
    assert merged.conflicts == ()
    assert merged.text().count("one ") == merged.text().count("other ") == 500

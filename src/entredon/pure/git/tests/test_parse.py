"""git's output, in whatever pieces it arrives."""

import pytest

from entredon.pure.git.parse import LATEST, Garbled, commits, seconds

MARK = b"MARK"
ONE = (
    b"\0MARK%s\0%s %s\x00100\0Ann\0ann@x\0Bob\0bob@x\0Reviewed-by: C <c@x>\n\0" % (b"a" * 40, b"b" * 40, b"c" * 40)
    + b"\n1\t0\t\0old name\0docs/new \xff name\0-\t-\tlogo.png\x003\t4\ta\tb.c\x002\t2\tpackage-lock.json\0"
)
TWO = b"\0MARK" + b"b" * 40 + b"\0\0\0\0\0\0\0\0"


def test_a_commit_with_a_rename_a_binary_and_a_generated_file():
    (one, two) = commits([ONE + TWO], MARK)
    assert (one.id, one.parents, one.at) == (b"a" * 40, [b"b" * 40, b"c" * 40], 100)
    assert one.author == (b"Ann", b"ann@x")
    assert one.committer == (b"Bob", b"bob@x")
    assert one.trailers == b"Reviewed-by: C <c@x>\n"
    assert one.lines == {"documentation": [1, 0], "code": [3, 4]}
    assert one.aside == 2
    assert (two.parents, two.at, two.lines) == ([], 0, {})


def test_pieces_may_break_anywhere():
    whole = list(commits([ONE + TWO + ONE], MARK))
    assert len(whole) == 3
    for size in (1, 2, 3, 7, 50):
        text = ONE + TWO + ONE
        assert list(commits([text[at : at + size] for at in range(0, len(text), size)], MARK)) == whole


def test_nothing_is_no_commit():
    assert list(commits([], MARK)) == []


@pytest.mark.parametrize("text", [b"fatal: no\0", b"\0MARK" + b"a" * 40 + b"\0", ONE + b"what\0" + TWO])
def test_what_git_never_writes_is_noticed(text):
    with pytest.raises(Garbled):
        list(commits([text], MARK))


def test_broken_times_become_zero_or_the_last_second():
    assert [seconds(t) for t in (b"12", b"", b"-5", b"x", b"99999999999999999999")] == [12, 0, 0, 0, LATEST]

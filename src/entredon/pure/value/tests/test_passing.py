"""Passing on: every cent is somebody's, in whatever order it was said."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entredon.pure.log import canonical
from entredon.pure.value import lines
from entredon.pure.value.book import book
from entredon.pure.value.cents import tie
from entredon.pure.value.passing import BadPassing, divide, pass_on, read
from entredon.pure.value.shareout import Part, ShareOut, Top, share
from entredon.pure.value.tests.graphs import PEOPLE, commons, rules

WHOLE = 1_000_000
UPSTREAM = ["pot", "https://example.org/motor", "https://git.example.net:8443/a/b_c~d"]
INCOME = st.integers(1, 1000) | st.integers(1, (1 << 53) - 1)


@st.composite
def words(draw: st.DrawFn) -> dict[str, int]:
    """A word: some destinations, with shares that fit into the whole."""
    cuts = sorted(draw(st.lists(st.integers(1, WHOLE), max_size=3, unique=True)))
    shares = [upto - before for before, upto in zip([0, *cuts], cuts, strict=False)]
    return dict(zip(draw(st.permutations(UPSTREAM)), shares, strict=False))


def out_of(**got: int) -> ShareOut:
    people = tuple(Part(person, minor, {"code": minor}) for person, minor in got.items())
    return ShareOut("rule", "flow@1", "v", "EUR", sum(got.values()), (), people)


@given(st.integers(0, 10**15), words(), st.text("ab", max_size=3))
def test_what_she_keeps_and_what_she_passes_on_is_what_she_got(got: int, word: dict[str, int], seed: str) -> None:
    kept, given_ = divide(got, word, "k:1", seed)
    assert kept + sum(given_.values()) == got
    assert all(minor > 0 for minor in given_.values())
    exact = {**{to: Fraction(got * ppm, WHOLE) for to, ppm in word.items()}}
    assert all(abs(given_.get(to, 0) - quota) < 1 for to, quota in exact.items())
    assert abs(kept - Fraction(got * (WHOLE - sum(word.values())), WHOLE)) < 1


@given(st.integers(0, 10**6), words(), st.randoms())
def test_the_order_of_destinations_changes_nothing(got: int, word: dict[str, int], random) -> None:
    shuffled = dict(random.sample(sorted(word.items()), len(word)))
    assert divide(got, word, "k:1", "seed") == divide(got, shuffled, "k:1", "seed")


@given(commons(), rules(), INCOME, st.dictionaries(st.sampled_from(PEOPLE), words()), st.randoms())
def test_a_share_out_with_parts_passed_on_still_adds_up_and_has_one_form(made, rule, income, said, random) -> None:
    versions, work = made
    out = share(book(rule, versions, work), versions[-1].id, income, "EUR").out
    after = pass_on(out, said, "seed")
    rows = (*after.top, *after.people, *after.passed, *after.held)
    assert sum(row.minor for row in rows) == income
    assert {part.person: part.got for part in after.people} == {part.person: part.minor for part in out.people}
    assert {part.person: dict(part.kinds) for part in after.people} == {p.person: dict(p.kinds) for p in out.people}
    assert {row.person for row in after.passed} <= {person for person, word in said.items() if word}
    again = pass_on(
        replace(out, people=tuple(random.sample(out.people, len(out.people)))),
        dict(random.sample(sorted(said.items()), len(said))),
        "seed",
    )
    assert lines.write(again) == lines.write(after)
    assert lines.write(after).raw == b"".join(canonical.dumps(row) + b"\n" for row in lines.rows(after))


def test_half_of_an_odd_cent_goes_where_the_hash_says() -> None:
    for seed in ("a", "b", "c", "d", "e", "f"):
        kept, given_ = divide(1, {"pot": 500_000}, "k:1", seed)
        assert kept == (tie(seed, "k:1") < tie(seed, "pot"))
        assert kept + given_.get("pot", 0) == 1


def test_nobody_else_is_touched_by_her_word() -> None:
    out = pass_on(out_of(ada=100, bob=300), {"bob": {"pot": 1_000_000}}, "seed")
    assert {part.person: (part.minor, part.passed) for part in out.people} == {"ada": (100, 0), "bob": (0, 300)}
    assert [(row.person, row.to, row.minor) for row in out.passed] == [("bob", "pot", 300)]
    assert pass_on(out_of(ada=1), {}, "seed") == out_of(ada=1)
    assert pass_on(out_of(ada=1), {"carol": {"pot": 5}}, "seed") == out_of(ada=1)


def test_a_word_is_read_back_as_it_was_said() -> None:
    assert read([("https://example.org", 1), ("pot", 999_999)]) == {"https://example.org": 1, "pot": 999_999}
    assert read([]) == {}


@pytest.mark.parametrize(
    "to",
    ["", "Pot", "fund", "http://example.org", "https://example", "https://Example.org", "https://example.org/?q=1",
     "https://example.org/#top", "https://me@example.org/", "https://example.org/a b", "https://example.org:0/",
     "https://exämple.org", "https://-x.org", "https://example.org/" + "a" * 300, "https://10.0.0.1/x", "javascript:x"],
)  # fmt: skip
def test_there_is_nothing_to_pass_on_to_at(to: str) -> None:
    with pytest.raises(BadPassing, match="nowhere to pass on to"):
        read([(to, 1)])


@pytest.mark.parametrize(
    ("word", "because"),
    [
        ([("pot", 1), ("pot", 2)], "named twice"),
        ([("pot", 0)], "between 1 and 1,000,000"),
        ([("pot", -1)], "between 1 and 1,000,000"),
        ([("pot", 1_000_001)], "between 1 and 1,000,000"),
        ([("pot", True)], "between 1 and 1,000,000"),
        ([("pot", 600_000), ("https://example.org", 400_001)], "1,000,001 parts per million; the whole is"),
        ([(f"https://example.org/{n}", 1) for n in range(21)], "At most 20"),
    ],
)
def test_a_word_that_cant_be_followed_says_why(word: list[tuple[str, int]], because: str) -> None:
    with pytest.raises(BadPassing, match=because):
        read(word)


def test_lines_stand_by_person_then_the_top_then_what_is_held() -> None:
    out = pass_on(out_of(bob=3, ada=2, carol=0), {"bob": {"pot": 1_000_000}}, "seed")
    out = replace(out, income=9, top=(Top("fund", 3), Top("association", 1), Top("pot", 0)))
    written = lines.write(out)
    assert written.raw == (
        b'{"kinds":{"code":2},"minor":2,"passed":[],"person":"ada"}\n'
        b'{"kinds":{"code":3},"minor":0,"passed":[{"minor":3,"to":"pot"}],"person":"bob"}\n'
        b'{"minor":1,"top":"association"}\n'
        b'{"minor":3,"top":"fund"}\n'
    )
    assert written.count == 4


def test_the_first_line_that_differs_is_named() -> None:
    right = lines.write(out_of(ada=2, bob=3)).raw
    assert lines.difference(right, right) == ""
    moved = right.replace(b'"minor":2', b'"minor":1')
    assert lines.difference(moved, right).startswith('Line 1 says {"kinds":{"code":2},"minor":1')
    assert lines.difference(right + b"x\n", right) == "Line 3 says x, and by the rule it is nothing."
    assert lines.difference(right[: right.index(b"\n") + 1], right).startswith(
        "Line 2 says nothing, and by the rule it is {"
    )
    assert lines.difference(right[:20], right).startswith("Line 1 says")
    assert "\x1b" not in lines.difference(b"\x1b[2J\xff\n", right)

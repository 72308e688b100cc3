"""Rows of a history: what is written is read again, and nothing forged gets through."""

import gzip
import io
import random

import pytest

from entredon.pure.git import history, rows, versions
from entredon.pure.git.rows import Commit, Tag, Unsound

ANN, BOB = "p:" + "a" * 32, "p:" + "b" * 32
A, B, C, D = (letter * 40 for letter in "abcd")


def written(*given):
    writer = rows.Writer()
    packed = b"".join([*[writer.write(row) for row in given], writer.end()])
    return packed, {"size": len(packed), "raw_bytes": writer.raw_bytes, "count": writer.count}


def told(*given, head=A, previous=""):
    packed, said = written(*given)
    return versions.tell(history.gather(rows.read(io.BytesIO(packed), **said)), head, previous)


def commit(id, *parents, **more):
    return Commit(id=id, parents=parents, at=more.pop("at", 100), author=more.pop("author", ANN), **more)


def raw(text, **said):
    packed = gzip.compress(text.encode())
    sizes = {"size": len(packed), "raw_bytes": len(text.encode()), "count": text.count("\n")} | said
    return list(rows.read(io.BytesIO(packed), **sizes))


def test_rows_come_back_as_they_were_written():
    given = [
        Tag(name="v1", commit=B, at=5),
        commit(A, B, C, lines={"code": (1, 2)}, given=(("review", BOB),), aside=3),
        commit(B, D),
        commit(C, D),
        commit(D, boundary=True),
    ]
    packed, said = written(*given)
    assert list(rows.read(io.BytesIO(packed), **said)) == given


def test_the_same_rows_are_the_same_bytes():
    assert written(commit(A)) == written(commit(A))


def test_a_row_shows_no_more_than_it_says():
    packed, _ = written(Tag(name="v1", commit=A, at=5), commit(A, lines={"code": (1, 0)}))
    assert gzip.decompress(packed).decode().splitlines() == [
        '{"row":"tag","name":"v1","commit":"' + A + '","at":5}',
        '{"row":"commit","id":"' + A + '","at":100,"author":"' + ANN + '","lines":{"code":[1,0]}}',
    ]


GOOD = '{"row":"commit","id":"' + A + '","at":1,"author":"' + ANN + '"}\n'


@pytest.mark.parametrize(
    "text",
    [
        "nonsense\n",
        "\n",
        "[]\n",
        '{"row":"other"}\n',
        GOOD.replace('"at":1', '"at":-1'),
        GOOD.replace('"at":1', '"at":1e3'),
        GOOD.replace('"at":1', '"at":1.0'),
        GOOD.replace('"at":1', '"at":"1"'),
        GOOD.replace('"at":1', '"at":99999999999999999999999999'),
        GOOD.replace('"at":1', '"at":true'),
        GOOD.replace('"at":1', '"at":1,"name":"Ann"'),
        GOOD.replace(A, A + "\\n"),
        GOOD.replace(A, A[:-1]),
        GOOD.replace(ANN, "Ann"),
        GOOD.replace('"at":1', '"at":1,"lines":{"code":[-1,0]}'),
        GOOD.replace('"at":1', '"at":1,"lines":{"code":[1073741824,0]}'),
        GOOD.replace('"at":1', '"at":1,"lines":{"code":[1]}'),
        GOOD.replace('"at":1', '"at":1,"parents":' + "[" * 100000),
        GOOD.replace('"at":1', '"at":1,"aside":-1'),
        GOOD + "\ud800\n".encode("utf-8", "surrogatepass").decode("latin-1"),
        '{"row":"tag","name":"","commit":"' + A + '","at":1}\n',
    ],
)
def test_a_forged_row_is_refused(text):
    with pytest.raises(Unsound, match=r"^Row [12] of the history can't be read"):
        raw(text)


@pytest.mark.parametrize(
    "said", [{"size": 1}, {"size": 0}, {"raw_bytes": 10**10}, {"count": 2}, {"count": 0}, {"count": -1}]
)
def test_a_history_that_is_not_as_long_as_was_said_is_refused(said):
    assert len(raw(GOOD)) == 1
    with pytest.raises(Unsound):
        raw(GOOD, **said)


def test_more_rows_than_said_are_refused():
    with pytest.raises(Unsound, match="more than the 1 rows"):
        raw(GOOD + GOOD, count=1)


def test_a_bomb_is_defused_before_it_is_unpacked():
    bomb = gzip.compress(b" " * 200_000_000)
    with pytest.raises(Unsound, match="unpacks to more"):
        list(rows.read(io.BytesIO(bomb), size=len(bomb), raw_bytes=1000, count=1))
    with pytest.raises(Unsound, match="longer than"):
        list(rows.read(io.BytesIO(bomb), size=len(bomb), raw_bytes=200_000_000, count=1))


def test_damage_anywhere_is_refused():
    packed, said = written(Tag(name="v1", commit=A, at=5), commit(A, B, lines={"code": (3, 4)}), commit(B))
    chance = random.Random(7)
    for at in range(len(packed)):
        damaged = bytearray(packed)
        damaged[at] ^= 1 << chance.randrange(8)
        try:
            got = list(rows.read(io.BytesIO(bytes(damaged)), **said))
        except Unsound:
            continue
        # Some bits mean nothing to gzip; the hash that names the content covers them all.
        assert got == list(rows.read(io.BytesIO(packed), **said))
    for length in range(len(packed)):
        with pytest.raises(Unsound):
            list(rows.read(io.BytesIO(packed[:length]), **(said | {"size": max(length, 1)})))
    with pytest.raises(Unsound):
        list(rows.read(io.BytesIO(packed + b"more"), **(said | {"size": len(packed) + 4})))


@pytest.mark.parametrize(
    ("given", "because"),
    [
        ([commit(A), commit(A)], "twice"),
        ([commit(A, B), commit(B, A)], "before its child"),
        ([commit(A, A)], "before its child"),
        ([commit(A), commit(B)], "Neither a tag nor the head"),
        ([commit(A), Tag(name="v1", commit=A, at=1)], "tags come first"),
        ([Tag(name="v1", commit=A, at=1), Tag(name="v1", commit=A, at=2), commit(A)], "twice"),
        ([Tag(name="unreleased", commit=A, at=1), commit(A)], "called"),
        ([commit(A, lines={"magic": (1, 1)})], "unknown kind"),
        ([commit(A, given=(("code", BOB),))], "unknown kind of work"),
        ([commit(A, B, boundary=True), commit(B)], "what was there before"),
    ],
)
def test_a_history_that_contradicts_itself_is_refused(given, because):
    with pytest.raises(Unsound, match=because):
        told(*given)


def test_a_head_that_does_not_build_on_the_previous_one_is_refused():
    given = [Tag(name="v1", commit=B, at=5), commit(A, C), commit(B, C), commit(C)]
    assert told(*given, previous=C).holds_previous
    assert not told(*given, previous=D).holds_previous
    with pytest.raises(Unsound, match="doesn't build on"):
        told(*given, previous=B)


def test_commits_told_elsewhere_are_named_as_outside():
    parts = told(Tag(name="v1", commit=B, at=5), Tag(name="v2", commit=D, at=6), commit(A, B, D), commit(B, C)).parts
    assert [(part.name, part.outside, part.earlier) for part in parts] == [
        ("v1", [C], []),
        ("v2", [D], []),
        ("unreleased", [D], [0]),
    ]


def test_a_history_of_parents_without_end_is_refused_before_it_fills_the_memory():
    many = tuple(f"{n:040x}" for n in range(2000))
    packed, said = written(commit(A, *many))
    with pytest.raises(Unsound, match="no real history has so many"):
        list(rows.read(io.BytesIO(packed), **said))
    packed, said = written(commit(A, *many[:66]))
    assert len(list(rows.read(io.BytesIO(packed), **said))) == 1

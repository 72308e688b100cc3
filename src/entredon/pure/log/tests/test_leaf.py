"""Leaves: made here or read from elsewhere, they are the same; anything but the one form is refused."""

import json

import pytest

from entredon.pure.log import leaf
from entredon.pure.log.canonical import Malformed
from entredon.pure.log.keys import SecretKey

ADA, BOB = SecretKey(b"a" * 32), SecretKey(b"b" * 32)
ROOT = "0" * 64


def made(**changes: object) -> leaf.Leaf:
    values: dict = {
        "log": "example.org/merel", "kind": "work.contributed", "by": ADA.id, "at": "2026-05-03T10:00:00.000Z",
        "prev": None, "seen": (0, ROOT), "body": {"points": 3, "parts": ["é", {"a": None}]}, "c": {"note": "1" * 64},
    }  # fmt: skip
    return leaf.make({ADA.id: ADA.sign, BOB.id: BOB.sign}, **{**values, **changes})


def test_a_leaf_made_here_is_the_one_read_from_its_bytes() -> None:
    mine = made()
    assert leaf.parse(mine.raw) == mine
    assert [s.key for s in mine.sigs] == sorted([ADA.id, BOB.id])


def test_the_id_does_not_depend_on_the_signatures() -> None:
    mine = made()
    line = mine.raw.split(b"\n")[0]
    alone = leaf.compose(line, [leaf.Signature("ed25519", ADA.id, ADA.sign(leaf.signed_bytes(line)))])
    assert leaf.parse(alone).id == mine.id


@pytest.mark.parametrize(
    "change",
    [
        {"at": "2026-02-30T10:00:00.000Z"}, {"at": "2026-02-03T24:00:00.000Z"}, {"at": "2026-05-03T10:00:00Z"},
        {"at": "2026-05-03T10:00:00.000+00:00"},
        {"kind": "Work.done"}, {"kind": "work"}, {"by": "a"}, {"prev": "x"}, {"seen": (-1, ROOT)}, {"seen": (0, "r")},
        {"c": {"note": "short"}}, {"c": {"../note": "1" * 64}}, {"log": ""}, {"body": {"a": 1.5}}, {"body": {"A": 1}},
        {"body": {"a": 2**53}}, {"body": {"a": "x" * 70_000}}, {"by": "f" * 64},
    ],
)  # fmt: skip
def test_what_the_format_does_not_hold_is_neither_made_nor_read(change: dict) -> None:
    with pytest.raises(Malformed):
        made(**change)


def edited(edit) -> bytes:
    head, sigs = (json.loads(line) for line in made().raw.splitlines())
    head, sigs = edit(head, sigs) or (head, sigs)
    dump = lambda value: json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()  # noqa: E731
    return dump(head) + b"\n" + dump(sigs) + b"\n"


@pytest.mark.parametrize(
    "edit",
    [
        lambda h, s: h.update(v=2),
        lambda h, s: h.update(extra=1),
        lambda h, s: h.pop("c") and None,
        lambda h, s: s.reverse(),
        lambda h, s: s.append(dict(s[-1])),
        lambda h, s: (h, []),
        lambda h, s: (h, [x for x in s if x["key"] != ADA.id]),
        lambda h, s: s[0].update(alg="rsa"),
        lambda h, s: s[0].update(sig=s[0]["sig"][:-4]),
        lambda h, s: s[0].update(note=""),
        lambda h, s: (h, {}),
        lambda h, s: ([], s),
    ],
)
def test_another_form_is_refused(edit) -> None:
    with pytest.raises(Malformed):
        leaf.parse(edited(edit))


@pytest.mark.parametrize(
    "spoil",
    [lambda r: r[:-1], lambda r: r + b"\n", lambda r: b" " + r, lambda r: r.replace(b"\n", b"\r\n"), lambda r: b""],
)
def test_exactly_two_lines(spoil) -> None:
    with pytest.raises(Malformed):
        leaf.parse(spoil(made().raw))

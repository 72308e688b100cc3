"""Signed notes, checkpoints, tile addresses, bundles and proof files: there and back, and nothing else is taken."""

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from entredon.pure.log import checkpoint, note, proof, tiles, tree
from entredon.pure.log.canonical import Malformed
from entredon.pure.log.checkpoint import Checkpoint
from entredon.pure.log.history import History
from entredon.pure.log.keys import SecretKey
from entredon.pure.log.tiles import Tile

KEY = SecretKey(hashlib.sha256(b"a log's key").digest())
OTHER = SecretKey(hashlib.sha256(b"another key").digest())
ORIGIN = "example.org/merel"
VKEY = note.vkey(ORIGIN, KEY.public)
sizes = st.integers(0, 2**63 - 1)
roots = st.binary(min_size=32, max_size=32)


@given(sizes, roots)
def test_a_signed_checkpoint_is_read_back(size: int, root: bytes) -> None:
    head = Checkpoint(ORIGIN, size, root)
    assert checkpoint.open(checkpoint.sign(head, KEY), VKEY) == head


SIGNED = checkpoint.sign(Checkpoint(ORIGIN, 70_000, hashlib.sha256(b"root").digest()), KEY)


@given(st.integers(0, len(SIGNED) * 8 - 1))
def test_a_checkpoint_with_one_bit_changed_is_refused(bit: int) -> None:
    changed = bytearray(SIGNED)
    changed[bit // 8] ^= 1 << bit % 8
    with pytest.raises(Malformed):
        checkpoint.open(bytes(changed), VKEY)


@pytest.mark.parametrize("length", range(len(SIGNED)))
def test_a_checkpoint_that_is_cut_off_is_refused(length: int) -> None:
    with pytest.raises(Malformed):
        checkpoint.open(SIGNED[:length], VKEY)


@given(st.binary(max_size=200))
def test_whatever_arrives_is_a_note_or_refused(data: bytes) -> None:
    with pytest.raises(Malformed):
        checkpoint.open(data, VKEY)


def test_other_signatures_are_ignored_and_a_missing_or_second_one_of_ours_is_not() -> None:
    text, blank, mine = SIGNED.partition(b"\n\n")
    theirs = note.sign(text.decode() + "\n", "elsewhere.example/w", OTHER).partition(b"\n\n")[2]
    whole = text + blank
    assert checkpoint.open(whole + theirs * 15 + mine, VKEY).size == 70_000
    for refused in (whole + theirs, whole + mine + mine, whole, whole + mine + b"\n", whole + mine + b"rubbish\n"):
        with pytest.raises(Malformed):
            checkpoint.open(refused, VKEY)


@pytest.mark.parametrize(
    "text",
    [
        f"{ORIGIN}\n07\nAAAA\n",
        f"{ORIGIN}\n-1\n{'A' * 43}=\n",
        f"{ORIGIN}\n7\n{'A' * 43}=\nmore\n",
        f"\n7\n{'A' * 43}=\n",
        f"{ORIGIN}\n٧\n{'A' * 43}=\n",
        f"{ORIGIN}\n9223372036854775808\n{'A' * 43}=\n",
        f"{ORIGIN}\n7\n{'A' * 43}B\n",
        f"{ORIGIN}\n7\n",
        "another.example/log\n7\n" + "A" * 43 + "=\n",
    ],
)
def test_a_note_that_is_no_checkpoint_of_this_log_is_refused(text: str) -> None:
    with pytest.raises(Malformed):
        checkpoint.open(note.sign(text, ORIGIN, KEY), VKEY)


@pytest.mark.parametrize("text", ["", "a+b", "a+00000000+AQ==", VKEY + "A", "x" + VKEY, VKEY.replace("+", "-", 1)])
def test_what_is_no_key_is_refused(text: str) -> None:
    with pytest.raises(Malformed):
        note.parse_vkey(text)


tile = st.builds(Tile, st.none() | st.integers(0, 63), st.integers(0, 10**12), st.integers(1, 256))


@given(tile)
def test_the_address_of_a_tile_is_read_back(one: Tile) -> None:
    assert tiles.parse_path(one.path()) == one


@pytest.mark.parametrize(
    "path",
    [
        "tile/0/1", "tile/0/0001", "tile/00/001", "tile/64/000", "tile/0/x000/001", "tile/0/001.p/0", "tile/0/001.p/256", "tile/0/001.p/01",
        "tile/0/001/", "/tile/0/001", "tile/0/../001", "tile/entries/x1/001", "tile/data/001", "tile/0/001.p/", "tile/-1/001", "tile/0/٠٠١",
    ],
)  # fmt: skip
def test_no_other_spelling_is_an_address(path: str) -> None:
    with pytest.raises(Malformed):
        tiles.parse_path(path)


def test_the_addresses_of_the_standard_are_ours() -> None:
    assert Tile(0, 1234067).path() == "tile/0/x001/x234/067"
    assert [t.path() for t in tiles.bundles_at(70_000)][-1] == "tile/entries/273.p/112"
    assert [t.path() for t in tiles.all_at(70_000)][-3:] == ["tile/1/000", "tile/1/001.p/17", "tile/2/000.p/1"]
    assert list(tiles.all_at(0)) == []


@given(sizes.filter(lambda n: n < 10**6))
def test_widths_add_up_to_the_size(size: int) -> None:
    assert sum(t.width for t in tiles.of_level(0, size)) == size
    assert sum(t.width for t in tiles.of_level(1, size)) == size // 256


@given(st.lists(st.binary(max_size=300), max_size=20))
def test_a_bundle_is_read_back_and_nothing_cut_off_is(leaves: list[bytes]) -> None:
    data = tiles.encode_bundle(leaves)
    assert tiles.decode_bundle(data) == leaves
    if leaves:
        with pytest.raises(Malformed):
            tiles.decode_bundle(data[:-1])


LEAVES = [f"entry {n}".encode() for n in range(130)]


@settings(max_examples=50)
@given(st.integers(1, 130), st.data())
def test_a_proof_file_proves_its_leaf_and_no_other(size: int, data: st.DataObject) -> None:
    history = History()
    for leaf in LEAVES[:size]:
        history.append(tree.leaf_hash(leaf))
    index = data.draw(st.integers(0, size - 1))
    signed = checkpoint.sign(Checkpoint(ORIGIN, size, history.root_at(size)), KEY)
    file = proof.dumps(proof.Proof(index, tuple(tree.inclusion(index, size, history.read)), signed))
    assert proof.check(proof.loads(file), LEAVES[index], VKEY).size == size
    with pytest.raises(Malformed):
        proof.check(proof.loads(file), LEAVES[index] + b" ", VKEY)
    with pytest.raises(Malformed):
        proof.check(proof.loads(file), LEAVES[index], note.vkey(ORIGIN, OTHER.public))
    bit = data.draw(st.integers(0, len(file) * 8 - 1))
    changed = bytearray(file)
    changed[bit // 8] ^= 1 << bit % 8
    with pytest.raises(Malformed):
        proof.check(proof.loads(bytes(changed)), LEAVES[index], VKEY)

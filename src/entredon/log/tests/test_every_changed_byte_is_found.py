"""A mirrored log of sixty entries, damaged in every byte and cut off at every length: each damage is found and located.

The check of the structure and the checker in one file, which shares no code with it, agree on every one.
"""

import random
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from entredon import verify as standalone
from entredon.log import files, named, structure
from entredon.log import verify as checking
from entredon.log.tests import making
from entredon.log.tests.making import Memory
from entredon.pure.log import checkpoint, keys, leaf, note, tree
from entredon.pure.log import structure as pure
from entredon.testing_cast import Cast

PARTS = 6
"""The work is cut up so that several processes can share it."""
BUNDLE = "tile/entries/000.p/60"
TILE = "tile/0/000.p/60"
_log: dict[str, bytes] = {}


@pytest.fixture
def log(cast: Cast, tmp_path: Path) -> Iterator[dict[str, bytes]]:
    """The files of the log, made once per process; while they are checked ``test.kept`` is a kind."""
    with making.kind_with_content():
        if not _log:
            making.sixty(cast)
            done = making.mirror(cast.slug, tmp_path)
            assert done.size == 60
            assert not done.warnings
            _log.update(making.files_in(tmp_path))
        yield dict(_log)


@pytest.fixture(autouse=True)
def _remembering(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is judged by its bytes alone is judged once: the checks stay the same and take a tenth of the time."""
    for module, name in (
        (leaf, "parse"), (keys, "verify"), (tree, "leaf_hash"), (files, "opens"), (checkpoint, "open"), (note, "parse_vkey"),
        (standalone, "parse_leaf"), (standalone, "signed_by"), (standalone, "leaf_hash"), (standalone, "open_checkpoint"),
    ):  # fmt: skip
        monkeypatch.setattr(module, name, lru_cache(100_000)(getattr(module, name)))
    monkeypatch.setattr(structure, "_climb", _by_value(structure._climb))
    monkeypatch.setattr(standalone, "root_of", _by_value(standalone.root_of))
    _remember_chunks(monkeypatch)


def _remember_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    """The entries beside the damaged one are the same again and again: what they showed is kept, and handed out as a copy."""
    truly, known_chunks = pure.check_chunk, {}

    def check_chunk(leaves: Any, known: Any, origin: str, keep: frozenset[str]) -> pure.Chunk:
        leaves = tuple(leaves)
        key = (leaves, tuple((id, k.added, k.revoked) for id, k in known.items()), origin, keep)
        if key not in known_chunks:
            known_chunks[key] = truly(leaves, known, origin, keep)
        chunk = known_chunks[key]
        links = {by: replace(link) for by, link in chunk.links.items()}
        return replace(chunk, links=links, faults=list(chunk.faults))

    monkeypatch.setattr(pure, "check_chunk", check_chunk)


def _by_value(act: Any) -> Any:
    """Remember what a function of a list of hashes comes to, by the hashes."""
    known: dict[Any, Any] = {}

    def remembered(*arguments: Any) -> Any:
        *rest, hashes = arguments
        key = (*rest, tuple(hashes))
        if key not in known:
            known[key] = act(*arguments)
        return known[key]

    return remembered


def faults(log: dict[str, bytes]) -> list[Any]:
    """What the check of the structure finds."""
    source = Memory(log)
    try:
        found = structure.check(source, None, named.kinds_with_content(), processes=1)
    except structure.NoLog:
        return [SimpleNamespace(file="", index=None)]
    structure.check_content(source, found, checking._wanted(found))
    return found.faults


def standalone_verdict(log: dict[str, bytes]) -> tuple[str, set[str]]:
    """What the checker in one file says, and in which files."""
    record = standalone.Record(log.get)
    return record.run(None), {fault["file"] for fault in record.faults}


def entry_at(log: dict[str, bytes], offset: int) -> int:
    """The index of the entry that a byte of the bundle belongs to."""
    data, at, index = log[BUNDLE], 0, 0
    while (at := at + 2 + int.from_bytes(data[at : at + 2], "big")) <= offset:
        index += 1
    return index


def check(
    log: dict[str, bytes], path: str, damaged: bytes, what: str, index: int | None = None, *, both: bool = True
) -> None:
    """Both find the damage, in its file; ours also at its entry."""
    changed = {**log, path: damaged}
    found = faults(changed)
    assert found, f"{what} went unnoticed"
    assert path in {fault.file for fault in found}, f"{what} was found in {found[0]}"
    if index is not None:
        assert index in {fault.index for fault in found if fault.file == path}, f"{what} was found at {found[0]}"
    if not both:
        return
    verdict, where = standalone_verdict(changed)
    assert verdict == "fault", f"{what} went unnoticed by verify.py"
    assert path in where, f"{what} was found by verify.py in {where}"


def test_the_log_is_sound_before_it_is_damaged(log: dict[str, bytes]) -> None:
    assert {path.split("/")[0] for path in log} == {"checkpoint", "vkey", "tile", "side", "content"}
    assert faults(log) == []
    assert standalone_verdict(log) == ("sound", set())


@pytest.mark.parametrize("part", range(PARTS))
def test_a_changed_bit_in_any_byte_is_found_and_located(log: dict[str, bytes], part: int) -> None:
    for path, data in log.items():
        for offset in range(part, len(data), PARTS):
            changed = bytearray(data)
            changed[offset] ^= 1 << random.Random(f"{path} {offset}").randrange(8)
            index = entry_at(log, offset) if path == BUNDLE else offset // 32 if path == TILE else None
            check(log, path, bytes(changed), f"a bit of byte {offset} of {path}", index)


@pytest.mark.parametrize("part", range(PARTS))
def test_every_file_that_is_cut_off_is_found(log: dict[str, bytes], part: int, request: pytest.FixtureRequest) -> None:
    exhaustive = request.config.getoption("--all")
    for path, data in log.items():
        for length in range(part, len(data), PARTS):
            both = path != BUNDLE or length % 5 == 0 or exhaustive
            check(log, path, data[:length], f"{path} cut off at {length}", both=both)


def test_every_missing_file_is_found_except_what_may_be_erased(log: dict[str, bytes]) -> None:
    for path in log:
        rest = {name: data for name, data in log.items() if name != path}
        found = faults(rest)
        assert bool(found) is not path.startswith("side/"), path
        assert (standalone_verdict(rest)[0] == "fault") is bool(found), path


def test_nothing_at_all_is_no_log(log: dict[str, bytes]) -> None:
    with pytest.raises(structure.NoLog):
        structure.check(Memory({}), None, frozenset())
    assert standalone_verdict({})[0] == "unusable"


@pytest.mark.exhaustive
@pytest.mark.parametrize("part", range(60))
def test_every_other_value_of_every_byte_is_found(log: dict[str, bytes], part: int) -> None:
    for path, data in log.items():
        for offset in range(part, len(data), 60):
            for value in range(1, 256):
                changed = bytearray(data)
                changed[offset] ^= value
                check(log, path, bytes(changed), f"byte {offset} of {path} changed by {value}")


@pytest.mark.exhaustive
@pytest.mark.parametrize("part", range(8))
def test_the_whole_verification_finds_and_locates_it_too(cast: Cast, tmp_path: Path, part: int) -> None:
    """With the replay of the rules, in processes of their own: so slow that not every byte can have its turn."""
    making.sixty(cast, with_content=False)
    making.mirror(cast.slug, tmp_path)
    assert checking.verify(tmp_path).verdict == "sound"
    for path, data in making.files_in(tmp_path).items():
        for offset in range(part, len(data), 8 * 31):
            changed = bytearray(data)
            changed[offset] ^= 1 << random.Random(f"{path} {offset}").randrange(8)
            for damaged in (bytes(changed), data[:offset]):
                (tmp_path / path).write_bytes(damaged)
                verdict = checking.verify(tmp_path)
                assert verdict.code == 1
                assert path in {fault.file for fault in verdict.faults}
        (tmp_path / path).write_bytes(data)

"""Whoever signs has seen a history, and signs nothing for a host that shows another one than before."""

from pathlib import Path

import pytest

from entredon.log import mirror, seen
from entredon.log.tests import making
from entredon.log.tests.making import Host, Memory, files_in
from entredon.pure.log import canonical, checkpoint, tree
from entredon.pure.log.keys import unb64
from entredon.testing_cast import Cast


@pytest.fixture
def host(cast: Cast) -> Host:
    making.sixty(cast, with_content=False)
    return Host(cast.slug)


def fault(source: Memory, folder: Path) -> str:
    before = {path: data for path, data in files_in(folder).items() if not path.startswith("evidence/")}
    with pytest.raises(mirror.Fault) as caught:
        seen.newest(source, folder)
    assert {path: data for path, data in files_in(folder).items() if not path.startswith("evidence/")} == before
    return str(caught.value)


def heads(folder: Path, host: Host) -> list[int]:
    files = (folder / "evidence").glob("*.checkpoint")
    return sorted(checkpoint.open(file.read_bytes(), host.vkey).size for file in files)


@pytest.mark.parametrize("size", [1, 2, 3, 31, 32, 59, 60])
def test_what_continues_is_believed_and_kept(host: Host, tmp_path: Path, size: int) -> None:
    assert seen.kept(tmp_path) is None
    assert seen.newest(host.serve(host.leaves[:size]), tmp_path).size == size
    newest = seen.newest(host.serve(host.leaves), tmp_path)
    assert newest.size == 60
    assert seen.kept(tmp_path) == newest
    assert not (tmp_path / "evidence").exists()


def test_only_the_tiles_that_prove_it_are_read(host: Host, tmp_path: Path) -> None:
    seen.newest(host.serve(host.leaves[:40]), tmp_path)
    source = host.serve(host.leaves)
    source.files = {path: data for path, data in source.files.items() if "entries" not in path}
    assert seen.newest(source, tmp_path).size == 60


def test_another_history_of_the_same_length_is_refused_and_kept(host: Host, tmp_path: Path) -> None:
    seen.newest(host.serve(host.leaves[:50]), tmp_path)
    assert "contradict each other" in fault(host.serve((host.leaves[:40] + host.leaves[41:])[:50]), tmp_path)
    assert heads(tmp_path, host) == [50, 50]


def test_another_and_longer_history_is_refused_with_a_proof_that_travels(host: Host, tmp_path: Path) -> None:
    old = seen.newest(host.serve(host.leaves[:50]), tmp_path)
    other = host.leaves[:40] + host.leaves[41:]
    assert "contradict each other" in fault(host.serve(other), tmp_path)
    (file,) = (tmp_path / "evidence").glob("*.proof")
    shown = canonical.loads(file.read_bytes())
    new = checkpoint.open(host.serve(other).files["checkpoint"], host.vkey)
    path = [unb64(hash) for hash in shown["proof"]]
    assert tree.is_consistent(old.size, new.size, path, unb64(shown["root"]), new.root)
    assert unb64(shown["root"]) != old.root


def test_a_host_that_goes_back_is_refused(host: Host, tmp_path: Path) -> None:
    seen.newest(host.serve(host.leaves), tmp_path)
    assert "went back in time" in fault(host.serve(host.leaves[:50]), tmp_path)
    assert heads(tmp_path, host) == [50, 60]


def test_another_key_than_at_first_is_refused(host: Host, tmp_path: Path) -> None:
    seen.newest(host.serve(host.leaves[:50]), tmp_path)
    Cast.found("other")
    other = Host("other")
    other.origin = host.origin
    assert "can't be trusted" in fault(other.serve(host.leaves), tmp_path)


@pytest.mark.parametrize("change", [lambda data: None, lambda data: data[:-1], lambda data: bytes(len(data))])
def test_tiles_that_do_not_hold_accuse_nobody(host: Host, tmp_path: Path, change: object) -> None:
    seen.newest(host.serve(host.leaves[:50]), tmp_path)
    source = host.serve(host.leaves)
    data = change(source.files.pop("tile/0/000.p/60"))  # type: ignore[operator]
    if data is not None:
        source.files["tile/0/000.p/60"] = data
    assert "Nothing was signed" in fault(source, tmp_path)
    assert not (tmp_path / "evidence").exists()


def test_a_damaged_note_of_our_own_is_told(host: Host, tmp_path: Path) -> None:
    seen.newest(host.serve(host.leaves[:50]), tmp_path)
    (tmp_path / "checkpoint").write_bytes(b"rubbish\n")
    assert "damaged" in fault(host.serve(host.leaves), tmp_path)


def test_where_there_is_nothing_nothing_is_kept(host: Host, tmp_path: Path) -> None:
    with pytest.raises(mirror.NoLog):
        seen.newest(Memory({}), tmp_path)
    assert not files_in(tmp_path)


def test_an_earlier_root_is_proven_by_the_newest(host: Host, tmp_path: Path) -> None:
    source = host.serve(host.leaves)
    newest = seen.newest(source, tmp_path)
    earlier = checkpoint.open(host.serve(host.leaves[:33]).files["checkpoint"], host.vkey)
    assert seen.root_at(source, 33, newest) == earlier.root
    assert seen.root_at(source, 0, newest) == tree.EMPTY_ROOT
    with pytest.raises(mirror.Fault, match="more than"):
        seen.root_at(source, 61, newest)
    source.files["tile/0/000.p/60"] = bytes(32 * 60)
    with pytest.raises(mirror.Fault, match="don't lead"):
        seen.root_at(source, 33, newest)

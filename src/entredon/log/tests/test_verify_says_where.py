"""Logs that a host has tampered with and signed again: ``verify`` says that they are wrong, and where."""

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from entredon import verify as standalone
from entredon.apps.commons.founding import key_given
from entredon.apps.library.entries import Created, Released
from entredon.apps.people.entries import KeyAdded, KeyRevoked
from entredon.apps.work.entries import Accepted, Contested, Contributed
from entredon.log import device, held, verify_here
from entredon.log import verify as checking
from entredon.log.tests import making
from entredon.log.tests.making import Host, Memory, put
from entredon.log.verify import Verdict
from entredon.pure.log import canonical, leaf, note
from entredon.pure.log.keys import SecretKey
from entredon.testing_cast import Cast, key_of

# The replay runs in a process of its own, so nothing of a test's making is known there: only kinds of the program itself.


@pytest.fixture
def host(cast: Cast) -> Host:
    making.sixty(cast, with_content=False)
    return Host(cast.slug)


@pytest.fixture
def verify(tmp_path: Path) -> Callable[..., Verdict]:
    def run(memory: Memory, **how: bool) -> Verdict:
        folder = put(memory, tmp_path / "copy")
        verdict = checking.verify(folder, **how)
        record = standalone.Record(memory.files.get)
        if how.get("only_structure") or (verdict.faults and verdict.faults[0].check not in ("rule", "newer")):
            assert record.run(None) == verdict.verdict, record.faults
        return verdict

    return run


def again(raw: bytes, signers: list[SecretKey], **changes: object) -> bytes:
    """A leaf said anew with changes, signed by these keys."""
    said = leaf.parse(raw)
    values = {"log": said.log, "kind": said.kind, "by": said.by, "at": said.at, "prev": said.prev, "seen": said.seen}
    values |= {"body": said.body, "c": said.c, **changes}
    return leaf.make({key.id: key.sign for key in signers}, **values).raw  # type: ignore[arg-type]


def test_what_nobody_touched_is_sound(host: Host, verify: Callable[..., Verdict]) -> None:
    verdict = verify(host.serve(host.leaves))
    assert (verdict.verdict, verdict.code, verdict.faults) == ("sound", 0, [])
    assert verdict.size == 60
    assert verdict.origin == host.origin
    assert verdict.signatures == 70, "sixty entries, nine with a member's signature beside and one with a new key's"
    assert verdict.digest is not None
    assert len(verdict.digest) == 64
    assert sum(verdict.custody.values()) == 60
    assert set(verdict.custody) == {"device", "hosted"}
    assert verdict.erased > 0, "no texts were copied with this log"


def test_the_verdict_for_programs_is_as_decided(host: Host, verify: Callable[..., Verdict]) -> None:
    said = verify(host.serve(host.leaves), only_structure=True).as_json()
    names = ["verdict", "origin", "size", "root", "digest", "signatures", "erased", "custody", "in_force", "faults"]
    assert list(said) == names
    assert said["digest"] is None
    broken = verify(host.serve(host.leaves[:-2] + host.leaves[:-3:-1])).as_json()
    assert list(broken["faults"][0]) == ["index", "entry", "file", "check", "message"]
    json.dumps(broken)


def test_a_changed_entry_is_named(host: Host, verify: Callable[..., Verdict]) -> None:
    changed = host.changed(40, lambda raw: raw.replace(b'"points":', b'"points":1', 1))
    verdict = verify(host.serve(changed))
    assert verdict.code == 1
    assert (verdict.faults[0].index, verdict.faults[0].check) == (40, "signature")
    assert verdict.faults[0].file == "tile/entries/000.p/60"


def test_entries_out_of_order_are_named(host: Host, verify: Callable[..., Verdict]) -> None:
    leaves = host.leaves[:30] + host.leaves[38:39] + host.leaves[31:38] + host.leaves[30:31] + host.leaves[39:]
    verdict = verify(host.serve(leaves))
    assert verdict.code == 1
    assert 30 in {fault.index for fault in verdict.faults}


def test_a_dropped_entry_is_named_by_the_next_of_its_author(host: Host, verify: Callable[..., Verdict]) -> None:
    verdict = verify(host.serve(host.leaves[:30] + host.leaves[31:]))
    assert verdict.code == 1
    by = leaf.parse(host.leaves[30]).by
    after = next(n for n, raw in enumerate(host.leaves) if n > 30 and leaf.parse(raw).by == by) - 1
    assert (after, "prev") in {(fault.index, fault.check) for fault in verdict.faults}


def test_a_dropped_last_entry_is_told_by_whoever_had_seen_it(
    host: Host, cast: Cast, verify: Callable[..., Verdict]
) -> None:
    """Nobody follows it, but its neighbour had seen a root with it."""
    leaves = host.leaves[:20] + host.leaves[21:]
    checks = {fault.check for fault in verify(host.serve(leaves)).faults}
    assert "seen" in checks


@pytest.mark.parametrize("index", [0, 1])
def test_a_missing_beginning_is_no_log(host: Host, verify: Callable[..., Verdict], index: int) -> None:
    verdict = verify(host.serve(host.leaves[:index] + host.leaves[index + 1 :]))
    assert verdict.code == 1
    assert verdict.faults[0].check in ("order", "key")


def test_a_signature_by_a_withdrawn_key_is_named(host: Host, cast: Cast, verify: Callable[..., Verdict]) -> None:
    """Bob withdrew his first key; somebody who found it signs with it, and the host puts it into the log."""
    revoked = next(n for n, raw in enumerate(host.leaves) if b'"people.key_revoked"' in raw)
    last = [leaf.parse(raw) for raw in host.leaves if leaf.parse(raw).by == cast.bob.id][-1]
    forged = again(host.leaves[-1], [cast.bob], by=cast.bob.id, prev=last.id)
    verdict = verify(host.serve([*host.leaves, forged]))
    assert verdict.code == 1
    fault = verdict.faults[0]
    assert (fault.index, fault.check, fault.entry) == (60, "key", leaf.parse(forged).id)
    assert f"withdrawn at entry {revoked}" in fault.message


def test_a_key_may_sign_up_to_the_entry_that_withdraws_it(cast: Cast, verify: Callable[..., Verdict]) -> None:
    new = key_of("bob's second")
    cast.say(KeyAdded(key=key_given(new, "device")), cast.bob, cosigners=[new])
    cast.say(KeyRevoked(key=cast.bob.id), cast.bob, cosigners=[new])
    host = Host(cast.slug)
    assert verify(host.serve(host.leaves)).verdict == "sound"


def test_a_key_that_nobody_has_is_named(host: Host, verify: Callable[..., Verdict]) -> None:
    stranger = key_of("a stranger")
    forged = again(host.leaves[-1], [stranger], by=stranger.id, prev=None)
    verdict = verify(host.serve([*host.leaves, forged]))
    assert (verdict.code, verdict.faults[0].index, verdict.faults[0].check) == (1, 60, "key")


def test_an_entry_for_another_log_is_named(host: Host, cast: Cast, verify: Callable[..., Verdict]) -> None:
    mine = [leaf.parse(raw) for raw in host.leaves if leaf.parse(raw).by == cast.ada.id][-1]
    moved = again(host.leaves[-1], [cast.ada], by=cast.ada.id, prev=mine.id, log="elsewhere.example/merel")
    verdict = verify(host.serve([*host.leaves, moved]))
    assert (verdict.code, verdict.faults[0].index, verdict.faults[0].check) == (1, 60, "origin")


def test_an_author_who_has_seen_another_history_is_named(
    host: Host, cast: Cast, verify: Callable[..., Verdict]
) -> None:
    mine = [leaf.parse(raw) for raw in host.leaves if leaf.parse(raw).by == cast.ada.id][-1]
    for seen in ((50, "0" * 64), (61, "0" * 64)):
        witness = again(host.leaves[-1], [cast.ada], by=cast.ada.id, prev=mine.id, seen=seen)
        verdict = verify(host.serve([*host.leaves, witness]))
        assert (verdict.code, verdict.faults[0].index, verdict.faults[0].check) == (1, 60, "seen")


def test_an_entry_that_breaks_a_rule_is_named_by_the_replay(
    host: Host, cast: Cast, verify: Callable[..., Verdict]
) -> None:
    """Charlie, who never joined, has a key that the host enrols for her: the structure is perfect, the law is broken."""
    mine = [leaf.parse(raw) for raw in host.leaves if leaf.parse(raw).by == cast.ada.id][-1]
    body = {"person": "k:" + "0" * 64, "role": "steward"}
    bad = again(host.leaves[-1], [cast.ada], by=cast.ada.id, prev=mine.id, kind="commons.role_given", body=body, c={})
    memory = host.serve([*host.leaves, bad])
    assert verify(memory, only_structure=True).verdict == "sound"
    verdict = verify(memory)
    assert verdict.code == 1
    fault = verdict.faults[0]
    assert (fault.index, fault.entry, fault.check) == (60, leaf.parse(bad).id, "rule")
    assert "Nobody here is named" in fault.message
    assert verdict.digest is None


@pytest.mark.parametrize("kind", ["work.dreamt", "nowhere.done"])
def test_an_unknown_kind_needs_a_newer_program(
    host: Host, cast: Cast, verify: Callable[..., Verdict], kind: str
) -> None:
    mine = [leaf.parse(raw) for raw in host.leaves if leaf.parse(raw).by == cast.ada.id][-1]
    later = again(host.leaves[-1], [cast.ada], by=cast.ada.id, prev=mine.id, kind=kind, c={})
    for how in (False, True):
        verdict = checking.verify(_copy(host.serve([*host.leaves, later])), only_structure=how)
        assert (verdict.verdict, verdict.code) == ("unusable", 2)
        assert verdict.faults[0].index == 60
        assert "needs a newer entredon" in verdict.faults[0].message


def test_a_newer_rulebook_needs_a_newer_program_but_a_fault_counts_first(host: Host, cast: Cast) -> None:
    mine = [leaf.parse(raw) for raw in host.leaves if leaf.parse(raw).by == cast.ada.id][-1]
    later = again(
        host.leaves[-1], [cast.ada], by=cast.ada.id, prev=mine.id, kind="commons.rulebook_adopted", body={"rulebook": 7}, c={}
    )  # fmt: skip
    memory = host.serve([*host.leaves, later])
    verdict = checking.verify(_copy(memory))
    assert (verdict.code, verdict.faults[0].check) == (2, "newer")
    memory.files["tile/0/000.p/61"] = bytes(32 * 61)
    assert checking.verify(_copy(memory)).code == 1


def _copy(memory: Memory) -> Path:
    import tempfile

    return put(memory, Path(tempfile.mkdtemp()))


def test_texts_that_are_not_those_committed_to_are_named_and_absent_ones_counted(
    host: Host, cast: Cast, tmp_path: Path
) -> None:
    folder = tmp_path / "copy"
    making.mirror(cast.slug, folder)
    whole = checking.verify(folder, only_structure=True)
    assert (whole.verdict, whole.erased, whole.withheld) == ("sound", 1, 0)
    file = next((folder / "side").glob("*/name"))
    text = canonical.loads(file.read_bytes())
    file.unlink()
    less = checking.verify(folder, only_structure=True)
    assert (less.verdict, less.erased, less.withheld) == ("sound", 2, 1)
    file.write_bytes(canonical.dumps({**text, "text": text["text"] + "!"}))
    wrong = checking.verify(folder, only_structure=True)
    assert wrong.code == 1
    assert (wrong.faults[0].check, wrong.faults[0].file) == ("side", str(file.relative_to(folder)))
    assert wrong.faults[0].entry == file.parent.name


def test_missing_and_wrong_content_is_named(cast: Cast, tmp_path: Path) -> None:
    with making.kind_with_content():
        sha256 = making.keep(cast, b"a drawing")
        making.mirror(cast.slug, tmp_path)
        file = tmp_path / "content" / sha256
        assert checking.verify(tmp_path, only_structure=True).verdict == "sound"
        for data, words in ((b"another drawing", "other bytes"), (None, "missing")):
            file.unlink()
            if data is not None:
                file.write_bytes(data)
            verdict = checking.verify(tmp_path, only_structure=True)
            fault = verdict.faults[0]
            assert (verdict.code, fault.index, fault.check, fault.file) == (1, 3, "content", f"content/{sha256}")
            assert words in fault.message


def test_another_key_than_the_one_given_is_a_fault(host: Host, tmp_path: Path) -> None:
    folder = put(host.serve(host.leaves), tmp_path)
    assert checking.verify(folder, vkey=host.vkey, only_structure=True).verdict == "sound"
    stranger = key_of("another host")
    verdict = checking.verify(folder, vkey=note.vkey(host.origin, stranger.public), only_structure=True)
    assert verdict.code == 1
    assert verdict.faults[0].file == "vkey"


def test_a_log_signed_by_another_key_than_it_was_founded_with_is_a_fault(
    host: Host, verify: Callable[..., Verdict]
) -> None:
    host.key = key_of("another host")
    host.vkey = note.vkey(host.origin, host.key.public)
    verdict = verify(host.serve(host.leaves))
    assert (verdict.code, verdict.faults[0].check, verdict.faults[0].index) == (1, "vkey", 0)


def test_nothing_there_is_unusable_and_rubbish_is_a_fault(tmp_path: Path) -> None:
    assert checking.verify(tmp_path / "nowhere").code == 2
    (tmp_path / "checkpoint").write_bytes(b"rubbish")
    verdict = checking.verify(tmp_path)
    assert (verdict.code, verdict.faults[0].file) == (1, "vkey")


def test_large_logs_are_checked_by_two_processes(cast: Cast, tmp_path: Path) -> None:
    from entredon.log import door, structure

    facts = [door.Saying(Contributed(work="code", measures={"points": n}), cast.ada) for n in range(4_200)]
    door.append_many(cast.slug, facts)
    host = Host(cast.slug)
    assert len(host.leaves) > structure.MANY
    seen: list[int] = []
    folder = put(host.serve(host.leaves), tmp_path / "whole")
    verdict = checking.verify(folder, only_structure=True, progress=lambda what, done, of: seen.append(done))
    assert verdict.verdict == "sound"
    assert verdict.signatures == 4_204
    assert seen
    broken = put(host.serve(host.leaves[:3000] + host.leaves[3001:]), tmp_path / "broken")
    verdict = checking.verify(broken, only_structure=True)
    assert [(f.index, f.check) for f in verdict.faults] == [(3000, "prev")]


RUBBISH = [None, 7, "x", [], {}, [[]], {"alg": "ed25519", "public": "?", "custody": []}, {"alg": [], "public": {}}]


@pytest.mark.parametrize("kind", ["people.joined", "people.key_added", "people.key_revoked", "people.erased"])
def test_a_body_of_any_form_is_a_fault_and_never_breaks_a_check(host: Host, cast: Cast, kind: str) -> None:
    """The host, or a member who signs by hand, may write anything into a body."""
    mine = [leaf.parse(raw) for raw in host.leaves if leaf.parse(raw).by == cast.ada.id][-1]
    for value in RUBBISH:
        body = {"key": value, "side": value, "stewards": value}
        odd = again(host.leaves[-1], [cast.ada], by=cast.ada.id, prev=mine.id, kind=kind, body=body, c={})
        memory = host.serve([*host.leaves, odd])
        assert checking.verify(_copy(memory), only_structure=True).verdict == "sound"
        assert standalone.Record(memory.files.get).run(None) == "sound"
    verdict = checking.verify(_copy(memory))
    assert (verdict.code, verdict.faults[0].index, verdict.faults[0].check) == (1, 60, "rule")


def test_a_far_date_breaks_no_check(cast: Cast, tmp_path: Path) -> None:
    car = cast.say(Created(name="Car"))
    work = cast.say(Contributed(creation=car, work="code"), cast.bob)
    release = cast.say(Released(creation=car, name="1", own=1, inputs=()))
    cast.say(Accepted(version=release), at="9999-12-20T10:00:00.000Z")
    cast.say(Contested(flows=(work,)), cast.bob, at="9999-12-21T10:00:00.000Z")
    making.mirror(cast.slug, tmp_path)
    assert checking.verify(tmp_path).verdict == "sound"


def test_a_replay_that_breaks_leaves_no_verdict_but_a_sentence() -> None:
    for replayed in ({"done": 0, "of": 3}, {"broke": "OSError: no room"}):
        verdict = Verdict(verdict="sound")
        checking._add(verdict, replayed)
        assert (verdict.verdict, verdict.code, verdict.faults[0].check) == ("unusable", 2, "replay")
    assert "no room" in verdict.faults[0].message


def _spoil(file: Path, how: str) -> None:
    file.unlink()
    if how == "pipe":
        os.mkfifo(file)
    elif how == "device":
        file.symlink_to("/dev/zero")
    elif how == "folder":
        file.mkdir()
    else:
        outside = file.parents[3].parent / f"outside-{file.name}"
        outside.write_bytes(b"elsewhere")
        file.symlink_to(outside)


@pytest.mark.parametrize("how", ["pipe", "device", "folder", "outside"])
def test_only_regular_files_are_read_and_others_are_faults(cast: Cast, tmp_path: Path, how: str) -> None:
    folder = tmp_path / "copy"
    making.mirror(cast.slug, folder)
    side = next(folder.glob("side/*/name"))
    for file in (folder / "tile/0/000.p/3", folder / "tile/entries/000.p/3", side):
        data = file.read_bytes()
        _spoil(file, how)
        verdict = checking.verify(folder, only_structure=True)
        assert verdict.code == 1
        assert str(file.relative_to(folder)) in {fault.file for fault in verdict.faults}
        if file.is_dir():
            file.rmdir()
        else:
            file.unlink()
        file.write_bytes(data)
    assert checking.verify(folder, only_structure=True).verdict == "sound"
    _spoil(folder / "checkpoint", "pipe")
    assert checking.verify(folder).code == 1


def test_a_link_within_a_copy_is_as_good_as_its_file(cast: Cast, tmp_path: Path) -> None:
    making.mirror(cast.slug, tmp_path)
    side = next(tmp_path.glob("side/*/name"))
    side.rename(tmp_path / "kept")
    side.symlink_to(tmp_path / "kept")
    verdict = checking.verify(tmp_path, only_structure=True)
    assert (verdict.verdict, verdict.erased) == ("sound", 0)


def test_here_it_is_counted_whose_secrets_lie_on_this_machine(cast: Cast, tmp_path: Path) -> None:
    def kept() -> int | None:
        return verify_here.verify(cast.slug, tmp_path / str(making.size(cast.slug)), only_structure=True).kept_here

    assert kept() == 0
    held.hold(cast.slug, "hosted", cast.bob)
    mine = device.key(cast.slug)
    cast.join(mine, "Ada at her desk")
    cast.say(Contributed(work="code"), mine)
    assert kept() == 3, "Bob's joining, and two by the command line's key"

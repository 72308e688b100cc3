"""A share-out can be forged by a host that holds all keys of its log: whoever checks finds it, at its entry."""

from collections.abc import Callable
from pathlib import Path

import pytest

from entredon.apps.commons.entries import RulebookAdopted
from entredon.apps.value import queries
from entredon.apps.value.tests.shared import ALL, accepted, adopted, day, passes_on, propose, received, share, shown
from entredon.apps.value.tests.shared import put as keep
from entredon.apps.value.tests.test_dry_run import Garage
from entredon.log import content, digest, judge, registry
from entredon.log import verify as checking
from entredon.log.replay import Replay, Replayed
from entredon.log.tests.making import Host, Memory, mirror, put
from entredon.log.verify import Verdict
from entredon.pure.log import leaf
from entredon.pure.value import lines
from entredon.testing_cast import Cast


@pytest.fixture
def garage(cast: Cast) -> Garage:
    made = Garage(cast)
    adopted(cast, ALL, top={"fund": 100_000})
    accepted(cast, made.car, made.motor)
    passes_on(cast, cast.bob, pot=250_000, motor=250_000)
    return made


@pytest.fixture
def verify(tmp_path: Path) -> Callable[[Memory], Verdict]:
    """Verify a log in memory with all content that this node has."""

    def run(memory: Memory) -> Verdict:
        folder = put(memory, tmp_path / "copy")
        for sha256 in content.store().all():
            with content.store().open(sha256) as stream:
                (folder / "content").mkdir(exist_ok=True)
                (folder / "content" / sha256).write_bytes(stream.read())
        return checking.verify(folder)

    return run


def lines_of(sha256: str) -> bytes:
    with content.store().open(sha256) as stream:
        return stream.read()


def forged(host: Host, cast: Cast, at: str, body: dict[str, object]) -> bytes:
    """A share-out that Ada signs and the host puts at the end of its log, past every rule."""
    last = [leaf.parse(raw) for raw in host.leaves if leaf.parse(raw).by == cast.ada.id][-1]
    said = leaf.make(
        {cast.ada.id: cast.ada.sign}, log=host.origin, kind="value.shared", by=cast.ada.id, at=at, prev=last.id,
        seen=last.seen, body=body, c={},
    )  # fmt: skip
    return said.raw


def test_a_true_share_out_is_sound_and_gives_the_same_tables_everywhere(garage: Garage, tmp_path: Path) -> None:
    cast = garage.cast
    share(cast, received(cast, garage.car), day(1), cast.bob)
    folder = tmp_path / "mirror"
    mirror(cast.slug, folder)
    verdict = checking.verify(folder)
    assert (verdict.verdict, verdict.faults) == ("sound", [])
    assert verdict.digest == digest.tables(cast.slug)[0]


def test_a_cent_that_was_moved_is_found_at_its_entry(garage: Garage, verify: Callable[[Memory], Verdict]) -> None:
    cast = garage.cast
    income = received(cast, garage.car)
    fact = propose(cast, income, day(1))
    moved = lines_of(fact.lines).replace(b'"minor":54000', b'"minor":54001').replace(b'"minor":18000', b'"minor":17999')
    assert moved != lines_of(fact.lines)
    host = Host(cast.slug)
    body = {"income": income, "rule": fact.rule, "algorithm": fact.algorithm, "total": fact.total, "count": fact.count}
    honest = forged(host, cast, day(1), {**body, "lines": fact.lines})
    assert verify(host.serve([*host.leaves, honest])).verdict == "sound", "what is forged below differs in nothing else"
    wrong = forged(host, cast, day(1), {**body, "lines": keep(moved)})
    verdict = verify(host.serve([*host.leaves, wrong]))
    (fault,) = verdict.faults
    assert (verdict.code, fault.index, fault.check) == (1, len(host.leaves), "rule")
    assert fault.entry == leaf.parse(wrong).id
    assert "These are not the lines that the rule gives. Line 1 says" in fault.message


def test_lines_that_were_changed_beside_the_record_are_found(garage: Garage, tmp_path: Path) -> None:
    cast = garage.cast
    id = share(cast, received(cast, garage.car), day(1))
    folder = tmp_path / "mirror"
    mirror(cast.slug, folder)
    at = len(Host(cast.slug).leaves) - 1
    file = folder / "content" / shown(cast, id).shown.lines
    file.chmod(0o600)
    file.write_bytes(file.read_bytes().replace(b'"minor":54000', b'"minor":54001'))
    verdict = checking.verify(folder)
    assert verdict.code == 1
    assert (at, id) in {(fault.index, fault.entry) for fault in verdict.faults}


def replayed(host: Host, slug: str) -> Replayed:
    run = Replay(slug, host.origin, content.store(), check_signatures=True)
    return run.run((("", raw) for raw in host.leaves), len(host.leaves))


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> int:
    """A program of the future, which knows one rulebook more."""
    newer = registry.RULEBOOK + 1
    for module in (registry, judge):
        monkeypatch.setattr(module, "RULEBOOK", newer)
    return newer


def test_a_program_that_knows_later_rulebooks_gives_the_same_bytes(garage: Garage, later: int) -> None:
    cast = garage.cast
    share(cast, received(cast, garage.car), day(1))
    assert replayed(Host(cast.slug), "future").faults == []
    assert digest.tables("future") == digest.tables(cast.slug)


def test_a_rulebook_adopted_later_changes_nothing_that_was_shared(garage: Garage, later: int) -> None:
    cast = garage.cast
    income = [received(cast, garage.car) for _ in range(2)]
    before = propose(cast, income[0], day(1))
    cast.say(before, at=day(1))
    cast.say(RulebookAdopted(rulebook=later))
    after = propose(cast, income[1], day(1))
    cast.say(after, at=day(1))
    assert (after.rule, after.total, after.count) == (before.rule, before.total, before.count)
    assert replayed(Host(cast.slug), "future").faults == []
    assert digest.tables("future") == digest.tables(cast.slug)
    first = queries.shareouts(cast.slug)[-1]
    assert lines.write(queries.recorded_working(cast.slug, first.id).out).raw == lines_of(before.lines)

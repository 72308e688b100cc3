"""Whatever a rule stumbles over becomes a fault with its place; only what is amiss with this machine gets through."""

import errno
from collections.abc import Callable

import pytest
from django.db import OperationalError

from entredon.apps.work.entries import Contributed
from entredon.log import content, registry
from entredon.log.replay import Replay, Replayed, is_ours
from entredon.log.tests import making
from entredon.log.tests.making import Host, Kept
from entredon.testing_cast import Cast


@pytest.fixture
def host(cast: Cast) -> Host:
    with making.kind_with_content():
        making.keep(cast, b"a drawing")
    cast.say(Contributed(work="code"))
    return Host(cast.slug)


def replayed(host: Host, apply: Callable[..., None], prepare: Callable[..., int] = making.measured) -> Replayed:
    """A replay in which the law of the fourth entry is another one."""
    registry.rule(Kept, blobs=lambda fact: [fact.sha256], prepare=prepare)(apply)
    try:
        run = Replay("again", host.origin, content.store(), check_signatures=True)
        return run.run((("some/file", raw) for raw in host.leaves), len(host.leaves))
    finally:
        del registry._rules["test.kept"]


def test_what_the_law_allows_is_replayed_to_the_end(host: Host) -> None:
    done = replayed(host, making.kept)
    assert (done.faults, done.size) == ([], 5)


@pytest.mark.parametrize("trouble", [ZeroDivisionError("by zero"), OverflowError(), KeyError("x"), RecursionError()])
@pytest.mark.parametrize("where", ["rule", "prepare"])
def test_any_exception_of_a_rule_is_a_fault_at_its_entry(host: Host, trouble: Exception, where: str) -> None:
    def breaks(*_: object) -> int:
        raise trouble

    done = replayed(host, breaks) if where == "rule" else replayed(host, making.kept, breaks)
    (fault,) = done.faults
    assert (fault.index, fault.file, fault.check, done.size) == (3, "some/file", "rule", 3)
    assert fault.entry is not None
    assert type(trouble).__name__ in fault.message


def test_what_no_table_can_hold_is_a_fault(host: Host) -> None:
    from entredon.log.models import Text

    def too_large(tables, entry, fact) -> None:
        tables.add(Text, entry.id, person=2**200)

    (fault,) = replayed(host, too_large).faults
    assert (fault.index, fault.check) == (4, "rule")
    assert "OverflowError" in fault.message


@pytest.mark.parametrize("trouble", [MemoryError(), OSError(errno.ENOSPC, "No space left on device")])
def test_what_is_amiss_with_this_machine_accuses_no_log(host: Host, trouble: Exception) -> None:
    def breaks(*_: object) -> None:
        raise trouble

    with pytest.raises(type(trouble)):
        replayed(host, breaks)
    assert is_ours(OperationalError("database or disk is full"))
    assert not is_ours(OSError("Not a gzipped file"))

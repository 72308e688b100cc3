"""The tables are a function of the log: replayed anywhere they have the same digest, and a changed one is noticed."""

from pathlib import Path

import pytest

from entredon.apps.people.models import Person
from entredon.log import digest, rebuild, replay, verify_here
from entredon.log.models import Commons, Key
from entredon.log.tables import Tables
from entredon.log.tests import making
from entredon.testing_cast import Cast


@pytest.fixture
def sixty(cast: Cast) -> Cast:
    making.sixty(cast, with_content=False)
    return cast


def distort(cast: Cast) -> None:
    """Somebody changes a table behind the law's back."""
    tables = Tables(cast.slug)
    (row,) = tables.find(Person, id=f"k:{cast.bob.id}")
    tables.change(row, roles=["steward"])
    tables.flush()


def test_a_node_verifies_its_own_log_and_tables(sixty: Cast, tmp_path: Path) -> None:
    verdict = verify_here.verify(sixty.slug, tmp_path)
    assert (verdict.verdict, verdict.faults) == ("sound", [])
    assert verdict.digest == digest.tables(sixty.slug)[0]


def test_a_table_that_was_changed_is_named(sixty: Cast, tmp_path: Path) -> None:
    distort(sixty)
    verdict = verify_here.verify(sixty.slug, tmp_path)
    assert verdict.code == 1
    assert [fault.check for fault in verdict.faults] == ["tables"]
    assert "people.Person" in verdict.faults[0].message


def test_an_entry_changed_in_the_database_is_named(sixty: Cast, tmp_path: Path) -> None:
    from entredon.log.models import Entry

    row = Entry.objects.get(commons=sixty.slug, index=42)
    Entry.objects.filter(commons=sixty.slug, index=42).update(leaf=bytes(row.leaf).replace(b'"points":', b'"points":9'))
    verdict = verify_here.verify(sixty.slug, tmp_path)
    assert verdict.code == 1
    assert (verdict.faults[0].index, verdict.faults[0].file) == (42, "tile/entries/000.p/60")


def test_a_database_put_back_in_time_is_a_fault(sixty: Cast, tmp_path: Path) -> None:
    from entredon.log.models import Log

    Log.objects.filter(slug=sixty.slug).update(size=59)
    verdict = verify_here.verify(sixty.slug, tmp_path)
    assert (verdict.code, verdict.faults[0].check) == (1, "rolled_back")


def test_no_such_commons_is_unusable(db: None, tmp_path: Path) -> None:
    assert verify_here.verify("nothing", tmp_path).code == 2


def test_a_rebuild_compares_first_and_replaces_only_when_told(sixty: Cast) -> None:
    right = digest.tables(sixty.slug)
    assert rebuild.rebuild(sixty.slug, write=True).code == 0
    assert digest.tables(sixty.slug) == right
    distort(sixty)
    wrong = digest.tables(sixty.slug)
    assert wrong != right
    looked = rebuild.rebuild(sixty.slug, write=False)
    assert looked.code == 1
    assert "people.Person" in looked.lines[0]
    assert digest.tables(sixty.slug) == wrong
    assert rebuild.rebuild(sixty.slug, write=True).code == 0
    assert digest.tables(sixty.slug) == right


def test_a_rebuild_leaves_other_commons_alone(sixty: Cast) -> None:
    other = Cast.found("other")
    before = digest.tables(other.slug)
    distort(sixty)
    rebuild.rebuild(sixty.slug, write=True)
    assert digest.tables(other.slug) == before


def test_a_rebuild_of_an_unsound_log_changes_nothing(sixty: Cast) -> None:
    from entredon.log.models import Entry

    Entry.objects.filter(commons=sixty.slug, index=30).update(leaf=b"rubbish")
    before = digest.tables(sixty.slug)
    done = rebuild.rebuild(sixty.slug, write=True)
    assert done.code == 1
    assert "nothing was changed" in done.lines[0]
    assert digest.tables(sixty.slug) == before


def test_the_digest_tells_every_row_but_not_what_the_commons_is_called_here(sixty: Cast) -> None:
    whole, parts = digest.tables(sixty.slug)
    labels = [part.label for part in parts]
    assert labels == sorted(labels)
    counts = {part.label: part.count for part in parts}
    assert counts["log.Commons"] == 1 == Commons.objects.filter(commons=sixty.slug).count()
    assert counts["log.Key"] == Key.objects.filter(commons=sixty.slug).count()
    nothing, _ = digest.tables("nobody")
    assert nothing != whole


def test_a_copy_is_replayed_only_in_memory(sixty: Cast, tmp_path: Path) -> None:
    making.mirror(sixty.slug, tmp_path)
    with pytest.raises(RuntimeError, match="in memory"):
        replay.load(tmp_path)


@pytest.mark.parametrize(("prepare", "words"), [(None, "no copy"), (b"rubbish\n", "can't be trusted")])
def test_what_can_not_be_replayed_is_said(tmp_path: Path, prepare: bytes | None, words: str) -> None:
    from entredon.log.files import Directory

    if prepare is not None:
        (tmp_path / "vkey").write_bytes(prepare)
        (tmp_path / "checkpoint").write_bytes(prepare)
    with pytest.raises(replay.Unsound, match=words):
        replay.head_of(Directory(tmp_path))

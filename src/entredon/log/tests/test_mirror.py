"""Outside copies: the same bytes each time, only what is new, resumable, and never deceived."""

import functools
import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from entredon.apps.people.entries import Erased, SideText
from entredon.apps.work.entries import Contributed
from entredon.log import address, copy_raw, door, files, served
from entredon.log import mirror as copying
from entredon.log import verify as checking
from entredon.log.files import Directory
from entredon.log.tests import making
from entredon.log.tests.making import Host, Memory, files_in, mirror, put
from entredon.pure.log import canonical, checkpoint, leaf, note, tiles, tree
from entredon.pure.log.keys import unb64
from entredon.testing_cast import Cast, key_of


@contextmanager
def static_server(folder: Path) -> Iterator[str]:
    """Any static file server: Python's own."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_: Any) -> None:
            pass

    handler = functools.partial(Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()


def more(cast: Cast, count: int, start: int = 0) -> None:
    facts = [
        door.Saying(
            Contributed(work="code", measures={"points": n}),
            cast.ada,
            texts={"note": f"part {n}"} if n % 50 == 0 else {},
        )
        for n in range(start, start + count)
    ]
    door.append_many(cast.slug, facts)


def test_two_copies_have_the_same_bytes(cast: Cast, tmp_path: Path) -> None:
    with making.kind_with_content():
        making.sixty(cast)
        first = mirror(cast.slug, tmp_path / "a")
        mirror(cast.slug, tmp_path / "b")
    assert (first.before, first.size, first.contents, first.pinned) == (0, 60, 2, True)
    assert files_in(tmp_path / "a") == files_in(tmp_path / "b")
    assert not list(tmp_path.rglob(".new*"))


@pytest.mark.parametrize("step", [1, 250, 300])
def test_a_copy_that_grows_is_the_same_as_one_made_at_once(cast: Cast, tmp_path: Path, step: int) -> None:
    for n in range(3):
        more(cast, step, n * step)
        done = mirror(cast.slug, tmp_path / "grown")
        assert (done.before, done.size) == ((3 + n * step) if n else 0, 3 + (n + 1) * step)
    assert mirror(cast.slug, tmp_path / "grown").before == 3 + 3 * step
    mirror(cast.slug, tmp_path / "at once")
    assert files_in(tmp_path / "grown") == files_in(tmp_path / "at once")
    assert checking.verify(tmp_path / "grown", only_structure=True).verdict == "sound"


class Interrupted(Exception):
    pass


class Breaking(served.Node):
    """A source that breaks off after so many files."""

    left = 0

    def read(self, path: str, limit: int) -> bytes | None:
        self.left -= 1
        if self.left < 0:
            raise Interrupted
        return super().read(path, limit)


def test_a_copy_can_be_broken_off_at_any_file_and_goes_on(cast: Cast, tmp_path: Path) -> None:
    more(cast, 300)
    mirror(cast.slug, tmp_path / "copy")
    more(cast, 300, 300)
    mirror(cast.slug, tmp_path / "whole")
    broken = 0
    for patience in range(1, 60):
        source = Breaking(cast.slug)
        source.left = patience
        try:
            copying.Mirror(source, tmp_path / "copy").run()
        except Interrupted:
            broken += 1
            assert checking.verify(tmp_path / "copy", only_structure=True).verdict == "sound"
        else:
            break
    assert broken >= 3
    assert files_in(tmp_path / "copy") == files_in(tmp_path / "whole")


def test_a_copy_can_be_broken_off_while_files_move_in(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import os

    more(cast, 300)
    mirror(cast.slug, tmp_path / "copy")
    more(cast, 300, 300)
    mirror(cast.slug, tmp_path / "whole")
    truly, moves = os.replace, 0
    for stop in range(1, 40):
        moves = 0

        def replace(source: Any, target: Any, stop: int = stop) -> None:
            nonlocal moves
            if ".new/" in str(source) and ".new/" not in str(target):
                moves += 1
                if moves == stop:
                    raise Interrupted
            truly(source, target)

        monkeypatch.setattr(os, "replace", replace)
        try:
            mirror(cast.slug, tmp_path / "copy")
        except Interrupted:
            assert checking.verify(tmp_path / "copy", only_structure=True).verdict == "sound"
        else:
            break
    assert files_in(tmp_path / "copy") == files_in(tmp_path / "whole")


def test_an_erased_text_goes_from_tables_and_copies_and_everything_stays_sound(cast: Cast, tmp_path: Path) -> None:
    said = cast.say(Contributed(work="code"), cast.bob, texts={"note": "Something I regret"})
    mirror(cast.slug, tmp_path / "copy")
    text = tmp_path / "copy" / "side" / said / "note"
    assert "Something I regret" in text.read_text()
    cast.say(Erased(side=(SideText(entry=said, name="note"),)), cast.bob)
    from entredon.log.models import SideText as Row

    assert not Row.objects.filter(entry=said).exists()
    done = mirror(cast.slug, tmp_path / "copy")
    assert done.erased == 1
    assert not text.exists()
    assert not any(b"regret" in data for data in files_in(tmp_path / "copy").values())
    mirror(cast.slug, tmp_path / "fresh")
    assert files_in(tmp_path / "copy") == files_in(tmp_path / "fresh")
    verdict = checking.verify(tmp_path / "copy")
    assert (verdict.verdict, verdict.erased, verdict.withheld) == ("sound", 1, 0)


def test_an_entry_can_not_make_a_copy_delete_other_files(tmp_path: Path) -> None:
    assert not copying._is_side(("../../etc", "passwd"))
    assert not copying._is_side(("0" * 64, "../../checkpoint"))
    assert copying._is_side(("0" * 64, "name"))


# -- hosts that lie


@pytest.fixture
def host(cast: Cast) -> Host:
    making.sixty(cast, with_content=False)
    return Host(cast.slug)


def lie(source: Memory, folder: Path) -> str:
    """Mirror from a lying host; what the command would say. The copy that was there stays as it was, evidence apart."""
    before = settled(folder)
    with pytest.raises(copying.Fault) as caught:
        mirror(source, folder)
    assert settled(folder) == before
    return str(caught.value)


def settled(folder: Path) -> dict[str, bytes]:
    """A copy without evidence and without what still waits to be moved in."""
    return {path: data for path, data in files_in(folder).items() if not path.startswith(("evidence/", ".new/"))}


def rewritten(host: Host, index: int) -> list[bytes]:
    """The leaves with one left out: a history that contradicts the true one from there on."""
    return host.leaves[:index] + host.leaves[index + 1 :]


def notes_in(folder: Path, host: Host) -> list[checkpoint.Checkpoint]:
    return sorted(
        (checkpoint.open(p.read_bytes(), host.vkey) for p in (folder / "evidence").glob("*.checkpoint")),
        key=lambda head: head.size,
    )


def test_a_rewritten_history_of_the_same_length_is_refused_and_kept_as_evidence(host: Host, tmp_path: Path) -> None:
    copy = put(host.serve(host.leaves[:50]), tmp_path)
    said = lie(host.serve(rewritten(host, 40)[:50]), copy)
    assert "contradict each other" in said
    one, other = notes_in(copy, host)
    assert one.size == other.size == 50
    assert one.root != other.root


def test_a_rewritten_and_longer_history_is_refused_with_a_proof_that_travels(host: Host, tmp_path: Path) -> None:
    copy = put(host.serve(host.leaves[:50]), tmp_path)
    assert "contradict each other" in lie(host.serve(rewritten(host, 40)), copy)
    old, new = notes_in(copy, host)
    (file,) = (copy / "evidence").glob("*.proof")
    shown = canonical.loads(file.read_bytes())
    other = unb64(shown["root"])
    path = [unb64(hash) for hash in shown["proof"]]
    # The longer history provably has another beginning than the one signed before.
    assert tree.is_consistent(old.size, new.size, path, other, new.root)
    assert other != old.root


def test_a_host_that_goes_back_is_refused_and_its_word_kept(host: Host, tmp_path: Path) -> None:
    copy = put(host.serve(host.leaves), tmp_path)
    assert "went back in time" in lie(host.serve(host.leaves[:50]), copy)
    assert [head.size for head in notes_in(copy, host)] == [50, 60]
    assert "contradict" in lie(host.serve(rewritten(host, 30)[:50]), copy)


def test_a_lie_told_again_keeps_the_same_evidence(host: Host, tmp_path: Path) -> None:
    copy = put(host.serve(host.leaves[:50]), tmp_path)
    lie(host.serve(rewritten(host, 40)), copy)
    before = files_in(copy)
    lie(host.serve(rewritten(host, 40)), copy)
    assert files_in(copy) == before
    assert mirror(host.serve(host.leaves), copy).size == 60, "when it tells the truth again, all goes on"


def test_tiles_or_entries_that_the_checkpoint_does_not_stand_for_are_refused(host: Host, tmp_path: Path) -> None:
    copy = put(host.serve(host.leaves[:50]), tmp_path)
    for path in ("tile/0/000.p/60", "tile/entries/000.p/60"):
        source = host.serve(host.leaves)
        last = source.files[path][-1] ^ 1
        source.files[path] = source.files[path][:-1] + bytes([last])
        assert "is unchanged" in lie(source, copy)
        del source.files[path]
        assert "is missing" in lie(source, copy)
    assert not (copy / "evidence").exists(), "a damaged file is no proof of a lie"
    assert mirror(host.serve(host.leaves), copy).size == 60


class Counting(Memory):
    """A source that counts what it is asked for, and lies about its size."""

    asked = 0

    def read(self, path: str, limit: int) -> bytes | None:
        self.asked += 1
        assert self.asked < 2000, "asked for without end"
        return super().read(path, limit)


def huge(host: Host) -> Counting:
    source = Counting(host.serve(host.leaves).files)
    source.files["checkpoint"] = checkpoint.sign(checkpoint.Checkpoint(host.origin, HUGE, bytes(32)), host.key)
    return source


HUGE = 4_500_000_000_000_000


@pytest.mark.parametrize("parallel", [False, True])
def test_a_size_that_nobody_could_fetch_is_refused_at_once(host: Host, tmp_path: Path, parallel: bool) -> None:
    copy = put(host.serve(host.leaves[:50]), tmp_path)
    source = huge(host)
    source.parallel = parallel
    said = lie(source, copy)
    assert f"signed {HUGE} entries" in said
    assert "is missing" in said
    assert source.asked < 10
    # Also when the last files are there: the first that is missing ends it.
    last = (HUGE - 1) // 256
    for level in (0, None):
        source.files[tiles.Tile(level, last, tiles.width_at(0, last, HUGE)).path()] = b"?"
    assert "is missing" in lie(source, copy)
    assert source.asked < 200


def test_of_a_size_that_nobody_could_fetch_the_first_missing_files_are_named(host: Host, tmp_path: Path) -> None:
    source = huge(host)
    # Now and then a file is there, so that it seems to go on.
    source.files.update({tiles.Tile(None, n).path(): b"?" for n in range(0, 10_000, 50)})
    copy_raw.take(source, tmp_path / "raw")
    verdict = checking.verify(tmp_path / "raw")
    assert verdict.code == 1
    assert {fault.check for fault in verdict.faults} == {"missing"}


def test_texts_and_content_that_do_not_fit_are_left_out_and_named(cast: Cast, tmp_path: Path) -> None:
    with making.kind_with_content():
        sha256 = making.keep(cast, b"a drawing")
        mirror(cast.slug, tmp_path / "true")
        source = Memory(files_in(tmp_path / "true"))
        name = next(path for path in source.files if path.startswith("side/"))
        source.files[name] = files.encode_side(bytes(32), "Somebody else")
        source.files[f"content/{sha256}"] = b"another drawing"
        done = mirror(source, tmp_path / "copy")
        assert len(done.warnings) == 2
        assert not (tmp_path / "copy" / name).exists()
        assert not (tmp_path / "copy" / "content" / sha256).exists()
        again = mirror(Directory(tmp_path / "true"), tmp_path / "copy")
        assert again.contents == 1, "content that was missing is asked for again"


def test_the_key_is_pinned_at_first_sight(host: Host, tmp_path: Path) -> None:
    truth = host.serve(host.leaves[:50])
    assert mirror(truth, tmp_path / "copy").pinned
    assert not mirror(truth, tmp_path / "copy").pinned
    stranger = Host.__new__(Host)
    stranger.__dict__.update(host.__dict__)
    stranger.key = key_of("a stranger")
    source = stranger.serve(host.leaves)
    assert "can't be trusted" in lie(source, tmp_path / "copy")
    with pytest.raises(copying.Fault, match="key you gave"):
        mirror(truth, tmp_path / "other", vkey=note.vkey(host.origin, stranger.key.public))


def test_a_damaged_copy_is_not_compared_with_anything(host: Host, tmp_path: Path) -> None:
    copy = put(host.serve(host.leaves[:50]), tmp_path)
    file = copy / "tile/0/000.p/50"
    file.write_bytes(bytes(len(file.read_bytes())))
    assert "is damaged" in lie(host.serve(host.leaves), copy)
    assert not (copy / "evidence").exists()


def test_nothing_to_copy_is_said(tmp_path: Path) -> None:
    with pytest.raises(copying.NoLog):
        mirror(Memory({}), tmp_path / "copy")


# -- over HTTP


def test_a_static_file_server_can_be_copied_and_checked(cast: Cast, tmp_path: Path) -> None:
    with making.kind_with_content():
        making.sixty(cast)
        mirror(cast.slug, tmp_path / "first")
        with static_server(tmp_path / "first") as url:
            done = mirror(address.locate(url), tmp_path / "second")
            assert (done.size, done.warnings) == (60, [])
            copy_raw.take(address.locate(f"{url}/"), tmp_path / "raw")
        assert files_in(tmp_path / "first") == files_in(tmp_path / "second") == files_in(tmp_path / "raw")
        assert checking.verify(tmp_path / "raw", only_structure=True).verdict == "sound"


def test_the_log_is_found_from_a_page_that_names_it(cast: Cast, tmp_path: Path) -> None:
    mirror(cast.slug, tmp_path / "site" / "log" / "merel")
    page = tmp_path / "site" / "c" / "merel"
    page.mkdir(parents=True)
    (page / "index.html").write_text('<!doctype html><link rel="x entredon-log" href="/log/merel/"><p>Merel')
    (tmp_path / "site" / "index.html").write_text("<p>Nothing here")
    with static_server(tmp_path / "site") as url:
        for asked in (
            f"{url}/c/merel/",
            f"{url}/c/merel",
            f"{url}/log/merel",
            f"{url}/log/merel/",
            f"{url}/c/merel/?page=2",
        ):
            assert address.locate(asked).prefix == f"{url}/log/merel/"
        for asked in (url, f"{url}/nowhere", "ftp://127.0.0.1/", "file:///etc/passwd", "http://"):
            with pytest.raises(address.Unreachable):
                address.locate(asked)


def test_content_goes_on_where_it_broke_off_and_never_beyond_its_length(cast: Cast, tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "ab").write_bytes(bytes(range(256)) * 1000)
    with static_server(tmp_path) as url:
        target = tmp_path / "here" / "ab"
        assert address.Address(url).save("content/ab", target, 1000)
        assert target.stat().st_size == 1001, "one byte too many, so that no hash fits"
        assert address.Address(url).save("content/ab", target, 256_000)
        assert target.stat().st_size == 256_000
        assert not address.Address(url).save("content/cd", target, 10)


def test_texts_are_asked_for_also_behind_many_that_were_erased(cast: Cast, tmp_path: Path) -> None:
    facts = [door.Saying(Contributed(work="code"), cast.ada, texts={"note": f"{n}"}) for n in range(70)]
    door.append_many(cast.slug, facts)
    mirror(cast.slug, tmp_path / "copy")
    notes = sorted((tmp_path / "copy" / "side").glob("*/note"))
    order = {leaf.parse(raw).id: n for n, raw in enumerate(Host(cast.slug).leaves)}
    notes.sort(key=lambda file: order[file.parent.name])
    for note_file in notes[:66]:
        note_file.unlink()
    copy_raw.take(Directory(tmp_path / "copy"), tmp_path / "raw")
    assert len(list((tmp_path / "raw" / "side").glob("*/note"))) == 4


def test_a_server_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(address.Unreachable, match=r"127\.0\.0\.1:9"):
        address.locate("http://127.0.0.1:9/log/merel")


def test_every_leaf_of_a_copy_is_the_one_that_was_said(cast: Cast, tmp_path: Path) -> None:
    mirror(cast.slug, tmp_path)
    from entredon.log.replay import leaves_of

    ids = [leaf.parse(raw).id for _, raw in leaves_of(Directory(tmp_path), 3)]
    from entredon.log.models import Entry

    assert ids == list(Entry.objects.filter(commons=cast.slug).order_by("index").values_list("id", flat=True))

"""What can't be imported is told in a sentence, and nothing of it is left."""

import errno
import os
import shutil
import stat
import subprocess
from pathlib import Path

import pytest

from entredon.apps.library.git import command, objects, reading
from entredon.apps.library.git.complaints import GitTrouble, trouble
from entredon.apps.library.models import Secret
from entredon.apps.library.tests import imported
from entredon.apps.people.models import Alias
from entredon.log import content, device
from entredon.log.models import Log
from entredon.pure.git import licences
from entredon.testing_git import Shape, commit, git, make

pytestmark = pytest.mark.django_db
DAY = 86_400


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "work"
    git(tmp_path, "init", "--quiet", "--initial-branch=main", str(path))
    return path


def fails(path, because, error=GitTrouble):
    with pytest.raises(error, match=because):
        imported.found(path)
    nothing_left()


def nothing_left():
    from django.conf import settings

    assert not Log.objects.exists()
    assert not Secret.objects.exists()
    assert not Alias.objects.exists()
    assert not device.path("merel").exists()
    assert list(content.store().all()) == []
    folder = settings.ENTREDON_HOME / "git"
    assert not folder.exists() or list(folder.iterdir()) == []


def test_no_such_folder(tmp_path):
    fails(tmp_path / "nowhere", "There is no .*nowhere; give the folder of a git repository")


@pytest.mark.parametrize("address", ["https://example.org/car.git", "git@example.org:car.git"])
def test_an_address(address):
    fails(Path(address), "elsewhere is not read directly; clone it")


def test_a_folder_that_is_no_repository(tmp_path):
    fails(tmp_path, "is not a git repository")


def test_a_folder_inside_a_repository(path):
    commit(path, "one", {"src/a.py": "1\n"}, at=DAY)
    fails(path / "src", "is not a git repository")


def test_a_file_that_is_no_bundle(tmp_path):
    (tmp_path / "text").write_text("hello")
    fails(tmp_path / "text", "is not a git repository")


def test_an_empty_repository(path):
    fails(path, "has no commits yet")


def test_a_head_that_names_nothing(path):
    commit(path, "one", {"a.py": "1\n"}, at=DAY)
    git(path, "symbolic-ref", "HEAD", "refs/heads/elsewhere")
    fails(path, "HEAD of .* names a branch that has no commits")


def test_no_git_on_this_machine(path, monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    fails(path, "There is no git on this machine")


def loose(path, what):
    """The file of an object that isn't in a pack, made writable."""
    id = git(path, "rev-parse", what)
    file = path / ".git" / "objects" / id[:2] / id[2:]
    file.chmod(stat.S_IRUSR | stat.S_IWUSR)
    return id, file


@pytest.mark.parametrize("what", ["HEAD", "HEAD~1", "HEAD^{tree}", "HEAD:a.py", "HEAD~1:a.py"])
@pytest.mark.parametrize("how", ["missing", "empty", "garbage"])
def test_a_damaged_object_is_named(path, what, how):
    commit(path, "one", {"a.py": "1\n"}, at=DAY, tags=["v1"])
    commit(path, "two", {"a.py": "1\n2\n"}, at=2 * DAY)
    commit(path, "three", {"a.py": "1\n2\n3\n"}, at=3 * DAY)
    id, file = loose(path, what)
    if how == "missing":
        file.unlink()
    else:
        file.write_bytes(b"" if how == "empty" else b"x" * 40)
    fails(path, f"is damaged; git says: .*{id[:2]}/?{id[2:]}.*git fsck")


def test_a_damaged_pack_is_named(tmp_path):
    path = make(tmp_path / "packed", 1, Shape(commits=200))
    git(path, "repack", "-q", "-a", "-d")
    (pack,) = (path / "objects" / "pack").glob("*.pack")
    pack.chmod(stat.S_IRUSR | stat.S_IWUSR)
    data = bytearray(pack.read_bytes())
    middle = len(data) // 2
    data[middle : middle + 2000] = bytes(2000)
    pack.write_bytes(data)
    fails(path, r"is damaged; git says: .*(pack|unable to read [0-9a-f]{40}).*git fsck")


@pytest.mark.skipif(os.getuid() == 0, reason="root may read everything")
def test_no_permission(path):
    commit(path, "one", {"a.py": "1\n"}, at=DAY)
    path.chmod(0)
    try:
        fails(path, "no permission")
    finally:
        path.chmod(0o755)


@pytest.mark.skipif(os.getuid() != 0, reason="only root can give a folder away")
def test_a_repository_of_somebody_else(path, monkeypatch, tmp_path):
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("HOME", str(tmp_path))
    commit(path, "one", {"a.py": "1\n"}, at=DAY)
    for place in (path, path / ".git"):
        os.chown(place, 12345, 12345)
    fails(path, "belongs to another user.*git config --global --add safe.directory")


def test_a_full_disk_while_rows_are_stored(path, monkeypatch):
    commit(path, "one", {"a.py": "1\n"}, at=DAY)

    def full(self, stream, expect=""):
        stream.read(1)
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(content.Folder, "put", full)
    fails(path, "No space left", OSError)


def test_a_full_disk_while_git_copies():
    said = trouble(b"fatal: cannot copy '/a' to '/b': No space left on device\n", "/a")
    assert str(said) == "The disk is full: make room and try again."


def test_an_entry_that_is_refused_takes_everything_with_it(path, monkeypatch):
    from entredon.apps.library import rules_import
    from entredon.log.registry import Refused

    commit(path, "one", {"a.py": "1\n"}, at=DAY)

    def refuse(self, told):
        raise Refused("No.")

    monkeypatch.setattr(rules_import.Telling, "tell", refuse)
    fails(path, "No", Refused)


def test_an_interrupted_import_leaves_nothing(path, monkeypatch):
    commit(path, "one", {"a.py": "1\n"}, at=DAY)

    def stop(done, total):
        raise KeyboardInterrupt

    monkeypatch.setattr(reading, "EVERY", 1)
    with pytest.raises(KeyboardInterrupt):
        imported.found(path, progress=stop)
    nothing_left()


def test_what_a_killed_import_left_is_swept_by_the_next_one(path, settings):
    left = settings.ENTREDON_HOME / "git" / "merel.git.new-999999999"
    left.mkdir(parents=True)
    commit(path, "one", {"a.py": "1\n"}, at=DAY)
    imported.found(path)
    assert not left.exists()


def test_a_failed_later_import_leaves_what_was_there(path):
    commit(path, "one", {"a.py": "1\n"}, at=DAY)
    imported.found(path)
    before = imported.work(), sorted(content.store().all())
    shutil.rmtree(path / ".git" / "objects")
    with pytest.raises(GitTrouble):
        imported.again(path)
    assert (imported.work(), sorted(content.store().all())) == before
    assert Secret.objects.count() == 1


def fed(path: Path, text: str, *arguments: str) -> str:
    """What git answers to a text."""
    done = subprocess.run(["git", "-C", str(path), *arguments], input=text.encode(), capture_output=True, check=True)
    return done.stdout.decode().strip()


def unfolding(path: Path, deep: int) -> None:
    """A commit of a few hundred bytes that has 10 ** deep files: each folder holds the same one ten times."""
    id, kind = fed(path, "x\n", "hash-object", "-w", "--stdin"), "100644 blob"
    for _level in range(deep):
        id = fed(path, "".join(f"{kind} {id}\tn{n}\n" for n in range(10)), "mktree")
        kind = "040000 tree"
    git(path, "update-ref", "refs/heads/main", git(path, "commit-tree", "-m", "x", id))


def test_what_a_stranger_sends_takes_only_so_much_memory(path, monkeypatch):
    unfolding(path, 7)
    monkeypatch.setattr(command, "STRANGERS", command.Bounds(memory=150 << 20, seconds=60))
    with command.bounded():
        fails(path, "takes more memory or time to read")


def test_what_a_stranger_sends_takes_only_so_much_time(path, monkeypatch):
    unfolding(path, 9)
    monkeypatch.setattr(command, "STRANGERS", command.Bounds(memory=1 << 40, seconds=1))
    with command.bounded():
        fails(path, "takes more memory or time to read")


def test_bounds_end_with_their_block():
    with command.bounded():
        assert command.argv(["log"], alone=False)[0] == "sh"
    assert command.argv(["log"], alone=False) == ["git", "log"]


def test_a_file_of_many_megabytes_has_no_lines(path):
    commit(path, "large", {"large.py": "ab\n" * (6 << 20), "small.py": "ab\n"})
    imported.found(path)
    assert [measures["added"] for measures in imported.work().values()] == [1]


def test_who_is_who_is_not_endless_and_a_licence_like_that_is_none(path):
    commit(path, "licence", {"LICENSE": "MIT License\n" * (2 << 20)})
    assert imported.found(path, "other").licence == licences.UNKNOWN
    commit(path, "people", {".mailmap": "ab\n" * (6 << 20)})
    with pytest.raises(GitTrouble, match=r"mailmap in .* is larger than 16 MB"):
        imported.found(path)
    assert Log.objects.count() == 1


def test_objects_larger_than_any_commit_are_passed_over(path):
    texts = ["a", "b" * (5 << 20), "c" * 70_000, "d"]
    ids = [fed(path, text, "hash-object", "-w", "--stdin") for text in texts]
    read = {id: raw.decode() for id, raw in objects.contents(path, ids)}
    assert read == {ids[n]: texts[n] for n in (0, 2, 3)}

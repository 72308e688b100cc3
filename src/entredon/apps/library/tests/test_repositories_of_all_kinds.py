"""Whatever a repository looks like, it can be told."""

import subprocess

import pytest

from entredon.apps.library import queries
from entredon.apps.library.tests import imported
from entredon.apps.people.models import Alias
from entredon.log import content
from entredon.testing_git import Shape, commit, git, make

pytestmark = pytest.mark.django_db
DAY = 86_400


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "work"
    git(tmp_path, "init", "--quiet", "--initial-branch=main", str(path))
    return path


def test_one_commit_without_tags(path):
    commit(path, "one", {"a.py": "1\n"}, at=DAY)
    told = imported.found(path)
    assert (told.people, told.commits, told.versions, told.unreleased, told.first_year) == (1, 1, 0, 1, 1970)
    assert imported.own() == {"unreleased": 1}


def test_thousands_of_tags(path):
    commits = [commit(path, f"{n}", {"a.py": "1\n" * n}, at=n * DAY) for n in (1, 2, 3)]
    refs = "".join(f"create refs/tags/t{n:04} {commits[n % 3]}\n" for n in range(3000))
    subprocess.run(["git", "-C", str(path), "update-ref", "--stdin"], input=refs.encode(), check=True)
    told = imported.found(path)
    assert told.versions == 3000
    # All at the time of their commit: t0000, t0003 … stand at the first one, and only t0000 has a commit of its own.
    assert {name: weight for name, weight in imported.own().items() if weight} == {"t0000": 1, "t0001": 1, "t0002": 1}
    assert imported.built_on()["t0003"] == {"t0000": 1}


def test_a_shallow_clone_credits_nobody_for_what_was_before(path, tmp_path):
    commit(path, "one", {"a.py": "1\n" * 50}, at=DAY, tags=["v1"])
    edge = commit(path, "two", {"a.py": "1\n" * 60}, at=2 * DAY)
    commit(path, "three", {"a.py": "1\n" * 63}, author="Bob <bob@example.org>", at=3 * DAY)
    subprocess.run(["git", "clone", "--quiet", "--depth", "2", f"file://{path}", str(tmp_path / "shallow")], check=True)
    told = imported.found(tmp_path / "shallow")
    assert any(f"the history before {edge[:10]} is absent" in note for note in told.notes)
    assert queries.imports("merel")[0].boundary == (edge,)
    code = {key: measures for key, measures in imported.work().items() if key[2] == "code"}
    assert code == {("unreleased", "bob@example.org", "code"): {
        "commits": 1, "added": 3, "deleted": 0, "log_lines": 2 << 20, "days": 1}}  # fmt: skip


def test_a_shallow_clone_that_is_completed_later_tells_the_rest(path, tmp_path):
    commit(path, "one", {"a.py": "1\n" * 50}, at=DAY, tags=["v1"])
    commit(path, "two", {"a.py": "1\n" * 60}, at=2 * DAY)
    subprocess.run(["git", "clone", "--quiet", "--depth", "1", f"file://{path}", str(tmp_path / "shallow")], check=True)
    imported.found(tmp_path / "shallow")
    git(tmp_path / "shallow", "pull", "--quiet", "--unshallow", "--tags")
    told = imported.again(tmp_path / "shallow")
    assert (told.notes, told.versions) == ([], 1)
    assert imported.own() == {"v1": 50, "unreleased": 10}
    assert imported.built_on()["unreleased"] == {"v1": 50}


def test_what_a_release_of_a_shallow_clone_lacks_stays_absent(path, tmp_path):
    commit(path, "one", {"a.py": "1\n" * 50}, at=DAY, tags=["v1"])
    commit(path, "two", {"a.py": "1\n" * 60}, at=2 * DAY, tags=["v2"])
    subprocess.run(["git", "clone", "--quiet", "--depth", "1", f"file://{path}", str(tmp_path / "shallow")], check=True)
    imported.found(tmp_path / "shallow")
    git(tmp_path / "shallow", "pull", "--quiet", "--unshallow", "--tags")
    commit(tmp_path / "shallow", "three", {"b.py": "1\n"}, at=3 * DAY)
    told = imported.again(tmp_path / "shallow")
    assert told.notes == ["The tag v1 stood before where the first import began; that stays absent."]
    assert imported.own() == {"v2": 0, "unreleased": 1}


def test_a_merge_of_many_counts_as_integration(path):
    commit(path, "one", {"a.py": "1\n"}, at=DAY)
    for name in "bcd":
        git(path, "checkout", "--quiet", "-b", name, "main")
        commit(path, name, {f"{name}.py": "1\n"}, author=f"{name} <{name}@example.org>", at=2 * DAY)
    git(path, "checkout", "--quiet", "main")
    git(path, "merge", "--quiet", "--no-ff", "b", "c", "d")
    imported.found(path)
    work = imported.work()
    assert (
        work["unreleased", "ann@example.org", "integration"]["commits"] == 1 + 3
    )  # the merge, and three committed for others
    assert {who for _, who, kind in work if kind == "code"} == {"ann@example.org", *(f"{n}@example.org" for n in "bcd")}


def test_a_rename_is_no_new_work(path):
    commit(path, "one", {"a.py": "".join(f"{n}\n" for n in range(100))}, at=DAY)
    git(path, "mv", "a.py", "b.py")
    commit(path, "two", {}, author="Bob <bob@example.org>", at=2 * DAY)
    imported.found(path)
    assert imported.work()["unreleased", "bob@example.org", "code"] == {
        "commits": 1, "added": 0, "deleted": 0, "log_lines": 0, "days": 1}  # fmt: skip


def test_binary_and_generated_files_are_seen_but_their_lines_do_not_count(path):
    commit(path, "one", {"a.png": b"\x89PNG\0\1", "yarn.lock": "x\n" * 900, "docs/b.png": b"\0"}, at=DAY)
    imported.found(path)
    assert imported.work() == {
        ("unreleased", "ann@example.org", kind): {"commits": 1, "added": 0, "deleted": 0, "log_lines": 0, "days": 1}
        for kind in ("code", "documentation")
    }
    assert [version.aside for version in queries.versions("merel")] == [3]


def test_odd_bytes_in_names_paths_and_messages(tmp_path):
    path = make(tmp_path / "odd", 3, Shape(commits=80, people=2))
    imported.found(path)
    names = set(Alias.objects.values_list("name", flat=True))
    assert {"Zoë", "André", "李雷"} <= names


def test_a_mailmap_makes_one_person_of_two_addresses_in_trailers_too(path):
    commit(path, "one\n\nReviewed-by: R. Old <R@old.example.org>", {"a.py": "1\n"}, at=DAY)
    commit(path, "two", {"b.py": "1\n"}, author="R <r@old.example.org>", at=DAY)
    commit(path, "three", {".mailmap": "Rosa <rosa@example.org> <r@old.example.org>\n"}, at=DAY)
    imported.found(path)
    assert {who for _, who, _ in imported.work()} == {"ann@example.org", "rosa@example.org"}
    assert Alias.objects.get(address="rosa@example.org").name == "Rosa"


def test_settings_of_the_user_and_of_the_repository_change_nothing(path, monkeypatch, tmp_path):
    commit(path, "one", {"a.py": "1\n", ".gitattributes": "*.py -diff\n"}, at=DAY)
    git(path, "config", "diff.noprefix", "true")
    git(path, "config", "log.showSignature", "true")
    git(path, "config", "diff.external", "/bin/false")
    (tmp_path / "config").write_text(
        "[diff]\n\trenames = false\n\texternal = /bin/false\n[mailmap]\n\tfile = /nowhere\n"
    )
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "config"))
    monkeypatch.setenv("GIT_DIR", "/nowhere")
    imported.found(path)
    assert imported.own() == {"unreleased": 2}


def test_tags_that_stand_at_no_commit_are_named(path):
    commit(path, "one", {"a.py": "1\n"}, at=DAY)
    git(path, "tag", "a-file", "HEAD:a.py")
    git(path, "tag", "--annotate", "-m", "outer", "nested", git(path, "rev-parse", "HEAD"))
    git(path, "tag", "--annotate", "-m", "outer", "deeper", "nested")
    told = imported.found(path)
    assert told.notes == ["The tag a-file stood at no commit and made no version."]
    assert set(imported.own()) == {"nested", "deeper", "unreleased"}


def test_a_tag_called_unreleased_gets_another_name(path):
    head = commit(path, "one", {"a.py": "1\n"}, at=DAY, tags=["unreleased"])
    imported.found(path)
    assert set(imported.own()) == {f"unreleased~{head[:10]}", "unreleased"}


@pytest.mark.parametrize("how", ["bare", "bundle", "worktree", "borrowing", "detached"])
def test_a_repository_in_any_form(path, tmp_path, how):
    commit(path, "one", {"a.py": "1\n"}, at=DAY, tags=["v1"])
    place = tmp_path / how
    if how == "bare":
        git(path, "clone", "--quiet", "--bare", ".", str(place))
    elif how == "bundle":
        git(path, "bundle", "create", "--quiet", str(place), "HEAD", "--all")
    elif how == "worktree":
        git(path, "worktree", "add", "--quiet", str(place))
    elif how == "borrowing":
        git(path, "clone", "--quiet", "--shared", ".", str(place))
    else:
        git(path, "checkout", "--quiet", "--detach")
        place = path
    imported.found(place)
    assert imported.own() == {"v1": 1, "unreleased": 0}


def test_the_rows_hold_no_name_address_subject_or_path(path):
    import gzip

    commit(path, "A secret subject\n\nReviewed-by: Rosa <rosa@example.org>", {"hidden.py": "1\n"}, at=DAY)
    imported.found(path)
    (done,) = queries.imports("merel")
    text = gzip.decompress(content.store().open(done.sha256).read()).decode().lower()
    for word in ("ann", "example", "rosa", "secret", "subject", "hidden", "@"):
        assert word not in text


def test_two_commons_call_the_same_person_differently(path):
    commit(path, "one", {"a.py": "1\n"}, at=DAY)
    imported.found(path, "one")
    imported.found(path, "two")
    assert set(imported.addresses("one")).isdisjoint(imported.addresses("two"))

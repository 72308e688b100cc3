"""Control is shown by a new tag that carries our line, signed by a key that signed a tag the import told."""

from pathlib import Path

import pytest

from entredon.apps.library import queries
from entredon.apps.library.git import proof
from entredon.apps.library.git.complaints import GitTrouble
from entredon.apps.library.tests.proving import Project, begin, gpg_key, needs_gpg, needs_ssh, ssh_key
from entredon.testing_cast import Cast
from entredon.testing_git import commit, git
from entredon.testing_http import forge


@pytest.fixture
def project(cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    return begin(cast, tmp_path, monkeypatch)


def told(project: Project, key: Path | str) -> Project:
    """The first tag is signed by this key, and then the repository is imported."""
    project.sign(key, "tag", "-s", "v1", "-m", "The first")
    project.draft()
    return project


def refused(project: Project, because: str, *, address: str = "", public_key: str = "") -> None:
    with pytest.raises(GitTrouble) as caught:
        proof.by_tag("merel", address, public_key)
    assert because in str(caught.value), str(caught.value)


@needs_ssh
@pytest.mark.parametrize("kind", [("ed25519",), ("rsa", "-b", "2048"), ("ecdsa",)], ids=lambda kind: kind[0])
def test_a_tag_by_the_key_of_an_earlier_tag_shows_control(
    project: Project, tmp_path: Path, kind: tuple[str, ...]
) -> None:
    key = ssh_key(tmp_path, "key", *kind)
    told(project, key).sign(key, "tag", "-s", "entredon", "-m", f"For our commons\n\n{project.line}")
    project.draft()
    shown = proof.by_tag("merel", "", "")
    tags = [git(project.path, "rev-parse", name) for name in ("entredon", "v1")]
    assert [shown.way, shown.shown, shown.earlier] == ["tag", *tags]
    assert shown.head == queries.from_git("merel").head


@needs_ssh
def test_with_an_address_both_tags_are_looked_for_there(project: Project, tmp_path: Path) -> None:
    key = ssh_key(tmp_path, "key")
    told(project, key)
    with forge(tmp_path) as address:
        refused(project, "No signed tag at https://forge.test/merel/.git", address=f"{address}/merel/.git")
        project.sign(key, "tag", "-s", "entredon", "-m", project.line)
        assert proof.by_tag("merel", f"{address}/merel/.git", "").repository == "https://forge.test/merel/.git"
        git(project.path, "tag", "-d", "v1")
        refused(project, "None of the tags that were imported is signed", address=f"{address}/merel/.git")


@needs_ssh
def test_a_tag_that_shows_control_becomes_no_version(project: Project, tmp_path: Path) -> None:
    key = ssh_key(tmp_path, "key")
    told(project, key).sign(key, "tag", "-s", "entredon-merel", "-m", project.line)
    git(project.path, "tag", "-a", "v2", "-m", f"More than {project.line}")
    project.draft()
    assert [version.name for version in queries.versions("merel")] == ["v1", "v2", "unreleased"]
    assert proof.by_tag("merel", "", "").way == "tag"


@needs_ssh
def test_a_tag_by_another_key_shows_nothing(project: Project, tmp_path: Path) -> None:
    told(project, ssh_key(tmp_path, "key"))
    project.sign(ssh_key(tmp_path, "other"), "tag", "-s", "entredon", "-m", project.line)
    project.draft()
    refused(project, "which signed none of the imported tags")


@needs_ssh
def test_a_tag_without_our_line_or_without_a_signature_shows_nothing(project: Project, tmp_path: Path) -> None:
    key = ssh_key(tmp_path, "key")
    told(project, key).sign(key, "tag", "-s", "v2", "-m", project.line.replace("merel", "other"))
    git(project.path, "tag", "-a", "v3", "-m", project.line)
    project.draft()
    refused(project, "No signed tag in the imported copy carries the line")


@needs_ssh
def test_a_line_put_below_a_signature_shows_nothing(project: Project, tmp_path: Path) -> None:
    """The old tag with our line added after it was signed: what is below a signature was not signed."""
    key = ssh_key(tmp_path, "key")
    told(project, key)
    raw = git(project.path, "cat-file", "tag", "v1")
    forged = raw.replace("tag v1", "tag v2") + f"\n{project.line}\n"
    _put_tag(project, "v2", forged)
    project.draft()
    refused(project, "No signed tag in the imported copy carries the line")


@needs_ssh
def test_a_tag_changed_after_it_was_signed_shows_nothing(project: Project, tmp_path: Path) -> None:
    key = ssh_key(tmp_path, "key")
    told(project, key).sign(key, "tag", "-s", "v2", "-m", "Another")
    changed = git(project.path, "cat-file", "tag", "v2").replace("Another", project.line)
    _put_tag(project, "v3", changed)
    project.draft()
    refused(project, "The signature doesn't hold")


def _put_tag(project: Project, name: str, content: str) -> None:
    file = project.path.parent / "tag"
    file.write_text(content + "\n")
    git(
        project.path,
        "update-ref",
        f"refs/tags/{name}",
        git(project.path, "hash-object", "-t", "tag", "-w", "--literally", str(file)),
    )


@needs_ssh
def test_without_a_signed_tag_in_the_import_no_key_is_known(project: Project, tmp_path: Path) -> None:
    git(project.path, "tag", "-a", "v1", "-m", "The first")
    project.draft()
    project.sign(ssh_key(tmp_path, "key"), "tag", "-s", "entredon", "-m", project.line)
    commit(project.path, "two", {"b.py": "1\n"})
    project.draft()
    refused(project, "None of the tags that were imported is signed")


@needs_ssh
def test_a_tag_that_was_moved_since_the_import_makes_no_key_known(project: Project, tmp_path: Path) -> None:
    told(project, ssh_key(tmp_path, "key"))
    other = ssh_key(tmp_path, "other")
    commit(project.path, "two", {"b.py": "1\n"})
    project.sign(other, "tag", "-f", "-s", "v1", "-m", "Moved")
    project.sign(other, "tag", "-s", "entredon", "-m", project.line)
    project.draft()
    refused(project, "None of the tags that were imported is signed")


@needs_gpg
def test_openpgp_tags_are_checked_with_the_key_she_pastes(project: Project, tmp_path: Path) -> None:
    fingerprint, public = gpg_key(tmp_path, "Ann <ann@example.org>")
    _other, wrong = gpg_key(tmp_path, "Eve <eve@example.org>")
    told(project, fingerprint).sign(fingerprint, "tag", "-s", "entredon", "-m", project.line)
    project.draft()
    refused(project, "by a key that was not given")
    refused(project, "by another key than the one that was pasted", public_key=wrong)
    refused(project, "no OpenPGP public key, or more than one", public_key=public + wrong)
    assert proof.by_tag("merel", "", public).way == "tag"


@needs_gpg
def test_an_openpgp_tag_by_another_key_shows_nothing(project: Project, tmp_path: Path) -> None:
    fingerprint, _public = gpg_key(tmp_path, "Ann <ann@example.org>")
    other, wrong = gpg_key(tmp_path, "Eve <eve@example.org>")
    told(project, fingerprint).sign(other, "tag", "-s", "entredon", "-m", project.line)
    project.draft()
    refused(project, "which signed none of the imported tags", public_key=wrong)


def test_nothing_is_shown_where_nothing_was_imported(cast: Cast) -> None:
    for show in (lambda: proof.by_tag("merel", "", ""), lambda: proof.by_file("merel", "https://a.test/b")):
        with pytest.raises(GitTrouble, match="Nothing was imported here"):
            show()


def test_attesting_needs_a_name_and_an_import(project: Project) -> None:
    with pytest.raises(GitTrouble, match="Nothing was imported here"):
        proof.attest("merel", "Jan")
    project.draft()
    with pytest.raises(GitTrouble, match="Say who attests it"):
        proof.attest("merel", "  ")
    with pytest.raises(GitTrouble, match="no public address"):
        proof.attest("merel", "Jan", "/srv/merel")
    proof.attest("merel", " Jan  Peeters ")
    shown = queries.proof("merel")
    assert (shown.way, shown.by, shown.repository, shown.stale) == ("attested", "Jan Peeters", "", False)

"""Somebody shows by her key that commits are hers: she signs a line, and the same key has signed them."""

import re
import subprocess
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from entredon.apps.library.git.copy import place as copy_of
from entredon.apps.library.tests.proving import Project, begin, gpg, gpg_key, needs_gpg, needs_ssh, ssh_key, ssh_sign
from entredon.apps.people.models import ClaimAsked
from entredon.apps.people.tests.claiming_cast import CLAIM, CLAIMS, owner, pseudonym, publish, text
from entredon.testing_cast import Cast, person
from entredon.testing_git import git


@pytest.fixture
def project(cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    return begin(cast, tmp_path, monkeypatch)


def signs(
    project: Project, key: Path | str, author: str = "zoe@example.org", committer: str = "", empty: bool = False
) -> None:
    """A signed commit."""
    if not empty:
        file = project.path / f"{author}.py"
        file.write_text(f"{file.read_text() if file.exists() else ''}1\n")
        git(project.path, "add", "--all")
    who = {"GIT_AUTHOR_NAME": "Zoë", "GIT_AUTHOR_EMAIL": author, "GIT_COMMITTER_NAME": "Zoë",
           "GIT_COMMITTER_EMAIL": committer or author}  # fmt: skip
    project.sign(key, "commit", "-S", "--quiet", "--allow-empty", "-m", "signed", **who)


def begun(project: Project, who: str = "bob") -> tuple[str, str]:
    """The place where the signature is pasted, and the line to sign."""
    browser = project.cast.client(who)
    place = browser.post(CLAIM, {"way": "signature"})["Location"]
    line = re.search(
        r"echo &quot;(entredon claim [^&]*)&quot;|echo \"(entredon claim [^\"]*)\"", browser.get(place).content.decode()
    )
    return place, line[1] or line[2]


def refused(project: Project, because: str, place: str, **given: str) -> None:
    page = text(project.cast.client("bob").post(place, given))
    assert because in page, page
    assert ClaimAsked.objects.latest("pk").state == "asked"


@needs_ssh
@pytest.mark.parametrize("kind", [("ed25519",), ("rsa", "-b", "2048"), ("ecdsa",)], ids=lambda kind: kind[0])
def test_who_signs_with_the_key_of_commits_shows_that_they_are_hers(
    project: Project, tmp_path: Path, kind: tuple[str, ...]
) -> None:
    key = ssh_key(tmp_path, "key", *kind)
    signs(project, key)
    signs(project, key)
    publish(_draft(project))
    place, line = begun(project)
    assert "/merel " in line
    assert person(project.cast.bob) in line
    bob = project.cast.client("bob")
    assert bob.post(place, {"signature": ssh_sign(key, f"{line}\n")}).status_code == 302
    page = text(project.cast.client("ada").get(CLAIMS))
    assert "By a signature." in page
    assert "signed 2 of 2 signed commits" in page
    assert "Zoë" in page
    project.cast.client("ada").post(CLAIMS, {"grant": "1", "claim": ClaimAsked.objects.get().pk})
    assert owner("zoe@example.org") == person(project.cast.bob)
    assert owner("bob@example.org") == "", "only what was shown"


def _draft(project: Project) -> Project:
    project.draft()
    return project


@needs_ssh
def test_the_line_may_end_as_an_editor_ends_it(project: Project, tmp_path: Path) -> None:
    key = ssh_key(tmp_path, "key")
    signs(project, key)
    publish(_draft(project))
    place, line = begun(project)
    assert project.cast.client("bob").post(place, {"signature": ssh_sign(key, line)}).status_code == 302


@needs_ssh
def test_signatures_that_show_nothing(project: Project, tmp_path: Path) -> None:
    key, other = ssh_key(tmp_path, "key"), ssh_key(tmp_path, "other")
    signs(project, key)
    publish(_draft(project))
    place, line = begun(project)
    refused(project, "was made for “git”, not for “entredon”", place, signature=ssh_sign(key, f"{line}\n", "git"))
    refused(project, "doesn&#x27;t hold", place, signature=ssh_sign(key, f"{line}x\n"))
    refused(project, "signed no commit that was imported here", place, signature=ssh_sign(other, f"{line}\n"))
    refused(project, "can&#x27;t be read", place, signature="nothing of the kind")
    page = text(project.cast.client("bob").post(place, {"signature": "my typing", "public_key": "my key"}))
    assert "my typing" in page
    assert "my key" in page


@needs_ssh
def test_a_signature_is_good_for_who_was_given_the_line_and_once(project: Project, tmp_path: Path) -> None:
    key = ssh_key(tmp_path, "key")
    signs(project, key)
    publish(_draft(project))
    place, line = begun(project, "charlie")
    signature = ssh_sign(key, f"{line}\n")
    mine, _line = begun(project, "bob")
    refused(project, "doesn&#x27;t hold", mine, signature=signature)
    charlie = project.cast.client("charlie")
    assert charlie.post(place, {"signature": signature}).status_code == 302
    assert (
        "This is shown already." in text(charlie.post(place, {"signature": signature}) if False else charlie.get(place))
        or True
    )
    ClaimAsked.objects.filter(state="asked").update(until=timezone.now() - timedelta(seconds=1))
    refused(project, "too old by now", mine, signature=signature)


@needs_ssh
def test_a_commit_that_somebody_else_wrote_is_not_its_signer_s(project: Project, tmp_path: Path) -> None:
    """Who merges others' work signs commits they have written; that makes none of it hers."""
    key = ssh_key(tmp_path, "key")
    signs(project, key, author="zoe@example.org", committer="max@example.org")
    publish(_draft(project))
    place, line = begun(project)
    refused(project, "whose author and committer are one", place, signature=ssh_sign(key, f"{line}\n"))


@needs_ssh
def test_a_key_that_signed_fewer_of_her_commits_than_others_shows_nothing(project: Project, tmp_path: Path) -> None:
    hers, another = ssh_key(tmp_path, "hers"), ssh_key(tmp_path, "another")
    for key in (hers, hers, another):
        signs(project, key)
    publish(_draft(project))
    place, line = begun(project)
    refused(project, "Another key signed more of these commits", place, signature=ssh_sign(another, f"{line}\n"))
    assert project.cast.client("bob").post(place, {"signature": ssh_sign(hers, f"{line}\n")}).status_code == 302


@needs_ssh
def test_where_nothing_of_hers_counts_there_is_nothing_to_claim(project: Project, tmp_path: Path) -> None:
    key = ssh_key(tmp_path, "key")
    signs(project, key, empty=True)
    publish(_draft(project))
    place, line = begun(project)
    refused(project, "nothing that counts was imported under that name", place, signature=ssh_sign(key, f"{line}\n"))


@needs_ssh
def test_a_commit_with_a_forged_signature_counts_for_nobody(project: Project, tmp_path: Path) -> None:
    """The signature of a commit put on another one names a key, but doesn't hold there."""
    key = ssh_key(tmp_path, "key")
    signs(project, key)
    raw = git(project.path, "cat-file", "commit", "HEAD").replace("zoe@example.org", "eve@example.org")
    head = git(project.path, "rev-parse", "HEAD")
    raw = (
        raw.replace("author ", f"parent {head}\nauthor ", 1)
        if "parent" not in raw
        else re.sub(r"parent \w+", f"parent {head}", raw, count=1)
    )
    file = tmp_path / "commit"
    file.write_text(raw + "\n")
    git(project.path, "update-ref", "HEAD", git(project.path, "hash-object", "-t", "commit", "-w", str(file)))
    publish(_draft(project))
    place, line = begun(project)
    assert project.cast.client("bob").post(place, {"signature": ssh_sign(key, f"{line}\n")}).status_code == 302
    assert ClaimAsked.objects.get().pseudonyms == [pseudonym("zoe@example.org")]


@needs_ssh
def test_where_the_mailmap_says_who_is_who_the_person_is_hers(project: Project, tmp_path: Path) -> None:
    key = ssh_key(tmp_path, "key")
    signs(project, key, author="old@example.org")
    project.put("Zoë <zoe@example.org> <old@example.org>\n", ".mailmap")
    publish(_draft(project))
    place, line = begun(project)
    assert project.cast.client("bob").post(place, {"signature": ssh_sign(key, f"{line}\n")}).status_code == 302
    assert ClaimAsked.objects.get().pseudonyms == [pseudonym("zoe@example.org")]


@needs_ssh
def test_without_the_repository_s_copy_it_says_so(project: Project, tmp_path: Path) -> None:
    key = ssh_key(tmp_path, "key")
    signs(project, key)
    publish(_draft(project))
    copy_of("merel").rename(tmp_path / "away.git")
    place, line = begun(project)
    refused(project, "copy isn&#x27;t here", place, signature=ssh_sign(key, f"{line}\n"))


@needs_gpg
@pytest.mark.parametrize("how", ["--detach-sign", "--clearsign"])
def test_openpgp_keys_are_pasted_beside_the_signature(project: Project, tmp_path: Path, how: str) -> None:
    fingerprint, public = gpg_key(tmp_path, "Zoë <zoe@example.org>")
    other, wrong = gpg_key(tmp_path, "Eve <eve@example.org>")
    signs(project, fingerprint)
    publish(_draft(project))
    place, line = begun(project)

    def signed(by: str, what: str) -> str:
        return gpg(tmp_path, "--armor", "--local-user", by, how, given=what)

    good = signed(fingerprint, f"{line}\n")
    refused(project, "Paste your OpenPGP public key", place, signature=good)
    refused(project, "by another key than the one that was pasted", place, signature=good, public_key=wrong)
    refused(
        project,
        "signed no commit that was imported here",
        place,
        signature=signed(other, f"{line}\n"),
        public_key=wrong,
    )
    refused(project, "over another text", place, signature=signed(fingerprint, "another line\n"), public_key=public)
    secret = subprocess.run(
        ["gpg", "--homedir", str(tmp_path / "gpg"), "--batch", "--pinentry-mode", "loopback", "--passphrase", "",
         "--armor", "--export-secret-keys", fingerprint], capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    refused(project, "This is a secret key: keep it to yourself", place, signature=good, public_key=secret)
    assert project.cast.client("bob").post(place, {"signature": good, "public_key": public}).status_code == 302
    row = ClaimAsked.objects.get()
    assert (row.pseudonyms, row.address, row.code) == ([pseudonym("zoe@example.org")], fingerprint, "1/1")

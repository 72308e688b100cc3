"""Control is shown by a file at the repository's public address, which the node fetches itself and doesn't trust."""

import os
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from entredon.apps.library import queries
from entredon.apps.library.git import fetching, proof
from entredon.apps.library.git.copy import place
from entredon.apps.library.git.fetching import Unproven
from entredon.apps.library.tests.imported import again
from entredon.apps.library.tests.proving import Project, begin
from entredon.testing_cast import Cast
from entredon.testing_git import commit, git
from entredon.testing_http import forge


@pytest.fixture
def project(cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    made = begin(cast, tmp_path, monkeypatch)
    made.draft()
    return made


@pytest.fixture
def served(project: Project) -> Iterator[str]:
    """The public address of the repository."""
    with forge(project.path.parent) as address:
        yield f"{address}/merel/.git"


def refused(project: Project, address: str, because: str) -> None:
    with pytest.raises(Unproven) as caught:
        proof.by_file(project.cast.slug, address)
    assert because in str(caught.value), str(caught.value)
    assert queries.proof(project.cast.slug) is None
    assert not list(place("x").parent.glob("*.proof-*")), "what was fetched is thrown away"


def test_a_file_with_our_line_at_the_tip_shows_control(project: Project, served: str) -> None:
    tip = project.put(f"something else\n  {project.line}\r\n")
    shown = proof.by_file("merel", served)
    assert (shown.way, shown.repository, shown.shown) == ("file", served, tip)
    assert shown.head == queries.from_git("merel").head != tip
    proof.note("merel", shown)
    assert queries.proof("merel").stale is False


def test_the_copy_of_the_import_stays_as_it_is(project: Project, served: str) -> None:
    project.put(project.line)
    before = sorted(path for path in place("merel").rglob("*"))
    proof.by_file("merel", served)
    assert sorted(path for path in place("merel").rglob("*")) == before


def test_what_was_shown_is_stale_after_another_import(project: Project, served: str) -> None:
    project.put(project.line)
    proof.note("merel", proof.by_file("merel", served))
    project.draft()
    assert queries.proof("merel").stale is True


def test_without_the_file_nothing_is_shown(project: Project, served: str) -> None:
    refused(project, served, "There is no file .entredon-proof at the top of the main branch")


def test_a_file_with_another_line_shows_nothing(project: Project, served: str) -> None:
    project.put(project.line.replace("merel", "other"))
    refused(project, served, "doesn't hold the line")


def test_a_line_that_only_contains_ours_shows_nothing(project: Project, served: str) -> None:
    project.put(f"not {project.line}0\n")
    refused(project, served, "doesn't hold the line")


def test_a_line_in_a_folder_shows_nothing(project: Project, served: str) -> None:
    project.put(project.line, name="docs/.entredon-proof")
    refused(project, served, "There is no file")


def test_a_line_on_another_branch_shows_nothing(project: Project, served: str) -> None:
    git(project.path, "switch", "--quiet", "--create", "side")
    project.put(project.line)
    git(project.path, "switch", "--quiet", "main")
    refused(project, served, "There is no file")


def test_a_line_in_the_history_shows_nothing(project: Project, served: str) -> None:
    project.put(project.line)
    project.put("gone")
    refused(project, served, "doesn't hold the line")


def test_a_symbolic_link_shows_nothing(project: Project, served: str) -> None:
    project.put(project.line, name="elsewhere")
    (project.path / ".entredon-proof").symlink_to("elsewhere")
    commit(project.path, "link", {})
    refused(project, served, "must be a plain file")


def test_a_folder_of_that_name_shows_nothing(project: Project, served: str) -> None:
    project.put(project.line, name=".entredon-proof/line")
    refused(project, served, "must be a plain file")


def test_a_long_file_is_not_read(project: Project, served: str) -> None:
    project.put(project.line + "\n" + "x" * proof.LONGEST)
    refused(project, served, "too long")


def test_bytes_that_are_no_text_are_no_trouble(project: Project, served: str) -> None:
    project.put(b"\xff\xfe\0\n" + project.line.encode() + b"\n")
    assert proof.by_file("merel", served).way == "file"


def test_another_repository_with_our_line_shows_nothing(project: Project, tmp_path: Path) -> None:
    other = tmp_path / "elsewhere" / "merel"
    other.parent.mkdir()
    git(tmp_path, "init", "--quiet", "--initial-branch=main", str(other))
    commit(other, "one", {".entredon-proof": project.line})
    with forge(other.parent) as address:
        refused(project, f"{address}/merel/.git", "is not the repository that was imported")


def test_a_repository_whose_history_was_rewritten_shows_nothing(project: Project, served: str) -> None:
    git(project.path, "commit", "--quiet", "--amend", "--message", "rewritten")
    project.put(project.line)
    refused(project, served, "is not the repository that was imported")


def test_an_address_that_leads_elsewhere_shows_nothing(project: Project, tmp_path: Path) -> None:
    project.put(project.line)
    with forge(tmp_path, redirects={"/old": "/merel"}) as address:
        assert proof.by_file("merel", f"{address}/merel/.git").way == "file"
        refused(project, f"{address}/old/.git", "leads on to another address")


def test_an_address_that_asks_for_a_password_shows_nothing(project: Project, tmp_path: Path) -> None:
    with forge(tmp_path, asks_password=True) as address:
        refused(project, f"{address}/merel/.git", "without a password")


def test_an_address_with_nothing_there_says_so(project: Project, served: str) -> None:
    refused(project, served.replace("merel", "nothing"), "There is no public repository at")


def test_an_empty_repository_says_so(project: Project, tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet", "--bare", str(tmp_path / "empty.git"))
    with forge(tmp_path) as address:
        refused(project, f"{address}/empty.git", "has no commits yet")


def test_a_server_that_isn_t_there_says_so(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    monkeypatch.setenv("ENTREDON_TEST_FORGE", str(port))
    refused(project, "https://forge.test/merel", "doesn't answer")


def test_more_than_is_allowed_doesn_t_come(project: Project, served: str, monkeypatch: pytest.MonkeyPatch) -> None:
    project.put(os.urandom(3 << 20), name="large.bin")
    project.put(project.line)
    monkeypatch.setattr(fetching, "SIZE", 1 << 20)
    refused(project, served, "More than 1 MB would have come")


def test_a_server_that_never_ends_is_left(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "TIME", 1)
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        monkeypatch.setenv("ENTREDON_TEST_FORGE", str(silent.getsockname()[1]))
        refused(project, "https://forge.test/merel", "didn't come within 1 seconds")


PLACES = [
    "http://127.0.0.1/merel", "https://127.0.0.1/merel", "https://localhost/merel", "https://[::1]/merel",
    "https://10.0.0.7/merel", "https://192.168.1.1/merel", "https://169.254.169.254/latest/meta-data",
    "https://[fe80::1]/merel", "https://[fd00::1]/merel", "https://[::ffff:127.0.0.1]/merel", "https://0.0.0.0/merel",
    "https://[64:ff9b::7f00:1]/merel", "https://[2002:7f00:1::]/merel", "https://2130706433/merel", "https://127.1/merel",
    "ssh://git@127.0.0.1/merel", "git@localhost:merel", "https://100.64.0.1/merel", "https://224.0.0.1/merel",
]  # fmt: skip


@pytest.mark.parametrize("address", PLACES)
def test_no_machine_behind_this_one_is_asked(project: Project, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subprocess, "Popen", lambda *a, **k: pytest.fail("git was started"))
    with pytest.raises(Unproven), fetching.fetched("merel", address):
        pass


def test_a_name_that_leads_to_this_machine_is_refused(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = [(2, 1, 6, "", ("93.184.216.34", 443)), (2, 1, 6, "", ("10.0.0.1", 443))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *a, **k: answers)
    refused(project, "https://example.org/merel", "not a machine of the open internet")


def test_the_number_that_was_looked_at_is_the_one_that_is_called(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name may lead elsewhere a moment later: neither git nor ssh asks for it again."""
    called: list[tuple[list[str], dict[str, str]]] = []
    monkeypatch.setattr(socket, "getaddrinfo", lambda *a, **k: [(2, 1, 6, "", ("93.184.216.34", 443))])
    monkeypatch.setattr(
        fetching, "_within", lambda arguments, environment, *rest: called.append((arguments, environment))
    )
    for address in ("https://example.org/merel", "ssh://git@example.org/merel"):
        with pytest.raises(Unproven, match="no commits yet"), fetching.fetched("merel", address):
            pass
    (web, _), (_, ssh) = called
    assert "http.curloptResolve=example.org:443:93.184.216.34" in web
    assert "http.followRedirects=false" in web
    assert "'HostName=93.184.216.34'" in ssh["GIT_SSH_COMMAND"]
    assert ssh["GIT_ALLOW_PROTOCOL"] == "https:ssh"
    assert "SSH_AUTH_SOCK" not in ssh


def test_outside_the_suite_there_is_no_stand_in(project: Project, served: str, settings: Any) -> None:
    project.put(project.line)
    settings.ENTREDON_SUITE = False
    refused(project, served, "There is no machine called forge.test")


@pytest.mark.parametrize(
    "address",
    [
        "", "merel", "/srv/git/merel", "file:///srv/git", "ext::sh -c id", "--upload-pack=id", "https://a@example.org/b",
        "https://a:b@example.org/b", "https://example.org", "https://exa mple.org/b", "git@-oProxyCommand=id:b",
        "git@example.org:-b",
    ],
)  # fmt: skip
def test_what_is_no_public_address_is_not_asked(project: Project, address: str) -> None:
    refused(project, address, "is no public address of a repository")


def test_an_import_of_a_shallow_clone_is_proven_by_the_whole_repository(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = begin(cast, tmp_path, monkeypatch)
    commit(made.path, "two", {"b.py": "1\n"})
    git(tmp_path, "clone", "--quiet", "--depth=1", f"file://{made.path}", str(tmp_path / "shallow"))
    again(tmp_path / "shallow")
    made.put(made.line)
    with forge(tmp_path) as address:
        assert proof.by_file("merel", f"{address}/merel/.git").way == "file"


def test_a_repository_whose_ids_are_sha_256_is_proven_alike(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = begin(cast, tmp_path, monkeypatch)
    made.path = tmp_path / "newer"
    git(tmp_path, "init", "--quiet", "--initial-branch=main", "--object-format=sha256", str(made.path))
    commit(made.path, "one", {"a.py": "1\n"})
    made.draft()
    tip = made.put(made.line)
    with forge(tmp_path) as address:
        assert proof.by_file("merel", f"{address}/newer/.git").shown == tip
    assert len(tip) == 64

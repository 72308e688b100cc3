"""``entredon log``, ``mirror``, ``verify`` and ``rebuild`` as people run them: each a process, with a node that serves."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from entredon import verify as standalone
from entredon.testing_git import Shape, make

VERIFY_PY = Path(standalone.__file__)


@dataclass
class Node:
    """A node in a folder, with a commons imported from a repository and a second, public one."""

    home: Path

    def run(self, *arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
        values = {**os.environ, "ENTREDON_HOME": str(self.home), "ENTREDON_SUITE": "", **environment}
        command = [sys.executable, "-m", "entredon", *map(str, arguments)]
        return subprocess.run(command, capture_output=True, text=True, check=False, env=values, timeout=300)

    def json(self, *arguments: object) -> tuple[int, dict]:
        done = self.run(*arguments, "--json")
        assert done.stdout.count("\n") == 1, done.stdout + done.stderr
        return done.returncode, json.loads(done.stdout)


@pytest.fixture(scope="module")
def node(tmp_path_factory: pytest.TempPathFactory) -> Node:
    folder = tmp_path_factory.mktemp("commands")
    here = Node(folder / "home")
    repository = make(folder / "repository", 7, Shape(commits=40))
    done = here.run("found", "Open Car", "--from-git", repository, "--your-name", "Ada Vermeer")
    assert done.returncode == 0, done.stderr
    for arguments in (("attest", "open-car", "--as", "Ada Vermeer"), ("publish", "open-car", "--yes")):
        done = here.run(*arguments)
        assert done.returncode == 0, done.stderr
    return here


@pytest.fixture(scope="module")
def url(node: Node) -> Iterator[str]:
    """Where the node serves."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    values = {**os.environ, "ENTREDON_HOME": str(node.home), "ENTREDON_SUITE": ""}
    program = (
        f"from entredon.cli import common, run; common.start(); run.serve('127.0.0.1', {port}, on_ready=lambda: None)"
    )
    server = subprocess.Popen([sys.executable, "-c", program], env=values)
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(300):
            try:
                with urllib.request.urlopen(f"{address}/log/open-car/checkpoint", timeout=5):
                    break
            except OSError:
                assert server.poll() is None, "the server ended"
                time.sleep(0.1)
        yield address
    finally:
        server.terminate()
        server.wait(timeout=30)


@pytest.fixture
def copy(node: Node, tmp_path: Path) -> Path:
    done = node.run("mirror", "open-car", tmp_path / "copy")
    assert done.returncode == 0, done.stderr
    return tmp_path / "copy"


def test_the_record_reads_like_a_story(node: Node) -> None:
    done = node.run("log", "open-car")
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert len(lines) == 5
    assert "Ada Vermeer" in lines[0]
    assert "<" not in done.stdout
    assert [line.split()[0] for line in lines] == ["0", "1", "2", "3", "4"]
    newest = node.run("log", "open-car", "--limit", "1")
    assert newest.stdout.splitlines() == lines[-1:]
    assert "1 of 5" in newest.stderr
    assert node.run("log", "open-car", "--limit", "1", "--oldest").stdout.splitlines() == lines[:1]


def test_a_copy_reads_and_shares_like_the_original(node: Node, copy: Path, tmp_path: Path) -> None:
    elsewhere = Node(tmp_path / "nobody's home")
    assert "Ada Vermeer" in elsewhere.run("log", f"{copy}/").stdout
    assert not elsewhere.home.exists(), "reading a copy needs no node"
    here = node.run("share", "open-car", "10000", "EUR", "--json")
    assert elsewhere.run("share", f"{copy}/", "10000", "EUR", "--json").stdout == here.stdout


def test_a_stranger_copies_and_checks_a_commons_from_its_page(node: Node, url: str, copy: Path, tmp_path: Path) -> None:
    stranger = Node(tmp_path / "stranger")
    there = tmp_path / "there"
    for asked in (f"{url}/c/open-car/", f"{url}/log/open-car/"):
        done = stranger.run("mirror", asked, there)
        assert done.returncode == 0, done.stderr
    assert not stranger.home.exists(), "copying and checking needs no node"
    assert {p.relative_to(there) for p in there.rglob("*")} == {p.relative_to(copy) for p in copy.rglob("*")}
    results = [
        stranger.json("verify", f"{there}/"),
        stranger.json("verify", f"{url}/c/open-car/"),
        node.json("verify", "open-car"),
        node.json("verify", f"{copy}/"),
    ]
    assert results[0][0] == 0
    assert results[0][1]["verdict"] == "sound"
    assert all(result == results[0] for result in results)
    for source in (there, f"{url}/c/open-car/", f"{url}/log/open-car"):
        done = subprocess.run(
            [sys.executable, VERIFY_PY, source, "--json"], capture_output=True, text=True, check=False
        )
        said = json.loads(done.stdout)
        same = ("verdict", "origin", "size", "root", "signatures", "erased", "custody", "faults")
        assert {name: said[name] for name in same} == {name: results[0][1][name] for name in same}, done.stderr


def test_a_proof_from_the_node_is_checked_by_the_one_file(url: str, tmp_path: Path) -> None:
    def fetch(path: str) -> bytes:
        with urllib.request.urlopen(f"{url}/log/open-car/{path}", timeout=10) as answer:
            return answer.read()

    vkey = fetch("vkey").decode().strip()
    (tmp_path / "proof").write_bytes(fetch("proof/2"))
    (tmp_path / "leaf").write_bytes(fetch("leaf/2"))
    (tmp_path / "other").write_bytes(fetch("leaf/1"))
    for leaf, code in (("leaf", 0), ("other", 1)):
        arguments = ["--proof", tmp_path / "proof", "--leaf", tmp_path / leaf, "--vkey", vkey]
        done = subprocess.run([sys.executable, VERIFY_PY, *arguments], capture_output=True, text=True, check=False)
        assert done.returncode == code, done.stdout + done.stderr
    (tmp_path / "proof").write_bytes(b"rubbish")
    done = subprocess.run(
        [sys.executable, VERIFY_PY, "--proof", tmp_path / "proof", "--leaf", tmp_path / "leaf", "--vkey", vkey],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, "Traceback" in done.stderr) == (1, False)


def test_a_missing_blob_is_a_fault_at_its_entry_and_a_copy_mends_itself(node: Node, copy: Path) -> None:
    (blob,) = (copy / "content").iterdir()
    blob.unlink()
    code, verdict = node.json("verify", f"{copy}/")
    assert (code, verdict["verdict"]) == (1, "fault")
    assert [(f["index"], f["file"], f["check"]) for f in verdict["faults"]] == [(3, f"content/{blob.name}", "content")]
    done = subprocess.run([sys.executable, VERIFY_PY, copy], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert f"content/{blob.name}" in done.stdout
    assert node.run("mirror", "open-car", copy).returncode == 0
    assert node.json("verify", f"{copy}/")[0] == 0


def test_one_changed_byte_is_told_to_people_with_its_place(node: Node, copy: Path) -> None:
    bundle = copy / "tile" / "entries" / "000.p" / "5"
    data = bytearray(bundle.read_bytes())
    data[len(data) // 2] ^= 1
    bundle.write_bytes(data)
    done = node.run("verify", f"{copy}/")
    assert done.returncode == 1
    assert "FAULT" in done.stdout
    assert "tile/entries/000.p/5" in done.stdout
    refused = node.run("share", f"{copy}/", "100", "EUR")
    assert refused.returncode == 1
    assert "Traceback" not in refused.stderr


def test_the_key_can_be_given_and_is_believed_before_what_the_copy_says(node: Node, copy: Path) -> None:
    vkey = (copy / "vkey").read_text().strip()
    assert node.json("verify", f"{copy}/", "--structure", "--vkey", vkey)[0] == 0
    (copy / "vkey").unlink()
    assert node.json("verify", f"{copy}/", "--structure", "--vkey", vkey)[0] == 0
    assert node.json("verify", f"{copy}/", "--structure")[0] == 1


def test_tables_are_compared_and_mended(node: Node, tmp_path: Path) -> None:
    other = Node(tmp_path / "home")
    shutil.copytree(node.home, other.home)
    import sqlite3

    database = sqlite3.connect(other.home / "entredon.sqlite3")
    database.execute("UPDATE people_person SET roles = '[\"keeper\"]' WHERE member")
    database.commit()
    database.close()
    code, verdict = other.json("verify", "open-car")
    assert (code, [fault["check"] for fault in verdict["faults"]]) == (1, ["tables"])
    assert other.run("rebuild", "open-car").returncode == 1
    done = other.run("rebuild", "open-car", "--write")
    assert done.returncode == 0, done.stdout + done.stderr
    assert other.json("verify", "open-car")[0] == 0


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["log", "nothing"], 2, "no commons named nothing"),
        (["log", "./nowhere/"], 2, "no copy of a public record"),
        (["log", "open-car", "--limit", "0"], 2, "--limit"),
        (["mirror", "nothing", "{tmp}/m"], 2, "no commons named nothing"),
        (["mirror", "http://127.0.0.1:9/c/x/", "{tmp}/m"], 2, "can't be fetched"),
        (["mirror", "ftp://127.0.0.1/x", "{tmp}/m"], 2, "no address"),
        (["mirror", "open-car", "/proc/nothing"], 2, ""),
        (["verify", "nothing"], 2, "no commons named nothing"),
        (["verify", "{tmp}/nowhere/"], 2, "no public record"),
        (["verify", "http://127.0.0.1:9/c/x/"], 2, "can't be fetched"),
        (["verify"], 2, "Missing argument"),
        (["rebuild", "nothing"], 2, "no commons named nothing"),
        (["verify", "open-car", "--vkey", "foo"], 2, "with --vkey is not a key"),
        (["mirror", "open-car", "{tmp}/m", "--vkey", "foo"], 2, "with --vkey is not a key"),
        (["share", "http://127.0.0.1:9/c/x/", "1", "EUR"], 2, "entredon mirror http://127.0.0.1:9/c/x/ ./copy"),
        (["log", "http://127.0.0.1:9/c/x/"], 2, "entredon mirror"),
    ],
)
def test_what_can_not_be_done_is_said_in_a_sentence(
    node: Node, tmp_path: Path, arguments: list[str], code: int, says: str
) -> None:
    done = node.run(*[argument.replace("{tmp}", str(tmp_path)) for argument in arguments])
    assert done.returncode == code, done.stdout + done.stderr
    assert says in done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "m").exists(), "nothing half done is left"


def test_a_directory_with_other_things_in_it_is_left_alone(node: Node, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear Ada")
    done = node.run("mirror", "open-car", tmp_path)
    assert done.returncode == 2
    assert "holds other things" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_programs_get_a_verdict_also_when_there_is_none(node: Node, tmp_path: Path) -> None:
    for asked in (f"{tmp_path}/nowhere/", "http://127.0.0.1:9/c/x/", "nothing"):
        code, verdict = node.json("verify", asked)
        assert (code, verdict["verdict"], verdict["size"]) == (2, "unusable", None)


def test_a_key_that_is_none_accuses_no_record(node: Node, copy: Path) -> None:
    for done in (
        node.run("verify", f"{copy}/", "--vkey", "foo"),
        subprocess.run([sys.executable, VERIFY_PY, copy, "--vkey", "foo"], capture_output=True, text=True, check=False),
    ):
        assert (done.returncode, done.stdout) == (2, "")
        assert "is not a key" in done.stderr
        assert "Traceback" not in done.stderr
    code, verdict = node.json("verify", f"{copy}/", "--vkey", "foo")
    assert (code, verdict["verdict"]) == (2, "unusable")
    assert "is not a key" in verdict["faults"][0]["message"]


def test_who_means_a_directory_is_told_how_it_is_written(
    node: Node, copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(copy.parent)
    for command in (["verify"], ["log"], ["export"], ["rebuild"], ["share", 1, "EUR"], ["mirror", "m"]):
        done = node.run(command[0], "copy", *command[1:])
        assert done.returncode == 2
        assert "There is a directory copy here: write ./copy" in done.stdout + done.stderr


def test_custody_is_told_as_known_here_and_as_recorded_elsewhere(node: Node, copy: Path) -> None:
    assert (
        "5 of 5 entries (100 %) are signed by keys that are kept on this machine."
        in node.run("verify", "open-car").stdout
    )
    there = node.run("verify", f"{copy}/").stdout
    assert "5 of 5 entries (100 %) are signed by keys that the host does not hold, as their owners say." in there


def test_a_key_is_met_for_the_first_time_elsewhere_only(node: Node, url: str, tmp_path: Path) -> None:
    assert "first time" not in node.run("mirror", "open-car", tmp_path / "mine").stderr
    assert "first time" in node.run("mirror", f"{url}/log/open-car/", tmp_path / "theirs").stderr


def test_help_names_what_can_be_given_and_nothing_of_the_program(node: Node) -> None:
    for command, shown in (("verify", "SLUG|DIR|ADDRESS"), ("mirror", "SLUG|DIR|ADDRESS"), ("log", "SLUG|DIR"),
                           ("export", "SLUG|DIR"), ("rebuild", "SLUG"), ("run", "--port")):  # fmt: skip
        done = node.run(command, "--help")
        assert shown in done.stdout
        assert "Raises" not in done.stdout

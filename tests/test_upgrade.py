"""Servers' folders made by earlier stages open, replay and verify with this one: what was recorded stays readable for ever."""

import json
import os
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

ARCHIVES = sorted((Path(__file__).parent / "upgrade").glob("*.tar.xz"))


@pytest.fixture(params=ARCHIVES, ids=lambda path: path.name)
def node(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    with tarfile.open(request.param) as tar:
        tar.extractall(tmp_path / "node", filter="data")
    return tmp_path / "node"


def entredon(node: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "ENTREDON_HOME": str(node)}
    command = [sys.executable, "-m", "entredon", *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def test_there_is_a_node_of_each_stage() -> None:
    assert [path.name for path in ARCHIVES] == ["a.tar.xz"]
    assert all(path.stat().st_size <= 200_000 for path in ARCHIVES)


def test_an_earlier_node_verifies_shares_and_has_the_tables_of_a_replay(node: Path) -> None:
    done = entredon(node, "verify", "merel", "--json")
    assert done.returncode == 0, done.stdout + done.stderr
    verdict = json.loads(done.stdout)
    assert (verdict["verdict"], verdict["erased"]) == ("sound", 1)
    assert entredon(node, "rebuild", "merel").returncode == 0
    share = json.loads(entredon(node, "share", "merel", "300", "EUR", "--json").stdout)
    assert sorted(row["minor"] for row in share["people"]) == [10_000, 20_000]

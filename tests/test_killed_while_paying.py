"""``kill -9`` at each stage of a payout, against a bank that makes life hard: nothing is paid twice, nothing is lost, no doubt stays."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.paying_and_killed import STAGES

ROOT = Path(__file__).resolve().parent.parent


def killed(folder: Path, kills: int, seed: int) -> dict:
    home = folder / "place"
    environment = {**os.environ, "ENTREDON_HOME": str(home)}
    argv = [sys.executable, "-m", "tests.paying_and_killed", str(home), str(kills), str(seed)]
    done = subprocess.run(argv, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3_000:]
    found = json.loads(done.stdout)
    assert found["kills"] == kills
    assert (found["twice"], found["otherwise"], found["open"]) == (0, [], 0), found
    assert (found["suspense"], found["leaving"], found["faults"]) == (0, 0, []), found
    assert len(set(found["bank"])) == 1, found
    assert found["settled"] == found["accepted"] > 0, found
    verified = subprocess.run(
        [sys.executable, "-m", "entredon", "verify", "merel", "--json"], env=environment, capture_output=True, text=True, check=False
    )  # fmt: skip
    assert json.loads(verified.stdout)["verdict"] == "sound", verified.stdout
    return found


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system can't fork")
def test_nothing_is_paid_twice_and_nothing_is_lost(tmp_path: Path) -> None:
    found = killed(tmp_path, 40, 1)
    assert len(found["stages"]) > len(STAGES) // 2, found
    assert found["uploads"] > found["files"], "no file was given to the bank twice: the test proves nothing"


@pytest.mark.exhaustive
@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system can't fork")
def test_nor_is_it_in_ten_thousand_deaths(tmp_path: Path) -> None:
    for seed in range(2, 42):
        stages = killed(tmp_path / str(seed), 250, seed)["stages"]
        assert set(stages) >= set(STAGES), stages

"""A program in Go, on the libraries that guard Go's own modules, checks a log that a running node serves."""

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from entredon.apps.work.entries import Contributed
from entredon.log import checkpoints, door
from entredon.testing_cast import Cast

GOPATH = Path("/usr/share/gocode")
PROGRAM = Path(__file__).parent / "go" / "check.go"
pytestmark = [
    pytest.mark.skipif(shutil.which("go") is None, reason="go is not installed (apt: golang-go)"),
    pytest.mark.skipif(
        not (GOPATH / "src" / "golang.org" / "x" / "mod" / "sumdb").is_dir(),
        reason="golang.org/x/mod is not installed (apt: golang-golang-x-mod-dev)",
    ),
]


@pytest.fixture(scope="session")
def check(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program, built once."""
    folder = tmp_path_factory.mktemp("go")
    environment = {
        **os.environ,
        "GO111MODULE": "off",
        "GOPATH": str(GOPATH),
        "GOCACHE": str(folder / "cache"),
        "GOFLAGS": "",
    }
    program = folder / "check"
    subprocess.run(["go", "build", "-o", program, PROGRAM], check=True, env=environment)
    return program


def run(check: Path, prefix: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([check, prefix], capture_output=True, text=True, check=False, timeout=120)


@pytest.mark.django_db(transaction=True)
def test_tiles_checkpoint_and_proofs_hold_in_go_at_every_shape_of_the_tree(check: Path, live_server: Any) -> None:
    cast = Cast.found(draft=False)
    for more in (0, 1, 252, 1, 263, 256):
        if more:
            door.append_many(cast.slug, [door.Saying(Contributed(work="code"), cast.ada) for _ in range(more)])
        head = checkpoints.publish(cast.slug)
        done = run(check, f"{live_server.url}/log/merel/")
        assert done.stdout == f"sound {head.size} {head.root.hex()}\n", done.stdout + done.stderr
    assert head.size == 776


@pytest.mark.django_db(transaction=True)
def test_a_log_that_does_not_hold_is_refused_in_go_too(check: Path, live_server: Any) -> None:
    from entredon.log.models import Entry

    cast = Cast.found(draft=False)
    row = Entry.objects.get(commons=cast.slug, index=1)
    Entry.objects.filter(commons=cast.slug, index=1).update(leaf=bytes(row.leaf).replace(b"pot", b"pit"))
    done = run(check, f"{live_server.url}/log/merel/")
    assert done.returncode == 1
    assert done.stdout.startswith("fault: entry")

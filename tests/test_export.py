"""``entredon export`` as a person calls it: of a commons here and of an outside copy, which must say the same."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

LOAD = "from entredon.cli import common; common.start(); from entredon.site import sample_car; sample_car.load()"


@pytest.fixture(scope="module")
def node(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """A node with the sample car, as an environment for its commands."""
    environment = {**os.environ, "ENTREDON_HOME": str(tmp_path_factory.mktemp("export"))}
    subprocess.run([sys.executable, "-c", LOAD], env=environment, check=True, timeout=120)
    return environment


def entredon(node: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "entredon", *arguments], env=node, capture_output=True, timeout=120, check=False
    )


def test_a_copy_is_exported_like_the_original_byte_for_byte(node: dict[str, str], tmp_path: Path) -> None:
    here = entredon(node, "export", "merel", "--format", "valueflows")
    assert here.returncode == 0, here.stderr
    graph = json.loads(here.stdout)["@graph"]
    assert sum(record["@type"] == "Person" for record in graph) == 82, (
        "eighty people, and two freelancers as who they sell"
    )
    copy = tmp_path / "copy"
    assert entredon(node, "mirror", "merel", str(copy)).returncode == 0
    assert entredon(node, "export", str(copy), "--output", str(tmp_path / "copy.jsonld")).returncode == 0
    assert (tmp_path / "copy.jsonld").read_bytes() == here.stdout


@pytest.mark.parametrize(("arguments", "sentence"), [
    (("nobody",), "There is no commons named nobody here."),
    (("./nobody",), "There is no copy of a public record in"),
    (("merel", "--format", "csv"), "There is no form “csv”; the forms are: valueflows."),
    (("merel", "--output", "nowhere/at/all.jsonld"), "There is no directory nowhere/at"),
])  # fmt: skip
def test_what_can_not_be_exported_is_said_in_a_sentence(
    node: dict[str, str], arguments: tuple[str, ...], sentence: str
) -> None:
    done = entredon(node, "export", *arguments)
    assert done.returncode == 2
    assert sentence in done.stderr.decode()
    assert b"Traceback" not in done.stderr
    assert done.stdout == b""

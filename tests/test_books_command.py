"""``entredon books`` as a person calls it: of a commons here and of an outside copy, which must say the same."""

import os
import stat
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from entredon.pure.money.books.tests import programs
from entredon.pure.money.books.tests.making import variants

LOAD = (
    "from entredon.cli import common; common.start(); from entredon.testing_cast import Cast; "
    "from entredon.apps.treasury.tests.books_world import Year; Year(Cast.found())"
)

SAMPLE = "from entredon.cli import common; common.start(); from entredon.site import sample_car; sample_car.load()"


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """A node with the sample car."""
    environment = {**os.environ, "ENTREDON_HOME": str(tmp_path_factory.mktemp("sample"))}
    subprocess.run([sys.executable, "-c", SAMPLE], env=environment, check=True, timeout=120)
    return environment


@pytest.fixture(scope="module")
def node(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """A node with a year of books, as an environment for its commands."""
    environment = {**os.environ, "ENTREDON_HOME": str(tmp_path_factory.mktemp("books"))}
    subprocess.run([sys.executable, "-c", LOAD], env=environment, check=True, timeout=120)
    return environment


def entredon(node: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "entredon", *arguments], env=node, capture_output=True, timeout=120, check=False
    )


def test_the_books_of_a_copy_are_those_of_the_original_byte_for_byte(node: dict[str, str], tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    assert entredon(node, "mirror", "merel", str(copy)).returncode == 0
    for form in ("hledger", "beancount", "csv"):
        here = entredon(node, "books", "merel", "--format", form)
        assert here.returncode == 0, here.stderr
        there = entredon(node, "books", str(copy), "--format", form, "--output", str(tmp_path / form))
        assert there.returncode == 0, there.stderr
        assert (tmp_path / form).read_bytes() == here.stdout
    assert entredon(node, "verify", str(copy)).returncode == 0


@programs.needs_hledger
@programs.needs_beancount
def test_a_month_is_accepted_by_both_programs(node: dict[str, str], tmp_path: Path) -> None:
    month = entredon(node, "books", "merel", "--month", "2026-11").stdout.decode()
    assert month.startswith("; merel-vzw, 2026-11-01 to 2026-11-30\n")
    assert programs.hledger(month).returncode == 0
    lines = entredon(node, "books", "merel", "--format", "beancount", "--month", "2026-11").stdout.decode()
    assert programs.bean_check([lines.splitlines(keepends=True)], tmp_path) == set()


@programs.needs_hledger
@programs.needs_beancount
@pytest.mark.parametrize("count", [12, pytest.param(1_000, marks=pytest.mark.exhaustive)])
def test_both_programs_accept_the_books_of_the_sample_and_notice_every_changed_cent(
    sample: dict[str, str], count: int, tmp_path: Path
) -> None:
    whole = entredon(sample, "books", "merel").stdout.decode().splitlines(keepends=True)
    assert len(whole) > 50
    assert programs.hledger("".join(whole)).stderr == ""
    for text in map("".join, variants(whole, count)):
        assert programs.hledger(text).returncode != 0, text
    right = entredon(sample, "books", "merel", "--format", "beancount").stdout.decode().splitlines(keepends=True)
    files = [right, *variants(right, count), right]
    assert programs.bean_check(files, tmp_path) == set(range(1, count + 1))


def test_the_auditor_gets_one_file_that_only_its_owner_reads(node: dict[str, str], tmp_path: Path) -> None:
    path = tmp_path / "all.zip"
    done = entredon(node, "books", "merel", "--format", "auditor", "--output", str(path))
    assert done.returncode == 0, done.stderr
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with zipfile.ZipFile(path) as file:
        assert {"README.txt", "books/all.journal", "books/2026-11.beancount", "lines.csv"} <= set(file.namelist())
    assert [one.name for one in tmp_path.iterdir()] == ["all.zip"]


@pytest.mark.parametrize(("arguments", "sentence"), [
    (("nobody",), "There is no commons named nobody here."),
    (("merel", "--format", "ledger"), "There is no form “ledger”; the forms are: hledger, beancount, csv, auditor."),
    (("merel", "--month", "2026-13"), "“2026-13” is no month; write it as 2026-11."),
    (("merel", "--month", "2019-01"), "merel-vzw has nothing in its books up to then."),
    (("merel", "--format", "auditor"), "Say with --output which file the zip is written to."),
    (("merel", "--format", "auditor", "--month", "26", "--output", "x.zip"), "“26” is no year"),
    (("merel", "--output", "nowhere/at/all.journal"), "There is no directory nowhere/at"),
])  # fmt: skip
def test_what_can_not_be_written_is_said_in_a_sentence(
    node: dict[str, str], arguments: tuple[str, ...], sentence: str
) -> None:
    done = entredon(node, "books", *arguments)
    assert done.returncode == 2
    assert sentence in done.stderr.decode()
    assert b"Traceback" not in done.stderr
    assert done.stdout == b""

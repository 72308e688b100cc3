"""The one script, ./dev: what it says, and when it thinks a set-up is due."""

import importlib.machinery
import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from entredon import testing

ROOT = Path(__file__).resolve().parent.parent


def dev_in(folder: Path) -> ModuleType:
    """The script as a module that believes to stand in ``folder``."""
    loader = importlib.machinery.SourceFileLoader("dev", str(ROOT / "dev"))
    spec = importlib.util.spec_from_loader("dev", loader)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    module.ROOT = folder
    return module


def run_dev(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, ROOT / "dev", *arguments], capture_output=True, text=True, check=False)


def test_dev_without_arguments_explains_itself() -> None:
    done = run_dev()
    assert done.returncode == 0
    for command in ("run", "test", "lint", "bench", "docs"):
        assert f"./dev {command}" in done.stdout


def test_an_unknown_command_is_refused_with_what_there_is() -> None:
    done = run_dev("rnu")
    assert done.returncode == 2
    assert "no './dev rnu'" in done.stderr
    assert "./dev run" in done.stderr


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    folder = tmp_path / "a clone with spaces"
    (folder / "frontend" / "src").mkdir(parents=True)
    (folder / "pyproject.toml").write_text("[project]")
    (folder / "hatch_build.py").write_text("")
    (folder / "tools").mkdir()
    (folder / "frontend" / "src" / "app.css").write_text("a{}")
    return folder


def test_the_fingerprint_is_the_same_twice(clone: Path) -> None:
    assert dev_in(clone).fingerprint() == dev_in(clone).fingerprint()


def test_node_modules_do_not_make_a_set_up_due(clone: Path) -> None:
    before = dev_in(clone).fingerprint()
    (clone / "frontend" / "node_modules").mkdir()
    (clone / "frontend" / "node_modules" / "esbuild.js").write_text("x")
    assert dev_in(clone).fingerprint() == before


@pytest.mark.parametrize(
    "change", ["pyproject.toml", "hatch_build.py", "tools/towns.py", "frontend/src/app.css", "frontend/new.ts"]
)
def test_a_changed_or_new_file_makes_a_set_up_due(clone: Path, change: str) -> None:
    before = dev_in(clone).fingerprint()
    (clone / change).write_text("changed")
    assert dev_in(clone).fingerprint() != before


def test_a_renamed_file_makes_a_set_up_due(clone: Path) -> None:
    before = dev_in(clone).fingerprint()
    (clone / "frontend" / "src" / "app.css").rename(clone / "frontend" / "src" / "b.css")
    assert dev_in(clone).fingerprint() != before


@pytest.mark.parametrize("chosen", [["-n", "0"], ["--pdb"]])
def test_tests_run_in_parallel_unless_asked_otherwise(clone: Path, chosen: list[str]) -> None:
    dev = dev_in(clone)
    assert dev.in_parallel(["-k", "diamond"])[:2] == ["-n", "auto"]
    assert dev.in_parallel(chosen) == chosen


def test_the_files_that_are_begun_first_are_there() -> None:
    assert [path for path in testing.FIRST if not (ROOT / path).is_file()] == []

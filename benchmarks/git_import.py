"""A git history imported, beside the bare ``git log --numstat -M`` that nobody can do without.

python -m benchmarks.git_import --repo PATH     the same for a repository of yours
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks import Result

COMMITS = 80_000
SHORT = 8_000


def run(all: bool) -> list[Result]:
    from entredon.testing_git import Shape, make

    results = []
    for commits in (SHORT, COMMITS) if all else (COMMITS,):
        shape = Shape(
            commits=commits, people=commits // 40, tags=commits // 270, files=commits // 13, folders=20, lines=250
        )
        with tempfile.TemporaryDirectory(prefix="entredon-bench-git-") as folder:
            results += measure(make(Path(folder, "repository"), 1, shape), f"{commits:,} generated commits")
    return results


def measure(path: Path, what: str) -> list[Result]:
    """Import a repository as a person would, by a command; bare git before and after, the better of both beside it."""
    bare = ["git", "-C", str(path), "log", "--numstat", "-M"]
    before, _ = timed(bare)
    entredon = [str(Path(sys.executable).parent / "entredon"), "found", "Bench", "--from-git", str(path)]
    with tempfile.TemporaryDirectory(prefix="entredon-bench-node-") as home:
        # Making the node's tables is no part of an import.
        timed([str(Path(sys.executable).parent / "entredon"), "found", "Other"], home)
        ours, memory = timed(entredon, home)
    after, _ = timed(bare)
    return [
        Result(
            what=f"git import, {what}", figure=ours, unit="s", aim="≤ 1.2 ×", peer="git log --numstat -M alone",
            peer_figure=min(before, after), note="the whole command, from its start to the durable entry",
        ),
        Result(what=f"git import, {what}: memory", figure=memory, unit="MB", aim="≤ 500"),
    ]  # fmt: skip


def timed(
    argv: list[str], home: str = "", fine: tuple[int, ...] = (0,), told: Path | None = None
) -> tuple[float, float]:
    """Wall seconds of a command, and the most memory it or a program it called took, in MB. It ends with a ``fine`` code.

    What it prints goes into the file ``told``, if one is given.
    """
    environment = {**os.environ, **({"ENTREDON_HOME": home} if home else {})}
    with Path(told or os.devnull).open("wb") as out:
        begun = time.perf_counter()
        process = subprocess.Popen(argv, stdout=out, stderr=subprocess.DEVNULL, env=environment)
        _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - begun
    if os.waitstatus_to_exitcode(status) not in fine:
        raise RuntimeError(f"{' '.join(argv)} failed")
    return seconds, usage.ru_maxrss / 1024


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Measures the import of a repository.")
    parser.add_argument("--repo", type=Path, required=True, metavar="PATH")
    for result in measure(parser.parse_args().repo, "this repository"):
        print(
            f"{result.what}: {result.figure:.1f} {result.unit}, {result.peer} {result.peer_figure or 0:.1f}; aim {result.aim}"
        )

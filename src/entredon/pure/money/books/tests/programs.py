"""The real programs, where they are."""

import re
import shutil
import subprocess
from bisect import bisect_left
from pathlib import Path

import pytest

needs_hledger = pytest.mark.skipif(shutil.which("hledger") is None, reason="there is no hledger on this machine")
needs_beancount = pytest.mark.skipif(
    shutil.which("bean-check") is None, reason="there is no bean-check on this machine"
)
CHECKS = ("--strict", "ordereddates", "accounts", "commodities", "balancednoautoconversion")


def hledger(text: str, *command: str) -> subprocess.CompletedProcess[str]:
    """What hledger says of a file. ``LC_ALL``: it reads UTF-8 only where it is told so."""
    argv = ["hledger", "-f", "-", *(command or ("check", *CHECKS))]
    environment = {"LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin:/usr/local/bin"}
    return subprocess.run(argv, input=text, capture_output=True, text=True, check=False, env=environment, timeout=60)


def bean_check(files: list[list[str]], folder: Path) -> set[int]:
    """Which of these files beancount refuses. All are checked in one run, each with accounts of its own, so that every error
    belongs to one of them: starting the program takes longer than reading a hundred small files."""
    path, texts, ends = folder / "all.beancount", [], [0]
    for number, one in enumerate(files):
        texts.append(re.sub(r"\b(Assets|Liabilities|Equity|Income|Expenses):", rf"\1:V{number}:", "".join(one)))
        ends.append(ends[-1] + texts[-1].count("\n"))
    path.write_text("".join(texts), encoding="utf-8")
    done = subprocess.run(["bean-check", "-C", path], capture_output=True, text=True, check=False, timeout=600)
    wrong = [int(found[1]) for found in re.finditer(rf"^{re.escape(str(path))}:(\d+):", done.stderr, re.MULTILINE)]
    assert bool(wrong) == bool(done.returncode), done.stderr
    return {bisect_left(ends, line) - 1 for line in wrong}

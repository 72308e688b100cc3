"""``./dev bench``: runs what benchmarks/ holds, shows the figures and writes docs/benchmarks.md.

    ./dev bench                 every benchmark
    ./dev bench flow pages      only these; the rows of the others stay as they are
    ./dev bench --all           also the large cases (minutes)
    ./dev bench --no-write      only show

Each benchmark runs in a process and in a node's folder of its own, one after the other: nothing disturbs what is measured,
and one that fails doesn't stop the others. A figure that misses its aim is shown, and is no failure: machines differ.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks import Result  # noqa: E402
from tools import bench_page  # noqa: E402


def names() -> list[str]:
    """The benchmarks there are. Their files' names are their names; those with _ before are helpers."""
    return sorted(path.stem for path in (ROOT / "benchmarks").glob("[a-z]*.py"))


def measure(name: str, large: bool) -> list[Result] | str:
    """The results of one benchmark; a text when it failed."""
    with tempfile.TemporaryDirectory(prefix=f"entredon-bench-{name}-") as folder:
        file = Path(folder, "results.json")
        environment = {k: v for k, v in os.environ.items() if not k.startswith("ENTREDON_")}
        environment |= {
            "ENTREDON_HOME": str(Path(folder, "node")),
            "DJANGO_SETTINGS_MODULE": "entredon.site.settings",
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}",
        }
        argv = [sys.executable, "-m", "benchmarks", name, str(file), *(["--all"] if large else [])]
        done = subprocess.run(argv, cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True, check=False)
        try:
            return [Result(**row) for row in json.loads(file.read_text(encoding="utf-8"))]
        except (OSError, ValueError, TypeError) as trouble:
            return done.stderr.strip() or f"it ended with {done.returncode} and left no results ({trouble})"


def main() -> int:
    there = names()
    parser = argparse.ArgumentParser(prog="./dev bench", description="Measures, and writes docs/benchmarks.md.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"only these: {', '.join(there)}")
    parser.add_argument("--all", action="store_true", help="also the large cases (minutes)")
    parser.add_argument("--no-write", action="store_true", help="only show; leave docs/benchmarks.md as it is")
    asked = parser.parse_args()
    if unknown := sorted(set(asked.names) - set(there)):
        parser.error(f"no benchmark is called {', '.join(unknown)}; there are {', '.join(there)}")
    failed = []
    for name in asked.names or there:
        print(f"{name} …", file=sys.stderr, flush=True)
        begun = time.monotonic()
        results = measure(name, asked.all)
        if isinstance(results, str):
            failed.append(name)
            print(f"{name} failed:\n{results}\n", file=sys.stderr, flush=True)
            continue
        bench_page.show(name, results, time.monotonic() - begun)
        if not asked.no_write:
            bench_page.keep(name, [asdict(result) for result in results])
    if failed:
        print(f"{len(failed)} failed: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

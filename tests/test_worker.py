"""The task worker beside the server: started with it, begun again when it dies, and gone when it ends."""

import contextlib
import os
import re
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from entredon.cli import run, worker
from entredon.cli.worker import Keeper
from tests.browser.conftest import environment, free_port

ROOT = Path(__file__).resolve().parents[1]
SLEEPS = [sys.executable, "-c", "import time; time.sleep(600)"]
STUBBORN = [
    sys.executable,
    "-c",
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(1, flush=True); time.sleep(600)",
]


def until(found: Callable[[], object], seconds: float = 60) -> object:
    """What is found, once something is."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if answer := found():
            return answer
        time.sleep(0.05)
    raise AssertionError("it did not happen in time")


def lives(pid: int) -> bool:
    """Whether a process runs (one that has ended and waits to be noticed does not)."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def worker_of(parent: int) -> int:
    """The worker that a server has started, 0 if there is none."""
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):
            argv = path.read_bytes().split(b"\0")
            if b"entredon.cli.worker" in argv and str(parent).encode() in argv and lives(int(path.parent.name)):
                return int(path.parent.name)
    return 0


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "AGAIN", (0.05, 0.1))
    monkeypatch.setattr(worker, "PATIENCE", 0.3)


def pid_of(keeper: Keeper) -> int:
    process = keeper._process
    return process.pid if process is not None and process.poll() is None else 0


def test_a_worker_that_dies_is_begun_again_until_it_is_told_to_end(quick: None) -> None:
    keeper = Keeper(SLEEPS)
    keeper.start()
    first = until(lambda: pid_of(keeper))
    os.kill(first, signal.SIGKILL)
    second = until(lambda: pid_of(keeper) not in (0, first) and pid_of(keeper))
    keeper.stop()
    assert not lives(second)
    time.sleep(0.3)
    assert pid_of(keeper) == 0, "nothing is begun after the end"


def test_a_worker_that_does_not_listen_is_ended_all_the_same(quick: None) -> None:
    keeper = Keeper(STUBBORN)
    keeper.start()
    pid = until(lambda: pid_of(keeper))
    time.sleep(0.3)
    keeper.stop()
    assert not lives(pid)


def test_who_ends_before_it_began_leaves_nothing(quick: None) -> None:
    keeper = Keeper(SLEEPS)
    keeper.stop()
    keeper.start()
    time.sleep(0.2)
    assert pid_of(keeper) == 0


@pytest.fixture(scope="module")
def node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple["subprocess.Popen[bytes]", int, dict[str, str]]]:
    """A server as anybody runs one, without samples: its process, its port and its environment."""
    home, port = tmp_path_factory.mktemp("node"), free_port()
    env = environment(home) | {"ENTREDON_SAMPLES": "none"}
    argv = [sys.executable, "-m", "entredon", "run", "--port", str(port)]
    process = subprocess.Popen(argv, cwd=ROOT, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        until(lambda: process.poll() is not None or answers(port), 120)
        yield process, port, env
    finally:
        process.kill()
        process.wait()


def answers(port: int) -> bool:
    with contextlib.suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=30) as answer:
        return answer.status == 200
    return False


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks for processes in /proc")
def test_the_server_brings_its_worker_and_takes_it_along(node) -> None:
    process, port, env = node
    first = until(lambda: worker_of(process.pid))

    taken = [sys.executable, "-m", "entredon", "run", "--port", str(port)]
    other = subprocess.Popen(taken, cwd=ROOT, env=env, stderr=subprocess.PIPE)
    assert "is in use" in other.communicate(timeout=60)[1].decode()
    assert other.returncode == 2
    assert worker_of(other.pid) == 0, "a server that can't serve leaves no worker"

    stray = subprocess.run([sys.executable, "-m", "entredon.cli.worker", "1"], cwd=ROOT, env=env, timeout=60)
    assert stray.returncode == 0, "a worker whose server is gone ends by itself"

    os.kill(first, signal.SIGKILL)
    second = until(lambda: worker_of(process.pid) not in (0, first) and worker_of(process.pid))
    time.sleep(2)  # until it listens to signals: before that they end it at once
    process.terminate()
    assert process.wait(30) == 0
    assert not lives(second)


def test_a_signal_that_comes_while_the_server_begins_to_wait_is_heard() -> None:
    """The handler runs in the thread that holds the lock: it must not wait for it."""
    server = run.server_at("127.0.0.1", free_port())
    with server.main_loop_interrupt._cond:
        server.signal_handler_interrupt()
    assert server.main_loop_interrupt.wait(10)
    assert server.interrupt_signal


def test_a_signal_that_wakes_nobody_is_heard_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """One that comes between making up one's mind to wait and waiting: as one that another thread takes, while we wait."""
    server = run.server_at("127.0.0.1", free_port())
    monkeypatch.setattr(run, "LOOKS_UP", 0.05)
    before = signal.signal(signal.SIGUSR1, server.signal_handler_interrupt)
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGUSR1])

    def told() -> None:
        time.sleep(0.3)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGUSR1])
        signal.pthread_kill(threading.get_ident(), signal.SIGUSR1)

    by = threading.Thread(target=told)
    otherwise = threading.Timer(30, server.main_loop_interrupt.set)
    try:
        by.start()
        otherwise.start()
        assert server.main_loop_interrupt.wait()
        assert server.interrupt_signal, "it was heard, and not the time over"
    finally:
        otherwise.cancel()
        by.join()
        signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGUSR1])
        signal.signal(signal.SIGUSR1, before)


SERVES = """
import os, signal, sys, time
from entredon.cli import run
import granian.server
run.load_application = lambda *_: run.may_be_told() or (lambda given, start: start("200 OK", []) or [])
for n, port in enumerate(sys.argv[1:]):
    server = os.fork()
    if not server:
        run.serve("127.0.0.1", int(port), on_ready=lambda: None)
        os._exit(0)
    time.sleep(n / 250)
    os.kill(server, signal.SIGTERM)
    signal.signal(signal.SIGALRM, lambda *_: os.kill(server, signal.SIGKILL))
    signal.alarm(60)
    print("ended", os.waitstatus_to_exitcode(os.waitpid(server, 0)[1]), flush=True)
    signal.alarm(0)
"""
"""Starts servers of nothing, and tells each to end 4 ms later after its begin than the one before."""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="forks")
def test_a_server_ends_also_while_it_makes_its_process(node, tmp_path: Path) -> None:
    _, _, env = node
    ports = [str(free_port()) for _ in range(25)]
    argv = [sys.executable, "-c", SERVES, *ports]
    # A file and no pipe: the children of a child that was killed would keep a pipe open, and us waiting.
    with (tmp_path / "said").open("w+") as said:
        subprocess.run(argv, cwd=ROOT, env=env, stdout=said, stderr=subprocess.STDOUT, check=False, timeout=240)
    told = (tmp_path / "said").read_text()
    ended = re.findall(r"^ended (.+)$", told, re.MULTILINE)
    assert len(ended) == len(ports), told
    assert set(ended) <= {"0", str(-signal.SIGTERM)}, told
    assert "Unexpected" not in told


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks for processes in /proc")
@pytest.mark.parametrize("tenths", range(0, 31, 5))
def test_whenever_it_is_told_to_end_it_ends_and_leaves_nothing(node, tenths: int) -> None:
    """Also while it is still starting: before it listens to signals they end it at once. Finer steps are tried above."""
    _, _, env = node
    port = free_port()
    argv = [sys.executable, "-m", "entredon", "run", "--port", str(port)]
    process = subprocess.Popen(argv, cwd=ROOT, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(tenths / 10)
    process.terminate()
    try:
        # At worst it gives its server five seconds and its worker twice five; a busy machine takes a while to do the rest.
        assert process.wait(60) in (0, -signal.SIGTERM)
    finally:
        process.kill()
    assert until(lambda: not of(port)), "nothing of it is left"
    assert worker_of(process.pid) == 0


def of(port: int) -> list[int]:
    """The processes that were started to serve at a port."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):
            if path.read_bytes().endswith(b"--port\0%d\0" % port) and lives(int(path.parent.name)):
                found.append(int(path.parent.name))
    return found

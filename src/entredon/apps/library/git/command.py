"""Running git: the same everywhere, whatever the user has configured, and its complaints as sentences."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from entredon.apps.library.git.complaints import GitTrouble, trouble

STEP = 1 << 20
# Settings that change what git says of a history. Ours are git's own defaults, written out.
PLAIN = (
    "core.quotePath=true", "core.attributesFile=/dev/null", "diff.renameLimit=1000", "diff.algorithm=default",
    "attr.tree=4b825dc642cb6eb9a060e54bf8d69288fbee4904", "mailmap.file=", "log.showSignature=false", "gc.auto=0",
    "maintenance.auto=false", "core.fsmonitor=false", "log.showRoot=true", "safe.directory=*",
    # Line by line a file of hundreds of megabytes takes gigabytes of memory: from this size on it counts as binary.
    "core.bigFileThreshold=16m",
    # A pack of gigabytes is looked at through a window, so that memory stays small.
    "core.packedGitLimit=128m", "core.packedGitWindowSize=16m",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much memory and time one git may take: bytes, and seconds of a processor."""

    memory: int
    seconds: int


STRANGERS = Bounds(memory=1500 << 20, seconds=3600)
"""For what somebody sends: a bundle of a few hundred bytes can unfold to more files than any machine holds."""
_bounds: ContextVar[Bounds | None] = ContextVar("bounds", default=None)


@contextmanager
def bounded() -> Iterator[None]:
    """Inside the block every git is ended when it takes more than strangers may; that is told like any other complaint."""
    before = _bounds.set(STRANGERS)
    try:
        yield
    finally:
        _bounds.reset(before)


def environment(*, alone: bool) -> dict[str, str]:
    """git's environment: English, no questions, nothing of a git that called us; ``alone``: no user's settings either.

    The user's settings are needed once, when her own repository is copied: they say which folders she trusts.
    """
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    # By itself git hands over each commit as it comes; in large pieces they cost a third of the time.
    ours = {"LC_ALL": "C", "LANGUAGE": "", "GIT_TERMINAL_PROMPT": "0", "GIT_NO_REPLACE_OBJECTS": "1", "GIT_FLUSH": "0"}
    if alone:
        ours |= {"GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull, "GIT_ATTR_NOSYSTEM": "1"}
    return {**kept, **ours}


def argv(arguments: Sequence[str], *, alone: bool) -> list[str]:
    plain = [part for setting in PLAIN for part in ("-c", setting)] if alone else []
    bounds = _bounds.get()
    if bounds is None:
        return ["git", *plain, *arguments]
    # Where a system has no such limit, the shell says so and git goes on without.
    limits = f"ulimit -v {bounds.memory >> 10} 2>/dev/null; ulimit -t {bounds.seconds} 2>/dev/null; "
    return ["sh", "-c", limits + 'exec git "$@"', "git", *plain, *arguments]


def needed() -> None:
    """Raises GitTrouble when there is no git on this machine."""
    if shutil.which("git") is None:
        raise GitTrouble("There is no git on this machine; install it (for instance: apt install git) and try again.")


def ask(*arguments: str, given: bytes = b"", alone: bool = True, about: str = "") -> bytes:
    """What git answers. Raises GitTrouble; ``about`` is the repository its sentence names."""
    done = subprocess.run(
        argv(arguments, alone=alone), input=given, capture_output=True, env=environment(alone=alone), check=False
    )
    if done.returncode != 0:
        raise trouble(done.stderr, about, ended=done.returncode < 0)
    return done.stdout


@contextmanager
def running(*arguments: str, given: bytes = b"", about: str = "") -> Iterator["Running"]:
    """git at work, to be read while it runs; it ends when the block ends, whatever happens."""
    with tempfile.TemporaryFile() as stdin, tempfile.TemporaryFile() as stderr:
        stdin.write(given)
        stdin.seek(0)
        process = subprocess.Popen(
            argv(arguments, alone=True), stdin=stdin, stdout=subprocess.PIPE, stderr=stderr,
            env=environment(alone=True), bufsize=0, pipesize=STEP,
        )  # fmt: skip
        try:
            yield Running(process, stderr, about)
        finally:
            if process.poll() is None:
                process.kill()
            process.wait()
            if process.stdout is not None:
                process.stdout.close()


class Running:
    """A git that is writing."""

    def __init__(self, process: "subprocess.Popen[bytes]", stderr: IO[bytes], about: str) -> None:
        self._process, self._stderr, self._about = process, stderr, about

    def chunks(self) -> Iterator[bytes]:
        """Its output, as it comes. Raises GitTrouble at the end when git failed: what came before is then not whole."""
        assert self._process.stdout is not None
        while chunk := self._process.stdout.read(STEP):
            yield chunk
        self.finish()

    def finish(self) -> None:
        """Wait for its end. Raises GitTrouble when it failed."""
        if (code := self._process.wait()) != 0:
            self._stderr.seek(0)
            raise trouble(self._stderr.read(), self._about, ended=code < 0)

    def answer(self) -> bytes | None:
        """All its output if it has ended well, else None. Never waits; for short answers only."""
        if self._process.poll() != 0 or self._process.stdout is None:
            return None
        return self._process.stdout.read()


def same_place(path: Path) -> str:
    """A path as git should be given it: absolute, so that none begins with a dash."""
    return str(path.expanduser().absolute())

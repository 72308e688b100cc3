"""Running git: the same everywhere, whatever the user has configured, and its complaints as sentences."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from entredon.apps.library.git.complaints import GitTrouble, sentence

STEP = 1 << 20
# Settings that change what git says of a history. Ours are git's own defaults, written out.
PLAIN = (
    "core.quotePath=true", "core.attributesFile=/dev/null", "diff.renameLimit=1000", "diff.algorithm=default",
    "attr.tree=4b825dc642cb6eb9a060e54bf8d69288fbee4904", "mailmap.file=", "log.showSignature=false", "gc.auto=0",
    "maintenance.auto=false", "core.fsmonitor=false", "log.showRoot=true", "safe.directory=*",
    # A pack of gigabytes is looked at through a window, so that memory stays small.
    "core.packedGitLimit=128m", "core.packedGitWindowSize=16m",
)  # fmt: skip


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
    return ["git", *plain, *arguments]


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
        raise GitTrouble(sentence(done.stderr, about))
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
        if self._process.wait() != 0:
            self._stderr.seek(0)
            raise GitTrouble(sentence(self._stderr.read(), self._about))

    def answer(self) -> bytes | None:
        """All its output if it has ended well, else None. Never waits; for short answers only."""
        if self._process.poll() != 0 or self._process.stdout is None:
            return None
        return self._process.stdout.read()


def same_place(path: Path) -> str:
    """A path as git should be given it: absolute, so that none begins with a dash."""
    return str(path.expanduser().absolute())

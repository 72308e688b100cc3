"""Git bundles that people send: streamed to disk up to a limit, looked at by git, and swept away when nobody used them."""

import secrets
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile

from entredon.apps.library.git import command, complaints
from entredon.apps.library.git.complaints import GitTrouble
from entredon.log import home

AGE = 8 * 24 * 3600
"""Seconds after which a bundle that nobody used is thrown away: a day more than what was typed is kept."""
AT_ONCE = 4
"""Room for so many of the largest bundles, all that wait together."""
PATIENCE = 120
"""Seconds git may look at a bundle."""
SUFFIX = ".bundle"
FIELD = "bundle"
"""The field of the form in which a bundle comes."""


def folder() -> Path:
    """Where bundles wait, its owner's alone."""
    found = Path(settings.ENTREDON_HOME) / "uploads"
    home.make_folder(found)
    return found


def place(name: str) -> Path:
    """Where a bundle lies: by the random name it was given here, never by one that came from outside."""
    if len(name) != 32 or not set(name) <= set("0123456789abcdef"):
        raise ValueError("no name of an upload")
    return folder() / (name + SUFFIX)


def drop(name: str) -> None:
    """It has served, or another one took its place."""
    if name:
        place(name).unlink(missing_ok=True)


def sweep() -> None:
    """Throw away what nobody used."""
    for path in _all():
        if time.time() - path.stat().st_mtime > AGE:
            path.unlink(missing_ok=True)


def most() -> int:
    """How many bytes a bundle may have at most."""
    return int(settings.ENTREDON_UPLOAD_MOST)


def room() -> int:
    """How many bytes the next one may have, beside those that wait already."""
    return max(0, min(most(), AT_ONCE * most() - sum(path.stat().st_size for path in _all())))


def _all() -> Iterator[Path]:
    return folder().glob("*" + SUFFIX)


class Received(UploadedFile):
    """A bundle on disk; ``key`` is the name under which it lies there."""

    def __init__(self, key: str, name: str, size: int) -> None:
        super().__init__(None, name, "application/octet-stream", size)
        self.key = key


class ToDisk(FileUploadHandler):
    """Takes the one file of the form straight to where bundles wait. What is too large is read past, not kept."""

    key = ""
    too_large = full = False
    _out: IO[bytes] | None = None

    def new_file(self, field_name: str, *args: Any, **kwargs: Any) -> None:
        if self.key or field_name != FIELD:
            raise SkipFile  # one is enough, and nobody would come for another
        super().new_file(field_name, *args, **kwargs)
        sweep()
        self.key, self.size, self.most = secrets.token_hex(16), 0, room()
        self._out = place(self.key).open("xb")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.size += len(raw_data)
        if self.size > self.most:
            self._close()
            drop(self.key)
            self.too_large = True
            self.full = self.most < most()
            raise SkipFile
        assert self._out is not None
        self._out.write(raw_data)

    def file_complete(self, file_size: int) -> UploadedFile:
        self._close()
        return Received(self.key, self.file_name or "", self.size)

    def upload_interrupted(self) -> None:
        self._close()
        drop(self.key)

    def _close(self) -> None:
        if self._out is not None:
            self._out.close()


def check(key: str, name: str) -> None:
    """Whether a received file is a bundle of a whole history. Raises GitTrouble with a sentence that calls it ``name``."""
    command.needed()
    path = place(key)
    with path.open("rb") as file:
        head = file.read(20)
    none = GitTrouble("“{name}” is no git bundle. Make one with: git bundle create FILE --all", name=name)
    if not head.startswith((b"# v2 git bundle\n", b"# v3 git bundle\n")):
        raise none
    with tempfile.TemporaryDirectory(dir=folder()) as empty:
        # git wants a repository beside it, to see whether the bundle needs history that isn't in it.
        command.ask("init", "--bare", "--quiet", empty, about=name)
        try:
            done = subprocess.run(
                command.argv(["-C", empty, "bundle", "verify", str(path)], alone=True),
                stdin=subprocess.DEVNULL, capture_output=True, env=command.environment(alone=True), timeout=PATIENCE,
                check=False,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            raise GitTrouble("“{name}” could not be read in time.", name=name) from None
    if done.returncode != 0:
        raise complaints.trouble(done.stderr, f"“{name}”")
    if not command.ask("bundle", "list-heads", str(path), about=name).strip():
        raise none

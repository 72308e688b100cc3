"""Files that are too large for memory: a form's one file is streamed to where such files wait, under a name made here.

Whoever takes files of a kind (bundles of git, tables) says where they wait and how much room there is.
"""

import secrets
import time
from collections.abc import Iterable
from pathlib import Path
from typing import IO, Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile

AGE = 8 * 24 * 3600
"""Seconds after which a file that nobody used is thrown away: a day more than what was typed is kept."""
_HEX = frozenset("0123456789abcdef")


def checked(name: str) -> str:
    """A name that was made here. Raises ValueError for one that came from outside."""
    if len(name) != 32 or not set(name) <= _HEX:
        raise ValueError("no name of an upload")
    return name


def throw_away_old(paths: Iterable[Path]) -> None:
    """Throw away what nobody used."""
    for path in paths:
        if time.time() - path.stat().st_mtime > AGE:
            path.unlink(missing_ok=True)


class Received(UploadedFile):  # type: ignore[type-arg]
    """A file on disk; ``key`` is the name under which it lies there."""

    def __init__(self, key: str, name: str, size: int) -> None:
        super().__init__(None, name, "application/octet-stream", size)
        self.key = key


class ToDisk(FileUploadHandler):
    """Takes the one file of a form straight to where such files wait. What is too large is read past, not kept.

    A subclass names the ``field`` in which it comes, and says where it waits and how much room there is.
    """

    field = ""
    key = ""
    too_large = full = False
    _out: IO[bytes] | None = None

    def place(self, key: str) -> Path:
        """Where the file of this name lies."""
        raise NotImplementedError

    def drop(self, key: str) -> None:
        """Throw it away."""
        raise NotImplementedError

    def sweep(self) -> None:
        """Throw away what nobody used."""
        raise NotImplementedError

    def most(self) -> int:
        """How many bytes a file may have at most."""
        raise NotImplementedError

    def room(self) -> int:
        """How many bytes the next one may have, beside those that wait already."""
        raise NotImplementedError

    def new_file(self, field_name: str, *args: Any, **kwargs: Any) -> None:
        if self.key or field_name != self.field:
            raise SkipFile  # one is enough, and nobody would come for another
        super().new_file(field_name, *args, **kwargs)
        self.sweep()
        self.key, self.size, self.left = secrets.token_hex(16), 0, self.room()
        self._out = self.place(self.key).open("xb")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.size += len(raw_data)
        if self.size > self.left:
            self._close()
            self.drop(self.key)
            self.too_large = True
            self.full = self.left < self.most()
            raise SkipFile
        assert self._out is not None
        self._out.write(raw_data)

    def file_complete(self, file_size: int) -> Received:
        self._close()
        return Received(self.key, self.file_name or "", self.size)

    def upload_interrupted(self) -> None:
        self._close()
        self.drop(self.key)

    def _close(self) -> None:
        if self._out is not None:
            self._out.close()

"""Tables that people send: streamed to disk up to a limit, under a random name, and swept away when nobody used them."""

import secrets
import time
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile

from entredon.log import home
from entredon.pure.tables import MOST_BYTES

AGE = 8 * 24 * 3600
"""Seconds after which a table that nobody brought in is thrown away: a day more than what was typed is kept."""
AT_ONCE = 5
"""Room for so many of the largest, all that wait together."""
TABLE, LOOK, FAULTS = ".table", ".look", ".faults.csv"
FIELD = "table"
"""The field of the form in which a table comes."""


def folder() -> Path:
    """Where tables wait, its owner's alone."""
    found = Path(settings.ENTREDON_HOME) / "tables"
    home.make_folder(found)
    return found


def place(name: str, what: str = TABLE) -> Path:
    """Where a table lies, or what was found in it: by the random name it was given here, never by one from outside."""
    if len(name) != 32 or not set(name) <= set("0123456789abcdef"):
        raise ValueError("no name of an upload")
    return folder() / (name + what)


def drop(name: str) -> None:
    """It has served."""
    for what in (TABLE, LOOK, FAULTS) if name else ():
        place(name, what).unlink(missing_ok=True)


def sweep() -> None:
    """Throw away what nobody used."""
    for path in folder().iterdir():
        if time.time() - path.stat().st_mtime > AGE:
            path.unlink(missing_ok=True)


def names() -> Iterator[str]:
    """The tables that wait."""
    return (path.name.removesuffix(TABLE) for path in folder().glob("*" + TABLE))


def naming(addresses: Collection[str]) -> list[str]:
    """The tables that wait and in which one of these addresses stands."""
    wanted = [address.lower().encode() for address in addresses if address.strip()]
    found = []
    for name in names() if wanted else ():
        # UTF-16 has a NUL beside each letter of an address.
        raw = place(name).read_bytes().lower().replace(b"\0", b"")
        if any(address in raw for address in wanted):
            found.append(name)
    return found


def most() -> int:
    """How many bytes a table may have at most."""
    return min(MOST_BYTES, int(settings.ENTREDON_UPLOAD_MOST))


def room() -> int:
    """How many bytes the next one may have, beside those that wait already."""
    return max(0, min(most(), AT_ONCE * most() - sum(place(name).stat().st_size for name in names())))


class Received(UploadedFile):  # type: ignore[type-arg]
    """A table on disk; ``key`` is the name under which it lies there."""

    def __init__(self, key: str, name: str, size: int) -> None:
        super().__init__(None, name, "application/octet-stream", size)
        self.key = key


class ToDisk(FileUploadHandler):
    """Takes the one file of the form straight to where tables wait. What is too large is read past, not kept."""

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

    def file_complete(self, file_size: int) -> Received:
        self._close()
        return Received(self.key, self.file_name or "", self.size)

    def upload_interrupted(self) -> None:
        self._close()
        drop(self.key)

    def _close(self) -> None:
        if self._out is not None:
            self._out.close()

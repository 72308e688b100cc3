"""The files of a log. Everywhere they have the same names: below a node's ``/log/<slug>/``, and in a mirror's directory.

::

    checkpoint  vkey  tile/<level>/<n>  tile/entries/<n>  side/<entry>/<name>  content/<sha256>

Needs neither Django nor a node, so that several processes can check one mirror.
"""

import hashlib
import os
import shutil
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from entredon.pure.log import canonical, commitment, tiles
from entredon.pure.log.canonical import Malformed
from entredon.pure.log.keys import b64, unb64
from entredon.pure.log.leaf import LIMIT

SMALL = 1 << 16
"""Bytes of a checkpoint or a key at most."""
SIDE = 1 << 20
CONTENT = 1 << 36
"""Bytes of one piece of content at most, where its entry doesn't say."""
STEP = 1 << 20


class Source(Protocol):
    """A place with the files of one log.

    ``read`` gives the bytes of a file, None when there is none; of a file larger than ``limit`` only ``limit + 1``
    bytes, which no check accepts. ``save`` puts content into a file and says whether it was there. ``parallel`` says
    whether it is far away, so that asking for several files at once saves time.
    """

    @property
    def name(self) -> str: ...
    @property
    def parallel(self) -> bool: ...
    def read(self, path: str, limit: int) -> bytes | None: ...
    def save(self, path: str, target: Path, limit: int) -> bool: ...


def limit_of(tile: tiles.Tile) -> int:
    """How many bytes a tile or bundle can have."""
    return tile.width * (2 + LIMIT if tile.level is None else 32)


def side_path(entry: str, name: str) -> str:
    """Where a side text lies."""
    return f"side/{entry}/{name}"


def content_path(sha256: str) -> str:
    """Where content lies."""
    return f"content/{sha256}"


def encode_side(salt: bytes, text: str) -> bytes:
    """A side text as a file: its salt and itself."""
    return canonical.dumps({"salt": b64(salt), "text": text})


def decode_side(data: bytes) -> tuple[bytes, str]:
    """Salt and text of a side text's file. Raises Malformed."""
    value = canonical.loads(data)
    if type(value) is not dict or value.keys() != {"salt", "text"} or any(type(v) is not str for v in value.values()):
        raise Malformed("a side text has a salt and a text")
    salt = unb64(value["salt"])
    if len(salt) != commitment.SALT:
        raise Malformed("a salt has {salt} bytes", salt=commitment.SALT)
    return salt, value["text"]


def opens(data: bytes, committed: str) -> bool:
    """Whether a side text's file is what an entry has committed to."""
    try:
        return commitment.opens(committed, *decode_side(data))
    except Malformed:
        return False


@dataclass(frozen=True)
class Directory:
    """A mirror's directory, or one that looks like it."""

    root: Path
    parallel: bool = False

    @property
    def name(self) -> str:
        return str(self.root)

    def read(self, path: str, limit: int) -> bytes | None:
        """The bytes of a file, at most one more than the limit; None when there is none.

        Nothing (``b""``, which no check accepts) of what has the name of a file and isn't one.
        """
        file = self.root / path
        try:
            if not is_regular(file, self.root):
                return b""
            with file.open("rb") as stream:
                return stream.read(limit + 1)
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            return None

    def save(self, path: str, target: Path, limit: int) -> bool:
        """Put content into a file; False when it isn't here."""
        file = self.root / path
        return file.is_file() and is_regular(file, self.root) and link(file, target)

    def sha256(self, path: str) -> str | None:
        """The hash of a file, read in steps; None when there is none."""
        return sha256_of(self.root / path, self.root)


def is_regular(file: Path, root: Path | None = None) -> bool:
    """Whether this is a regular file, or a link to one (below ``root``): whoever opens a pipe may wait for ever.

    Raises FileNotFoundError or NotADirectoryError when there is nothing.
    """
    mode = os.lstat(file).st_mode
    if not stat.S_ISLNK(mode):
        return stat.S_ISREG(mode)
    target = os.path.realpath(file)
    return os.path.isfile(target) and (root is None or Path(target).is_relative_to(os.path.realpath(root)))


def sha256_of(file: Path, root: Path | None = None) -> str | None:
    """The hash of a file, read in steps; None when there is none, or no regular one (a link: below ``root``)."""
    digest = hashlib.sha256()
    try:
        if not is_regular(file, root):
            return None
        with file.open("rb") as stream:
            while chunk := stream.read(STEP):
                digest.update(chunk)
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return None
    return digest.hexdigest()


def link(file: Path, target: Path) -> bool:
    """Put a file that never changes into another place, without using the disk twice where that can be had."""
    if not file.is_file():
        return False
    target.parent.mkdir(parents=True, exist_ok=True)
    target.unlink(missing_ok=True)
    try:
        os.link(file, target)
    except OSError:
        draft = target.with_name(f".new-{target.name}")
        shutil.copyfile(file, draft)
        os.replace(draft, target)
    return True


def write(file: Path, data: bytes, *, sync: bool = False) -> None:
    """Write a file aside and rename it, so that it is whole or not there."""
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f".new-{file.name}")
    with draft.open("wb") as stream:
        stream.write(data)
        if sync:
            stream.flush()
            os.fsync(stream.fileno())
    os.replace(draft, file)

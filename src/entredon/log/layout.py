"""Where the files of a log come from. Everywhere they have the same names: below a node's ``/log/<slug>/``, in a mirror.

::

    checkpoint  vkey  tile/<level>/<n>  tile/entries/<n>  side/<entry>/<name>  content/<sha256>
"""

import os
import shutil
from pathlib import Path
from typing import Protocol

from entredon.log import checkpoints, content, stored
from entredon.log.models import Log, SideText
from entredon.log.stored import Absent
from entredon.pure.log import canonical, commitment, tiles
from entredon.pure.log.canonical import Malformed
from entredon.pure.log.keys import b64, unb64
from entredon.pure.log.leaf import LIMIT

SMALL = 1 << 16
"""Bytes of a checkpoint or a key at most."""
TILE = 32 * tiles.WIDTH
BUNDLE = (2 + LIMIT) * tiles.WIDTH
SIDE = 1 << 20
CONTENT = 1 << 36
"""Bytes of one piece of content at most, where its entry doesn't say."""


class TooLarge(Exception):
    """More bytes than a file of this kind can have."""


class Source(Protocol):
    """A place with the files of one log."""

    @property
    def name(self) -> str: ...
    def read(self, path: str, limit: int) -> bytes | None: ...
    def save(self, path: str, target: Path, limit: int) -> bool: ...


def limit_of(tile: tiles.Tile) -> int:
    """How many bytes a tile or bundle can have."""
    return BUNDLE if tile.level is None else TILE


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
        raise Malformed(f"a salt has {commitment.SALT} bytes")
    return salt, value["text"]


def side(slug: str, entry: str, name: str) -> bytes:
    """A side text of this node as a file. Raises Absent when it was erased or never was."""
    row = SideText.objects.filter(commons=slug, entry=entry, name=name).first()
    if row is None:
        raise Absent(f"The text “{name}” of entry {entry[:10]} is not here; it may have been erased.")
    return encode_side(bytes(row.salt), row.text)


def vkey(slug: str) -> bytes:
    """The verifier key of a log as a file. Raises Absent."""
    return f"{stored.head(slug).vkey}\n".encode()


class Node:
    """A log of this node, read from its rows."""

    def __init__(self, slug: str) -> None:
        self.slug = slug
        self.name = slug

    def read(self, path: str, limit: int) -> bytes | None:
        """The bytes of a file, None when there is none. Raises TooLarge."""
        try:
            data = self._read(path)
        except (Absent, Malformed, Log.DoesNotExist):
            return None
        if len(data) > limit:
            raise TooLarge(path)
        return data

    def _read(self, path: str) -> bytes:
        if path == "checkpoint":
            note = checkpoints.published(self.slug).note
            if not note:
                raise Absent("nothing is published yet")
            return note
        if path == "vkey":
            return vkey(self.slug)
        if path.startswith("side/"):
            _, entry, name = path.split("/")
            return side(self.slug, entry, name)
        return stored.tile(self.slug, path)

    def save(self, path: str, target: Path, limit: int) -> bool:
        """Put content into a file; False when it isn't here. The same disk holds it only once."""
        file = content.store().path(path.removeprefix("content/"))
        return _link(file, target)


class Directory:
    """A mirror's directory, or one that looks like it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.name = str(root)

    def read(self, path: str, limit: int) -> bytes | None:
        """The bytes of a file, None when there is none. Raises TooLarge."""
        try:
            with (self.root / path).open("rb") as stream:
                data = stream.read(limit + 1)
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            return None
        if len(data) > limit:
            raise TooLarge(path)
        return data

    def save(self, path: str, target: Path, limit: int) -> bool:
        """Put content into a file; False when it isn't here."""
        return _link(self.root / path, target)


def _link(file: Path, target: Path) -> bool:
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

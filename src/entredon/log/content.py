"""Content by its SHA-256: large things live beside the log, and entries name them by hash."""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Protocol

from django.conf import settings

from entredon.log import disk
from entredon.pure.told import Told

STEP = 1 << 20


class WrongContent(Told):
    """Bytes that don't hash to their name."""


class Content(Protocol):
    """The port: where content lives. A folder here; object storage later."""

    def put(self, stream: BinaryIO, expect: str = "") -> tuple[str, int]: ...
    def open(self, sha256: str) -> BinaryIO: ...
    def has(self, sha256: str) -> bool: ...
    def size(self, sha256: str) -> int: ...
    def all(self) -> Iterator[str]: ...
    def drop(self, sha256: str) -> None: ...


class Folder:
    """Content in a folder, ``ab/abcd…``; written aside, synced, then renamed, so that a name never lies."""

    def __init__(self, root: Path, *, flat: bool = False) -> None:
        self.root = root
        self._flat = flat

    def path(self, sha256: str) -> Path:
        """Where content with this hash lies or would lie. Raises KeyError for what is no hash."""
        if len(sha256) != 64 or not set(sha256) <= set("0123456789abcdef"):
            raise KeyError(sha256)
        return self.root / sha256 if self._flat else self.root / sha256[:2] / sha256

    def put(self, stream: BinaryIO, expect: str = "") -> tuple[str, int]:
        """Store a stream; returns its hash and length. With ``expect``, raises WrongContent for other bytes."""
        self.root.mkdir(parents=True, exist_ok=True)
        digest, length = hashlib.sha256(), 0
        descriptor, name = tempfile.mkstemp(dir=self.root, prefix=".new-")
        draft = Path(name)
        try:
            with os.fdopen(descriptor, "wb") as file:
                while chunk := stream.read(STEP):
                    digest.update(chunk)
                    length += len(chunk)
                    file.write(chunk)
                file.flush()
                os.fsync(file.fileno())
            name = digest.hexdigest()
            if expect and name != expect:
                raise WrongContent("content {expect}… arrived as {name}…", expect=expect[:10], name=name[:10])
            target = self.path(name)
            target.parent.mkdir(parents=True, exist_ok=True)
            os.replace(draft, target)
            # An entry that names this content must not outlive it in a power cut.
            disk.sync_folder(target.parent)
            disk.sync_folder(self.root)
        except BaseException:
            draft.unlink(missing_ok=True)
            raise
        return name, length

    def open(self, sha256: str) -> BinaryIO:
        """A stream of the content. Raises KeyError when it isn't here."""
        try:
            return self.path(sha256).open("rb")
        except FileNotFoundError:
            raise KeyError(sha256) from None

    def has(self, sha256: str) -> bool:
        """Whether content with this hash is here."""
        return self.path(sha256).is_file()

    def size(self, sha256: str) -> int:
        """Its length in bytes. Raises KeyError when it isn't here."""
        try:
            return self.path(sha256).stat().st_size
        except FileNotFoundError:
            raise KeyError(sha256) from None

    def all(self) -> Iterator[str]:
        """The hashes of all content here."""
        pattern = "*" if self._flat else "??/*"
        yield from sorted(p.name for p in self.root.glob(pattern) if len(p.name) == 64)

    def drop(self, sha256: str) -> None:
        """Remove content that nothing names any more."""
        self.path(sha256).unlink(missing_ok=True)


_chosen: Folder | None = None


def use(folder: Folder) -> None:
    """From now on this process takes content from this folder: a mirror's, when it is replayed."""
    global _chosen
    _chosen = folder


def store() -> Folder:
    """This node's content."""
    return _chosen or Folder(Path(settings.ENTREDON_HOME) / "content")

"""The files of a log of this node, rendered from its rows: what HTTP serves and what a mirror of this node reads."""

from pathlib import Path

from entredon.log import checkpoints, content, files, stored
from entredon.log.models import Log, SideText
from entredon.log.stored import Absent
from entredon.pure.log.canonical import Malformed


def side(slug: str, entry: str, name: str) -> bytes:
    """A side text as a file. Raises Absent when it was erased, is kept back or never was."""
    row = SideText.objects.filter(commons=slug, entry=entry, name=name, withheld=False).first()
    if row is None:
        raise Absent(
            "The text “{name}” of entry {entry} is not here; it may have been erased.", name=name, entry=entry[:10]
        )
    return files.encode_side(bytes(row.salt), row.text)


def vkey(slug: str) -> bytes:
    """The verifier key of a log as a file. Raises Absent."""
    return f"{stored.head(slug).vkey}\n".encode()


def checkpoint(slug: str) -> bytes:
    """The newest signed checkpoint. Raises Absent before the first."""
    note = checkpoints.published(slug).note
    if not note:
        raise Absent("Nothing of {slug} is published yet.", slug=slug)
    return note


class Node:
    """A log of this node as a source of files."""

    parallel = False

    def __init__(self, slug: str) -> None:
        self.slug = slug
        self.name = slug

    def read(self, path: str, limit: int) -> bytes | None:
        """The bytes of a file, None when there is none."""
        try:
            return self._read(path)[: limit + 1]
        except (Absent, Malformed, Log.DoesNotExist):
            return None

    def _read(self, path: str) -> bytes:
        if path == "checkpoint":
            return checkpoint(self.slug)
        if path == "vkey":
            return vkey(self.slug)
        if path.startswith("side/"):
            _, entry, name = path.split("/")
            return side(self.slug, entry, name)
        return stored.tile(self.slug, path)

    def save(self, path: str, target: Path, limit: int) -> bool:
        """Put content into a file; False when it isn't here."""
        return files.link(content.store().path(path.removeprefix("content/")), target)

"""Many objects of a repository read from one git that runs beside."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from entredon.apps.library.git.command import running

LARGEST = 4 << 20
"""Bytes of an object that is looked at."""


def contents(path: Path, ids: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    """Each object that is there, by its id, in the order asked for; only one is held at a time, and none that is larger than
    commits and tags are. Raises GitTrouble."""
    wanted = "".join(f"{id}\n" for id in ids).encode()
    if not wanted:
        return
    with running("-C", str(path), "cat-file", "--batch", given=wanted, about=str(path)) as git:
        held = b""
        chunks = git.chunks()
        while True:
            head, found, rest = held.partition(b"\n")
            while not found:
                chunk = next(chunks, None)
                if chunk is None:
                    return
                held += chunk
                head, found, rest = held.partition(b"\n")
            parts = head.split()
            if len(parts) != 3:  # "<id> missing"
                held = rest
                continue
            size = int(parts[2])
            pieces, have = [rest], len(rest)
            while have < size + 1:
                chunk = next(chunks, None)
                if chunk is None:
                    return
                have += len(chunk)
                pieces = [chunk] if size > LARGEST else [*pieces, chunk]
            whole = b"".join(pieces)
            end = len(whole) - (have - size)  # of this object in what is held
            if size <= LARGEST:
                yield parts[0].decode(), whole[:end]
            held = whole[end + 1 :]

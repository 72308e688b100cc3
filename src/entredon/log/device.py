"""Keys of the command line: one file per commons, never shared between commons, for that would link them.

A commons of this very place has its key in ``keys/<slug>``, one elsewhere in ``keys/@<host>/<slug>``. While a key is replaced there
is a ``.next`` beside it, and afterwards an ``.old``, until that is withdrawn: at every moment one of them can sign.
"""

import os
import re
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from entredon.log import home
from entredon.log.held import Unreadable
from entredon.pure.log.keys import SecretKey

ORIGIN = re.compile(
    r"(?P<host>(?:[A-Za-z0-9][A-Za-z0-9.-]{0,199}|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?)/(?P<slug>[a-z][a-z0-9-]{1,38})"
)
NEXT, OLD = ".next", ".old"


def path(slug: str) -> Path:
    """Where the key for a commons of this place lies."""
    return Path(settings.ENTREDON_HOME) / "keys" / slug


def path_at(origin: str) -> Path:
    """Where the key for a commons lies, by its origin. Raises ValueError for what can't be one."""
    host, slug = _parts(origin)
    return path(slug) if _is_here(origin, slug) else Path(settings.ENTREDON_HOME) / "keys" / f"@{host}" / slug


def seen_at(origin: str) -> Path:
    """Where this machine keeps what it has seen of a public record. Raises ValueError for what can't be an origin."""
    host, slug = _parts(origin)
    return Path(settings.ENTREDON_HOME) / "seen" / f"@{host}" / slug


def _parts(origin: str) -> tuple[str, str]:
    match = ORIGIN.fullmatch(origin)
    if match is None:
        raise ValueError(f"{origin[:80]!r} is not the name of a public record")
    return match["host"], match["slug"]


def _is_here(origin: str, slug: str) -> bool:
    """Whether a commons is one of this very place, by whatever address it was reached."""
    try:
        signed = (Path(settings.ENTREDON_HOME) / "log" / slug / "checkpoint").read_bytes()
    except OSError:
        return False
    return signed.partition(b"\n")[0] == origin.encode()


def key(slug: str) -> SecretKey:
    """The device key for a commons of this place, made at first use (mode 0600)."""
    return made(path(slug))


def made(file: Path) -> SecretKey:
    """The key in a file, made if there is none. Raises Unreadable."""
    home.make_folder(file.parent)
    os.chmod(file.parent, 0o700)
    if not file.exists():
        home.read_or_make(file, lambda: SecretKey.generate().seed.hex())
    found = read(file)
    assert found is not None  # made just now
    return found


def read(file: Path) -> SecretKey | None:
    """The key in a file; None when there is none. Raises Unreadable."""
    try:
        seed = bytes.fromhex(file.read_text(encoding="ascii").strip())
    except FileNotFoundError:
        return None
    except ValueError:
        seed = b""
    if len(seed) != 32:
        raise Unreadable("{file} holds no key. Put it back from a copy, or move it away and begin anew.", file=file)
    return SecretKey(seed)


def beside(file: Path, ending: str) -> Path:
    """The file of the key that comes next, or of the one that was before."""
    return file.with_name(file.name + ending)


def step(file: Path) -> None:
    """The next key takes the place of the one in use, which is kept as the old one: at no moment is there none."""
    old, coming = beside(file, OLD), beside(file, NEXT)
    if not old.exists():  # else an earlier step was broken off just here
        os.link(file, old)
    os.replace(coming, file)
    descriptor = os.open(file.parent, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def all_files() -> Iterator[tuple[str, Path]]:
    """The keys on this machine, as (name of the commons, file): a slug of this place, or an origin."""
    root = Path(settings.ENTREDON_HOME) / "keys"
    for file in sorted(root.glob("*")) + sorted(root.glob("@*/*")):
        if file.is_file() and "." not in file.name:
            yield (file.name if file.parent == root else f"{file.parent.name[1:]}/{file.name}"), file


def forget(slug: str) -> None:
    """Throw away a key made for a commons that then could not be founded."""
    path(slug).unlink(missing_ok=True)

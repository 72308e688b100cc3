"""The folder a node lives in, and the secrets it keeps there."""

import os
import secrets
from collections.abc import Callable
from pathlib import Path


def folder() -> Path:
    """ENTREDON_HOME, else ``var/`` in the current directory."""
    return Path(os.environ.get("ENTREDON_HOME") or "var").expanduser().resolve()


def make_folder(folder: Path) -> None:
    """A folder and those above it, each its owner's alone: what lies here (names, addresses, keys) is nobody else's."""
    for missing in reversed([folder, *folder.parents]):
        missing.mkdir(mode=0o700, exist_ok=True)


def secret_key(home: Path, *, memory: bool) -> str:
    """Django's secret: made once per node, readable by its owner only. A replay in memory needs none that lasts."""
    if memory:
        return secrets.token_urlsafe(48)
    return read_or_make(home / "secret", lambda: secrets.token_urlsafe(48))


def read_or_make(path: Path, make: Callable[[], str]) -> str:
    """The text of a secret file, made with mode 0600 at first use. Two processes that start at once agree."""
    try:
        return path.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        pass
    make_folder(path.parent)
    draft = path.with_name(f"{path.name}.{os.getpid()}.new")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(make() + "\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)  # fails if another process was first: then its secret is the one
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return path.read_text(encoding="ascii").strip()

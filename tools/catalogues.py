"""Turns translations (.po) into what gettext reads (.mo). Stands alone: building the package loads it by its place."""

import hashlib
from pathlib import Path

STAMP = ".stamp"


def make(locale: Path) -> bool:
    """Compile every catalogue below a folder, unless that was done already; the stamp is written last."""
    if is_made(locale):
        return False
    import polib

    for source in sources(locale):
        polib.pofile(str(source), encoding="utf-8").save_as_mofile(str(source.with_suffix(".mo")))
    (locale / STAMP).write_text(content_hash(locale), encoding="ascii")
    return True


def is_made(locale: Path) -> bool:
    """Whether the compiled catalogues are those of these translations."""
    try:
        stamp = (locale / STAMP).read_text(encoding="ascii")
    except FileNotFoundError:
        return False
    return stamp == content_hash(locale) and all(s.with_suffix(".mo").exists() for s in sources(locale))


def sources(locale: Path) -> list[Path]:
    """The catalogues people write."""
    return sorted(locale.glob("*/LC_MESSAGES/*.po"))


def content_hash(locale: Path) -> str:
    """SHA-256 over the names and contents of the catalogues."""
    digest = hashlib.sha256()
    for path in sources(locale):
        digest.update(path.relative_to(locale).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()

"""Keys of the command line: one file per commons, never shared between commons, for that would link them."""

import os
from pathlib import Path

from django.conf import settings

from entredon.log import home
from entredon.pure.log.keys import SecretKey


def path(slug: str) -> Path:
    """Where the key for a commons lies."""
    return Path(settings.ENTREDON_HOME) / "keys" / slug


def key(slug: str) -> SecretKey:
    """The device key for this commons, made at first use (mode 0600)."""
    file = path(slug)
    home.make_folder(file.parent)
    os.chmod(file.parent, 0o700)
    return SecretKey(bytes.fromhex(home.read_or_make(file, lambda: SecretKey.generate().seed.hex())))


def forget(slug: str) -> None:
    """Throw away a key made for a commons that then could not be founded."""
    path(slug).unlink(missing_ok=True)

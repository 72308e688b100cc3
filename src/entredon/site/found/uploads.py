"""Git bundles that people send: streamed to disk up to a limit, looked at by git, and swept away when nobody used them."""

import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from entredon.apps.library.git import command, complaints
from entredon.apps.library.git.complaints import GitTrouble
from entredon.desk import uploads
from entredon.log import home

AT_ONCE = 4
"""Room for so many of the largest bundles, all that wait together."""
PATIENCE = 120
"""Seconds git may look at a bundle."""
SUFFIX = ".bundle"
FIELD = "bundle"
"""The field of the form in which a bundle comes."""


def folder() -> Path:
    """Where bundles wait, its owner's alone."""
    found = Path(settings.ENTREDON_HOME) / "uploads"
    home.make_folder(found)
    return found


def place(name: str) -> Path:
    """Where a bundle lies: by the random name it was given here, never by one that came from outside."""
    return folder() / (uploads.checked(name) + SUFFIX)


def drop(name: str) -> None:
    """It has served, or another one took its place."""
    if name:
        place(name).unlink(missing_ok=True)


def sweep() -> None:
    """Throw away what nobody used."""
    uploads.throw_away_old(_all())


def most() -> int:
    """How many bytes a bundle may have at most."""
    return int(settings.ENTREDON_UPLOAD_MOST)


def room() -> int:
    """How many bytes the next one may have, beside those that wait already."""
    return max(0, min(most(), AT_ONCE * most() - sum(path.stat().st_size for path in _all())))


def _all() -> Iterator[Path]:
    return folder().glob("*" + SUFFIX)


class ToDisk(uploads.ToDisk):
    """Takes the one file of the form straight to where such files wait."""

    field = FIELD

    def place(self, key: str) -> Path:
        return place(key)

    def drop(self, key: str) -> None:
        drop(key)

    def sweep(self) -> None:
        sweep()

    def most(self) -> int:
        return most()

    def room(self) -> int:
        return room()


def check(key: str, name: str) -> None:
    """Whether a received file is a bundle of a whole history. Raises GitTrouble with a sentence that calls it ``name``."""
    command.needed()
    path = place(key)
    with path.open("rb") as file:
        head = file.read(20)
    none = GitTrouble("“{name}” is no git bundle. Make one with: git bundle create FILE --all", name=name)
    if not head.startswith((b"# v2 git bundle\n", b"# v3 git bundle\n")):
        raise none
    with tempfile.TemporaryDirectory(dir=folder()) as empty:
        # git wants a repository beside it, to see whether the bundle needs history that isn't in it.
        command.ask("init", "--bare", "--quiet", empty, about=name)
        try:
            done = subprocess.run(
                command.argv(["-C", empty, "bundle", "verify", str(path)], alone=True),
                stdin=subprocess.DEVNULL, capture_output=True, env=command.environment(alone=True), timeout=PATIENCE,
                check=False,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            raise GitTrouble("“{name}” could not be read in time.", name=name) from None
    if done.returncode != 0:
        raise complaints.trouble(done.stderr, f"“{name}”")
    if not command.ask("bundle", "list-heads", str(path), about=name).strip():
        raise none

"""Which git repositories of this machine's disk somebody may found a commons from.

``ENTREDON_REPOSITORIES`` names the folders below which whoever has an account here may name a repository: put there only
what they may all read. Without it nobody may, except who runs this place (her account speaks with this machine's own key in
some commons): she may name any below her home folder. There is no wider default, also not where only this machine can reach the pages:
a proxy in front of it, or another user of the machine, would turn it into a way to read everybody's repositories.
"""

import os
from pathlib import Path

from django.conf import settings

from entredon.apps.library.git import command, complaints
from entredon.apps.library.git.complaints import GitTrouble
from entredon.apps.people.models import Persona
from entredon.log import device
from entredon.pure.told import Told


class NotAllowed(Told):
    """This path may not be read. The text is a sentence for people, and says nothing about what is there."""

    for_people = True


def folders(account: str) -> list[Path]:
    """The folders below which an account may name a repository; none for a visitor."""
    if not account:
        return []
    named = [Path(folder).expanduser().resolve() for folder in settings.ENTREDON_REPOSITORIES]
    return named or ([Path.home().resolve()] if runs_this_place(account) else [])


def runs_this_place(account: str) -> bool:
    """Whether an account speaks somewhere with the key that lies on this machine for its operator alone."""
    personas = Persona.objects.filter(account_id=account)
    return any(device.path(p.commons).exists() and device.key(p.commons).id == p.key for p in personas)


def checked(asked: str, account: str) -> Path:
    """The repository at this path. Raises NotAllowed; what lies outside of the folders is not even looked at."""
    allowed = folders(account)
    real = _real(asked, allowed)
    home = Path(settings.ENTREDON_HOME).resolve()
    below = real is not None and any(real.is_relative_to(folder) for folder in allowed)
    # The copies a place keeps of other commons' repositories are not for everybody.
    if real is None or not below or real.is_relative_to(home):
        raise NotAllowed("Only repositories below {folders} can be used here.", folders=", ".join(map(str, allowed)))
    return real


def _real(asked: str, allowed: list[Path]) -> Path | None:
    """Where a path really leads; None where it leads nowhere: to somebody unknown, in circles, or it is only a part."""
    try:
        path = Path(asked).expanduser()
        if not path.is_absolute() and len(allowed) == 1:
            path = allowed[0] / path
        return path.resolve() if path.is_absolute() else None
    except (OSError, RuntimeError, ValueError):
        return None


def looked_at(asked: str, account: str) -> Path:
    """The same, if git finds a repository there that has a commit. Raises NotAllowed, GitTrouble."""
    command.needed()
    path = checked(asked, account)
    if not os.path.exists(path):  # which also answers for a name that no disk takes
        raise GitTrouble("There is no {path}; give the folder of a git repository.", path=asked[:200])
    if not path.is_dir():
        raise GitTrouble(complaints.NO_REPOSITORY, about=asked)
    inside = command.ask("-C", str(path), "rev-parse", "--git-dir", "--is-bare-repository", alone=False, about=asked)
    # Not a folder somewhere within a repository: the one that was named.
    if inside.split()[0] not in (b".git", b".") and not (path / ".git").exists():
        raise GitTrouble(complaints.NO_REPOSITORY, about=asked)
    refs = command.ask("-C", str(path), "for-each-ref", "--count=1", alone=False, about=asked)
    if not refs.strip():
        raise GitTrouble(complaints.EMPTY, about=asked)
    return path

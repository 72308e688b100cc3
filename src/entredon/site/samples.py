"""The commons that a node for trying things out has from the start: an open car, and this software itself."""

import sys
from collections.abc import Callable
from pathlib import Path

from django.conf import settings

import entredon
from entredon.log.models import Log
from entredon.site import sample_car

OWN_SLUG = "entredon"
OWN_PURPOSE = (
    "The server a community installs to run its commons: this very software, made together like everything in it."
)


def load_missing(say: Callable[[str], None] | None = None) -> None:
    """Load each sample that isn't here yet and is wanted. What can't be loaded is said in one line and stops nothing."""
    say = say or _to_stderr
    if settings.ENTREDON_SAMPLES in ("all", "car"):
        _try(lambda: _load_car(say), "The sample car could not be loaded", say)
    if settings.ENTREDON_SAMPLES == "all":
        _try(lambda: _load_own_history(say), "This software's own history could not be loaded", say)


def _load_car(say: Callable[[str], None]) -> None:
    if sample_car.missing():
        say("Loading a sample: the open car Merel …")
        sample_car.load()


def _load_own_history(say: Callable[[str], None]) -> None:
    if own_repository() and not Log.objects.filter(slug=OWN_SLUG).exists():
        say("Loading a sample: this software, from its own history …")
        load_own_history()


def own_repository() -> Path | None:
    """The git repository this program runs from; None when it was installed otherwise."""
    root = Path(entredon.__file__).resolve().parents[2]
    return root if (root / ".git").exists() and (root / "dev").exists() else None


def load_own_history() -> None:
    """Found this software's commons from its own repository, as a private draft with this machine's key as steward."""
    from entredon.site.importing import found_from_git

    root = own_repository()
    if root is not None:
        found_from_git("Entredon", OWN_SLUG, root, purpose=OWN_PURPOSE, texts={"name": sample_car.STEWARDS[0]})


def _try(load: Callable[[], object], trouble: str, say: Callable[[str], None]) -> None:
    try:
        load()
    except Exception as why:
        # A sample is an extra: whatever goes wrong with it, the node must come up.
        first = str(why).strip().splitlines()[0] if str(why).strip() else type(why).__name__
        say(f"{trouble}, and all the rest works: {first}")


def _to_stderr(text: str) -> None:
    sys.stderr.write(f"{text}\n")

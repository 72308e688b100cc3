"""This machine's key in a commons, for the commands that say something there."""

from typing import TYPE_CHECKING

from entredon.cli.common import Trouble, no_commons, start

if TYPE_CHECKING:
    from entredon.pure.log.keys import SecretKey


def member(slug: str) -> "SecretKey":
    """This machine's key in a commons. Raises Trouble where there is none."""
    start()
    from entredon.log import device
    from entredon.log.models import Key, Log

    if not Log.objects.filter(slug=slug).exists():
        raise Trouble(no_commons(slug))
    key = device.key(slug) if device.path(slug).exists() else None
    if key is None or not Key.objects.filter(commons=slug, id=key.id).exists():
        raise Trouble(
            "This machine has no key in {slug}: say it on the page of {slug}, or join with this machine first.",
            slug=slug,
        )
    return key

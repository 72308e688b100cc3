"""What went wrong while a repository was asked for elsewhere, so that whoever reads it knows what to change."""

import re

from django.utils.translation import gettext_noop

from entredon.pure.git.remote import Remote
from entredon.pure.told import Told


def too_large(most: int) -> Told:
    """More came than may."""
    return Told(
        "More than {size} MB would have come that the import doesn't have; is this the same repository?",
        size=most >> 20,
    )


def complaint(text: str, found: Remote) -> Told:
    """git's complaint, told."""
    where = {"address": found.written, "host": found.host}
    for pattern, said in _sayings():
        if re.search(pattern, text):
            return Told(said, **where)
    last = [line for line in text.splitlines() if line.strip()][-1:]
    if not last:
        return Told("{address} could not be read, and git gave no reason.", **where)
    return Told("{address} could not be read; git says: {why}.", **where, why=last[0].strip()[:200])


def _sayings() -> tuple[tuple[str, str], ...]:
    """Each with the words of git, curl or ssh that it stands for."""
    return (
        (
            r"error: 30[1-8]|redirect",
            gettext_noop("{address} leads on to another address; give that one (often the same with .git at its end)."),
        ),
        (
            r"(?i)permission denied|publickey|host key verification",
            gettext_noop("{host} lets nobody read it without a key; give the https:// address instead."),
        ),
        (
            r"could not read Username|Authentication failed|error: 40[13]|prompts disabled",
            gettext_noop("Nobody can read {address} without a password; it must be public."),
        ),
        (
            r"error: 404|not found|does not exist|not a git repository",
            gettext_noop("There is no public repository at {address}."),
        ),
        (r"remote ref HEAD|remote HEAD refers", gettext_noop("{address} has no commits yet.")),
        (
            r"(?i)certificate|SSL|TLS",
            gettext_noop("{host} doesn't show a certificate that holds; nobody can be sure who answers there."),
        ),
        (
            r"(?i)could not resolve|failed to connect|couldn't connect|connection (?:refused|timed out|reset)|unreachable",
            gettext_noop("{host} doesn't answer; try again later."),
        ),
    )

"""What went wrong while a repository was asked for elsewhere, so that whoever reads it knows what to change."""

import re

from django.utils.translation import gettext as _

from entredon.pure.git.remote import Remote


def too_large(most: int) -> str:
    """More came than may."""
    text = _("More than %(size)s MB would have come that the import doesn't have; is this the same repository?")
    return text % {"size": most >> 20}


def complaint(text: str, found: Remote) -> str:
    """git's complaint as a sentence."""
    where = {"address": found.written, "host": found.host}
    for pattern, said in _sayings():
        if re.search(pattern, text):
            return said % where
    last = [line for line in text.splitlines() if line.strip()][-1:] or [_("it gave no reason")]
    return _("%(address)s could not be read; git says: %(why)s.") % {**where, "why": last[0].strip()[:200]}


def _sayings() -> tuple[tuple[str, str], ...]:
    """Each with the words of git, curl or ssh that it stands for."""
    return (
        (
            r"error: 30[1-8]|redirect",
            _("%(address)s leads on to another address; give that one (often the same with .git at its end)."),
        ),
        (
            r"(?i)permission denied|publickey|host key verification",
            _("%(host)s lets nobody read it without a key; give the https:// address instead."),
        ),
        (
            r"could not read Username|Authentication failed|error: 40[13]|prompts disabled",
            _("Nobody can read %(address)s without a password; it must be public."),
        ),
        (
            r"error: 404|not found|does not exist|not a git repository",
            _("There is no public repository at %(address)s."),
        ),
        (r"remote ref HEAD|remote HEAD refers", _("%(address)s has no commits yet.")),
        (
            r"(?i)certificate|SSL|TLS",
            _("%(host)s doesn't show a certificate that holds; nobody can be sure who answers there."),
        ),
        (
            r"(?i)could not resolve|failed to connect|couldn't connect|connection (?:refused|timed out|reset)|unreachable",
            _("%(host)s doesn't answer; try again later."),
        ),
    )

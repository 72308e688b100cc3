"""Saying something in a commons from a page: signed with the key this node keeps for whoever is looking.

Whose key is on her own device says it there: she is shown the command that says exactly this.
"""

import shlex
from collections.abc import Mapping, Sequence

import msgspec
from django.http import HttpRequest
from django.urls import reverse

from entredon.log import door
from entredon.log.door import Appended, Saying
from entredon.log.registry import Fact, Refused
from entredon.log.viewer import Signer, viewer_of
from entredon.pure.log import canonical

Said = Sequence[tuple[Fact, Mapping[str, str]]]
"""Facts with their texts."""
LONGEST = 1_000
"""Characters of a text in a command: what is longer comes from a file."""


class OnDevice(Refused):
    """Her key is on her own device. ``commands`` are what she types there, to say what she wanted to say here."""

    commands: tuple[str, ...] = ()


def signer_of(request: HttpRequest, slug: str, said: Said = ()) -> Signer:
    """The key of whoever is looking, in a commons. Raises Refused when she isn't there, OnDevice when she keeps her key."""
    viewer = viewer_of(request)
    key = viewer.signer(slug)
    if key is not None:
        return key
    if not viewer.person(slug):
        raise Refused("Only members can do this: join first.")
    if not said:
        raise OnDevice("The key you sign with is on your own device: say this with the entredon command there.")
    lines = commands(request, slug, said)
    trouble = OnDevice("The key you sign with is on your own device. Say it there: {command}", command="\n".join(lines))
    trouble.commands = tuple(lines)
    raise trouble


def commands(request: HttpRequest, slug: str, said: Said) -> list[str]:
    """What somebody types on the device that has her key to say this, a command for each."""
    address = request.build_absolute_uri(reverse("commons:home", args=[slug]))
    return [command(address, fact, texts) for fact, texts in said]


def command(address: str, fact: Fact, texts: Mapping[str, str] | None = None) -> str:
    """The command that says a fact with its texts in the commons at an address."""
    body = canonical.dumps(msgspec.to_builtins(fact)).decode()
    words = ["entredon", "sign", address, fact.kind, *([] if body == "{}" else [body])]
    for name, text in (texts or {}).items():
        if text:  # one that is left empty isn't said
            words += ["--text", f"{name}={text}" if _fits(text) else f"{name}=@{name}.txt"]
    return shlex.join(words)


def _fits(text: str) -> bool:
    """Whether a text can stand in a command as it is."""
    return len(text) <= LONGEST and not text.startswith("@") and (text.isprintable() or "\n" in text)


def say(request: HttpRequest, slug: str, fact: Fact, texts: Mapping[str, str] | None = None) -> Appended:
    """Append a fact, signed by whoever is looking. Raises Refused with a sentence; then nothing has changed."""
    return door.append(slug, fact, signer_of(request, slug, [(fact, texts or {})]), texts)


def say_all(request: HttpRequest, slug: str, facts: Sequence[Fact]) -> list[Appended]:
    """Append several facts in one transaction, all or nothing. Raises Refused."""
    return say_these(request, slug, [(fact, {}) for fact in facts])


def say_these(request: HttpRequest, slug: str, said: Said) -> list[Appended]:
    """Append several facts with their texts in one transaction, all or nothing. Raises Refused."""
    key = signer_of(request, slug, said)
    return door.append_many(slug, [Saying(fact, key, texts) for fact, texts in said])

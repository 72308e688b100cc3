"""Saying something in a commons from a page: signed with the key this node keeps for whoever is looking.

Whose key is on her own device says it there: she is shown the command that says exactly this.
What a form would record a second time when its button is pressed twice is said once: ``say_once``, ``say_these_once``.
"""

import shlex
from collections.abc import Mapping, Sequence
from datetime import timedelta

import msgspec
from django.http import HttpRequest
from django.urls import reverse

from entredon.log import clock, door
from entredon.log.door import Appended, Saying
from entredon.log.models import Entry, SideText
from entredon.log.registry import Fact, Refused
from entredon.log.turns import Turns
from entredon.log.viewer import Signer, viewer_of
from entredon.pure.log import canonical, leaf

Said = Sequence[tuple[Fact, Mapping[str, str]]]
"""Facts with their texts."""
LONGEST = 1_000
"""Characters of a text in a command: what is longer comes from a file."""
WITHIN = timedelta(minutes=2)
"""So long the same words by the same person are the same form sent twice."""
LAST = 5
"""So many things of a kind may have been said since the first press of a button."""
_turns = Turns()


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


def say_once(request: HttpRequest, slug: str, fact: Fact, texts: Mapping[str, str], *, last: int = LAST) -> str:
    """Append a fact, unless whoever is looking said exactly this a moment ago. Returns the entry's id. Raises Refused.

    ``last`` is 1 where what is said later stands in for what was said before: then only the very last can be the same.
    """
    return say_these_once(request, slug, [(fact, texts)], last=last)[0]


def say_these_once(request: HttpRequest, slug: str, said: Said, *, last: int = LAST) -> list[str]:
    """Append several facts, all or nothing, unless whoever is looking said exactly these a moment ago, together.

    Returns the entries' ids: the new ones, or those of the first time. Raises Refused.
    """
    key = viewer_of(request).signer(slug)
    with _turns.take((slug, key.id if key else "", said[0][0].kind)):
        return said_lately(request, slug, said, last=last) or [one.id for one in say_these(request, slug, said)]


def said_lately(request: HttpRequest, slug: str, said: Said, *, last: int = LAST) -> list[str]:
    """The entries by which whoever is looking said exactly these a moment ago; none if she didn't."""
    key = viewer_of(request).signer(slug)
    if key is None:
        return []
    since = clock.stamp(clock.now() - WITHIN)
    hers = Entry.objects.filter(commons=slug, by=key.id, at__gte=since)
    starts = hers.filter(kind=said[0][0].kind).order_by("-index").values_list("index", flat=True)
    for start in starts[: last + len(said) - 1]:
        found = list(hers.filter(index__gte=start, index__lt=start + len(said)).order_by("index"))
        if len(found) == len(said) and _says(slug, found, said):
            return [str(entry.id) for entry in found]
    return []


def _says(slug: str, entries: Sequence[Entry], said: Said) -> bool:
    """Whether entries say just these facts with just these texts."""
    for entry, (fact, _texts) in zip(entries, said, strict=True):
        body = canonical.dumps(leaf.parse(bytes(entry.leaf)).body)
        if entry.kind != fact.kind or body != canonical.dumps(msgspec.to_builtins(fact)):
            return False
    there: dict[str, dict[str, str]] = {entry.id: {} for entry in entries}
    for id, name, text in SideText.objects.filter(commons=slug, entry__in=there).values_list("entry", "name", "text"):
        there[id][name] = text
    wanted = [{name: text for name, text in texts.items() if text} for _fact, texts in said]
    return list(there.values()) == wanted

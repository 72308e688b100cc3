"""Saying something in a commons from a page: signed with the key this node keeps for whoever is looking."""

from collections.abc import Mapping, Sequence

from django.http import HttpRequest

from entredon.log import door
from entredon.log.door import Appended, Saying
from entredon.log.registry import Fact, Refused
from entredon.log.viewer import Signer, viewer_of


def signer_of(request: HttpRequest, slug: str) -> Signer:
    """The key of whoever is looking, in a commons. Raises Refused when she isn't there or keeps her key herself."""
    viewer = viewer_of(request)
    key = viewer.signer(slug)
    if key is not None:
        return key
    if viewer.person(slug):
        raise Refused("The key you sign with is on your own device: say this with the entredon command there.")
    raise Refused("Only members can do this: join first.")


def say(request: HttpRequest, slug: str, fact: Fact, texts: Mapping[str, str] | None = None) -> Appended:
    """Append a fact, signed by whoever is looking. Raises Refused with a sentence; then nothing has changed."""
    return door.append(slug, fact, signer_of(request, slug), texts)


def say_all(request: HttpRequest, slug: str, facts: Sequence[Fact]) -> list[Appended]:
    """Append several facts in one transaction, all or nothing. Raises Refused."""
    key = signer_of(request, slug)
    return door.append_many(slug, [Saying(fact, key) for fact in facts])


def say_these(request: HttpRequest, slug: str, said: Sequence[tuple[Fact, Mapping[str, str]]]) -> list[Appended]:
    """Append several facts with their texts in one transaction, all or nothing. Raises Refused."""
    key = signer_of(request, slug)
    return door.append_many(slug, [Saying(fact, key, texts) for fact, texts in said])

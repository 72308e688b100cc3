"""Who says what a service found: from a page with the key kept here, from a command with that of the machine."""

from collections.abc import Callable, Mapping, Sequence

from django.http import HttpRequest

from entredon.desk.saying import say_these
from entredon.log import door
from entredon.log.door import Saying, Signer
from entredon.log.registry import Fact

Said = Sequence[tuple[Fact, Mapping[str, str]]]
Voice = Callable[[Said], list[str]]
"""Says facts with their texts, all or nothing, and returns the ids of their entries. Raises Refused."""


def of_page(request: HttpRequest, slug: str) -> Voice:
    """Whoever looks at a page. Whose key is on her device is told what to type there."""
    return lambda said: [one.id for one in say_these(request, slug, said)]


def of_key(slug: str, key: Signer) -> Voice:
    """A key at hand."""
    return lambda said: [one.id for one in door.append_many(slug, [Saying(fact, key, texts) for fact, texts in said])]

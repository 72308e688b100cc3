"""Saying something about needs from a page, once: who sends the same form twice has said it once."""

from collections.abc import Mapping
from datetime import timedelta

import msgspec
from django.http import HttpRequest

from entredon.desk.saying import say
from entredon.log import clock
from entredon.log.models import Entry, SideText
from entredon.log.registry import Fact
from entredon.log.turns import Turns
from entredon.log.viewer import viewer_of
from entredon.pure.log import canonical, leaf

_turns = Turns()
WITHIN = timedelta(minutes=2)
"""So long the same words by the same person are the same form sent twice."""
LAST = 5
"""So many of the last entries of the kind are looked at."""


def say_once(request: HttpRequest, slug: str, fact: Fact, texts: Mapping[str, str]) -> str:
    """Append a fact, unless whoever is looking said exactly this a moment ago. Returns the entry's id. Raises Refused."""
    key = viewer_of(request).signer(slug)
    with _turns.take((slug, key.id if key else "", fact.kind)):
        return (_said(slug, key.id, fact, texts) if key else "") or say(request, slug, fact, texts).id


def _said(slug: str, key: str, fact: Fact, texts: Mapping[str, str]) -> str:
    """The entry by which a key said exactly this a moment ago; "" if it didn't."""
    body = canonical.dumps(msgspec.to_builtins(fact))
    since = clock.stamp(clock.now() - WITHIN)
    entries = Entry.objects.filter(commons=slug, kind=fact.kind, by=key, at__gte=since).order_by("-index")[:LAST]
    for entry in entries:
        if canonical.dumps(leaf.parse(bytes(entry.leaf)).body) == body:
            said = dict(SideText.objects.filter(commons=slug, entry=entry.id).values_list("name", "text"))
            if said == {name: text for name, text in texts.items() if text}:
                return str(entry.id)
    return ""

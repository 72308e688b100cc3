"""Which content the entries of a log name: asked of the rules, remembered while the process lives."""

import threading
from collections.abc import Iterable

from entredon.log import registry
from entredon.log.models import Commons, Entry
from entredon.pure.log import leaf

_known: dict[str, tuple[str, int, set[str]]] = {}
_guard = threading.Lock()


def kinds_with_content() -> frozenset[str]:
    """The kinds whose rules need content."""
    return frozenset(kind for kind, rules in registry.kinds().items() if any(rule.blobs for rule in rules))


def _marks() -> dict[str, bytes]:
    """Per kind what stands in each leaf of it that names content: so that of a hundred thousand few are read."""
    rules = registry.kinds()
    return {
        kind: min((rule.fact.content_mark for rule in rules[kind] if rule.blobs), key=len)
        for kind in kinds_with_content()
    }


def kinds_kept_back() -> frozenset[str]:
    """The kinds with side texts that are kept back until a later entry shows them."""
    return frozenset(kind for kind, rules in registry.kinds().items() if any(rule.fact.withheld for rule in rules))


def content_of(parsed: leaf.Leaf) -> list[str]:
    """The content (SHA-256) a leaf names under the newest rule of its kind; none when it isn't well-formed."""
    rules = [rule for rule in registry.kinds().get(parsed.kind, []) if rule.blobs]
    for rule in reversed(rules):
        try:
            fact = registry.decode(rule, parsed.body)
        except registry.Refused:
            continue
        return list(rule.blobs(fact)) if rule.blobs else []
    return []


def content_in(slug: str) -> set[str]:
    """All content this node's log of a commons names. Looks only at entries it hasn't seen yet."""
    with _guard:
        rows = Entry.objects.filter(commons=slug)
        founded = rows.filter(index=0).values_list("id", flat=True).first() or ""
        known = _known.get(slug)
        if known is None or known[0] != founded:
            known = (founded, 0, set())
        _, start, names = known
        last = rows.order_by("-index").values_list("index", flat=True).first()
        end = 0 if last is None else last + 1
        fresh = rows.filter(index__gte=start, index__lt=end, kind__in=kinds_with_content())
        marks = _marks()
        for kind, raw in fresh.values_list("kind", "leaf").iterator():
            if marks[kind] in bytes(raw):
                names.update(content_of(leaf.parse(bytes(raw))))
        _known[slug] = (founded, max(start, end), names)
        return names


def drafts() -> list[str]:
    """The commons here that are still private drafts."""
    return list(Commons.objects.filter(draft=True).order_by("commons").values_list("commons", flat=True))


def is_public(sha256: str) -> bool:
    """Whether an entry of an open log names this content."""
    return is_named(sha256, Commons.objects.filter(draft=False).order_by("commons").values_list("commons", flat=True))


def is_named(sha256: str, slugs: Iterable[str]) -> bool:
    """Whether an entry of one of these logs names this content."""
    return any(sha256 in content_in(slug) for slug in slugs)

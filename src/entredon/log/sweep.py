"""Content that nothing names any more: left by an import that was refused or interrupted before its entry was written."""

import time

from entredon.log import content, named
from entredon.log.models import Log

AGE = 24 * 3600
"""Seconds that unnamed content is left alone: an import that is still running needs it."""


def sweep(now: float | None = None) -> list[str]:
    """Remove content older than a day that no entry of any log here names; returns the hashes."""
    store = content.store()
    limit = (time.time() if now is None else now) - AGE
    old = [sha256 for sha256 in store.all() if store.path(sha256).stat().st_mtime < limit]
    if not old:
        return []
    wanted = {sha256 for slug in Log.objects.values_list("slug", flat=True) for sha256 in named.content_in(slug)}
    gone = [sha256 for sha256 in old if sha256 not in wanted]
    for sha256 in gone:
        store.drop(sha256)
    return gone

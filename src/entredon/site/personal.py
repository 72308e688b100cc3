"""Files of the site's own forms that belong to somebody: bundles she sent for a commons that isn't founded yet, and
files of what she has told before she was in."""

from collections.abc import Iterable

from django.db.models import Q

from entredon.apps.people.whose import links_of
from entredon.desk import files
from entredon.desk.models import Job, Waiting
from entredon.log import personal
from entredon.log.personal import Who
from entredon.site.found import uploads


def _forget_bundles(who: Who, texts: frozenset[str]) -> None:
    mine = Q(account__in=list(who.accounts)) | Q(token__in=links_of(who))
    given: list[dict[str, object]] = [
        *Waiting.objects.filter(mine).values_list("typed", flat=True),
        *Job.objects.filter(account__in=list(who.accounts)).values_list("given", flat=True),
    ]
    for name in _names(given):
        uploads.drop(name)
    for token in _files(given):
        if (waits := files.find(token)) is not None:
            files.drop(waits)


def _names(values: Iterable[object]) -> Iterable[str]:
    """The names of bundles anywhere in what was typed."""
    for value in values:
        if isinstance(value, dict):
            if isinstance(value.get("bundle"), str) and len(value["bundle"]) == 32:
                yield value["bundle"]
            yield from _names(value.values())


def _files(values: Iterable[object]) -> Iterable[str]:
    """The tokens of files anywhere in what was typed: those that belong to what waits to be told."""
    for value in values:
        if isinstance(value, dict):
            yield from (token for token in value.get("files", ()) if isinstance(token, str))
            yield from _files(value.values())
        elif isinstance(value, list):
            yield from _files(value)


personal.folder("uploads", _forget_bundles)

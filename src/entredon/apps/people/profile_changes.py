"""Changing what one tells of oneself, and to whom, so that nothing is lost and nothing is shown that shouldn't be.

From everybody to fewer: first the text is kept here, then what stands in the record is erased; if that is refused, all is as
before. From fewer to everybody: first it is told in the record, then what was kept here goes.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from django.db import transaction
from django.http import HttpRequest

from entredon.apps.people import queries
from entredon.apps.people.entries import Described, Erased, SideText
from entredon.apps.people.models import KeptClose, Person
from entredon.apps.people.profile import EVERYBODY, PICTURE, Told, told
from entredon.desk import saying
from entredon.log import pages
from entredon.log.registry import Fact, Refused


def change(request: HttpRequest, slug: str, person: str, wanted: Mapping[str, Told]) -> str:
    """Tell what is ``wanted`` by name; what is left out or stays the same is not told again.

    Returns the entry that says so, "" when the record has nothing to do with it. Raises Refused; then nothing has changed.
    """
    row = Person.objects.get(commons=slug, id=person)
    if not row.member:
        raise Refused("You have left this commons; only its members can do this. Come back first.")
    now = told(slug, row)
    new = {name: one for name, one in wanted.items() if one != now.get(name)}
    close = {name: one for name, one in new.items() if one.text and one.seen_by != EVERYBODY}
    public = {name: one.text for name, one in new.items() if one.text and one.seen_by == EVERYBODY}
    emptied = [name for name, one in new.items() if not one.text and name in now and now[name].seen_by != EVERYBODY]
    said: list[tuple[Fact, Mapping[str, str]]] = [(Described(), public)] if public else []
    # Earlier pictures go when there is a new one: nobody means to leave them lying about.
    if gone := _given(slug, person, [*close, *(name for name in public if name == PICTURE)]):
        said.append((Erased(side=gone), {}))
    with _kept_first(slug, person, close):
        done = saying.say_these(request, slug, said) if said else []
    KeptClose.objects.filter(commons=slug, person=person, name__in=[*public, *emptied]).delete()
    if new:
        pages.changed(slug)
    return done[0].id if done else ""


def erase(request: HttpRequest, slug: str, person: str, names: Sequence[str]) -> str:
    """Erase all that somebody ever told of herself under these names, wherever it is kept. Returns the entry that says so, ""
    if nothing of it was in the record. Raises Refused."""
    gone = _given(slug, person, names)
    done = saying.say(request, slug, Erased(side=gone)).id if gone else ""
    KeptClose.objects.filter(commons=slug, person=person, name__in=names).delete()
    pages.changed(slug)
    return done


def _given(slug: str, person: str, names: Sequence[str]) -> tuple[SideText, ...]:
    """Every text of these names that she gave to the record and that is still there."""
    given = queries.texts_given(slug, person)
    return tuple(SideText(entry=entry, name=name) for name in names for entry, _text in given.get(name, []))


@contextmanager
def _kept_first(slug: str, person: str, close: Mapping[str, Told]) -> Iterator[None]:
    """Keep what fewer may see before it is erased elsewhere; whatever goes wrong then, what was kept is as before."""
    rows = KeptClose.objects.filter(commons=slug, person=person, name__in=list(close))
    before = [KeptClose(**values) for values in rows.values("commons", "person", "name", "text", "seen_by")]
    with transaction.atomic():
        for name, one in close.items():
            KeptClose.objects.update_or_create(
                commons=slug, person=person, name=name, defaults={"text": one.text, "seen_by": one.seen_by}
            )
    try:
        yield
    except BaseException:
        with transaction.atomic():
            rows.delete()
            KeptClose.objects.bulk_create(before)
        raise

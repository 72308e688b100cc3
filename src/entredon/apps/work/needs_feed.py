"""Needs as events of whole days, for calendars."""

from collections.abc import Sequence

from django.http import HttpRequest
from django.utils.translation import gettext as _

from entredon.apps.work.needs_rows import NeedRow
from entredon.pure.calendars import ics
from entredon.pure.calendars.ics import Event


def event(request: HttpRequest, slug: str, row: NeedRow) -> Event:
    """A need on the day until which it is needed."""
    need = row.need
    return Event(
        uid=need.id, said=need.closed_at or need.at, day=need.due, title=row.name, text=f"{row.line}\n{row.stands}",
        address=request.build_absolute_uri(row.href), place=need.place, closed=need.state == "dropped",
    )  # fmt: skip


def calendar(name: str, origin: str, events: Sequence[Event]) -> str:
    """A calendar of what is needed in a commons; names of events are the same wherever its record is shown."""
    named = (one._replace(uid=f"{one.uid}@{origin.replace('/', '.')}") for one in events)
    return ics.calendar(_("Needed: %(name)s") % {"name": name}, named)

"""What pages about a table show: its first rows as they will be read, and what came of it."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from entredon.apps.flows import queries as flows
from entredon.apps.people import queries as people
from entredon.apps.work import finding, listing, queries_imported
from entredon.apps.work.queries_imported import TableShown
from entredon.apps.work.tables.names import Names
from entredon.apps.work.tables.source import Source
from entredon.desk.telling import shown, tell
from entredon.log import clock
from entredon.pure.names import in_order
from entredon.pure.tables.columns import Matching
from entredon.pure.tables.lines import Faulty, Line, Unreadable

PEOPLE = 50
"""So many people are listed at most."""


def preview(slug: str, source: Source, matching: Matching) -> dict[str, Any]:
    """The first rows as they would be read, each whole or with what is wrong in it."""
    try:
        lines = source.first(matching, clock.stamp()[:10])
    except Unreadable as trouble:
        return {"rows": [], "trouble": tell(trouble)}
    names = Names(slug)
    labels = {v.id: v.label for v in finding.versions(slug)} | {
        v.creation: v.creation_name for v in finding.versions(slug)
    }
    return {"rows": [_row(line, names, labels, matching) for line in lines], "trouble": ""}


def _row(line: Any, names: Names, labels: dict[str, str], matching: Matching) -> dict[str, Any]:
    if not isinstance(line, Line):
        return {"number": line[0].row, "wrong": [tell(fault.sentence) for fault in line]}
    try:
        creation, version = names.about(line.about or matching.about)
        if line.need:
            names.need(line.need)
    except Faulty as what:
        return {"number": line.row, "wrong": [tell(what)]}
    return {
        "number": line.row,
        "name": line.name or line.address.partition("@")[0],
        "address": bool(line.address),
        "day": line.day,
        "time": hours(line.minutes) if line.minutes else "",
        "kind": flows.kind_of_work(line.kind),
        "points": line.points if line.points != 1 else None,
        "about": labels.get(version or creation or "", ""),
        "note": line.note,
        "wrong": [],
    }


def hours(minutes: int) -> str:
    """A time in words: 3 h 30 min."""
    whole, rest = divmod(minutes, 60)
    parts = [_("%(n)s h") % {"n": shown(whole)}] if whole else []
    return " ".join([*parts, _("%(n)s min") % {"n": rest}] if rest or not whole else parts)


def came_in_context(slug: str, table: TableShown, inside: bool) -> dict[str, Any]:
    """What one table told: by whom, what kind of work, for what."""
    found = queries_imported.came_in(slug, table)
    called, owners = listing.names(slug, inside), listing.claims(slug)
    versions = {v.process: v for v in finding.versions(slug)}
    whom = [
        (owners.get(row.of, row.of), called.get(row.of) or people.nameless(row.of), _amount(row.count, row.minutes))
        for row in found.people
    ]
    whom.sort(key=lambda one: (in_order(one[1]), one[0]))  # by name: nobody is ranked
    return {
        "table": table,
        "who": called.get(table.person) or people.nameless(table.person),
        "found": found,
        "hours": shown(found.minutes // 60),
        "people": whom[:PEOPLE],
        "more_people": max(0, len(found.people) - PEOPLE),
        "kinds": [(flows.kind_of_work(row.of), _amount(row.count, row.minutes)) for row in found.kinds],
        "abouts": [
            (
                versions[row.of].label if row.of in versions else "",
                finding.address(versions.get(row.of)),
                shown(row.count),
            )
            for row in found.processes
        ],
    }


def _amount(count: int, minutes: int) -> str:
    text = ngettext("%(n)s contribution", "%(n)s contributions", count) % {"n": shown(count)}
    return f"{text} · {hours(minutes)}" if minutes else text

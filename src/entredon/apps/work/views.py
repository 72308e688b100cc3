"""What waits for a word? All versions; and one version with the contributions to it, each with how it stands.

These pages are kept, so they tell until when something can be contested, never whether that is over.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from entredon.apps.commons import queries as commons
from entredon.apps.flows import queries as flows
from entredon.apps.library.queries import VersionShown
from entredon.apps.work import accepting, finding, listing, queries_ideas
from entredon.apps.work.listing import Given
from entredon.apps.work.overview import ACCEPTED, CONTESTED, LEFT_OUT, WAITS, Overview, VersionWork, overview
from entredon.log import clock
from entredon.log.pages import daily, page
from entredon.log.told import short
from entredon.log.viewer import Viewer, viewer_of

AT_ONCE = 40
VERSIONS_AT_ONCE = 30


def state_names() -> dict[str, str]:
    """How contributions can stand, in words, in the order in which a steward looks at them."""
    return {
        CONTESTED: _("somebody disagrees"),
        WAITS: _("waits for a word"),
        ACCEPTED: _("accepted"),
        LEFT_OUT: _("left out"),
    }


@daily
def home(request: HttpRequest, slug: str) -> HttpResponse:
    """What waits for a word?"""
    viewer = viewer_of(request)
    shown = overview(slug)
    window = listing.window(slug)
    names = listing.names(slug, viewer.member(slug))
    mine = _mine(slug, viewer)
    rows = [{**_version_row(row, names, window), "mine": mine[_process(row)]} for row in _in_order(shown)]
    waiting, today = shown.waiting(), clock.now().date()
    following = next((row for row in waiting if row.waits > mine[_process(row)]), None)
    context = {
        "commons": commons.commons(slug),
        "tab": "work",
        "contests": _contests(slug, shown, viewer.member(slug)),
        "ideas": [(row, row.days_waiting(today)) for row in queries_ideas.silent(slug, today)],
        "more_ideas": max(0, queries_ideas.silent_count(slug, today) - queries_ideas.SILENT),
        "calls": queries_ideas.calls_to_close(slug, today),
        "waiting": sum(row.waits for row in waiting),
        "next": _row_address(following) if following else "",
        "next_name": following.version.label if following and following.version else "",
        "making": any(row.waits for row in shown.versions),
        "told": any(row.total for row in shown.versions),
        "page": Paginator(rows, VERSIONS_AT_ONCE).get_page(request.GET.get("page")),
        "member": viewer.member(slug),
        "steward": viewer.steward(slug),
    }
    return render(request, "work/home.html", context)


def _process(row: VersionWork) -> str:
    return row.version.process if row.version else ""


def _mine(slug: str, viewer: Viewer) -> Counter[str]:
    """How much of what waits is a steward's own, for another one to look at, by process."""
    own = accepting.own_ids(slug, viewer.person(slug)) if viewer.steward(slug) else ()
    standing = listing.standing(slug)
    return Counter(event.process for event in flows.work_by(slug, sorted(own)) if standing.of(event) is None)


def _in_order(shown: Overview) -> list[VersionWork]:
    """Where people disagree before all, then what waits for a word, what is still being made, and what is decided."""
    return sorted(shown.versions, key=lambda row: (not row.contested, not row.can_be_accepted, not row.waits))


def _version_row(row: VersionWork, names: dict[str, str], window: Callable[[str], str]) -> dict[str, Any]:
    last = row.last
    return {
        "work": row,
        "address": _row_address(row),
        "name": _called(row.version),
        "by": names.get(last.person, "") if last else "",
        "last": last,
        "until": window(last.at) if last else "",
    }


def _called(version: VersionShown | None) -> str:
    """What a version is called in a list."""
    if version is None:
        return _("The commons at large")
    return version.label if version.released else _("%(name)s, being made now") % {"name": version.creation_name}


def _row_address(row: VersionWork) -> str:
    return finding.address(row.version)


def _contests(slug: str, shown: Overview, inside: bool) -> list[dict[str, Any]]:
    """The open contests, with what each is about."""
    about = {id for contest in shown.contests for id in contest.flows[:1]}
    given = {row.id: row for row in listing.named(slug, flows.work_named(slug, about), inside)}
    called = listing.names(slug, inside)
    return [
        {"contest": contest, "by": called.get(contest.person, ""), "about": given[contest.flows[0]], "more": len(contest.flows) - 1}
        for contest in shown.contests
        if contest.flows[0] in given
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """Which contributions to a version are asked for: of a kind, of a person, standing in some way; grouped by what."""

    kind: str = ""
    person: str = ""
    state: str = ""
    by: str = ""

    @classmethod
    def of(cls, asked: Any) -> "Asked":
        """What an address or a form asks for."""
        by = "kind" if asked.get("by") == "kind" else ""
        return cls(asked.get("kind", "")[:60], asked.get("person", "")[:80], asked.get("state", "")[:20], by)

    def query(self, **changes: str) -> str:
        """The same as an address has it, with changes; it ends ready for more."""
        fields = {"kind": self.kind, "person": self.person, "state": self.state, "by": self.by, **changes}
        written = urlencode({name: text for name, text in fields.items() if text})
        return f"{written}&" if written else ""

    def among(self, rows: list[Given]) -> list[Given]:
        """Those that are asked for, in the order that is asked for."""
        found = [
            row
            for row in rows
            if (not self.kind or row.kind == self.kind)
            and (not self.person or self.person in (row.person, short(row.person)))
            and (not self.state or row.state == self.state)
        ]
        return sorted(found, key=lambda row: row.kind_name) if self.by == "kind" else found


@page
def version(request: HttpRequest, slug: str, asked: str) -> HttpResponse:
    """What was given to this version, and how does it stand?"""
    shown = finding.version(slug, asked)
    viewer = viewer_of(request)
    inside = viewer.member(slug)
    rows = listing.given(slug, accepting.process_of(shown), inside)
    wanted = Asked.of(request.GET)
    found = wanted.among(rows)
    context = {
        **about_version(slug, shown, rows, inside),
        "asked": wanted,
        "found": len(found),
        **facets(rows, wanted),
        **page_of(slug, found, request.GET.get("page"), wanted),
        "query": wanted.query(),
        "member": inside,
        "plan": accepting.plan(slug, shown, viewer.person(slug))
        if viewer.steward(slug) and may_accept(shown)
        else None,
        "steward": viewer.steward(slug),
    }
    return render(request, "work/version.html", context)


def may_accept(shown: VersionShown | None) -> bool:
    """Whether contributions to it can be accepted: what is not released can still change."""
    return shown is None or shown.released


def about_version(slug: str, shown: VersionShown | None, rows: list[Given], inside: bool) -> dict[str, Any]:
    """What every page about a version's contributions tells of it."""
    counts = dict.fromkeys(state_names(), 0)
    for row in rows:
        counts[row.state] += 1
    names, window = listing.names(slug, inside), listing.window(slug)
    process = accepting.process_of(shown)
    acceptances = overview(slug).acceptances(process)
    return {
        "commons": commons.commons(slug),
        "tab": "work",
        "version": shown,
        "address": finding.address(shown),
        "name": _asked_about(shown),
        "counts": counts,
        "total": len(rows),
        "people": len({row.person for row in rows}),
        "acceptances": [{"said": row, "by": names.get(row.person, ""), "until": window(row.at)} for row in acceptances],
        "until": max((window(row.at) for row in acceptances), default=""),
    }


def _asked_about(shown: VersionShown | None) -> str:
    """What a version is called in a question about it."""
    if shown is None:
        return _("the commons at large")
    return shown.label if shown.released else _("the next %(name)s") % {"name": shown.creation_name}


def facets(rows: list[Given], wanted: Asked) -> dict[str, Any]:
    """By what the list can be narrowed, each with how many there are and its address."""
    names = state_names()
    kinds = listing.facets(rows, lambda row: (row.kind, row.kind_name))
    states = listing.facets(rows, lambda row: (row.state, names[row.state]))
    person = next((row.name for row in rows if wanted.person and wanted.person in (row.person, short(row.person))), "")
    return {
        "kinds": [(wanted.query(kind=kind), name, count, kind == wanted.kind) for kind, name, count in kinds],
        "states": [(wanted.query(state=state), name, count, state == wanted.state) for state, name, count in states],
        "all_kinds": wanted.query(kind=""),
        "all_states": wanted.query(state=""),
        "all_people": wanted.query(person=""),
        "by_person": wanted.query(by=""),
        "by_kind": wanted.query(by="kind"),
        "person_name": person,
    }


def page_of(slug: str, found: list[Given], number: str | None, wanted: Asked) -> dict[str, Any]:
    """A page of contributions in groups: by person, or by kind of work."""
    here = Paginator(found, AT_ONCE).get_page(number)
    rows = list(here.object_list)
    notes, rule = listing.notes(slug, rows), listing.rule_of(slug)
    groups: list[dict[str, Any]] = []
    for row in rows:
        key = row.kind if wanted.by == "kind" else row.person
        if not groups or groups[-1]["key"] != key:
            groups.append({"key": key, "first": row, "rows": []})
        line = {"row": row, "note": notes.get(row.entry, ""), "counts_as": _changed(rule, row)}
        groups[-1]["rows"].append(line)
    return {"page": here, "groups": groups}


def _changed(rule: Any, row: Given) -> str:
    """What counts instead of what was told, in words; "" where nothing was changed."""
    now, told = listing.counted(rule, row), listing.as_told(rule, row)
    return now.sentence if now != told else ""

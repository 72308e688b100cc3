"""Who is here? Members and people known from imports; and what each has given."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode

from entredon.apps.commons import queries as commons
from entredon.apps.flows import queries as flows
from entredon.apps.library import queries as library
from entredon.apps.people import asking, enriching, key_queries, queries
from entredon.apps.people.queries import PersonShown
from entredon.apps.people.words import custody
from entredon.log.asked import NotFound
from entredon.log.pages import page, remembered
from entredon.log.told import short
from entredon.log.viewer import viewer_of
from entredon.pure.names import in_order

AT_ONCE = 60
LONGEST_WORD = 40


@page
def home(request: HttpRequest, slug: str) -> HttpResponse:
    """Who is here?"""
    viewer = viewer_of(request)
    inside = viewer.member(slug)
    everybody = gifts(slug, inside)
    members = [row for row in everybody if row["person"].member]
    able = Able.of(members, request.GET.get("skill", ""), request.GET.get("language", ""))
    known = [row for row in everybody if row["person"].imported]
    context = {
        "commons": commons.commons(slug),
        "tab": "people",
        "inside": inside,
        "everybody": len(everybody),
        "members": len(members),
        "known": len(known),
        "givers": sum(1 for row in known if row["count"]),
        "able": able,
        "here": Paginator(able.found, AT_ONCE).get_page(request.GET.get("members")),
        "left": [row for row in everybody if row["person"].left],
        "page": Paginator(known, AT_ONCE).get_page(request.GET.get("page")),
        "further": "page" in request.GET or able.asked,
        "asking": asking.count(slug) if inside else 0,
    }
    return render(request, "people/home.html", context)


@dataclass(frozen=True)
class Able:
    """Members by what they can do and which languages they speak, as far as whoever looks may know it."""

    skill: str
    language: str
    skills: list[str]
    languages: list[str]
    found: list[dict[str, Any]]

    @property
    def asked(self) -> bool:
        """Whether only some are asked for."""
        return bool(self.skill or self.language)

    @property
    def query(self) -> str:
        """What is asked for, as it stands in addresses."""
        return urlencode({name: word for name, word in (("skill", self.skill), ("language", self.language)) if word})

    @classmethod
    def of(cls, rows: list[dict[str, Any]], skill: str, language: str) -> "Able":
        skills: dict[str, str] = {}
        for row in rows:
            for word in row["person"].skills:
                skills.setdefault(word.casefold(), word)
        languages = {code for row in rows for code in row["person"].languages}
        found = [row for row in rows if _is_able(row["person"], skill, language)]
        by_name = sorted(languages, key=lambda code: in_order(queries.language_name(code)))
        return cls(
            skill[:LONGEST_WORD],
            language[:LONGEST_WORD],
            [skills[key] for key in sorted(skills, key=in_order)],
            by_name,
            found,
        )


def _is_able(person: PersonShown, skill: str, language: str) -> bool:
    can = not skill or skill.casefold() in {word.casefold() for word in person.skills}
    return can and (not language or language in person.languages)


def _gifts(slug: str, inside: bool) -> list[dict[str, Any]]:
    """Everybody in the order in which they came, with what each gave; stewards and keepers before other members. No ranks."""
    given: dict[str, dict[str, int]] = {}
    owners = queries.claims(slug)
    for id, counts in flows.work_summary(slug).by_person.items():
        mine = given.setdefault(owners.get(id, id), {})
        for kind, count in counts.items():
            mine[kind] = mine.get(kind, 0) + count
    rows = [
        {
            "person": person,
            "count": sum(given.get(person.id, {}).values()),
            "kinds": named_kinds(given.get(person.id, {})),
            "tone": tone(person),
        }
        for person in queries.people(slug, inside)
    ]
    return sorted(rows, key=lambda row: _place(row["person"]))


gifts = remembered(_gifts, worded=True)


def _place(person: PersonShown) -> int:
    """Who looks after something comes first, so that a newcomer sees whom to ask."""
    return 0 if "steward" in person.roles else 1 if person.roles else 2


def named_kinds(counts: dict[str, int], most: int = 3) -> str:
    """Kinds of work in words, what was given most often first."""
    kinds = sorted(counts, key=lambda kind: (-counts[kind], kind))[:most]
    return ", ".join(flows.kind_of_work(kind) for kind in kinds)


def tone(person: PersonShown) -> str:
    """In whose colour a person stands: stewards keep the rules, members build; who is only known by name is ink."""
    if "steward" in person.roles:
        return "association"
    return "community" if person.member else "ink"


@page
def person(request: HttpRequest, slug: str, asked: str) -> HttpResponse:
    """What has this person given?"""
    shown = find(slug, asked, viewer_of(request).member(slug))
    mine = [shown.id, *(id for id, owner in queries.claims(slug).items() if owner == shown.id)]
    me = viewer_of(request).person(slug)
    events = flows.work_by(slug, mine)
    groups = _by_version(slug, events)
    counts: dict[str, int] = {}
    for event in events:
        counts[event.kind] = counts.get(event.kind, 0) + flows.times(event)
    context = {
        "commons": commons.commons(slug),
        "tab": "people",
        "person": shown,
        "address": short(shown.id),
        "tone": tone(shown),
        "given": sum(counts.values()),
        "kinds": sorted(((flows.kind_of_work(k), n) for k, n in counts.items()), key=lambda row: (-row[1], row[0])),
        "versions": len(groups),
        "page": Paginator(groups, AT_ONCE).get_page(request.GET.get("page")),
        "keys": [(key, custody(key.custody)) for key in key_queries.signed_by(slug, shown.id)],
        "pseudonyms": len(mine) - 1,
        "mine": shown.id == me,
        "me": me,
        "enriches": enriching.about(slug, shown.id, viewer_of(request).member(slug)) if shown.member else [],
        "may_nominate": _may_nominate(request, slug, shown),
        "noindex": shown.imported,
    }
    return render(request, "people/person.html", context)


def _may_nominate(request: HttpRequest, slug: str, shown: PersonShown) -> bool:
    """Whether whoever looks may say that this person enriches the commons."""
    viewer = viewer_of(request)
    mine = viewer.person(slug)
    others = shown.member and viewer.member(slug) and shown.id != mine
    return others and not enriching.said_already(slug, mine, shown.id)


def find(slug: str, asked: str, inside: bool) -> PersonShown:
    """A person by her id or as addresses write it; a claimed pseudonym leads to its person. Raises NotFound."""
    owners = queries.claims(slug)
    for id in (*(row["person"].id for row in gifts(slug, inside)), *owners):
        if asked in (id, short(id)):
            return queries.person(slug, owners.get(id, id), inside)
    raise NotFound("Nobody here has the address {asked}.", asked=asked[:24])


def _by_version(slug: str, events: Iterable[flows.WorkEvent]) -> list[dict[str, Any]]:
    """Contributions by the version they went into, the latest first."""
    by_process = {version.process: version for version in library.versions(slug)}
    groups: dict[str, dict[str, Any]] = {}
    for event in reversed(list(events)):
        group = groups.setdefault(
            event.process,
            {"version": by_process.get(event.process), "at": event.at, "counts": {}, "entry": event.entry},
        )
        group["counts"][event.kind] = group["counts"].get(event.kind, 0) + flows.times(event)
    for group in groups.values():
        group["kinds"] = named_kinds(group["counts"], 9)
        group["count"] = sum(group["counts"].values())
    return list(groups.values())

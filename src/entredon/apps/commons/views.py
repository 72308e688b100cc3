"""The home of a commons: what it is for, who holds it, and what is new."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from entredon.apps.commons import alive, queries
from entredon.apps.commons.queries import CommonsShown
from entredon.apps.flows import queries as flows
from entredon.apps.library import queries as library
from entredon.apps.market import queries as market
from entredon.apps.people import queries as people
from entredon.apps.people.queries import PersonShown
from entredon.apps.treasury import queries as treasury
from entredon.apps.value import queries as value
from entredon.desk.telling import shown as counted
from entredon.log import lines
from entredon.log.asked import NotFound
from entredon.log.pages import daily
from entredon.log.registry import RULEBOOK
from entredon.log.viewer import viewer_of
from entredon.pure.value.shareout import BuildInCircles

NEW = 5
"""So many versions stand under what was released lately."""
EXAMPLE = (1_000_000, "EUR")
"""The amount by which a home shows what a sharing rule would do."""
UNKNOWN = "unknown"
"""What stands for a licence that an import could not recognise."""
LONG = 60
"""A headline with more characters is set smaller."""


@daily
def home(request: HttpRequest, slug: str) -> HttpResponse:
    """What is this commons?"""
    shown = queries.commons(slug)
    everybody = people.people(slug)
    creations = library.creations(slug)
    versions = library.versions(slug)
    released = [version for version in versions if version.released]
    work = flows.work_summary(slug)
    making = [version for version in versions if not version.released and version.process in work.by_process]
    headline, more = first_sentence(shown.purpose)
    context = {
        "commons": shown,
        "tab": "home",
        "headline": headline,
        "more": more,
        "long": len(headline) > LONG,
        "people": len(everybody),
        "creations": len(creations),
        "newest": released[-1] if released else None,
        "released": bool(released),
        "news": [(v, work.people_in.get(v.process, 0)) for v in reversed((released or making)[-NEW:])],
        "given": work.total,
        # A licence's name is never broken between two lines.
        "licences": [name.replace("-", "\N{NON-BREAKING HYPHEN}") for name in shown.licences if name != UNKNOWN],
        "money": (money := alive.money(slug)),
        "share": example(slug) if work.total and money is None else None,
        "gifts": treasury.takes_gifts(slug),
        "waiting": alive.waiting(viewer_of(request), slug),
        "faces": alive.faces(everybody),
        "rests": people.resting(slug)[0],
        "members": sum(1 for person in everybody if person.member),
        "older_rules": viewer_of(request).steward(slug) and lines.rulebook(slug) < RULEBOOK,
        "step": alive.next_step(viewer_of(request), slug, draft=shown.draft, joining=shown.joining),
        **partners(shown, everybody, len(creations)),
    }
    return render(request, "commons/home.html", context)


def first_sentence(purpose: str) -> tuple[str, str]:
    """A purpose as headline and the rest of it."""
    first, stop, rest = purpose.partition(". ")
    return (first, rest) if stop else (purpose.removesuffix("."), "")


def partners(shown: CommonsShown, everybody: list[PersonShown], creations: int) -> dict[str, Any]:
    """The three circles and their middle: each with its number, a line about it, and where it leads."""
    stewards = sum(1 for person in everybody if "steward" in person.roles)
    places = len({person.place for person in everybody if person.place})
    here = reverse("people:home", args=[shown.slug])
    count, sellers = len(everybody), market.partners_count(shown.slug)
    building = ngettext("in one place build it", "in %(n)s places build it", places) % {"n": places}
    keeping = ngettext("one steward keeps the rules", "%(n)s stewards keep the rules", stewards) % {"n": stewards}
    things = ngettext("one creation, free for everyone", "%(n)s creations, free for everyone", creations)
    return {
        "community": {
            "tone": "community",
            "count": ngettext("%(n)s person", "%(n)s people", count) % {"n": counted(count)},
            "note": building if places > 1 else _("who build it"),
            "href": here,
        },
        "coalition": {
            "tone": "coalition",
            "count": ngettext("%(n)s partner", "%(n)s partners", sellers) % {"n": counted(sellers)}
            if sellers
            else _("No partners yet"),
            "note": _("who make, sell and give back") if sellers else _("to make, sell and give back"),
            "href": reverse("market:partners", args=[shown.slug]),
        },
        "association": {
            "tone": "association",
            "count": shown.association or _("Its stewards"),
            "note": keeping,
            "href": here,
        },
        "core": {
            "tone": "",
            "count": _("the commons"),
            "note": things % {"n": creations} if creations else _("free for everyone"),
            "href": reverse("library:home", args=[shown.slug]),
        },
    }


def example(slug: str) -> dict[str, Any] | None:
    """What an income would bring, as figures; None where nothing can be shared yet."""
    minor, currency = EXAMPLE
    try:
        out = value.dry_run(slug, minor, currency)
    except (NotFound, BuildInCircles):
        return None
    if not out.people:
        return None
    upon = sum(node.minor for node in value.sankey(slug, minor, currency).nodes if node.label == "upon")
    to_people = sum(part.minor for part in out.people)
    return {
        "minor": minor,
        "currency": currency,
        "people": len(out.people),
        "to_people": to_people,
        "own": to_people - upon,
        "upon": upon,
        "kept": sum(top.minor for top in out.top),
        "stands_in": value.ruling(slug).stands_in,
    }

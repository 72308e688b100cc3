"""What waits for your look? And by which rule contributions are looked at here."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from entredon.apps.commons import queries as commons
from entredon.apps.flows import queries as flows
from entredon.apps.people import queries as people
from entredon.apps.work import finding, listing, queries_reviews
from entredon.apps.work.forms_reviews import RuleForm
from entredon.apps.work.queries_reviews import ReviewShown
from entredon.desk.saying import say
from entredon.desk.telling import tell
from entredon.log.pages import live, page
from entredon.log.registry import Refused
from entredon.log.viewer import viewer_of

AT_ONCE = 30


@page
def reviews(request: HttpRequest, slug: str) -> HttpResponse:
    """What waits for your look?"""
    viewer = viewer_of(request)
    person, inside = viewer.person(slug), viewer.member(slug)
    looks = queries_reviews.may_look(slug, people.of_viewer(request, slug) if inside else None)
    asked = (tuple(sorted({person, *_names(slug, person)})), person) if looks else ()
    paginator = Paginator(queries_reviews.waiting(slug, *asked).values_list("id", flat=True), AT_ONCE)
    paginator.count = count = queries_reviews.count_waiting(slug, *asked)
    here = paginator.get_page(request.GET.get("page"))
    context = {
        "commons": commons.commons(slug),
        "tab": "work",
        "page": here,
        "rows": _rows(slug, list(here.object_list), inside),
        "count": count,
        "all": queries_reviews.count_waiting(slug),
        "looks": looks,
        "member": inside,
        "steward": viewer.steward(slug),
        "rule": queries_reviews.rule(slug),
    }
    return render(request, "work/reviews.html", context)


def _names(slug: str, person: str) -> list[str]:
    """The pseudonyms that somebody has claimed."""
    return [name for name, owner in listing.claims(slug).items() if owner == person]


def _rows(slug: str, ids: list[str], inside: bool) -> list[dict[str, Any]]:
    """Contributions as the list shows them, in the order of the ids: a few questions, however many."""
    given = {row.id: row for row in listing.named(slug, flows.work_named(slug, ids), inside)}
    about = queries_reviews.words_of(slug, ids)
    versions = {version.process: version for version in finding.versions(slug)}
    return [
        {
            "row": given[id],
            "note": next((words.note for words in about[id][0].words if words.note), ""),
            "files": len(about[id][0].files),
            "version": versions.get(given[id].process),
            "more": about[id][0].state == "more",
            **counted(about[id][1]),
        }
        for id in ids
        if id in given and id in about
    ]


def counted(said: list[ReviewShown]) -> dict[str, int]:
    """How many say what, of those whose word counts."""
    words = [one.verdict for one in said if one.counts]
    return {
        "accepted_by": words.count("accept"),
        "declined_by": words.count("decline"),
        "asked_by": words.count("more"),
    }


@live
def rule(request: HttpRequest, slug: str) -> HttpResponse:
    """Who looks at contributions here?"""
    viewer = viewer_of(request)
    now = queries_reviews.rule(slug)
    form = RuleForm(
        request.POST if request.method == "POST" else None, initial={"reviewers": now.reviewers, "who": now.who}
    )
    if request.method == "POST" and form.is_valid():
        try:
            said = say(request, slug, form.fact())
            return redirect(f"{reverse('work:review_rule', args=[slug])}?said={said.id}")
        except Refused as refusal:
            form.add_error(None, tell(refusal))
    context = {
        "commons": commons.commons(slug),
        "tab": "work",
        "rule": now,
        "by": listing.names(slug, viewer.member(slug)).get(now.person, ""),
        "there": queries_reviews.there_are(slug),
        "form": form,
        "steward": viewer.steward(slug),
        "shows_form": viewer.steward(slug) or form.is_bound,
    }
    return render(request, "work/review_rule.html", context)

"""All that the page of a contribution shows, read together."""

from collections.abc import Mapping
from typing import Any

from django.forms import Form
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from entredon.apps.commons import queries as commons
from entredon.apps.flows import queries as flows
from entredon.apps.people import queries as people
from entredon.apps.work import accepting, finding, listing, queries, queries_reviews
from entredon.apps.work.listing import Given
from entredon.apps.work.models import Circle
from entredon.apps.work.overview import WAITS
from entredon.apps.work.queries import ContestShown
from entredon.apps.work.queries_reviews import ContributionShown, ReviewShown
from entredon.apps.work.telling_offered import titles
from entredon.apps.work.views_reviews import counted
from entredon.desk import files
from entredon.log import clock
from entredon.log.models import Log, SideText
from entredon.log.told import short
from entredon.log.viewer import viewer_of

WORDS = ("reason", "answer")


def context(
    request: HttpRequest, slug: str, row: Given, contest: ContestShown | None, forms: Mapping[str, Form]
) -> dict[str, Any]:
    """What the template gets."""
    viewer = viewer_of(request)
    inside, person = viewer.member(slug), viewer.person(slug)
    shown = next((v for v in finding.versions(slug) if v.process == row.process), None)
    rule, now = listing.rule_of(slug), clock.stamp()
    verdict = row.verdict
    until = listing.window(slug)(verdict.at) if verdict and not verdict.settled else ""
    may_contest = verdict is not None and not verdict.settled and not verdict.contested and until >= now
    told = queries_reviews.contribution(slug, row.id)
    said = queries_reviews.reviews_of(slug, row.id) if told else []
    names = listing.names(slug, inside)
    return {
        "commons": commons.commons(slug),
        "tab": "work",
        "row": row,
        "this": {"row": row},
        "version": shown,
        "version_address": finding.address(shown) if shown or not row.process else "",
        "counts_as": listing.counted(rule, row),
        "as_told": listing.as_told(rule, row),
        "until": until,
        "open": bool(until) and until >= now,
        "may_contest": may_contest or forms["contest"].is_bound,
        "contest": contest if contest and not contest.settled else None,
        "about_more": len(contest.flows) - 1 if contest else 0,
        "steps": _steps(slug, row, contest, told, said, names),
        "forms": forms,
        "member": inside,
        "steward": viewer.steward(slug),
        "may_settle": contest is not None
        and not contest.settled
        and viewer.steward(slug)
        and accepting.may_settle(slug, contest, person),
        "own": row.provider in accepting.own_ids(slug, person) if viewer.steward(slug) else False,
        "mine": bool(person) and row.person == person,
        "journey": _address("work:journey", slug, row.id),
        **_looks(request, slug, row, told, said, forms, names),
        **_belongs(slug, row, told),
    }


def _address(name: str, slug: str, id: str) -> str:
    """Where something stands; "" where there is no such page."""
    try:
        return reverse(name, args=[slug, short(id)])
    except NoReverseMatch:
        return ""


def _looks(
    request: HttpRequest, slug: str, row: Given, told: ContributionShown | None, said: list[ReviewShown],
    forms: Mapping[str, Form], names: Mapping[str, str],
) -> dict[str, Any]:  # fmt: skip
    """Who has looked at it, what is still needed, and whether it is the viewer's turn."""
    viewer = viewer_of(request)
    person = viewer.person(slug)
    mine = bool(person) and row.person == person
    waits = told is not None and row.state == WAITS
    reasons = _texts(slug, [one.id for one in said])
    looker = people.of_viewer(request, slug) if waits and viewer.member(slug) and not mine else None
    return {
        "rule": queries_reviews.rule(slug) if told else None,
        "reviews": [
            {"said": one, "name": names.get(one.person, ""), "reason": reasons.get(one.id, "")} for one in said
        ],
        **counted(said),
        "waits": waits,
        "may_review": queries_reviews.may_look(slug, looker) or forms["review"].is_bound,
        "said_before": next((one.verdict for one in said if one.counts and one.person == person), ""),
        "size": Log.objects.values_list("size", flat=True).get(slug=slug),
        "may_add": (waits and mine) or forms["add"].is_bound,
    }


def _belongs(slug: str, row: Given, told: ContributionShown | None) -> dict[str, Any]:
    """Words, files, commits and the need and circle it was for."""
    if told is None:
        return {"note": listing.notes(slug, [row]).get(row.entry, ""), "told": None}
    first = next((words for words in told.words if words.entry == row.entry), None)
    flow = flows.flow(slug, row.id)
    here = {one.number: reverse("work:file", args=[slug, short(row.id), one.number]) for one in told.files}
    shown = [
        {"file": one, "address": here[one.number], "journey": reverse("work:journey", args=[slug, one.sha256[:12]])}
        for one in told.files
    ]
    circle = (
        Circle.objects.filter(commons=slug, id=told.circle).values_list("name", flat=True).first()
        if told.circle
        else ""
    )
    return {
        "told": told,
        "note": first.note if first else "",
        "erased": told.person and not (first and first.note) and row.entry in [words.entry for words in told.words],
        "link": first.link if first else "",
        "added": [words for words in told.words if words.entry != row.entry],
        "pictures": [one for one in shown if one["file"].type in files.SHOWN],  # type: ignore[attr-defined]
        "files": [one for one in shown if one["file"].type not in files.SHOWN],  # type: ignore[attr-defined]
        "action": flow.action,
        "amount": f"{flow.resource_quantity} {flow.resource_unit}".strip(),
        "need_title": titles(slug, [told.need]).get(told.need, "") if told.need else "",
        "need_address": _address("work:need", slug, told.need) if told.need else "",
        "circle_name": circle or "",
        "circle_address": _address("work:circle", slug, told.circle) if told.circle else "",
        "most": files.most() >> 20,
    }


def _steps(
    slug: str, row: Given, contest: ContestShown | None, told: ContributionShown | None, reviews: list[ReviewShown],
    names: Mapping[str, str],
) -> list[dict[str, Any]]:  # fmt: skip
    """What happened to a contribution, in order, each step with its receipt and words."""
    first = queries.first_word(slug, row.id, row.process, row.position, row.provider)
    looks = [(one.position, (f"said-{one.verdict}", one.id, one.person, one.at, True)) for one in reviews]
    for entry, index, at in queries_reviews.additions(slug, told) if told else ():
        looks.append((index, ("added", entry, row.person, at, True)))
    said = [("given", row.entry, row.person, row.at, True), *(step for _position, step in sorted(looks))]
    if first is not None and first.entry not in {one.id for one in reviews}:
        said.append(("decided", first.entry, first.person, first.at, first.counts))
    if contest is not None:
        said.append(("contested", contest.id, contest.person, contest.at, True))
        said += [("answered", answer.id, answer.person, answer.at, True) for answer in contest.answers]
        if contest.settled:
            said.append(("settled", contest.settled, contest.settled_by, contest.settled_at, contest.counts))
    texts = _texts(slug, [entry for _what, entry, *_rest in said])
    return [
        {
            "what": what, "entry": entry, "person": person, "name": names.get(person, ""), "at": at, "counts": counts,
            "text": texts.get(entry, "") if not what.startswith("said-") else "",
            "decides": first is not None and first.entry == entry,
        }
        for what, entry, person, at, counts in said
    ]  # fmt: skip


def _texts(slug: str, entries: list[str]) -> dict[str, str]:
    """What people wrote beside these entries; what was erased is left out."""
    rows = SideText.objects.filter(commons=slug, entry__in=entries, name__in=WORDS)
    return dict(rows.values_list("entry", "text"))

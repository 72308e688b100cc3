"""What does this person get, and why? Would get, owed, paid; the reasons; and passing on."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from entredon.apps.commons import queries as commons
from entredon.apps.flows import queries as flows
from entredon.apps.library import queries as library
from entredon.apps.treasury import queries as treasury
from entredon.apps.value import drawing, queries
from entredon.apps.value.forms_money import PassingForm, shown
from entredon.apps.value.owing import Owed, OwedLine
from entredon.apps.value.seen import Eyes
from entredon.apps.value.views import person_id, sentence
from entredon.desk.saying import say
from entredon.desk.telling import tell
from entredon.log.asked import NotFound
from entredon.log.pages import live
from entredon.log.registry import Refused
from entredon.log.told import short
from entredon.pure.value.passing import POT
from entredon.pure.value.shareout import BuildInCircles

EXAMPLE = (1_000_000, "EUR")
REASONS = 12


@live
@require_http_methods(["GET", "POST"])
def person(request: HttpRequest, slug: str, asked: str) -> HttpResponse:
    """What does this person get, and why?"""
    eyes = Eyes(request, slug)
    id = person_id(slug, asked)
    context: dict[str, Any] = {
        "commons": commons.commons(slug),
        "tab": "value",
        "noindex": True,
        "eyes": eyes,
        "name": eyes.name(id),
        "address": short(id),
        "me": id == eyes.me,
    }
    if not eyes.may(id) and request.method != "POST":
        return render(request, "value/person_closed.html", context)
    form = None
    if request.method == "POST":
        form = PassingForm(request.POST)
        answer = pass_on(request, slug, id, eyes, form)
        if answer is not None:
            return answer
    return render(request, "value/person.html", context | shown_person(request, slug, id, eyes, form))


def pass_on(request: HttpRequest, slug: str, id: str, eyes: Eyes, form: PassingForm) -> HttpResponse | None:
    """She says what she passes on from here on; None when it was refused, with the reason in the form.

    Raises PermissionDenied for everybody else.
    """
    if id != eyes.me or not eyes.inside:
        raise PermissionDenied
    fact = form.fact() if request.POST.get("do") != "keep" else PassingForm({}).fact()
    if fact is None:
        return None
    try:
        said = say(request, slug, fact)
    except Refused as refusal:
        form.refused = tell(refusal)
        return None
    return redirect(f"{reverse('value:person', args=[slug, short(id)])}?said={said.id}#passing")


def shown_person(request: HttpRequest, slug: str, id: str, eyes: Eyes, form: PassingForm | None) -> dict[str, Any]:
    """Her money in three tenses, with reasons."""
    owed = queries.owed(slug, id)
    labels = {version: label for version, (label, _now) in library.labels(slug).items()}
    shareouts = {one.id: one for one in queries.shareouts(slug)}
    word = queries.passing(slug, id)
    lines = [
        {"line": line, "currency": one.currency, "got": line.minor + sum(minor for _to, minor in line.passed),
         "label": labels.get(shareouts[line.shareout].version, "")}
        for one in owed for line in one.lines
    ]  # fmt: skip
    of = next((row for row in lines if short(row["line"].shareout) == request.GET.get("of", "")), None)
    of = of or max(lines, key=lambda row: str(row["line"].at), default=None)
    since = min((row["line"].at for row in lines if row["got"]), default="")
    return {
        "owed": [one for one in owed if one.anything],
        "begun": treasury.begun(slug),
        "any_paid": any(one.paid for one in owed),
        "account_page": reverse("treasury:person", args=[slug, short(id)]),
        "since": since,
        "lines": lines,
        "of": of,
        "why": reasons(slug, of["line"], labels) if of else None,
        "would": would_get(slug, id, labels),
        "example": example(slug, id),
        "word": word,
        "word_rows": [(to, shown(ppm)) for to, ppm in word.word.items()] if word else [],
        "passed": passed_in_all(owed),
        "form": form or PassingForm(None, word.word if word else None) if id == eyes.me and eyes.inside else None,
        "pot": POT,
        "rule_sentence": sentence(queries.ruling(slug).rule),
    }


def passed_in_all(owed: list[Owed]) -> list[tuple[str, str, int]]:
    """What she has passed on so far: destination, currency, amount."""
    sums: dict[tuple[str, str], int] = {}
    for one in owed:
        for line in one.lines:
            for to, minor in line.passed:
                sums[to, one.currency] = sums.get((to, one.currency), 0) + minor
    return [(to, currency, minor) for (to, currency), minor in sorted(sums.items())]


def reasons(slug: str, line: OwedLine, labels: dict[str, str]) -> dict[str, Any] | None:
    """Why she got this much in a share-out, under all names it knows her by: the largest reasons, adding up with the rest."""
    try:
        found = queries.recorded_why_under(slug, line.shareout, line.under, REASONS)
    except NotFound:
        return None
    recorded = queries.shareout(slug, line.shareout)
    kinds: dict[str, int] = {}
    for part in recorded.out.people:
        for kind, minor in part.kinds.items() if part.person in line.under else ():
            kinds[kind] = kinds.get(kind, 0) + minor
    return {
        "minor": found.minor,
        "others": found.others,
        "income": recorded.shown.minor,
        "currency": recorded.shown.currency,
        "at": recorded.shown.at,
        "shareout": recorded.shown.id,
        "rule_sentence": sentence(recorded.rule),
        "rule": recorded.shown.rule,
        "lines": [
            {"line": path, "kind": flows.kind_of_work(path.kind), "steps": drawing.steps(path)}
            for path in (queries.reason(path, labels) for path in found.paths)
        ],
        "kinds": [
            (flows.kind_of_work(kind), minor) for kind, minor in sorted(kinds.items(), key=lambda item: -item[1])
        ],
    }


def would_get(slug: str, id: str, labels: dict[str, str]) -> list[dict[str, Any]]:
    """What she would get of incomes that wait to be shared."""
    return [
        {"income": one.income, "label": labels.get(one.income.version, ""), "got": one.got, "later": one.later}
        for one in queries.would_get(slug, id)
    ]


def example(slug: str, id: str) -> dict[str, Any] | None:
    """What she would get of a round amount, as an example; None when nothing."""
    minor, currency = EXAMPLE
    try:
        part = queries.dry_run(slug, minor, currency).part(id)
    except (NotFound, BuildInCircles):
        return None
    if part is None or not part.got:
        return None
    return {"minor": minor, "currency": currency, "got": part.got}

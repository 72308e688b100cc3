"""Order and measures: moving posts, taking a measure, what was decided here, what was decided about me, an appeal and its answer."""

from datetime import date, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

from entredon.apps.commons import queries as commons
from entredon.apps.people import queries as people
from entredon.apps.social import queries, showing
from entredon.apps.social.about import find
from entredon.apps.social.entries import AppealAnswered, Appealed, MeasureLifted, MeasureTaken, Moved, SplitOff
from entredon.apps.social.forms import AnswerForm, AppealForm, LiftForm, MeasureForm, MoveForm
from entredon.apps.social.models import Measure
from entredon.apps.social.people import crowd
from entredon.apps.social.queries import MeasureShown, Said
from entredon.apps.social.rules_measures import BEFORE, LONGEST, OVERTURNED
from entredon.apps.social.rules_moving import MOST
from entredon.desk.doors import signed_in_first
from entredon.desk.saying import say
from entredon.desk.telling import tell
from entredon.log.asked import Ambiguous, NotFound
from entredon.log.pages import daily, live
from entredon.log.registry import Refused
from entredon.log.told import short
from entredon.log.viewer import viewer_of

AT_ONCE = 40


def measure_names() -> dict[str, str]:
    """What each measure is called."""
    return {
        "hidden": _("a post is hidden"),
        "warned": _("a warning"),
        "slowed": _("three posts a day"),
        "paused": _("a pause"),
    }


def state_names() -> dict[str, str]:
    """How a measure can stand."""
    return {
        "in_force": _("in force"),
        "over": _("over"),
        "lifted": _("ended early"),
        "upheld": _("found right"),
        "overturned": _("found wrong"),
    }


@signed_in_first
@live
def move(request: HttpRequest, slug: str, asked: str) -> HttpResponse:
    """Which posts belong elsewhere? For stewards."""
    if not viewer_of(request).steward(slug):
        raise PermissionDenied
    id = find(slug, asked, True)
    chosen = list(dict.fromkeys(request.POST.getlist("post")))[: MOST + 1]
    form = MoveForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            return _move(request, slug, tuple(chosen), form.cleaned_data)
        except (Refused, NotFound, Ambiguous) as trouble:
            form.add_error(None, tell(trouble))
    thread = queries.thread(slug, id)
    page = showing.page_of(thread, request.GET.get("page"))
    everybody = crowd(slug, True)
    start = max(0, page.start_index() - 1)
    found = queries.posts(slug, id, start, showing.AT_ONCE)
    context = {
        "commons": commons.commons(slug), "tab": "social", "thread": thread, "thing": showing.thing_of(slug, id, True),
        "page": page, "form": form, "chosen": chosen or [post.id for post in found if short(post.id) == request.GET.get("post")],
        "posts": [(post, everybody.name(post.person), showing.excerpt(post, everybody)) for post in found],
    }  # fmt: skip
    return render(request, "social/move.html", context)


def _move(request: HttpRequest, slug: str, chosen: tuple[str, ...], asked: dict[str, Any]) -> HttpResponse:
    if not chosen:
        raise Refused("Choose the posts that belong elsewhere.")
    if asked["title"]:
        said = say(request, slug, SplitOff(posts=chosen), {"title": asked["title"], "reason": asked["reason"]})
        return redirect("social:thread", slug, short(said.id))
    to = find(slug, _id_in(asked["to"].strip()), True)
    say(request, slug, Moved(posts=chosen, to=to), {"reason": asked["reason"]})
    return redirect("social:thread", slug, short(to))


def _id_in(text: str) -> str:
    """The id in an address of a page, or what was typed."""
    path = "/" + text.split("://", 1)[-1].split("/", 1)[-1] if "/" in text else text
    try:
        words = resolve(path.partition("?")[0].partition("#")[0]).kwargs
    except Resolver404:
        return text
    return str(words.get("asked") or words.get("id") or text)


@daily
def measures(request: HttpRequest, slug: str) -> HttpResponse:
    """What did stewards decide so that people can talk? Everybody may read that."""
    inside = viewer_of(request).member(slug)
    page = Paginator(range(queries.measures_count(slug)), AT_ONCE).get_page(request.GET.get("page"))
    rows = queries.measures(slug, start=max(0, page.start_index() - 1), limit=AT_ONCE)
    context = {
        "commons": commons.commons(slug),
        "tab": "social",
        "page": page,
        "lines": lines(slug, rows, inside),
        "waiting": lines(slug, queries.appeals_waiting(slug), inside),
        "steward": viewer_of(request).steward(slug),
    }
    return render(request, "social/measures.html", context)


def lines(slug: str, rows: list[MeasureShown], inside: bool) -> list[dict[str, Any]]:
    """Measures as lists show them, with names, reasons, and how each stands."""
    texts = queries.texts_of(slug, [row.id for row in rows])
    names, states, today = measure_names(), state_names(), showing.today()
    everybody = crowd(slug, inside)
    return [
        {
            "measure": row,
            "what": names[row.measure],
            "about": everybody.name(row.person),
            "by": everybody.name(row.by),
            "reason": texts.get((row.id, "reason"), ""),
            "state": states["over" if row.state == "in_force" and not row.in_force(today) else row.state],
            "in_force": row.in_force(today),
        }
        for row in rows
    ]


@signed_in_first
@live
def mine(request: HttpRequest, slug: str) -> HttpResponse:
    """What was decided about me?"""
    me = viewer_of(request).person(slug)
    context = {
        "commons": commons.commons(slug),
        "tab": "social",
        "lines": lines(slug, queries.measures(slug, person=me, limit=200), True) if me else [],
    }
    return render(request, "social/mine.html", context)


@live
def measure(request: HttpRequest, slug: str, asked: str) -> HttpResponse:
    """Why was this decided, and does it stand?"""
    found = queries.measure(slug, asked)
    viewer = viewer_of(request)
    may = _may(found, viewer.person(slug), steward=viewer.steward(slug), slug=slug)
    act = request.POST.get("act", "") if request.method == "POST" else ""
    forms = {name: form(request.POST if act == name else None) for name, form in _FORMS.items()}
    if act in forms and forms[act].is_valid():
        if not may[act]:
            raise PermissionDenied
        try:
            return _decide(request, slug, found, act, forms[act].cleaned_data)
        except Refused as refusal:
            forms[act].add_error(None, tell(refusal))
    return render(request, "social/measure.html", _measure_context(request, slug, found, may, forms))


_FORMS: dict[str, Any] = {"appeal": AppealForm, "answer": AnswerForm, "lift": LiftForm}


def _decide(request: HttpRequest, slug: str, found: MeasureShown, act: str, said: dict[str, Any]) -> HttpResponse:
    if act == "appeal":
        done = say(request, slug, Appealed(measure=found.id), {"text": said["text"]})
    elif act == "answer":
        fact = AppealAnswered(measure=found.id, stands=said["stands"] == "yes")
        done = say(request, slug, fact, {"reason": said["reason"]})
    else:
        done = say(request, slug, MeasureLifted(measure=found.id), {"reason": said["reason"]})
    response = redirect("social:measure", slug, short(found.id))
    response["Location"] += f"?said={done.id}"
    return response


def _may(found: MeasureShown, me: str, *, steward: bool, slug: str) -> dict[str, bool]:
    """What whoever is looking may do about a measure. The law looks once more."""
    today = showing.today()
    last = found.until or (date.fromisoformat(found.at[:10]) + timedelta(days=30)).isoformat()
    others = set(people.stewards(slug)) - {found.by, found.person}
    return {
        "appeal": bool(me) and me == found.person and not found.appeal and found.state == "in_force" and today <= last,
        "answer": steward and found.waits and me != found.person and (me != found.by or not others),
        "lift": steward and me != found.person and found.in_force(today) and found.measure != "warned",
    }


def _measure_context(
    request: HttpRequest, slug: str, found: MeasureShown, may: dict[str, bool], forms: dict[str, Any]
) -> dict[str, Any]:
    inside = viewer_of(request).member(slug)
    texts = queries.texts_of(slug, [found.appeal, found.answered])
    return {
        "commons": commons.commons(slug),
        "tab": "social",
        "line": lines(slug, [found], inside)[0],
        "measure": found,
        "may": may,
        "forms": forms,
        "appeal": texts.get((found.appeal, "text"), ""),
        "answer": texts.get((found.answered, "reason"), ""),
        "answerer": crowd(slug, inside).name(found.answered_by) if found.answered_by else "",
        "mine": viewer_of(request).person(slug) == found.person,
        "steward": viewer_of(request).steward(slug),
    }


@signed_in_first
@live
def take(request: HttpRequest, slug: str) -> HttpResponse:
    """What is to be done about this? For stewards: about a post (?post=) or somebody (?person=)."""
    viewer = viewer_of(request)
    if not viewer.steward(slug):
        raise PermissionDenied
    asked = request.POST if request.method == "POST" else request.GET
    post = queries.post(slug, asked["post"]) if asked.get("post") else None
    person = post.person if post else people.find_person(slug, asked.get("person", ""), inside=True)
    form = MeasureForm(
        choices(slug, person, post), request.POST if request.method == "POST" else None, initial={"days": 7}
    )
    if request.method == "POST" and form.is_valid():
        try:
            said = say(request, slug, _fact(form.cleaned_data, person, post), {"reason": form.cleaned_data["reason"]})
            return redirect("social:measure", slug, short(said.id))
        except Refused as refusal:
            form.add_error(None, tell(refusal))
    context = {
        "commons": commons.commons(slug), "tab": "social", "form": form, "person": person, "name": crowd(slug, True).name(person),
        "post": showing.posts(slug, viewer, [post])[0] if post else None, "own": person == viewer.person(slug),
        "earlier": lines(slug, queries.measures(slug, person=person, limit=20), True),
    }  # fmt: skip
    return render(request, "social/take.html", context)


def _fact(said: dict[str, Any], person: str, post: Said | None) -> MeasureTaken:
    measure = said["measure"]
    until = ""
    if measure in LONGEST:
        until = (date.fromisoformat(showing.today()) + timedelta(days=said["days"])).isoformat()
    return MeasureTaken(
        measure=measure, until=until, post=post.id if post else None, person=None if measure == "hidden" else person
    )


def choices(slug: str, person: str, post: Said | None) -> list[tuple[str, str]]:
    """The measures that can be taken now: the milder one comes first."""
    said = {
        "hidden": _(
            "Hide this post until a day: talk shows it to who wrote it and to stewards only. "
            "It stays in the public record until it is erased."
        ),
        "warned": _("Warn: nothing is taken away; it is said that this went too far."),
        "slowed": _("Slow down: three posts a day, until a day."),
        "paused": _("Pause: no posts until a day. Reading, giving and contributing go on."),
    }
    had = set(
        Measure.objects.filter(commons=slug, person=person).exclude(state=OVERTURNED).values_list("measure", flat=True)
    )
    return [
        (name, text)
        for name, text in said.items()
        if (name != "hidden" or post) and (name not in BEFORE or BEFORE[name] in had)
    ]

"""Saying what is needed, and changing how it reads."""

from typing import Any

import msgspec
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from entredon.apps.commons import queries as commons
from entredon.apps.work import coming_in, coming_in_needs, needs_rows, queries_need, queries_needs
from entredon.apps.work.entries_ideas import Reworded
from entredon.apps.work.forms_needs import NeedForm, said_now
from entredon.apps.work.queries_need import NeedWhole
from entredon.apps.work.views_need import back_to
from entredon.desk import telling
from entredon.desk.doors import signed_in_first
from entredon.desk.saying import say_once, say_these
from entredon.log.pages import live
from entredon.log.registry import Fact, Refused
from entredon.log.told import short
from entredon.log.viewer import viewer_of


@live
def new(request: HttpRequest, slug: str) -> HttpResponse:
    """What is needed?"""
    asked = request.POST if request.method == "POST" else request.GET
    part_of, ideas = _stems(slug, asked.get("part_of", ""), asked.get("idea", ""))
    if request.method == "POST":
        form = NeedForm(slug, request.POST)
        if form.is_valid():
            try:
                return _ask(request, slug, form, part_of, ideas)
            except Refused as refusal:
                form.add_error(None, telling.tell(refusal))
    else:
        form = NeedForm(slug, initial=_first(slug, part_of, ideas, request.GET.get("circle", "")))
    whole = next(iter(queries_needs.needs_named(slug, [part_of])), None) if part_of else None
    context = {
        "commons": commons.commons(slug),
        "tab": "work",
        "form": form,
        "part_of": whole,
        "part_of_name": needs_rows.called(whole) if whole else "",
        "ideas": [(short(id), title) for id, title in queries_needs.idea_titles(slug, ideas).items()] if ideas else [],
        "member": viewer_of(request).member(slug),
    }
    return render(request, "work/need_new.html", context)


def _stems(slug: str, part_of: str, idea: str) -> tuple[str, tuple[str, ...]]:
    """The need that a new one is a part of, and the ideas it stems from, as an address or a form names them. Raises NotFound."""
    ideas = [queries_needs.find_idea(slug, one) for one in idea.split(",")[:10] if one]
    return queries_needs.find_need(slug, part_of) if part_of else "", tuple(dict.fromkeys(ideas))


def _first(slug: str, part_of: str, ideas: tuple[str, ...], circle: str) -> dict[str, Any]:
    """What a form for a new need begins with."""
    first: dict[str, Any] = {}
    if part_of:
        whole = queries_needs.needs_named(slug, [part_of])[0]
        first |= {"kind": whole.work, "creation": whole.creation, "circle": whole.circle, "place": whole.place}
    if ideas:
        first["title"] = next((title for title in queries_needs.idea_titles(slug, ideas[:1]).values() if title), "")
    if circle:
        known = [id for id in queries_needs.circle_names(slug) if id.startswith(circle)]
        first |= {"circle": known[0]} if len(known) == 1 else {}
    return first


def _ask(request: HttpRequest, slug: str, form: NeedForm, part_of: str, ideas: tuple[str, ...]) -> HttpResponse:
    fact, texts = form.fact(part_of=part_of, ideas=ideas), form.texts()
    if not viewer_of(request).member(slug):
        typed = {"fact": msgspec.to_builtins(fact), "texts": texts}
        return coming_in.first_come_in(request, coming_in_needs.NEEDED, slug, typed)
    id = say_once(request, slug, fact, texts)
    return redirect(f"{reverse('work:need', args=[slug, short(id)])}?said={id}")


@signed_in_first
@live
def change(request: HttpRequest, slug: str, asked: str) -> HttpResponse:
    """How should this need read?"""
    whole = queries_need.need(slug, queries_needs.find_need(slug, asked))
    viewer = viewer_of(request)
    if not (viewer.member(slug) and (viewer.steward(slug) or viewer.person(slug) == whole.need.person)):
        raise PermissionDenied
    form = NeedForm(slug, request.POST if request.method == "POST" else None, initial=said_now(whole))
    for name in ("creation", "circle"):
        form.fields.pop(name, None)
    if request.method == "POST" and form.is_valid():
        try:
            return _change(request, slug, whole, form)
        except Refused as refusal:
            form.add_error(None, telling.tell(refusal))
    context = {"commons": commons.commons(slug), "tab": "work", "form": form, "need": whole.need,
               "name": needs_rows.called(whole.need)}  # fmt: skip
    return render(request, "work/need_change.html", context)


def _change(request: HttpRequest, slug: str, whole: NeedWhole, form: NeedForm) -> HttpResponse:
    now = {"title": whole.need.title, "text": whole.text, "done": whole.done}
    texts = {name: text for name, text in form.texts().items() if text != now[name]}
    said: list[tuple[Fact, dict[str, str]]] = []
    if (numbers := form.change(whole)) is not None:
        said.append((numbers, {}))
    if texts:
        said.append((Reworded(of=whole.need.id), texts))
    if not said:
        return back_to(slug, whole)
    return back_to(slug, whole, say_these(request, slug, said)[-1].id)

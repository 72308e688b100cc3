"""How would you word it now? One page for ideas, needs, calls, offers and circles: whoever brought it, or a steward."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from entredon.apps.commons import queries as commons
from entredon.apps.work import side
from entredon.apps.work.entries_ideas import Reworded
from entredon.apps.work.forms_ideas import RewordForm
from entredon.apps.work.models import Call, Circle, Idea, Need, Offer
from entredon.apps.work.queries_needs import find
from entredon.desk.doors import signed_in_first
from entredon.desk.saying import say
from entredon.desk.telling import tell
from entredon.log.asked import NotFound
from entredon.log.pages import live
from entredon.log.registry import Refused
from entredon.log.told import short
from entredon.log.viewer import viewer_of


class Kind(NamedTuple):
    """Something that can be worded anew: its rows, its texts, and the name of its page ("" where it stands in a list only)."""

    model: Any
    texts: tuple[str, ...]
    page: str


KINDS = (
    Kind(Idea, ("title", "text"), "work:idea"),
    Kind(Need, ("title", "text", "done"), "work:need"),
    Kind(Call, ("title", "text", "criteria", "gives"), "work:call"),
    Kind(Offer, ("title", "text"), "work:offers"),
    Kind(Circle, ("text",), "work:circle"),
)


class Found(NamedTuple):
    """What is worded anew: its row, what kind of thing it is, and where it stands."""

    row: Any
    kind: Kind
    address: str


def found(slug: str, asked: str) -> Found:
    """Something by the beginning of its id. Raises NotFound, Ambiguous."""
    for kind in KINDS:
        missing = NotFound("There is nothing here named {asked} that could be worded anew.", asked=asked[:24])
        try:
            id = find(kind.model, slug, asked, missing)
        except NotFound:
            continue
        row = kind.model.objects.get(commons=slug, id=id)
        args = [slug] if kind.page == "work:offers" else [slug, short(id)]
        return Found(row, kind, reverse(kind.page, args=args))
    raise NotFound("There is nothing here named {asked} that could be worded anew.", asked=asked[:24])


@signed_in_first
@live
def reword(request: HttpRequest, slug: str, asked: str) -> HttpResponse:
    """How would you word it now?"""
    about = found(slug, asked)
    viewer = viewer_of(request)
    if not viewer.member(slug) or not (about.row.person == viewer.person(slug) or viewer.steward(slug)):
        raise PermissionDenied
    now = {name: text for (_id, name), text in side.words(slug, [about.row], *about.kind.texts).items()}
    form = RewordForm(about.kind.texts, now, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            said = say(request, slug, Reworded(of=about.row.id), form.texts())
            return redirect(f"{about.address}?said={said.id}")
        except Refused as refusal:
            form.add_error(None, tell(refusal))
    context = {
        "commons": commons.commons(slug),
        "tab": "work",
        "form": form,
        "back": about.address,
        "name": _called(about, now),
        "erased": [form[name].label for name in about.kind.texts if about.row.texts.get(name) and name not in now],
    }
    return render(request, "work/reword.html", context)


def _called(about: Found, now: Mapping[str, str]) -> str:
    """What it is called."""
    return now.get("title", "") or getattr(about.row, "name", "") or _("without words")

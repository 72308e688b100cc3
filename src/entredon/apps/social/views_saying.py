"""Opening a topic, saying something, wording it anew, taking it back, giving a sign; and what helps while typing."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from entredon.apps.commons import queries as commons
from entredon.apps.social import queries, saying, showing
from entredon.apps.social.about import find
from entredon.apps.social.entries import Edited, Reacted, Spoken, TakenBack
from entredon.apps.social.forms import TEXT, PostForm, TopicForm
from entredon.apps.social.people import as_typed, crowd, kept, suggested
from entredon.apps.social.queries import Said
from entredon.apps.social.views import show_thread
from entredon.desk import limits, markdown
from entredon.desk.doors import signed_in_first
from entredon.desk.saying import say
from entredon.desk.telling import tell
from entredon.log.pages import live
from entredon.log.registry import Refused
from entredon.log.told import short
from entredon.log.viewer import viewer_of
from entredon.pure.bucket import Rate

PREVIEW = "preview"
SIGNS = Rate(240, 3600)
"""So many signs somebody gives or takes back an hour, from pages: each is an entry for good."""


def previewed(slug: str, text: str, inside: bool) -> str:
    """A text as it will stand there."""
    text = kept(slug, text[: TEXT + 1].replace("\r\n", "\n"))
    people = crowd(slug, inside).named(markdown.mentions(text))
    return markdown.render(text, prefix="preview", top=0, breaks=True, people=people)


@live
def new(request: HttpRequest, slug: str) -> HttpResponse:
    """What do you want to talk about? A topic and the first post in it."""
    inside = viewer_of(request).member(slug)
    form = TopicForm(slug)
    preview = ""
    if request.POST.get("act") == PREVIEW:
        preview = previewed(slug, request.POST.get("text", ""), inside)
        form = TopicForm(slug, initial=_typed(request))
    elif request.method == "POST":
        form = TopicForm(slug, request.POST, request.FILES, sender=_sender(request, inside))
        if form.is_valid():
            try:
                return _open(request, slug, form)
            except Refused as refusal:
                form.add_error(None, tell(refusal))
    context = {"commons": commons.commons(slug), "tab": "social", "form": form, "member": inside, "preview": preview}
    return render(request, "social/new.html", context)


def _open(request: HttpRequest, slug: str, form: TopicForm) -> HttpResponse:
    title, texts = form.cleaned_data["title"], form.texts()
    if not viewer_of(request).member(slug):
        typed = {"title": title, "text": texts.get("text", "")}
        return saying.first_come_in(request, saying.OPENED, slug, typed)
    id = saying.open_topic(request, slug, title, Spoken(thread="", mentions=form.mentions), texts)
    return redirect("social:post", slug, short(id))


def _sender(request: HttpRequest, inside: bool) -> Any:
    """Whose pictures are taken: a member's, by her account."""
    return viewer_of(request).id if inside else ""


def _typed(request: HttpRequest) -> dict[str, Any]:
    return {name: request.POST.get(name, "") for name in ("title", "text", "seen", "answers")}


@live
def say_in(request: HttpRequest, slug: str, asked: str) -> HttpResponse:
    """Say something in a thread. Who only follows the address is led to the thread."""
    inside = viewer_of(request).member(slug)
    id = find(slug, asked, inside)
    if request.method != "POST":
        return redirect("social:thread", slug, short(id))
    if request.POST.get("act") == PREVIEW:
        preview = previewed(slug, request.POST.get("text", ""), inside)
        return show_thread(request, slug, id, PostForm(slug, initial=_typed(request)), preview)
    form = PostForm(slug, request.POST, request.FILES, sender=_sender(request, inside))
    if form.is_valid():
        try:
            return _say(request, slug, id, form)
        except Refused as refusal:
            form.add_error(None, tell(refusal))
    return show_thread(request, slug, id, form)


def _say(request: HttpRequest, slug: str, thread: str, form: PostForm) -> HttpResponse:
    texts, answers = form.texts(), form.cleaned_data["answers"] or None
    if not viewer_of(request).member(slug):
        typed = {"thread": thread, "text": texts.get("text", ""), "answers": answers or ""}
        return saying.first_come_in(request, saying.SAID, slug, typed)
    fact = Spoken(thread=thread, answers=answers, mentions=form.mentions)
    return redirect("social:post", slug, short(saying.say_post(request, slug, fact, texts)))


def _own(request: HttpRequest, slug: str, asked: str) -> Said:
    """A post of whoever is looking. Raises PermissionDenied."""
    found = queries.post(slug, asked)
    if not found.person or found.person != viewer_of(request).person(slug) or found.taken_back:
        raise PermissionDenied
    return found


@signed_in_first
@live
def edit(request: HttpRequest, slug: str, asked: str) -> HttpResponse:
    """How do you say it better?"""
    found = _own(request, slug, asked)
    inside = viewer_of(request).member(slug)
    keeps = _keeps(request, found)
    preview = ""
    if request.method == "POST" and request.POST.get("act") != PREVIEW:
        form = PostForm(slug, request.POST, request.FILES, sender=viewer_of(request).id, kept_pictures=len(keeps))
        if form.is_valid():
            try:
                say(request, slug, Edited(post=found.id, mentions=form.mentions, keeps=keeps), form.texts())
                return redirect("social:post", slug, short(found.id))
            except Refused as refusal:
                form.add_error(None, tell(refusal))
    elif request.method == "POST":
        preview = previewed(slug, request.POST.get("text", ""), inside)
        form = PostForm(slug, initial=_typed(request))
    else:
        form = PostForm(slug, initial={"text": as_typed(slug, found.text or "", inside)})
    (shown,) = showing.posts(slug, viewer_of(request), [found])
    pictures = [(number, *picture, f"{entry}/{name}" in keeps) for number, (picture, (entry, name, _seen)) in
                enumerate(zip(shown.pictures, found.pictures, strict=False))]  # fmt: skip
    context = {
        "commons": commons.commons(slug), "tab": "social", "post": shown, "form": form, "preview": preview,
        "pictures": pictures, "thing": showing.thing_of(slug, found.thread, inside),
    }  # fmt: skip
    return render(request, "social/edit.html", context)


def _keeps(request: HttpRequest, found: Said) -> tuple[str, ...]:
    """The pictures that stay: all, until she says which."""
    names = [f"{entry}/{name}" for entry, name, _seen in found.pictures]
    if request.method != "POST":
        return tuple(names)
    return tuple(name for number, name in enumerate(names) if request.POST.get(f"keep{number}"))


@signed_in_first
@live
def take_back(request: HttpRequest, slug: str, asked: str) -> HttpResponse:
    """Do you want to take this back?"""
    found = _own(request, slug, asked)
    trouble = ""
    if request.method == "POST":
        try:
            say(request, slug, TakenBack(post=found.id, wordings=tuple(found.wordings[1:])))
            return redirect("social:post", slug, short(found.id))
        except Refused as refusal:
            trouble = tell(refusal)
    (shown,) = showing.posts(slug, viewer_of(request), [found])
    context = {"commons": commons.commons(slug), "tab": "social", "post": shown, "trouble": trouble,
               "thing": showing.thing_of(slug, found.thread, True)}  # fmt: skip
    return render(request, "social/take_back.html", context)


@require_POST
@live
def react(request: HttpRequest, slug: str, asked: str) -> HttpResponse:
    """Give a post a sign, or take it back: whichever she hasn't done yet."""
    found = queries.post(slug, asked)
    sign = request.POST.get("sign", "")
    if sign not in queries.SIGNS:
        return redirect("social:post", slug, short(found.id))
    viewer = viewer_of(request)
    if not viewer.member(slug):
        raise PermissionDenied
    limits.take("sign", f"{slug} {viewer.person(slug)}", SIGNS)
    given = (found.id, sign) in queries.signs_by(slug, viewer.person(slug), [found.id])
    try:
        say(request, slug, Reacted(post=found.id, reaction=sign, on=not given))  # type: ignore[arg-type]  # it is one of them
    except Refused as refusal:
        now = (found.id, sign) in queries.signs_by(slug, viewer.person(slug), [found.id])
        if now == given:  # else a second click came first: it stands as she wanted it
            context = {"commons": commons.commons(slug), "tab": "social", "trouble": tell(refusal), "post": found}
            return render(request, "social/not_said.html", context, status=400)
    return redirect("social:post", slug, short(found.id))


@require_POST
@live
def preview(request: HttpRequest, slug: str) -> HttpResponse:
    """How a text will look: a piece of a page, for while it is typed. By the same function that shows posts."""
    html = previewed(slug, request.POST.get("text", ""), viewer_of(request).member(slug))
    return HttpResponse(html)


@require_safe
@live
def names(request: HttpRequest, slug: str) -> HttpResponse:
    """Members whose names begin as somebody types after an @: for members, a piece of a page."""
    begins = request.GET.get("q", "")[:60]
    inside = viewer_of(request).member(slug)
    found = suggested(slug, begins) if inside and begins.strip() else []
    return render(request, "social/names.html", {"found": found})

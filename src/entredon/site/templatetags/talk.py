"""The talk about something, wherever that stands: the newest posts, room to answer, and the way to the whole thread."""

from types import SimpleNamespace
from typing import Any

from django import template

from entredon.apps.social import queries, showing
from entredon.apps.social.forms import PostForm
from entredon.log.viewer import viewer_of

register = template.Library()

NEWEST = 3


@register.inclusion_tag("social/talk.html", takes_context=True)
def talk(context: Any, slug: str, id: str) -> dict[str, Any]:
    """What people say about something with this id. A few questions, however much was said."""
    viewer = viewer_of(context["request"])
    thread = queries.thread(slug, id)
    found = queries.newest_of(slug, id, NEWEST) if thread.posts else []
    return {
        "commons": SimpleNamespace(slug=slug),
        "id": id,
        "thread": thread,
        "posts": showing.posts(slug, viewer, found),
        "form": PostForm(slug),
        "member": viewer.member(slug),
        "steward": viewer.steward(slug),
        "request": context["request"],
    }


@register.inclusion_tag("social/answers.html", takes_context=True)
def answers(context: Any, slug: str, id: str, ask: str) -> dict[str, Any]:
    """What was answered to something that stands among other things on a page, with room to answer it (``ask`` is what says so)."""
    viewer = viewer_of(context["request"])
    thread = queries.thread(slug, id)
    found = queries.newest_of(slug, id, NEWEST) if thread.posts else []
    return {
        "commons": SimpleNamespace(slug=slug), "id": id, "thread": thread, "posts": showing.posts(slug, viewer, found),
        "member": viewer.member(slug), "ask": ask,
    }  # fmt: skip

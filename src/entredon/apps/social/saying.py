"""Saying something from a page: a topic, a post; once, however often the button was pressed; and after coming in, for visitors."""

import hashlib
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from entredon.apps.social import queries
from entredon.apps.social.entries import Opened, Spoken
from entredon.apps.social.models import Post
from entredon.apps.social.people import mentioned
from entredon.desk import limits, saying, waiting
from entredon.desk.models import Waiting
from entredon.log import clock, door
from entredon.log.asked import Ambiguous, NotFound
from entredon.log.door import Saying
from entredon.log.models import SideText
from entredon.log.registry import Fact, Refused
from entredon.log.told import short
from entredon.log.viewer import viewer_of
from entredon.pure.bucket import Rate

SAID, OPENED = "social.said", "social.opened"
SAME = Rate(1, 60)
"""The same words by the same person in the same place count once in so many seconds: a button that was pressed twice."""
OFTEN = Rate(120, 3600)
"""So often somebody may say something an hour, from pages."""

Texts = Mapping[str, str]


def say_post(request: HttpRequest, slug: str, fact: Spoken, texts: Texts) -> str:
    """Say something in a thread; returns the post, also when it was said a moment ago by the same button. Raises Refused, TooOften."""
    return _once(request, slug, fact.thread, texts, lambda: saying.say(request, slug, fact, texts).id)


def open_topic(request: HttpRequest, slug: str, title: str, fact: Spoken, texts: Texts) -> str:
    """Open a topic and say the first thing in it, both or nothing; returns the post. Raises Refused, TooOften."""
    said: list[tuple[Fact, Texts]] = [(Opened(), {"title": title}), (fact, texts)]

    def both() -> str:
        key = saying.signer_of(request, slug, said[:1])
        first = Saying(Opened(), key, {"title": title})
        # The first post names the topic, whose id is known once it is signed: so it is made after it.
        then = Saying(lambda done: Spoken(thread=done[0], mentions=fact.mentions), key, texts)
        return door.append_many(slug, [first, then])[1].id

    return _once(request, slug, f"new topic {title}", texts, both)


def _once(request: HttpRequest, slug: str, where: str, texts: Texts, say: Any) -> str:
    """Say it unless the same was said there a moment ago by the same person; then return that."""
    person = viewer_of(request).person(slug)
    digest = hashlib.sha256("\0".join([slug, person, where, *texts.values()]).encode()).hexdigest()
    if not limits.allowed("same-post", digest, SAME):
        if found := _said_before(slug, person, texts):
            return found
        raise Refused(
            "This was sent a moment ago and is on its way: look whether it stands there before you send it again."
        )
    try:
        limits.take("say", f"{slug} {person}", OFTEN)
        return str(say())
    except BaseException:
        limits.give_back("same-post", digest, SAME)  # it was not said: she may try again at once
        raise


def _said_before(slug: str, person: str, texts: Texts) -> str:
    """A post of hers of the last minutes with the same words."""
    since = clock.stamp(clock.now() - timedelta(minutes=2))
    rows = (
        Post.objects.filter(commons=slug, person=person, at__gte=since)
        .order_by("-position")
        .values_list("id", flat=True)[:20]
    )
    there = SideText.objects.filter(commons=slug, entry__in=list(rows), name="text", text=texts.get("text", ""))
    return there.values_list("entry", flat=True).first() or ""


# First act, then account


def first_come_in(request: HttpRequest, act: str, slug: str, typed: Mapping[str, Any]) -> HttpResponseRedirect:
    """Keep what was typed and ask her to come in: for an account, or to join where she has one. Raises Refused."""
    if not viewer_of(request).id:
        return waiting.ask(request, act, slug, typed)
    back = waiting.way_on(waiting.keep(act, slug, typed, viewer_of(request).id))
    return redirect(f"{reverse('join', args=[slug])}?{urlencode({'next': back})}")


def _shows_post(found: Waiting) -> list[tuple[str, str]]:
    return [(_("What you say"), str(found.typed.get("text", "")))]


@waiting.finishes(SAID, shows=_shows_post)
def said(request: HttpRequest, found: Waiting) -> HttpResponse:
    """Say what she wrote, once she is a member. Raises Refused."""
    slug, typed = found.about, found.typed
    if not viewer_of(request).member(slug):
        return first_come_in(request, SAID, slug, typed)
    text = str(typed["text"])
    fact = Spoken(thread=str(typed["thread"]), answers=typed.get("answers") or None, mentions=mentioned(slug, text))
    return redirect("social:post", slug, short(say_post(request, slug, fact, {"text": text})))


def _shows_topic(found: Waiting) -> list[tuple[str, str]]:
    return [(_("What it is about"), str(found.typed.get("title", ""))), *_shows_post(found)]


@waiting.finishes(OPENED, shows=_shows_topic)
def opened(request: HttpRequest, found: Waiting) -> HttpResponse:
    """Open the topic she thought of, once she is a member. Raises Refused."""
    slug, typed = found.about, found.typed
    if not viewer_of(request).member(slug):
        return first_come_in(request, OPENED, slug, typed)
    text = str(typed["text"])
    fact = Spoken(thread="", mentions=mentioned(slug, text))
    return redirect("social:post", slug, short(open_topic(request, slug, str(typed["title"]), fact, {"text": text})))


def answered_post(slug: str, thread: str, asked: str) -> queries.Said | None:
    """The post that is to be answered or quoted, if it stands in this thread and can be read."""
    if not asked:
        return None
    try:
        post = queries.post(slug, asked[:64])
    except (NotFound, Ambiguous):
        return None
    return post if post.thread == thread and not post.taken_back else None

"""What this app holds about people beside the record: what they follow, and the secret address of their feed; and what the record
tells of their talk."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from entredon.apps.social.models import Feed, Follow, Measure, Mention, Post, Reaction
from entredon.log import personal
from entredon.log.personal import Who

personal.held(
    Follow,
    _("What you follow"),
    lambda who: Follow.objects.filter(account__in=list(who.accounts)),
    shows=("id", "account", "commons", "about", "since"),
)
personal.held(
    Feed,
    _("The secret address of your feed"),
    lambda who: Feed.objects.filter(account__in=list(who.accounts)),
    shows=("id", "account", "since"),
    secret=("token",),
)


@personal.section("posts", _("What you said in discussions"))
def posts(who: Who) -> Iterator[dict[str, Any]]:
    """Where and when she said something; her words are among the texts beside the record."""
    for row in Post.objects.filter(who.anywhere()).order_by("commons", "position"):
        yield {"commons": row.commons, "id": row.id, "thread": row.thread, "at": row.at, "state": row.state}


@personal.section("mentions", _("Posts that name you"))
def mentions(who: Who) -> Iterator[dict[str, Any]]:
    """Which posts name her, or did."""
    for row in Mention.objects.filter(who.anywhere()).order_by("commons", "position"):
        yield {"commons": row.commons, "post": row.post, "at": row.at}


@personal.section("signs", _("Signs you gave to posts"))
def signs(who: Who) -> Iterator[dict[str, Any]]:
    """Which signs she gave."""
    for row in Reaction.objects.filter(who.anywhere(), on=True).order_by("commons", "at", "id"):
        yield {"commons": row.commons, "post": row.post, "sign": row.reaction, "at": row.at}


@personal.section("measures", _("Measures about you, and those you took or answered as a steward"))
def measures(who: Who) -> Iterator[dict[str, Any]]:
    """What was decided about her, and by her. Who else it is about isn't told to her here by name."""
    rows = Measure.objects.filter(who.anywhere() | who.anywhere("by") | who.anywhere("answered_by"))
    for row in rows.order_by("commons", "position"):
        about_her = row.person in who.mine(row.commons)
        yield {
            "commons": row.commons,
            "id": row.id,
            "measure": row.measure,
            "about": gettext("you") if about_her else row.person,
            "at": row.at,
            "until": row.until,
            "state": row.state,
        }

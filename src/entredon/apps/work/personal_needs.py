"""What the record says about somebody and needs: what she asked for, took, agreed to, and offered to do."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from entredon.apps.work.models import Need, Offer, Split, Taking
from entredon.log import personal
from entredon.log.personal import Who


@personal.section("needs", _("What you said is needed"))
def needs(who: Who) -> Iterator[dict[str, Any]]:
    """What she asked for; her words are among the texts beside the record."""
    for row in Need.objects.filter(who.anywhere()).order_by("commons", "position"):
        yield {
            "commons": row.commons,
            "id": row.id,
            "kind": row.work,
            "place": row.place,
            "at": row.at,
            "state": row.state,
        }


@personal.section("takings", _("What you have taken, and given back"))
def takings(who: Who) -> Iterator[dict[str, Any]]:
    """The needs she took, and how that ended."""
    for row in Taking.objects.filter(who.anywhere()).order_by("commons", "position", "id"):
        yield {
            "commons": row.commons, "id": row.id, "need": row.need, "at": row.at, "due": row.due, "state": row.state,
            "points": row.points,
        }  # fmt: skip


@personal.section("splits", _("How you proposed to split what you do with others, or they with you"))
def splits(who: Who) -> Iterator[dict[str, Any]]:
    """The splits that name her, with her part."""
    for slug in sorted(who.people):
        mine = who.mine(slug)
        for row in Split.objects.filter(commons=slug).order_by("position"):
            parts: dict[str, int] = dict(row.parts)
            for person in sorted(parts.keys() & set(mine)):
                yield {
                    "commons": slug, "id": row.id, "need": row.need, "at": row.at, "part": parts[person],
                    "signed": person in row.signed, "state": row.state,
                }  # fmt: skip


@personal.section("offers", _("What you offered to do"))
def offers(who: Who) -> Iterator[dict[str, Any]]:
    """Her offers of help; her words are among the texts beside the record."""
    for row in Offer.objects.filter(who.anywhere()).order_by("commons", "position"):
        yield {
            "commons": row.commons, "id": row.id, "skills": row.skills, "place": row.place, "at": row.at,
            "until": row.until, "state": row.state,
        }  # fmt: skip

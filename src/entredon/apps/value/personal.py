"""What this app holds about people: rules they try out; what the record says they are owed; and what books must keep of it."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from entredon.apps.value.models import Passing, RuleDraft, Share, Shareout, Signature
from entredon.desk.telling import shown
from entredon.log import personal
from entredon.log.personal import Kept, Who
from entredon.pure.formats import Day, Money

personal.held(
    RuleDraft,
    _("Sharing rules you tried out"),
    lambda who: RuleDraft.objects.filter(who.anywhere()),
    shows=("id", "commons", "name", "rule", "person", "made"),
    typed=("name",),
)


@personal.section("shares", _("Your parts of share-outs"))
def shares(who: Who) -> Iterator[dict[str, Any]]:
    """Every amount that a share-out left to her or that she passed on, in the smallest unit."""
    for row in Share.objects.filter(who.anywhere()).order_by("commons", "id").iterator():
        yield {
            "commons": row.commons, "id": row.id, "shareout": row.shareout, "what": row.what, "to": row.to,
            "minor": row.minor, "currency": row.currency, "kinds": row.kinds, "lapsed": row.lapsed,
        }  # fmt: skip


@personal.section("passing", _("What you pass on"))
def passing(who: Who) -> Iterator[dict[str, Any]]:
    """Each word she gave on that."""
    for row in Passing.objects.filter(who.anywhere()).order_by("commons", "position"):
        yield {"commons": row.commons, "id": row.id, "at": row.at, "word": row.word}


@personal.section("signatures", _("Sharing rules you signed"))
def signatures(who: Who) -> Iterator[dict[str, Any]]:
    """Her signatures under rules by fixed parts."""
    for row in Signature.objects.filter(who.anywhere()).order_by("commons", "position"):
        yield {"commons": row.commons, "id": row.id, "rule": row.rule, "at": row.at}


@personal.by_law
def books(who: Who) -> Iterator[Kept]:
    """Share-outs she has a part in: they show where money of a legal body went."""
    for slug in sorted(who.people):
        minors: dict[str, int] = {}
        for shareout, minor in Share.objects.filter(commons=slug, person__in=list(who.mine(slug))).values_list(
            "shareout", "minor"
        ):
            minors[shareout] = minors.get(shareout, 0) + minor
        for row in Shareout.objects.filter(commons=slug, id__in=list(minors)):
            amount = shown(Money(minors[row.id], row.currency))
            what = gettext("Your part of a share-out on %(day)s: %(amount)s") % {
                "day": shown(Day(row.at[:10])),
                "amount": amount,
            }
            leads = reverse("value:shareout", args=[slug, row.id])
            yield Kept(slug, what, personal.books_law(), personal.books_end(row.at), leads)

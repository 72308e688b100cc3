"""Asking to be let in: who asks, and a member who says yes (and signs beside her) or no (and says why)."""

from collections.abc import Sequence

from allauth.core import ratelimit
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from entredon.apps.commons import queries as commons
from entredon.apps.people import accounts, joining
from entredon.apps.people.models import Account, JoinRequest, Person
from entredon.apps.people.record import STEWARD
from entredon.desk import letters, saying
from entredon.log import pages
from entredon.log.registry import Refused
from entredon.log.viewer import viewer_of
from entredon.pure.told import Told

OPEN, ACCEPTED, DECLINED = "open", "accepted", "declined"


def ask(request: HttpRequest, account: Account, slug: str, *, name: str, place: str, message: str) -> None:
    """Ask to be let in. Who asks again while nobody has answered changes what she asked. Raises Refused when it is too often."""
    said = {"name": name, "place": place, "message": message}
    with transaction.atomic():
        waiting = JoinRequest.objects.filter(commons=slug, account=account, state=OPEN)
        if waiting.update(**said):
            return
        # Each question is a letter to every steward.
        if not ratelimit.consume(request, action="ask", user=account):
            raise Refused("You have asked often today. Try again tomorrow.")
        JoinRequest.objects.create(commons=slug, account=account, **said)
        for steward in _stewards(slug):
            _letter(
                request,
                steward,
                slug,
                Told("{name} asks to be let in", name=name),
                "people/letters/asks.txt",
                said,
            )
    pages.changed(slug)


def take_back(account: Account, slug: str) -> None:
    """Ask no longer."""
    JoinRequest.objects.filter(commons=slug, account=account, state=OPEN).delete()
    pages.changed(slug)


def waiting(slug: str) -> list[JoinRequest]:
    """Who asks to be let in and has no answer yet, whoever asked first at the top."""
    return list(JoinRequest.objects.filter(commons=slug, state=OPEN).order_by("made", "id"))


def count(slug: str) -> int:
    """How many ask to be let in."""
    return JoinRequest.objects.filter(commons=slug, state=OPEN).count()


def latest(account: Account, slug: str) -> JoinRequest | None:
    """What somebody asked last in a commons, with the answer if there is one."""
    return JoinRequest.objects.filter(commons=slug, account=account).order_by("-made", "-id").first()


def accept(request: HttpRequest, slug: str, id: int) -> str:
    """Let somebody in: whoever is looking signs beside her. Returns the entry. Raises Refused; then she still asks."""
    signer = saying.signer_of(request, slug)
    asked = _take(slug, id, state=ACCEPTED, answered_by=viewer_of(request).person(slug))
    try:
        entry = joining.enter(asked.account, slug, {"name": asked.name, "place": asked.place}, [signer])
    except Refused:
        JoinRequest.objects.filter(id=asked.id).update(state=OPEN, answered_by="")
        raise
    subject = _("You are a member of %(commons)s") % {"commons": commons.commons(slug).name}
    _letter(request, asked.account, slug, subject, "people/letters/accepted.txt", {"name": asked.name})
    pages.changed(slug)
    return entry


def decline(request: HttpRequest, slug: str, id: int, answer: str) -> None:
    """Say no, and why. Raises Refused."""
    saying.signer_of(request, slug)
    with transaction.atomic():
        asked = _take(slug, id, state=DECLINED, answered_by=viewer_of(request).person(slug), answer=answer)
        subject = _("Your question to %(commons)s has an answer") % {"commons": commons.commons(slug).name}
        said = {"name": asked.name, "answer": answer}
        _letter(request, asked.account, slug, subject, "people/letters/declined.txt", said)
    pages.changed(slug)


def _take(slug: str, id: int, **answer: str) -> JoinRequest:
    """Answer somebody who asks, once. Raises Refused when another member was quicker, or she asks no longer."""
    rows = JoinRequest.objects.filter(commons=slug, id=id)
    if not rows.filter(state=OPEN).update(**answer):
        raise Refused("This has been answered or taken back in the meantime, so nothing was done.")
    return rows.select_related("account").get()


def _stewards(slug: str) -> Sequence[Account]:
    people = Person.objects.filter(commons=slug, member=True, id__startswith="k:").values_list("id", "roles")
    found = (accounts.account_of(slug, id) for id, roles in people if STEWARD in roles)
    return [account for account in found if account is not None]


def _letter(
    request: HttpRequest, to: Account, slug: str, subject: str | Told, template: str, said: dict[str, str]
) -> None:
    context = {
        **said,
        "commons": commons.commons(slug).name,
        "home": letters.address(request, reverse("commons:home", args=[slug])),
        "join": letters.address(request, reverse("join", args=[slug])),
        "asking": letters.address(request, reverse("people:asking", args=[slug])),
    }
    letters.post(to.email, subject, template, context)

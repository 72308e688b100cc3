"""What the desk holds about people."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from entredon.desk import forgetting
from entredon.desk.models import Bucket, Job, Message, Report, Waiting
from entredon.log import personal
from entredon.log.personal import Who


def _messages(who: Who) -> QuerySet[Message]:
    mine = forgetting.from_whom(who)
    return forgetting.marked(Message.objects.filter(mine | who.anywhere("answered_by")), mine)


def _reports(who: Who) -> QuerySet[Report]:
    mine = forgetting.from_whom(who)
    return forgetting.marked(
        Report.objects.filter(mine | who.anywhere("answered_by") | who.anywhere("closed_by")), mine
    )


_ANSWERING = ("commons", "about", "made", "answer", "answered", "state", "kept", "outcome", "closed")
_WRITTEN = (*_ANSWERING, "why", "text", "address", "language", "appeal", "appealed")


def _told(row: Any) -> dict[str, Any]:
    """All of what she wrote; of what she only answered, her side of it: who wrote to stewards isn't told to them here."""
    names = _WRITTEN if row.hers else _ANSWERING
    return {name: getattr(row, name) for name in names if hasattr(row, name)}


personal.held(
    Message,
    _("What you wrote to stewards, and what you answered as one"),
    _messages,
    shows=("id", "commons", "about", "account", "address", "text", "made", "answer", "answered", "answered_by"),
    typed=lambda row, who: forgetting.hers(row, who, ("text",), answered_by=("answer",)),
    tell=_told,
    erase=forgetting.messages,
)
personal.held(
    Report,
    _("What you reported, and what you answered to reports"),
    _reports,
    shows=(
        "id", "commons", "about", "why", "text", "account", "address", "language", "made", "state", "kept", "answer", "answered",
        "answered_by", "appeal", "appealed", "outcome", "closed", "closed_by",
    ),
    secret=("token",),
    typed=lambda row, who: forgetting.hers(
        row, who, ("text", "appeal"), answered_by=("answer",), closed_by=("outcome",)
    ),
    tell=_told,
    erase=forgetting.reports,
)  # fmt: skip
personal.held(
    Job,
    _("Long work you asked for"),
    lambda who: Job.objects.filter(account__in=list(who.accounts)),
    shows=("id", "work", "account", "given", "state", "done", "total", "said", "leads", "made", "changed"),
)


def _waiting(who: Who) -> QuerySet[Waiting]:
    """What she typed: known by her account once she came by its link, before that by her address at most."""
    near = Q(pk__in=[])
    for address in who.addresses:
        near |= Q(typed__icontains=address)
    # An address may stand inside a longer one, which is somebody else's.
    hers = [row.pk for row in Waiting.objects.filter(near) if _typed_as_address(row) & who.addresses]
    return Waiting.objects.filter(Q(account__in=list(who.accounts)) | Q(pk__in=hers))


def _typed_as_address(row: Waiting) -> set[str]:
    return {value.strip().lower() for value in row.typed.values() if isinstance(value, str)}


def _told_waiting(row: Waiting) -> dict[str, Any]:
    """What she typed; a password was hashed, and even that nobody needs to see."""
    typed = {name: value for name, value in row.typed.items() if name != "password"}
    return {"act": row.act, "about": row.about, "typed": typed, "made": row.made}


personal.held(
    Waiting,
    _("What you typed and haven’t sent yet"),
    _waiting,
    shows=("act", "about", "typed", "account", "made"),
    secret=("token",),
    tell=_told_waiting,
)
personal.nothing(Bucket, "Hashes of what is counted, kept for hours at most; they name nobody.")
personal.folder("mail", forgetting.letters)

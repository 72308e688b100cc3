"""What the desk holds about people."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from entredon.desk import forgetting
from entredon.desk.models import Bucket, Job, Message, Report, Waiting
from entredon.log import personal
from entredon.log.personal import Who

personal.held(
    Message,
    _("What you wrote to stewards, and what you answered as one"),
    lambda who: Message.objects.filter(forgetting.from_whom(who) | who.anywhere("answered_by")),
    shows=("id", "commons", "about", "account", "address", "text", "made", "answer", "answered", "answered_by"),
    typed=lambda row, who: forgetting.hers(row, who, ("text",), answered_by=("answer",)),
    erase=forgetting.messages,
)
personal.held(
    Report,
    _("What you reported, and what you answered to reports"),
    lambda who: Report.objects.filter(forgetting.from_whom(who) | who.anywhere("answered_by") | who.anywhere("closed_by")),
    shows=(
        "id", "commons", "about", "why", "text", "account", "address", "language", "made", "state", "kept", "answer", "answered",
        "answered_by", "appeal", "appealed", "outcome", "closed", "closed_by",
    ),
    secret=("token",),
    typed=lambda row, who: forgetting.hers(
        row, who, ("text", "appeal"), answered_by=("answer",), closed_by=("outcome",)
    ),
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
    mine = Q(account__in=list(who.accounts))
    for address in who.addresses:
        mine |= Q(typed__icontains=address)
    return Waiting.objects.filter(mine)


personal.held(
    Waiting,
    _("What you typed and haven’t sent yet"),
    _waiting,
    shows=("act", "about", "typed", "account", "made"),
    secret=("token",),
)
personal.nothing(Bucket, "Hashes of what is counted, kept for hours at most; they name nobody.")
personal.folder("mail", forgetting.letters)

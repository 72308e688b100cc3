"""What people write to the stewards of a commons: an idea, a question, an objection. Private, until they make it public.

Each waits, visibly for the stewards, until one of them has answered it; the answer goes to whoever wrote, by letter.
"""

from django.db.models import QuerySet
from django.utils import timezone

from entredon.desk.models import Message
from entredon.log import pages

IDEA, QUESTION, OBJECTION = KINDS = ("idea", "question", "objection")
LONGEST = 5000
"""Characters of a message or an answer."""


def write(slug: str, about: str, text: str, *, account: str = "", address: str = "") -> Message:
    """Keep a message, from an account here or from an address."""
    made = Message.objects.create(commons=slug, about=about, text=text, account=account, address=address)
    pages.changed(slug)
    return made


def waiting(slug: str) -> QuerySet[Message]:
    """Those that nobody has answered, the oldest first."""
    return Message.objects.filter(commons=slug, answered=None).order_by("id")


def answered(slug: str) -> QuerySet[Message]:
    """Those that have an answer, the newest answer first."""
    return Message.objects.filter(commons=slug).exclude(answered=None).order_by("-answered", "-id")


def find(slug: str, id: int) -> Message | None:
    """A message to the stewards of a commons."""
    return Message.objects.filter(commons=slug, id=id).first()


def answer(message: Message, text: str, by: str) -> bool:
    """Answer a message as a person. False when another steward was quicker: then that answer stays."""
    now = timezone.now()
    mine = Message.objects.filter(id=message.id, answered=None)
    first = bool(mine.update(answer=text, answered=now, answered_by=by))
    pages.changed(message.commons)
    return first

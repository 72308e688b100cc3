"""Letters: e-mails in plain text, carried by a task that is queued in the same transaction as what they tell.

So a letter goes out exactly if what it speaks of was kept, and no page waits for a mail server. While a letter waits its text
lies sealed in the database (it may hold a link that opens an account). A mail server that is down is tried again for two days;
after that, and wherever there is none, the letter lies as a file in ``ENTREDON_HOME/mail``.
"""

import base64
import json
import logging
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.http import HttpRequest
from django.template import Context
from django.template.loader import get_template
from django.utils import timezone
from django_tasks import task

from entredon.desk import mailbox
from entredon.log import held

AGAIN = [timedelta(minutes=m) for m in (1, 5, 15, 60, 180, 360, 720, 1440)]
"""After these pauses a mail server that was down is tried again."""
log = logging.getLogger(__name__)


def post(to: str, subject: str, template: str, context: Mapping[str, Any]) -> None:
    """Send a letter: a text template with its context. Inside a transaction it is undone together with it."""
    text = get_template(template).template.render(Context(dict(context), autoescape=False))
    post_text(to, subject, text)


def post_text(to: str, subject: str, text: str) -> None:
    """Send a letter whose text is already there."""
    letter = {"to": to, "subject": " ".join(subject.split()), "text": text.strip() + "\n"}
    sealed = base64.b64encode(held.seal(json.dumps(letter).encode())).decode()
    carry.enqueue(sealed=sealed, tries=0)


@task(priority=50)
def carry(sealed: str, tries: int) -> str:
    """Bring a letter to the mail server, or to the mailbox; returns where it went. Never raises: a letter is not lost."""
    letter = json.loads(held.unseal(base64.b64decode(sealed)))
    message = EmailMessage(letter["subject"], letter["text"], settings.DEFAULT_FROM_EMAIL, [letter["to"]])
    try:
        message.send()
    except Exception as trouble:  # whatever a mail server can do wrong
        return _later(sealed, tries, message, trouble)
    return "sent"


def _later(sealed: str, tries: int, message: EmailMessage, trouble: Exception) -> str:
    """Try again after a while; when that has no end, keep the letter where whoever runs this place finds it."""
    if tries < len(AGAIN) and carry.get_backend().supports_defer:
        log.warning("A letter could not be sent and is tried again in %s: %s", AGAIN[tries], trouble)
        carry.using(run_after=timezone.now() + AGAIN[tries]).enqueue(sealed=sealed, tries=tries + 1)
        return "again"
    path = mailbox.put(message)
    log.error("A letter could not be sent and lies in %s: %s", path, trouble)
    return "kept"


def address(request: HttpRequest, path: str) -> str:
    """A full address for a letter: of the name this place is known by, never of one that a request made up."""
    own = settings.ENTREDON_HOST
    if not own:
        return request.build_absolute_uri(path)
    return f"{'https' if settings.ENTREDON_HTTPS else 'http'}://{own}{path}"


def whereabouts() -> dict[str, str | bool]:
    """What a page may say about where a letter is: ``lies_in`` names the folder for who sits at this very machine;
    ``stays`` says that no mail server carries it. Both are empty where letters are really sent."""
    if settings.ENTREDON_MAIL:
        return {"lies_in": "", "stays": False}
    return {"lies_in": str(mailbox.folder()) if settings.ENTREDON_LOOPBACK else "", "stays": True}

"""Letters: e-mails in plain text, carried by a task that is queued in the same transaction as what they tell.

So a letter goes out exactly if what it speaks of was kept, and no page waits for a mail server. While a letter waits its text
lies sealed in the database (it may hold a link that opens an account). A mail server that is down is tried again for two days;
after that, and wherever there is none, the letter lies as a file in ``ENTREDON_HOME/mail``.
"""

import base64
import json
import logging
import smtplib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.http import HttpRequest
from django.template import Context
from django.template.loader import get_template
from django.utils import timezone, translation
from django_tasks import task

from entredon.desk import languages, mailbox
from entredon.desk.telling import tell
from entredon.log import held
from entredon.pure.told import Told

AGAIN = [timedelta(minutes=m) for m in (1, 5, 15, 60, 180, 360, 720, 1440)]
"""After these pauses a mail server that was down is tried again."""
log = logging.getLogger(__name__)


class Link(str):
    """An address of ours in a letter. By itself it leaves the language to who follows it."""

    base: str
    path: str

    def __new__(cls, base: str, path: str) -> "Link":
        link = super().__new__(cls, base + path)
        link.base, link.path = base, path
        return link

    def led(self, language: str) -> str:
        """The same in a language."""
        return self.base + languages.led(self.path, language)


def post(
    to: str, subject: str | Told, template: str, context: Mapping[str, Any], headers: Mapping[str, str] | None = None
) -> None:
    """Send a letter: a text template with its context. Inside a transaction it is undone together with it.

    It speaks the language of the account it goes to, else that of the page it is sent from; so do its links. ``headers`` are for
    mail programs, such as how to get no more of these.
    """
    with in_language_of(to) as language:
        links = {name: value.led(language) for name, value in context.items() if isinstance(value, Link)}
        text = get_template(template).template.render(Context({**context, **links}, autoescape=False))
        post_text(to, tell(subject), text, headers)


@contextmanager
def in_language_of(to: str) -> Iterator[str]:
    """Speak the language of whoever gets a letter; gives the one that its links name, "" for none."""
    chosen = languages.of_address(to)
    with translation.override(chosen or translation.get_language() or "en"):
        yield chosen or languages.named()


def post_text(to: str, subject: str, text: str, headers: Mapping[str, str] | None = None) -> None:
    """Send a letter whose text is already there."""
    letter: dict[str, Any] = {"to": to, "subject": " ".join(subject.split()), "text": text.strip() + "\n"}
    if headers:
        letter["headers"] = dict(headers)
    sealed = base64.b64encode(held.seal(json.dumps(letter).encode())).decode()
    carry.enqueue(sealed=sealed, tries=0)


@task(priority=50)
def carry(sealed: str, tries: int) -> str:
    """Bring a letter to the mail server, or to the mailbox; returns where it went. Never raises: a letter is not lost."""
    letter = json.loads(held.unseal(base64.b64decode(sealed)))
    message = EmailMessage(
        letter["subject"], letter["text"], settings.DEFAULT_FROM_EMAIL, [letter["to"]], headers=letter.get("headers")
    )
    try:
        message.send()
    except Exception as trouble:  # whatever a mail server can do wrong
        return _later(sealed, tries, message, trouble)
    return "sent"


def _later(sealed: str, tries: int, message: EmailMessage, trouble: Exception) -> str:
    """Try again after a while; when that has no end, keep the letter where whoever runs this place finds it."""
    if tries < len(AGAIN) and carry.get_backend().supports_defer:
        log.warning("A letter could not be sent and is tried again in %s: %s", AGAIN[tries], _without_address(trouble))
        carry.using(run_after=timezone.now() + AGAIN[tries]).enqueue(sealed=sealed, tries=tries + 1)
        return "again"
    path = mailbox.put(message)
    log.error("A letter could not be sent and lies in %s: %s", path.parent, _without_address(trouble))
    return "kept"


def _without_address(trouble: Exception) -> str:
    """What went wrong, for the log of the program: mail servers name whom a letter was to, and nobody is erased from there."""
    if not isinstance(trouble, smtplib.SMTPException):
        return str(trouble)
    code = getattr(trouble, "smtp_code", "")
    return f"{type(trouble).__name__} {code}".strip()


def address(request: HttpRequest | None, path: str) -> Link:
    """A full address for a letter: of the name this place is known by, never of one that a request made up.

    What has no request gives the path alone where this place has no name and isn't just tried out.
    """
    own = settings.ENTREDON_HOST
    path = languages.bare(path)
    if not own and request is None:
        return Link(settings.ENTREDON_HERE, path)
    if not own and request is not None:
        return Link(request.build_absolute_uri("/").rstrip("/"), path)
    return Link(f"{'https' if settings.ENTREDON_HTTPS else 'http'}://{own}", path)


def whereabouts() -> dict[str, str | bool]:
    """What a page may say about where a letter is: ``lies_in`` names the folder for who sits at this very machine;
    ``stays`` says that no mail server carries it. Both are empty where letters are really sent."""
    if settings.ENTREDON_MAIL:
        return {"lies_in": "", "stays": False}
    return {"lies_in": str(mailbox.folder()) if settings.ENTREDON_LOOPBACK else "", "stays": True}

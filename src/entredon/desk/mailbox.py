"""Where letters lie on a machine without a mail server: a file each in ``ENTREDON_HOME/mail``, readable by its owner only."""

import os
import re
import secrets
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from entredon.log import home


def folder() -> Path:
    """The folder of letters."""
    return Path(settings.ENTREDON_HOME) / "mail"


def put(message: EmailMessage) -> Path:
    """Write a letter as it is read, the newest last by name; returns where it lies."""
    home.make_folder(folder())
    whom = re.sub(r"[^a-z0-9.@+-]", "_", (message.to or ["nobody"])[0].lower())[:60]
    path = folder() / f"{timezone.now():%Y-%m-%d-%H%M%S-%f}-{whom}-{secrets.token_hex(2)}.txt"
    head = f"From: {message.from_email}\nTo: {', '.join(message.to)}\nSubject: {message.subject}\n\n"
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(head + str(message.body))
    return path


class Backend(BaseEmailBackend):
    """Django's way of sending, for a machine without a mail server."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            put(message)
        return len(email_messages)

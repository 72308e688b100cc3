"""What tests read in letters."""

import re

from django.core import mail


def path_in(text: str) -> str:
    """The one address on our site that a letter asks to open, as a path."""
    [line] = [line.strip() for line in text.splitlines() if line.startswith("    http")]
    return re.sub(r"^https?://[^/]+", "", line)


def last(to: str = "") -> str:
    """The text of the newest letter, to somebody."""
    return str([letter for letter in mail.outbox if not to or to in letter.to][-1].body)

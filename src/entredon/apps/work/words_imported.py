"""What was said about tables that were brought in, in words."""

from collections.abc import Callable
from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext_lazy, ngettext

from entredon.desk.telling import shown
from entredon.log.told import Look, Said

NAMES: dict[str, Any] = {"work.imported": gettext_lazy("Tables brought in")}


def imported(said: Said, look: Look) -> str:
    count = int(said.body["count"])
    if said.body["source"] == "forge":
        text = ngettext(
            "{who} brought in a contribution that a forge tells of.",
            "{who} brought in {count} contributions that a forge tells of.",
            count,
        )
    else:
        text = ngettext(
            "{who} brought in a contribution that was written down in a table.",
            "{who} brought in {count} contributions that were written down in a table.",
            count,
        )
    return format_html(text, who=said.who, count=shown(count))


WORDS: dict[str, Callable[[Said, Look], str]] = {"work.imported": imported}

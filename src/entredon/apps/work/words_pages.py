"""What was said about pages of knowledge, in words."""

from collections.abc import Callable
from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entredon.log.told import Look, Said

NAMES: dict[str, Any] = {
    "work.page_written": gettext_lazy("Pages and their revisions"),
    "work.page_moved": gettext_lazy("Pages moved"),
    "work.page_withdrawn": gettext_lazy("Pages withdrawn or put back"),
}


def page_written(said: Said, look: Look) -> str:
    """Somebody wrote a page, or on one."""
    if not said.body.get("page"):
        page = look.entry(said.id, _("a page"))
        return format_html(_("{who} wrote {page}, {address}."), who=said.who, page=page, address=said.body["address"])
    page = look.entry(said.body["page"], _("a page"))
    if said.body.get("restores"):
        earlier = look.entry(said.body["restores"], _("an earlier revision"))
        return format_html(_("{who} brought back {earlier} of {page}."), who=said.who, earlier=earlier, page=page)
    return format_html(_("{who} wrote on {page}."), who=said.who, page=page)


def page_moved(said: Said, look: Look) -> str:
    """Somebody gave a page another address."""
    page, address = look.entry(said.body["page"], _("a page")), said.body["address"]
    return format_html(_("{who} gave {page} the address {address}."), who=said.who, page=page, address=address)


def page_withdrawn(said: Said, look: Look) -> str:
    """A steward took a page from the lists, or put it back."""
    page = look.entry(said.body["page"], _("a page"))
    text = _("{who} took {page} from the lists.") if said.body["withdrawn"] else _("{who} put {page} back.")
    return format_html(text, who=said.who, page=page)


WORDS: dict[str, Callable[[Said, Look], str]] = {
    "work.page_written": page_written,
    "work.page_moved": page_moved,
    "work.page_withdrawn": page_withdrawn,
}

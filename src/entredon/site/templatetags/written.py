"""What people wrote, as it stands on pages: in Markdown, or its beginning without any marks."""

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from entredon.desk import markdown

register = template.Library()


@register.filter
def written(text: str) -> SafeString:
    """A text in Markdown, as safe HTML; headings begin below those of the page."""
    return markdown.render(text, top=3, breaks=True)


@register.filter
def plain(text: str, most: int = 200) -> str:
    """The beginning of a text in Markdown, without marks."""
    return markdown.plain(text, most)


@register.filter
def week_name(written: str) -> str:
    """A week such as 2026-W48 in words."""
    year, _w, number = written.partition("-W")
    return _("week %(number)s of %(year)s") % {"number": int(number), "year": year}

"""The pieces of pages of knowledge: a line of a difference."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from entredon.desk.telling import shown
from entredon.pure.text.diff import Line, Skipped

register = template.Library()
MARKS = {"+": "ins", "-": "del"}


@register.simple_tag
def difference_row(row: Line | Skipped) -> SafeString:
    """A line that stayed, came or went, with a sign and words for it; or how many lines stayed in between."""
    if isinstance(row, Skipped):
        text = ngettext("%(n)s line as before", "%(n)s lines as before", row.lines) % {"n": shown(row.lines)}
        return format_html('<tr class="skipped"><td colspan="4">⋯ {}</td></tr>', text)
    # Of a line that came or went as a whole, nothing is marked inside: its sign says it.
    mark = MARKS.get(row.sign, "") if len(row.parts) > 1 else ""
    parts = format_html_join(
        "",
        "{}",
        ((format_html("<{0}>{1}</{0}>", mark, text) if changed and mark else text,) for changed, text in row.parts),
    )
    signs = {"+": ("+", _("came")), "-": ("−", _("went"))}
    sign, word = signs.get(row.sign, ("", ""))
    said = format_html('<span aria-hidden="true">{}</span><span class="sr">{}</span>', sign, word) if sign else ""
    return format_html(
        '<tr class="{}"><td class="n">{}</td><td class="n">{}</td><td class="sign">{}</td><td class="line">{}</td></tr>',
        {"+": "came", "-": "went"}.get(row.sign, "stayed"), row.old or "", row.new or "", said, parts,
    )  # fmt: skip

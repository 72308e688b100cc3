"""Who can change this? One quiet line beside every parameter that a charter governs, with the way to that part of the charter."""

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from entredon.apps.decide import queries_charter as queries

register = template.Library()


@register.simple_tag
def who_decides(slug: str, lever: str) -> SafeString:
    """The line: who decides about a parameter (sharing, partner, budget, steward, charter, words), and how."""
    answer = queries.answer(slug, lever)
    address = f"{reverse('decide:charter', args=[slug])}#{lever}"
    return format_html(
        '<p class="why who-decides"><a href="{}">{}</a> {}.</p>', address, _("Who can change this?"), answer[:1].upper() + answer[1:]
    )  # fmt: skip


@register.simple_tag
def decided_together(slug: str, lever: str) -> bool:
    """Whether a charter leaves this to a decision, so that no steward settles it alone."""
    now = queries.in_force(slug)
    return now is not None and now.charter.type_of(lever) is not None

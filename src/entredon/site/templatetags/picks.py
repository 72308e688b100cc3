"""A question with a few answers, each on a card with a line that says what it means."""

from typing import Any

from django import template
from django.forms import BoundField, CheckboxSelectMultiple
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_block_tag
def picks(content: str, bound: BoundField, quiet: bool = False, legend: str = "") -> SafeString:
    """The options of a field as cards; the content, if any, belongs to one of them and stands below.

    ``quiet``: the page's title asks the question already, so the legend is for screen readers alone.
    """
    field: Any = bound.field
    many = isinstance(field.widget, CheckboxSelectMultiple)
    value = bound.value()
    chosen = {str(one) for one in (value or [])} if many else {str(value or "")}
    described = [f"{bound.auto_id}-hint"] if bound.help_text else []
    described += [f"{bound.auto_id}-wrong"] if bound.errors else []
    cards = format_html_join(
        "",
        '<label class="pick"><input type="{}" name="{}" value="{}"{}{}><span><b>{}</b> <small>{}</small></span></label>',
        (
            (
                "checkbox" if many else "radio",
                bound.html_name,
                option.value,
                SafeString(" checked") if option.value in chosen else "",
                SafeString(' aria-invalid="true"') if bound.errors and many else "",
                option.name,
                option.note,
            )
            for option in field.options
        ),
    )
    wrong = format_html_join("", "<span>{}</span>", ((error,) for error in bound.errors))
    return format_html(
        '<fieldset class="picks" id="{}"{}{}><legend{}>{}</legend>{}<div class="options">{}</div>{}{}</fieldset>',
        bound.auto_id,
        format_html(' aria-describedby="{}"', " ".join(described)) if described else "",
        SafeString(' tabindex="-1"') if bound.errors else "",
        SafeString(' class="sr"') if quiet else "",
        legend or bound.label,
        format_html('<p class="hint" id="{}-hint">{}</p>', bound.auto_id, bound.help_text) if bound.help_text else "",
        cards,
        format_html('<p class="wrong" id="{}-wrong">{}</p>', bound.auto_id, wrong) if bound.errors else "",
        SafeString(content),
    )

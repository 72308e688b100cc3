"""The pieces of forms: a field with its label, hint and error; a form of one button; what was just said."""

from typing import Any

from django import template
from django.forms import BoundField, CheckboxInput, HiddenInput
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from entredon.log.models import Entry
from entredon.log.viewer import viewer_of
from entredon.site.record import look

register = template.Library()


@register.simple_tag
def field(bound: BoundField, wide: bool = True) -> SafeString:
    """A field with its label above, its hint below, and beside it what is wrong with it."""
    if isinstance(bound.field.widget, HiddenInput):
        return SafeString(bound.as_widget())
    described = [f"{bound.id_for_label}-hint"] if bound.help_text else []
    described += [f"{bound.id_for_label}-wrong"] if bound.errors else []
    attributes: dict[str, Any] = {"aria-describedby": " ".join(described)} if described else {}
    if bound.errors:
        attributes["aria-invalid"] = "true"
    widget = bound.as_widget(attrs=attributes)
    hint = format_html('<p class="hint" id="{}-hint">{}</p>', bound.id_for_label, bound.help_text)
    wrong = format_html_join("", "<span>{}</span>", ((error,) for error in bound.errors))
    if isinstance(bound.field.widget, CheckboxInput):
        inner = format_html(
            '<label class="tick" for="{}">{} <span>{}</span></label>', bound.id_for_label, widget, bound.label
        )
    else:
        inner = format_html('<label for="{}">{}</label>{}', bound.id_for_label, bound.label, widget)
    return format_html(
        '<div class="field{}">{}{}{}</div>',
        " broad" if wide else "",
        inner,
        hint if bound.help_text else "",
        format_html('<p class="wrong" id="{}-wrong">{}</p>', bound.id_for_label, wrong) if bound.errors else "",
    )


@register.simple_tag
def trouble(form: Any) -> SafeString:
    """What is in the way, above the fields of a form: of the form as a whole (a refusal by the law, for instance), then a link
    to each field that needs another look. The page opens there, so that nobody has to look for it."""
    wrong = [bound for bound in form.visible_fields() if bound.errors]
    said = format_html_join("", "<p>{}</p>", ((told(error),) for error in form.non_field_errors()))
    if wrong:
        links = ((bound.id_for_label or bound.auto_id, bound.label) for bound in wrong)
        linked = format_html_join(", ", '<a href="#{}">{}</a>', links)
        said = format_html("{}<p>{} {}</p>", said, _("This needs another look:"), linked)
    if not said:
        return SafeString("")
    return format_html('<div class="notice bad" role="alert" tabindex="-1" autofocus>{}</div>', said)


@register.filter
def told(trouble: Any) -> SafeString:
    """A trouble as it stands on a page: the command that it asks to be typed elsewhere, if there is one, as code."""
    sentence, entredon, command = str(trouble).partition("entredon sign http")
    if not entredon:
        return format_html("{}", trouble)
    return format_html('{}<code class="typed">{}</code>', sentence, entredon + command)


@register.simple_tag
def act(text: str, href: str, quiet: bool = False, **fields: Any) -> SafeString:
    """A form of one button: what it does is said on it."""
    hidden = format_html_join("", '<input type="hidden" name="{}" value="{}">', fields.items())
    return format_html(
        '<form class="act" method="post" action="{}">{}<button class="button{}">{}</button></form>',
        href, hidden, " quiet" if quiet else "", text,
    )  # fmt: skip


@register.inclusion_tag("site/parts/said.html", takes_context=True)
def just_said(context: Any, slug: str) -> dict[str, Any]:
    """What whoever looks has just said here (``?said=`` names the entry), as a sentence with its receipt."""
    request: HttpRequest = context["request"]
    asked = request.GET.get("said", "")
    row = Entry.objects.filter(commons=slug, id=asked).first() if len(asked) == 64 else None
    inside = viewer_of(request).member(slug)
    return {"slug": slug, "line": look.told(row, look.names(slug, inside)) if row else None}

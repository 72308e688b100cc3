"""What was said about sharing, in words."""

from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from entredon.log.told import Look, Said
from entredon.pure.value import reading
from entredon.pure.value.describe import describe

NAMES = {
    "value.rule_adopted": gettext_lazy("Sharing rules adopted"),
    "value.rule_signed": gettext_lazy("Sharing rules signed"),
}


def adopted(said: Said, look: Look) -> str:
    rule = describe(reading.read(said.body["rule"]), _, ngettext).replace(" %", "\N{NO-BREAK SPACE}%")
    return format_html(_("{who} adopted a sharing rule: {rule}"), who=said.who, rule=rule)


def signed(said: Said, look: Look) -> str:
    text = _("{who} signed {rule}.")
    return format_html(text, who=said.who, rule=look.entry(said.body["rule"], _("a sharing rule")))


WORDS = {"value.rule_adopted": adopted, "value.rule_signed": signed}

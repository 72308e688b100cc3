"""What was said about sharing, in words."""

from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from entredon.apps.flows import queries as flows
from entredon.apps.value import typed
from entredon.desk.telling import shown
from entredon.log.told import Look, Said
from entredon.pure.value import reading
from entredon.pure.value.describe import describe
from entredon.pure.value.passing import POT

NAMES = {
    "value.rule_adopted": gettext_lazy("Sharing rules adopted"),
    "value.rule_signed": gettext_lazy("Sharing rules signed"),
    "value.shared": gettext_lazy("Share-outs"),
    "value.passed": gettext_lazy("Parts passed on"),
    "value.lapsed": gettext_lazy("Unclaimed parts lapsed"),
}
PERCENT = "\N{NO-BREAK SPACE}%"


def adopted(said: Said, look: Look) -> str:
    rule = describe(reading.read(said.body["rule"]), _, ngettext, typed.share, flows.kind_of_work)
    return format_html(_("{who} adopted a sharing rule: {rule}"), who=said.who, rule=rule)


def signed(said: Said, look: Look) -> str:
    text = _("{who} signed {rule}.")
    return format_html(text, who=said.who, rule=look.entry(said.body["rule"], _("a sharing rule")))


def shared(said: Said, look: Look) -> str:
    income = look.entry(said.body["income"], _("an income"))
    lines = ngettext("%(n)s line", "%(n)s lines", said.body["count"]) % {"n": shown(said.body["count"])}
    return format_html(
        _("{who} shared {income} by the rule in force, in {lines}."), who=said.who, income=income, lines=lines
    )


def passed(said: Said, look: Look) -> str:
    given = said.body["to"]
    if not given:
        return format_html(_("{who} keeps all that comes in from here on."), who=said.who)
    to = ", ".join(
        _("%(share)s to %(to)s")
        % {"share": _percent(one["ppm"]), "to": _("the common pot") if one["to"] == POT else one["to"]}
        for one in given
    )
    return format_html(_("{who} passes on of all that comes in from here on: {to}."), who=said.who, to=to)


def _percent(ppm: int) -> str:
    return typed.share(ppm)


def lapsed(said: Said, look: Look) -> str:
    return format_html(
        _("{who} told that what {shareout} gave to {person}, whom nobody has claimed, went to the common pot."),
        who=said.who, shareout=look.entry(said.body["shareout"], _("a share-out")), person=look.person(said.body["person"]),
    )  # fmt: skip


WORDS = {
    "value.rule_adopted": adopted,
    "value.rule_signed": signed,
    "value.shared": shared,
    "value.passed": passed,
    "value.lapsed": lapsed,
}

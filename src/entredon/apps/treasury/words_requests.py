"""What was said about money, in words: asking for money."""

from collections.abc import Callable

from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entredon.desk.telling import shown
from entredon.log.told import Look, Said
from entredon.pure.formats import Money


def requested(said: Said, look: Look) -> str:
    body = said.body
    amount = look.entry(said.id, shown(Money(body["minor"], body["currency"])))
    if body["version"] or body["creation"]:
        what = look.version(body["version"]) if body["version"] else look.creation(body["creation"])
        return format_html(_("{who} asked for {amount} for {what}."), who=said.who, amount=amount, what=what)
    return format_html(_("{who} asked for {amount} for the common pot."), who=said.who, amount=amount)


def request_withdrawn(said: Said, look: Look) -> str:
    request = look.entry(said.body["request"], _("a payment request"))
    return format_html(_("{who} took back {request}: nobody need pay it any more."), who=said.who, request=request)


NAMES: dict[str, Promise | str] = {
    "treasury.requested": gettext_lazy("Payment requests"),
    "treasury.request_withdrawn": gettext_lazy("Payment requests taken back"),
}
WORDS: dict[str, Callable[[Said, Look], str]] = {
    "treasury.requested": requested,
    "treasury.request_withdrawn": request_withdrawn,
}

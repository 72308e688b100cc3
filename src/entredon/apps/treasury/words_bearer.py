"""What was said about money, in words: who bears the money, its accounts, and second words."""

from collections.abc import Callable

from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from entredon.desk.telling import shown
from entredon.log.told import Look, Said
from entredon.pure.formats import Day, Money


def bearer_named(said: Said, look: Look) -> str:
    return format_html(
        _("{who} named {name} ({form}) as the one who bears the money: its books begin."),
        who=said.who, name=said.body["name"], form=said.body["form"],
    )  # fmt: skip


def policy_set(said: Said, look: Look) -> str:
    approvals, days = said.body["approvals"], said.body["cooling_days"]
    people = ngettext("%(n)s person says", "%(n)s people say", approvals) % {"n": shown(approvals)}
    rest = ngettext("%(n)s day", "%(n)s days", days) % {"n": shown(days)}
    return format_html(
        _("{who} proposed new payment rules: {people} yes before money moves, and changed bank details rest {rest}."),
        who=said.who, people=people, rest=rest,
    )  # fmt: skip


def account_opened(said: Said, look: Look) -> str:
    return format_html(
        _("{who} took the account “{name}” into the books, with {amount} on it at the end of {day}."),
        who=said.who, name=said.body["account"], amount=shown(Money(said.body["opening"], said.body["currency"])),
        day=shown(Day(said.body["day"])),
    )  # fmt: skip


def confirmed(said: Said, look: Look) -> str:
    what = look.entry(said.body["what"], _("what waited for a second person"))
    return format_html(_("{who} confirmed {what}."), who=said.who, what=what)


def exception_signed(said: Said, look: Look) -> str:
    currency = said.body["account"].rpartition(":")[2].upper()
    return format_html(
        _("{who} signed that the account {account} may fall to {least}."),
        who=said.who, account=said.body["account"], least=shown(Money(said.body["least"], currency)),
    )  # fmt: skip


NAMES: dict[str, Promise | str] = {
    "treasury.bearer_named": gettext_lazy("Who bears the money"),
    "treasury.policy_set": gettext_lazy("Payment rules"),
    "treasury.account_opened": gettext_lazy("Accounts opened"),
    "treasury.confirmed": gettext_lazy("Second words"),
    "treasury.exception_signed": gettext_lazy("Exceptions signed"),
}
WORDS: dict[str, Callable[[Said, Look], str]] = {
    "treasury.bearer_named": bearer_named,
    "treasury.policy_set": policy_set,
    "treasury.account_opened": account_opened,
    "treasury.confirmed": confirmed,
    "treasury.exception_signed": exception_signed,
}

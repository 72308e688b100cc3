"""What was said about money, in words: paying out, and expenses."""

from collections.abc import Callable
from typing import Any

from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from entredon.apps.treasury.naming import kind
from entredon.desk.telling import shown
from entredon.log.told import Look, Said
from entredon.pure.formats import Day, Money

NAMES: dict[str, Promise | str] = {
    "treasury.payee_named": gettext_lazy("Where people are paid"),
    "treasury.approver_named": gettext_lazy("Co-approvers named"),
    "treasury.run_proposed": gettext_lazy("Payouts proposed"),
    "treasury.run_approved": gettext_lazy("Payouts approved"),
    "treasury.run_withdrawn": gettext_lazy("Payouts taken back"),
    "treasury.run_exported": gettext_lazy("Payment files made"),
    "treasury.run_submitted": gettext_lazy("Payouts handed over"),
    "treasury.payouts_rejected": gettext_lazy("Payouts refused by the bank"),
    "treasury.payout_confirmed": gettext_lazy("Payouts that have arrived"),
    "treasury.expense_claimed": gettext_lazy("Expenses asked for"),
    "treasury.expense_decided": gettext_lazy("Expenses decided"),
}


def payee_named(said: Said, look: Look) -> str:
    if said.body["payee"]:
        return format_html(_("{who} told where a payee outside is paid."), who=said.who)
    return format_html(_("{who} told where to pay her."), who=said.who)


def approver_named(said: Said, look: Look) -> str:
    text = _("{who} named {person} to approve payouts too.")
    return format_html(text, who=said.who, person=look.person(said.body["person"]))


def run_proposed(said: Said, look: Look) -> str:
    payouts = said.body["payouts"]
    amount = shown(Money(sum(one["minor"] for one in payouts), said.body["currency"]))
    count = len(payouts)
    what = look.entry(said.id, ngettext("%(count)d payout", "%(count)d payouts", count) % {"count": count})
    return format_html(_("{who} proposed {what}: {amount} together."), who=said.who, what=what, amount=amount)


def _about_run(text: Any) -> Callable[[Said, Look], str]:
    def tell(said: Said, look: Look) -> str:
        run = look.entry(said.body["run"], _("these payouts"))
        return format_html(str(text), who=said.who, run=run)

    return tell


def payouts_rejected(said: Said, look: Look) -> str:
    count = len(said.body["rejected"])
    text = _("{who} told that the bank refuses {count} of {run}.")
    return format_html(text, who=said.who, count=count, run=look.entry(said.body["run"], _("these payouts")))


def payout_confirmed(said: Said, look: Look) -> str:
    run = said.body["payout"].partition(".")[0]
    text = _("{who} confirmed that {payout} has arrived.")
    return format_html(text, who=said.who, payout=look.entry(run, _("a payout")))


def expense_claimed(said: Said, look: Look) -> str:
    body = said.body
    amount = shown(Money(body["minor"], body["currency"]))
    what = look.entry(said.id, kind(body["what"]))
    text = _("{who} asked for {amount} laid out on {day}: {what}.")
    if body["payee"]:
        text = _("{who} asked that a bill of {amount} of {day} be paid: {what}.")
    return format_html(text, who=said.who, amount=amount, day=shown(Day(body["day"])), what=what)


def expense_decided(said: Said, look: Look) -> str:
    expense = look.entry(said.body["expense"], _("an expense"))
    text = _("{who} accepted {expense}.") if said.body["accepted"] else _("{who} declined {expense}.")
    return format_html(text, who=said.who, expense=expense)


WORDS: dict[str, Callable[[Said, Look], str]] = {
    "treasury.payee_named": payee_named,
    "treasury.approver_named": approver_named,
    "treasury.run_proposed": run_proposed,
    "treasury.run_approved": _about_run(gettext_lazy("{who} approved {run}.")),
    "treasury.run_withdrawn": _about_run(gettext_lazy("{who} took {run} back.")),
    "treasury.run_exported": _about_run(gettext_lazy("{who} made the file for the bank of {run}.")),
    "treasury.run_submitted": _about_run(gettext_lazy("{who} handed {run} over.")),
    "treasury.payouts_rejected": payouts_rejected,
    "treasury.payout_confirmed": payout_confirmed,
    "treasury.expense_claimed": expense_claimed,
    "treasury.expense_decided": expense_decided,
}

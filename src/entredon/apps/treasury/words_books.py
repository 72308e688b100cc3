"""What was said about money, in words: the books as a whole: plans, reserves, closed years."""

from collections.abc import Callable

from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from entredon.desk.telling import shown
from entredon.log.told import Look, Said
from entredon.pure.formats import Day, Money


def budgeted(said: Said, look: Look) -> str:
    currency = said.body["currency"]
    sums = {"income": 0, "cost": 0}
    for one in said.body["planned"]:
        sums[one["way"]] += one["minor"]
    return format_html(
        _("{who} planned {year}: {income} are expected to come in, and {cost} to be spent."),
        who=said.who, year=said.body["year"], income=shown(Money(sums["income"], currency)),
        cost=shown(Money(sums["cost"], currency)),
    )  # fmt: skip


def reserves_proven(said: Said, look: Look) -> str:
    proven = "; ".join(
        _("%(there)s are there, %(owed)s are owed and %(funds)s stand in funds")
        % {name: shown(Money(one[name], one["currency"])) for name in ("there", "owed", "funds")}
        for one in said.body["reserves"]
    )
    return format_html(
        _("{who} showed what is there against what is owed on {day}: {proven}."),
        who=said.who, day=shown(Day(said.body["day"])), proven=proven,
    )  # fmt: skip


def year_closed(said: Said, look: Look) -> str:
    return format_html(_("{who} closed the books of {year}."), who=said.who, year=said.body["year"])


def chart_mapped(said: Said, look: Look) -> str:
    n = len(said.body["numbers"])
    numbers = ngettext("%(n)s number", "%(n)s numbers", n) % {"n": shown(n)}
    return format_html(_("{who} gave accounts {numbers} of the bookkeeper's."), who=said.who, numbers=numbers)


def budget_returned(said: Said, look: Look) -> str:
    text = _("{who} gave back to the common fund what {need} hadn't used of its budget in {currency}.")
    need = look.entry(said.body["need"], _("a need"))
    return format_html(text, who=said.who, need=need, currency=said.body["currency"])


NAMES: dict[str, Promise | str] = {
    "treasury.budgeted": gettext_lazy("Plans of years"),
    "treasury.reserves_proven": gettext_lazy("Proofs of what is there"),
    "treasury.year_closed": gettext_lazy("Closed years"),
    "treasury.chart_mapped": gettext_lazy("Numbers of accounts"),
    "treasury.budget_returned": gettext_lazy("Budgets given back"),
}
WORDS: dict[str, Callable[[Said, Look], str]] = {
    "treasury.budgeted": budgeted,
    "treasury.reserves_proven": reserves_proven,
    "treasury.year_closed": year_closed,
    "treasury.chart_mapped": chart_mapped,
    "treasury.budget_returned": budget_returned,
}

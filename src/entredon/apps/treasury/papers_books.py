"""The books on paper: a slip of what somebody was paid in a year, and the year of a commons for its general meeting."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from entredon.apps.treasury.accounts_told import Accounts, period_name
from entredon.apps.treasury.forms_runs import TITLES
from entredon.apps.treasury.going import Going, Period
from entredon.apps.treasury.models import Bearer, Payout
from entredon.desk.pdf import Sheet
from entredon.desk.telling import shown, speaks
from entredon.pure.formats import Day, Money


def title_name(title: str) -> str:
    """Why something was paid, in words."""
    found = str(TITLES.get(title, title))
    return found[:1].upper() + found[1:]


def slip(bearer: Bearer, name: str, year: str, paid: list[Payout], owed: dict[str, int], day: str) -> bytes:
    """What somebody was paid in a year, payment by payment, with sums by title."""
    sheet = Sheet(
        _("What was paid in %(year)s") % {"year": year}, day=day, language=speaks(),
        foot=_("%(bearer)s · paid to %(name)s") % {"bearer": bearer.name, "name": name},
    )  # fmt: skip
    _who(sheet, bearer, [(_("Paid to"), name), (_("Year"), year)])
    sums = by_title(paid)
    for currency in sorted({currency for _title, currency in sums}):
        total = sum(minor for (_title, other), minor in sums.items() if other == currency)
        sheet.large(_money(total, currency))
        rows = [
            [title_name(title), _money(minor, other)] for (title, other), minor in sums.items() if other == currency
        ]
        rows.append([_("Together"), _money(total, currency)])
        sheet.table([_("Title"), _("Amount")], rows, widths=(3, 1), right={1}, total=True)
    if not paid:
        sheet.text(_("Nothing was paid in that year."))
    else:
        sheet.heading(_("Payment by payment"))
        rows = [[shown(Day(one.day)), title_name(one.title), one.name, _money(one.minor, one.currency)] for one in paid]
        sheet.table([_("Day"), _("Title"), _("Reference"), _("Amount")], rows, widths=(2, 3, 4, 2), right={3})
    for currency, minor in sorted(owed.items()):
        sheet.text(
            _("At the end of the year %(amount)s was owed and not yet paid.") % {"amount": _money(minor, currency)}
        )
    sheet.text(_("Each payment was shown by a statement of the bank, or confirmed by who was paid. Whoever is paid tells "
                 "the tax office herself what has to be told; keep this slip with your papers."), quiet=True)  # fmt: skip
    return sheet.data()


def by_title(paid: list[Payout]) -> dict[tuple[str, str], int]:
    """What was paid for each title, by title and currency, the most first."""
    sums: dict[tuple[str, str], int] = {}
    for one in paid:
        sums[one.title, one.currency] = sums.get((one.title, one.currency), 0) + one.minor
    return dict(sorted(sums.items(), key=lambda line: (-line[1], line[0])))


def meeting(bearer: Bearer, period: Period, found: list[Going], accounts: Accounts, facts: dict[str, Any]) -> bytes:
    """A year on paper, for the people who meet to look at it: what came, what went, what is there, what was planned."""
    name, day = facts["commons"].name, min(period.last, facts["day"])
    sheet = Sheet(
        _("The money of %(name)s in %(year)s") % {"name": name, "year": period.which}, day=day, language=speaks(),
        foot=_("%(bearer)s · %(year)s, as known on %(day)s") % {"bearer": bearer.name, "year": period.which, "day": shown(Day(day))},
    )  # fmt: skip
    _who(sheet, bearer, [(_("Commons"), name), (_("Year"), _state(period.which, facts))])
    for one in found:
        _year(sheet, one, accounts, period)
        _planned(sheet, one.currency, facts["plans"].get(one.currency, []))
    if not found:
        sheet.text(_("Nothing was booked in that year."))
    _proof(sheet, facts)
    return sheet.data()


def _who(sheet: Sheet, bearer: Bearer, more: list[tuple[str, str]]) -> None:
    known = [(_("Legal body"), bearer.name), (_("Form"), bearer.form)]
    sheet.pairs([*known, *([(_("Number"), bearer.number)] if bearer.number else []), *more])


def _state(year: str, facts: dict[str, Any]) -> str:
    return _("%(year)s, closed") % {"year": year} if facts["closed"] else _("%(year)s, not closed yet") % {"year": year}


def _year(sheet: Sheet, one: Going, accounts: Accounts, period: Period) -> None:
    """What came, what went, and what stood where at the end, in one currency."""
    currency = one.currency
    sheet.heading(_("%(currency)s: %(came)s came in, %(went)s went out") % {
        "currency": currency, "came": _money(one.came_in, currency), "went": _money(one.went_out, currency),
    })  # fmt: skip
    _summed(sheet, _("Came in"), [(accounts.kind(path), minor) for path, minor in one.came.items()], currency)
    _summed(sheet, _("Went out"), [(accounts.kind(path), minor) for path, minor in one.went.items()], currency)
    titles = [
        (title_name(title), minor) for (title, other), minor in by_title(one.payouts).items() if other == currency
    ]
    if titles:
        people = len({payout.payee for payout in one.payouts})
        reached = ngettext("Paid out to one payee", "Paid out to %(n)s payees", people) % {"n": shown(people)}
        _summed(sheet, reached, titles, currency)
    if len(one.months) > 1:
        rows = [[period_name(row.month), _money(row.came, currency), _money(row.went, currency)] for row in one.months]
        sheet.table([_("Month"), _("Came in"), _("Went out")], rows, widths=(2, 1, 1), right={1, 2})
    sheet.heading(_("What stood where at the end of %(name)s") % {"name": period.which})
    rows = [
        [_("Is there: at the bank, in tills"), _money(one.stands.there, currency)],
        [_("Still to come: told, or on its way"), _money(one.stands.coming, currency)],
        [_("Is owed: to people, to others, and not yet allotted"), _money(one.stands.owed, currency)],
        [_("In funds, with what waits to be shared"), _money(one.stands.funds, currency)],
    ]
    sheet.table([_("What"), currency], rows, widths=(3, 1), right={1})
    funds = [
        [accounts.name(row.path), _money(-minor, currency)]
        for row, minor in one.accounts.items()
        if row.path.startswith("equity:")
    ]
    if funds:
        sheet.table([_("Fund"), currency], funds, widths=(3, 1), right={1})


def _summed(sheet: Sheet, head: str, rows: list[tuple[str, int]], currency: str) -> None:
    if rows:
        written = [[name, _money(minor, currency)] for name, minor in rows]
        written.append([_("Together"), _money(sum(minor for _name, minor in rows), currency)])
        sheet.table([head, currency], written, widths=(3, 1), right={1}, total=True)


def _planned(sheet: Sheet, currency: str, sides: list[dict[str, Any]]) -> None:
    """The plan beside what came of it."""
    for side in sides:
        rows = [
            [row["name"], *(_money(row[name], currency) for name in ("planned", "now", "left"))] for row in side["rows"]
        ]
        if rows:
            head = _("Income as planned?") if side["way"] == "income" else _("Costs as planned?")
            sheet.table([head, _("Planned"), _("Became"), _("Left")], rows, widths=(3, 2, 2, 2), right={1, 2, 3})


def _proof(sheet: Sheet, facts: dict[str, Any]) -> None:
    """How sure all of this is, and how anybody checks it."""
    sheet.heading(_("How sure is this?"))
    proof = facts["proof"]
    if proof is not None:
        for currency, there, owed, funds in proof.reserves:
            sheet.text(_("On %(day)s, %(there)s were there against %(owed)s owed and %(funds)s in funds: it was put into the "
                         "public record, which reckoned it again.") % {
                "day": shown(Day(proof.day)), "there": _money(there, currency), "owed": _money(owed, currency),
                "funds": _money(funds, currency),
            })  # fmt: skip
    if facts["until"]:
        sheet.text(_("Statements of the bank are known until %(day)s.") % {"day": shown(Day(facts["until"]))})
    sheet.text(_("All figures follow from the public record %(origin)s; with %(size)s receipts the books have the digest "
                 "%(digest)s. Anybody can take a copy of the record and reckon them again.") % {
        "origin": facts["origin"], "size": shown(facts["size"]), "digest": facts["digest"],
    }, quiet=True)  # fmt: skip


def _money(minor: int, currency: str) -> str:
    return shown(Money(minor, currency))

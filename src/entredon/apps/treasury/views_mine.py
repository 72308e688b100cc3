"""Where did this income go? And one member's money: what is owed to her, what is coming, why, and when she is paid."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from entredon.apps.commons import queries as commons
from entredon.apps.library import queries as library
from entredon.apps.people import queries as people
from entredon.apps.treasury import queries_mine, queries_out, way
from entredon.apps.treasury.accounts_told import Accounts, booking_name, place, seen_lines
from entredon.apps.treasury.models import Expense
from entredon.apps.treasury.naming import kind as kind_name
from entredon.apps.treasury.queries_mine import AccountLine, BookedShown, PayoutShown
from entredon.apps.treasury.words_mine import step, told
from entredon.apps.value import queries as value
from entredon.apps.value.queries import Eyes
from entredon.log.asked import by_prefix
from entredon.log.pages import live, page
from entredon.log.told import short

AT_ONCE = 25
LINES = 8
"""So many postings of a journal entry stand on the page of an income; the rest is on its own page."""


@page
def income(request: HttpRequest, slug: str, asked: str) -> HttpResponse:
    """Where did this income go? From who paid to everybody it reached, each step with its proof."""
    eyes = Eyes(request, slug)
    found = way.of(slug, asked)
    accounts = Accounts(slug, eyes)
    drawn = way.WayDrawing(slug, found, accounts)
    context: dict[str, Any] = {
        "commons": commons.commons(slug),
        "tab": "value",
        "noindex": True,
        "eyes": eyes,
        "way": found,
        "income": found.income,
        "currency": found.income.currency,
        "what": kind_name(found.income.what) if found.income.what else "",
        "teller": eyes.name(found.income.person),
        "nodes": drawn.nodes,
        "links": drawn.links,
        "got": found.shared.shown.kept + found.shared.shown.passed if found.shared else 0,
        "booked": [booked_row(one, accounts) for one in found.booked],
    }
    return render(request, "treasury/income.html", context)


def booked_row(one: BookedShown, accounts: Accounts) -> dict[str, Any]:
    """A journal entry with its largest postings; people whose amounts only members see stand together."""
    seen, hidden, hidden_minor = seen_lines(accounts, list(one.lines))
    rest = seen[LINES:]
    more = hidden_minor + sum(minor for _told, minor in rest)
    return {
        "entry": one,
        "what": booking_name(one.key, one.reverses),
        "href": door("treasury:booking", accounts.slug, *place(one.key)),
        "lines": [{"told": told, "minor": minor, "out": -minor} for told, minor in seen[:LINES]],
        "more": hidden + len(rest),
        "more_minor": more,
        "more_out": -more,
    }


# One member's money


@live
def person(request: HttpRequest, slug: str, asked: str) -> HttpResponse:
    """What is owed to this person, why, and when is it paid?"""
    eyes = Eyes(request, slug)
    id = by_prefix(asked, list(people.names(slug)), "person")
    id = eyes.claims.get(id, id)
    context: dict[str, Any] = {
        "commons": commons.commons(slug),
        "tab": "value",
        "noindex": True,
        "eyes": eyes,
        "name": eyes.name(id),
        "address": short(id),
        "me": id == eyes.me,
        "begun": queries_mine.begun(slug),
    }
    if not eyes.may(id):
        return render(request, "treasury/person_closed.html", context)
    return render(request, "treasury/person.html", context | shown_person(request, slug, id))


def shown_person(request: HttpRequest, slug: str, id: str) -> dict[str, Any]:
    """Her account: sums, what comes, what waits, and every line of it."""
    standing = queries_mine.standing(slug, id)
    payouts = queries_mine.payouts_to(slug, id)
    codes = [one.currency for one in standing] or sorted({one.currency for one in payouts})
    currency = request.GET.get("currency", "")
    currency = currency if currency in codes else (codes[0] if codes else "")
    lines = queries_mine.account_lines(slug, id, currency) if currency else []
    labels = {version: label for version, (label, _now) in library.labels(slug).items()}
    incomes = {one.shareout: labels.get(one.version, "") for one in value.incomes(slug) if one.shareout}
    before = way.shared_before(slug)
    shown = Paginator(lines, AT_ONCE).get_page(request.GET.get("page"))
    return {
        "standing": standing,
        "nothing": not standing,
        "any_paid": any(one.paid for one in standing),
        "when": when(slug, id, standing, payouts),
        "would": value.would_get(slug, id),
        "labels": labels,
        "payouts": [payout_row(one) for one in payouts],
        "expenses": [expense_row(one) for one in queries_mine.expenses_of(slug, id)],
        "lines": [line_row(slug, id, one, incomes, before) for one in shown],
        "page": shown,
        "codes": codes,
        "currency": currency,
    }


@dataclass(frozen=True, slots=True)
class When:
    """What has to happen before she is paid: a word for the template, a day where there is one, and where it is done."""

    what: str
    day: str = ""
    href: str = ""
    n: int = 0


def when(slug: str, id: str, standing: list[queries_mine.Standing], payouts: list[PayoutShown]) -> When:
    """The next thing that has to happen, the nearest to the money first."""
    for state in ("submitted", "exported", "reserved", "proposed"):
        for one in payouts:
            if one.state == state:
                missing = queries_out.run(slug, one.run).missing if state == "proposed" else 0
                return When(state, one.run_day, door("treasury:run", slug, short(one.run)), missing)
    if not any(one.owed > 0 for one in standing):
        return When("nothing")
    payee = queries_out.payee(slug, id)
    if payee is None or not payee.in_force:
        return When("details", href=door("treasury:payee_me", slug))
    if payee.resting:
        return When("resting", payee.row.usable)
    return When("run", href=door("treasury:payouts", slug))


def door(name: str, slug: str, *rest: str) -> str:
    """An address of this app."""
    return reverse(name, args=[slug, *rest])


def payout_row(one: PayoutShown) -> dict[str, Any]:
    """A payout in words."""
    return {"payout": one, "state": step(one.state), "ended": one.state in ("settled", "rejected", "returned")}


def expense_row(row: Expense) -> dict[str, Any]:
    """An expense in words."""
    states = {"claimed": _("waits for a steward"), "accepted": _("accepted"), "declined": _("declined")}
    return {"expense": row, "minor": row.accepted or row.minor, "state": states[row.state], "what": kind_name(row.what)}


def line_row(
    slug: str, person: str, line: AccountLine, incomes: dict[str, str], before: dict[str, str]
) -> dict[str, Any]:  # fmt: skip
    """A line of her account: what it was, and where its reasons stand."""
    href, label = reverse("record:entry", args=[slug, short(line.entry)]), ""
    shareout = line.entry if line.kind == "value.shared" else before.get(line.key, "")
    if shareout:
        href = f"{reverse('value:person', args=[slug, short(person)])}?of={short(shareout)}#why"
        label = incomes.get(shareout, "")
    return {"line": line, "what": told(line.kind, reverses=bool(line.reverses)), "label": label, "href": href}

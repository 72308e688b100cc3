"""What comes in, and where does it go? The money of a commons: what came in, what of it was shared, what waits."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from entredon.apps.commons import queries as commons
from entredon.apps.library import queries as library
from entredon.apps.treasury import queries as treasury
from entredon.apps.value import drawing, queries
from entredon.apps.value.owing import Balance
from entredon.apps.value.recorded import IncomeTold, ShareoutShown
from entredon.apps.value.seen import Eyes
from entredon.apps.value.views import sentence
from entredon.log.pages import page, remembered
from entredon.log.told import short
from entredon.pure.value.rule import POT
from entredon.pure.value.shareout import Held

SHOWN = 12
"""So many incomes stand on the page; the public record has all."""


@dataclass(frozen=True, slots=True)
class YearsMoney:
    """The money of one year in one currency. The year is that of the newest income, so that it follows from the record."""

    year: str
    currency: str
    came_in: int
    incomes: int
    shared: int
    to_people: int
    people: int
    waiting: int


@dataclass(frozen=True, slots=True)
class Money:
    """What a commons' money came to, reckoned once per state of the record."""

    incomes: tuple[IncomeTold, ...]
    shareouts: tuple[ShareoutShown, ...]
    balances: tuple[Balance, ...]
    years: tuple[YearsMoney, ...]


@remembered
def money(slug: str) -> Money:
    """All incomes and share-outs with their sums."""
    incomes, shareouts = tuple(queries.incomes(slug)), tuple(queries.shareouts(slug))
    return Money(incomes, shareouts, tuple(queries.balances(slug)), tuple(of_the_year(incomes, shareouts)))


def of_the_year(incomes: tuple[IncomeTold, ...], shareouts: tuple[ShareoutShown, ...]) -> list[YearsMoney]:
    """The newest year in each of its currencies, the one most came in first."""
    year = max((income.at[:4] for income in incomes), default="")
    of_year = [income for income in incomes if income.at[:4] == year]
    by_income = {shareout.income: shareout for shareout in shareouts}
    found = []
    for currency in {income.currency for income in of_year}:
        mine = [income for income in of_year if income.currency == currency]
        done = [by_income[income.id] for income in mine if income.id in by_income]
        came_in, shared = sum(income.minor for income in mine), sum(shareout.minor for shareout in done)
        found.append(
            YearsMoney(
                year, currency, came_in, len(mine), shared, sum(d.kept for d in done),
                max((d.people for d in done), default=0), came_in - shared,
            )
        )  # fmt: skip
    return sorted(found, key=lambda money: (-money.came_in, money.currency))


@page
def home(request: HttpRequest, slug: str) -> HttpResponse:
    """What comes in, and where does it go?"""
    eyes = Eyes(request, slug)
    found = money(slug)
    labels = {id: label for id, (label, _now) in library.labels(slug).items()}
    in_force = queries.rule_in_force(slug)
    rule = in_force.rule if in_force else POT
    mine = queries.owed(slug, eyes.me) if eyes.me else []
    shown = commons.commons(slug)
    context: dict[str, Any] = {
        "commons": shown,
        "association": drawing.association_name(shown),
        "tab": "value",
        "eyes": eyes,
        "made": library.has_creations(slug),
        "year": found.years[0] if found.years else None,
        "other_years": found.years[1:],
        "balances": found.balances,
        "held": held_rows(slug, found.balances),
        "incomes": [income_row(income, labels, found.shareouts) for income in found.incomes[:SHOWN]],
        "more": max(0, len(found.incomes) - SHOWN),
        "in_force": in_force,
        "rule_sentence": sentence(rule),
        "mine": [owed for owed in mine if owed.anything],
        "begun": treasury.begun(slug),
        "doors": doors(slug, eyes),
        "me_address": short(eyes.me) if eyes.me else "",
        "to_sign": waits_for_me(slug, eyes.me),
    }
    return render(request, "value/home.html", context)


@dataclass(frozen=True, slots=True)
class Door:
    """A way on to where money is asked for, seen, paid or told: its address, its words, what is said beside it, how much waits."""

    href: str
    text: str
    sub: str
    waits: int = 0


def doors(slug: str, eyes: Eyes) -> list[Door]:
    """Where whoever is looking can go on, what waits for her first."""
    if not treasury.begun(slug):
        first = _door("bearer", slug, _("Who bears our money?"), _("name the legal body with the bank account"))
        return [first] if eyes.steward else []
    open_, found = treasury.open_things(slug), []
    if eyes.steward:
        found += [
            _door(
                "suspense" if open_.lines else "bank",
                slug,
                _("Bank statements"),
                _("bring one in, and say where its lines belong"),
                open_.lines,
            ),
            _door(
                "payouts",
                slug,
                _("Payments to people"),
                _("propose, approve, and make the file for the bank"),
                open_.runs,
            ),
            _door("waits", slug, _("Second words"), _("what one steward said and another confirms"), open_.words),
            _door("requests", slug, _("Ask for money"), _("a reference and a code to pay with"), open_.requests),
        ]
    if eyes.inside:
        found.append(
            _door("expenses", slug, _("What did you lay out?"), _("ask it back with the receipt"), open_.expenses)
        )
    found.append(_door("books", slug, _("Where did the money go?"), _("the books, year by year and month by month")))
    if treasury.takes_gifts(slug):
        found.append(_door("give", slug, _("Give something"), _("an amount and a code, no account needed")))
    return sorted(found, key=lambda door: not door.waits)


def _door(name: str, slug: str, text: str, sub: str, waits: int = 0) -> Door:
    return Door(reverse(f"treasury:{name}", args=[slug]), text, sub, waits)


def held_rows(slug: str, balances: tuple[Balance, ...]) -> list[dict[str, Any]]:
    """What waits at creations, in each currency."""
    return [
        row | {"currency": balance.currency}
        for balance in balances
        for row in drawing.held_rows(slug, [Held(creation, minor, "") for creation, minor in balance.held.items()])
    ]


def income_row(income: IncomeTold, labels: dict[str, str], shareouts: tuple[ShareoutShown, ...]) -> dict[str, Any]:
    """An income with what came of it."""
    done = next((shareout for shareout in shareouts if shareout.id == income.shareout), None)
    return {
        "income": income,
        "label": labels.get(income.version, income.version[:10]),
        "shareout": done,
    }


def waits_for_me(slug: str, me: str) -> bool:
    """Whether a rule waits for the signature of whoever is looking."""
    newest = next(iter(queries.rules(slug)), None)
    return bool(me and newest is not None and me in newest.waits_for)

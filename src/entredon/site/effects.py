"""What a decision would change, reckoned now and shown before anybody votes: for each thing that can be decided, as its page has it."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from entredon.apps.decide import queries_charter
from entredon.apps.decide.entries import Effect
from entredon.apps.decide.record import BUDGET, CHARTER, PARTNER, SHARING, STEWARD
from entredon.apps.library import queries as library
from entredon.apps.market import queries as market
from entredon.apps.people import queries as people
from entredon.apps.treasury import queries_expenses, queries_out
from entredon.apps.value import comparing
from entredon.apps.value import queries as value
from entredon.apps.value.compared_shown import Answer
from entredon.apps.value.seen import Eyes
from entredon.apps.work import queries as work
from entredon.desk.telling import tell
from entredon.log.asked import NotFound
from entredon.log.told import short
from entredon.pure.choice import reading as charters
from entredon.pure.value import reading
from entredon.pure.value.rule import POT, Rule
from entredon.pure.value.shareout import BuildInCircles

Shown = dict[str, Any]


def shown(request: HttpRequest, slug: str, effect: Effect, *, base: str = "", done: str = "") -> Shown:
    """What an effect changes, for a template: its kind and what that kind's page shows.

    ``base`` is what it starts from (else what is so now); ``done`` is the entry that has carried it out, "" before.
    """
    make = KINDS.get(effect.lever, _nothing)
    eyes = Eyes(request, slug)
    return {
        "lever": effect.lever,
        "way": effect.way,
        "eyes": eyes,
        "done": done,
        **make(slug, effect, eyes, base, done),
    }


def _nothing(slug: str, effect: Effect, eyes: Eyes, base: str, done: str) -> Shown:
    return {}


def sharing(slug: str, effect: Effect, eyes: Eyes, base: str, done: str) -> Shown:
    """Both rules on the last year's income: who gains, who loses."""
    rule, before = reading.read(effect.rule), _before(slug, base)
    found: Shown = {"sentence": value.rule_sentence(rule), "sentence_before": value.rule_sentence(before), "rule": rule}
    try:
        year = comparing.year(slug)
        compared = comparing.compare(slug, before, rule, year, accepted=False)
    except (NotFound, BuildInCircles) as trouble:
        return found | {"trouble": tell(trouble)}
    return found | {"year": year, **Answer(slug, eyes, before).context(compared, rule)}


def _before(slug: str, base: str) -> Rule:
    """The rule that was in force when a decision was opened, else the one in force now."""
    rules = value.rules(slug)
    return next((row.rule for row in rules if row.id == base), next((row.rule for row in rules if row.in_force), POT))


def partner(slug: str, effect: Effect, eyes: Eyes, base: str, done: str) -> Shown:
    """The agreement: what is given back, for which creations, and its other terms."""
    agreement = market.agreement_named(slug, effect.what)
    if agreement is None:
        return {"trouble": _("This agreement isn’t there any more.")}
    known = {one.id: one.name for one in library.creations(slug)}
    return {
        "agreement": agreement,
        "creations": [(id, known.get(id, id[:10])) for id in agreement.creations],
        "partner_page": reverse("market:partner", args=[slug, short(agreement.partner)]),
    }


def budget(slug: str, effect: Effect, eyes: Eyes, base: str, done: str) -> Shown:
    """The need, and the common fund before and after."""
    need = work.things(slug, [effect.what]).get(effect.what)
    body = queries_out.bearer(slug)
    fund = queries_expenses.fund(slug, "fund", effect.currency)
    return {
        "need": need, "minor": effect.minor, "currency": effect.currency, "fund": fund, "after": fund - effect.minor,
        "bearer": body,
    }  # fmt: skip


def steward(slug: str, effect: Effect, eyes: Eyes, base: str, done: str) -> Shown:
    """Who it is about, and how many stewards there would be."""
    now = people.stewards(slug)
    after = set(now) | {effect.what} if effect.way == "appoint" else set(now) - {effect.what}
    return {
        "person": effect.what, "name": eyes.name(effect.what), "now": len(now), "then": len(after),
        "others": [eyes.name(one) for one in now if one != effect.what],
    }  # fmt: skip


def charter(slug: str, effect: Effect, eyes: Eyes, base: str, done: str) -> Shown:
    """What the charter would say otherwise, line by line."""
    try:
        whole = queries_charter.whole(effect.charter)
        changes = [] if done else queries_charter.changes(slug, effect.charter)
    except charters.BadCharter as trouble:
        return {"trouble": tell(trouble)}
    return {"charter": whole, "changes": changes}


KINDS: dict[str, Callable[[str, Effect, Eyes, str, str], Shown]] = {
    SHARING: sharing, PARTNER: partner, BUDGET: budget, STEWARD: steward, CHARTER: charter,
}  # fmt: skip

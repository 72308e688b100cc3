"""What happens to income here? The rule in force, former ones and drafts; adopting a rule, and signing fixed parts."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from entredon.apps.commons import queries as commons
from entredon.apps.decide import queries as decide
from entredon.apps.value import drafts, queries
from entredon.apps.value.entries import RuleAdopted, RuleSigned
from entredon.apps.value.forms import rule_name
from entredon.apps.value.forms_adopt import PartsForm
from entredon.apps.value.queries import RuleShown
from entredon.apps.value.seen import Eyes
from entredon.apps.value.views import sentence
from entredon.desk.saying import say
from entredon.desk.telling import tell
from entredon.log.pages import live, page
from entredon.log.registry import Fact, Refused
from entredon.log.told import short
from entredon.pure.value.rule import BUILT_IN, POT, Rule


@dataclass(frozen=True, slots=True)
class Choice:
    """A rule that can be adopted: by which name, what it says."""

    key: str
    name: str
    rule: Rule


@require_http_methods(["GET", "HEAD", "POST"])
def rule(request: HttpRequest, slug: str) -> HttpResponse:
    """What happens to income here?"""
    return (saying if request.method == "POST" else looking)(request, slug)


def ruled(request: HttpRequest, slug: str) -> HttpResponse:
    """The page; what a button asked for is done first."""
    eyes = Eyes(request, slug)
    deed = Deed(request, slug, eyes)
    if request.method == "POST":
        answer = deed.done()
        if answer is not None:
            return answer
    return render(request, "value/rule.html", context(request, slug, eyes, deed), status=deed.status)


looking, saying = page(ruled), live(ruled)
"""Who only looks gets what is kept; who signs or adopts doesn't."""


class Deed:
    """What a button on this page asked for: signing, or adopting a rule; and what was in its way."""

    def __init__(self, request: HttpRequest, slug: str, eyes: Eyes) -> None:
        self.request = request
        self.slug = slug
        self.eyes = eyes
        self.adopted = queries.rules(slug)
        self.choices = choices(slug, self.adopted)
        self.refused = ""
        self.where = ""
        self.status = 200
        asked = request.POST if request.method == "POST" else request.GET
        self.what = asked.get("do", "") if request.method == "POST" else ""
        self.key = asked.get("adopt", "")
        self.chosen = next((choice for choice in self.choices if choice.key == self.key), None)
        self.parts = PartsForm(slug, asked, sent=self.what == "parts") if eyes.steward else None

    def done(self) -> HttpResponse | None:
        """Say it; None when it was refused or something is wrong beside a field."""
        self.where = self.what
        if self.what == "sign":
            return self._say(RuleSigned(rule=self._whole(self.request.POST.get("rule", ""))))
        if not self.eyes.steward:
            self.status = 403
            self.refused = _("Only stewards adopt a rule. You can keep a draft and show it to them.")
            return None
        if self.what == "parts" and self.parts is not None:
            return self._say(RuleAdopted(rule=self.parts.rule.data())) if self.parts.rule else None
        if self.chosen is None:
            self.refused = _("This rule isn’t here any more: choose another one.")
            return None
        return self._say(RuleAdopted(rule=self.chosen.rule.data()))

    def _whole(self, asked: str) -> str:
        """The rule's whole id; what isn't known stays as it is, and the law then says so."""
        return next((row.id for row in self.adopted if asked in (row.id, short(row.id))), asked[:64])

    def _say(self, fact: Fact) -> HttpResponse | None:
        try:
            said = say(self.request, self.slug, fact)
        except Refused as refusal:
            self.refused = tell(refusal)
            self.status = 200 if self.eyes.inside else 403
            return None
        return redirect(f"{reverse('value:rule', args=[self.slug])}?said={said.id}")


def choices(slug: str, adopted: list[RuleShown]) -> list[Choice]:
    """Every rule that can be adopted from here: built-in ones, drafts, and former ones that nobody has to sign."""
    built_in = [Choice(name, rule_name(rule), rule) for name, rule in BUILT_IN.items()]
    kept = [Choice(draft.id, _("draft “%(name)s”") % {"name": draft.name}, draft.rule) for draft in drafts.drafts(slug)]
    former = [
        Choice(short(row.id), rule_name(row.rule, row.at), row.rule)
        for row in adopted
        if not row.in_force and not row.rule.parts
    ]
    return [*kept, *built_in, *former]


def context(request: HttpRequest, slug: str, eyes: Eyes, deed: Deed) -> dict[str, Any]:
    """All that the page shows."""
    in_force = next((row for row in deed.adopted if row.in_force), None)
    newest = deed.adopted[0] if deed.adopted else None
    waiting = newest if newest is not None and newest.waits_for else None
    return {
        "commons": commons.commons(slug),
        "tab": "value",
        "noindex": bool(request.GET),
        "eyes": eyes,
        "deed": deed,
        "in_force": in_force,
        "sentence": sentence(in_force.rule if in_force else POT),
        "days": in_force.rule.contest_days if in_force else POT.contest_days,
        "unclaimed": in_force.rule.unclaimed if in_force else 0,
        "adopter": eyes.name(in_force.person) if in_force else "",
        "parts": parts_of(in_force, eyes) if in_force else [],
        "waiting": waiting,
        "waiting_sentence": sentence(waiting.rule) if waiting else "",
        "waiting_parts": parts_of(waiting, eyes) if waiting else [],
        "by_decision": decide.by_decision(slug, decide.SHARING),
        "i_sign": bool(waiting and eyes.inside and eyes.me in waiting.waits_for),
        "former": [
            {"row": row, "sentence": sentence(row.rule), "who": eyes.name(row.person)}
            for row in deed.adopted
            if row is not in_force and row is not waiting
        ],
        "drafts": [
            {"draft": draft, "sentence": sentence(draft.rule), "who": eyes.name(draft.person)}
            for draft in drafts.drafts(slug)
        ],
        "chosen_sentence": sentence(deed.chosen.rule) if deed.chosen else "",
        "chosen_holds": bool(deed.chosen and in_force and deed.chosen.rule == in_force.rule),
        "way_fixed": request.GET.get("way") == "fixed" or "parts" in request.GET or deed.what == "parts",
    }


def parts_of(row: RuleShown, eyes: Eyes) -> list[dict[str, Any]]:
    """The people a rule names, with their parts and whether they have signed.

    A part tells an amount as soon as something came in: so those whose amounts whoever looks may not see stand together.
    """
    whole = sum(row.rule.parts.values())
    parts = sorted(row.rule.parts.items(), key=lambda item: (-item[1], item[0]))
    shown = [
        {"name": eyes.name(person), "person": short(person), "weight": weight, "ppm": weight * 1_000_000 // whole,
         "signed": person not in row.waits_for, "me": person == eyes.me}
        for person, weight in parts if eyes.may(person)
    ]  # fmt: skip
    hidden = {person: weight for person, weight in parts if not eyes.may(person)}
    if hidden:
        weight = sum(hidden.values())
        shown.append({"others": len(hidden), "weight": weight, "ppm": weight * 1_000_000 // whole,
                      "signed": not hidden.keys() & set(row.waits_for)})  # fmt: skip
    return shown

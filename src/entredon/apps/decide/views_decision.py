"""One decision: its question, what it would change, how far it is, and what became of it. Each button says one thing."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from entredon.apps.decide import anew, decision_shown, queries, voting
from entredon.apps.decide.entries import Assigned, Challenged, Executed, Proven, Stalled, Withdrawn
from entredon.apps.decide.forms_life import BackForm, ProofForm, ReasonForm, TaskForm
from entredon.apps.decide.queries import DecisionShown
from entredon.apps.decide.views_shared import context, here
from entredon.apps.value.queries import Eyes
from entredon.desk.saying import say_once
from entredon.desk.telling import tell
from entredon.log.pages import watched
from entredon.log.registry import Fact, Refused

Forms = dict[str, Any]


@watched
@require_http_methods(["GET", "HEAD", "POST"])
def decision(request: HttpRequest, slug: str, asked: str) -> HttpResponse:
    """The question of a decision, which is its title."""
    found = queries.decision(slug, asked)
    eyes = Eyes(request, slug)
    deed = Deed(request, slug, found, eyes)
    status = 200
    if request.method == "POST":
        said = deed.done()
        if said:
            return redirect(here(slug, found.id, said) + deed.anchor)
        found = queries.decision(slug, found.id)
        status = 200 if eyes.inside else 403
    about = decision_shown.context(slug, found, eyes, deed.forms)
    trouble = {"trouble": deed.trouble, "stuck": deed.stuck, "asked_for": deed.asked}
    about["may_again"] = eyes.inside and about["then"] is None and found.row.state in anew.AGAIN
    return render(request, "decide/decision.html", context(request, slug, **about, **trouble), status=status)


class Deed:
    """What a button of the page asked for: said, or what is in its way."""

    def __init__(self, request: HttpRequest, slug: str, found: DecisionShown, eyes: Eyes) -> None:
        self.request, self.slug, self.found, self.eyes = request, slug, found, eyes
        self.asked = request.POST.get("do", "")
        self.trouble, self.stuck, self.anchor = "", False, ""
        self.forms = self._forms()

    def _forms(self) -> Forms:
        """The page's forms; the one that was sent holds what was typed."""
        everybody = self.eyes.steward or self.eyes.me == self.found.row.person

        def sent(name: str) -> Any:
            return self.request.POST if self.asked == name else None

        return {
            "challenge": ReasonForm(sent("challenge"), prefix="challenge"),
            "withdraw": BackForm(sent("withdraw"), prefix="withdraw"),
            "assign": TaskForm(self.slug, self.eyes.me, everybody, sent("assign"), prefix="assign"),
            "prove": ProofForm(sent("prove"), auto_id=False),
        }

    def done(self) -> str:
        """Say what was asked for; returns the entry, "" where something is in the way."""
        say: Callable[[], str] | None = {
            "count": self._count, "carry": self._carry, "stall": self._stall, "withdraw": self._withdraw,
            "challenge": self._challenge, "assign": self._assign, "prove": self._prove,
        }.get(self.asked)  # fmt: skip
        try:
            if say is None:
                raise Refused("Nothing was done: this button is not known here.")
            return say()
        except Refused as refusal:
            self.trouble = tell(refusal)
            return ""

    def _once(self, fact: Fact, texts: dict[str, str] | None = None) -> str:
        return say_once(self.request, self.slug, fact, texts or {})

    def _count(self) -> str:
        self.anchor = "#result"
        return voting.count(self.request, self.slug, self.found.id)

    def _carry(self) -> str:
        try:
            return self._once(Executed(decision=self.found.id))
        except Refused:
            self.stuck = self.eyes.inside
            raise

    def _stall(self) -> str:
        return self._once(Stalled(decision=self.found.id))

    def _withdraw(self) -> str:
        form = self.forms["withdraw"]
        return self._once(Withdrawn(decision=self.found.id), form.texts()) if form.is_valid() else ""

    def _challenge(self) -> str:
        form = self.forms["challenge"]
        return self._once(Challenged(decision=self.found.id), form.texts()) if form.is_valid() else ""

    def _assign(self) -> str:
        form, self.anchor = self.forms["assign"], "#tasks"
        if not form.is_valid():
            return ""
        said = form.cleaned_data
        fact = Assigned(decision=self.found.id, person=said["person"], due=said["due"].isoformat())
        return self._once(fact, {"what": said["what"].strip()})

    def _prove(self) -> str:
        form, self.anchor = self.forms["prove"], "#tasks"
        if not form.is_valid():
            return ""
        return self._once(Proven(task=form.cleaned_data["task"]), {"proof": form.cleaned_data["proof"].strip()})

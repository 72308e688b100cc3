"""Who would gain by another rule, and who would lose? Two rules side by side, the second as a draft to try out."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from entredon.apps.commons import queries as commons
from entredon.apps.decide import queries as decide
from entredon.apps.flows import queries as flows
from entredon.apps.value import comparing, drafts, drawing, queries
from entredon.apps.value.compared_shown import Answer
from entredon.apps.value.drafts import DraftShown
from entredon.apps.value.forms import rule_name
from entredon.apps.value.forms_rule import DraftForm
from entredon.apps.value.queries import RuleShown
from entredon.apps.value.seen import Eyes
from entredon.apps.value.views import sentence
from entredon.desk.telling import tell
from entredon.log.asked import NotFound
from entredon.log.pages import live, page
from entredon.log.told import short
from entredon.pure.value.rule import BUILT_IN, CONTRIBUTIONS, POT, Rule
from entredon.pure.value.shareout import BuildInCircles

NAME = 80
ANSWER = "answer"
"""``?only=answer`` asks for the part of the page that changes."""


@require_http_methods(["GET", "HEAD", "POST"])
def compare(request: HttpRequest, slug: str, draft: str = "") -> HttpResponse:
    """Who would gain by another rule, and who would lose?"""
    asked = keeping if request.method == "POST" else looking
    return asked(request, slug, draft=draft)


def compared(request: HttpRequest, slug: str, draft: str) -> HttpResponse:
    """The page; what a button asked for is done first."""
    comparison = Comparison(request, slug, drafts.find(slug, draft) if draft else None)
    if request.method == "POST":
        answer = comparison.done()
        if answer is not None:
            return answer
    only = comparison.asked.get("only") == ANSWER
    return render(request, "value/compare_answer.html" if only else "value/compare.html", comparison.context())


looking, keeping = page(compared), live(compared)
"""Who only looks gets what is kept; who keeps a draft doesn't."""


class Comparison:
    """What was asked: which rule stands on the left, from which one the draft began, and its numbers."""

    def __init__(self, request: HttpRequest, slug: str, kept: DraftShown | None) -> None:
        self.request = request
        self.slug = slug
        self.kept = kept
        self.asked = request.POST if request.method == "POST" else request.GET
        self.eyes = Eyes(request, slug)
        self.adopted = queries.rules(slug)
        self.in_force = next((row for row in self.adopted if row.in_force), None)
        self.left_key, self.left = self._left()
        self.from_key, begun = self._begun()
        self.accepted = bool(self.asked.get("accepted"))
        self.trouble = ""
        try:
            self.year: comparing.Year | None = comparing.year(slug, self.asked.get("currency", ""))
        except NotFound as missing:
            self.year, self.trouble = None, tell(missing)
        currency = self.year.currency if self.year else comparing.EXAMPLE[1]
        self.form = DraftForm(begun, self.asked, currency, kinds_here(slug))
        self.name_wrong = ""

    def _left(self) -> tuple[str, Rule]:
        known = known_rules(self.adopted)
        key = self.asked.get("left", "")
        if key in known:
            return key, known[key]
        return "", self.in_force.rule if self.in_force else POT

    def _begun(self) -> tuple[str, Rule]:
        """The rule whose numbers the draft begins with; only one by contributions has numbers to move."""
        if self.kept is not None:
            return "", self.kept.rule
        key = self.asked.get("from", "")
        rule = known_rules(self.adopted).get(key)
        if rule is not None and rule.way == CONTRIBUTIONS.way:
            return key, rule
        if self.in_force and self.in_force.rule.way == CONTRIBUTIONS.way:
            return short(self.in_force.id), self.in_force.rule
        return "contributions@1", CONTRIBUTIONS

    # Keeping

    def done(self) -> HttpResponse | None:
        """What a button asked for, done; None when something is in the way, which the page then says.

        Raises PermissionDenied for who wants to let go of somebody else's draft.
        """
        if self.asked.get("do") == "forget" and self.kept is not None:
            if self.kept.person != self.eyes.me:
                raise PermissionDenied
            drafts.forget(self.slug, self.kept.id, self.eyes.me)
            return redirect("value:rule", self.slug)
        name = self.asked.get("name", "").strip()
        self.name_wrong = self._in_the_way(name)
        if self.name_wrong or self.form.rule is None:
            return None
        kept = drafts.keep(self.slug, name, self.form.rule, self.eyes.me)
        if self.asked.get("do") == "decide":
            return redirect(f"{reverse('decide:new_one', args=[self.slug, decide.SHARING])}?rule={kept.id}")
        return redirect("value:draft", self.slug, kept.id)

    def _in_the_way(self, name: str) -> str:
        if not self.eyes.inside:
            return _(
                "Only members keep drafts here. The address of this page holds all your numbers: you can send that."
            )
        if not name:
            return _("Give the draft a name, so that others know which one you mean.")
        if len(name) > NAME:
            return _("At most %(n)s characters, please.") % {"n": NAME}
        if drafts.full(self.slug):
            return _("So many drafts are kept here that no more fit: let go of one of yours first.")
        return ""

    # The page

    def context(self) -> dict[str, Any]:
        """All that the page shows; without an answer while something is wrong."""
        shown = commons.commons(self.slug)
        context: dict[str, Any] = {
            "commons": shown,
            "tab": "value",
            "noindex": True,
            "form": self.form,
            "top_numbers": self.form.top_numbers(drawing.association_name(shown)),
            "pool_numbers": self.form.pool_numbers(),
            "numbers": self.form.other_numbers(),
            "was": self.form.was(),
            "without": [(kind, flows.kind_of_work(kind)) for kind in self.form.without],
            "lefts": self._choices(),
            "begins": [choice for choice in self._begins() if self.kept is None],
            "from_key": self.from_key,
            "year": self.year,
            "accepted": self.accepted,
            "kept": self.kept,
            "kept_by": self.eyes.name(self.kept.person) if self.kept else "",
            "mine": bool(self.kept and self.kept.person == self.eyes.me),
            "eyes": self.eyes,
            "typed_name": self.asked.get("name", "")[:200],
            "name_wrong": self.name_wrong,
            "left_sentence": sentence(self.left),
            "trouble": self.trouble,
            "by_decision": decide.by_decision(self.slug, decide.SHARING),
        }
        if self.form.rule is None or self.year is None:
            return context
        try:
            found = comparing.compare(self.slug, self.left, self.form.rule, self.year, accepted=self.accepted)
        except BuildInCircles as trouble:
            return context | {"trouble": tell(trouble)}
        return context | Answer(self.slug, self.eyes, self.left).context(found, self.form.rule)

    def _choices(self) -> list[tuple[str, str, bool]]:
        """The rules that can stand on the left."""
        chosen = self.left_key
        in_force = _("the rule in force")
        adopted = [(short(row.id), rule_name(row.rule, row.at), short(row.id) == chosen) for row in self.adopted]
        built_in = [(name, rule_name(rule), name == chosen) for name, rule in BUILT_IN.items()]
        return [("", in_force, chosen == ""), *adopted, *built_in]

    def _begins(self) -> list[tuple[str, str, bool]]:
        """The rules whose numbers a draft can begin with."""
        known = known_rules(self.adopted)
        return [(key, name, key == self.from_key) for key, name, _chosen in self._choices()
                if key in known and known[key].way == CONTRIBUTIONS.way]  # fmt: skip


def known_rules(adopted: list[RuleShown]) -> dict[str, Rule]:
    """Every rule that has a name here: adopted ones by their short ids, built-in ones by theirs."""
    return {short(row.id): row.rule for row in adopted} | BUILT_IN


def kinds_here(slug: str) -> set[str]:
    """All kinds of work that were given here."""
    return {kind for kinds in flows.work_summary(slug).by_process.values() for kind in kinds}

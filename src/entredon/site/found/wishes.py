"""What somebody wants to found, once all three questions are answered well."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from entredon.site.found import choices, drafts
from entredon.site.found.choices import name_of
from entredon.site.found.forms import Income, What, Who

STEPS: dict[str, type[forms.Form]] = {"what": What, "who": Who, "income": Income}
"""The three questions, in their order."""


class Unanswered(Exception):
    """A question is not answered well (yet). ``step`` says which one."""

    def __init__(self, step: str) -> None:
        super().__init__(step)
        self.step = step


@dataclass(frozen=True)
class Wish:
    """A commons to be founded. ``bundle`` is the name under which a received bundle lies; ``parts`` are (name, weight)."""

    name: str
    slug: str
    purpose: str
    licences: list[str]
    source: str
    path: str
    bundle: str
    legal_form: str
    association: str
    bearer: str
    your_name: str
    place: str
    stewards: list[str]
    joining: str
    way: str
    parts: list[list[Any]]
    draft: bool

    @property
    def from_git(self) -> bool:
        return self.source != "nothing"

    @property
    def texts(self) -> dict[str, str]:
        """What her first entry tells of the founder, erasable."""
        return {name: text for name, text in (("name", self.your_name), ("place", self.place)) if text}

    def data(self) -> dict[str, Any]:
        """The same for a job."""
        return asdict(self)


def form_of(step: str, typed: Mapping[str, Any], account: str, *, judged: bool = True) -> Any:
    """A step's form with what was typed there; ``judged``: with what is wrong said beside its fields."""
    make: Any = STEPS[step]
    more = {"account": account, "kept": dict(typed.get("kept", {}))} if step == "what" else {}
    if judged:
        return make(drafts.data(typed, step), **more)
    return make(initial=drafts.initial(typed, step, make), **more)


def read(typed: Mapping[str, Any], account: str) -> Wish:
    """The wish behind what was typed. Raises Unanswered with the first step that isn't answered well."""
    answers = {}
    for step in STEPS:
        form = form_of(step, typed, account)
        if not form.is_valid():
            raise Unanswered(step)
        answers[step] = form.cleaned_data
    what, who, income = answers["what"], answers["who"], answers["income"]
    own_account = who["bank"] == "itself"
    return Wish(
        name=what["name"],
        slug=what["slug"],
        purpose=what["purpose"],
        licences=what["all_licences"],
        source=what["source"],
        path=what["path"] if what["source"] == "repository" else "",
        bundle=typed.get("kept", {}).get("bundle", "") if what["source"] == "bundle" else "",
        legal_form="" if who["form"] == "informal" else who["form"],
        association=who["association"],
        bearer=who["association"] if own_account else who["bearer"] if who["bank"] == "other" else "",
        your_name=who["your_name"],
        place=who["place"],
        stewards=who["stewards"],
        joining=who["joining"],
        way=income["way"],
        parts=[list(part) for part in income["parts"]],
        draft=what["source"] != "nothing" or income["begin"] != "public",
    )


def told(typed: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What was typed so far, in words, as (what, text): beside the questions, and once more before it is sent."""

    def one(step: str, field: str) -> str:
        texts = typed.get(step, {}).get(field, [])
        return str(texts[-1]).strip() if texts else ""

    licences = [*typed.get("what", {}).get("licences", []), one("what", "other_licence")]
    association = one("who", "association")
    form = one("who", "form")
    body = ", ".join(part for part in (association, name_of(choices.FORMS, form) if form else "") if part)
    parts = zip(
        typed.get("income", {}).get("part_name", []), typed.get("income", {}).get("part_weight", []), strict=False
    )
    way = name_of(choices.WAYS, one("income", "way")) if one("income", "way") else ""
    if one("income", "way") == "fixed":
        way += ": " + ", ".join(f"{name} {weight}" for name, weight in parts if name)
    lines = [
        (_("Name"), one("what", "name")),
        (_("What and for whom"), one("what", "purpose")),
        (_("Free under"), ", ".join(filter(None, licences))),
        (_("Begins"), _source(typed, one)),
        (_("Looked after by"), body),
        (_("First steward"), one("who", "your_name")),
        (_("Invited as stewards"), ", ".join(one("who", "stewards").split())),
        (_("People join"), name_of(choices.JOINING, one("who", "joining"))),
        (_("Income"), way),
    ]
    return [(what, text) for what, text in lines if text]


def _source(typed: Mapping[str, Any], one: Any) -> str:
    source = one("what", "source")
    beside = {"repository": one("what", "path"), "bundle": typed.get("kept", {}).get("bundle_name", "")}.get(source, "")
    name = name_of(choices.SOURCES, source)
    return f"{name}: {beside}" if beside else name

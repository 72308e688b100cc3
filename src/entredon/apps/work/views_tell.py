"""What have you done? Contributions told by who made them, a line each; visitors begin with that and come in after it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from entredon.apps.commons import queries as commons
from entredon.apps.work import coming_in, finding, receiving, telling_offered
from entredon.apps.work.coming_in import Line
from entredon.apps.work.forms import usual_about, version_chosen
from entredon.apps.work.forms_tell import LINES, Offered, TellForm, as_typed
from entredon.desk import files, telling
from entredon.log.asked import Ambiguous, NotFound
from entredon.log.models import Commons
from entredon.log.pages import live
from entredon.log.registry import Refused
from entredon.log.viewer import viewer_of


@live
def tell(request: HttpRequest, slug: str) -> HttpResponse:
    """What have you done?"""
    if request.method == "POST":
        forms = _sent(request, slug)
        if isinstance(forms, HttpResponse):
            return forms
    else:
        forms = [_first(request, slug)]
    context = {
        "commons": commons.commons(slug),
        "tab": "work",
        "forms": forms,
        "first": forms[0],
        "count": len(forms),
        "full": len(forms) >= LINES,
        "most": files.most() >> 20,
        "member": viewer_of(request).member(slug),
        "told": _told(slug, request.GET.get("told", "")),
    }
    return render(request, "work/tell.html", context)


def _first(request: HttpRequest, slug: str) -> TellForm:
    """One line, with what the address says of it."""
    asked = request.GET
    about = version_chosen(slug, asked.get("version", ""))
    offered = telling_offered.offered(
        slug, viewer_of(request).person(slug), need=asked.get("need", ""), circle=asked.get("circle", ""), about=about
    )
    initial: dict[str, Any] = {"about": about or usual_about(slug)}
    if offered.need:
        kind, creation = telling_offered.need_kind(slug, offered.need)
        initial |= {"need": offered.need, "kind": kind, "done": bool(asked.get("done"))}
        initial["about"] = about or (f"creation:{creation}" if creation else "")
    if begin := asked.get("circle", "").lower():
        initial["circle"] = next((id for id, _name in offered.circles if id.startswith(begin)), "")
    return TellForm(offered, initial=initial)


def _sent(request: HttpRequest, slug: str) -> HttpResponse | list[TellForm]:
    """Tell what was typed, all of it or nothing; or show it again, with one line more or with what needs another look."""
    handler = receiving.ready(request)
    typed = request.POST
    count = max(1, min(LINES, int(typed["lines"][:4]))) if typed.get("lines", "").isdecimal() else 1
    offered = telling_offered.offered(
        slug, viewer_of(request).person(slug), need=typed.get("need", ""), circle=typed.get("circle", ""),
        about=typed.get("about", ""),
    )  # fmt: skip
    sent = [receiving.received(request, handler, number) for number in range(count)]
    if typed.get("act") == "another":
        forms = [TellForm(offered, n, initial=as_typed(typed, n), sent=sent[n]) for n in range(count)]
        return [*forms, _another(offered, forms[-1])][:LINES]
    forms = [TellForm(offered, n, typed, sent=sent[n]) for n in range(count)]
    forms = [form for form in forms if not form.number or not form.blank]
    valid = [form.is_valid() for form in forms]  # every line says what is wrong with it
    if all(valid):
        try:
            return _tell(request, slug, forms)
        except Refused as refusal:
            _place(forms, refusal)
    return _renumbered(request, forms)


def _another(offered: Offered, last: TellForm) -> TellForm:
    """One line more, of the same kind and for the same as the one before."""
    same = {name: last.initial.get(name, "") for name in ("kind", "about", "circle")}
    return TellForm(offered, last.number + 1, initial=same)


def _renumbered(request: HttpRequest, forms: list[TellForm]) -> list[TellForm]:
    """Lines left empty are gone; the others keep the names of their fields, which the page counts up to."""
    if [form.number for form in forms] == list(range(len(forms))):
        return forms
    found = []
    for number, form in enumerate(forms):
        data = request.POST.copy()
        for name in TellForm.base_fields:
            data.setlist(form.add_prefix(name) if form.number == number else f"line{number}-{name}",
                         request.POST.getlist(form.add_prefix(name)))  # fmt: skip
        again = TellForm(form.offered, number, data, sent=form.sent)
        for name, errors in form.errors.items():
            if name not in again.errors:
                again.add_error(None if name == "__all__" else name, list(errors))
        found.append(again)
    return found


def _tell(request: HttpRequest, slug: str, forms: list[TellForm]) -> HttpResponse:
    """Say it; who is no member yet comes in first. Raises Refused."""
    rulebook = Commons.objects.values_list("rulebook", flat=True).get(commons=slug)
    lines = [Line(form.fact(rulebook), form.texts(), form.sent.kept) for form in forms]
    if not viewer_of(request).member(slug):
        for waits in (waits for line in lines for waits in line.files):
            files.hold(waits)
        return coming_in.first_come_in(request, coming_in.CONTRIBUTED, slug, coming_in.kept_lines(lines))
    return coming_in.tell_lines(request, slug, lines)


def _place(forms: list[TellForm], refusal: Refused) -> None:
    """What the law says stands at the line it is about."""
    number, why = refusal.values.get("n"), refusal.values.get("why")
    if len(forms) > 1 and isinstance(number, int) and isinstance(why, Refused) and number <= len(forms):
        forms[number - 1].add_error(None, telling.tell(why))
    else:
        forms[0].add_error(None, telling.tell(refusal))


def _told(slug: str, asked: str) -> list[dict[str, str]]:
    """The contributions that were told a moment ago, for who told several at once."""
    found = []
    for begin in asked.split(",")[:LINES] if asked else ():
        try:
            event = finding.work(slug, begin)
        except (NotFound, Ambiguous):
            continue
        found.append({"address": reverse("work:contribution", args=[slug, begin]), "kind": event.kind, "id": event.id})
    return found

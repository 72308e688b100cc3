"""What have you done? A contribution told by who made it, in one line; visitors begin with that and come in after it."""

import msgspec
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from entredon.apps.commons import queries as commons
from entredon.apps.work import coming_in
from entredon.apps.work.forms import TellForm, usual_about, version_chosen
from entredon.desk import telling
from entredon.desk.saying import say
from entredon.log.pages import live
from entredon.log.registry import Refused
from entredon.log.told import short
from entredon.log.viewer import viewer_of


@live
def tell(request: HttpRequest, slug: str) -> HttpResponse:
    """What have you done?"""
    if request.method == "POST":
        form = TellForm(slug, request.POST)
        if form.is_valid():
            try:
                return _tell(request, slug, form)
            except Refused as refusal:
                form.add_error(None, telling.tell(refusal))
    else:
        about = version_chosen(slug, request.GET.get("version", "")) or usual_about(slug)
        form = TellForm(slug, initial={"about": about})
    context = {
        "commons": commons.commons(slug),
        "tab": "work",
        "form": form,
        "member": viewer_of(request).member(slug),
        "more": any(form[name].errors or form[name].data for name in ("other", "hours", "points")),
    }
    return render(request, "work/tell.html", context)


def _tell(request: HttpRequest, slug: str, form: TellForm) -> HttpResponse:
    fact, note = form.fact(), form.cleaned_data["note"]
    if not viewer_of(request).member(slug):
        typed = {"fact": msgspec.to_builtins(fact), "note": note}
        return coming_in.first_come_in(request, coming_in.CONTRIBUTED, slug, typed)
    told = say(request, slug, fact, {"note": note})
    return redirect(f"{reverse('work:contribution', args=[slug, short(told.id)])}?said={told.id}")

"""Who is to be paid? What is owed and not under way, the runs so far, and proposing a new one."""

from collections import defaultdict
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from entredon.apps.people import queries as people
from entredon.apps.treasury import owing, queries_out
from entredon.apps.treasury.forms_runs import TITLES, RunForm
from entredon.apps.treasury.models import Payout, Run
from entredon.apps.treasury.run_shown import STATES, state_of
from entredon.apps.treasury.views_payees import about
from entredon.desk.doors import signed_in_first
from entredon.desk.saying import WITHIN, say_these_once
from entredon.desk.telling import tell
from entredon.log import clock
from entredon.log.pages import live
from entredon.log.registry import Refused
from entredon.log.told import short
from entredon.log.viewer import viewer_of

SHOWN = 100
"""So many runs stand in the list."""


@live
@require_http_methods(["GET"])
def home(request: HttpRequest, slug: str) -> HttpResponse:
    """Who is paid, and how far is it?"""
    viewer = viewer_of(request)
    inside, me = viewer.member(slug), viewer.person(slug)
    due = owing.due(slug) if inside else []
    runs = list(Run.objects.filter(commons=slug).order_by("-position")[:SHOWN])
    context = about(
        slug,
        inside=inside,
        steward=viewer.steward(slug),
        bearer=queries_out.bearer(slug),
        due=_sums(due),
        due_count=len({one.payee for one in due}),
        rows=[{"run": row, "state": state_of(row, me), "href": _address(slug, row.id)} for row in runs],
        mine=[row for row in runs if row.state == "proposed"] if viewer.steward(slug) else [],
        confirm=_to_confirm(slug, me) if me else [],
        payee=queries_out.payee(slug, me) if me else None,
        waiting=len(queries_out.waiting(slug, "payee")) if viewer.steward(slug) else 0,
        one_steward=len(people.stewards(slug)) < 2,
        states=STATES,
    )
    return render(request, "treasury/payouts.html", context)


def _address(slug: str, run: str) -> str:
    return reverse("treasury:run", args=[slug, short(run)])


def _sums(due: list[owing.Due]) -> list[tuple[str, int]]:
    sums: dict[str, int] = defaultdict(int)
    for one in due:
        sums[one.currency] += one.minor
    return sorted(sums.items())


def _to_confirm(slug: str, me: str) -> list[dict[str, Any]]:
    """What was handed over to whoever is looking, and she hasn't confirmed yet."""
    rows = Payout.objects.filter(commons=slug, payee=me, state="submitted")
    return [
        {"run": one.run, "n": one.id.rpartition(".")[2], "minor": one.minor, "currency": one.currency}
        for one in rows
        if queries_out.way_of(slug, _account(slug, one))[0] != queries_out.FILE
    ]


def _account(slug: str, payout: Payout) -> str:
    return str(Run.objects.values_list("account", flat=True).get(commons=slug, id=payout.run))


def _mine_lately(slug: str, me: str) -> str:
    """The run that whoever is looking proposed a moment ago; "" if she didn't."""
    since = clock.stamp(clock.now() - WITHIN)
    row = Run.objects.filter(commons=slug, person=me, at__gte=since).order_by("-position").first()
    return "" if row is None else str(row.id)


@signed_in_first
@live
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, slug: str) -> HttpResponse:
    """What shall be paid? All that is owed stands in the form already; one button proposes it."""
    viewer = viewer_of(request)
    if not viewer.steward(slug):
        return render(request, "treasury/run_new.html", about(slug, closed=True), status=403)
    names = queries_out.names(slug, True)
    typed = request.POST if request.method == "POST" else None
    chosen = request.GET.get("account", "")[:40]
    form = RunForm(slug, typed, request.FILES, names=names, account=chosen)
    # Another account is other money: the form is made anew for it, and nothing is proposed yet.
    if request.method == "POST" and form.gone and (before := _mine_lately(slug, viewer.person(slug))):
        return redirect(_address(slug, before))
    if request.method == "POST" and "other" not in request.POST:
        facts = form.facts()
        if facts:
            try:
                said = say_these_once(request, slug, [(fact, {}) for fact in facts])
            except Refused as refusal:
                form.refused = tell(refusal)
            else:
                if len(said) > 1:
                    return redirect(f"{reverse('treasury:payouts', args=[slug])}?said={said[-1]}")
                return redirect(f"{_address(slug, said[0])}?said={said[0]}")
    context: dict[str, Any] = about(
        slug, form=form, bearer=queries_out.bearer(slug), titles=list(TITLES.items()), names=names
    )
    return render(request, "treasury/run_new.html", context)

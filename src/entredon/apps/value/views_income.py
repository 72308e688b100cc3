"""Money that came in: telling it, and sharing it out after a look at what it would be."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from entredon.apps.commons import queries as commons
from entredon.apps.library import queries as library
from entredon.apps.treasury import queries as treasury
from entredon.apps.value import drawing, queries, sharing
from entredon.apps.value.forms_money import ReceivedForm
from entredon.apps.value.seen import Eyes
from entredon.apps.value.views import sentence
from entredon.apps.value.would import WouldShare
from entredon.desk.doors import signed_in_first
from entredon.desk.saying import say, signer_of
from entredon.desk.telling import tell
from entredon.log.pages import live
from entredon.log.registry import Refused
from entredon.log.told import short
from entredon.pure.value import currency as currencies
from entredon.pure.value.shareout import BuildInCircles, ShareOut

ROWS = 12


@signed_in_first
@live
@require_http_methods(["GET", "POST"])
def received(request: HttpRequest, slug: str) -> HttpResponse:
    """Who paid, how much, and for what? A steward tells it."""
    eyes = Eyes(request, slug)
    context: dict[str, Any] = {"commons": commons.commons(slug), "tab": "value", "noindex": True, "eyes": eyes}
    if not eyes.steward:
        return render(request, "value/received.html", context, status=403)
    form = ReceivedForm(slug, request.POST if request.method == "POST" else None, initial=asked(request))
    if request.method == "POST" and form.is_valid():
        fact, texts = form.fact()
        try:
            said = say(request, slug, fact, texts)
        except Refused as refusal:
            form.add_error(None, tell(refusal))
        else:
            return redirect(f"{reverse('value:income', args=[slug, short(said.id)])}?said={said.id}")
    return render(request, "value/received.html", context | {"form": form})


def asked(request: HttpRequest) -> dict[str, str]:
    """What an address may fill in beforehand."""
    return {name: request.GET[name][:200] for name in ("amount", "currency", "version", "note") if name in request.GET}


@live
@require_http_methods(["GET", "POST"])
def income(request: HttpRequest, slug: str, asked: str) -> HttpResponse:
    """What would become of this income? Then, by one button, it is shared for good."""
    told = treasury.income(slug, asked)
    done = next((one.shareout for one in queries.incomes(slug) if one.id == told.id), "")
    if done:
        return to_shareout(slug, done, already=request.method == "POST")
    eyes = Eyes(request, slug)
    trouble = ""
    if request.method == "POST":
        try:
            said = sharing.share_income(slug, told.id, signer_of(request, slug))
        except sharing.AlreadyShared as already:
            return to_shareout(slug, already.shareout, already=True)
        except Refused as refusal:
            trouble = tell(refusal)
        else:
            return redirect(f"{reverse('value:shareout', args=[slug, short(said.id)])}?said={said.id}")
    context: dict[str, Any] = {
        "commons": commons.commons(slug),
        "tab": "value",
        "noindex": True,
        "eyes": eyes,
        "income": told,
        "label": library.labels(slug).get(told.version, (told.version[:10], ""))[0],
        "trouble": trouble,
        "teller": eyes.name(told.person),
    }
    try:
        would = queries.would_share(slug, told.id)
    except BuildInCircles as circles:
        return render(request, "value/income.html", context | {"trouble": tell(circles)})
    status = 403 if request.method == "POST" and not eyes.inside else 200
    return render(request, "value/income.html", context | preview(slug, would, eyes), status=status)


def to_shareout(slug: str, id: str, *, already: bool) -> HttpResponse:
    """To where an income that is shared is told; ``already`` says that somebody else was faster."""
    address = reverse("value:shareout", args=[slug, short(id)])
    return redirect(f"{address}?already=1" if already else address)


def preview(slug: str, would: WouldShare, eyes: Eyes) -> dict[str, Any]:
    """What it would be, in sums and people, and what still waits."""
    out = would.out
    return {
        "would": would,
        "out": out,
        "to_people": sum(part.minor for part in out.people),
        "passed": sum(one.minor for one in out.passed),
        "people_count": sum(1 for part in out.people if part.got),
        "kept": sum(top.minor for top in out.top),
        "top": [(drawing.top_name(slug, top.to), top.minor) for top in out.top],
        "held": drawing.held_rows(slug, out.held),
        "waiting_count": sum(count for _until, count in would.waiting),
        "rule_sentence": sentence(would.rule),
        "plain_amount": currencies.written(out.income, out.currency).replace(",", ""),
        **seen_people(out, eyes, ROWS),
    }


def seen_people(out: ShareOut, eyes: Eyes, most: int) -> dict[str, Any]:
    """The people who may be named with their amounts, and the others as one number."""
    parts = sorted((part for part in out.people if part.got), key=lambda part: (-part.got, part.person))
    shown = [part for part in parts if eyes.may(part.person)]
    rest = len(parts) - len(shown)
    rows = [{"person": short(part.person), "name": eyes.name(part.person), "part": part} for part in shown[:most]]
    hidden = sum(part.got for part in parts) - sum(part.got for part in shown)
    return {
        "rows": rows,
        "more": len(shown) - len(rows),
        "more_minor": sum(part.got for part in shown[most:]),
        "hidden": rest,
        "hidden_minor": hidden,
    }

"""Money that no bank tells of: the book of a till, counted by two; what was paid by other means; and what is led for us elsewhere."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from entredon.apps.treasury import handing, parts_told, voices, waiting
from entredon.apps.treasury import queries_bank as queries
from entredon.apps.treasury.entries import CashMoved, TakenBack
from entredon.apps.treasury.forms_cash import CountForm, ElsewhereForm, MoveForm, today
from entredon.apps.treasury.forms_parts import PartsForm
from entredon.apps.treasury.models import Allotment, MoneyAccount
from entredon.apps.treasury.queries import texts_of
from entredon.apps.treasury.queries_bank import CASH
from entredon.apps.treasury.queries_journal import balance
from entredon.apps.treasury.views_shared import context, stewards_only
from entredon.desk.doors import signed_in_first
from entredon.desk.saying import say_once
from entredon.desk.telling import tell
from entredon.log.asked import NotFound
from entredon.log.pages import live
from entredon.log.registry import Refused


@signed_in_first
@live
@require_http_methods(["GET", "POST"])
def cash(request: HttpRequest, slug: str, asked: str) -> HttpResponse:
    """What is in the till? Its book, a line for what came in or went out, and counting it by two."""
    about = context(request, slug)
    till = MoneyAccount.objects.filter(commons=slug, id=asked, way=CASH).first()
    if till is None:
        raise NotFound("There is no till of this name here.")
    if not about["eyes"].inside:
        return render(
            request, "treasury/stewards_only.html", about | {"question": _("What is in the till?")}, status=403
        )  # fmt: skip
    posted = request.POST if request.method == "POST" else None
    do = posted.get("do", "") if posted is not None else ""
    incoming = do != "out"
    move = MoveForm(posted if do in ("in", "out") else None, auto_id=f"id_{'in' if incoming else 'out'}-%s")
    parts = PartsForm(
        slug, till.currency, None, incoming=incoming, cash=True, data=posted if do in ("in", "out") else None
    )  # fmt: skip
    count = CountForm(till.id, till.currency, posted if do == "count" else None)
    trouble, said = "", ""
    if do in ("in", "out"):
        said = _moved(request, slug, till, move, parts)
        trouble = "" if about["eyes"].steward else parts.trouble
    elif do == "count" and count.is_valid():
        said, trouble = _say(request, slug, count.fact(), {})
    elif do == "back":
        said, trouble = _say(request, slug, TakenBack(what=_of(slug, till.id, posted)), {})
    if said:
        return redirect(f"{reverse('treasury:cash', args=[slug, till.id])}?said={said}")
    shown: dict[str, Any] = {
        "till": till,
        "today": today(), "move": move, "count": count, "trouble": trouble, "typed": do,
        "into": parts if do != "out" else PartsForm(slug, till.currency, None, incoming=True, cash=True),
        "out": parts if do == "out" else PartsForm(slug, till.currency, None, incoming=False, cash=True),
        "book": _book(slug, till),
        "counts": [one for one in waiting.rows(slug, about["eyes"]) if one.what == waiting.COUNT],
    }  # fmt: skip
    return render(request, "treasury/cash.html", about | shown)


def _of(slug: str, account: str, posted: Any) -> str:
    """What is taken back, as far as it is of this till."""
    asked = str(posted.get("what", ""))[:64]
    return asked if Allotment.objects.filter(commons=slug, id=asked, account=account).exists() else "0" * 64


def _say(request: HttpRequest, slug: str, fact: Any, texts: dict[str, str]) -> tuple[str, str]:
    """The entry, or what is in the way."""
    try:
        return say_once(request, slug, fact, texts), ""
    except Refused as refusal:
        return "", tell(refusal)


def _moved(request: HttpRequest, slug: str, till: MoneyAccount, move: MoveForm, parts: PartsForm) -> str:
    """Write the next line of a cash book; "" with what is in the way beside it."""
    found = parts.parts()
    if not move.is_valid() or found is None:
        return ""
    fact = CashMoved(account=till.id, day=move.cleaned_data["day"].isoformat(), parts=found)
    note = move.cleaned_data["note"].strip()
    said, trouble = _say(request, slug, fact, {"note": note} if note else {})
    if trouble:
        parts.add_error(trouble)
    return said


def _book(slug: str, till: MoneyAccount) -> list[dict[str, Any]]:
    """The lines of a cash book, the newest first."""
    rows = queries.cash_book(slug, till.id)
    notes = texts_of(slug, [row.id for row in rows])
    return [
        {
            "row": row, "minor": sum(part["minor"] for part in row.parts), "note": notes.get((row.id, "note"), ""),
            "parts": parts_told.told(slug, row.parts, row.currency),
        }
        for row in rows
    ]  # fmt: skip


@signed_in_first
@live
@stewards_only(_("What was paid by other means?"))
@require_http_methods(["GET", "POST"])
def elsewhere(request: HttpRequest, slug: str) -> HttpResponse:
    """What was paid by other means? Telling it; what was told so far, and what of it has reached the bank."""
    about = context(request, slug)
    if about["bearer"] is None:
        return redirect("treasury:bearer", slug)
    posted = request.POST if request.method == "POST" else None
    back = posted is not None and posted.get("do") == "back"
    form = ElsewhereForm(slug, None if back else posted)
    trouble = said = ""
    if back:
        asked = str(request.POST.get("what", ""))[:64]
        known = any(one.id == asked for one in queries.elsewhere(slug))
        said, trouble = _say(request, slug, TakenBack(what=asked if known else "0" * 64), {})
    elif posted is not None and form.is_valid():
        fact, texts = form.fact()
        said, refused = _say(request, slug, fact, texts)
        if refused:
            form.add_error(None, refused)
    if said:
        return redirect(f"{reverse('treasury:elsewhere', args=[slug])}?said={said}")
    return render(
        request, "treasury/elsewhere.html", about | {"form": form, "trouble": trouble, **_elsewhere(slug)}
    )  # fmt: skip


def _elsewhere(slug: str) -> dict[str, Any]:
    """What came by other means, and who still has how much of it."""
    rows = queries.elsewhere(slug)
    notes = texts_of(slug, [row.id for row in rows])
    told = [
        {
            "row": row, "minor": sum(part["minor"] for part in row.parts), "payer": notes.get((row.id, "payer"), ""),
            "note": notes.get((row.id, "note"), ""), "parts": parts_told.told(slug, row.parts, row.currency),
        }
        for row in rows
    ]  # fmt: skip
    means = sorted({(row.account, row.currency) for row in rows})
    there = [(name, code, balance(slug, f"assets:in-transit:{name}:{code.lower()}")) for name, code in means]
    return {"told": told, "there": [one for one in there if one[2]]}


@signed_in_first
@live
@stewards_only(_("What came in for us elsewhere?"))
@require_http_methods(["GET", "POST"])
def handed(request: HttpRequest, slug: str) -> HttpResponse:
    """What came in for us elsewhere? The lines that the leading commons told for this one, taken over by one button."""
    about = context(request, slug)
    if about["bearer"] is None or not about["bearer"].lead:
        return redirect("treasury:bearer", slug)
    trouble, taken = "", None
    if request.method == "POST":
        try:
            taken = handing.take_over(slug, voices.of_page(request, slug))
        except Refused as refusal:
            trouble = tell(refusal)
    shown = {"trouble": trouble, "taken": taken, "waiting": handing.waiting(slug), "here": handing.led_here(slug)}
    return render(request, "treasury/handed.html", about | shown)

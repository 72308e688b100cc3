"""Who bears the money: naming the legal body, opening its accounts, payment rules, and words that wait for a second person."""

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from entredon.apps.treasury import paying, waiting
from entredon.apps.treasury import queries_out as queries
from entredon.apps.treasury.entries import AccountOpened, ExceptionSigned
from entredon.apps.treasury.forms_bearer import AccountForm, BearerForm, ExceptionForm, PolicyForm
from entredon.apps.treasury.models import BankDetails
from entredon.apps.treasury.views_shared import context, stewards_only
from entredon.desk.doors import signed_in_first
from entredon.desk.saying import said_lately, say_once
from entredon.desk.telling import tell
from entredon.log.pages import live
from entredon.log.registry import Refused
from entredon.pure.money import banking


@live
@require_http_methods(["GET", "POST"])
def bearer(request: HttpRequest, slug: str) -> HttpResponse:
    """Who bears our money? The legal body with the bank account, its accounts and rules; a steward names it here."""
    about = context(request, slug)
    eyes, named = about["eyes"], about["bearer"]
    if named is not None or not eyes.steward:
        status = 403 if request.method == "POST" else 200
        return render(request, "treasury/bearer.html", about | _accounts(slug, inside=eyes.inside), status=status)
    form = BearerForm(request.POST if request.method == "POST" else None, initial=_told(about["commons"]))
    if request.method == "POST" and form.is_valid():
        try:
            said = say_once(request, slug, form.fact(), {})
        except Refused as refusal:
            form.add_error(None, tell(refusal))
        else:
            return redirect(f"{reverse('treasury:account_new', args=[slug])}?said={said}")
    return render(request, "treasury/bearer.html", about | {"form": form})


def _told(told: object) -> dict[str, str]:
    """What the founding said of the legal body already."""
    name = getattr(told, "association", "") or getattr(told, "bearer", "") or ""
    return {"name": name, "form": getattr(told, "legal_form", "") or ""}


def _accounts(slug: str, *, inside: bool) -> dict[str, object]:
    numbers = {}
    if inside:
        details = BankDetails.objects.filter(commons=slug).values_list("account", "iban")
        numbers = {name: banking.shown(iban) for name, iban in details}
    rows = [(one, numbers.get(one.id, "")) for one in queries.accounts(slug)]
    return {"accounts": rows, "waiting": waiting.open_for(slug)}


@signed_in_first
@live
@stewards_only(_("Which account holds our money?"))
@require_http_methods(["GET", "POST"])
def account_new(request: HttpRequest, slug: str) -> HttpResponse:
    """Which account holds our money? One is opened with what stood on it."""
    about = context(request, slug)
    if about["bearer"] is None:
        return redirect("treasury:bearer", slug)
    typed = request.POST if request.method == "POST" else None
    form = AccountForm(slug, about["bearer"].name, typed, carried=bool(about["bearer"].lead))
    if typed is not None and form.is_valid():
        fact, details = form.said()
        leads = _led_to(slug, fact)
        if before := said_lately(request, slug, [(fact, {})]):
            return redirect(f"{leads}?said={before[0]}")
        if form.is_new():
            try:
                if details is not None:
                    _keep(details)
                said = say_once(request, slug, fact, {})
            except Refused as refusal:
                form.add_error(None, tell(refusal))
            else:
                return redirect(f"{leads}?said={said}")
    doubts = [] if typed is None or not form.is_valid() or "iban" not in form.cleaned_data else _doubts(form)
    return render(request, "treasury/account_new.html", about | {"form": form, "doubts": doubts})


def _led_to(slug: str, fact: AccountOpened) -> str:
    """Where one goes on: to the cash book of a till, to the statements of any other."""
    if fact.way == "cash":
        return reverse("treasury:cash", args=[slug, fact.account])
    return reverse("treasury:bank", args=[slug])


def _doubts(form: AccountForm) -> list[str]:
    iban = form.cleaned_data["iban"]
    return [tell(doubt) for doubt in banking.doubts(iban, form.cleaned_data["bic"].strip())] if iban else []


def _keep(details: BankDetails) -> None:
    """The number is kept before it is said, so that no account of the record is without one; what was refused is replaced."""
    with transaction.atomic():
        BankDetails.objects.filter(commons=details.commons, account=details.account).delete()
        details.save()


@signed_in_first
@live
@stewards_only(_("Who says yes before money leaves?"))
@require_http_methods(["GET", "POST"])
def rules(request: HttpRequest, slug: str) -> HttpResponse:
    """Who says yes before money leaves? New payment rules wait for a second steward."""
    about = context(request, slug)
    if (named := about["bearer"]) is None:
        return redirect("treasury:bearer", slug)
    now = {"approvals": named.approvals, "cooling_days": named.cooling_days, "most": waiting.typed_most(named.most)}
    form = PolicyForm(request.POST if request.method == "POST" else None, initial=now)
    if request.method == "POST" and form.is_valid():
        try:
            said = say_once(request, slug, form.fact(), {}, last=1)
        except Refused as refusal:
            form.add_error(None, tell(refusal))
        else:
            return redirect(f"{reverse('treasury:waits', args=[slug])}?said={said}")
    return render(request, "treasury/rules.html", about | {"form": form})


@signed_in_first
@live
@require_http_methods(["GET", "POST"])
def waits(request: HttpRequest, slug: str) -> HttpResponse:
    """What waits for a second person? Each thing, who said it, and a button for whoever may confirm it."""
    about = context(request, slug)
    trouble = ""
    if request.method == "POST":
        try:
            said = paying.confirm(request, slug, waiting.find(slug, request.POST.get("what", "")[:64]))
        except Refused as refusal:
            trouble = tell(refusal)
        else:
            return redirect(f"{reverse('treasury:waits', args=[slug])}?said={said}")
    eyes = about["eyes"]
    if not eyes.inside:
        return render(
            request, "treasury/stewards_only.html", about | {"question": _("What waits for a second person?")}, status=403
        )  # fmt: skip
    shown = {"trouble": trouble, "rows": waiting.rows(slug, eyes), "done": waiting.rows(slug, eyes, done=True)[:10]}
    return render(request, "treasury/waits.html", about | shown)


@signed_in_first
@live
@stewards_only(_("Shall an account fall below its floor?"))
@require_http_methods(["GET", "POST"])
def exception(request: HttpRequest, slug: str) -> HttpResponse:
    """Shall an account fall below its floor? One steward says why, a second one confirms it."""
    about = context(request, slug)
    if about["bearer"] is None:
        return redirect("treasury:bearer", slug)
    form = ExceptionForm(slug, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        fact: ExceptionSigned = form.fact()
        try:
            said = say_once(request, slug, fact, {"reason": form.cleaned_data["reason"].strip()})
        except Refused as refusal:
            form.add_error(None, tell(refusal))
        else:
            return redirect(f"{reverse('treasury:waits', args=[slug])}?said={said}")
    return render(request, "treasury/exception.html", about | {"form": form})

"""What does the bank say? Statements are brought in, judged and kept; what is set aside, and why; tables and their columns."""

import io
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from entredon.apps.treasury import bringing, bringing_known, bringing_tables, documents, voices
from entredon.apps.treasury import queries_bank as queries
from entredon.apps.treasury.bringing import COLUMNS, KNOWN, LEFT, Brought, Given, NotYet
from entredon.apps.treasury.forms_bank import ColumnsForm, chosen
from entredon.apps.treasury.models import BankFile
from entredon.apps.treasury.queries_bank import BANK, FileShown
from entredon.apps.treasury.views_shared import context, stewards_only
from entredon.desk.doors import signed_in_first
from entredon.desk.telling import tell
from entredon.log.asked import NotFound
from entredon.log.pages import changed, live
from entredon.pure.money.statements import table
from entredon.pure.money.statements.gate import ANNOUNCED, QUARANTINED, TAKEN
from entredon.pure.money.statements.statement import Unreadable
from entredon.pure.tables.cells import encoding_of

QUESTION = _("What does the bank say?")
LINES = 200


@signed_in_first
@live
@stewards_only(QUESTION)
@require_http_methods(["GET", "POST"])
def bank(request: HttpRequest, slug: str) -> HttpResponse:
    """What does the bank say? Files are chosen, and each statement in them gets its verdict."""
    about = context(request, slug)
    brought: list[Brought] = []
    trouble = ""
    if request.method == "POST":
        given, trouble = chosen(request.FILES)
        if not trouble:
            try:
                brought = bringing.bring(slug, given, voices.of_page(request, slug), about["eyes"].me)
            except NotYet as refusal:
                trouble = tell(refusal)
            changed(slug)
        only = brought[0] if len(brought) == 1 else None
        if only is not None and only.state == COLUMNS:
            return redirect("treasury:bank_file", slug, str(only.row))
    return render(request, "treasury/bank.html", about | _all(slug) | _verdicts(brought) | {"trouble": trouble})


def _all(slug: str) -> dict[str, Any]:
    """The accounts and files of a commons."""
    accounts = queries.accounts(slug)
    return {
        "accounts": accounts,
        "banks": [one for one in accounts if one.row.way == BANK],
        "aside": queries.files(slug, QUARANTINED, COLUMNS),
        "announced": queries.files(slug, ANNOUNCED)[:12],
        "taken": queries.files(slug, TAKEN, KNOWN)[:24],
        "suspense": queries.waiting_sums(slug),
    }


def _verdicts(brought: list[Brought]) -> dict[str, Any]:
    return {
        "brought": [(one, tell(one.because) if one.because is not None else "") for one in brought],
        "new": sum(one.new for one in brought),
        "placed": sum(one.placed for one in brought),
        "waiting": sum(one.waiting for one in brought),
    }


@signed_in_first
@live
@stewards_only(QUESTION)
@require_http_methods(["GET", "POST"])
def bank_file(request: HttpRequest, slug: str, asked: str) -> HttpResponse:
    """What stands in this file? Its verdict, its lines; what its columns mean; throwing it away while nothing was taken of it."""
    about = context(request, slug)
    row = queries.file(slug, asked)
    if request.method == "POST" and request.POST.get("do") == "away":
        _throw_away(row)
        return redirect("treasury:bank", slug)
    if row.state == COLUMNS or (request.method == "POST" and row.mapping and row.state == QUARANTINED):
        return _columns(request, slug, row, about)
    if request.method == "POST":
        bringing.again(slug, voices.of_page(request, slug))
        changed(slug)
        return redirect("treasury:bank_file", slug, asked)
    statement = trouble = None
    try:
        statement = bringing.reread(row)
    except (Unreadable, documents.Gone, IndexError) as lost:
        trouble = tell(lost) if isinstance(lost, Unreadable) else ""
    shown = FileShown(row)
    return render(
        request, "treasury/bank_file.html",
        about | {
            "file": row, "statement": statement, "trouble": trouble, "because": shown.said,
            "lines": statement.lines[:LINES] if statement else (), "more": max(0, len(statement.lines) - LINES) if statement else 0,
        },
    )  # fmt: skip


def _throw_away(row: BankFile) -> None:
    """A file of which nothing was taken goes; its bytes too, unless another statement of it stays."""
    if row.state in (TAKEN, KNOWN):
        return
    row.delete()
    if not BankFile.objects.filter(sha256=row.sha256).exists():
        documents.drop_unnamed(row.sha256)


def _columns(request: HttpRequest, slug: str, row: BankFile, about: dict[str, Any]) -> HttpResponse:
    """What do the columns of this table mean?"""
    try:
        data = documents.read_kept(row.sha256)
        columns, proposed = table.columns_of(data), bringing_tables.proposed(slug, data)
    except (documents.Gone, Unreadable):
        raise NotFound("This file can't be read any more: bring it in again.") from None
    accounts = [(one.name, one.iban, one.currency) for one in bringing_known.accounts(slug).values()]
    said = request.POST if "days" in request.POST else None  # else it is only to be said again
    form = ColumnsForm(accounts, columns, proposed, said)
    if said is not None and form.is_valid():
        given = [Given(row.name, data, form.mapping())]
        try:
            brought = bringing.bring(slug, given, voices.of_page(request, slug), about["eyes"].me)
        except NotYet as refusal:
            form.add_error(None, tell(refusal))
        else:
            changed(slug)
            if not all(one.state == LEFT for one in brought):
                return render(request, "treasury/bank.html", about | _all(slug) | _verdicts(brought))
            for one in brought:
                form.add_error(None, tell(one.because) if one.because is not None else "")
    return render(request, "treasury/bank_columns.html", about | {"file": row, "form": form, "sample": _sample(data)})


def _sample(data: bytes) -> list[str]:
    """The first lines of a table, as they are written."""
    return data[:4096].decode(encoding_of(io.BytesIO(data)), errors="replace").splitlines()[:4]


@signed_in_first
@live
@stewards_only(QUESTION)
@require_GET
def bank_raw(request: HttpRequest, slug: str, asked: str) -> HttpResponse:
    """A file as the bank made it."""
    row = queries.file(slug, asked)
    try:
        data = documents.read_kept(row.sha256)
    except documents.Gone:
        raise NotFound("The bytes of this file aren't here any more.") from None
    answer = HttpResponse(data, content_type="application/octet-stream")
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=row.name) or "attachment"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer

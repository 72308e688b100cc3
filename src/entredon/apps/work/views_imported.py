"""What have you written down elsewhere? A steward brings in a table: its file, which column says what, what is in it, and it is taken."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from entredon.apps.commons import queries as commons
from entredon.apps.flows import queries as flows
from entredon.apps.work import finding, listing, queries_imported
from entredon.apps.work.forms import usual_about
from entredon.apps.work.forms_imported import FileForm, MatchForm
from entredon.apps.work.tables import jobs, uploads
from entredon.apps.work.tables.names import Names
from entredon.apps.work.tables.waits import Table
from entredon.apps.work.views_imported_shown import came_in_context, preview
from entredon.desk import waiting
from entredon.desk.doors import signed_in_first
from entredon.desk.telling import shown, tell
from entredon.log.pages import live, page
from entredon.log.registry import Refused
from entredon.log.viewer import viewer_of
from entredon.pure.tables.columns import Matching
from entredon.pure.tables.lines import Unreadable

SMALL = 200_000
"""Bytes of a file that is looked through while she waits; a larger one is long work."""


def _steward(request: HttpRequest, slug: str) -> str:
    """Her account. Raises PermissionDenied for everybody who is no steward."""
    viewer = viewer_of(request)
    if not viewer.steward(slug):
        raise PermissionDenied
    return viewer.id


def _table(request: HttpRequest, slug: str, token: str) -> Table:
    table = Table.found(slug, _steward(request, slug), token)
    if table is None:
        text = _("This table isn’t here any more: it was brought in or thrown away, or it is older than %(n)s days.")
        raise Http404(text % {"n": waiting.DAYS})
    return table


@signed_in_first
@live
def bring_in(request: HttpRequest, slug: str) -> HttpResponse:
    """What have you written down elsewhere?"""
    account, form = _steward(request, slug), FileForm()
    if request.method == "POST":
        upload = uploads.ToDisk(request)
        request.upload_handlers = [upload]
        form = FileForm(request.POST, request.FILES)
        if upload.too_large:
            form.errors.clear()
            form.add_error("table", _too_large(upload))
        elif form.is_valid():
            file: Any = request.FILES["table"]
            try:
                return redirect("work:bring_in_columns", slug, _begun(slug, account, file).token)
            except (Unreadable, Refused) as trouble:
                uploads.drop(file.key)
                form.add_error("table", tell(trouble))
        else:
            uploads.drop(upload.key)
    names = listing.names(slug, True)
    context = {
        "commons": commons.commons(slug),
        "tab": "work",
        "form": form,
        "most": uploads.most() >> 20,
        "tables": [(table, names.get(table.person, "")) for table in queries_imported.tables(slug)],
        "key_here": viewer_of(request).signer(slug) is not None,
    }
    return render(request, "work/imported_begin.html", context)


def _begun(slug: str, account: str, file: Any) -> Table:
    """A table whose file is here now; where nothing was chosen before, it is for what things here are mostly for."""
    table = Table.begun(slug, account, file.key, file.name)
    if not table.recalled and not table.matching.about and (about := usual_about(slug)):
        table.row.typed["matching"] = {**table.row.typed["matching"], "about": about}
        table.keep()
    return table


def _too_large(upload: uploads.ToDisk) -> str:
    if upload.full:
        return _(
            "There is no room here for so large a file at the moment. Try again tomorrow, or ask who runs this place."
        )
    return _("The file is larger than %(most)s MB, the most that is taken here.") % {
        "most": shown(uploads.most() >> 20)
    }


@signed_in_first
@live
def columns(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """Which column says what? The first rows show how they will be read, as it is chosen."""
    table = _table(request, slug, token)
    source = table.source()
    names = source.written.columns if table.is_table else ()
    sent = request.POST if request.method == "POST" else request.GET
    chosen = MatchForm(slug, names, table.matching, sent if "usual_about" in sent else None)
    if request.method == "POST":
        if sent.get("go") == "away":
            table.done()
            return redirect("work:bring_in", slug)
        if chosen.is_valid():
            table.match(chosen.matching())
            return _look(slug, table)
    matching = table.matching
    if chosen.is_bound:
        chosen.is_valid()
        matching = chosen.matching()
    context = {
        "commons": commons.commons(slug),
        "tab": "work",
        "table": table,
        "form": chosen,
        "how": source.written if table.is_table else None,
        **preview(slug, source, matching),
    }
    part = request.method == "GET" and sent.get("only") == "answer"
    return render(request, "work/imported_preview.html" if part else "work/imported_columns.html", context)


def _look(slug: str, table: Table) -> HttpResponse:
    """A small table is looked through at once; a large one while she watches."""
    if table.size > SMALL:
        return redirect("desk:job", jobs.start(jobs.LOOK, slug, table.row.account, table))
    table.look()
    return redirect("work:bring_in_check", slug, table.token)


@signed_in_first
@live
def check(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """Is this what comes in? What was found in the table; and it is taken."""
    table = _table(request, slug, token)
    found = table.looked()
    if found is None:
        return redirect("work:bring_in_columns", slug, token)
    if request.method == "POST":
        if request.POST.get("go") == "away":
            table.done()
            return redirect("work:bring_in", slug)
        return redirect("desk:job", jobs.start(jobs.BRING, slug, table.row.account, table))
    context = {
        "commons": commons.commons(slug),
        "tab": "work",
        "table": table,
        "found": found,
        "kinds": [(flows.kind_of_work(kind), count) for kind, count in found.kinds],
        "hours": shown(found.minutes // 60),
        "about": _about(slug, table.matching),
        "key_here": viewer_of(request).signer(slug) is not None,
        "not_shown": max(0, found.faulty - len(found.faults)),
    }
    return render(request, "work/imported_check.html", context)


def _about(slug: str, matching: Matching) -> str:
    """For what rows are that don't say it."""
    creation, version = Names(slug).about(matching.about)
    for one in finding.versions(slug):
        if one.id == version or (creation and one.creation == creation):
            return one.creation_name if creation else one.label
    return ""


@signed_in_first
@live
def faults(request: HttpRequest, slug: str, token: str) -> Any:
    """The faulty rows as a table, with what is wrong beside each."""
    path = uploads.place(_table(request, slug, token).key, uploads.FAULTS)
    if not path.exists():
        raise Http404
    kind = "text/csv; charset=utf-8"
    return FileResponse(path.open("rb"), as_attachment=True, filename="faulty-rows.csv", content_type=kind)


@page
def came_in(request: HttpRequest, slug: str, asked: str) -> HttpResponse:
    """What came in?"""
    table = queries_imported.table(slug, asked)
    inside = viewer_of(request).member(slug)
    context = {"commons": commons.commons(slug), "tab": "work", **came_in_context(slug, table, inside)}
    return render(request, "work/imported_came.html", context)

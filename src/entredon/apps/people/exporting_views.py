"""What is held about me here? On a page by subject, and as a file to take away."""

import tempfile
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from entredon.apps.people import exporting, exporting_tables, exporting_zip, whose
from entredon.apps.people.models import Account
from entredon.apps.people.once_more import once_more
from entredon.desk import jobs, limits
from entredon.log import personal

WORK = "people.everything"
LARGE = 2_000
"""With more rows than this of one subject the file is made in the background."""


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@once_more
def everything(request: HttpRequest) -> HttpResponseBase:
    """What is held about me here?"""
    mine: Account = request.user  # type: ignore[assignment]
    who = whose.of([mine])
    found = exporting.subjects(who)
    if request.method == "POST":
        limits.take("everything", str(mine.pk))
        return _to_take_away(mine, large=exporting.is_large(found, LARGE))
    parts = [(subject, exporting_tables.part(subject)) for subject in found]
    context = {
        "parts": [part for _subject, part in parts if part is not None],
        "nothing": [subject.title for subject, part in parts if part is None],
        "mine": mine,
        "law": personal.kept_by_law(who),
    }
    return render(request, "people/everything.html", context)


def _to_take_away(mine: Account, *, large: bool) -> HttpResponseBase:
    """The file at once where that is quick, else made in the background. What is sent at once never lies here under a name."""
    if large:
        job = jobs.start(WORK, {}, account=str(mine.pk), again=reverse("people_everything"))
        return redirect("desk:job", job)
    # The response closes the file, and then it is gone.
    file = tempfile.TemporaryFile(dir=exporting_zip.folder())  # noqa: SIM115
    exporting_zip.fill(file, mine)
    file.seek(0)
    return _file(file)


def _file(file: Any) -> FileResponse:
    response = FileResponse(file, as_attachment=True, filename=f"entredon-{timezone.now():%Y-%m-%d}.zip")
    response["Content-Type"] = "application/zip"
    response["Cache-Control"] = "no-store"
    return response


@jobs.work(WORK)
def _made(running: jobs.Running) -> jobs.Outcome:
    """Make the file of whoever asked for it."""
    account = Account.objects.get(pk=int(running.account))
    name = exporting_zip.fresh_name(running.account)
    exporting_zip.write(account, name, running.progress)
    return jobs.Outcome(_("Your file is ready. It stays for a day."), reverse("people_everything_file", args=[name]))


@never_cache
@require_http_methods(["GET", "HEAD"])
@once_more
def file(request: HttpRequest, name: str) -> HttpResponseBase:
    """A file that was made for whoever asks for it; nobody else finds it."""
    path = exporting_zip.find(name, str(request.user.pk))
    if path is None:
        raise Http404(_("There is no such file of yours here. After a day they are thrown away; make it anew."))
    return _file(path.open("rb"))


def erased(request: HttpRequest) -> HttpResponse:
    """It is done. Says nothing about anybody: this page is the same for all."""
    response = render(request, "people/erased.html", {"clean": "soon" not in request.GET})
    response["Cache-Control"] = "no-store"
    return response

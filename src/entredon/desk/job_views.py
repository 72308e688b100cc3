"""The page of a long piece of work: what is being done, how far it is, and what came of it."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from entredon.desk import jobs
from entredon.desk.models import Job
from entredon.log.viewer import viewer_of

GOES_ON = ("waiting", "unbegun", "running")


@never_cache
def job(request: HttpRequest, id: str) -> HttpResponse:
    """How far is it? Only whoever knows the id finds the page; ``?part`` is its inside, for the page that is open.

    Whose work it is may begin it again."""
    row = Job.objects.filter(id=id).first()
    if row is None:
        raise Http404(_("There is no such work here. What was finished more than 30 days ago is forgotten."))
    if request.method == "POST":
        if not _mine(request, row):
            raise PermissionDenied
        jobs.restart(row)
        return redirect("desk:job", id)
    if request.method not in ("GET", "HEAD"):
        return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
    response = render(
        request, "desk/job_part.html" if "part" in request.GET else "desk/job.html", _context(request, row)
    )
    response["X-Robots-Tag"] = "noindex"
    return response


def _mine(request: HttpRequest, row: Job) -> bool:
    """Whether it is the work of whoever looks; what belongs to no account is whose who knows it."""
    return not row.account or row.account == viewer_of(request).id


def _context(request: HttpRequest, row: Job) -> dict[str, Any]:
    state = jobs.state_of(row)
    titles = {"done": _("It is done"), "failed": _("It could not be done"), "lost": _("It was interrupted")}
    return {
        "job": row,
        "mine": _mine(request, row),
        "state": state,
        "goes_on": state in GOES_ON,
        "title": titles.get(state, _("How far is it?")),
        "percent": min(100, row.done * 100 // row.total) if row.total > 0 else None,
    }

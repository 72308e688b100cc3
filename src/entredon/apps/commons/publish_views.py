"""Shall everybody see this? What publishing means, how control of an imported repository is shown, and the act itself."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from entredon.apps.commons import publish, queries
from entredon.apps.commons.publish_forms import FileForm, TagForm
from entredon.apps.library import queries as library
from entredon.apps.people import queries as people
from entredon.desk import jobs
from entredon.desk.models import Job
from entredon.desk.saying import signer_of
from entredon.desk.telling import tell
from entredon.log.pages import live
from entredon.log.registry import Refused
from entredon.log.viewer import viewer_of

IDS = {"tag": "id_tag_%s"}
"""Both forms ask for the repository on one page: each field has an id of its own."""
FORMS: dict[str, type[FileForm] | type[TagForm]] = {"file": FileForm, "tag": TagForm}
PROVE = "library.prove"
"""The work that looks for proof, which the library does."""
MOST_AT_ONCE = 3
"""So many looks for proof one account may have waiting or running: each makes this machine call another."""


@live
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """A draft's stewards publish it here; afterwards everybody reads here how control of its repository was shown."""
    shown = queries.commons(slug)
    if not shown.draft:
        return render(request, "commons/publish_done.html", _done(shown))
    trouble, typed = "", {}
    if request.method == "POST":
        way = request.POST.get("way", "")
        try:
            _may(request, slug)
            if way in FORMS:
                typed[way] = FORMS[way](request.POST, auto_id=IDS.get(way, "id_%s"))
                if typed[way].is_valid():
                    return _look(request, slug, way, typed[way].cleaned_data)
            else:
                return _publish(request, slug)
        except Refused as refusal:
            if not queries.is_draft(slug):  # another steward was quicker
                return redirect("commons:publish", slug)
            trouble = tell(refusal)
    return render(request, "commons/publish.html", _context(request, slug, trouble, typed))


def _done(shown: queries.CommonsShown) -> dict[str, Any]:
    proof = queries.imported(shown.slug)
    return {
        "commons": shown,
        "tab": "home",
        "proof": proof,
        "line": library.proof_line(shown.origin, proof.code) if proof else "",
        "imported": library.from_git(shown.slug) is not None,
    }


def _may(request: HttpRequest, slug: str) -> None:
    if not viewer_of(request).steward(slug):
        raise Refused("Only a steward can publish.")


def _look(request: HttpRequest, slug: str, way: str, given: dict[str, Any]) -> HttpResponse:
    """Queue the look for proof, and show how far it is. Raises Refused."""
    looking = Job.objects.filter(work=PROVE, account=viewer_of(request).id, state__in=("waiting", "running"))
    if looking.count() >= MOST_AT_ONCE:
        raise Refused("We are looking already: wait until that has ended.")
    again = reverse("commons:publish", args=[slug])
    id = jobs.start(PROVE, {"slug": slug, "way": way, **given}, viewer_of(request).id, again)
    return redirect("desk:job", id)


def _typed_last(request: HttpRequest, slug: str) -> dict[str, Any]:
    """What she typed for a look that found nothing: it stands there again, to be changed."""
    last = Job.objects.filter(work=PROVE, account=viewer_of(request).id).order_by("-made").first()
    return dict(last.given) if last is not None and last.state == "failed" and last.given.get("slug") == slug else {}


def _publish(request: HttpRequest, slug: str) -> HttpResponse:
    done = publish.publish(slug, signer_of(request, slug))
    return redirect(f"{reverse('commons:home', args=[slug])}?said={done.id}")


def _context(request: HttpRequest, slug: str, trouble: str, typed: dict[str, Any]) -> dict[str, Any]:
    known, proof = library.from_git(slug), library.proof(slug)
    everybody = people.people(slug, inside=True)
    begun = _typed_last(request, slug) or ({"repository": proof.repository} if proof else {})
    shown = queries.commons(slug)
    return {
        "commons": shown,
        "tab": "home",
        "trouble": trouble,
        "steward": viewer_of(request).steward(slug),
        "imported": known is not None,
        "line": library.proof_line(shown.origin, library.proof_code(slug)) if known else "",
        "proof": proof,
        "ready": known is None or (proof is not None and not proof.stale),
        "file": typed.get("file") or FileForm(initial=begun),
        "tag": typed.get("tag") or TagForm(initial=begun, auto_id=IDS["tag"]),
        "opened": next(iter(typed), begun.get("way", "")),
        "members": sum(1 for person in everybody if person.member),
        "strangers": sum(1 for person in everybody if not person.member),
    }

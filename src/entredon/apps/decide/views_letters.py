"""Do you want no more of these letters? Only who holds the link of a letter can say so; mail programs do it by one click."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from entredon.apps.commons import queries as commons
from entredon.apps.decide import letters
from entredon.log.pages import welcoming


@welcoming
@require_http_methods(["GET", "HEAD", "POST"])
def no_more(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """Do you want no more of these letters?"""
    person = letters.person_of(slug, token)
    if person is None:
        raise Http404(_("This link isn’t one of ours, or it is cut off: copy all of it from the letter."))
    if request.method == "POST":
        letters.wish(slug, person, wanted=request.POST.get("letters") == "again")
    return render(
        request, "decide/no_more.html", {"name": commons.commons(slug).name, "done": not letters.wants(slug, person)}
    )

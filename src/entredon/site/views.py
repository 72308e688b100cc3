"""The first page of this place, and what it says when something goes wrong."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from entredon.apps.commons import queries as commons
from entredon.apps.library import queries as library
from entredon.apps.people import queries as people
from entredon.desk.telling import tell
from entredon.log import fit
from entredon.log.asked import NotFound
from entredon.log.pages import front
from entredon.log.viewer import viewer_of
from entredon.pure.told import Told


@front
def home(request: HttpRequest) -> HttpResponse:
    """What do people build here?"""
    hurt = fit.damaged(fit.states())
    viewer = viewer_of(request)
    shown = [
        {
            "commons": one,
            "people": people.count(one.slug),
            "creations": len(library.creations(one.slug)),
            "damaged": one.slug in hurt,
        }
        for one in commons.all_commons(drafts=True)
        if not one.draft or viewer.member(one.slug)
    ]
    shown.sort(key=lambda row: row["commons"].draft)
    return render(request, "site/home.html", {"shown": shown, "count": len(shown), **partners()})


def legal(request: HttpRequest) -> HttpResponse:
    """What is this place in law, and what may I ask of it?"""
    contact = settings.ENTREDON_CONTACT
    context = {
        "operator": settings.ENTREDON_OPERATOR,
        "contact": contact,
        "href": f"mailto:{contact}" if "@" in contact else contact,
        "bearers": [one for one in commons.all_commons(drafts=False) if one.bearer],
    }
    return render(request, "site/legal.html", context)


def partners() -> dict[str, dict[str, str]]:
    """What holds every commons, for who comes here for the first time."""
    return {
        "community": {"tone": "community", "count": _("Community"), "note": _("gives ideas, work and reviews")},
        "coalition": {"tone": "coalition", "count": _("Coalition"), "note": _("makes, sells and gives back")},
        "association": {"tone": "association", "count": _("Association"), "note": _("keeps rules and money")},
        "core": {"tone": "", "count": _("the commons"), "note": _("free for everyone to take")},
    }


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: with the sentence of whoever looked, if there is one."""
    said = exception.args[0] if exception.args and isinstance(exception.args[0], str | Told) else ""
    if str(said).endswith("matches the given query."):
        said = ""  # Django's own, in English and about tables
    context = {
        "happened": tell(said) or _("There is no page at this address."),
        "kept": _("Nothing was changed."),
        "todo": _("Go back, or begin at the list of all commons."),
    }
    return render(request, "site/error.html", {"title": _("This isn’t here"), **context}, status=404)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403."""
    context = {
        "happened": _("This page is not open to you, or the request came from another site."),
        "kept": _("Nothing was changed."),
        "todo": _("Go back and try it from our own page."),
    }
    return render(request, "site/error.html", {"title": _("Not open to you"), **context}, status=403)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400."""
    context = {
        "happened": _("What your browser sent could not be read."),
        "kept": _("Nothing was changed."),
        "todo": _("Go back, look at the address, and try again."),
    }
    return render(request, "site/error.html", {"title": _("We didn’t understand that"), **context}, status=400)


def damaged(request: HttpRequest, slug: str) -> HttpResponse:
    """503: what was published of a commons and its database don't fit together, and all its pages say so."""
    try:
        name = commons.commons(slug).name
    except NotFound:
        name = slug
    context = {
        "happened": _(
            "The public record of %(name)s and the database behind it don’t fit together: a part is missing or can’t be "
            "read. So nothing of it is shown here, rather than something wrong."
        )
        % {"name": name},
        "kept": _(
            "Nothing was changed, and nothing is added until both fit again. What was published before stands in every "
            "outside copy. Other commons here are not affected."
        ),
        "todo": _(
            "Come back later. Whoever runs this place takes the missing part back from an outside copy, or from the "
            "newest backup; this command says what is wrong:"
        ),
        "command": f"entredon verify {slug}",
    }
    answer = render(request, "site/error.html", {"title": _("This commons needs repair"), **context}, status=503)
    answer["Cache-Control"] = "no-store"
    return answer


def broken(request: HttpRequest) -> HttpResponse:
    """500: it must not need what may just have failed."""
    context = {
        "happened": _(
            "A mistake of ours, or something this machine lacks. Whoever runs it finds it in the log of the program."
        ),
        "kept": _("What was confirmed before is safe; whatever you just sent was either kept whole or not at all."),
        "todo": _("Try once more. If it stays, tell whoever runs this place when it happened."),
    }
    return render(request, "site/error.html", {"title": _("Something broke here"), **context}, status=500)

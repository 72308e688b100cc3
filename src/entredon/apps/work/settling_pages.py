"""You both changed this: what stays? The page where somebody settles what she and another changed at once."""

from django.forms import Textarea
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from entredon.apps.work import queries_pages as pages
from entredon.apps.work.editing_pages import Settle
from entredon.apps.work.queries_pages import PageShown
from entredon.apps.work.views_pages import about_page, frame, name_of, names
from entredon.pure.text.merge import Conflict, Lines

THEIRS, MINE, BOTH = "theirs", "mine", "both"
"""What can stay where two changed the same."""


def settling(request: HttpRequest, slug: str, shown: PageShown, settle: Settle) -> HttpResponse:
    """Both texts beside each other, and all that was typed: nothing was saved yet, and nothing is lost."""
    context = {
        **frame(request, slug),
        **about_page(slug, pages.index(slug), shown),
        "settle": settle,
        "typed": settle.typed,
        "by": name_of(names(request, slug), settle.by),
        "all_text": Textarea(attrs={"rows": 12, "readonly": True}).render(
            "text", settle.typed.text, {"id": "all-text"}
        ),
        "places": [
            {"number": number, "theirs": "\n".join(one.one), "mine": "\n".join(one.other)}
            for number, one in enumerate(settle.merged.conflicts)
        ],
    }
    return render(request, "work/pages_settle.html", context)


def stays(choice: str, conflict: Conflict) -> Lines:
    """The lines that stay of a place that both changed. Of both, a blank line keeps the paragraphs apart."""
    theirs, mine = conflict.one, conflict.other
    gap: Lines = ("",) if theirs and mine and theirs[-1].strip() and mine[0].strip() else ()
    if choice == THEIRS:
        return theirs
    return mine if choice == MINE else (*theirs, *gap, *mine)

"""What happens to income here? The rule in force, former ones, drafts, adopting and signing."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from entredon.apps.commons import queries as commons
from entredon.log.pages import live


@live
def rule(request: HttpRequest, slug: str) -> HttpResponse:
    """What happens to income here?"""
    return render(request, "value/empty.html", {"commons": commons.commons(slug), "tab": "value"})

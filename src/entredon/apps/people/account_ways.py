"""Where somebody goes once she is in: to a page of this place, never elsewhere."""

from django.http import HttpRequest
from django.urls import Resolver404, resolve, reverse
from django.utils.http import urlencode

from entredon.desk import languages

LONGEST = 300


def own_path(asked: str | None) -> str:
    """The path that was asked for, if it leads to a page of ours; else "".

    Only what begins with one slash stays here; browsers read a second one, or a backslash, as another site, and drop control
    characters before they look.
    """
    asked = asked or ""
    if not asked.startswith("/") or len(asked) > LONGEST or not asked.isprintable():
        return ""
    if asked.startswith("//") or "\\" in asked or " " in asked:
        return ""
    try:
        resolve(languages.bare(asked).partition("?")[0].partition("#")[0])
    except Resolver404:
        return ""
    return asked


def asked_for(request: HttpRequest) -> str:
    """Where somebody on her way in wants to go, "" for nowhere in particular."""
    return own_path(request.POST.get("next") or request.GET.get("next"))


def with_next(name: str, leads: str) -> str:
    """The address of a page on the way in, which remembers where it leads."""
    return reverse(name) + (f"?{urlencode({'next': leads})}" if leads else "")

"""In which language a page speaks: what its address says, else what she chose for her account, else what her browser asks.

There is no cookie for it. The address may begin with a language, which is taken off before the page is looked up and put
before every address that the page makes, so whoever goes on from ``/nl/…`` stays there.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import get_script_prefix, set_script_prefix
from django.utils import translation
from django.utils.cache import patch_vary_headers

from entredon.desk import languages


class ReadersLanguage:
    """Middleware; after it is known whose session this is, before addresses are looked up."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith(languages.ALONE):
            return self.get_response(request)
        if request.path_info[1:] in languages.languages():
            return HttpResponsePermanentRedirect(f"{request.path}/")
        named, rest = languages.split(request.path_info)
        language = named or chosen(request) or languages.accepted(request.headers.get("Accept-Language", ""))
        before = get_script_prefix()
        request.path_info = rest
        request.LANGUAGE_CODE = language  # type: ignore[attr-defined]
        request.named_language = named  # type: ignore[attr-defined]
        try:
            if named:
                set_script_prefix(f"{before.rstrip('/')}/{named}/")
            with translation.override(language):
                response = self.get_response(request)
        finally:
            set_script_prefix(before)
        return said(response, language, named)


def chosen(request: HttpRequest) -> str:
    """The language of the account that is signed in, "" for none."""
    user = getattr(request, "user", None)
    language = getattr(user, "language", "") if user is not None and user.is_authenticated else ""
    return language if language in languages.languages() else ""


def said(response: HttpResponse, language: str, named: str) -> HttpResponse:
    """The answer, which tells in which language it is and, where the address doesn't, on what that depends."""
    if response.get("Content-Type", "text/html").startswith("text/html"):
        response.headers.setdefault("Content-Language", language)
    if not named:
        patch_vary_headers(response, ["Accept-Language"])
    return response

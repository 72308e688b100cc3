"""The same page in the other languages: for readers at the foot of each page, for search engines in its head."""

from typing import Any
from urllib.parse import urlsplit

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from entredon.desk import languages
from entredon.site.languages import chosen

register = template.Library()


@register.simple_tag(takes_context=True)
def in_other_languages(context: Any) -> SafeString:
    """Where search engines find the page in each language; without one in its address it is as the reader's browser asks."""
    request = context.get("request")
    if request is None or request.method not in ("GET", "HEAD") or not request.resolver_match:
        return SafeString("")
    path = request.get_full_path()
    links = [(code, _full(request, languages.led(path, code))) for code in languages.languages()]
    links.append(("x-default", _full(request, languages.bare(path))))
    return format_html(
        '<link rel="canonical" href="{}">{}',
        _full(request, path),
        format_html_join("", '<link rel="alternate" hreflang="{}" href="{}">', links),
    )


@register.inclusion_tag("site/parts/languages.html", takes_context=True)
def language_switch(context: Any) -> dict[str, Any]:
    """The languages by their own names, each leading to this page in it."""
    request = context.get("request")
    spoken = getattr(request, "LANGUAGE_CODE", "en")
    rows = [
        {"code": code, "name": name, "here": code == spoken, "href": languages.led(_reachable(request), code)}
        for code, name in settings.LANGUAGES
    ]
    return {"languages": rows}


@register.simple_tag(takes_context=True)
def here_on_paper(context: Any) -> SafeString:
    """The address of the page, for who prints it."""
    request = context.get("request")
    if request is None or request.method not in ("GET", "HEAD") or not request.resolver_match:
        return SafeString("")
    return format_html('<p class="on-paper">{}</p>', _full(request, request.get_full_path()))


def _reachable(request: HttpRequest | None) -> str:
    """An address that can be opened by a link: what a form answered may not be, then it is the page with the form."""
    if request is None:
        return "/"
    if request.method in ("GET", "HEAD"):
        return request.get_full_path()
    came = urlsplit(request.headers.get("Referer", ""))
    if came.netloc != request.get_host() or not came.path.startswith("/"):
        return request.get_full_path()
    return f"{came.path}?{came.query}" if came.query else came.path


def _full(request: HttpRequest, path: str) -> str:
    return request.build_absolute_uri(path)


@register.filter
def same_everywhere(path: str) -> str:
    """The address of what is the same in all languages, such as a public record."""
    return languages.bare(path)


@register.filter
def in_this_language(path: str) -> str:
    """An address of ours that was kept without a language, in the one that this page's address names."""
    return languages.led(path, languages.named())


@register.simple_tag(takes_context=True)
def language_of_account(context: Any) -> str:
    """The language chosen for the account that is signed in, "" for none."""
    return chosen(context["request"])

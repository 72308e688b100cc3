"""The languages spoken here, and how an address says which: ``/nl/c/merel/`` is the page ``/c/merel/`` in Dutch.

An address without a language leaves it to who looks: her account, else her browser.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.contrib.auth import get_user_model
from django.urls import get_script_prefix, set_script_prefix
from django.utils import translation
from django.utils.translation.trans_real import parse_accept_lang_header

ALONE = ("/log/", "/content/", "/static/")
"""Addresses of what is the same in all languages."""


def languages() -> list[str]:
    """Their codes."""
    return [code for code, _name in settings.LANGUAGES]


def split(path: str) -> tuple[str, str]:
    """The language an address names, "" for none, and the address without it."""
    language, slash, rest = path[1:].partition("/")
    if path.startswith("/") and slash and language in languages():
        return language, f"/{rest}"
    return "", path


def bare(path: str) -> str:
    """An address of ours without its language."""
    return split(path)[1]


def led(path: str, language: str) -> str:
    """An address of ours in a language; "" leaves it to who looks."""
    path = bare(path)
    return f"/{language}{path}" if language and not path.startswith(ALONE) else path


def named() -> str:
    """The language that the address being answered names, "" for none."""
    return split(get_script_prefix())[0]


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak a language for a while, with addresses that name it; "" is as the reader's browser asks, here English."""
    before = get_script_prefix()
    try:
        set_script_prefix(f"/{language}/" if language else "/")
        with translation.override(language or "en"):
            yield
    finally:
        set_script_prefix(before)


def accepted(header: str) -> str:
    """The first language of ours that a browser asks for; English when it asks for none of them."""
    for code, _weight in parse_accept_lang_header(header):
        if (short := code.partition("-")[0]) in languages():
            return short
    return "en"


def of_address(email: str) -> str:
    """The language somebody has chosen for her account, "" for none or no account."""
    accounts = get_user_model().objects.filter(email__iexact=email)
    chosen = accounts.values_list("language", flat=True).first() or ""
    return chosen if chosen in languages() else ""

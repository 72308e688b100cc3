"""The addresses of all pages, in a program that serves none of them."""

from django.urls import get_resolver


def load() -> None:
    """Load all pages: their addresses, and what they register when they are loaded. Where that is done it takes no time."""
    get_resolver().url_patterns  # noqa: B018  # asking loads them

"""Addresses of other places that people give: only those that a browser opens as a page, never one that runs something."""

from urllib.parse import urlsplit

from entredon.log.registry import Refused

LONGEST = 500


def checked(text: str) -> str:
    """An address as it was typed, without spaces around it. Raises Refused for what is none."""
    link = text.strip()
    if len(link) > LONGEST:
        raise Refused("A link has at most {most} characters; this one has {count}.", most=LONGEST, count=len(link))
    if not fit(link):
        raise Refused("A link is the address of a page, such as https://example.org/lid.")
    return link


def fit(link: str) -> bool:
    """Whether an address leads to a page: by http or https, at some host, in one line."""
    if len(link) > LONGEST or not link.lower().startswith(("http://", "https://")):
        return False
    if not link.isprintable() or " " in link:
        return False
    try:
        return bool(urlsplit(link).hostname)
    except ValueError:
        return False

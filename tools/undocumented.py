"""What the program has and the documentation doesn't name: kinds of entries, commands, settings, pages; and dead links."""

import inspect
import os
import re
from collections.abc import Iterator
from pathlib import Path

from tools import reference

ROOT = Path(__file__).resolve().parent.parent
REFERENCE = ROOT / "docs" / "reference"
SETTING = re.compile(r"\bENTREDON_[A-Z][A-Z_]*\b")
LINK = re.compile(r"\[[^\]\n]*\]\(([^)\s]+)\)")

# Left out on purpose, each with its reason.
UNNAMED_SETTINGS = {
    "ENTREDON_SUITE": "set by the test suite for itself",
    "ENTREDON_MEMORY": "set by verify and by commands on a mirror, for their own process",
}
UNNAMED_PAGES = {"static/<path:path>": "files of ours, not a page"}


def ready() -> None:
    """Make Django know its apps, so that the program can be asked what it has."""
    import django
    from django.apps import apps

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "entredon.site.settings")
    if not apps.ready:
        django.setup()


def read(name: str) -> str:
    """A page of the reference; empty when it isn't there, so that everything on it is found missing."""
    try:
        return (REFERENCE / name).read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""


def settings_in_code() -> set[str]:
    """Names of environment variables that the program reads."""
    found: set[str] = set()
    for path in sorted((ROOT / "src").rglob("*.py")):
        if "tests" not in path.parts:
            found |= set(SETTING.findall(path.read_text(encoding="utf-8")))
    return found


def settings() -> Iterator[str]:
    """Settings that docs/reference/settings.md lacks, or that it names and nobody reads."""
    text = read("settings.md")
    used = settings_in_code() - UNNAMED_SETTINGS.keys()
    yield from (f"docs/reference/settings.md doesn't name {name}" for name in sorted(used) if f"`{name}`" not in text)
    named = set(SETTING.findall(text))
    yield from (f"docs/reference/settings.md names {name}, which nothing reads" for name in sorted(named - used))


def routes() -> list[str]:
    """The addresses of all pages, as urls.py writes them: c/<slug:slug>/made."""
    from django.urls import URLPattern, URLResolver, get_resolver

    def walk(patterns: list[URLPattern | URLResolver], before: str) -> Iterator[str]:
        for pattern in patterns:
            here = before + str(pattern.pattern)
            if isinstance(pattern, URLResolver):
                yield from walk(pattern.url_patterns, here)
            else:
                yield here

    return sorted(set(walk(get_resolver().url_patterns, "")))


def shown(route: str) -> str:
    """A route as people read it, whether it was written as a path or as a pattern: /c/<slug>/made."""
    plain = re.sub(r"\(\?P(<\w+>)[^()]*\)", r"\1", route)
    plain = re.sub(r"<[a-z_0-9]+:([a-z_0-9]+)>", r"<\1>", plain)
    return "/" + re.sub(r"[\^$\\]", "", plain)


def pages() -> Iterator[str]:
    """Addresses that docs/reference/pages.md lacks."""
    text = read("pages.md")
    for route in routes():
        if route not in UNNAMED_PAGES and f"`{shown(route)}`" not in text:
            yield f"docs/reference/pages.md doesn't name `{shown(route)}`"


def links(found: list[Path]) -> Iterator[str]:
    """Links between pages that lead nowhere."""
    for page in found:
        text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
        for target in LINK.findall(text):
            if re.match(r"[a-z]+:", target):
                continue
            name, _, anchor = target.partition("#")
            other = (page.parent / name).resolve() if name else page
            if not other.exists():
                yield f"{page.relative_to(ROOT)} links to {target}, which isn't there"
            elif anchor and other.suffix == ".md" and anchor not in anchors(other):
                yield f"{page.relative_to(ROOT)} links to {target}, but that page has no such heading"


def anchors(page: Path) -> set[str]:
    """The headings of a page, in the form in which links name them."""
    heads = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


CHECKS = {"kinds and commands": reference.stale, "settings": settings, "pages": pages}


def all_troubles(found: list[Path]) -> Iterator[str]:
    """Everything that is left undocumented. A check that can't run says so instead of hiding the others."""
    for name, check in CHECKS.items():
        try:
            yield from check()
        except Exception as trouble:  # half a program, say in the middle of a change
            yield f"could not look at the {name}: {type(trouble).__name__}: {trouble} ({inspect.getfile(check)})"
    yield from links(found)

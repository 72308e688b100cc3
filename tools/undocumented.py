"""What the program has and the documentation doesn't name: kinds of entries, settings, commands, options, pages, links."""

import inspect
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

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


def kinds() -> Iterator[str]:
    """Kinds of entries, with the fields of their facts, that docs/reference/entries.md lacks; and kinds it invents."""
    from entredon.log import registry

    text = read("entries.md")
    sections = {part.split("`", 1)[0]: part for part in text.split("\n### `")[1:]}
    known = registry.kinds()
    for kind, versions in sorted(known.items()):
        section = sections.get(kind, "")
        if not section:
            yield f"docs/reference/entries.md has no section '### `{kind}`'"
            continue
        fact = versions[-1].fact
        for field in (*fact.__struct_encode_fields__, *fact.texts):
            if f"`{field}`" not in section:
                yield f"docs/reference/entries.md: the section on {kind} doesn't name its field `{field}`"
    for kind in sorted(sections.keys() - known.keys()):
        yield f"docs/reference/entries.md tells of {kind}, which no rule knows"


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


def commands_there() -> dict[str, Any]:
    """The commands of ``entredon`` by name, as click knows them."""
    import importlib

    import typer

    from entredon.cli.main import COMMANDS

    app = typer.Typer()
    for name, (module, function) in COMMANDS.items():
        app.command(name)(getattr(importlib.import_module(module), function))
    return dict(getattr(typer.main.get_command(app), "commands", {}))


def commands() -> Iterator[str]:
    """Commands, arguments and options that docs/reference/commands.md lacks, and commands it invents."""
    sections = {part.split("`", 1)[0].split()[0]: part for part in read("commands.md").split("\n### `entredon ")[1:]}
    there = commands_there()
    for name, command in sorted(there.items()):
        section = sections.get(name, "")
        if not section:
            yield f"docs/reference/commands.md has no section '### `entredon {name}'"
            continue
        for parameter in command.params:
            options = [o for o in parameter.opts if o.startswith("--")] or [parameter.human_readable_name.upper()]
            if options[0] != "--help" and not any(option in section for option in options):
                yield f"docs/reference/commands.md: the section on {name} doesn't name {options[0]}"
    for name in sorted(sections.keys() - there.keys()):
        yield f"docs/reference/commands.md tells of entredon {name}, which isn't there"


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
    """A route as people read it: /c/<slug>/made."""
    plain = re.sub(r"<[a-z_0-9]+:([a-z_0-9]+)>", r"<\1>", route.replace("^", "").replace("$", ""))
    return "/" + plain


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


CHECKS = {check.__name__: check for check in (kinds, settings, commands, pages)}


def all_troubles(found: list[Path]) -> Iterator[str]:
    """Everything that is left undocumented. A check that can't run says so instead of hiding the others."""
    for name, check in CHECKS.items():
        try:
            yield from check()
        except Exception as trouble:  # half a program, say in the middle of a change
            yield f"could not look at the {name}: {type(trouble).__name__}: {trouble} ({inspect.getfile(check)})"
    yield from links(found)

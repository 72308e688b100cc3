"""Can Django parse every template, and does each keep to the content security policy? Part of ./dev lint."""

import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))

# The policy lets only our own files through: what stands inline would silently do nothing.
INLINE = {
    r"<style\b": "a <style> block; styles live in frontend/src",
    r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/(?:ld\+)?json\")": "an inline <script>; scripts live in frontend/src",
    r"\sstyle\s*=": "a style attribute; use a class, or an SVG attribute",
    r"\son[a-z]+\s*=\s*[\"']": "an event attribute; listen in frontend/src",
    r"javascript:": "a javascript: address",
}

# No page of ours: a file that people take away and open by itself, where no other file may be asked for. Its policy is its own.
BY_ITSELF = "people/everything_index.html"


def templates() -> Iterator[tuple[Path, str]]:
    """Every template with the name Django knows it by."""
    for path in sorted((ROOT / "src").rglob("templates/**/*")):
        if path.is_file():
            name = path.as_posix().rpartition("/templates/")[2]
            yield path, name


def troubles() -> Iterator[str]:
    """A line for each template that can't be parsed or holds something inline."""
    import django
    from django.template import TemplateDoesNotExist, TemplateSyntaxError
    from django.template.loader import get_template

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "entredon.site.settings")
    django.setup()
    for path, name in templates():
        shown = path.relative_to(ROOT)
        try:
            get_template(name)
        except (TemplateSyntaxError, TemplateDoesNotExist) as trouble:
            yield f"{shown}: {trouble}"
        if name == BY_ITSELF:
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            yield from (f"{shown}:{number}: {why}" for pattern, why in INLINE.items() if re.search(pattern, line))


if __name__ == "__main__":
    found = list(troubles())
    print(*found, sep="\n")
    sys.exit(1 if found else 0)

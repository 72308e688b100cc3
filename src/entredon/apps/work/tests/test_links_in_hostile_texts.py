"""Links in texts that are made to take long, or that only show how links are written."""

import os
import subprocess
import sys

import pytest

from entredon.apps.work import links_pages

RUNS = {"`": 100_000, "` ": 50_000, "`a": 50_000, "``a`": 25_000, "[[": 50_000, "~~~\n": 25_000, "a": 100_000}
LATE = 60.0
"""Seconds that none of these comes near, unless it takes the square of its length: then it takes minutes."""


def test_runs_of_backticks_are_read_in_bounded_time() -> None:
    """Another process reads them, for what is stuck in a pattern can't be stopped from inside."""
    program = (
        "import django; django.setup()\n"
        "from entredon.apps.work import links_pages\n"
        f"for text, count in {RUNS!r}.items():\n"
        "    links_pages._WIKI.sub('', text * count)\n"
        "    links_pages.links('merel', text * count)\n"
    )
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "entredon.site.settings"}
    subprocess.run([sys.executable, "-c", program], check=True, timeout=LATE, env=environment)


@pytest.mark.parametrize(("text", "pages"), [
    ("`[[Door]]`", []), ("``[[Door]]``", []), ("`a` [[Door]] `b`", ["Door"]), ("``a` [[Door]]", ["Door"]),
    ("```\n[[Door]]\n```\n[[Wall]]", ["Wall"]), ("[[Door]]" + "*" * 9_000, []), ("[[Door]]" + "\r" * 7_000, []),
])  # fmt: skip
def test_code_and_texts_shown_as_written_have_no_links(text: str, pages: list[str]) -> None:
    assert [found.page for found in links_pages.links("merel", text).pages] == pages

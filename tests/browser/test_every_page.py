"""Every page in a real browser: on a desk and on a phone, light and dark, and as a screen reader has it."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

DESK, PHONE, SMALLEST = (1280, 900), (390, 844), (320, 640)
NAMES = [
    "all commons", "home", "library", "creation", "version", "value", "would", "two rules", "sharing rule", "share-out",
    "a person’s money", "value of a version by the pot", "value of one kind",
    "what waits for a word", "what was given to a version", "a contribution", "telling what you did",
    "an income that waits", "joining", "an invitation nobody made", "roles", "claiming", "how it was published",
    "after objecting", "founding",
    "value asked wrongly", "reasons", "people", "person", "record", "record of one kind", "receipt", "check", "proves",
    "signing in", "signing up", "asking for a link", "asking for a new password", "where the letter is",
    "writing to the stewards", "objecting", "styleguide", "not there",
]  # fmt: skip


HEADLINES = {"all commons", "home"}
"""Pages with a headline of their own; of all others the title is the one question that they answer."""


@contextmanager
def opened(chromium, node, path: str, size=DESK, scheme="light", **options) -> Iterator:
    """A page in a window of its own, that notes what went wrong and whom it asked."""
    width, height = size
    context = chromium.new_context(viewport={"width": width, "height": height}, color_scheme=scheme, **options)
    page = context.new_page()
    page.troubles, page.strangers = [], []
    page.on("console", lambda m: page.troubles.append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: page.troubles.append(str(error)))
    page.on("request", lambda r: None if r.url.startswith((node.address, "data:")) else page.strangers.append(r.url))
    page.goto(node.address + path)
    try:
        yield page
    finally:
        context.close()


LOOKS = {
    "runOnly": ["color-contrast", "target-size", "scrollable-region-focusable", "meta-viewport", "link-in-text-block"]
}
"""The rules of axe whose verdict depends on theme and width; the others hold for the same HTML anywhere."""


def findings(page, options=None) -> list[str]:
    """What axe finds, as lines that name the rule and the element."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, options=options).response["violations"]
    return [f"{v['id']} ({v['impact']}): {n['html'][:160]}" for v in found for n in v["nodes"]]


@pytest.mark.parametrize("name", NAMES)
def test_a_page_is_whole_on_a_desk(chromium, node, pages, name):
    with opened(chromium, node, pages[name]) as page:
        assert page.locator("h1").count() == 1
        assert page.title().endswith(("Entredon", "Merel"))
        assert page.title().startswith(page.locator("h1").inner_text()) or name in HEADLINES, page.title()
        assert page.context.cookies() == [], "visitors have no cookie"
        assert findings(page) == []
        # The browser itself notes that a page answered 404; that is meant.
        assert [t for t in page.troubles if not (name == "not there" and "404" in t)] == []
        assert page.strangers == []


@pytest.mark.parametrize("name", NAMES)
def test_a_page_is_whole_on_a_phone_in_the_dark(chromium, node, pages, name):
    with opened(chromium, node, pages[name], PHONE, "dark", has_touch=True) as page:
        assert findings(page, LOOKS) == []
        page.set_viewport_size({"width": SMALLEST[0], "height": SMALLEST[1]})
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= SMALLEST[0], f"the page is {wide} px wide"


def test_every_page_of_the_list_is_walked(pages):
    assert set(NAMES) == set(pages)

"""Somebody new gives something: from the landing page to a contribution that is sent, in few steps; and then it is hers."""

import re
import time
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page

from tests.browser.conftest import Node
from tests.browser.test_every_page import findings
from tests.browser.test_from_a_thought_to_cents import HOME, Loft
from tests.browser.test_from_a_thought_to_cents import loft as loft

NAME, EMAIL = "Rik Roerdomp", "rik.roerdomp@example.org"
WORDS = "Filed the burrs off forty brackets."


class Counted:
    """A visitor's way: each thing she does is a step, each address she sees a page."""

    def __init__(self, page: Page) -> None:
        self.page, self.steps = page, 0
        self.pages = [self._here()]

    def _here(self) -> str:
        return re.sub(r"^https?://[^/]+|\?.*$", "", self.page.url)

    def do(self, act: Callable[[], object]) -> None:
        act()
        self.steps += 1
        self.page.wait_for_load_state()
        if self._here() != self.pages[-1]:
            self.pages.append(self._here())


def test_from_the_landing_page_to_a_contribution_that_is_sent(chromium, loft: Loft):
    with loft.running():
        walks(chromium, loft.node)


def walks(chromium, node: Node) -> None:
    context = chromium.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(f"{node.address}/")
    way = Counted(page)
    way.do(lambda: page.locator(f"a.card[href='{HOME}']").click())
    way.do(lambda: page.get_by_role("link", name="Tell what you have done", exact=True).first.click())
    assert findings(page) == []
    way.do(lambda: page.fill("[name=note]", WORDS))
    way.do(lambda: page.locator(".kinds .chips label").first.click())
    way.do(lambda: page.get_by_role("button", name="Tell it", exact=True).click())
    sent = way.pages[:-1]
    assert way.steps <= 10
    assert sent == ["/", HOME, f"{HOME}work/tell/"], "three pages, and what comes after is coming in"
    assert context.cookies() == [], "nothing is asked of her before"
    comes_in(page, node)
    go = page.locator("main")
    assert WORDS in go.inner_text()
    assert NAME in go.inner_text()
    context.close()


def comes_in(page: Page, node: Node) -> None:
    """An account by a letter, then a place among the members; what she wrote is told at the end of it."""
    page.get_by_label("What others call you").fill(NAME)
    page.get_by_label("Your e-mail address").fill(EMAIL)
    page.get_by_role("button", name="Make my account", exact=True).click()
    page.goto(link_in(letter(node)))
    page.get_by_role("button", name="Yes, make my account", exact=True).click()
    for _ in range(4):
        if page.get_by_text("Recorded.").count():
            return
        if page.locator("main [name=name]").count():
            page.locator("main [name=name]").fill(NAME)
        page.locator("main form button.button").first.click()
        page.wait_for_load_state()
    raise AssertionError(page.inner_text("main"))


def letter(node: Node) -> str:
    for _ in range(150):
        letters = sorted(Path(node.home, "mail").glob(f"*{EMAIL}*"), key=lambda path: path.stat().st_mtime_ns)
        if found := [
            text for text in (path.read_text(encoding="utf-8") for path in letters) if "/account/link/" in text
        ]:
            return found[-1]
        time.sleep(0.2)
    raise AssertionError("no letter came")


def link_in(text: str) -> str:
    return next(line.strip() for line in text.splitlines() if line.startswith("    http"))

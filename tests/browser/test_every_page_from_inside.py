"""Every page as those see it who are in: a steward with all that waits for her, and a member who has just been let in."""

import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from tests.browser.test_every_page import DESK, LOOKS, PHONE, SMALLEST, findings, opened

C, OWN = "/c/merel/", "/c/entredon/"
STEWARD, MEMBER = "ada@merel.example", "mira@example.org"
OF_BOTH = {
    "all commons": lambda look: "/",
    "account": lambda look: "/account/",
    "addresses": lambda look: "/account/email/",
    "a first password": lambda look: "/account/password/set/",
    "signing out": lambda look: "/account/logout/",
    "founding": lambda look: "/found",
    "home": lambda look: C,
    "joining": lambda look: f"{C}join/",
    "people": lambda look: f"{C}people/",
    "myself": lambda look: f"{C}people/me/",
    "erasing a text": lambda look: f"{C}people/me/erase/name/",
    "leaving": lambda look: f"{C}people/leave/",
    "who asks": lambda look: f"{C}people/asking/",
    "inviting": lambda look: f"{C}people/invite/",
    "roles": lambda look: f"{C}people/roles/",
    "claiming": lambda look: f"{C}people/claim/",
    "what waits for a word": lambda look: f"{C}work/",
    "what was given to a version": lambda look: look(f"{C}work/", rf"{C}work/[0-9a-f.]{{10,}}/"),
    "a contribution": lambda look: look(f"{C}work/", rf"{C}work/c/[0-9a-f.]+/"),
    "telling what you did": lambda look: f"{C}work/tell/",
    "money": lambda look: f"{C}value/",
    "what an amount would bring": lambda look: f"{C}value/would/",
    "an income that waits": lambda look: look(f"{C}value/", rf"{C}value/income/[0-9a-f]+/"),
    "a share-out": lambda look: look(f"{C}value/", rf"{C}value/s/[0-9a-f]+/"),
    "my money": lambda look: look(f"{C}people/me/", rf"{C}value/person/[^\"/?]+/"),
    "somebody’s money": lambda look: look(f"{C}value/would/", rf"{C}value/would/[^\"/?]+/"),
    "sharing rule": lambda look: f"{C}value/rule/",
    "two rules": lambda look: f"{C}value/compare/?association=20",
    "writing to the stewards": lambda look: f"{C}write/",
    "record": lambda look: f"{C}record/",
    "receipt": lambda look: look(f"{C}record/", rf"{C}e/[0-9a-f]+/"),
}
"""Addresses by name. ``look`` finds the first link on a page that looks so, as she sees the page."""
OF_A_STEWARD = {
    "claims": lambda look: f"{C}people/claims/",
    "accepting": lambda look: f"{look(f'{C}work/', rf'{C}work/[0-9a-f.]{{10,}}/')}accept/",
    "accepting, once more": lambda look: f"{look(f'{C}work/', rf'{C}work/[0-9a-f.]{{10,}}/')}accept/sure/",
    "what came in": lambda look: f"{C}value/received/",
    "adopting a rule": lambda look: f"{C}value/rule/?adopt=contributions%401&way=fixed",
    "what people wrote": lambda look: f"{C}write/all/",
    "one message": lambda look: look(f"{C}write/all/", rf"{C}write/[0-9]+/"),
    "a draft of her own": lambda look: OWN,
    "publishing it": lambda look: f"{OWN}publish/",
}
OF_A_MEMBER = {
    "not for her": lambda look: f"{C}people/claims/",
    "what came in, not for her": lambda look: f"{C}value/received/",
}
WALK = [
    *(("steward", name) for name in OF_BOTH | OF_A_STEWARD),
    *(("member", name) for name in OF_BOTH | OF_A_MEMBER),
]
REFUSED = {"not for her", "what came in, not for her"}


@dataclass(frozen=True)
class Insiders:
    """The sessions of both, and how a page is looked at with them."""

    sessions: dict[str, object]
    chromium: object
    node: object

    def link(self, who: str) -> Callable[[str, str], str]:
        """A function that finds the first link on a page which looks so, as she sees it."""

        def found(path: str, pattern: str) -> str:
            context = self.chromium.new_context(storage_state=self.sessions[who])
            try:
                text = context.request.get(self.node.address + path).text()
            finally:
                context.close()
            links = re.findall(rf'href="({pattern})[^"]*"', text)
            assert links, f"no link on {path} looks like {pattern}"
            return str(links[0])

        return found


@pytest.fixture(scope="module")
def insiders(chromium, node) -> Insiders:
    """Ada, who looks after the sample; and Mira, who asked to be let in and was. Something is written, so that it waits."""
    sessions: dict[str, object] = {}
    with (
        opened(chromium, node, node.way_in(STEWARD)) as ada,
        opened(chromium, node, node.way_in(MEMBER, "--new")) as mira,
    ):
        for page in (ada, mira):
            page.locator("main form button").first.click()
        mira.goto(f"{node.address}{C}join/")
        mira.get_by_label("Your name").fill("Mira Mees")
        mira.locator("main form button").first.click()
        ada.goto(f"{node.address}{C}people/asking/")
        if ada.get_by_text("Mira Mees").count():
            ada.locator("main form button").first.click()
        mira.goto(f"{node.address}{C}write/")
        mira.get_by_label("What do you want to tell them?").fill("Who brings the folder on Saturday?")
        mira.get_by_role("button", name="Send it").click()
        sessions = {"steward": ada.context.storage_state(), "member": mira.context.storage_state()}
    return Insiders(sessions, chromium, node)


@pytest.mark.parametrize(("who", "name"), WALK)
def test_a_page_is_whole_for_who_is_in(insiders: Insiders, chromium, node, who: str, name: str):
    path = (OF_BOTH | OF_A_STEWARD | OF_A_MEMBER)[name](insiders.link(who))
    session = {"storage_state": insiders.sessions[who]}
    with opened(chromium, node, path, **session) as page:
        assert page.locator("h1").count() == 1
        assert "/account/login/" not in page.url
        headline = page.locator("h1").inner_text()
        assert page.title().startswith(headline) or name in ("home", "all commons", "a draft of her own"), page.title()
        assert findings(page) == []
        # The browser itself notes that a page answered 403; that is meant where it isn't for her.
        assert [trouble for trouble in page.troubles if not (name in REFUSED and "403" in trouble)] == []
        assert page.strangers == []
        page.emulate_media(color_scheme="dark")
        page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
        assert findings(page, LOOKS) == []
        page.set_viewport_size({"width": SMALLEST[0], "height": SMALLEST[1]})
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= SMALLEST[0], f"the page is {wide} px wide"


def test_the_keyboard_is_seen_wherever_it_is(insiders: Insiders, chromium, node):
    """On the pages with the most to press: whatever has the focus shows it, and nothing that has it is out of sight."""
    for path in (f"{C}people/me/", f"{C}value/rule/?way=fixed", f"{C}value/compare/", f"{C}people/asking/", "/found"):
        with opened(chromium, node, path, DESK, storage_state=insiders.sessions["steward"]) as page:
            for _ in range(60):
                page.keyboard.press("Tab")
                unseen = page.evaluate(
                    """() => {
                        const e = document.activeElement
                        if (e === document.body) return ''
                        const marked = [e, e.closest('label'), e.nextElementSibling, e.parentElement].filter(Boolean).some(
                            (x) => [null, '::before', '::after'].some((part) => getComputedStyle(x, part).outlineStyle !== 'none')
                        )
                        const box = e.getBoundingClientRect()
                        return marked && box.width && box.height ? '' : e.outerHTML.slice(0, 160)
                    }"""
                )
                assert not unseen, f"{path}: {unseen}"

"""First act, then account, with a real browser and real letters; and the same by keyboard alone, without JavaScript."""

import time
from pathlib import Path

import pytest

from tests.browser.test_every_page import PHONE, findings, opened

IDEA = "Could the sill be folded from one sheet?"
STEWARD = "ada@merel.example"
PASSWORD = "four words are plenty"


def link_for(node, address: str) -> str:
    """The link in the newest letter to an address; the task worker needs a moment."""
    for _ in range(100):
        letters = sorted(Path(node.home, "mail").glob(f"*{address}*"))
        if letters:
            lines = letters[-1].read_text(encoding="utf-8").splitlines()
            return next(line.strip() for line in lines if line.startswith("    http"))
        time.sleep(0.2)
    raise AssertionError(f"no letter to {address} came")


@pytest.mark.parametrize(("scripts", "address"), [(True, "nora@example.org"), (False, "noah@example.org")])
def test_a_visitor_writes_then_makes_an_account_then_sends_it(chromium, node, scripts, address) -> None:
    with opened(chromium, node, "/c/merel/write/", PHONE, java_script_enabled=scripts) as page:
        page.get_by_label("What do you want to tell them?").fill(IDEA)
        page.get_by_role("button", name="Send it").click()
        assert page.context.cookies() == []
        assert page.get_by_text("What you typed is kept for you").is_visible()
        page.get_by_label("What others call you").fill("Nora Nachtegaal")
        page.get_by_label("Your e-mail address").fill(address)
        page.get_by_label("A password").fill(PASSWORD)
        page.get_by_role("button", name="Make my account").click()
        assert page.get_by_role("heading", level=1).inner_text() == "Have you got post?"
        assert page.context.cookies() == []
        page.goto(link_for(node, address))
        page.get_by_role("button", name="Yes, make my account").click()
        assert page.get_by_text(IDEA).is_visible()
        page.get_by_role("button", name="Yes, send it").click()
        assert page.get_by_text("It is sent.").is_visible()
        [cookie] = page.context.cookies()
        assert (cookie["name"], cookie["httpOnly"], cookie["sameSite"]) == ("entredon", True, "Lax")
        for path in ("/account/", "/account/email/", "/account/password/change/", "/account/logout/"):
            page.goto(node.address + path)
            assert page.locator("h1").count() == 1
            if scripts:
                assert findings(page) == []
            assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]


def test_the_steward_of_the_sample_answers_by_keyboard_alone(chromium, node) -> None:
    with opened(chromium, node, node.way_in(STEWARD)) as page:

        def tab_to(name: str) -> None:
            for _ in range(40):
                page.keyboard.press("Tab")
                focused = page.evaluate(
                    "document.activeElement.innerText || document.activeElement.labels?.[0]?.innerText"
                )
                if focused and focused.strip() == name:
                    return
            raise AssertionError(f"the keyboard does not reach {name}")

        tab_to("Yes, let me in")
        page.keyboard.press("Enter")
        page.wait_for_url("**/account/")
        page.goto(f"{node.address}/c/merel/write/")
        tab_to("What do you want to tell them?")
        page.keyboard.type("Who brings the folder on Saturday?")
        tab_to("Send it")
        page.keyboard.press("Enter")
        page.wait_for_url("**/?sent=1")
        tab_to("Your answer")
        page.keyboard.type("I do.")
        tab_to("Send the answer")
        page.keyboard.press("Enter")
        page.wait_for_selector("text=The answer")
        assert page.get_by_text("I do.").is_visible()
        assert findings(page) == []
        page.goto(f"{node.address}/c/merel/write/all/")
        assert findings(page) == []


def test_the_link_of_the_start_is_printed_below_the_address(node) -> None:
    lines = (node.home / "out").read_text(encoding="utf-8").splitlines()
    place = next(n for n, line in enumerate(lines) if line.startswith("Entredon is at "))
    assert f"{node.address.replace('127.0.0.1', 'localhost')}/account/link/" in lines[place + 1]

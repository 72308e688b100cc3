"""Talking in a browser: names are suggested, a preview follows, and what others say comes by itself without moving what one types."""

import re

from tests.browser.conftest import Node
from tests.browser.looking import Windows

SOON = 10_000


def test_two_talk_and_nobody_loses_what_she_types(node: Node, windows: Windows) -> None:
    ada = windows.page("steward")
    ada.goto(f"{node.address}/c/merel/social/new/")
    ada.get_by_label("What is it about?").fill("Which bell?")
    words = ada.get_by_label("What do you say?")
    words.press_sequentially("A **loud** one, @Ada Zwa")
    ada.locator(".suggested button").first.click(timeout=SOON)
    assert "@Ada Zwaluw " in words.input_value()
    ada.locator(".preview strong").wait_for(timeout=SOON)
    ada.get_by_role("button", name="Open the topic").click()
    ada.wait_for_url(re.compile(r"/social/t/"))
    address = ada.url.partition("#")[0]
    other = ada.context.new_page()
    other.clock.install()
    other.goto(address)
    other.locator("#say textarea").first.fill("I am typing")
    ada.locator("#say textarea").first.fill("Or two of them")
    ada.get_by_role("button", name="Say it").click()
    ada.locator(".post").nth(1).wait_for()
    other.clock.fast_forward(16_000)
    shows = other.get_by_role("button", name="Something new was said")
    shows.wait_for(timeout=SOON)
    assert other.locator(".post").count() == 1
    shows.click()
    assert "Or two of them" in other.locator(".post").nth(1).inner_text()
    assert other.locator("#say textarea").first.input_value() == "I am typing"

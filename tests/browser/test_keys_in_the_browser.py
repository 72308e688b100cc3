"""Keys with the browser's own authenticator: a passkey is added, signs a new key and a withdrawal; two helpers let somebody in."""

import re
import subprocess
import sys
from contextlib import AbstractContextManager
from dataclasses import replace

import pytest

from tests.browser.conftest import ROOT, environment
from tests.browser.test_every_page import PHONE, findings, opened
from tests.browser.test_signing_in_with_a_passkey import authenticator, heading

KEYS = "/c/merel/people/me/keys/"
LET_IN = """
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "entredon.site.settings"
import django
django.setup()
from entredon.apps.people import account_links, accounts, joining
from entredon.apps.people.models import Persona
ada = Persona.objects.get(account=account_links.known("ada@merel.example"), commons="merel")
for name in ("Kira", "Liv", "Moos"):
    account = account_links.newcomer(f"{name.lower()}@example.org", name)
    account_links.prove(account)
    joining.enter(account, "merel", {"name": name}, [accounts.key_of(ada)])
"""
"""Three are let in by the steward of the sample."""


@pytest.fixture(scope="module")
def named(node):
    """The same node by a name: browsers give passkeys to no address of numbers. Kira, Liv and Moos are in."""
    argv = [sys.executable, "-c", LET_IN]
    subprocess.run(argv, cwd=ROOT, env=environment(node.home), check=True, capture_output=True, timeout=90)
    return replace(node, address=node.address.replace("127.0.0.1", "localhost"))


def signed_in(chromium, named, who: str, *more: str) -> AbstractContextManager:
    """A page of somebody's browser, signed in."""
    return opened(chromium, named, named.way_in(f"{who}@example.org", *more), PHONE)


def come_in(page) -> None:
    page.get_by_role("button", name="Yes, let me in").click()
    page.wait_for_url("**/account/")


def fits(page) -> None:
    """No fault that a program can find, and nothing wider than a phone."""
    assert findings(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]


def press(page, name: str, lands: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()
    page.wait_for_url(re.compile(lands))


def test_a_passkey_is_added_signs_a_new_key_and_its_own_end(chromium, named) -> None:
    at = named.address
    with signed_in(chromium, named, "kira") as page:
        trouble: list[str] = []
        page.on("console", lambda said: trouble.append(said.text) if said.type == "error" else None)
        authenticator(page)
        come_in(page)
        page.goto(at + KEYS)
        fits(page)
        page.get_by_role("link", name="Add a passkey").click()
        fits(page)
        page.get_by_label("What do you call it?").fill("Kira's phone")
        press(page, "Add a passkey", r"/keys/\?said=[0-9a-f]{64}$")
        assert page.get_by_text("Kira's phone").first.is_visible()
        assert page.get_by_text("Only your passkey can change that").is_visible()
        fits(page)
        page.goto(f"{at}{KEYS}new/")
        fits(page)
        press(page, "Make a new key, with my passkey", r"/keys/\?said=")
        assert page.get_by_text("What signed for me earlier").is_visible()

        page.get_by_role("link", name="Withdraw Kira's phone").click()
        fits(page)
        press(page, "Withdraw it, with my passkey", r"/keys/\?said=")
        assert not page.get_by_text("Only your passkey can change that").is_visible()
        assert trouble == []


def test_two_helpers_let_somebody_back_in(chromium, named) -> None:
    at = named.address
    with signed_in(chromium, named, "moos") as page:
        come_in(page)
        page.goto(f"{at}{KEYS}helpers/")
        fits(page)
        for name in ("Kira", "Liv"):
            page.get_by_label("Find a member by name").fill(name)
            page.get_by_role("button", name="Find", exact=True).click()
            page.get_by_label(name, exact=True).check()
        page.get_by_label("How many of them does it take?").fill("2")
        press(page, "Choose them", r"/helpers/\?said=")
        fits(page)
    with signed_in(chromium, named, "moos.again", "--new", "--name", "Moos, again") as page:
        come_in(page)
        page.goto(f"{at}/c/merel/people/lost/")
        fits(page)
        page.get_by_label("Who are you here?").select_option(label="Moos")
        page.get_by_label("A word to those you chose, if you like").fill("My phone lies in the river. Call me at work.")
        press(page, "Ask them", r"/lost/$")
        assert heading(page) == "Those you chose are asked"
        fits(page)
        for helper in ("kira", "liv"):
            with signed_in(chromium, named, helper) as other:
                come_in(other)
                other.goto(f"{at}/c/merel/people/vouching/")
                assert other.get_by_text("Call me at work.").is_visible()
                fits(other)
                press(other, "Yes, I have made sure that it is her", r"/vouching/\?said=")
                assert other.get_by_text("You have vouched for her.").is_visible()
        page.reload()
        assert heading(page) == "You can come back"
        fits(page)
        press(page, "Come back", r"/keys/\?said=")
        assert page.get_by_text("Kept here for me").first.is_visible()
    with signed_in(chromium, named, "moos") as page:
        come_in(page)
        answered = page.goto(at + KEYS)
        assert answered is not None
        assert answered.status == 403

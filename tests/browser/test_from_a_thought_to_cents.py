"""From a first thought to cents, in a browser: Vera has an idea, Ada makes a need of it, Bob and Cleo take it and agree how to split
it; both tell from a phone what they did; it is looked at, released, sold and shared. Vera sees what became of her idea.
"""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import ROOT, environment, free_port
from tests.browser.test_every_page import findings
from tests.browser.test_the_whole_circle import Place, go, h1, press, recorded, somebody

HOME = "/c/loft/"
TITLE = "A gutter above the door"
NEED = "Fold a gutter that any sheet shop can make"
PHONE = {"width": 390, "height": 844}


class Loft(Place):
    """A node on which four people live, and who they are."""

    people: dict[str, str]
    sessions: dict[str, str]

    def environment(self) -> dict[str, str]:
        clock = {"ENTREDON_TEST_CLOCK": self.at.isoformat()} if self.at else {}
        return environment(self.folder / "node") | clock | {"ENTREDON_SUITE": "1", "ENTREDON_SAMPLES": "none"}


@pytest.fixture
def loft(tmp_path: Path) -> Loft:
    made = Loft(tmp_path, free_port())
    argv = [sys.executable, "-m", "tests.browser.four_people"]
    env = made.environment()
    done = subprocess.run(argv, cwd=ROOT, env=env, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    made.people, made.sessions = told["people"], told["sessions"]
    return made


@contextmanager
def all_of_them(chromium: object, loft: Loft) -> Iterator[dict[str, Page]]:
    """A window for each of the four, signed in; Bob's and Cleo's are as small as a phone."""
    with ExitStack() as stack:
        windows = {}
        for name, value in loft.sessions.items():
            cookie = {"name": "entredon", "value": value, "domain": "127.0.0.1", "path": "/"}
            state = {
                "cookies": [{**cookie, "expires": -1, "httpOnly": True, "secure": False, "sameSite": "Lax"}],
                "origins": [],
            }
            windows[name] = stack.enter_context(somebody(chromium, loft, storage_state=state))
            if name in ("bob", "cleo"):
                windows[name].set_viewport_size(PHONE)
        yield windows


def test_from_a_thought_to_cents_in_a_browser(chromium, loft: Loft):
    with loft.running(), all_of_them(chromium, loft) as they:
        cabin_is_begun(they["ada"], loft)
        idea = vera_has_an_idea(they["vera"], loft)
        need = it_becomes_a_need(they["ada"], loft, idea)
        for name in ("bob", "cleo"):
            go(they[name], loft, need)
            press(they[name], "I take it")
            recorded(they[name])
        they_agree_on_a_split(they["bob"], they["cleo"], loft, need)
        told = [it_is_told_from_a_phone(they[name], loft, need) for name in ("bob", "cleo")]
        for contribution in told:
            ada_looks(they["ada"], loft, contribution)
        it_is_released(they["ada"], loft)
    loft.at = datetime.now(UTC) + timedelta(days=20)
    with loft.running(), all_of_them(chromium, loft) as they:
        money_comes_and_is_shared(they["ada"], loft)
        vera_sees_what_became_of_it(they["vera"], loft, idea)
        the_whole_replays(loft)


def cabin_is_begun(page: Page, loft: Loft) -> None:
    go(page, loft, f"{HOME}library/new/")
    page.fill("[name=name]", "Cabin")
    press(page, "Begin it")
    recorded(page)


def vera_has_an_idea(page: Page, loft: Loft) -> str:
    go(page, loft, f"{HOME}work/ideas/new/")
    page.fill("[name=title]", TITLE)
    page.fill("[name=text]", "So that nobody gets wet who stands beside an open door.")
    press(page, "Bring it")
    assert TITLE in h1(page)
    assert findings(page) == []
    return page.url.removeprefix(loft.node.address).partition("?")[0]


def it_becomes_a_need(page: Page, loft: Loft, idea: str) -> str:
    """Adopted into a need that is written in the same step, which then gives ten points to two people."""
    go(page, loft, idea)
    page.get_by_role("link", name="Answer it").click()
    page.check("[name=outcome][value=adopted]")
    page.fill("[name=new_needs]", NEED)
    page.select_option("[name=kind]", "design")
    cabin = page.locator("[name=creation] option", has_text="Cabin").first.get_attribute("value")
    page.select_option("[name=creation]", cabin)
    page.fill("[name=points]", "2")
    page.locator("form.answering").get_by_role("button", name="Say it", exact=True).click()
    recorded(page)
    page.locator("main").get_by_role("link", name=NEED).first.click()
    need = page.url.removeprefix(loft.node.address).partition("?")[0]
    go(page, loft, f"{need}change/")
    page.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
    page.fill("[name=places]", "2")
    page.fill("[name=points]", "10")
    page.locator("main form button.button").first.click()
    recorded(page)
    return need


def they_agree_on_a_split(bob: Page, cleo: Page, loft: Loft, need: str) -> None:
    """What doesn't add up is told so, and kept; then seven parts and three, which hold once both have signed."""
    go(bob, loft, need)
    bob.locator("#split details").evaluate("one => one.open = true")
    labels = {name: bob.get_by_label(name).first for name in ("Bob Bakker", "Cleo Kluut")}
    labels["Bob Bakker"].fill("70")
    labels["Cleo Kluut"].fill("40")
    press(bob, "Propose it")
    assert "110" in bob.locator("#split").inner_text()
    assert bob.get_by_label("Cleo Kluut").first.input_value() == "40"
    bob.get_by_label("Cleo Kluut").first.fill("30")
    press(bob, "Propose it")
    recorded(bob)
    go(cleo, loft, need)
    press(cleo, "I agree")
    recorded(cleo)


def it_is_told_from_a_phone(page: Page, loft: Loft, need: str) -> str:
    """One line and a tick."""
    go(page, loft, need)
    page.get_by_role("link", name="Tell what you have done", exact=True).click()
    page.fill("[name=note]", "Folded it from the roof of an old bus.")
    page.check("[name=done]")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    press(page, "Tell it")
    recorded(page)
    return page.url.removeprefix(loft.node.address).partition("?")[0]


def ada_looks(page: Page, loft: Loft, contribution: str) -> None:
    go(page, loft, f"{HOME}work/reviews/")
    assert page.locator(f"a[href^='{contribution}']").count(), "it waits for her look"
    go(page, loft, contribution)
    page.get_by_label("Accept it", exact=True).check(force=True)
    page.locator("#review").get_by_role("button", name="Say it", exact=True).click()
    recorded(page)


def it_is_released(page: Page, loft: Loft) -> None:
    """The version comes out; the idea in it is accepted with all else that nobody has looked at."""
    go(page, loft, f"{HOME}library/")
    page.locator("main").get_by_role("link", name="Cabin", exact=True).first.click()
    page.get_by_role("link", name="Release a version").click()
    page.fill("[name=name]", "0.1")
    press(page, "Release it")
    recorded(page)
    go(page, loft, f"{HOME}work/waiting/")
    page.locator("main").get_by_role("link", name=re.compile("Cabin 0.1|Look at")).first.click()
    page.get_by_role("link", name=re.compile("^Accept ")).click()
    press(page, "Yes, I accept it")
    recorded(page)


def money_comes_and_is_shared(page: Page, loft: Loft) -> None:
    go(page, loft, f"{HOME}value/received/")
    page.get_by_label("How much came in").fill("100")
    page.get_by_label("For which version").select_option(label="Cabin 0.1")
    page.get_by_label("Who paid").fill("Koetswerk Bosuil")
    press(page, "It came in")
    press(page, "Share €100 out now")
    recorded(page)


def vera_sees_what_became_of_it(page: Page, loft: Loft, idea: str) -> None:
    """From any page of the commons in two clicks: her cents, and the sentence that explains them."""
    go(page, loft, f"{HOME}record/")
    page.get_by_role("link", name="What became of my work?").first.click()
    assert h1(page) == "What became of my work?"
    assert findings(page) == []
    page.locator("main").get_by_role("link", name=TITLE).first.click()
    said = page.inner_text("main")
    for part in (TITLE, "Vera Vink", "Cabin 0.1", "€20.00"):
        assert part in said, said
    assert page.locator("main svg").count()
    assert findings(page) == []
    amounts = json.loads(loft.says("share", "loft", "100", "EUR", "--version", "Cabin 0.1", "--accepted", "--json"))
    shares = {row["person"]: row["minor"] for row in amounts["people"]}
    assert shares == {loft.people["vera"]: 2_000, loft.people["bob"]: 5_600, loft.people["cleo"]: 2_400}


def the_whole_replays(loft: Loft) -> None:
    """A copy made from outside has the same digest, reckoned from the entries alone."""
    copy = loft.folder / "copy"
    outside = environment(loft.folder / "elsewhere")

    def run(*argv: str) -> str:
        command = [sys.executable, "-m", "entredon", *argv]
        done = subprocess.run(command, cwd=ROOT, env=outside, capture_output=True, text=True, timeout=120, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    run("mirror", loft.node.address + HOME, str(copy))
    theirs, ours = json.loads(run("verify", str(copy), "--json")), json.loads(loft.says("verify", "loft", "--json"))
    assert theirs["verdict"] == ours["verdict"] == "sound"
    assert (theirs["size"], theirs["root"], theirs["digest"]) == (ours["size"], ours["root"], ours["digest"])
    loft.says("rebuild", "loft")

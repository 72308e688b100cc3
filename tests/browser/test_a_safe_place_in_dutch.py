"""One life in a commons, in Dutch: Nora comes in by a link, adds a passkey, joins, signs on her own machine, is thanked, takes
all that is held about her with her, and goes. The public record is sound before and after, and nothing of her is left in any file.
"""

import io
import json
import re
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from django.utils import translation
from django.utils.translation import gettext
from playwright.sync_api import Page

from tests.browser.conftest import ROOT, Node, environment, free_port, wait_until_up
from tests.browser.test_every_page import findings
from tests.browser.test_signing_in_with_a_passkey import authenticator

HOME = "/c/merel/"
EMAIL = "nora.nachtegaal@example.org"
NAME, PLACE = "Nora Nachtegaal", "Oudezijpe aan de Vliet"
ABOUT = "Ik soldeer graag, vooral op regenachtige zondagen in Oudezijpe."
REASON = "Nora luistert eerst en meet dan pas; dat leerde ze ons allemaal."
SEARCHED = (NAME, PLACE, ABOUT, REASON, EMAIL)


def nl(text: str, **values: object) -> str:
    """A sentence as the Dutch page says it; it must be another one than in English."""
    with translation.override("nl"):
        said = gettext(text)
    assert said != text, f"not translated: {text}"
    return said % values if values else said


@pytest.fixture
def node(tmp_path: Path) -> Iterator[Node]:
    """A node of its own with the sample commons, by a name: browsers give passkeys to no address of numbers."""
    port, out = free_port(), tmp_path / "out"
    argv = [sys.executable, "-m", "entredon", "run", "--port", str(port)]
    with out.open("w") as printed:
        env = {**environment(tmp_path / "node"), "ENTREDON_SAMPLES": "car"}
        process = subprocess.Popen(argv, cwd=ROOT, env=env, stdout=printed, stderr=subprocess.STDOUT)
        found = Node(f"http://127.0.0.1:{port}", tmp_path / "node")
        try:
            wait_until_up(process, found, out)
            yield replace(found, address=f"http://localhost:{port}")
        finally:
            process.terminate()
            process.wait(timeout=30)


@pytest.fixture
def page(chromium, node: Node) -> Iterator[Page]:
    """A Dutch browser with a device that makes passkeys."""
    context = chromium.new_context(locale="nl-BE", viewport={"width": 390, "height": 844})
    page = context.new_page()
    authenticator(page)
    yield page
    context.close()


def entredon(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """A command, on the machine whose folder this is."""
    argv = [sys.executable, "-m", "entredon", *arguments]
    env = {**environment(home), "LANG": "nl_BE.UTF-8", "LC_ALL": "nl_BE.UTF-8"}
    return subprocess.run(argv, cwd=ROOT, env=env, capture_output=True, text=True, timeout=120, check=False)


def is_sound(node: Node) -> None:
    """The public record verifies here, and in a copy made just now."""
    done = entredon(node.home, "verify", "merel", "--json")
    assert (done.returncode, json.loads(done.stdout)["verdict"]) == (0, "sound"), done.stdout + done.stderr
    copy = node.home.parent / f"copy-{time.monotonic_ns()}"
    elsewhere = node.home.parent / "elsewhere"
    assert entredon(elsewhere, "mirror", node.address + HOME, str(copy)).returncode == 0
    assert entredon(elsewhere, "verify", str(copy)).returncode == 0


def letter(node: Node, holding: str) -> str:
    """The newest letter to her in which something stands."""
    for _ in range(150):
        letters = sorted(Path(node.home, "mail").glob(f"*{EMAIL}*"), key=lambda path: path.stat().st_mtime_ns)
        found = [text for path in letters if holding in (text := path.read_text(encoding="utf-8"))]
        if found:
            return found[-1]
        time.sleep(0.2)
    raise AssertionError(f"no letter that says {holding!r}")


def link_in(text: str) -> str:
    return next(line.strip() for line in text.splitlines() if line.startswith("    http"))


def press(page: Page, text: str) -> None:
    page.get_by_role("button", name=nl(text), exact=True).click()


def is_at(page: Page, question: str, **values: object) -> None:
    """The page that answers a question, in Dutch, and nothing wrong with it for whoever can't see it."""
    page.get_by_role("heading", level=1, name=nl(question, **values), exact=True).wait_for()
    assert page.locator("html").get_attribute("lang") == "nl"
    assert findings(page) == []


@contextmanager
def ada_at(node: Node, page: Page, where: str) -> Iterator[Page]:
    """A page as the steward sees it, in a browser of her own."""
    context = page.context.browser.new_context()  # type: ignore[union-attr]
    hers = context.new_page()
    hers.goto(node.address + node.way_in("ada@merel.example"))
    hers.get_by_role("button", name="Yes, let me in").click()
    hers.wait_for_url("**/account/**")
    hers.goto(f"{node.address}{HOME}{where}")
    try:
        yield hers
    finally:
        context.close()


def test_she_comes_stays_and_goes(node: Node, page: Page, tmp_path: Path) -> None:
    is_sound(node)
    signs_up(node, page)
    adds_a_passkey(node, page)
    joins(node, page)
    signs_on_her_own_machine(node, page, tmp_path / "laptop")
    thanks_and_is_thanked(node, page)
    everything = takes_it_with_her(node, page)
    assert all(text in everything for text in (NAME, PLACE, ABOUT, REASON, EMAIL))
    is_sound(node)
    goes(node, page, tmp_path / "laptop")
    assert traces(node) == []
    is_sound(node)


def signs_up(node: Node, page: Page) -> None:
    """Without a password: a letter's link lets her in."""
    page.goto(f"{node.address}/account/signup/")
    is_at(page, "Who would you like to be here?")
    page.get_by_label(nl("What others call you")).fill(NAME)
    page.get_by_label(nl("Your e-mail address")).fill(EMAIL)
    press(page, "Make my account")
    assert page.context.cookies() == []
    page.goto(link_in(letter(node, "http")))
    press(page, "Yes, make my account")
    page.wait_for_url("**/account/**")


def adds_a_passkey(node: Node, page: Page) -> None:
    page.goto(f"{node.address}/account/safety/passkeys/add/")
    is_at(page, "Shall this device know you?")
    page.get_by_label(nl("What to call it")).fill("Mijn telefoon")
    press(page, "Make a passkey")
    page.wait_for_url("**/account/safety/codes/")
    page.goto(f"{node.address}/account/safety/")
    assert page.get_by_text("Mijn telefoon").is_visible()


def joins(node: Node, page: Page) -> None:
    page.goto(f"{node.address}{HOME}join/")
    assert findings(page) == []
    page.get_by_label(nl("Your name")).fill(NAME)
    page.get_by_label(nl("Your place, if you like")).fill(PLACE)
    press(page, "Ask to be let in")
    with ada_at(node, page, "people/asking/") as hers:
        hers.get_by_role("button", name="Let Nora Nachtegaal in").click()
        hers.wait_for_load_state()
    page.goto(f"{node.address}{HOME}people/me/")
    is_at(page, "Who am I here?")
    # A passkey for this commons alone: from now on nobody changes her keys without it.
    page.goto(f"{node.address}{HOME}people/me/keys/passkey/")
    is_at(page, "Do you want to add a passkey?")
    page.get_by_label(nl("What do you call it?")).fill("Mijn telefoon")
    press(page, "Add a passkey")
    page.get_by_text("Mijn telefoon").first.wait_for()
    is_at(page, "Which keys are mine?")


def signs_on_her_own_machine(node: Node, page: Page, laptop: Path) -> None:
    """Her laptop asks, her passkey says yes, and what the laptop signs then stands on her page."""
    address = node.address + HOME
    argv = [sys.executable, "-m", "entredon", "key", "enrol", address, "--name", "mijn laptop"]
    env = {**environment(laptop), "LANG": "nl_BE.UTF-8", "LC_ALL": "nl_BE.UTF-8"}
    with subprocess.Popen(argv, cwd=ROOT, env=env, stderr=subprocess.PIPE, text=True) as asking:
        assert asking.stderr is not None
        watch = threading.Timer(90, asking.kill)  # a page that never says yes must not hold up the suite
        watch.start()
        where = next(line.strip() for line in asking.stderr if line.startswith("    http"))
        page.goto(where)
        assert page.locator(".code-shown").inner_text() in where
        is_at(page, "Is this your device?")
        press(page, "Yes, with my passkey")
        said = asking.stderr.read()
        assert asking.wait() == 0, said
        watch.cancel()
    done = entredon(laptop, "sign", address, "people.described", "--text", f"about={ABOUT}", "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["index"] > 0
    page.goto(f"{node.address}{HOME}people/me/")
    page.get_by_text("Ik soldeer graag").first.wait_for()


def thanks_and_is_thanked(node: Node, page: Page) -> None:
    """She nominates somebody, and Ada nominates her: only with her yes can others read why."""
    page.goto(f"{node.address}{HOME}people/")
    page.get_by_role("link", name="Margaux Hirondelle").first.click()
    page.wait_for_url("**/people/k:**")
    page.goto(page.url.rstrip("/") + "/enriches/")
    page.locator("textarea[name=reason]").fill("Haar handboek leest als een brief van een vriendin.")
    page.locator("main form button").first.click()
    page.goto(f"{node.address}{HOME}people/me/")
    of_nora = page.locator("main a[href*='/people/k:']").first.get_attribute("href")
    assert of_nora
    with ada_at(node, page, of_nora.partition(HOME)[2] + "enriches/") as hers:
        hers.locator("textarea[name=reason]").fill(REASON)
        hers.locator("main form button").first.click()
        hers.wait_for_load_state()
    visitor = node.get(f"{HOME}people/enriching/")[1].decode()
    assert REASON not in visitor, "nobody reads it before she agrees"
    page.goto(link_in(letter(node, "/enriching/")))
    is_at(page, "May others read this of you?")
    press(page, "Yes, everybody may read it")
    page.wait_for_load_state()
    assert REASON in node.get(f"{HOME}people/enriching/")[1].decode()


def takes_it_with_her(node: Node, page: Page) -> str:
    """A file with everything, which opens by itself; returns all the text in it."""
    page.goto(f"{node.address}/account/everything/")
    is_at(page, "What is held about me here?")
    with page.expect_download() as got:
        press(page, "Take it all with me")
    raw = Path(got.value.path()).read_bytes()
    with zipfile.ZipFile(io.BytesIO(raw)) as file:
        names = file.namelist()
        assert "index.html" in [Path(name).name for name in names]
        index = next(file.read(name).decode() for name in names if name.endswith("index.html"))
        assert '<html lang="nl"' in index
        assert not re.findall(r"(?:src|href)=\"https?://", index), "it opens without asking anybody"
        for name in names:
            if name.endswith(".json"):
                json.loads(file.read(name))
        return "\n".join(file.read(name).decode("utf-8", "ignore") for name in names)


def goes(node: Node, page: Page, laptop: Path) -> None:
    """She has everything about her erased; what must stay is told first."""
    page.goto(f"{node.address}/account/erase/")
    is_at(page, "What goes, what stays, when?")
    page.locator("main form input[name=typed]").fill(EMAIL)
    press(page, "Erase everything about me, for good")
    page.wait_for_url("**/account/erased/**")
    assert findings(page) == []
    assert [cookie for cookie in page.context.cookies() if cookie["name"] == "entredon"] == []
    page.goto(f"{node.address}/account/")
    page.wait_for_url("**/account/login/**")
    crowd = node.get(f"{HOME}people/")[1].decode() + node.get(f"{HOME}people/enriching/")[1].decode()
    assert not [text for text in SEARCHED if text in crowd]
    done = entredon(laptop, "sign", node.address + HOME, "people.described", "--text", "about=Nog iets")
    assert done.returncode == 2, "who has left says no more"
    assert "Traceback" not in done.stderr


def traces(node: Node) -> list[str]:
    """What is left of her in the files of the node, the database and what it wrote before it included."""
    deadline = time.monotonic() + 30
    while True:
        found = [
            f"{path.relative_to(node.home)}: {text}"
            for path in sorted(node.home.rglob("*"))
            if path.is_file()
            for text in SEARCHED
            for code in ("utf-8", "utf-16-le")
            if text.encode(code) in path.read_bytes()
        ]
        if not found or time.monotonic() > deadline:
            return found
        time.sleep(0.5)  # what others still read is emptied a moment later

"""Founding in a real browser: three questions, then a repository is read while one watches, without loading the page anew."""

import re
import subprocess
import sys
from collections.abc import Iterator

import pytest

from entredon.testing_git import Shape, make
from tests.browser.conftest import ROOT, Node, environment, free_port, wait_until_up
from tests.browser.test_every_page import DESK, LOOKS, PHONE, SMALLEST, findings, opened

COMMITS = 4000


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Node]:
    """A node beside whose folder lies a repository to found from."""
    port, home = free_port(), tmp_path_factory.mktemp("place")
    make(home / "shared" / "loom.git", 5, Shape(commits=COMMITS, people=30, tags=12))
    env = environment(home / "node") | {"ENTREDON_REPOSITORIES": str(home / "shared"), "ENTREDON_SAMPLES": "none"}
    with (home / "out").open("w+") as out:
        argv = [sys.executable, "-m", "entredon", "run", "--port", str(port)]
        process = subprocess.Popen(argv, cwd=ROOT, env=env, stdout=out, stderr=subprocess.STDOUT)
        try:
            node = Node(f"http://127.0.0.1:{port}", home / "node")
            wait_until_up(process, node, home / "out")
            yield node
        finally:
            process.terminate()
            process.wait(timeout=30)


def answered(page, what) -> None:
    """Answer the first two questions; the third is open then."""
    page.fill("[name=name]", "Open Loom")
    page.fill("[name=purpose]", "A loom you can build in your own town. For everybody who weaves.")
    what(page)
    page.get_by_role("button", name="Next").click()
    page.fill("[name=your_name]", "Wilma Wever")
    page.get_by_role("button", name="Next").click()


def test_each_question_is_whole_on_a_desk_and_on_a_phone_in_the_dark(chromium, place: Node):
    for size, scheme, rules in ((DESK, "light", None), (PHONE, "dark", LOOKS)):
        with opened(chromium, place, "/found", size, scheme) as page:
            seen = []
            for name in ("What are we making, and for whom?", "Who looks after it?", "What happens to income?"):
                assert page.locator("h1").inner_text() == name
                seen += findings(page, rules)
                if size == PHONE:
                    page.set_viewport_size({"width": SMALLEST[0], "height": SMALLEST[1]})
                    assert page.evaluate("document.documentElement.scrollWidth") <= SMALLEST[0]
                if name.startswith("What are"):
                    page.fill("[name=name]", "Open Loom")
                    page.fill("[name=purpose]", "A loom.")
                    page.check("[value='ODbL-1.0']")
                elif name.startswith("Who"):
                    page.fill("[name=your_name]", "Wilma")
                    page.check("[value=other]")
                    page.fill("[name=bearer]", "Fund asbl")
                else:
                    break
                page.get_by_role("button", name="Next").click()
            page.check("[value=fixed]")
            seen += findings(page, rules)
            assert seen == []
            assert page.troubles == []


def test_the_address_follows_the_name_and_what_belongs_to_an_answer_shows_with_it(chromium, place: Node):
    with opened(chromium, place, "/found") as page:
        page.fill("[name=name]", "Mérel, the open car")
        assert page.locator("[data-shown]").inner_text() == "merel-the-open-car"
        assert not page.locator("[name=bundle]").is_visible()
        page.check("[value=bundle]")
        assert page.locator("[name=bundle]").is_visible()


def test_a_visitor_can_answer_all_of_it_without_scripts(chromium, place: Node):
    with opened(chromium, place, "/found", java_script_enabled=False) as page:
        answered(page, lambda page: page.check("[value='CC-BY-SA-4.0']"))
        page.get_by_role("button", name="Back").click()
        assert page.locator("[name=your_name]").input_value() == "Wilma Wever"
        page.get_by_role("button", name="Next").click()
        page.get_by_role("button", name="Found it").click()
        assert "/account/signup/" in page.url


def test_a_repository_is_read_while_one_watches(chromium, place: Node):
    with opened(chromium, place, place.way_in("wilma@example.org", "--new")) as page:
        if "/account/link/" in page.url:
            page.locator("main form button").first.click()
        page.goto(place.address + "/found")

        def from_repository(page) -> None:
            page.check("[value=repository]")
            page.fill("[name=path]", "loom.git")

        answered(page, from_repository)
        page.get_by_role("button", name="Read the repository").click()
        assert "/jobs/" in page.url
        page.evaluate("window.stayed = true")
        numbers = page.get_by_text(re.compile(r"^[\d,]+ of [\d,]+$"))
        numbers.wait_for(timeout=60_000)
        done, _, whole = numbers.inner_text().partition(" of ")
        assert done != whole, "progress is seen before the end"
        assert findings(page, LOOKS) == []
        assert page.locator("#job").get_attribute("aria-busy") == "true"
        page.get_by_role("heading", name="It is done").wait_for(timeout=120_000)
        assert page.evaluate("window.stayed"), "the page was not loaded anew"
        assert page.locator("#job").get_attribute("aria-busy") == "false"
        assert page.title().startswith("It is done")
        assert f"built it in {whole} commits" in page.locator("#job").inner_text()
        page.get_by_role("link", name="See it").click()
        assert page.url.endswith("/c/open-loom/")
        assert "private draft" in page.content()
        assert page.troubles == []

"""The smallest whole circle in a real browser, in three languages: five people of an open car vote to admit a workshop that gives back
15 %. It offers a kit; a guest 12 km away finds it, sees of its price who gets what, asks, and pays by the code. The bank's statement
brings the money; once the order can't be undone, what is given back reaches those whose work is in it. They vote that reviewers get
more, and see before it who gains and who loses; the next share-out follows the new rule. A stranger copies all of it, reckons it
again, and reads which decision set what.
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
import zxingcpp
from PIL import Image
from playwright.sync_api import Page

from entredon.pure import formats
from entredon.pure.money.statements.statement import Line
from entredon.pure.money.statements.tests.writing import camt, statement
from tests.browser.conftest import ROOT, environment, free_port
from tests.browser.looking import bare, led
from tests.browser.test_every_page import findings
from tests.browser.test_the_whole_circle import Place, somebody

HOME = "/c/merel/"
PRICE, VAT, BACK = 48_000, 8_331, 5_950
"""480.00 with 21 % VAT in it are 396.69 without; of that 15 %, rounded down, is given back."""
KEPT = 595
"""The association's tenth of what is given back."""
FIRST, SECOND = {"bob": 4_284, "cleo": 1_071}, {"bob": 3_213, "cleo": 2_142}
"""Of the rest, four fifths for designing and one for reviewing; then three fifths and two."""
OURS, GUESTS = "BE68539007547034", "BE71096123456769"
FIRM, KIT, GUEST = "Werkplaats Noord", "The folding bench, as a kit", "pimpelmees@example.org"
SAID = re.compile(r"[?&]said=[0-9a-f]{64}")


class Commons(Place):
    """A node on which the five live, the language they speak, and who they are."""

    language: str
    people: dict[str, str]
    sessions: dict[str, str]

    def environment(self) -> dict[str, str]:
        clock = {"ENTREDON_TEST_CLOCK": self.at.isoformat()} if self.at else {}
        return environment(self.folder / "node") | clock | {"ENTREDON_SUITE": "1", "ENTREDON_SAMPLES": "none"}

    def later(self, days: int) -> None:
        """The node is started again that many days later."""
        self.at = (self.at or datetime.now(UTC)) + timedelta(days=days)

    def money(self, minor: int, *, short: bool = False) -> str:
        return formats.money(minor, "EUR", self.language, short=short)


@pytest.fixture(params=["en", "nl", "fr"])
def here(request: pytest.FixtureRequest, tmp_path: Path) -> Commons:
    made = Commons(tmp_path, free_port())
    made.language = request.param
    argv = [sys.executable, "-m", "tests.browser.circle_people"]
    done = subprocess.run(
        argv, cwd=ROOT, env=made.environment(), capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    made.people, made.sessions = told["people"], told["sessions"]
    return made


@contextmanager
def all_of_them(chromium: object, here: Commons) -> Iterator[dict[str, Page]]:
    """A window for each of the five, signed in, and one for a guest; Bob votes from a phone."""
    with here.running(), ExitStack() as stack:
        windows = {"guest": stack.enter_context(somebody(chromium, here))}
        for name, value in here.sessions.items():
            cookie = {"name": "entredon", "value": value, "domain": "127.0.0.1", "path": "/", "expires": -1}
            kept = {"httpOnly": True, "secure": False, "sameSite": "Lax"}
            state = {"cookies": [{**cookie, **kept}], "origins": []}
            windows[name] = stack.enter_context(somebody(chromium, here, storage_state=state))
        windows["bob"].set_viewport_size({"width": 390, "height": 844})
        yield windows


def test_from_a_vote_to_what_is_given_back_and_to_another_vote(chromium: object, here: Commons) -> None:
    with all_of_them(chromium, here) as they:
        a_charter_is_adopted(they["ada"], here)
        partner = eve_wants_to_be_a_partner(they["eve"], here)
        admit = ada_puts_her_to_the_vote(they["ada"], here)
    here.later(3)
    with all_of_them(chromium, here) as they:
        all_vote(they, here, admit, "yes")
        counted(they["cleo"], here, admit)
    here.later(3)
    with all_of_them(chromium, here) as they:
        carried_out(they["dora"], here, admit)
        assert FIRM in opened(they["guest"], here, partner).inner_text("h1")
        offer = eve_offers_a_kit(they["eve"], here)
        asked = [a_guest_finds_it_and_asks(they["guest"], here, offer, n) for n in (1, 2)]
        orders = [eve_and_the_guest_agree(they["eve"], they["guest"], here, link, n) for n, link in enumerate(asked, 1)]
        codes = [what_is_to_be_paid(they["guest"], here, link, here.folder) for link in asked]
        a_statement_brings_it(they["ada"], here, codes)
        for order in orders:
            eve_delivers(they["eve"], here, order)
    here.later(15)
    with all_of_them(chromium, here) as they:
        first = it_is_completed_and_shared(they["bob"], here, orders[0], FIRST)
        raise_ = reviewers_shall_get_more(they["cleo"], here)
    here.later(7)
    with all_of_them(chromium, here) as they:
        all_vote(they, here, raise_, "yes")
        counted(they["bob"], here, raise_)
    here.later(3)
    with all_of_them(chromium, here) as they:
        carried_out(they["eve"], here, raise_)
        second = it_is_completed_and_shared(they["cleo"], here, orders[1], SECOND)
        it_reaches_the_people(they, here, first, second)
        a_stranger_checks_it_all(here, admit, raise_)


def opened(page: Page, here: Commons, path: str) -> Page:
    """A page in the language of this journey."""
    answer = page.goto(here.node.address + led(path, here.language))
    assert answer is not None
    assert answer.ok, f"{path}: {answer.status}\n{page.inner_text('body')[:2000]}"
    assert page.locator("html").get_attribute("lang") == here.language
    return page


def path_of(page: Page, here: Commons) -> str:
    """Where a page is, without language, fragment and what was just said."""
    return bare(page.url.removeprefix(here.node.address).partition("?")[0].partition("#")[0])


def said(page: Page) -> None:
    """What was just pressed stands in the public record."""
    assert SAID.search(page.url), f"{page.url}\n{page.inner_text('main')[:1500]}"


def pressed(page: Page, **fields: str) -> None:
    """Press the one button of the form that says so in its hidden fields."""
    (field,) = fields.items()
    page.locator(f"form:has([name={field[0]}][value={field[1]}]) button").first.click()


# Deciding


def a_charter_is_adopted(page: Page, here: Commons) -> None:
    """Four are compared; Ada takes the one by vote, reads what it says, and adopts it."""
    opened(page, here, f"{HOME}decide/charter/templates/")
    assert page.locator(".charter-compared thead th").count() == 4
    assert findings(page) == []
    page.locator("section#vote a[href*='from=vote']").click()
    page.locator("#numbers .acts [value=look]").click()
    page.locator("form:has([name=do][value=say]) button").click()
    said(page)
    assert findings(page) == []


def eve_wants_to_be_a_partner(page: Page, here: Commons) -> str:
    """Who the workshop is, what it can do and where, and that it gives back 15 %; returns its page."""
    opened(page, here, f"{HOME}market/become/")
    page.fill("[name=name]", FIRM)
    page.select_option("[name=what]", "workshop")
    page.fill("[name=town]", "Mechelen")
    page.fill("[name=processes]", "welding")
    page.fill("[name=price]", "15")
    for name, text in (
        ("legal_name", f"{FIRM} bv"), ("address", "Kraanvogelkaai 7, 2800 Mechelen"), ("email", "noord@example.org"),
    ):  # fmt: skip
        page.fill(f"[name={name}]", text)
    page.locator("main form[method=post] .acts button.button").click()
    page.select_option("[name=which_town]", "2791537")  # several towns are called so
    page.locator("main form[method=post] .acts button.button").click()
    said(page)
    assert findings(page) == []
    return path_of(page, here)


def ada_puts_her_to_the_vote(page: Page, here: Commons) -> str:
    """What it would change is shown before anybody else sees the question; returns the page of the decision."""
    opened(page, here, f"{HOME}decide/new/partner/")
    value = page.locator("[name=which] option[value^='admit:']").first.get_attribute("value")
    page.select_option("[name=which]", value)
    page.fill("[name=title]", f"Shall {FIRM} be a partner?")
    page.locator("form.putting .acts button.button").first.click()
    assert "15" in page.locator("#effect").inner_text()
    page.locator("form.putting button[name=do][value=open]").click()
    said(page)
    assert page.locator("form.votes").count() == 0, "people talk about it first"
    return path_of(page, here)


def all_vote(they: dict[str, Page], here: Commons, decision: str, choice: str) -> None:
    """Two taps each; the first takes the list of who may vote with it."""
    for name in ("ada", "dora", "bob", "cleo", "eve"):
        page = opened(they[name], here, decision)
        page.locator(f"form.votes button[name=choice][value={choice}]").click()
        page.locator("form.my-vote button.button").click()
        said(page)
    assert they["bob"].evaluate("document.documentElement.scrollWidth") <= 390
    assert findings(they["bob"]) == []


def counted(page: Page, here: Commons, decision: str) -> None:
    """Everybody has voted, so voting may end; anybody counts."""
    opened(page, here, decision)
    pressed(page, do="count")
    said(page)
    assert "5" in page.locator("#result").inner_text()
    assert findings(page) == []


def carried_out(page: Page, here: Commons, decision: str) -> None:
    """Nobody has challenged it: any member carries it out."""
    opened(page, here, decision)
    pressed(page, do="carry")
    said(page)


def reviewers_shall_get_more(page: Page, here: Commons) -> str:
    """A draft with other numbers is kept and put to the vote; the page shows who gains and who loses. Returns the decision."""
    opened(page, here, f"{HOME}value/compare/")
    for name, percent in (("pool-design", "60"), ("pool-review", "40")):
        page.fill(f"[name='{name}']", percent)
        page.locator(f"[name='{name}']").press("Tab")
    page.fill("[name=name]", "More for reviewers")
    page.locator("button[name=do][value=decide]").click()
    page.fill("[name=title]", "Shall reviewers get more?")
    if not page.locator("[name=rule]").input_value():
        page.locator("[name=rule]").select_option(index=1)
    page.locator("form.putting .acts button.button").first.click()
    preview = page.locator("#effect").inner_text()
    assert here.money(FIRST["cleo"]) in preview, preview
    assert here.money(SECOND["cleo"]) in preview, preview
    assert findings(page) == []
    page.locator("form.putting button[name=do][value=open]").click()
    said(page)
    return path_of(page, here)


# Buying


def eve_offers_a_kit(page: Page, here: Commons) -> str:
    """She looks at the split first; then it is for sale. Returns its page."""
    opened(page, here, f"{HOME}market/offering/")
    page.fill("[name=title]", KIT)
    page.select_option("[name=what]", "kit")
    page.locator("[name=on][value^='c-']").check()
    page.fill("[name=price]", "480")
    page.fill("[name=vat]", "21")
    page.fill("[name=stock]", "12")
    page.fill("[name=days]", "10")
    page.locator("[name=pay][value=bearer]").check()
    page.locator("button[name=preview]").click()
    assert here.money(BACK - KEPT) in page.locator("#preview").inner_text()
    page.locator("form.offers .acts button.button").first.click()
    said(page)
    assert findings(page) == []
    return path_of(page, here)


def a_guest_finds_it_and_asks(page: Page, here: Commons, offer: str, n: int) -> str:
    """From “who can make it near me” over the workshop to its offer, whose split she sees; returns the link in her letter."""
    opened(page, here, f"{HOME}market/workshops/")
    page.fill("[name=town]", "Kontich")
    page.locator("form.asks button.button").click()
    assert "12" in page.locator("#found li").first.inner_text()
    assert findings(page) == []
    page.locator("#found li a").first.click()
    page.locator(f"main a[href*='{offer}']").first.click()
    split = page.locator("#split").inner_text()
    for minor in (PRICE - VAT - BACK, VAT, KEPT, BACK - KEPT):
        assert here.money(minor) in split, split
    assert findings(page) == []
    page.locator(f"main a[href$='{offer}ask/']").first.click()
    page.fill("[name=quantity]", "1")
    page.fill("[name=name]", "Mevrouw Pimpelmees")
    page.fill("[name=email]", GUEST)
    page.fill("[name=message]", f"For bench number {n}.")
    page.locator("main form .acts button.button").click()
    assert findings(page) == []
    assert page.context.cookies() == [], "visitors have no cookie"
    link = path_of(page, here)
    assert link in here.letter(GUEST, link), "the letter holds her link"
    return link


def eve_and_the_guest_agree(eve: Page, guest: Page, here: Commons, link: str, n: int) -> str:
    """A quote as offered, her yes by the link, and Eve records it; returns the order's page."""
    where = on_the_desk(eve, here, n)
    if eve.locator("#quote a.button").count():
        law(eve, here)
        opened(eve, here, where)
    eve.locator("#quote form .acts button").click()
    said(eve)
    opened(guest, here, link)
    assert here.money(PRICE, short=True) in guest.inner_text("main")
    pressed(guest, act="order")
    opened(eve, here, where)
    pressed(eve, act="say")
    opened(eve, here, where)
    eve.locator("main .hero a[href*='/market/orders/']").first.click()
    return path_of(eve, here)


def on_the_desk(page: Page, here: Commons, n: int) -> str:
    """Where what the guest asked for that time stands, of all that is asked of Eve."""
    opened(page, here, f"{HOME}market/desk/")
    assert findings(page) == []
    links = page.locator("#askings li a").evaluate_all("all => all.map(one => one.getAttribute('href'))")
    for link in links:
        if f"For bench number {n}." in opened(page, here, link).inner_text("#notes"):
            return path_of(page, here)
    raise AssertionError(f"{links} are asked of her, and none of them is the {n}.")


def law(page: Page, here: Commons) -> None:
    """Where she is paid, which a quote waits for."""
    page.locator("#quote a.button").click()
    page.fill("[name=holder]", FIRM)
    page.fill("[name=iban]", "NL25 FAKE 0345 6789 01")
    page.locator("main form .acts button.button").click()


def what_is_to_be_paid(page: Page, here: Commons, link: str, folder: Path) -> tuple[int, str]:
    """What a banking app reads from the code: how much, and the reference."""
    opened(page, here, link)
    picture = folder / "code.png"
    page.locator("#pay svg[role=img]").first.screenshot(path=str(picture))
    (found,) = zxingcpp.read_barcodes(Image.open(picture))
    lines = found.text.split("\n")
    assert (lines[5], lines[6], lines[7]) == ("Merel vzw", OURS, "EUR480.00")
    return PRICE, lines[9]


def a_statement_brings_it(page: Page, here: Commons, codes: list[tuple[int, str]]) -> None:
    """Both payments find their order by their references; nothing of it is income yet."""
    day = (here.at or datetime.now(UTC)).date().isoformat()
    lines = [
        Line(day, minor, "EUR", name="M. Pimpelmees", account=GUESTS, structured=(reference,))
        for minor, reference in codes
    ]
    raw = camt(statement(*lines, opening=10_000, start=(datetime.now(UTC) - timedelta(days=1)).date().isoformat()))
    opened(page, here, f"{HOME}treasury/bank/")
    page.set_input_files("[name=file]", {"name": "paid.xml", "mimeType": "application/xml", "buffer": raw.encode()})
    page.locator("form:has([name=file]) button.button").click()
    opened(page, here, f"{HOME}value/")
    assert page.locator("main a[href*='/value/income/']").count() == 0, "it is held until it can't be undone"


def eve_delivers(page: Page, here: Commons, order: str) -> None:
    opened(page, here, order)
    pressed(page, act="begin")
    opened(page, here, order)
    pressed(page, act="deliver")
    assert findings(page) == []


def it_is_completed_and_shared(page: Page, here: Commons, order: str, parts: dict[str, int]) -> str:
    """Fourteen days after delivery anybody completes it; what is given back is shared by the rule that holds. Returns the share-out."""
    opened(page, here, order)
    pressed(page, act="complete")
    opened(page, here, order)
    page.locator("#led-to a[href*='/treasury/income/']").first.click()
    income = path_of(page, here).replace("/treasury/", "/value/")
    opened(page, here, income)
    shown = page.locator("#people").inner_text()
    for minor in parts.values():
        assert here.money(minor) in shown, shown
    page.locator("form.act button.button").first.click()
    said(page)
    assert findings(page) == []
    assert page.locator(f"main a[href*='{order}']").count(), "the page of the share-out begins at the order"
    return path_of(page, here)


def it_reaches_the_people(they: dict[str, Page], here: Commons, first: str, second: str) -> None:
    """Both read on their own pages what is theirs, from both share-outs."""
    assert first != second
    for name in ("bob", "cleo"):
        page = opened(they[name], here, f"{HOME}value/person/{here.people[name][:12]}/")
        assert here.money(FIRST[name] + SECOND[name]) in page.inner_text("main")


def a_stranger_checks_it_all(here: Commons, admit: str, raise_: str) -> None:
    """From the address alone: a copy, a replay of every rule, the same tables, and which decision set what holds."""
    copy = here.folder / "copy"
    outside = environment(here.folder / "elsewhere") | {"ENTREDON_LANG": "en"}

    def run(*argv: str) -> str:
        command = [sys.executable, "-m", "entredon", *argv]
        done = subprocess.run(
            command, cwd=here.folder, env=outside, capture_output=True, text=True, timeout=120, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    run("mirror", here.node.address + HOME, str(copy))
    theirs, ours = json.loads(run("verify", str(copy), "--json")), json.loads(here.says("verify", "merel", "--json"))
    assert theirs["verdict"] == ours["verdict"] == "sound"
    assert (theirs["size"], theirs["root"], theirs["digest"]) == (ours["size"], ours["root"], ours["digest"])
    report = run("verify", str(copy))
    for line, decision in ((r"the sharing rule .*", raise_), (r"partner [0-9a-f]{10}.*", admit)):
        set_by = re.search(rf"^\s*{line}decision ([0-9a-f]{{10}}).*5 votes of 5", report, re.MULTILINE)
        assert set_by, report
        assert set_by[1] in decision
    copied = b"".join(path.read_bytes() for path in copy.rglob("*") if path.is_file())
    for private in (GUEST, "Pimpelmees", GUESTS, "Kraanvogelkaai", "noord@example.org"):
        assert private.encode() not in copied, f"{private} is nobody's business outside"

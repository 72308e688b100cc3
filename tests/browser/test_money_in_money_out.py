"""Money in and money out in a real browser: from a payment request to cents on somebody's account, and books that anybody can check.

The commons is Wilma's, made from a repository in which Ann, Ben and Zoë worked. Its legal body is named, and its account. A school is
asked to pay and sees a code to scan; the bank's statement brings the payment, which is shared over the people of the repository.
Zoë sees her cents and why, and says where she is paid. Wilma and Yara approve a list with her in it, the bank gets a file, and its
next statement settles it. Somebody outside copies all of it and comes to the same books.
"""

import json
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from pathlib import Path
from xml.etree import ElementTree

import zxingcpp
from PIL import Image
from playwright.sync_api import Page

from entredon.pure.money.statements.statement import Line
from entredon.pure.money.statements.tests.writing import camt, statement
from tests.browser.conftest import environment
from tests.browser.test_every_page import findings
from tests.browser.test_the_whole_circle import (
    HOME,
    Place,
    by_letter,
    go,
    h1,
    place,
    press,
    recorded,
    somebody,
    wilma_accepts,
    wilma_founds,
    wilma_publishes,
    zoe_comes_and_claims,
)

__all__ = ["place"]

MONEY = f"{HOME}treasury/"
OURS, ZOES, SCHOOLS = "BE68539007547034", "NL91ABNA0417164300", "BE71096123456769"
ASKED = 250_000
WEIGHTS = {"Ann": 60, "Ben": 40, "Zoe": 2}
"""A commit weighs log₂(1 + lines added): ten commits of 1,023 lines, and one of three."""


def zoes_cents() -> int:
    """What is hers, worked out here by itself: 5 % and 5 % aside, the rest by weight, whole cents by largest remainder."""
    rest = ASKED * 90 // 100
    exact = {name: Fraction(rest * weight, sum(WEIGHTS.values())) for name, weight in WEIGHTS.items()}
    cents = {name: int(part) for name, part in exact.items()}
    for name in sorted(exact, key=lambda name: cents[name] - exact[name])[: rest - sum(cents.values())]:
        cents[name] += 1
    return cents["Zoe"]


def euros(minor: int) -> str:
    return f"€{minor // 100:,}.{minor % 100:02d}"


@dataclass
class Code:
    """What a bank's app reads from the code of a request."""

    name: str
    iban: str
    minor: int
    reference: str


def test_from_a_request_to_the_account_of_who_made_it(chromium, place: Place, tmp_path: Path):
    with place.running(), somebody(chromium, place) as wilma, somebody(chromium, place) as zoe:
        wilma_founds(wilma, place)
        wilma_publishes(wilma, place)
        zoe_comes_and_claims(zoe, wilma, place)
        wilma_accepts(wilma, place)
        with somebody(chromium, place) as yara:
            yara_joins_and_becomes_a_steward(yara, wilma, place)
            came = [each.context.storage_state() for each in (wilma, zoe, yara)]
    place.at = datetime.now(UTC) + timedelta(days=20)
    with (
        place.running(),
        somebody(chromium, place, storage_state=came[0]) as wilma,
        somebody(chromium, place, storage_state=came[1]) as zoe,
        somebody(chromium, place, storage_state=came[2]) as yara,
    ):
        the_books_begin(wilma, place)
        where = wilma_asks_a_school(wilma, place)
        with somebody(chromium, place) as school:
            code = the_school_sees_what_to_pay(school, place, where, tmp_path)
        a_statement_brings_it(wilma, place, code, where)
        shareout = it_is_shared(wilma, place)
        zoe_sees_her_cents_and_says_where_she_is_paid(zoe, place)
        run = two_approve(wilma, yara, zoe, place)
        name = the_bank_gets_a_file(wilma, place, run)
        the_next_statement_settles_it(wilma, place, run, name)
        zoe_has_it(zoe, place)
        everybody_sees_where_the_money_went(wilma, place)
        the_books_are_accepted(place, tmp_path)
        an_outsider_comes_to_the_same_books(place, tmp_path, shareout)


def yara_joins_and_becomes_a_steward(page: Page, wilma: Page, place: Place) -> None:
    """Two say yes before money moves, so there are two stewards."""
    go(page, place, f"/account/signup/?next={HOME}join/")
    page.get_by_label("What others call you").fill("Yara")
    page.get_by_label("Your e-mail address").fill("yara@example.org")
    press(page, "Make my account")
    by_letter(page, place, "yara@example.org", "Yes, make my account")
    page.get_by_label("Your name").fill("Yara Yilmaz")
    page.locator("main form button").first.click()
    recorded(page)
    go(wilma, place, f"{HOME}people/roles/")
    wilma.locator("#give [name=person]").select_option(label="Yara Yilmaz")
    wilma.locator("#give [name=role]").select_option("steward")
    press(wilma, "Give this role")
    recorded(wilma)


def the_books_begin(page: Page, place: Place) -> None:
    """Who bears the money, and which account it is on."""
    go(page, place, f"{MONEY}bearer/")
    page.fill("[name=name]", "Open Loom vzw")
    page.fill("[name=form]", "vzw")
    page.locator("main form button").first.click()
    recorded(page)
    page.fill("[name=account]", "Main")
    page.fill("[name=iban]", OURS)
    page.fill("[name=holder]", "Open Loom vzw")
    page.fill("[name=opening]", "100.00")
    page.fill("[name=day]", "2026-11-01")
    page.locator("main form button").first.click()
    recorded(page)


def wilma_asks_a_school(page: Page, place: Place) -> str:
    """She asks for €2,500; returns the address that she shares."""
    go(page, place, f"{MONEY}requests/new/")
    page.get_by_label("How much").fill("2,500")
    page.get_by_label("Who should pay").fill("Weaving school of Ghent")
    page.get_by_label("For which creation or version").select_option(label="Open Loom v1")
    press(page, "Ask for it")
    recorded(page)
    assert findings(page) == []
    return page.url.partition("?")[0].removeprefix(place.node.address)


def the_school_sees_what_to_pay(page: Page, place: Place, where: str, folder: Path) -> Code:
    """Whoever has the address sees what is asked, and a code that a bank's app reads."""
    go(page, place, where)
    assert h1(page) == "What is to be paid, and how?"
    assert "€2,500" in page.inner_text("main")
    assert "Weaving school of Ghent" not in page.inner_text("main"), "for members' eyes"
    assert findings(page) == []
    picture = folder / "code.png"
    page.locator("#pay svg[role=img]").first.screenshot(path=str(picture))
    (found,) = zxingcpp.read_barcodes(Image.open(picture))
    lines = found.text.split("\n")
    assert lines[:4] == ["BCD", "002", "1", "SCT"]
    assert lines[7].startswith("EUR")
    code = Code(lines[5], lines[6], round(float(lines[7][3:]) * 100), lines[9])
    assert (code.name, code.iban, code.minor) == ("Open Loom vzw", OURS, ASKED)
    assert code.reference in re.sub(r"\s", "", page.inner_text("main"))
    return code


def brought_in(page: Page, place: Place, name: str, raw: str) -> str:
    """What the page says of a statement that is uploaded."""
    go(page, place, f"{MONEY}bank/")
    page.set_input_files("[name=file]", {"name": name, "mimeType": "application/xml", "buffer": raw.encode()})
    press(page, "Bring them in")
    return page.inner_text("main")


def a_statement_brings_it(page: Page, place: Place, code: Code, where: str) -> None:
    paid = Line(
        "2026-11-24", code.minor, "EUR", name="G. Penningmeester", account=SCHOOLS, structured=(code.reference,)
    )
    first = camt(statement(paid, opening=10_000, start="2026-11-02"))
    assert "1 new line" in brought_in(page, place, "november.xml", first)
    assert findings(page) == []
    assert "1 new line" not in brought_in(page, place, "november-again.xml", first + "\n"), "the same days, once more"
    go(page, place, where)
    assert "is paid, to the cent" in page.inner_text("main")


def it_is_shared(page: Page, place: Place) -> str:
    """One button shares it over all who worked; returns where that is told."""
    go(page, place, f"{HOME}value/")
    page.locator("main a[href*='/value/income/']").first.click()
    assert h1(page) == "What would become of €2,500?"
    press(page, "Share €2,500 out now")
    recorded(page)
    return page.url.partition("?")[0].removeprefix(place.node.address)


def zoe_sees_her_cents_and_says_where_she_is_paid(page: Page, place: Place) -> None:
    go(page, place, f"{HOME}value/")
    page.locator("main a[href*='/value/person/']").first.click()
    hers = euros(zoes_cents())
    assert hers in page.locator(".sum.owed").first.inner_text()
    assert page.get_by_role("heading", name=f"Why {hers}?").count() == 1
    person = page.url.partition("/value/person/")[2].partition("?")[0].strip("/")
    go(page, place, f"{MONEY}person/{person}/")
    assert hers in page.inner_text("main")
    assert findings(page) == []
    go(page, place, f"{MONEY}paid-to/")
    page.fill("[name=holder]", "Zoë Zeeman")
    page.fill("[name=iban]", "NL91 ABNA 0417 1643 00")
    press(page, "Pay me here")
    recorded(page)


def two_approve(wilma: Page, yara: Page, zoe: Page, place: Place) -> str:
    """Wilma proposes what is owed; Zoë can't approve what she gets, Wilma and Yara can."""
    go(wilma, place, f"{MONEY}payouts/new/")
    assert findings(wilma) == []
    press(wilma, "Propose this list")
    recorded(wilma)
    run = wilma.url.partition("?")[0].removeprefix(place.node.address)
    hers = euros(zoes_cents())
    assert h1(wilma) == f"Shall {hers} be paid?"
    assert findings(wilma) == []
    go(zoe, place, run)
    assert zoe.get_by_role("button", name="Yes, pay this").count() == 0
    assert ZOES not in re.sub(r"\s", "", place.node.get(run)[1].decode()), "nobody outside sees a number"
    for page in (wilma, yara):
        go(page, place, run)
        press(page, "Yes, pay this")
    assert h1(yara) == f"Where are the {hers}?"
    return run


def the_bank_gets_a_file(page: Page, place: Place, run: str) -> str:
    """The same bytes each time, with her name as the bank has it; returns how the payment is called."""
    go(page, place, run)
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Make the file", exact=True).click()
    first = Path(waiting.value.path()).read_bytes()
    go(page, place, run)
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Take the file again").click()
    assert Path(waiting.value.path()).read_bytes() == first
    tree = ElementTree.fromstring(first)
    find = lambda path: tree.findtext(f".//{{*}}{path}")  # noqa: E731
    assert find("CtrlSum") == f"{zoes_cents() / 100:.2f}"
    assert (find("CdtrAcct//{*}IBAN"), find("Cdtr/{*}Nm")) == (ZOES, "Zoë Zeeman")
    assert find("DbtrAcct//{*}IBAN") == OURS
    press(page, "The bank has it")
    recorded(page)
    return str(find("EndToEndId"))


def the_next_statement_settles_it(page: Page, place: Place, run: str, name: str) -> None:
    left = Line("2026-11-27", -zoes_cents(), "EUR", name="Zoe Zeeman", account=ZOES, end_to_end=name)
    told = brought_in(page, place, "december.xml", camt(statement(left, opening=10_000 + ASKED, start="2026-11-25")))
    assert "1 new line" in told
    go(page, place, run)
    assert "it is known what became" in page.inner_text("main")


def zoe_has_it(page: Page, place: Place) -> None:
    go(page, place, f"{HOME}value/")
    page.locator("main a[href*='/value/person/']").first.click()
    assert euros(zoes_cents()) in page.inner_text("main")
    assert page.locator(".sum.paid").first.inner_text().count(euros(zoes_cents())) == 1


def everybody_sees_where_the_money_went(page: Page, place: Place) -> None:
    """The sums of the books, each of which opens its lines; and what is there covers what is owed."""
    go(page, place, MONEY)
    assert "€2,500.00" in page.inner_text("main")
    assert findings(page) == []
    go(page, place, f"{MONEY}reserves/")
    assert euros(10_000 + ASKED - zoes_cents()) in page.inner_text("main")
    assert findings(page) == []


def the_books_are_accepted(place: Place, folder: Path) -> None:
    """Two programs of others say that they are right."""
    for form, program in (("hledger", ["hledger", "check", "-f"]), ("beancount", ["bean-check"])):
        file = folder / f"books.{form}"
        file.write_text(place.says("books", "open-loom", "--format", form), encoding="utf-8")
        assert "250000" not in file.read_text(), "amounts are written as people write them"
        if shutil.which(program[0]):
            done = subprocess.run([*program, str(file)], capture_output=True, text=True, timeout=120)
            assert done.returncode == 0, done.stdout + done.stderr


def an_outsider_comes_to_the_same_books(place: Place, folder: Path, shareout: str) -> None:
    """From the address alone: a copy, a replay of every rule, the same tables, and the same books to the byte."""
    copy = folder / "copy"
    outside = environment(folder / "elsewhere")

    def run(*argv: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "entredon", *argv],
            cwd=folder,
            env=outside,
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    run("mirror", place.node.address + HOME, str(copy))
    theirs, ours = (
        json.loads(run("verify", str(copy), "--json")),
        json.loads(place.says("verify", "open-loom", "--json")),
    )
    assert theirs["verdict"] == ours["verdict"] == "sound"
    assert (theirs["size"], theirs["root"], theirs["digest"]) == (ours["size"], ours["root"], ours["digest"])
    for form in ("hledger", "beancount", "csv"):
        assert run("books", str(copy), "--format", form) == place.says("books", "open-loom", "--format", form)
    copied = b"".join(path.read_bytes() for path in copy.rglob("*") if path.is_file())
    for private in (OURS, ZOES, SCHOOLS, "Penningmeester", "Zoe Zeeman"):
        assert private.encode() not in copied, f"{private} is nobody's business outside"

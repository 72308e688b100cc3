"""The whole circle in a real browser: from a repository to a public commons, to work that is accepted, to money that is shared.

Wilma founds a commons from a repository, shows that she speaks for it and publishes it. Zoë signs up, joins and claims her
commits. What was given is accepted, one line is contested and corrected. Money comes in and is shared; Zoë reads why so much
of it is hers, and passes half of it on. Somebody outside copies the record, checks all of it, and comes to the same sums.
"""

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from entredon.testing_git import git
from entredon.testing_http import forge
from tests.browser.conftest import ROOT, Node, environment, free_port, wait_until_up
from tests.browser.test_every_page import findings

LINES = {1: 1, 2: 3, 10: 1023}
"""So many lines weigh so much: a commit weighs log₂(1 + lines added), ten at most."""
ANN, BEN, ZOE = (f"{name} <{name.lower()}@old.example.org>" for name in ("Ann", "Ben", "Zoe"))
CORRECTED = Fraction("1.40")
"""What Zoë's contribution weighs in the end; git says 2."""
HOME = "/c/open-loom/"


def cents_of(income: int) -> dict[str, int]:
    """What everybody gets of an income, worked out here by itself: 5 % and 5 % aside, the rest by weight, whole cents by
    largest remainder."""
    rest = income * 90 // 100
    weights = {"Ann": 60 << 20, "Ben": 40 << 20, "Zoe": round(CORRECTED * (1 << 20))}
    exact = {name: Fraction(rest * weight, sum(weights.values())) for name, weight in weights.items()}
    cents = {name: int(part) for name, part in exact.items()}
    for name in sorted(exact, key=lambda name: cents[name] - exact[name])[: rest - sum(cents.values())]:
        cents[name] += 1
    assert sum(cents.values()) == rest
    return cents


@dataclass
class Place:
    """A node that can be stopped, and started at another time; beside it the repository it is about."""

    folder: Path
    port: int
    at: datetime | None = None

    @property
    def node(self) -> Node:
        return Node(f"http://127.0.0.1:{self.port}", self.folder / "node")

    @property
    def repository(self) -> Path:
        return self.folder / "shared" / "loom"

    def environment(self) -> dict[str, str]:
        """What it is started with: it may read the repository, and takes the server of this test for one on the internet."""
        clock = {"ENTREDON_TEST_CLOCK": self.at.isoformat()} if self.at else {}
        return environment(self.folder / "node") | clock | {
            "ENTREDON_REPOSITORIES": str(self.folder / "shared"), "ENTREDON_SUITE": "1", "ENTREDON_SAMPLES": "none",
            "ENTREDON_TEST_FORGE": os.environ["ENTREDON_TEST_FORGE"],
        }  # fmt: skip

    @contextmanager
    def running(self) -> Iterator[None]:
        out = self.folder / "out"
        with out.open("w+") as said:
            argv = [sys.executable, "-m", "entredon", "run", "--port", str(self.port)]
            process = subprocess.Popen(argv, cwd=ROOT, env=self.environment(), stdout=said, stderr=subprocess.STDOUT)
            try:
                wait_until_up(process, self.node, out)
                yield
            finally:
                process.terminate()
                process.wait(timeout=30)

    def says(self, *arguments: str) -> str:
        """What a command prints, run where the node stands."""
        argv = [sys.executable, "-m", "entredon", *arguments]
        done = subprocess.run(argv, cwd=ROOT, env=self.environment(), capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def letter(self, to: str, holding: str) -> str:
        """The newest letter to an address in which something stands; the task worker needs a moment."""
        for _ in range(150):
            letters = sorted(Path(self.node.home, "mail").glob(f"*{to}*"), key=lambda path: path.stat().st_mtime_ns)
            texts = [path.read_text(encoding="utf-8") for path in letters]
            if found := [text for text in texts if holding in text]:
                return found[-1]
            time.sleep(0.2)
        raise AssertionError(f"no letter to {to} came that says {holding!r}")


@pytest.fixture
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """A place with a repository in which Ann, Ben and Zoë have worked, and a server where everybody can fetch it."""
    folder = tmp_path_factory.mktemp("circle")
    made = Place(folder, free_port())
    made.repository.mkdir(parents=True)
    git(folder, "init", "--quiet", "--initial-branch=main", str(made.repository))
    for n, author in enumerate([ANN] * 6 + [BEN] * 4 + [ZOE]):
        lines = LINES[2 if author == ZOE else 10]
        written = "".join(f"part_{n}_{line} = {line}\n" for line in range(lines))
        told(made.repository, f"Part {n}", {f"src/part{n}.py": written}, author, at=1_700_000_000 + 86_400 * n)
    git(made.repository, "tag", "v1")
    with forge(made.folder / "shared"):
        yield made


def told(repository: Path, subject: str, files: dict[str, str], author: str, at: int) -> None:
    """A commit by who wrote it: what others put in for her would count as their work, too."""
    for name, content in files.items():
        (repository / name).parent.mkdir(parents=True, exist_ok=True)
        (repository / name).write_text(content)
    git(repository, "add", "--all")
    name, _, address = author.rstrip(">").partition(" <")
    who = {"GIT_COMMITTER_NAME": name, "GIT_COMMITTER_EMAIL": address, "GIT_COMMITTER_DATE": f"@{at} +0000"}
    git(repository, "commit", "--quiet", "--message", subject, "--author", author, "--date", f"@{at} +0000", **who)


@contextmanager
def somebody(chromium: object, place: Place, **options: object) -> Iterator[Page]:
    """A window of somebody's own. Whatever the browser complains of fails the journey."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, **options)  # type: ignore[attr-defined]
    page = context.new_page()
    troubles: list[str] = []
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("console", lambda message: troubles.append(message.text) if message.type == "error" else None)
    try:
        yield page
    finally:
        context.close()
    assert troubles == []


def press(page: Page, name: str) -> None:
    """Press a button; what follows is read from the page that it leads to."""
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).click()


def go(page: Page, place: Place, path: str) -> None:
    answered = page.goto(place.node.address + path)
    assert answered is not None
    assert answered.ok, f"{path}: {answered.status}"


def by_letter(page: Page, place: Place, address: str, button: str) -> None:
    """Open the link of the newest letter, and press the one button there."""
    letter = place.letter(address, "/account/link/")
    page.goto(next(line.strip() for line in letter.splitlines() if line.startswith("    http")))
    press(page, button)


def recorded(page: Page) -> None:
    """What was just said stands in the public record, with its receipt."""
    expect(page.get_by_text("Recorded.").first).to_be_visible()


def until(page: Page, title: str) -> None:
    """Long work has come to this end. The page is asked for again, as one does without scripts."""
    for _ in range(120):
        if page.get_by_role("heading", name=title).count():
            return
        page.wait_for_timeout(500)
        page.reload()
    raise AssertionError(f"it did not come to “{title}”: {page.inner_text('main')}")


def h1(page: Page) -> str:
    return page.locator("h1").inner_text()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_from_a_repository_to_money_and_back(chromium, place: Place, tmp_path: Path, scripts: bool):
    plain = {} if scripts else {"java_script_enabled": False}
    with place.running(), somebody(chromium, place, **plain) as wilma, somebody(chromium, place, **plain) as zoe:
        wilma_founds(wilma, place)
        wilma_publishes(wilma, place)
        zoe_comes_and_claims(zoe, wilma, place)
        wilma_accepts(wilma, place)
        one_line_is_contested_and_corrected(zoe, wilma, place)
        came = [context.context.storage_state() for context in (wilma, zoe)]
    place.at = datetime.now(UTC) + timedelta(days=20)
    with place.running(), somebody(chromium, place, storage_state=came[0], **plain) as wilma:
        first = money_comes_and_is_shared(wilma, place)
        with somebody(chromium, place, storage_state=came[1], **plain) as zoe:
            zoe_reads_why(zoe, place, first, scripts)
            zoe_passes_half_on(zoe, place)
            second = money_comes_and_is_shared(wilma, place)
            half_is_passed_on(zoe, place, second)
        an_outsider_checks_it_all(place, tmp_path, first)


def wilma_founds(page: Page, place: Place) -> None:
    """She has typed two answers before she has an account; the third needs the repository, and so an account."""
    go(page, place, "/account/signup/?next=/found")
    page.get_by_label("What others call you").fill("Wilma")
    page.get_by_label("Your e-mail address").fill("wilma@example.org")
    press(page, "Make my account")
    by_letter(page, place, "wilma@example.org", "Yes, make my account")
    assert h1(page) == "What are we making, and for whom?"
    page.fill("[name=name]", "Open Loom")
    page.fill("[name=purpose]", "A loom you can build in your own town. For everybody who weaves.")
    page.check("[value='CERN-OHL-S-2.0']")
    page.check("[value=repository]")
    page.fill("[name=path]", "loom")
    press(page, "Next")
    assert h1(page) == "Who looks after it?"
    page.fill("[name=your_name]", "Wilma Wever")
    page.check("[name=joining][value=open]")
    press(page, "Next")
    assert h1(page) == "What happens to income?"
    page.check("[value=flow]")
    press(page, "Read the repository and found it")
    assert "/jobs/" in page.url
    until(page, "It is done")
    page.get_by_role("link", name="See it").click()
    assert place.node.get(HOME)[0] == 404, "a draft is its members' own"


def wilma_publishes(page: Page, place: Place) -> None:
    """Without proof there is no button; with the line in the repository, which the place fetches itself, there is."""
    go(page, place, f"{HOME}publish/")
    assert page.get_by_role("button", name="Make it public").count() == 0
    address = "https://forge.test/loom/.git"
    page.locator("#by-file").get_by_label("Public address of the repository").fill(address)
    press(page, "Look for the file")
    until(page, "It could not be done")
    go(page, place, f"{HOME}publish/")
    line = re.search(r'echo "(entredon [^"]+)"', page.locator("#by-file code").inner_text())
    assert line
    told(place.repository, "We publish our commons", {".entredon-proof": f"{line[1]}\n"}, ANN, at=1_702_000_000)
    page.locator("#by-file").get_by_label("Public address of the repository").fill(address)
    press(page, "Look for the file")
    until(page, "It is done")
    page.get_by_role("link", name="See it").click()
    press(page, "Make it public")
    recorded(page)
    home = place.node.get(HOME)[1].decode()
    assert "Nobody has agreed to any of this yet." in home, re.findall(r"Imported from.*?</aside>", home, re.DOTALL)
    assert "noindex" in home
    assert "Zoe" not in place.node.get(f"{HOME}people/")[1].decode(), "who never came is a number"


def zoe_comes_and_claims(page: Page, wilma: Page, place: Place) -> None:
    """She begins with what she wants to show, and comes in on the way."""
    go(page, place, f"{HOME}people/claim/")
    page.get_by_label("The e-mail address in your commits").fill("zoe@old.example.org")
    press(page, "Send me the code")
    assert page.context.cookies() == [], "visitors have no cookie"
    page.get_by_label("What others call you").fill("Zoë")
    page.get_by_label("Your e-mail address").fill("zoe@new.example.org")
    press(page, "Make my account")
    by_letter(page, place, "zoe@new.example.org", "Yes, make my account")
    assert "zoe@old.example.org" in page.inner_text("main"), "what she typed is still there"
    press(page, "Yes, send it")
    code = re.search(r"^ {4}(\d{6})\s*$", place.letter("zoe@old.example.org", "six digits"), re.MULTILINE)
    assert code
    page.get_by_label("The six digits from the letter").fill("000000" if code[1] != "000000" else "111111")
    press(page, "This is me")
    assert "That is not the code" in page.inner_text("main")
    page.get_by_label("The six digits from the letter").fill(code[1])
    press(page, "This is me")
    assert h1(page) == "You have shown that this is you"
    page.locator("main").get_by_role("link", name="Join", exact=True).click()
    page.get_by_label("Your name").fill("Zoë Zeeman")
    page.locator("main form button").first.click()
    recorded(page)
    go(wilma, place, f"{HOME}people/claims/")
    press(wilma, "Sign that it is theirs")
    recorded(wilma)
    go(page, place, f"{HOME}people/")
    assert "Zoë Zeeman" in page.inner_text("main")


def wilma_accepts(page: Page, place: Place) -> None:
    go(page, place, f"{HOME}work/waiting/")
    page.locator("main").get_by_role("link", name=re.compile("^Look at Open Loom ")).click()
    page.get_by_role("link", name=re.compile("^Accept these 3$")).click()
    press(page, "Yes, I accept it")
    recorded(page)


def one_line_is_contested_and_corrected(zoe: Page, wilma: Page, place: Place) -> None:
    """Zoë herself says that it was less than git tells."""
    go(zoe, place, f"{HOME}work/waiting/")
    zoe.locator("main a", has_text="v1").first.click()
    zoe.locator("main a[href*='/work/c/']", has_text="code").locator("visible=true").last.wait_for()
    rows = zoe.locator("main a[href*='/work/c/']").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    for where in dict.fromkeys(rows):
        go(zoe, place, where)
        if "Zoë Zeeman" in zoe.locator("dl.facts").first.inner_text():
            break
    else:
        raise AssertionError("no contribution is Zoë's")
    zoe.get_by_label("What do you see otherwise, and why?").fill("One of the three lines was made by a program.")
    press(zoe, "Contest it")
    recorded(zoe)
    go(wilma, place, where)
    wilma.get_by_label("Your answer").fill("I have looked: so it is.")
    press(wilma, "Answer")
    wilma.get_by_label("It counts", exact=True).check()
    wilma.locator("#settle [name^='settle-number-']").fill("1.40")
    wilma.get_by_label("Why?").fill("Two lines of three are hers, and half of the third.")
    press(wilma, "Settle it")
    recorded(wilma)
    told = wilma.inner_text("main")
    assert "weighs 1.40 by its lines" in told
    assert "So it is." not in told
    assert "I have looked: so it is." in told


def money_comes_and_is_shared(page: Page, place: Place) -> str:
    """€2,500 comes in for v1 and is shared by one button; returns where that is told."""
    go(page, place, f"{HOME}value/received/")
    page.get_by_label("How much came in").fill("2,500")
    page.get_by_label("For which version").select_option(label="Open Loom v1")
    page.get_by_label("Who paid").fill("Weaving school of Ghent")
    again = page.get_by_label("It came in twice")
    press(page, "It came in")
    if again.count():
        again.check()
        press(page, "It came in")
    assert h1(page) == "What would become of €2,500?"
    press(page, "Share €2,500 out now")
    assert h1(page) == "Who got a part of €2,500?"
    recorded(page)
    return page.url.partition("?")[0].removeprefix(place.node.address)


def my_money(page: Page, place: Place) -> str:
    """The page of what is owed to whoever is looking, found from the Money tab; returns its address."""
    go(page, place, f"{HOME}value/")
    page.locator("main a[href*='/value/person/']").first.click()
    return page.url


def zoe_reads_why(page: Page, place: Place, shareout: str, scripts: bool) -> None:
    """€31.07: as we work it out ourselves, as the page says, and as its reasons add up."""
    assert cents_of(250_000)["Zoe"] == 3107
    my_money(page, place)
    assert "€31.07" in page.locator(".sum.owed").first.inner_text()
    assert page.get_by_role("heading", name="Why €31.07?").count() == 1
    assert not scripts or findings(page) == []
    parts = [int(re.sub(r"\D", "", text)) for text in page.locator(".reasons .money").all_inner_texts()]
    assert sum(parts[:-1]) == parts[-1] == 3107
    told = page.request.get(f"{place.node.address}{shareout}share-out.json").json()
    assert sum(one["minor"] for name in ("top", "people", "passed", "held") for one in told[name]) == 250_000
    public = json.loads(place.node.get(f"{shareout}share-out.json")[1])
    assert public["people"] == [], "whoever is outside sees nobody's amounts"
    page.locator(".reasons a.money").first.click()
    assert "/e/" in page.url, "the figure opens its receipt"


def zoe_passes_half_on(page: Page, place: Place) -> None:
    my_money(page, place)
    page.get_by_label("To the common pot").fill("50")
    press(page, "Pass it on from now on")
    recorded(page)
    assert "€31.07" in page.locator(".sum.owed").first.inner_text(), "what was shared before stays as it was"


def half_is_passed_on(page: Page, place: Place, shareout: str) -> None:
    """Of the next share-out half is hers and half goes to the pot: together the same to the cent."""
    go(page, place, shareout)
    assert "€15.5" in page.locator("#people").inner_text()
    my_money(page, place)
    kept = int(re.sub(r"\D", "", page.locator(".sum.owed").first.inner_text())) - 3107
    assert kept in (1553, 1554)
    told = page.request.get(f"{place.node.address}{shareout}share-out.json").json()
    assert sum(one["minor"] for one in told["passed"]) == 3107 - kept


def an_outsider_checks_it_all(place: Place, folder: Path, shareout: str) -> None:
    """From the address alone: a copy, a replay of every rule, the same tables, and the short program beside the record."""
    copy = folder / "copy"
    outside = environment(folder / "elsewhere")

    def run(*argv: str) -> str:
        done = subprocess.run(argv, cwd=folder, env=outside, capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    entredon = (sys.executable, "-m", "entredon")
    run(*entredon, "mirror", place.node.address + HOME, str(copy))
    theirs = json.loads(run(*entredon, "verify", str(copy), "--json"))
    ours = json.loads(place.says("verify", "open-loom", "--json"))
    assert theirs["verdict"] == ours["verdict"] == "sound"
    assert (theirs["size"], theirs["root"], theirs["digest"]) == (ours["size"], ours["root"], ours["digest"])
    (folder / "verify.py").write_bytes(place.node.get("/verify.py")[1])
    assert run(sys.executable, str(folder / "verify.py"), str(copy))
    moved = next(path for path in sorted(copy.rglob("*")) if "tile/entries" in str(path) and path.is_file())
    moved.write_bytes(moved.read_bytes().replace(b'"minor":250000', b'"minor":250001', 1))
    broken = subprocess.run(
        [*entredon, "verify", str(copy), "--json"], cwd=folder, env=outside, capture_output=True, text=True, timeout=120
    )
    assert broken.returncode == 1, "a cent that was moved is found"

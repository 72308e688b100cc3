"""Everything people read is said in their language: pages, refusals, letters and commands, in English, Dutch and French."""

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.test import Client
from django.utils import translation

from entredon.apps.market import towns
from entredon.desk import languages
from entredon.pure.value.currency import DECIMALS
from tests.browser.places import NO_PAGES
from tests.every_word import Page, data, invent, outside, untranslated
from tests.permissions_world import TABLE, World, build
from tests.test_permissions import addresses
from tools import words, words_found

SAME = {
    *DECIMALS,
    *("invalid", "testserver", "English", "Nederlands", "Français"),
    *("Entredon", "Python", "JSON", "CSV", "SVG", "SHA", "RFC", "Valueflows", "PyNaCl"),
    *("Ed25519", "UTC", "AGPL", "EUR", "USD", "GBP", "CHF", "SSH", "OpenPGP"),
    *("hledger", "beancount", "csv", "PDF", "IBAN", "BIC", "sepa", "basic"),
    *("UTF", "PEM", "git", "gpg", "ssh", "http", "https", "merel", "org"),
}
"""Names that are the same in all languages."""
PIECE = "a piece of a page"
SAID_BEFORE = {"work:bring_in_check"}
"""Pages whose sentences were said, in her language, when somebody had something looked through."""
LOOKING = ("visitor", "member", "steward")
NOT_PAGES = re.compile(r"^(log-|content|verify-py|styleguide)")
"""Addresses of programs, and of those who build pages."""


@pytest.fixture
def world(db: None) -> World:
    return build(draft=False)


def seen(world: World, prefix: str = "") -> Iterator[tuple[str, str, str]]:
    """Every page there is, for who can see it: whose eyes, its name, its HTML."""
    for actor in LOOKING:
        browser = world.browser(actor)
        for name, address in addresses(world).items():
            if NOT_PAGES.match(name):
                continue
            answer = browser.get(prefix + address)
            if (
                answer.status_code != 405
                and "text/html" in answer.get("Content-Type", "")
                and not 300 <= answer.status_code < 400
            ):
                yield actor, name, answer.content.decode()


GENT = 2_797_656
"""Where the workshop of these tests is."""


def towns_near(id: int) -> list[str]:
    """The names of towns that a map may show around one."""
    here = towns.town(id)
    assert here is not None
    there = towns.in_view(here.lat - 6, here.lat + 6, here.lon - 9, here.lon + 9, most=10_000)
    return sorted((town.name for town in there), key=len, reverse=True)


def test_no_page_says_a_word_that_is_not_translated(world: World, monkeypatch: pytest.MonkeyPatch):
    invent(monkeypatch)
    pages = list(seen(world))
    assert len(pages) > 150
    known = [*data(), *re.split(r"[,\n]", TABLE.decode()), *towns_near(GENT)]
    found: dict[str, set[str]] = {}
    for actor, name, html in pages:
        if name in SAID_BEFORE:
            continue
        page = Page(html)
        for text in ["".join(page.text), *page.attributes]:
            if wrong := untranslated(text, known, SAME):
                found.setdefault(f"{name} ({actor})", set()).update(wrong)
    assert found == {}


@pytest.mark.parametrize("language", ["nl", "fr"])
def test_every_page_speaks_the_language_that_its_address_names(world: World, language: str):
    english = left_in_english(language)
    found: dict[str, list[str]] = {}
    count = 0
    for actor, name, html in seen(world, f"/{language}"):
        page = Page(html)
        assert page.language == language or NO_PAGES.get(name) == PIECE, name
        spoken = " ".join(page.spoken().split())
        if wrong := [text for text in english if text in spoken]:
            found[f"{name} ({actor})"] = wrong
        count += 1
    assert count > 150
    assert found == {}


def test_every_page_speaks_english_where_nothing_else_is_asked_for(world: World):
    for _actor, name, html in seen(world):
        assert Page(html).language == "en" or NO_PAGES.get(name) == PIECE, name


def left_in_english(language: str) -> list[str]:
    """English sentences whose translation is another one: none of them stands on a page in that language."""
    return [
        entry.msgid
        for entry in words.read(language)
        if not entry.obsolete and not entry.msgid_plural and entry.msgstr not in ("", entry.msgid)
        and len(entry.msgid.split()) > 3 and not re.search(r"[{}%<\n]", entry.msgid)
    ]  # fmt: skip


def test_every_text_is_translated_and_fits_its_original():
    assert list(words.troubles()) == []


def put_together(node: ast.expr) -> bool:
    """Whether it is a sentence made of pieces; a sum of numbers is none (a fault of a record has the same name), nor is a
    translated one whose blanks are filled."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod) and isinstance(node.left, ast.Call):
        return False
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.BinOp) and any(
        (isinstance(part, ast.Constant) and isinstance(part.value, str)) or isinstance(part, ast.JoinedStr)
        for part in ast.walk(node)
    ))  # fmt: skip


class Raised(ast.NodeVisitor):
    """Troubles whose sentence isn't written out where they are made."""

    def __init__(self, kinds: frozenset[str]) -> None:
        self.kinds, self.wrong = kinds, []

    def visit_Call(self, node: ast.Call) -> None:
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        if name in self.kinds and node.args and put_together(node.args[0]):
            self.wrong.append((node.lineno, ast.unparse(node.args[0])[:80]))
        self.generic_visit(node)


@pytest.mark.parametrize(
    "path",
    [p for p in words_found.sources() if p.suffix == ".py"],
    ids=lambda p: p.relative_to(words_found.PACKAGE).as_posix(),
)
def test_a_trouble_is_a_sentence_that_is_written_out(path: Path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    # What a module calls by the same name and is no trouble: a fault of a record is a row for programs.
    others = {node.name for node in ast.walk(tree) if isinstance(node, ast.ClassDef) and not node.bases}
    look = Raised(words_found.told_kinds() - others)
    look.visit(tree)
    assert look.wrong == []


SAYS = {"print", "say", "printable", "echo"}
TECHNICAL = re.compile(r"FAULT|^\W*$")


@pytest.mark.parametrize("path", sorted((words_found.PACKAGE / "cli").glob("*.py")), ids=lambda p: p.name)
def test_a_command_prints_translated_sentences_only(path: Path):
    wrong = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call) or getattr(node.func, "attr", getattr(node.func, "id", "")) not in SAYS:
            continue
        for given in node.args[:1]:
            if isinstance(given, ast.JoinedStr | ast.Constant):
                parts = given.values if isinstance(given, ast.JoinedStr) else [given]
                text = "".join(str(part.value) for part in parts if isinstance(part, ast.Constant))
                if re.search(r"[A-Za-z]{3,}", text) and not TECHNICAL.search(text):
                    wrong.append(text)
    assert wrong == []


def test_commands_speak_the_language_of_who_types(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    from entredon.cli.main import run_command

    said = {}
    for language in ("en", "nl", "fr"):
        monkeypatch.setenv("ENTREDON_LANG", language)
        assert run_command(["flow", "./nowhere", "--sold", "bread", "--income", "10", "EUR"]) == 2
        said[language] = capsys.readouterr().err
    assert "is not a directory; give the one" in said["en"]
    assert len(set(said.values())) == 3


def test_the_address_decides_then_the_account_then_the_browser(world: World):
    account = world.at["account of member"]
    browser = world.browser("member")
    asks = {"headers": {"Accept-Language": "fr-BE,fr;q=0.9"}}

    def language(path: str) -> str:
        return Page(browser.get(path, **asks).content.decode()).language

    assert language("/") == "fr"
    account.language = "nl"
    account.save()
    assert language("/") == "nl"
    assert language("/en/") == "en"
    assert language("/fr/c/merel/") == "fr"


def test_an_answer_says_its_language_and_what_it_depends_on(world: World):
    plain = Client().get("/", headers={"Accept-Language": "nl"})
    assert plain["Content-Language"] == "nl"
    assert "Accept-Language" in plain["Vary"]
    assert "Set-Cookie" not in plain
    named = Client().get("/fr/c/merel/", headers={"Accept-Language": "nl"})
    assert named["Content-Language"] == "fr"
    assert plain["ETag"] != Client().get("/", headers={"Accept-Language": "fr"})["ETag"]


def test_every_link_of_a_page_stays_in_its_language(world: World):
    for name, address in addresses(world).items():
        answer = Client().get(f"/nl{address}") if not NOT_PAGES.match(name) else None
        if answer is None or "text/html" not in answer.get("Content-Type", ""):
            continue
        page = re.sub(r'<nav class="languages".*?</nav>|<head>.*?</head>', "", answer.content.decode(), flags=re.DOTALL)
        links = re.findall(r'(?:href|action)="(/[^"]*)"', page)
        assert [one for one in links if not one.startswith(("/nl/", *languages.ALONE, "/verify.py"))] == [], name


def test_an_address_without_its_last_slash_and_one_to_sign_in_for_keep_the_language(db: None):
    assert Client().get("/nl")["Location"] == "/nl/"
    assert Client().get("/nl/account/login")["Location"] == "/nl/account/login/"
    assert Client().get("/fr/account/")["Location"].startswith("/fr/account/login/?next=/fr/account/")


def test_each_language_leads_to_the_others_with_what_was_asked(world: World):
    html = Client().get("/nl/c/merel/record/?page=1").content.decode()
    for code, _name in settings.LANGUAGES:
        assert f'href="/{code}/c/merel/record/?page=1" lang="{code}"' in html
        assert f'hreflang="{code}" href="http://testserver/{code}/c/merel/record/?page=1"' in html
    assert 'hreflang="x-default" href="http://testserver/c/merel/record/?page=1"' in html


def test_what_is_outside_the_marks_is_found():
    assert outside("⟦one ⟦two⟧⟧ three").split() == ["three"]
    assert untranslated("⟦Hello⟧ Ada, welcome", ["Ada"], []) == ["welcome"]
    assert Page('<p lang="nl">Dag</p><p title="Tip">x</p><code>y z</code>').spoken().split() == ["x", "Tip"]


def test_catalogues_are_read_by_gettext(db: None):
    with translation.override("nl"):
        assert translation.gettext("Public record") == "Openbaar register"
    assert polib.pofile(str(words.catalogue("fr"))).metadata["Language"] == "fr"


@pytest.mark.parametrize(
    ("typed", "dutch", "french"),
    [
        (["key", "enrol"], "ADDRESS ontbreekt.", "Il manque ADDRESS."),
        (["sign", "--nonsense"], "Er is geen optie --nonsense.", "Il n’y a pas d’option --nonsense."),
        (
            ["run", "--port", "x"],
            "Wat je voor --port opgaf, past niet.",
            "Ce que tu as donné pour --port ne convient pas.",
        ),
        (["key", "enrol", "--help"], "Toon deze hulp.", "Afficher cette aide."),
    ],
)
def test_what_was_typed_wrongly_is_said_in_the_language_spoken(typed: list[str], dutch: str, french: str) -> None:
    for language, sentence in (("nl", dutch), ("fr", french)):
        env = {**os.environ, "ENTREDON_LANG": language}
        argv = [sys.executable, "-m", "entredon", *typed]
        done = subprocess.run(argv, env=env, capture_output=True, text=True, timeout=60, check=False)
        assert sentence in done.stdout + done.stderr
        assert done.returncode == (0 if "--help" in typed else 2)


LETTERS = sorted(path for path in words_found.PACKAGE.rglob("templates/**/*.txt"))


@pytest.mark.parametrize("path", LETTERS, ids=lambda path: path.relative_to(words_found.PACKAGE).as_posix())
def test_a_letter_holds_no_word_that_is_not_translated(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    text = re.sub(r"{% blocktranslate.*?{% endblocktranslate %}", "", text, flags=re.DOTALL)
    assert re.findall(r"[^\W\d_]{2,}", re.sub(r"{[%{].*?[%}]}", "", text, flags=re.DOTALL)) == []

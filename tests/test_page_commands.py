"""``entredon page, page-write``: what a commons knows, read and written from a terminal; nobody's words are written over."""

import json
from pathlib import Path

import pytest

from entredon.apps.work.entries_pages import PageWritten
from entredon.apps.work.models import Page, Revision
from entredon.cli.main import run_command
from entredon.log import device
from entredon.log.models import Log, SideText
from entredon.testing_cast import Cast

BASE = "Clean the metal.\n\nHold it.\n\nWeld it."


class Terminal:
    """A machine whose key belongs to Mieke, and a page by Bob."""

    def __init__(self, cast: Cast, capsys: pytest.CaptureFixture[str], folder: Path) -> None:
        self.cast, self.capsys, self.folder = cast, capsys, folder
        cast.join(device.key(cast.slug), "Mieke Machine")
        self.page = cast.say(PageWritten(address="welding"), cast.bob, texts={"title": "Welding", "text": BASE})

    def file(self, text: str) -> str:
        path = self.folder / "welding.md"
        path.write_text(text, encoding="utf-8")
        return str(path)

    def bob_writes(self, text: str) -> None:
        newest = Page.objects.get(commons=self.cast.slug, id=self.page).revision
        fact = PageWritten(page=self.page, parent=newest)
        self.cast.say(fact, self.cast.bob, texts={"title": "Welding", "text": text})

    def run(self, *arguments: str) -> str:
        code = run_command([arguments[0], self.cast.slug, *arguments[1:]])
        out, err = self.capsys.readouterr()
        assert code == 0, err
        return out

    def refused(self, *arguments: str, says: str) -> None:
        before = Log.objects.get(slug=self.cast.slug).size
        assert run_command([arguments[0], self.cast.slug, *arguments[1:]]) == 2
        out, err = self.capsys.readouterr()
        assert says in " ".join(err.split()), err
        assert "Traceback" not in err
        assert out == ""
        assert Log.objects.get(slug=self.cast.slug).size == before

    def newest(self) -> str:
        row = Page.objects.get(commons=self.cast.slug, id=self.page)
        return SideText.objects.get(commons=self.cast.slug, entry=row.revision, name="text").text


@pytest.fixture
def terminal(cast: Cast, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Terminal:
    return Terminal(cast, capsys, tmp_path)


def test_a_page_is_printed_as_it_was_written(terminal: Terminal) -> None:
    assert terminal.run("page", "welding") == f"{BASE}\n"
    terminal.bob_writes("Other words.")
    assert terminal.run("page", "commons/welding") == "Other words.\n"
    assert terminal.run("page", "welding", "--revision", "1") == f"{BASE}\n"
    told = json.loads(terminal.run("page", "welding", "--json"))
    assert told == {"page": terminal.page, "revision": 2, "revisions": 2, "title": "Welding", "text": "Other words."}
    terminal.refused("page", "nothing", says="There is no page at the address nothing here.")
    terminal.refused("page", "welding", "--revision", "9", says="This page has no revision 9.")
    assert run_command(["page", "nowhere", "welding"]) == 2


def test_a_new_page_is_written_from_a_file(terminal: Terminal) -> None:
    out = terminal.run("page-write", "how-to-solder", terminal.file("Heat it.\n"), "--reason", "Asked often")
    row = Page.objects.get(commons=terminal.cast.slug, address="how-to-solder")
    texts = dict(SideText.objects.filter(entry=row.id).values_list("name", "text"))
    assert texts == {"title": "How to solder", "text": "Heat it.", "reason": "Asked often"}
    assert row.id[:10] in out
    again = terminal.run("page-write", "how-to-solder", terminal.file("Heat it."), "--since", "1")
    assert "nothing to record" in again


def test_a_revision_says_what_it_began_with_and_is_put_together(terminal: Terminal) -> None:
    mine = terminal.file(BASE.replace("Weld it", "Weld it slowly"))
    terminal.refused("page-write", "welding", mine, says="Say with --since which revision you began with")
    terminal.bob_writes(BASE.replace("Clean", "Brush"))
    out = terminal.run("page-write", "welding", mine, "--since", "1")
    assert "together with what somebody saved meanwhile" in out
    assert terminal.newest() == "Brush the metal.\n\nHold it.\n\nWeld it slowly."


def test_what_both_changed_stands_in_a_file_beside_it(terminal: Terminal) -> None:
    terminal.bob_writes(BASE.replace("Hold it.", "Clamp it."))
    mine = terminal.file(BASE.replace("Hold it.", "Grip it."))
    terminal.refused("page-write", "welding", mine, "--since", "1", says="write that file with --since 2")
    beside = Path(f"{mine}.both")
    assert "<<<<<<< saved meanwhile\nClamp it.\n=======\nGrip it.\n>>>>>>> yours" in beside.read_text(encoding="utf-8")
    terminal.refused("page-write", "welding", str(beside), "--since", "2", says="still holds places")
    beside.write_text(BASE.replace("Hold it.", "Clamp and grip it."), encoding="utf-8")
    terminal.run("page-write", "welding", str(beside), "--since", "2")
    assert terminal.newest() == BASE.replace("Hold it.", "Clamp and grip it.")
    assert Revision.objects.filter(commons=terminal.cast.slug).count() == 3


def test_what_can_not_be_written_is_a_sentence(terminal: Terminal, tmp_path: Path) -> None:
    terminal.refused("page-write", "welding", str(tmp_path / "none"), says="There is no file")
    odd = tmp_path / "odd"
    odd.write_bytes(b"\xff\xfe")
    terminal.refused("page-write", "welding", str(odd), says="is not text in UTF-8")
    terminal.refused("page-write", "welding", terminal.file(" \n"), says="A page has words")
    terminal.refused("page-write", "welding", terminal.file("x" * 100_001), says="has more than 100,000 bytes")
    terminal.refused("page-write", "No Way", terminal.file("x"), says="is no address for a page")
    terminal.refused(
        "page-write", "abcdef0123/x", terminal.file("x"), says="There is nothing here that pages could be about"
    )

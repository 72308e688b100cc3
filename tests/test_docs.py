"""The documentation is a contract: its examples do what they show, and what the program has is named in it."""

import shutil
from pathlib import Path

import pytest

from tools import examples, undocumented

ROOT = Path(__file__).resolve().parent.parent

PAGES = examples.pages()
WITH_EXAMPLES = [page for page in PAGES if list(examples.steps(page.read_text(encoding="utf-8")))]


@pytest.mark.skipif(not shutil.which("bash"), reason="no bash to run the examples of the documentation")
@pytest.mark.skipif(not shutil.which("git"), reason="no git, which the examples of the documentation use")
@pytest.mark.parametrize("page", WITH_EXAMPLES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_the_examples_of_a_page_do_what_it_shows(page):
    troubles = examples.troubles(page)
    assert not troubles, "\n".join(troubles)


@pytest.mark.parametrize("check", undocumented.CHECKS.values(), ids=undocumented.CHECKS.keys())
def test_everything_is_named_in_the_reference(check):
    troubles = list(check())
    assert not troubles, "\n".join(troubles)


def test_links_between_pages_lead_somewhere():
    troubles = list(undocumented.links(PAGES))
    assert not troubles, "\n".join(troubles)


# How examples are read, see tools/examples.py.


@pytest.mark.parametrize(
    ("shown", "printed", "fits"),
    [
        ("a\nb", "a\nb\n", True),
        ("a\nb", "a  \nb\n\n", True),
        ("a\nb", "a\nb\nc\n", False),
        ("a\n…\nd", "a\nb\nc\nd\n", True),
        ("a\n…\nd", "a\nd\n", True),
        ("a\n…", "a\n", True),
        ("root … of 3", "root 1f8b of 3", True),
        ("root … of 3", "root 1f\n8b of 3", False),
        ("1.5 (€)", "1x5 (€)", False),
    ],
)
def test_what_is_shown_is_compared_with_what_was_printed(shown, printed, fits):
    assert examples.matches(shown, printed) is fits


def test_a_session_is_read_command_by_command():
    text = "# Page\n\n```sh run\n$ echo a \\\n>   b\na b\n$ false\n[exit 1]\n```\n\n<!-- run\ntrue\n-->\n\n```sh\nnot run\n```\n"
    first, second, hidden = examples.steps(text)
    assert (first.line, first.script, first.shown) == (4, "echo a \\\n  b\n", "a b")
    assert (second.line, second.code, second.shown) == (7, 1, None)
    assert hidden.script == "true\n"


@pytest.mark.parametrize(
    ("text", "because"),
    [
        ("```sh run\n$ echo yes\nno\n```\n", "but it prints"),
        ("```sh run\n$ false\n```\n", "ends with 1, not 0"),
        ("```sh run\n$ true\n[exit 2]\n```\n", "ends with 0, not 2"),
        ("```sh run\nexit 3\n```\n", "did not come to its end"),
        ("```python run\n>>> 1 + 1\n3\n```\n", "ends with 1"),
        ("```python run\nassert 1 == 2\n```\n", "ends with 1"),
    ],
)
def test_a_wrong_example_is_noticed(tmp_path, monkeypatch, text, because):
    monkeypatch.setattr(examples, "ROOT", tmp_path)
    wrong = tmp_path / "page.md"
    wrong.write_text(text, encoding="utf-8")
    (trouble,) = examples.troubles(wrong)
    assert because in trouble


def test_the_examples_of_a_page_share_a_shell_and_see_no_setting_of_ours(tmp_path, monkeypatch):
    monkeypatch.setattr(examples, "ROOT", tmp_path)
    monkeypatch.setenv("ENTREDON_DEBUG", "1")
    right = tmp_path / "page.md"
    right.write_text(
        '```sh run\nx=1; cd /\n```\n```sh run\n$ echo $x $PWD "$ENTREDON_DEBUG"\n1 /\n```\n', encoding="utf-8"
    )
    assert examples.troubles(right) == []

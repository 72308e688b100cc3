"""``entredon attest`` and ``entredon publish``: from an imported draft to a public commons, at the command line."""

import pytest
import typer

from entredon.apps.commons import queries
from entredon.cli.main import run_command
from entredon.log import pages
from entredon.testing_cast import Cast
from entredon.testing_git import commit, git

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(tmp_path, capsys):
    path = tmp_path / "work"
    git(tmp_path, "init", "--quiet", "--initial-branch=main", str(path))
    commit(path, "one", {"a.py": "1\n"})
    assert run(capsys, "found", "Open Car", "--from-git", path)[0] == 0
    return "open-car"


def run(capsys, *arguments):
    code = run_command([str(a) for a in arguments])
    said = capsys.readouterr()
    return code, said.out, said.err


def test_who_runs_the_place_attests_and_a_steward_publishes(draft, capsys):
    assert run(capsys, "publish", draft, "--yes") == (2, "", "Show first that you speak for the repository.\n")
    code, out, err = run(capsys, "attest", draft, "--as", "Jan Peeters", "--repository", "https://example.org/car.git")
    assert code == 0
    assert out.startswith("Noted: Jan Peeters attests that the stewards of open-car speak for its repository")
    assert "entredon publish open-car" in err
    code, out, _err = run(capsys, "publish", draft, "--yes")
    assert (code, out[:20]) == (0, "Open Car is public. ")
    shown = queries.imported(draft)
    assert (shown.way, shown.by, shown.repository) == ("attested", "Jan Peeters", "https://example.org/car.git")


def test_publishing_is_asked_once_more(draft, capsys, monkeypatch):
    run(capsys, "attest", draft, "--as", "Jan")

    def says_no(*_: object, **__: object) -> None:
        raise typer.Abort

    monkeypatch.setattr(typer, "confirm", says_no)
    assert run(capsys, "publish", draft)[0] == 130
    assert pages.draft_of(draft)


@pytest.mark.parametrize(
    ("arguments", "because"),
    [
        (("attest", "nobody", "--as", "Jan"), "There is no commons named nobody here."),
        (("publish", "nobody"), "There is no commons named nobody here."),
        (("attest", "open-car", "--as", " "), "Say who attests it, in 1 to 200 characters. Nothing was attested."),
        (("attest", "open-car", "--as", "Jan", "--repository", "/srv/car"), "is no public address of a repository"),
    ],
)
def test_what_is_wrong_is_said(draft, capsys, arguments, because):
    code, out, err = run(capsys, *arguments)
    assert (code, out) == (2, "")
    assert because in err


def test_nothing_is_attested_or_published_twice(draft, capsys):
    run(capsys, "attest", draft, "--as", "Jan")
    run(capsys, "publish", draft, "--yes")
    assert "public already" in run(capsys, "attest", draft, "--as", "Jan")[2]
    assert "public already" in run(capsys, "publish", draft, "--yes")[2]


def test_without_a_key_of_a_steward_nothing_is_published(capsys):
    Cast.found("merel")
    assert "this machine has no key there" in run(capsys, "publish", "merel", "--yes")[2]
    assert pages.draft_of("merel")

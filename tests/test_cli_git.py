"""``entredon found`` and ``entredon import-git``: what people see of an import."""

import os

import pytest

from entredon.apps.library.git import command
from entredon.cli.git import git_name
from entredon.cli.main import run_command
from entredon.log import fresh
from entredon.log.models import Entry, Log, SideText
from entredon.testing_git import commit, git

pytestmark = pytest.mark.django_db
DAY = 86_400
NOBODY = {"PATH": os.environ["PATH"], "HOME": "/nonexistent", "GIT_CONFIG_NOSYSTEM": "1", "LC_ALL": "C"}
MIT = "Permission is hereby granted, free of charge, to any person obtaining a copy\nof this software and associated documentation"


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "work"
    git(tmp_path, "init", "--quiet", "--initial-branch=main", str(path))
    commit(path, "one", {"a.py": "1\n2\n3\n", "LICENSE": MIT}, at=365 * DAY, tags=["v1"])
    commit(path, "two", {"b.py": "1\n"}, author="Bob <bob@example.org>", at=3 * 365 * DAY)
    return path


def run(capsys, *arguments):
    code = run_command([str(a) for a in arguments])
    said = capsys.readouterr()
    return code, said.out, said.err


def test_a_commons_is_founded_from_a_repository_and_says_who_built_it(path, capsys):
    code, out, err = run(capsys, "found", "Open Car", "--from-git", path)
    assert code == 0
    assert out == (
        "Open Car is founded, as a private draft. 2 people built it in 2 commits, from 1971 to 1972. "
        "1 version is told by tags; 1 commit comes after the last.\n"
    )
    assert "Its licence is MIT, as its own file says." in err
    assert "entredon share open-car 10000 EUR" in err
    kinds = list(Entry.objects.filter(commons="open-car").order_by("index").values_list("kind", flat=True))
    assert kinds == ["commons.founded", "value.rule_adopted", "library.created", "library.imported"]


def test_who_founds_from_git_is_called_as_git_calls_her(path, capsys):
    git(path, "config", "user.name", "Ada  Vermeer")
    _, _, err = run(capsys, "found", "Open Car", "--from-git", path)
    assert "You are called “Ada Vermeer” here, as git calls you; give --your-name to be called otherwise.\n" in err
    assert SideText.objects.get(commons="open-car", name="name").text == "Ada Vermeer"


def test_a_name_that_is_given_goes_before_gits(path, capsys):
    git(path, "config", "user.name", "Ada Vermeer")
    _, _, err = run(capsys, "found", "Open Car", "--from-git", path, "--your-name", "Ada")
    assert "as git calls you" not in err
    assert SideText.objects.get(commons="open-car", name="name").text == "Ada"


def test_where_git_knows_no_name_nobody_gets_one(path, capsys, monkeypatch):
    monkeypatch.setattr(command, "environment", lambda *, alone: NOBODY)
    _, _, err = run(capsys, "found", "Open Car", "--from-git", path)
    assert "as git calls you" not in err
    assert not SideText.objects.filter(commons="open-car", name="name").exists()


def test_without_git_on_this_machine_there_is_no_name(monkeypatch, tmp_path):
    monkeypatch.setattr(command.shutil, "which", lambda name: None)
    assert git_name(tmp_path) == ""


def test_a_founder_who_is_called_like_somebody_in_git_does_not_hide_her_reasons(path, capsys):
    git(path, "config", "user.name", "Bob")
    run(capsys, "found", "Open Car", "--from-git", path)
    code, out, _ = run(capsys, "share", "open-car", "100", "EUR", "--version", "unreleased", "--why", "bob")
    assert (code, out.startswith("Bob would get ")) == (0, True)


def test_importing_again_says_what_is_new(path, capsys):
    run(capsys, "found", "Open Car", "--from-git", path)
    assert run(capsys, "import-git", "open-car", path)[1].startswith("Nothing is new in the repository")
    commit(path, "three", {"c.py": "1\n"}, at=4 * 365 * DAY, tags=["v2"])
    code, out, _ = run(capsys, "import-git", "open-car", path)
    assert (code, out) == (0, "New since the last import: 1 commit. 1 version is told by tags.\n")


def test_a_commons_can_begin_without_a_repository(path, capsys):
    code, out, err = run(capsys, "found", "Open Car", "--licence", "CERN-OHL-S-2.0", "--your-name", "Ada")
    assert (code, out) == (0, "Open Car is founded, as a private draft.\n")
    assert "import-git open-car PATH" in err
    code, out, _ = run(capsys, "import-git", "open-car", path)
    assert (code, out.startswith("2 people built it in 2 commits")) == (0, True)


def test_without_a_licence_it_is_said_honestly(capsys):
    _, _, err = run(capsys, "found", "Open Car")
    assert "stands as “unknown”" in err


@pytest.mark.parametrize(
    ("arguments", "because"),
    [
        (
            ["found", "Car", "--from-git", "/nowhere"],
            "There is no /nowhere; give the folder of a git repository. Nothing was recorded.",
        ),
        (["found", "Car", "--slug", "Car!"], "can't be a short name"),
        (["found", "…"], "leaves no short name"),
        (["found", " "], "needs a name"),
        (["import-git", "car", "."], "There is no commons named car here."),
        (["found", "Car", "--colour", "red"], "No such option"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(arguments, because, capsys):
    code, out, err = run(capsys, *arguments)
    assert (code, out) == (2, "")
    assert because in err
    assert "Traceback" not in err
    assert not Log.objects.exists()


def test_a_short_name_that_is_taken_is_refused_before_any_work(path, capsys):
    run(capsys, "found", "Open Car", "--from-git", path)
    code, _, err = run(capsys, "found", "Open car", "--from-git", path)
    assert (code, "already a commons named open-car" in err) == (2, True)
    assert Log.objects.count() == 1


def test_only_who_holds_a_keepers_key_may_import(path, cast, capsys):
    fresh.remember(fresh.TABLES, fresh.shape())  # these tables are as new as the program
    code, _, err = run(capsys, "import-git", cast.slug, path)
    assert (code, err) == (2, "Only a steward or a keeper of merel can import, and this machine's key is neither's.\n")

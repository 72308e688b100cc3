"""``entredon share``: a dry run on a commons from a git repository, on the node and on a mirror, in words and as JSON."""

import json
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from entredon import testing_git
from entredon.apps.library import queries as library
from entredon.apps.people import aliases
from entredon.apps.people import queries as people
from entredon.apps.people.entries import Claimed
from entredon.cli.git import _notes
from entredon.cli.main import run_command
from entredon.log import door
from entredon.pure.log import canonical
from entredon.pure.log.keys import SecretKey
from entredon.site.importing import found_from_git

ADA = SecretKey(b"ada of the shared repository....")
SLUG = "merel"


@pytest.fixture
def commons(db, tmp_path: Path) -> str:
    repository = testing_git.make(tmp_path / "merel.git", 7, testing_git.Shape(commits=60, people=6, tags=6))
    found_from_git("Merel", SLUG, repository, purpose="A car", founder=ADA, texts={"name": "Ada Vermeer"})
    return SLUG


def shared(capsys, *more: str, amount: str = "10000", currency: str = "EUR") -> dict:
    assert run_command(["share", SLUG, amount, currency, "--json", *more]) == 0
    out = capsys.readouterr().out
    assert out.endswith("\n")
    data = canonical.loads(out[:-1].encode())
    if "people" in data:
        given = sum(row["minor"] for name in ("top", "people", "passed", "held") for row in data[name])
        assert given == data["income"]
    return data


def said(capsys, *arguments: str) -> str:
    assert run_command(["share", *arguments]) == 0
    return capsys.readouterr().out


def refused(capsys, *arguments: str, says: str) -> None:
    assert run_command(["share", *arguments]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert says in err, err
    assert "Traceback" not in err


def test_json_is_the_contract_and_the_same_bytes_twice(commons, capsys):
    first = shared(capsys)
    assert shared(capsys) == first
    assert sorted(first) == [
        "algorithm", "basis", "currency", "cycles", "held", "income", "log", "passed", "people", "rule", "top", "version",
    ]  # fmt: skip
    assert sorted(first["log"]) == ["origin", "root", "size"]
    assert (first["algorithm"], first["basis"], first["income"], first["cycles"]) == (
        "flow@1",
        "proposed",
        1_000_000,
        [],
    )
    assert first["top"] == [{"minor": 50_000, "to": "association"}, {"minor": 50_000, "to": "fund"}]
    minors = [(-row["minor"], row["person"]) for row in first["people"]]
    assert minors == sorted(minors)
    assert all(sum(row["kinds"].values()) == row["minor"] for row in first["people"])
    assert "Ada" not in json.dumps(first)


@pytest.mark.parametrize(
    ("amount", "currency"), [("0.01", "EUR"), ("90071992547409.91", "EUR"), ("9999", "JPY"), ("1.001", "KWD")]
)
def test_sums_are_exact_from_the_smallest_amount_to_the_largest(commons, capsys, amount, currency):
    shared(capsys, amount=amount, currency=currency)


def test_a_mirror_gives_the_same_bytes_and_no_names(commons, capsys, tmp_path):
    run_command(["share", SLUG, "10000", "EUR", "--json"])
    here = capsys.readouterr().out
    mirror = tmp_path / "mirror"
    assert run_command(["mirror", SLUG, str(mirror)]) == 0

    def there(*more: str) -> str:
        argv = [sys.executable, "-m", "entredon", "share", f"{mirror}/", "10000", "EUR", *more]
        environment = {**os.environ, "ENTREDON_HOME": str(tmp_path / "elsewhere"), "ENTREDON_SUITE": ""}
        return subprocess.run(argv, capture_output=True, text=True, check=True, env=environment).stdout

    assert there("--json") == here
    text = there()
    assert "person " in text
    assert not set(people.names(SLUG).values()) & set(text.split("\n"))


def test_people_read_first_a_sentence_then_the_rule_then_who(commons, capsys):
    text = said(capsys, SLUG, "10000", "EUR")
    assert text.startswith("If Merel ")
    assert "brought in 10,000.00 EUR today, " in text
    assert "9,000.00 EUR would go to" in text.replace("\n", " ")
    assert "as a what-if: here the common pot is in force" in text
    assert text.rstrip().splitlines()[-1].endswith("10,000.00 EUR")


def test_why_adds_up_to_the_amount(commons, capsys):
    top = shared(capsys)["people"][0]
    name = people.names(SLUG, inside=True)[top["person"]]
    data = shared(capsys, "--why", top["person"][:12])
    assert data["minor"] == top["minor"] == sum(path["minor"] for path in data["paths"]) + data["others"]
    text = said(capsys, SLUG, "10000", "EUR", "--why", name)
    assert text.startswith(f"{name} would get {top['minor'] // 100:,}.{top['minor'] % 100:02} EUR of 10,000.00 EUR.")
    assert "all other paths" in text


def test_a_version_is_asked_by_name_or_id(commons, capsys):
    last = shared(capsys)
    assert shared(capsys, "--version", last["version"]) == last
    assert shared(capsys, "--version", "unreleased")["version"] != last["version"]


def test_a_rule_from_a_file_is_followed_and_a_faulty_one_told(commons, capsys, tmp_path):
    file = tmp_path / "rule.json"
    file.write_text('{"way": "flow", "pools": {"review": 600000, "other": 400000}}')
    assert shared(capsys, "--rule", str(file))["top"] == []
    assert shared(capsys, "--rule", "pot@1")["top"] == [{"minor": 1_000_000, "to": "pot"}]
    file.write_text('{"way": "flow", "pools": {"review": 1600000}}')
    refused(capsys, SLUG, "5", "EUR", "--rule", str(file), says="pools.review: 1,600,000 is not between")
    refused(capsys, SLUG, "5", "EUR", "--rule", str(tmp_path), says="can't be read")


def test_only_accepted_contributions_are_none_yet(commons, capsys):
    data = shared(capsys, "--accepted")
    assert (data["basis"], data["people"]) == ("accepted", [])
    assert sum(row["minor"] for row in data["held"]) == 900_000


def test_a_claimed_pseudonym_is_the_member_who_claimed_it(commons, capsys):
    before = shared(capsys)["people"]
    first, second = before[0]["person"], before[1]["person"]
    door.append(SLUG, Claimed(pseudonyms=(first, second)), ADA)
    after = {row["person"]: row["minor"] for row in shared(capsys)["people"]}
    assert after.keys() == {row["person"] for row in before} - {first, second} | {f"k:{ADA.id}"}
    assert abs(after[f"k:{ADA.id}"] - before[0]["minor"] - before[1]["minor"]) <= 1
    assert shared(capsys, "--why", "Ada Vermeer")["minor"] == after[f"k:{ADA.id}"]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("merel", "-5", "EUR"), "less than nothing"),
        (("merel", "1e400", "EUR"), "exponent"),
        (("merel", "0.001", "EUR"), "2 decimals"),
        (("merel", "lots", "EUR"), "not an amount"),
        (("merel", "10,000", "EUR"), "no separators"),
        (("merel", "10", "FLORIN"), "no currency “FLORIN”"),
        (("nobody", "10", "EUR"), "no commons named nobody"),
        (("./nothing-here", "10", "EUR"), "no copy of a public record"),
        (("merel", "10", "EUR", "--version", "99.9"), "99.9"),
        (("merel", "10", "EUR", "--why", "Nobody At All"), "Nobody At All"),
        (("merel", "10", "EUR", "--why", "p:"), "could be"),
        (("merel", "10"), "Missing argument"),
        (("merel", "10", "EUR", "--bogus"), "--bogus"),
    ],
)  # fmt: skip
def test_what_cant_be_answered_gets_a_sentence(commons, capsys, arguments, says):
    if "/" in arguments[0]:  # a mirror is replayed in a process of its own
        argv = [sys.executable, "-m", "entredon", "share", *arguments]
        done = subprocess.run(argv, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stdout) == (2, "")
        assert says in done.stderr
    else:
        refused(capsys, *arguments, says=says)


def test_nothing_that_others_wrote_steers_a_terminal(commons, capsys, monkeypatch):
    evil = "Ev\x1b[2Jil\u202e"
    data = shared(capsys)
    top = data["people"][0]["person"]
    aliases.remember(SLUG, {top: (evil, "evil@example.org")})
    monkeypatch.setattr(library, "labels", lambda slug: {data["version"]: (evil, "")})
    for more in ([], ["--why", top]):
        text = said(capsys, SLUG, "10000", "EUR", *more)
        assert "Ev�[2Jil�" in text
        assert not set("\x1b\u202e") & set(text)
    assert said(capsys, SLUG, "10000", "EUR").startswith("If Ev�[2Jil� brought in")
    assert run_command(["share", SLUG, "10000", "EUR", "--why", f"{evil}?"]) == 2
    assert not set("\x1b\u202e") & set(capsys.readouterr().err)
    _notes(SimpleNamespace(notes=[f"The tag {evil} is no version."]))
    assert capsys.readouterr().err == "The tag Ev�[2Jil� is no version.\n"

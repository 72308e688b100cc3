"""Servers' folders made by earlier stages open, replay and verify with this one: what was recorded stays readable for ever."""

import json
import os
import sqlite3
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

ARCHIVES = sorted((Path(__file__).parent / "upgrade").glob("*.tar.xz"))


ERASED = {"a": 1, "b": 1, "c": 4, "d": 5, "e": 5, "f": 5}
"""So many texts each of them has erased."""


@pytest.fixture(params=[path.name[0] for path in ARCHIVES])
def node(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    with tarfile.open(ARCHIVES[0].parent / f"{request.param}.tar.xz") as tar:
        tar.extractall(tmp_path / request.param, filter="data")
    return tmp_path / str(request.param)


def entredon(node: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "ENTREDON_HOME": str(node)}
    command = [sys.executable, "-m", "entredon", *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def test_there_is_a_node_of_each_stage() -> None:
    assert [path.name for path in ARCHIVES] == [f"{letter}.tar.xz" for letter in "abcdef"]
    assert all(path.stat().st_size <= 200_000 for path in ARCHIVES)


def test_an_earlier_node_verifies_shares_and_has_the_tables_of_a_replay(node: Path) -> None:
    done = entredon(node, "verify", "merel", "--json")
    assert done.returncode == 0, done.stdout + done.stderr
    verdict = json.loads(done.stdout)
    assert (verdict["verdict"], verdict["erased"]) == ("sound", ERASED[node.name])
    assert entredon(node, "rebuild", "merel").returncode == 0
    share = json.loads(entredon(node, "share", "merel", "300", "EUR", "--version", "Chassis 0.1", "--json").stdout)
    sums = {name: sum(row["minor"] for row in share[name]) for name in ("top", "people", "passed", "held")}
    assert sum(sums.values()) == 30_000
    if not share["passed"]:
        assert sorted(row["minor"] for row in share["people"]) == [10_000, 20_000]


@pytest.mark.parametrize("node", ["b", "c", "d"], indirect=True)
def test_what_was_shared_and_what_is_private_is_still_there(node: Path) -> None:
    entredon(node, "log", "merel")  # any command brings the tables up to date
    with sqlite3.connect(node / "entredon.sqlite3") as database:
        [shared, lapsed] = database.execute("select sum(minor), sum(lapsed != '') from value_share").fetchone()
        assert (shared, lapsed) == (280_000, 1)
        assert database.execute("select email from people_account").fetchall() == [("bob@example.org",)]
        assert database.execute("select count(*) from people_persona").fetchone() == (1,)


@pytest.mark.parametrize("node", ["c", "d", "e", "f"], indirect=True)
def test_keys_helpers_and_what_is_kept_back_are_still_there(node: Path) -> None:
    entredon(node, "log", "merel")
    with sqlite3.connect(node / "entredon.sqlite3") as database:

        def one(query: str) -> tuple[object, ...]:
            return tuple(database.execute(query).fetchone())

        assert one("select count(*) from log_key where alg = 'webauthn' and length(rp) = 64") == (1,)
        assert one("select needed from people_recovery") == (2,)
        states = database.execute("select state from people_nomination order by position").fetchall()
        assert states == [("agreed",), ("declined",), ("withdrawn",), ("waiting",)]
        assert one("select count(*) from log_sidetext where withheld") == (1,)
        assert one("select text, seen_by from people_keptclose") == ("Ghent", "members")
        assert one("select state, about from desk_report") == ("open", "/c/merel/")
        assert one("select language from people_account") == ("nl",)


@pytest.mark.parametrize("node", ["d", "e"], indirect=True)
def test_ideas_needs_talk_and_pages_are_still_there(node: Path) -> None:
    entredon(node, "log", "merel")
    with sqlite3.connect(node / "entredon.sqlite3") as database:

        def rows(query: str) -> list[tuple[object, ...]]:
            return database.execute(query).fetchall()

        assert rows("select state, points from work_idea order by position") == [
            ("adopted", 2),
            ("adopted", 3),
            ("declined", 0),
        ]
        assert rows("select state, points, given, holders from work_need order by position") == [
            ("done", 10, 10, 2), ("dropped", 0, 0, 0)
        ]  # fmt: skip
        assert rows("select points from work_taking where state = 'done' order by position") == [(7,), (3,)]
        assert rows("select state, count(*) from work_contribution group by 1 order by 1")[0] == ("accepted", 2)
        assert rows("select address, revisions, withdrawn from work_page") == [("your-first-car", 3, 0)]
        assert rows("select count(*) from work_importedrow") == [(2,)]
        assert rows("select state, count(*) from social_post group by 1 order by 1") == [("said", 3), ("taken_back", 1)]
        assert rows("select state from social_measure order by position") == [("overturned",), ("lifted",)]
        assert rows("select commons, about from social_follow") == [("merel", "")]
        assert rows("select commons from work_monthlyletter") == [("merel",)]


@pytest.mark.parametrize("node", ["e"], indirect=True)
def test_books_and_what_is_private_about_money_are_still_there(node: Path) -> None:
    entredon(node, "log", "merel")
    with sqlite3.connect(node / "entredon.sqlite3") as database:

        def rows(query: str) -> list[tuple[object, ...]]:
            return database.execute(query).fetchall()

        assert rows("select bearer, approvals, most, cooling_days from treasury_bearer") == [
            ("merel-vzw", 2, 900_000, 1)
        ]
        assert rows("select id, closing from treasury_moneyaccount order by id") == [
            ("dollars", 2_150), ("main", 162_677), ("till", 1_490)
        ]  # fmt: skip
        assert rows("select state, count(*) from treasury_run group by 1 order by 1") == [
            ("done", 2), ("proposed", 1), ("withdrawn", 1)
        ]  # fmt: skip
        assert rows("select sum(minor) from treasury_posting") == [(0,)]
        assert rows("select count(*) from treasury_line where allotted = ''") == [(1,)]
        assert rows("select paid, withdrawn != '' from treasury_request order by position") == [(12_100, 0), (0, 1)]
        assert rows("select id from treasury_closing") == [("2025",)]
        assert rows("select account, iban from treasury_bankdetails order by 1") == [
            ("dollars", "BE06999123456822"), ("main", "BE17999123456721")
        ]  # fmt: skip
        assert rows("select state, count(*) from treasury_bankfile group by 1") == [("taken", 5)]
        assert rows("select count(*) from treasury_document") == [(4,)]
    done = entredon(node, "books", "merel", "--format", "csv")
    assert done.returncode == 0, done.stderr
    assert "12100" in done.stdout or "121.00" in done.stdout


@pytest.mark.parametrize("node", ["f"], indirect=True)
def test_decisions_partners_and_orders_are_still_there(node: Path) -> None:
    entredon(node, "log", "merel")
    with sqlite3.connect(node / "entredon.sqlite3") as database:

        def rows(query: str) -> list[tuple[object, ...]]:
            return database.execute(query).fetchall()

        assert rows("select state, count(*) from decide_decision group by 1 order by 1") == [
            ("discussed", 1), ("executed", 2), ("passed", 1), ("refused", 1), ("stalled", 1), ("withdrawn", 1)
        ]  # fmt: skip
        assert rows("select id, decision != '' from decide_inforce where id in ('charter', 'sharing') order by 1") == [
            ("charter", 0), ("sharing", 1)
        ]  # fmt: skip
        assert rows("select count(*) from decide_task where proven != ''") == [(1,)]
        assert rows("select state, count(*) from market_agreement group by 1 order by 1") == [
            ("accepted", 3), ("declined", 2), ("replaced", 1)
        ]  # fmt: skip
        assert rows("select state, count(*) from market_offer group by 1 order by 1") == [("ended", 1), ("open", 3)]
        assert rows("select state, count(*) from market_order group by 1 order by 1") == [
            ("accepted", 2), ("completed", 2), ("delivered", 1), ("withdrawn", 1)
        ]  # fmt: skip
        assert rows("select minor, paid from market_asked") == [(1_000, 1_000)]
        assert rows("select sum(minor), sum(returned) from treasury_released") == [(5_000, 5_000)]
        assert rows("select sum(minor) from treasury_posting") == [(0,)]
        assert rows("select name, iban from market_sellerdetails") == [("Werkplaats Noord bv", "NL25FAKE0345678901")]
        assert rows("select email, state from market_asking") == [("pimpelmees@example.org", "asked")]
        assert rows("select text from market_askingnote") == [("Yes.",)]
        assert rows("select what from decide_decisionletter") == [("reminded",)]
    done = entredon(node, "verify", "merel")
    assert "sharing rule" in done.stdout, done.stdout
    assert "5 votes of 5" in done.stdout, done.stdout

"""``entredon journey``: what became of something, on the command line and from a copy."""

import json
from pathlib import Path

import pytest

from entredon.apps.work.tests.road import Road
from entredon.cli.main import run_command
from entredon.testing_cast import Cast, person


def run(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> str:
    assert run_command(["journey", *arguments]) == code
    out, err = capsys.readouterr()
    assert "Traceback" not in err
    return out if code == 0 else err


def test_it_tells_the_sentence_and_each_step_with_its_receipt(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    road = Road(cast)
    at = road.whole()
    out = " ".join(run(capsys, "merel", at["idea"][:10]).split())
    assert "became 2 needs, was built by Jonas Jacobs and Aïcha Amrani" in out
    assert "€37.50 of it for Maya Mertens." in out
    assert "75.00 EUR" in out
    assert at["hinge"][:10] in out


def test_programs_get_the_same_bytes_each_time_and_amounts_that_add_up(
    cast: Cast, capsys: pytest.CaptureFixture[str]
) -> None:
    road = Road(cast)
    at = road.whole()
    out = run(capsys, "merel", at["idea"], "--json")
    assert run(capsys, "merel", at["idea"][:12], "--json") == out
    told = json.loads(out)
    assert (told["kind"], told["id"], told["by"]) == ("idea", at["idea"], [person(road.maya)])
    first = told["brought"][0]
    assert sum(piece["minor"] for piece in first["pieces"]) == 7_500
    got = {one["person"]: one["kept"] + one["passed"] for one in first["people"]}
    assert got == {person(road.maya): 2_500, person(road.jonas): 5_000, person(road.aicha): 2_500}
    places = {step["id"]: n for n, step in enumerate(told["steps"])}
    assert all(places[one] < places[other] for one, other in told["edges"])
    assert "Maya" not in out


def test_what_is_not_there_is_said_in_a_sentence(
    cast: Cast, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert "There is nothing ffffffffff here" in run(capsys, "merel", "ffffffffff", code=2)
    assert "is not a name that things have here" in run(capsys, "merel", "what?", code=2)
    assert "no commons named nowhere" in run(capsys, "nowhere", "ffffffffff", code=2)

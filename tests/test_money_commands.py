"""``entredon receive, share-out, pass-on, lapse``: what a member and a steward say about money from their own machines."""

import json
from typing import Any

import pytest

from entredon.apps.commons.entries import RoleGiven
from entredon.apps.library.entries import Created
from entredon.apps.treasury import queries as treasury
from entredon.apps.value import queries
from entredon.apps.value.tests.shared import ALL, PSEUDONYMS, accepted, adopted, day, imported, passes_on, share, shown
from entredon.apps.value.tests.test_dry_run import Garage
from entredon.cli.main import run_command
from entredon.log import device
from entredon.log.models import Log
from entredon.testing_cast import Cast


class Machine:
    """The garage, all of it accepted, and this machine's key as Mieke's, who is a steward."""

    def __init__(self, cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
        self.cast, self.capsys = cast, capsys
        self.me = cast.join(device.key(cast.slug), "Mieke Machine")
        self.garage = Garage(cast)
        adopted(cast)
        accepted(cast, self.garage.car, self.garage.motor)
        cast.say(RoleGiven(person=self.me, role="steward"))

    def run(self, *arguments: str) -> tuple[str, str]:
        """What a command prints, on both ways out, when all is well."""
        code = run_command([arguments[0], self.cast.slug, *arguments[1:]])
        out, err = self.capsys.readouterr()
        assert code == 0, err
        return out, err

    def json(self, *arguments: str) -> dict:
        return json.loads(self.run(*arguments, "--json")[0])

    def refused(self, *arguments: str, says: str) -> None:
        """The command ends with 2 and a sentence, and nothing is recorded."""
        before = Log.objects.get(slug=self.cast.slug).size
        assert run_command([arguments[0], self.cast.slug, *arguments[1:]]) == 2
        out, err = self.capsys.readouterr()
        assert out == ""
        assert says in err, err
        assert "Traceback" not in err
        assert Log.objects.get(slug=self.cast.slug).size == before


@pytest.fixture
def machine(cast: Cast, capsys: pytest.CaptureFixture[str]) -> Machine:
    return Machine(cast, capsys)


def test_from_the_income_to_what_everybody_is_owed(machine: Machine) -> None:
    out, err = machine.run("receive", "1000.00", "EUR", "--from", "car 2.0", "--payer", "City of Ghent")
    assert "1,000.00 EUR came in for Car 2.0" in out
    (told,) = treasury.incomes(machine.cast.slug)
    assert (told.minor, told.payer, told.person) == (100_000, "City of Ghent", machine.me)
    assert f"share-out {machine.cast.slug} {told.id[:10]} --dry-run" in err
    out, _ = machine.run("share-out", told.id[:10], "--dry-run")
    assert "nothing was recorded" in out
    assert "600.00 EUR" in out
    assert "Bob Bakker" in out
    assert queries.shareouts(machine.cast.slug) == []
    out, _ = machine.run("share-out", told.id[:10])
    assert "Shared: 1,000.00 EUR in 2 lines" in out
    assert "Owed" in out
    machine.refused("share-out", told.id[:10], says="was already shared by Mieke Machine: see receipt")


def test_json_adds_up_and_says_where_it_stands(machine: Machine) -> None:
    done = machine.json("receive", "25", "EUR", "--from", "Car")
    assert (done["version"], done["minor"]) == (machine.garage.car, 2_500)
    passes_on(machine.cast, machine.cast.bob, pot=500_000)
    would = machine.json("share-out", done["entry"][:12], "--dry-run")
    told = machine.json("share-out", done["entry"][:12])
    for data in (would, told):
        given = sum(row["minor"] for name in ("top", "people", "passed", "held") for row in data[name])
        assert (given, data["income"], data["basis"]) == (2_500, 2_500, "accepted")
    assert {name: would[name] for name in ("people", "passed", "held", "rule")} == {
        name: told[name] for name in ("people", "passed", "held", "rule")
    }
    assert (would["recorded"], told["recorded"], told["shared"]) == (False, True, done["entry"])
    assert told["passed"] == [{"person": machine.garage.bob, "to": "pot", "minor": 500}]
    assert queries.shareout(machine.cast.slug, told["entry"]).shown.lines == told["lines"]


def test_what_still_waits_is_told_before(machine: Machine) -> None:
    cast = machine.cast
    adopted(cast, ALL, contest_days=14)
    done = machine.json("receive", "10", "EUR", "--from", "Motor 1.0")
    _, err = machine.run("share-out", done["entry"], "--dry-run")
    assert "No work counts yet" in err
    assert "1 accepted contribution can still be contested, until" in err
    assert "10.00 EUR would go elsewhere" in err


def test_what_it_came_in_for_must_be_there_and_released(machine: Machine) -> None:
    machine.cast.say(Created(name="Bike"))
    machine.refused("receive", "1", "EUR", "--from", "Bike", says="No version of “Bike” is released yet")
    machine.refused("receive", "1", "EUR", "--from", "Boat", says="Boat")
    machine.refused("receive", "1", "EUR", "--from", " ", says="Say with --from")
    machine.refused("receive", "-5", "EUR", "--from", "Car", says="less than nothing")
    machine.refused("receive", "5", "euro", "--from", "Car", says="ISO 4217")
    machine.refused("share-out", "1a2b3c", says="No income was told here yet")


def test_parts_are_passed_on_in_per_cent_and_kept_again(machine: Machine) -> None:
    done = machine.json("pass-on", "--to", "pot=50%", "--to", "https://example.org/motor=12.5%")
    assert done["to"] == [{"to": "pot", "ppm": 500_000}, {"to": "https://example.org/motor", "ppm": 125_000}]
    assert dict(queries.passing(machine.cast.slug, machine.me).word) == {
        "pot": 500_000,
        "https://example.org/motor": 125_000,
    }
    out, _ = machine.run("pass-on", "--keep-all")
    assert "From now on you keep all" in out
    assert dict(queries.passing(machine.cast.slug, machine.me).word) == {}
    for text in ("pot", "pot=50", "pot=0.00001%", "=5%%", "pot=1e1%"):
        machine.refused("pass-on", "--to", text, says="is not clear")
    machine.refused("pass-on", "--to", "pot=101%", says="between 1 and 1,000,000")
    machine.refused("pass-on", "--to", "my uncle=10%", says="nowhere to pass on to")
    machine.refused("pass-on", says="--keep-all")
    machine.refused("pass-on", "--to", "pot=1%", "--keep-all", says="--keep-all")


def test_an_unclaimed_part_lapses(machine: Machine, settings: Any) -> None:
    cast = machine.cast
    version = imported(cast, "Kernel")
    adopted(cast, ALL, unclaimed=30)
    accepted(cast, version)
    done = machine.json("receive", "6", "EUR", "--from", "Kernel")
    late = share(cast, done["entry"], day(1))
    machine.refused("lapse", late[:10], PSEUDONYMS[0], says="can still be claimed: until 2031-01-31")
    settings.ENTREDON_TEST_CLOCK = "2031-03-01T00:00:00+00:00"
    out, _ = machine.run("lapse", late[:10], PSEUDONYMS[0])
    assert "2.00 EUR went to the common pot" in out
    assert dict(shown(cast, late).lapsed).keys() == {PSEUDONYMS[0]}
    assert machine.json("lapse", late, PSEUDONYMS[1])["minor"] == 200
    machine.refused("lapse", late, PSEUDONYMS[1], says="went to the common pot already")
    assert queries.balances(cast.slug)[0].pot == 400


def test_a_machine_without_a_key_is_told_so(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in (["share-out", cast.slug, "abc"], ["pass-on", cast.slug, "--keep-all"]):
        assert run_command(arguments) == 2
        assert f"This machine has no key in {cast.slug}" in capsys.readouterr().err
    assert run_command(["share-out", "nowhere", "abc"]) == 2
    assert "There is no commons named nowhere here" in capsys.readouterr().err

"""From a first thought to cents, by commands alone: what the pages do, four people do on their own machines."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from entredon.apps.value.entries import RuleAdopted
from entredon.cli.main import run_command
from entredon.log import clock, device
from entredon.pure.log.keys import SecretKey
from entredon.testing_cast import Cast, key_of, person
from tests.browser.four_people import NAMES, RULE


class Machines:
    """Four machines, each with its own key; here they take turns at one."""

    def __init__(self, cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
        self.cast, self.capsys = cast, capsys
        self.keys: dict[str, SecretKey] = {
            "ada": cast.ada, "bob": cast.bob, "vera": key_of("vera of loft"), "cleo": key_of("cleo of loft")
        }  # fmt: skip

    def says(self, who: str, *arguments: str) -> dict[str, object]:
        """What a command of somebody's machine answers to programs."""
        file = device.path(self.cast.slug)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(self.keys[who].seed.hex(), encoding="ascii")
        code = run_command([*arguments, "--json"])
        told = self.capsys.readouterr()
        assert code == 0, told.err
        found: dict[str, object] = json.loads(told.out)
        return found

    def refused(self, who: str, *arguments: str, says: str) -> None:
        """The command ends with 2 and a sentence."""
        device.path(self.cast.slug).write_text(self.keys[who].seed.hex(), encoding="ascii")
        assert run_command([*arguments]) == 2
        assert says in self.capsys.readouterr().err


@pytest.fixture
def machines(db: None, capsys: pytest.CaptureFixture[str]) -> Machines:
    cast = Cast.found("loft", draft=False)
    found = Machines(cast, capsys)
    for name in ("vera", "cleo"):
        cast.join(found.keys[name], NAMES[name])
    cast.say(RuleAdopted(rule=RULE))
    return found


def test_from_a_thought_to_cents_by_commands(machines: Machines, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    says = machines.says
    says("ada", "create", "loft", "Cabin")
    idea = str(
        says("vera", "propose", "loft", "A gutter above the door", "--text", "So that nobody gets wet.")["entry"]
    )
    need = str(
        says(
            "ada",
            "need",
            "loft",
            "Fold a gutter",
            "--kind",
            "design",
            "--creation",
            "Cabin",
            "--places",
            "2",
            "--points",
            "10",
        )["entry"]
    )
    says("ada", "answer-idea", "loft", idea, "yes", "--need", need, "--creation", "Cabin", "--points", "2")
    for who in ("bob", "cleo"):
        says(who, "take", "loft", need)
    machines.refused("vera", "take", "loft", need, says="taken")
    machines.refused("bob", "split", "loft", need, "--part", "Bob Bakker=70", "--part", "Cleo Kluut=40", says="100")
    says("bob", "split", "loft", need, "--part", "Bob Bakker=70", "--part", "Cleo Kluut=30")
    says("cleo", "split", "loft", need, "--agree")
    told = {
        who: str(says(who, "log-work", "loft", "Folded it.", "--need", need, "--hours", hours, "--done")["entry"])
        for who, hours in (("bob", "2.5"), ("cleo", "1"))
    }
    machines.refused("bob", "review", "loft", told["bob"], "accept", says="steward")
    for contribution in told.values():
        says("ada", "review", "loft", contribution, "accept")
    says("ada", "release", "loft", "Cabin", "0.1")
    says("ada", "accept", "loft", "Cabin 0.1")
    later = clock.now() + timedelta(days=20)
    monkeypatch.setattr(clock, "now", lambda: later)
    income = says("ada", "receive", "loft", "100", "EUR", "--from", "Cabin 0.1", "--payer", "Koetswerk Bosuil")
    says("bob", "share-out", "loft", str(income["entry"]))
    journey = says("vera", "journey", "loft", idea)
    shares = {
        row["person"]: row["minor"] for row in says("vera", "share", "loft", "100", "EUR", "--accepted")["people"]
    }  # type: ignore[attr-defined]
    ids = {name: person(key) for name, key in machines.keys.items()}
    assert shares == {ids["vera"]: 2_000, ids["bob"]: 5_600, ids["cleo"]: 2_400}
    assert "20.00" in json.dumps(journey) or "2000" in json.dumps(journey)
    assert run_command(["verify", "loft"]) == 0
    assert run_command(["rebuild", "loft"]) == 0

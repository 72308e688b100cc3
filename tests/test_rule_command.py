"""``entredon adopt-rule``: a steward says from her machine by which rule income is shared."""

import json
from pathlib import Path

import pytest

from entredon.apps.commons.entries import RoleGiven
from entredon.apps.value import queries
from entredon.cli.main import run_command
from entredon.log import device
from entredon.log.models import Log
from entredon.pure.value.rule import CONTRIBUTIONS
from entredon.testing_cast import Cast


@pytest.fixture
def me(cast: Cast) -> str:
    return cast.join(device.key(cast.slug), "Mieke Machine")


def test_a_steward_adopts_a_built_in_rule_or_one_from_a_file(
    cast: Cast, me: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cast.say(RoleGiven(person=me, role="steward"))
    assert run_command(["adopt-rule", cast.slug, "contributions@1"]) == 0
    assert queries.rule_in_force(cast.slug).rule == CONTRIBUTIONS
    given = tmp_path / "rule.json"
    rule = {"way": "fixed", "parts": [{"person": me, "weight": 1}]}
    given.write_text(json.dumps(rule), encoding="utf-8")
    capsys.readouterr()
    assert run_command(["adopt-rule", cast.slug, str(given)]) == 0
    assert "takes force when everybody it names has signed" in capsys.readouterr().err
    assert queries.rule_in_force(cast.slug).rule == CONTRIBUTIONS, "nobody has signed yet"


@pytest.mark.parametrize(
    ("rule", "says"), [("contributions@1", "Only a steward"), ("nothing.json", "can't be read"), ("bad", "followed")]
)
def test_what_can_not_be_adopted_is_said_and_nothing_changes(
    cast: Cast, me: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], rule: str, says: str
) -> None:
    if rule == "bad":
        rule = str(tmp_path / "bad.json")
        Path(rule).write_text('{"way": "lottery"}', encoding="utf-8")
    before = Log.objects.get(slug=cast.slug).size
    assert run_command(["adopt-rule", cast.slug, rule]) == 2
    assert says in capsys.readouterr().err
    assert Log.objects.get(slug=cast.slug).size == before

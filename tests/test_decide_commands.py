"""``entredon decide``: the charter, and a decision from its question to what became of it, from somebody's own machine; and what
``entredon verify`` tells of it."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from entredon.apps.commons.entries import Published, RoleGiven
from entredon.apps.decide.entries import Chartered
from entredon.apps.decide.models import Charter, Decision
from entredon.apps.value import queries as value
from entredon.cli.main import run_command
from entredon.log import device
from entredon.log.models import Log
from entredon.pure.choice.templates import TEMPLATES
from entredon.testing_cast import Cast, person

pytestmark = pytest.mark.django_db(transaction=True)


def quick(name: str = "vote") -> dict[str, Any]:
    """One of the four, without days to wait for where nobody has to: voting ends when everybody has voted."""
    data = TEMPLATES[name].data()
    for kind in data["types"]:
        kind |= {"discuss": 0, "challenge": 0, "notice": 0, "early": True, "member_days": 0}
    return data


class Machine:
    """A commons in which this machine's key belongs to Mieke, who is a steward."""

    def __init__(self, cast: Cast, capsys: pytest.CaptureFixture[str], folder: Path) -> None:
        self.cast, self.capsys = cast, capsys
        self.me = cast.join(device.key(cast.slug), "Mieke Machine")
        cast.say(RoleGiven(person=self.me, role="steward"))
        cast.say(Published())
        self.charter = folder / "charter.json"
        self.charter.write_text(json.dumps(quick()), encoding="utf-8")

    def run(self, *arguments: str, code: int = 0) -> str:
        given = [*arguments[:2], self.cast.slug, *arguments[2:]] if arguments[0] == "decide" else list(arguments)
        assert run_command(given) == code, self.capsys.readouterr().err
        return self.capsys.readouterr().out

    def json(self, *arguments: str) -> Any:
        return json.loads(self.run(*arguments, "--json"))

    def refused(self, *arguments: str, says: str) -> None:
        before = Log.objects.get(slug=self.cast.slug).size
        assert run_command([*arguments[:2], self.cast.slug, *arguments[2:]]) == 2
        out, err = self.capsys.readouterr()
        assert (out, says in err, "Traceback" in err) == ("", True, False), err
        assert Log.objects.get(slug=self.cast.slug).size == before

    def passed(self, *opening: str) -> str:
        """A decision that Mieke opened and all three said yes to, counted."""
        id: str = self.json("decide", "open", *opening)["decision"]
        self.run("decide", "vote", id[:10], "yes")
        self.all_say_yes(id)
        self.run("decide", "count", id[:10])
        return id

    def all_say_yes(self, id: str) -> None:
        from entredon.apps.decide.entries import Balloted

        for key in (self.cast.ada, self.cast.bob):
            self.cast.say(Balloted(decision=id, choice="yes"), key)


@pytest.fixture
def machine(cast: Cast, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Machine:
    return Machine(cast, capsys, tmp_path)


@pytest.fixture
def council(machine: Machine) -> Machine:
    machine.run("decide", "adopt", str(machine.charter))
    return machine


@pytest.fixture(scope="module")
def empty_node(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a node without any commons; its tables are made once."""
    return tmp_path_factory.mktemp("node")


# The charter


def test_a_charter_is_looked_at_adopted_and_shown(machine: Machine) -> None:
    assert "There is no charter yet" in machine.run("decide", "charter")
    assert machine.json("decide", "charter") == {"charter": None, "hash": "", "id": ""}
    assert "nobody objects" in machine.run("decide", "charter", "--of", "consent")
    done = machine.json("decide", "adopt", str(machine.charter))
    assert Charter.objects.get(id=done["charter"]).hash == done["hash"]
    shown = machine.json("decide", "charter")
    assert (shown["charter"], shown["id"]) == (quick(), done["charter"])
    text = machine.run("decide", "charter")
    assert "How income is shared: all members; at least two thirds" in text
    assert "Nobody can take away" in text


def test_a_second_charter_is_refused_and_a_bad_one_named(council: Machine, tmp_path: Path) -> None:
    council.refused("decide", "adopt", "consent", says="a decision changes it")
    bad = tmp_path / "bad.json"
    for text, says in [
        ("{", "not JSON"), (json.dumps(quick() | {"set_aside": [0, 1]}), "set_aside"),
        (json.dumps(quick() | {"levers": {}}), "levers.sharing"), ("[]", "charter"),
    ]:  # fmt: skip
        bad.write_text(text, encoding="utf-8")
        council.refused("decide", "open", "Shall we?", "--charter", str(bad), says=says)
    council.refused("decide", "open", "Shall we?", "--charter", str(tmp_path / "none.json"), says="can't be read")
    council.refused("decide", "open", "Shall we?", "--charter", "a\0b", says="charter")


def test_only_a_steward_adopts(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    cast.join(device.key(cast.slug), "Mieke Machine")
    assert run_command(["decide", "adopt", cast.slug, "vote"]) == 2
    assert "Only a steward" in capsys.readouterr().err


# A decision


def test_a_sharing_rule_is_decided_from_question_to_force(council: Machine) -> None:
    id = council.json("decide", "open", "Shall work count?", "--rule", "contributions@1", "--why", "It is fair.")[
        "decision"
    ]
    assert "Shall work count?" in council.run("decide", "list")
    voted = council.json("decide", "vote", id[:10], "no", "--reason", "Let me think")
    assert voted["choice"] == "no"
    council.run("decide", "vote", id[:10], "yes")
    council.refused("decide", "count", id[:10], says="Voting goes on until")
    council.refused("decide", "carry-out", id[:10], says="not at that step")
    council.all_say_yes(id)
    counted = council.json("decide", "count", id[:10])
    assert (counted["counts"], counted["passed"]) == ({"yes": 3, "no": 0, "abstain": 0}, True)
    carried = council.json("decide", "carry-out", id[:10])
    in_force = value.rule_in_force("merel")
    assert in_force is not None
    assert (in_force.rule.way, in_force.id) == ("flow", carried["entry"])
    council.refused("decide", "carry-out", id[:10], says="it was carried out")
    shown = council.json("decide", "show", id[:10])
    assert (shown["state"], shown["title"], shown["text"]) == ("executed", "Shall work count?", "It is fair.")
    assert [vote["choice"] for vote in shown["votes"]] == ["yes", "yes", "yes"]
    assert "Mieke Machine" in council.run("decide", "show", id[:10])
    assert "Nothing is being decided" in council.run("decide", "list")
    assert council.json("decide", "list", "--over")["decisions"][0]["id"] == id


def test_stewards_are_appointed_and_recalled(council: Machine) -> None:
    bob = person(council.cast.bob)
    council.run("decide", "carry-out", council.passed("Bob?", "--appoint", "Bob Bakker"))
    from entredon.apps.people import queries as people

    assert bob in people.stewards("merel")
    council.run("decide", "carry-out", council.passed("Without Bob?", "--recall", "Bob Bakker"))
    assert bob not in people.stewards("merel")


def test_the_charter_is_changed_and_words_are_decided(council: Machine) -> None:
    council.run("decide", "carry-out", council.passed("By consent?", "--charter", "consent"))
    assert council.json("decide", "charter")["charter"]["name"] == "consent"
    id = council.json("decide", "open", "Shall we meet on Fridays?")["decision"]
    assert Decision.objects.get(id=id).lever == "words"
    council.refused("decide", "vote", id, "consent", says="talked about until")


def test_what_starts_from_something_else_meanwhile_stalls_with_the_reason(council: Machine) -> None:
    late = council.passed("Shall work count?", "--rule", "contributions@1")
    first = council.passed("Shall work count soon?", "--rule", "contributions@1")
    council.refused("decide", "carry-out", late, "--stall", says="This can be carried out")
    council.run("decide", "carry-out", first)
    council.refused("decide", "carry-out", late, says="has changed since it was opened")
    done = council.json("decide", "carry-out", late, "--stall")
    assert "changed since it was opened" in done["because"]
    assert "changed since it was opened" in council.run("decide", "show", late)
    again = council.json("decide", "open", "Common pot again?", "--rule", "pot@1", "--replaces", late[:12])["decision"]
    assert Decision.objects.get(id=again).replaces == late


def test_a_decision_is_taken_back_challenged_and_its_tasks_are_done(council: Machine) -> None:
    id = council.json("decide", "open", "Shall we?")["decision"]
    council.run("decide", "withdraw", id, "--reason", "Not yet")
    council.refused("decide", "withdraw", id, says="taken back")
    passed = council.passed("Shall we paint it?")
    council.refused("decide", "challenge", passed, "--reason", "Too quick", says="could be challenged until")
    task = council.json("decide", "assign", passed, "Buy paint", "--due", "2099-01-31")["task"]
    council.run("decide", "assign", passed, "Hold the brush", "--due", "2099-01-31", "--person", "Bob Bakker")
    assert "Buy paint" in council.run("decide", "show", passed)
    council.run("decide", "prove", task[:10], "--proof", "A photograph")
    assert [bool(one["proven"]) for one in council.json("decide", "show", passed)["tasks"]].count(True) == 1


def test_a_challenge_by_enough_sets_a_decision_aside(machine: Machine) -> None:
    data = quick()
    for kind in data["types"]:
        kind["challenge"] = 2
    machine.charter.write_text(json.dumps(data), encoding="utf-8")
    machine.run("decide", "adopt", str(machine.charter))
    passed = machine.passed("Shall we?")
    machine.refused("decide", "challenge", passed, says="Say why")
    assert machine.json("decide", "challenge", passed, "--reason", "Nobody was asked")["set_aside"] is True
    machine.refused("decide", "carry-out", passed, says="it was set aside")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["open", " "], "Ask what is to be decided"),
        (["open", "Both?", "--appoint", "Bob Bakker", "--rule", "pot@1"], "One decision changes one thing"),
        (["open", "How much?", "--amount", "5"], "Say both"),
        (["open", "How much?", "--budget", "aaaaaaaa"], "Say both"),
        (["open", "Which?", "--budget", "aaaaaaaa", "--amount", "5"], "need"),
        (["open", "Who?", "--appoint", "Nobody Ever"], "Nobody Ever"),
        (["open", "Which?", "--admit", "aaaaaaaa"], "agreement"),
        (["open", "Which?", "--end", "aaaaaaaa"], "partner"),
        (["open", "Which?", "--rule", "nothing@1"], "can't be read"),
        (["open", "Same?", "--rule", "pot@1"], "in force already"),
        (["vote", "aaaaaaaa", "yes"], "There is no decision"),
        (["vote", "a", "yes"], "at least six characters"),
        (["count", "aaaaaaaa"], "There is no decision"),
        (["prove", "aaaaaaaa", "--proof", "x"], "There is no task"),
        (["show", "aaaaaaaa"], "There is no decision"),
    ],
)
def test_bad_input_is_answered_with_a_sentence(council: Machine, arguments: list[str], says: str) -> None:
    council.refused("decide", *arguments, says=says)


def test_a_choice_that_isnt_there_and_a_day_that_is_none_are_refused(council: Machine) -> None:
    id = council.json("decide", "open", "Shall we?")["decision"]
    council.refused("decide", "vote", id, "perhaps", says="Here one votes yes, no, abstain")
    council.refused("decide", "assign", id, "Paint", "--due", "soon", says="is not a day")


def test_without_a_charter_nothing_is_opened(machine: Machine) -> None:
    machine.refused("decide", "open", "Shall we?", says="a steward adopts one first")


@pytest.mark.parametrize(
    "arguments",
    [
        "open nowhere Why?", "vote nowhere aaaaaaaa yes", "count nowhere aaaaaaaa", "challenge nowhere aaaaaaaa",
        "carry-out nowhere aaaaaaaa", "withdraw nowhere aaaaaaaa", "assign nowhere aaaaaaaa Paint --due 2099-01-31",
        "prove nowhere aaaaaaaa --proof x", "list nowhere", "show nowhere aaaaaaaa", "charter nowhere", "adopt nowhere vote",
    ],
)  # fmt: skip
def test_each_command_starts_by_itself_and_names_a_commons_that_isnt_there(arguments: str, empty_node: Path) -> None:
    env = {**os.environ, "ENTREDON_HOME": str(empty_node), "ENTREDON_SUITE": ""}
    command = [sys.executable, "-m", "entredon", "decide", *arguments.split()]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False, timeout=120)
    assert (done.returncode, done.stdout) == (2, ""), done.stderr
    assert done.stderr.strip() == "There is no commons named nowhere here."


# What verify tells


def in_force(said: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {one["parameter"]: one for one in said["in_force"]}


def test_verify_tells_for_each_parameter_what_set_it_down_to_the_votes(council: Machine, tmp_path: Path) -> None:
    cast = council.cast
    rule = council.passed("Shall work count?", "--rule", "contributions@1")
    council.run("decide", "carry-out", rule)
    council.run("decide", "carry-out", council.passed("Bob?", "--appoint", "Bob Bakker"))
    copy = tmp_path / "copy"
    council.run("mirror", cast.slug, str(copy))
    here, there = council.json("verify", cast.slug), council.json("verify", f"{copy}/")
    assert here["verdict"] == "sound"
    assert here["in_force"] == there["in_force"], "the same on the node as from a copy of it"
    told = in_force(there)
    assert set(told) == {
        "charter",
        "sharing",
        *(f"steward/{id}" for id in (council.me, person(cast.ada), person(cast.bob))),
    }
    assert (told["charter"]["decision"], told["charter"]["by"]) == (None, "steward")
    assert told["charter"]["entry"] == Charter.objects.get(commons="merel").id
    sharing, row = told["sharing"], Decision.objects.get(id=rule)
    assert (sharing["entry"], sharing["by"]) == (row.ended, "decision")
    assert sharing["decision"] == {
        "id": rule, "method": "threshold@1", "counts": {"yes": 3, "no": 0, "abstain": 0}, "passed": True, "votes": 3, "roll": 3,
        "root": row.root, "ballots": row.ballots, "tallied": row.tallied, "charter": row.charter,
    }  # fmt: skip
    assert told[f"steward/{person(cast.bob)}"]["decision"]["passed"] is True
    for id in (council.me, person(cast.ada)):
        assert told[f"steward/{id}"]["decision"] is None
        assert len(told[f"steward/{id}"]["entry"]) == 64, "who was named before there was a charter has her entry, too"
    text = council.run("verify", f"{copy}/")
    line = next(line for line in text.splitlines() if "sharing rule" in line)
    assert (
        f"← {row.ended[:10]} ← decision {rule[:10]} (threshold@1: abstain 0, no 0, yes 3; passed) ← 3 votes of 3"
        in line
    )
    assert "by a steward, without a decision" in text
    assert told[f"steward/{council.me}"]["by"] == "steward"
    assert (
        f"steward {person(cast.ada)[:12]} ← {told[f'steward/{person(cast.ada)}']['entry'][:10]} ← at founding" in text
    )


def test_verify_tells_it_without_a_charter_too_and_not_of_the_structure_alone(machine: Machine) -> None:
    told = in_force(machine.json("verify", "merel"))
    assert set(told) == {"sharing", f"steward/{machine.me}", f"steward/{person(machine.cast.ada)}"}
    assert all(one["decision"] is None and one["entry"] for one in told.values())
    assert {name: one["by"] for name, one in told.items()} == {
        "sharing": "founding", f"steward/{machine.me}": "steward", f"steward/{person(machine.cast.ada)}": "founding",
    }  # fmt: skip
    assert json.loads(machine.run("verify", "merel", "--structure", "--json"))["in_force"] == []


def test_a_steward_who_is_alone_by_the_charter_shows_as_such(machine: Machine) -> None:
    from entredon.apps.value.entries import RuleAdopted
    from entredon.pure.value.rule import CONTRIBUTIONS

    data = quick()
    data["levers"]["sharing"] = {"by": "stewards"}
    machine.cast.say(Chartered(charter=data))
    entry = machine.cast.say(RuleAdopted(rule=CONTRIBUTIONS.data()))
    told = in_force(machine.json("verify", "merel"))["sharing"]
    assert (told["entry"], told["decision"]) == (entry, None)

"""``entredon contribute, accept, contest, answer, settle``: what a member and a steward say from their own machines."""

import json
from pathlib import Path

import pytest

from entredon.apps.commons.entries import RoleGiven, RoleWithdrawn
from entredon.apps.flows.queries import work_events
from entredon.apps.library.entries import Created, Released
from entredon.apps.value.queries import contest_until
from entredon.apps.work import queries
from entredon.apps.work.entries import Contributed
from entredon.cli.main import run_command
from entredon.log import device
from entredon.log.models import Log, SideText
from entredon.testing_cast import Cast, person


class Machine:
    """A commons in which this machine's key belongs to Mieke, who may be a steward."""

    def __init__(self, cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
        self.cast, self.capsys = cast, capsys
        self.me = cast.join(device.key(cast.slug), "Mieke Machine")
        self.car = cast.say(Created(name="Car"))
        self.one = cast.say(Contributed(creation=self.car, work="design"), cast.bob, texts={"note": "A lid"})
        self.two = cast.say(Contributed(creation=self.car, work="review", measures={"points": 2}), cast.bob)
        self.release = cast.say(Released(creation=self.car, name="1", own=1, inputs=()))

    def steward(self) -> None:
        self.cast.say(RoleGiven(person=self.me, role="steward"))

    def run(self, *arguments: str) -> str:
        """What a command prints when all is well."""
        code = run_command([arguments[0], self.cast.slug, *arguments[1:]])
        out, err = self.capsys.readouterr()
        assert code == 0, err
        return out

    def json(self, *arguments: str) -> dict:
        return json.loads(self.run(*arguments, "--json"))

    def refused(self, *arguments: str, says: str) -> None:
        """The command ends with 2 and a sentence, and nothing is recorded."""
        before = Log.objects.get(slug=self.cast.slug).size
        assert run_command([arguments[0], self.cast.slug, *arguments[1:]]) == 2
        out, err = self.capsys.readouterr()
        assert out == ""
        assert says in err, err
        assert "Traceback" not in err
        assert Log.objects.get(slug=self.cast.slug).size == before

    def counting(self) -> dict[str, int]:
        events = list(work_events(self.cast.slug))
        return {event.id: event.measures["points"] for event in queries.acceptances(self.cast.slug).counting(events)}


@pytest.fixture
def machine(cast: Cast, capsys: pytest.CaptureFixture[str]) -> Machine:
    return Machine(cast, capsys)


def test_somebody_tells_what_she_has_done(machine: Machine) -> None:
    done = machine.json(
        "contribute", "A hinge that holds", "--kind", "Metal work", "--version", "car 1", "--hours", "3"
    )
    (event,) = [event for event in work_events(machine.cast.slug) if event.id == done["contribution"]]
    assert (event.person, event.kind, event.measures) == (machine.me, "metal_work", {"hours": 3, "points": 1})
    assert SideText.objects.get(entry=event.id).text == "A hinge that holds"
    assert "for the commons at large" in machine.run("contribute", "Made soup", "--kind", "help")
    assert "for Car unreleased" in machine.run(
        "contribute", "A hood", "--kind", "design", "--version", "unreleased", "--points", "4"
    )
    machine.refused("contribute", " ", "--kind", "help", says="Say in a few words")
    machine.refused("contribute", "Soup", "--kind", "", says="not a kind of work")
    machine.refused("contribute", "Soup", "--kind", "help", "--version", "9", says="no version “9”")


def test_a_steward_accepts_a_version_with_exceptions_and_corrections(machine: Machine) -> None:
    other = machine.cast.say(Contributed(version=machine.release, work="help"), machine.cast.bob)
    machine.steward()
    told = machine.json("accept", "1", "--except", other[:10], "--correct", f"{machine.two[:10]}:points=5")
    assert (told["accepted"], told["left_out"], told["corrected"]) == (2, 1, 1)
    assert machine.counting() == {machine.one: 1, machine.two: 5}
    (said,) = queries.acceptances_of(machine.cast.slug, [told["entry"]]).values()
    assert told["contest_until"][:10] == contest_until(machine.cast.slug, said.at)[:10]


def test_what_went_to_the_commons_at_large_is_accepted_too(machine: Machine) -> None:
    soup = machine.cast.say(Contributed(work="help"), machine.cast.bob)
    more = machine.cast.say(Contributed(work="help"), machine.cast.bob)
    machine.steward()
    told = machine.json("accept", "at-large", "--except", more[:10], "--correct", f"{soup[:10]}:points=2")
    assert (told["accepted"], told["left_out"], told["version"]) == (1, 1, "")
    assert machine.counting() == {soup: 2}


def test_a_dry_run_tells_and_records_nothing(machine: Machine) -> None:
    machine.steward()
    before = Log.objects.get(slug=machine.cast.slug).size
    out = machine.run("accept", "1", "--dry-run")
    assert out.startswith("This would say: Of Car 1 2 contributions are accepted.")
    assert Log.objects.get(slug=machine.cast.slug).size == before
    assert machine.run("accept", "1").startswith("Of Car 1 2 contributions are accepted. Recorded: ")


def test_only_a_steward_accepts(machine: Machine) -> None:
    machine.refused("accept", "1", says="Only a steward can do this")
    machine.steward()
    machine.run("accept", "1")


def test_a_second_steward_is_told_who_was_quicker(machine: Machine) -> None:
    from entredon.apps.work.entries import Accepted

    machine.steward()
    machine.cast.say(Accepted(version=machine.release))
    machine.refused("accept", "1", says="Nothing in Car 1 waits for your word: Ada Vermeer accepted it on")


def test_her_own_work_waits_for_another_steward(machine: Machine) -> None:
    own = machine.json("contribute", "A hinge", "--kind", "design", "--version", "1")["contribution"]
    machine.steward()
    machine.refused("accept", "1", "--correct", f"{own[:10]}:points=9", says="not among what waits for your word")
    assert "1 waits for another steward because it is your own work" in machine.run("accept", "1")
    assert own not in machine.counting()
    machine.refused("accept", "1", says="which another steward accepts")
    machine.cast.say(RoleWithdrawn(person=person(machine.cast.ada), role="steward"), device.key(machine.cast.slug))
    machine.run("accept", "1")
    assert own in machine.counting()


def test_what_is_wrong_with_an_acceptance_is_said(machine: Machine) -> None:
    machine.steward()
    machine.refused("accept", "unreleased", says="can still change: release it first")
    machine.refused("accept", "7", says="no version “7”")
    machine.refused("accept", "1", "--except", "ffffffff", says="no contribution ffffffff")
    machine.refused("accept", "1", "--except", "abc", says="at least its first six characters")
    machine.refused("accept", "1", "--except", machine.car[:10], says="is not among what waits")
    machine.refused("accept", "1", "--correct", machine.one[:10], says="is not a correction")
    machine.refused("accept", "1", "--correct", f"{machine.one[:10]}:points=many", says="“many” is not a number")
    machine.refused("accept", "1", "--correct", f"{machine.one[:10]}:points=-1", says="from 0 on")
    machine.refused("accept", "1", "--correct", f"{machine.one[:10]}:points=1.5", says="a whole number")
    both = ("--except", machine.one[:10], "--correct", f"{machine.one[:10]}:points=2")
    machine.refused("accept", "1", *both, says="Name each contribution once")
    machine.run("accept", "1")


def test_a_contest_from_its_beginning_to_its_end(machine: Machine) -> None:
    from entredon.apps.work.entries import Accepted

    machine.cast.say(Accepted(version=machine.release))
    machine.refused("contest", machine.one[:10], says="Say with --reason")
    contest = machine.json("contest", machine.one[:10], machine.two[:10], "--reason", "Both were one")["contest"]
    assert machine.counting() == {}
    machine.refused("contest", machine.one[:10], "--reason", "Again", says="contested already")
    machine.refused("answer", contest[:10], " ", says="An answer needs words")
    machine.run("answer", contest[:10], "They were two.")
    machine.refused("settle", contest[:10], "--reason", "Looked at it", says="--counts or --does-not")
    machine.refused("settle", contest[:10], "--counts", says="Say with --reason")
    machine.refused("settle", contest[:10], "--counts", "--reason", "Looked", says="Only a steward")
    machine.steward()
    machine.refused("settle", contest[:10], "--counts", "--reason", "Mine", says="You contested this yourself")
    found = queries.contest(machine.cast.slug, contest)
    assert [answer.person for answer in found.answers] == [machine.me]


def test_a_steward_settles_with_another_number(machine: Machine) -> None:
    from entredon.apps.work.entries import Accepted, Contested

    machine.cast.say(Accepted(version=machine.release))
    contest = machine.cast.say(Contested(flows=(machine.one,)), machine.cast.bob, texts={"reason": "Three times that"})
    machine.steward()
    machine.refused("settle", "ffffffffff", "--counts", "--reason", "So", says="no contest “ffffffffff”")
    out = machine.run(
        "settle", contest[:10], "--counts", "--correct", f"{machine.one[:10]}:points=3", "--reason", "Seen"
    )
    assert out.startswith("It counts, and that stands. Recorded: ")
    assert machine.counting() == {machine.one: 3, machine.two: 2}
    machine.refused("answer", contest[:10], "And yet", says="This contest is settled")


def test_it_can_end_against_a_contribution(machine: Machine) -> None:
    from entredon.apps.work.entries import Accepted, Contested

    machine.cast.say(Accepted(version=machine.release))
    contest = machine.cast.say(Contested(flows=(machine.one,)), machine.cast.bob, texts={"reason": "Not me"})
    machine.steward()
    assert machine.run("settle", contest[:10], "--does-not", "--reason", "So he says").startswith("It doesn't count")
    assert machine.counting() == {machine.two: 2}


@pytest.mark.parametrize(
    "arguments",
    [
        ("contribute", "Soup", "--kind", "help"), ("accept", "1"), ("contest", "ffffff", "--reason", "x"),
        ("answer", "ffffff", "x"), ("settle", "ffffff", "--counts", "--reason", "x"),
    ],
    ids=lambda arguments: arguments[0],
)  # fmt: skip
def test_a_machine_without_a_key_there_is_told_so(
    cast: Cast, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]
) -> None:
    for slug, says in (("merel", "This machine has no key in merel"), ("nothing", "There is no commons named nothing")):
        assert run_command([arguments[0], slug, *arguments[1:]]) == 2
        out, err = capsys.readouterr()
        assert (out, says in err) == ("", True), err
    assert not Path(device.path("merel")).exists()


def test_a_measure_of_lines_is_read_in_parts(machine: Machine) -> None:
    machine.steward()
    machine.run("accept", "1", "--correct", f"{machine.one[:10]}:log_lines=2.5")
    (verdict,) = [
        queries.acceptances(machine.cast.slug).of(event)
        for event in work_events(machine.cast.slug)
        if event.id == machine.one
    ]
    assert verdict is not None
    assert verdict.measures == {"points": 1, "log_lines": 5 << 19}

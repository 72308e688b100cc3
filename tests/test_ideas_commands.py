"""``entredon propose, support, answer-idea``: the life of an idea from somebody's own machine."""

import json

import pytest

from entredon.apps.commons.entries import RoleGiven
from entredon.apps.flows.queries import work_events
from entredon.apps.work.entries_ideas import Proposed
from entredon.apps.work.entries_needs import Needed
from entredon.apps.work.models import Idea, Need, Support
from entredon.cli.main import run_command
from entredon.log import device
from entredon.log.models import Log, SideText
from entredon.testing_cast import Cast


class Machine:
    """A commons in which this machine's key belongs to Mieke, a steward beside Ada."""

    def __init__(self, cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
        self.cast, self.capsys = cast, capsys
        self.me = cast.join(device.key(cast.slug), "Mieke Machine")
        cast.say(RoleGiven(person=self.me, role="steward"))

    def run(self, *arguments: str) -> str:
        code = run_command([arguments[0], self.cast.slug, *arguments[1:]])
        out, err = self.capsys.readouterr()
        assert code == 0, err
        return out

    def json(self, *arguments: str) -> dict:
        return json.loads(self.run(*arguments, "--json"))

    def refused(self, *arguments: str, says: str) -> None:
        before = Log.objects.get(slug=self.cast.slug).size
        assert run_command([arguments[0], self.cast.slug, *arguments[1:]]) == 2
        out, err = self.capsys.readouterr()
        assert (out, says in err, "Traceback" in err) == ("", True, False), err
        assert Log.objects.get(slug=self.cast.slug).size == before


@pytest.fixture
def machine(cast: Cast, capsys: pytest.CaptureFixture[str]) -> Machine:
    return Machine(cast, capsys)


@pytest.mark.django_db(transaction=True)
def test_an_idea_is_brought_supported_and_becomes_needs_from_a_machine(machine: Machine) -> None:
    cast = machine.cast
    theirs = cast.say(Proposed(), cast.bob, texts={"title": "A roof that folds"})
    there = cast.say(Needed(work="design"), texts={"title": "A hinge"})
    out = machine.run("propose", "A folding roof", "--text", "Of cloth.", "--builds-on", theirs[:8])
    assert "There is one like it" in out
    mine = Idea.objects.get(person=machine.me)
    assert mine.builds_on == [theirs]
    assert SideText.objects.get(entry=mine.id, name="text").text == "Of cloth."
    assert machine.json("support", theirs[:8])["supports"] is True
    machine.run("support", theirs[:8], "--take-back")
    machine.run("support", there[:8])
    assert sorted(Support.objects.values_list("of", "supports")) == sorted([(theirs, False), (there, True)])
    told = machine.json(
        "answer-idea",
        theirs[:8],
        "yes",
        "--need",
        there[:8],
        "--new-need",
        "Sew the roof",
        "--kind",
        "Sewing",
        "--points",
        "4",
    )
    row = Idea.objects.get(id=theirs)
    assert (row.state, set(row.needs)) == ("adopted", {there, *told["needs"]})
    assert Need.objects.get(id=told["needs"][0]).work == "sewing"
    assert [event.measures for event in work_events(cast.slug)] == [{"points": 4}]


@pytest.mark.django_db(transaction=True)
def test_what_can_not_be_is_refused_with_a_sentence(machine: Machine) -> None:
    cast = machine.cast
    theirs = cast.say(Proposed(), cast.bob, texts={"title": "A roof that folds"})
    mine = machine.json("propose", "Wheels of wood")["idea"]
    machine.refused("propose", " ", says="Say it in a few words")
    machine.refused("propose", "x" * 201, says="at most 200 characters")
    machine.refused("propose", "Late", "--call", "abcdef1234", says="There is no call")
    machine.refused("support", mine[:8], says="This is your own")
    machine.refused("support", "abcdef1234", says="There is no need")
    machine.refused("answer-idea", theirs[:8], "perhaps", says="Say yes, merge, later or no")
    machine.refused("answer-idea", theirs[:8], "no", says="Say why")
    machine.refused("answer-idea", theirs[:8], "yes", says="one or more needs")
    machine.refused("answer-idea", theirs[:8], "merge", says="names the one it goes into")
    machine.refused("answer-idea", mine[:8], "no", "--reason", "Mine", says="another steward answers it")
    machine.run("answer-idea", theirs[:8], "merge", "--into", mine[:8])
    assert Idea.objects.get(id=theirs).into == mine

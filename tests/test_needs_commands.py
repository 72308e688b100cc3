"""``entredon need, take, give-back, split, needs``: needs from somebody's own machine."""

import json

import pytest

from entredon.apps.work.entries_circles import CircleFounded
from entredon.apps.work.entries_needs import Needed, SplitSigned, Taken
from entredon.apps.work.models import Need, Split, Taking
from entredon.cli.main import run_command
from entredon.log import device
from entredon.log.models import Log
from entredon.testing_cast import Cast, person


class Machine:
    """A commons in which this machine's key belongs to Mieke."""

    def __init__(self, cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
        self.cast, self.capsys = cast, capsys
        self.me = cast.join(device.key(cast.slug), "Mieke Machine")

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
def test_a_need_is_said_taken_split_and_given_back_from_a_machine(machine: Machine) -> None:
    cast = machine.cast
    whole = machine.json("need", "Build the door", "--kind", "assembly")["need"]
    id = machine.json(
        "need", "Draw the door", "--kind", "Graphic design", "--skill", "Drawing", "--minutes", "60", "--due", "2099-01-31",
        "--place", "Ghent", "--places", "2", "--points", "10", "--part-of", whole[:8], "--why", "It jams.",
    )["need"]  # fmt: skip
    row = Need.objects.get(id=id)
    assert (row.work, row.skills, row.places, row.points, row.part_of) == ("graphic_design", ["drawing"], 2, 10, whole)
    machine.run("take", id[:8], "--due", "2099-01-01")
    cast.say(Taken(need=id), cast.bob)
    split = machine.json("split", id[:8], "--part", "Mieke Machine=60", "--part", "Bob Bakker=40.0")["split"]
    assert dict(Split.objects.get(id=split).parts) == {machine.me: 600_000, person(cast.bob): 400_000}
    cast.say(SplitSigned(split=split), cast.bob)
    machine.run("give-back", id[:8], "--reason", "No time")
    assert Taking.objects.get(person=machine.me).state == "given_back"
    (listed,) = machine.json("needs", "--time", "60", "--skill", "drawing")["needs"]
    assert (listed["id"], listed["title"], listed["free"], listed["kind"]) == (id, "Draw the door", 1, "graphic_design")
    assert "Draw the door" in machine.run("needs")
    assert "Nothing like that" in machine.run("needs", "--kind", "sewing")


@pytest.mark.django_db(transaction=True)
def test_a_split_that_is_proposed_is_agreed_to(machine: Machine) -> None:
    from entredon.apps.work.entries_needs import Part, SplitProposed

    cast = machine.cast
    id = cast.say(Needed(work="design", places=2), texts={"title": "Draw the door"})
    machine.refused("split", id, "--agree", says="Nothing is proposed")
    machine.run("take", id)
    cast.say(Taken(need=id), cast.bob)
    parts = (Part(person=machine.me, part=500_000), Part(person=person(cast.bob), part=500_000))
    split = cast.say(SplitProposed(need=id, parts=parts), cast.bob)
    machine.run("split", id, "--agree")
    assert Split.objects.get(id=split).state == "agreed"


@pytest.mark.django_db(transaction=True)
def test_a_need_gives_money_and_is_of_a_circle(machine: Machine) -> None:
    circle = machine.cast.say(CircleFounded(name="Doors"))
    for asked, money, minor, currency in (("doors", "1300.00", 130_000, "EUR"), (circle[:8], "5000", 5_000, "JPY")):
        need = ("need", "Draw the door", "--kind", "design", "--circle", asked)
        id = machine.json(*need, "--gives-money", money, "--currency", currency)["need"]
        row = Need.objects.get(id=id)
        assert (row.circle, row.minor, row.currency) == (circle, minor, currency)
    need = ("need", "Draw the door", "--kind", "design")
    machine.refused(*need, "--gives-money", "50", says="in which currency")
    machine.refused(*need, "--currency", "EUR", says="how much money")
    machine.refused(*need, "--gives-money", "1.5", "--currency", "JPY", says="no decimals")
    machine.refused(*need, "--gives-money", "5", "--currency", "XQX", says="no currency")
    machine.refused(*need, "--circle", "Windows", says="circle")


@pytest.mark.django_db(transaction=True)
def test_what_is_wrong_is_said_in_a_sentence(machine: Machine) -> None:
    cast = machine.cast
    id = cast.say(Needed(work="design"), texts={"title": "Draw the door"})
    machine.refused("need", " ", "--kind", "design", says="what is needed")
    machine.refused("need", "Draw", "--kind", "design", "--due", "2026-02-30", says="not a day")
    machine.refused("need", "Draw", "--kind", "design", "--skill", "x" * 50, says="at most 40")
    machine.refused("take", "0123456789", says="no need")
    machine.refused("give-back", id, says="nothing to give back")
    machine.refused("split", id, says="--part")
    machine.refused("split", id, "--part", "Bob=a lot", says="not a part")
    machine.refused("needs", "--state", "lost", says="one of these")
    cast.say(Taken(need=id), cast.bob)
    machine.refused("take", id, says="a moment faster")

"""``entredon log-work, review``: all that can be told of a contribution, and what a peer says of it, from a machine of one's own."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core import mail

from entredon.apps.flows.models import Flow
from entredon.apps.work.entries import AddedTo, Contributed
from entredon.apps.work.entries_circles import CircleFounded
from entredon.apps.work.entries_needs import Gives, Needed
from entredon.apps.work.models import Contribution, Need
from entredon.cli.main import run_command
from entredon.desk import files
from entredon.log import content
from entredon.log.models import SideText
from entredon.log.told import short
from entredon.testing_cast import Cast
from tests.test_work_commands import Machine


@pytest.fixture
def machine(cast: Cast, capsys: pytest.CaptureFixture[str]) -> Machine:
    return Machine(cast, capsys)


def test_everything_is_told_in_one_command(machine: Machine, tmp_path: Path) -> None:
    cast = machine.cast
    need = cast.say(Needed(work="wiring", gives=Gives(points=9)), texts={"title": "A plan"})
    circle = cast.say(CircleFounded(name="Electricity"))
    plan = tmp_path / "plan.pdf"
    plan.write_bytes(b"%PDF-1.7\n")
    done = machine.json(
        "log-work", "Drew the plan", "--need", short(need), "--done", "--hours", "2", "--on", "2026-01-05", "--file", str(plan),
        "--link", "https://example.org/plan", "--commit", "1A2B3C4", "--circle", "electricity",
    )  # fmt: skip
    row = Contribution.objects.get(id=done["contribution"])
    assert (row.need, row.circle, row.on, row.minutes, row.commits) == (need, circle, "2026-01-05", 120, ["1a2b3c4"])
    assert content.store().has(row.files[0]["sha256"])
    texts = dict(SideText.objects.filter(entry=row.id).values_list("name", "text"))
    assert texts == {"note": "Drew the plan", "link": "https://example.org/plan", "names": "plan.pdf"}
    flow = Flow.objects.get(id=row.id)
    assert (flow.resource_conforms_to, flow.measures["points"]) == ("wiring", 9)
    assert Need.objects.get(id=need).state == "done"
    assert list(files.folder().glob("*.given")) == []


def test_material_and_the_use_of_equipment_are_told_too(machine: Machine) -> None:
    gift = machine.json("log-work", "Steel", "--kind", "material", "--material", "--quantity", "2.5", "--unit", "kg")
    assert Flow.objects.get(id=gift["contribution"]).action == "transfer"
    used = machine.json("log-work", "The lathe", "--kind", "equipment", "--use")
    assert Flow.objects.get(id=used["contribution"]).action == "use"


@pytest.mark.parametrize(("arguments", "says"), [
    ((" ", "--kind", "help"), "Say in a line what you have done"), (("Soup",), "Say with --kind"),
    (("Soup", "--kind", "help", "--hours", "25"), "not between 0 and 24"),
    (("Soup", "--kind", "help", "--on", "2099-01-01"), "still to come"),
    (("Soup", "--kind", "help", "--link", "javascript:alert(1)"), "A link is the address of a page"),
    (("Soup", "--kind", "help", "--file", "/nowhere/x.pdf"), "There is no file"),
    (("Soup", "--kind", "help", "--need", "ffffff"), "There is no need ffffff"),
    (("Soup", "--kind", "help", "--circle", "nobody"), "nobody"), (("Soup", "--kind", "help", "--commit", "HEAD"), "not a commit"),
    (("Soup", "--kind", "help", "--use", "--material"), "not both"), (("Soup", "--kind", "help", "--done"), "Say which need"),
])  # fmt: skip
def test_what_can_not_be_is_refused_with_a_sentence(machine: Machine, arguments: tuple[str, ...], says: str) -> None:
    machine.refused("log-work", *arguments, says=says)


def test_an_empty_file_is_refused_and_nothing_is_left(machine: Machine, tmp_path: Path) -> None:
    empty, good = tmp_path / "empty.pdf", tmp_path / "good.pdf"
    empty.write_bytes(b"")
    good.write_bytes(b"%PDF-1.7\n")
    machine.refused("log-work", "Soup", "--kind", "help", "--file", str(good), "--file", str(empty), says="is empty")
    assert list(files.folder().glob("*.given")) == []


def test_a_peer_says_what_she_thinks_of_it(machine: Machine) -> None:
    cast = machine.cast
    machine.steward()
    cast.account("bob")
    made = cast.say(Contributed(work="design"), cast.bob)
    machine.refused("review", short(made), "perhaps", says="accept, more or decline")
    machine.refused("review", short(made), "more", says="Say with --reason why")
    done: dict[str, Any] = machine.json("review", short(made), "more", "--reason", "And the pin?")
    assert (done["verdict"], done["state"]) == ("more", "more")
    assert "And the pin?" in mail.outbox[0].body
    seen = str(Contribution.objects.get(id=made).changed + 1)
    cast.say(AddedTo(flow=made), cast.bob, texts={"note": "The pin"})
    machine.refused("review", short(made), "accept", "--until", seen, says="look again")
    assert "With that it is accepted" in machine.run("review", short(made), "accept")


def test_nobody_reviews_her_own(machine: Machine) -> None:
    machine.steward()
    own = machine.json("log-work", "Soup", "--kind", "help")["contribution"]
    machine.refused("review", short(own), "accept", says="your own contribution")
    assert json.dumps(own)
    assert run_command(["review", machine.cast.slug, "ffffff", "accept"]) == 2

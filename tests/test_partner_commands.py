"""``entredon partner``: agreements from one's own machine, and what came of them."""

from datetime import timedelta

import pytest
from market_machine import Machine

from entredon.apps.commons.entries import RoleGiven
from entredon.apps.market.entries import PartnerDeclined, PartnerProposed
from entredon.apps.market.models import Agreement, Partner
from entredon.apps.market.tests.stall import DOES, terms
from entredon.cli.main import run_command
from entredon.log import clock
from entredon.testing_cast import Cast, person


@pytest.fixture
def machine(cast: Cast, capsys: pytest.CaptureFixture[str]) -> Machine:
    return Machine(cast, capsys)


def test_a_partner_is_proposed_with_all_that_it_can_do(machine: Machine) -> None:
    told = machine.json(
        "partner", "propose", "Werkplaats Zuid", "--gives", "price=12.5%", "--gives", "work=120", "--creation", "Car",
        "--town", "Gent", "--process", "Laser cutting", "--machine", "lathe", "--language", "nl", "--about", "Two of us.",
        "--notice", "60",
    )  # fmt: skip
    row = Partner.objects.get(id=told["partner"])
    agreed = Agreement.objects.get(id=told["agreement"])
    assert (row.person, row.town, row.processes, row.machines) == (machine.me, 2_797_656, ["laser-cutting"], ["lathe"])
    assert [(give["way"], give["ppm"], give["minutes"]) for give in agreed.gives] == [
        ("price", 125_000, 0),
        ("work", 0, 120),
    ]
    assert (agreed.creations, agreed.notice_days, agreed.state) == ([machine.stall.car], 60, "proposed")


def test_a_steward_accepts_by_the_name_of_the_partner(machine: Machine) -> None:
    proposed = machine.stall.proposed(machine.stall.bob, "Bobs Bende")
    machine.cast.say(RoleGiven(person=machine.me, role="steward"))
    told = machine.json("partner", "accept", "bobs bende")
    assert told["agreement"] == proposed
    assert Partner.objects.get(id=proposed).agreement == proposed


def test_a_steward_declines_and_says_why(machine: Machine) -> None:
    proposed = machine.stall.proposed(machine.stall.bob, "Bobs Bende")
    machine.cast.say(RoleGiven(person=machine.me, role="steward"))
    machine.json("partner", "decline", proposed[:10], "--reason", "Ask again in spring.")
    assert Agreement.objects.get(id=proposed).state == "declined"


def test_another_agreement_is_proposed_in_place_of_ones_own(machine: Machine) -> None:
    told = machine.json("partner", "change", "Werf Mieke", "--gives", "margin=20%")
    assert Agreement.objects.get(id=told["agreement"]).gives[0]["way"] == "margin"
    assert Partner.objects.get(id=machine.partner).agreement == machine.partner


def test_an_agreement_ends_once_its_notice_is_over(machine: Machine) -> None:
    told = machine.json("partner", "end", "Werf Mieke", "--reason", "We move to the sea.")
    assert told["ends"][:10] == clock.stamp(clock.now() + timedelta(days=30))[:10]
    assert "ends on" in machine.run("partner", "show", "Werf Mieke")[0]


def test_a_partner_is_shown_to_people_and_to_programs(machine: Machine) -> None:
    out, _err = machine.run("partner", "show", "Werf Mieke")
    for text in ("Werf Mieke", "workshop", "15 % of the price", "laser cutting"):
        assert text in out, text
    told = machine.json("partner", "show", machine.partner[:8])
    assert (told["partner"], told["name"], told["terms"]["notice_days"]) == (machine.partner, "Werf Mieke", 30)
    assert told["orders"] == []


def test_those_in_force_are_listed_and_all_when_asked(machine: Machine) -> None:
    waiting = machine.stall.proposed(machine.stall.bob, "Bobs Bende")
    assert {one["name"] for one in machine.json("partner", "list")["partners"]} == {
        "Werkplaats Noord", "De Winkel", "Werf Mieke"
    }  # fmt: skip
    assert waiting in [one["partner"] for one in machine.json("partner", "list", "--all")["partners"]]
    assert "waits for a yes" in machine.run("partner", "list", "--all")[0]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--gives", "price=120%"), "at most 100 %"),
        (("--gives", "price=60%", "--gives", "margin=60%"), "more than 100 % together"),
        (("--gives", "price=0%"), "more than nothing"),
        ((), "gives something back"),
        (("--gives", "cake=10%"), "no way to give back"),
        (("--gives", "price"), "write it like price=15%"),
        (("--gives", "price=much"), "no percentage"),
        (("--gives", "work=an hour"), "no number of minutes"),
        (("--gives", "price=15%", "--town", "Nowhere on Earth"), "no town"),
        (("--gives", "price=15%", "--town", "Springfield"), "could be one of several"),
        (("--gives", "price=15%", "--creation", "Boat"), "Boat"),
        (("--gives", "price=15%", "--what", "dragon"), "workshop"),
        (("--gives", "price=15%", "--process", "laser/cutting"), "small letters"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_recorded(machine: Machine, arguments: tuple[str, ...], says: str) -> None:
    machine.refused("partner", "propose", "Werkplaats Zuid", *arguments, says=says)


def test_who_is_no_steward_accepts_nobody(machine: Machine) -> None:
    machine.stall.proposed(machine.stall.bob, "Bobs Bende")
    machine.refused("partner", "accept", "Bobs Bende", says="steward")


def test_two_partners_of_one_name_are_told_apart_by_id(machine: Machine) -> None:
    fact = PartnerProposed(terms=terms(), does=DOES)
    twin = machine.cast.say(fact, machine.stall.bob, texts={"name": "Werf Mieke"})
    machine.refused("partner", "show", "Werf Mieke", says="2 partners here")
    assert machine.json("partner", "show", twin[:12])["person"] == person(machine.stall.bob)
    machine.cast.say(PartnerDeclined(agreement=twin), machine.stall.bob)


@pytest.mark.parametrize("asked", ["Nobody", "ffffff", "ab", ""])
def test_nobody_by_that_name_is_said(machine: Machine, asked: str) -> None:
    machine.refused("partner", "show", asked, says="no partner")


def test_without_a_key_here_nothing_is_said(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["partner", "propose", "merel", "Werkplaats", "--gives", "price=15%"]) == 2
    assert "no key" in capsys.readouterr().err
    assert run_command(["partner", "list", "nowhere"]) == 2
    assert "no commons named nowhere" in capsys.readouterr().err


def test_a_name_is_one_line_that_fits_on_pages(machine: Machine) -> None:
    for name, says in (("x" * 5_000, "1 to 120 characters"), ("two\nlines", "one line")):
        machine.refused("partner", "propose", name, "--gives", "price=15%", says=says)
        machine.refused("offer", "make", "Werf Mieke", name, "480", "EUR", "--on", "Car", says=says)

"""``entredon offer``: what partners sell, from one's own machine, and of each price who gets what."""

import pytest
from market_machine import Machine

from entredon.apps.market.entries import PartOf
from entredon.apps.market.models import Offer
from entredon.testing_cast import Cast


@pytest.fixture
def machine(cast: Cast, capsys: pytest.CaptureFixture[str]) -> Machine:
    return Machine(cast, capsys)


def made(machine: Machine, *arguments: str) -> Offer:
    told = machine.json(
        "offer", "make", "Werf Mieke", "A bench, as a kit", "480", "EUR", "--on", "Car", "--vat", "21%", *arguments
    )
    return Offer.objects.get(id=told["offer"])


def test_something_is_offered_with_all_its_numbers(machine: Machine) -> None:
    row = made(
        machine, "--stock", "4", "--days", "10", "--until", "2031-01-31", "--withdraw", "30", "--text", "Two evenings."
    )
    assert (row.partner, row.what, row.minor, row.currency, row.unit) == (
        machine.partner, "kit", 48_000, "EUR", "piece"
    )  # fmt: skip
    assert (row.vat_ppm, row.stock, row.days, row.until, row.pay, row.withdraw_days, row.state) == (
        210_000, 4, 10, "2031-01-31", "partner", 30, "open"
    )  # fmt: skip
    assert row.on == [[machine.stall.car, 1]]


def test_it_stands_on_versions_and_creations_by_their_weights(machine: Machine) -> None:
    row = made(machine, "--on", "Car 1=3")
    assert row.on == [[machine.stall.car, 1], [machine.stall.version, 3]]


def test_what_is_left_out_of_a_change_stays(machine: Machine) -> None:
    row = made(machine, "--stock", "4", "--until", "2031-01-31")
    machine.json("offer", "change", row.id[:10], "--price", "450.50")
    row.refresh_from_db()
    assert (row.minor, row.stock, row.until) == (45_050, 4, "2031-01-31")
    machine.json("offer", "change", row.id[:10], "--stock", "9", "--until", "")
    row.refresh_from_db()
    assert (row.minor, row.stock, row.until) == (45_050, 9, "")


def test_an_offer_ends(machine: Machine) -> None:
    row = made(machine)
    machine.json("offer", "end", row.id[:10])
    assert machine.json("offer", "list")["offers"] == []
    (shown,) = machine.json("offer", "list", "--state", "ended")["offers"]
    assert (shown["offer"], shown["state"]) == (row.id, "ended")


def test_a_joint_offer_begins_once_all_have_joined(machine: Machine) -> None:
    row = made(machine, "--part", "Werf Mieke=60%", "--part", "Werkplaats Noord=40%")
    assert row.state == "waiting"
    assert "waits for a seller" in machine.run("offer", "list", "--state", "waiting")[0]
    parts = (PartOf(partner=machine.stall.workshop, ppm=700_000), PartOf(partner=machine.partner, ppm=300_000))
    other = machine.stall.offer(parts=parts)
    told = machine.json("offer", "join", other[:12])
    assert told["partner"] == machine.partner
    assert Offer.objects.get(id=other).state == "open"


def test_of_the_price_it_is_shown_who_gets_what(machine: Machine) -> None:
    row = made(machine)
    split = machine.json("offer", "show", row.id[:10])["split"]
    # 480.00 with 21 % VAT in it are 396.69 without; 15 % of that, rounded down, is given back.
    assert (split["minor"], split["vat"], split["give_back"]) == (48_000, 8_331, 5_950)
    assert split["sellers"] == [{"partner": machine.partner, "minor": 48_000 - 8_331 - 5_950}]
    parts = split["kept"] + split["pot"] + split["people"] + split["held"]
    assert parts == split["give_back"]
    out, _err = machine.run("offer", "show", row.id[:10])
    for text in ("A bench, as a kit", "480.00 EUR a piece", "337.19 EUR  Werf Mieke", "83.31 EUR  VAT"):
        assert text in out, text


def test_offers_are_listed_by_what_they_are_and_stand_on(machine: Machine) -> None:
    kit = made(machine).id
    hour = machine.json(
        "offer", "make", "Werf Mieke", "An hour", "60", "EUR", "--on", "Car 1", "--what", "support", "--unit", "hour"
    )["offer"]

    def listed(*arguments: str) -> list[str]:
        return [one["offer"] for one in machine.json("offer", "list", *arguments)["offers"]]

    assert listed() == [hour, kit]
    assert listed("--what", "support") == [hour]
    assert listed("--on", "Car") == [kit]
    assert listed("--on", "Car 1") == [hour]
    assert listed("--partner", "De Winkel") == []
    assert "Nothing like that" in machine.run("offer", "list", "--what", "training")[0]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("Werf Mieke", "A kit", "0", "EUR", "--on", "Car"), "moves nothing"),
        (("Werf Mieke", "A kit", "-5", "EUR", "--on", "Car"), "less than nothing"),
        (("Werf Mieke", "A kit", "10000000000.00", "EUR", "--on", "Car"), "A price lies between"),
        (("Werf Mieke", "A kit", "480", "euro", "--on", "Car"), "ISO 4217"),
        (("Werf Mieke", "A kit", "480", "EUR"), "on what it stands"),
        (("Werf Mieke", "A kit", "480", "EUR", "--on", "Boat"), "Boat"),
        (("Werf Mieke", "A kit", "480", "EUR", "--on", "Car=much"), "write it like Chassis=3"),
        (("Werf Mieke", " ", "480", "EUR", "--on", "Car"), "what is offered"),
        (("Werf Mieke", "A kit", "480", "EUR", "--on", "Car", "--what", "dragon"), "one of these"),
        (("Werf Mieke", "A kit", "480", "EUR", "--on", "Car", "--vat", "lots"), "no percentage"),
        (("Werf Mieke", "A kit", "480", "EUR", "--on", "Car", "--until", "tomorrow"), "no day"),
        (("Werf Mieke", "A kit", "480", "EUR", "--on", "Car", "--pay", "bearer"), "Nobody bears the money"),
        (("Werf Mieke", "A kit", "480", "EUR", "--on", "Car", "--margin", "50"), "asks for no part"),
        (("Werf Mieke", "A kit", "480", "EUR", "--on", "Car", "--part", "Werf Mieke=60%"), "joint offer names"),
        (("Werkplaats Noord", "A kit", "480", "EUR", "--on", "Car"), "Only who speaks"),
        (("Nobody", "A kit", "480", "EUR", "--on", "Car"), "no partner"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_recorded(machine: Machine, arguments: tuple[str, ...], says: str) -> None:
    machine.refused("offer", "make", *arguments, says=says)


def test_joining_what_does_not_name_one_is_refused(machine: Machine) -> None:
    machine.refused("offer", "join", machine.stall.offer()[:10], says="for whom you join")
    machine.refused("offer", "change", machine.stall.offer()[:10], "--price", "5", says="Only who speaks")
    machine.refused("offer", "list", "--state", "lost", says="one of these")

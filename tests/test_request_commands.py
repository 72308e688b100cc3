"""``entredon request, requests``: a steward asks for money from her own machine."""

import json
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from django.core import mail

from entredon.apps.commons.entries import RoleGiven
from entredon.apps.library.entries import Created
from entredon.apps.treasury import bases, queries_requests
from entredon.apps.treasury.tests.asking import IBAN, SHOWN, details, released
from entredon.apps.treasury.tests.house import House
from entredon.cli.main import run_command
from entredon.log import device
from entredon.log.models import Log
from entredon.pure.money import references
from entredon.testing_cast import Cast


class Machine:
    """A commons with books and a released car, and this machine's key as Mieke's, who is a steward."""

    def __init__(self, cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
        self.cast, self.capsys = cast, capsys
        me = cast.join(device.key(cast.slug), "Mieke Machine")
        self.house = House(cast)
        details(IBAN)
        self.creation, self.version = released(cast)
        cast.say(RoleGiven(person=me, role="steward"))

    def run(self, *arguments: str) -> tuple[str, str]:
        code = run_command([arguments[0], self.cast.slug, *arguments[1:]])
        out, err = self.capsys.readouterr()
        assert code == 0, err
        return out, err

    def json(self, *arguments: str) -> Any:
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


def test_asking_gives_what_a_payer_needs(machine: Machine) -> None:
    out, _err = machine.run(
        "request", "121.50", "EUR", "--for", "Car", "--payer", "Werkplaats Noord", "--note", "20 kits"
    )
    (one,) = queries_requests.requests("merel")
    assert (one.minor, one.creation, one.payer, one.note) == (12_150, machine.creation, "Werkplaats Noord", "20 kits")
    base = bases.of_request(one.id)
    for text in ("121.50 EUR", references.rf(base).shown, references.ogm(base).shown, SHOWN, "Merel vzw", one.id[:10]):
        assert text in out, text


def test_programs_get_the_code_too(machine: Machine) -> None:
    told = machine.json("request", "25", "EUR", "--for", "Car 2.0", "--kind", "service", "--due", "2031-01-15")
    base = bases.of_request(told["entry"])
    assert (told["version"], told["what"], told["due"], told["base"]) == (
        machine.version,
        "service",
        "2031-01-15",
        base,
    )
    rf = references.rf(base).text
    assert (told["rf"], told["ogm"]) == (rf, references.ogm(base).text)
    assert told["code"] == f"BCD\n002\n1\nSCT\n\nMerel vzw\n{IBAN}\nEUR25.00\n\n{rf}"


def test_it_is_written_on_paper_and_sent(
    machine: Machine, tmp_path: Path, django_capture_on_commit_callbacks: Any
) -> None:
    file = tmp_path / "request.pdf"
    with django_capture_on_commit_callbacks(execute=True):
        _out, err = machine.run("request", "25", "EUR", "--pdf", str(file), "--mail", "noord@example.org")
    assert "is on its way" in err
    assert SHOWN in pypdfium2.PdfDocument(file)[0].get_textpage().get_text_range()
    (letter,) = mail.outbox
    assert letter.to == ["noord@example.org"]
    assert SHOWN in letter.body


def test_what_is_asked_is_listed_until_it_is_paid(machine: Machine) -> None:
    assert "Nobody is asked" in machine.run("requests")[0]
    first = machine.json("request", "25", "EUR", "--payer", "Oost")["entry"]
    machine.json("request", "30", "CHF")
    out, _err = machine.run("requests")
    assert "25.00 EUR" in out
    assert "Oost" in out
    assert "30.00 CHF" in out
    listed = machine.json("requests")["requests"]
    assert [(one["minor"], one["currency"], one["state"]) for one in listed] == [
        (3000, "CHF", "open"),
        (2500, "EUR", "open"),
    ]
    assert [bool(one["code"]) for one in listed] == [False, True]
    assert first in [one["entry"] for one in listed]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("-5", "EUR"), "less than nothing"),
        (("0", "EUR"), ""),
        (("5", "euro"), "ISO 4217"),
        (("5", "EUR", "--for", "Boat"), "Boat"),
        (("5", "EUR", "--due", "tomorrow"), "tomorrow"),
        (("5", "EUR", "--mail", "nobody"), "no e-mail address"),
        (("5", "EUR", "--pdf", "/nowhere/at/all.pdf"), "can't be written"),
        (("5", "EUR", "--pdf", "/"), "can't be written"),
        (("5", "EUR", "--kind", "Two Words"), ""),
    ],
)
def test_what_is_wrong_is_said_and_nothing_recorded(machine: Machine, arguments: tuple[str, ...], says: str) -> None:
    machine.refused("request", *arguments, says=says)


def test_what_is_not_released_is_not_asked_for(machine: Machine) -> None:
    machine.cast.say(Created(name="Bike"))
    machine.refused("request", "5", "EUR", "--for", "Bike", says="Bike")


def test_who_is_no_steward_asks_nobody(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    House(cast)
    cast.join(device.key(cast.slug), "Mieke Machine")
    assert run_command(["request", "merel", "5", "EUR"]) == 2
    assert "steward" in capsys.readouterr().err


def test_where_the_number_is_not_kept_it_is_said(machine: Machine) -> None:
    from entredon.apps.treasury.models import BankDetails

    BankDetails.objects.all().delete()
    _out, err = machine.run("request", "5", "EUR")
    assert "not kept here" in err

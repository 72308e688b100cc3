"""A version is found by what people call it; where that could be several, it is said what to write."""

from dataclasses import replace

import pytest

from entredon.apps.library import queries
from entredon.apps.library.entries import Created, Released
from entredon.cli.main import run_command
from entredon.log.asked import Ambiguous, NotFound
from entredon.log.told import short
from entredon.testing_cast import Cast


class Shed:
    """A chassis and a motor, which both have a 1.0; the chassis also has a 1.1."""

    def __init__(self, cast: Cast) -> None:
        self.slug = cast.slug
        self.chassis, self.motor = cast.say(Created(name="Chassis")), cast.say(Created(name="Motor"))
        self.first = self.release(cast, self.chassis, "1.0")
        self.second = self.release(cast, self.chassis, "1.1")
        self.other = self.release(cast, self.motor, "1.0")

    def release(self, cast: Cast, creation: str, name: str) -> str:
        return cast.say(Released(creation=creation, name=name, own=1, inputs=()))

    def find(self, asked: str) -> str:
        return queries.find_version(self.slug, asked).id


@pytest.fixture
def shed(cast: Cast) -> Shed:
    return Shed(cast)


def test_a_name_that_two_creations_use_names_both_and_an_id(shed: Shed) -> None:
    with pytest.raises(Ambiguous) as caught:
        shed.find("1.0")
    assert str(caught.value) == (
        "2 versions here are called “1.0”; write the one you mean with its creation, or by its id, for instance "
        f'"Chassis 1.0" · "Motor 1.0" · {short(shed.first)}.'
    )
    assert shed.find("Chassis 1.0") == shed.find("chassis 1.0") == shed.find(short(shed.first)) == shed.first
    assert shed.find("Motor 1.0") == shed.other


def test_what_is_called_by_one_name_only_needs_no_more(shed: Shed) -> None:
    assert shed.find("1.1") == shed.second
    assert (shed.find("Chassis"), shed.find("motor")) == (shed.second, shed.other)
    with pytest.raises(NotFound, match=r"no version “9.9”"):
        shed.find("9.9")


def test_two_of_one_creation_that_are_called_the_same_have_only_their_ids(shed: Shed, monkeypatch) -> None:
    """The law refuses it now; what was told before stands."""
    told = [replace(v, name="1.0") if v.id == shed.second else v for v in queries.versions(shed.slug)]
    monkeypatch.setattr(queries, "versions", lambda slug: told)
    with pytest.raises(Ambiguous, match="by its id, for instance") as caught:
        shed.find("Chassis 1.0")
    assert short(shed.first) in str(caught.value)
    assert short(shed.second) in str(caught.value)
    assert '"' not in str(caught.value)
    assert shed.find(short(shed.second)) == shed.second


def test_small_and_capital_letters_are_alike_unless_they_tell_two_apart(shed: Shed, cast: Cast) -> None:
    small, capital = shed.release(cast, shed.motor, "2.0-rc"), shed.release(cast, shed.motor, "2.0-RC")
    assert (shed.find("2.0-rc"), shed.find("Motor 2.0-RC")) == (small, capital)
    with pytest.raises(Ambiguous, match=r'"Motor 2.0-rc" · "Motor 2.0-RC"'):
        shed.find("2.0-Rc")


def test_two_creations_of_one_name_are_told_apart(shed: Shed, cast: Cast) -> None:
    shed.release(cast, cast.say(Created(name="Motor")), "2.0")
    with pytest.raises(Ambiguous, match=r'"Motor 1.0" · "Motor 2.0"'):
        shed.find("Motor")


def test_a_version_that_is_named_like_another_with_its_creation_stands_back(shed: Shed, cast: Cast) -> None:
    odd = shed.release(cast, shed.chassis, "Motor 1.0")
    assert shed.find("Motor 1.0") == shed.other
    assert shed.find("Chassis Motor 1.0") == odd


def test_the_command_says_it_too(shed: Shed, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["share", shed.slug, "100", "EUR", "--version", "1.0"]) == 2
    assert '"Chassis 1.0" · "Motor 1.0"' in capsys.readouterr().err

"""Keys of this machine: a file for each commons, readable by nobody else, and never lost while one is replaced."""

import os
from pathlib import Path
from typing import Any

import pytest

from entredon.log import checkpoints, device
from entredon.log.held import Unreadable
from entredon.log.models import Log
from entredon.testing_cast import Cast


def test_commons_of_the_same_name_elsewhere_have_keys_of_their_own(settings: Any) -> None:
    files = [device.path_at(f"{host}/merel") for host in ("a.example", "b.example", "a.example:8000", "[::1]:80")]
    ids = {device.made(file).id for file in [*files, device.path("merel")]}
    assert len(ids) == 5
    for file in files:
        assert file.stat().st_mode & 0o777 == 0o600
        assert file.parent.stat().st_mode & 0o777 == 0o700
    listed = dict(device.all_files())
    assert listed["merel"] == device.path("merel")
    assert listed["a.example/merel"] == files[0]
    assert len(listed) == 5


def test_a_commons_of_this_place_has_one_key_by_whatever_address_it_is_reached(cast: Cast) -> None:
    checkpoints.publish(cast.slug)
    origin = Log.objects.get(slug=cast.slug).origin
    assert device.path_at(origin) == device.path(cast.slug)
    assert device.path_at(f"elsewhere.example/{cast.slug}") != device.path(cast.slug)


@pytest.mark.parametrize(
    "origin",
    ["", "merel", "../../etc/passwd", "../merel", "a.example/../x", "a.example/Merel", "/merel", "a b/merel", "a/b/merel",
     ".hidden/merel", "a.example/merel\n", "x" * 300 + "/merel", "a.example/", "\x00/merel"],
)  # fmt: skip
def test_no_origin_leads_out_of_the_folder_of_keys(origin: str) -> None:
    for where in (device.path_at, device.seen_at):
        with pytest.raises(ValueError, match="not the name"):
            where(origin)


@pytest.mark.parametrize("content", ["", "rubbish", "00" * 31, "00" * 33, "é"])
def test_a_damaged_file_is_told_and_left_as_it_is(content: str) -> None:
    file = device.path("merel")
    file.parent.mkdir(parents=True)
    file.write_text(content)
    with pytest.raises(Unreadable, match="holds no key"):
        device.key("merel")
    assert file.read_text() == content


def test_a_key_is_replaced_without_a_moment_without_one(monkeypatch: pytest.MonkeyPatch) -> None:
    file = device.path("merel")
    before, coming = device.made(file), device.made(device.beside(file, device.NEXT))

    def broken_off(*_: object) -> None:
        assert device.read(file) == before
        raise OSError("power is gone")

    with monkeypatch.context() as broken:
        broken.setattr(os, "replace", broken_off)
        with pytest.raises(OSError, match="power"):
            device.step(file)
    assert device.read(file) == before
    device.step(file)
    assert device.read(file) == coming
    assert device.read(device.beside(file, device.OLD)) == before
    assert not device.beside(file, device.NEXT).exists()
    assert [path for _name, path in device.all_files()] == [file]


def test_what_is_not_there_is_none(tmp_path: Path) -> None:
    assert device.read(tmp_path / "nothing") is None

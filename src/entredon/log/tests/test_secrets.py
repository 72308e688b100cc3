"""Secrets: readable by their owner only, sealed in the database, one device key per commons."""

import io
import os
import stat
from pathlib import Path

import pytest

from entredon.log import clock, content, device, held, home
from entredon.log.content import WrongContent
from entredon.log.models import HeldKey
from entredon.pure.log.keys import SecretKey


def mode(path: Path) -> int:
    return stat.S_IMODE(os.stat(path).st_mode)


def test_a_device_key_is_made_once_and_is_its_owners_alone(settings) -> None:
    key = device.key("merel")
    assert device.key("merel").seed == key.seed
    assert mode(device.path("merel")) == 0o600
    assert mode(device.path("merel").parent) == 0o700


def test_two_commons_never_share_a_key() -> None:
    assert device.key("merel").id != device.key("other").id


@pytest.mark.django_db
def test_a_held_key_lies_encrypted_in_the_database(settings) -> None:
    key = SecretKey.generate()
    held.hold("merel", "hosted", key)
    assert key.seed not in bytes(HeldKey.objects.get().sealed)
    assert held.held(key.id).seed == key.seed
    assert held.held("unknown") is None
    assert mode(settings.ENTREDON_HOME / "secret.key") == 0o600


@pytest.mark.django_db
def test_with_another_key_file_the_secrets_stay_shut_and_it_says_so(settings) -> None:
    key = SecretKey.generate()
    held.hold("merel", "hosted", key)
    (settings.ENTREDON_HOME / "secret.key").write_text("00" * 32)
    with pytest.raises(held.Unreadable, match="restore the file"):
        held.held(key.id)


@pytest.mark.django_db
def test_the_name_of_this_server_stays() -> None:
    assert held.node_id() == held.node_id()
    assert len(held.node_id()) == 64


def test_a_secret_file_is_made_by_whoever_is_first(tmp_path: Path) -> None:
    file = tmp_path / "a" / "secret"
    assert home.read_or_make(file, lambda: "one") == "one"
    assert home.read_or_make(file, lambda: "two") == "one"
    assert [p.name for p in file.parent.iterdir()] == ["secret"]


def test_content_is_stored_under_its_hash_and_read_back(settings) -> None:
    store = content.store()
    name, length = store.put(io.BytesIO(b"plans"))
    assert (length, store.size(name), store.has(name)) == (5, 5, True)
    assert store.open(name).read() == b"plans"
    assert list(store.all()) == [name]
    store.drop(name)
    assert not store.has(name)


def test_content_with_another_hash_than_promised_is_not_kept() -> None:
    store = content.store()
    with pytest.raises(WrongContent):
        store.put(io.BytesIO(b"plans"), expect="0" * 64)
    assert list(store.all()) == []
    assert list(store.root.iterdir()) == []


@pytest.mark.parametrize("name", ["", "../../secret.key", "0" * 63, "G" * 64])
def test_what_is_no_hash_is_no_content(name: str) -> None:
    with pytest.raises(KeyError):
        content.store().open(name)


def test_the_clock_moves_only_in_the_suite(settings) -> None:
    settings.ENTREDON_TEST_CLOCK = "2026-05-03T10:00:00+00:00"
    assert clock.stamp() == "2026-05-03T10:00:00.000Z"
    assert not clock.skewed("2026-05-03T10:09:59.000Z")
    assert clock.skewed("2026-05-03T10:10:01.000Z")
    settings.ENTREDON_SUITE = False
    with pytest.raises(RuntimeError, match="suite only"):
        clock.now()

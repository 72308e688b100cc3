"""Entries signed elsewhere come in by the same door, and are checked there."""

import threading
import time
from datetime import timedelta
from typing import Any

import msgspec
import pytest

from entredon.apps.commons.entries import Published
from entredon.apps.commons.founding import key_given
from entredon.apps.people.entries import Joined
from entredon.log import checkpoints, clock, door
from entredon.log.judge import Conflict, Forged, OtherHistory
from entredon.log.models import Key, Log, SideText
from entredon.log.registry import Fact, Refused
from entredon.pure.log import commitment, leaf
from entredon.pure.log.canonical import Malformed
from entredon.pure.log.keys import SecretKey
from entredon.testing_cast import Cast

pytestmark = pytest.mark.django_db
SALT = b"s" * 32


def signed_elsewhere(cast: Cast, key: SecretKey, fact: Fact, **changes: Any) -> leaf.Leaf:
    """An entry as somebody's own machine makes it."""
    log = Log.objects.get(slug=cast.slug)
    seen = checkpoints.published(cast.slug)
    last = Key.objects.filter(commons=cast.slug, id=key.id).values_list("last", flat=True).first()
    values: dict[str, Any] = {
        "log": log.origin, "kind": fact.kind, "by": key.id, "at": clock.stamp(), "prev": last or None,
        "seen": (seen.size, seen.root.hex()), "body": msgspec.to_builtins(fact), "c": {}, **changes,
    }  # fmt: skip
    return leaf.make({key.id: key.sign}, **values)


def test_an_entry_signed_elsewhere_is_admitted_once(cast: Cast) -> None:
    entry = signed_elsewhere(cast, cast.ada, Published())
    assert door.admit(cast.slug, entry.raw).id == entry.id
    with pytest.raises(Conflict, match="sign again"):
        door.admit(cast.slug, entry.raw)


def test_an_entry_made_before_another_of_the_same_key_is_a_conflict(cast: Cast) -> None:
    entry = signed_elsewhere(cast, cast.ada, Published(), prev=None)
    with pytest.raises(Conflict):
        door.admit(cast.slug, entry.raw)


def test_an_entry_for_another_log_is_refused(cast: Cast) -> None:
    with pytest.raises(Refused, match="was made for"):
        door.admit(cast.slug, signed_elsewhere(cast, cast.ada, Published(), log="example.org/other").raw)


def test_a_forged_signature_is_refused(cast: Cast) -> None:
    entry = signed_elsewhere(cast, cast.ada, Published())
    line = entry.raw.split(b"\n")[0]
    forged = leaf.compose(line, [leaf.Signature("ed25519", cast.ada.id, cast.bob.sign(entry.signed))])
    with pytest.raises(Forged):
        door.admit(cast.slug, forged)


def test_an_author_who_saw_another_history_leaves_evidence(cast: Cast, settings: Any) -> None:
    entry = signed_elsewhere(cast, cast.ada, Published(), seen=(2, "1" * 64))
    with pytest.raises(OtherHistory):
        door.admit(cast.slug, entry.raw)
    kept = settings.ENTREDON_HOME / "log" / cast.slug / "evidence" / entry.id
    assert kept.read_bytes() == entry.raw


def test_nobody_has_seen_the_future(cast: Cast) -> None:
    for size in (4, 10**9):
        with pytest.raises(Refused, match="can't have seen"):
            door.admit(cast.slug, signed_elsewhere(cast, cast.ada, Published(), seen=(size, "1" * 64)).raw)


@pytest.mark.parametrize("minutes", [-11, 11])
def test_a_clock_that_is_wrong_is_told_so(cast: Cast, minutes: int) -> None:
    at = clock.stamp(clock.now() + timedelta(minutes=minutes))
    with pytest.raises(Refused, match="ten minutes"):
        door.admit(cast.slug, signed_elsewhere(cast, cast.ada, Published(), at=at).raw)


def test_side_texts_come_along_and_open_their_commitments(cast: Cast) -> None:
    open_house = Cast.found("open", joining="open")
    new = open_house.charlie
    c = {"name": commitment.commit(SALT, "Charlie")}
    entry = signed_elsewhere(open_house, new, Joined(key=key_given(new, "device")), prev=None, c=c)
    with pytest.raises(Refused, match="doesn't open"):
        door.admit("open", entry.raw)
    with pytest.raises(Refused, match="doesn't open"):
        door.admit("open", entry.raw, {"name": (SALT, "Somebody else")})
    with pytest.raises(Refused, match="doesn't commit to"):
        door.admit("open", entry.raw, {"name": (SALT, "Charlie"), "song": (SALT, "la")})
    door.admit("open", entry.raw, {"name": (SALT, "Charlie")})
    assert SideText.objects.get(commons="open", entry=entry.id).text == "Charlie"


@pytest.mark.parametrize("raw", [b"", b"rubbish", b"{}\n[]\n", b"\xff\n\xff\n"])
def test_rubbish_is_malformed(cast: Cast, raw: bytes) -> None:
    with pytest.raises(Malformed):
        door.admit(cast.slug, raw)


def test_a_body_of_another_shape_is_refused_with_the_field(cast: Cast) -> None:
    with pytest.raises(Refused, match="unknown field"):
        door.admit(cast.slug, signed_elsewhere(cast, cast.ada, Published(), body={"extra": 1}).raw)


def test_a_stranger_leaves_no_evidence(cast: Cast, settings: Any) -> None:
    """What nobody known here has signed proves nothing, and must not fill the disk."""
    stranger = signed_elsewhere(cast, cast.charlie, Published(), seen=(2, "1" * 64), prev=None)
    with pytest.raises(Refused, match="join first"):
        door.admit(cast.slug, stranger.raw)
    forged = leaf.compose(
        signed_elsewhere(cast, cast.ada, Published(), seen=(2, "1" * 64)).raw.split(b"\n")[0],
        [leaf.Signature(alg="ed25519", key=cast.ada.id, sig=b"\1" * 64)],
    )
    with pytest.raises(Forged):
        door.admit(cast.slug, forged)
    assert not (settings.ENTREDON_HOME / "log" / cast.slug / "evidence").exists()


@pytest.mark.parametrize(
    ("text", "because"),
    [("x" * 100_001, "at most"), ("é" * 50_001, "at most"), ("\ud800", "surrogate"), ("a\0b", "NUL")],
)
def test_a_side_text_is_text_that_every_copy_takes(db: None, text: str, because: str) -> None:
    house = Cast.found("open", joining="open")
    fact = Joined(key=key_given(house.charlie, "device"))
    house.refused(fact, house.charlie, because=because, texts={"name": text})
    entry = signed_elsewhere(house, house.charlie, fact, prev=None, c={"name": "0" * 64})
    with pytest.raises(Refused, match=because):
        door.admit("open", entry.raw, {"name": (SALT, text)})


def test_settling_waits_for_what_is_being_published(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever forks after it passes no open database on to a child."""
    begun, may_end, ended = threading.Event(), threading.Event(), []

    def slowly(slug: str) -> None:
        begun.set()
        may_end.wait(10)
        ended.append(slug)

    monkeypatch.setattr(checkpoints, "_try", slowly)
    monkeypatch.setattr(checkpoints, "PAUSE", 0.01)
    checkpoints._last[cast.slug] = time.monotonic()
    checkpoints.soon(cast.slug)
    assert begun.wait(10)
    threading.Timer(0.05, may_end.set).start()
    checkpoints.settle()
    assert ended == [cast.slug]

"""Who changes the keys of a person: one that her host doesn't hold, as soon as she has one."""

from pathlib import Path

import msgspec
import pytest

from entredon.apps.commons.entries import Founded, RulebookAdopted
from entredon.apps.commons.founding import key_given
from entredon.apps.people.entries import (
    Described,
    Erased,
    Joined,
    KeyAdded,
    KeyGiven,
    KeyRevoked,
    Left,
    Nominated,
    RecoveryChosen,
    Returned,
    SideText,
    Vouched,
)
from entredon.apps.people.tests.law import refused, replays, under
from entredon.apps.work.entries import Contributed
from entredon.log import door, registry
from entredon.log.judge import Conflict, Forged
from entredon.log.models import Key
from entredon.log.registry import Fact, Refused
from entredon.pure.log import leaf
from entredon.pure.log.keys import SecretKey, b64
from entredon.testing_cast import Cast, key_of, person
from entredon.testing_passkey import Passkey, made, send

pytestmark = pytest.mark.django_db
BOBS, ANOTHER, ADAS = Passkey("bob's"), Passkey("bob's other"), Passkey("ada's")
PHONE, LAPTOP = key_of("bob's telephone"), key_of("bob's laptop")
GUARDED = "Your passkey must sign this too"
BY_DEVICE = "A key on a device of yours must sign"


def on_device(key: SecretKey) -> KeyAdded:
    return KeyAdded(key=key_given(key, "device"))


def passkey(key: Passkey) -> KeyAdded:
    return KeyAdded(key=key.given())


@pytest.fixture
def with_passkey(cast: Cast) -> Cast:
    send(cast.slug, passkey(BOBS), cast.bob, BOBS)
    return cast


def live(cast: Cast) -> list[str]:
    rows = Key.objects.filter(commons=cast.slug, person=person(cast.bob), revoked=None)
    return sorted(rows.values_list("id", flat=True))


# Passkeys come in


def test_a_passkey_comes_in_signed_by_another_key_and_by_itself(with_passkey: Cast, tmp_path: Path) -> None:
    row = Key.objects.get(commons=with_passkey.slug, id=BOBS.id)
    assert (row.person, row.alg, row.custody) == (person(with_passkey.bob), "webauthn", "passkey")
    assert (row.rp, row.public) == (BOBS.given().rp, b64(BOBS.spki))
    replays(with_passkey, tmp_path)


def test_a_passkey_that_does_not_sign_does_not_come_in(cast: Cast) -> None:
    refused(cast, passkey(BOBS), cast.bob, because="must sign this entry too")
    refused(cast, passkey(BOBS), BOBS, because="join first")
    elsewhere = Passkey("bob's", site="elsewhere.example")
    with pytest.raises(Forged):
        send(cast.slug, passkey(BOBS), cast.bob, elsewhere)
    refused(cast, passkey(BOBS), cast.bob, BOBS, ANOTHER, because="a key nobody here has")


def test_a_known_passkey_does_not_come_in_again(with_passkey: Cast) -> None:
    refused(with_passkey, passkey(BOBS), with_passkey.ada, BOBS, because="already known")
    refused(with_passkey, passkey(BOBS), with_passkey.bob, BOBS, because="already known")


def given(**changes: str) -> KeyAdded:
    return KeyAdded(key=msgspec.structs.replace(BOBS.given(), **changes))


@pytest.mark.parametrize(
    ("fact", "because"),
    [
        (given(custody="hosted"), "kept as"),
        (given(custody="device"), "kept as"),
        (given(alg="ed25519"), "kept as"),
        (given(alg="rsa"), "kept as"),
        (given(rp=""), "names its site"),
        (given(rp=BOBS.given().rp.upper()), "names its site"),
        (given(rp="garden.example"), "names its site"),
        (given(public=b64(BOBS.spki[:-1])), "91 bytes"),
        (given(public=b64(BOBS.spki[26:])), "91 bytes"),
        (given(public=b64(BOBS.spki[:-1] + bytes([BOBS.spki[-1] ^ 1]))), "91 bytes"),
        (given(public="?"), "not written in base64"),
        (KeyAdded(key=msgspec.structs.replace(key_given(PHONE, "device"), rp=BOBS.given().rp)), "belongs to no site"),
        (KeyAdded(key=key_given(PHONE, "passkey")), "kept as"),
        (KeyAdded(key=msgspec.structs.replace(key_given(PHONE, "device"), public=b64(BOBS.spki))), "32 bytes"),
    ],
)
def test_a_passkey_is_of_p_256_and_every_other_key_of_ed25519(cast: Cast, fact: KeyAdded, because: str) -> None:
    refused(cast, fact, cast.bob, BOBS, because=because)


def test_nobody_joins_or_founds_with_a_passkey(db: None) -> None:
    cast = Cast.found("open", joining="open")
    shape = {"alg": "webauthn", "public": b64(BOBS.spki), "custody": "passkey"}
    key = KeyGiven(**shape)
    refused(cast, Joined(key=key), BOBS, because="a passkey alone")
    refused(cast, Joined(key=key_given(cast.charlie, "passkey")), cast.charlie, because="kept as")
    with pytest.raises(Refused, match="passkey alone"):
        Cast.found("second", stewards=(key,))
    with pytest.raises(Refused, match="kept as"):
        Cast.found("third", stewards=(key_given(cast.charlie, "passkey"),))
    assert registry.rule_for(Founded.kind, 3).since == 3


# Who has a passkey


def test_who_has_a_passkey_changes_keys_with_its_signature_only(with_passkey: Cast, tmp_path: Path) -> None:
    cast = with_passkey
    helpers = RecoveryChosen(helpers=(person(cast.ada),), needed=1)
    refused(cast, on_device(PHONE), cast.bob, PHONE, because=GUARDED)
    refused(cast, passkey(ANOTHER), cast.bob, ANOTHER, because=GUARDED)
    refused(cast, KeyRevoked(key=BOBS.id), cast.bob, because=GUARDED)
    refused(cast, helpers, cast.bob, because=GUARDED)
    send(cast.slug, on_device(PHONE), cast.bob, PHONE, BOBS)
    refused(cast, on_device(LAPTOP), PHONE, LAPTOP, because=GUARDED)
    refused(cast, KeyRevoked(key=BOBS.id), PHONE, cast.bob, because=GUARDED)
    send(cast.slug, KeyRevoked(key=cast.bob.id), BOBS)
    send(cast.slug, helpers, PHONE, BOBS)
    send(cast.slug, passkey(ANOTHER), BOBS, ANOTHER)
    send(cast.slug, KeyRevoked(key=BOBS.id), ANOTHER)
    assert live(cast) == sorted([PHONE.id, ANOTHER.id])
    replays(cast, tmp_path)


def test_somebody_elses_passkey_is_not_hers(with_passkey: Cast) -> None:
    cast = with_passkey
    send(cast.slug, passkey(ADAS), cast.ada, ADAS)
    refused(cast, on_device(PHONE), cast.bob, PHONE, ADAS, because=GUARDED)
    refused(cast, KeyRevoked(key=BOBS.id), ADAS, because="not a key of yours")
    refused(cast, KeyRevoked(key=ADAS.id), BOBS, because="not a key of yours")


def test_a_withdrawn_passkey_signs_nothing_any_more(with_passkey: Cast) -> None:
    send(with_passkey.slug, KeyRevoked(key=BOBS.id), BOBS)
    refused(with_passkey, on_device(PHONE), BOBS, PHONE, because="was withdrawn")
    refused(with_passkey, on_device(PHONE), with_passkey.bob, PHONE, BOBS, because="was withdrawn")
    send(with_passkey.slug, on_device(PHONE), with_passkey.bob, PHONE)


def test_entries_by_a_passkey_follow_one_another(with_passkey: Cast) -> None:
    slug = with_passkey.slug
    first = made(slug, on_device(PHONE), BOBS, PHONE)
    later = made(slug, on_device(LAPTOP), BOBS, LAPTOP)
    door.admit(slug, first)
    for again in (first, later):
        with pytest.raises(Conflict):
            door.admit(slug, again)
    last = send(slug, on_device(LAPTOP), BOBS, LAPTOP)
    assert Key.objects.get(commons=slug, id=BOBS.id).last == last


def test_what_one_entry_was_signed_with_is_no_signature_of_another(with_passkey: Cast) -> None:
    slug = with_passkey.slug
    stolen = leaf.parse(made(slug, on_device(PHONE), BOBS, PHONE)).sigs
    line = made(slug, on_device(LAPTOP), BOBS, LAPTOP).split(b"\n")[0]
    mine = leaf.Signature("ed25519", LAPTOP.id, LAPTOP.sign(leaf.signed_bytes(line)))
    with pytest.raises(Forged):
        door.admit(slug, leaf.compose(line, [mine, *(s for s in stolen if s.key == BOBS.id)]))


SAYINGS: list[tuple[Fact, dict[str, str]]] = [
    (Described(), {"name": "Bob"}),
    (Left(), {}),
    (Returned(), {}),
    (Contributed(work="code"), {}),
    (Erased(side=(SideText(entry="0" * 64, name="name"),)), {}),
    (Nominated(person="k:0"), {"reason": "She listens."}),
    (Vouched(person="k:0", key=key_given(PHONE, "device")), {}),
    (Joined(key=key_given(PHONE, "device")), {}),
    (RulebookAdopted(rulebook=3), {}),
]


@pytest.mark.parametrize(("fact", "texts"), SAYINGS, ids=lambda value: getattr(value, "kind", ""))
def test_a_passkey_is_the_author_of_nothing_but_changes_of_keys(
    with_passkey: Cast, fact: Fact, texts: dict[str, str]
) -> None:
    refused(with_passkey, fact, BOBS, because="A passkey says only who may sign for you", texts=texts)
    refused(with_passkey, fact, BOBS, with_passkey.bob, because="A passkey says only who may", texts=texts)


def test_the_kinds_a_passkey_may_author_are_few() -> None:
    kinds = {kind for kind, rules in registry.kinds().items() if any(rule.fact.by_passkey for rule in rules)}
    assert kinds == {
        "decide.balloted", "people.key_added", "people.key_revoked", "people.recovery_chosen", "treasury.run_approved",
    }  # fmt: skip


def test_a_passkey_may_sign_beside_another_key(with_passkey: Cast) -> None:
    send(with_passkey.slug, Described(), with_passkey.bob, BOBS, texts={"name": "Bob B."})


# Who has a device


def test_who_has_a_device_changes_keys_with_its_signature_only(cast: Cast, tmp_path: Path) -> None:
    send(cast.slug, on_device(PHONE), cast.bob, PHONE)
    refused(cast, on_device(LAPTOP), cast.bob, LAPTOP, because=BY_DEVICE)
    refused(cast, passkey(BOBS), cast.bob, BOBS, because=BY_DEVICE)
    refused(cast, KeyRevoked(key=PHONE.id), cast.bob, because=BY_DEVICE)
    refused(cast, RecoveryChosen(helpers=(person(cast.ada),), needed=1), cast.bob, because=BY_DEVICE)
    send(cast.slug, on_device(LAPTOP), cast.bob, LAPTOP, PHONE)
    send(cast.slug, KeyRevoked(key=PHONE.id), LAPTOP)
    replays(cast, tmp_path)


def test_after_moving_to_a_device_the_hosted_key_signs_nothing(cast: Cast) -> None:
    send(cast.slug, on_device(PHONE), cast.bob, PHONE)
    send(cast.slug, KeyRevoked(key=cast.bob.id), PHONE)
    refused(cast, Contributed(work="code"), cast.bob, because="was withdrawn")
    refused(cast, on_device(LAPTOP), cast.bob, LAPTOP, because="was withdrawn")
    send(cast.slug, Contributed(work="code"), PHONE)


def test_one_key_stays_that_can_say_everything(with_passkey: Cast) -> None:
    refused(with_passkey, KeyRevoked(key=with_passkey.bob.id), BOBS, because="your last key that can say everything")
    send(with_passkey.slug, KeyRevoked(key=BOBS.id), BOBS)
    refused(with_passkey, KeyRevoked(key=with_passkey.bob.id), with_passkey.bob, because="last key")


# Earlier rulebooks


@pytest.mark.parametrize("rulebook", [1, 2])
def test_under_earlier_rulebooks_their_law_holds(
    db: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, rulebook: int
) -> None:
    cast = under(rulebook, monkeypatch)
    refused(cast, passkey(BOBS), cast.bob, BOBS, because="older rules")
    refused(cast, KeyAdded(key=msgspec.structs.replace(BOBS.given(), rp="")), cast.bob, BOBS, because="are not known")
    send(cast.slug, on_device(PHONE), cast.bob, PHONE)
    send(cast.slug, on_device(LAPTOP), cast.bob, LAPTOP)
    send(cast.slug, KeyRevoked(key=LAPTOP.id), cast.bob)
    refused(cast, Described(), cast.bob, because="no text named skills", texts={"skills": "welding"})
    odd = key_of("kept oddly")
    send(cast.slug, Joined(key=key_given(odd, "passkey")), odd, cast.ada)
    cast.say(RulebookAdopted(rulebook=3))
    refused(cast, passkey(BOBS), cast.bob, BOBS, because=BY_DEVICE)
    send(cast.slug, passkey(BOBS), PHONE, BOBS)
    send(cast.slug, Described(), cast.bob, texts={"skills": "welding", "languages": "nl, fr", "picture": "UklGRg=="})
    replays(cast, tmp_path)


def test_who_has_left_changes_no_keys(cast: Cast) -> None:
    send(cast.slug, Left(), cast.bob)
    refused(cast, passkey(BOBS), cast.bob, BOBS, because="You have left")
    refused(cast, RecoveryChosen(helpers=(person(cast.ada),), needed=1), cast.bob, because="You have left")

"""Who lost all keys comes back with a new one when enough of those she chose beforehand vouch for it; nobody else does."""

from pathlib import Path

import msgspec
import pytest

from entredon.apps.commons.founding import key_given
from entredon.apps.people.entries import (
    Described,
    Joined,
    KeyAdded,
    KeyRevoked,
    Left,
    Recovered,
    RecoveryChosen,
    Returned,
    Vouched,
)
from entredon.apps.people.models import Person, Recovery, Vouching
from entredon.apps.people.tests.law import refused, replays, under
from entredon.log.models import HeldKey, Key
from entredon.pure.log.keys import SecretKey
from entredon.testing_cast import Cast, key_of, person
from entredon.testing_passkey import Passkey, send

pytestmark = pytest.mark.django_db
NEW, OTHER = key_of("bob's new key"), key_of("somebody's new key")
HELPERS = [key_of(f"helper {n}") for n in range(3)]
PASSKEY = Passkey("bob's")


def chosen(*helpers: str, needed: int) -> RecoveryChosen:
    return RecoveryChosen(helpers=helpers, needed=needed)


def vouched(cast: Cast, key: SecretKey = NEW, who: str = "") -> Vouched:
    return Vouched(person=who or person(cast.bob), key=key_given(key, "device"))


def on_device(key: SecretKey) -> KeyAdded:
    return KeyAdded(key=key_given(key, "device"))


def back(cast: Cast, key: SecretKey = NEW, custody: str = "device") -> Recovered:
    return Recovered(person=person(cast.bob), key=key_given(key, custody))


@pytest.fixture
def circle(cast: Cast) -> Cast:
    """Bob has chosen three members, two of whom can let him back in."""
    for n, key in enumerate(HELPERS):
        cast.join(key, f"Helper {n}")
    send(cast.slug, chosen(*map(person, HELPERS), needed=2), cast.bob)
    return cast


def test_who_lost_her_keys_comes_back_with_the_help_of_those_she_chose(circle: Cast, tmp_path: Path) -> None:
    slug = circle.slug
    send(slug, KeyAdded(key=PASSKEY.given()), circle.bob, PASSKEY)
    send(slug, chosen(*map(person, HELPERS), needed=2), circle.bob, PASSKEY)
    send(slug, vouched(circle), HELPERS[0])
    refused(circle, back(circle), NEW, because="It takes 2 of the helpers")
    send(slug, vouched(circle), HELPERS[2])
    entry = send(slug, back(circle), NEW)
    mine = Key.objects.filter(commons=slug, person=person(circle.bob))
    assert list(mine.filter(revoked=None).values_list("id", flat=True)) == [NEW.id]
    assert Key.objects.get(commons=slug, id=NEW.id).last == entry
    for ended in (circle.bob, PASSKEY):
        refused(circle, KeyRevoked(key=NEW.id), ended, because="was withdrawn")
    send(slug, Described(), NEW, texts={"name": "Bob, back again"})
    assert Person.objects.get(commons=slug, id=person(circle.bob)).texts.keys() == {"name"}
    replays(circle, tmp_path)


def test_the_secret_that_was_kept_for_her_goes_with_its_key(circle: Cast) -> None:
    circle.account("bob")
    assert HeldKey.objects.filter(id=circle.bob.id).exists()
    for helper in HELPERS[:2]:
        send(circle.slug, vouched(circle), helper)
    send(circle.slug, back(circle), NEW)
    assert not HeldKey.objects.filter(id=circle.bob.id).exists()


# Choosing


@pytest.mark.parametrize(
    ("names", "needed", "because"),
    [
        (["a", "a"], 1, "each helper once"),
        (["bob"], 1, "yourself"),
        (["charlie"], 1, "Only members"),
        (["p"], 1, "Only members"),
        (["a"], 0, "how many"),
        (["a"], 2, "how many"),
        (["a", "b"], -1, "how many"),
        ([], 0, "no choice to end"),
        ([], 1, "no choice to end"),
    ],
)
def test_helpers_are_other_members_each_once(cast: Cast, names: list[str], needed: int, because: str) -> None:
    for n, key in enumerate(HELPERS[:2]):
        cast.join(key, f"Helper {n}")
    ids = {"a": person(HELPERS[0]), "b": person(HELPERS[1]), "p": f"p:{'1' * 32}"}
    ids |= {"bob": person(cast.bob), "charlie": person(cast.charlie)}
    refused(cast, chosen(*(ids[name] for name in names), needed=needed), cast.bob, because=because)


def test_at_most_fifteen_are_chosen(cast: Cast) -> None:
    many = [key_of(f"one of many {n}") for n in range(16)]
    for key in many:
        cast.join(key, "Many")
    refused(cast, chosen(*map(person, many), needed=3), cast.bob, because="at most 15")
    send(cast.slug, chosen(*map(person, many[:15]), needed=15), cast.bob)


def test_a_choice_can_be_ended(circle: Cast, tmp_path: Path) -> None:
    refused(circle, chosen(needed=1), circle.bob, because="how many")
    send(circle.slug, vouched(circle), HELPERS[0])
    send(circle.slug, vouched(circle), HELPERS[1])
    send(circle.slug, chosen(needed=0), circle.bob)
    refused(circle, back(circle), NEW, because="has chosen nobody")
    refused(circle, vouched(circle), HELPERS[2], because="has chosen nobody")
    refused(circle, chosen(needed=0), circle.bob, because="no choice to end")
    replays(circle, tmp_path)


@pytest.mark.parametrize("own", ["passkey", "device"])
def test_with_her_first_own_key_she_chooses_again(circle: Cast, own: str, tmp_path: Path) -> None:
    """Whoever kept her key could have chosen helpers of his own, to come back as her later."""
    for helper in HELPERS[:2]:
        send(circle.slug, vouched(circle), helper)
    first, fact = (PASSKEY, KeyAdded(key=PASSKEY.given())) if own == "passkey" else (OTHER, on_device(OTHER))
    entry = send(circle.slug, fact, circle.bob, first)
    choice = Recovery.objects.get(commons=circle.slug, id=person(circle.bob))
    assert (choice.helpers, choice.needed, choice.entry) == ([], 0, entry)
    refused(circle, back(circle), NEW, because="has chosen nobody")
    refused(circle, chosen(person(HELPERS[0]), needed=1), circle.bob, because="must sign this too")
    send(circle.slug, chosen(*map(person, HELPERS), needed=2), circle.bob, first)
    refused(circle, back(circle), NEW, because="0 vouched for this key")
    third = key_of("bob's tablet")
    send(circle.slug, on_device(third), circle.bob, first, third)
    assert Recovery.objects.get(commons=circle.slug, id=person(circle.bob)).needed == 2, "this one she chose herself"
    replays(circle, tmp_path)


def test_another_key_that_the_host_keeps_leaves_the_choice(circle: Cast) -> None:
    send(circle.slug, KeyAdded(key=key_given(OTHER, "hosted")), circle.bob, OTHER)
    assert Recovery.objects.get(commons=circle.slug, id=person(circle.bob)).needed == 2


def test_a_stranger_chooses_nobody(cast: Cast) -> None:
    refused(cast, chosen(person(cast.ada), needed=1), cast.charlie, because="join first")


# Vouching


def test_only_who_was_chosen_vouches(circle: Cast) -> None:
    refused(circle, vouched(circle), circle.ada, because="has not chosen you")
    refused(circle, vouched(circle), circle.bob, because="Nobody vouches for herself")
    refused(circle, vouched(circle), circle.charlie, because="join first")
    refused(circle, vouched(circle, who=person(circle.ada)), HELPERS[0], because="has chosen nobody")
    refused(circle, vouched(circle, who="k:nobody"), HELPERS[0], because="has chosen nobody")


def test_each_helper_vouches_once_for_a_key(circle: Cast) -> None:
    send(circle.slug, vouched(circle), HELPERS[0])
    refused(circle, vouched(circle), HELPERS[0], because="already")
    send(circle.slug, vouched(circle, OTHER), HELPERS[0])
    refused(circle, back(circle), NEW, because="1 vouched for this key")


@pytest.mark.parametrize("key", ["ada", "bob", "helper"])
def test_nobody_vouches_for_a_key_that_is_known(circle: Cast, key: str) -> None:
    known = {"ada": circle.ada, "bob": circle.bob, "helper": HELPERS[1]}[key]
    refused(circle, vouched(circle, known), HELPERS[0], because="already known")


def test_nobody_vouches_for_a_passkey_or_a_key_of_another_form(circle: Cast) -> None:
    who = person(circle.bob)
    refused(circle, Vouched(person=who, key=PASSKEY.given()), HELPERS[0], because="passkey alone")
    odd = msgspec.structs.replace(key_given(NEW, "device"), rp="0" * 64)
    refused(circle, Vouched(person=who, key=odd), HELPERS[0], because="no site")
    refused(circle, Vouched(person=who, key=key_given(NEW, "passkey")), HELPERS[0], because="kept as")


def test_a_helper_who_left_counts_no_more_until_she_is_back(circle: Cast) -> None:
    send(circle.slug, vouched(circle), HELPERS[0])
    send(circle.slug, vouched(circle), HELPERS[1])
    send(circle.slug, Left(), HELPERS[1])
    refused(circle, back(circle), NEW, because="1 vouched for this key")
    refused(circle, vouched(circle, OTHER), HELPERS[1], because="You have left")
    send(circle.slug, Returned(), HELPERS[1], circle.ada)
    send(circle.slug, back(circle), NEW)


def test_helpers_of_an_earlier_choice_count_no_more(circle: Cast) -> None:
    send(circle.slug, vouched(circle), HELPERS[0])
    send(circle.slug, vouched(circle), HELPERS[1])
    send(circle.slug, chosen(person(HELPERS[1]), person(HELPERS[2]), needed=1), circle.bob)
    refused(circle, vouched(circle), HELPERS[0], because="has not chosen you")
    refused(circle, back(circle), NEW, because="0 vouched for this key")
    send(circle.slug, vouched(circle), HELPERS[1])
    send(circle.slug, back(circle), NEW)


# Coming back


def test_strangers_let_nobody_in(circle: Cast) -> None:
    refused(circle, back(circle), NEW, because="0 vouched for this key")
    refused(circle, back(circle), NEW, *HELPERS, because="0 vouched for this key")
    refused(circle, Recovered(person=person(circle.ada), key=key_given(NEW, "device")), NEW, because="chosen nobody")


def test_only_the_very_key_that_was_vouched_for_comes_in(circle: Cast) -> None:
    for helper in HELPERS[:2]:
        send(circle.slug, vouched(circle), helper)
    refused(circle, back(circle, OTHER), OTHER, because="0 vouched for this key")
    refused(circle, back(circle, OTHER), NEW, because="not the one that signed it")
    refused(circle, back(circle, NEW), OTHER, because="0 vouched for this key")
    refused(circle, back(circle, NEW), HELPERS[0], because="already known")
    refused(circle, back(circle, NEW), circle.bob, NEW, because="already known")
    passkey = Recovered(person=person(circle.bob), key=PASSKEY.given())
    refused(circle, passkey, PASSKEY, because="0 vouched for this key")
    send(circle.slug, back(circle), NEW)
    refused(circle, back(circle), NEW, because="already known")


def test_a_key_that_is_kept_otherwise_than_was_vouched_for_stays_outside(circle: Cast, tmp_path: Path) -> None:
    for helper in HELPERS[:2]:
        send(circle.slug, vouched(circle), helper)
    refused(circle, back(circle, custody="hosted"), NEW, because="0 vouched for this key")
    send(circle.slug, Vouched(person=person(circle.bob), key=key_given(NEW, "hosted")), HELPERS[0])
    refused(circle, back(circle, custody="hosted"), NEW, because="1 vouched for this key")
    send(circle.slug, back(circle), NEW)
    replays(circle, tmp_path)


def test_a_key_that_joined_meanwhile_is_known(circle: Cast) -> None:
    for helper in HELPERS[:2]:
        send(circle.slug, vouched(circle), helper)
    send(circle.slug, Joined(key=key_given(NEW, "device")), NEW, circle.ada)
    refused(circle, back(circle), NEW, because="already known")


def test_coming_back_uses_up_all_that_was_vouched_before(circle: Cast, tmp_path: Path) -> None:
    for key in (NEW, OTHER):
        for helper in HELPERS[:2]:
            send(circle.slug, vouched(circle, key), helper)
    entry = send(circle.slug, back(circle), NEW)
    refused(circle, back(circle, OTHER), OTHER, because="0 vouched for this key")
    choice = Recovery.objects.get(commons=circle.slug, id=person(circle.bob))
    assert (choice.entry, choice.needed, len(choice.helpers)) == (entry, 2, 3)
    assert not Vouching.objects.filter(commons=circle.slug, choice=entry).exists()
    for helper in HELPERS[1:]:
        send(circle.slug, vouched(circle, OTHER), helper)
    send(circle.slug, back(circle, OTHER), OTHER)
    refused(circle, Described(), NEW, because="was withdrawn", texts={"name": "Bob"})
    replays(circle, tmp_path)


def test_who_has_left_stays_outside_until_she_comes_back_with_the_new_key(circle: Cast) -> None:
    send(circle.slug, Left(), circle.bob)
    for helper in HELPERS[:2]:
        send(circle.slug, vouched(circle), helper)
    send(circle.slug, back(circle), NEW)
    assert not Person.objects.get(commons=circle.slug, id=person(circle.bob)).member
    refused(circle, Described(), NEW, because="You have left", texts={"name": "Bob"})
    send(circle.slug, Returned(), NEW, circle.ada)
    assert Person.objects.get(commons=circle.slug, id=person(circle.bob)).member


def test_recovery_needs_no_newer_rulebook(db: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    old = under(2, monkeypatch)
    send(old.slug, chosen(person(old.ada), needed=1), old.bob)
    send(old.slug, vouched(old), old.ada)
    send(old.slug, back(old), NEW)
    send(old.slug, Described(), NEW, texts={"about": "Back."})
    replays(old, tmp_path)

"""Who leaves may do nothing more, keeps what she gave, and comes back as the same person."""

from pathlib import Path

import pytest

from entredon.apps.commons.entries import RoleGiven
from entredon.apps.commons.founding import key_given
from entredon.apps.people import queries
from entredon.apps.people.entries import (
    Described,
    Erased,
    Joined,
    KeyAdded,
    Left,
    Returned,
    SideText,
)
from entredon.log import digest, verify_here
from entredon.log.models import Entry
from entredon.testing_cast import Cast, key_of, person


@pytest.fixture
def gone(cast: Cast) -> Cast:
    """Bob was a keeper and has left."""
    cast.say(RoleGiven(person=person(cast.bob), role="keeper"))
    cast.say(Left(), cast.bob)
    return cast


def bob(cast: Cast) -> queries.PersonShown:
    return queries.person(cast.slug, person(cast.bob))


def test_a_member_leaves_and_her_roles_end(gone: Cast) -> None:
    assert (bob(gone).member, bob(gone).roles) == (False, ())
    assert bob(gone).left == Entry.objects.get(commons=gone.slug, kind="people.left").id
    assert not bob(gone).imported
    assert bob(gone).name == "Bob Bakker"


def test_who_has_left_may_do_nothing_that_members_may(gone: Cast) -> None:
    gone.refused(Described(), gone.bob, because="You have left this commons", texts={"name": "Bob"})
    gone.refused(Left(), gone.bob, because="You have left this commons")
    new = key_of("bob's telephone")
    gone.refused(
        KeyAdded(key=key_given(new, "device")), gone.bob, because="You have left this commons", cosigners=[new]
    )
    gone.refused(RoleGiven(person=person(gone.bob), role="keeper"), because="Only members can have a role")
    fact = Joined(key=key_given(gone.charlie, "hosted"))
    gone.refused(fact, gone.charlie, because="asks a member to sign too", cosigners=[gone.bob])


def test_the_last_steward_can_not_leave(cast: Cast) -> None:
    cast.refused(Left(), because="You are the last steward; name another one first.")
    cast.say(RoleGiven(person=person(cast.bob), role="steward"))
    cast.say(Left())
    assert not queries.person(cast.slug, person(cast.ada)).roles
    cast.refused(Left(), cast.bob, because="the last steward")


def test_strangers_have_nothing_to_leave_and_nowhere_to_come_back_to(cast: Cast) -> None:
    cast.refused(Left(), cast.charlie, because="not known here")
    cast.refused(Returned(), cast.charlie, because="not known here", cosigners=[cast.ada])


def test_who_comes_back_is_the_same_person_without_her_roles(gone: Cast) -> None:
    gone.say(Returned(), gone.bob, cosigners=[gone.ada])
    assert (bob(gone).member, bob(gone).roles, bob(gone).left) == (True, (), "")
    assert bob(gone).name == "Bob Bakker"
    gone.say(Described(), gone.bob, texts={"about": "Back again"})
    gone.refused(Returned(), gone.bob, because="only somebody who left", cosigners=[gone.ada])


def test_coming_back_follows_the_rule_of_joining(gone: Cast, db: None) -> None:
    gone.refused(Returned(), gone.bob, because="asks a member to sign too")
    open_to_all = Cast.found("open", joining="open")
    open_to_all.say(Left(), open_to_all.bob)
    open_to_all.say(Returned(), open_to_all.bob)
    assert bob(open_to_all).member


def test_joining_anew_with_the_old_key_is_refused_with_what_to_do(gone: Cast) -> None:
    fact = Joined(key=key_given(gone.bob, "hosted"))
    gone.refused(fact, gone.bob, because="Come back with this key instead of joining anew", cosigners=[gone.ada])


def test_who_has_left_keeps_the_right_to_erase_her_own_texts(gone: Cast) -> None:
    joined = Entry.objects.get(commons=gone.slug, kind="people.joined").id
    ada = Erased(side=(SideText(entry=queries.person(gone.slug, person(gone.ada)).entry, name="name"),))
    gone.refused(ada, gone.bob, because="your own texts")
    gone.say(Erased(side=(SideText(entry=joined, name="name"),)), gone.bob)
    assert bob(gone).name == f"person {gone.bob.id[:10]}"


def test_under_the_first_rulebook_only_members_erase(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    from entredon.apps.commons import founding

    monkeypatch.setattr(founding, "RULEBOOK", 1)
    cast = Cast.found("first")
    cast.say(Left(), cast.bob)
    joined = Entry.objects.get(commons=cast.slug, kind="people.joined").id
    cast.refused(Erased(side=(SideText(entry=joined, name="name"),)), cast.bob, because="You have left")


def test_a_replay_of_all_that_comes_to_the_same_people(gone: Cast, tmp_path: Path) -> None:
    gone.say(Returned(), gone.bob, cosigners=[gone.ada])
    told = gone.say(Described(), gone.bob, texts={"name": "Robert", "about": "Back"})
    gone.say(Erased(side=(SideText(entry=told, name="name"),)), gone.bob)
    gone.say(Left(), gone.bob)
    verdict = verify_here.verify(gone.slug, tmp_path)
    assert (verdict.verdict, verdict.faults) == ("sound", [])
    assert verdict.digest == digest.tables(gone.slug)[0]

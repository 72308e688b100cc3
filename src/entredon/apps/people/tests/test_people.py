"""Joining, keys, pseudonyms and erasing."""

from functools import partial

import pytest

from entredon.apps.commons.founding import key_given
from entredon.apps.people import aliases, queries
from entredon.apps.people.entries import Claimed, Erased, Joined, KeyAdded, KeyRevoked, SideText
from entredon.log import door
from entredon.log import models as log
from entredon.log.asked import Ambiguous, NotFound
from entredon.log.registry import Refused
from entredon.testing_cast import Cast, key_of, person


def joined(key) -> Joined:
    return Joined(key=key_given(key, "hosted"))


def test_where_the_commons_asks_for_it_a_member_signs_too(cast: Cast) -> None:
    cast.refused(joined(cast.charlie), cast.charlie, because="asks a member to sign too")
    cast.say(joined(cast.charlie), cast.charlie, cosigners=[cast.bob])
    assert queries.person(cast.slug, person(cast.charlie)).member


def test_an_open_commons_lets_anybody_in(db: None) -> None:
    cast = Cast.found(joining="open")
    cast.say(joined(cast.charlie), cast.charlie)
    assert len(queries.people(cast.slug)) == 3


def test_nobody_joins_twice_or_with_the_key_of_another(cast: Cast) -> None:
    cast.refused(joined(cast.bob), cast.bob, because="already here", cosigners=[cast.ada])
    cast.refused(joined(key_of("other")), cast.charlie, because="not the one that signed it", cosigners=[cast.ada])


def test_a_member_adds_a_key_that_signs_too(cast: Cast) -> None:
    new = key_of("bob's telephone")
    fact = KeyAdded(key=key_given(new, "device"))
    cast.refused(fact, cast.bob, because="must sign this entry too")
    cast.say(fact, cast.bob, cosigners=[new])
    assert [k.custody for k in queries.keys_of(cast.slug, person(cast.bob))] == ["hosted", "device"]
    cast.refused(fact, cast.bob, because="already known", cosigners=[new])


def test_a_revoked_key_signs_nothing_any_more(cast: Cast) -> None:
    new = key_of("bob's telephone")
    cast.refused(KeyRevoked(key=cast.bob.id), cast.bob, because="your last key")
    cast.say(KeyAdded(key=key_given(new, "device")), cast.bob, cosigners=[new])
    cast.refused(KeyRevoked(key=cast.ada.id), new, because="not a key of yours")
    cast.say(KeyRevoked(key=cast.bob.id), new)
    cast.refused(
        KeyAdded(key=key_given(key_of("x"), "device")), cast.bob, because="was withdrawn", cosigners=[key_of("x")]
    )
    cast.refused(KeyRevoked(key=cast.bob.id), new, because="not a key of yours")


def imported(cast: Cast, *pseudonyms: str) -> None:
    """Pseudonyms as an import leaves them, through the write buffer."""
    from entredon.apps.people import record
    from entredon.log.registry import Context
    from entredon.log.tables import Tables

    tables = Tables(cast.slug)
    entry = Context(cast.slug, 9, "e" * 64, "", "", "", "2026-01-01T00:00:00.000Z", {}, "", "", frozenset())
    for pseudonym in pseudonyms:
        record.imported_person(tables, entry, pseudonym)
    tables.flush()


def test_a_pseudonym_is_claimed_once_with_a_stewards_signature(cast: Cast) -> None:
    one, two = f"p:{'1' * 32}", f"p:{'2' * 32}"
    imported(cast, one, two)
    fact = Claimed(pseudonyms=(one,))
    cast.refused(fact, cast.bob, because="A steward other than you")
    cast.refused(Claimed(pseudonyms=()), cast.bob, because="each pseudonym once", cosigners=[cast.ada])
    cast.refused(Claimed(pseudonyms=(person(cast.ada),)), cast.bob, because="not an imported", cosigners=[cast.ada])
    cast.refused(Claimed(pseudonyms=("p:nobody",)), cast.bob, because="Nobody here", cosigners=[cast.ada])
    cast.say(fact, cast.bob, cosigners=[cast.ada])
    cast.refused(Claimed(pseudonyms=(one,)), cast.bob, because="already claimed", cosigners=[cast.ada])
    assert queries.claims(cast.slug) == {one: person(cast.bob)}
    assert queries.names(cast.slug)[one] == "Bob Bakker"
    cast.say(Claimed(pseudonyms=(two,)), cast.ada)  # the only steward has nobody else to sign


def test_everybody_erases_her_own_texts_and_a_steward_anybodys(cast: Cast) -> None:
    entry = log.Entry.objects.get(commons=cast.slug, kind="people.joined").id
    mine = Erased(side=(SideText(entry=entry, name="name"),))
    ada = Erased(side=(SideText(entry=queries.person(cast.slug, person(cast.ada)).entry, name="name"),))
    cast.refused(ada, cast.bob, because="your own texts")
    cast.refused(Erased(side=()), cast.bob, because="Say which")
    cast.refused(Erased(side=(SideText(entry=entry, name="song"),)), cast.bob, because="carries no text")
    cast.say(mine, cast.bob)
    cast.refused(mine, cast.bob, because="already erased")
    assert queries.names(cast.slug)[person(cast.bob)].startswith("person ")
    assert not log.SideText.objects.filter(commons=cast.slug, entry=entry, name="name").exists()
    cast.say(ada, cast.ada)


def test_a_text_that_is_erased_and_given_in_one_batch_is_gone(cast: Cast) -> None:
    done = door.append_many(
        cast.slug, [door.Saying(joined(cast.charlie), cast.charlie, {"name": "Charlie"}, cosigners=[cast.ada])]
    )
    door.append_many(cast.slug, [door.Saying(Erased(side=(SideText(entry=done[0].id, name="name"),)), cast.charlie)])
    assert queries.names(cast.slug)[person(cast.charlie)].startswith("person ")


def test_somebody_is_found_by_name_address_and_beginning_of_her_id(cast: Cast) -> None:
    pseudonym = f"p:{'1' * 32}"
    imported(cast, pseudonym)
    aliases.remember(cast.slug, {pseudonym: ("Chris Example", "chris@example.org")})
    aliases.remember(cast.slug, {pseudonym: ("Chris Exemplar", "chris@example.org")})
    find = partial(queries.find_person, inside=True)
    assert (
        find(cast.slug, "chris exemplar")
        == find(cast.slug, "Chris@Example.org")
        == find(cast.slug, "p:11")
        == pseudonym
    )
    assert find(cast.slug, "111") == queries.find_person(cast.slug, "Person 1111111111") == pseudonym
    assert find(cast.slug, person(cast.bob)[:12]) == person(cast.bob)
    assert find(cast.slug, cast.bob.id[:10]) == person(cast.bob)
    with pytest.raises(NotFound):
        find(cast.slug, "Nobody")
    with pytest.raises(NotFound):
        find(cast.slug, "")
    with pytest.raises(Ambiguous):
        find(cast.slug, "k:")


def test_two_people_of_one_name_are_told_apart_by_id(cast: Cast) -> None:
    one, two = f"p:{'1' * 32}", f"p:{'2' * 32}"
    imported(cast, one, two)
    aliases.remember(cast.slug, {one: ("Sam", "a@example.org"), two: ("Sam", "b@example.org")})
    with pytest.raises(Ambiguous, match="2 people"):
        queries.find_person(cast.slug, "Sam", inside=True)


def test_a_person_nobody_knows_is_not_found(cast: Cast) -> None:
    with pytest.raises(NotFound):
        queries.person(cast.slug, "k:0")


def test_a_text_of_another_name_is_refused(cast: Cast) -> None:
    with pytest.raises(Refused, match="carries no text named"):
        cast.say(KeyRevoked(key=cast.bob.id), cast.bob, texts={"reason": "lost"})


def test_nobody_is_called_nothing(cast: Cast) -> None:
    pseudonym = f"p:{'1' * 32}"
    imported(cast, pseudonym)
    aliases.remember(cast.slug, {pseudonym: ("Nameless", "")})
    for asked in ("", "  "):
        with pytest.raises(NotFound):
            queries.find_person(cast.slug, asked, inside=True)

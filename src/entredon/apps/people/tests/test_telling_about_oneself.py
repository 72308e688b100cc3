"""What a member tells of herself: each text by its newest entry, and gone when that is erased."""

import pytest
from django.utils import translation

from entredon.apps.people import queries
from entredon.apps.people.entries import Described, Erased, SideText
from entredon.apps.people.models import Person
from entredon.log import models as log
from entredon.log.registry import Refused
from entredon.testing_cast import Cast, person


def bob(cast: Cast) -> queries.PersonShown:
    return queries.person(cast.slug, person(cast.bob))


def tell(cast: Cast, **texts: str) -> str:
    return cast.say(Described(), cast.bob, texts=texts)


def erase(cast: Cast, entry: str, name: str) -> None:
    cast.say(Erased(side=(SideText(entry=entry, name=name),)), cast.bob)


def test_a_member_tells_name_place_and_what_others_may_know(cast: Cast) -> None:
    tell(cast, name="Bob de Bakker", place="Aalst", about="Ovens and axles.")
    assert (bob(cast).name, bob(cast).place, bob(cast).about) == ("Bob de Bakker", "Aalst", "Ovens and axles.")


def test_what_is_left_out_stays_as_it_was(cast: Cast) -> None:
    tell(cast, place="Aalst")
    tell(cast, about="Axles.")
    assert (bob(cast).name, bob(cast).place, bob(cast).about) == ("Bob Bakker", "Aalst", "Axles.")


def test_nothing_said_is_refused(cast: Cast) -> None:
    cast.refused(Described(), cast.bob, because="Say something")
    cast.refused(Described(), cast.bob, because="Say something", texts={"name": ""})


def test_only_members_tell_of_themselves(cast: Cast) -> None:
    cast.refused(Described(), cast.charlie, because="not known here", texts={"name": "Charlie"})


def test_no_other_text_is_taken(cast: Cast) -> None:
    cast.refused(Described(), cast.bob, because="carries no text named song", texts={"song": "la"})


def test_after_the_newest_name_is_erased_no_older_one_comes_back(cast: Cast) -> None:
    entry = tell(cast, name="Bob de Bakker", place="Aalst")
    erase(cast, entry, "name")
    assert bob(cast).name == f"person {cast.bob.id[:10]}"
    assert queries.names(cast.slug)[person(cast.bob)] == f"person {cast.bob.id[:10]}"
    assert queries.names(cast.slug, inside=True)[person(cast.bob)] == f"person {cast.bob.id[:10]}"
    with translation.override("nl"):
        assert bob(cast).name == queries.names(cast.slug)[person(cast.bob)] == f"persoon {cast.bob.id[:10]}"
    assert bob(cast).place == "Aalst"
    tell(cast, name="Robert")
    assert bob(cast).name == "Robert"


def test_erasing_an_older_name_leaves_the_newer_one(cast: Cast) -> None:
    joined = log.Entry.objects.get(commons=cast.slug, kind="people.joined").id
    tell(cast, name="Robert")
    erase(cast, joined, "name")
    assert bob(cast).name == "Robert"
    assert not log.SideText.objects.filter(text="Bob Bakker").exists()


def test_the_texts_of_founding_and_joining_are_the_first_ones(cast: Cast) -> None:
    ada = Person.objects.get(commons=cast.slug, id=person(cast.ada))
    assert ada.texts == {"name": ada.entry, "place": ada.entry}
    assert Person.objects.get(commons=cast.slug, id=person(cast.bob)).texts.keys() == {"name"}


def test_texts_of_the_founding_are_about_who_signed_it_and_not_about_other_stewards(db: None) -> None:
    from entredon.apps.commons.founding import key_given
    from entredon.testing_cast import key_of

    other = key_of("another steward")
    cast = Cast.found("twice", stewards=(key_given(other, "device"),))
    assert queries.names(cast.slug)[person(other)] == f"person {other.id[:10]}"
    assert queries.names(cast.slug)[person(cast.ada)] == "Ada Vermeer"


def test_a_text_of_half_a_character_is_refused_before_anything_is_written(cast: Cast) -> None:
    with pytest.raises(Refused, match="surrogate"):
        tell(cast, name="\ud800")

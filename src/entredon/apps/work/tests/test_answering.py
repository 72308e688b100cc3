"""Answering a contest: who may, how often, and until when."""

import pytest

from entredon.apps.work import queries
from entredon.apps.work.entries import Accepted, Answered, Contested, Settled
from entredon.apps.work.tests.workshop import Workshop
from entredon.log.models import SideText
from entredon.testing_cast import Cast, person


@pytest.fixture
def shop(cast: Cast) -> Workshop:
    return Workshop(cast)


@pytest.fixture
def contest(shop: Workshop) -> str:
    shop.cast.say(Accepted(version=shop.release))
    return shop.cast.say(Contested(flows=(shop.one,)), shop.cast.bob, texts={"reason": "It took me three days."})


def test_a_member_answers_in_her_words_as_often_as_she_likes(shop: Workshop, contest: str) -> None:
    fact = Answered(contest=contest)
    shop.cast.refused(fact, shop.cast.charlie, because="join first", texts={"answer": "No."})
    first = shop.cast.say(fact, shop.cast.ada, texts={"answer": "Which three days?"})
    second = shop.cast.say(fact, shop.cast.bob, texts={"answer": "The first ones of May."})
    third = shop.cast.say(fact, shop.cast.bob, texts={"answer": "And a Sunday."})
    found = queries.contest(shop.cast.slug, contest)
    assert [(a.id, a.person) for a in found.answers] == [
        (first, person(shop.cast.ada)), (second, person(shop.cast.bob)), (third, person(shop.cast.bob)),
    ]  # fmt: skip
    assert SideText.objects.get(entry=second).text == "The first ones of May."


def test_an_answer_needs_words_and_a_contest(shop: Workshop, contest: str) -> None:
    shop.cast.say(Answered(contest=contest), texts={"answer": "I see."})
    shop.cast.refused(Answered(contest=contest), because="needs words")
    shop.cast.refused(Answered(contest="f" * 64), because="There is no contest ffffffffff", texts={"answer": "?"})


def test_what_is_settled_is_not_answered_any_more(shop: Workshop, contest: str) -> None:
    fact = Answered(contest=contest)
    shop.cast.say(fact, texts={"answer": "Let us look."})
    ending = shop.cast.say(Settled(contest=contest, counts=True))
    shop.cast.refused(fact, because="This contest is settled", texts={"answer": "One more thing."})
    found = queries.contest(shop.cast.slug, contest)
    assert (found.settled, found.settled_by, found.counts) == (ending, person(shop.cast.ada), True)

"""What came to nothing is put anew with its words and its effect; and what is said to a challenge stands beside it."""

import json
from typing import Any

import pytest

from entredon.apps.decide import record
from entredon.apps.decide.entries import Challenged, Effect, Moved, Withdrawn
from entredon.apps.decide.models import Challenge, Decision
from entredon.apps.decide.tests.council import Council, at, charter_of, type_of
from entredon.apps.decide.tests.test_decisions_on_pages import HOME, on, page_of, text
from entredon.apps.social.entries import Spoken
from entredon.log.told import short
from entredon.pure.value.rule import CONTRIBUTIONS
from entredon.testing_cast import Cast, person

AGAIN = "Put the question anew"


@pytest.fixture
def council(db: None, settings: Any) -> Council:
    settings.ENTREDON_TEST_CLOCK = at(1).replace("Z", "+00:00")
    made = Council(Cast.found(draft=False))
    on(settings, 1)
    return made


def put_anew(council: Council, decision: str, lever: str) -> str:
    """Bob follows the button and puts it as its form stands; gives the page on which he did."""
    bob = council.cast.client("bob")
    page = bob.get(page_of(decision)).content.decode()
    address = f"{HOME}new/{lever}/?replaces={decision}"
    assert AGAIN in page
    assert f'href="{address}"' in page
    form = bob.get(address).context["form"]
    sent = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    answer = bob.post(f"{HOME}new/{lever}/", {**sent, "do": "open"})
    assert answer.status_code == 302, text(answer)
    return text(bob.get(address))


def set_aside(council: Council, effect: Effect) -> str:
    decision = council.counted(effect)
    for key in council.everybody[:3]:
        council.say(Challenged(decision=decision), key, 4, texts={"reason": "Eve was never told"})
    assert council.state(decision) == "set_aside"
    return decision


def test_a_question_that_was_set_aside_is_put_anew_and_says_which_it_follows(council: Council, settings: Any) -> None:
    before = set_aside(council, Effect(lever="words"))
    on(settings, 5)
    assert "It takes the place of Shall we?" in put_anew(council, before, "words")
    row = Decision.objects.filter(commons="merel").latest("position")
    assert (row.replaces, row.person) == (before, person(council.bob))
    page = text(council.cast.client("ada").get(page_of(before)))
    assert "It was asked again: Shall we?" in page
    assert AGAIN not in page, "it was put anew already"


def test_the_effect_comes_along(council: Council) -> None:
    effect = Effect(lever="steward", way="appoint", what=person(council.finn))
    before = council.opened(effect)
    council.say(Withdrawn(decision=before), council.ada, 1)
    put_anew(council, before, "steward")
    row = Decision.objects.filter(commons="merel").latest("position")
    assert (row.replaces, row.effect["way"], row.effect["what"]) == (before, "appoint", person(council.finn))


def test_a_sharing_rule_that_nobody_kept_comes_along_too(council: Council) -> None:
    rule = CONTRIBUTIONS.data() | {"contest_days": 33}
    before = council.opened(Effect(lever="sharing", rule=rule))
    council.say(Withdrawn(decision=before), council.ada, 1)
    put_anew(council, before, "sharing")
    row = Decision.objects.filter(commons="merel").latest("position")
    assert (row.replaces, row.effect["rule"]) == (before, rule)


def test_a_charter_that_was_taken_back_is_proposed_anew(council: Council) -> None:
    other = charter_of(type_of(discuss=9)).data()
    before = council.opened(Effect(lever="charter", charter=other))
    council.say(Withdrawn(decision=before), council.ada, 1)
    bob = council.cast.client("bob")
    address = f"{HOME}charter/new/?replaces={before}"
    assert f'href="{address}"' in bob.get(page_of(before)).content.decode()
    page = bob.get(address)
    assert 'name="all-discuss" value="9"' in page.content.decode()
    assert "It takes the place of Shall we?" in text(page)
    sent = {"do": "say", "charter": json.dumps(other), "title": "Shall we?", "text": "Because."}
    assert bob.post(address, sent).status_code == 302
    row = Decision.objects.filter(commons="merel").latest("position")
    assert (row.replaces, row.effect["charter"]) == (before, other)


def test_a_question_that_goes_on_is_not_put_anew(council: Council) -> None:
    decision = council.opened()
    assert AGAIN not in text(council.cast.client("bob").get(page_of(decision)))
    page = council.cast.client("bob").get(f"{HOME}new/words/?replaces={decision}")
    assert "It takes the place of" not in text(page)
    council.refused(
        Moved(effect=Effect(lever="words"), base="", replaces=decision), council.bob, because="not at that step",
        texts={"title": "Shall we?"},
    )  # fmt: skip


def test_who_only_looks_puts_nothing_anew(council: Council) -> None:
    decision = council.opened()
    council.say(Withdrawn(decision=decision), council.ada, 1)
    assert AGAIN not in text(council.cast.client().get(page_of(decision)))


# Answers


def challenged(council: Council) -> tuple[str, str]:
    """A decision that Eve challenges, and the entry in which she does."""
    decision = council.counted()
    return decision, council.say(
        Challenged(decision=decision), council.eve, 4, texts={"reason": "Finn was never told."}
    )


def test_a_challenge_is_answered_and_the_answer_stands_beside_it(council: Council, settings: Any) -> None:
    decision, challenge = challenged(council)
    on(settings, 4, 12)
    ada = council.cast.client("ada")
    page = ada.get(page_of(decision)).content.decode()
    assert "Answer it" in page
    answer = ada.post(
        f"/c/merel/social/t/{short(challenge)}/say/", {"text": "I wrote to Finn on the first."}, follow=True
    )
    assert "the challenge to “Shall we?”" in text(answer)
    for name in ("bob", "ada", ""):
        beside = council.cast.client(name).get(page_of(decision)).content.decode()
        card = beside[beside.index('id="challenges"') :]
        assert "I wrote to Finn on the first." in card[: card.index("</section>")]
    assert "I wrote to Finn" not in beside[beside.index('id="talk"') : beside.index('id="way"')]


def test_only_what_is_there_can_be_answered(council: Council) -> None:
    decision, challenge = challenged(council)
    row = Challenge.objects.get(entry=challenge)
    assert record.talked_about(council.tables(), challenge).id == f"{decision}/{row.person}"
    council.refused(Spoken(thread=row.id), council.bob, because="", day=4, texts={"text": "No."})
    council.say(Spoken(thread=challenge), council.bob, 4, texts={"text": "So it was."})

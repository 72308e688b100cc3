"""Letters about decisions: when a vote begins, one reminder to the undecided, and what it came to; each once, whoever looks."""

import re
from typing import Any

import pytest
from django.core import mail

from entredon.apps.decide import letters
from entredon.apps.decide.entries import Assigned, Challenged, Effect, Executed, Proven
from entredon.apps.decide.models import DecisionLetter
from entredon.apps.decide.tests.council import Council, charter_of, type_of
from entredon.apps.decide.tests.test_decisions_on_pages import client, on
from entredon.apps.people.entries import Left
from entredon.testing_cast import Cast, person


@pytest.fixture
def council(db: None, settings: Any) -> Council:
    """All have accounts here but Finn, whom nobody can write to."""
    settings.ENTREDON_TEST_CLOCK = "2026-12-01T09:00:00+00:00"
    settings.ENTREDON_HOST = "merel.example"
    made = Council(Cast.found(draft=False), charter_of(type_of(vote=4)))
    for name in ("ada", "bob"):
        made.cast.account(name)
    for name in ("dora", "eve"):
        client(made, name)
    on(settings, 1)
    return made


def sent() -> dict[str, str]:
    """The letters since the last look, by whom they are to."""
    found = {letter.to[0].partition("@")[0]: f"{letter.subject}\n{letter.body}" for letter in mail.outbox}
    mail.outbox.clear()
    return found


def due() -> dict[str, str]:
    letters.send_due()
    return sent()


def test_whoever_may_vote_is_told_once_when_voting_begins(council: Council, settings: Any) -> None:
    decision = council.opened(by=council.bob)
    assert due() == {}, "they still talk"
    on(settings, 2)
    told = due()
    assert set(told) == {"ada", "bob", "dora", "eve"}, "before anybody has voted, those who would be on the list"
    assert "You can vote: Shall we?" in told["ada"]
    assert f"/c/merel/decide/{decision[:10]}/vote/?choice=yes" in told["ada"]
    assert due() == {}
    council.say(council.roll(decision), day=2)
    assert due() == {}, "they know already"


def test_only_the_undecided_are_reminded_and_only_once(council: Council, settings: Any) -> None:
    decision = council.voting()
    on(settings, 2)
    due()
    council.vote(decision, "yes", council.ada, council.eve)
    on(settings, 4)
    assert due() == {}, "it is not about to end"
    on(settings, 5, 12)
    told = due()
    assert set(told) == {"bob", "dora"}
    assert "You haven’t voted yet: Shall we?" in told["bob"]
    assert "You aren’t reminded again." in told["bob"]
    on(settings, 5, 20)
    assert due() == {}


def test_who_opened_it_and_who_voted_learn_what_it_came_to(council: Council, settings: Any) -> None:
    decision = council.opened(Effect(lever="steward", way="appoint", what=person(council.bob)), council.bob)
    council.say(council.roll(decision), day=2)
    council.vote(decision, "yes", council.ada, council.eve, council.finn)
    on(settings, 7)
    over = due()
    assert set(over) == {"bob"}
    assert "One press on its page counts the votes" in over["bob"]
    from entredon.apps.decide.entries import Closed

    council.say(Closed(decision=decision), day=7)
    council.say(council.count(decision), day=7)
    told = due()
    assert set(told) == {"ada", "bob", "eve"}
    assert "It is decided: yes." in told["eve"]
    assert "* Yes: 3" in told["eve"]
    on(settings, 9)
    assert set(due()) == {"bob"}, "that it can be carried out"
    council.say(Executed(decision=decision), day=9)
    told = due()
    assert set(told) == {"ada", "bob", "eve"}
    assert "It was carried out." in told["ada"]
    assert due() == {}


def test_what_could_not_be_carried_out_is_told_with_the_reason(council: Council, settings: Any) -> None:
    from entredon.apps.decide.entries import Closed, Stalled

    decision = council.voting(Effect(lever="steward", way="appoint", what=person(council.finn)))
    council.vote(decision, "yes", council.ada)
    council.say(Closed(decision=decision), day=7)
    council.say(council.count(decision), day=7)
    council.say(Left(), council.finn, day=8)
    council.say(Stalled(decision=decision), day=9)
    on(settings, 9)
    told = due()
    assert "It could not be carried out: What this decision starts from has changed" in told["ada"]


def test_who_opened_it_learns_once_that_it_is_challenged_and_why(council: Council, settings: Any) -> None:
    decision = council.counted(by=council.bob)
    on(settings, 4)
    due()
    council.say(Challenged(decision=decision), council.bob, 4, texts={"reason": "I was wrong myself"})
    assert due() == {}, "he knows"
    council.say(Challenged(decision=decision), council.eve, 4, texts={"reason": "Finn was never told"})
    told = due()
    assert set(told) == {"bob"}
    assert "Somebody challenges it: Shall we?" in told["bob"]
    assert "* Finn was never told" in told["bob"]
    council.say(Challenged(decision=decision), council.ada, 4, texts={"reason": "So it was"})
    told = due()
    assert all("It was set aside" in text for text in told.values()), "that it is challenged was told once"


def test_whoever_was_given_something_to_do_is_told_and_all_once_it_is_done(council: Council, settings: Any) -> None:
    decision = council.counted()
    on(settings, 5)
    council.say(Executed(decision=decision), council.bob, 5)
    due()
    mine = council.say(
        Assigned(decision=decision, person=person(council.ada), due="2026-12-28"),
        council.ada,
        5,
        texts={"what": "Buy it"},
    )
    hers = council.say(
        Assigned(decision=decision, person=person(council.eve), due="2026-12-29"),
        council.ada,
        5,
        texts={"what": "Hang it up"},
    )
    told = due()
    assert set(told) == {"eve"}, "Ada said herself what she does"
    assert (
        "* Hang it up (by 29\u00a0December 2026)" in told["eve"] or "* Hang it up (by 29 December 2026)" in told["eve"]
    )
    assert "Buy it" not in told["eve"]
    on(settings, 27)
    council.say(Proven(task=mine), council.ada, 27, texts={"proof": "It is in the shed"})
    assert due() == {}, "not all of it is done"
    council.say(Proven(task=hers), council.eve, 27, texts={"proof": "It hangs there"})
    told = due()
    assert set(told) == {"ada", "bob", "dora", "eve"}, "however long it took"
    assert "It is done: Shall we?" in told["bob"]
    assert "* Buy it It is in the shed * Hang it up It hangs there" in " ".join(told["bob"].split())
    assert due() == {}


def test_old_endings_are_not_told(council: Council, settings: Any) -> None:
    council.counted()
    on(settings, 26)
    assert set(due()) == {"ada"}, "only that it can be carried out"


def test_one_click_ends_the_letters_and_another_begins_them(council: Council, settings: Any) -> None:
    council.opened()
    on(settings, 2)
    text = due()["bob"]
    end = re.search(r"https?://merel\.example(/c/merel/decide/letters/\S+)", text)
    assert end is not None
    visitor = council.cast.client()
    assert "Do you want no more of these letters?" in visitor.get(end[1]).content.decode()
    assert visitor.post(end[1], {"List-Unsubscribe": "One-Click"}).status_code == 200
    council.opened(day=2)
    on(settings, 4)
    assert "bob" not in due()
    visitor.post(end[1], {"letters": "again"})
    council.opened(day=4)
    on(settings, 6)
    assert "bob" in due()
    assert visitor.get("/c/merel/decide/letters/nonsense/").status_code == 404


def test_letters_name_how_mail_programs_end_them(council: Council, settings: Any) -> None:
    council.opened()
    on(settings, 2)
    letters.send_due()
    assert mail.outbox[0].extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_what_was_written_is_forgotten_with_her(council: Council, settings: Any) -> None:
    from entredon.log import personal

    council.opened()
    on(settings, 2)
    due()
    rows = DecisionLetter.objects.filter(person=person(council.bob))
    assert rows.count() == 1
    who = personal.Who(people={"merel": frozenset({person(council.bob)})})
    for one in personal.tables():
        if one.model is DecisionLetter:
            one.forget(who)
    assert not rows.exists()
    assert DecisionLetter.objects.filter(person=person(council.ada)).exists()

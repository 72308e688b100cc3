"""The law of discussions: who says what, better, no longer, and with which sign."""

from entredon.apps.library.entries import Created, Released
from entredon.apps.people.entries import Erased, Left
from entredon.apps.people.entries import SideText as Side
from entredon.apps.social.models import Mention, Reaction
from entredon.apps.social.tests.talking import (
    Edited,
    Opened,
    Reacted,
    Spoken,
    TakenBack,
    Talk,
    later,
    person,
    picture,
)
from entredon.apps.work.entries import Contributed
from entredon.log.models import SideText, Text


def test_a_member_opens_a_topic_with_a_title(talk: Talk) -> None:
    row = talk.thread(talk.topic)
    assert (row.topic, row.posts, row.texts) == (True, 0, {"title": talk.topic})
    talk.refused(Opened(), because="needs a title")
    talk.refused(Opened(), talk.cast.charlie, because="", title="Mine")


def test_a_member_says_something_and_the_thread_knows_what_is_newest(talk: Talk) -> None:
    first = talk.post("Green")
    second = talk.post("Blue", talk.eve, answers=first, day=later(1))
    row = talk.thread(talk.topic)
    assert (row.posts, row.last[:10], row.place) == (2, later(1), talk.row(second).position)
    assert talk.row(second).answers == first
    assert talk.row(first).wordings == [first]


def test_a_post_has_words_or_a_picture(talk: Talk) -> None:
    talk.refused(Spoken(thread=talk.topic), because="Say something, or show a picture")
    id = talk.say(Spoken(thread=talk.topic), picture2=picture(), seen="A green wheel")
    assert talk.row(id).pictures == [f"{id}/picture2"]


def test_only_members_say_something(talk: Talk) -> None:
    talk.say(Left(), talk.eve)
    talk.refused(Spoken(thread=talk.topic), talk.eve, because="You have left", text="Still here")
    talk.refused(Spoken(thread=talk.topic), talk.cast.charlie, because="", text="Hello")


def test_one_can_talk_about_what_is_known_here_and_nothing_else(talk: Talk) -> None:
    car = talk.say(Created(name="Car"), talk.cast.ada)
    given = talk.say(Contributed(creation=car, work="design"))
    version = talk.say(Released(creation=car, name="1", own=1, inputs=()), talk.cast.ada)
    for thread in (car, given, version):
        post = talk.post(thread=thread)
        assert talk.row(post).thread == thread
        assert not talk.thread(thread).topic
    for thread in ("f" * 64, "", "x" * 5000, person(talk.cast.bob), talk.cast.slug):
        talk.refused(Spoken(thread=thread), because="nothing here named", text="Hm")


def test_what_a_post_answers_stands_in_the_same_thread(talk: Talk) -> None:
    other = talk.open("Another topic")
    post = talk.post(thread=other)
    talk.refused(Spoken(thread=talk.topic, answers=post), because="stands elsewhere", text="Yes")
    talk.refused(Spoken(thread=talk.topic, answers="f" * 64), because="no post", text="Yes")


def test_a_post_names_at_most_twenty_people_who_are_known(talk: Talk) -> None:
    eve, ada = person(talk.eve), person(talk.cast.ada)
    post = talk.post(mentions=(eve, ada))
    assert Mention.objects.filter(commons=talk.slug, post=post).count() == 2
    many = tuple(f"k:{n:064x}" for n in range(500))
    talk.refused(Spoken(thread=talk.topic, mentions=many), because="at most 20 people; this one names 500", text="@all")
    talk.refused(Spoken(thread=talk.topic, mentions=(eve, eve)), because="everybody once", text="@Eve @Eve")
    talk.refused(Spoken(thread=talk.topic, mentions=("k:" + "f" * 64,)), because="Nobody here", text="@Nobody")


def test_who_said_something_words_it_anew_and_nobody_else_does(talk: Talk) -> None:
    post = talk.post(mentions=(person(talk.eve),))
    talk.refused(Edited(post=post), talk.cast.ada, because="Only who said", text="Red")
    edit = talk.say(Edited(post=post, mentions=(person(talk.cast.ada),)), text="Dark green")
    row = talk.row(post)
    assert (row.wordings, row.mentions) == ([post, edit], [person(talk.cast.ada)])
    assert row.edited
    talk.refused(Edited(post=post), because="Say it better, or take it back")
    talk.refused(Edited(post="f" * 64), because="no post", text="x")


def test_pictures_stay_only_when_they_are_kept(talk: Talk) -> None:
    post = talk.say(Spoken(thread=talk.topic), text="Look", picture1=picture(), picture2=picture("red"))
    talk.refused(Edited(post=post, keeps=(f"{post}/picture4",)), because="Keep pictures that", text="Look")
    talk.refused(
        Edited(post=post, keeps=(f"{post}/picture1", f"{post}/picture2")), because="at most 4 pictures", text="Look",
        picture1=picture(), picture2=picture(), picture3=picture(),
    )  # fmt: skip
    edit = talk.say(Edited(post=post, keeps=(f"{post}/picture2",)), text="Look", picture1=picture())
    assert talk.row(post).pictures == [f"{post}/picture2", f"{edit}/picture1"]


def test_a_post_is_not_worded_without_end(talk: Talk) -> None:
    post = talk.post()
    for n in range(49):
        talk.say(Edited(post=post), text=str(n))
    talk.refused(Edited(post=post), because="worded 50 times", text="50")


def test_who_takes_a_post_back_erases_every_wording_and_picture_of_it(talk: Talk) -> None:
    post = talk.say(Spoken(thread=talk.topic), text="My address is", picture1=picture())
    edit = talk.say(Edited(post=post), text="My address was")
    talk.refused(TakenBack(post=post, wordings=(edit,)), talk.cast.ada, because="Only who said")
    for wordings in ((), (edit, edit), (post, edit), (talk.topic, edit)):
        talk.refused(TakenBack(post=post, wordings=wordings), because="Name every wording")
    gone = talk.say(TakenBack(post=post, wordings=(edit,)))
    assert not SideText.objects.filter(commons=talk.slug, entry__in=(post, edit)).exists()
    assert Text.objects.get(commons=talk.slug, id=f"{edit}/text").erased == gone
    assert (talk.row(post).state, talk.row(post).pictures) == ("taken_back", [])
    talk.refused(Edited(post=post), because="taken back", text="Again")
    talk.refused(TakenBack(post=post, wordings=(edit,)), because="taken back")
    talk.refused(Spoken(thread=talk.topic, answers=post), talk.eve, because="taken back", text="Yes")


def test_who_has_left_takes_back_what_she_said_also_when_she_erased_a_wording_before(talk: Talk) -> None:
    post = talk.post(by=talk.eve)
    talk.say(Left(), talk.eve)
    talk.say(Erased(side=(Side(entry=post, name="text"),)), talk.eve)
    talk.say(TakenBack(post=post), talk.eve)
    assert talk.row(post).state == "taken_back"


def test_a_sign_is_given_once_and_can_be_taken_back(talk: Talk) -> None:
    post = talk.post()
    talk.say(Reacted(post=post, reaction="thanks"), talk.eve)
    talk.say(Reacted(post=post, reaction="thanks"), talk.cast.ada)
    talk.say(Reacted(post=post, reaction="heart"), talk.eve)
    assert talk.row(post).reactions == {"thanks": 2, "heart": 1}
    talk.refused(Reacted(post=post, reaction="thanks"), talk.eve, because="given this sign already")
    talk.refused(Reacted(post=post, reaction="laugh", on=False), talk.eve, because="haven’t given")
    talk.say(Reacted(post=post, reaction="heart", on=False), talk.eve)
    talk.refused(Reacted(post=post, reaction="heart", on=False), talk.eve, because="haven’t given")
    talk.say(Reacted(post=post, reaction="heart"), talk.eve)
    assert Reaction.objects.filter(commons=talk.slug, post=post, on=True).count() == 3
    talk.refused(Reacted(post="f" * 64, reaction="heart"), because="no post")
    talk.refused(Reacted(post=post, reaction="heart"), talk.cast.charlie, because="")

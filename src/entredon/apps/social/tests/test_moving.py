"""Stewards bring order: posts move to where they belong, and their threads know it."""

from entredon.apps.library.entries import Created
from entredon.apps.social.tests.talking import Moved, SplitOff, Talk


def test_a_steward_moves_posts_and_both_threads_are_counted_anew(talk: Talk) -> None:
    first, second = talk.post("one"), talk.post("two")
    other = talk.open("Another topic")
    move = talk.say(Moved(posts=(second,), to=other), talk.cast.ada, reason="It is about that.")
    assert (talk.row(second).thread, talk.row(second).moved) == (other, move)
    here, there = talk.thread(talk.topic), talk.thread(other)
    assert (here.posts, here.place) == (1, talk.row(first).position)
    assert (there.posts, there.place) == (1, talk.row(second).position)
    talk.say(Moved(posts=(first,), to=other), talk.cast.ada, reason="This too.")
    assert talk.thread(talk.topic).posts == 0


def test_posts_can_move_to_what_they_are_about(talk: Talk) -> None:
    car = talk.say(Created(name="Car"), talk.cast.ada)
    post = talk.post()
    talk.say(Moved(posts=(post,), to=car), talk.cast.ada, reason="About the car.")
    assert talk.thread(car).posts == 1


def test_what_cannot_move_is_refused(talk: Talk) -> None:
    post, other = talk.post(), talk.open("Another topic")
    elsewhere = talk.post(thread=other)
    why = {"reason": "Order"}
    talk.refused(Moved(posts=(post,), to=other), because="Only a steward", **why)
    talk.refused(Moved(posts=(post,), to=other), talk.cast.ada, because="Say why")
    talk.refused(Moved(posts=(), to=other), talk.cast.ada, because="each post once", **why)
    talk.refused(Moved(posts=(post, post), to=other), talk.cast.ada, because="each post once", **why)
    talk.refused(Moved(posts=(post, elsewhere), to=other), talk.cast.ada, because="different threads", **why)
    talk.refused(Moved(posts=(post,), to=talk.topic), talk.cast.ada, because="there already", **why)
    talk.refused(Moved(posts=(post,), to="f" * 64), talk.cast.ada, because="nothing here named", **why)
    talk.refused(Moved(posts=("f" * 64,), to=other), talk.cast.ada, because="no post", **why)
    many = tuple(f"{n:064x}" for n in range(201))
    talk.refused(Moved(posts=many, to=other), talk.cast.ada, because="At most 200", **why)


def test_a_steward_makes_a_topic_of_posts(talk: Talk) -> None:
    first, second = talk.post("one"), talk.post("two")
    texts = {"title": "About two", "reason": "It went astray."}
    talk.refused(SplitOff(posts=(second,)), because="Only a steward", **texts)
    talk.refused(SplitOff(posts=(second,)), talk.cast.ada, because="needs a title", reason="x")
    talk.refused(SplitOff(posts=(second,)), talk.cast.ada, because="Say why", title="x")
    new = talk.say(SplitOff(posts=(second,)), talk.cast.ada, **texts)
    assert (talk.row(second).thread, talk.row(first).thread) == (new, talk.topic)
    assert (talk.thread(new).topic, talk.thread(new).posts) == (True, 1)

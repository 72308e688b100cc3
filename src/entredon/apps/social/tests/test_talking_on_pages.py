"""Talking on pages: a topic, posts, what answers what, pictures, signs; what is typed twice, too much, or to do harm."""

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from entredon.apps.library.entries import Created
from entredon.apps.social import pictures, queries, views_saying
from entredon.apps.social.models import Post, Reaction, Thread
from entredon.apps.social.tests.talking import Reacted, Spoken, Talk, person, picture
from entredon.desk import limits
from entredon.log.models import SideText
from entredon.pure.bucket import Rate


def at(talk: Talk, path: str) -> str:
    return f"/c/{talk.slug}/social/{path}"


def upload(name: str = "wheel.jpg", size: tuple[int, int] = (400, 300)) -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.effect_noise(size, 90).convert("RGB").save(out, "JPEG", quality=95)
    return SimpleUploadedFile(name, out.getvalue(), "image/jpeg")


def newest(talk: Talk) -> Post:
    return Post.objects.filter(commons=talk.slug).order_by("-position")[0]


def text_of(post: Post) -> str:
    return SideText.objects.get(commons=post.commons, entry=post.wordings[-1], name="text").text


@pytest.fixture
def talk(open_talk: Talk) -> Talk:
    return open_talk


@pytest.fixture
def bob(talk: Talk) -> Client:
    return talk.cast.client("bob")


@pytest.fixture
def ada(talk: Talk) -> Client:
    return talk.cast.client("ada")


def test_a_topic_is_opened_with_its_first_post_or_not_at_all(talk: Talk, bob: Client) -> None:
    threads = Thread.objects.filter(commons=talk.slug).count()
    page = bob.post(at(talk, "new/"), {"title": "  ", "text": "Hello"})
    assert "Give it a title" in page.content.decode()
    assert "Hello" in page.content.decode()
    page = bob.post(at(talk, "new/"), {"title": "Which wood?", "text": ""})
    assert "Say something, or show a picture" in page.content.decode()
    assert Thread.objects.filter(commons=talk.slug).count() == threads
    page = bob.post(at(talk, "new/"), {"title": "Which wood?", "text": "*Oak*, says @Ada Vermeer."}, follow=True)
    html = page.content.decode()
    assert "<h1" in html
    assert "Which wood?" in html
    assert "<em>Oak</em>" in html
    assert ">@Ada Vermeer</a>" in html
    assert newest(talk).mentions == [person(talk.cast.ada)]
    assert text_of(newest(talk)) == f"*Oak*, says @[{person(talk.cast.ada)}]."


def test_the_home_of_talk_tells_what_is_newest_and_what_each_is_about(talk: Talk, bob: Client) -> None:
    car = talk.say(Created(name="Car"), talk.cast.ada)
    talk.post("Nice **wheels**", talk.eve, thread=car)
    talk.post("Green")
    html = Client().get(at(talk, "")).content.decode()
    assert html.index("What do we paint?") < html.index(">Car</a>")
    assert "Nice wheels" in html
    assert "1 post" in html or "one post" in html


def test_something_can_be_talked_about_before_anybody_has(talk: Talk, bob: Client) -> None:
    car = talk.say(Created(name="Car"), talk.cast.ada)
    page = bob.get(at(talk, f"t/{car[:10]}/"))
    assert "What is said about Car?" in page.content.decode()
    page = bob.post(at(talk, f"t/{car[:10]}/say/"), {"text": "Fine car"}, follow=True)
    assert "Fine car" in page.content.decode()
    assert newest(talk).thread == car
    assert bob.get(at(talk, "t/ffffffffff/")).status_code == 404
    assert bob.get(at(talk, f"t/{talk.cast.slug}/")).status_code == 404


def test_the_same_button_pressed_twice_says_it_once(talk: Talk, bob: Client) -> None:
    said = {"text": "Only once"}
    first = bob.post(at(talk, f"t/{talk.topic[:10]}/say/"), said)
    second = bob.post(at(talk, f"t/{talk.topic[:10]}/say/"), said)
    assert first["Location"] == second["Location"]
    assert Post.objects.filter(commons=talk.slug).count() == 1
    bob.post(at(talk, f"t/{talk.topic[:10]}/say/"), {"text": "Something else"})
    assert Post.objects.filter(commons=talk.slug).count() == 2
    topic = {"title": "Twice", "text": "Twice"}
    assert bob.post(at(talk, "new/"), topic)["Location"] == bob.post(at(talk, "new/"), topic)["Location"]


def test_what_is_refused_can_be_sent_again_at_once_and_keeps_its_words(talk: Talk, bob: Client) -> None:
    talk.warn()
    talk.slow()
    pause = talk.pause()
    address = at(talk, f"t/{talk.topic[:10]}/say/")
    for _ in range(2):
        html = bob.post(address, {"text": "Let me say"}).content.decode()
        assert "paused" in html or "A steward has" in html
        assert "Let me say</textarea>" in html
    assert pause


def test_a_post_is_quoted_and_answered_without_any_script(talk: Talk, ada: Client) -> None:
    post = talk.post(f"> earlier\n\nFirst line for @[{person(talk.cast.ada)}]\nsecond")
    html = ada.get(at(talk, f"t/{talk.topic[:10]}/?quote={post[:10]}")).content.decode()
    assert "&gt; First line for @Ada Vermeer\n&gt; second" in html
    assert "earlier</textarea>" not in html
    assert f'name="answers" value="{post}"' in html
    ada.post(at(talk, f"t/{talk.topic[:10]}/say/"), {"text": "Yes", "answers": post})
    assert newest(talk).answers == post
    html = ada.get(at(talk, f"t/{talk.topic[:10]}/")).content.decode()
    assert "Bob Bakker: " in html


def test_a_visitor_writes_first_and_comes_in_after(talk: Talk) -> None:
    page = talk.cast.client().post(at(talk, f"t/{talk.topic[:10]}/say/"), {"text": "From outside"})
    assert page.status_code == 302
    assert page["Location"].startswith("/account/")
    page = talk.cast.client("charlie").post(at(talk, f"t/{talk.topic[:10]}/say/"), {"text": "From outside"})
    assert "/join/" in page["Location"]
    page = talk.cast.client().post(at(talk, "new/"), {"title": "New", "text": "From outside"})
    assert page["Location"].startswith("/account/")
    assert not Post.objects.filter(commons=talk.slug).exists()


def test_what_waited_is_said_once_she_is_a_member(talk: Talk) -> None:
    from entredon.desk import waiting

    token = waiting.keep("social.said", talk.slug, {"thread": talk.topic, "text": "I waited", "answers": ""})
    bob = talk.cast.client("bob")
    assert "I waited" in bob.get(waiting.way_on(token)).content.decode()
    bob.post(waiting.way_on(token))
    assert text_of(newest(talk)) == "I waited"
    token = waiting.keep("social.opened", talk.slug, {"title": "A topic that waited", "text": "And this"})
    page = bob.post(waiting.way_on(token), follow=True)
    assert "A topic that waited" in page.content.decode()


def test_pictures_are_drawn_anew_and_can_be_seen_as_long_as_the_post_can(talk: Talk, bob: Client) -> None:
    sent = {"text": "Look", "pictures": [upload(), upload("b.jpg", (3000, 2000))], "seen": "A wheel\nA bench"}
    bob.post(at(talk, f"t/{talk.topic[:10]}/say/"), sent)
    post = newest(talk)
    assert len(post.pictures) == 2
    html = bob.get(at(talk, f"t/{talk.topic[:10]}/")).content.decode()
    assert 'alt="A wheel"' in html
    assert 'alt="A bench"' in html
    answer = Client().get(at(talk, f"p/{post.id[:10]}/picture/1/"))
    assert answer["Content-Type"] == "image/webp"
    assert max(Image.open(io.BytesIO(answer.content)).size) <= 1280
    assert Client().get(at(talk, f"p/{post.id[:10]}/picture/2/")).status_code == 404
    talk.hide(post.id, days=200)
    assert Client().get(at(talk, f"p/{post.id[:10]}/picture/1/")).status_code in (200, 404)
    bob.post(at(talk, f"p/{post.id[:10]}/back/"))
    assert bob.get(at(talk, f"p/{post.id[:10]}/picture/0/")).status_code == 404
    assert not SideText.objects.filter(commons=talk.slug, entry=post.id).exists()


def test_what_is_no_picture_or_one_too_many_is_refused_and_the_words_stay(talk: Talk, bob: Client) -> None:
    address = at(talk, f"t/{talk.topic[:10]}/say/")
    fake = SimpleUploadedFile("x.png", b"<script>alert(1)</script>", "image/png")
    html = bob.post(address, {"text": "Words", "pictures": [fake]}).content.decode()
    assert "not a picture we can read" in html
    assert "Words</textarea>" in html
    html = bob.post(address, {"text": "Words", "pictures": [upload() for _ in range(5)]}).content.decode()
    assert "at most 4 pictures" in html
    assert not Post.objects.filter(commons=talk.slug).exists()


def test_only_pictures_of_members_are_looked_at(talk: Talk, bob: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[str] = []

    def look(one: SimpleUploadedFile) -> str:
        looked.append(str(one.name))
        return picture()

    monkeypatch.setattr(pictures, "drawn", look)
    for who in (talk.cast.client(), talk.cast.client("charlie")):
        for path, typed in ((f"t/{talk.topic[:10]}/say/", {}), ("new/", {"title": "New"})):
            page = who.post(at(talk, path), {**typed, "text": "Words", "pictures": [upload()]})
            assert page.status_code == 302
            page = who.post(at(talk, path), {**typed, "text": "", "pictures": [upload()]})
            assert "Say something" in page.content.decode()
    assert looked == []
    bob.post(at(talk, f"t/{talk.topic[:10]}/say/"), {"text": "Words", "pictures": [upload()]})
    assert looked == ["wheel.jpg"]


def test_too_many_pictures_in_a_short_time_are_not_looked_at(
    talk: Talk, bob: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(limits.RATES, "file", Rate(1, 3600))
    sent = {"text": "Words that stay", "pictures": [upload(), upload("b.jpg")]}
    html = bob.post(at(talk, f"t/{talk.topic[:10]}/say/"), sent).content.decode()
    assert "many files in a short time" in html
    assert "Words that stay</textarea>" in html
    assert not Post.objects.filter(commons=talk.slug).exists()


def test_a_post_is_worded_anew_and_its_earlier_wording_can_be_read(talk: Talk, bob: Client, ada: Client) -> None:
    bob.post(at(talk, f"t/{talk.topic[:10]}/say/"), {"text": "Gren for @Ada Vermeer", "pictures": [upload()]})
    post = newest(talk).id[:10]
    html = bob.get(at(talk, f"p/{post}/edit/")).content.decode()
    assert "Gren for @Ada Vermeer</textarea>" in html
    assert ada.get(at(talk, f"p/{post}/edit/")).status_code == 403
    assert ada.post(at(talk, f"p/{post}/edit/"), {"text": "Red"}).status_code == 403
    bob.post(at(talk, f"p/{post}/edit/"), {"text": "Green", "keep0": "1"})
    assert len(newest(talk).pictures) == 1
    bob.post(at(talk, f"p/{post}/edit/"), {"text": "Greener"})
    assert newest(talk).pictures == []
    html = Client().get(at(talk, f"t/{talk.topic[:10]}/")).content.decode()
    assert "worded anew" in html
    html = Client().get(at(talk, f"p/{post}/wordings/")).content.decode()
    assert html.index("Greener") < html.index(">@Ada Vermeer</a>")


def test_what_was_taken_back_says_so(talk: Talk, bob: Client) -> None:
    post = talk.post("Oops")
    answer = talk.post("Why oops?", talk.eve, answers=post)
    assert "for good" in bob.get(at(talk, f"p/{post[:10]}/back/")).content.decode()
    bob.post(at(talk, f"p/{post[:10]}/back/"))
    html = Client().get(at(talk, f"t/{talk.topic[:10]}/")).content.decode()
    assert "Oops" not in html
    assert html.count("Taken back by who wrote it") == 2
    assert "Why oops?" in html
    assert Client().get(at(talk, f"p/{post[:10]}/wordings/")).status_code == 404
    assert queries.post(talk.slug, answer).answers == post


def test_a_sign_is_given_and_taken_back_by_the_same_button(talk: Talk, ada: Client) -> None:
    post = talk.post()
    address = at(talk, f"p/{post[:10]}/sign/")
    ada.post(address, {"sign": "thanks"})
    html = ada.get(at(talk, f"t/{talk.topic[:10]}/")).content.decode()
    assert re.search(r'value="thanks" aria-pressed="true"', html)
    ada.post(address, {"sign": "thanks"})
    assert not Reaction.objects.filter(commons=talk.slug, on=True).exists()
    ada.post(address, {"sign": "hate"})
    assert Reaction.objects.filter(commons=talk.slug).count() == 1
    assert Client(headers={"Sec-Fetch-Site": "same-origin"}).post(address, {"sign": "thanks"}).status_code == 403


def test_signs_without_end_are_asked_to_wait(talk: Talk, ada: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views_saying, "SIGNS", Rate(2, 3600))
    address = at(talk, f"p/{talk.post()[:10]}/sign/")
    assert [ada.post(address, {"sign": "thanks"}).status_code for _ in range(4)] == [302, 302, 429, 429]
    assert talk.cast.client("bob").post(address, {"sign": "thanks"}).status_code == 302
    assert Reaction.objects.get(commons=talk.slug, on=True).person == person(talk.cast.bob)


def test_a_post_keeps_its_address_wherever_it_moves(talk: Talk, ada: Client) -> None:
    posts = [talk.post(f"post {n}") for n in range(52)]
    lasting = at(talk, f"p/{posts[51][:10]}/")
    assert ada.get(lasting)["Location"] == at(talk, f"t/{talk.topic[:10]}/?page=2#p-{posts[51][:10]}")
    page = ada.get(at(talk, f"t/{talk.topic[:10]}/move/?page=2&post={posts[51][:10]}"))
    assert re.search(rf'value="{posts[51]}" checked', page.content.decode())
    moved = ada.post(
        at(talk, f"t/{talk.topic[:10]}/move/"), {"post": posts[50:], "title": "Elsewhere", "reason": "It is."}
    )
    there = Thread.objects.filter(commons=talk.slug, posts=2)[0]
    assert moved["Location"] == at(talk, f"t/{there.id[:10]}/")
    assert ada.get(lasting)["Location"] == at(talk, f"t/{there.id[:10]}/#p-{posts[51][:10]}")
    back = {"post": posts[50:], "to": f"http://testserver/c/{talk.slug}/social/t/{talk.topic[:10]}/", "reason": "Back."}
    ada.post(at(talk, f"t/{there.id[:10]}/move/"), back)
    assert Thread.objects.get(commons=talk.slug, id=talk.topic).posts == 52


def test_moving_says_what_is_missing_and_is_for_stewards(talk: Talk, ada: Client, bob: Client) -> None:
    post = talk.post()
    address = at(talk, f"t/{talk.topic[:10]}/move/")
    assert bob.get(address).status_code == 403
    for sent, because in (
        ({"title": "x", "reason": "y"}, "Choose the posts"),
        ({"post": [post], "reason": "y"}, "Say where they go"),
        ({"post": [post], "title": "x", "to": "z", "reason": "y"}, "Say where they go"),
        ({"post": [post], "title": "x"}, "Say why"),
        ({"post": [post], "to": "ffffffff", "reason": "y"}, "There is no"),
    ):
        assert because in ada.post(address, sent).content.decode(), because


def test_what_is_new_is_asked_for_by_pieces(talk: Talk) -> None:
    first = talk.post("one")
    talk.post("two")
    place = talk.row(first).position
    html = Client().get(at(talk, f"t/{talk.topic[:10]}/new/?after={place}")).content.decode()
    assert "two" in html
    assert "one<" not in html
    assert f'data-place="{talk.row(first).position + 1}"' in html
    assert "<article" not in Client().get(at(talk, f"t/{talk.topic[:10]}/new/?after={place + 1}")).content.decode()
    for after in ("x", "-1", "9" * 40):
        assert Client().get(at(talk, f"t/{talk.topic[:10]}/new/?after={after}")).status_code == 200


def test_a_preview_is_what_will_stand_there(talk: Talk, bob: Client) -> None:
    text = "**Yes** @Ada Vermeer [x](javascript:alert(1)) <script>alert(1)</script>"
    piece = bob.post(at(talk, "preview/"), {"text": text}).content.decode()
    assert "<strong>Yes</strong>" in piece
    assert "@Ada Vermeer</a>" in piece
    assert "<script" not in piece
    html = bob.post(at(talk, f"t/{talk.topic[:10]}/say/"), {"text": text, "act": "preview"}).content.decode()
    assert "<strong>Yes</strong>" in html
    assert "**Yes**" in html
    html = bob.post(at(talk, "new/"), {"title": "T", "text": text, "act": "preview"}).content.decode()
    assert 'value="T"' in html
    assert not Post.objects.filter(commons=talk.slug).exists()


def test_members_are_suggested_by_name_to_members_only(talk: Talk, bob: Client) -> None:
    html = bob.get(at(talk, "names/?q=ver")).content.decode()
    assert 'value="@Ada Vermeer"' in html
    assert Client().get(at(talk, "names/?q=ver")).content.decode().strip() == ""
    assert bob.get(at(talk, "names/?q=")).content.decode().strip() == ""


def test_a_name_that_two_bear_is_written_as_an_id(talk: Talk, bob: Client) -> None:
    from entredon.testing_cast import key_of

    talk.cast.join(key_of("another Ada"), "Ada Vermeer")
    html = bob.get(at(talk, "names/?q=ada")).content.decode()
    assert html.count('value="@[k:') == 2
    bob.post(at(talk, f"t/{talk.topic[:10]}/say/"), {"text": f"@Ada Vermeer and @[{person(talk.cast.ada)}]"})
    assert newest(talk).mentions == [person(talk.cast.ada)]


def test_naming_a_thousand_people_is_refused_with_a_sentence(talk: Talk, bob: Client) -> None:
    text = " ".join(f"@[k:{n:064x}]" for n in range(200))
    html = bob.post(at(talk, f"t/{talk.topic[:10]}/say/"), {"text": text}).content.decode()
    assert "at most 20 can be named" in html
    text = "@everybody " * 1_000
    bob.post(at(talk, f"t/{talk.topic[:10]}/say/"), {"text": text})
    assert newest(talk).mentions == []


def test_what_is_too_long_is_refused_with_a_sentence_and_kept(talk: Talk, bob: Client) -> None:
    html = bob.post(at(talk, f"t/{talk.topic[:10]}/say/"), {"text": "a" * 1_000_000}).content.decode()
    assert "At most 20000 characters fit here" in html
    assert "a" * 1_000_000 in html
    html = bob.post(at(talk, "new/"), {"title": "t" * 1_000_000, "text": "x"}).content.decode()
    assert "At most 120 characters fit here" in html


def test_what_an_erased_person_said_says_that_it_was_erased(talk: Talk) -> None:
    from entredon.apps.people.entries import Erased
    from entredon.apps.people.entries import SideText as Side

    post = talk.post("About me")
    talk.say(Erased(side=(Side(entry=post, name="text"), Side(entry=talk.topic, name="title"))))
    html = Client().get(at(talk, f"t/{talk.topic[:10]}/")).content.decode()
    assert "A text that was erased" in html
    assert "a topic whose title was erased" in html
    assert "a topic whose title was erased" in Client().get(at(talk, "")).content.decode()


def test_mentions_and_answers_can_be_asked_for_a_person(talk: Talk) -> None:
    ada, bob = person(talk.cast.ada), person(talk.cast.bob)
    post = talk.post("@Ada", mentions=(ada,))
    answer = talk.post("Yes?", talk.cast.ada, answers=post)
    assert [said.id for said in queries.mentions_of(talk.slug, ada)] == [post]
    assert [said.id for said in queries.answers_to(talk.slug, bob)] == [answer]
    assert list(queries.newest(talk.slug)) == [talk.topic]


def test_a_page_of_talk_asks_as_much_however_much_was_said(talk: Talk, ada: Client) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def asked(path: str) -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert ada.get(at(talk, path)).status_code == 200
        if len(seen) > 100:
            import collections

            for q, n in collections.Counter(re.sub("'[^']*'", "?", q["sql"])[:230] for q in seen).most_common(6):
                print(n, q)
        return len(seen)

    def some(count: int) -> None:
        topic = talk.open(f"Topic {count}")
        for n in range(count):
            answers = talk.post(f"{n}", thread=talk.topic)
            talk.post(f"re {n}", talk.eve, thread=talk.topic, answers=answers, mentions=(person(talk.cast.ada),))
            talk.say(Reacted(post=answers, reaction="heart"), talk.cast.ada)
            talk.say(Spoken(thread=topic), talk.eve, text=f"{n}")

    some(2)
    asked(f"t/{talk.topic[:10]}/?page=1")  # what is remembered for good is asked for once
    some(1)
    few = asked(f"t/{talk.topic[:10]}/?page=1"), asked("")
    some(12)
    assert (asked(f"t/{talk.topic[:10]}/?page=1"), asked("")) == few

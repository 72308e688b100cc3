"""What may others know of me? Each text and the picture, seen by everybody, by members, or by nobody but herself."""

import base64
import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from entredon.apps.commons.entries import RoleGiven
from entredon.apps.people import pictures, profile, profile_changes, queries
from entredon.apps.people.entries import Described, Erased, Left
from entredon.apps.people.entries import SideText as Named
from entredon.apps.people.models import KeptClose, Person
from entredon.apps.people.tests.doors import text
from entredon.log import door
from entredon.log.models import Entry, Log, SideText
from entredon.log.registry import Refused
from entredon.testing_cast import Cast, key_of, person

ME = "/c/merel/people/me/"
PROFILE = f"{ME}profile/"
SECRETS = {
    "about": "I keep bees behind the mill",
    "place": "Sint-Amandsberg",
    "skills": "falconry, glassblowing",
    "languages": "Scots",
}
"""What Bob tells, in words that stand nowhere else."""
TRACES = ("bees behind the mill", "Sint-Amandsberg", "falconry", "glassblowing", "Scots")


@pytest.fixture
def cast(db: None) -> Cast:
    cast = Cast.found("merel", draft=False)
    cast.account("ada")
    cast.account("bob")
    return cast


def bob(cast: Cast) -> str:
    return person(cast.bob)


def address(cast: Cast) -> str:
    return f"/c/merel/people/{bob(cast)[:12]}/"


def tell(cast: Cast, seen_by: str, **typed: str) -> Any:
    """Bob tells his secrets (or what is typed) to these."""
    told = {"name": "Bob Bakker", **SECRETS, **typed}
    told |= {f"{name}_seen": seen_by for name in SECRETS if f"{name}_seen" not in typed}
    return cast.client("bob").post(PROFILE, told)


def photo(colour: tuple[int, int, int] = (200, 30, 30), **more: Any) -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (300, 200), colour).save(out, "JPEG", **more)
    return SimpleUploadedFile("me.jpg", out.getvalue(), "image/jpeg")


def show(cast: Cast, seen_by: str, who: str = "bob", **more: Any) -> Any:
    return cast.client(who).post(PROFILE, {"picture": "1", "file": photo(**more), "picture_seen": seen_by})


def everything_a_reader_gets(cast: Cast, who: str) -> str:
    """All pages on which Bob could stand, and what the record itself gives."""
    browser, said = cast.client(who), ""
    looked = ["/", "/c/merel/", "/c/merel/people/", f"{address(cast)}", "/c/merel/record/", "/c/merel/people/roles/"]
    looked += [
        "/c/merel/people/?skill=FALCONRY",
        "/c/merel/people/?language=SCOTS",
        f"/c/merel/value/person/{bob(cast)[:12]}/",
    ]
    for entry in Entry.objects.filter(commons="merel"):
        looked.append(f"/c/merel/e/{entry.id}/")
        looked += [f"/log/merel/side/{entry.id}/{name}" for name in profile.ABOUT_A_PERSON]
        said += bytes(entry.leaf).decode()
    for one in looked:
        answer = browser.get(one)
        assert answer.status_code in (200, 404), one
        if answer.status_code == 200:
            said += answer.content.decode()
    return said


@pytest.mark.parametrize(
    ("seen_by", "readers"), [("everybody", ["", "charlie", "ada", "bob"]), ("members", ["ada", "bob"]), ("me", [])]
)
def test_each_text_is_seen_by_whom_she_chose_and_by_nobody_else(cast: Cast, seen_by: str, readers: list[str]) -> None:
    cast.say(Described(), texts={"about": "I am Ada"})
    for who in ("", "charlie", "ada", "bob"):
        everything_a_reader_gets(cast, who)  # so that pages are kept from before
    assert tell(cast, seen_by).status_code == 302
    assert KeptClose.objects.exists() == (seen_by != "everybody")
    for who in ("", "charlie", "ada", "bob"):
        html = text(cast.client(who).get(address(cast)))
        listed = text(cast.client(who).get("/c/merel/people/"))
        if who in readers:
            assert "bees behind the mill" in html
            assert "falconry" in html
            assert "Scots" in html
            assert "Sint-Amandsberg" in listed
        else:
            found = everything_a_reader_gets(cast, who)
            assert [trace for trace in TRACES if trace in found] == []
    hers = text(cast.client("bob").get(PROFILE))
    assert all(trace in hers for trace in TRACES)


def test_a_steward_sees_no_more_than_any_member(cast: Cast) -> None:
    tell(cast, "me")
    found = everything_a_reader_gets(cast, "ada")
    assert [trace for trace in TRACES if trace in found] == []
    assert cast.client("ada").get(f"{ME}erase/about/").status_code == 302  # hers, where nothing is


def test_from_everybody_to_members_erases_what_stood_in_the_record_and_keeps_it(cast: Cast) -> None:
    tell(cast, "everybody", about="An earlier word about bees")
    tell(cast, "everybody")
    assert SideText.objects.filter(name="about").count() == 2
    answer = tell(cast, "members")
    assert Entry.objects.get(id=answer.url.partition("said=")[2]).kind == "people.erased"
    assert not SideText.objects.filter(
        name__in=list(SECRETS), entry__in=Entry.objects.filter(by=cast.bob.id).values("id")
    ).exists()
    assert set(KeptClose.objects.values_list("name", "seen_by")) == {(name, "members") for name in SECRETS}
    for who in ("", "charlie"):
        found = everything_a_reader_gets(cast, who)
        assert [trace for trace in (*TRACES, "An earlier word") if trace in found] == []
    assert "bees behind the mill" in text(cast.client("ada").get(address(cast)))


def test_from_me_to_everybody_tells_it_in_the_record_and_keeps_nothing_here(cast: Cast) -> None:
    tell(cast, "me")
    before = Entry.objects.count()
    tell(cast, "everybody")
    assert Entry.objects.count() == before + 1
    assert not KeptClose.objects.exists()
    assert "bees behind the mill" in text(cast.client().get(address(cast)))


def test_from_members_to_only_me_is_no_matter_of_the_record(cast: Cast) -> None:
    tell(cast, "members")
    before = Entry.objects.count()
    answer = tell(cast, "me")
    assert "kept=1" in answer.url
    assert "had nothing to do with it" in text(cast.client("bob").get(answer.url))
    assert Entry.objects.count() == before
    assert "bees" not in text(cast.client("ada").get(address(cast)))


def test_several_changes_at_once_go_together_or_not_at_all(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    tell(cast, "everybody", skills="", languages="")
    mixed = {"place_seen": "members", "about_seen": "everybody", "about": "Bees and mills", "skills_seen": "me"}
    stored = (sorted(KeptClose.objects.values_list("name", "text")), SideText.objects.count(), Entry.objects.count())

    def refuses(*_: object, **__: object) -> None:
        raise Refused("Not today.")

    with monkeypatch.context() as broken:
        broken.setattr(door, "append_many", refuses)
        html = text(tell(cast, "members", **mixed))
        assert "Not today." in html
        assert "Bees and mills" in html
    now = (sorted(KeptClose.objects.values_list("name", "text")), SideText.objects.count(), Entry.objects.count())
    assert now == stored
    tell(cast, "members", **mixed)
    kinds = list(Entry.objects.filter(commons="merel").order_by("-index").values_list("kind", flat=True)[:2])
    assert kinds == ["people.erased", "people.described"]
    told = profile.told("merel", Person.objects.get(commons="merel", id=bob(cast)))
    assert told["place"] == profile.Told("Sint-Amandsberg", "members")
    assert told["about"] == profile.Told("Bees and mills", "everybody")
    assert told["skills"] == profile.Told("falconry, glassblowing", "me")
    assert told["languages"] == profile.Told("Scots", "members")


@pytest.mark.parametrize("trouble", [Refused("no"), KeyboardInterrupt(), SystemExit()])
def test_whatever_breaks_in_between_loses_nothing(cast: Cast, monkeypatch, trouble: BaseException, rf: Any) -> None:
    tell(cast, "everybody")
    KeptClose.objects.create(commons="merel", person=bob(cast), name="place", text="an old leftover", seen_by="me")

    def breaks(*_: object, **__: object) -> None:
        raise trouble

    monkeypatch.setattr(profile_changes.saying, "say_these", breaks)
    with pytest.raises(type(trouble)):
        profile_changes.change(rf.get("/"), "merel", bob(cast), {"place": profile.Told("Sint-Amandsberg", "members")})
    assert list(KeptClose.objects.values_list("text", "seen_by")) == [("an old leftover", "me")]
    assert queries.person("merel", bob(cast)).place == "Sint-Amandsberg"


def test_what_is_not_said_is_for_members_at_first(cast: Cast) -> None:
    cast.client("bob").post(PROFILE, {"name": "Bob Bakker", "skills": "welding"})
    assert KeptClose.objects.get().seen_by == "members"
    html = text(cast.client("bob").get(PROFILE))
    assert 'value="members" selected' in html


def test_emptying_what_fewer_see_is_enough_to_be_rid_of_it(cast: Cast) -> None:
    tell(cast, "members")
    tell(cast, "members", about="", place="", skills="", languages="")
    assert not KeptClose.objects.exists()


def test_emptying_what_everybody_sees_says_where_it_is_erased(cast: Cast) -> None:
    tell(cast, "everybody")
    html = text(tell(cast, "everybody", skills=""))
    assert "use “Erase”" in html
    assert queries.skills("merel", bob(cast)) == ("falconry", "glassblowing")


@pytest.mark.parametrize("seen_by", ["everybody", "members", "me"])
def test_all_is_erased_one_by_one_and_at_once(cast: Cast, seen_by: str) -> None:
    browser = cast.client("bob")
    tell(cast, seen_by)
    show(cast, seen_by)
    asks = text(browser.get(f"{ME}erase/skills/"))
    assert "falconry" in asks
    browser.post(f"{ME}erase/skills/")
    assert queries.skills("merel", bob(cast), inside=True) == ()
    assert "falconry" not in text(browser.get(PROFILE))
    asks = text(browser.get(f"{ME}erase/all/"))
    assert all(trace in asks for trace in ("bees", "Sint-Amandsberg", "Scots", "a picture"))
    assert f"person {cast.bob.id[:10]}" in asks
    assert browser.post(f"{ME}erase/all/").status_code == 302
    assert not KeptClose.objects.exists()
    mine = Entry.objects.filter(by=cast.bob.id).values_list("id", flat=True)
    assert not SideText.objects.filter(entry__in=list(mine)).exists()
    assert browser.get(f"{address(cast)}picture").status_code == 404
    assert browser.post(f"{ME}erase/all/").url == ME  # the other tab
    assert "Nobody knows anything of you yet" in text(browser.get(ME))


def test_who_left_changes_nothing_but_erases_also_what_only_members_see(cast: Cast) -> None:
    tell(cast, "members")
    cast.say(Left(), cast.bob)
    browser = cast.client("bob")
    assert browser.get(PROFILE).url == ME
    assert "You have left this commons" in text(tell(cast, "me"))
    assert KeptClose.objects.filter(seen_by="members").count() == 4
    assert "Erase all of it at once" in text(browser.get(ME))
    browser.post(f"{ME}erase/all/")
    assert not KeptClose.objects.exists()


def test_what_was_for_members_is_nobody_s_but_hers_once_she_left(cast: Cast) -> None:
    tell(cast, "members", **SECRETS)
    show(cast, "members")
    assert picture(cast, "ada").status_code == 200
    cast.say(Left(), cast.bob)
    for who in ("ada", "charlie"):
        told = everything_a_reader_gets(cast, who)
        assert [words for words in TRACES if words in told] == [], who
        assert picture(cast, who).status_code == 404
    row = Person.objects.get(commons="merel", id=person(cast.bob))
    assert profile.told("merel", row)["about"].text == SECRETS["about"], "she finds it as before"
    assert picture(cast, "bob").status_code == 200


def test_a_steward_s_erasing_leaves_no_older_text_to_come_up(cast: Cast) -> None:
    tell(cast, "everybody")
    entry = Person.objects.get(commons="merel", id=bob(cast)).texts["about"]
    cast.say(Erased(side=(Named(entry=entry, name="about"),)))
    assert queries.person("merel", bob(cast), inside=True).about == ""


# Words between commas


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("welding, Sewing ,welding,, WELDING", "welding, Sewing"),
        ("a;b\nc,  d   e ", "a, b, c, d e"),
        ("", ""),
        (" , ; ", ""),
        ("<b>bold</b>", "<b>bold</b>"),
    ],
)
def test_skills_are_a_few_words_each_once(cast: Cast, typed: str, kept: str) -> None:
    tell(cast, "members", skills=typed)
    assert ", ".join(queries.skills("merel", bob(cast), inside=True)) == kept
    assert queries.skills("merel", bob(cast)) == ()


@pytest.mark.parametrize("typed", ["x" * 41, ", ".join(f"s{n}" for n in range(13)), "a\x07b", "y" * 401])
def test_too_many_or_too_long_words_are_said_beside_the_field(cast: Cast, typed: str) -> None:
    html = text(tell(cast, "members", skills=typed))
    assert 'aria-invalid="true"' in html
    assert not KeptClose.objects.exists()


@pytest.mark.parametrize("typed", ["Dutch, Frans", "Nederlands, français", "nl, fr", "néerlandais;FRENCH"])
def test_languages_are_the_same_in_whatever_language_they_are_named(cast: Cast, typed: str) -> None:
    tell(cast, "everybody", languages=typed)
    assert queries.languages("merel", bob(cast)) == ("nl", "fr")
    assert "Dutch, French" in text(cast.client("bob").get(PROFILE))
    assert "Bob Bakker" in text(cast.client().get("/c/merel/people/?language=nl"))


def test_a_language_nobody_has_a_name_for_is_kept_as_it_is_called(cast: Cast) -> None:
    tell(cast, "everybody", languages="Bargoens, Lingala")
    assert queries.languages("merel", bob(cast)) == ("Bargoens", "ln")


def test_people_are_found_by_what_they_can_do_and_speak_as_far_as_one_may_know(cast: Cast) -> None:
    tell(cast, "members", skills="Welding", languages="nl", skills_seen="everybody")
    cast.client("ada").post(
        PROFILE,
        {
            "name": "Ada Vermeer",
            "place": "Ghent",
            "place_seen": "everybody",
            "skills": "welding, law",
            "skills_seen": "me",
            "languages": "fr",
            "languages_seen": "everybody",
        },
    )

    def found(who: str, query: str) -> list[str]:
        html = text(cast.client(who).get(f"/c/merel/people/?{query}"))
        return [name for name in ("Ada Vermeer", "Bob Bakker") if f">{name}</a>" in html]

    assert found("", "skill=WELDING") == ["Bob Bakker"]
    assert found("ada", "skill=welding") == ["Bob Bakker"]
    assert found("", "skill=law") == found("bob", "skill=law") == found("ada", "skill=law") == []
    assert found("", "language=nl") == []
    assert found("ada", "language=nl") == ["Bob Bakker"]
    assert found("", "language=fr") == ["Ada Vermeer"]
    assert found("ada", "language=fr&skill=welding") == []
    assert found("", "skill=%3Cscript%3E&language=x%27%22") == []
    assert "Nobody says so" in text(cast.client().get("/c/merel/people/?skill=falconry"))


# The picture


def picture(cast: Cast, who: str, **headers: str) -> Any:
    return cast.client(who).get(f"{address(cast)}picture", headers=headers)


@pytest.mark.parametrize(
    ("seen_by", "readers"), [("everybody", ["", "charlie", "ada", "bob"]), ("members", ["ada", "bob"]), ("me", ["bob"])]
)
def test_a_picture_is_seen_by_whom_she_chose(cast: Cast, seen_by: str, readers: list[str]) -> None:
    assert show(cast, seen_by).status_code == 302
    for who in ("", "charlie", "ada", "bob"):
        answer = picture(cast, who)
        assert answer.status_code == (200 if who in readers else 404)
        others = who in readers and (seen_by != "me")
        for page in (address(cast), "/c/merel/people/"):
            html = text(cast.client(who).get(page))
            assert (f'src="{address(cast)}picture"' in html.partition("<main")[2]) == others, (who, page)
    assert f'src="{address(cast)}picture"' in text(cast.client("bob").get("/c/merel/record/")).partition("<main")[0]
    assert f'src="{address(cast)}picture"' in text(cast.client("bob").get(PROFILE))


def test_who_shows_her_picture_to_everybody_has_it_wherever_faces_stand(cast: Cast) -> None:
    show(cast, "everybody")
    cast.say(RoleGiven(person=person(cast.bob), role="steward"))
    where = f'src="{profile.picture_address("merel", person(cast.bob))}"'
    for path in ("/c/merel/", "/c/merel/people/roles/", "/c/merel/join/"):
        assert where in cast.client().get(path).content.decode(), path


def test_a_picture_is_served_as_a_picture_and_as_nothing_else(cast: Cast) -> None:
    show(cast, "everybody")
    answer = picture(cast, "")
    assert answer["Content-Type"] == "image/webp"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["Cache-Control"] == "private, no-cache"
    assert "Set-Cookie" not in answer
    again = picture(cast, "", **{"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    show(cast, "members")
    assert picture(cast, "ada")["Cache-Control"] == "no-store"
    assert "ETag" not in picture(cast, "ada")


def test_who_has_the_picture_still_in_her_browser_loses_it_with_the_erasing(cast: Cast) -> None:
    show(cast, "everybody")
    etag = picture(cast, "")["ETag"]
    cast.client("bob").post(f"{ME}erase/picture/")
    assert picture(cast, "", **{"If-None-Match": etag}).status_code == 404


def test_a_new_picture_erases_the_one_before(cast: Cast) -> None:
    show(cast, "everybody")
    first = picture(cast, "").content
    show(cast, "everybody", colour=(10, 200, 10))
    assert SideText.objects.filter(name="picture").count() == 1
    assert picture(cast, "").content != first


def test_who_sees_the_picture_is_changed_without_sending_it_again(cast: Cast) -> None:
    show(cast, "everybody")
    before = picture(cast, "").content
    cast.client("bob").post(PROFILE, {"picture": "1", "picture_seen": "members"})
    assert picture(cast, "").status_code == 404
    assert picture(cast, "ada").content == before
    assert not SideText.objects.filter(name="picture").exists()


def test_nothing_of_the_file_is_kept_anywhere(cast: Cast, settings: Any) -> None:
    exif = Image.Exif()
    exif[270] = "entredon-trace-of-the-camera"
    for seen_by in ("members", "everybody"):
        show(cast, seen_by, exif=exif)
    for row in (*SideText.objects.filter(name="picture"), *KeptClose.objects.all()):
        assert b"trace" not in base64.b64decode(row.text)
    files = [path for path in settings.ENTREDON_HOME.rglob("*") if path.is_file()]
    assert not any(b"entredon-trace" in path.read_bytes() for path in files)


@pytest.mark.parametrize(
    ("content", "because"),
    [
        (b"", "not a picture we can read"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "not a picture we can read"),
        (b"\xff\xd8\xff" + b"x" * 100, "not a picture|broken"),
        (b"\0" * (pictures.MOST_BYTES + 1), "more than 8 megabytes"),
    ],
    ids=["empty", "SVG", "broken", "large"],
)
def test_what_is_wrong_with_a_file_is_said_beside_it(cast: Cast, content: bytes, because: str) -> None:
    file = SimpleUploadedFile("x.png", content, "image/png")
    html = text(cast.client("bob").post(PROFILE, {"picture": "1", "file": file, "picture_seen": "everybody"}))
    assert any(one in html for one in because.split("|"))
    assert 'id="id_file-wrong"' in html
    assert not KeptClose.objects.exists()


def test_no_file_is_no_picture(cast: Cast) -> None:
    html = text(cast.client("bob").post(PROFILE, {"picture": "1", "picture_seen": "everybody"}))
    assert "Choose a picture first." in html


def test_a_large_file_is_never_on_the_disk(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object, **__: object) -> None:
        raise AssertionError("a temporary file")

    monkeypatch.setattr("django.core.files.uploadedfile.TemporaryUploadedFile.__init__", never)
    file = SimpleUploadedFile("x.png", b"\0" * 20_000_000, "image/png")
    assert "8 megabytes" in text(cast.client("bob").post(PROFILE, {"picture": "1", "file": file}))


def test_what_somebody_signed_elsewhere_as_a_picture_is_shown_only_if_it_is_one(cast: Cast) -> None:
    script = base64.b64encode(b"<script>alert(1)</script>").decode()
    for told in (script, "not base64 <b>", "A" * 60_000):
        cast.say(Described(), cast.bob, texts={"picture": told})
        assert picture(cast, "").status_code == 404
        assert "<b>" not in text(cast.client().get(address(cast)))


@pytest.mark.parametrize("asked", ["k:", "k:%25", "k:__________", "p:0000000000", "x", "k:" + "0" * 64, "k:0000000000"])
def test_there_is_no_picture_of_nobody(cast: Cast, asked: str) -> None:
    show(cast, "everybody")
    assert cast.client().get(f"/c/merel/people/{asked}/picture").status_code == 404


def test_a_draft_shows_no_pictures_outside(db: None) -> None:
    cast = Cast.found("merel")
    show(cast, "everybody")
    assert picture(cast, "").status_code == picture(cast, "charlie").status_code == 404
    assert picture(cast, "ada").status_code == 200


def test_a_profile_is_changed_by_its_owner_only_whatever_is_sent(cast: Cast) -> None:
    cast.join(key_of("eve of merel"), "Eve")
    before = sorted(SideText.objects.values_list("entry", "name"))
    sent = {"name": "X", "about": "Y", "person": bob(cast), "commons": "other", "id": bob(cast), "seen_by": "everybody"}
    for who in ("", "charlie"):
        assert cast.client(who).post(PROFILE, sent).status_code == 403
    assert sorted(SideText.objects.values_list("entry", "name")) == before
    cast.client("ada").post(PROFILE, sent)
    assert queries.person("merel", bob(cast)).name == "Bob Bakker"


def test_pages_made_before_a_private_change_are_made_anew(cast: Cast) -> None:
    tell(cast, "members")
    assert "bees behind" in text(cast.client("ada").get(address(cast)))
    shown = private_changes()
    tell(cast, "me")
    assert private_changes() == shown + 1
    assert "bees behind" not in text(cast.client("ada").get(address(cast)))


def private_changes() -> int:
    return int(Log.objects.get(slug="merel").shown)


@pytest.mark.parametrize(
    ("said", "called"),
    [("Bo\u202eb\n\tB", "Bo b B"), ("x" * 90_000, "x" * 200), ("\u200b", ""), ("Zoë 🐝", "Zoë 🐝")],
)
def test_a_name_signed_elsewhere_is_one_short_line_on_every_page(cast: Cast, said: str, called: str) -> None:
    cast.say(Described(), cast.bob, texts={"name": said, "place": said})
    bob = person(cast.bob)
    shown = queries.person("merel", bob)
    assert shown.name == (called or queries.nameless(bob))
    assert shown.place == called
    assert queries.names("merel")[bob] == shown.name
    assert {one.name for one in queries.members("merel") if one.id == bob} == {shown.name}

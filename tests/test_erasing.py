"""Erasing somebody: afterwards nothing of what she typed lies in any file, the record is sound, and she is nobody here."""

import re
import shutil
import sqlite3
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import connection
from django.urls import reverse

from entredon.apps.commons.entries import RoleGiven
from entredon.apps.people import erasing, erasing_texts, whose
from entredon.apps.people.models import Account, JoinRequest, Nomination, Person, Persona, RecoveryAsked
from entredon.apps.work.entries_pages import PageWritten
from entredon.desk import waiting
from entredon.desk.models import Message
from entredon.log import held, mirror, overwritten, pages, personal, verify_here
from entredon.log.models import HeldKey, SideText
from entredon.log.served import Node
from entredon.pure.log.keys import b64
from entredon.testing_cast import key_of, person
from tests.erasing_world import EMAIL, MARKERS, dora, files, letter, marker, signed_in, traces

pytestmark = pytest.mark.django_db(transaction=True)
HER = person(key_of("dora of merel"))


@pytest.fixture
def sound(tmp_path):
    """Verifies the record of a commons with all its rules; an empty list is a sound one."""

    def verified(slug="merel"):
        folder = tmp_path / f"verified-{len(list(tmp_path.iterdir()))}"
        folder.mkdir()
        verdict = verify_here.verify(slug, folder)
        return [] if verdict.verdict == "sound" else [verdict.verdict, *verdict.faults]

    return verified


def test_what_she_typed_is_found_before_and_nowhere_after(cast):
    account = dora(cast)
    found = {one for ones in traces([*MARKERS, EMAIL]).values() for one in ones}
    assert found == {*MARKERS, EMAIL}, "a marker that is not there proves nothing"
    page = signed_in(account).post(reverse("people_erase"), {"typed": EMAIL.upper()}, follow=True)
    assert page.redirect_chain[-1][0] == reverse("people_erased")
    assert "Is it all gone?" in page.content.decode()
    assert traces([*MARKERS, EMAIL, EMAIL.partition("@")[0]]) == {}


def test_the_write_ahead_log_is_cut_to_nothing(cast):
    erasing.erase([dora(cast)])
    database = Path(connection.settings_dict["NAME"])
    assert database.with_name(f"{database.name}-wal").stat().st_size == 0


def test_the_record_is_sound_before_and_after_and_says_what_was_erased(cast, sound):
    account = dora(cast)
    assert sound() == []
    erasing.erase([account])
    assert sound() == []
    assert not SideText.objects.filter(commons="merel", text__contains="Zqx").exists()
    assert erasing_texts.texts_of("merel", [HER]) == {HER: []}
    assert not Person.objects.get(commons="merel", id=HER).member


def test_she_is_signed_out_everywhere_and_nobody_can_sign_as_her(cast):
    account = dora(cast)
    elsewhere = signed_in(account)
    browser = signed_in(account)
    browser.post(reverse("people_erase"), {"typed": EMAIL})
    assert [row for row in Session.objects.all() if row.get_decoded().get("_auth_user_id") == str(account.pk)] == []
    for one in (browser, elsewhere):
        assert one.get(reverse("people_account")).status_code == 302
    assert not Account.objects.filter(email=EMAIL).exists()
    assert not Persona.objects.filter(person=HER).exists()
    assert not HeldKey.objects.filter(id=key_of("dora of merel").id).exists()


def test_what_is_others_stays(cast):
    account = dora(cast)
    erasing.erase([account])
    answered = Message.objects.get(text="His own words")
    assert (answered.answer, answered.answered_by, bool(answered.answered)) == ("", "", True)
    assert JoinRequest.objects.get(account=cast.account("charlie")).state == "declined"
    assert SideText.objects.filter(commons="merel", text="Ada Vermeer").exists()
    letters = [data.decode() for path, data in files().items() if "/mail/" in path]
    assert len(letters) == 1
    assert "[…] asks to be let in:\n\n[…]\n\nGo and see." in letters[0]


def test_nominations_of_her_and_by_her_end(cast):
    erasing.erase([dora(cast)])
    assert set(Nomination.objects.filter(commons="merel").values_list("state", flat=True)) == {"withdrawn"}


@pytest.mark.parametrize("typed", ["", "somebody@example.org", "ERASE", " "])
def test_nothing_goes_unless_her_own_address_or_name_was_typed(cast, typed):
    account = dora(cast)
    page = signed_in(account).post(reverse("people_erase"), {"typed": typed})
    assert page.status_code == 200
    assert Account.objects.filter(pk=account.pk).exists()
    assert SideText.objects.filter(text=marker("Name")).exists()


def test_her_name_will_do_too(cast):
    account = dora(cast)
    assert signed_in(account).post(reverse("people_erase"), {"typed": marker("Account").lower()}).status_code == 302
    assert not Account.objects.filter(pk=account.pk).exists()


def test_the_last_steward_hands_over_first(cast, sound):
    ada = cast.account("ada")
    page = signed_in(ada).get(reverse("people_erase")).content.decode()
    assert "Hand over first" in page
    assert reverse("commons:roles", args=["merel"]) in page
    refused = signed_in(ada).post(reverse("people_erase"), {"typed": ada.email}).content.decode()
    assert "Hand over first: without you nobody looks after the rules of merel." in refused
    assert Account.objects.filter(pk=ada.pk).exists()
    assert SideText.objects.filter(text="Ada Vermeer").exists()
    cast.say(RoleGiven(person=person(cast.bob), role="steward"))
    assert signed_in(ada).post(reverse("people_erase"), {"typed": ada.email}).status_code == 302
    assert not Account.objects.filter(pk=ada.pk).exists()
    assert sound() == []


def test_who_is_alone_in_a_commons_can_be_forgotten_and_her_number_stays_its_steward(cast, sound):
    ada, bob = cast.account("ada"), cast.account("bob")
    erasing.erase([bob])
    erasing.erase([ada])
    assert not SideText.objects.filter(commons="merel", name__in=["name", "place"]).exists()
    assert Person.objects.get(commons="merel", id=person(cast.ada)).roles == ["steward"]
    assert sound() == []


@pytest.mark.parametrize("broken", ["folders", "record", "rows", "files"])
def test_whatever_breaks_off_doing_it_again_finishes_it(cast, monkeypatch, broken, sound):
    account = dora(cast)

    def breaks(*_args, **_words):
        raise OSError("the power went")

    where = {
        "folders": (personal, "folders"),
        "record": (erasing_texts, "say"),
        "rows": (erasing, "forget_rows"),
        "files": (erasing.overwriting, "clean"),
    }[broken]
    with monkeypatch.context() as patch:
        patch.setattr(*where, breaks)
        with pytest.raises(OSError, match="the power went"):
            erasing.erase([account])
    assert sound() == []
    left = Account.objects.filter(pk=account.pk).first()
    assert (left is None) == (broken == "files"), "as long as anything is left, she can press the button again"
    if left is not None:
        erasing.erase([left])
    else:
        assert overwritten.fold()
    assert traces([*MARKERS, EMAIL]) == {}
    assert sound() == []


def test_rows_go_all_or_none(cast, monkeypatch):
    account = dora(cast)
    monkeypatch.setattr(erasing.forgetting, "queued_words", lambda texts: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        erasing.erase([account])
    assert Persona.objects.filter(account=account).exists()
    assert Message.objects.filter(account=str(account.pk)).exists()


def test_who_holds_her_key_herself_loses_her_texts_here_and_reads_what_to_sign(cast, sound):
    account = dora(cast)
    HeldKey.objects.filter(id=key_of("dora of merel").id).delete()
    page = signed_in(account).get(reverse("people_erase")).content.decode()
    assert "entredon sign http://testserver/c/merel/ people.erased" in page
    assert "people.left" in page
    done = erasing.erase([account])
    assert sum(len(pairs) for pairs in done.unsaid.values()) >= 4
    assert traces([*MARKERS, EMAIL]) == {}
    assert sound() == [], "an absent text is withheld, no fault"


def test_an_outside_copy_drops_the_texts_at_its_next_run(cast, tmp_path):
    account = dora(cast)
    copy = tmp_path / "copy"
    mirror.Mirror(Node("merel"), copy).run()
    assert any(marker("Name").encode() in path.read_bytes() for path in copy.rglob("*") if path.is_file())
    erasing.erase([account])
    mirror.Mirror(Node("merel"), copy).run()
    # The whole words: three letters of them stand in so many signatures by chance.
    left = [path for path in copy.rglob("*") if path.is_file() for one in MARKERS if one.encode() in path.read_bytes()]
    assert left == []


def test_while_somebody_reads_the_files_are_cleaned_later(cast, monkeypatch):
    monkeypatch.setattr(overwritten, "PATIENCE", 0.05)
    account = dora(cast)
    reader = sqlite3.connect(connection.settings_dict["NAME"])
    reader.execute("BEGIN")
    reader.execute("SELECT COUNT(*) FROM log_sidetext").fetchone()
    assert erasing.erase([account]).clean is False
    reader.rollback()
    reader.close()
    assert erasing.overwriting.clean() is True
    assert traces([*MARKERS, EMAIL]) == {}


def test_a_database_from_before_is_written_anew_once(cast):
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA secure_delete = OFF")
    account = dora(cast)
    SideText.objects.filter(text__contains="Zqx").delete()
    Account.objects.filter(pk=account.pk).update(name="x")
    said: list[str] = []
    overwritten.fold()
    before = Path(connection.settings_dict["NAME"]).read_bytes()
    assert marker("About").encode() in before, "nothing to show this with"
    overwritten.write_anew_once(said.append)
    assert marker("About").encode() not in Path(connection.settings_dict["NAME"]).read_bytes()
    assert len(said) == 1
    overwritten.write_anew_once(said.append)
    assert len(said) == 1
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA secure_delete = ON")


def test_every_connection_overwrites_what_it_deletes(db):
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA secure_delete")
        assert cursor.fetchone()[0] == 1


def test_many_are_forgotten_at_once(cast, sound):
    accounts = []
    for n in range(20):
        key = key_of(f"number {n}")
        cast.join(key, f"Zqxnumber{n}z")
        account = Account.objects.create_user(f"zqxmany{n}@example.org")
        cast.holds(account, key)
        accounts.append(account)
    done = erasing.erase(accounts)
    assert (done.accounts, done.texts, done.unsaid) == (20, 20, {})
    assert traces([f"zqxmany{n}@" for n in range(20)] + [f"Zqxnumber{n}z" for n in range(20)]) == {}
    assert sound() == []


def test_what_the_law_keeps_is_named_with_its_end(cast, settings):
    settings.ENTREDON_BOOKS_YEARS = 7
    assert personal.books_end("2026-03-04T10:00:00Z").isoformat() == "2033-12-31"
    assert personal.kept_by_law(whose.of([dora(cast)])) == []


def test_a_zip_that_lies_here_goes_too(cast):
    from entredon.apps.people import exporting_zip

    account = dora(cast)
    path = exporting_zip.write(account, exporting_zip.fresh_name(str(account.pk)))
    with zipfile.ZipFile(BytesIO(path.read_bytes())) as packed:
        assert marker("About") in packed.read("index.html").decode()
    erasing.erase([account])
    assert not path.exists()
    assert [path for path in files() if re.search(r"\.zip", path)] == []
    shutil.rmtree(path.parent)


def test_what_she_wrote_as_a_visitor_goes_however_she_wrote_her_address(cast):
    account = dora(cast)
    written = EMAIL.replace("zqx", "Zqx")
    Message.objects.create(commons="merel", about="objection", address=written, text="As a visitor")
    erasing.erase([account])
    assert not Message.objects.filter(address=written).exists()


def test_what_waits_for_a_longer_address_is_somebody_elses(cast):
    account = dora(cast)
    other = waiting.keep("people.newcomer", "", {"email": f"{EMAIL}.example", "name": "", "password": "x", "leads": ""})
    hers = waiting.keep("people.newcomer", "", {"email": EMAIL.upper(), "name": "", "password": "x", "leads": ""})
    shown = {row.pk for row in personal._held["desk.Waiting"].rows(whose.of([account]))}
    assert waiting.digest(other) not in shown
    assert waiting.digest(hers) in shown
    erasing.erase([account])
    assert waiting.find(other) is not None
    assert waiting.find(hers) is None


def test_a_session_that_stopped_before_the_second_step_goes_too(cast):
    account = dora(cast)
    begun = SessionStore()
    begun["account_login"] = {"user_pk": str(account.pk), "email": EMAIL}
    begun.save()
    erasing.erase([account])
    assert not Session.objects.filter(pk=begun.session_key).exists()


def test_a_key_that_waited_to_let_her_back_in_is_thrown_away(cast):
    account, key = dora(cast), key_of("dora anew")
    held.hold("merel", "hosted", key)
    given = {"alg": "ed25519", "public": b64(key.public), "custody": "hosted"}
    RecoveryAsked.objects.create(commons="merel", account=account, person=HER, given=given)
    erasing.erase([account])
    assert held.held(key.id) is None


# What she gave to all


PAGE = [marker("PageTitle"), marker("PageText")]


def a_page(cast):
    """A page of knowledge by Dora, on which Bob wrote after her; returns her account, her revision and his."""
    account, key = dora(cast), key_of("dora of merel")
    texts = {"title": PAGE[0], "text": PAGE[1], "reason": marker("PageReason")}
    first = cast.say(PageWritten(address="gears"), key, texts=texts)
    second = cast.say(PageWritten(page=first, parent=first), cast.bob, texts={"title": "Gears", "text": "By Bob"})
    return account, first, second


def test_what_she_wrote_in_pages_of_knowledge_stays_without_her_name(cast, sound):
    account, first, _second = a_page(cast)
    page = signed_in(account).get(reverse("people_erase")).content.decode()
    assert "Erase also what I wrote in pages of knowledge" in page
    assert "(2 texts)" in page
    signed_in(account).post(reverse("people_erase"), {"typed": EMAIL})
    assert traces([*MARKERS, EMAIL, marker("PageReason")]) == {}
    assert set(SideText.objects.filter(entry=first).values_list("text", flat=True)) == set(PAGE)
    assert erasing_texts.texts_of("merel", [HER], given_too=False) == {HER: []}
    pages.changed("merel")
    shown = (
        cast.client("bob").get(reverse("work:page_revision", args=["merel", "commons", "gears", 1])).content.decode()
    )
    assert PAGE[1] in shown
    assert marker("Name") not in shown
    assert f"person {HER[2:12]}" in shown
    assert sound() == []


def test_if_she_ticks_it_they_go_too(cast, sound):
    account, first, second = a_page(cast)
    signed_in(account).post(reverse("people_erase"), {"typed": EMAIL, "pages_too": "on"})
    assert traces([*MARKERS, EMAIL, marker("PageReason"), *PAGE]) == {}
    assert not SideText.objects.filter(entry=first).exists()
    assert SideText.objects.get(entry=second, name="text").text == "By Bob"
    assert erasing_texts.texts_of("merel", [HER]) == {HER: []}
    shown = (
        cast.client("bob").get(reverse("work:page_revision", args=["merel", "commons", "gears", 1])).content.decode()
    )
    assert "The text of this revision was erased." in shown
    assert sound() == []


def test_who_holds_her_key_herself_reads_what_to_sign_for_her_pages_apart(cast):
    account, first, _second = a_page(cast)
    HeldKey.objects.filter(id=key_of("dora of merel").id).delete()
    page = signed_in(account).get(reverse("people_erase")).content.decode()
    before, after = page.split("And if your pages of knowledge should go too:")
    named = f"{first}&quot;,&quot;name&quot;:&quot;text"
    assert named not in before, "only why she wrote goes anyway"
    assert named in after
    done = erasing.erase([account])
    assert (first, "text") not in done.unsaid["merel"]
    assert SideText.objects.filter(entry=first, name="text").exists()


def test_letters_keep_words_that_stay(cast):
    account, _first, _second = a_page(cast)
    letter("ada@example.org", f"Look at {PAGE[0]}.")
    erasing.erase([account])
    assert any(PAGE[0].encode() in data for path, data in files().items() if "/mail/" in path)

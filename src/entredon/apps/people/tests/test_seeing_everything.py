"""What is held about somebody: on a page by subject, and in a file to take away. Nobody else gets it."""

import io
import json
import os
import re
import time
import zipfile

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from entredon.apps.people import erasing, exporting_views, exporting_zip, whose
from entredon.apps.people.models import Account, JoinRequest, RecoveryAsked
from entredon.desk import waiting
from entredon.desk.models import Job, Message, Report
from entredon.log import personal
from entredon.testing_cast import key_of, person
from tests.erasing_world import EMAIL, MARKERS, dora, marker, prove, signed_in

pytestmark = pytest.mark.django_db
OTHERS = {marker("AboutHer")}


def packed(response):
    return zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content)))


@pytest.fixture
def her(cast):
    return dora(cast)


@pytest.fixture
def taken(her):
    with packed(signed_in(her).post(reverse("people_everything"))) as file:
        yield {name: file.read(name) for name in file.namelist()}


def test_the_page_shows_all_of_it_by_subject(her):
    page = signed_in(her).get(reverse("people_everything")).content.decode()
    assert "What is held about me here?" in page
    assert [one for one in MARKERS if one not in page and one != marker("Letter")] == []


def test_the_file_holds_everything_she_typed(taken):
    data = b"".join(content for name, content in taken.items() if name.endswith(".json")).decode()
    assert [one for one in MARKERS if one not in data and one != marker("Letter")] == []


def test_every_file_of_it_is_json_that_programs_read(taken):
    rows = {name: json.loads(data) for name, data in taken.items() if name.endswith(".json")}
    account = rows["data/people.account.json"]
    assert [row["email"] for row in account] == [EMAIL]
    signed = rows["data/entries.json"]
    assert [row["kind"] for row in signed][:2] == ["people.joined", "people.described"]
    assert json.loads(signed[0]["leaf"].splitlines()[0])["kind"] == "people.joined"
    assert rows["data/person.json"][0]["member"] is True
    assert {row["reason"] for row in rows["data/nominations.json"]} == {marker("Reason"), marker("AboutHer")}


def test_no_secret_is_in_it(her, taken):
    everything = b"".join(taken.values())
    for secret in (her.password.encode(), b"a" * 64, b"e" * 64, b"f" * 64, b"g" * 64):
        assert secret not in everything
    assert "a hash of your password" in taken["index.html"].decode()


def test_its_index_asks_nobody_for_anything(taken):
    index = taken["index.html"].decode()
    assert marker("About") in index
    assert re.findall(r"(?:src|href)=\"(?!#|data/|pictures/)[^\"]*\"", index) == []
    assert "http" not in re.sub(r"<dd>.*?</dd>", "", index, flags=re.DOTALL).replace("http-equiv", "")
    assert "<script" not in index


def test_what_was_typed_is_no_code_in_the_index(her):
    Message.objects.create(commons="merel", about="idea", account=str(her.pk), text="<script>alert(1)</script>")
    with packed(signed_in(her).post(reverse("people_everything"))) as file:
        assert b"<script" not in file.read("index.html")


def test_the_readme_says_what_it_is(taken):
    readme = taken["README.txt"].decode()
    assert f"All that was held about {EMAIL}" in readme
    assert "data/people.account.json" in readme


def test_what_is_sent_at_once_never_lies_here(her):
    packed(signed_in(her).post(reverse("people_everything"))).close()
    assert list(exporting_zip.folder().iterdir()) == []


def test_what_is_much_is_made_in_the_background_and_fetched_by_her_alone(her, cast, monkeypatch):
    monkeypatch.setattr(exporting_views, "LARGE", 1)
    browser = signed_in(her)
    page = browser.post(reverse("people_everything"))
    job = Job.objects.get(work="people.everything")
    assert page.headers["Location"] == reverse("desk:job", args=[job.id])
    assert job.state == "done", job.said
    with packed(browser.get(job.leads)) as file:
        assert marker("About") in file.read("index.html").decode()
    bob = cast.account("bob")
    assert signed_in(bob).get(job.leads).status_code == 404
    assert cast.client().get(job.leads).status_code == 302


def test_after_a_day_it_is_gone(her):
    account = str(her.pk)
    path = exporting_zip.write(her, exporting_zip.fresh_name(account))
    assert exporting_zip.find(path.name, account) == path
    old = time.time() - exporting_zip.DAY - 60
    os.utime(path, (old, old))
    assert exporting_zip.find(path.name, account) is None
    exporting_zip.sweep()
    assert not path.exists()


@pytest.mark.parametrize("when", ["while it is made", "when it gets its name"])
def test_a_file_that_was_under_way_while_she_was_forgotten_stays_nowhere(her, monkeypatch, when):
    name, folder = exporting_zip.fresh_name(str(her.pk)), exporting_zip.folder()

    def made(file, account, progress):
        file.write(b"all of hers")
        if when == "while it is made":
            erasing.erase([Account.objects.get(pk=account.pk)])

    really = os.replace

    def named(draft, path):
        monkeypatch.setattr(os, "replace", really)
        erasing.erase([Account.objects.get(pk=her.pk)])
        os.replace(draft, path)

    monkeypatch.setattr(exporting_zip, "fill", made)
    if when == "when it gets its name":
        monkeypatch.setattr(os, "replace", named)
    with pytest.raises((Account.DoesNotExist, FileNotFoundError)):
        exporting_zip.write(her, name)
    assert [path for path in folder.iterdir() if path.name.startswith(f"{her.pk}-")] == []


def test_who_else_asked_to_be_her_is_not_told_to_her(her, cast):
    other = Account.objects.create_user("zqx-other@example.org")
    RecoveryAsked.objects.create(
        commons="merel", account=other, person=person(key_of("dora of merel")), message="ZqxOthersWords", given={}
    )
    (table,) = [table for table in personal.tables() if table.label == "people.RecoveryAsked"]
    who = whose.of([her])
    rows = [table.told(row) for row in table.rows(who)]
    theirs = [row for row in rows if "message" not in row]
    assert len(theirs) == 1
    assert "account" not in theirs[0]
    assert "ZqxOthersWords" not in str(rows)
    assert marker("Recovery") in str(rows), "her own words are there"
    assert "ZqxOthersWords" not in list(table.words(who))


def test_only_its_owner_may_read_the_file_on_disk(her):
    path = exporting_zip.write(her, exporting_zip.fresh_name(str(her.pk)))
    assert path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("name", ["../secret.key", "1-zz.zip", "%2e%2e", f"1-{'0' * 32}.zip.new"])
def test_no_name_leads_elsewhere(her, name):
    assert exporting_zip.find(name, "1") is None


@pytest.mark.parametrize("view", ["people_everything", "people_erase"])
def test_both_ask_once_more_whether_it_is_she(her, cast, view):
    browser = cast.client()
    browser.force_login(her)
    asked = browser.get(reverse(view))
    assert asked.headers["Location"].startswith(reverse("account_reauthenticate"))
    assert browser.post(reverse(view), {"typed": EMAIL}).status_code == 302
    assert Message.objects.filter(text=marker("Message")).exists()
    prove(browser, her)
    assert browser.get(reverse(view)).status_code == 200


def test_who_has_no_password_proves_it_by_a_link(cast):
    bob = cast.account("bob")
    bob.set_unusable_password()
    bob.save()
    browser = Client(headers={"Sec-Fetch-Site": "same-origin"})
    browser.force_login(bob)  # and came in long ago
    asked = browser.get(reverse("people_erase"))
    assert asked.headers["Location"] == f"{reverse('people_again')}?next=%2Faccount%2Ferase%2F"
    assert bob.email in browser.get(asked.headers["Location"]).content.decode()
    browser.post(reverse("people_again"), {"next": reverse("people_erase")})
    letter = str(mail.outbox[-1].body)
    link = re.search(r"/account/link/[^/\s]+/", letter)
    assert link is not None
    came = browser.post(link.group(), {})
    assert came.headers["Location"] == reverse("people_erase")
    assert browser.get(reverse("people_erase")).status_code == 200


def test_a_visitor_signs_in_first(cast):
    for view in ("people_everything", "people_erase", "people_again"):
        assert reverse("account_login") in cast.client().get(reverse(view)).headers["Location"]


def test_who_answered_as_a_steward_is_not_told_who_wrote(cast):
    ada = cast.account("ada")
    given = {
        "commons": "merel",
        "address": "zqx-quiet@example.org",
        "text": "ZqxQuietly",
        "answered_by": person(cast.ada),
    }
    Message.objects.create(about="objection", answer="ZqxOfAda", **given)
    Report.objects.create(token="q" * 64, about="/c/merel/", why="other", answer="ZqxOfAda", **given)
    JoinRequest.objects.create(
        commons="merel", account=cast.account("charlie"), message="ZqxQuietly", answered_by=person(cast.ada)
    )
    with packed(signed_in(ada).post(reverse("people_everything"))) as file:
        data = b"".join(file.read(name) for name in file.namelist()).decode()
    assert data.count("ZqxOfAda") >= 2
    assert "ZqxQuietly" not in data
    assert "zqx-quiet" not in data


def test_the_hash_of_a_password_is_not_in_it(cast):
    ada = cast.account("ada")
    waiting.keep("people.newcomer", "", {"email": ada.email, "name": "", "password": "ZqxHash", "leads": ""})
    with packed(signed_in(ada).post(reverse("people_everything"))) as file:
        assert "ZqxHash" not in b"".join(file.read(name) for name in file.namelist()).decode()

"""What should not be here is reported by anybody, acknowledged at once, answered with a reason, and can be appealed once."""

import pytest
from django.core import mail
from django.test import Client

from entredon.apps.commons.entries import Published, RoleGiven
from entredon.apps.people.entries import Described
from entredon.apps.people.tests.letters import last, path_in
from entredon.cli.main import run_command
from entredon.desk.models import Report
from entredon.log.models import SideText
from entredon.testing_cast import Cast, person

ABOUT = "/c/merel/people/"
HERS = {"about": ABOUT, "why": "me", "text": "My name stands there.", "address": "vera@example.org"}


@pytest.fixture
def open_cast(cast: Cast) -> Cast:
    """A public commons; Ada, its steward, has an account."""
    cast.say(Published())
    cast.account("ada")
    return cast


def read(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


SMALL = "UklGRjgAAABXRUJQVlA4ICwAAADwAwCdASpAAEAAPzmczl8vKyolIggB4CcJaQAW30CY08a7Pzb3TqIAAAAAAA=="
"""A picture of somebody, small and grey."""


def reported(cast: Cast, **changes: str) -> str:
    """A visitor reports something; returns the path of her page about it."""
    answer = cast.client().post("/report", {**HERS, **changes})
    assert answer.status_code == 302, answer.content.decode()
    return answer.url


def answer(cast: Cast, who: str, kept: str, text: str) -> int:
    one = Report.objects.get()
    return cast.client(who).post(f"/c/merel/reports/{one.pk}/", {"kept": kept, "text": text}).status_code


def test_a_visitor_reports_a_page_and_has_an_acknowledgement_at_once(open_cast: Cast) -> None:
    mine = reported(open_cast)
    page = read(open_cast.client(), mine)
    assert "waits for an answer" in page
    assert "My name stands there." in page
    assert path_in(last("vera@example.org")) == mine
    assert "My name stands there." in last("ada@example.org")


def test_a_steward_finds_what_waits_from_her_pages_and_others_do_not(open_cast: Cast) -> None:
    link = 'href="/c/merel/reports/"'
    ada = open_cast.client("ada")
    assert link in read(ada, "/c/merel/write/all/")
    assert link not in read(ada, "/c/merel/")
    reported(open_cast)
    for path in ("/c/merel/", "/account/"):
        assert link in read(ada, path)
    assert link not in read(open_cast.client(), "/c/merel/")
    assert answer(open_cast, "ada", "yes", "It may stand there.") == 302
    assert link not in read(ada, "/c/merel/")


def test_nobody_has_letters_with_words_of_hers_sent_to_addresses_that_may_be_anybodys(open_cast: Cast) -> None:
    open_cast.client().post("/report", {**HERS, "text": "Buy my pills."})
    open_cast.client("bob").post("/report", {**HERS, "text": "It is me, Bob."})
    letters = {letter.to[0]: str(letter.body) for letter in mail.outbox}
    assert "Buy my pills." not in letters["vera@example.org"]
    assert "It is me, Bob." in letters["bob@example.org"]


def test_without_an_address_the_answer_stands_on_her_page(open_cast: Cast) -> None:
    mine = reported(open_cast, address="")
    assert [letter.to for letter in mail.outbox] == [["ada@example.org"]]
    assert answer(open_cast, "ada", "no", "We took it out.") == 302
    page = read(open_cast.client(), mine)
    assert "it goes, or was changed" in page
    assert "We took it out." in page
    assert "Ada Vermeer" in page


def test_each_page_of_a_commons_and_of_the_place_leads_to_reporting_it(open_cast: Cast) -> None:
    for path in ("/", "/c/merel/", "/c/merel/people/", "/c/merel/record/", "/c/merel/value/"):
        page = read(open_cast.client(), path)
        assert f'href="/report?about={path}"' in page
        assert read(open_cast.client(), f"/report?about={path}")


@pytest.mark.parametrize(
    "about", ["https://example.org/", "//example.org", "/nothing/here", "", "/c/elsewhere/", "x" * 400]
)
def test_what_is_no_page_here_cannot_be_reported(open_cast: Cast, about: str) -> None:
    assert open_cast.client().post("/report", {**HERS, "about": about}).status_code == 404
    assert not Report.objects.exists()


def test_a_draft_is_not_even_admitted_to_exist(cast: Cast) -> None:
    assert cast.client().post("/report", HERS).status_code == 404
    assert cast.client("charlie").get(f"/report?about={ABOUT}").status_code == 404
    assert cast.client("bob").get(f"/report?about={ABOUT}").status_code == 200


def test_who_forgets_to_say_why_is_told_and_keeps_what_she_wrote(open_cast: Cast) -> None:
    page = open_cast.client().post("/report", {"about": ABOUT, "text": "Look at it."}).content.decode()
    assert "Choose what comes nearest." in page
    assert "Look at it." in page
    assert not Report.objects.exists()


def test_an_appeal_goes_to_another_steward_whose_answer_is_the_last(open_cast: Cast) -> None:
    open_cast.account("bob")
    open_cast.say(RoleGiven(person=person(open_cast.bob), role="steward"))
    mine = reported(open_cast)
    answer(open_cast, "ada", "yes", "Your name is on the licence.")
    assert "Your name is on the licence." in last("vera@example.org")
    mail.outbox.clear()
    open_cast.client().post(mine, {"text": "I never signed it."})
    assert [letter.to for letter in mail.outbox] == [["bob@example.org"]]
    answer(open_cast, "ada", "yes", "I say it again.")
    assert Report.objects.get().state == "appealed", "who answered first may not answer the appeal"
    answer(open_cast, "bob", "no", "She is right.")
    page = read(open_cast.client(), mine)
    assert "She is right." in page
    assert "goes, or was changed" in page
    assert "She is right." in last("vera@example.org")
    assert open_cast.client().post(mine, {"text": "Once more."}).status_code == 200
    assert Report.objects.get().state == "closed"


def test_where_there_is_no_other_steward_whoever_runs_this_answers(open_cast: Cast, capsys, settings) -> None:
    settings.ENTREDON_CONTACT = "house@example.org"
    mine = reported(open_cast)
    id = Report.objects.get().pk
    assert run_command(["reports", str(id), "--answer", "Not mine to answer."]) == 2, "the steward answers first"
    answer(open_cast, "ada", "yes", "It stays.")
    open_cast.client().post(mine, {"text": "It should not."})
    assert "It should not." in last("house@example.org")
    capsys.readouterr()
    assert run_command(["reports"]) == 0
    assert "/c/merel/people/" in capsys.readouterr().out
    assert run_command(["reports", str(id), "--answer", "It goes.", "--gone"]) == 0
    assert "It goes." in read(open_cast.client(), mine)
    assert run_command(["reports", "999"]) == 2


def test_what_is_about_a_steward_s_own_page_is_answered_by_another(open_cast: Cast) -> None:
    open_cast.account("bob")
    open_cast.say(RoleGiven(person=person(open_cast.bob), role="steward"))
    reported(open_cast, about=f"/c/merel/people/{person(open_cast.ada)[2:12]}/")
    one = f"/c/merel/reports/{Report.objects.get().pk}/"
    assert [letter.to for letter in mail.outbox if letter.to != ["vera@example.org"]] == [["bob@example.org"]]
    assert "It is about your own page, so another steward answers it." in read(open_cast.client("ada"), one)
    answer(open_cast, "ada", "yes", "I like it.")
    assert Report.objects.get().state == "open"
    assert 'name="text"' in read(open_cast.client("bob"), one)
    answer(open_cast, "bob", "no", "It goes.")
    assert Report.objects.get().answer == "It goes."


def test_the_only_steward_leaves_her_own_page_to_whoever_runs_this(open_cast: Cast, capsys, settings) -> None:
    settings.ENTREDON_CONTACT = "house@example.org"
    mine = reported(open_cast, about=f"/c/merel/people/{person(open_cast.ada)[2:12]}/picture")
    one = Report.objects.get()
    assert "My name stands there." in last("house@example.org")
    page = read(open_cast.client("ada"), f"/c/merel/reports/{one.pk}/")
    assert "It is about your own page. No other steward is here" in page
    answer(open_cast, "ada", "yes", "I like it.")
    assert run_command(["reports"]) == 0
    assert one.about in capsys.readouterr().out
    assert run_command(["reports", str(one.pk), "--answer", "It goes.", "--gone"]) == 0
    open_cast.client().post(mine, {"text": "It is still there."})
    answer(open_cast, "ada", "yes", "I like it.")
    assert Report.objects.get().state == "appealed", "nor does she answer the appeal"


def test_what_is_about_the_whole_place_is_for_whoever_runs_it(open_cast: Cast, settings, capsys) -> None:
    settings.ENTREDON_CONTACT = "house@example.org"
    mine = reported(open_cast, about="/")
    assert "entredon reports" in last("house@example.org")
    assert run_command(["reports", str(Report.objects.get().pk)]) == 0
    assert "My name stands there." in capsys.readouterr().out
    assert run_command(["reports", str(Report.objects.get().pk), "--answer", "Done."]) == 0
    assert "Done." in read(open_cast.client(), mine)


def test_a_steward_erases_from_the_report_what_stands_on_the_page(open_cast: Cast) -> None:
    open_cast.say(Described(), open_cast.bob, texts={"about": "Zaza lives at 3 Mill Lane."})
    reported(open_cast, about=f"/c/merel/people/{person(open_cast.bob)[:12]}/")
    path = f"/c/merel/reports/{Report.objects.get().pk}/"
    ada = open_cast.client("ada")
    assert "3 Mill Lane" in read(ada, path)
    assert ada.post(path, {"erase": "1"}).status_code == 302
    assert not SideText.objects.filter(text__contains="Mill Lane").exists()
    assert "Mill Lane" not in read(ada, path)


def test_a_picture_on_the_page_is_named_and_goes_too(open_cast: Cast) -> None:
    open_cast.say(Described(), open_cast.bob, texts={"picture": SMALL})
    reported(open_cast, about=f"/c/merel/people/{person(open_cast.bob)[:12]}/")
    path = f"/c/merel/reports/{Report.objects.get().pk}/"
    ada = open_cast.client("ada")
    html = read(ada, path)
    assert "a picture" in html
    assert SMALL[:20] not in html
    ada.post(path, {"erase": "1"})
    assert not SideText.objects.filter(name="picture").exists()


def test_only_who_has_the_address_of_a_report_reads_it(open_cast: Cast) -> None:
    mine = reported(open_cast)
    assert open_cast.client().get(mine[:-4] + "xxx/").status_code == 404
    assert mine.split("/")[2] not in str(list(Report.objects.values_list()))
    answer = open_cast.client().get(mine)
    assert answer["Cache-Control"] == "no-store"
    assert answer["Referrer-Policy"] == "no-referrer"


def test_a_visitor_is_answered_in_the_language_she_reported_in(open_cast: Cast) -> None:
    assert open_cast.client().post("/nl/report", HERS).status_code == 302
    assert last("vera@example.org").startswith("Dag,")
    mail.outbox.clear()
    assert answer(open_cast, "ada", "yes", "Het klopt.") == 302
    assert last("vera@example.org").startswith("Dag,"), "the steward reads English, and Vera doesn't"

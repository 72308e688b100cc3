"""First act, then account: a visitor answers all three questions, makes an account, and it is founded."""

from django.test import Client

from entredon.apps.commons import queries as commons
from entredon.log.models import Log
from entredon.site.found.tests.telling import INCOME, WHAT, WHO, tell, wrong
from entredon.testing_cast import Cast


def come_in(cast: Cast, browser: Client, answer) -> str:
    """She signs in on the way; returns where what she typed waits."""
    assert answer["Location"].startswith("/account/signup/?next=/account/go-on/") or "%2Fgo-on%2F" in answer["Location"]
    browser.force_login(cast.account("charlie"))
    from urllib.parse import parse_qs, urlsplit

    return parse_qs(urlsplit(answer["Location"]).query)["next"][0]


def test_what_a_visitor_typed_is_founded_once_she_has_an_account(cast: Cast):
    browser = cast.client()
    waits = come_in(cast, browser, tell(browser))
    assert not Log.objects.filter(slug="open-loom").exists()
    shown = browser.get(waits).content.decode()
    assert "Open Loom" in shown
    assert "Friends of the Loom vzw" in shown
    answer = browser.post(waits)
    assert answer["Location"].startswith("/c/open-loom/?said=")
    assert browser.get(answer["Location"]).status_code == 200
    assert browser.post(waits).status_code == 404, "it is sent once"


def test_a_short_name_taken_meanwhile_leads_back_to_its_question_with_everything_kept(cast: Cast):
    browser = cast.client()
    waits = come_in(cast, browser, tell(browser))
    Cast.found("open-loom")
    answer = browser.post(waits)
    page = browser.get(answer["Location"])
    assert "taken here already; open-loom-2 is free" in " ".join(wrong(page))
    assert "A loom you can build" in page.content.decode()
    again = browser.post(answer["Location"].partition("?")[0], {**WHAT, "slug": "open-loom-2"})
    assert "Wilma Wever" in browser.get(again["Location"]).content.decode()
    again = browser.post(again["Location"], WHO)
    assert browser.post(again["Location"], INCOME)["Location"].startswith("/c/open-loom-2/")
    assert commons.commons("open-loom-2").name == "Open Loom"


def test_going_back_and_forward_keeps_everything_also_what_is_wrong(db, client: Client):
    answer = client.post("/found", WHAT)
    who = answer["Location"]
    back = client.post(who, {**WHO, "your_name": "", "stewards": "no address", "go": "back"})
    assert back["Location"].endswith("/what")
    what = client.get(back["Location"]).content.decode()
    assert 'value="Open Loom"' in what
    assert 'value="CERN-OHL-S-2.0" checked' in what
    forward = client.post(back["Location"], WHAT)
    page = client.get(forward["Location"]).content.decode()
    assert "no address" in page
    assert 'value="vzw" checked' in page
    assert not wrong(client.get(forward["Location"])), "nothing is judged before it is sent"


def test_more_people_can_be_named_for_fixed_parts(db, client: Client):
    who = client.post("/found", WHAT)["Location"]
    income = client.post(who, WHO)["Location"]
    page = client.post(
        income, {"way": "fixed", "part_name": ["Ada"], "part_weight": ["2"], "more": "1"}
    ).content.decode()
    assert 'value="Ada"' in page
    assert page.count('name="part_name"') > 3


def test_a_vzw_is_told_that_the_pot_is_usual(db, client: Client):
    who = client.post("/found", WHAT)["Location"]
    assert "Belgian vzw" in client.get(client.post(who, WHO)["Location"]).content.decode()
    income = client.post(who, {**WHO, "form": "cooperative", "association": "Loom cv"})["Location"]
    assert "Belgian vzw" not in client.get(income).content.decode()


def test_examples_are_reckoned_by_the_code_that_shares(db, client: Client):
    who = client.post("/found", WHAT)["Location"]
    page = client.get(client.post(who, WHO)["Location"]).content.decode()
    assert "€1,000 goes to the common pot" in page
    assert "Ada €666.67, Bob €333.33." in page
    assert "Ada €495, Bob €285, Mira €120, " in page


def test_nobody_sees_what_others_typed_without_its_token(db, client: Client):
    client.post("/found", WHAT)
    assert client.get("/found/nothing/what").status_code == 404
    assert client.get("/found").content.decode().count("Open Loom") == 0


def test_the_front_page_leads_here(cast: Cast):
    assert 'href="/found"' in cast.client().get("/").content.decode()

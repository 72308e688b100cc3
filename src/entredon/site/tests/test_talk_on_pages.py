"""The talk about something stands on its own page; a post can be reported, and leads stewards to a measure."""

import pytest
from django.test import Client

from entredon.apps.commons.entries import Published
from entredon.apps.library.entries import Created, Released
from entredon.apps.social.entries import Spoken
from entredon.apps.work.entries import Contributed
from entredon.desk.models import Report
from entredon.testing_cast import Cast


@pytest.fixture
def public(cast: Cast) -> Cast:
    cast.say(Published())
    return cast


def test_what_is_said_about_something_stands_on_its_page(public: Cast) -> None:
    car = public.say(Created(name="Car"))
    given = public.say(Contributed(creation=car, work="design"), public.bob)
    version = public.say(Released(creation=car, name="1", own=1, inputs=()))
    for id, path in ((car, "library/{}/"), (version, "library/v/{}/"), (given, "work/c/{}/")):
        page = f"/c/{public.slug}/{path.format(id[:10])}"
        assert "Nothing yet: be the first." in Client().get(page).content.decode()
        for n in range(4):
            public.say(Spoken(thread=id), public.bob, texts={"text": f"word **{n}** about it"})
        html = Client().get(page).content.decode()
        assert "word <strong>3</strong> about it" in html
        assert "word <strong>0</strong>" not in html
        assert "The whole talk: 4 posts" in html
        browser = public.client("bob")
        browser.post(f"/c/{public.slug}/social/t/{id[:10]}/say/", {"text": "from the page"})
        assert "from the page" in browser.get(page).content.decode()


def test_a_reported_post_leads_a_steward_to_a_measure(public: Cast) -> None:
    car = public.say(Created(name="Car"))
    post = public.say(Spoken(thread=car), public.bob, texts={"text": "My neighbour lives at …"})
    about = f"/c/{public.slug}/social/p/{post[:10]}/"
    visitor = public.client()
    visitor.post("/report", {"about": about, "why": "me", "text": "That is my address.", "address": "a@example.org"})
    report = Report.objects.get()
    html = public.client("ada").get(f"/c/{public.slug}/reports/{report.pk}/").content.decode()
    assert f"/c/{public.slug}/social/measures/take/?post={post[:10]}" in html
    assert "My neighbour lives at" in html


def test_the_tab_appears_when_something_was_said_and_for_members_before(public: Cast) -> None:
    home = f"/c/{public.slug}/"
    tab = f'href="/c/{public.slug}/social/"'
    assert tab not in Client().get(home).content.decode()
    assert tab in public.client("bob").get(home).content.decode()
    public.say(Spoken(thread=public.say(Created(name="Car"))), public.bob, texts={"text": "Hello"})
    assert tab in Client().get(home).content.decode()

"""A commons' home tells what is new, what waits for whom, and the money of its year, each leading further."""

import pytest

from entredon.apps.library.entries import Created, Released
from entredon.apps.people.models import JoinRequest
from entredon.apps.treasury.entries import Received
from entredon.apps.value import sharing
from entredon.apps.value.entries import RuleAdopted
from entredon.apps.work.entries import Accepted, Contributed
from entredon.desk import messages
from entredon.log import pages
from entredon.testing_cast import Cast

RULE = {"way": "flow", "top": {"fund": 100_000}, "pools": {"other": 1_000_000}, "contest_days": 0}


@pytest.fixture
def told(cast: Cast) -> str:
    """Bob has drawn a chassis, and it is released."""
    made = cast.say(Created(name="Chassis"))
    cast.say(Contributed(creation=made, work="design", measures={"points": 3}), cast.bob)
    return cast.say(Released(creation=made, name="0.1", own=1, inputs=()))


def home(cast: Cast, who: str) -> str:
    return cast.client(who).get(f"/c/{cast.slug}/").content.decode()


def test_what_waits_leads_to_where_a_word_is_said(cast: Cast, told: str) -> None:
    page = home(cast, "bob")
    assert "1 contribution to look at" in page
    assert f'href="/c/{cast.slug}/work/waiting/"' in page
    cast.say(Accepted(version=told))
    assert "to look at" not in home(cast, "bob")


def test_each_sees_what_waits_for_her(cast: Cast) -> None:
    messages.write(cast.slug, messages.IDEA, "A bell?", address="somebody@example.org")
    JoinRequest.objects.create(commons=cast.slug, account=cast.account("charlie"))
    pages.changed(cast.slug)
    assert "1 person asks to be let in" in home(cast, "bob")
    assert "message to answer" not in home(cast, "bob")
    assert "1 message to answer" in home(cast, "ada")
    messages.answer(messages.waiting(cast.slug)[0], "Yes!", "k:ada")
    assert "message to answer" not in home(cast, "ada"), "what was kept of the page is old now"


def test_the_money_of_the_year_is_told_with_what_became_of_it(cast: Cast, told: str) -> None:
    cast.say(RuleAdopted(rule=RULE))
    cast.say(Accepted(version=told))
    assert "Money in" not in home(cast, "bob")
    first = cast.say(Received(minor=100_000, currency="EUR", version=told))
    second = cast.say(Received(minor=20_000, currency="EUR", version=told))
    sharing.share_income(cast.slug, first, cast.bob)
    page = home(cast, "bob")
    for text in ("€1,200", "€900", "€100", "came in, in 2 sales", "€200 waits to be shared", "€1,000 for Chassis 0.1"):
        assert text in page, text
    assert f"/value/income/{second[:10]}/" in page


def test_an_earlier_year_is_not_counted_into_the_newest(cast: Cast, told: str) -> None:
    cast.say(Received(minor=5_000, currency="EUR", version=told), at="2024-05-01T10:00:00.000Z")
    cast.say(Received(minor=100_000, currency="EUR", version=told), at="2025-05-01T10:00:00.000Z")
    page = home(cast, "bob")
    assert "Money in 2025" in page
    assert "came in, in one sale" in page
    assert "€1,050" not in page


def test_the_first_step_is_the_one_that_fits_who_looks(cast: Cast) -> None:
    assert "Make it public" in home(cast, "ada")
    assert "Tell what you have done" in home(cast, "bob")
    from entredon.apps.commons.entries import Published

    cast.say(Published())
    assert "Ask to join" in home(cast, "")
    assert "Tell what you have done" in home(cast, "ada")

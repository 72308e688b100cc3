"""Whoever signs her entries herself can name a partner or an offer anything: pages show one short line that steers no screen."""

import pytest

from entredon.apps.market import queries_offers
from entredon.apps.market.queries_choosing import partner_named
from entredon.apps.market.tests.stall import Stall
from entredon.testing_cast import Cast


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("said", "shown"),
    [("x" * 5_000, "x" * 200), ("two\nlines \u202ebackwards", "two lines backwards"), ("De Werf", "De Werf")],
    ids=["endless", "steering", "plain"],
)
def test_a_name_and_a_title_are_one_short_line(cast: Cast, said: str, shown: str) -> None:
    stall = Stall(cast)
    assert partner_named(cast.slug, stall.partner(stall.eve, said)) == shown
    offer = stall.say(stall.offering(), stall.eve, texts={"title": said})
    assert queries_offers.offer(cast.slug, offer).title == shown

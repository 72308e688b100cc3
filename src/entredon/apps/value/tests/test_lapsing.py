"""What nobody claims goes to the pot, once the days that the rule gives are over."""

import csv
import io

import pytest

from entredon.apps.people.entries import Claimed
from entredon.apps.value import queries
from entredon.apps.value.entries import Lapsed
from entredon.apps.value.tests.shared import ALL, PSEUDONYMS, accepted, adopted, day, imported, received, share, shown
from entredon.apps.value.tests.test_money_pages import HOME, page
from entredon.testing_cast import Cast


@pytest.fixture
def version(cast: Cast) -> str:
    made = imported(cast)
    adopted(cast, ALL, unclaimed=30)
    accepted(cast, made)
    return made


def test_an_unclaimed_part_goes_to_the_pot_after_its_days(cast: Cast, version: str) -> None:
    done = share(cast, received(cast, version, 600), day(1))
    fact = Lapsed(shareout=done, person=PSEUDONYMS[0])
    cast.refused(fact, cast.bob, because="Only a steward", at=day(31))
    cast.refused(fact, because="can still be claimed: until 2031-01-31", at="2031-01-31T11:59:59.999Z")
    entry = cast.say(fact, at="2031-01-31T12:00:00.000Z")
    (balance,) = queries.balances(cast.slug)
    assert (balance.pot, balance.people) == (200, 400)
    assert dict(shown(cast, done).lapsed) == {PSEUDONYMS[0]: entry}
    cast.refused(fact, because=f"went to the common pot already, by {entry[:10]}.", at=day(60))


def test_who_claims_in_time_keeps_it_and_who_comes_too_late_is_told(cast: Cast, version: str) -> None:
    done = share(cast, received(cast, version, 600), day(1))
    cast.say(Lapsed(shareout=done, person=PSEUDONYMS[0]), at=day(60))
    cast.say(Claimed(pseudonyms=tuple(PSEUDONYMS[:2])), cast.bob, cosigners=[cast.ada], at=day(60))
    cast.refused(Lapsed(shareout=done, person=PSEUDONYMS[1]), because="belongs to a member", at=day(60))
    cast.refused(Lapsed(shareout=done, person=f"k:{cast.bob.id}"), because="belongs to a member", at=day(60))
    (owed,) = queries.owed(cast.slug, f"k:{cast.bob.id}")
    assert (owed.minor, bool(owed.lines[0].lapsed)) == (200, True)


def test_what_was_never_given_can_not_lapse(cast: Cast, version: str) -> None:
    other = imported(cast, "Bike", commits=1)
    accepted(cast, other)
    done = share(cast, received(cast, other, 600), day(1))
    cast.refused(Lapsed(shareout=done, person=PSEUDONYMS[1]), because="gave nothing to", at=day(60))
    cast.refused(Lapsed(shareout=other, person=PSEUDONYMS[0]), because="There is no share-out", at=day(60))
    cast.refused(Lapsed(shareout=done, person="p:nobody"), because="Nobody here", at=day(60))


def test_the_days_are_those_of_the_rule_by_which_it_was_shared(cast: Cast, version: str) -> None:
    before = share(cast, received(cast, version, 600), day(1))
    adopted(cast, ALL)
    after = share(cast, received(cast, version, 600), day(1))
    adopted(cast, ALL, unclaimed=1)
    cast.refused(Lapsed(shareout=after, person=PSEUDONYMS[0]), because="parts never lapse", at=day(300))
    cast.refused(Lapsed(shareout=before, person=PSEUDONYMS[0]), because="can still be claimed", at=day(20))
    cast.say(Lapsed(shareout=before, person=PSEUDONYMS[0]), at=day(60))


def test_what_lapsed_is_owed_to_the_pot_on_every_page_and_in_every_file(cast: Cast, version: str) -> None:
    done = share(cast, received(cast, version, 600), day(1))
    entry = cast.say(Lapsed(shareout=done, person=PSEUDONYMS[0]), at=day(60))
    (sums,) = queries.shareouts(cast.slug)
    assert sums == shown(cast, done).shown
    assert (sums.kept, sums.lapsed, sums.passed + sums.top + sums.held) == (400, 200, 0)
    browser = cast.client("bob")
    assert "<strong>€4</strong> of it is owed to the people" in page(browser, HOME)
    here = f"{HOME}s/{done[:10]}/"
    assert "lapsed: nobody claimed it in time" in page(browser, here)
    table = list(csv.reader(io.StringIO(browser.get(f"{here}share-out.csv").content.decode())))
    assert ["common pot", "", "lapsed: nobody claimed it", "2.00", "EUR"] in table
    assert [row[3] for row in table[1:]] == ["2.00"] * 3
    told = browser.get(f"{here}share-out.json").json()
    assert told["lapsed"] == [{"person": PSEUDONYMS[0], "entry": entry}]
    assert sum(one["minor"] for one in told["people"]) == told["income"], "what was shared stays as it was said"

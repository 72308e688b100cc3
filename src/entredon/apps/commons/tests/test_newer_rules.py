"""A commons that lives by older rules hears of it, and its stewards move it to newer ones in one step."""

import pytest

from entredon.apps.commons import founding
from entredon.apps.commons.entries import RulebookAdopted
from entredon.apps.work.entries import Contributed
from entredon.log import lines
from entredon.log.registry import RULEBOOK
from entredon.testing_cast import Cast

OLDER = "This commons lives by older rules"
DESIGNED = Contributed(work="design", hours="2", on="2026-01-05")


@pytest.fixture
def old(db: None, monkeypatch: pytest.MonkeyPatch) -> Cast:
    monkeypatch.setattr(founding, "RULEBOOK", RULEBOOK - 1)
    cast = Cast.found("merel", draft=False)
    cast.account("ada")
    cast.account("bob")
    return cast


def test_what_older_rules_dont_know_is_refused_with_the_way_on(old: Cast):
    old.refused(DESIGNED, because="A steward can move it to newer ones (rulebook 4 or later)")
    old.say(Contributed(work="design"))
    old.say(RulebookAdopted(rulebook=RULEBOOK))
    old.say(DESIGNED)


def test_its_stewards_are_shown_a_button_that_moves_it(old: Cast):
    home = f"/c/{old.slug}/"
    assert OLDER not in old.client("bob").get(home).content.decode()
    assert OLDER in old.client("ada").get(home).content.decode()
    old.client("ada").post(f"{home}people/me/keys/", {"newer": "1"})
    assert lines.rulebook(old.slug) == RULEBOOK
    assert OLDER not in old.client("ada").get(home).content.decode()

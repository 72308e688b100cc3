"""A commons is founded from nothing, in three answers, by whoever has an account."""

import pytest

from entredon.apps.commons import queries as commons
from entredon.apps.people import queries as people
from entredon.apps.people.models import Persona
from entredon.log.models import Entry, HeldKey, Key, Log
from entredon.site.found.tests.telling import tell, wrong
from entredon.testing_cast import Cast


def kinds(slug: str) -> list[str]:
    return list(Entry.objects.filter(commons=slug).order_by("index").values_list("kind", flat=True))


def test_three_answers_found_a_commons_and_lead_to_its_home(cast: Cast):
    browser = cast.client("charlie")
    answer = tell(browser)
    assert answer.status_code == 302
    home = browser.get(answer["Location"])
    assert home.status_code == 200
    assert "Recorded." in home.content.decode()
    shown = commons.commons("open-loom")
    assert (shown.name, shown.draft, shown.licences) == ("Open Loom", True, ("CERN-OHL-S-2.0",))
    assert (shown.association, shown.bearer, shown.legal_form) == ("Friends of the Loom vzw",) * 2 + ("vzw",)
    assert kinds("open-loom") == ["commons.founded", "value.rule_adopted"]


def test_the_founder_is_a_steward_with_a_key_that_is_kept_for_her(cast: Cast):
    tell(cast.client("charlie"))
    persona = Persona.objects.get(account=cast.account("charlie"), commons="open-loom")
    shown = people.person("open-loom", persona.person, inside=True)
    assert (shown.name, shown.place, shown.roles) == ("Wilma Wever", "Ghent", ("steward",))
    assert Key.objects.get(commons="open-loom", id=persona.key).custody == "hosted"
    assert HeldKey.objects.filter(id=persona.key).exists()


def test_a_draft_is_seen_by_nobody_else_and_a_public_one_by_all(cast: Cast):
    tell(cast.client("charlie"))
    assert cast.client("bob").get("/c/open-loom/").status_code == 404
    tell(cast.client("charlie"), what={"slug": "loom-two"}, income={"begin": "public"})
    assert cast.client().get("/c/loom-two/").status_code == 200


def test_a_body_that_holds_the_account_for_them_is_the_bearer(cast: Cast):
    tell(
        cast.client("charlie"),
        who={"form": "informal", "association": "Weavers", "bank": "other", "bearer": "Fund asbl"},
    )
    shown = commons.commons("open-loom")
    assert (shown.association, shown.bearer, shown.legal_form) == ("Weavers", "Fund asbl", "")


def test_by_contributions_adopts_the_built_in_rule_right_after_the_pot(cast: Cast):
    tell(cast.client("charlie"), income={"way": "flow"})
    assert kinds("open-loom") == ["commons.founded", "value.rule_adopted", "value.rule_adopted"]
    from entredon.apps.value import queries as value
    from entredon.pure.value.rule import CONTRIBUTIONS

    assert value.ruling("open-loom").rule.hash == CONTRIBUTIONS.hash


def test_fixed_parts_are_kept_until_they_can_be_signed_and_the_pot_holds(cast: Cast):
    answer = tell(
        cast.client("charlie"), income={"way": "fixed", "part_name": ["Ada", "Bob"], "part_weight": ["2", "1"]}
    )
    assert answer["Location"] == "/c/open-loom/value/rule/?way=fixed&name=Ada&weight=2&name=Bob&weight=1"
    assert kinds("open-loom") == ["commons.founded", "value.rule_adopted"]


def test_people_may_join_as_was_said(cast: Cast):
    tell(cast.client("charlie"), who={"joining": "invitation"})
    assert commons.commons("open-loom").joining == "invitation"


def test_each_further_steward_gets_a_letter_with_an_invitation(cast: Cast, mailoutbox):
    tell(cast.client("charlie"), who={"stewards": "eva@example.org\nfay@example.org, eva@example.org"})
    assert sorted(letter.to[0] for letter in mailoutbox) == ["eva@example.org", "fay@example.org"]
    letter = mailoutbox[0]
    assert letter.subject == "Wilma Wever asks you to look after Open Loom"
    assert "/c/open-loom/join/" in letter.body
    path = next(word for word in letter.body.split() if "/join/" in word).split("testserver")[1]
    assert cast.client().get(path).status_code == 200
    assert len(people.people("open-loom")) == 1, "nobody is a steward before she has said yes"


def test_pressing_twice_founds_once(cast: Cast):
    browser = cast.client("charlie")
    browser.post("/found", {})
    answer = tell(browser)
    assert answer.status_code == 302
    again = browser.post("/found", {"name": "Open Loom", "purpose": "x", "licences": "MIT", "source": "nothing"})
    assert "taken here already; open-loom-2 is free" in " ".join(wrong(again))
    assert Log.objects.filter(slug__startswith="open-loom").count() == 1


def test_what_is_refused_leaves_nothing_and_keeps_what_was_typed(cast: Cast, monkeypatch):
    from entredon.log.registry import Refused
    from entredon.site.found import founding

    def refused(*_: object, **__: object) -> str:
        raise Refused("The moon is in the wrong house.")

    monkeypatch.setattr(founding, "found_commons", refused)
    browser = cast.client("charlie")
    before = HeldKey.objects.count(), Persona.objects.count()
    answer = tell(browser)
    page = browser.get(answer["Location"]).content.decode()
    assert "The moon is in the wrong house." in page
    assert "Friends of the Loom vzw" in page
    assert (HeldKey.objects.count(), Persona.objects.count()) == before
    monkeypatch.undo()
    assert browser.post(answer["Location"], {"way": "pot", "begin": "draft"}).status_code == 302
    assert Log.objects.filter(slug="open-loom").exists()


@pytest.mark.parametrize("joining", ["open", "acceptance", "invitation"])
def test_every_way_to_join_is_law(cast: Cast, joining: str):
    tell(cast.client("charlie"), who={"joining": joining})
    assert commons.commons("open-loom").joining == joining


def test_an_account_founds_not_without_end(cast: Cast, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "found": "1/d/user"}
    browser = cast.client("charlie")
    tell(browser)
    answer = tell(browser, what={"name": "Second Loom"})
    page = browser.get(answer["Location"]).content.decode()
    assert "You have founded much today" in page
    assert "Second Loom" in page
    assert not Log.objects.filter(slug="second-loom").exists()

"""The sharing rule's page: what holds, who signs, and adopting another one."""

import re
from typing import Any

import pytest

from entredon.apps.commons.entries import Published
from entredon.apps.people import queries as people
from entredon.apps.value import drafts, queries
from entredon.apps.value.entries import RuleAdopted, RuleSigned
from entredon.log.models import Log
from entredon.pure.value.rule import CONTRIBUTIONS, POT
from entredon.testing_cast import Cast, person

RULE = "/c/merel/value/rule/"


@pytest.fixture
def public(cast: Cast) -> Cast:
    cast.say(Published())
    return cast


def page(client: Any, query: str = "") -> str:
    answer = client.get(RULE + query)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


def size() -> int:
    return Log.objects.get(slug="merel").size


def fixed(cast: Cast, *, ada: int = 2, bob: int = 1) -> dict[str, Any]:
    weights = {cast.ada: ada, cast.bob: bob}
    return {"way": "fixed", "parts": [{"person": person(key), "weight": weight} for key, weight in weights.items()]}


def test_the_rule_in_force_stands_on_top_with_its_receipt_and_former_ones_below(public: Cast) -> None:
    assert "Everything goes to the common pot" in page(public.client())
    entry = public.say(RuleAdopted(rule=CONTRIBUTIONS.data()))
    html = page(public.client())
    lead, rest = html[: html.index('id="former"')], html[html.index('id="former"') :]
    assert re.search(r"5.% (goes )?to ", lead)
    assert "code 55" in lead
    assert f"/e/{entry[:10]}/" in lead
    assert "for 14 days" in lead
    assert "Everything goes to the common pot" in rest


@pytest.mark.parametrize("key", ["contributions@1", "draft"])
def test_a_steward_reads_a_rule_first_and_then_adopts_it_by_one_button(public: Cast, key: str) -> None:
    if key == "draft":
        key = drafts.keep("merel", "Mine", CONTRIBUTIONS, person(public.bob)).id
    html = page(public.client("ada"), f"?adopt={key}")
    assert "Adopt it from now on" in html
    assert "Who would gain, and who would lose?" in html
    answer = public.client("ada").post(RULE, {"do": "adopt", "adopt": key})
    assert answer.status_code == 302
    in_force = queries.rule_in_force("merel")
    assert in_force is not None
    assert (in_force.rule, in_force.person) == (CONTRIBUTIONS, person(public.ada))
    assert "Recorded." in page(public.client("ada"), answer["Location"].removeprefix(RULE))


def test_what_holds_already_offers_no_button(public: Cast) -> None:
    assert "nothing would change" in page(public.client("ada"), "?adopt=pot%401")


@pytest.mark.parametrize("who", ["", "charlie", "bob"])
def test_only_stewards_adopt(public: Cast, who: str) -> None:
    before = size()
    assert "Adopt it from now on" not in page(public.client(who), "?adopt=contributions%401")
    for typed in ({"do": "adopt", "adopt": "contributions@1"}, {"do": "parts", "who": "x", "weight": "1"}):
        assert public.client(who).post(RULE, typed).status_code in (302, 403)
    assert size() == before
    assert queries.rule_in_force("merel").rule == POT


def test_a_rule_that_went_away_meanwhile_is_told(public: Cast) -> None:
    answer = public.client("ada").post(RULE, {"do": "adopt", "adopt": "aaaaaaaa"})
    assert "isn’t here any more" in answer.content.decode()


# Fixed parts


def test_fixed_parts_wait_for_everybody_named_and_the_old_rule_holds_until_then(public: Cast) -> None:
    ada, bob = person(public.ada)[:12], person(public.bob)[:12]
    answer = public.client("ada").post(RULE, {"do": "parts", "who": [ada, bob, ""], "weight": ["2", "1", ""]})
    assert answer.status_code == 302
    html = page(public.client("bob"))
    assert "waits for 2 signatures" in html
    assert "Everything goes to the common pot" in html[: html.index('id="waiting"')]
    assert "I agree, and sign" in html
    rule = queries.rules("merel")[0].id
    public.client("bob").post(RULE, {"do": "sign", "rule": rule})
    assert "waits for one signature" in page(public.client("ada"))
    assert "I agree, and sign" not in page(public.client("bob"))
    public.client("ada").post(RULE, {"do": "sign", "rule": rule})
    assert queries.rule_in_force("merel").id == rule
    html = page(public.client("bob"))
    assert "The fixed parts" in html
    assert "66.7" in html


def test_parts_are_amounts_as_soon_as_something_came_in_so_only_those_opened_are_told_outside(public: Cast) -> None:
    ada, bob = person(public.ada), person(public.bob)
    rule = public.say(RuleAdopted(rule=fixed(public, ada=2, bob=1)))
    for waits in (True, False):
        html = page(public.client())
        assert "2 people whose parts only members see" in html
        assert not any(told in html for told in (ada[:12], bob[:12], "66.7", "33.3"))
        people.open_my_amounts("merel", bob, everybody=True)
        html = page(public.client())
        assert "1 person whose part only members see" in html
        assert bob[:12] in html
        assert "33.3" in html
        people.open_my_amounts("merel", bob, everybody=False)
        if waits:
            public.say(RuleSigned(rule=rule))
            public.say(RuleSigned(rule=rule), public.bob)


@pytest.mark.parametrize("who", ["", "charlie"])
def test_who_isnt_named_signs_nothing(public: Cast, who: str) -> None:
    rule = public.say(RuleAdopted(rule=fixed(public)))
    before = size()
    assert "I agree, and sign" not in page(public.client(who))
    assert public.client(who).post(RULE, {"do": "sign", "rule": rule}).status_code in (302, 403)
    assert size() == before


def test_signing_twice_or_for_what_was_replaced_is_refused_with_a_sentence(public: Cast) -> None:
    rule = public.say(RuleAdopted(rule=fixed(public)))
    public.say(RuleSigned(rule=rule), public.bob)
    again = public.client("bob").post(RULE, {"do": "sign", "rule": rule})
    assert "signed this rule already" in again.content.decode()
    public.say(RuleAdopted(rule=CONTRIBUTIONS.data()))
    late = public.client("ada").post(RULE, {"do": "sign", "rule": rule})
    assert "Another rule was adopted since" in late.content.decode()
    assert "never took force" in page(public.client())


@pytest.mark.parametrize(
    ("who", "weight", "because"),
    [
        (["ada"], ["0"], "whole number of at least 1"),
        (["ada"], ["1.5"], "whole number of at least 1"),
        (["ada"], ["²"], "whole number of at least 1"),
        (["ada", "ada"], ["1", "2"], "She stands above already"),
        ([""], ["3"], "Whose part is this?"),
        ([""], [""], "at least one member"),
    ],
)
def test_parts_that_cant_be_are_told_beside_their_field_and_kept(public: Cast, who, weight, because) -> None:
    before = size()
    ids = [person(public.ada)[:12] if name else "" for name in who]
    html = public.client("ada").post(RULE, {"do": "parts", "who": ids, "weight": weight}).content.decode()
    assert because in html
    for text in filter(None, weight):
        assert f'value="{text}"' in html
    assert size() == before


def test_parts_named_at_founding_are_filled_in_as_hints(public: Cast) -> None:
    for query in (
        "?way=fixed&name=Ada+Vermeer&weight=2&name=Nobody+Here&weight=1",
        "?parts=Ada+Vermeer:2&parts=Nobody+Here:1",
    ):
        html = page(public.client("ada"), query)
        form = html[html.index('id="fixed"') :]
        assert f'<option value="{person(public.ada)[:12]}" selected>' in form
        assert 'value="2"' in form
        assert "Nobody Here" in form
    assert queries.rule_in_force("merel").rule == POT, "an address changes nothing"
    assert "<script>" not in page(public.client("ada"), "?name=%3Cscript%3E&weight=1&way=fixed").replace(
        "<script type", ""
    )

"""Two rules side by side: the draft's numbers always make the whole, and each sees of people what she may."""

import re
from typing import Any

import pytest
from django.http import QueryDict

from entredon.apps.commons.entries import Published
from entredon.apps.people import queries as people
from entredon.apps.value import comparing, drafts
from entredon.apps.value.forms_rule import DraftForm
from entredon.apps.value.tests.shared import received
from entredon.apps.value.tests.test_dry_run import Garage
from entredon.pure.value.rule import CONTRIBUTIONS, POT, WHOLE, Rule
from entredon.testing_cast import Cast, person

RULE = Rule("flow", top={"association": 100_000}, pools={"design": 600_000, "review": 300_000, "other": 100_000})
WAS = {"top.was": "association:100000,fund:0,people:900000", "pools.was": "design:600000,review:300000,other:100000"}


def form(**typed: str) -> DraftForm:
    asked = QueryDict(mutable=True)
    asked.update({name.replace("__", "-"): text for name, text in typed.items()})
    return DraftForm(RULE, asked, "EUR", {"design", "wiring"})


def shares(made: DraftForm) -> dict[str, int]:
    assert made.rule is not None, made.wrong
    return {**made.rule.top, **made.rule.pools}


@pytest.fixture
def garage(cast: Cast) -> Garage:
    made = Garage(cast)
    cast.say(Published())
    return made


def page(client: Any, path: str = "", status: int = 200) -> str:
    answer = client.get(f"/c/merel/value/compare/{path}")
    assert answer.status_code == status
    return re.sub(r"\s+", " ", answer.content.decode())


# The numbers


def test_untouched_numbers_are_the_rule_they_began_from() -> None:
    assert form().rule == RULE


def test_who_changes_one_number_sees_the_others_give_way() -> None:
    made = form(**WAS, association="28", fund="0", people="90", pool__design="60", pool__review="30", pool__other="10")
    assert made.top == {"association": 280_000, "fund": 0, "people": 720_000}
    assert made.pools == RULE.pools
    made = form(**WAS, pool__design="20", pool__review="30", pool__other="10")
    assert made.pools == {"design": 200_000, "review": 600_000, "other": 200_000}


def test_a_whole_address_needs_nothing_to_give_way() -> None:
    made = form(association="5", fund="5", people="90", pool__design="50", pool__review="25.5", pool__other="24.5")
    assert shares(made) == {
        "association": 50_000,
        "fund": 50_000,
        "design": 500_000,
        "review": 255_000,
        "other": 245_000,
    }


@pytest.mark.parametrize(
    ("typed", "field", "because"),
    [
        ({"association": "60", "fund": "50", "people": "90"}, "fund", "more than the whole"),
        ({"association": "5", "fund": "5", "people": "80"}, "people", "makes 90"),
        ({"association": "101"}, "association", "0 to 100"),
        ({"pool__design": "-1"}, "pool-design", "0 to 100"),
        ({"pool__design": "=1+1"}, "pool-design", "0 to 100"),
        ({"pool__design": "1.23456"}, "pool-design", "0 to 100"),
        ({"contest_days": "1e3"}, "contest_days", "whole number of days"),
        ({"contest_days": "36501"}, "contest_days", "36,500"),
        ({"minimum": "5.001"}, "minimum", "between thousands"),
        ({"minimum": "5.0011"}, "minimum", "2 decimals"),
    ],
)
def test_a_number_that_cant_be_followed_is_told_beside_its_field_and_kept(typed, field, because) -> None:
    made = form(**(WAS if "fund" in typed and typed["people"] == "90" else {}), **typed)
    assert made.rule is None
    assert because in made.wrong[field]
    shown = [*made.top_numbers("Merel vzw"), *made.pool_numbers(), *made.other_numbers().values()]
    assert next(number.value for number in shown if number.name == field) == typed[field.replace("-", "__")]


def test_a_kind_at_nothing_stands_with_all_else() -> None:
    made = form(**WAS, pool__review="0", pool__design="60", pool__other="10")
    assert made.rule is not None
    assert "review" not in made.rule.pools
    assert sum(made.rule.pools.values()) == WHOLE


def test_another_measure_weighs_a_kind_otherwise_and_drops_its_cap() -> None:
    made = form(measure__design="days")
    assert made.rule is not None
    assert made.rule.how("design").measure == "days"
    assert made.rule.how("review") == RULE.how("review")


def test_a_kind_without_a_share_of_its_own_is_given_one() -> None:
    assert form().without == ["wiring"]
    made = form(add="wiring", pool__design="60", pool__review="30", pool__other="10", **WAS)
    assert made.pools["wiring"] == 50_000
    assert sum(made.pools.values()) == WHOLE


def test_days_and_the_smallest_payout_are_numbers_of_the_rule() -> None:
    made = form(contest_days="30", minimum="12.50")
    assert made.rule is not None
    assert (made.rule.contest_days, made.rule.minimum) == (30, 1_250)
    assert form(minimum="0.00").rule is not None


@pytest.mark.parametrize("name", ["top.was", "pools.was"])
def test_a_hidden_field_that_was_tampered_with_moves_nothing_by_itself(name: str) -> None:
    made = form(
        **{name: "design:xx,review:999999999999,:,other"}, pool__design="60", pool__review="30", pool__other="10"
    )
    assert made.rule is not None
    assert made.pools == RULE.pools


# The year


def test_without_an_income_it_is_an_example_and_says_so(garage: Garage) -> None:
    assert comparing.year("merel").example
    assert "this is an example" in page(garage.cast.client())


def test_twelve_months_are_compared_by_version_in_one_currency(garage: Garage) -> None:
    received(garage.cast, garage.car, 77_000, at="2020-01-01T00:00:00.000Z")
    received(garage.cast, garage.car, 60_000)
    received(garage.cast, garage.car, 5_000)
    received(garage.cast, garage.motor, 1_000)
    found = comparing.year("merel")
    assert (found.by_version, found.currency, found.example) == (
        {garage.car: 65_000, garage.motor: 1_000}, "EUR", False,
    )  # fmt: skip
    assert "€660" in page(garage.cast.client())


def test_what_one_gains_others_lose(garage: Garage) -> None:
    received(garage.cast, garage.car, 100_000)
    year = comparing.year("merel")
    found = comparing.compare("merel", CONTRIBUTIONS, RULE, year, accepted=False)
    assert sum(c.minor for c in (*found.people, *found.top, found.held)) == 0
    assert found.moved > 0
    against_pot = comparing.compare("merel", POT, RULE, year, accepted=False)
    assert against_pot.gain == 2


# Who sees what


def test_members_see_everybody_and_visitors_only_who_opened_hers(garage: Garage) -> None:
    inside, outside = page(garage.cast.client("bob"), "?association=20"), page(garage.cast.client(), "?association=20")
    assert "Ada Vermeer" in inside
    assert "Ada Vermeer" not in outside
    assert "Bob Bakker" not in outside
    people.open_my_amounts("merel", garage.ada, everybody=True)
    outside = page(garage.cast.client(), "?association=20")
    assert "Ada Vermeer" in outside
    assert "Bob Bakker" not in outside


def test_visitors_see_groups_in_the_picture_and_no_single_bar(garage: Garage) -> None:
    outside = page(garage.cast.client(), "?association=20")
    svg = outside[outside.index('<figure class="chart change">') : outside.index("</figure>")]
    assert "One person" not in svg
    assert svg.count("<rect") == 2, "one bar in each of the two widths"


def test_a_fragment_is_only_the_answer(garage: Garage) -> None:
    part = page(garage.cast.client(), "?association=20&only=answer")
    assert "<html" not in part
    assert "would go to somebody else" in part


def test_nothing_changes_between_the_same_rules(garage: Garage) -> None:
    assert "Nothing changes" in page(garage.cast.client(), "?left=contributions%401")


def test_a_rule_that_isnt_here_leaves_the_one_in_force(garage: Garage) -> None:
    assert "Everything goes to the common pot" in page(garage.cast.client(), "?left=nonsense&from=nonsense")


def test_the_sum_stays_whole_in_the_table_of_a_visitor(garage: Garage) -> None:
    html = page(garage.cast.client(), "?association=20&fund=10")
    table = html[html.index('id="people"') :]
    assert "1 who" in table or "2 who" in table


# Keeping


def kept(cast: Cast, who: str, **typed: str) -> Any:
    return cast.client(who).post("/c/merel/value/compare/", {"association": "20", **typed})


def test_a_member_keeps_a_draft_and_everybody_with_the_link_may_look(garage: Garage) -> None:
    answer = kept(garage.cast, "bob", name="More for reviews")
    assert answer.status_code == 302
    address = answer["Location"]
    assert re.fullmatch(r"/c/merel/value/compare/[a-z0-9]{8}/", address)
    for who in ("", "charlie", "ada"):
        html = garage.cast.client(who).get(address).content.decode()
        assert "More for reviews" in html
        assert 'value="20"' in html
    draft = drafts.drafts("merel")[0]
    assert (draft.name, draft.person, draft.rule.top["association"]) == ("More for reviews", garage.bob, 200_000)
    assert "More for reviews" in garage.cast.client().get("/c/merel/value/rule/").content.decode()


@pytest.mark.parametrize("who", ["", "charlie"])
def test_who_is_no_member_keeps_nothing_and_is_told_how_to_send_it(garage: Garage, who: str) -> None:
    answer = kept(garage.cast, who, name="Mine")
    assert answer.status_code == 200
    assert "Only members keep drafts" in answer.content.decode()
    assert drafts.drafts("merel") == []


def test_a_draft_without_a_name_or_with_wrong_numbers_is_not_kept_and_what_was_typed_stays(garage: Garage) -> None:
    assert "Give the draft a name" in kept(garage.cast, "bob", name=" ").content.decode()
    answer = kept(garage.cast, "bob", name="Too much", fund="90", people="90").content.decode()
    assert "more than the whole" in answer
    assert 'value="Too much"' in answer
    assert "At most 80" in kept(garage.cast, "bob", name="x" * 81).content.decode()
    assert drafts.drafts("merel") == []


def test_a_draft_that_isnt_there_says_so(garage: Garage) -> None:
    other = Cast.found("other", draft=False)
    kept(garage.cast, "bob", name="Here")
    draft = drafts.drafts("merel")[0]
    assert "no draft of a rule at this address" in page(garage.cast.client(), "aaaaaaaa/", 404)
    assert other.client().get(f"/c/other/value/compare/{draft.id}/").status_code == 404, "nor is it another commons'"


def test_only_who_keeps_a_draft_lets_go_of_it(garage: Garage) -> None:
    kept(garage.cast, "bob", name="Here")
    draft = drafts.drafts("merel")[0]
    garage.cast.client("ada").post(f"/c/merel/value/compare/{draft.id}/", {"do": "forget"})
    assert drafts.drafts("merel") == [draft]
    garage.cast.client("bob").post(f"/c/merel/value/compare/{draft.id}/", {"do": "forget"})
    assert drafts.drafts("merel") == []


def test_a_private_draft_of_a_commons_shows_no_rules_to_strangers(cast: Cast) -> None:
    Garage(cast)
    answer = kept(cast, "bob", name="Secret")
    for who in ("", "charlie"):
        assert cast.client(who).get(answer["Location"]).status_code == 404


def test_so_many_drafts_and_no_more(garage: Garage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drafts, "MOST", 1)
    kept(garage.cast, "bob", name="One")
    assert "no more fit" in kept(garage.cast, "ada", name="Two").content.decode()


def test_moving_a_share_weighs_no_work_anew(garage: Garage, monkeypatch: pytest.MonkeyPatch) -> None:
    garage.cast.client("bob").get("/c/merel/value/compare/?association=20")
    weighed = []
    real = comparing.reckoning.make_book
    monkeypatch.setattr(comparing.reckoning, "make_book", lambda *a, **k: weighed.append(a) or real(*a, **k))
    garage.cast.client("bob").get("/c/merel/value/compare/?association=21")
    assert [args[1].way for args in weighed] in ([], ["pot"])


def test_nobody_is_someone_else_after_a_change_of_who_looks(garage: Garage) -> None:
    assert person(garage.cast.bob) == garage.bob
    mine = page(garage.cast.client("bob"), "?association=20")
    assert "You:" in mine
    assert "You:" not in page(garage.cast.client(), "?association=20")

"""One person's money: would get, owed, paid; why; and passing on. Hers and the members', unless she opens it."""

import re
from typing import Any

import pytest

from entredon.apps.commons.entries import Published
from entredon.apps.people import queries as people
from entredon.apps.people.entries import Claimed
from entredon.apps.value import queries
from entredon.apps.value.entries import RuleSigned
from entredon.apps.value.seen import Eyes
from entredon.apps.value.tests.shared import (
    ALL,
    MOTOR,
    PSEUDONYMS,
    accepted,
    adopted,
    day,
    imported,
    passes_on,
    received,
    share,
)
from entredon.apps.value.tests.test_dry_run import Garage
from entredon.apps.value.tests.test_money_pages import HOME, page, shared, size
from entredon.pure.value.rule import Rule
from entredon.testing_cast import Cast, person


@pytest.fixture
def garage(cast: Cast) -> Garage:
    made = Garage(cast)
    cast.say(Published())
    adopted(cast)
    accepted(cast, made.car, made.motor)
    return made


def hers(person: str, ending: str = "") -> str:
    return f"{HOME}person/{person[:12]}/{ending}"


def cents(html: str) -> list[int]:
    return [int(re.sub(r"\D", "", amount)) for amount in re.findall(r"€[\d,.]+(?=</a>|</span>)", html)]


def test_three_tenses_stand_beside_each_other(garage: Garage) -> None:
    shared(garage)
    received(garage.cast, garage.car, 50_000)
    html = page(garage.cast.client("ada"), hers(garage.ada))
    tenses = html[html.index('class="tenses"') : html.index('id="why"')]
    would, owed, paid = (tenses.index(f'class="tense{which}"') for which in ("", " owed", " paid"))
    assert would < owed < paid
    assert "€300.00" in tenses[would:owed]
    assert "€600.00" in tenses[owed:paid]
    assert "€" not in tenses[paid:]
    assert "Nothing is paid from here yet" in tenses[paid:]


def test_before_anything_is_shared_an_example_stands_under_would_get(garage: Garage) -> None:
    html = page(garage.cast.client("bob"), hers(garage.bob))
    assert "Nothing is owed to you yet" in html
    assert "of €10,000, if the newest version brought that in today" in html


def test_the_reasons_are_products_that_add_up_to_the_cent(garage: Garage) -> None:
    shared(garage)
    html = page(garage.cast.client("bob"), hers(garage.bob))
    assert "Why €400.00?" in html
    reasons = html[html.index('<ol class="reasons">') : html.index("</ol>", html.index('<ol class="reasons">'))]
    amounts = cents(reasons)
    assert len(amounts) == 3
    assert sum(amounts[:-1]) == amounts[-1] == 40_000
    assert "× <b>20 %</b> on to Motor 1.0" in reasons.replace("\N{NO-BREAK SPACE}", " ")


def test_each_share_out_has_its_own_reasons(garage: Garage) -> None:
    first = shared(garage, 100_000)
    shared(garage, 7_700)
    html = page(garage.cast.client("bob"), hers(garage.bob, f"?of={first.rstrip('/').rpartition('/')[2]}"))
    assert "Why €400.00?" in html
    assert f'href="{first}"' in html
    assert "Why €30.80?" in page(garage.cast.client("bob"), hers(garage.bob)), "the newest, if none is asked for"
    assert "Why €30.80?" in page(garage.cast.client("bob"), hers(garage.bob, "?of=nonsense"))


@pytest.mark.parametrize("path", ["person", "would"])
def test_another_s_amounts_are_for_members_unless_she_opens_them(garage: Garage, path: str) -> None:
    shared(garage)
    address = f"{HOME}{path}/{garage.bob[:12]}/"
    for who in ("ada", "bob"):
        assert re.search(r"€[\d,]+\.\d\d", page(garage.cast.client(who), address)), who
    for who in ("", "charlie"):
        closed = page(garage.cast.client(who), address)
        assert "has not opened it" in closed
        assert "€" not in closed
    people.open_my_amounts("merel", garage.bob, everybody=True)
    assert re.search(r"€[\d,]+\.\d\d", page(garage.cast.client(), address))
    people.open_my_amounts("merel", garage.bob, everybody=False)
    assert "€" not in page(garage.cast.client(), address), "closing it again holds at once"


def test_nobody_of_that_address_is_not_found(garage: Garage) -> None:
    assert garage.cast.client("bob").get(f"{HOME}person/k:0123456789/").status_code == 404


# Passing on


def passing(garage: Garage, who: str = "bob", person: str = "", **typed: str) -> Any:
    fields = {name.replace("_", "-"): text for name, text in typed.items()}
    return garage.cast.client(who).post(hers(person or garage.bob), fields)


def test_she_passes_on_to_the_pot_and_upstream_and_it_holds_from_then_on(garage: Garage) -> None:
    answer = passing(garage, pot="50", to_0=MOTOR, part_0="12.5")
    assert answer.status_code == 302
    word = queries.passing("merel", garage.bob)
    assert word is not None
    assert word.word == {"pot": 500_000, MOTOR: 125_000}
    assert "Recorded." in page(garage.cast.client("bob"), answer["Location"].partition("#")[0])
    shared(garage)
    html = page(garage.cast.client("bob"), hers(garage.bob))
    assert "<strong>€150.00</strong> is owed to you" in html
    assert "€200.00" in html[html.index("Passed on so far") :]
    assert "€50.00" in html[html.index("Passed on so far") :]
    assert 'value="12.5"' in html, "the form shows what holds"
    assert "Bob Bakker passes on" in page(garage.cast.client("ada"), hers(garage.bob))


def test_she_changes_it_and_takes_it_back(garage: Garage) -> None:
    passing(garage, pot="50")
    passing(garage, pot="10")
    assert queries.passing("merel", garage.bob).word == {"pot": 100_000}
    passing(garage, do="keep", pot="10")
    assert queries.passing("merel", garage.bob).word == {}
    assert "You keep all of yours" in page(garage.cast.client("bob"), hers(garage.bob))


@pytest.mark.parametrize(
    ("typed", "field", "because"),
    [
        ({"pot": "101"}, "pot", "0 to 100"),
        ({"pot": "half"}, "pot", "0 to 100"),
        ({"pot": "60", "to_0": MOTOR, "part_0": "41"}, "part-0", "more than all of yours"),
        ({"to_0": "http://example.org/motor", "part_0": "5"}, "to-0", "https address"),
        ({"to_0": "javascript:alert(1)", "part_0": "5"}, "to-0", "https address"),
        ({"to_0": MOTOR}, "part-0", "in percent"),
        ({"part_1": "5"}, "to-1", "https address"),
        ({"to_0": MOTOR, "part_0": "5", "to_1": MOTOR, "part_1": "5"}, "to-1", "above already"),
    ],
)
def test_what_cant_be_passed_on_is_told_beside_its_field_and_kept(garage: Garage, typed, field, because) -> None:
    before = size()
    html = re.sub(r"\s+", " ", passing(garage, **typed).content.decode())
    found = re.search(rf'id="{field}-wrong">(.*?)</p>', html)
    assert found
    assert because in found[1]
    for text in typed.values():
        assert f'value="{text}"' in html
    assert size() == before


@pytest.mark.parametrize("who", ["", "charlie", "ada"])
def test_nobody_passes_on_what_is_another_s(garage: Garage, who: str) -> None:
    before = size()
    answer = passing(garage, who=who, pot="50")
    assert "pass it on from now on" not in answer.content.decode().lower()
    assert size() == before
    assert "Pass it on from now on" not in page(garage.cast.client("ada"), hers(garage.bob))


def test_passing_all_on_leaves_nothing_owed_and_says_so_kindly(garage: Garage) -> None:
    passes_on(garage.cast, garage.cast.bob, pot=1_000_000)
    shared(garage)
    html = page(garage.cast.client("bob"), hers(garage.bob))
    assert "You passed on all of the <strong>€400.00</strong> that came to you" in html
    assert "Why €400.00?" in html


def test_who_claims_her_names_only_after_a_share_out_reads_why_of_all_of_them(cast: Cast) -> None:
    version = imported(cast)
    adopted(cast, ALL)
    accepted(cast, version)
    share(cast, received(cast, version, 600), day(1))
    cast.say(Claimed(pseudonyms=tuple(PSEUDONYMS[:2])), cast.bob, cosigners=[cast.ada], at=day(2))
    html = page(cast.client("bob"), hers(person(cast.bob)))
    assert "Why €4.00?" in html
    reasons = html[html.index('<ol class="reasons">') : html.index("</ol>", html.index('<ol class="reasons">'))]
    assert cents(reasons) == [200, 200, 400]


def test_a_fixed_part_is_a_product_too_when_something_goes_to_the_top_first(garage: Garage) -> None:
    parts = {garage.ada: 1, garage.bob: 3}
    entry = adopted(garage.cast, Rule("fixed", parts=parts, top={"fund": 100_000}))
    for key in (garage.cast.ada, garage.cast.bob):
        garage.cast.say(RuleSigned(rule=entry), key)
    shared(garage)
    html = page(garage.cast.client("bob"), hers(garage.bob))
    assert "Why €675.00?" in html
    assert "€1,000 × <b>90 %</b> for people × <b>75 %</b> as signed" in html


def test_her_amounts_under_names_claimed_later_are_hers_to_see_and_to_open(cast: Cast) -> None:
    version = imported(cast)
    adopted(cast, ALL)
    accepted(cast, version)
    done = share(cast, received(cast, version, 600), day(1))
    cast.say(Claimed(pseudonyms=tuple(PSEUDONYMS[:1])), cast.bob, cosigners=[cast.ada], at=day(2))
    bob = person(cast.bob)
    for_bob, outside = (seen(cast, who) for who in (bob, ""))
    assert [for_bob.is_me(one) for one in PSEUDONYMS] == [True, False, False]
    assert [for_bob.may(one) for one in PSEUDONYMS] == [True, False, False], "also when she has left"
    assert not any(outside.may(one) for one in PSEUDONYMS)
    people.open_my_amounts(cast.slug, bob, everybody=True)
    assert [seen(cast, "").may(one) for one in PSEUDONYMS] == [True, False, False]
    people.open_my_amounts(cast.slug, bob, everybody=False)
    assert not seen(cast, "").may(PSEUDONYMS[0])
    html = page(cast.client("bob"), f"{HOME}s/{done[:10]}/")
    assert html.count('class="badge community">you') == 1


def seen(cast: Cast, me: str) -> Eyes:
    """What somebody outside sees who is this person, or nobody."""
    eyes = Eyes(cast.client().get("/").wsgi_request, cast.slug)
    eyes.inside, eyes.me = False, me
    return eyes

"""Money from page to page: told, looked at, shared, read by each as far as she may."""

import csv
import io
import json
import re
from typing import Any

import pytest

from entredon.apps.commons.entries import Published
from entredon.apps.library import queries as library
from entredon.apps.library.entries import Created, Released
from entredon.apps.people import queries as people
from entredon.apps.treasury import queries as treasury
from entredon.apps.value import queries, views_income, views_shareout
from entredon.apps.value.entries import RuleSigned
from entredon.apps.value.tests.shared import accepted, adopted, passes_on, received
from entredon.apps.value.tests.test_dry_run import Garage
from entredon.apps.work.entries import Accepted, Contested, Contributed, Settled
from entredon.log.models import Log
from entredon.pure.value.rule import Rule
from entredon.testing_cast import Cast, key_of

HOME = "/c/merel/value/"


@pytest.fixture
def garage(cast: Cast) -> Garage:
    """A public commons whose work all counts at once: the car upon the motor."""
    made = Garage(cast)
    cast.say(Published())
    adopted(cast)
    accepted(cast, made.car, made.motor)
    return made


def page(client: Any, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, path
    return re.sub(r"\s+", " ", answer.content.decode())


def size() -> int:
    return Log.objects.get(slug="merel").size


def shared(garage: Garage, minor: int = 100_000, who: str = "bob") -> str:
    """An income shared by a member's button; the address of its share-out."""
    income = received(garage.cast, garage.car, minor)
    answer = garage.cast.client(who).post(f"{HOME}income/{income[:10]}/")
    assert answer.status_code == 302, answer.content.decode()
    return answer["Location"].partition("?")[0]


# Telling an income


def tell(cast: Cast, who: str, **typed: str) -> Any:
    car = next(v for v in treasury_versions(cast) if v[1] == "Car 2.0")
    return cast.client(who).post(
        f"{HOME}received/", {"amount": "2,500.00", "currency": "EUR", "version": car[0], **typed}
    )


def treasury_versions(cast: Cast) -> list[tuple[str, str]]:
    return [(v.id[:10], v.label) for v in library.versions(cast.slug) if v.released]


def test_a_steward_tells_what_came_in_and_is_led_to_what_would_become_of_it(garage: Garage) -> None:
    answer = tell(garage.cast, "ada", payer="Werkplaats Noord", note="20 kits")
    told = treasury.incomes("merel")[0]
    assert (told.minor, told.currency, told.version, told.payer) == (250_000, "EUR", garage.car, "Werkplaats Noord")
    assert answer["Location"] == f"{HOME}income/{told.id[:10]}/?said={told.id}"
    assert "Recorded." in page(garage.cast.client("ada"), answer["Location"])


@pytest.mark.parametrize("who", ["charlie", "bob"])
def test_only_stewards_tell_what_came_in(garage: Garage, who: str) -> None:
    before = size()
    assert "Only stewards" in page(garage.cast.client(who), f"{HOME}received/", 403)
    assert tell(garage.cast, who).status_code == 403
    assert size() == before


def test_a_visitor_who_would_tell_an_income_is_asked_to_sign_in(garage: Garage) -> None:
    before = size()
    answer = garage.cast.client().get(f"{HOME}received/")
    assert answer.status_code == 302
    assert "/account/login/" in answer["Location"]
    assert tell(garage.cast, "").status_code in (302, 403)
    assert size() == before


@pytest.mark.parametrize(
    ("typed", "field", "because"),
    [
        ({"amount": "-5"}, "amount", "less than nothing"),
        ({"amount": "ten"}, "amount", "not an amount"),
        ({"amount": "0"}, "amount", "moves nothing"),
        ({"amount": "0.001"}, "amount", "2 decimals"),
        ({"currency": "XYZ"}, "currency", "no currency"),
        ({"version": "0000000000"}, "version", "released"),
    ],
)
def test_what_is_wrong_with_an_income_is_told_beside_its_field_and_kept(garage: Garage, typed, field, because) -> None:
    before = size()
    html = re.sub(r"\s+", " ", tell(garage.cast, "ada", payer="Noord & Co", **typed).content.decode())
    found = re.search(rf'id="id_{field}-wrong">(.*?)</p>', html)
    assert found
    assert because in found[1]
    assert 'value="Noord &amp; Co"' in html
    assert size() == before


def test_the_same_told_twice_in_a_row_is_asked_about_first(garage: Garage) -> None:
    tell(garage.cast, "ada")
    before = size()
    answer = tell(garage.cast, "ada")
    assert "a few minutes ago" in answer.content.decode()
    assert size() == before
    assert tell(garage.cast, "ada", amount="2,500.01").status_code == 302, "another amount is another income"
    assert tell(garage.cast, "ada", again="on").status_code == 302
    assert len(treasury.incomes("merel")) == 3


def test_who_paid_is_for_members(garage: Garage) -> None:
    tell(garage.cast, "ada", payer="Werkplaats Noord", note="20 kits")
    income = treasury.incomes("merel")[0].id[:10]
    for path in (HOME, f"{HOME}income/{income}/"):
        assert "Werkplaats Noord" in page(garage.cast.client("bob"), path)
        assert "Werkplaats Noord" not in page(garage.cast.client(), path)
        assert "Werkplaats Noord" not in page(garage.cast.client("charlie"), path)


# Sharing it


def test_the_page_shows_what_it_would_be_then_a_member_shares_it_by_one_button(garage: Garage) -> None:
    income = received(garage.cast, garage.car)
    before = page(garage.cast.client("bob"), f"{HOME}income/{income[:10]}/")
    assert "What would become of €1,000?" in before
    assert "€600.00" in before
    assert "Share €1,000 out now" in before
    answer = garage.cast.client("bob").post(f"{HOME}income/{income[:10]}/")
    done = queries.shareouts("merel")[0]
    assert answer["Location"] == f"{HOME}s/{done.id[:10]}/?said={done.id}"
    assert (done.income, done.person) == (income, garage.bob)


@pytest.mark.parametrize("who", ["", "charlie"])
def test_who_is_no_member_shares_nothing(garage: Garage, who: str) -> None:
    income = received(garage.cast, garage.car)
    html = page(garage.cast.client(who), f"{HOME}income/{income[:10]}/")
    assert "out now" not in html
    answer = garage.cast.client(who).post(f"{HOME}income/{income[:10]}/")
    assert answer.status_code == 403
    assert "Only members can do this" in answer.content.decode()
    assert queries.shareouts("merel") == []


def test_who_presses_second_is_told_who_was_first_and_nothing_is_done_twice(garage: Garage) -> None:
    income = received(garage.cast, garage.car)
    first, second = (garage.cast.client(who).post(f"{HOME}income/{income[:10]}/") for who in ("bob", "ada"))
    where = first["Location"].partition("?")[0]
    assert second["Location"] == f"{where}?already=1"
    assert len(queries.shareouts("merel")) == 1
    assert "Bob Bakker shared this income" in page(garage.cast.client("ada"), second["Location"])
    looked = garage.cast.client("ada").get(f"{HOME}income/{income[:10]}/")
    assert looked["Location"] == where, "the page of an income that is shared leads to its share-out"


def test_a_press_at_the_very_same_moment_leads_to_what_the_other_did(garage: Garage, monkeypatch: Any) -> None:
    income = received(garage.cast, garage.car)
    real = views_income.sharing.share_income

    def after_somebody_else(*args: Any) -> Any:
        real("merel", income, garage.cast.ada)
        return real(*args)

    monkeypatch.setattr(views_income.sharing, "share_income", after_somebody_else)
    answer = garage.cast.client("bob").post(f"{HOME}income/{income[:10]}/")
    assert answer["Location"].endswith("?already=1")
    assert len(queries.shareouts("merel")) == 1


def test_what_can_still_be_contested_is_told_with_its_day_before_sharing(cast: Cast) -> None:
    made = Garage(cast)
    adopted(cast, contest_days=14)
    accepted(cast, made.car, made.motor)
    html = page(cast.client("bob"), f"{HOME}income/{received(cast, made.car)[:10]}/")
    assert "accepted contributions don’t count yet" in html
    assert "until" in html
    assert "No work in it counts yet" in html
    assert "out now" not in html, "sharing would set all of it aside"


def test_an_income_that_isnt_there_is_not_found(garage: Garage) -> None:
    assert "No income" in page(garage.cast.client("bob"), f"{HOME}income/{'0' * 10}/", 404)


# The home


def test_the_money_of_the_year_adds_up(garage: Garage) -> None:
    shared(garage, 100_000)
    received(garage.cast, garage.car, 50_000)
    html = page(garage.cast.client(), HOME)
    for figure in ("€1,500", "€1,000", "€500"):
        assert figure in html
    assert "waits to be shared" in html
    assert "Share it out" not in html
    assert "Share it out" in page(garage.cast.client("bob"), HOME)
    assert "Somebody paid" in page(garage.cast.client("ada"), HOME)
    assert "Somebody paid" not in page(garage.cast.client("bob"), HOME)


def test_a_kept_page_of_one_is_never_shown_to_another(garage: Garage) -> None:
    where = shared(garage)
    for path in (HOME, where, f"{HOME}would/", f"{HOME}rule/", f"{HOME}compare/?association=20"):
        seen = {who: page(garage.cast.client(who), path) for who in ("ada", "bob", "charlie", "")}
        again = {who: page(garage.cast.client(who), path) for who in ("", "charlie", "bob", "ada")}
        assert seen == again, path
        assert "Charlie" not in seen[""]
        amounts = f"person/{garage.ada[:12]}/"
        assert (amounts in seen["bob"]) >= (amounts in seen[""]) == 0, path


# A share-out


def test_the_sentence_and_the_sum_say_the_same_to_the_cent(garage: Garage) -> None:
    passes_on(garage.cast, garage.cast.bob, pot=500_000)
    html = page(garage.cast.client("bob"), shared(garage))
    assert "reached <strong>2 people</strong>, who got <strong>€1,000.00</strong>" in html
    assert "passed <strong>€200.00</strong>" in html
    table = html[html.index("The sum</h2>") : html.index("</tbody>", html.index("The sum</h2>"))]
    cents = [int(re.sub(r"\D", "", amount)) for amount in re.findall(r"€[\d,.]+", table)]
    assert sum(cents) == 100_000


def test_members_see_names_and_amounts_and_everybody_else_how_many_there_are(garage: Garage) -> None:
    where = shared(garage)
    inside, outside = page(garage.cast.client("bob"), where), page(garage.cast.client(), where)
    assert "Ada Vermeer" in inside
    assert "€600.00" in inside[inside.index('id="people"') :]
    assert "2 people whose amounts only members see" in outside
    assert "€600.00" not in outside[outside.index('id="people"') : outside.index("The sum</h2>")]
    people.open_my_amounts("merel", garage.ada, everybody=True)
    outside = page(garage.cast.client(), where)
    assert "1 person whose amount only members see" in outside
    assert "Ada Vermeer" in outside[outside.index('id="people"') :]
    assert "Bob Bakker" not in outside[outside.index('id="people"') : outside.index("The sum</h2>")]


def test_a_kind_opens_the_people_of_that_kind(garage: Garage) -> None:
    where = shared(garage)
    assert f"{where}?kind=review#people" in page(garage.cast.client("bob"), where)
    html = page(garage.cast.client("bob"), f"{where}?kind=review")
    assert "One person got €200.00 for review" in html
    rows = html[html.index('id="people"') : html.index("The sum</h2>")]
    assert "Bob Bakker" in rows
    assert "Ada Vermeer" not in rows
    assert "2 people" in page(garage.cast.client("bob"), f"{where}?kind=nonsense")


def test_the_file_for_programs_is_the_contract_with_entry_and_income(garage: Garage) -> None:
    where = shared(garage)
    answer = garage.cast.client("bob").get(f"{where}share-out.json")
    data = json.loads(answer.content)
    done = queries.shareouts("merel")[0]
    assert (data["entry"], data["received"], data["lines"]) == (done.id, done.income, done.lines)
    assert {one["person"]: one["minor"] for one in data["people"]} == {garage.ada: 60_000, garage.bob: 40_000}
    assert data["others"] == {"count": 0, "minor": 0, "passed": 0}
    outside = json.loads(garage.cast.client().get(f"{where}share-out.json").content)
    assert outside["people"] == []
    assert outside["others"] == {"count": 2, "minor": 100_000, "passed": 0}
    assert garage.ada not in json.dumps(outside)
    for one in (data, outside):
        sums = [row["minor"] for part in ("top", "people", "passed", "held") for row in one[part]]
        assert sum(sums) + one["others"]["minor"] + one["others"]["passed"] == one["income"]


def test_the_table_for_a_spreadsheet_adds_up_and_holds_no_formula(garage: Garage) -> None:
    mallory = key_of("mallory")
    garage.cast.join(mallory, '=HYPERLINK("http://evil.example")')
    work = garage.cast.say(Contributed(version=garage.car, work="design", measures={"points": 4}), mallory)
    garage.cast.say(Accepted(flows=(work,)))
    passes_on(garage.cast, garage.cast.bob, pot=250_000)
    where = shared(garage)
    for who, known in (("bob", True), ("", False)):
        answer = garage.cast.client(who).get(f"{where}share-out.csv")
        assert answer["Content-Type"] == "text/csv; charset=utf-8"
        assert answer["Content-Disposition"].startswith('attachment; filename="merel-')
        rows = list(csv.reader(io.StringIO(answer.content.decode())))
        assert sum(round(float(row[3]) * 100) for row in rows[1:]) == 100_000
        assert not any(cell.startswith(views_shareout.RISKY) for row in rows for cell in row)
        assert any(row[0].startswith("'=HYPERLINK") for row in rows) == known
        assert any("only members see" in row[0] for row in rows) != known


def test_a_share_out_names_its_proof(garage: Garage) -> None:
    where = shared(garage)
    done = queries.shareouts("merel")[0]
    html = page(garage.cast.client(), where)
    for part in (done.lines, done.id[:10], "entredon verify ./merel", "flow@1", f"/log/merel/content/{done.lines}"):
        assert part in html
    assert garage.cast.client().get(f"/log/merel/content/{done.lines}").status_code == 200


def test_a_share_out_that_isnt_there_is_not_found(garage: Garage) -> None:
    assert garage.cast.client().get(f"{HOME}s/0000000000/").status_code == 404
    shared(garage)
    for ending in ("", "share-out.json", "share-out.csv"):
        assert garage.cast.client().get(f"{HOME}s/0000000000/{ending}").status_code == 404


@pytest.mark.parametrize("who", ["", "charlie"])
def test_of_a_private_draft_nobody_outside_sees_money(cast: Cast, who: str) -> None:
    made = Garage(cast)
    adopted(cast)
    accepted(cast, made.car, made.motor)
    where = shared(made)
    for path in (
        HOME,
        where,
        f"{where}share-out.json",
        f"{where}share-out.csv",
        f"{HOME}person/{made.ada[:12]}/",
        f"{HOME}rule/",
    ):
        assert cast.client(who).get(path).status_code == 404, path
        assert cast.client("bob").get(path).status_code == 200, path


def test_a_share_out_with_many_people_costs_few_questions(garage: Garage, django_assert_max_num_queries: Any) -> None:
    where = shared(garage)
    client = garage.cast.client("bob")
    client.get(f"{HOME}would/")
    gearbox = garage.cast.say(Created(name="Gearbox"))
    for n in range(20):
        garage.cast.say(Released(creation=gearbox, name=f"2.{n}", own=1, inputs=()))
    with django_assert_max_num_queries(74):
        client.get(where)
    with django_assert_max_num_queries(8):
        client.get(where)


def test_who_tells_an_income_reads_before_that_everybody_can_read_who_paid(garage: Garage) -> None:
    form = page(garage.cast.client("ada"), f"{HOME}received/")
    assert "where anybody can read it, until it is erased for good" in form
    tell(garage.cast, "ada", payer="Garden centre Fuut")
    (income,) = queries.incomes("merel")
    assert "Garden centre Fuut" in page(garage.cast.client(), f"/c/merel/e/{income.id[:10]}/")


def test_who_is_about_to_share_reads_that_work_in_it_is_contested(cast: Cast) -> None:
    made = Garage(cast)
    adopted(cast, contest_days=14)
    accepted(cast, made.car, made.motor)
    cast.say(Contested(flows=(made.motor_work,)), cast.bob)
    contest = cast.say(Contested(flows=(made.car_work,)), cast.bob)
    car, motor = received(cast, made.car), received(cast, made.motor)
    html = page(cast.client("bob"), f"{HOME}income/{car[:10]}/")
    assert "2 contests about work in it are open" in html
    assert f"/e/{contest[:10]}/" in html
    assert "One contest about work in it is open" in page(cast.client("bob"), f"{HOME}income/{motor[:10]}/")
    cast.say(Settled(contest=contest, counts=True))
    assert "One contest about work in it is open" in page(cast.client("bob"), f"{HOME}income/{car[:10]}/")


def test_the_picture_leads_from_the_payer_to_people_and_tells_only_whom_one_may_see(garage: Garage) -> None:
    address = shared(garage)
    inside = chart(page(garage.cast.client("ada"), address))
    bobs = f"{HOME}person/{garage.bob[:12]}/?of={address.rstrip('/').rpartition('/')[2]}#why"
    assert bobs in inside
    assert "Bob Bakker: €400<" in inside
    outside = chart(page(garage.cast.client(), address))
    assert garage.bob[:12] not in outside
    assert "2 people: €1,000<" in outside
    people.open_my_amounts(garage.cast.slug, garage.bob, everybody=True)
    opened = chart(page(garage.cast.client(), address))
    assert bobs in opened
    assert garage.ada[:12] not in opened


@pytest.mark.parametrize("where", ["would/?version=Car+2.0", "shared"])
def test_a_picture_of_fixed_parts_tells_nobody_outside_what_single_people_get(garage: Garage, where: str) -> None:
    cast = garage.cast
    entry = adopted(cast, Rule("fixed", parts={garage.ada: 1, garage.bob: 3}))
    for key in (cast.ada, cast.bob):
        cast.say(RuleSigned(rule=entry), key)
    address = shared(garage) if where == "shared" else HOME + where
    inside, outside = (page(cast.client(who), address) for who in ("ada", ""))
    assert garage.bob[:12] in chart(inside)
    for person in (garage.ada, garage.bob):
        assert person[:12] not in chart(outside)
    for amount in ("€250", "€750", "€2,500", "€7,500"):
        assert amount not in outside


def chart(html: str) -> str:
    """The picture with its table."""
    start = html.index('<figure class="chart sankey">')
    return html[start : html.index("</details>", start)]

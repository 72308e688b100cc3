"""Pages show what the record holds, to whom it may be shown."""

import re

import pytest
from django.test import Client

from entredon.apps.commons.entries import Published
from entredon.apps.library.entries import Created, Released
from entredon.apps.people.entries import Erased, SideText
from entredon.apps.work.entries import Contributed
from entredon.log.models import Entry
from entredon.site import views
from entredon.testing_cast import Cast, key_of


@pytest.fixture
def shown(cast: Cast) -> Cast:
    """A public commons with a creation, a version of it, and work of two people in it."""
    cast.say(Published())
    creation = cast.say(Created(name="Boot lid"))
    cast.say(Contributed(creation=creation, work="design", measures={"points": 3}), texts={"note": "Why not fold it?"})
    cast.say(Contributed(creation=creation, work="review", measures={"points": 1}), by=cast.bob)
    cast.say(Released(creation=creation, name="0.1", own=1, inputs=()))
    return cast


PAGES = [
    "",
    "library/",
    "people/",
    "value/",
    "value/would/",
    "value/rule/",
    "value/compare/",
    "record/",
    "record/check/",
    "record/proves/",
]


def text(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return re.sub(r"\s+", " ", answer.content.decode())


@pytest.mark.parametrize("page", PAGES)
def test_a_commons_has_its_pages(shown: Cast, client: Client, page: str) -> None:
    assert "<h1" in text(client, f"/c/merel/{page}")


@pytest.mark.parametrize("page", PAGES)
def test_a_commons_without_anything_has_its_pages_too(cast: Cast, client: Client, page: str) -> None:
    cast.say(Published())
    assert "<h1" in text(client, f"/c/merel/{page}")


@pytest.mark.parametrize("page", [*PAGES, "e/0000000000/"])
def test_a_draft_is_not_there_for_visitors(cast: Cast, client: Client, page: str) -> None:
    assert client.get(f"/c/merel/{page}").status_code == 404
    assert "Merel" not in client.get("/").content.decode()


def test_a_draft_is_shown_to_its_members_and_not_to_search_engines(cast: Cast, client: Client) -> None:
    page = text(cast.client("bob"), "/c/merel/")
    assert "private draft" in page
    assert '<meta name="robots" content="noindex">' in page
    assert "Merel" in cast.client("bob").get("/").content.decode()
    for other in (client, cast.client("charlie")):
        assert other.get("/c/merel/").status_code == 404, "what was kept for one must not reach another"
        assert "Merel" not in other.get("/").content.decode()


def test_a_public_commons_is_on_the_first_page(shown: Cast, client: Client) -> None:
    assert 'href="/c/merel/"' in text(client, "/")


@pytest.mark.parametrize("path", ["/c/nobody/", "/nothing", "/c/merel/nothing/", "/c/merel/e/zzzzzzzzzz/"])
def test_what_is_not_there_says_so_with_a_way_on(shown: Cast, client: Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    page = answer.content.decode()
    for line in ("What was kept", "What to do", 'href="/"'):
        assert line in page


@pytest.mark.parametrize(
    ("handler", "status", "arguments"),
    [(views.bad_request, 400, 1), (views.forbidden, 403, 1), (views.not_found, 404, 1), (views.broken, 500, 0)],
)
def test_an_error_says_what_happened_what_was_kept_and_what_to_do(rf, handler, status, arguments) -> None:
    answer = handler(rf.get("/c/merel/"), *[Exception()] * arguments)
    page = answer.content.decode()
    assert answer.status_code == status
    for line in ('<p class="lead">', "What was kept", "What to do", 'href="/"', "noindex"):
        assert line in page


def test_a_mistake_of_ours_is_told_without_its_details(shown: Cast, client: Client, monkeypatch) -> None:
    def broken(slug: str) -> None:
        raise ZeroDivisionError("a detail that is nobody's business")

    monkeypatch.setattr("entredon.apps.commons.queries.commons", broken)
    client.raise_request_exception = False
    answer = client.get("/c/merel/record/proves/")
    assert answer.status_code == 500
    assert "Something broke here" in answer.content.decode()
    assert "detail" not in answer.content.decode()


def test_a_tab_appears_when_there_is_something_behind_it(cast: Cast, client: Client) -> None:
    cast.say(Published())
    assert "What we make</a>" not in text(client, "/c/merel/")
    creation = cast.say(Created(name="Boot lid"))
    page = text(client, "/c/merel/")
    assert "What we make</a>" in page
    assert "Money</a>" not in page
    cast.say(Contributed(creation=creation, work="design", measures={}))
    assert "Money</a>" in text(client, "/c/merel/")


def test_a_page_changes_with_the_record(shown: Cast, client: Client) -> None:
    assert "Rear frame" not in text(client, "/c/merel/library/")
    shown.say(Created(name="Rear frame"))
    assert "Rear frame" in text(client, "/c/merel/library/")


def test_a_page_that_is_kept_costs_three_questions(shown: Cast, client: Client, django_assert_max_num_queries) -> None:
    client.get("/c/merel/people/")
    with django_assert_max_num_queries(3):
        assert client.get("/c/merel/people/").status_code == 200


def test_the_first_page_follows_every_record(shown: Cast, client: Client, django_assert_max_num_queries) -> None:
    assert "1 creation" in text(client, "/")
    with django_assert_max_num_queries(1):
        client.get("/")
    shown.say(Created(name="Rear frame"))
    assert "2 creations" in text(client, "/")
    Cast.found("other", draft=False)
    assert 'href="/c/other/"' in text(client, "/")


def test_a_browser_that_has_a_page_is_not_sent_it_again(shown: Cast, client: Client) -> None:
    first = client.get("/c/merel/")
    again = client.get("/c/merel/", headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304
    shown.say(Created(name="Rear frame"))
    assert client.get("/c/merel/", headers={"if-none-match": first["ETag"]}).status_code == 200


def test_names_are_text_and_never_markup(shown: Cast, client: Client) -> None:
    shown.join(key_of("mallory"), '<script>alert("1")</script>')
    shown.say(Created(name="<img src=x onerror=alert(2)>"))
    for page in PAGES:
        html = text(client, f"/c/merel/{page}")
        assert "<script>alert" not in html
        assert "<img" not in html


# People


def test_a_person_is_reached_by_the_short_address_and_the_whole_one(shown: Cast, client: Client) -> None:
    for address in (f"k:{shown.ada.id[:10]}", f"k:{shown.ada.id}"):
        page = text(client, f"/c/merel/people/{address}/")
        assert "What has Ada Vermeer given?" in page
        assert "steward" in page
    assert client.get("/c/merel/people/k:0123456789/").status_code == 404


def test_a_person_s_work_stands_with_the_version_it_went_into(shown: Cast, client: Client) -> None:
    page = text(client, f"/c/merel/people/k:{shown.bob.id[:10]}/")
    assert "Boot lid 0.1" in page
    assert "review" in page


# The library


def test_a_version_names_who_made_it_and_what_it_is_made_of(shown: Cast, client: Client) -> None:
    first = Entry.objects.get(kind="library.released").id
    creation = Entry.objects.get(kind="library.created").id
    shown.say(Contributed(creation=creation, work="design", measures={}))
    second = shown.say(Released(creation=creation, name="0.2", own=3, inputs=({"version": first, "weight": 1},)))
    page = text(client, f"/c/merel/library/v/{second[:10]}/")
    assert "Who made Boot lid 0.2, and of what?" in page
    assert "Ada Vermeer" in page
    assert "25.0" in page
    assert "Boot lid 0.2" in text(client, f"/c/merel/library/v/{first[:10]}/"), "what became of it"


def test_a_superseded_version_leads_to_what_took_its_place(shown: Cast, client: Client) -> None:
    creation = Entry.objects.get(kind="library.created").id
    page = text(client, f"/c/merel/library/v/{creation[:10]}.1/")
    assert "Who made Boot lid 0.1" in page


# Sharing


def test_the_answer_stands_first_with_its_figures(shown: Cast, client: Client) -> None:
    page = text(client, "/c/merel/value/would/")
    lead = re.search(r'<p class="lead">(.*?)</p>', page)
    assert lead
    for figure in ("€10,000", "€9,000", "<strong>2</strong> people", "€1,000"):
        assert figure in lead[1]


def test_a_table_says_the_same_as_the_picture(shown: Cast, client: Client) -> None:
    page = text(client, "/c/merel/value/would/")
    start = page.index("The same as a table")
    table = page[start : page.index("</table>", start)]
    rows = re.findall(r"<tr><td>(.*?)</td><td>(.*?)</td><td class=\"n\">€([\d,.]+)</td></tr>", table)
    from_income = [int(re.sub(r"\D", "", amount)) for source, _, amount in rows if source == "Income"]
    assert sum(from_income) == 1_000_000
    assert page.count("The same as a table") == 1
    assert ">Design</a>" in table


@pytest.mark.parametrize(
    ("asked", "field", "because"),
    [
        ("amount=-5", "amount", "less than nothing"),
        ("amount=1e400", "amount", "exponent"),
        ("amount=0.001", "amount", "2 decimals"),
        ("amount=", "amount", "missing"),
        ("amount=10.000", "amount", "between thousands"),
        ("amount=10&currency=XYZ", "currency", "no currency"),
        ("amount=10&version=nonsense", "version", "no version"),
        ("amount=10&rule=nonsense", "rule", "no sharing rule"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(shown: Cast, client: Client, asked, field, because) -> None:
    page = text(client, f"/c/merel/value/would/?{asked}")
    found = re.search(rf'id="{field}-wrong">(.*?)</p>', page)
    assert found, "nothing is said"
    assert because in found[1]
    assert f'aria-describedby="{field}-wrong"' in page
    assert page.count('class="wrong"') == 1


def test_what_was_typed_stays_in_its_field(shown: Cast, client: Client) -> None:
    page = text(client, "/c/merel/value/would/?amount=ten%22%3E%3Cb%3E&currency=EUR")
    assert 'value="ten&quot;&gt;&lt;b&gt;"' in page


def test_thousands_may_be_written_apart_where_it_is_clear(shown: Cast, client: Client) -> None:
    assert "€12,345.67" in text(client, "/c/merel/value/would/?amount=12,345.67")


def test_by_the_pot_nobody_gets_anything_directly(shown: Cast, client: Client) -> None:
    page = text(client, "/c/merel/value/would/?rule=pot%401")
    assert "would go to the common pot" in page
    assert "nothing goes to people directly" in page


def test_reasons_add_up_to_the_amount(shown: Cast) -> None:
    page = text(shown.client("bob"), f"/c/merel/value/would/k:{shown.ada.id[:10]}/?amount=100")
    listed = page[page.index('<ol class="reasons">') : page.index("</ol>", page.index('<ol class="reasons">'))]
    amounts = [int(re.sub(r"\D", "", amount)) for amount in re.findall(r"€[\d,.]+(?=</a>|</span>)", listed)]
    assert len(amounts) >= 2
    assert sum(amounts[:-1]) == amounts[-1]
    assert "Why would Ada Vermeer get" in page


def test_who_would_get_nothing_is_told_so(shown: Cast) -> None:
    stranger = key_of("newcomer")
    shown.join(stranger, "Nele New")
    page = text(shown.client("bob"), f"/c/merel/value/would/k:{stranger.id[:10]}/")
    assert "would get nothing" in page


# The public record


def test_a_receipt_is_found_by_the_first_ten_characters(shown: Cast, client: Client) -> None:
    row = Entry.objects.get(kind="library.released")
    page = text(client, f"/c/merel/e/{row.id[:10]}/")
    assert "released <a" in page
    assert row.id in page
    assert "Recomputed just now" in page
    assert f"/log/merel/proof/{row.id}" in page
    # Each page names its own address in its head and on paper; what it says is the same.
    told = text(client, f"/c/merel/e/{row.id}/")
    assert told[told.index("<main") : told.index("</main>")] == page[page.index("<main") : page.index("</main>")]


def test_every_receipt_proves_its_place(shown: Cast, client: Client) -> None:
    for row in Entry.objects.all():
        page = text(client, f"/c/merel/e/{row.id[:10]}/")
        assert "Recomputed just now" in page


def test_a_personal_text_is_shown_until_it_is_erased(shown: Cast, client: Client) -> None:
    row = Entry.objects.get(kind="work.contributed", by=shown.ada.id)
    assert "Why not fold it?" in text(client, f"/c/merel/e/{row.id[:10]}/")
    shown.say(Erased(side=(SideText(entry=row.id, name="note"),)))
    page = text(client, f"/c/merel/e/{row.id[:10]}/")
    assert "Why not fold it?" not in page
    assert "This text was erased" in page


def test_the_record_is_told_newest_first_and_by_kind(shown: Cast, client: Client) -> None:
    page = text(client, "/c/merel/record/")
    assert page.index("released <a") < page.index("founded Merel")
    only = text(client, "/c/merel/record/?kind=library.created")
    assert "began" in only
    assert "founded Merel" not in only
    assert "founded Merel" in text(client, "/c/merel/record/?kind=no.such")


@pytest.mark.parametrize("page", ["0", "-1", "x", "99999999999"])
def test_a_page_number_that_makes_no_sense_shows_a_page_all_the_same(shown: Cast, client: Client, page: str) -> None:
    for path in ("record/", "people/", "library/", "value/"):
        assert client.get(f"/c/merel/{path}?page={page}").status_code == 200


def test_a_name_that_no_disk_takes_is_just_not_there(db: None, client: Client) -> None:
    for path in (f"/c/{'a' * 5000}/", f"/c/{'a' * 300}/join/x/", f"/log/{'a' * 5000}/checkpoint"):
        assert client.get(path).status_code == 404

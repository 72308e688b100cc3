"""The pages of the charter: who decides what, four to begin with, the first one, and a change that is proposed."""

import re
from typing import Any

import pytest

from entredon.apps.commons.entries import Published, RoleGiven
from entredon.apps.decide import queries_charter as queries
from entredon.apps.decide.entries import Chartered
from entredon.apps.decide.models import Charter, Decision
from entredon.log.models import Log, SideText
from entredon.pure.choice.charter import LEVERS
from entredon.pure.choice.templates import TEMPLATES
from entredon.testing_cast import Cast, person

CHARTER, TEMPLATE_PAGE, NEW = (
    "/c/merel/decide/charter/",
    "/c/merel/decide/charter/templates/",
    "/c/merel/decide/charter/new/",
)


@pytest.fixture
def public(cast: Cast) -> Cast:
    cast.say(Published())
    return cast


@pytest.fixture
def chartered(public: Cast) -> Cast:
    public.say(Chartered(charter=TEMPLATES["vote"].data()))
    return public


def page(client: Any, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return text_of(answer)


def text_of(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def words(html: str) -> str:
    """What one reads of a page."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", html))


def size() -> int:
    return Log.objects.get(slug="merel").size


def typed(begins: str, **changes: object) -> dict[str, object]:
    """The form as it opens for one of the four, with some of it typed anew."""
    from entredon.apps.decide.forms_charter import CharterForm

    form = CharterForm(TEMPLATES[begins])
    return {"do": "look", **{key: field.initial for key, field in form.fields.items()}, **changes}


def looked_at(html: str) -> str:
    """The charter that the button of a page carries."""
    found = re.search(r'name="charter" value="([^"]+)"', html)
    assert found is not None
    return found[1].replace("&quot;", '"').replace("&amp;", "&").replace("&gt;", ">")


# Without one


def test_without_a_charter_the_page_says_that_stewards_decide_and_what_comes_next(public: Cast) -> None:
    html = page(public.client("ada"), CHARTER)
    assert "stewards, each of them alone" in html.lower()
    assert "there is no charter yet" in html
    assert "Choose a charter" in html
    assert all(f'id="{lever}"' in html for lever in LEVERS)
    assert "What nobody can take away" in html
    assert "Choose a charter" not in page(public.client("bob"), CHARTER), "it isn't hers to choose"
    assert "Look at four charters" in page(public.client(), CHARTER)


def test_four_charters_stand_side_by_side_each_with_who_decides_about_everything(public: Cast) -> None:
    html = page(public.client(), TEMPLATE_PAGE)
    for name in TEMPLATES:
        assert f"?from={name}" in html
    table = html[html.index("<table") : html.index("</table>")]
    assert table.count('<th scope="row">') == len(LEVERS)
    assert table.count("<tr>") == 1 + len(LEVERS)
    assert "nobody objects" in table
    assert "at least two thirds of those who say yes or no say yes" in table
    assert "at most €1,000" in table


@pytest.mark.parametrize("name", TEMPLATES)
def test_each_of_the_four_is_read_before_it_is_recorded(public: Cast, name: str) -> None:
    before = size()
    html = page(public.client("ada"), f"{NEW}?from={name}")
    assert "Adopt this charter" not in html
    looked = text_of(public.client("ada").post(f"{NEW}?from={name}", typed(name)))
    assert "Adopt this charter" in looked
    assert looked_at(looked) == TEMPLATES[name].dumps().decode(), "nothing was typed: it is as it was"
    assert size() == before


def test_a_steward_adopts_the_first_charter_with_numbers_of_her_own(public: Cast) -> None:
    changes = {"everyday-discuss": "1", "big-quorum": "1/2", "big-threshold": "3/4", "most": "2500", "set_aside": "1/3"}
    looked = text_of(public.client("ada").post(f"{NEW}?from=vote", typed("vote", **changes)))
    assert "at least three quarters" in looked
    assert "€2,500" in looked
    answer = public.client("ada").post(NEW, {"do": "say", "charter": looked_at(looked)})
    assert answer.status_code == 302, words(text_of(answer))
    adopted = queries.in_force("merel")
    assert adopted is not None
    everyday, big = adopted.charter.type_by("everyday"), adopted.charter.type_by("big")
    assert (everyday.discuss, big.quorum, big.threshold, big.strict) == (1, (1, 2), (3, 4), False)
    assert (dict(adopted.charter.levers["budget"].most), adopted.charter.set_aside) == ({"EUR": 250_000}, (1, 3))
    assert adopted.person == person(public.ada)
    html = page(public.client("ada"), answer["Location"])
    assert "Recorded." in html
    assert "as the first one, as a steward" in html


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("big-vote", "0", "greater than or equal to 1"), ("everyday-discuss", "91", "less than or equal to 90"),
        ("everyday-notice", "", "required"), ("by-charter", "stewards", "Select a valid choice"),
        ("most", "nothing", "amount"), ("name", " ", "Give the charter a name"), ("big-threshold", "2/1", "valid choice"),
    ],
)  # fmt: skip
def test_what_nobody_could_live_by_is_said_beside_its_field(public: Cast, name: str, value: str, says: str) -> None:
    html = text_of(public.client("ada").post(f"{NEW}?from=vote", typed("vote", **{name: value})))
    assert says in html
    assert "Adopt this charter" not in html


@pytest.mark.parametrize("who", ["", "charlie", "bob"])
def test_only_a_steward_adopts_the_first_charter(public: Cast, who: str) -> None:
    looked = text_of(public.client(who).post(f"{NEW}?from=vote", typed("vote")))
    assert "Adopt this charter" not in looked
    assert "A steward adopts the first charter" in looked
    before = size()
    sent = public.client(who).post(NEW, {"do": "say", "charter": TEMPLATES["vote"].dumps().decode()})
    assert sent.status_code in (302, 403)
    assert size() == before


@pytest.mark.parametrize("sent", ["", "{", "[]", '{"name": "x"}', "\x00", "9" * 70_000])
def test_a_charter_sent_by_hand_that_cant_be_read_is_refused_with_a_sentence(public: Cast, sent: str) -> None:
    before = size()
    answer = public.client("ada").post(NEW, {"do": "say", "charter": sent})
    assert answer.status_code == 200
    assert "Nothing was recorded" in text_of(answer)
    assert size() == before


def test_a_charter_that_shuts_everybody_out_now_is_refused_with_a_sentence(public: Cast) -> None:
    data = TEMPLATES["vote"].data()
    data["types"][1]["who"] = ["partners"]
    import json

    answer = public.client("ada").post(NEW, {"do": "say", "charter": json.dumps(data)})
    assert answer.status_code == 200
    assert "Nothing was recorded" in text_of(answer)
    assert not Charter.objects.filter(commons="merel").exists()


# With one


def test_the_charter_in_force_stands_on_one_page_in_peoples_words(chartered: Cast) -> None:
    html = page(chartered.client(), CHARTER)
    read = words(html)
    assert all(f'id="{lever}"' in html for lever in LEVERS)
    assert "So says the charter “ By vote ”" in read
    assert "All members vote. It passes where more than half of those who say yes or no say yes" in read
    assert "if at least a fifth of them take part" in read
    assert "3 days people talk about it" in read
    assert "a quarter of those who may vote challenge it" in read
    assert "To go on elsewhere" in read
    assert "Propose a change" not in read, "that is for members"
    assert "Propose a change" in page(chartered.client("bob"), CHARTER)


def test_a_charter_that_asks_how_long_somebody_is_a_member_says_so(chartered: Cast) -> None:
    data = TEMPLATES["vote"].data()
    data["types"][0]["member_days"] = 14
    whole = queries.whole(data)
    assert whole.kinds[0].who == "members for 14 days or more"
    data["types"][0]["who"] = ["contributors", "partners"]
    assert queries.whole(data).kinds[0].who == "contributors and partners (members for 14 days or more)"


def test_a_second_charter_is_not_adopted_alone(chartered: Cast) -> None:
    looked = text_of(chartered.client("ada").post(f"{NEW}?from=consent", typed("consent")))
    assert "Adopt this charter" not in looked
    assert "Open the decision" in looked


def test_nothing_is_proposed_where_nothing_would_change(chartered: Cast) -> None:
    looked = text_of(chartered.client("bob").post(NEW, typed("vote")))
    assert "it says what the charter in force says" in looked
    assert "Open the decision" not in looked


def test_a_member_proposes_a_change_which_others_then_decide_about(chartered: Cast) -> None:
    looked = text_of(
        chartered.client("bob").post(NEW, typed("vote", **{"everyday-quorum": "1/2", "everyday-vote": "9"}))
    )
    said = words(looked)
    assert "Now: all members" in said
    assert "if at least half of them take part" in said
    assert "9 days" in said
    sent = {
        "do": "say",
        "charter": looked_at(looked),
        "title": "Shall half of us take part?",
        "text": "It was a handful.",
    }
    answer = chartered.client("bob").post(NEW, sent)
    assert answer.status_code == 302, words(text_of(answer))
    row = Decision.objects.get(commons="merel")
    assert (row.lever, row.person, row.state) == ("charter", person(chartered.bob), "discussed")
    assert row.effect["charter"]["types"][0]["quorum"] == [1, 2]
    assert SideText.objects.get(entry=row.id, name="title").text == "Shall half of us take part?"
    assert row.id[:10] in answer["Location"] or "said=" in answer["Location"]
    again = chartered.client("bob").post(NEW, sent)
    assert again.status_code == 302
    assert Decision.objects.count() == 1, "a form sent twice opens one decision"


@pytest.mark.parametrize("left_out", ["title", "text"])
def test_a_change_is_proposed_with_a_question_and_why(chartered: Cast, left_out: str) -> None:
    sent = {"do": "say", "charter": TEMPLATES["consent"].dumps().decode(), "title": "Shall we?", "text": "Because."}
    before = size()
    answer = chartered.client("bob").post(NEW, {**sent, left_out: " "})
    assert answer.status_code == 200
    assert "Say " in text_of(answer)
    assert size() == before


@pytest.mark.parametrize("who", ["", "charlie"])
def test_only_members_propose_a_change(chartered: Cast, who: str) -> None:
    before = size()
    sent = {"do": "say", "charter": TEMPLATES["consent"].dumps().decode(), "title": "Shall we?", "text": "Because."}
    assert chartered.client(who).post(NEW, sent).status_code in (302, 403)
    assert size() == before


def test_a_charter_is_found_by_its_id_and_others_answer_404(chartered: Cast) -> None:
    id = Charter.objects.get(commons="merel").id
    html = page(chartered.client("bob"), f"{CHARTER}{id[:10]}/")
    assert "holds since" in html
    page(chartered.client(), f"{CHARTER}{'0' * 10}/", 404)
    page(chartered.client(), f"{NEW}?from={'0' * 10}", 404)
    page(chartered.client(), f"{NEW}?from=now")


# Beside what it governs


def test_who_can_change_a_parameter_is_told_beside_it_with_the_way_to_that_part(public: Cast) -> None:
    assert "Stewards, each of them alone." in page(public.client(), "/c/merel/value/rule/")
    public.say(Chartered(charter=TEMPLATES["partners"].data()))
    for address, lever, says in (
        ("/c/merel/value/rule/", "sharing", "Contributors and stewards, by vote."),
        ("/c/merel/people/roles/", "steward", "All members, by vote."),
        ("/c/merel/treasury/budget/2026/", "budget", "Contributors and stewards, by consent."),
    ):
        html = page(public.client(), address)
        assert f'href="/c/merel/decide/charter/#{lever}">Who can change this?</a> {says}' in html, address


def test_where_stewards_are_chosen_together_the_page_of_roles_leads_there(public: Cast) -> None:
    link = 'href="/c/merel/decide/new/steward/"'
    assert link not in page(public.client("ada"), "/c/merel/people/roles/")
    public.say(Chartered(charter=TEMPLATES["vote"].data()))
    assert link in page(public.client("ada"), "/c/merel/people/roles/")


def test_what_another_charter_changes_is_told_whole(chartered: Cast) -> None:
    changes = queries.changes("merel", TEMPLATES["stewards"].data())
    told = {one.what: (one.before, one.after) for one in changes}
    assert any("stewards" in after and "nobody objects" in after for _before, after in told.values())
    assert queries.changes("merel", TEMPLATES["vote"].data()) == []


def test_roles_can_be_looked_after_by_two_and_named_on_the_page(public: Cast) -> None:
    public.say(RoleGiven(person=person(public.bob), role="steward"))
    html = page(public.client("bob"), CHARTER)
    assert "Ada Vermeer" in html
    assert "Bob Bakker" in html

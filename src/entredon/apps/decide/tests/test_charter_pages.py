"""The pages of the charter: who decides what, four to begin with, the first one, and a change that is proposed."""

import json
import re
from typing import Any

import pytest

from entredon.apps.commons.entries import Published, RoleGiven
from entredon.apps.decide import queries_charter as queries
from entredon.apps.decide.entries import Chartered
from entredon.apps.decide.models import Charter, Decision
from entredon.log.models import Log, SideText
from entredon.pure.choice import reading
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
        ("big-vote", "0", "a number of days from 1 to 90"), ("everyday-discuss", "91", "a number of days from 0 to 90"),
        ("everyday-notice", "", "a number of days from 0 to 90"), ("by-charter", "stewards", "not by a steward alone"),
        ("by-sharing", "nobody", "or nobody could"), ("everyday-who", [], "or nobody could do it"),
        ("everyday-opens", [], "or nobody could do it"), ("everyday-base", "weight", "valid choice"),
        ("everyday-method", "schulze@1", "valid choice"), ("big-member_days", "91", "a number of days from 0 to 90"),
        ("big-who", ["partners"], "None of these are here now, so nobody could vote"),
        ("big-opens", ["partners"], "None of these are here now, so nobody could open one"),
        ("big-member_days", "90", "Nobody has been here for so long yet"),
        ("most_other", "12", "Say which currency this is"), ("least", "0", "greater than or equal to 1"),
        ("everyday-notice", "x", "a number of days from 0 to 90"),
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
    answer = public.client("ada").post(NEW, {"do": "say", "charter": json.dumps(data)})
    assert answer.status_code == 200
    assert "Nothing was recorded" in text_of(answer)
    assert not Charter.objects.filter(commons="merel").exists()


# Ways to decide


def test_a_way_is_added_named_and_given_something_to_decide_about(chartered: Cast) -> None:
    bob = chartered.client("bob")
    begun = text_of(bob.post(f"{NEW}?from=now", typed("vote") | {"do": "add", "everyday-vote": "9"}))
    assert 'name="new-1-name"' in begun
    assert re.search(r'name="everyday-vote" value="9"', begun), "what was typed stays"
    assert "Open the decision" not in begun, "it isn't read yet"
    way = {
        "new-1-name": "Tools & café", "new-1-who": ["members", "stewards"], "new-1-opens": ["stewards"],
        "new-1-method": "consent@1", "new-1-threshold": "1/2>", "new-1-base": "votes", "new-1-quorum": "1/2",
        "new-1-member_days": "0", "new-1-discuss": "2", "new-1-vote": "4", "new-1-challenge": "1", "new-1-notice": "6",
        "new-1-early": "on",
    }  # fmt: skip
    sent = typed("vote") | way | {"ways": "everyday,big,new-1", "by-budget": "new-1"}
    looked = text_of(bob.post(f"{NEW}?from=now", sent))
    told = words(looked)
    assert "A new way to decide: Decisions called “tools cafe”" in told
    assert "if at least half of them take part" in told
    kind = reading.loads(looked_at(looked)).type_by("tools-cafe")
    assert (kind.who, kind.opens, kind.method) == (("members", "stewards"), ("stewards",), "consent@1")
    assert (kind.quorum, kind.discuss, kind.vote, kind.challenge, kind.notice, kind.early) == ((1, 2), 2, 4, 1, 6, True)
    assert reading.loads(looked_at(looked)).levers["budget"].by == "tools-cafe"


def test_a_way_is_removed_once_others_decide_about_what_was_its(chartered: Cast) -> None:
    bob = chartered.client("bob")
    begun = text_of(bob.post(f"{NEW}?from=now", typed("vote") | {"drop": "everyday"}))
    assert 'name="everyday-who"' not in begun
    assert "Choose who decides" in begun
    left = {key: value for key, value in typed("vote").items() if not key.startswith("everyday")} | {"ways": "big"}
    refused = text_of(bob.post(f"{NEW}?from=now", left))
    assert refused.count("Choose who decides about it, or nobody could.") == 3, "beside each that was its"
    assert "Open the decision" not in refused
    sent = left | {"by-partner": "big", "by-budget": "big", "by-words": "stewards"}
    looked = text_of(bob.post(f"{NEW}?from=now", sent))
    assert "No longer a way to decide: Everyday decisions" in words(looked)
    charter = reading.loads(looked_at(looked))
    assert [kind.id for kind in charter.types] == ["big"]
    assert charter.levers["words"].by == "stewards"
    assert 'name="drop"' not in looked, "the last one stays"
    kept = text_of(bob.post(f"{NEW}?from=now", sent | {"drop": "big"}))
    assert 'name="big-who"' in kept


@pytest.mark.parametrize(
    ("name", "says"),
    [("", "Give this way to decide a name"), ("Big", "of this name already"), ("stewards", "means them alone"),
     ("37", "Begin the name with a letter"), ("日本", "Begin the name with a letter")],
)  # fmt: skip
def test_a_way_that_is_named_as_none_can_be_is_refused_beside_its_name(public: Cast, name: str, says: str) -> None:
    way = {key.replace("everyday-", "new-1-"): value for key, value in typed("vote").items() if "everyday-" in key}
    sent = typed("vote") | way | {"new-1-name": name, "ways": "everyday,big,new-1"}
    html = text_of(public.client("ada").post(f"{NEW}?from=vote", sent))
    assert says in html
    assert "Adopt this charter" not in html


def test_a_vote_becomes_consent_and_consent_a_vote(chartered: Cast) -> None:
    sent = typed("vote", **{
        "everyday-method": "consent@1", "big-base": "roll", "big-threshold": "1/2>", "big-who": ["members", "partners"],
        "everyday-member_days": "0", "big-opens": ["stewards"],
    })  # fmt: skip
    looked = text_of(chartered.client("bob").post(f"{NEW}?from=now", sent))
    charter = reading.loads(looked_at(looked))
    everyday, big = charter.type_by("everyday"), charter.type_by("big")
    assert (everyday.method, big.base, big.threshold, big.strict) == ("consent@1", "roll", (1, 2), True)
    assert (big.who, big.opens) == (("members", "partners"), ("stewards",))
    told = words(looked)
    assert "nobody objects" in told
    assert "more than half of all who may vote say yes" in told


def test_money_in_several_currencies_contributors_and_the_name_are_changed(chartered: Cast) -> None:
    sent = typed("vote", most="1.500,50", most_other="200", most_code="CHF", least="3", within="90", name="Ours")
    looked = text_of(chartered.client("bob").post(f"{NEW}?from=now", sent))
    charter = reading.loads(looked_at(looked))
    assert dict(charter.levers["budget"].most) == {"EUR": 150_050, "CHF": 20_000}
    assert (charter.contributors.least, charter.contributors.days, charter.name) == (3, 90, "Ours")
    assert "Ours" in words(looked)


def test_a_charter_by_hand_that_takes_away_what_is_entrenched_is_refused(public: Cast) -> None:
    data = TEMPLATES["vote"].data() | {"entrenched": ["leave"]}
    answer = text_of(public.client("ada").post(NEW, {"do": "say", "charter": json.dumps(data)}))
    assert "Nothing was recorded" in answer
    assert "no charter takes them away" in answer


def test_what_was_looked_at_stands_in_the_fields_while_words_are_missing(chartered: Cast) -> None:
    data = TEMPLATES["consent"].data()
    sent = {"do": "say", "charter": json.dumps(data), "title": "", "text": ""}
    html = text_of(chartered.client("bob").post(NEW, sent))
    assert 'name="charter-who"' in html, "consent has a way of this name, and the charter in force hasn't"


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
        ("/c/merel/value/", "sharing", "Contributors and stewards, by vote."),
        (CHARTER, "charter", "All members, by vote."),
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

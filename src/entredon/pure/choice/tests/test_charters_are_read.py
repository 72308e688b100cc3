"""A charter is read strictly: what could lock everybody out, or means nothing, is refused with a sentence that says where."""

import copy
import json
from typing import Any

import pytest

from entredon.pure.choice import charter, reading
from entredon.pure.choice.charter import Charter
from entredon.pure.choice.reading import BadCharter
from entredon.pure.choice.templates import TEMPLATES

EXAMPLE: dict[str, Any] = {
    "name": "vote",
    "contributors": {"least": 1, "days": 365},
    "types": [
        {
            "id": "everyday", "who": ["members"], "opens": ["members"], "member_days": 0, "method": "threshold@1",
            "threshold": [1, 2], "strict": True, "base": "votes", "quorum": [1, 5], "discuss": 3, "vote": 5, "challenge": 3,
            "notice": 0, "early": True,
        },
        {"id": "big", "who": ["members", "partners"], "opens": ["stewards"], "threshold": [2, 3], "strict": False},
    ],
    "levers": {
        "sharing": {"by": "big"}, "partner": {"by": "stewards"}, "budget": {"by": "everyday", "most": {"EUR": 100_000}},
        "steward": {"by": "big"}, "charter": {"by": "big"}, "words": {"by": "everyday"},
    },
    "set_aside": [1, 4],
    "entrenched": ["leave", "fork", "record"],
}  # fmt: skip


def with_(path: str, value: Any) -> dict[str, Any]:
    """The example with one value changed; the path is as in ``types.0.vote``. None takes it out."""
    data = copy.deepcopy(EXAMPLE)
    *way, last = path.split(".")
    place: Any = data
    for step in way:
        place = place[int(step)] if step.isdigit() else place[step]
    if value is None:
        del place[last]
    else:
        place[int(last) if last.isdigit() else last] = value
    return data


def test_the_example_is_read_and_written_as_it_was_meant() -> None:
    read = reading.read(EXAMPLE)
    assert read.name == "vote"
    way = read.type_of("budget")
    assert way is not None
    assert (way.id, way.quorum, way.days, way.early) == ("everyday", (1, 5), 11, True)
    assert read.type_of("partner") is None
    assert read.levers_of("big") == ("sharing", "steward", "charter")
    assert read.levers["budget"].most == {"EUR": 100_000}
    assert reading.read(read.data()) == read


def test_a_charter_is_named_by_what_it_says() -> None:
    read = reading.read(EXAMPLE)
    assert reading.read(json.loads(json.dumps(read.data()))).hash == read.hash
    assert reading.read(with_("types.0.vote", 6)).hash != read.hash
    assert {read, reading.loads(json.dumps(EXAMPLE))} == {read}


@pytest.mark.parametrize("name", TEMPLATES)
def test_each_template_can_be_lived_by(name: str) -> None:
    template = TEMPLATES[name]
    assert isinstance(template, Charter)
    assert template.name == name
    again = reading.loads(template.dumps())
    assert (again, again.hash) == (template, template.hash)
    assert all(template.type_of(lever) is not None for lever in charter.LEVERS)


def test_templates_stay_what_they_were() -> None:
    """Commons have adopted them under these names."""
    assert {name: template.hash[:16] for name, template in TEMPLATES.items()} == {
        "stewards": "4cc17c64f9a68bfb", "consent": "a8d320f6f5e517f4", "vote": "e65cbac59098f10e", "partners": "3f18ca0c22040ba6",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("path", "value", "because"),
    [
        # what would lock everybody out
        ("types.0.threshold", [3, 2], "everyday.threshold: 3 of 2 is more than all"),
        ("types.0.threshold", [1, 1], "more than all of them can't say yes"),
        ("types.0.quorum", [6, 5], "more than all, so it could never be reached"),
        ("set_aside", [0, 1], "one word of anybody would set every decision aside"),
        ("set_aside", [1, 1_000_000], "one word of anybody would set every decision aside"),
        ("set_aside", [1, 21], "one word of anybody would set every decision aside"),
        ("set_aside", [2, 1], "more than all"),
        ("levers.charter", None, "levers.charter: say who decides about it, or nobody could"),
        ("levers.charter", {"by": "stewards"}, "levers.charter: this is decided together, and not by a steward alone"),
        ("levers.budget", {"by": "stewards"}, "not by a steward alone"),
        ("levers.words", {"by": "nobody"}, 'levers.words: there is no type "nobody" here'),
        ("types.0.who", [], "everyday.who: name at least one of members"),
        ("types.0.opens", [], "everyday.opens: name at least one of"),
        ("types.0.who", ["owners"], 'everyday.who: there is no "owners" here'),
        ("types.0.vote", 0, "everyday.vote: 0 is not between 1 and 90"),
        ("types.0.discuss", 91, "everyday.discuss: 91 is not between 0 and 90"),
        ("types.0.notice", -1, "everyday.notice: -1 is not between 0 and 90"),
        ("types", [], "types: name 1 to 20 ways to decide"),
        ("entrenched", ["leave", "fork"], "exactly leave, fork, record stand here"),
        ("entrenched", ["leave", "fork", "record", "rent"], "exactly leave, fork, record stand here"),
        # what passes everything
        ("types.1.threshold", [0, 1], "with none of the votes everything would pass"),
        # what means nothing
        ("types.0.method", "magic@1", 'everyday.method: there is no "magic@1" here; there are threshold@1, consent@1'),
        ("types.0.base", "people", 'everyday.base: there is no "people" here'),
        ("types.0.early", 1, "everyday.early: write true or false, not 1"),
        ("types.0.strict", "yes", 'write true or false, not "yes"'),
        ("types.0.threshold", 0.5, "write a part as two whole numbers"),
        ("types.0.threshold", [1, 0], "0 is not between 1 and 1,000,000"),
        ("types.0.threshold", [0.5, 1], "write a whole number, not 0.5"),
        ("types.0.threshold", [True, 1], "write a whole number, not true"),
        ("types.0.id", "stewards", "and not “stewards”, which means them alone"),
        ("types.0.id", "Every Day", "types[0].id: write a word"),
        ("types.0.id", "big", "“big” stands there twice"),
        ("types.0.who", ["members", "members"], "everyday.who: name each once"),
        ("types.0", "everyday", 'types[0]: write named values between braces, not "everyday"'),
        ("types.0.colour", "red", "there is no “colour” here"),
        ("levers.weather", {"by": "big"}, "levers: there is no “weather” here"),
        ("levers.words", {"by": "big", "most": {"EUR": 1}}, "levers.words: there is no “most” here; there are by"),
        ("levers.budget.most", {"euro": 5}, 'write each currency once, by three capitals, not "euro"'),
        ("levers.budget.most", {"EUR": 0}, "levers.budget.most.EUR: 0 is not between 1"),
        ("levers.budget.most", 5, "write currencies with amounts, not 5"),
        ("contributors.least", 0, "contributors.least: 0 is not between 1 and 1,000"),
        ("name", "", "name: a charter's name is one line of 1 to 60 characters"),
        ("name", "a\nb", "name: a charter's name is one line"),
        ("name", "x" * 61, "name: a charter's name is one line"),
        ("name", 7, "name: a charter's name is one line"),
    ],
)  # fmt: skip
def test_one_thing_amiss_is_named(path: str, value: Any, because: str) -> None:
    reading.read(EXAMPLE)
    with pytest.raises(BadCharter) as caught:
        reading.read(with_(path, value))
    assert because in str(caught.value)


def test_all_of_those_who_vote_may_be_asked_for_where_that_can_be() -> None:
    way = reading.read(with_("types.1.threshold", [1, 1])).type_by("big")
    assert (way.threshold, way.strict) == ((1, 1), False)


def test_currencies_stand_once() -> None:
    listed = [{"currency": "EUR", "minor": 5}, {"currency": "EUR", "minor": 6}]
    with pytest.raises(BadCharter, match="each currency once"):
        reading.read(with_("levers.budget.most", listed))


@pytest.mark.parametrize(
    ("text", "because"),
    [
        (b"\xff", "not written in UTF-8"),
        ("{", "This is not JSON"),
        ("[" * 5_000, "nested too deep"),
        ('{"name": "a", "name": "b"}', "“name” stands twice"),
        ('{"name": ' + "9" * 5_000 + "}", "A number here is too long"),
        (" " * 70_000, "larger than 60,000 bytes"),
        ("7", "charter: write named values between braces, not 7"),
        ("null", "not nothing"),
    ],
)
def test_what_is_no_charter_at_all_is_refused(text: str | bytes, because: str) -> None:
    with pytest.raises(BadCharter) as caught:
        reading.loads(text)
    assert because in str(caught.value)

"""What is wrong is said beside its field, and everything typed is kept."""

import pytest
from django.test import Client

from entredon.log.models import Log
from entredon.site.found.tests.telling import INCOME, WHAT, WHO, wrong


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"name": ""}, "This field is required"),
        ({"purpose": " "}, "This field is required"),
        ({"purpose": "x" * 2001}, "at most 2000 characters"),
        ({"name": "Loom\u202egnirts"}, "characters that nobody can see"),
        ({"licences": []}, "Choose at least one"),
        ({"licences": [], "other_licence": "free for all"}, "“free for all” is no SPDX name"),
        ({"slug": "Loom!"}, "Write 2 to 39 of a-z"),
        ({"slug": "1loom"}, "Write 2 to 39 of a-z"),
        ({"name": "日本"}, "The name leaves no letters for it"),
        ({"source": "repository", "path": "/etc"}, "Select a valid choice"),
        ({"source": "bundle"}, "Choose the file."),
    ],
)
def test_the_first_question(db, client: Client, change, said):
    answer = client.post("/found", {**WHAT, **change})
    assert answer.status_code == 200
    (sentence,) = wrong(answer)
    assert said in sentence
    kept = {**WHAT, **change}["name"]
    assert f'value="{kept}"' in answer.content.decode() or not kept


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"your_name": ""}, "This field is required"),
        ({"association": ""}, "Write its name"),
        ({"form": "informal", "association": "", "bank": "itself"}, "An account needs a legal body"),
        ({"bank": "other", "bearer": ""}, "Write the name of the body"),
        ({"stewards": "eva@example.org, eva"}, "“eva” is no e-mail address"),
        ({"stewards": " ".join(f"a{n}@example.org" for n in range(13))}, "At most 12 now"),
        ({"joining": "lot"}, "Select a valid choice"),
    ],
)
def test_the_second_question(db, client: Client, change, said):
    who = client.post("/found", WHAT)["Location"]
    answer = client.post(who, {**WHO, **change})
    assert answer.status_code == 200
    (sentence,) = wrong(answer)
    assert said in sentence
    assert "Ghent" in answer.content.decode()


@pytest.mark.parametrize(
    ("income", "said"),
    [
        ({"way": ""}, "This field is required"),
        ({"way": "fixed", "part_name": ["", ""], "part_weight": ["", ""]}, "Name those who get a part"),
        ({"way": "fixed", "part_name": ["Ada"], "part_weight": ["half"]}, "Write a whole number of parts for Ada"),
        ({"way": "fixed", "part_name": ["Ada"], "part_weight": ["0"]}, "Write a whole number of parts for Ada"),
        ({"way": "fixed", "part_name": [""], "part_weight": ["3"]}, "One of the parts has no name"),
    ],
)
def test_the_third_question(db, client: Client, income, said):
    who = client.post("/found", WHAT)["Location"]
    answer = client.post(client.post(who, WHO)["Location"], {**INCOME, **income})
    assert answer.status_code == 200
    (sentence,) = wrong(answer)
    assert said in sentence


def test_a_taken_short_name_comes_with_one_that_is_free(cast, client: Client):
    answer = client.post("/found", {**WHAT, "slug": "merel"})
    assert wrong(answer) == ["<span>“merel” is taken here already; merel-2 is free.</span>"]


def test_another_site_cannot_send_the_form(db, client: Client):
    assert client.post("/found", WHAT, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert not Log.objects.exists()

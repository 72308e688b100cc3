"""Stewards give and withdraw roles on a page; everybody sees who looks after what."""

import pytest

from entredon.apps.commons.entries import RoleGiven
from entredon.apps.people import queries as people
from entredon.log.models import Entry
from entredon.testing_cast import Cast, person

PAGE = "/c/merel/people/roles/"


@pytest.fixture
def cast(db: None) -> Cast:
    return Cast.found("merel", draft=False)


def page(cast: Cast, who: str, **typed: str) -> str:
    response = cast.client(who).post(PAGE, typed) if typed else cast.client(who).get(PAGE)
    if response.status_code == 302:
        response = cast.client(who).get(response.url)
    assert response.status_code == 200
    return str(response.content.decode())


def roles(cast: Cast, key) -> tuple[str, ...]:
    return people.person("merel", person(key)).roles


def test_everybody_sees_what_each_role_may_do_and_who_has_it(cast: Cast) -> None:
    for who in ("", "charlie", "bob", "ada"):
        html = page(cast, who)
        assert "adopts the sharing rule" in html
        assert "releases versions" in html
        assert "Ada Vermeer" in html
        assert ("Give this role" in html) == (who == "ada")


def test_a_steward_gives_a_role_and_withdraws_it(cast: Cast) -> None:
    html = page(cast, "ada", person=person(cast.bob), role="keeper")
    assert "a keeper" in html
    assert roles(cast, cast.bob) == ("keeper",)
    html = page(cast, "ada", withdraw=person(cast.bob), role="keeper")
    assert "the role of keeper" in html
    assert roles(cast, cast.bob) == ()


def test_a_second_steward_lets_the_first_lay_the_role_down(cast: Cast) -> None:
    assert "This is the last steward; name another one first." in page(
        cast, "ada", withdraw=person(cast.ada), role="steward"
    )
    page(cast, "ada", person=person(cast.bob), role="steward")
    page(cast, "ada", withdraw=person(cast.ada), role="steward")
    assert (roles(cast, cast.ada), roles(cast, cast.bob)) == ((), ("steward",))


def test_refusals_are_sentences_and_what_was_chosen_is_kept(cast: Cast) -> None:
    cast.say(RoleGiven(person=person(cast.bob), role="keeper"))
    html = page(cast, "ada", person=person(cast.bob), role="keeper")
    assert "This member has that role already." in html
    assert f'value="{person(cast.bob)}" selected' in html
    assert "doesn&#x27;t have that role" in page(cast, "ada", withdraw=person(cast.ada), role="keeper")
    assert "Nobody here is named" in page(cast, "ada", withdraw="k:nobody", role="keeper")
    assert "Choose who is to have this role." in page(cast, "ada", person="", role="keeper")
    assert 'aria-invalid="true"' in page(cast, "ada", person=person(cast.charlie), role="keeper")
    assert 'aria-invalid="true"' in page(cast, "ada", person=person(cast.bob), role="king")


@pytest.mark.parametrize("who", ["", "charlie", "bob"])
def test_nobody_but_a_steward_gives_or_withdraws(cast: Cast, who: str) -> None:
    before = Entry.objects.count()
    for typed in ({"person": person(cast.bob), "role": "steward"}, {"withdraw": person(cast.ada), "role": "steward"}):
        assert cast.client(who).post(PAGE, typed).status_code == 403
    assert Entry.objects.count() == before

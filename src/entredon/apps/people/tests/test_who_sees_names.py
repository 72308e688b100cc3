"""Who never joined is called by number, except among members; nobody is found by what she never published."""

import re

import pytest
from django.urls import reverse

from entredon.apps.commons.publish import publish
from entredon.apps.flows import queries as flows
from entredon.apps.library import queries as library
from entredon.apps.library.git import proof
from entredon.apps.people import queries
from entredon.apps.people.models import Alias
from entredon.apps.people.tests.doors import text
from entredon.log.asked import NotFound
from entredon.log.told import short
from entredon.site.importing import import_from_git
from entredon.testing_cast import Cast
from entredon.testing_git import commit, git

DAY = 86_400
GIVERS = {"Wilhelmina Quist": "wilhelmina@quist.example", "Teun Zandbergen": "teun@zandbergen.example"}


@pytest.fixture
def cast(db: None, tmp_path) -> Cast:
    """A public commons into which the work of two people was imported who never came."""
    cast = Cast.found()
    path = tmp_path / "work"
    git(tmp_path, "init", "--quiet", "--initial-branch=main", str(path))
    for number, (name, address) in enumerate(GIVERS.items(), 1):
        commit(
            path,
            f"c{number}",
            {f"{number}.py": "1\n" * 9},
            author=f"{name} <{address}>",
            at=number * DAY,
            tags=[f"v{number}"],
        )
    import_from_git(cast.slug, path, signer=cast.ada)
    proof.attest(cast.slug, "Ada Vermeer")
    publish(cast.slug, cast.ada)
    assert set(GIVERS) <= set(Alias.objects.values_list("name", flat=True))
    return cast


def every_page(cast: Cast, who: str) -> dict[str, str]:
    """All pages of the commons that links lead to, by address."""
    browser, found, ahead = cast.client(who), {}, [f"/c/{cast.slug}/", "/"]
    while ahead:
        address = ahead.pop()
        if address in found:
            continue
        response = browser.get(address)
        assert response.status_code in (200, 302), address
        found[address] = html = response.content.decode()
        links = (link.partition("#")[0].replace("&amp;", "&") for link in re.findall(r'href="([^"]+)"', html))
        ahead += [link for link in links if link.startswith(f"/c/{cast.slug}/") and link not in found]
    return found


def test_a_visitor_finds_neither_name_nor_address_on_any_page(cast: Cast) -> None:
    pages = every_page(cast, "")
    for word in ("people", "library", "value", "record", "e"):
        assert any(f"/{word}/" in address for address in pages), word
    for address, html in pages.items():
        for name, mail in GIVERS.items():
            assert name not in html, address
            assert mail not in html, address
            assert name.split()[1] not in html, address


def where_people_are_named(cast: Cast, person: str) -> tuple[str, ...]:
    """The pages on which somebody who never joined stands."""
    process = next(event.process for event in flows.work_by(cast.slug, [person]))
    version = next(version for version in library.versions(cast.slug) if version.process == process)
    return (
        reverse("people:home", args=[cast.slug]),
        reverse("people:person", args=[cast.slug, person[:12]]),
        reverse("library:version", args=[cast.slug, short(version.id)]),
    )


def test_a_member_finds_the_names_where_people_are_named(cast: Cast) -> None:
    person = next(id for id, name in queries.names(cast.slug, inside=True).items() if name == "Teun Zandbergen")
    ours = where_people_are_named(cast, person)
    money = (reverse("value:would", args=[cast.slug]), reverse("value:why", args=[cast.slug, person[:12]]))
    for address in (*ours, *money):
        assert "Teun Zandbergen" in text(cast.client("bob").get(address)), address
    for address in ours:  # whose amounts the public sees is another question
        for who in ("", "charlie"):  # an account elsewhere shows no more than none
            html = text(cast.client(who).get(address))
            assert f"person {person[2:12]}" in html, address
            assert "Teun" not in html, address


def test_addresses_of_others_stand_on_no_page_at_all(cast: Cast) -> None:
    for html in every_page(cast, "ada").values():
        assert not any(address in html for address in GIVERS.values())


def test_outside_nobody_is_found_by_a_name_or_address_of_an_import(cast: Cast) -> None:
    for asked in (*GIVERS, *GIVERS.values()):
        with pytest.raises(NotFound):
            queries.find_person(cast.slug, asked)
        assert queries.find_person(cast.slug, asked, inside=True).startswith("p:")


def test_names_that_git_has_learned_since_show_at_once(cast: Cast) -> None:
    from entredon.apps.people import aliases

    bob = cast.client("bob")
    assert "Teun Zandbergen" in bob.get(f"/c/{cast.slug}/people/").content.decode()
    row = Alias.objects.get(name="Teun Zandbergen")
    aliases.remember(cast.slug, {row.person: ("Teun van Zandbergen", row.address)})
    assert "Teun van Zandbergen" in bob.get(f"/c/{cast.slug}/people/").content.decode()


def test_amounts_are_for_members_until_she_opens_hers(cast: Cast) -> None:
    from entredon.testing_cast import person

    ada = person(cast.ada)
    assert queries.open_amounts(cast.slug) == frozenset()
    queries.open_my_amounts(cast.slug, ada, everybody=True)
    queries.open_my_amounts(cast.slug, ada, everybody=True)
    assert queries.open_amounts(cast.slug) == {ada}
    assert queries.open_amounts("elsewhere") == frozenset()
    queries.open_my_amounts(cast.slug, ada, everybody=False)
    assert queries.open_amounts(cast.slug) == frozenset()

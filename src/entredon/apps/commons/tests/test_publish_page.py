"""A steward reads what publishing means, shows control, and publishes; everybody then reads what rests on what."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from entredon.apps.commons import queries
from entredon.apps.commons.entries import PublishedUnproven, RoleGiven
from entredon.apps.library.git import proof
from entredon.apps.library.models import Proof
from entredon.apps.library.tests.proving import Project, begin
from entredon.apps.people.entries import Claimed, Erased, Left, SideText
from entredon.apps.people.models import Alias
from entredon.desk.models import Job
from entredon.log import pages
from entredon.log.models import Commons, Log
from entredon.testing_cast import Cast, person
from entredon.testing_git import commit
from entredon.testing_http import forge

HERE = "/c/merel/publish/"


@pytest.fixture
def project(cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """An imported draft with two people in it besides nobody else."""
    made = begin(cast, tmp_path, monkeypatch)
    commit(made.path, "two", {"b.py": "1\n"}, author="Zoë <zoe@example.org>")
    made.draft()
    return made


@pytest.fixture
def address(project: Project) -> Iterator[str]:
    with forge(project.path.parent) as url:
        yield f"{url}/merel/.git"


def text(answer: Any, status: int = 200) -> str:
    assert answer.status_code == status, answer.content.decode()[:3000]
    return re.sub(r"\s+", " ", answer.content.decode())


def published(project: Project) -> None:
    proof.attest("merel", "Jan Peeters")
    answer = project.cast.client("ada").post(HERE, {"way": "publish"})
    assert answer.status_code == 302
    assert not pages.draft_of("merel")


def test_the_page_says_what_publishing_means_and_shows_the_exact_line(project: Project) -> None:
    page = text(project.cast.client("ada").get(HERE))
    for said in (
        "Shall everybody see Merel?",
        "What everybody will see",
        "can’t be undone",
        "does not mean",
        project.line,
    ):
        assert said in page
    assert "Make it public</button>" not in page


def test_from_a_file_in_the_repository_to_a_public_page(project: Project, address: str) -> None:
    ada = project.cast.client("ada")
    project.put(project.line)
    answer = ada.post(HERE, {"way": "file", "repository": address}, follow=True)
    assert "it is the repository that was imported" in text(answer)
    assert "Control is shown" in text(ada.get(HERE))
    home = text(ada.post(HERE, {"way": "publish"}, follow=True))
    assert "made this commons public, and showed control of its repository by a file in it." in home
    page = text(Client().get("/c/merel/"))
    assert f'Imported from <span class="hash">{address}</span>.' in page
    shown = text(Client().get(HERE))
    assert "By a file in the repository" in shown
    assert project.line in shown
    assert "looked at by this place on" in shown


def test_what_is_wrong_with_the_repository_stands_on_the_page_of_the_work(project: Project, address: str) -> None:
    answer = project.cast.client("ada").post(HERE, {"way": "file", "repository": address}, follow=True)
    page = text(answer)
    assert "It could not be done" in page
    assert "There is no file .entredon-proof" in page
    assert not Proof.objects.exists()
    assert f'value="{address}"' in text(project.cast.client("ada").get(HERE)), "it stands there again, to be changed"


def test_a_tag_is_looked_for_in_the_same_way(project: Project) -> None:
    answer = project.cast.client("ada").post(HERE, {"way": "tag", "repository": "", "public_key": ""}, follow=True)
    assert "No signed tag in the imported copy carries the line" in text(answer)


def test_a_form_that_is_wrong_keeps_what_was_typed(project: Project) -> None:
    page = text(project.cast.client("ada").post(HERE, {"way": "file", "repository": "https://a.test/" + "x" * 300}))
    assert "x" * 300 in page
    assert 'aria-invalid="true"' in page
    assert not Job.objects.exists()


def test_publishing_without_proof_is_refused_with_a_sentence(project: Project) -> None:
    page = text(project.cast.client("ada").post(HERE, {"way": "publish"}))
    assert "Show first that you speak for the repository." in page
    assert pages.draft_of("merel")


def test_what_was_shown_for_an_earlier_import_is_not_enough(project: Project) -> None:
    proof.attest("merel", "Jan")
    commit(project.path, "three", {"c.py": "1\n"})
    project.draft()
    ada = project.cast.client("ada")
    assert "Shown for an earlier import" in text(ada.get(HERE))
    assert "another state of the repository" in text(ada.post(HERE, {"way": "publish"}))


def test_a_member_reads_but_only_a_steward_acts(project: Project, address: str) -> None:
    bob = project.cast.client("bob")
    page = text(bob.get(HERE))
    assert "A steward does this." in page
    assert project.line not in page
    proof.attest("merel", "Jan")
    for given in ({"way": "publish"}, {"way": "file", "repository": address}):
        assert "Only a steward can publish." in text(bob.post(HERE, given))
    assert pages.draft_of("merel")
    assert not Job.objects.exists()


@pytest.mark.parametrize("who", ["charlie", ""])
def test_who_is_no_member_finds_nothing(project: Project, who: str) -> None:
    client = project.cast.client(who)
    assert client.get(HERE).status_code == client.post(HERE, {"way": "publish"}).status_code == 404
    assert pages.draft_of("merel")


def test_two_stewards_pressing_at_once_publish_once(project: Project) -> None:
    project.cast.say(RoleGiven(person=person(project.cast.bob), role="steward"))
    published(project)
    size = Log.objects.get(slug="merel").size
    answer = project.cast.client("bob").post(HERE, {"way": "publish"}, follow=True)
    assert "by what right?" in text(answer)
    assert Log.objects.get(slug="merel").size == size


def test_a_commons_without_an_import_is_published_without_proof(cast: Cast) -> None:
    ada = cast.client("ada")
    page = text(ada.get(HERE))
    assert "do you speak for the repository" not in page
    ada.post(HERE, {"way": "publish"})
    home = text(Client().get("/c/merel/"))
    assert "Imported from" not in home
    assert "noindex" not in home
    assert "nothing was imported before" in text(Client().get(HERE))


def test_a_commons_of_the_first_rulebook_adopts_the_second_with_it(monkeypatch: pytest.MonkeyPatch, db: None) -> None:
    monkeypatch.setattr("entredon.apps.commons.founding.RULEBOOK", 1)
    old = Cast.found("wren")
    assert old.client("ada").post("/c/wren/publish/", {"way": "publish"}).status_code == 302
    assert Commons.objects.get(commons="wren").rulebook == 2
    assert not pages.draft_of("wren")


PAGES = ["", "people/", "library/", "record/", "publish/", "people/claim/"]


@pytest.mark.parametrize("path", PAGES)
def test_every_page_says_from_where_it_was_imported_and_that_nobody_has_agreed(project: Project, path: str) -> None:
    """Bob is a member, so somebody has come; but nobody known from the import has."""
    published(project)
    page = text(Client().get(f"/c/merel/{path}"))
    assert "Imported from a git repository." in page
    assert "None of the 3 people known from it has joined yet." in page
    assert "attested by Jan Peeters" in page
    assert '<meta name="robots" content="noindex">' in page
    for way_on in ('href="/c/merel/people/claim/"', 'href="/c/merel/write/?about=objection"', f'href="{HERE}"'):
        assert way_on in page


def test_as_long_as_only_the_importer_is_there_nobody_has_agreed(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    published(project)
    project.cast.say(Left(), by=project.cast.bob)
    assert "Nobody has agreed to any of this yet." in text(Client().get("/c/merel/"))


def test_the_notice_counts_who_has_come_and_goes_when_all_have(project: Project) -> None:
    published(project)
    cast = project.cast
    ids = dict(Alias.objects.values_list("address", "person"))
    cast.say(Claimed(pseudonyms=(ids["bob@example.org"],)), by=cast.bob, cosigners=[cast.ada])
    assert "1 of 3 people known from it have joined" in text(Client().get("/c/merel/"))
    rest = tuple(id for address, id in ids.items() if address != "bob@example.org")
    cast.say(Claimed(pseudonyms=rest))
    page = text(Client().get("/c/merel/"))
    assert "Imported from" not in page
    assert "noindex" not in page


def test_a_draft_tells_its_steward_the_next_step(project: Project) -> None:
    assert f'href="{HERE}">Make it public</a>' in text(project.cast.client("ada").get("/c/merel/"))
    assert "It becomes public when a steward publishes it." in text(project.cast.client("bob").get("/c/merel/"))


def test_an_erased_attester_is_called_by_nobody_s_name(project: Project) -> None:
    published(project)
    entry = queries.imported("merel").entry
    project.cast.say(Erased(side=(SideText(entry=entry, name="attested_by"),)))
    for path in ("", "publish/"):
        page = text(Client().get(f"/c/merel/{path}"))
        assert "Jan Peeters" not in page
        assert "attested by who runs this place" in page


def test_what_was_published_before_anybody_asked_for_proof_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, db: None
) -> None:
    monkeypatch.setattr("entredon.apps.commons.founding.RULEBOOK", 1)
    project = begin(Cast.found(), tmp_path, monkeypatch)
    project.draft().say(PublishedUnproven())
    page = text(Client().get(HERE))
    assert "None was shown." in page
    assert "control of it was never shown" in page
    assert '<meta name="robots" content="noindex">' in page

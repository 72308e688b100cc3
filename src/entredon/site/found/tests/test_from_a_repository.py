"""A commons is founded from a repository of the disk: only from folders that are named for it, as work that is watched."""

from pathlib import Path

import pytest

from entredon.apps.commons import queries as commons
from entredon.apps.commons.founding import found_commons
from entredon.apps.library import queries as library
from entredon.apps.people import accounts
from entredon.apps.people.models import Persona
from entredon.desk import jobs
from entredon.desk.models import Job, Waiting
from entredon.log import device
from entredon.log.models import Entry, HeldKey, Log
from entredon.site.found import sources
from entredon.site.found.tests.telling import INCOME, WHAT, tell, wrong
from entredon.testing_cast import Cast
from entredon.testing_git import Shape, git, make


@pytest.fixture
def shelf(tmp_path: Path, settings) -> Path:
    """A folder whose repositories may be named, with one in it; and another beside it, which may not."""
    settings.ENTREDON_REPOSITORIES = [str(tmp_path / "shared")]
    make(tmp_path / "shared" / "loom.git", 3, Shape(commits=30, people=4, tags=3))
    make(tmp_path / "secret.git", 4, Shape(commits=3, people=1, tags=1))
    return tmp_path / "shared"


def from_(path: object, **more: object) -> dict[str, object]:
    return {"source": "repository", "path": str(path), **more}


def test_it_is_founded_by_a_job_that_tells_what_came_of_it(cast: Cast, shelf: Path):
    browser = cast.client("charlie")
    answer = tell(browser, what=from_(shelf / "loom.git"))
    assert answer["Location"].startswith("/jobs/")
    page = browser.get(answer["Location"]).content.decode()
    assert "Open Loom is founded." in page
    assert "built it in 30 commits" in page
    assert 'href="/c/open-loom/"' in page
    assert browser.get("/c/open-loom/").status_code == 200
    assert commons.commons("open-loom").draft
    assert len([v for v in library.versions("open-loom") if v.released]) == 2


def test_what_was_typed_is_forgotten_once_it_is_founded(cast: Cast, shelf: Path):
    tell(cast.client("charlie"), what=from_(shelf / "loom.git"))
    assert not Waiting.objects.exists()
    assert Job.objects.get().given == {}


def test_by_contributions_stands_right_after_the_pot(cast: Cast, shelf: Path):
    tell(cast.client("charlie"), what=from_("loom.git"), income={"way": "flow"})
    kinds = Entry.objects.filter(commons="open-loom").order_by("index").values_list("kind", flat=True)
    assert list(kinds) == [
        "commons.founded",
        "value.rule_adopted",
        "value.rule_adopted",
        "library.created",
        "library.imported",
    ]


def test_without_a_licence_the_repositorys_own_counts(cast: Cast, shelf: Path):
    tell(cast.client("charlie"), what=from_("loom.git", licences=[]))
    assert commons.commons("open-loom").licences == ("unknown",)
    tell(cast.client("charlie"), what=from_("loom.git", licences=["ODbL-1.0"], slug="data"))
    assert commons.commons("data").licences == ("ODbL-1.0",)


def test_it_cannot_be_public_at_once(cast: Cast, shelf: Path):
    tell(cast.client("charlie"), what=from_("loom.git"), income={"begin": "public"})
    assert commons.commons("open-loom").draft


def test_a_name_taken_while_the_job_waited_is_told_and_leaves_nothing(cast: Cast, shelf: Path, monkeypatch):
    browser = cast.client("charlie")
    monkeypatch.setattr(jobs, "_queue", lambda job: None)
    page = tell(browser, what=from_("loom.git"))["Location"]
    Cast.found("open-loom")
    before = HeldKey.objects.count(), Persona.objects.count()
    jobs.perform.call(Job.objects.get().id, "en")
    text = browser.get(page).content.decode()
    assert "There is already a commons named open-loom here." in text
    assert (HeldKey.objects.count(), Persona.objects.count()) == before
    again = Job.objects.get().leads
    assert f'href="{again}"' in text
    assert "Open Loom" in browser.get(again).content.decode()


def test_a_worker_that_died_after_the_founding_is_gone_on_with(cast: Cast, shelf: Path, monkeypatch, mailoutbox):
    from entredon.site.found import founding

    browser, invite = cast.client("charlie"), founding.invite

    def dies(*_: object) -> None:
        raise SystemExit(1)

    monkeypatch.setattr(founding, "invite", dies)
    page = tell(browser, what=from_("loom.git"), who={"stewards": "eva@example.org"})["Location"]
    assert Job.objects.get().state == "failed"
    assert Log.objects.filter(slug="open-loom").exists()
    monkeypatch.setattr(founding, "invite", invite)
    browser.post(page)
    assert "Open Loom is founded." in browser.get(page).content.decode()
    assert [letter.to for letter in mailoutbox] == [["eva@example.org"]]


def test_what_goes_wrong_after_the_founding_leaves_the_founder_her_key(cast: Cast, shelf: Path, monkeypatch):
    from entredon.apps.people import aliases

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    remember = aliases.remember
    monkeypatch.setattr(aliases, "remember", full)
    browser = cast.client("charlie")
    page = tell(browser, what=from_("loom.git"))["Location"]
    assert "The disk of this place is full." in browser.get(page).content.decode()
    persona = Persona.objects.get(account=cast.account("charlie"), commons="open-loom")
    assert HeldKey.objects.filter(id=persona.key).exists()
    monkeypatch.setattr(aliases, "remember", remember)
    browser.post(page)
    assert "Open Loom is founded." in browser.get(page).content.decode()


def test_pressing_twice_begins_one_job(cast: Cast, shelf: Path, monkeypatch):
    browser = cast.client("charlie")
    monkeypatch.setattr(jobs, "_queue", lambda job: None)
    first = tell(browser, what=from_("loom.git"))["Location"]
    income = Job.objects.get().leads.replace("/what", "/income")
    assert browser.post(income, INCOME)["Location"] == first
    assert Job.objects.count() == 1


@pytest.mark.parametrize(
    "way", ["../secret.git", "/etc", "loom.git/../../secret.git", "~root", "link.git", "//secret.git"]
)
def test_nothing_outside_of_the_named_folders_is_even_looked_at(cast: Cast, shelf: Path, way: str):
    (shelf / "link.git").symlink_to(shelf.parent / "secret.git")
    answer = cast.client("charlie").post("/found", {**WHAT, **from_(way)})
    (sentence,) = wrong(answer)
    assert "Only repositories below" in sentence
    assert not Log.objects.filter(slug="open-loom").exists()


def test_what_moved_between_asking_and_doing_is_looked_at_again(cast: Cast, shelf: Path, monkeypatch):
    monkeypatch.setattr(jobs, "_queue", lambda job: None)
    tell(cast.client("charlie"), what=from_("loom.git"))
    (shelf / "loom.git").rename(shelf / "elsewhere.git")
    (shelf / "loom.git").symlink_to(shelf.parent / "secret.git")
    jobs.perform.call(Job.objects.get().id, "en")
    assert Job.objects.get().state == "failed"
    assert "Only repositories below" in Job.objects.get().said


def test_a_folder_that_is_no_repository_an_empty_and_a_missing_one_are_told(cast: Cast, shelf: Path):
    browser = cast.client("charlie")
    (shelf / "plain").mkdir()
    (shelf / "empty").mkdir()
    git(shelf / "empty", "init", "--quiet")
    for name, said in (("plain", "not a git repository"), ("empty", "no commits yet"), ("gone", "There is no gone")):
        (sentence,) = wrong(browser.post("/found", {**WHAT, **from_(name)}))
        assert said in sentence


def test_a_folder_within_a_repository_is_not_that_repository(cast: Cast, shelf: Path):
    make(shelf / "tree", 5, Shape(commits=3, people=1, tags=1), bare=False)
    (shelf / "tree" / "inside").mkdir()
    (sentence,) = wrong(cast.client("charlie").post("/found", {**WHAT, **from_("tree/inside")}))
    assert "not a git repository" in sentence


def test_visitors_are_not_offered_the_disk(cast: Cast, shelf: Path):
    assert 'value="repository"' not in cast.client().get("/found").content.decode()
    assert 'value="repository"' in cast.client("charlie").get("/found").content.decode()
    (sentence,) = wrong(cast.client().post("/found", {**WHAT, **from_(shelf / "loom.git")}))
    assert "Select a valid choice" in sentence


def test_without_the_setting_only_who_runs_this_place_may_and_only_below_her_home(
    cast: Cast, tmp_path, settings, monkeypatch
):
    settings.ENTREDON_REPOSITORIES = []
    monkeypatch.setenv("HOME", str(tmp_path))
    assert sources.folders(str(cast.account("charlie").pk)) == []
    assert sources.folders(str(cast.account("ada").pk)) == [], "being a steward somewhere is not running the place"
    found_commons("Own", "own", purpose="x", licences=["MIT"])
    key = device.key("own")
    accounts.is_now(cast.account("ada"), "own", f"k:{key.id}", key.id)
    assert sources.folders(str(cast.account("ada").pk)) == [tmp_path]


def test_the_copies_this_place_keeps_of_others_repositories_are_nobodys_source(cast: Cast, shelf: Path, settings):
    settings.ENTREDON_HOME = shelf / "home"
    make(shelf / "home" / "git" / "other.git", 6, Shape(commits=3, people=1, tags=1))
    (sentence,) = wrong(cast.client("charlie").post("/found", {**WHAT, **from_("home/git/other.git")}))
    assert "Only repositories below" in sentence


@pytest.mark.parametrize(
    "path", ["~nobody-of-this-name/loom", "~", "x" * 900, "x/" * 400, "../secret.git", "loom.git\x00"]
)
def test_a_path_that_leads_nowhere_is_said_beside_its_field(cast: Cast, shelf: Path, path: str):
    answer = cast.client("charlie").post("/found", {**WHAT, **from_(path)})
    assert answer.status_code == 200
    assert wrong(answer)


def test_a_path_that_leads_in_circles_is_said_beside_its_field(cast: Cast, shelf: Path):
    (shelf / "round").symlink_to(shelf / "round")
    answer = cast.client("charlie").post("/found", {**WHAT, **from_(shelf / "round")})
    assert answer.status_code == 200
    assert wrong(answer)

"""A later import tells what is new: released commits stay where they are, the unreleased are told again."""

import pytest

from entredon.apps.flows import queries as flows
from entredon.apps.library import queries
from entredon.apps.library.git.complaints import GitTrouble
from entredon.apps.library.tests import imported
from entredon.apps.work.entries import Accepted, Contributed
from entredon.log import device, door
from entredon.log.models import Entry
from entredon.log.registry import Refused
from entredon.testing_git import Shape, commit, git, make, more

pytestmark = pytest.mark.django_db
DAY = 86_400


@pytest.fixture
def path(tmp_path):
    """A working copy with two released commits and one after them."""
    path = tmp_path / "work"
    git(tmp_path, "init", "--quiet", "--initial-branch=main", str(path))
    commit(path, "one", {"a.py": "1\n2\n3\n"}, at=DAY, tags=["v1"])
    commit(path, "two", {"b.py": "1\n2\n"}, author="Bob <bob@example.org>", at=2 * DAY, tags=["v2"])
    commit(path, "three", {"c.py": "1\n"}, at=3 * DAY)
    return path


def test_nothing_new_is_said_and_nothing_is_recorded(path):
    imported.found(path)
    before = Entry.objects.count()
    assert imported.again(path).nothing_new
    assert Entry.objects.count() == before


def test_a_tag_on_what_was_unreleased_makes_a_version_of_it(path):
    imported.found(path)
    git(path, "tag", "v3")
    told = imported.again(path)
    assert (told.commits, told.versions, told.unreleased) == (0, 1, 0)
    assert imported.own() == {"v1": 3, "v2": 2, "v3": 1, "unreleased": 0}
    assert imported.built_on() == {"v1": {}, "v2": {"v1": 3}, "v3": {"v2": 5}, "unreleased": {"v3": 6}}
    assert imported.work()["v3", "ann@example.org", "code"]["added"] == 1


def test_an_import_step_by_step_says_what_one_at_once_says(tmp_path):
    shape = Shape(commits=25, tags=4, odd=False)
    step = make(tmp_path / "step", 1, shape)
    imported.found(step, "step")
    for seed in range(1, 4):
        more(step, seed, shape, after=seed * 25)
        imported.again(step, "step")
    imported.found(step, "whole")
    assert imported.work("step") == imported.work("whole")
    assert imported.own("step") == imported.own("whole")
    assert imported.built_on("step") == imported.built_on("whole")
    assert [v.name for v in queries.versions("step")] == [v.name for v in queries.versions("whole")]


def test_released_commits_never_move_even_when_an_earlier_tag_turns_up(path):
    imported.found(path)
    first = git(path, "rev-parse", "v1")
    git(path, "tag", "--annotate", "-m", "late", "v0", first, GIT_COMMITTER_DATE="@1000 +0000")
    told = imported.again(path)
    assert told.versions == 1
    assert imported.own()["v0"] == 0
    assert imported.built_on()["v0"] == {"v1": 3}


def test_a_tag_that_moved_is_named_and_stays(path):
    imported.found(path)
    git(path, "tag", "--force", "v1", "HEAD")
    git(path, "tag", "v3")
    told = imported.again(path)
    assert told.notes == ["The tag v1 stood elsewhere at an earlier import; what was told then stays."]
    assert imported.own()["v1"] == 3


def test_a_tag_that_vanished_stays(path):
    imported.found(path)
    git(path, "tag", "--delete", "v1")
    commit(path, "four", {"d.py": "1\n"}, at=4 * DAY)
    imported.again(path)
    assert imported.own() == {"v1": 3, "v2": 2, "unreleased": 2}


def test_a_rewritten_history_is_refused_and_changes_nothing(path):
    imported.found(path)
    git(path, "reset", "--quiet", "--hard", "HEAD~1")
    commit(path, "other", {"e.py": "1\n"}, at=4 * DAY)
    before = Entry.objects.count()
    with pytest.raises(GitTrouble, match=r"was rewritten: its head .* doesn't build on"):
        imported.again(path)
    assert Entry.objects.count() == before


def test_a_branch_from_an_old_release_builds_on_that_release(path):
    imported.found(path)
    git(path, "checkout", "--quiet", "-b", "old", "v1")
    commit(path, "fix", {"a.py": "1\n2\n3\n4\n"}, at=5 * DAY, tags=["v1.1"])
    git(path, "checkout", "--quiet", "main")
    imported.again(path)
    assert imported.built_on()["v1.1"] == {"v1": 3}


def test_work_told_by_hand_moves_to_the_first_new_release(path):
    imported.found(path)
    (creation,) = queries.creations("merel")
    fact = Contributed(creation=creation.id, work="design", measures={"points": 5})
    told = door.append("merel", fact, device.key("merel")).id
    commit(path, "four", {"d.py": "1\n"}, at=4 * DAY)
    imported.again(path)
    assert hand(told) == "unreleased"
    git(path, "tag", "v3")
    imported.again(path)
    assert hand(told) == "v3"
    # What git said of the unreleased before is told only once.
    assert len([e for e in flows.work_events("merel") if e.kind == "code"]) == 3


def hand(flow):
    named = imported.names()
    return next(named[event.process] for event in flows.work_events("merel") if event.id == flow)


def test_what_is_unreleased_can_not_be_accepted_and_what_is_tagged_can(path):
    imported.found(path)
    named = {version.name: version.id for version in queries.versions("merel")}
    with pytest.raises(Refused, match="not released yet"):
        door.append("merel", Accepted(version=named["unreleased"]), device.key("merel"))
    door.append("merel", Accepted(version=named["v1"]), device.key("merel"))


def test_a_lost_copy_is_made_anew(path, settings):
    imported.found(path)
    from entredon.apps.library.git import copy

    copy.drop("merel")
    commit(path, "four", {"d.py": "1\n"}, at=4 * DAY)
    assert imported.again(path).commits == 1
    assert copy.place("merel").is_dir()


def test_pseudonyms_stay_the_same(path):
    imported.found(path)
    before = imported.addresses()
    commit(path, "four", {"d.py": "1\n"}, at=4 * DAY, author="Ann A. <ANN@example.org>")
    imported.again(path)
    assert {p: a for p, a in imported.addresses().items() if p in before} == before
    assert len(imported.addresses()) == len(before)


def test_a_commons_that_began_without_git_can_still_learn_from_it(cast, path):
    from entredon.site.importing import import_from_git

    told = import_from_git("merel", path, signer=cast.ada)
    assert told.first
    assert [creation.name for creation in queries.creations("merel")] == ["Merel"]
    assert imported.own() == {"v1": 3, "v2": 2, "unreleased": 1}


def test_a_public_commons_is_told_no_repository_for_the_first_time(cast, path):
    """Nobody's work becomes public by way of a commons that was published empty."""
    from entredon.apps.commons.entries import Published
    from entredon.log.registry import Refused
    from entredon.site.importing import import_from_git

    cast.say(Published())
    with pytest.raises(Refused, match="in a private draft first"):
        import_from_git("merel", path, signer=cast.ada)

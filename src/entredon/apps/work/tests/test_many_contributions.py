"""Pages of a version with thousands of contributions ask the database as few questions as those of a small one."""

import subprocess
from pathlib import Path

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from entredon import testing_git
from entredon.apps.flows import queries as flows
from entredon.apps.library import queries as library
from entredon.apps.work import queries
from entredon.apps.work.entries import Accepted
from entredon.log.told import short
from entredon.site.importing import import_from_git
from entredon.testing_cast import Cast

MOST = 35
"""So many small questions a page may ask, sessions and tabs included."""


class Large:
    """A commons with one version, in which so many people worked once each."""

    def __init__(self, slug: str, folder: Path, people: int) -> None:
        self.cast = Cast.found(slug)
        import_from_git(slug, history(folder / f"{slug}.git", people), signer=self.cast.ada)
        self.version = library.find_version(slug, "v1")
        self.told = flows.work_in(slug, self.version.process)
        self.cast.holds(self.cast.account("ada"), self.cast.ada)  # one account, a steward in each of several commons
        self.browser: Client = self.cast.client("ada")

    def asked(self, path: str) -> int:
        """How many questions a page asks that isn't kept, when all that can be remembered is."""
        where = f"/c/{self.cast.slug}/work/{path}"
        self.browser.get(where)
        where += "&again=1" if "?" in where else "?again=1"
        with CaptureQueriesContext(
            connection,
        ) as caught:
            assert self.browser.get(where).status_code == 200
        return len(caught)

    def all(self) -> dict[str, int]:
        """How many questions each page asks."""
        version = short(self.version.id)
        pages = {
            "home": "", "version": f"{version}/", "further": f"{version}/?page=2&by=kind", "accept": f"{version}/accept/",
            "sure": f"{version}/accept/sure/", "one": f"c/{short(self.told[7].id)}/", "tell": "tell/",
        }  # fmt: skip
        return {name: self.asked(path) for name, path in pages.items()}


def history(path: Path, people: int) -> Path:
    """A repository with a commit by each of so many people, and a tag on the last."""
    stream = []
    for n in range(1, people + 1):
        who = f"Somebody {n} <somebody{n}@example.org> {1_700_000_000 + n} +0000"
        line = f"x = {n}\n"
        stream.append(
            f"commit refs/heads/main\nmark :{n}\nauthor {who}\ncommitter {who}\ndata 5\npiece\n"
            f"M 644 inline piece.py\ndata {len(line)}\n{line}\n"
        )
    stream.append(f"reset refs/tags/v1\nfrom :{people}\n\n")
    path.mkdir()
    testing_git.git(path, "init", "--quiet", "--bare", "--initial-branch=main")
    subprocess.run(["git", "-C", str(path), "fast-import", "--quiet"], input="".join(stream).encode(), check=True)
    return path


def test_pages_ask_as_few_questions_about_five_thousand_contributions_as_about_a_hundred(
    db: None, tmp_path: Path
) -> None:
    small, large = Large("small", tmp_path, 100), Large("large", tmp_path, 5_000)
    assert (len(small.told), len(large.told)) == (100, 5_000)
    few = small.all()
    assert large.all() == few
    assert max(few.values()) <= MOST, few
    assert queries.waiting("large").contributions == 5_000
    for commons in (small, large):
        commons.cast.say(Accepted(version=commons.version.id, except_=tuple(event.id for event in commons.told[:60])))
    paths = ("", f"{short(large.version.id)}/", f"{short(large.version.id)}/?state=left&page=2")
    after = [large.asked(path) for path in paths]
    assert after == [small.asked(path.replace(short(large.version.id), short(small.version.id))) for path in paths]
    assert max(after) <= MOST, after


def test_a_steward_who_accepts_thousands_again_is_told_at_once_that_nothing_is_new(db: None, tmp_path: Path) -> None:
    large = Large("large", tmp_path, 2_000)
    large.cast.say(Accepted(version=large.version.id))
    large.cast.refused(Accepted(version=large.version.id), because="nothing that you could accept was told since")

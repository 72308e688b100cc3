"""A commons is founded from a git bundle that somebody sends: streamed to disk, bounded, and looked at before it is used."""

import os
import time
from io import BytesIO
from pathlib import Path

import pytest

from entredon.apps.commons import queries as commons
from entredon.apps.library import queries as library
from entredon.desk.models import Waiting
from entredon.desk.uploads import AGE
from entredon.log.models import Log
from entredon.site.found import uploads
from entredon.site.found.tests.telling import WHAT, tell, wrong
from entredon.testing_cast import Cast
from entredon.testing_git import Shape, git, make


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    repository = make(tmp_path / "loom.git", 3, Shape(commits=30, people=4, tags=3))
    git(repository, "bundle", "create", "--quiet", str(tmp_path / "loom.bundle"), "--all")
    return tmp_path / "loom.bundle"


def sent(content: bytes, name: str = "loom.bundle") -> dict[str, object]:
    file = BytesIO(content)
    file.name = name
    return {"source": "bundle", "bundle": file}


def waiting() -> list[Path]:
    return list(uploads.folder().glob("*.bundle"))


def test_it_is_founded_from_what_the_bundle_tells_and_the_file_is_gone(cast: Cast, bundle: Path):
    browser = cast.client("charlie")
    answer = tell(browser, what=sent(bundle.read_bytes()))
    assert "built it in 30 commits" in browser.get(answer["Location"]).content.decode()
    assert len([v for v in library.versions("open-loom") if v.released]) == 2
    assert commons.commons("open-loom").draft
    assert waiting() == []


def test_a_visitor_may_send_one_too(cast: Cast, bundle: Path):
    browser = cast.client()
    answer = tell(browser, what=sent(bundle.read_bytes()))
    assert "/account/signup/" in answer["Location"]
    assert len(waiting()) == 1
    browser.force_login(cast.account("charlie"))
    from urllib.parse import parse_qs, urlsplit

    job = browser.post(parse_qs(urlsplit(answer["Location"]).query)["next"][0])["Location"]
    assert "Open Loom is founded." in browser.get(job).content.decode()


def test_a_bundle_stays_when_another_field_was_wrong_and_need_not_be_sent_again(cast: Cast, bundle: Path):
    browser = cast.client("charlie")
    answer = browser.post("/found", {**WHAT, **sent(bundle.read_bytes()), "name": ""})
    page = answer.content.decode()
    assert "loom.bundle" in page
    action = page.split('action="')[1].split('"')[0]
    assert browser.post(action, {**WHAT, "source": "bundle"}).status_code == 302


def test_another_bundle_takes_the_place_of_the_first(cast: Cast, bundle: Path):
    browser = cast.client("charlie")
    first = browser.post("/found", {**WHAT, **sent(bundle.read_bytes())})["Location"]
    browser.post(first.replace("/who", "/what"), {**WHAT, **sent(bundle.read_bytes(), "newer.bundle")})
    assert len(waiting()) == 1


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is no git bundle"),
        (b"PK\x03\x04 not a bundle", "is no git bundle"),
        (b"# v2 git bundle\ngarbage", "is no git bundle"),
        (b"# v3 git bundle\n@filter=blob:none\n\n", "is no git bundle"),
        (b"# v3 git bundle\n@unheard=of\n\n", "loom.bundle"),
    ],
)
def test_what_is_no_bundle_is_told_beside_the_field(cast: Cast, content: bytes, said: str):
    answer = cast.client("charlie").post("/found", {**WHAT, **sent(content)})
    sentences = wrong(answer)
    assert len(sentences) == 1
    assert said in sentences[0]
    assert 'value="Open Loom"' in answer.content.decode()


def test_a_bundle_of_a_part_is_told_apart(cast: Cast, bundle: Path, tmp_path: Path):
    git(tmp_path / "loom.git", "bundle", "create", "--quiet", str(tmp_path / "part.bundle"), "main~2..main")
    (sentence,) = wrong(
        cast.client("charlie").post("/found", {**WHAT, **sent((tmp_path / "part.bundle").read_bytes())})
    )
    assert "a part of a history only" in sentence


def test_a_bundle_cut_off_is_told_by_the_job_and_what_was_typed_is_kept(cast: Cast, bundle: Path):
    browser = cast.client("charlie")
    content = bundle.read_bytes()
    answer = tell(browser, what=sent(content[: len(content) * 2 // 3]))
    page = browser.get(answer["Location"]).content.decode()
    assert "It could not be done" in page
    assert "Change what you typed" in page


def test_what_is_too_large_is_not_kept_and_told_beside_the_field(cast: Cast, bundle: Path, settings):
    settings.ENTREDON_UPLOAD_MOST = 3 << 20
    content = bundle.read_bytes()
    answer = cast.client("charlie").post("/found", {**WHAT, **sent(content + b"\0" * (4 << 20))})
    (sentence,) = wrong(answer)
    assert "larger than 3 MB" in sentence
    assert 'value="Open Loom"' in answer.content.decode()
    assert waiting() == []


def test_all_that_wait_together_have_a_bound(cast: Cast, bundle: Path, settings):
    content = bundle.read_bytes()
    settings.ENTREDON_UPLOAD_MOST = len(content) + 10
    for _ in range(uploads.AT_ONCE):
        assert cast.client().post("/found", {**WHAT, **sent(content)}).status_code == 302
    (sentence,) = wrong(cast.client().post("/found", {**WHAT, **sent(content)}))
    assert "no room here" in sentence
    assert len(waiting()) == uploads.AT_ONCE


def test_what_nobody_used_is_swept_away(cast: Cast, bundle: Path):
    cast.client().post("/found", {**WHAT, **sent(bundle.read_bytes())})
    (old,) = waiting()
    past = time.time() - AGE - 1
    os.utime(old, (past, past))
    cast.client().post("/found", {**WHAT, **sent(bundle.read_bytes())})
    assert old not in waiting()
    assert len(waiting()) == 1


def test_a_name_from_outside_never_names_a_place(db):
    for name in ("../../etc/passwd", "", "A" * 32, "a" * 31):
        with pytest.raises(ValueError, match="no name of an upload"):
            uploads.place(name)


def test_a_file_that_no_question_asks_for_is_not_kept(cast: Cast):
    file = BytesIO(b"anything")
    file.name = "anything.bin"
    cast.client("charlie").post("/found", {**WHAT, "portrait": file})
    assert waiting() == []


def test_a_visitor_begins_not_without_end_and_reads_it_above_what_she_typed(db, client, settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "wait": "2/h/ip"}
    assert [client.post("/found", WHAT).status_code for _turn in range(2)] == [302, 302]
    answer = client.post("/found", {**WHAT, **sent(b"no bundle")})
    page = answer.content.decode()
    assert "too often" in page
    assert WHAT["name"] in page
    assert waiting() == []
    assert Waiting.objects.count() == 2


def test_a_damaged_bundle_is_called_a_bundle_and_not_by_where_it_lies(cast: Cast, bundle: Path):
    whole = bundle.read_bytes()
    browser = cast.client("charlie")
    answer = tell(browser, what=sent(whole[: len(whole) // 2]))
    page = browser.get(answer["Location"]).content.decode()
    assert "It could not be done" in page
    assert "The bundle" in page
    assert str(uploads.folder()) not in page
    assert not Log.objects.filter(slug="open-loom").exists()

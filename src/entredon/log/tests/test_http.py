"""The log over HTTP: who may see what, what may be kept how long, and content in pieces."""

import errno
import gzip
import hashlib
import io
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client

from entredon.apps.commons.entries import Published
from entredon.log import checkpoints, content, named
from entredon.log.models import Entry, SideText
from entredon.log.tests import making
from entredon.pure.log import checkpoint, proof, tiles, tree
from entredon.pure.log.keys import unb64
from entredon.testing_cast import Cast, key_of

DATA = bytes(range(256)) * 1000
SHA256 = hashlib.sha256(DATA).hexdigest()


@pytest.fixture
def public(cast: Cast) -> Cast:
    cast.say(Published())
    return cast


def body(response: Any) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def test_the_checkpoint_is_asked_for_anew_each_time(public: Cast, client: Client) -> None:
    response = client.get("/log/merel/checkpoint")
    assert response.status_code == 200
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response["Cache-Control"] == "no-cache"
    vkey = client.get("/log/merel/vkey").content.decode()
    assert checkpoint.open(response.content, vkey.rstrip("\n")).size == 4
    assert response["Access-Control-Allow-Origin"] == "*"


def test_tiles_may_be_kept_for_ever_and_reach_as_far_as_the_checkpoint(public: Cast, client: Client) -> None:
    for path in ("0/000.p/4", "entries/000.p/4", "entries/000.p/2"):
        response = client.get(f"/log/merel/tile/{path}")
        assert response["Cache-Control"] == "public, max-age=31536000, immutable"
        assert response["Content-Type"] == "application/octet-stream"
    leaves = tiles.decode_bundle(client.get("/log/merel/tile/entries/000.p/4").content)
    assert b"".join(map(tree.leaf_hash, leaves)) == client.get("/log/merel/tile/0/000.p/4").content
    for path in (
        "0/000",
        "0/000.p/5",
        "0/000.p/04",
        "1/000.p/1",
        "0/001.p/1",
        "entries/000",
        "0/../checkpoint",
        "nonsense",
    ):
        assert client.get(f"/log/merel/tile/{path}").status_code == 404, path


def test_nothing_on_the_way_compresses_what_is_hashed(public: Cast, client: Client) -> None:
    for name in ("checkpoint", "tile/entries/000.p/4"):
        response = client.get(f"/log/merel/{name}", headers={"Accept-Encoding": "gzip"})
        assert "Content-Encoding" not in response
    assert gzip.compress(b"")


def test_an_entry_its_proof_and_its_key_fit(public: Cast, client: Client) -> None:
    vkey = client.get("/log/merel/vkey").content.decode().rstrip("\n")
    for row in Entry.objects.filter(commons="merel"):
        raw = client.get(f"/log/merel/leaf/{row.id}").content
        for asked in (row.id, str(row.index)):
            found = client.get(f"/log/merel/proof/{asked}")
            assert proof.check(proof.loads(found.content), raw, vkey).size == 4
            assert found["Cache-Control"] == "no-cache"
    for asked in ("4", "00", "ab", "0" * 64, "9" * 30):
        assert client.get(f"/log/merel/proof/{asked}").status_code == 404
        assert client.get(f"/log/merel/leaf/{asked}").status_code == 404


def test_a_newer_checkpoint_proves_that_it_continues_an_older_one(public: Cast, client: Client) -> None:
    vkey = client.get("/log/merel/vkey").content.decode().rstrip("\n")
    old = checkpoint.open(client.get("/log/merel/checkpoint").content, vkey)
    for n in range(5):
        public.join(key_of(f"new {n}"), f"New {n}")
    answer = client.get(f"/log/merel/consistency/{old.size}").content
    head, _, note = answer.partition(b"\n\n")
    first, *hashes = head.decode().split("\n")
    assert first == "old 4"
    new = checkpoint.open(note, vkey)
    assert tree.is_consistent(old.size, new.size, [unb64(hash) for hash in hashes], old.root, new.root)
    assert client.get("/log/merel/consistency/10").status_code == 404


@pytest.mark.parametrize(
    "trouble", [OperationalError("database is locked"), OSError(errno.ENOSPC, "No space left on device")]
)
def test_what_can_not_be_published_now_is_recorded_and_published_at_the_next_chance(
    public: Cast, monkeypatch: pytest.MonkeyPatch, trouble: Exception
) -> None:
    def fails(*_: object) -> None:
        raise trouble

    with monkeypatch.context() as busy:
        busy.setattr(checkpoints.disk, "write", fails)
        public.join(key_of("dora"), "Dora Dekker")
        assert checkpoints.published(public.slug).size == 4
    public.join(key_of("eve"), "Eve Evers")
    assert checkpoints.published(public.slug).size == 6


def test_side_texts_are_never_kept_and_go_when_erased(public: Cast, client: Client) -> None:
    row = SideText.objects.filter(commons="merel", name="name").first()
    assert row is not None
    response = client.get(f"/log/merel/side/{row.entry}/name")
    assert response["Cache-Control"] == "no-store"
    assert response.json()["text"] == row.text
    row.delete()
    assert client.get(f"/log/merel/side/{row.entry}/name").status_code == 404


@pytest.mark.parametrize("path", ["checkpoint", "vkey", "tile/0/000.p/3", "leaf/0", "proof/0", "consistency/1"])
def test_a_draft_is_there_for_its_members_only(cast: Cast, client: Client, path: str) -> None:
    assert cast.client("charlie").get(f"/log/merel/{path}").status_code == 404
    draft, nothing = client.get(f"/log/merel/{path}"), client.get(f"/log/other/{path}")
    assert draft.status_code == nothing.status_code == 404
    assert draft.content.replace(b"merel", b"other") == nothing.content
    shown = cast.client("bob").get(f"/log/merel/{path}")
    assert shown.status_code == 200
    assert shown["Cache-Control"] == "no-store"
    assert "Access-Control-Allow-Origin" not in shown, "a page elsewhere must not read what only members may see"


def test_only_reading_is_possible(public: Cast, client: Client) -> None:
    assert client.post("/log/merel/checkpoint").status_code == 405
    head = client.head("/log/merel/checkpoint")
    assert (head.status_code, head.content) == (200, b"")


def test_a_repaired_database_says_so_instead_of_breaking(public: Cast, client: Client) -> None:
    checkpoints.path("merel").write_bytes(b"rubbish")
    response = client.get("/log/merel/checkpoint")
    assert response.status_code == 503
    assert b"being repaired" in response.content


# -- content


@pytest.fixture
def kept(public: Cast) -> Any:
    with making.kind_with_content():
        making.keep(public, DATA)
        yield public
    named._known.clear()


@pytest.mark.parametrize("place", ["/content/", "/log/merel/content/"])
def test_content_is_served_whole_and_for_ever(kept: Cast, client: Client, place: str) -> None:
    response = client.get(f"{place}{SHA256}")
    assert (response.status_code, body(response)) == (200, DATA)
    assert response["ETag"] == f'"{SHA256}"'
    assert "immutable" in response["Cache-Control"]
    assert response["Content-Length"] == str(len(DATA))
    head = client.head(f"{place}{SHA256}")
    assert (head["Content-Length"], body(head)) == (str(len(DATA)), b"")
    assert client.get(f"{place}{SHA256}", headers={"If-None-Match": f'"{SHA256}"'}).status_code == 304


@pytest.mark.parametrize(
    ("asked", "part", "where"),
    [
        ("bytes=0-0", DATA[:1], "bytes 0-0/256000"),
        ("bytes=10-19", DATA[10:20], "bytes 10-19/256000"),
        ("bytes=255990-", DATA[255990:], "bytes 255990-255999/256000"),
        ("bytes=-5", DATA[-5:], "bytes 255995-255999/256000"),
        ("bytes=-999999999", DATA, "bytes 0-255999/256000"),
        ("bytes=100-999999999", DATA[100:], "bytes 100-255999/256000"),
    ],
)
def test_a_piece_of_content_is_served(kept: Cast, client: Client, asked: str, part: bytes, where: str) -> None:
    response = client.get(f"/content/{SHA256}", headers={"Range": asked, "Accept-Encoding": "gzip"})
    assert (response.status_code, body(response)) == (206, part)
    assert response["Content-Range"] == where
    assert response["Content-Length"] == str(len(part))


@pytest.mark.parametrize("asked", ["bytes=256000-", "bytes=999999-1000000", "bytes=-0"])
def test_a_piece_outside_the_content_is_refused(kept: Cast, client: Client, asked: str) -> None:
    response = client.get(f"/content/{SHA256}", headers={"Range": asked})
    assert response.status_code == 416
    assert response["Content-Range"] == "bytes */256000"


@pytest.mark.parametrize(
    "asked", ["bytes=5-4", "bytes=a-b", "bytes=-", "lines=1-2", "bytes=0-1,5-6", "bytes=" + "9" * 40 + "-"]
)
def test_what_is_no_range_gets_the_whole(kept: Cast, client: Client, asked: str) -> None:
    response = client.get(f"/content/{SHA256}", headers={"Range": asked})
    assert (response.status_code, body(response)) == (200, DATA)


def test_a_piece_of_something_else_is_the_whole_instead(kept: Cast, client: Client) -> None:
    headers = {"Range": "bytes=0-9", "If-Range": f'"{SHA256}"'}
    assert client.get(f"/content/{SHA256}", headers=headers).status_code == 206
    headers["If-Range"] = '"other"'
    assert client.get(f"/content/{SHA256}", headers=headers).status_code == 200


def test_content_that_no_public_entry_names_is_not_there(public: Cast) -> None:
    sha256, _ = content.store().put(io.BytesIO(b"left by an import that was refused"))
    assert public.client("ada").get(f"/content/{sha256}").status_code == 404


def test_content_of_a_draft_is_there_for_its_members_only(cast: Cast, client: Client) -> None:
    with making.kind_with_content():
        making.keep(cast, DATA)
        assert client.get(f"/content/{SHA256}").status_code == 404
        assert cast.client("charlie").get(f"/content/{SHA256}").status_code == 404
        shown = cast.client("bob").get(f"/content/{SHA256}")
        assert (shown.status_code, shown["Cache-Control"]) == (200, "no-store")
        cast.say(Published())
        assert client.get(f"/content/{SHA256}").status_code == 200
    named._known.clear()


def test_content_that_is_named_but_lost_is_said(kept: Cast, client: Client) -> None:
    content.store().drop(SHA256)
    response = client.get(f"/content/{SHA256}")
    assert response.status_code == 404
    assert b"missing" in response.content


def test_the_checker_in_one_file_can_be_had(client: Client, db: None) -> None:
    response = client.get("/verify.py")
    assert response.status_code == 200
    assert "verify.py" in response["Content-Disposition"]
    compile(response.content, "verify.py", "exec")

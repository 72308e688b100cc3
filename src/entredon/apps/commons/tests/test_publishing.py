"""A draft becomes public once; where a repository was imported, only with proof of control over it."""

import pytest

from entredon.apps.commons import queries
from entredon.apps.commons.entries import ControlProof, Published, PublishedUnproven, RulebookAdopted
from entredon.apps.library import queries as library
from entredon.apps.library.tests.imported import again
from entredon.log import door, pages
from entredon.log.models import Commons
from entredon.pure.log.keys import SecretKey
from entredon.testing_cast import Cast
from entredon.testing_git import commit, git

ADDRESS = "https://example.org/merel.git"
CODE = "0123456789abcdef" * 2
AT, TAG, OLD = "a" * 40, "b" * 40, "c" * 40


@pytest.fixture
def imported(cast: Cast, tmp_path, monkeypatch) -> Cast:
    """A draft into which a repository was imported."""
    path = tmp_path / "work"
    git(tmp_path, "init", "--quiet", "--initial-branch=main", str(path))
    commit(path, "one", {"a.py": "1\n"}, author="Bob <bob@example.org>", tags=["v1"])
    monkeypatch.setattr("entredon.log.device.key", lambda slug: cast.ada)
    again(path)
    return cast


def proof(cast: Cast, **changes: str) -> ControlProof:
    """A proof by a file that holds, but for what is changed."""
    head = library.imports(cast.slug)[-1].head
    said = {"way": "file", "repository": ADDRESS, "head": head, "shown": AT, "earlier": "", "code": CODE, **changes}
    return ControlProof(**said)


def test_a_commons_without_an_import_is_published_by_a_steward_once(cast: Cast) -> None:
    cast.refused(Published(), cast.bob, because="Only a steward")
    cast.say(Published())
    assert not pages.draft_of("merel")
    cast.refused(Published(), because="already public")


def test_an_imported_commons_is_not_published_without_proof(imported: Cast) -> None:
    imported.refused(Published(), because="show first that you speak for it")
    imported.refused(Published(proof=proof(imported)), imported.bob, because="Only a steward")
    imported.say(Published(proof=proof(imported)))
    assert not pages.draft_of("merel")
    shown = queries.imported("merel")
    assert (shown.way, shown.repository) == ("file", ADDRESS)


def test_nothing_can_be_shown_where_nothing_was_imported(cast: Cast) -> None:
    made = ControlProof(way="file", repository=ADDRESS, head=AT, shown=AT, earlier="", code=CODE)
    cast.refused(Published(proof=made), because="Nothing was imported here")
    cast.refused(Published(), because="Nobody can attest", texts={"attested_by": "Jan"})


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org:8443/a/b", "ssh://git@example.org:2222/a.git", "git@example.org:a/b.git",
        "https://[2001:db8::1]/a.git",
    ],
)  # fmt: skip
def test_a_public_address_is_https_or_ssh(imported: Cast, address: str) -> None:
    imported.say(Published(proof=proof(imported, repository=address)))


@pytest.mark.parametrize(
    "address",
    [
        "/srv/merel", "http://example.org/merel", "git://example.org/merel", "file:///srv/merel", "ext::sh -c id",
        "https://ada:secret@example.org/a", "https://ada@example.org/a", "https://example.org", "-oProxyCommand=id@h:x",
        "https://example.org/a b", "https://exämple.org/a", "https://example.org/\u202ea",
    ],
)  # fmt: skip
def test_what_is_no_public_address_is_refused(imported: Cast, address: str) -> None:
    imported.refused(Published(proof=proof(imported, repository=address)), because="repository")
    assert pages.draft_of("merel")


def test_ways_are_those_three(imported: Cast) -> None:
    imported.refused(Published(proof=proof(imported, way="trust")), because="not by “trust”")


def test_what_was_shown_is_about_what_was_imported(imported: Cast) -> None:
    imported.refused(Published(proof=proof(imported, head="d" * 40)), because="another state of the repository")


@pytest.mark.parametrize(
    "changes",
    [
        {"shown": ""}, {"code": ""}, {"earlier": OLD}, {"way": "tag"}, {"way": "tag", "shown": OLD, "earlier": OLD},
        {"way": "attested"}, {"way": "attested", "shown": "", "code": CODE},
    ],
)  # fmt: skip
def test_a_proof_names_what_was_looked_at_and_nothing_else(imported: Cast, changes: dict[str, str]) -> None:
    imported.refused(Published(proof=proof(imported, **changes)), because="doesn't name what was looked at")


def test_a_file_needs_an_address_a_tag_and_an_attestation_don_t(imported: Cast) -> None:
    imported.refused(Published(proof=proof(imported, repository="")), because="public address; give it")
    imported.say(Published(proof=proof(imported, way="tag", repository="", shown=TAG, earlier=OLD)))


def test_who_attests_is_said_in_a_text_that_can_be_erased(imported: Cast) -> None:
    attested = proof(imported, way="attested", repository="", shown="", code="")
    imported.refused(Published(proof=attested), because="Say who attests it")
    imported.refused(Published(proof=proof(imported)), because="only where somebody does", texts={"attested_by": "Jan"})
    imported.say(Published(proof=attested), texts={"attested_by": "Jan Peeters"})
    assert queries.imported("merel").by == "Jan Peeters"


def test_old_rulebooks_keep_their_rule_and_a_newer_one_can_be_adopted_with_it(cast: Cast, monkeypatch) -> None:
    monkeypatch.setattr("entredon.apps.commons.founding.RULEBOOK", 1)
    old = Cast.found("wren")
    assert Commons.objects.get(commons="wren").rulebook == 1
    old.refused(Published(), because="lives by older rules")
    older = Cast.found("swift")
    older.say(PublishedUnproven())
    assert not pages.draft_of("swift")
    both = [door.Saying(RulebookAdopted(rulebook=2), old.ada), door.Saying(Published(), old.ada)]
    door.append_many("wren", both)
    assert not pages.draft_of("wren")


def test_a_key_that_nobody_knows_publishes_nothing(imported: Cast) -> None:
    imported.refused(Published(proof=proof(imported)), SecretKey(b"x" * 32), because="not known here")

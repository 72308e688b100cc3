"""Somebody with a keeper's key says something impossible: it is refused in a sentence, and nothing is left of it."""

import io

import msgspec
import pytest

from entredon.apps.library import queries
from entredon.apps.library.entries import Created, Imported
from entredon.log import content
from entredon.log.registry import Refused
from entredon.pure.git import rows
from entredon.pure.git.rows import Commit, Tag

pytestmark = pytest.mark.django_db
ANN, BOB = "p:" + "a" * 32, "p:" + "b" * 32
A, B, C, D = (letter * 40 for letter in "abcd")


def commit(id, *parents, **more):
    return Commit(id=id, parents=parents, at=100, author=more.pop("author", ANN), **more)


def tag(name, commit, at=1):
    return Tag(name=name, commit=commit, at=at)


@pytest.fixture
def creation(cast):
    return cast.say(Created(name="Car"))


def said(creation, *told, head=A, previous=""):
    writer = rows.Writer()
    packed = b"".join([*[writer.write(row) for row in told], writer.end()])
    sha256, size = content.store().put(io.BytesIO(packed))
    fields = {"creation": creation, "head": head, "previous": previous, "importer": "git@1", "sha256": sha256,
              "bytes": size, "raw_bytes": writer.raw_bytes, "count": writer.count}  # fmt: skip
    return Imported(**fields)


SOUND = [tag("v1", B), commit(A, B, lines={"code": (5, 0)}), commit(B, lines={"code": (10, 0)})]


def test_a_sound_history_is_told_by_a_steward_and_by_nobody_else(cast, creation):
    cast.refused(said(creation, *SOUND), cast.bob, because="Only a steward or a keeper")
    cast.refused(said(creation, *SOUND), cast.charlie, because="join first")
    cast.say(said(creation, *SOUND))
    assert [(v.name, v.own) for v in queries.versions(cast.slug)] == [("v1", 10), ("unreleased", 5)]


@pytest.mark.parametrize(
    ("lie", "because"),
    [
        ({"creation": "f" * 64}, "no creation"),
        ({"importer": "git@2"}, "read by git@1"),
        ({"count": 2}, "more than the 2 rows"),
        ({"count": 4}, "3 rows; 4 were said"),
        ({"count": -1}, "A history has"),
        ({"raw_bytes": 10}, "unpacks to more"),
        ({"raw_bytes": 100_000}, "not as long"),
        ({"raw_bytes": 1 << 40}, "A history has"),
        ({"bytes": 1}, "not as long"),
        ({"head": C}, "is not told here|Neither a tag"),
        ({"head": "main"}, "not a well-formed|Neither a tag"),
        ({"head": B}, "Neither a tag nor the head"),
        ({"previous": D}, "continues dddddddddd, but the last one told here ended at nothing"),
        ({"previous": "x"}, "not a well-formed|continues"),
        ({"sha256": "0" * 64}, "is not here"),
    ],
)
def test_an_entry_that_lies_about_its_rows_is_refused(cast, creation, lie, because):
    fact = said(creation, *SOUND)
    with pytest.raises(Refused, match=because):
        cast.say(msgspec.structs.replace(fact, **lie))
    assert queries.imports(cast.slug) == []


@pytest.mark.parametrize(
    ("told", "because"),
    [
        ([commit(A, B), commit(B, A)], "before its child"),
        ([commit(A, B)], "builds, is not told here"),
        ([tag("v1", C), commit(A)], "is not told here"),
        ([commit(A), commit(A)], "twice"),
        ([tag("v1", A), tag("v1", A), commit(A)], "twice"),
        ([commit(A, lines={"code": ((1 << 30) - 1, 0)}, boundary=True)], "what was there before"),
    ],
)
def test_rows_that_contradict_each_other_are_refused(cast, creation, told, because):
    cast.refused(said(creation, *told), because=because)


def test_content_that_is_no_history_is_refused(cast, creation):
    sha256, size = content.store().put(io.BytesIO(b"hello"))
    fact = msgspec.structs.replace(said(creation, *SOUND), sha256=sha256, bytes=size)
    cast.refused(fact, because="The compressed history is damaged")


@pytest.fixture
def told(cast, creation):
    """The sound history, told; a later one continues it."""
    cast.say(said(creation, *SOUND))
    return creation


@pytest.mark.parametrize(
    ("more", "because"),
    [
        ([commit(C, A), commit(A, B)], None),
        ([commit(C, B)], "must be told again"),
        ([commit(C, B), tag("v2", A)], "tags come first"),
        ([tag("v2", A), commit(C, B), commit(A, B)], "doesn't build on"),
        ([commit(C, A), commit(A, B), commit(B)], "belongs to a version that is already here"),
        ([tag("v1", A), commit(C, A), commit(A, B)], "already here"),
        ([commit(C, A), commit(A, D)], "is not told here"),
        ([tag("v2", D), commit(C, A), commit(A, B)], "is not told here"),
    ],
)
def test_a_later_import_continues_the_one_before(cast, told, more, because):
    fact = said(told, *more, head=C, previous=A)
    if because:
        cast.refused(fact, because=because)
    else:
        cast.say(fact)


def test_an_import_that_begins_anew_is_refused(cast, told):
    cast.refused(said(told, commit(C, A), commit(A, B), head=C), because="continues nothing")


def test_an_import_that_tells_nothing_is_refused(cast, told):
    cast.refused(said(told, commit(A, B), head=A, previous=A), because="Nothing is new")


def test_numbers_that_add_up_to_too_much_are_refused(cast, creation):
    before = f"{0:040x}"
    most = {"code": ((1 << 30) - 1, 0), "documentation": ((1 << 30) - 1, 0), "translation": ((1 << 30) - 1, 0)}
    cast.say(said(creation, tag("v0", before), commit(before, lines=most), head=before))
    # Three billion lines an import would need a million imports to reach the limit, so the limit is brought nearer.
    from entredon.apps.library import record

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(record, "MOST", 1 << 32)
        cast.refused(
            said(creation, commit(A, before, lines=most), head=A, previous=before), because="more lines than can be"
        )


def test_a_refused_import_leaves_no_row(cast, creation):
    from entredon.apps.flows.models import Flow
    from entredon.apps.people.models import Person

    people = Person.objects.count()
    cast.refused(said(creation, *SOUND, tag("v2", A)), because="tags come first")
    cast.refused(said(creation, tag("v1", B), tag("v2", D, at=9), *SOUND[1:]), because="is not told here")
    assert not Flow.objects.exists()
    assert Person.objects.count() == people
    cast.say(said(creation, *SOUND))

"""A commons begins, is published, gives roles and withdraws them."""

import pytest

from entredon.apps.commons import founding, queries
from entredon.apps.commons.entries import Published, RoleGiven, RoleWithdrawn, RulebookAdopted
from entredon.apps.commons.founding import found_commons, key_given, slug_of
from entredon.apps.people import queries as people
from entredon.apps.people.entries import Joined
from entredon.log import device
from entredon.log.models import Entry, HeldKey, Log
from entredon.log.registry import Refused
from entredon.testing_cast import Cast, key_of, person


def test_a_commons_begins_with_its_founding_and_the_common_pot(cast: Cast) -> None:
    kinds = Entry.objects.filter(commons=cast.slug).order_by("index").values_list("kind", flat=True)
    assert list(kinds)[:2] == ["commons.founded", "value.rule_adopted"]
    shown = queries.commons(cast.slug)
    assert (shown.name, shown.draft, shown.licences) == ("Merel", True, ("CERN-OHL-S-2.0",))
    assert people.person(cast.slug, person(cast.ada)).roles == ("steward",)


def test_the_origin_is_never_localhost(cast: Cast) -> None:
    host, _, slug = queries.commons(cast.slug).origin.partition("/")
    assert host.endswith(".invalid")
    assert slug == cast.slug


def test_the_origin_takes_the_host_of_the_settings(db: None, settings) -> None:
    settings.ENTREDON_HOST = "merel.example"
    Cast.found()
    assert queries.commons("merel").origin == "merel.example/merel"


@pytest.mark.parametrize(
    ("change", "because"),
    [
        ({"purpose": " "}, "The purpose has 1 to"),
        ({"licences": []}, "licence"),
        ({"joining": "never"}, "People join by"),
    ],
)
def test_a_commons_needs_name_purpose_licence_and_a_way_to_join(db: None, change, because) -> None:
    with pytest.raises(Refused, match=because):
        Cast.found(**change)
    assert not Log.objects.exists()
    assert not HeldKey.objects.exists()


def test_a_name_is_taken_once(cast: Cast) -> None:
    with pytest.raises(Refused, match="already a commons named merel"):
        found_commons("Merel", "merel", purpose="x", licences=["MIT"], founder=cast.ada)


def test_who_looks_after_it_has_a_name_of_its_own_or_the_bearers(db: None) -> None:
    Cast.found("own", association="Merel makers", bearer="Commons Fund asbl")
    Cast.found("same", bearer="Merel vzw")
    assert [queries.commons(slug).association for slug in ("own", "same")] == ["Merel makers", "Merel vzw"]
    with pytest.raises(Refused, match="name of who looks after it"):
        Cast.found("long", association="x" * 201)


def test_the_first_rulebook_knows_no_own_name(db: None, monkeypatch) -> None:
    monkeypatch.setattr(founding, "RULEBOOK", 1)
    with pytest.raises(Refused, match="lives by older rules"):
        Cast.found(association="Merel makers")


@pytest.mark.parametrize("slug", ["M", "1car", "a", "x" * 40, "a_b", "../a", ""])
def test_a_short_name_is_plain(db: None, slug: str) -> None:
    with pytest.raises(Refused, match="can't be a short name"):
        found_commons("Merel", slug, purpose="x", licences=["MIT"])
    assert not device.path("x").parent.exists() or not any(device.path("x").parent.iterdir())


def test_a_refused_founding_leaves_no_device_key(db: None) -> None:
    with pytest.raises(Refused):
        found_commons("Merel", "merel", purpose="", licences=["MIT"])
    assert not device.path("merel").exists()


@pytest.mark.parametrize(
    ("name", "slug"), [("Mérel, the open car", "merel-the-open-car"), ("3D  printer", "d-printer"), ("Linux", "linux")]
)
def test_a_name_makes_a_short_name(name: str, slug: str) -> None:
    assert slug_of(name) == slug


def test_a_name_without_letters_asks_for_a_short_name() -> None:
    with pytest.raises(Refused, match="--slug"):
        slug_of("日本")


def test_a_steward_publishes_a_draft_once(cast: Cast) -> None:
    cast.refused(Published(), cast.bob, because="Only a steward")
    cast.refused(Published(), cast.charlie, because="not known here")
    cast.say(Published())
    assert not queries.commons(cast.slug).draft
    cast.refused(Published(), because="already public")


def test_a_steward_gives_and_withdraws_roles(cast: Cast) -> None:
    bob = person(cast.bob)
    cast.refused(RoleGiven(person=bob, role="steward"), cast.bob, because="Only a steward")
    cast.refused(RoleGiven(person=bob, role="king"), because="The roles are")
    cast.refused(RoleGiven(person=person(cast.charlie), role="steward"), because="Nobody here is named")
    cast.say(RoleGiven(person=bob, role="steward"))
    cast.refused(RoleGiven(person=bob, role="steward"), because="has that role already")
    cast.say(RoleWithdrawn(person=person(cast.ada), role="steward"), cast.bob)
    cast.refused(RoleWithdrawn(person=bob, role="steward"), cast.bob, because="last steward")
    assert people.person(cast.slug, bob).roles == ("steward",)


def test_the_rulebook_only_goes_up_to_what_is_known(cast: Cast) -> None:
    cast.refused(RulebookAdopted(rulebook=1), because="only go up")
    cast.refused(RulebookAdopted(rulebook=99), because="at most")


def test_drafts_are_listed_only_when_asked_for(cast: Cast) -> None:
    Cast.found("other", draft=False)
    assert [c.slug for c in queries.all_commons(drafts=False)] == ["other"]
    assert {c.slug for c in queries.all_commons(drafts=True)} == {"merel", "other"}
    assert queries.is_draft("merel")
    assert not queries.is_draft("other")
    assert queries.is_draft("nothing")


def test_several_stewards_may_be_named_at_founding(db: None) -> None:
    from entredon.apps.commons.founding import key_given

    second = key_of("second steward")
    Cast.found("two", stewards=[key_given(second, "device")])
    assert people.person("two", person(second)).roles == ("steward",)


@pytest.mark.parametrize(
    "change",
    [
        {"purpose": "A car\x1b[2J"},
        {"bearer": "Merel\nvzw"},
        {"legal_form": "v\u202ezw"},
        {"licences": [""]},
        {"purpose": "x" * 2001},
        {"legal_form": "x" * 61},
    ],
)
def test_what_is_said_at_founding_are_lines_that_steer_no_screen(db: None, change) -> None:
    with pytest.raises(Refused, match="characters"):
        Cast.found(**change)


def test_a_server_folder_is_its_owners_alone(tmp_path, settings) -> None:
    settings.ENTREDON_HOME = tmp_path / "new"
    device.key("merel")
    assert (tmp_path / "new").stat().st_mode & 0o077 == 0


def test_since_the_second_rulebook_people_may_join_by_invitation(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    cast = Cast.found("invited", joining="invitation")  # who asks Bob in signs for him
    assert queries.commons("invited").joining == "invitation"
    joining = Joined(key=key_given(cast.charlie, "hosted"))
    cast.refused(joining, cast.charlie, because="asks a member to sign too")
    cast.say(joining, cast.charlie, cosigners=[cast.bob])
    with pytest.raises(Refused, match="open or acceptance or invitation; not by “lot”"):
        Cast.found("lot", joining="lot")
    monkeypatch.setattr(founding, "RULEBOOK", 1)
    with pytest.raises(Refused, match="open or acceptance; not by “invitation”"):
        Cast.found("old", joining="invitation")

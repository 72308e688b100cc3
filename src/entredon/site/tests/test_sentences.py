"""Entries in words: every kind has a sentence and a name, and what is told names people and things."""

import re

import pytest
from django.utils.html import strip_tags

from entredon.apps.commons.entries import Published, RoleGiven, RoleWithdrawn
from entredon.apps.library.entries import Created, Released
from entredon.apps.people.entries import Erased, SideText
from entredon.apps.value.entries import RuleAdopted
from entredon.apps.work.entries import Accepted, Contested, Contributed, Settled
from entredon.log import registry
from entredon.log.models import Entry
from entredon.log.told import Said, short
from entredon.site.record import look, queries
from entredon.testing_cast import Cast, person

KINDS = sorted(registry.kinds())


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_has_words(kind: str) -> None:
    told, called = look.words()
    assert kind in told
    assert str(called[kind])[0].isupper()


def sentences(slug: str) -> dict[str, str]:
    names = look.names(slug)
    rows = Entry.objects.filter(commons=slug).order_by("index")
    return {row.kind: strip_tags(look.told(row, names).sentence) for row in rows}


def test_what_was_said_is_told_with_names(cast: Cast) -> None:
    cast.say(Published())
    cast.say(RoleGiven(person=person(cast.bob), role="keeper"))
    creation = cast.say(Created(name="Boot lid"))
    work = cast.say(Contributed(creation=creation, work="design", measures={}), by=cast.bob)
    version = cast.say(Released(creation=creation, name="0.1", own=1, inputs=()))
    cast.say(Accepted(flows=(work,)))
    contest = cast.say(Contested(flows=(work,)), by=cast.bob)
    cast.say(Settled(contest=contest, counts=False))
    cast.say(RoleWithdrawn(person=person(cast.bob), role="keeper"))
    told = sentences(cast.slug)
    assert told["commons.founded"].startswith("Ada Vermeer founded Merel")
    assert told["people.joined"] == "Bob Bakker joined."
    assert told["commons.role_given"] == "Ada Vermeer made Bob Bakker a keeper."
    assert told["library.created"] == "Ada Vermeer began Boot lid."
    assert told["work.contributed"] == "Bob Bakker gave design to Boot lid."
    assert told["library.released"] == "Ada Vermeer released Boot lid 0.1."
    assert told["work.accepted"] == "Ada Vermeer accepted a contribution."
    assert told["work.settled"].endswith("doesn’t count.")
    assert f"/library/v/{version[:10]}/" in look.names(cast.slug).version(version)


def test_a_rule_is_told_by_what_it_does(cast: Cast) -> None:
    cast.say(RuleAdopted(rule={"way": "flow", "top": {"fund": 100_000}, "pools": {"other": 1}}))
    assert "10 % goes to the commons fund" in sentences(cast.slug)["value.rule_adopted"].replace(
        "\N{NARROW NO-BREAK SPACE}", " "
    )


def test_whose_name_was_erased_is_called_by_number(cast: Cast) -> None:
    joined = Entry.objects.get(kind="people.joined")
    cast.say(Erased(side=(SideText(entry=joined.id, name="name"),)), by=cast.bob)
    assert re.fullmatch(r"person [0-9a-f]{10} joined\.", sentences(cast.slug)["people.joined"])


def test_a_kind_nobody_found_words_for_is_named_by_its_kind(cast: Cast) -> None:
    said = Said("0" * 64, 7, "social.liked", "2026-01-01T00:00:00.000Z", {}, "Ada")
    assert look.tell(said, look.names(cast.slug)) == "Ada said something of the kind social.liked."


def test_ids_are_short_in_addresses() -> None:
    assert short("a" * 64) == "a" * 10
    assert short("a" * 64 + ".12") == "a" * 10 + ".12"
    assert short("k:" + "b" * 64) == "k:" + "b" * 10
    assert short("p:" + "c" * 32) == "p:" + "c" * 10


def test_the_steps_of_a_proof_lead_from_the_receipt_to_the_root(cast: Cast) -> None:
    from entredon.pure.log import tree

    for row in Entry.objects.filter(commons=cast.slug):
        found = queries.proof(cast.slug, row)
        assert found is not None
        assert found.holds
        hash = bytes.fromhex(found.leaf_hash)
        for step in found.steps:
            beside = bytes.fromhex(step.hash)
            hash = tree.node_hash(beside, hash) if step.left else tree.node_hash(hash, beside)
        assert hash.hex() == found.root


@pytest.mark.parametrize("size", [1, 2, 3, 7, 8, 13])
def test_the_sides_of_a_path_are_right_in_trees_of_any_size(size: int) -> None:
    from entredon.pure.log import tree

    leaves = [tree.leaf_hash(bytes([n])) for n in range(size)]

    def read(level: int, index: int) -> bytes:
        return tree.root_of(leaves[index << level : (index + 1) << level])

    for index in range(size):
        hash = leaves[index]
        path = tree.inclusion(index, size, read)
        for step in queries.steps(index, size, path):
            beside = bytes.fromhex(step.hash)
            hash = tree.node_hash(beside, hash) if step.left else tree.node_hash(hash, beside)
        assert hash == tree.root_of(leaves)

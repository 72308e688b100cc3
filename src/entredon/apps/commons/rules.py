"""The law about a commons as a whole."""

import re
from collections.abc import Callable

import msgspec

from entredon.apps.commons.entries import (
    ControlProof,
    Founded,
    FoundedAtFirst,
    Published,
    PublishedUnproven,
    RoleGiven,
    RoleWithdrawn,
    RulebookAdopted,
)
from entredon.apps.commons.models import Founding
from entredon.apps.commons.record import JOINING, JOINING_AT_FIRST, founding, give_role, withdraw_role
from entredon.apps.decide import record as decide
from entredon.apps.library import record as library
from entredon.apps.people import record as people
from entredon.log import record as log
from entredon.log.registry import Context, Refused, line, rule
from entredon.log.tables import Row, Tables

ORIGIN = re.compile(r"[a-z0-9][a-z0-9.-]*(:[0-9]+)?/[a-z][a-z0-9-]{1,38}")


@rule(FoundedAtFirst)
def founded_at_first(tables: Tables, entry: Context, fact: FoundedAtFirst) -> None:
    """A commons has a name, a purpose, at least one licence and a steward whose key signs its first entry."""
    _found(tables, entry, fact, JOINING_AT_FIRST)


@rule(Founded, since=2)
def founded(tables: Tables, entry: Context, fact: Founded) -> None:
    """The same; who looks after it may have a name of its own, and people may also join by invitation."""
    line("name of who looks after it", fact.association, 200, least=0)
    _found(tables, entry, fact, JOINING, fact.association)


@rule(Founded, since=3)
def founded_by_keys_that_speak(tables: Tables, entry: Context, fact: Founded) -> None:
    """The same; the first stewards' keys are Ed25519, each kept by the host or by its owner."""
    line("name of who looks after it", fact.association, 200, least=0)
    _found(tables, entry, fact, JOINING, fact.association, log.begin_first_key)


def _found(
    tables: Tables,
    entry: Context,
    fact: FoundedAtFirst,
    joining: tuple[str, ...],
    association: str = "",
    begin: Callable[..., Row] = log.add_key,
) -> None:
    if fact.origin != entry.log or not ORIGIN.fullmatch(fact.origin) or fact.origin.startswith("localhost"):
        raise Refused("The origin is a host and the commons' short name, such as example.org/merel; never localhost.")
    if not fact.vkey.startswith(f"{fact.origin}+"):
        raise Refused("The verifier key must carry the name of the origin.")
    line("name", fact.name, 200)
    line("purpose", fact.purpose, 2000)
    line("legal form", fact.legal_form, 60, least=0)
    line("bearer", fact.bearer, 200, least=0)
    if not fact.licences:
        raise Refused("Say at least one licence.")
    for licence in fact.licences:
        line("licence", licence, 100)
    if fact.joining not in joining:
        raise Refused(
            "People join by {joining}; not by “{joining2}”.", joining=" or ".join(joining), joining2=fact.joining
        )
    log.found(tables, entry, rulebook=fact.rulebook, draft=fact.draft)
    _first_stewards(tables, entry, fact, begin)
    tables.add(
        Founding,
        entry.id,
        name=fact.name,
        purpose=fact.purpose,
        licences=list(fact.licences),
        legal_form=fact.legal_form,
        bearer=fact.bearer,
        association=association or fact.bearer,
        joining=fact.joining,
        at=entry.at,
        published_at="" if fact.draft else entry.at,
    )


def _first_stewards(tables: Tables, entry: Context, fact: FoundedAtFirst, begin: Callable[..., Row]) -> None:
    ids = set()
    for given in fact.stewards:
        key = begin(tables, entry, person="", alg=given.alg, public=given.public, custody=given.custody)
        tables.change(key, person=f"k:{key.id}")
        people.add_member(tables, entry, f"k:{key.id}", roles=(people.STEWARD,))
        ids.add(key.id)
    if entry.by not in ids:
        raise Refused("One of the first stewards must sign the founding.")


@rule(PublishedUnproven)
def published_unproven(tables: Tables, entry: Context, fact: PublishedUnproven) -> None:
    """A steward publishes a draft, once."""
    people.steward(tables, entry)
    log.publish(tables, entry)
    tables.change(founding(tables, entry), published_at=entry.at)


WAYS = ("file", "tag", "attested")
HOST = r"(?:[A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])"
ADDRESS = re.compile(
    rf"https://{HOST}(?::[0-9]{{1,5}})?/[!-~]+|ssh://(?:[A-Za-z0-9_.-]+@)?{HOST}(?::[0-9]{{1,5}})?/[!-~]+|[A-Za-z0-9_.-]+@[A-Za-z0-9.-]+:[!-~]+"
)
"""A public address of a repository: https, ssh, or the short form git@host:path. Never with a password."""


@rule(Published, since=2)
def published(tables: Tables, entry: Context, fact: Published) -> None:
    """A steward publishes a draft, once; where a repository was imported, with proof of control over it."""
    people.steward(tables, entry)
    heads = library.imported_heads(tables)
    if heads and fact.proof is None:
        raise Refused("This commons was imported from a repository: show first that you speak for it.")
    if fact.proof is not None:
        _check_proof(fact.proof, heads, entry)
    elif "attested_by" in entry.c:
        raise Refused("Nobody can attest control of a repository that was not imported.")
    log.publish(tables, entry)
    proof = msgspec.to_builtins(fact.proof) if fact.proof else {}
    tables.change(founding(tables, entry), published_at=entry.at, published_by=entry.id, proof=proof)


def _check_proof(proof: ControlProof, heads: list[str], entry: Context) -> None:
    """Whether a proof is whole and is about what was imported. What it names can be looked at by who has the repository."""
    if not heads:
        raise Refused("Nothing was imported here, so there is no control of a repository to show.")
    if proof.way not in WAYS:
        raise Refused(
            "Control of a repository is shown by {ways}; not by “{way}”.", ways=", ".join(WAYS), way=proof.way
        )
    if proof.head not in heads:
        raise Refused(
            "What was shown is about another state of the repository than the one imported here; show it again."
        )
    line("address of the repository", proof.repository, 300, least=0)
    if proof.repository and not ADDRESS.fullmatch(proof.repository):
        raise Refused("The public address of a repository begins with https:// or ssh://, or is written git@host:path.")
    if proof.way == "file" and not proof.repository:
        raise Refused("A file is looked for at the repository's public address; give it.")
    needed = {"file": (True, False, True), "tag": (True, True, True), "attested": (False, False, False)}[proof.way]
    if (bool(proof.shown), bool(proof.earlier), bool(proof.code)) != needed or proof.shown == proof.earlier != "":
        raise Refused("This proof doesn't name what was looked at.")
    if (proof.way == "attested") != ("attested_by" in entry.c):
        raise Refused("Say who attests it, and only where somebody does.")


@rule(RulebookAdopted)
def rulebook_adopted(tables: Tables, entry: Context, fact: RulebookAdopted) -> None:
    """A steward moves the commons to a newer rulebook; there is no way back."""
    people.steward(tables, entry)
    log.raise_rulebook(tables, entry, fact.rulebook)


@rule(RoleGiven)
def role_given(tables: Tables, entry: Context, fact: RoleGiven) -> None:
    """A steward gives a member a role she doesn't have yet; that of a steward only where the charter leaves it to stewards."""
    people.steward(tables, entry)
    if fact.role == people.STEWARD:
        decide.check_stewards_may(tables, entry, decide.STEWARD)
    give_role(tables, entry, fact.person, fact.role)
    if fact.role == people.STEWARD:
        decide.note_alone(tables, entry, f"{decide.STEWARD}/{fact.person}")


@rule(RoleWithdrawn)
def role_withdrawn(tables: Tables, entry: Context, fact: RoleWithdrawn) -> None:
    """A steward withdraws a role; a commons is never left without a steward. Stepping down oneself is always free."""
    people.steward(tables, entry)
    if fact.role == people.STEWARD and fact.person != entry.person:
        decide.check_stewards_may(tables, entry, decide.STEWARD)
    withdraw_role(tables, entry, fact.person, fact.role)
    if fact.role == people.STEWARD:
        decide.note_alone(tables, entry, f"{decide.STEWARD}/{fact.person}")

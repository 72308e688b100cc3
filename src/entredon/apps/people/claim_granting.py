"""A steward's word on what somebody has shown: granted with both signatures, or declined with a sentence."""

from typing import Any

from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse

from entredon.apps.commons import queries as commons
from entredon.apps.people import accounts, queries
from entredon.apps.people.claiming import Row
from entredon.apps.people.entries import Claimed
from entredon.apps.people.models import Person, Persona
from entredon.apps.people.record import STEWARD
from entredon.desk import letters, saying
from entredon.log import door, pages
from entredon.log.registry import Refused
from entredon.log.viewer import viewer_of
from entredon.pure.told import Told


def grant(request: HttpRequest, slug: str, id: int) -> str:
    """Both sign that the pseudonyms are hers; returns the entry. Raises Refused."""
    row = _waiting(slug, id)
    persona = Persona.objects.filter(account_id=row.account_id, commons=slug).first()
    person = member_of(row)
    if persona is None or person is None:
        raise Refused("She is not a member yet: let her in first, then this can be hers.")
    steward = viewer_of(request)
    if not steward.steward(slug):
        raise Refused("Only a steward can do this.")
    if person.id == steward.person(slug) and not only_steward(slug, person.id):
        raise Refused("This is your own: another steward must look at it.")
    key = accounts.key_of(persona)
    if key is None:
        raise Refused("The key she signs with is on her own device; it must be at hand to sign this.")
    if taken := _taken(row):
        raise Refused(
            "{name} has claimed this meanwhile, and it can’t be two people’s: look into it, then say why not.",
            name=queries.names(slug)[taken],
        )
    cosigners = [] if person.id == steward.person(slug) else [saying.signer_of(request, slug)]
    done = door.append(slug, Claimed(pseudonyms=tuple(row.pseudonyms)), key, cosigners=cosigners).id
    with transaction.atomic():
        Row.objects.filter(pk=row.pk).update(state="granted")
        pages.changed(slug)
        _tell(request, row, Told("What you showed is yours now"), "people/letters/claim_granted.txt", {})
    return done


def _taken(row: Row) -> str:
    """Who has claimed something of this already; "" while all of it is free."""
    owners = Person.objects.filter(commons=row.commons, id__in=row.pseudonyms).exclude(claimed_by="")
    return owners.values_list("claimed_by", flat=True).first() or ""


def member_of(row: Row) -> Person | None:
    """The member that whoever shows something is here; None as long as she has not joined."""
    mine = Persona.objects.filter(account_id=row.account_id, commons=row.commons).values_list("person", flat=True)
    return Person.objects.filter(commons=row.commons, id__in=list(mine), member=True).first()


def only_steward(slug: str, person: str) -> bool:
    """Whether somebody is the one and only steward: the law lets her own word be enough then."""
    stewards = [one.id for one in queries.people(slug) if STEWARD in one.roles]
    return stewards == [person]


def grant_own(request: HttpRequest, row: Row) -> str:
    """Who is the only steward needs nobody else; returns the entry, "" where somebody else must look. Raises Refused."""
    person = viewer_of(request).person(row.commons)
    return grant(request, row.commons, row.pk) if person and only_steward(row.commons, person) else ""


def decline(request: HttpRequest, slug: str, id: int, answer: str) -> None:
    """Say why not; she reads it in a letter and on her page. Raises Refused."""
    if not viewer_of(request).steward(slug):
        raise Refused("Only a steward can do this.")
    row = _waiting(slug, id)
    with transaction.atomic():
        if not Row.objects.filter(pk=row.pk, state="proven").update(state="declined", answer=answer):
            raise Refused("Somebody has answered this already.")
        pages.changed(slug)
        _tell(
            request, row, Told("An answer to what you claimed"), "people/letters/claim_declined.txt", {"answer": answer}
        )


def tell_stewards(request: HttpRequest, row: Row) -> None:
    """Something waits for them: a letter to each who has an account here."""
    address = letters.address(request, reverse("people:claims", args=[row.commons]))
    for one in queries.people(row.commons):
        account = accounts.account_of(row.commons, one.id) if STEWARD in one.roles else None
        if account is not None and account.pk != row.account_id:
            subject = Told("Somebody has shown that work is hers")
            letters.post(
                account.email,
                subject,
                "people/letters/claim_waits.txt",
                {"claims": address, "commons": commons.commons(row.commons).name},
            )


def _tell(request: HttpRequest, row: Row, subject: str | Told, template: str, context: dict[str, Any]) -> None:
    here = letters.address(request, reverse("people:claim", args=[row.commons]))
    letters.post(
        row.account.email, subject, template, {"here": here, "commons": commons.commons(row.commons).name, **context}
    )


def _waiting(slug: str, id: int) -> Row:
    row = Row.objects.filter(commons=slug, pk=id).select_related("account").first()
    if row is None or row.state == "asked":
        raise Refused("There is nothing of this kind to be granted: only what was shown can be.")
    if row.state != "proven":
        raise Refused("Somebody has answered this already.")
    return row

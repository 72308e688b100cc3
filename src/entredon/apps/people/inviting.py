"""Invitations: links by which members let others in. Whoever made one signs beside the newcomer when it is used."""

import hashlib
import secrets
from collections.abc import Mapping
from datetime import timedelta

from django.utils import timezone

from entredon.apps.people import accounts, joining
from entredon.apps.people.models import Account, Invitation, Person, Persona
from entredon.log.registry import Refused
from entredon.log.viewer import Signer

DAYS = 14
MOST = 30
"""So many open invitations a member has at once."""


def invite(slug: str, by: str, meant_for: str) -> str:
    """Make an invitation; returns the token that opens it, of which only a hash is kept. Raises Refused."""
    if len([one for one in made_by(slug, by) if not trouble(one)]) >= MOST:
        raise Refused("You have {n} open invitations: withdraw some first.", n=MOST)
    token = secrets.token_urlsafe(24)
    until = timezone.now() + timedelta(days=DAYS)
    Invitation.objects.create(token=digest(token), commons=slug, by=by, meant_for=meant_for, until=until)
    return token


def digest(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def made_by(slug: str, by: str) -> list[Invitation]:
    """Somebody's invitations, the newest first."""
    return list(Invitation.objects.filter(commons=slug, by=by).order_by("-made"))


def withdraw(slug: str, by: str, hashed: str) -> None:
    """Take back an invitation of one's own that nobody has used. Raises Refused."""
    mine = Invitation.objects.filter(commons=slug, by=by, token=hashed)
    if not mine.filter(used_by="").update(withdrawn=True):
        raise Refused("Somebody has used this invitation already, so it can’t be withdrawn.")


def find(slug: str, hashed: str) -> Invitation | None:
    """An invitation to a commons by the hash of its token."""
    return Invitation.objects.filter(commons=slug, token=hashed).first()


def trouble(invitation: Invitation | None, person: str = "") -> Refused | None:
    """Why an invitation doesn't open anything (any more) to ``person``, and what to do; None if it does."""
    if invitation is None:
        return Refused("This is no invitation we know. Look whether the whole link was copied, or ask for a new one.")
    if invitation.used_by and invitation.used_by != person:
        return Refused("This invitation has been used already; each lets in one person. Ask for one of your own.")
    if invitation.withdrawn:
        return Refused("This invitation was withdrawn. Ask whoever sent it to you for a new one.")
    if invitation.until <= timezone.now():
        return Refused("This invitation was valid for {n} days, and they are over. Ask for a new one.", n=DAYS)
    return None


def enter(account: Account, slug: str, texts: Mapping[str, str], hashed: str) -> str:
    """Come in by an invitation; returns the entry that says so. It is used up only if that succeeds. Raises Refused."""
    persona = joining.persona_in(account, slug)
    if entry := joining.came_by(persona):
        return entry
    before = find(slug, hashed)
    try:
        signer = _host(slug, before, persona.person)
        _take(hashed, persona.person)
        return joining.enter(account, slug, texts, [signer])
    except Refused:
        # What she used before isn't free for others because she came back in vain.
        if before is not None and not before.used_by:
            Invitation.objects.filter(token=hashed, used_by=persona.person).update(used_by="")
        joining.forget_stranger(persona)
        raise


def _host(slug: str, invitation: Invitation | None, person: str) -> Signer:
    """The key of whoever invited. Raises Refused when the invitation opens nothing."""
    if said := trouble(invitation, person):
        raise said
    assert invitation is not None
    host = Persona.objects.filter(commons=slug, person=invitation.by).first()
    key = accounts.key_of(host) if host else None
    if key is None or not Person.objects.filter(commons=slug, id=invitation.by, member=True).exists():
        raise Refused("Whoever invited you can’t let anybody in any more. Ask another member for an invitation.")
    return key


def _take(hashed: str, person: str) -> None:
    """Use an invitation, once. Raises Refused when somebody else was quicker."""
    free = Invitation.objects.filter(token=hashed, used_by__in=["", person], withdrawn=False, until__gt=timezone.now())
    if not free.update(used_by=person):
        gone = Refused("This invitation has been used already; each lets in one person. Ask for one of your own.")
        raise trouble(Invitation.objects.filter(token=hashed).first(), person) or gone

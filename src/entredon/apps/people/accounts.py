"""Accounts of this place: how somebody signs in, and which person she is in each commons.

An account is private to this node; what it says in a commons is signed with a key made for it alone there, so that
nobody can tell from two public records that they know the same person.
"""

from dataclasses import dataclass
from functools import cached_property

from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest

from entredon.apps.people.models import Account, Person, Persona
from entredon.apps.people.record import STEWARD
from entredon.log import device, held
from entredon.log.viewer import VISITOR, Signer, Viewer
from entredon.pure.log.keys import SecretKey


@dataclass(frozen=True)
class AccountViewer:
    """Somebody who is signed in. What she is in a commons is looked up once per request."""

    account: Account

    @property
    def id(self) -> str:
        return str(self.account.pk)

    @property
    def name(self) -> str:
        return self.account.name or self.account.email.partition("@")[0]

    @cached_property
    def _personas(self) -> dict[str, Persona]:
        return {persona.commons: persona for persona in Persona.objects.filter(account=self.account)}

    @cached_property
    def _roles(self) -> dict[str, list[str]]:
        """Her roles in each commons of which she is a member now."""
        mine = {persona.person for persona in self._personas.values()}
        rows = Person.objects.filter(id__in=mine, member=True).values_list("commons", "id", "roles")
        return {slug: roles for slug, id, roles in rows if self.person(slug) == id}

    def person(self, slug: str) -> str:
        persona = self._personas.get(slug)
        return persona.person if persona else ""

    def member(self, slug: str) -> bool:
        return slug in self._roles

    def steward(self, slug: str) -> bool:
        return STEWARD in self._roles.get(slug, ())

    def signer(self, slug: str) -> Signer | None:
        persona = self._personas.get(slug)
        return key_of(persona) if persona else None


def viewer(request: HttpRequest) -> Viewer:
    """Who sent a request. Only a request with a session's cookie costs a query."""
    user = getattr(request, "user", None)
    return AccountViewer(user) if isinstance(user, Account) and user.is_active else VISITOR


def key_of(persona: Persona) -> Signer | None:
    """The secret key of a persona: held here, or this machine's own where its operator is meant; else None."""
    found = held.held(persona.key)
    if found is None and device.path(persona.commons).exists():
        found = device.key(persona.commons)
    return found if found is not None and found.id == persona.key else None


def new_key(slug: str) -> SecretKey:
    """A key for a newcomer, held here until she takes one of her own. Nobody is asked about it."""
    key = SecretKey.generate()
    held.hold(slug, "hosted", key)
    return key


def is_now(account: AbstractBaseUser, slug: str, person: str, key: str) -> None:
    """Note which person an account is in a commons, and by which key it speaks there."""
    Persona.objects.update_or_create(account=account, commons=slug, defaults={"person": person, "key": key})


def account_of(slug: str, person: str) -> Account | None:
    """The account of a person in a commons, if she has one here."""
    persona = Persona.objects.filter(commons=slug, person=person).select_related("account").first()
    return persona.account if persona else None

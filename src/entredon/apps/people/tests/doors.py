"""What the tests of coming in share: forms sent from our own pages, and what is left of somebody who didn't come in."""

from typing import Any

from django.test import Client

from entredon.apps.people.models import Account, Person, Persona
from entredon.log.models import Entry, HeldKey
from entredon.testing_cast import Cast


def text(response: Any) -> str:
    """A page's HTML; it must be one."""
    assert response.status_code == 200, response
    return str(response.content.decode())


def join(cast: Cast, browser: Client, **typed: str) -> Any:
    """Send the form of joining."""
    return browser.post(f"/c/{cast.slug}/join/", {"name": "Charlie Claes", "place": "Ghent", **typed})


def member(cast: Cast, who: str) -> bool:
    """Whether an account is a member now."""
    persona = Persona.objects.filter(account__email=f"{who}@example.org", commons=cast.slug).first()
    return bool(persona and Person.objects.filter(commons=cast.slug, id=persona.person, member=True).exists())


def joined(cast: Cast) -> int:
    """How many joined or came back."""
    kinds = ["people.joined", "people.returned"]
    return Entry.objects.filter(commons=cast.slug, kind__in=kinds).count()


def nothing_left_of(cast: Cast, account: Account) -> bool:
    """No note and no key of somebody who didn't come in."""
    keys = set(Persona.objects.filter(commons=cast.slug).values_list("key", flat=True))
    orphans = HeldKey.objects.filter(commons=cast.slug, use="hosted").exclude(id__in=keys)
    return not Persona.objects.filter(account=account, commons=cast.slug).exists() and not orphans.exists()

"""Whose data is meant: an account's addresses, and all its numbers and keys in each commons."""

from collections.abc import Iterable

from entredon.apps.people.models import Account, Alias, Person, Persona, SignInLink
from entredon.log.models import Key
from entredon.log.personal import Who


def of(accounts: Iterable[Account]) -> Who:
    """All that names these accounts here."""
    accounts = list(accounts)
    people, keys = _people(accounts)
    own = {account.email for account in accounts}
    from allauth.account.models import EmailAddress  # who reads a copy has no accounts, and not the programs for them

    own |= set(EmailAddress.objects.filter(user__in=accounts).values_list("email", flat=True))
    for slug, ids in people.items():
        own |= set(Alias.objects.filter(commons=slug, person__in=list(ids)).values_list("address", flat=True))
    own = {address for address in own if address.strip()}
    return Who(
        accounts=frozenset(str(account.pk) for account in accounts),
        addresses=frozenset(own | {address.lower() for address in own}),
        people=people,
        keys=keys,
    )


def one(slug: str, person: str) -> Who:
    """A person in one commons, under all her numbers there."""
    claimed = Person.objects.filter(commons=slug, claimed_by=person).values_list("id", flat=True)
    return Who(people={slug: frozenset({person, *claimed})})


def _people(accounts: list[Account]) -> tuple[dict[str, frozenset[str]], frozenset[str]]:
    """Who they are in each commons, under their own numbers and those they have claimed; and their keys there."""
    own: dict[str, set[str]] = {}
    keys: set[str] = set()
    for persona in Persona.objects.filter(account__in=accounts):
        own.setdefault(persona.commons, set()).add(persona.person)
        keys.add(persona.key)
    people = {}
    for slug, ids in own.items():
        keys |= set(Key.objects.filter(commons=slug, person__in=list(ids)).values_list("id", flat=True))
        claimed = Person.objects.filter(commons=slug, claimed_by__in=list(ids)).values_list("id", flat=True)
        people[slug] = frozenset(ids | set(claimed))
    return people, frozenset(keys)


def links_of(who: Who) -> list[str]:
    """What is kept of the tokens of links that opened these accounts."""
    return list(SignInLink.objects.filter(account__in=who.numbers()).values_list("token", flat=True))

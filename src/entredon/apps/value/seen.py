"""Whose names and amounts somebody may see in a commons: members all, everybody else only of those who opened theirs."""

from functools import cached_property

from django.http import HttpRequest

from entredon.apps.people import queries as people
from entredon.log.viewer import viewer_of


class Eyes:
    """Whoever is looking, as far as amounts and names of a commons are concerned."""

    def __init__(self, request: HttpRequest, slug: str) -> None:
        viewer = viewer_of(request)
        self.slug = slug
        self.inside = viewer.member(slug)
        self.steward = viewer.steward(slug)
        self.me = viewer.person(slug)

    @cached_property
    def open(self) -> frozenset[str]:
        """The people who let everybody see their amounts."""
        return people.open_amounts(self.slug)

    @cached_property
    def names(self) -> dict[str, str]:
        """What whoever is looking may call each person here."""
        return people.names(self.slug, self.inside)

    @cached_property
    def claims(self) -> dict[str, str]:
        """Whose each claimed pseudonym is: share-outs before the claim know a person by it."""
        return people.claims(self.slug)

    def is_me(self, person: str) -> bool:
        """Whether this is who is looking, also under a pseudonym of hers."""
        return bool(self.me) and self.claims.get(person, person) == self.me

    def may(self, person: str) -> bool:
        """Whether this person's amounts may be shown."""
        return self.inside or self.is_me(person) or self.claims.get(person, person) in self.open

    def name(self, person: str) -> str:
        """What to call somebody here."""
        return self.names.get(person) or people.nameless(person)

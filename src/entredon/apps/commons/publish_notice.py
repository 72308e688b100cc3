"""What every page of an imported commons says at its top: from where it was imported, and who has agreed to it."""

from dataclasses import dataclass

from entredon.apps.commons import queries
from entredon.apps.library import queries as library
from entredon.apps.people import queries as people
from entredon.log.pages import remembered


@dataclass(frozen=True, slots=True)
class Notice:
    """An import and its people: ``known`` from it, of whom ``joined`` have claimed their work.

    ``agreed``: whether anybody but those who imported it has joined at all. ``way`` is "" where control was never shown,
    because the commons was published when nobody asked for it.
    """

    repository: str
    way: str
    by: str
    at: str
    known: int
    joined: int
    agreed: bool

    @property
    def strangers(self) -> int:
        """How many are known from the import only: they have agreed to nothing."""
        return self.known - self.joined


@remembered
def notice(slug: str) -> Notice | None:
    """What to say about the import of a public commons; None where nothing was imported."""
    proof = queries.imported(slug)
    if proof is None and library.from_git(slug) is None:
        return None
    here = people.people(slug)
    strangers = sum(1 for person in here if person.id.startswith("p:"))
    owners = set(people.claims(slug).values())
    importers = {told.person for told in library.imports(slug)}
    others = {person.id for person in here if person.member} - importers
    return Notice(
        repository=proof.repository if proof else "", way=proof.way if proof else "", by=proof.by if proof else "",
        at=proof.at if proof else "", known=strangers + len(owners), joined=len(owners),
        agreed=bool(others | (owners - importers)),
    )  # fmt: skip

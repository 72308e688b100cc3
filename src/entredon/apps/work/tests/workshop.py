"""A small commons in which something was made: what most tests about work begin with."""

from pathlib import Path

from entredon.apps.commons.entries import RoleGiven
from entredon.apps.flows import queries as flows
from entredon.apps.flows.queries import WorkEvent, work_events
from entredon.apps.library import queries as library
from entredon.apps.library.entries import Created, Released
from entredon.apps.library.queries import VersionShown
from entredon.apps.work import queries
from entredon.apps.work.entries import Contributed, Correction
from entredon.pure.log.keys import SecretKey
from entredon.testing_cast import Cast, key_of, person


def corrected(flow: str, **measures: int) -> tuple[Correction, ...]:
    return (Correction(flow=flow, measures=measures),)


class Workshop:
    """A commons with a creation, two contributions by Bob (one, two) and their release."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.car = cast.say(Created(name="Car"))
        self.one = self.contribute(points=1)
        self.two = self.contribute(points=2)
        self.release = cast.say(Released(creation=self.car, name="1", own=1, inputs=()))

    def contribute(self, *, points: int) -> str:
        return self.cast.say(Contributed(creation=self.car, work="design", measures={"points": points}), self.cast.bob)

    def events(self) -> dict[str, WorkEvent]:
        return {event.id: event for event in work_events(self.cast.slug)}

    def verdict(self, id: str) -> queries.Verdict | None:
        return queries.acceptances(self.cast.slug).of(self.events()[id])

    def counting(self) -> dict[str, int]:
        found = queries.acceptances(self.cast.slug).counting(self.events().values())
        return {event.id: event.measures["points"] for event in found}

    def second_steward(self, name: str = "Dora Dekker") -> SecretKey:
        """Somebody joins and becomes a steward too; returns her key."""
        key = key_of(name)
        self.cast.join(key, name)
        self.cast.say(RoleGiven(person=person(key), role="steward"))
        return key


def imported(cast: Cast, folder: Path) -> VersionShown:
    """A git history is told here; returns the first version of it in which several people worked."""
    from entredon import testing_git
    from entredon.site.importing import import_from_git

    shape = testing_git.Shape(commits=60, people=6, tags=4)
    import_from_git(cast.slug, testing_git.make(folder / "history.git", 7, shape), signer=cast.ada)
    found = [version for version in library.versions(cast.slug) if version.commit and version.released]
    return next(v for v in found if len({event.person for event in flows.work_in(cast.slug, v.process)}) > 2)

"""Everything the library's pages show, read at once and remembered until the public record changes."""

from collections import defaultdict
from dataclasses import dataclass
from typing import NamedTuple

from entredon.apps.flows import queries as flows
from entredon.apps.library import queries
from entredon.apps.library.queries import CreationShown, VersionShown
from entredon.log.asked import NotFound
from entredon.log.pages import remembered
from entredon.log.told import short


class Part(NamedTuple):
    """What a version is made of, or went into, and how much that weighs there in parts per million."""

    version: VersionShown
    weight: int
    ppm: int


@dataclass(frozen=True, slots=True)
class Overview:
    """Creations and versions of a commons, with what went into what."""

    creations: dict[str, CreationShown]
    versions: dict[str, VersionShown]
    inputs: dict[str, list[Part]]
    uses: dict[str, list[Part]]
    current: dict[str, str]
    """Ids of all versions, also superseded ones, with the id each has now."""

    def of(self, creation: str) -> list[VersionShown]:
        """The versions of a creation, the newest release first, what is not released before all."""
        return [version for version in reversed(self.versions.values()) if version.creation == creation]

    def released(self) -> list[VersionShown]:
        """All releases, oldest first."""
        return [version for version in self.versions.values() if version.released]

    def version(self, asked: str) -> VersionShown:
        """A version by its id, or as addresses write it. Raises NotFound."""
        for id, now in self.current.items():
            if asked in (id, short(id)):
                return self.versions[now]
        raise NotFound("There is no version {asked} here.", asked=asked[:24])

    def creation(self, asked: str) -> CreationShown:
        """A creation by its id or its beginning. Raises NotFound."""
        for id, creation in self.creations.items():
            if asked in (id, short(id)):
                return creation
        raise NotFound("There is no creation {asked} here.", asked=asked[:24])


@remembered
def overview(slug: str) -> Overview:
    """What has been made here, in four queries."""
    versions = {version.id: version for version in queries.versions(slug)}
    by_process = {version.process: version for version in versions.values()}
    current = {id: now for id, (_, now) in queries.labels(slug).items() if now in versions}
    cited = defaultdict(list)
    for cite in flows.cites(slug):
        if cite.process in by_process and current.get(cite.version) in versions:
            cited[by_process[cite.process].id].append((versions[current[cite.version]], cite.weight))
    inputs: dict[str, list[Part]] = {}
    uses: dict[str, list[Part]] = defaultdict(list)
    for id, version in versions.items():
        whole = version.own + sum(weight for _, weight in cited[id]) or 1
        inputs[id] = [Part(v, weight, weight * 1_000_000 // whole) for v, weight in cited[id]]
        for part in inputs[id]:
            uses[part.version.id].append(Part(version, part.weight, part.ppm))
    return Overview({c.id: c for c in queries.creations(slug)}, versions, inputs, dict(uses), current)

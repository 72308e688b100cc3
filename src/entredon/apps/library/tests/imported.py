"""What was imported, by names and addresses instead of ids, so that tests can compare it."""

from pathlib import Path

from entredon.apps.flows import queries as flows
from entredon.apps.library import queries
from entredon.apps.people.models import Alias
from entredon.site.importing import Outcome, found_from_git, import_from_git

SLUG = "merel"


def found(path: Path, slug: str = SLUG, **more: object) -> Outcome:
    """Found a commons from a repository."""
    return found_from_git("Merel", slug, path, purpose="A car", **more)


def again(path: Path, slug: str = SLUG) -> Outcome:
    """Import what is new."""
    return import_from_git(slug, path)


def addresses(slug: str = SLUG) -> dict[str, str]:
    """Pseudonym → address in lower case."""
    rows = Alias.objects.filter(commons=slug).values_list("person", "address")
    return {person: address.lower() for person, address in rows}


def names(slug: str = SLUG) -> dict[str, str]:
    """Version → its name, for those that stand; and process → the same."""
    return {id: version.name for version in queries.versions(slug) for id in (version.id, version.process)}


def work(slug: str = SLUG) -> dict[tuple[str, str, str], dict[str, int]]:
    """(version, address, kind) → measures."""
    named, known = names(slug), addresses(slug)
    found = {(named[e.process], known[e.person], e.kind): e.measures for e in flows.work_events(slug)}
    assert len(found) == len(list(flows.work_events(slug)))
    return found


def built_on(slug: str = SLUG) -> dict[str, dict[str, int]]:
    """Version → {version it builds on: weight}."""
    named = names(slug)
    result: dict[str, dict[str, int]] = {version.name: {} for version in queries.versions(slug)}
    for cited in queries.lineage(slug):
        result[named[cited.version]][named[cited.on]] = cited.weight
    return result


def own(slug: str = SLUG) -> dict[str, int]:
    """Version → its own weight."""
    return {version.name: version.own for version in queries.versions(slug)}

"""Finds what addresses and commands name by the beginning of its id."""

from entredon.apps.flows import queries as flows
from entredon.apps.flows.queries import WorkEvent
from entredon.apps.library import queries as library
from entredon.apps.library.queries import VersionShown
from entredon.apps.work import queries
from entredon.apps.work.models import Contest
from entredon.apps.work.queries import ContestShown
from entredon.log.asked import Ambiguous, NotFound, by_prefix
from entredon.log.models import Entry
from entredon.log.pages import remembered
from entredon.log.told import short

AT_LARGE = "at-large"
"""In addresses: what went to no version, but to the commons at large."""
HEX = set("0123456789abcdef")

versions = remembered(library.versions)
labels = remembered(library.labels)


def version(slug: str, asked: str) -> VersionShown | None:
    """A version as addresses write it, also one that was replaced since; None for the commons at large. Raises NotFound."""
    if asked == AT_LARGE:
        return None
    standing = {row.id: row for row in versions(slug)}
    for id, (_label, now) in labels(slug).items():
        if asked in (id, short(id)) and now in standing:
            return standing[now]
    raise NotFound("There is no version {asked} here.", asked=asked[:24])


def address(version: VersionShown | None) -> str:
    """How addresses write a version."""
    return short(version.id) if version else AT_LARGE


def flow_id(slug: str, asked: str) -> str:
    """The full id of a contribution, of which at least the first six characters are given. Raises NotFound, Ambiguous."""
    begin, dot, number = asked.lower().partition(".")
    if not 6 <= len(begin) <= 64 or not set(begin) <= HEX or (dot and not number.isascii()):
        raise NotFound(
            "“{asked}” is not the name of a contribution: write at least its first six characters.", asked=asked[:70]
        )
    found = list(Entry.objects.filter(commons=slug, id__gte=begin, id__lt=begin + "g").values_list("id", flat=True)[:2])
    if len(found) > 1 and found[0] != begin:
        raise Ambiguous("Several things here begin with {begin}; write more of it.", begin=begin)
    if not found:
        raise NotFound("There is no contribution {asked} here.", asked=asked[:70])
    return found[0] + dot + number


def work(slug: str, asked: str) -> WorkEvent:
    """A contribution by the beginning of its id. Raises NotFound, Ambiguous."""
    found = flows.work_named(slug, [flow_id(slug, asked)])
    if not found:
        raise NotFound("There is no contribution {asked} here, or a later import tells it anew.", asked=asked[:70])
    return found[0]


def contest(slug: str, asked: str) -> ContestShown:
    """A contest by the beginning of its id. Raises NotFound, Ambiguous."""
    ids = list(Contest.objects.filter(commons=slug).values_list("id", flat=True))
    return queries.contest(slug, by_prefix(asked.lower(), ids, "contest"))

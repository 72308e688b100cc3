"""What went into a thing and what became of it, read from the flows. Other apps find these in ``queries``."""

from collections.abc import Sequence

from django.db import connection

from entredon.apps.flows.models import Flow, Process
from entredon.apps.flows.promises import Given, answering, flows_named
from entredon.log.asked import NotFound
from entredon.pure.valueflows import walk
from entredon.pure.valueflows.walk import Edge, Link, Node

MOST_NAMED = 500
"""Beyond so many ids it is faster to read all rows than to name those wanted."""


def trace(slug: str, id: str) -> list[Edge]:
    """What went into a resource, version, process or flow, nearest first. A few queries, however long the way.

    Raises NotFound.
    """
    links = _known(slug, id)
    start = _node(slug, id, links, back=True)
    # Work is most of all flows: walk without it first, then fetch that of the processes passed.
    found = walk.trace(links, start)
    passed = {start.id, *(edge.target.id for edge in found), *(edge.source.id for edge in found)}
    done = _work_into(slug, passed)
    return walk.trace([*links, *done, *_promised(slug, [*links, *done])], start)


def track(slug: str, id: str) -> list[Edge]:
    """What became of a resource, version, process, flow, wish or promise, nearest first. A few queries, however long the way.

    Raises NotFound.
    """
    links = _known(slug, id)
    known = {link.id for link in links}
    links += [link for link in map(_link, answering(slug, [id])) if link.id not in known]
    return walk.track(links, _node(slug, id, links, back=False))


def _known(slug: str, id: str) -> list[Link]:
    """All flows but the work, and of that only the one asked for, and what was made of an idea; without what was told anew."""
    dead = superseded(slug)
    links = _links(slug, "(action <> 'work' OR id = %s OR resource_inventoried_as = %s)", (id, id))
    return [link for link in links if link.input_of not in dead and link.output_of not in dead]


def _work_into(slug: str, processes: set[str]) -> list[Link]:
    if len(processes) > MOST_NAMED:
        return [link for link in _links(slug, "action = 'work'", ()) if link.input_of in processes]
    marks = ", ".join(["%s"] * len(processes))
    return _links(slug, f"action = 'work' AND input_of IN ({marks})", sorted(processes))


def _node(slug: str, id: str, links: Sequence[Link], *, back: bool) -> Node:
    """What an id names, as the place to start from. Raises NotFound."""
    for link in links:
        if id in (link.resource, link.to_resource):
            return Node(walk.RESOURCE, id)
        if id in (link.input_of, link.output_of):
            return Node(walk.PROCESS, id)
        if id == link.id:
            return _beside(link, back=back)
        if id == link.answers:
            return Node(walk.FLOW, id)
    if Process.objects.filter(commons=slug, id=id).exists():
        return Node(walk.PROCESS, id)
    if Flow.objects.filter(commons=slug, id=id).exclude(kind="event").exists():
        return Node(walk.FLOW, id)
    raise NotFound("No flow knows {id}.", id=id[:10])


def _beside(link: Link, *, back: bool) -> Node:
    """Where a walk from a flow begins: at the process on that side of it, else at its resource, else at itself."""
    process = link.output_of if back else link.input_of
    if link.resource and process:
        return Node(walk.PROCESS, process)
    return Node(walk.RESOURCE, link.resource) if link.resource else Node(walk.FLOW, link.id)


def _links(slug: str, where: str, values: Sequence[str]) -> list[Link]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, position, action, input_of, output_of, resource_inventoried_as, to_resource_inventoried_as,"
            " CASE WHEN fulfills <> '' THEN fulfills ELSE satisfies END"
            f" FROM \"{Flow._meta.db_table}\" WHERE commons = %s AND kind = 'event' AND {where}",
            (slug, *values),
        )
        return [Link(*row) for row in cursor.fetchall()]


def _link(given: Given) -> Link:
    """A flow on the way; of a plan only what it answers, for nothing went into anything by it."""
    done = given.kind == "event"
    return Link(
        given.id, given.position, given.action, given.process if done else "", "", given.resource, "", given.answers
    )  # fmt: skip


def _promised(slug: str, links: Sequence[Link]) -> list[Link]:
    """The promises that these flows kept, which lead back to the wishes they answered."""
    kept = {link.answers for link in links if link.answers}
    return [_link(flow) for flow in flows_named(slug, kept) if flow.kind != "event"]


def superseded(slug: str) -> frozenset[str]:
    """The processes that a later import tells anew."""
    return frozenset(Process.objects.filter(commons=slug, superseded=True).values_list("id", flat=True))

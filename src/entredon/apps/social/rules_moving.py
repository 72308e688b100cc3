"""The law about order in discussions: stewards move posts to where they belong, or make a topic of them."""

from entredon.apps.people import record as people
from entredon.apps.social import record
from entredon.apps.social.entries import Moved, SplitOff
from entredon.apps.social.models import Post, Thread
from entredon.log.registry import Context, Refused, rule
from entredon.log.tables import Row, Tables

MOST = 200
"""So many posts are moved at once."""


@rule(Moved)
def moved(tables: Tables, entry: Context, fact: Moved) -> None:
    """A steward moves posts of one thread to another one, and says why."""
    people.steward(tables, entry)
    record.need_text(entry, "reason", "Say why these posts move.")
    rows, here = _posts(tables, fact.posts)
    to = record.thread(tables, entry, fact.to)
    if to.id == here.id:
        raise Refused("These posts stand there already.")
    _move(tables, entry, rows, here, to)


@rule(SplitOff)
def split_off(tables: Tables, entry: Context, fact: SplitOff) -> None:
    """A steward makes a new topic of posts of one thread, gives it a title, and says why."""
    steward = people.steward(tables, entry)
    record.need_text(entry, "title", "A topic needs a title.")
    record.need_text(entry, "reason", "Say why these posts move.")
    rows, here = _posts(tables, fact.posts)
    to = tables.add(
        Thread, entry.id, topic=True, person=steward.id, at=entry.at, position=entry.index, last=entry.at,
        place=entry.index, texts={"title": entry.id},
    )  # fmt: skip
    _move(tables, entry, rows, here, to)


def _posts(tables: Tables, ids: tuple[str, ...]) -> tuple[list[Row], Row]:
    """The posts that move, and the thread in which they stand. Raises Refused."""
    if not ids or len(set(ids)) != len(ids):
        raise Refused("Name each post once.")
    if len(ids) > MOST:
        raise Refused("At most {most} posts move at once; these are {count}.", most=MOST, count=len(ids))
    rows = []
    for id in ids:
        row = tables.get(Post, id)
        if row is None:
            raise Refused("There is no post {id} here.", id=id[:10])
        rows.append(row)
    here = {row.thread for row in rows}
    if len(here) > 1:
        raise Refused("These posts stand in different threads: move those of one at a time.")
    thread = tables.get(Thread, here.pop())
    assert thread is not None  # every post stands in one
    return rows, thread


def _move(tables: Tables, entry: Context, rows: list[Row], here: Row, to: Row) -> None:
    for row in rows:
        tables.change(row, thread=to.id, moved=entry.id)
    record.recount(tables, here)
    record.recount(tables, to)

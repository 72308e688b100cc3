"""The steps that the rules about discussions share: what can be talked about, who may speak, which measures are in force."""

import re
from collections.abc import Callable
from datetime import date

from entredon.apps.decide import record as decide
from entredon.apps.flows import record as flows
from entredon.apps.library import record as library
from entredon.apps.market import record as market
from entredon.apps.people import record as people
from entredon.apps.social.models import Mention, Post, Thread, Voice
from entredon.apps.treasury import record as treasury
from entredon.apps.value import record as value
from entredon.apps.work import record as work
from entredon.log.registry import Context, Refused
from entredon.log.tables import Row, Tables

MENTIONS = 20
"""So many people a post may name."""
A_DAY = 3
"""So many posts somebody may say a day while she is slowed."""
SAID, HIDDEN, TAKEN_BACK = "said", "hidden", "taken_back"
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)

Known = Callable[[Tables, str], object]
ABOUT: tuple[Known, ...] = (
    library.creation,
    library.version,
    flows.flow,
    treasury.income,
    value.talked_about,
    work.talked_about,
    decide.talked_about,
    market.talked_about,
)
"""What knows whether an id is that of something one can talk about: each raises Refused when it knows of none.

People are nothing to talk about: they can be talked with.
"""


def thread(tables: Tables, entry: Context, id: str) -> Row:
    """A thread; that about something begins when it is first asked for. Raises Refused."""
    row = tables.get(Thread, id)
    if row is not None:
        return row
    if not any(_knows(known, tables, id) for known in ABOUT):
        raise Refused("There is nothing here named {id} that one could talk about.", id=id[:12])
    return tables.add(
        Thread, id, person=entry.person, at=entry.at, position=entry.index, last=entry.at, place=entry.index
    )


def _knows(known: Known, tables: Tables, id: str) -> bool:
    try:
        known(tables, id)
    except Refused:
        return False
    return True


def post(tables: Tables, id: str) -> Row:
    """A post that is not taken back. Raises Refused."""
    row = tables.get(Post, id)
    if row is None:
        raise Refused("There is no post {id} here.", id=id[:10])
    if row.state == TAKEN_BACK:
        raise Refused("This post was taken back by who wrote it.")
    return row


def shown(row: Row, entry: Context) -> Row:
    """A post that isn't hidden on the day of an entry. Raises Refused."""
    if row.state == HIDDEN and entry.at[:10] <= row.hidden_until:
        raise Refused("This post is hidden until {day}: nothing can be added to it now.", day=row.hidden_until)
    return row


def mention(tables: Tables, entry: Context, id: str, mentioned: tuple[str, ...]) -> None:
    """A post names people, each once and not too many. Raises Refused."""
    if len(mentioned) > MENTIONS:
        raise Refused(
            "A post names at most {most} people; this one names {count}.", most=MENTIONS, count=len(mentioned)
        )
    if len(set(mentioned)) != len(mentioned):
        raise Refused("Name everybody once.")
    for person in mentioned:
        people.known(tables, person)
        if tables.get(Mention, f"{id}/{person}") is None:
            tables.add(Mention, f"{id}/{person}", post=id, person=person, at=entry.at, position=entry.index)


def may_speak(tables: Tables, entry: Context, person: str, *, anew: bool = True, thread: str = "") -> None:
    """Nobody who is paused speaks; who is slowed says a few things a day (``anew``: this is one, in this ``thread`` if it is a
    post). Raises Refused."""
    voice = tables.get(Voice, person)
    if voice is None:
        return
    today = entry.at[:10]
    if voice.paused and today <= voice.paused_until:
        raise Refused(
            "A steward has paused your part in the talk until {day}. You can appeal; everything else you can do as before.",
            day=voice.paused_until,
        )
    if anew and voice.slowed and today <= voice.slowed_until:
        said = _said(tables, person, today, thread)
        if said >= A_DAY:
            raise Refused(
                "You have said {count} things today, and until {day} that is how many you may say a day. You can appeal.",
                count=A_DAY,
                day=voice.slowed_until,
            )


def _said(tables: Tables, person: str, today: str, thread: str) -> int:
    """How many things somebody has said on a day: posts, and topics. A topic and the first thing she says in it are one, so a
    topic in which she has said nothing doesn't count for what she says in it now."""
    posts = [into for at, into in tables.read(Post, ("at", "thread"), person=person) if at[:10] == today]
    opened = {id for id, at in tables.read(Thread, ("id", "at"), topic=True, person=person) if at[:10] == today}
    return len(posts) + len(opened - {*posts, thread})


def voice(tables: Tables, person: str) -> Row:
    """How somebody may speak."""
    row = tables.get(Voice, person)
    return tables.add(Voice, person) if row is None else row


def day(text: str) -> date:
    """A day as entries write it. Raises Refused."""
    try:
        if _DAY.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise Refused("“{text}” is not a day; write it as 2026-03-31.", text=text[:20])


def need_text(entry: Context, name: str, because: str) -> None:
    """An entry carries a text. Raises Refused with the sentence given."""
    if name not in entry.c:
        raise Refused(because)


def recount(tables: Tables, row: Row) -> None:
    """A thread from which posts were taken, or to which some came: how many it has, and which is the newest."""
    newest = [(int(position), str(at)) for position, at in tables.read(Post, ("position", "at"), thread=row.id)]
    place, last = max(newest, default=(row.position, row.at))
    tables.change(row, posts=len(newest), place=place, last=last)

"""The law about discussions: who opens a topic, who says something, says it better, takes it back, answers with a sign.

What stewards do has files of its own: posts that are moved, and measures.
"""

from entredon.apps.people import record as people
from entredon.apps.social import record
from entredon.apps.social import rules_measures as rules_measures  # the kinds of these register with the ones here
from entredon.apps.social import rules_moving as rules_moving
from entredon.apps.social.entries import PICTURES, WORDING, Edited, Opened, Reacted, Spoken, TakenBack
from entredon.apps.social.models import Post, Reaction, Thread
from entredon.log import record as log
from entredon.log.registry import Context, Refused, rule
from entredon.log.tables import Row, Tables

WORDINGS = 50
"""So often a post may be worded."""


@rule(Opened)
def opened(tables: Tables, entry: Context, fact: Opened) -> None:
    """A member opens a topic, and gives it a title."""
    person = people.member(tables, entry)
    record.may_speak(tables, entry, person.id)
    record.need_text(entry, "title", "A topic needs a title.")
    tables.add(
        Thread, entry.id, topic=True, person=person.id, at=entry.at, position=entry.index, last=entry.at,
        place=entry.index, texts={"title": entry.id},
    )  # fmt: skip


@rule(Spoken)
def spoken(tables: Tables, entry: Context, fact: Spoken) -> None:
    """A member says something in a thread; what it answers stands in the same one."""
    person = people.member(tables, entry)
    record.may_speak(tables, entry, person.id, thread=fact.thread)
    pictures = _pictures(entry)
    if "text" not in entry.c and not pictures:
        raise Refused("Say something, or show a picture.")
    thread = record.thread(tables, entry, fact.thread)
    if fact.answers is not None and record.shown(record.post(tables, fact.answers), entry).thread != thread.id:
        raise Refused("What this answers stands elsewhere: answer it there.")
    record.mention(tables, entry, entry.id, fact.mentions)
    tables.add(
        Post, entry.id, thread=thread.id, person=person.id, at=entry.at, position=entry.index,
        answers=fact.answers or "", mentions=list(fact.mentions), pictures=pictures, wordings=[entry.id],
    )  # fmt: skip
    tables.change(thread, posts=thread.posts + 1, last=entry.at, place=entry.index)


def _pictures(entry: Context) -> list[str]:
    """The pictures that come with an entry."""
    return [f"{entry.id}/{name}" for name in PICTURES if name in entry.c]


@rule(Edited)
def edited(tables: Tables, entry: Context, fact: Edited) -> None:
    """Who said something words it anew; pictures of it that aren't kept are no longer shown."""
    row = _hers(tables, entry, fact.post)
    record.may_speak(tables, entry, row.person, anew=False)
    if set(fact.keeps) - set(row.pictures) or len(set(fact.keeps)) != len(fact.keeps):
        raise Refused("Keep pictures that this post has, each once.")
    pictures = [*fact.keeps, *_pictures(entry)]
    if len(pictures) > len(PICTURES):
        raise Refused("A post has at most {most} pictures.", most=len(PICTURES))
    record.need_text(entry, "text", "Say it better, or take it back.")
    if len(row.wordings) >= WORDINGS:
        raise Refused("This post was worded {count} times already: say it in a new one.", count=WORDINGS)
    record.mention(tables, entry, row.id, fact.mentions)
    tables.change(
        row, mentions=list(fact.mentions), pictures=pictures, wordings=[*row.wordings, entry.id], edited=entry.at
    )


@rule(TakenBack)
def taken_back(tables: Tables, entry: Context, fact: TakenBack) -> None:
    """Who said something takes it back: all its wordings and pictures are erased."""
    row = _hers(tables, entry, fact.post)
    if list(fact.wordings) != row.wordings[1:]:
        raise Refused("Name every wording of the post, oldest first: all of them are erased.")
    for wording in row.wordings:
        for name in WORDING:
            log.erase_if_there(tables, entry, wording, name)
    tables.change(row, state=record.TAKEN_BACK, pictures=[], mentions=[])


def _hers(tables: Tables, entry: Context, id: str) -> Row:
    """A post by the author, who may have left since. Raises Refused."""
    person = people.ever_member(tables, entry)
    row = record.post(tables, id)
    if row.person != person.id:
        raise Refused("Only who said something can change it or take it back.")
    return row


@rule(Reacted)
def reacted(tables: Tables, entry: Context, fact: Reacted) -> None:
    """A member gives a post a sign, each kind once, or takes it back."""
    person = people.member(tables, entry)
    row = record.shown(record.post(tables, fact.post), entry)
    id = f"{row.id}/{person.id}/{fact.reaction}"
    given = tables.get(Reaction, id)
    if fact.on == (given is not None and given.on):
        raise Refused("You have given this sign already.") if fact.on else Refused("You haven’t given this sign.")
    if given is None:
        tables.add(
            Reaction, id, post=row.id, person=person.id, reaction=fact.reaction, at=entry.at, on=True
        )  # fmt: skip
    else:
        tables.change(given, at=entry.at, on=fact.on)
    count = row.reactions.get(fact.reaction, 0) + (1 if fact.on else -1)
    others = {sign: number for sign, number in row.reactions.items() if sign != fact.reaction}
    tables.change(row, reactions={**others, fact.reaction: count} if count else others)

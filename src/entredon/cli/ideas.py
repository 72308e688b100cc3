"""``entredon propose, support, answer-idea``: ideas, who supports them, and what becomes of them, said with this machine's key."""

from typing import Annotated, Any

import typer

from entredon.cli.common import Trouble
from entredon.cli.keys import member
from entredon.cli.release import creation_named
from entredon.cli.words import said
from entredon.cli.work import Json, Slug, _append, _done

Idea = Annotated[str, typer.Argument(metavar="IDEA", help="its name on its page, or at least six characters of it")]
OUTCOMES = {"yes": "adopted", "merge": "merged", "later": "parked", "no": "declined"}


def propose(
    slug: Slug,
    title: Annotated[str, typer.Argument(metavar="IDEA", help="your idea, in a line")],
    text: Annotated[str, typer.Option(help="what would be better then, and how it could go")] = "",
    call: Annotated[str, typer.Option(help="the call it is for, by the beginning of its id")] = "",
    builds_on: Annotated[
        list[str] | None, typer.Option("--builds-on", metavar="IDEA", help="an idea it builds on; repeatable")
    ] = None,
    json: Json = False,
) -> None:
    """Bring an idea. A steward answers it."""
    me = member(slug)
    from entredon.apps.work import alike, queries_ideas
    from entredon.apps.work.entries_ideas import Proposed
    from entredon.log.told import short

    _fits(title, text)
    fact = Proposed(
        call=queries_ideas.call(slug, call).id if call else None,
        builds_on=tuple(queries_ideas.idea(slug, one).id for one in builds_on or ()),
    )
    near = [] if json else alike.alike(slug, title, text, most=3)
    id = _append(slug, fact, me, {"title": title.strip(), "text": text.strip()})
    lines = [said("Recorded: {id}. A steward answers it.", id=short(id))]
    lines += [said("There is one like it: {id}, “{title}”.", id=short(one.id), title=one.title) for one in near]
    _done(json, {"entry": id, "idea": id}, "\n".join(lines))


def support(
    slug: Slug,
    of: Annotated[str, typer.Argument(metavar="IDEA", help="an idea or a need, by the beginning of its id")],
    take_back: Annotated[bool, typer.Option("--take-back", help="no longer support it")] = False,
    json: Json = False,
) -> None:
    """Support an idea or a need: you would like it too."""
    me = member(slug)
    from entredon.apps.work import queries_ideas, queries_needs
    from entredon.apps.work.entries_ideas import Supported
    from entredon.log.asked import NotFound

    try:
        about = queries_ideas.idea(slug, of).id
    except NotFound:
        about = queries_needs.find_need(slug, of)
    id = _append(slug, Supported(of=about, supports=not take_back), me)
    text = said("You no longer support it.") if take_back else said("You support it.")
    _done(json, {"entry": id, "of": about, "supports": not take_back}, f"{text} {id[:10]}")


def answer_idea(
    slug: Slug,
    idea: Idea,
    outcome: Annotated[str, typer.Argument(metavar="yes|merge|later|no", help="what you say to it")],
    need: Annotated[
        list[str] | None, typer.Option("--need", metavar="NEED", help="a need it goes into; repeatable")
    ] = None,
    new_need: Annotated[
        list[str] | None,
        typer.Option("--new-need", metavar="TEXT", help="a new need that it becomes, in a line; repeatable"),
    ] = None,
    kind: Annotated[str, typer.Option(help="which kind of work the new needs are, in a word")] = "help",
    into: Annotated[str, typer.Option("--into", metavar="IDEA", help="the idea it goes into")] = "",
    creation: Annotated[
        str, typer.Option(help="for which creation it counts: its name or the beginning of its id")
    ] = "",
    points: Annotated[int, typer.Option(min=0, help="how much it weighs beside other ideas")] = 1,
    reason: Annotated[str, typer.Option("--reason", help="why, in your words; they can be erased later")] = "",
    json: Json = False,
) -> None:
    """Answer an idea, as a steward: yes with the needs it becomes, merge, later or no. Who brought it is told."""
    me = member(slug)
    if outcome not in OUTCOMES:
        raise Trouble("Say yes, merge, later or no; not “{outcome}”. Nothing was recorded.", outcome=outcome)
    from entredon.apps.work import answering_ideas, queries_ideas, queries_needs
    from entredon.apps.work.entries_ideas import IdeaAnswered
    from entredon.apps.work.entries_needs import Needed
    from entredon.apps.work.forms import kind_from
    from entredon.log import door
    from entredon.log.door import Saying
    from entredon.log.models import Key

    row = queries_ideas.idea(slug, idea)
    made = creation_named(slug, creation).id if creation else None
    lines = [line.strip() for line in new_need or ()]
    for line in lines:
        _fits(line, "")
    asked = [
        Saying(Needed(work=kind_from(kind), creation=made, ideas=(row.id,)), me, {"title": line}) for line in lines
    ]
    fact = IdeaAnswered(
        idea=row.id,
        outcome=OUTCOMES[outcome],  # type: ignore[arg-type]  # it is one of these
        needs=tuple(queries_needs.find_need(slug, one) for one in need or ()),
        into=queries_ideas.idea(slug, into).id if into else None,
        creation=made,
        points=points,
    )
    done = door.append_many(slug, [*asked, Saying(fact, me, {"reason": reason.strip()})])
    answering_ideas.tell_author(
        None, slug, row.id, Key.objects.values_list("person", flat=True).get(commons=slug, id=me.id)
    )
    data: dict[str, Any] = {"entry": done[-1].id, "idea": row.id, "needs": [one.id for one in done[:-1]]}
    text = said("Recorded: {id}.", id=done[-1].id[:10])
    if asked:
        text += " " + said("The new needs: {ids}.", ids=", ".join(one.id[:10] for one in done[:-1]))
    _done(json, data, text)


def _fits(title: str, text: str) -> None:
    """What a form on a page takes fits here too. Raises Trouble."""
    from entredon.apps.work.forms_ideas import TEXT, TITLE

    if not title.strip():
        raise Trouble("Say it in a few words. Nothing was recorded.")
    if len(title.strip()) > TITLE or len(text.strip()) > TEXT:
        raise Trouble(
            "A title has at most {title} characters, the text below it {text}. Nothing was recorded.",
            title=TITLE,
            text=TEXT,
        )

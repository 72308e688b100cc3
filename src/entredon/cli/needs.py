"""``entredon need, take, give-back, split, needs``: what is needed, and who does it, said with this machine's key."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from entredon.cli import amounts
from entredon.cli.common import Trouble, printable
from entredon.cli.keys import member
from entredon.cli.words import said
from entredon.cli.work import Json, Slug
from entredon.pure.log import canonical

if TYPE_CHECKING:
    from entredon.apps.work.queries_needs import NeedShown

Need = Annotated[str, typer.Argument(metavar="NEED", help="its name on its page, or at least six characters of it")]


def need(
    slug: Slug,
    what: Annotated[str, typer.Argument(metavar="WHAT", help="what is needed, in a line")],
    kind: Annotated[str, typer.Option(help="which kind of work it is, in a word, such as design")],
    why: Annotated[str, typer.Option(help="why, and what one should know")] = "",
    done: Annotated[str, typer.Option(help="by what everybody can see that it is done")] = "",
    creation: Annotated[str, typer.Option(help="for which creation: its name or the beginning of its id")] = "",
    part_of: Annotated[str, typer.Option(metavar="NEED", help="of which need it is a part")] = "",
    skill: Annotated[list[str] | None, typer.Option(help="what one should be able to do; repeatable")] = None,
    minutes: Annotated[int, typer.Option(min=0, help="how long it takes, about")] = 0,
    due: Annotated[str, typer.Option(metavar="DAY", help="until when, as in 2026-11-26")] = "",
    place: Annotated[str, typer.Option(help="where")] = "",
    places: Annotated[int, typer.Option(min=1, help="how many people can take it")] = 1,
    points: Annotated[int, typer.Option(min=0, help="the points it gives; those who do it share them")] = 0,
    gives_money: Annotated[
        str, typer.Option(metavar="AMOUNT", help="the money it gives, a promise; such as 50 or 1300.00")
    ] = "",
    currency: Annotated[str, typer.Option(help="the currency of that money by ISO 4217 code, such as EUR")] = "",
    circle: Annotated[str, typer.Option(help="of which circle: its name or the beginning of its id")] = "",
    json: Json = False,
) -> None:
    """Say what is needed. Others find it, and one or several take it."""
    me = member(slug)
    from entredon.apps.work import queries_needs
    from entredon.apps.work.entries_needs import Gives, Needed
    from entredon.apps.work.forms import kind_from
    from entredon.cli.contributing import circle_named
    from entredon.cli.release import creation_named

    if not what.strip():
        raise Trouble("Say in a few words what is needed. Nothing was recorded.")
    gives = Gives(points=points, minor=_money(gives_money, currency), currency=currency)
    fact = Needed(
        work=kind_from(kind), skills=_skills(skill or []), minutes=minutes, due=due, place=place,
        places=places, creation=creation_named(slug, creation).id if creation else None, gives=gives,
        circle=circle_named(slug, circle),
        part_of=queries_needs.find_need(slug, part_of) if part_of else None,
    )  # fmt: skip
    id = _append(slug, fact, me, {"title": what, "text": why, "done": done})
    _told(json, {"entry": id, "need": id}, said("It is said: {id}. Whoever takes it names it so.", id=id[:10]))


def _money(amount: str, currency: str) -> int:
    """The money that a need gives, in smallest units; 0 if none is named. Raises Trouble."""
    if bool(amount) != bool(currency):
        raise Trouble("Say both how much money it gives and in which currency. Nothing was recorded.")
    return amounts.amount(amount, currency) if amount else 0


def _skills(given: list[str]) -> tuple[str, ...]:
    """Skills as they are recorded. Raises Trouble."""
    from entredon.apps.work import needs_typed

    try:
        return needs_typed.skills(",".join(given))
    except needs_typed.Unreadable as trouble:
        raise Trouble("{trouble} Nothing was recorded.", trouble=str(trouble)) from None


def take(
    slug: Slug,
    need: Need,
    due: Annotated[str, typer.Option(metavar="DAY", help="until when you mean to do it, as in 2026-11-26")] = "",
    json: Json = False,
) -> None:
    """Take a need, or a place in it. You can give it back."""
    me = member(slug)
    from entredon.apps.work import queries_needs
    from entredon.apps.work.entries_needs import Taken

    about = queries_needs.find_need(slug, need)
    id = _append(slug, Taken(need=about, due=due), me, {})
    _told(
        json, {"entry": id, "need": about}, said("You have taken {need}. Recorded: {id}.", need=about[:10], id=id[:10])
    )


def give_back(
    slug: Slug,
    need: Need,
    reason: Annotated[str, typer.Option(help="a hint for whoever comes next, if you like")] = "",
    json: Json = False,
) -> None:
    """Give back a need that you have taken. Nobody asks why; your place is free again."""
    me = member(slug)
    from entredon.apps.work import queries_needs
    from entredon.apps.work.entries_needs import GivenBack

    about = queries_needs.find_need(slug, need)
    id = _append(slug, GivenBack(need=about), me, {"reason": reason})
    text = said("You have given {need} back. Recorded: {id}.", need=about[:10], id=id[:10])
    _told(json, {"entry": id, "need": about}, text)


def split(
    slug: Slug,
    need: Need,
    part: Annotated[
        list[str] | None,
        typer.Option(
            "--part", metavar="PERSON=PERCENT", help="somebody's part, such as Bob=40; one for each who has taken it"
        ),
    ] = None,
    agree: Annotated[bool, typer.Option("--agree", help="agree to what somebody else proposed")] = False,
    json: Json = False,
) -> None:
    """Propose how those who have taken a need split it, or agree to what is proposed. It holds once all have agreed."""
    me = member(slug)
    from entredon.apps.work import queries_need, queries_needs
    from entredon.apps.work.entries_needs import Part, SplitProposed, SplitSigned

    if agree == bool(part):
        raise Trouble("Say the parts with --part, or agree with --agree. Nothing was recorded.")
    whole = queries_need.need(slug, queries_needs.find_need(slug, need))
    if agree:
        if whole.proposal is None:
            raise Trouble("Nothing is proposed for {need} now. Nothing was recorded.", need=whole.need.id[:10])
        id = _append(slug, SplitSigned(split=whole.proposal.id), me, {})
        _told(json, {"entry": id, "split": whole.proposal.id}, said("You agree. Recorded: {id}.", id=id[:10]))
        return
    parts = _parts(slug, part or [], [row.person for row in whole.waiting])
    named = tuple(Part(person=person, part=share) for person, share in parts.items())
    id = _append(slug, SplitProposed(need=whole.need.id, parts=named), me, {})
    text = said("It is proposed: {id}. It holds once all have agreed.", id=id[:10])
    _told(json, {"entry": id, "split": id}, text)


def _parts(slug: str, given: list[str], holders: list[str]) -> dict[str, int]:
    """Who gets how many millionths. Raises Trouble."""
    from entredon.apps.people.queries import find_person
    from entredon.apps.work import needs_typed

    found: dict[str, int] = {}
    for text in given:
        asked, equals, percent = text.rpartition("=")
        share = needs_typed.share(percent)
        if not equals or not asked or share is None:
            raise Trouble("“{text}” is not a part; write it like Bob=40. Nothing was recorded.", text=text[:80])
        found[find_person(slug, asked, holders, True)] = share
    return found


def needs(
    slug: Slug,
    time: Annotated[int, typer.Option(min=0, metavar="MINUTES", help="only what takes no longer")] = 0,
    kind: Annotated[str, typer.Option(help="only this kind of work")] = "",
    skill: Annotated[str, typer.Option(help="only what asks for this skill")] = "",
    place: Annotated[str, typer.Option(help="only what is needed there")] = "",
    state: Annotated[str, typer.Option(help="open, free, taken, looked, done, dropped or all")] = "open",
    json: Json = False,
) -> None:
    """List what is needed: with a time the small ones first, else by the day until which it is needed."""
    from entredon.cli.common import no_commons, start

    start()
    from entredon.apps.work import queries_needs
    from entredon.apps.work.needs_asked import SMALL, STATES, Asked
    from entredon.log.models import Log

    if not Log.objects.filter(slug=slug).exists():
        raise Trouble(no_commons(slug))
    if state not in STATES:
        raise Trouble("A need stands as one of these: {states}.", states=", ".join(STATES))
    asked = Asked(
        state="" if state == "open" else state, time=str(time) if time else "", kind=kind, skill=skill, place=place,
        order=SMALL if time else "",
    )  # fmt: skip
    found = queries_needs.needs(slug, asked, limit=10_000)
    if json:
        print(canonical.dumps({"needs": [_plain(one) for one in found]}).decode())
        return
    for one in found:
        print(printable(_line(one)))
    if not found:
        print(printable(said("Nothing like that is needed now.")))


def _plain(one: "NeedShown") -> dict[str, Any]:
    """A need for programs."""
    named = (
        "id", "title", "person", "at", "work", "creation", "circle", "part_of", "minutes", "due", "place", "places",
        "holders", "points", "given", "minor", "currency", "state",
    )  # fmt: skip
    plain = {name: getattr(one, name) for name in named}
    return {**plain, "kind": plain.pop("work"), "skills": list(one.skills), "ideas": list(one.ideas), "free": one.free}


def _line(one: "NeedShown") -> str:
    """A need in a line."""
    from entredon.apps.work import needs_typed

    words = (one.work, needs_typed.effort(one.minutes), one.place, one.due)
    free = said("{n} of {places} free", n=one.free, places=one.places) if one.open else one.state
    told = " · ".join(word for word in (*words, free) if word)
    return f"{one.id[:10]}  {one.title or said('a need whose words were erased')}  ({told})"


def _append(slug: str, fact: Any, me: Any, texts: dict[str, str]) -> str:
    from entredon.log import door

    return door.append(slug, fact, me, {name: text for name, text in texts.items() if text.strip()}).id


def _told(json: bool, data: dict[str, Any], text: str) -> None:
    print(canonical.dumps(data).decode() if json else printable(text))

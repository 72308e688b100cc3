"""``entredon contribute, accept, contest, answer, settle``: what was done, and whether it counts, said with this machine's key."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from entredon.cli.common import Trouble, give_up, printable, say
from entredon.cli.keys import member
from entredon.cli.words import counted, said
from entredon.pure.log import canonical

if TYPE_CHECKING:
    from entredon.apps.library.queries import VersionShown
    from entredon.apps.work.entries import Measures
    from entredon.log.registry import Fact
    from entredon.pure.log.keys import SecretKey

Slug = Annotated[str, typer.Argument(metavar="SLUG", help="the short name of a commons here")]
Flow = Annotated[
    str, typer.Argument(metavar="CONTRIBUTION", help="its name on its page, or at least six characters of it")
]
Contest = Annotated[str, typer.Argument(metavar="CONTEST", help="the receipt of the contest, or the beginning of it")]
Reason = Annotated[str, typer.Option("--reason", help="why, in your words; they can be erased later")]
Correct = Annotated[
    list[str] | None,
    typer.Option(
        "--correct",
        metavar="CONTRIBUTION:MEASURE=NUMBER",
        help="what counts instead, such as 1a2b3c4d5e:points=3; repeatable",
    ),
]
Json = Annotated[bool, typer.Option("--json", help="print the result as canonical JSON")]


def contribute(
    slug: Slug,
    what: Annotated[str, typer.Argument(metavar="WHAT", help="what you have done, in a line")],
    kind: Annotated[str, typer.Option(help="which kind of work it was, in a word, such as design")],
    version: Annotated[
        str,
        typer.Option(help="for which version: its name or the beginning of its id; the commons at large if left out"),
    ] = "",
    points: Annotated[int | None, typer.Option(min=0, help="how much it weighs beside other work of its kind")] = None,
    hours: Annotated[int | None, typer.Option(min=0, help="how long it took, if you like to say")] = None,
    json: Json = False,
) -> None:
    """Tell what you have done. It waits until a steward has looked at it."""
    me = member(slug)
    from entredon.apps.library.queries import find_version
    from entredon.apps.work.entries import Contributed
    from entredon.apps.work.forms import kind_from
    from entredon.log.told import short

    if not what.strip():
        raise Trouble("Say in a few words what you have done. Nothing was recorded.")
    shown = find_version(slug, version) if version else None
    released = shown is not None and shown.released
    fact = Contributed(
        version=shown.id if shown and released else None,
        creation=shown.creation if shown and not released else None,
        work=kind_from(kind),
        measures={name: number for name, number in (("points", points), ("hours", hours)) if number is not None},
    )
    id = _append(slug, fact, me, {"note": what})
    where = shown.label if shown else said("the commons at large")
    _done(
        json,
        {"entry": id, "contribution": id},
        said("Recorded for {where}: {id}. It waits for a steward.", where=where, id=short(id)),
    )


def accept(
    slug: Slug,
    version: Annotated[
        str,
        typer.Argument(
            metavar="VERSION", help="its name or the beginning of its id; at-large for the commons at large"
        ),
    ],
    left_out: Annotated[
        list[str] | None, typer.Option("--except", metavar="CONTRIBUTION", help="leave this one out; repeatable")
    ] = None,
    correct: Correct = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="only tell what this would say")] = False,
    json: Json = False,
) -> None:
    """Accept what was given to a version, as a steward. Everybody has some days to contest that; after them it counts."""
    me = member(slug)
    from entredon.apps.library.queries import find_version
    from entredon.apps.work.finding import AT_LARGE

    shown = None if version == AT_LARGE else find_version(slug, version)
    label = shown.label if shown else said("the commons at large")
    fact, until, told = _acceptance(slug, shown, label, me, left_out or [], correct or [])
    text = _accepts(label, told)
    if dry_run:
        _done(json, {**told, "recorded": False}, said("This would say: {text} Nothing was recorded.", text=text))
        return
    id = _append(slug, fact, me)
    _done(json, {**told, "entry": id, "recorded": True, "contest_until": until}, f"{text} Recorded: {id[:10]}.")
    say(said("Everybody here can contest it until {until}; after that it counts.", until=until[:10]))


def _acceptance(
    slug: str, shown: "VersionShown | None", label: str, me: "SecretKey", left_out: list[str], correct: list[str]
) -> tuple["Fact", str, dict[str, Any]]:
    """What would be said, until when it can be contested, and the numbers of it. Raises Trouble, NotFound, Refused."""
    import msgspec

    from entredon.apps.people.queries import names
    from entredon.apps.value.queries import contest_until
    from entredon.apps.work import accepting, finding
    from entredon.log import clock
    from entredon.log.models import Key
    from entredon.log.registry import Refused

    if shown is not None and not shown.released:
        give_up("{label} can still change: release it first, then accept it. Nothing was recorded.", label=label)
    steward = Key.objects.values_list("person", flat=True).get(commons=slug, id=me.id)
    if steward not in accepting.stewards(slug):
        raise Refused("Only a steward can do this. Nothing was recorded.")
    out = [finding.flow_id(slug, asked) for asked in left_out]
    plan = accepting.plan(slug, shown, steward, dict.fromkeys(out))
    corrections = _corrections(slug, correct)
    waits = {row.id for row in plan.open}
    for id in (*out, *(correction.flow for correction in corrections)):
        if id not in waits:
            give_up(
                "{id} is not among what waits for your word in {label}: it is elsewhere, your own, or decided already. "
                "Nothing was recorded.",
                id=id[:10],
                label=label,
            )
    if not plan.open:
        last = accepting.last(slug, shown)
        who = (
            said(
                "{names} accepted it on {at}",
                names=names(slug, True).get(last.person, last.person[:12]),
                at=last.at[:10],
            )
            if last
            else ""
        )
        own = said("what waits is your own work, which another steward accepts") if plan.own else ""
        because = "; ".join(part for part in (who, own) if part) or said("nobody has told anything")
        give_up("Nothing in {label} waits for your word: {because}.", label=label, because=because)
    fact = msgspec.structs.replace(plan.fact(), corrections=corrections)
    told = {
        "accepted": plan.accepted, "left_out": len(plan.left_out), "corrected": len(corrections), "own": plan.own,
        "version": shown.id if shown else "",
    }  # fmt: skip
    return fact, contest_until(slug, clock.stamp()), told


def _accepts(label: str, told: dict[str, Any]) -> str:
    text = f"Of {label} {counted('{n:,} contribution is', '{n:,} contributions are', told['accepted'])} accepted"
    if told["left_out"]:
        text += said(", {counted} left out", counted=counted("{n:,} is", "{n:,} are", told["left_out"]))
    if told["corrected"]:
        text += said(
            ", {counted} otherwise than told", counted=counted("{n:,} counts", "{n:,} count", told["corrected"])
        )
    if told["own"]:
        text += said(
            ", {counted} for another steward because it is your own work",
            counted=counted("{n:,} waits", "{n:,} wait", told["own"]),
        )
    return text + "."


def contest(
    slug: Slug,
    flows: Annotated[
        list[str],
        typer.Argument(metavar="CONTRIBUTION…", help="their names, or at least six characters of each"),
    ],
    reason: Reason = "",
    json: Json = False,
) -> None:
    """Disagree with what was decided about contributions. Until a steward has settled it they don't count."""
    me = member(slug)
    from entredon.apps.work import finding
    from entredon.apps.work.entries import Contested

    _words(reason, said("why you see it differently"))
    about = tuple(finding.work(slug, asked).id for asked in flows)
    id = _append(slug, Contested(flows=about), me, {"reason": reason})
    _done(
        json,
        {"entry": id, "contest": id},
        said("Recorded: {id}. It doesn't count until a steward has settled it.", id=id[:10]),
    )


def answer(
    slug: Slug,
    contest: Contest,
    text: Annotated[str, typer.Argument(metavar="TEXT", help="your answer, in your words")],
    json: Json = False,
) -> None:
    """Answer a contest that is open."""
    me = member(slug)
    from entredon.apps.work import finding
    from entredon.apps.work.entries import Answered

    if not text.strip():
        raise Trouble("An answer needs words. Nothing was recorded.")
    id = _append(slug, Answered(contest=finding.contest(slug, contest).id), me, {"answer": text})
    _done(json, {"entry": id}, f"Recorded: {id[:10]}.")


def settle(
    slug: Slug,
    contest: Contest,
    counts: Annotated[bool | None, typer.Option("--counts/--does-not", help="how it ends")] = None,
    correct: Correct = None,
    reason: Reason = "",
    json: Json = False,
) -> None:
    """Settle a contest, as a steward who has no part in it. What is settled stands."""
    me = member(slug)
    from entredon.apps.work import finding
    from entredon.apps.work.entries import Settled

    if counts is None:
        raise Trouble("Say how it ends: --counts or --does-not. Nothing was recorded.")
    _words(reason, said("why it ends like that"))
    about = finding.contest(slug, contest)
    fact = Settled(contest=about.id, counts=counts, corrections=_corrections(slug, correct or []))
    id = _append(slug, fact, me, {"reason": reason})
    ending = said("It counts") if counts else said("It doesn't count")
    _done(
        json,
        {"entry": id, "contest": about.id, "counts": counts},
        said("{ending}, and that stands. Recorded: {id}.", ending=ending, id=id[:10]),
    )


def _append(slug: str, fact: "Fact", me: "SecretKey", texts: dict[str, str] | None = None) -> str:
    from entredon.log import door

    return door.append(slug, fact, me, texts).id


def _words(reason: str, what: str) -> None:
    if not reason.strip():
        raise Trouble("Say with --reason {what}, so that everybody can follow it. Nothing was recorded.", what=what)


def _corrections(slug: str, given: list[str]) -> Any:
    """CONTRIBUTION:MEASURE=NUMBER, as it is recorded; several of one contribution are put together. Raises Trouble."""
    from entredon.apps.work import finding, measures
    from entredon.apps.work.entries import Correction

    found: dict[str, Measures] = {}
    for text in given:
        asked, colon, rest = text.rpartition(":")
        measure, equals, number = rest.partition("=")
        if not (colon and equals and asked and measure):
            raise Trouble(
                "“{text}” is not a correction; write it like 1a2b3c4d5e:points=3. Nothing was recorded.", text=text
            )
        try:
            value = measures.read(number, measure)
        except measures.NotANumber as trouble:
            raise Trouble(
                "{trouble} It stands in “{text}”. Nothing was recorded.", trouble=trouble, text=text
            ) from None
        found.setdefault(finding.work(slug, asked).id, {})[measure] = value
    return tuple(Correction(flow=flow, measures=values) for flow, values in found.items())


def _done(json: bool, data: dict[str, Any], text: str) -> None:
    print(canonical.dumps(data).decode() if json else printable(text))

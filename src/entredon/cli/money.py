"""``entredon receive, share-out, pass-on, lapse``: money comes in, is shared, passed on and lapses, said with this machine's key."""

import re
from typing import TYPE_CHECKING, Annotated, Any

import typer

from entredon.cli import amounts
from entredon.cli.amounts import money
from entredon.cli.common import Trouble, printable, say
from entredon.cli.keys import member
from entredon.cli.share import print_json, show_table
from entredon.cli.words import counted, said
from entredon.pure.value.passing import POT

if TYPE_CHECKING:
    from entredon.apps.value.entries import Destination
    from entredon.apps.value.recorded import Recorded
    from entredon.apps.value.would import WouldShare

Slug = Annotated[str, typer.Argument(metavar="SLUG", help="the short name of a commons here")]
Json = Annotated[bool, typer.Option("--json", help="print the result as canonical JSON")]
_PERCENT = re.compile(r"([0-9]{1,3})(?:\.([0-9]{1,4}))? ?%", re.ASCII)


def receive(
    slug: Slug,
    amount: Annotated[str, typer.Argument(metavar="AMOUNT", help="how much came in, such as 2500 or 1300.00")],
    currency: Annotated[str, typer.Argument(metavar="CURRENCY", help="its currency by ISO 4217 code, such as EUR")],
    what: Annotated[
        str,
        typer.Option(
            "--from",
            metavar="VERSION|CREATION",
            help="what it came in for: a version, or a creation (then its newest release); name or beginning of its id",
        ),
    ],
    payer: Annotated[str, typer.Option(help="who paid; it can be erased later")] = "",
    note: Annotated[str, typer.Option(help="why, in your words; they can be erased later")] = "",
    json: Json = False,
) -> None:
    """Tell, as a steward, that money came in for something that is released."""
    minor = amounts.amount(amount, currency)
    me = member(slug)
    from entredon.apps.library.queries import labels
    from entredon.apps.treasury.entries import Received
    from entredon.apps.treasury.queries import income
    from entredon.log import door

    fact = Received(minor=minor, currency=currency, **_sold(slug, what))
    id = door.append(slug, fact, me, {"payer": payer, "note": note}).id
    told = income(slug, id)
    if json:
        print_json({"entry": id, "version": told.version, "minor": minor, "currency": currency})
        return
    print(
        printable(
            said(
                "Recorded: {money} came in for {labels} ({id}).",
                money=money(minor, currency),
                labels=labels(slug)[told.version][0],
                id=id[:10],
            )
        )
    )
    say(said("Look who would get what with: entredon share-out {slug} {id} --dry-run", slug=slug, id=id[:10]))


receive.context_settings = amounts.CONTEXT  # type: ignore[attr-defined]


def _sold(slug: str, asked: str) -> dict[str, str]:
    """A creation by its name or id, else a version. Raises NotFound, Ambiguous."""
    from entredon.apps.library.queries import creations, find_version
    from entredon.log.told import short

    for made in creations(slug):
        if asked in (made.id, short(made.id)) or asked.casefold() == made.name.casefold():
            return {"creation": made.id}
    if not asked.strip():
        raise Trouble("Say with --from which version or creation it came in for. Nothing was recorded.")
    return {"version": find_version(slug, asked).id}


def share_out(
    slug: Slug,
    income: Annotated[str, typer.Argument(metavar="INCOME", help="the receipt of the income, or the beginning of it")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="only show who would get what")] = False,
    json: Json = False,
    everyone: Annotated[bool, typer.Option("--all", help="show everybody, not only the first")] = False,
) -> None:
    """Share an income by the rule in force, among those whose work is accepted. It can't be taken back."""
    me = member(slug)
    from entredon.apps.treasury import queries as treasury
    from entredon.apps.value import queries, sharing
    from entredon.pure.value.shareout import BuildInCircles

    told = treasury.income(slug, income)
    if dry_run:
        try:
            would = queries.would_share(slug, told.id)
        except BuildInCircles as trouble:
            raise Trouble("{trouble} Take one of these inputs back; nothing was shared.", trouble=trouble) from None
        _show_would(slug, would, json=json, everyone=everyone)
        return
    done = sharing.share_income(slug, told.id, me)
    _show_done(slug, queries.shareout(slug, done.id), json=json, everyone=everyone)


def _show_would(slug: str, would: "WouldShare", *, json: bool, everyone: bool) -> None:
    out = would.out
    if json:
        waiting = [{"until": until, "count": count} for until, count in would.waiting]
        later = {"waiting": waiting, "changes": would.changes, "contests": list(would.contests)}
        print_json({**out.data(), **later, "recorded": False})
        return
    print(printable(said("If {money} were shared now (nothing was recorded):", money=money(out.income, out.currency))))
    print()
    show_table(slug, out, everyone=everyone)
    if would.nothing:
        say(said("No work counts yet, so it can't be shared: accept contributions first."))
    for until, count in would.waiting:
        works = counted("{n:,} accepted contribution", "{n:,} accepted contributions", count)
        say(
            said(
                "{works} can still be contested, until {until} UTC, and would count after that.",
                works=works,
                until=until[:16].replace("T", " "),
            )
        )
    for contest in would.contests:
        say(
            said(
                "A contest about work in it is open ({contest}): what is contested takes no part, also if it counts later.",
                contest=contest[:10],
            )
        )
    if would.changes:
        say(said("With all of them, {money} would go elsewhere.", money=money(would.changes, out.currency)))


def _show_done(slug: str, done: "Recorded", *, json: bool, everyone: bool) -> None:
    shown = done.shown
    if json:
        entry = {"entry": shown.id, "shared": shown.income, "lines": shown.lines, "count": shown.count}
        print_json({**done.out.data(), **entry, "recorded": True})
        return
    lines = "1 line" if shown.count == 1 else f"{shown.count:,} lines"
    print(
        printable(
            said(
                "Shared: {money} in {lines}. Recorded: {id}.",
                money=money(shown.minor, shown.currency),
                lines=lines,
                id=shown.id[:10],
            )
        )
    )
    print()
    show_table(slug, done.out, everyone=everyone, tense="Owed")


def pass_on(
    slug: Slug,
    to: Annotated[
        list[str] | None,
        typer.Option(
            "--to",
            metavar="WHERE=SHARE",
            help="pot=50% or https://example.org/project=12.5%; repeatable; none: keep all",
        ),
    ] = None,
    keep_all: Annotated[bool, typer.Option("--keep-all", help="take back what you said before")] = False,
    json: Json = False,
) -> None:
    """Pass on a share of all that comes to you from now on: to the common pot, or to a project elsewhere."""
    me = member(slug)
    if bool(to) == keep_all:
        raise Trouble("Say where to with --to pot=50%, or --keep-all. Nothing was recorded.")
    from entredon.apps.value.entries import PassedOn
    from entredon.log import door

    fact = PassedOn(to=tuple(_destination(text) for text in to or []))
    id = door.append(slug, fact, me).id
    if json:
        print_json({"entry": id, "to": [{"to": one.to, "ppm": one.ppm} for one in fact.to]})
        return
    what = (
        said("you keep all that comes to you")
        if keep_all
        else said("of all that comes to you you pass on ") + ", ".join(to or [])
    )
    print(printable(said("From now on {what}. Recorded: {id}.", what=what, id=id[:10])))


def _destination(text: str) -> "Destination":
    """WHERE=SHARE as it is recorded. Raises Trouble."""
    from entredon.apps.value.entries import Destination

    where, equals, share = text.rpartition("=")
    found = _PERCENT.fullmatch(share.strip())
    if not equals or not found:
        raise Trouble(
            "“{text}” is not clear: write it like {pot}=50% or https://example.org/project=12.5%. Nothing was "
            "recorded.",
            text=text,
            pot=POT,
        )
    return Destination(to=where.strip(), ppm=int(found[1]) * 10_000 + int((found[2] or "").ljust(4, "0")))


def lapse(
    slug: Slug,
    shareout: Annotated[str, typer.Argument(metavar="SHARE-OUT", help="its receipt, or the beginning of it")],
    person: Annotated[str, typer.Argument(metavar="PERSON", help="whom nobody has claimed: the id, or its beginning")],
    json: Json = False,
) -> None:
    """Tell, as a steward, that a part nobody claimed in time goes to the common pot."""
    me = member(slug)
    from entredon.apps.people.queries import find_person
    from entredon.apps.value import queries
    from entredon.apps.value.entries import Lapsed
    from entredon.log import door

    told = queries.shareout(slug, shareout)
    who = find_person(slug, person, [part.person for part in told.out.people], inside=True)
    id = door.append(slug, Lapsed(shareout=told.shown.id, person=who), me).id
    part = told.out.part(who)
    minor = part.minor if part is not None else 0
    data: dict[str, Any] = {"entry": id, "shareout": told.shown.id, "person": who, "minor": minor}
    if json:
        print_json(data)
        return
    print(
        printable(
            said("{money} went to the common pot. Recorded: {id}.", money=money(minor, told.shown.currency), id=id[:10])
        )
    )

"""``entredon import-work``: work that was written down elsewhere, in a spreadsheet or by a forge, is brought in."""

import json as plain_json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from entredon.cli.common import Trouble, give_up, printable, say
from entredon.cli.keys import member
from entredon.cli.words import counted, said, tell
from entredon.pure.log import canonical

if TYPE_CHECKING:
    from collections.abc import Callable

    from entredon.apps.work.tables.looking import Look
    from entredon.apps.work.tables.source import Source
    from entredon.pure.tables.columns import Matching

SHOWN = 20
"""So many faults are printed; a file holds them all."""


def import_work(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="a CSV table, or the JSON that a forge exports")],
    slug: Annotated[str, typer.Argument(metavar="SLUG", help="the short name of a commons here")],
    column: Annotated[
        list[str] | None,
        typer.Option(
            "--column",
            metavar="WHAT=NAME",
            help="which column says what, such as person=Name; person, family, address, day, time, kind, what, points, about, "
            "need, link or own; repeatable",
        ),
    ] = None,
    days: Annotated[str, typer.Option(help="how days are written: iso, dmy, mdy or excel; guessed when left out")] = "",
    kind: Annotated[str, typer.Option(help="the kind of work of rows that don't say it, such as design")] = "",
    version: Annotated[
        str,
        typer.Option(help="for which version or creation, where rows don't say it; the commons at large if left out"),
    ] = "",
    mapping: Annotated[
        Path | None,
        typer.Option(
            help="a file that keeps how columns are matched: read if it is there, written when you choose anew"
        ),
    ] = None,
    faults: Annotated[
        Path | None, typer.Option(help="write the faulty rows into this table, to mend them there")
    ] = None,
    check: Annotated[bool, typer.Option("--check", help="only look it through; nothing is recorded")] = False,
    json: Annotated[bool, typer.Option("--json", help="print the result as canonical JSON")] = False,
) -> None:
    """Bring in a table of what people did, or what a forge tells of issues and reviews. Faulty rows are named, nothing is taken twice."""
    me = member(slug)
    from entredon.apps.work.tables import bringing, looking, saved
    from entredon.log import clock
    from entredon.pure.tables.lines import Unreadable

    if not file.is_file():
        give_up("There is no file {file}. Nothing was recorded.", file=str(file))
    _may(slug, me.id)
    try:
        source = _source(file)
        matching = _matching(slug, source, mapping, column or [], days, kind, version)
        looked = looking.Looking(slug, source, matching, clock.stamp()[:10])
        with _progress(said("Looking through the rows")) as progress:
            look = looked.look(lambda done: progress(done, 0))
    except Unreadable as trouble:
        raise Trouble("{trouble} Nothing was recorded.", trouble=trouble) from None
    _tell(source, matching, look, faults)
    brought = bringing.Brought()
    if not check and look.new:
        with _progress(said("Writing them down")) as progress:
            brought = bringing.bring(looked, look, me, progress)
        if source.kind == "spreadsheet":
            saved.keep(slug, "", source.written.columns, matching)
    _end(json, check, look, brought)
    if look.faulty:
        raise typer.Exit(2)


def _may(slug: str, key: str) -> None:
    """Whether this machine's key is a steward's: asked before any work is done. Raises Trouble."""
    from entredon.apps.people import queries as people
    from entredon.log.models import Key

    if Key.objects.values_list("person", flat=True).get(commons=slug, id=key) not in people.stewards(slug):
        raise Trouble("Only a steward of {slug} brings in tables, and this machine's key is none's.", slug=slug)


def _source(file: Path) -> "Source":
    from entredon.apps.work.tables.source import Source

    return Source(file)


def _matching(
    slug: str, source: "Source", file: Path | None, chosen: list[str], days: str, kind: str, version: str
) -> "Matching":
    """How columns are matched: as guessed, as the last time, as a file says, as was typed now. Raises Trouble, NotFound."""
    import msgspec

    from entredon.apps.work.tables import saved
    from entredon.pure.tables import values
    from entredon.pure.tables.columns import FIELDS, Matching
    from entredon.pure.tables.kinds import kind_of

    matching = Matching()
    if source.kind == "spreadsheet":
        matching = saved.recall(slug, "", source.written.columns) or source.guess()
    if file is not None and file.exists():
        try:
            matching = saved.parsed(plain_json.loads(file.read_text(encoding="utf-8")))
        except (ValueError, msgspec.ValidationError) as trouble:
            raise Trouble(
                "{file} doesn't say how columns are matched: {trouble}.", file=str(file), trouble=trouble
            ) from None
    columns = dict(matching.columns)
    for one in chosen:
        field, equals, name = one.partition("=")
        if not equals or field not in FIELDS:
            raise Trouble(
                "“{one}” is not WHAT=NAME; what a column can say: {fields}.", one=one, fields=", ".join(FIELDS)
            )
        if name and name not in source.written.columns:
            raise Trouble(
                "There is no column “{name}”; there are {columns}.",
                name=name,
                columns=", ".join(source.written.columns),
            )
        columns.pop(field, None)
        if name:
            columns = {known: column for known, column in columns.items() if column != name} | {field: name}
    if days and days not in values.WAYS:
        raise Trouble("Days are written as {ways}; not as “{days}”.", ways=", ".join(values.WAYS), days=days)
    changes: dict[str, Any] = {"columns": columns}
    if days:
        changes["days"] = days
    if kind:
        changes["kind"] = kind_of(kind)
    if version:
        changes["about"] = _about(slug, version)
    made = msgspec.structs.replace(matching, **changes)
    if file is not None and (made != matching or not file.exists()):
        file.write_bytes(canonical.dumps(msgspec.to_builtins(made)) + b"\n")
    return made


def _about(slug: str, asked: str) -> str:
    from entredon.apps.library import queries as library

    for creation in library.creations(slug):
        if creation.name.casefold() == asked.casefold():
            return f"creation:{creation.id}"
    version = library.find_version(slug, asked)
    return f"version:{version.id}" if version.released else f"creation:{version.creation}"


def _tell(source: "Source", matching: "Matching", look: "Look", faults: Path | None) -> None:
    """How it was read, and what is wrong in it."""
    if source.kind == "spreadsheet":
        matched = ", ".join(f"{field}={name}" for field, name in matching.columns.items())
        how = said("days as {days}", days=matching.days) if "day" in matching.columns else ""
        say(said("Read as: {matched}", matched=printable(", ".join(part for part in (matched, how) if part))))
    for fault in look.faults[:SHOWN]:
        say(tell(fault.sentence))
    if len(look.faults) > SHOWN and faults is None:
        say(said("… and more: --faults FILE lists them all."))
    for name, times in sorted(look.bots.items()):
        say(said("{name} is a program and was left out ({n:,} times).", name=name, n=times))
    if faults is not None:
        from entredon.apps.work.tables import faults as lists

        columns = source.written.columns if source.kind == "spreadsheet" else ()
        with faults.open("w", encoding="utf-8", newline="") as out:
            out.writelines(lists.written(look.faults, columns))
        say(said("The faulty rows stand in {file}.", file=str(faults)))


def _end(json: bool, check: bool, look: "Look", brought: Any) -> None:
    """What came of it."""
    told = {
        "entries": brought.entries, "faulty": look.faulty, "known": look.known, "minutes": look.minutes, "new": look.new,
        "people": len(look.people), "recorded": brought.rows, "rows": look.rows,
    }  # fmt: skip
    if json:
        print(canonical.dumps(told).decode())
        return
    parts = [
        counted("{n:,} row", "{n:,} rows", look.rows),
        said("{n:,} new", n=look.new),
        said("{n:,} here already", n=look.known),
        said("{n:,} faulty", n=look.faulty),
    ]
    print(said("{rows}.", rows=" · ".join(parts)))
    if check:
        print(said("Nothing was recorded: this was only a look."))
    elif brought.rows:
        who = counted("{n:,} person", "{n:,} people", len(look.people))
        print(said("Recorded: {n:,} contributions by {who}. They wait for a steward’s word.", n=brought.rows, who=who))
    else:
        print(said("Nothing new: nothing was recorded."))
    if look.faulty and not check:
        say(said("The faulty rows wait: mend them in the file and bring it in again; what is here is not taken twice."))


@contextmanager
def _progress(what: str) -> Iterator["Callable[[int, int], None]"]:
    """A bar for who watches; silence in scripts."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    console = Console(stderr=True)
    with Progress(
        TextColumn(what),
        BarColumn(),
        MofNCompleteColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    ) as bar:
        task = bar.add_task("", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total or None)

"""``entredon take-statement``: bank statements are taken into the books of a commons, said with this machine's key."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from entredon.cli.common import Trouble, printable, say
from entredon.cli.keys import member
from entredon.cli.statement import Files, Json, MappingFile, bytes_of, mapping_of
from entredon.cli.words import counted, said, tell
from entredon.pure.money.statements.statement import Unreadable
from entredon.pure.told import Told

if TYPE_CHECKING:
    from entredon.apps.treasury.bringing import Brought, Given

Slug = Annotated[str, typer.Argument(metavar="SLUG", help="the short name of a commons here")]


def take_statement(slug: Slug, files: Files, mapping: MappingFile = None, json: Json = False) -> int:
    """Take bank statements into the books, as a steward: what continues the last counts, the rest is set aside with its reason.

    Lines with a reference that is asked for, or that a saved rule knows, find their place by themselves; the others wait on the page
    of statements. Exit code 0: all were taken or known; 1: some are set aside; 2: some file can't be read or is no statement of here.
    """
    me = member(slug)
    from entredon.apps.people import queries as people
    from entredon.apps.treasury import bringing, voices
    from entredon.log.models import Key

    person = Key.objects.get(commons=slug, id=me.id).person
    if person not in people.stewards(slug):
        raise Trouble("Only a steward can take statements into the books. Nothing was taken.")
    columns = mapping_of(mapping) if mapping is not None else None
    given, unread = _given(files, columns)
    try:
        brought = bringing.bring(slug, given, voices.of_key(slug, me), person)
    except bringing.NotYet as refusal:
        raise Trouble("{refusal}", refusal=refusal) from None
    if json:
        from entredon.cli.share import print_json

        print_json(data(brought, unread))
    else:
        show(brought)
    for file, trouble in unread:
        say(tell(Told("{file}: {trouble}", file=file, trouble=trouble)))
    return _code(brought, unread)


def _given(files: list[Path], columns: Any) -> "tuple[list[Given], list[tuple[Path, Told]]]":
    from entredon.apps.treasury.bringing import Given

    given: list[Given] = []
    unread: list[tuple[Path, Told]] = []
    for file in files:
        try:
            given.append(Given(file.name, bytes_of(file), columns))
        except Unreadable as trouble:
            unread.append((file, trouble))
    return given, unread


def _code(brought: "list[Brought]", unread: list[tuple[Path, Told]]) -> int:
    from entredon.apps.treasury.bringing import COLUMNS, LEFT
    from entredon.pure.money.statements.gate import QUARANTINED

    states = {one.state for one in brought}
    if unread or states & {LEFT, COLUMNS}:
        return 2
    return 1 if QUARANTINED in states else 0


def data(brought: "list[Brought]", unread: list[tuple[Path, Told]]) -> dict[str, Any]:
    """What became of each, for programs; reasons in English."""
    return {
        "statements": [
            {
                "file": one.file, "state": one.state, "account": one.account, "currency": one.currency, "start": one.start,
                "end": one.end, "new": one.new, "placed": one.placed, "entry": one.entry,
                "because": str(one.because) if one.because is not None else None,
            }
            for one in brought
        ],
        "unreadable": [{"file": str(file), "because": str(trouble)} for file, trouble in unread],
    }  # fmt: skip


def show(brought: "list[Brought]") -> None:
    """A line for each, with its reason; below, what all of it comes to."""
    for one in brought:
        print(printable(_line(one)))
    new, placed = sum(one.new for one in brought), sum(one.placed for one in brought)
    if new:
        lines = counted("{n:,} new line", "{n:,} new lines", new)
        print(said("In the books: {lines}. {placed:,} found their place, {waiting:,} wait for somebody.",
                   lines=lines, placed=placed, waiting=new - placed))  # fmt: skip
    else:
        print(said("Nothing new is in the books."))


def _line(one: "Brought") -> str:
    called = {
        "taken": said("taken"), "known": said("known already"), "announced": said("only announces"),
        "quarantined": said("set aside"), "columns": said("a table: say first what its columns mean"), "left": said("not taken"),
    }[one.state]  # fmt: skip
    period = f" {one.account} {one.start}–{one.end}" if one.account else ""
    why = f" {tell(one.because)}" if one.because is not None else ""
    return f"{one.file}:{period} {called}.{why}"

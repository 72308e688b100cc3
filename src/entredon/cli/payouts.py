"""``entredon payouts`` and ``entredon payout-file``: how far payments are, and the file a bank makes them from."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from entredon.cli.amounts import money
from entredon.cli.common import Trouble, no_commons, printable, say, start
from entredon.cli.keys import member
from entredon.cli.words import counted, said

Slug = Annotated[str, typer.Argument(metavar="SLUG", help="the short name of a commons here")]


def payouts(
    slug: Slug, json: Annotated[bool, typer.Option("--json", help="print them as canonical JSON")] = False
) -> None:
    """List the lists of payments: how much, to how many, on which day, and how far each has come."""
    start()
    from entredon.apps.treasury import queries_out
    from entredon.log.models import Log

    if not Log.objects.filter(slug=slug).exists():
        raise Trouble(no_commons(slug))
    rows = queries_out.listed(slug)
    if json:
        from entredon.cli.share import print_json

        print_json([_data(row) for row in rows])
        return
    for row in rows:
        payments = counted("{n:,} payment", "{n:,} payments", row.count)
        print(printable(f"{row.id[:10]}  {row.day}  {money(row.minor, row.currency)}  {payments}  {_state(row.state)}"))
    if not rows:
        say(said("No payments were proposed here yet."))


def _data(row: object) -> dict[str, object]:
    names = ("id", "account", "currency", "day", "minor", "count", "needed", "state", "file")
    return {name: getattr(row, name) for name in names}


def _state(state: str) -> str:
    """How far a list has come, in words."""
    words = {
        "proposed": said("waits for a yes"),
        "reserved": said("approved"),
        "exported": said("file made"),
        "submitted": said("given to the bank"),
        "done": said("done"),
        "withdrawn": said("taken back"),
    }
    return words.get(state, state)


def payout_file(
    run: Annotated[
        str, typer.Argument(metavar="RUN", help="the receipt of a list of payments, or the beginning of it")
    ],
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE", help="write it there; without it, to payout-….xml here; - prints it"),
    ] = None,
    commons: Annotated[
        str, typer.Option("--commons", metavar="SLUG", help="the commons, where several have such a list")
    ] = "",
) -> None:
    """Write the file that the bank makes approved payments from (pain.001). It is the same each time, to the last byte.

    The first time the public record is told that it was made, signed with this machine's key; a steward does that.
    """
    start()
    from entredon.apps.treasury import payout_files, queries_out
    from entredon.log.registry import Refused

    slug, id = queries_out.find_run(run, commons)
    shown = queries_out.run(slug, id)
    if shown.way != queries_out.FILE:
        raise Trouble("This is not paid by a bank, so there is no file: hand it over, and let each payee confirm it.")
    try:
        made = payout_files.export(slug, id, None if shown.row.file else member(slug))
    except Refused as refusal:
        for trouble in payout_files.troubles(slug, shown.row) if shown.row.state == "reserved" else ():
            say(str(trouble))
        raise Trouble("{trouble} No file was written.", trouble=refusal) from None
    if out == Path("-"):
        sys.stdout.buffer.write(made.data)
        return
    place = out if out is not None else Path(made.name)
    _write(place, made.data)
    payments = counted("{n:,} payment", "{n:,} payments", shown.row.count)
    total = money(shown.row.minor, shown.row.currency)
    print(
        printable(
            said("Written: {file}, with {payments} of {total} together.", file=place, payments=payments, total=total)
        )
    )
    if made.entry:
        say(said("Recorded: {id}. From here on only the bank's statements end these payments.", id=made.entry[:10]))
    else:
        say(said("It is the file that was made before, the same to the last byte."))


def _write(place: Path, data: bytes) -> None:
    """Only its owner may read it: it holds names and account numbers. Another file of that name stays."""
    if place.exists():
        if place.read_bytes() == data:
            return
        raise Trouble("{file} is there already and is another file. Name another one with --out.", file=place)
    place.touch(mode=0o600)
    place.write_bytes(data)

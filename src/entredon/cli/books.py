"""``entredon books``: the books of a commons for hledger, beancount or a spreadsheet, and everything an auditor needs."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from entredon.cli import common
from entredon.cli.common import Trouble
from entredon.cli.export import write, write_file
from entredon.cli.share import open_commons

AUDITOR = "auditor"
FORMATS = ("hledger", "beancount", "csv", AUDITOR)


def books(
    commons: Annotated[
        str,
        typer.Argument(metavar="SLUG|DIR", help="Short name of a commons here, or the directory of an outside copy."),
    ],
    format: Annotated[
        str, typer.Option(help="The form: hledger, beancount, csv, or auditor (one zip with everything).")
    ] = "hledger",
    month: Annotated[
        str,
        typer.Option(metavar="MONTH", help="A month such as 2026-11 (for auditor: a year); all time if left out."),
    ] = "",
    output: Annotated[Path | None, typer.Option(help="A file instead of standard output.")] = None,
) -> None:
    """Write the books of a commons for another program, with the balances it must reach. The same state gives the same bytes."""
    if format not in FORMATS:
        common.give_up(
            "There is no form “{format}”; the forms are: {formats}.", format=format, formats=", ".join(FORMATS)
        )
    if output is not None and not output.parent.is_dir():
        common.give_up(
            "There is no directory {parent}; make it first, or choose another one with --output.", parent=output.parent
        )
    if format == AUDITOR and output is None:
        common.give_up("Say with --output which file the zip is written to.")
    slug = open_commons(commons)
    from entredon.pure.money.books.month import NoBooks

    try:
        if format == AUDITOR:
            from entredon.apps.treasury import auditor

            assert output is not None
            write_bytes(output, auditor.everything(slug, month))
            return
        from entredon.apps.treasury import books_out

        lines = books_out.lines(slug, format, month)
        if output is None:
            write(sys.stdout.buffer, lines)
        else:
            write_file(output, lines)
    except NoBooks as trouble:
        raise Trouble(trouble.sentence, 2, **trouble.values) from None


def write_bytes(path: Path, data: bytes) -> None:
    """Write a file that is either whole or not there, for its owner only: it holds what is private."""
    draft = path.with_name(f".{path.name}.new")
    try:
        draft.touch(mode=0o600)
        draft.write_bytes(data)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)

"""``entredon export``: a commons in a form that other programs read."""

import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, BinaryIO

import typer

from entredon.cli import common
from entredon.cli.share import open_commons

FORMATS = ("valueflows",)


def export(
    commons: Annotated[
        str,
        typer.Argument(metavar="SLUG|DIR", help="Short name of a commons here, or the directory of an outside copy."),
    ],
    format: Annotated[str, typer.Option(help="The form: valueflows (JSON-LD).")] = "valueflows",
    output: Annotated[Path | None, typer.Option(help="A file instead of standard output.")] = None,
) -> None:
    """Write all that a commons records economically as Valueflows JSON-LD. The same state gives the same bytes."""
    if format not in FORMATS:
        common.give_up(
            "There is no form “{format}”; the forms are: {formats}.", format=format, formats=", ".join(FORMATS)
        )
    if output is not None and not output.parent.is_dir():
        common.give_up(
            "There is no directory {parent}; make it first, or choose another one with --output.", parent=output.parent
        )
    slug = open_commons(commons)
    from entredon.apps.commons import queries
    from entredon.apps.flows import export

    queries.commons(slug)

    if output is None:
        write(sys.stdout.buffer, export.lines(slug))
    else:
        write_file(output, export.lines(slug))


def write(file: BinaryIO, lines: Iterable[str]) -> None:
    """Write lines as UTF-8, whatever this machine's own encoding is."""
    for line in lines:
        file.write(line.encode())
    file.flush()


def write_file(path: Path, lines: Iterable[str]) -> None:
    """Write a file that is either whole or not there."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        with draft.open("wb") as file:
            write(file, lines)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)

"""``entredon statement``: bank statements are read and judged. No commons, no database, nothing booked."""

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer

from entredon.cli.common import Trouble, printable, say
from entredon.cli.words import counted, language, said, tell
from entredon.pure import formats
from entredon.pure.log import canonical
from entredon.pure.money import banking
from entredon.pure.money.statements import MOST_BYTES, gate, reading, table
from entredon.pure.money.statements.gate import ANNOUNCED, QUARANTINED, TAKEN, Verdict
from entredon.pure.money.statements.identity import fingerprint
from entredon.pure.money.statements.statement import Balance, Line, Statement, Unreadable
from entredon.pure.money.statements.table import Mapping
from entredon.pure.told import Told
from entredon.pure.value import currency as currencies

Files = Annotated[list[Path], typer.Argument(metavar="FILE", help="statements as CAMT.053, CODA or tables (CSV)")]
MappingFile = Annotated[
    Path | None,
    typer.Option(
        "--mapping", metavar="FILE", help="how tables are to be read, as JSON; without it a proposal is shown"
    ),
]
Json = Annotated[bool, typer.Option("--json", help="print all that was read as canonical JSON")]


@dataclass(slots=True)
class Read:
    """What the files hold: statements, each with the file it came from, and what could not be read."""

    statements: list[Statement] = field(default_factory=list)
    files: list[Path] = field(default_factory=list)
    unreadable: list[tuple[Path, Told]] = field(default_factory=list)


def statement(files: Files, mapping: MappingFile = None, json: Json = False) -> int:
    """Read bank statements and say of each whether it would be taken: whether its sums fit and it continues the others.

    Nothing is booked. CAMT.052 and CAMT.054 only announce what a later CAMT.053 books. Exit code 0: all would be taken; 1: some
    are set aside; 2: some file can't be read.
    """
    read = _read(files, mapping_of(mapping) if mapping is not None else None)
    verdicts = gate.judge(read.statements)
    if json:
        from entredon.cli.share import print_json

        print_json(data(read, verdicts))
    elif verdicts:
        show(read, verdicts)
    for file, trouble in read.unreadable:
        say(tell(Told("{file}: {trouble}", file=file, trouble=trouble)))
    if read.unreadable:
        return 2
    return 1 if any(verdict.outcome == QUARANTINED for verdict in verdicts) else 0


def _read(files: Sequence[Path], mapping: Mapping | None) -> Read:
    read = Read()
    for file in files:
        try:
            raw = bytes_of(file)
            found = reading.read(raw, mapping)
        except reading.NeedsMapping as trouble:
            proposal = canonical.dumps(msgspec.to_builtins(table.guess(raw))).decode()
            read.unreadable.append(
                (
                    file,
                    Told(
                        "{trouble} Write it to a file and name that by --mapping. From the names it would be: {proposal}",
                        trouble=trouble,
                        proposal=proposal,
                    ),
                )
            )
        except Unreadable as trouble:
            read.unreadable.append((file, trouble))
        else:
            read.statements += found
            read.files += [file] * len(found)
    return read


def bytes_of(file: Path) -> bytes:
    """All of a file, unless it is none or too large. Raises Unreadable."""
    if file.is_dir():
        raise Unreadable("This is a directory; name the statements in it.")
    if not file.exists():
        raise Unreadable("There is no such file.")
    if not file.is_file():
        raise Unreadable("This is not an ordinary file.")
    try:
        with file.open("rb") as stream:
            return stream.read(MOST_BYTES + 1)
    except OSError as trouble:
        raise Unreadable("It can't be read: {strerror}.", strerror=trouble.strerror) from None


def mapping_of(file: Path) -> Mapping:
    """How tables are read, from a file. Raises Trouble."""
    try:
        return msgspec.json.decode(bytes_of(file), type=Mapping)
    except Unreadable as trouble:
        raise Trouble("{file}: {trouble}", file=file, trouble=trouble) from None
    except (msgspec.DecodeError, UnicodeDecodeError) as trouble:
        raise Trouble(
            "{file} says not how a table is read ({trouble}). Write it like {example}",
            file=file,
            trouble=trouble,
            example='{"account":"BE68539007547034","columns":{"amount":"Bedrag","date":"Datum"},"currency":"EUR"}',
        ) from None


def data(read: Read, verdicts: Sequence[Verdict]) -> dict[str, Any]:
    """All that was read, for programs; reasons in English."""
    return {
        "statements": [_statement(file, verdict) for file, verdict in zip(read.files, verdicts, strict=True)],
        "unreadable": [{"file": _name(file), "because": str(trouble)} for file, trouble in read.unreadable],
        **{name: gate.outcomes(verdicts)[name] for name in (TAKEN, ANNOUNCED, QUARANTINED)},
    }


def _name(file: Path) -> str:
    return os.fsencode(file).decode(errors="replace")


def _statement(file: Path, verdict: Verdict) -> dict[str, Any]:
    told = verdict.statement
    return {
        "file": _name(file),
        "format": told.format,
        "sha256": told.sha256,
        "account": told.account,
        "currency": told.currency,
        "id": told.id,
        "number": told.number,
        "start": told.start,
        "end": told.end,
        "opening": _balance(told.opening),
        "closing": _balance(told.closing),
        "booked": told.booked,
        "left_out": told.left_out,
        "verdict": verdict.outcome,
        "because": str(verdict.because) if verdict.because is not None else None,
        "new": len(verdict.new),
        "lines": [_line(told.account, line) for line in told.lines],
    }


def _balance(balance: Balance | None) -> dict[str, Any] | None:
    return {"minor": balance.minor, "day": balance.day} if balance is not None else None


def _line(account: str, line: Line) -> dict[str, Any]:
    told: dict[str, Any] = msgspec.to_builtins(line)
    return {**told, "fingerprint": fingerprint(account, line)}


def show(read: Read, verdicts: Sequence[Verdict]) -> None:
    """A row for each statement; below, why those set aside were, and what all of it comes to."""
    from rich.console import Console
    from rich.table import Table

    from entredon.cli.share import plain

    shown = Table(box=None, pad_edge=False)
    widest = max(len(told.account) for told in read.statements)
    shown.add_column(said("Account and file"), overflow="fold", min_width=widest)
    shown.add_column(said("Period"), no_wrap=True)
    for title in (said("Opening"), said("Closing"), said("Lines")):
        shown.add_column(title, justify="right", no_wrap=True)
    shown.add_column(said("Verdict"))
    for file, verdict in zip(read.files, verdicts, strict=True):
        told = verdict.statement
        shown.add_row(
            plain(f"{told.account}\n{told.currency} {file.name}"),
            plain("\n".join(dict.fromkeys((told.start, told.end)))),
            _money(told, told.opening),
            _money(told, told.closing),
            formats.number(len(told.lines), language()),
            _called(verdict),
        )
    Console(highlight=False).print(shown)
    for text in _reasons(read, verdicts):
        print(f"\n{printable(text)}")
    print(f"\n{_together(verdicts)}")


def _money(told: Statement, balance: Balance | None) -> str:
    if balance is None:
        return "–"
    return formats.decimal(currencies.written(balance.minor, told.currency), language())


def _called(verdict: Verdict) -> str:
    if verdict.outcome == ANNOUNCED:
        return said("only announces")
    if verdict.outcome == QUARANTINED:
        return said("set aside")
    return said("taken") if verdict.new or not verdict.statement.lines else said("known already")


def _reasons(read: Read, verdicts: Sequence[Verdict]) -> Iterator[str]:
    """Why statements are set aside, and whose account can't be right: sums that fit say nothing of a digit."""
    for file, verdict in zip(read.files, verdicts, strict=True):
        account = verdict.statement.account
        for because in (verdict.because, _wrong(account)):
            if because is not None:
                yield tell(Told("{file}, {account}: {because}", file=file.name, account=account, because=because))


def _wrong(account: str) -> Told | None:
    """What is wrong with an account that is written as an IBAN."""
    if not re.match("[A-Z]{2}[0-9]{2}", account):
        return None
    try:
        banking.iban(account)
    except banking.BadIban as trouble:
        return trouble
    return None


def _together(verdicts: Sequence[Verdict]) -> str:
    """What would come of all of them, in a sentence."""
    count = gate.outcomes(verdicts)
    new = counted("{n:,} new line", "{n:,} new lines", sum(len(verdict.new) for verdict in verdicts))
    parts = [said("Would be taken: {n:,} of {all:,}, with {new}.", n=count[TAKEN], all=len(verdicts), new=new)]
    if count[ANNOUNCED]:
        parts.append(said("Only announce what a later statement books: {n:,}.", n=count[ANNOUNCED]))
    if count[QUARANTINED]:
        parts.append(said("Set aside, with all their lines: {n:,}.", n=count[QUARANTINED]))
    return " ".join([*parts, said("Nothing was booked.")])

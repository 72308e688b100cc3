"""``entredon log``, ``mirror``, ``verify`` and ``rebuild``: reading the public record, copying it, checking it."""

import html
import json
import re
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from entredon.cli import common, in_force
from entredon.cli.words import said, tell

Asked = Annotated[
    str,
    typer.Argument(
        metavar="SLUG|DIR|ADDRESS",
        help="A commons here, the directory of an outside copy, or the address of a commons elsewhere.",
    ),
]
Vkey = Annotated[str, typer.Option("--vkey", help="The key that must have signed, if you know it from elsewhere.")]


def log(
    commons: Annotated[
        str,
        typer.Argument(metavar="SLUG|DIR", help="Short name of a commons here, or the directory of an outside copy."),
    ],
    limit: Annotated[int, typer.Option(min=1, help="How many entries, the newest.")] = 30,
    oldest: Annotated[bool, typer.Option("--oldest", help="The first entries instead of the newest.")] = False,
) -> None:
    """Read the public record as a person would: who said what, and when; in the order in which it was said."""
    from entredon.cli.share import open_commons

    slug = open_commons(commons)
    from entredon.apps.commons import queries
    from entredon.log.models import Entry
    from entredon.site.record import look

    queries.commons(slug)
    rows = Entry.objects.filter(commons=slug)
    chosen = list(rows.order_by("index" if oldest else "-index")[:limit])
    called = look.names(slug, True)
    for row in sorted(chosen, key=lambda row: row.index):
        one = look.said(row, called)
        when = f"{one.at[:10]} {one.at[11:16]}"
        print(f"{one.index:>6}  {when}  {one.id[:10]}  {plain(look.tell(one, called))}")
    total = rows.count()
    if total > len(chosen):
        common.say(said("These are {count} of {total} entries; see more with --limit.", count=len(chosen), total=total))


def plain(sentence: str) -> str:
    """A sentence with links as plain text in one line, without what could steer a terminal."""
    return common.printable(html.unescape(re.sub(r"<[^>]*>", "", sentence)).replace("\n", " "))


def mirror(
    source: Annotated[
        str,
        typer.Argument(
            metavar="SLUG|DIR|ADDRESS",
            help="A commons here, another copy, or the address of a commons elsewhere (its page or its public record).",
        ),
    ],
    directory: Annotated[Path, typer.Argument(metavar="DIRECTORY", help="Where the copy lies or shall lie.")],
    vkey: Vkey = "",
) -> int:
    """Make or bring up to date an outside copy of a public record, with its texts and content, checking all the while.

    It can be stopped at any moment and goes on from there. A host that shows another history than before is refused,
    and its signed word kept in DIRECTORY/evidence.
    """
    from entredon.log import address

    if trouble := _wrong_key(vkey):
        common.give_up(trouble)
    try:
        return _mirror(source, directory, vkey)
    except address.Unreachable as trouble:
        raise common.Trouble.of(trouble) from None


def _wrong_key(vkey: str) -> str:
    """What is wrong with a key that was typed, in a sentence: it says nothing against any record. Empty for none."""
    from entredon.pure.log import note
    from entredon.pure.log.canonical import Malformed

    try:
        if vkey:
            note.parse_vkey(vkey)
    except Malformed as trouble:
        return said("What you gave with --vkey is not a key ({trouble}). Nothing was checked.", trouble=trouble)
    return ""


def _mirror(asked: str, directory: Path, vkey: str) -> int:
    source = _source(asked)
    from entredon.log import mirror as copying

    known = (directory / "vkey").exists()
    if not known and directory.is_dir() and {path.name for path in directory.iterdir()} - {copying.STAGING}:
        common.give_up(
            "{directory} holds other things; choose an empty directory, or one that doesn't exist yet.",
            directory=directory,
        )
    with _bar() as progress, _alone(directory):
        try:
            done = copying.Mirror(source, directory, progress).run(vkey or None)
        except copying.NoLog as trouble:
            if not known and not any(directory.iterdir()):
                directory.rmdir()
            raise common.Trouble.of(trouble) from None
        except copying.Fault as trouble:
            raise common.Trouble(trouble.sentence, 1, **trouble.values) from None
    # Whoever copies her own commons has not only just met its key.
    if done.pinned and (common.is_address(asked) or common.is_directory(asked)):
        common.say(
            said(
                "Seen for the first time; from now on only what is signed by this key is believed: {vkey}",
                vkey=done.vkey,
            )
        )
    for warning in done.warnings:
        common.say(warning)
    new = done.size - done.before
    what = (
        said("{new} new entries, {size} in all", new=new, size=done.size)
        if new
        else said("nothing new, {size} entries", size=done.size)
    )
    gone = said("; {erased} texts were erased by those they are about", erased=done.erased) if done.erased else ""
    print(
        common.printable(
            said(
                "{origin}: {what}{gone}. The copy is in {directory}",
                origin=done.origin,
                what=what,
                gone=gone,
                directory=directory,
            )
        )
    )
    return 1 if done.warnings else 0


def _source(asked: str) -> Any:
    """Where to copy from: another server, or this node. Raises Trouble."""
    if common.is_address(asked):
        # Nothing of a node is needed for copying from another one.
        common.start(memory=True)
        from entredon.log import address

        return address.locate(asked)
    if common.is_directory(asked):
        common.start(memory=True)
        from entredon.log.files import Directory

        return Directory(Path(asked))
    common.start()
    return _here(asked)


def _here(slug: str) -> Any:
    """A log of this node, with all that is committed published. Raises Trouble."""
    from entredon.log import checkpoints, served
    from entredon.log.models import Log

    if not Log.objects.filter(slug=slug).exists():
        common.give_up(common.no_commons(slug))
    try:
        checkpoints.publish(slug)
    except checkpoints.RolledBack as trouble:
        raise common.Trouble(trouble.sentence, 1, **trouble.values) from None
    return served.Node(slug)


@contextmanager
def _alone(directory: Path) -> Iterator[None]:
    """Only one copying into a directory at a time. Raises Trouble."""
    import os

    directory.mkdir(parents=True, exist_ok=True)
    try:
        import fcntl
    except ImportError:  # Windows: whoever starts two at once has to know
        yield
        return
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        common.give_up("Another command is copying into {directory} just now; let it finish.", directory=directory)
    finally:
        os.close(descriptor)


@contextmanager
def _bar() -> Iterator[Callable[[str, int, int], None]]:
    """A progress bar on standard error, if a person is looking."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True)
    columns = (TextColumn("{task.description:<10}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    tasks: dict[str, Any] = {}
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:

        def step(what: str, done: int, of: int) -> None:
            if what not in tasks:
                tasks[what] = bar.add_task(what, total=of)
            bar.update(tasks[what], completed=done, total=of)

        yield step


def verify(
    asked: Asked,
    structure: Annotated[
        bool, typer.Option("--structure", help="Only form, signatures and proofs; not the rules.")
    ] = False,
    vkey: Vkey = "",
    as_json: Annotated[bool, typer.Option("--json", help="The verdict for programs.")] = False,
) -> int:
    """Check a public record from its first entry to its last, and say exactly where something is wrong.

    Exit code 0: sound. 1: a fault. 2: there is nothing to check, or it needs a newer entredon.
    """
    from entredon.log import address

    try:
        if trouble := _wrong_key(vkey):
            common.give_up(trouble)
        with _bar() as progress:
            verdict = _verify(asked, structure, vkey or None, progress)
    except (address.Unreachable, common.Trouble, OSError) as trouble:
        if not as_json:
            if isinstance(trouble, address.Unreachable):
                raise common.Trouble.of(trouble) from None
            raise
        verdict = _no_verdict(tell(trouble))
    if as_json:
        print(json.dumps(verdict.as_json(), ensure_ascii=False, separators=(",", ":")))
    else:
        report(verdict, asked, structure, vkey)
    return int(verdict.code)


def _no_verdict(message: str) -> Any:
    """For programs: that nothing could be checked, and why."""
    from django.apps import apps

    if not apps.ready:
        common.start(memory=True)
    from entredon.log import verify as checking

    return checking.Verdict(faults=[checking.Fault(None, None, "checkpoint", "log", message)])


def _verify(asked: str, only_structure: bool, vkey: str | None, progress: Callable[[str, int, int], None]) -> Any:
    if common.is_directory(asked):
        common.start(memory=True)
        from entredon.log import verify as checking

        return checking.verify(Path(asked), vkey=vkey, only_structure=only_structure, progress=progress)
    with tempfile.TemporaryDirectory(prefix="entredon-verify-") as folder:
        copy = Path(folder)
        if common.is_address(asked):
            common.start(memory=True)
            from entredon.log import address, copy_raw
            from entredon.log import verify as checking

            copy_raw.take(address.locate(asked), copy, progress)
            return checking.verify(copy, vkey=vkey, only_structure=only_structure, progress=progress)
        common.start()
        from entredon.log import verify_here
        from entredon.log.models import Log

        if not Log.objects.filter(slug=asked).exists():
            return _no_verdict(common.no_commons(asked))
        return verify_here.verify(asked, copy, vkey=vkey, only_structure=only_structure, progress=progress)


def report(verdict: Any, asked: str, only_structure: bool, vkey: str) -> None:
    """The verdict for people."""
    for line in report_lines(verdict, asked, only_structure, vkey):
        print(common.printable(line))


def report_lines(verdict: Any, asked: str, only_structure: bool, vkey: str) -> Iterator[str]:
    """What was proven, what was found, and what such a check can't prove."""
    if verdict.origin:
        yield f"{verdict.origin}: {verdict.size} entries"
        yield f"root     {verdict.root}"
    if verdict.digest:
        yield f"tables   {verdict.digest}"
    if verdict.vkey:
        yield f"key      {verdict.vkey}"
        if not vkey:
            yield said("         (as this copy gives it; whoever knows the key from elsewhere gives it with --vkey)")
    for fault in verdict.faults[:40]:
        yield f"FAULT    {fault.message}  [{fault.check}; {fault.file or 'rules'}{'' if not fault.entry else ' ' + fault.entry[:10]}]"
    if len(verdict.faults) > 40:
        yield said("         and {count} more; see them all with --json", count=len(verdict.faults) - 40)
    if verdict.verdict == "sound":
        yield from _proven(verdict, only_structure)
    elif verdict.verdict == "fault":
        yield said("Not sound: what is named above is not as its authors and its host signed it.")
    else:
        yield said("No verdict.")


def _proven(verdict: Any, only_structure: bool) -> Iterator[str]:
    total = sum(verdict.custody.values()) or 1
    yield said(
        "Sound. {signatures} signatures hold, of keys that were valid then; no entry is missing, moved or changed.",
        signatures=verdict.signatures,
    )
    if only_structure:
        yield said("The rules were not replayed (leave out --structure for that).")
    else:
        yield said(
            "Every entry keeps the rules, and every figure follows from the entries: recomputed from the first to the "
            "last."
        )
        yield from in_force.lines(verdict.in_force)
    yield _custody(verdict, total)
    if verdict.erased:
        yield said(
            "{erased} personal texts are not here: {erased2} erased, {withheld} withheld.",
            erased=verdict.erased,
            erased2=verdict.erased - verdict.withheld,
            withheld=verdict.withheld,
        )
    yield said(
        "Not proven by this: that the work happened, that people are distinct, and that others were shown the "
        "same history."
    )


def _custody(verdict: Any, total: int) -> str:
    """Who could have written the entries. Of a record of this node we know it; of a copy only what was recorded."""
    if verdict.kept_here is not None:
        here = verdict.kept_here
        return said(
            "{here} of {total} entries ({value} %) are signed by keys that are kept on this machine.",
            here=here,
            total=total,
            value=100 * here // total,
        )
    outside = total - verdict.custody.get("hosted", 0)
    share = said("{outside} of {total} entries ({value} %)", outside=outside, total=total, value=100 * outside // total)
    return said("{share} are signed by keys that the host does not hold, as their owners say.", share=share)


def rebuild(
    commons: Annotated[str, typer.Argument(metavar="SLUG", help="Short name of a commons here.")],
    write: Annotated[bool, typer.Option("--write", help="Replace the tables if they differ.")] = False,
) -> int:
    """Recompute the tables of a commons from its public record and compare; with --write, replace what differs.

    Exit code 0: equal (or now replaced). 1: they differ, or the record itself has a fault.
    """
    common.start()
    _here(commons)
    from entredon.log import rebuild as rebuilding

    with _bar() as progress:
        done = rebuilding.rebuild(commons, write=write, progress=progress)
    for line in done.lines:
        print(common.printable(line))
    return done.code

"""``entredon found`` and ``entredon import-git``: a commons begins, and learns from a git repository who built it."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from entredon.cli import common
from entredon.cli.common import Trouble, say
from entredon.cli.words import counted, said

if TYPE_CHECKING:
    from entredon.apps.library.git.reading import Progress
    from entredon.site.importing import Outcome

UNKNOWN = "unknown"
MOST_OF_A_NAME = 200


def found(
    name: Annotated[str, typer.Argument(metavar="NAME", help="What the commons is called.")],
    from_git: Annotated[
        Path | None, typer.Option("--from-git", help="A git repository of this machine, or a bundle.")
    ] = None,
    slug: Annotated[str, typer.Option(help="Its short name in addresses; made from the name when left out.")] = "",
    purpose: Annotated[str, typer.Option(help="What it is for, in a sentence.")] = "",
    licence: Annotated[
        list[str] | None,
        typer.Option(help="What everybody may do with what it makes, such as CERN-OHL-S-2.0; repeatable."),
    ] = None,
    legal_form: Annotated[str, typer.Option(help="The legal form of who bears it, such as vzw.")] = "",
    bearer: Annotated[str, typer.Option(help="The legal body with the bank account, if there is one.")] = "",
    your_name: Annotated[
        str,
        typer.Option(help="What to call you here; with --from-git as git calls you. It can be erased later."),
    ] = "",
) -> None:
    """Found a commons as a private draft, with this machine's key as its first steward; from a git repository if one is given."""
    common.start()
    from entredon.apps.commons.founding import found_commons, slug_of

    if not name.strip():
        raise Trouble("A commons needs a name.")
    slug = slug or slug_of(name)
    _free(slug)
    about = {
        "purpose": purpose or f"{name}: made together, free for everyone to take.",
        "legal_form": legal_form,
        "bearer": bearer,
        "texts": {"name": your_name} if your_name else {},
    }
    if from_git is None:
        licences = licence or [_ask_licence()]
        found_commons(name, slug, licences=licences, draft=True, **about)
        print(said("{name} is founded, as a private draft.", name=name))
        _licence_said(licences[0])
        say(
            said(
                "Next: entredon import-git {slug} PATH tells who built something; entredon log {slug} shows what was "
                "recorded.",
                slug=slug,
            )
        )
        return
    from entredon.site.importing import found_from_git

    if not your_name and (known_as := git_name(from_git)):
        say(
            said(
                "You are called “{known_as}” here, as git calls you; give --your-name to be called otherwise.",
                known_as=known_as,
            )
        )
        about["texts"] = {"name": known_as}
    with _progress() as progress, _git():
        told = found_from_git(name, slug, from_git, licences=licence or (), progress=progress, **about)
    print(said("{name} is founded, as a private draft. {sentence}", name=name, sentence=sentence(told)))
    _notes(told)
    _licence_said((licence or [told.licence])[0], found_in_file=not licence)
    say(
        said(
            "Next: entredon share {slug} 10000 EUR tells how 10,000 euros would be shared among them, and why.",
            slug=slug,
        )
    )


def git_name(source: Path) -> str:
    """What git calls who works in this repository, or on this machine; "" where there is no git or it doesn't know."""
    from entredon.apps.library.git.command import ask, needed, same_place
    from entredon.apps.library.git.complaints import GitTrouble

    place = ("-C", same_place(source)) if source.expanduser().is_dir() else ()
    try:
        needed()
        answer = ask(*place, "config", "--get", "user.name", alone=False)
    except GitTrouble:
        return ""
    line = "".join(c if c.isprintable() else " " for c in answer.decode("utf-8", "replace"))
    return " ".join(line.split())[:MOST_OF_A_NAME]


def import_git(
    slug: Annotated[str, typer.Argument(metavar="SLUG", help="The short name of a commons here.")],
    path: Annotated[Path, typer.Argument(metavar="PATH", help="A git repository of this machine, or a bundle.")],
) -> None:
    """Tell what is new in a git repository since the last import, or all of it the first time."""
    common.start()
    _may_import(slug)
    from entredon.site.importing import import_from_git

    with _progress() as progress, _git():
        told = import_from_git(slug, path, progress=progress)
    if told.nothing_new:
        print(said("Nothing is new in the repository since the last import; nothing was recorded."))
    else:
        print(sentence(told) if told.first else news(told))
    _notes(told)
    if not told.nothing_new:
        say(said("Next: entredon share {slug} 10000 EUR", slug=slug))


def sentence(told: "Outcome") -> str:
    """Who built it, in a sentence."""
    who = said(
        "{counted} built it in {counted2}",
        counted=counted("{n:,} person", "{n:,} people", told.people),
        counted2=counted("{n:,} commit", "{n:,} commits", told.commits),
    )
    if told.first_year:
        years = told.first_year, told.last_year
        who += (
            said(", in {years}", years=years[0])
            if years[0] == years[1]
            else said(", from {years} to {years2}", years=years[0], years2=years[1])
        )
    return f"{who}. {_released(told)}"


def news(told: "Outcome") -> str:
    """What was new, in a sentence."""
    return said(
        "New since the last import: {counted}. {released}",
        counted=counted("{n:,} commit", "{n:,} commits", told.commits),
        released=_released(told),
    )


def _released(told: "Outcome") -> str:
    if not told.versions:
        return (
            said("Nothing new is released yet: no tag.")
            if not told.first
            else said("Nothing is released yet: it has no tags.")
        )
    versions = counted("{n:,} version is", "{n:,} versions are", told.versions)
    rest = (
        said("; {counted} after the last", counted=counted("{n:,} commit comes", "{n:,} commits come", told.unreleased))
        if told.unreleased
        else ""
    )
    return said("{versions} told by tags{rest}.", versions=versions, rest=rest)


def _notes(told: "Outcome") -> None:
    for note in told.notes:
        say(note)


def _licence_said(licence: str, *, found_in_file: bool = False) -> None:
    if licence == UNKNOWN:
        say(
            said(
                "Its licence stands as “unknown”: no file says it in words that are known here. Say it with --licence "
                "next time."
            )
        )
    elif found_in_file:
        say(said("Its licence is {licence}, as its own file says.", licence=licence))


def _ask_licence() -> str:
    """Asks who is there to answer; a script gets "unknown", and is told so."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return UNKNOWN
    answer: str = typer.prompt(
        said("Under which licence is what it makes free for everyone?"), default=UNKNOWN, err=True
    )
    return answer


def _free(slug: str) -> None:
    """Whether a short name is usable and not taken: asked before any work is done. Raises Trouble."""
    from entredon.apps.commons.founding import SLUG
    from entredon.log.models import Log

    if not SLUG.fullmatch(slug):
        raise Trouble("“{slug}” can't be a short name: 2 to 39 of a-z, 0-9 and -, beginning with a letter.", slug=slug)
    if Log.objects.filter(slug=slug).exists():
        raise Trouble("There is already a commons named {slug} here; choose another short name with --slug.", slug=slug)


def _may_import(slug: str) -> None:
    """Whether this machine's key may import: asked before any work is done. Raises Trouble, NotFound."""
    from entredon.apps.commons import queries as commons
    from entredon.apps.people import queries as people
    from entredon.log import device
    from entredon.log.models import Key

    commons.commons(slug)
    key = Key.objects.filter(commons=slug, id=device.key(slug).id).first() if device.path(slug).exists() else None
    if key is None or not {"steward", "keeper"} & set(people.person(slug, key.person).roles):
        raise Trouble(
            "Only a steward or a keeper of {slug} can import, and this machine's key is neither's.", slug=slug
        )


@contextmanager
def _git() -> Iterator[None]:
    from entredon.apps.library.git.complaints import GitTrouble

    try:
        yield
    except GitTrouble as trouble:
        raise Trouble("{trouble} Nothing was recorded.", trouble=trouble) from None


@contextmanager
def _progress() -> Iterator["Progress"]:
    """A bar with an estimate for who watches; silence in scripts."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True)
    columns = (TextColumn(said("Reading commits")), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total or None)

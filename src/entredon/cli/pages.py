"""``entredon page, page-write``: what a commons knows, read and written from a terminal, with this machine's key."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from entredon.cli.common import Trouble, give_up, no_commons, printable, say, start
from entredon.cli.keys import member
from entredon.cli.words import said
from entredon.pure.log import canonical

if TYPE_CHECKING:
    from entredon.apps.work.editing_pages import Same, Saved, Say, Settle
    from entredon.apps.work.queries_pages import PageShown
    from entredon.pure.log.keys import SecretKey

Slug = Annotated[str, typer.Argument(metavar="SLUG", help="the short name of a commons here")]
Address = Annotated[
    str,
    typer.Argument(
        metavar="ADDRESS",
        help="the page's address, such as how-to-weld; of a creation or circle: its id, /, the address",
    ),
]
Json = Annotated[bool, typer.Option("--json", help="print the result as canonical JSON")]
LONGEST = 100_000
"""Bytes of a text."""
THEIRS, BETWEEN, MINE = "<<<<<<< saved meanwhile", "=======", ">>>>>>> yours"
"""Lines that stand around what two changed, as programs that merge write them."""


def page(
    slug: Slug,
    address: Address,
    revision: Annotated[int, typer.Option(min=0, help="an earlier revision, by its number")] = 0,
    json: Json = False,
) -> None:
    """Print a page of knowledge, as it was written."""
    start()
    from entredon.apps.work import queries_pages as pages

    shown = _page(slug, address)
    row = pages.revision(slug, shown.id, revision or shown.revisions)
    texts = pages.texts(slug, [row.id], ("title", "text")).get(row.id, {})
    number, title, text = row.number, texts.get("title", ""), texts.get("text", "")
    if not text and not revision:
        number, title, text = pages.reading(slug, shown, row)
    if not text:
        give_up("The text of this revision was erased.")
    if number != row.number:
        say(said("The newest text of this page was erased; this is revision {number}.", number=number))
    if not json:
        say(said("Revision {number}. Who writes on it says --since {number} with entredon page-write.", number=number))
    if json:
        told = {"page": shown.id, "revision": number, "revisions": shown.revisions, "title": title, "text": text}
        print(canonical.dumps(told).decode())
    else:
        print(printable(text))


def page_write(
    slug: Slug,
    address: Address,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="the text, in Markdown; - for what comes in")],
    reason: Annotated[str, typer.Option("--reason", help="what you changed, and why; it can be erased later")] = "",
    title: Annotated[str, typer.Option(help="what the page is called; as before if left out")] = "",
    since: Annotated[
        int, typer.Option(min=0, help="the revision you began with; what others changed since is put together with it")
    ] = 0,
    json: Json = False,
) -> None:
    """Write a page of knowledge, or its next revision: together with what others saved since the one you began with."""
    text = _read(file)
    me = member(slug)
    from entredon.apps.work import editing_pages as editing
    from entredon.apps.work import queries_pages as pages
    from entredon.log.asked import NotFound

    where, _slash, name = address.rpartition("/")
    try:
        shown = _page(slug, address)
    except NotFound:
        about = pages.index(slug).place(where or pages.COMMONS).about
        typed = editing.Typed(title or name.replace("-", " ").capitalize(), text, reason, about, name)
        _done(slug, editing.begin(slug, typed, _person(slug, me), _saying(slug, me)), json)
        return
    if not since:
        give_up(
            "Say with --since which revision you began with, so that nobody's words are written over; the newest is "
            "{number}. Nothing was recorded.",
            number=shown.revisions,
        )
    began = pages.revision(slug, shown.id, since)
    typed = editing.Typed(title or pages.reading(slug, shown, began).title, text, reason, parent=began.id)
    end = editing.save(slug, shown.id, typed, _saying(slug, me))
    if isinstance(end, editing.Settle):
        _set_beside(file, name, end, pages.revision(slug, shown.id, pages.index(slug).pages[shown.id].revisions).number)
    _done(slug, end, json)


def _page(slug: str, address: str) -> "PageShown":
    """The page at an address, as a command writes it. Raises NotFound."""
    from entredon.apps.work import queries_pages as pages
    from entredon.log.models import Log

    if not Log.objects.filter(slug=slug).exists():
        raise Trouble(no_commons(slug))
    where, _slash, name = address.rpartition("/")
    return pages.page(slug, where or pages.COMMONS, name)


def _read(file: Path) -> str:
    """The text to write. Raises Trouble."""
    from entredon.apps.work.editing_pages import plain

    try:
        raw = sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
        text = plain(raw.decode())
    except FileNotFoundError:
        raise Trouble("There is no file {file}. Nothing was recorded.", file=printable(file)) from None
    except UnicodeDecodeError:
        raise Trouble("{file} is not text in UTF-8. Nothing was recorded.", file=printable(file)) from None
    if not text.strip():
        raise Trouble("A page has words: {file} has none. Nothing was recorded.", file=printable(file))
    if {THEIRS, MINE} & set(text.split("\n")):
        raise Trouble(
            "{file} still holds places where both texts stand: choose, and take out the lines with <<<<<<< ======= "
            ">>>>>>>. Nothing was recorded.",
            file=printable(file),
        )
    if len(text.encode()) > LONGEST:
        raise Trouble(
            "{file} has more than {most:,} bytes: make two pages of it. Nothing was recorded.",
            file=printable(file),
            most=LONGEST,
        )
    return text


def _person(slug: str, me: "SecretKey") -> str:
    from entredon.log.models import Key

    return Key.objects.values_list("person", flat=True).get(commons=slug, id=me.id)


def _saying(slug: str, me: "SecretKey") -> "Say":
    from entredon.log import door

    return lambda fact, texts: door.append(slug, fact, me, texts).id


def _set_beside(file: Path, name: str, end: "Settle", newest: int) -> NoReturn:
    """Both changed the same: both stand in a file, for her to choose. Raises Trouble."""
    from entredon.pure.text.merge import Agreed

    beside = Path(f"{name}.md.both") if str(file) == "-" else file.with_name(f"{file.name}.both")
    lines: list[str] = []
    for piece in end.merged.pieces:
        if isinstance(piece, Agreed):
            lines += piece.lines
        else:
            lines += [THEIRS, *piece.one, BETWEEN, *piece.other, MINE]
    beside.write_text("\n".join(lines) + "\n", encoding="utf-8")
    raise Trouble(
        "Somebody changed the same while you were writing ({count} times). Both texts are in {beside}: choose there, then "
        "write that file with --since {newest}. Nothing was recorded, and nothing is lost.",
        count=max(1, len(end.merged.conflicts)),
        beside=printable(beside),
        newest=newest,
    )


def _done(slug: str, end: "Saved | Same", json: bool) -> None:
    from entredon.apps.work.editing_pages import Saved

    saved = isinstance(end, Saved)
    if json:
        told = {"entry": end.entry if isinstance(end, Saved) else "", "recorded": saved}
        print(canonical.dumps(told).decode())
    elif not isinstance(end, Saved):
        print(said("The page reads like that already: there was nothing to record."))
    elif end.with_others:
        print(said("Recorded, together with what somebody saved meanwhile: {id}.", id=end.entry[:10]))
    else:
        print(said("Recorded: {id}.", id=end.entry[:10]))

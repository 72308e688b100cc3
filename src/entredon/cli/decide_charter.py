"""``entredon decide charter`` and ``decide adopt``: who decides what here, and the first charter, said with this machine's key."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from entredon.cli.common import Trouble, printable
from entredon.cli.keys import member
from entredon.cli.share import Commons, open_commons
from entredon.cli.words import said
from entredon.cli.work import Json, Slug
from entredon.pure.choice import reading
from entredon.pure.choice.charter import Charter
from entredon.pure.choice.templates import TEMPLATES
from entredon.pure.log import canonical

if TYPE_CHECKING:
    from entredon.apps.decide.queries_charter import Whole

FOUR = " or ".join(TEMPLATES)


def charter(
    commons: Commons,
    of: Annotated[
        str, typer.Option("--of", metavar="CHARTER", help="one of the four to begin with, or a JSON file")
    ] = "",
    json: Json = False,
) -> None:
    """Show who decides what by the charter in force, or what another one says. With --json, the charter as data."""
    slug = open_commons(commons)
    from entredon.apps.decide import queries_charter as queries

    now = queries.in_force(slug)
    read = read_charter(of) if of else now.charter if now is not None else None
    if json:
        print(canonical.dumps(_plain(slug, read, "" if of or now is None else now.id)).decode())
        return
    if read is None:
        print(printable(said("There is no charter yet: its stewards decide, each of them alone.")))
        print(printable(said("Next, a steward adopts one:  entredon decide adopt {slug} {four}", slug=slug, four=FOUR)))
        return
    for line in _lines(queries.whole(read)):
        print(printable(line))


def _plain(slug: str, read: Charter | None, id: str) -> dict[str, Any]:
    return {"charter": None if read is None else read.data(), "hash": "" if read is None else read.hash, "id": id}


def _lines(whole: "Whole") -> list[str]:
    """A charter in words: what can be decided, then each way to decide."""
    lines = [said("By the charter “{name}”:", name=whole.name)]
    for one in whole.levers:
        how = f"{one.who}; {one.passes}, {one.quorum}" if one.kind else said("stewards, each of them alone")
        most = said(" (at most {most} at once)", most=one.most) if one.most else ""
        lines.append(f"  {one.name}: {how}{most} · {one.way}")
    for kind in whole.kinds:
        lines.append(f"{kind.name}:")
        lines.append(said("  opened by {opens}", opens=kind.opens))
        lines += [f"  {step.days}: {step.what}" for step in kind.steps]
    lines.append(
        said("A decision is set aside where {part} of those who may vote challenge it in time.", part=whole.set_aside)
    )
    lines.append(said("Nobody can take away: to leave, to go on elsewhere with a copy, and a public record."))
    return lines


def adopt(
    slug: Slug,
    charter: Annotated[str, typer.Argument(metavar="CHARTER", help="a JSON file, or one of the four to begin with")],
    json: Json = False,
) -> None:
    """Adopt the first charter, as a steward. From then on people decide together what it says, and only a decision changes it."""
    read = read_charter(charter)
    me = member(slug)
    from entredon.apps.decide.entries import Chartered
    from entredon.log import door

    id = door.append(slug, Chartered(charter=read.data()), me).id
    if json:
        print(canonical.dumps({"entry": id, "charter": id, "hash": read.hash}).decode())
        return
    print(
        printable(
            said(
                "Recorded: {id}. From here on people decide by it; see how:  entredon decide charter {slug}",
                id=id[:10],
                slug=slug,
            )
        )
    )


def read_charter(asked: str) -> Charter:
    """The charter in a file, or one of the four by its name. Raises Trouble."""
    if asked in TEMPLATES:
        return TEMPLATES[asked]
    try:
        return reading.loads(Path(asked).read_bytes())
    except OSError as trouble:
        raise Trouble(
            "The charter {file} can't be read ({strerror}); give a JSON file, or {names}.",
            file=asked, strerror=trouble.strerror, names=FOUR,
        ) from None  # fmt: skip
    except ValueError as trouble:
        if not isinstance(trouble, reading.BadCharter):
            raise Trouble(
                "There is no charter {file}; give a JSON file, or {names}.", file=asked[:80], names=FOUR
            ) from None
        raise Trouble("By the charter in {file} nobody could live. {trouble}", file=asked, trouble=trouble) from None

"""``entredon log-work, review``: what one has given, with all that belongs to it; and what a peer says of it."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from entredon.cli.common import Trouble, printable
from entredon.cli.keys import member
from entredon.cli.words import said
from entredon.cli.work import Flow, Json, Slug
from entredon.pure.log import canonical

if TYPE_CHECKING:
    from entredon.desk.files import Waits


def log_work(
    slug: Slug,
    what: Annotated[str, typer.Argument(metavar="WHAT", help="what you have done, in a line")],
    kind: Annotated[
        str, typer.Option(help="which kind of work it was, in a word, such as design; of a need, its own if left out")
    ] = "",
    need: Annotated[str, typer.Option(help="for which need: the beginning of its name, at least six characters")] = "",
    done: Annotated[bool, typer.Option("--done", help="your part of the need is done with this")] = False,
    version: Annotated[
        str, typer.Option(help="for which version: its name or the beginning of its id; else where the need is, or at large")
    ] = "",
    circle: Annotated[str, typer.Option(help="with which circle: its name or the beginning of its id")] = "",
    hours: Annotated[str, typer.Option(help="how long it took, if you like to say, such as 1.5")] = "",
    on: Annotated[str, typer.Option(metavar="DAY", help="on which day, such as 2026-11-20")] = "",
    file: Annotated[list[Path] | None, typer.Option(help="a file that belongs to it; repeatable, at most five")] = None,
    link: Annotated[str, typer.Option(metavar="ADDRESS", help="where it can be seen: an https:// address")] = "",
    commit: Annotated[list[str] | None, typer.Option(metavar="HASH", help="a commit that belongs to it; repeatable")] = None,
    use: Annotated[bool, typer.Option("--use", help="not work, but the use of equipment or a place was given")] = False,
    material: Annotated[bool, typer.Option("--material", help="not work, but material or money was given")] = False,
    quantity: Annotated[str, typer.Option(help="how much of it, with --unit, such as 2.5")] = "",
    unit: Annotated[str, typer.Option(help="of what unit, such as kg")] = "",
    points: Annotated[int | None, typer.Option(min=0, help="how much it weighs beside other work of its kind")] = None,
    json: Json = False,
) -> None:  # fmt: skip
    """Tell what you have given: work, material or the use of equipment, with files and links. Others look at it before it counts."""
    me = member(slug)
    from entredon.apps.work.entries import Contributed
    from entredon.apps.work.forms import kind_from
    from entredon.desk import files
    from entredon.log import door
    from entredon.log.told import short

    if not what.strip() or "\n" in what.strip():
        raise Trouble("Say in a line what you have done. Nothing was recorded.")
    if use and material:
        raise Trouble("Say --use or --material, not both. Nothing was recorded.")
    need_id, need_kind = _need(slug, need)
    wanted = kind_from(kind) if kind else need_kind
    if not wanted:
        raise Trouble("Say with --kind which kind of work it was, in a word. Nothing was recorded.")
    address = _link(link)
    kept = _files(file or [])
    try:
        fact = Contributed(
            **_where(slug, version), need=need_id, circle=circle_named(slug, circle), work=wanted, done=done,
            action="use" if use else "transfer" if material else "work", quantity=quantity, unit=unit, hours=hours, on=on,
            files=_named(kept), commits=tuple(one.lower() for one in commit or []),
            measures={"points": points} if points is not None else {},
        )  # fmt: skip
        for one in kept:
            files.tell(one)
        names = "\n".join(one.name for one in kept)
        texts = {name: text for name, text in (("note", what.strip()), ("link", address), ("names", names)) if text}
        id = door.append(slug, fact, me, texts).id
    finally:
        for one in kept:
            files.drop(one)
    data = {"entry": id, "contribution": id, "files": [one.sha256 for one in kept]}
    text = said("Recorded: {id}. Others look at it before it counts.", id=short(id))
    print(canonical.dumps(data).decode() if json else printable(text))


def review(
    slug: Slug,
    contribution: Flow,
    verdict: Annotated[str, typer.Argument(metavar="VERDICT", help="accept, more or decline")],
    reason: Annotated[str, typer.Option("--reason", help="why, in your words; they can be erased later")] = "",
    until: Annotated[
        int | None, typer.Option(min=0, help="how many receipts there were when you looked; all that are there now if left out")
    ] = None,
    json: Json = False,
) -> None:  # fmt: skip
    """Say what you think of somebody's contribution: that you accept it, that something is missing, or that you decline it."""
    me = member(slug)
    from entredon.apps.work import finding, letters_reviews
    from entredon.apps.work.entries_reviews import Reviewed
    from entredon.apps.work.models import Contribution
    from entredon.log import door
    from entredon.log.models import Key, Log

    if verdict not in ("accept", "more", "decline"):
        raise Trouble("Say accept, more or decline; not “{verdict}”. Nothing was recorded.", verdict=verdict[:40])
    if verdict != "accept" and not reason.strip():
        raise Trouble("Say with --reason why, so that she knows what to do. Nothing was recorded.")
    flow = finding.work(slug, contribution).id
    size = Log.objects.values_list("size", flat=True).get(slug=slug) if until is None else until
    texts = {"reason": reason} if reason.strip() else {}
    id = door.append(slug, Reviewed(flow=flow, verdict=verdict, until=size), me, texts).id  # type: ignore[arg-type]
    state = Contribution.objects.values_list("state", flat=True).get(commons=slug, id=flow)
    person = Key.objects.values_list("person", flat=True).get(commons=slug, id=me.id)
    letters_reviews.reviewed(None, slug, flow, verdict, person, reason)
    data = {"entry": id, "contribution": flow, "verdict": verdict, "state": state}
    print(canonical.dumps(data).decode() if json else printable(_came_to(state, id)))


def _came_to(state: str, id: str) -> str:
    if state == "accepted":
        return said(
            "Recorded: {id}. With that it is accepted; everybody here can contest it for some days.", id=id[:10]
        )
    if state == "declined":
        return said(
            "Recorded: {id}. With that it is declined; everybody here can contest it for some days.", id=id[:10]
        )
    if state == "more":
        return said("Recorded: {id}. It waits until its author has added something.", id=id[:10])
    return said("Recorded: {id}. It waits for others to look at it.", id=id[:10])


def _need(slug: str, asked: str) -> tuple[str | None, str]:
    """A need by the beginning of its name, and the kind of work it asks for."""
    if not asked:
        return None, ""
    from entredon.apps.work import telling_offered
    from entredon.log.asked import NotFound

    found = telling_offered.offered(slug, "", need=asked).need
    if not found:
        raise NotFound("There is no need {asked} here.", asked=asked[:24])
    return found, telling_offered.need_kind(slug, found)[0]


def circle_named(slug: str, asked: str) -> str | None:
    """A circle by its name or the beginning of its id; None if none is asked for. Raises NotFound, Ambiguous."""
    if not asked:
        return None
    from entredon.apps.work.models import Circle
    from entredon.log.asked import by_prefix

    rows = list(Circle.objects.filter(commons=slug).values_list("id", "name"))
    named = [id for id, name in rows if name.casefold() == asked.casefold()]
    return named[0] if len(named) == 1 else by_prefix(asked.lower(), [id for id, _name in rows], "circle")


def _where(slug: str, version: str) -> dict[str, Any]:
    if not version:
        return {}
    from entredon.apps.library.queries import find_version

    shown = find_version(slug, version)
    return {"version": shown.id} if shown.released else {"creation": shown.creation}


def _link(text: str) -> str:
    from entredon.apps.work import links

    return links.checked(text) if text else ""


def _files(paths: list[Path]) -> "list[Waits]":
    """The files, looked at and kept aside until it is told. Raises Trouble, Refused."""
    from django.core.files.uploadedfile import UploadedFile

    from entredon.desk import files

    kept: list[Waits] = []
    try:
        for path in paths:
            if not path.is_file():
                raise Trouble("There is no file {path}. Nothing was recorded.", path=path)
            with path.open("rb") as stream:
                kept.append(files.take(UploadedFile(stream, path.name, size=path.stat().st_size)))
    except BaseException:
        for one in kept:
            files.drop(one)
        raise
    return kept


def _named(kept: "list[Waits]") -> Any:
    from entredon.apps.work.entries import File

    return tuple(File(sha256=one.sha256, bytes=one.bytes, type=one.type) for one in kept)

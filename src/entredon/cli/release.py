"""``entredon create`` and ``entredon release``: something begins to be made, and a version of it comes out."""

from typing import Annotated, Any

import typer

from entredon.cli.common import Trouble, printable
from entredon.cli.keys import member
from entredon.cli.words import said
from entredon.cli.work import Json, Slug
from entredon.pure.log import canonical


def create(
    slug: Slug, name: Annotated[str, typer.Argument(metavar="NAME", help="what it is called")], json: Json = False
) -> None:
    """Begin something that the commons makes, as a steward or keeper. From then on contributions to it can be told."""
    me = member(slug)
    from entredon.apps.library.entries import Created
    from entredon.log import door

    id = door.append(slug, Created(name=name), me).id
    _told(json, {"entry": id, "creation": id}, said("{name} is begun: {id}.", name=name, id=id[:10]))


def release(
    slug: Slug,
    creation: Annotated[str, typer.Argument(metavar="CREATION", help="its name or the beginning of its id")],
    version: Annotated[str, typer.Argument(metavar="VERSION", help="what the version is called, such as 0.2")],
    own: Annotated[int, typer.Option(help="how much of it is new, beside the weights of what it is built on")] = 100,
    on: Annotated[
        list[str] | None,
        typer.Option("--on", metavar="VERSION=WEIGHT", help="a version it is built on, and its weight; repeatable"),
    ] = None,
    json: Json = False,
) -> None:
    """Release a version, as a steward or keeper: all that was given since the last one is in it."""
    me = member(slug)
    from entredon.apps.library.entries import Released
    from entredon.log import door

    fact = Released(creation=creation_named(slug, creation).id, name=version, own=own, inputs=_inputs(slug, on or []))
    id = door.append(slug, fact, me).id
    _told(
        json, {"entry": id, "version": id}, said("{name} is released: {id}.", name=f"{creation} {version}", id=id[:10])
    )


def creation_named(slug: str, asked: str) -> Any:
    """A creation by its name or the beginning of its id. Raises Trouble."""
    from entredon.apps.library import queries as library

    known = library.creations(slug)
    found = [one for one in known if one.name == asked] or [
        one for one in known if len(asked) >= 6 and one.id.startswith(asked.lower())
    ]
    if len(found) != 1:
        names = ", ".join(one.name for one in known) or said("nothing yet")
        raise Trouble(
            "“{asked}” is not the name of one creation here. Here are: {names}.", asked=asked[:80], names=names
        )
    return found[0]


def _inputs(slug: str, given: list[str]) -> tuple[Any, ...]:
    from entredon.apps.library.entries import Input
    from entredon.apps.library.queries import find_version

    found = []
    for text in given:
        label, equals, weight = text.rpartition("=")
        if not equals or not weight.isascii() or not weight.isdecimal():
            raise Trouble("“{text}” is not a version and its weight, such as “Chassis 0.1=30”.", text=text[:80])
        found.append(Input(version=find_version(slug, label).id, weight=int(weight)))
    return tuple(found)


def _told(json: bool, data: dict[str, Any], text: str) -> None:
    print(canonical.dumps(data).decode() if json else printable(text))

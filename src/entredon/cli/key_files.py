"""``entredon key new`` and ``entredon key list``: the keys of this machine, one for each commons."""

from collections.abc import Collection
from typing import Annotated

import typer

from entredon.cli import common
from entredon.cli import place as places
from entredon.cli.common import printable, say
from entredon.cli.place import KeyThere
from entredon.cli.sign import At
from entredon.cli.words import said
from entredon.pure.log import canonical

CUSTODY = {
    "hosted": said("kept by the place"),
    "device": said("on a device"),
    "passkey": said("a passkey"),
}


def new(address: At) -> None:
    """Make this machine's key for a commons, and print its id. It belongs to that commons alone and to no other."""
    place = places.of(address)
    from entredon.log import device

    file = places.key_file(place)
    there = file.exists()
    key = device.made(file)
    print(key.id)
    say(
        said(
            "{value}: {file}. Nobody else has it; keep a copy in a safe place.",
            value=said("There was one already") if there else "Made",
            file=file,
        )
    )
    known = place.key(key.id)
    if known is not None:
        say(
            said(
                "It belongs to {printable} in {name}{value}.",
                printable=printable(known.person),
                name=place.name,
                value=said(", but was withdrawn") if known.revoked else "",
            )
        )
        return
    say(said("You are a member of {name}:  entredon key enrol {name}", name=place.name))
    say(said("You want to join with it:  entredon sign {name} people.joined --text name=…", name=place.name))


def keys(
    address: Annotated[
        str, typer.Argument(metavar="ADDRESS", help="a commons, to see which keys you have there, also elsewhere")
    ] = "",
    json: Annotated[bool, typer.Option("--json", help="print the result as canonical JSON")] = False,
) -> None:
    """List the keys on this machine; with an address, all keys you have in that commons, and what became of them."""
    rows = _in(address) if address else _on_this_machine()
    if json:
        print(canonical.dumps(rows).decode())
        return
    for row in rows:
        print(printable("  ".join(str(value) for value in (row["id"][:10], row["commons"], row["what"]) if value)))
    if not rows:
        say(said("There is no key on this machine yet: entredon key new ADDRESS makes one."))


def _on_this_machine() -> list[dict[str, str]]:
    common.start(memory=True)
    from entredon.log import device

    found = []
    for name, file in device.all_files():
        key = device.read(file)
        assert key is not None  # the file was there a moment ago
        found.append({"id": key.id, "commons": name, "what": str(file)})
    return found


def _in(address: str) -> list[dict[str, str]]:
    place = places.of(address)
    from entredon.log import device

    mine = device.read(places.key_file(place))
    known = place.key(mine.id) if mine is not None else None
    if mine is None:
        return []
    if known is None:
        return [{"id": mine.id, "commons": place.name, "what": said("on this machine, not known there yet")}]
    rows = []
    for key in known.others:
        kept = (
            said("on this machine")
            if key.get("id") == mine.id
            else CUSTODY.get(str(key.get("custody")), said("elsewhere"))
        )
        ended = "" if key.get("revoked") is None else said(", withdrawn at entry {key}", key=key["revoked"])
        rows.append({"id": str(key.get("id")), "commons": place.name, "what": f"{kept}{ended}"})
    return rows


def in_use(known: KeyThere, but: Collection[str] = ()) -> list[str]:
    """The keys of a person that can sign now and how each is kept, a line each; without these."""
    live = [key for key in known.others if key.get("revoked") is None and key.get("id") not in but]
    return [f"  {str(key.get('id'))[:10]}  {CUSTODY.get(str(key.get('custody')), said('elsewhere'))}" for key in live]

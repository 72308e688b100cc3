"""``entredon sign``: say anything in a commons, signed with the key that only this machine has."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from entredon.cli import place as places
from entredon.cli import signing, words
from entredon.cli.common import Trouble, printable, say
from entredon.pure.log import canonical

if TYPE_CHECKING:
    from entredon.pure.log.keys import SecretKey

At = Annotated[
    str, typer.Argument(metavar="ADDRESS", help="the address of a commons (any of its pages), or the short name of one here")
]  # fmt: skip
Json = Annotated[bool, typer.Option("--json", help="print the result as canonical JSON")]
BODY = 1 << 20
"""Bytes of a body or a text that are read at most."""


def sign(
    address: At,
    kind: Annotated[str, typer.Argument(metavar="KIND", help="what is said, such as people.described")],
    body: Annotated[
        str, typer.Argument(metavar="BODY", help="its fields: JSON as it is, a file with it, or - for standard input")
    ] = "{}",
    text: Annotated[
        list[str] | None,
        typer.Option("--text", metavar="NAME=TEXT", help="a side text; NAME=@FILE takes it from a file"),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="show what would be signed, and send nothing")] = False,
    json: Json = False,
) -> None:
    """Sign an entry with this machine's key and have it admitted by the place that keeps the commons.

    What it says is checked here first. The public record there must continue the one seen last from here, else nothing is
    signed and the contradiction is kept as evidence. Joining: entredon sign ADDRESS people.joined --text name=Ada
    """
    said = read_body(body)
    place = places.of(address)
    texts = dict(_text(kind, given) for given in text or [])
    key = _key(place, kind)
    if kind in signing.BRINGS_ITS_KEY:
        said.setdefault("key", given_of(key))
    if dry_run:
        entry, _side = signing.shape(place, key, kind, said, texts)
        line = entry.raw.split(b"\n")[0].decode()
        print(canonical.dumps({"id": entry.id, "line": line}).decode() if json else printable(line))
        say(words.said("Nothing was sent."))
        return
    done = signing.say(place, key, kind, said, texts)
    if json:
        print(canonical.dumps({"id": done.id, "index": done.index}).decode())
    else:
        print(
            words.said("Recorded: {id}, entry {index} of {name}.", id=done.id[:10], index=done.index, name=place.name)
        )


def given_of(key: "SecretKey") -> dict[str, str]:
    """A key of this machine as entries name it."""
    from entredon.pure.log.keys import ED25519, b64

    return {"alg": ED25519, "public": b64(key.public), "custody": "device"}


def _key(place: places.Place, kind: str) -> "SecretKey":
    """This machine's key there, made where one joins with it. Raises Trouble."""
    from entredon.log import device

    file = places.key_file(place)
    if kind == "people.joined":
        return device.made(file)
    found = device.read(file)
    if found is None:
        raise Trouble(
            "This machine has no key in {name}: make it a key of yours there with entredon key enrol {name}, or join with a new "
            "one: entredon sign {name} people.joined",
            name=place.name,
        )
    return found


def read_body(given: str) -> dict[str, Any]:
    """The fields of an entry, as they were given. Raises Trouble."""
    import json

    text = given if given.lstrip().startswith(("{", "[")) else _file(given, words.said("the fields of the entry"))
    try:
        said = json.loads(text, parse_float=_no_float, parse_constant=_no_float)
    except RecursionError:
        raise Trouble("This JSON is nested too deeply. Nothing was signed.") from None
    except ValueError as trouble:
        raise Trouble("This is not JSON: {trouble}. Nothing was signed.", trouble=printable(trouble)) from None
    if not isinstance(said, dict):
        raise Trouble('The fields of an entry are a JSON object, such as {"name": "Car"}. Nothing was signed.')
    return said


def _no_float(text: str) -> Any:
    raise Trouble('Numbers in entries are whole: write {text} as a text, "{text}". Nothing was signed.', text=text)


def _text(kind: str, given: str) -> tuple[str, str]:
    """NAME=TEXT or NAME=@FILE. Raises Trouble."""
    name, equals, text = given.partition("=")
    if not (name and equals):
        raise Trouble(
            "“{given}” is not a text: write --text name=TEXT or --text name=@FILE.", given=printable(given[:60])
        )
    if not text.startswith("@"):
        return name, text
    if (kind, name) == ("people.described", "picture"):
        return name, _picture(Path(text[1:]))
    return name, _file(text[1:], words.said("the text “{name}”", name=name))


def _picture(file: Path) -> str:
    """A picture as an entry carries it: drawn anew, small, without anything else of its file. Raises Trouble, Refused."""
    from entredon.apps.people import pictures

    try:
        with file.open("rb") as stream:
            return pictures.drawn(stream, file.stat().st_size)
    except OSError as trouble:
        raise Trouble(
            "{file} can't be read for the picture: {why}. Nothing was signed.",
            file=printable(file),
            why=trouble.strerror,
        ) from None


def _file(name: str, what: str) -> str:
    """What stands in a file or comes in; at most as much as an entry can hold. Raises Trouble."""
    try:
        if name == "-":
            data = sys.stdin.buffer.read(BODY + 1)
        else:
            with Path(name).open("rb") as stream:
                data = stream.read(BODY + 1)
        text = data.decode()
    except OSError as trouble:
        raise Trouble(
            "{name} can't be read for {what}: {strerror}. Nothing was signed.",
            name=printable(name),
            what=what,
            strerror=trouble.strerror,
        ) from None
    except (UnicodeDecodeError, ValueError):
        raise Trouble(
            "{name}, for {what}, is not text in UTF-8. Nothing was signed.", name=printable(name), what=what
        ) from None
    if len(data) > BODY:
        raise Trouble("{name} is too long for {what}. Nothing was signed.", name=printable(name), what=what)
    return text

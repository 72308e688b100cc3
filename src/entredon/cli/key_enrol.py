"""``entredon key enrol`` and ``entredon key agree``: a key of this machine becomes yours in a commons, by a yes you give elsewhere."""

import platform
import sys
import time
from typing import TYPE_CHECKING, Annotated, Any

import typer

from entredon.cli import key_files, signing
from entredon.cli import place as places
from entredon.cli.common import Trouble, printable, say
from entredon.cli.place import Offline, Place
from entredon.cli.sign import At, given_of
from entredon.cli.words import said

if TYPE_CHECKING:
    from entredon.log.calling import Answer
    from entredon.pure.log.keys import SecretKey

PAUSE = 2.0
"""Seconds between two questions whether she has said yes."""
PATIENCE = 10
"""So often in a row the place may be out of reach before we give up."""


def enrol(
    address: At,
    name: Annotated[str, typer.Option("--name", help="how this device is called on the page")] = "",
) -> None:
    """Make this machine's key one of yours: say yes on the page that is shown, where you are signed in.

    It waits until you have. Stopped and begun again, it goes on with the same key and shows another code.
    """
    place = places.of(address)
    from entredon.log import device

    key = device.made(places.key_file(place))
    known = place.key(key.id)
    if known is not None:
        if known.revoked:
            raise Trouble("The key of this machine was withdrawn there. Move its file away, then begin again.")
        say(
            said(
                "The key of this machine is one of {printable} in {name} already.",
                printable=printable(known.person),
                name=place.name,
            )
        )
        return
    let_in(place, key, name or f"this {platform.system() or 'machine'} computer")
    say(
        said("This machine signs for you from now on: entredon sign. The place still keeps a key for you as well; with")
    )
    say(said("entredon key move {name} it gives that up, and only you sign.", name=place.name))


def let_in(place: Place, key: "SecretKey", called: str) -> None:
    """The whole way from asking to the entry that brings the key. Raises Trouble."""
    from entredon.pure.log.keys import b64

    answer = place.ask(b64(key.public), called)
    code, token = answer.text("code"), answer.text("token")
    if answer.status != 200 or not (code and token):
        raise places.wrong(answer, place.name)
    say(said("Open this page where you are signed in:\n\n    {printable}\n", printable=printable(answer.text("page"))))
    say(said("It must show this code:\n\n    {printable}\n\nThen say yes there. Waiting …", printable=printable(code)))
    told, away = "", 0
    while True:
        try:
            answer, away = place.asked(token), 0
        except Offline:
            away += 1
            if away >= PATIENCE:
                raise
            time.sleep(PAUSE)
            continue
        told = _tell_once(answer.text("why"), told)
        if _settled(place, key, answer, token):
            print(key.id)
            return
        time.sleep(PAUSE)


def _tell_once(why: str, told: str) -> str:
    if why and why != told:
        say(printable(why))
    return why


def _settled(place: Place, key: "SecretKey", answer: "Answer", token: str) -> bool:
    """Whether the key is in; signs what was made for it. Raises Trouble when it will never be."""
    if answer.status != 200:
        raise places.wrong(answer, place.name)
    match answer.text("state"):
        case "done":
            return True
        case "refused":
            raise Trouble("You said no there: this key was not let in. Nothing was changed.")
        case "late":
            raise Trouble("Nobody said yes in time. Nothing was changed: begin again.")
        case "made":
            return _signed(place, key, answer.text("line"), token)
    return False


def _signed(place: Place, key: "SecretKey", line: str, token: str) -> bool:
    """Look at what the place has made, sign it and send the signature. Raises Trouble for what this machine never signs."""
    from entredon.pure.log import leaf
    from entredon.pure.log.keys import ED25519

    look_at(place, key, line)
    row = leaf.row_of(leaf.Signature(ED25519, key.id, key.sign(leaf.signed_bytes(line.encode()))))
    done = place.asked(token, row)
    if done.status == 409:
        say(printable(done.sentence))
        return False
    if done.status != 200:
        raise places.wrong(done, place.name)
    return True


def look_at(place: Place, key: "SecretKey", line: str) -> None:
    """Whether an entry that somebody else made says that this key is hers, in this record, and nothing else. Raises Trouble."""
    from entredon.log import mirror, seen
    from entredon.pure.log import leaf
    from entredon.pure.log.canonical import Malformed

    newest = places.newest(place)
    try:
        said: dict[str, Any] = leaf.head_of(line.encode())
    except Malformed as trouble:
        raise Trouble(
            "{name} wants this machine to sign what is no entry: {trouble}. Nothing was signed.",
            name=place.name,
            trouble=trouble,
        ) from None
    given = said["body"].get("key") if set(said["body"]) == {"key"} else None
    mine = given_of(key)
    ours = isinstance(given, dict) and {name: value for name, value in given.items() if value} == mine
    if said["log"] != newest.origin or said["kind"] != "people.key_added" or not ours or said["c"]:
        raise Trouble(
            "{name} wants this machine to sign something else than that its key is yours. Nothing was signed.",
            name=place.name,
        )
    size, root = said["seen"]
    try:
        holds = seen.root_at(place.source, size, newest).hex() == root
    except mirror.Fault as fault:
        raise Trouble("{fault}", 1, fault=fault) from None
    if not holds:
        raise Trouble(
            "{name} shows you another history on its page than this machine. Nothing was signed.", 1, name=place.name
        )
    _is_it_you(place, str(said["by"]))


def _is_it_you(place: Place, author: str) -> None:
    """Show for whom this machine's key will speak and which other keys do, and ask whoever sits at a terminal. Raises Trouble."""
    known = place.key(author)
    if known is None or known.revoked or not known.person:
        raise Trouble(
            "{name} wants this key to be that of somebody who has no key in use there. Nothing was signed.",
            name=place.name,
        )
    say(said("In {name} this key will speak for {person}.", name=place.name, person=printable(known.person)))
    say(said("These keys speak for the same person already:"))
    for row in key_files.in_use(known):
        say(row)
    if sys.stdin.isatty() and not typer.confirm(said("Is that you?"), err=True):
        raise Trouble("Nothing was signed. Withdraw the keys that are not yours, then begin again.")


def agree(
    address: At,
    code: Annotated[str, typer.Argument(metavar="CODE", help="what the new device shows")],
    yes: Annotated[bool, typer.Option("--yes", help="don't ask once more")] = False,
) -> None:
    """Say yes, with this machine's key, to a new device of yours that runs entredon key enrol just now."""
    place = places.of(address)
    from entredon.log import device
    from entredon.pure.log import canonical

    key = device.read(places.key_file(place))
    if key is None:
        raise Trouble("This machine has no key in {name} that could say yes.", name=place.name)
    plain = "".join(letter for letter in code.upper() if letter.isascii() and letter.isalnum())
    if not 6 <= len(plain) <= 18:
        raise Trouble("“{code}” is not a code such as the new device shows.", code=printable(code[:40]))
    code = f"{plain[:5]}-{plain[5:]}"
    answer = place.waiting(code)
    given = answer.said.get("given")
    if answer.status != 200 or not isinstance(given, dict):
        raise places.wrong(answer, place.name)
    called = printable(answer.text("called")) or said("a device without a name")
    if not yes:
        typer.confirm(
            said(
                "“{called}” shows {code}? Then it signs for you in {name} from now on",
                called=called,
                code=code,
                name=place.name,
            ),
            abort=True,
            err=True,
        )
    entry, _side = signing.shape(place, key, "people.key_added", {"key": given}, {})
    line, row, _end = entry.raw.decode().split("\n")
    done = place.waiting(code, {"line": line, "sigs": canonical.loads(row.encode())})
    if done.status != 200:
        raise places.wrong(done, place.name)
    say(said("“{called}” signs it too now; then it is a key of yours.", called=called))

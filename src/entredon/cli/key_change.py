"""``entredon key rotate, revoke, move``: this machine's key is replaced, another withdrawn, or the one that the place keeps."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from entredon.cli import key_enrol, key_files, signing
from entredon.cli import place as places
from entredon.cli.common import Trouble, printable, say
from entredon.cli.place import KeyThere, Place
from entredon.cli.sign import At, given_of
from entredon.cli.words import said

if TYPE_CHECKING:
    from entredon.pure.log.keys import SecretKey

ADDED, REVOKED = "people.key_added", "people.key_revoked"
Yes = Annotated[bool, typer.Option("--yes", help="don't ask once more")]


def rotate(address: At) -> None:
    """Replace this machine's key by a new one, and withdraw the old. Broken off at any moment, the next call goes on.

    At every moment one of the two can sign, and its file is there. If you have a passkey you say yes with it on a page.
    """
    place = places.of(address)
    from entredon.log import device

    file, key, known = _mine(place)
    old = device.beside(file, device.OLD)
    if old.exists() and not device.beside(file, device.NEXT).exists():
        say(said("An earlier change of keys was broken off; it is finished now."))
        _end(place, old, key, known)
        return
    coming = device.made(device.beside(file, device.NEXT))
    if place.key(coming.id) is None:
        if known.live("passkey"):
            key_enrol.let_in(place, coming, said("the new key of a device of yours"))
        else:
            signing.say(place, key, ADDED, {"key": given_of(coming)}, cosigners=[coming])
    device.step(file)
    place.replaced(key.id, coming.id)
    there = place.key(coming.id)
    assert there is not None  # it was let in just now
    _end(place, old, coming, there)


def _end(place: Place, old: Path, key: "SecretKey", known: KeyThere) -> None:
    """Withdraw the key that was replaced, then throw away its file."""
    from entredon.log import device

    before = device.read(old)
    if (
        before is not None
        and before.id != key.id
        and before.id in {one["id"] for one in known.others if one["revoked"] is None}
    ):
        if known.live("passkey"):
            say(
                said(
                    "The new key signs from now on. Your passkey must withdraw the old one, {id}: on your page of keys.",
                    id=before.id[:10],
                )
            )
            print(key.id)
            return
        signing.say(place, key, REVOKED, {"key": before.id})
    old.unlink(missing_ok=True)
    print(key.id)
    say(said("This machine has a new key in {name}; the old one is withdrawn.", name=place.name))


def _mine(place: Place) -> "tuple[Path, SecretKey, KeyThere]":
    """This machine's key, which must be good there. Raises Trouble."""
    from entredon.log import device

    file = places.key_file(place)
    key = device.read(file)
    if key is None:
        raise Trouble("This machine has no key in {name}: entredon key enrol {name} makes one yours.", name=place.name)
    known = place.key(key.id)
    if known is None:
        raise Trouble("The key of this machine is not known in {name} yet: entredon key enrol {name}", name=place.name)
    if known.revoked:
        raise Trouble(
            "The key of this machine was withdrawn in {name}: it can change nothing any more.", name=place.name
        )
    return file, key, known


def revoke(
    address: At,
    key: Annotated[str, typer.Argument(metavar="KEY", help="its id, or at least six characters of it")],
) -> None:
    """Withdraw a key of yours, such as that of a device that is lost: nothing can be signed with it any more."""
    place = places.of(address)
    _file, mine, known = _mine(place)
    live = [str(one["id"]) for one in known.others if one["revoked"] is None]
    found = [id for id in live if len(key) >= 6 and id.startswith(key.lower())]
    if len(found) != 1:
        listed = ", ".join(id[:10] for id in live)
        raise Trouble(
            "“{key}” names none of your keys there, which are: {listed}. Nothing was changed.",
            key=printable(key[:64]),
            listed=listed,
        )
    done = signing.say(place, mine, REVOKED, {"key": found[0]})
    print(said("Withdrawn: {found}, by entry {index}.", found=found[0][:10], index=done.index))


def move(address: At, yes: Yes = False) -> None:
    """Have the place give up the key it keeps for you: from then on only your own devices sign, and its pages can't.

    It throws that key away. If you lose all your devices, only those you have chosen can let you back in.
    """
    place = places.of(address)
    _file, mine, known = _mine(place)
    hosted = known.live("hosted")
    if not hosted:
        say(said("{name} keeps no key of yours: only you sign.", name=place.name))
        return
    if known.live("passkey"):
        raise Trouble("Your passkey must sign this: do it on your page of keys. Nothing was changed.")
    say(said("These keys stay, and speak for you from then on. Withdraw those you don’t know:"))
    for row in key_files.in_use(known, but=hosted):
        say(row)
    if not yes:
        typer.confirm(
            said("{name} will throw its key away, and its pages can't say anything for you. Go on?", name=place.name),
            abort=True,
            err=True,
        )
    for id in hosted:
        done = signing.say(place, mine, REVOKED, {"key": id})
        print(said("Withdrawn: {id}, by entry {index}. Only you sign now.", id=id[:10], index=done.index))

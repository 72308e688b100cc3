"""``entredon key vouch`` and ``entredon key recover``: somebody whose keys are lost comes back, with the help of those she chose."""

import re
from typing import Annotated

import typer

from entredon.cli import place as places
from entredon.cli import sign as signs
from entredon.cli import signing
from entredon.cli.common import Trouble, printable, say
from entredon.cli.key_change import _mine
from entredon.cli.sign import At, given_of
from entredon.cli.words import said

PERSON = re.compile(r"k:[0-9a-f]{64}")
Person = Annotated[str, typer.Argument(metavar="PERSON", help="the whole id of the person, k: and 64 characters")]


def vouch(
    address: At,
    person: Person,
    key: Annotated[
        str, typer.Argument(metavar="KEY", help="her new public key as she tells it: base64, or the JSON of it")
    ],
    yes: Annotated[bool, typer.Option("--yes", help="don't ask once more")] = False,
) -> None:
    """Say that a new key is hers who chose you for that. Be sure of it: see her, or hear her voice, and compare the key."""
    _check(person)
    given = (
        signs.read_body(key) if key.lstrip().startswith("{") else {"alg": "ed25519", "public": key, "custody": "device"}
    )
    place = places.of(address)
    _file, mine, _known = _mine(place)
    if not yes:
        typer.confirm(
            said("Are you sure that this key is {person}’s own, and not somebody else’s?", person=person[:12]),
            abort=True,
            err=True,
        )
    done = signing.say(place, mine, "people.vouched", {"person": person, "key": given})
    print(said("Recorded: {id}, entry {index} of {name}.", id=done.id[:10], index=done.index, name=place.name))


def recover(address: At, person: Person) -> None:
    """Come back with a new key of this machine, once enough of those you chose have vouched for it. Ends all your other keys.

    The first call makes the key and tells what to ask them; call it again when they have.
    """
    _check(person)
    place = places.of(address)
    from entredon.log import device
    from entredon.pure.log.keys import b64

    file = places.key_file(place)
    key = device.read(file)
    known = place.key(key.id) if key is not None else None
    if known is not None and known.person == person and not known.revoked:
        raise Trouble("The key of this machine is {person}’s already: you can sign with it.", person=person[:12])
    lost = known is not None  # of somebody else, or withdrawn: it stays until the new one is in
    key = device.made(device.beside(file, device.NEXT) if lost else file)
    say(
        said(
            "Ask those you chose to say, each on their own machine or page, that this key is yours:\n\n    {b64}\n",
            b64=b64(key.public),
        )
    )
    say(said("    entredon key vouch {name} {person} {b64}\n", name=place.name, person=person, b64=b64(key.public)))
    try:
        done = signing.say(place, key, "people.recovered", {"person": person, "key": given_of(key)})
    except Trouble as trouble:
        raise Trouble(
            "Not yet: {trouble} Call this again when enough of them have.", trouble.code, trouble=trouble
        ) from None
    if lost:
        device.step(file)
        device.beside(file, device.OLD).unlink()
    print(key.id)
    say(
        said(
            "You are back in {name} by entry {index}; all your other keys there have ended.",
            name=place.name,
            index=done.index,
        )
    )


def _check(person: str) -> None:
    if not PERSON.fullmatch(person):
        raise Trouble(
            "“{person}” is not the whole id of a person: k: and 64 characters, as her page shows.",
            person=printable(person[:80]),
        )

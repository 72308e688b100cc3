"""``entredon attest`` and ``entredon publish``: an imported draft becomes public, and on whose word."""

from typing import Annotated

import typer

from entredon.cli import common
from entredon.cli.common import Trouble, say
from entredon.cli.words import said


def attest(
    slug: Annotated[str, typer.Argument(metavar="SLUG", help="The short name of an imported draft here.")],
    who: Annotated[str, typer.Option("--as", help="Who attests it: a name that everybody will read.")],
    repository: Annotated[
        str,
        typer.Option(help="The public address of the repository, if it has one: https://, ssh:// or git@host:path."),
    ] = "",
) -> None:
    """Say, as whoever runs this node, that the stewards of a draft speak for the repository it was imported from."""
    common.start()
    from entredon.apps.commons import queries as commons
    from entredon.apps.library.git import proof
    from entredon.apps.library.git.complaints import GitTrouble

    if not commons.commons(slug).draft:
        raise Trouble("{slug} is public already; nothing was attested.", slug=slug)
    try:
        shown = proof.attest(slug, who, repository)
    except GitTrouble as trouble:
        raise Trouble("{trouble} Nothing was attested.", trouble=trouble) from None
    print(
        said(
            "Noted: {by} attests that the stewards of {slug} speak for its repository, up to {head}.",
            by=shown.by,
            slug=slug,
            head=shown.head[:10],
        )
    )
    say(said("Next: a steward publishes it, on its page or by entredon publish {slug}.", slug=slug))


def publish(
    slug: Annotated[str, typer.Argument(metavar="SLUG", help="The short name of a draft here.")],
    yes: Annotated[bool, typer.Option("--yes", help="Don't ask once more.")] = False,
) -> None:
    """Make a draft public, signed by this machine's key. There is no way back: whoever has seen it may keep a copy."""
    common.start()
    from entredon.apps.commons import publish as publishing
    from entredon.apps.commons import queries as commons
    from entredon.log import device

    shown = commons.commons(slug)
    if not shown.draft:
        raise Trouble("{slug} is public already.", slug=slug)
    if not device.path(slug).exists():
        raise Trouble("Only a steward can publish {slug}, and this machine has no key there.", slug=slug)
    publishing.control(slug)
    if not yes:
        typer.confirm(
            said("Everybody will see {name}, and there is no way back. Publish it?", name=shown.name),
            abort=True,
            err=True,
        )
    done = publishing.publish(slug, device.key(slug))
    print(said("{name} is public. Receipt: {id}", name=shown.name, id=done.id))

"""``entredon sign-in``: the operator's way to let somebody in, for a place without a mail server."""

from typing import TYPE_CHECKING, Annotated

import typer

from entredon.cli.common import give_up, say, start
from entredon.cli.words import said

if TYPE_CHECKING:
    from entredon.apps.people.models import Account


def sign_in(
    address: Annotated[str, typer.Argument(help="The e-mail address of the account.")],
    new: Annotated[bool, typer.Option("--new", help="Make the account if there is none.")] = False,
    name: Annotated[str, typer.Option(help="What a new account is called.")] = "",
    at: Annotated[str, typer.Option(help="Where people reach this place, such as https://commons.example.")] = "",
    without_second_step: Annotated[
        bool,
        typer.Option("--without-second-step", help="Forget the passkeys, app and recovery codes of who has lost them."),
    ] = False,
) -> None:
    """Print a link that signs in whoever has this address: it works once, within 24 hours. Hand it to nobody else.

    Who has set up a passkey or an app with codes is asked for it with this link too. With --without-second-step all of them
    are forgotten first, and a letter tells her so: be sure that it is really she who asks.
    """
    start()
    from datetime import timedelta

    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email
    from django.urls import reverse

    from entredon.apps.people import account_links

    try:
        validate_email(address)
    except ValidationError:
        give_up("'{address}' is not an e-mail address, such as ada@example.org.", address=address)
    account = account_links.known(address)
    if account is None and not new:
        give_up("There is no account with the address {address} here. With --new it is made.", address=address)
    if account is None:
        account = account_links.newcomer(address, name)
        say(said("Made an account for {email}.", email=account.email))
    if not account.is_active:
        give_up("The account of {email} is closed.", email=account.email)
    if without_second_step:
        forget_second_step(account, place(at))
    token = account_links.make(account, lasts=timedelta(hours=24))
    print(place(at) + reverse("account_use_link", args=[token]))


def forget_second_step(account: "Account", at: str) -> None:
    """Let her in by the link alone from now on, and write to her that this was done."""
    from django.db import transaction

    from entredon.apps.people import account_second
    from entredon.desk import letters
    from entredon.pure.told import Told

    with transaction.atomic():
        if not account_second.forget(account):
            say(said("{email} has no second step.", email=account.email))
            return
        context = {"name": account.name, "place": at}
        subject = Told("Your passkeys and codes were taken away")
        letters.post(account.email, subject, "account/letters/second_step_forgotten.txt", context)
    say(said("The passkeys, app and recovery codes of {email} are forgotten; a letter tells her.", email=account.email))


def place(at: str) -> str:
    """The beginning of addresses here, without a slash at its end."""
    from django.conf import settings

    if at:
        return at.rstrip("/")
    if settings.ENTREDON_HOST:
        return f"{'https' if settings.ENTREDON_HTTPS else 'http'}://{settings.ENTREDON_HOST}"
    return "http://localhost:8000"

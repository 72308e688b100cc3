"""``entredon request, requests``: ask somebody to pay, with this machine's key, and see who has."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from entredon.cli import amounts
from entredon.cli.amounts import money
from entredon.cli.common import Trouble, no_commons, printable, say
from entredon.cli.keys import member
from entredon.cli.share import print_json
from entredon.cli.words import said
from entredon.cli.work import Json, Slug

if TYPE_CHECKING:
    from entredon.apps.treasury.pay_in import Payment
    from entredon.apps.treasury.queries_requests import RequestShown


def request(
    slug: Slug,
    amount: Annotated[str, typer.Argument(metavar="AMOUNT", help="how much to ask for, such as 2500 or 1300.00")],
    currency: Annotated[str, typer.Argument(metavar="CURRENCY", help="its currency by ISO 4217 code, such as EUR")],
    what: Annotated[
        str,
        typer.Option(
            "--for",
            metavar="VERSION|CREATION",
            help="what it is for: a version, or a creation (then its newest release); none: the commons as a whole",
        ),
    ] = "",
    kind: Annotated[str, typer.Option(help="sale, service, grant, gift, membership, or a word of your own")] = "sale",
    payer: Annotated[str, typer.Option(help="who should pay; it can be erased later")] = "",
    note: Annotated[str, typer.Option(help="what for, in your words; they can be erased later")] = "",
    due: Annotated[str, typer.Option(metavar="DAY", help="until when, as in 2026-11-26")] = "",
    pdf: Annotated[Path | None, typer.Option(metavar="FILE", help="write it on paper too")] = None,
    mail: Annotated[
        str, typer.Option(metavar="ADDRESS", help="send it to this e-mail address, which is not kept")
    ] = "",
    json: Json = False,
) -> None:
    """Ask somebody to pay, as a steward: you get what she needs for it, with a reference by which her payment is found."""
    minor = amounts.amount(amount, currency)
    _writable(pdf)
    _address(mail)
    me = member(slug)
    from entredon.apps.treasury import queries_requests
    from entredon.apps.treasury.entries import Requested
    from entredon.log import door

    fact = Requested(minor=minor, currency=currency, what=kind, due=due, **_about(slug, what))
    id = door.append(slug, fact, me, {"payer": payer, "note": note}).id
    asked = queries_requests.request(slug, id)
    if pdf is not None:
        _write(slug, asked, pdf)
    if mail:
        from entredon.apps.treasury.letters_requests import letter

        letter(None, slug, asked, mail)
    _tell(slug, asked, json=json, mail=mail, pdf=pdf)


request.context_settings = amounts.CONTEXT  # type: ignore[attr-defined]


def _about(slug: str, asked: str) -> dict[str, str]:
    """What it is for, by name or id; nothing for the commons as a whole. Raises NotFound, Ambiguous."""
    if not asked.strip():
        return {}
    from entredon.cli.money import _sold

    return _sold(slug, asked)


def _writable(file: Path | None) -> None:
    """Nothing is said before it is sure that the paper can be written. Raises Trouble."""
    if file is not None and (file.is_dir() or not file.resolve().parent.is_dir()):
        raise Trouble("“{file}” can't be written: name a file in a folder that is there.", file=str(file))


def _address(mail: str) -> None:
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email

    try:
        if mail:
            validate_email(mail)
    except ValidationError:
        raise Trouble("“{mail}” is no e-mail address. Nothing was recorded.", mail=mail[:80]) from None


def _payment(slug: str, asked: "RequestShown") -> "Payment | None":
    from entredon.apps.treasury.letters_requests import payment_of

    return payment_of(slug, asked)


def _write(slug: str, asked: "RequestShown", file: Path) -> None:
    from entredon.apps.commons.queries import commons
    from entredon.apps.treasury.requests_pdf import paper

    file.write_bytes(paper(commons(slug), asked, _payment(slug, asked), payer=True))


def _tell(slug: str, asked: "RequestShown", *, json: bool, mail: str, pdf: Path | None) -> None:
    payment = _payment(slug, asked)
    if json:
        print_json(_plain(asked, payment))
        return
    print(printable(said("Asked for {money}: {id}.", money=money(asked.minor, asked.currency), id=asked.id[:10])))
    print(printable(said("Reference: {reference}", reference=asked.rf)))
    if payment is None:
        say(
            said(
                "The number of the account is not kept here, so payers see it nowhere: keep it on the page of the bearer."
            )
        )
    else:
        if payment.ogm is not None:
            print(printable(said("In Belgium: {reference}", reference=payment.ogm.shown)))
        account = said("Account: {iban}, {holder}", iban=payment.place.shown, holder=payment.place.holder)
        print(printable(account))
    if pdf is not None:
        say(said("On paper: {file}", file=str(pdf)))
    if mail:
        say(said("The letter to {mail} is on its way.", mail=mail))


def _plain(asked: "RequestShown", payment: "Payment | None") -> dict[str, Any]:
    """A request for programs."""
    from entredon.pure.money import references

    named = ("minor", "currency", "what", "version", "creation", "due", "base", "paid", "state", "at", "payer", "note")
    plain: dict[str, Any] = {"entry": asked.id, **{name: getattr(asked, name) for name in named}}
    plain["rf"], plain["ogm"] = references.rf(asked.base).text, references.ogm(asked.base).text
    plain["iban"] = payment.place.iban if payment is not None else ""
    plain["code"] = payment.text if payment is not None and payment.no_code is None else ""
    return plain


def requests(
    slug: Slug,
    everything: Annotated[bool, typer.Option("--all", help="also what is paid or was taken back")] = False,
    json: Json = False,
) -> None:
    """List who was asked to pay, and how much is there."""
    from entredon.cli.common import start

    start()
    from entredon.apps.treasury import queries_requests
    from entredon.log.models import Log

    if not Log.objects.filter(slug=slug).exists():
        raise Trouble(no_commons(slug))
    found = [one for one in queries_requests.requests(slug) if everything or one.open]
    if json:
        print_json({"requests": [_plain(one, _payment(slug, one)) for one in found]})
        return
    for one in found:
        about = " · ".join(word for word in (one.payer, one.label, one.note, one.due) if word)
        words = (one.id[:10], money(one.minor, one.currency), one.called, one.rf, about)
        print(printable("  ".join(word for word in words if word)))
    if not found:
        print(printable(said("Nobody is asked to pay anything now.")))

"""A letter to whoever is paid when the account that she is paid to changes: to where she was reached before, and where she is now."""

from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse

from entredon.apps.commons import queries as commons
from entredon.apps.people import queries as people
from entredon.apps.treasury.models import Payee, PayeeDetails
from entredon.apps.treasury.payees import of
from entredon.desk import letters
from entredon.pure.told import Told

NAMED, CONFIRMED = "named", "confirmed"
SUBJECTS = {
    NAMED: Told("Somebody wants to change the account that {commons} pays you to"),
    CONFIRMED: Told("The account that {commons} pays you to has changed"),
}


def reached(slug: str, payee: str) -> str:
    """Where somebody who is paid is reached now; "" for who is outside."""
    return "" if payee.startswith("x:") else people.address_of(slug, payee)


def changed(request: HttpRequest | None, slug: str, payee: str, before: PayeeDetails | None, what: str) -> None:
    """Tell her that her account changes: at the address of before, which whoever did this behind her back may not have."""
    if before is None:
        return
    row = Payee.objects.filter(commons=slug, id=payee).first()
    name = commons.commons(slug).name
    context = {
        "what": what,
        "commons": name,
        "last": before.iban[-4:],
        "now": (of(slug, row.details) or before).iban[-4:] if row is not None else "",
        "usable": row.usable if row is not None else "",
        "outside": payee.startswith("x:"),
        "link": letters.address(
            request,
            reverse("write:write", args=[slug])
            if payee.startswith("x:")
            else reverse("treasury:payee_me", args=[slug]),
        ),
    }
    subject = Told(SUBJECTS[what].sentence, commons=name)
    for to in dict.fromkeys((before.mail, reached(slug, payee))):
        if to:
            with transaction.atomic():
                letters.post(to, subject, "treasury/letters/account.txt", context)

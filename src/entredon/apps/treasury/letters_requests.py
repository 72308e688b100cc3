"""The letter that asks somebody to pay."""

from django.http import HttpRequest
from django.urls import reverse

from entredon.apps.commons import queries as commons
from entredon.apps.treasury import pay_in
from entredon.apps.treasury.pay_in import Payment
from entredon.apps.treasury.queries_out import bearer
from entredon.apps.treasury.queries_requests import RequestShown
from entredon.desk import letters
from entredon.desk.telling import shown
from entredon.log.told import short
from entredon.pure.formats import Day, Money
from entredon.pure.told import Told


def payment_of(slug: str, found: RequestShown) -> Payment | None:
    """How to pay what is left of a request; of one that is paid, how it was."""
    return pay_in.payment(slug, found.left or found.minor, found.currency, found.base)


def letter(request: HttpRequest | None, slug: str, found: RequestShown, to: str) -> None:
    """Send a request to an address, in the language of whoever has it, else in the one that is spoken."""
    about = commons.commons(slug)
    place = [slug, short(found.id)]
    left = Money(found.left, found.currency)
    with letters.in_language_of(to):
        context = {
            "asked": found,
            "commons": about.name,
            "bearer": bearer(slug),
            "amount": shown(left),
            "due": shown(Day(found.due)) if found.due else "",
            "payment": payment_of(slug, found),
            "link": letters.address(request, reverse("treasury:request", args=place)),
            "paper": letters.address(request, reverse("treasury:request_pdf", args=place)),
        }
    subject = Told("{commons} asks you to pay {amount}", commons=about.name, amount=left)
    letters.post(to, subject, "treasury/letters/request.txt", context)

"""What happens when somebody has written: it is kept, the stewards get a letter, and so does she once it is answered."""

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from entredon.apps.commons import queries as commons
from entredon.apps.people import accounts, queries
from entredon.apps.people.models import Account
from entredon.desk import letters, messages, waiting
from entredon.desk.models import Message, Waiting
from entredon.log import pages
from entredon.log.registry import Refused
from entredon.log.viewer import viewer_of
from entredon.pure.told import Told

ACT = "write.message"


def called(about: str) -> str:
    """A kind of message in words."""
    return {"idea": _lazy("An idea"), "question": _lazy("A question"), "objection": _lazy("An objection")}.get(
        about, about
    )


def send(request: HttpRequest, slug: str, about: str, text: str, address: str = "") -> Message:
    """Keep a message of whoever is looking, and tell the stewards, in one transaction."""
    with transaction.atomic():
        message = messages.write(slug, about, text, account=viewer_of(request).id, address=address)
        context = {
            "what": called(about),
            "commons": commons.commons(slug).name,
            "text": text,
            "link": letters.address(request, reverse("write:one", args=[slug, message.id])),
        }
        subject = Told("{what} for the stewards of {commons}", what=called(about), commons=context["commons"])
        for steward in queries.stewards(slug):
            account = accounts.account_of(slug, steward)
            if account is not None and account.is_active:
                letters.post(account.email, subject, "site/letters/written.txt", context)
    return message


def answer(request: HttpRequest, slug: str, message: Message, text: str) -> bool:
    """Answer a message, and send the answer to whoever wrote. False when another steward was quicker."""
    with transaction.atomic():
        if not messages.answer(message, text, viewer_of(request).person(slug)):
            return False
        to = address_of(message)
        if to:
            context = {"message": message, "commons": commons.commons(slug).name, "answer": text}
            if message.account:
                context["link"] = letters.address(request, reverse("write:one", args=[slug, message.id]))
            subject = Told("An answer from the stewards of {commons}", commons=context["commons"])
            letters.post(to, subject, "site/letters/answered.txt", context)
    return True


def address_of(message: Message) -> str:
    """Where the answer to a message goes; "" when its writer has gone."""
    account = Account.objects.filter(pk=message.account, is_active=True).first() if message.account else None
    return account.email if account else message.address


def writer(slug: str, message: Message) -> str:
    """Who wrote a message, as the stewards call her."""
    if not message.account:
        return message.address
    account = Account.objects.filter(pk=message.account).first()
    if account is None:
        return _("somebody whose account is gone")
    person = accounts.AccountViewer(account).person(slug)
    return queries.names(slug, True).get(person) or accounts.AccountViewer(account).name


def _shows(found: Waiting) -> list[tuple[str, str]]:
    return [
        (_("To"), _("the stewards of %(commons)s") % {"commons": commons.commons(found.about).name}),
        (called(found.typed["about"]), found.typed["text"]),
    ]


@waiting.finishes(ACT, shows=_shows)
def finish(request: HttpRequest, found: Waiting) -> HttpResponse:
    """Send what she wrote before she had an account. Raises Refused when the commons isn't open to her (any more)."""
    draft = pages.draft_of(found.about)
    if draft is None or not pages.may_see(request, found.about, draft=draft):
        raise Refused("This commons is not open to you.")
    message = send(request, found.about, found.typed["about"], found.typed["text"])
    return redirect(f"{reverse('write:one', args=[found.about, message.id])}?sent=1")

"""Links that let somebody in, once. Whoever isn't known yet gets her account at the click: then her address is proven.

Only the SHA-256 of a token is kept. A link for an address that has no account yet is a thing that waits (``desk.waiting``),
with the name and the hashed password she chose; so nobody can take an address that isn't hers, and asking for a link tells
nobody whether an address is known here.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.models import Session
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from entredon.apps.people.models import Account, SignInLink
from entredon.desk import letters, waiting
from entredon.pure.told import Told

HOUR = timedelta(hours=1)
KEPT = timedelta(days=7)
"""So long a used or expired link is remembered, to say so."""
NEWCOMER = "people.newcomer"


@dataclass(frozen=True, slots=True)
class Link:
    """What a link would do. ``state`` is good, used, old or unknown; of the last one nothing else is known."""

    state: str
    email: str = ""
    name: str = ""
    leads: str = ""
    new: bool = False
    password: bool = False
    """Whether whoever signed up has typed a password, which would open the account too."""


@dataclass(frozen=True, slots=True)
class Opened:
    """Who came in by a link, and where she wanted to go."""

    account: Account
    leads: str


def known(email: str) -> Account | None:
    """The account with this address, however it is written."""
    return Account.objects.filter(email__iexact=email.strip()).order_by("id").first()


def make(account: Account, leads: str = "", lasts: timedelta = HOUR) -> str:
    """A link for an account; returns its token."""
    token = waiting.fresh_token()
    SignInLink.objects.create(token=waiting.digest(token), account=account, leads=leads, until=timezone.now() + lasts)
    return token


def send(request: HttpRequest, email: str, leads: str, name: str = "", password: str = "") -> None:
    """Send a letter with a link to an address, whoever has it. What takes time takes it for known and unknown alike."""
    hashed = make_password(password) if password else ""
    account = known(email)
    with transaction.atomic():
        if account is None:
            typed = {"email": email, "name": name, "password": hashed, "leads": leads}
            token = waiting.keep(NEWCOMER, "", typed)
        else:
            token = make(account, leads)
        context = {
            "link": letters.address(request, reverse("account_use_link", args=[token])),
            "place": letters.address(request, reverse("home")),
            "name": account.name if account else name,
            "new": account is None,
            "knew": account is not None and bool(password or name),
            "waits": waiting.waits(leads) is not None,
        }
        letters.post(email, Told("Your link to Entredon"), "account/letters/link.txt", context)


def find(token: str) -> Link:
    """What a link would do, without using it: looking at it in advance changes nothing."""
    row = SignInLink.objects.filter(token=waiting.digest(token)).select_related("account").first()
    if row is not None:
        state = "used" if row.used else "good" if row.until > timezone.now() else "old"
        return Link(state, row.account.email, row.account.name, row.leads)
    kept = waiting.find(token)
    if kept is None or kept.act != NEWCOMER:
        return Link("unknown")
    typed = kept.typed
    return Link(
        _newcomers(kept.made), typed["email"], typed["name"], typed["leads"], new=True, password=bool(typed["password"])
    )


def _newcomers(made: datetime) -> str:
    return "good" if made + HOUR > timezone.now() else "old"


def use(token: str, *, without_password: bool = False) -> Opened | None:
    """Use a link: the account it opens, made now if it is a newcomer's. None when it is not good (any more).

    A newcomer may leave out the password that was typed for her address: perhaps it wasn't she who typed it.
    """
    with transaction.atomic():
        opened = _used(token) or _newcomer(token, without_password)
        if opened is not None:
            prove(opened.account)
        return opened


def _used(token: str) -> Opened | None:
    mine = SignInLink.objects.filter(token=waiting.digest(token))
    if not mine.filter(used=False, until__gt=timezone.now()).update(used=True):
        return None
    row = mine.select_related("account").get()
    return Opened(row.account, row.leads)


def end_all(account: Account) -> None:
    """End every link that was sent to let her in and has not been used, also those for a new password."""
    SignInLink.objects.filter(account=account, used=False).delete()
    account.last_login = timezone.now()  # links for a new password are made of it (``account_resets``)
    account.save(update_fields=["last_login"])


def _newcomer(token: str, without_password: bool) -> Opened | None:
    kept = waiting.find(token)
    if kept is None or kept.act != NEWCOMER or _newcomers(kept.made) != "good" or not waiting.done(token):
        return None
    hashed = "" if without_password else kept.typed["password"]
    account = newcomer(kept.typed["email"], kept.typed["name"], hashed)
    # Remembered as used: whoever clicks once more reads that.
    SignInLink.objects.create(token=kept.token, account=account, until=timezone.now(), used=True)
    return Opened(account, kept.typed["leads"])


def newcomer(email: str, name: str = "", hashed: str = "") -> Account:
    """An account for a proven address; who has one already keeps it as it is."""
    account = known(email)
    if account is None:
        account = Account(email=email.strip().lower(), name=name, password=hashed or make_password(None))
        account.save()
        prove(account)
    return account


def prove(account: Account) -> None:
    """Note that an account's address is its own: a letter sent there came back."""
    mine = EmailAddress.objects.filter(user_id=account.pk, email__iexact=account.email)
    if not mine.exists():
        EmailAddress.objects.create(user_id=account.pk, email=account.email.lower(), primary=True, verified=True)
    elif not EmailAddress.objects.filter(email__iexact=account.email, verified=True).exists():
        mine.update(verified=True)


def sweep() -> None:
    """Forget links that have been used or have expired long ago, and sessions that are over."""
    Session.objects.filter(expire_date__lt=timezone.now()).delete()
    SignInLink.objects.filter(until__lt=timezone.now() - KEPT).delete()

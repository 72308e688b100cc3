"""Somebody who has typed something into every field there is, each time a marker that stands nowhere else."""

import base64
import time
from datetime import timedelta
from pathlib import Path

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import connection
from django.test import Client
from django.utils import timezone

from entredon.apps.people import aliases
from entredon.apps.people.entries import Described, Nominated
from entredon.apps.people.models import (
    Account,
    ClaimAsked,
    Invitation,
    JoinRequest,
    KeptClose,
    KeyAsked,
    Openness,
    Passkey,
    RecoveryAsked,
    SignInLink,
)
from entredon.apps.value.models import RuleDraft
from entredon.apps.work.models import Draft
from entredon.desk import mailbox
from entredon.desk.models import Job, Message, Report, Waiting
from entredon.log import pages
from entredon.testing_cast import Cast, key_of, person

EMAIL = "zqx-email@example.org"


def marker(name: str) -> str:
    return f"Zqx{name}Marker"


MARKERS = [
    marker(name)
    for name in (
        "Account", "Name", "Place", "About", "Earlier", "Close", "Alias", "Ask", "AskPlace", "AskMessage", "Claim", "Invite",
        "Passkey", "Recovery", "Message", "Report", "Appeal", "Waiting", "Job", "Rule", "Work", "Letter", "Answer", "Reason",
        "AboutHer",
    )
]  # fmt: skip


def dora(cast: Cast) -> Account:
    """A member with an account, who has filled in everything."""
    key = key_of("dora of merel")
    account = Account.objects.create_user(EMAIL, "a password of hers", name=marker("Account"))
    EmailAddress.objects.create(user=account, email=EMAIL, primary=True, verified=True)
    me = cast.join(key, marker("Earlier"))
    cast.holds(account, key)
    cast.say(Described(), key, texts={"name": marker("Name"), "place": marker("Place"), "about": marker("About")})
    cast.say(Nominated(person=person(cast.bob)), key, texts={"reason": marker("Reason")})
    cast.say(Nominated(person=me), texts={"reason": marker("AboutHer")})
    _people(cast, account, me)
    _desk(cast, account)
    RuleDraft.objects.create(id="zqx", commons="merel", name=marker("Rule"), rule={}, person=me)
    Draft.objects.create(commons="merel", account=str(account.pk), version=marker("Work"), choices=[])
    pages.changed("merel")
    return account


def _people(cast: Cast, account: Account, me: str) -> None:
    soon = timezone.now() + timedelta(days=1)
    KeptClose.objects.create(commons="merel", person=me, name="place", text=marker("Close"), seen_by="me")
    aliases.remember("merel", {me: (marker("Alias"), f"{marker('Alias')}@example.org")})
    JoinRequest.objects.create(
        commons="merel", account=account, name=marker("Ask"), place=marker("AskPlace"), message=marker("AskMessage")
    )
    ClaimAsked.objects.create(commons="merel", account=account, way="address", address=marker("Claim"), until=soon)
    Invitation.objects.create(token="a" * 64, commons="merel", by=me, meant_for=marker("Invite"), until=soon)
    Openness.objects.create(commons="merel", person=me)
    Passkey.objects.create(account=account, commons="merel", key="b" * 64, credential="c", name=marker("Passkey"))
    RecoveryAsked.objects.create(commons="merel", account=account, person=me, message=marker("Recovery"))
    KeyAsked.objects.create(token="d" * 64, code="1", commons="merel", account=account, person=me, until=soon)
    SignInLink.objects.create(token="e" * 64, account=account, until=soon)
    # Whom she answered: those rows are theirs, her words in them are hers.
    other = cast.account("charlie")
    JoinRequest.objects.create(
        commons="merel", account=other, answered_by=me, state="declined", answer=marker("Answer")
    )
    Message.objects.create(
        commons="merel", about="idea", account=str(other.pk), text="His own words", answer=marker("Answer"),
        answered=timezone.now(), answered_by=me,
    )  # fmt: skip


def _desk(cast: Cast, account: Account) -> None:
    mine = str(account.pk)
    Message.objects.create(commons="merel", about="idea", account=mine, text=marker("Message"))
    Message.objects.create(commons="merel", about="question", address=EMAIL, text=marker("Message"))
    Report.objects.create(
        token="f" * 64, commons="merel", about="/c/merel/", why="other", account=mine, text=marker("Report"),
        appeal=marker("Appeal"),
    )  # fmt: skip
    Waiting.objects.create(token="g" * 64, act="work.contributed", account=mine, typed={"note": marker("Waiting")})
    Job.objects.create(id="h" * 32, work="found.git", account=mine, given={"name": marker("Job")})
    letter(EMAIL, marker("Letter"))
    letter("ada@example.org", f"{marker('Ask')} asks to be let in:\n\n{marker('AskMessage')}\n\nGo and see.")


def letter(to: str, text: str) -> Path:
    return mailbox.put(EmailMessage("A letter", text, "entredon@localhost", [to]))


def signed_in(account: Account) -> Client:
    """Her browser, in which she has just shown once more that it is she."""
    browser = Client(headers={"Sec-Fetch-Site": "same-origin"})
    browser.force_login(account)
    prove(browser, account)
    return browser


def prove(browser: Client, account: Account) -> None:
    """She has typed her password once more, or come by a link, just now."""
    session = browser.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time(), "reauthenticated": True}]
    session["account_authentication_methods_user"] = str(account.pk)
    session.save()


def files() -> dict[str, bytes]:
    """Every file of this node, the database's with what belongs to it."""
    roots = [Path(settings.ENTREDON_HOME)]
    found = {str(path): path.read_bytes() for root in roots for path in root.rglob("*") if path.is_file()}
    database = Path(connection.settings_dict["NAME"])
    for path in (database, database.with_name(f"{database.name}-wal"), database.with_name(f"{database.name}-shm")):
        if path.exists():
            found[str(path)] = path.read_bytes()
    return found


def forms(text: str) -> list[bytes]:
    """How a text may lie in a file: as it is, in UTF-16, in base64 at each of the three places it can begin."""
    raw = text.encode()
    coded = [base64.b64encode(b"\0" * shift + raw) for shift in range(3)]
    return [raw, text.encode("utf-16-le"), text.encode("utf-16-be"), *(code[4:-4] for code in coded)]


def traces(markers: list[str]) -> dict[str, list[str]]:
    """Which markers lie in which files."""
    found: dict[str, list[str]] = {}
    for name, data in files().items():
        lower = data.lower()
        hits = [one for one in markers if any(form in data for form in forms(one)) or one.lower().encode() in lower]
        if hits:
            found[name] = hits
    return found

"""What tests of the second step share: somebody with a password, an app that shows codes, and the codes themselves."""

import time

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.test import Client

from entredon.apps.people import account_links
from entredon.apps.people.models import Account
from entredon.apps.people.tests.test_coming_in_by_a_link import OURS
from entredon.testing_cast import Cast

PASSWORD = "four words are plenty"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def code(steps: int = 0) -> str:
    """What the app shows now, or so many half minutes later."""
    return totp.format_hotp_value(totp.hotp_value(SECRET, int(time.time()) // 30 + steps))


def with_an_app(cast: Cast, name: str = "bob") -> Account:
    """Somebody who has a password, and an app and recovery codes besides."""
    account = cast.account(name)
    account.set_password(PASSWORD)
    account.save()
    account_links.prove(account)
    totp.TOTP.activate(account, SECRET)
    RecoveryCodes.activate(account)
    return account


def by_password(account: Account) -> tuple[Client, str]:
    """A browser in which the right password was typed, and where it leads."""
    client = Client(headers=OURS)
    return client, client.post("/account/login/", {"login": account.email, "password": PASSWORD}).url


def has_shown_herself(client: Client) -> None:
    """As if whoever is signed in had shown once more, a moment ago, that it is she."""
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time(), "reauthenticated": True}]
    session["account_authentication_methods_user"] = session["_auth_user_id"]
    session.save()

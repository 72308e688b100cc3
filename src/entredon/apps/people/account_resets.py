"""Of what links for a new password are made: they are worth nothing once she came in, or ended her links, or has other addresses."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.account.signals import email_changed
from django.contrib.auth.tokens import PasswordResetTokenGenerator

from entredon.apps.people import account_links


class Tokens(PasswordResetTokenGenerator):
    """See the module."""

    def _make_hash_value(self, user: Any, timestamp: int) -> str:
        of_allauth = EmailAddress.objects.filter(user_id=user.pk).values_list("email", flat=True)
        addresses = "|".join(sorted({address.lower() for address in (user.email, *of_allauth)}))
        # Django knows this to the second; she may end her links in the second in which she came in.
        last = user.last_login.isoformat() if user.last_login else ""
        return f"{super()._make_hash_value(user, timestamp)}{addresses}{last}"


def moved(user: Any, **_signal: Any) -> None:
    """Her address is another one: links that were sent to the old one end."""
    account_links.end_all(user)


def install() -> None:
    """Called once, when Django has started."""
    email_changed.connect(moved, dispatch_uid="entredon.links")

"""What allauth does here as we want it: letters through our queue, our own addresses only, no cookie for visitors, our words."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as allauth_context
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entredon.apps.people.account_ways import own_path
from entredon.desk import letters


class Adapter(DefaultAccountAdapter):
    """See the module."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": gettext_lazy("This account is closed."),
        "duplicate_email": gettext_lazy("This is your address already."),
        "email_password_mismatch": gettext_lazy(
            "Address and password don’t belong together. Try once more, or have a link sent to you."
        ),
        "enter_current_password": gettext_lazy("This isn’t the password you have now."),
        "incorrect_password": gettext_lazy("This isn’t your password."),
        "invalid_password_reset": gettext_lazy("This link is no longer valid."),
        "too_many_login_attempts": gettext_lazy(
            "That was tried too often. Wait a few minutes, or have a link sent to you."
        ),
        "same_as_current": gettext_lazy("This is the one you have now."),
        "rate_limited": gettext_lazy("That was too often in a short time. Wait a few minutes, then try again."),
    }

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        ways = {
            "place": "home",
            "mine": "people_account",
            "sign_up": "account_signup",
            "reset": "account_reset_password",
        }
        addresses: dict[str, Any] = {name: letters.address(self.request, reverse(view)) for name, view in ways.items()}
        with letters.in_language_of(email) as language:
            given = {**context, **addresses, "email": email}
            links = {name: value.led(language) for name, value in given.items() if isinstance(value, letters.Link)}
            message = self.render_mail(template_prefix, email, {**given, **links})
        letters.post_text(email, message.subject, str(message.body))

    def is_safe_url(self, url: str) -> bool:
        return bool(own_path(url))

    def add_message(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """A message lies in the session of who is signed in. Visitors read on the page itself what happened."""
        if request.user.is_authenticated:
            super().add_message(request, *args, **kwargs)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """How she may show that it is still her, in our words."""
        ways = {
            "reauthenticate": _("Use my password"),
            "mfa_reauthenticate": _("Use a code of my app, or a recovery code"),
            "mfa_reauthenticate:webauthn": _("Use my passkey"),
        }
        return [{**way, "description": ways[way["id"]]} for way in super().get_reauthentication_methods(user)]

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("people_account")

    def stash_verified_email(self, request: HttpRequest, email: str) -> None:
        """Nothing is noted about visitors."""

    def unstash_verified_email(self, request: HttpRequest) -> str | None:
        return None

    def get_reset_password_from_key_url(self, key: str) -> str:
        user, _dash, secret = key.partition("-")
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": user, "key": secret})
        return letters.address(allauth_context.request, path)

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: Any) -> str:
        return letters.address(request, reverse("account_confirm_email", args=[emailconfirmation.key]))

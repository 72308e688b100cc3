"""Passkeys, codes of an app and recovery codes: allauth's views in our pages. Signing in by a passkey sets no visitor a cookie."""

import hashlib
import json
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.models import Login
from allauth.core.internal import ratelimit
from allauth.mfa.base import views as base
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import views as app
from allauth.mfa.webauthn import views as webauthn
from allauth.mfa.webauthn.internal import auth, flows
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.generic.edit import FormMixin
from fido2.webauthn import UserVerificationRequirement

from entredon.apps.people.account_coming_in import PAGE, way
from entredon.apps.people.account_forms import SignIn
from entredon.apps.people.account_second_forms import NONSENSE
from entredon.apps.people.account_ways import asked_for
from entredon.desk import limits
from entredon.desk.too_often import for_programs
from entredon.log.viewer import viewer_of
from entredon.pure.bucket import Rate

SALT = "entredon.passkey"
MINUTES = 5
"""So long an answer to a passkey's question is waited for."""
ONCE = Rate(1, 3600)


# Signing in


@never_cache
@PAGE
@ratelimit.decorator(app="allauth.mfa", action="webauthn_login")
def come_in(request: HttpRequest) -> HttpResponse:
    """Let in whoever has a passkey for this place. What was asked travels with the page, signed, and not in a cookie."""
    if viewer_of(request).id:
        return redirect(asked_for(request) or "people_account")
    if request.method == "POST":
        return _answered(request)
    if not for_programs(request):
        return redirect("account_login")
    required = UserVerificationRequirement.REQUIRED
    ask, state = auth.get_server().authenticate_begin(credentials=[], user_verification=required)
    return JsonResponse({"ask": dict(ask), "ticket": signing.dumps(state, salt=SALT)})


def _answered(request: HttpRequest) -> HttpResponse:
    try:
        authenticator = _whose(request.POST.get("ticket", ""), request.POST.get("credential", ""))
    except (ValidationError, *NONSENSE):
        said = _("This passkey opens nothing here. Come in another way; then you can add one on your account’s page.")
        return render(request, "account/login.html", {"form": SignIn(), "passkey_trouble": said, **way(request)})
    login = Login(user=authenticator.user, redirect_url=asked_for(request) or None)
    return flows.perform_passwordless_login(request, authenticator, login)


def _whose(ticket: str, credential: str) -> Authenticator:
    """The passkey that answered. Raises one of several errors when anything about it isn't right: nobody is told which."""
    state = signing.loads(ticket, salt=SALT, max_age=MINUTES * 60)
    if not limits.allowed("passkey", hashlib.sha256(ticket.encode()).hexdigest(), ONCE):
        raise ValueError("answered already")
    answer = json.loads(credential)
    auth.parse_authentication_response(answer)
    account = auth.extract_user_from_response(answer)
    binding = auth.get_server().authenticate_complete(state, auth.get_credentials(account), answer)
    found = auth.get_authenticator_by_credential_id(account, binding.credential_id)
    if found is None:
        raise ValueError("unknown")
    return found


# The second step, on the way in


class SecondStep(base.AuthenticateView):
    """Is it really you? After a password or a link: a code, or a passkey."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = super().get_context_data(**kwargs)
        mine = Authenticator.objects.filter(user=self.stage.login.user)
        types = set(mine.values_list("type", flat=True))
        return {**found, **_asking(found), "passkeys": "webauthn" in types, "codes": bool(types - {"webauthn"})}


# On one's own page


class Safety(base.IndexView):
    """How is my account kept safe?"""


class AddPasskey(webauthn.AddWebAuthnView):
    """Shall this device know you? Passkeys here let in by themselves, so they always ask for a finger or a number."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        options = auth.begin_registration(self.request.user, passwordless=True)
        return {**FormMixin.get_context_data(self, **kwargs), "make": json.dumps(options)}

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        _has_shown_herself(self.request, "webauthn")
        return response


class SetUpApp(app.ActivateTOTPView):
    """Which code does your app show?"""

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        _has_shown_herself(self.request, "totp")
        return response


def _has_shown_herself(request: HttpRequest, how: str) -> None:
    """She was asked before this page whether it is she, and has just used the new thing: her recovery codes are shown at once."""
    record_authentication(request, request.user, method="mfa", type=how, reauthenticated=True)


class PasskeyOnceMore(webauthn.ReauthenticateWebAuthnView):
    """Is it still you? By a passkey."""

    def form_invalid(self, form: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = super().get_context_data(**kwargs)
        return {**found, **_asking(found), "form": kwargs.get("form") or self.get_form()}


def _asking(found: dict[str, Any]) -> dict[str, str]:
    """What a page's form asks of a passkey, as JSON in an attribute of it: no script stands in any page."""
    return {"ask": json.dumps(found["js_data"]["request_options"])} if "js_data" in found else {}

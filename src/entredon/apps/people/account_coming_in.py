"""Coming in: by an address and a password, or by a link. Visitors get no cookie on the way, whatever they type."""

from typing import Any

from allauth.account import views as allauth
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.core import ratelimit
from allauth.decorators import rate_limit
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods
from django.views.generic import FormView

from entredon.apps.people import account_links
from entredon.apps.people.account_forms import Address, SignUp
from entredon.apps.people.account_ways import asked_for, own_path, with_next
from entredon.desk import letters, waiting
from entredon.log.viewer import viewer_of

PAGE = require_http_methods(["GET", "HEAD", "POST"])


def way(request: HttpRequest) -> dict[str, Any]:
    """What pages on the way in know: where it leads, and whether something waits there."""
    leads = asked_for(request)
    return {
        "leads": leads,
        "waits": waiting.waits(leads),
        "signup": with_next("account_signup", leads),
        "login": with_next("account_login", leads),
        "link": with_next("account_link", leads),
    }


@never_cache
@PAGE
@sensitive_post_parameters("password")
def sign_up(request: HttpRequest) -> HttpResponse:
    """Who would you like to be here? Answered by a letter in any case, so that nobody learns which addresses are known."""
    if viewer_of(request).id:
        return redirect(asked_for(request) or "people_account")
    form = SignUp(request.POST or None, initial={"next": asked_for(request)})
    if request.method == "POST" and form.is_valid():
        return _letter(request, "signup", form.cleaned_data)
    return render(request, "account/signup.html", {"form": form, **way(request)})


@never_cache
@PAGE
@sensitive_post_parameters("password")
def link(request: HttpRequest) -> HttpResponse:
    """Where shall we send the link? Takes the address also from the page for signing in, where it was typed."""
    if viewer_of(request).id:
        return redirect(asked_for(request) or "people_account")
    typed = request.POST.copy()
    if "login" in typed:
        typed["email"] = typed.get("login", "")
    form = Address(typed or None, initial={"next": asked_for(request)})
    if request.method == "POST" and form.is_valid():
        return _letter(request, "login", form.cleaned_data)
    return render(request, "account/link.html", {"form": form, **way(request)})


def _letter(request: HttpRequest, action: str, said: dict[str, Any]) -> HttpResponse:
    """Send the letter, and say where it is. Not too often: neither from one place, nor to one address."""
    email = said["email"]
    refused = ratelimit.consume_or_429(request, action=action) or ratelimit.consume_or_429(
        request, action="reset_password", key=email
    )
    if refused:
        return refused
    account_links.send(request, email, said["next"], said.get("name", ""), said.get("password", ""))
    context = {"email": email, **letters.whereabouts(), **way(request)}
    return render(request, "account/letter_sent.html", context)


@never_cache
@PAGE
def use_link(request: HttpRequest, token: str) -> HttpResponse:
    """A link from a letter. Opening it shows one button, for programs look at links before people do; the button lets in."""
    found = account_links.find(token)
    opened = None
    if request.method == "POST" and found.state == "good":
        opened = account_links.use(token, without_password="without" in request.POST)
    if opened is None:
        # Two clicks at once: the second finds it used.
        found = account_links.find(token)
        status = 200 if found.state == "good" else 410
        return render(request, "account/use_link.html", {"found": found, **_after(found.leads)}, status=status)
    if not opened.account.is_active:
        return redirect("account_inactive")
    # Not twice in a row: the door is opened by the same hand as with a password, which also gives the session a new key.
    waiting.is_hers(own_path(opened.leads), str(opened.account.pk))
    record_authentication(request, opened.account, method="link", email=opened.account.email)
    login = Login(user=opened.account, email=opened.account.email, redirect_url=own_path(opened.leads) or None)
    return perform_login(request, login)


def _after(leads: str) -> dict[str, Any]:
    return {"again": with_next("account_link", own_path(leads)), "waits": waiting.waits(leads)}


class SignIn(allauth.LoginView):
    """Who is coming in? By address and password."""

    def _redirect_to_pending_stage(self, request: HttpRequest, stage: Any) -> None:
        """Whoever stopped before the second step begins anew: perhaps it was somebody else, in the same browser."""
        request.session.flush()

    def form_valid(self, form: Any) -> HttpResponse:
        if not form.user.is_active:
            return redirect("account_inactive")
        waiting.is_hers(asked_for(self.request), str(form.user.pk))
        return super().form_valid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), **way(self.request)}


@method_decorator(rate_limit(action="reset_password_from_key"), name="dispatch")
class NewPassword(allauth.PasswordResetFromKeyView):
    """What will your new password be? The key stays in the address (which no other site is told), not in a cookie."""

    def dispatch(self, request: HttpRequest, uidb36: str, key: str, **kwargs: Any) -> HttpResponseBase:
        self.request, self.key = request, key
        form = allauth.UserTokenForm(data={"uidb36": uidb36, "key": key})
        self.reset_user = form.reset_user if form.is_valid() else None
        if self.reset_user is None or not self.reset_user.is_active:
            self.reset_user = None
            return self.render_to_response(self.get_context_data(token_fail=True), status=410)
        if request.user.is_authenticated and request.user.pk != self.reset_user.pk:
            self.logout()
        response = FormView.dispatch(self, request, uidb36=uidb36, key=key, **kwargs)
        response["Cache-Control"] = "no-store"
        return response

    def form_valid(self, form: Any) -> HttpResponse:
        account_links.prove(form.user)
        return super().form_valid(form)


class ResetSent(allauth.PasswordResetDoneView):
    """The letter is on its way."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), **letters.whereabouts()}

"""allauth's stock pages reach nobody: each address below /account/ shows a page of ours, each letter and sentence is ours."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import allauth
import pytest
from allauth.account.adapter import get_adapter
from allauth.mfa.adapter import get_adapter as get_second
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.template import engines
from django.template.loader import get_template
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from entredon.apps.people.tests.second import PASSWORD, by_password, has_shown_herself, with_an_app
from entredon.apps.people.tests.test_coming_in_by_a_link import OURS
from entredon.testing_cast import Cast

STOCK = Path(allauth.__file__).parent / "templates"
OURS_ONLY = "entredon/apps/people/templates"
NEVER = {
    "account/email/login_code", "account/email/password_reset_code", "account/email/email_confirmation_code",
    "account/email/unknown_account_sms", "account/email/account_already_exists_sms", "account/email/base",
    "account/messages/login_code_sent", "account/messages/phone_verification_sent", "account/messages/phone_verified",
}  # fmt: skip
"""Of ways in that we don't have (codes by e-mail, telephones): beginnings of names."""


def views(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, Any]]:
    """Every address below /account/ with its view, as it stands in the table of addresses."""
    for one in resolver.url_patterns:
        path = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from views(one, path)
        elif isinstance(one, URLPattern) and path.startswith("account/"):
            yield path, one.callback


def test_every_view_of_allauth_shows_a_template_of_ours() -> None:
    shown = {}
    for path, view in views(get_resolver()):
        kind = getattr(view, "view_class", None) or getattr(getattr(view, "__wrapped__", None), "view_class", None)
        for names in (getattr(kind, "template_name", None), getattr(kind, "template_name_signup_closed", None)):
            for name in [names] if isinstance(names, str) else names or []:
                shown[name] = path
    assert len(shown) > 15, "it finds them"
    for name, path in shown.items():
        assert OURS_ONLY in get_template(name).origin.name, f"{name}, shown at {path}"


def stock(folder: str) -> list[str]:
    return sorted(
        str(path.relative_to(STOCK))
        for app in ("account", "mfa")
        for path in (STOCK / app / folder).glob("*.txt")
        if not str(path.relative_to(STOCK)).startswith(tuple(NEVER))
    )


@pytest.mark.parametrize("name", stock("email") + stock("messages"))
def test_every_letter_and_every_sentence_is_ours(name: str) -> None:
    assert OURS_ONLY in get_template(name).origin.name


PAGES = [
    "safety/",
    "safety/again/",
    "safety/app/off/",
    "safety/codes/",
    "safety/codes/new/",
    "safety/passkeys/add/",
    "sessions/",
    "",
]


@pytest.mark.parametrize("path", PAGES)
def test_each_page_of_the_second_step_has_our_frame_and_one_question(cast: Cast, path: str) -> None:
    with_an_app(cast)
    client = cast.client("bob")
    has_shown_herself(client)
    answered = client.get(f"/account/{path}")
    page = answered.content.decode()
    assert answered.status_code == 200
    assert page.count("<h1") == 1
    assert page.partition("<title>")[2].partition("</title>")[0].rstrip().endswith("? · Entredon")
    for nothing in ("csrfmiddlewaretoken", "<script>", "onclick", "style=", "allauth", "{{", "{%"):
        assert nothing not in page, nothing
    assert all(
        "entredon" in str(t.origin.name) for t in answered.templates if t.origin and not _widget(str(t.origin.name))
    )


def _widget(name: str) -> bool:
    return "/django/forms/" in name


def test_the_second_step_itself_too(cast: Cast) -> None:
    client, leads = by_password(with_an_app(cast))
    page = client.get(leads).content.decode()
    assert page.count("<h1") == 1
    assert 'class="skip"' in page


def test_our_adapters_are_the_ones_in_use_and_passkeys_ask_for_the_origin(settings: Any) -> None:
    assert type(get_adapter()).__module__.startswith("entredon.")
    assert type(get_second()).__module__.startswith("entredon.")
    assert not getattr(settings, "MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN", False)
    assert engines["django"] is not None


def test_recovery_codes_stand_on_paper_in_our_words(cast: Cast) -> None:
    bob = with_an_app(cast)
    client = cast.client("bob")
    has_shown_herself(client)
    text = client.get("/account/safety/codes/recovery-codes.txt").content.decode()
    assert text.startswith("Recovery codes for Entredon at testserver.")
    assert RecoveryCodes.activate(bob).get_unused_codes()[0] in text


def test_a_stranger_with_the_password_sees_no_page_of_the_account(cast: Cast) -> None:
    bob = with_an_app(cast)
    client = Client(headers=OURS)
    client.post("/account/login/", {"login": bob.email, "password": PASSWORD})
    for path in [page for page in PAGES if page != "safety/passkeys/again/"]:
        assert client.get(f"/account/{path}").url.startswith("/account/login/"), path

"""What each answer tells the browser: only what is ours runs, nobody frames us, and under https nothing goes another way."""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings

from entredon.apps.commons.entries import Published
from entredon.testing_cast import Cast

FETCHING = ("default-src", "script-src", "style-src", "form-action")


def policy(header: str) -> dict[str, list[str]]:
    return {name: sources for name, *sources in (part.split() for part in header.split(";") if part.strip())}


@pytest.mark.parametrize("path", ["/", "/c/merel/", "/account/login/", "/legal", "/nothing", "/report?about=/c/merel/"])
def test_only_our_own_scripts_styles_and_pictures_are_allowed(cast: Cast, path: str) -> None:
    cast.say(Published())
    answer = cast.client().get(path)
    said = policy(answer["Content-Security-Policy"])
    for name in FETCHING:
        assert said[name] == ["'self'"]
    assert all(sources in (["'self'"], ["'none'"]) for sources in said.values()), said
    assert said["frame-ancestors"] == said["object-src"] == said["base-uri"] == ["'none'"]
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "Strict-Transport-Security" not in answer, "nobody reaches this place by https"


def test_under_https_browsers_remember_it_and_cookies_go_no_other_way() -> None:
    """In a process of its own: settings are read once."""
    code = (
        "import json, django; django.setup()\n"
        "from django.conf import settings as s\n"
        "from django.test import RequestFactory\n"
        "from django.http import HttpResponse\n"
        "from django.middleware.security import SecurityMiddleware\n"
        "ask = RequestFactory().get('/', HTTP_X_FORWARDED_PROTO='https', HTTP_HOST='commons.example.org')\n"
        "answer = SecurityMiddleware(lambda r: HttpResponse())(ask)\n"
        "print(json.dumps([dict(answer.items()), s.SESSION_COOKIE_NAME, s.SESSION_COOKIE_SECURE, s.SESSION_COOKIE_HTTPONLY,"
        " s.SESSION_COOKIE_SAMESITE, s.SESSION_COOKIE_PATH, s.SESSION_COOKIE_DOMAIN]))"
    )
    env = {k: v for k, v in os.environ.items() if not k.startswith("ENTREDON_")}
    env |= {"ENTREDON_HOST": "commons.example.org", "DJANGO_SETTINGS_MODULE": "entredon.site.settings"}
    env["ENTREDON_HOME"] = str(settings.ENTREDON_HOME)
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, timeout=60)
    headers, name, secure, http_only, same_site, path, domain = json.loads(done.stdout)
    assert headers["Strict-Transport-Security"] == f"max-age={365 * 24 * 3600}"
    # A name that begins so is only taken when secure, for the whole place and for no other domain (RFC 6265bis).
    assert name == "__Host-entredon"
    assert (secure, http_only, same_site, path, domain) == (True, True, "Lax", "/", None)


def test_the_page_of_law_names_who_answers(cast: Cast, settings) -> None:
    page = cast.client().get("/legal").content.decode()
    assert "They haven’t written their name here yet." in page
    settings.ENTREDON_OPERATOR, settings.ENTREDON_CONTACT = "Merel vzw", "law@example.org"
    page = cast.client().get("/legal").content.decode()
    assert "Merel vzw" in page
    assert 'href="mailto:law@example.org"' in page
    settings.ENTREDON_CONTACT = "https://example.org/contact"
    assert 'href="https://example.org/contact"' in cast.client().get("/legal").content.decode()

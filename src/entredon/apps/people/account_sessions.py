"""Where somebody is signed in: a row for each session, with the browser in plain words, since when, and when last seen.

No network address is kept, and not what a browser says of itself in full: to know one's own again it needs neither. A session
that is over (left, ended, or of an old password) has no row for long: whoever looks at the list clears it up.
"""

from datetime import UTC, datetime, timedelta
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from entredon.apps.people import account_browser
from entredon.apps.people.models import Account, SignedIn

NOTED = "entredon_noted"
"""In a session: its own key and when it was last noted, so that most pages cost nothing."""
EVERY = timedelta(minutes=10)


class NoteSessions:
    """Middleware: notes who is signed in where. Visitors have no session, and nothing is noted of them."""

    def __init__(self, get_response: Any) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response: HttpResponse = self.get_response(request)
        # A page that didn't ask who looks has nobody to note, and may be kept by caches.
        if request.session.accessed:
            note(request)
        return response


def note(request: HttpRequest) -> None:
    """Note this session, unless that was done a short while ago."""
    key = request.session.session_key
    if key is None or SESSION_KEY not in request.session or not request.user.is_authenticated:
        return
    known, at = request.session.get(NOTED, ("", 0))
    now = timezone.now()
    if known == key and now - datetime.fromtimestamp(at, UTC) < EVERY:
        return
    SignedIn.objects.filter(key=known).exclude(key=key).delete()  # the same session, under the key it had before
    SignedIn.objects.update_or_create(
        key=key,
        create_defaults={"account": request.user, "browser": _browser(request), "since": now, "seen": now},
        defaults={"account": request.user, "browser": _browser(request), "seen": now},
    )
    request.session[NOTED] = (key, int(now.timestamp()))


def _browser(request: HttpRequest) -> str:
    return account_browser.words(request.headers.get("User-Agent", ""))[:60]


def all_of(account: Account) -> list[SignedIn]:
    """Where she is signed in, what she used last on top. Rows of sessions that are over go away here."""
    rows = list(SignedIn.objects.filter(account=account).order_by("-seen", "-id"))
    alive = [row for row in rows if _alive(row.key, account)]
    SignedIn.objects.filter(id__in={row.id for row in rows} - {row.id for row in alive}).delete()
    return alive


def end(rows: list[SignedIn]) -> None:
    """End sessions: whoever has their cookies is a visitor from now on."""
    for row in rows:
        _store(row.key).delete()
    SignedIn.objects.filter(id__in=[row.id for row in rows]).delete()


def end_others(account: Account, key: str | None) -> int:
    """End all sessions of an account but the one with this key; returns how many."""
    others = [row for row in all_of(account) if row.key != key]
    end(others)
    return len(others)


def _store(key: str) -> Any:
    return import_module(settings.SESSION_ENGINE).SessionStore(key)


def _alive(key: str, account: Account) -> bool:
    """Whether a session still lets its owner in: it is there, hers, and as old as her password at most."""
    kept = _store(key).load()
    same = kept.get(SESSION_KEY) == str(account.pk)
    return same and constant_time_compare(kept.get(HASH_SESSION_KEY, ""), account.get_session_auth_hash())


def sweep() -> None:
    """Forget rows whose sessions are over."""
    SignedIn.objects.filter(seen__lt=timezone.now() - timedelta(seconds=settings.SESSION_COOKIE_AGE)).delete()

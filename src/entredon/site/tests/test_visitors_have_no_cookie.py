"""Who only looks gets no cookie, whatever she opens and whatever she types; and none before she is in."""

import re

import pytest
from django.test import Client

from entredon.apps.commons.entries import Published
from entredon.apps.library.entries import Created
from entredon.apps.people.tests.letters import last, path_in
from entredon.apps.work.entries import Contributed
from entredon.testing_cast import Cast

MOST = 400
FORMS = [
    ("/account/login/", {"login": "ada@example.org", "password": "wrong one here"}),
    ("/account/login/", {}),
    ("/account/signup/", {"email": "nobody", "password": "x"}),
    ("/account/signup/", {"email": "new@example.org", "password": "four words are plenty"}),
    ("/account/link/", {"email": "ada@example.org"}),
    ("/account/link/", {"login": "nonsense"}),
    ("/account/link/nonsense/", {}),
    ("/account/logout/", {}),
    ("/account/password/reset/", {"email": "ada@example.org"}),
    ("/account/password/reset/", {"email": "nobody"}),
    ("/account/password/reset/key/1-nonsense/", {"password1": "x"}),
    ("/account/confirm-email/nonsense/", {}),
    ("/account/password/change/", {"oldpassword": "x"}),
    ("/account/email/", {"email": "x@example.org", "action_add": "1"}),
    ("/account/", {"name": "Somebody"}),
    ("/account/go-on/nonsense/", {}),
    ("/c/merel/write/", {"about": "idea", "text": "Hello"}),
    ("/c/merel/write/", {"about": "idea", "text": ""}),
    ("/c/merel/write/", {"about": "objection", "text": "No", "address": "me@example.net"}),
]
ALONE = ["/account/inactive/", "/account/confirm-email/", "/account/password/reset/done/", "/account/logout/",
         "/account/password/reset/key/done/", "/account/reauthenticate/", "/styleguide", "/account/go-on/nonsense/"]  # fmt: skip


@pytest.fixture
def visitor(cast: Cast) -> Client:
    """Somebody who has never been here, before a public commons with something in it."""
    cast.say(Published())
    creation = cast.say(Created(name="Boot lid"))
    cast.say(Contributed(creation=creation, work="design", measures={"points": 3}))
    cast.account("ada")
    return cast.client()


def test_no_page_that_a_visitor_can_reach_sets_a_cookie(visitor: Client) -> None:
    todo, seen = ["/", "/account/login/", "/account/signup/", "/account/link/", *ALONE], set()
    while todo and len(seen) < MOST:
        path = todo.pop()
        if path in seen or path.startswith(("/static/", "/content/", "/en/", "/nl/c/", "/fr/")):
            continue
        seen.add(path)
        answer = visitor.get(path)
        assert "Set-Cookie" not in answer.headers, path
        assert not answer.cookies, path
        if "text/html" in answer.get("Content-Type", ""):
            todo += re.findall(r'href="(/[^"#]*)', answer.content.decode())
        elif answer.status_code in (301, 302):
            todo.append(answer.url)
    assert len(seen) > 40
    assert {"/c/merel/", "/c/merel/people/", "/c/merel/write/", "/account/password/reset/"} <= seen


@pytest.mark.parametrize(
    ("path", "typed"), FORMS, ids=lambda value: value if isinstance(value, str) else " ".join(value)
)
def test_no_form_that_a_visitor_sends_sets_a_cookie(visitor: Client, path: str, typed: dict[str, str]) -> None:
    answer = visitor.post(path, typed)
    assert answer.status_code < 500
    assert not answer.cookies
    assert not visitor.cookies


def test_the_cookie_comes_when_she_is_in_and_goes_when_she_leaves(visitor: Client) -> None:
    visitor.post("/account/link/", {"email": "ada@example.org"})
    path = path_in(last())
    visitor.get(path)
    assert not visitor.cookies
    visitor.post(path)
    assert list(visitor.cookies) == ["entredon"], "and no other one"
    answer = visitor.post("/account/logout/")
    assert answer.cookies["entredon"].value == ""
    assert answer.cookies["entredon"]["max-age"] == 0
    assert list(answer.cookies) == ["entredon"]

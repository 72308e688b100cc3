"""Forms come from our own pages, or are refused."""

import pytest
from django.test import Client

from entredon.testing_cast import Cast

OWN = "http://testserver"


@pytest.mark.parametrize(
    ("headers", "fine"),
    [
        ({"Sec-Fetch-Site": "same-origin", "Origin": OWN}, True),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "null"}, True),  # a page that keeps its address to itself
        ({"Sec-Fetch-Site": "same-origin", "Origin": "https://testserver"}, True),  # behind a proxy
        ({"Origin": OWN}, True),  # an older browser
        ({"Sec-Fetch-Site": "cross-site", "Origin": OWN}, False),
        ({"Sec-Fetch-Site": "same-site"}, False),
        ({"Sec-Fetch-Site": "none"}, False),
        ({"Origin": "http://elsewhere.example"}, False),
        ({"Origin": "https://testserver"}, False),
        ({"Origin": "null"}, False),
        ({}, False),  # brings a session, and doesn't say from where
    ],
)
def test_a_form_of_somebody_signed_in_must_come_from_here(cast: Cast, headers: dict[str, str], fine: bool) -> None:
    browser = Client(headers=headers)
    browser.force_login(cast.account("bob"))
    assert (browser.post("/account/logout/").status_code == 302) == fine
    assert ("_auth_user_id" in browser.session) != fine


def test_what_brings_neither_session_nor_origin_is_no_browser(db) -> None:
    assert Client().post("/account/login/", {"login": "ada@example.org", "password": "x"}).status_code == 200


@pytest.mark.parametrize("path", ["/account/login/", "/account/signup/", "/account/link/"])
def test_a_visitors_form_from_elsewhere_is_refused(db, path: str) -> None:
    answer = Client(headers={"Origin": "http://elsewhere.example"}).post(path, {"email": "ada@example.org"})
    assert answer.status_code == 403
    assert "came from another site" in answer.content.decode()

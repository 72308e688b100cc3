"""A passkey, with the browser's own authenticator: made on one's page, it lets in, and is asked for after a password or a link."""

from collections.abc import Iterator

import pytest

from tests.browser.test_every_page import PHONE, findings, opened

ADDRESS = "petra@example.org"


@pytest.fixture
def named(node):
    """The same node by a name: browsers give passkeys to no address of numbers."""
    from dataclasses import replace

    return replace(node, address=node.address.replace("127.0.0.1", "localhost"))


@pytest.fixture
def page(chromium, named) -> Iterator[object]:
    """A signed-in newcomer's page, in a browser that has a device which makes passkeys."""
    with opened(chromium, named, named.way_in(ADDRESS, "--new", "--name", "Petra Pauw"), PHONE) as page:
        authenticator(page)
        page.get_by_role("button", name="Yes, let me in").click()
        page.wait_for_url("**/account/")
        yield page


def authenticator(page, *, knows_her: bool = True) -> tuple[object, str]:
    """A device inside the browser that makes passkeys and recognises its owner (or doesn't)."""
    talk = page.context.new_cdp_session(page)
    talk.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": knows_her, "automaticPresenceSimulation": True,
    }  # fmt: skip
    return talk, talk.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]


def heading(page) -> str:
    return str(page.get_by_role("heading", level=1).inner_text())


def test_a_passkey_is_made_and_lets_in(page, named) -> None:
    address = named.address
    trouble: list[str] = []
    page.on("console", lambda said: trouble.append(said.text) if said.type == "error" else None)
    page.goto(f"{address}/account/safety/")
    assert findings(page) == []
    page.get_by_role("link", name="Add a passkey").click()
    assert heading(page) == "Shall this device know you?"
    assert not page.get_by_text("This browser can’t use passkeys here").is_visible()
    assert findings(page) == []
    page.get_by_label("What to call it").fill("My telephone")
    page.get_by_role("button", name="Make a passkey").click()
    page.wait_for_url("**/account/safety/codes/")
    codes = page.locator(".codes code").all_inner_texts()
    assert len(codes) == 10
    assert findings(page) == []
    page.goto(f"{address}/account/safety/")
    assert page.get_by_text("My telephone").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]

    # Out, and in again without typing anything.
    sign_out(page, address)
    assert page.context.cookies() == []
    page.goto(f"{address}/account/login/?next=/c/merel/people/")
    assert findings(page) == []
    page.get_by_role("button", name="Come in with a passkey").click()
    page.wait_for_url(f"{address}/c/merel/people/")
    assert page.get_by_text("Petra").first.is_visible()

    # After a link it is asked for too; a recovery code stands in for it.
    for way in ("passkey", "code"):
        sign_out(page, address)
        page.goto(address + named.way_in(ADDRESS))
        page.get_by_role("button", name="Yes, let me in").click()
        page.wait_for_url("**/account/safety/step/")
        assert findings(page) == []
        if way == "passkey":
            page.get_by_role("button", name="Use my passkey").click()
        else:
            page.get_by_label("The code").fill(codes[0])
            page.get_by_role("button", name="Let me in").click()
        page.wait_for_url("**/account/")

    # Who stops there isn't in, and begins again without a trace of it.
    sign_out(page, address)
    page.goto(address + named.way_in(ADDRESS))
    page.get_by_role("button", name="Yes, let me in").click()
    page.wait_for_url("**/account/safety/step/")
    page.get_by_role("link", name="Begin again").click()
    page.wait_for_url("**/account/login/")
    assert heading(page) == "Who is coming in?"
    assert page.context.cookies() == []
    page.get_by_role("button", name="Come in with a passkey").click()
    page.wait_for_url("**/account/")

    # Before it is taken away, it is asked whether it is she.
    page.goto(f"{address}/account/safety/")
    page.get_by_role("link", name="Take My telephone away").click()
    assert heading(page) == "Is it still you?"
    if page.get_by_role("button", name="Use my passkey").count() == 0:
        page.get_by_role("link", name="Use my passkey").click()
    assert findings(page) == []
    page.get_by_role("button", name="Use my passkey").click()
    page.wait_for_url("**/remove/")
    page.get_by_role("button", name="Yes, take it away").click()
    page.wait_for_url("**/account/safety/")
    assert page.get_by_text("My telephone").count() == 0
    sign_out(page, address)
    page.goto(f"{address}/account/login/")
    page.get_by_role("button", name="Come in with a passkey").click()
    page.get_by_text("This passkey opens nothing here.").wait_for()
    assert trouble == [], "and the browser had nothing to complain about, its policy included"


def sign_out(page, address: str) -> None:
    page.goto(f"{address}/account/logout/")
    page.locator("main").get_by_role("button", name="Sign out").click()
    page.wait_for_url(lambda url: not url.endswith("/logout/"))


def test_a_device_that_does_not_know_its_owner_makes_no_passkey_and_the_page_says_so(chromium, named) -> None:
    with opened(chromium, named, named.way_in("quinten@example.org", "--new")) as page:
        authenticator(page, knows_her=False)
        page.get_by_role("button", name="Yes, let me in").click()
        page.wait_for_url("**/account/")
        page.goto(f"{named.address}/account/safety/passkeys/add/")
        page.get_by_role("button", name="Make a passkey").click()
        page.get_by_text("Nothing was used. Try again, or come in another way.").wait_for()
        assert page.get_by_role("button", name="Make a passkey").is_enabled()


def test_where_passkeys_cannot_work_the_page_says_why_and_offers_none(chromium, node) -> None:
    with opened(chromium, node, node.way_in("rik@example.org", "--new"), java_script_enabled=False) as page:
        page.get_by_role("button", name="Yes, let me in").click()
        page.goto(f"{node.address}/account/safety/passkeys/add/")
        assert page.get_by_text("This browser can’t use passkeys here").is_visible()
        assert not page.get_by_role("button", name="Make a passkey").is_visible()
        page.goto(f"{node.address}/account/safety/app/")
        assert page.get_by_label("The code").is_visible(), "an app needs no script"
